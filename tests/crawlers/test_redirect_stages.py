"""Pages and answers on the way that are easily misread: odd statuses, script at rest, frames, apps."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from crawlers.redirects import platform
from storage.items import Hop, Known, Watched
from tests.crawlers.captures import only
from tests.crawlers.link_walks import END, LINK, READABLE, Reply, answer, hops, moved, one_move, page, walk


@pytest.mark.parametrize("status", [200, 201, 300, 304, 305, 306])
def test_a_location_at_another_status_is_named_and_not_followed(status: int) -> None:
    readings, _ = walk({LINK: Reply(READABLE, status, (("Location", END), ("Content-Type", "text/html")))})
    (hop,) = only(readings, Hop)
    assert (hop.kind, hop.next_url) == ("landing", "")
    assert f"names {END} as Location, which nobody follows at status {status}" in hop.reason


def test_a_redirect_without_location_lands_at_its_page_if_it_has_one() -> None:
    assert hops({LINK: Reply(status=302)}) == [("landing", LINK)]
    assert hops({LINK: Reply("", 304, ())}) == [("dead_end", LINK)]


@pytest.mark.parametrize(
    "markup",
    [
        "<template><meta http-equiv=refresh content='0;url={}'></template>",
        "<template><script>location='{}'</script></template>",
        "<noscript><script>location='{}'</script></noscript>",
        "<script type='application/json'>location='{}'</script>",
        "<script>// location.href='{}'\n/* location='{}'; */ <!-- location='{}'\n</script>",
        "<script>/* never closed location='{}'</script>",
        "<script>function out(){{ if (1) {{ location='{}' }} }}</script>",
        "<script>b.onclick = () => {{ location='{}' }}</script>",
        "<script>c.onsubmit = function (event) {{ location='{}' }}</script>",
        "<script>b.addEventListener('click', function () {{ location='{}' }})</script>",
    ],
)
def test_what_does_not_run_moves_nobody(markup: str) -> None:
    words = "<p>Words to read, as many as make up a page of a sort.</p>"
    readings, _ = walk({LINK: Reply(f"<html><body>{words}{markup.replace('{}', END)}</body></html>")})
    assert [(hop.kind, hop.url) for hop in only(readings, Hop)] == [("landing", LINK)]


@pytest.mark.parametrize(
    "script",
    [
        "window['location'].href = '{}'",
        "self[ 'location' ].replace('{}')",
        "location.href = 'javascript:location.replace(\"{}\")'",
        "function go() {{ location = '{}' }} window.onload = go;",
        "addEventListener('load', function () {{ location = '{}' }})",
        "var a = 'x//y', b = s.replace(/^https?:\\/\\//, ''); location = '{}' // on",
        "<!-- old browsers\nlocation = '{}'\n//-->",
    ],
)
def test_more_ways_of_script_to_a_written_address(script: str) -> None:
    written = script.replace("{{", "{").replace("}}", "}").replace("{}", END)
    assert one_move(page(f"<script>{written}</script>")).kind == "script"


def test_script_that_decides_between_addresses_is_left_to_the_browser() -> None:
    either = page(
        "<script>if (ok) {location='https://a.example/'} else {location='https://b.example/'}</script>"
    )
    watched = Watched(platform="links", key=LINK, url=LINK)
    (first, *_), browser = walk({LINK: either})
    assert isinstance(first, Hop) and first.kind == "landing" and [one.url for one in browser] == [LINK]
    reader = platform.readers["read_hop"]
    (fetch,) = platform.start(watched, Known())
    alone = replace(watched, wants=("no_browser",))
    (hop, _) = reader(answer(fetch, {LINK: either}), alone)
    assert isinstance(hop, Hop) and (hop.kind, hop.next_url) == ("script", "https://a.example/")
    assert hop.reason == "the first of 2 addresses that script names"


@pytest.mark.parametrize(
    "body",
    [
        "<frameset rows='100%,*'><frame src='{}'><frame src='https://ads.example/'></frameset>",
        "<frameset cols='0,*'><frame src='https://ads.example/'><frame src='{}'></frameset>",
        "<body><iframe src='{}' width='100%' height='100%'></iframe></body>",
        "<body><iframe src='{}' style='position:fixed; inset: 0px; width:100%;height:100%'></iframe></body>",
        "<style>iframe { border: 0; width: 100vw; height: 100vh }</style><iframe src='{}'></iframe>",
    ],
)
def test_a_frame_that_is_all_of_a_page_leads_on(body: str) -> None:
    hop = one_move(Reply(f"<html>{body.replace('{}', END)}</html>"))
    assert (hop.kind, hop.where) == ("frame", "frame[src]")


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe src='{}' width='560' height='315'></iframe>",
        "<iframe src='{}' style='display:none;width:100%;height:100%'></iframe>",
        "<iframe src='{}' width='100%' height='1'></iframe>",
        "<iframe src='about:blank' width='100%' height='100%'></iframe>",
        "<iframe src='{}' width='100%' height='100%'></iframe>" * 2,
    ],
)
def test_other_frames_are_part_of_their_page(frame: str) -> None:
    assert hops({LINK: Reply(f"<html><body>{frame.replace('{}', END)}</body></html>")}) == [("landing", LINK)]


@pytest.mark.parametrize(
    "words", ["You are leaving our site. Continue:", "即将离开本站", "Вы покидаете сайт", "Sie verlassen uns"]
)
def test_a_page_between_is_passed_by_its_only_link(words: str) -> None:
    inside = "<a href='/'>home</a><a href='/help'>help</a>"
    hop = one_move(Reply(f"<html><body>{inside}<p>{words}</p><a href='{END}'>on</a></body></html>"))
    assert (hop.kind, hop.where, hop.status) == ("interstitial", "a[href]", 200)


@pytest.mark.parametrize(
    "body",
    [
        f"<p>Our sister paper is <a href='{END}'>here</a></p>",
        f"<p>Leaving so soon? <a href='{END}'>One</a> <a href='https://two.example/'>Two</a></p>",
        f"<p>News. <a href='{END}'>Continue reading</a></p>",
        "<p>You are leaving this site. <a href='/on'>Continue</a></p>",
        f"<p>Continue</p>{'<a href=/x>x</a>' * 9}<a href='{END}'>y</a>",
    ],
)
def test_other_links_are_nobody_s_to_click(body: str) -> None:
    assert hops({LINK: Reply(f"<html><body>{body}</body></html>")}) == [("landing", LINK)]


def test_an_app_s_link_leads_to_its_fallback_or_nowhere() -> None:
    app = f"intent://x/#Intent;scheme=tg;S.browser_fallback_url={quote(END, safe='')};package=org.example;end"
    assert one_move(moved(app)).reason == "an app's link: its fallback for browsers"
    assert one_move(page(f"<script>location='{app}'</script>")).kind == "script"
    assert one_move(page(f'<meta http-equiv=refresh content="0;url={app}">')).kind == "meta_refresh"
    readings, browser = walk({LINK: page("<script>location.href='weixin://dl/x'</script>")})
    (hop,) = only(readings, Hop)
    assert (hop.kind, hop.reason, browser) == ("dead_end", "leads to an address of scheme 'weixin'", [])
    both = page(f"<script>location='weixin://x'; setTimeout(() => {{ location='{END}' }}, 9)</script>")
    assert one_move(both).kind == "script"


def test_a_loop_of_whoever_keeps_no_cookie_is_looked_at_by_the_browser() -> None:
    asks = Reply("", 302, (("Location", LINK), ("Set-Cookie", "seen=1")))
    readings, browser = walk({LINK: asks})
    assert [hop.kind for hop in only(readings, Hop)] == ["loop"]
    assert [(one.url, one.context["position"]) for one in browser] == [(LINK, "0")]
    away = Reply("", 302, (("Location", "https://c.example/"), ("Set-Cookie", "seen=1")))
    readings, browser = walk({LINK: moved(END), END: away, "https://c.example/": moved(END)})
    assert [hop.kind for hop in only(readings, Hop)] == ["http", "http", "loop"]
    assert [(one.url, one.context["position"]) for one in browser] == [(END, "1")]


def test_a_query_that_grows_is_a_loop() -> None:
    site = {f"https://h.example/go?n={n}": moved(f"/go?n={n + 1}") for n in range(100)}
    found = hops(site, "https://h.example/go?n=0")
    assert len(found) == 21 and found[20] == ("loop", "https://h.example/go?n=20")
