"""Links followed hop by hop in memory: what the network, the guard and plain pages say."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest

from crawlers.redirects import platform
from storage.items import Hop, Known, LandingPage, Watched
from tests.crawlers.captures import make_capture, only
from tests.crawlers.link_walks import END, LINK, READABLE, Reply, hops, moved, one_move, page, walk


def test_a_page_that_people_read_is_where_a_link_lands() -> None:
    readings, browser = walk({LINK: Reply()})
    (hop,) = only(readings, Hop)
    (landing,) = only(readings, LandingPage)
    assert (hop.kind, hop.url, hop.next_url, hop.position, hop.chain) == ("landing", LINK, "", 0, "c1")
    assert (landing.url, landing.title, landing.status) == (LINK, "Story", 200)
    assert landing.text.startswith("Words that people read.") and landing.registered_domain
    assert browser == []


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_http_redirects(status: int) -> None:
    hop = one_move(moved(END, status))
    assert (hop.kind, hop.status, hop.where) == ("http", status, "/headers/location")


@pytest.mark.parametrize(
    ("location", "end"),
    [
        ("/a/b?c=1", "https://bit.example/a/b?c=1"),
        ("b", "https://bit.example/b"),
        ("?q=2", "https://bit.example/x?q=2"),
        ("//site.example/story", END),
        ("HTTPS://SITE.example:443/story", END),
        ("  https://site.example/story \t", END),
        ("https:\\\\site.example\\story", END),
        ("https://site.example/sto\try", END),
        ("https://site.example/新闻", "https://site.example/%E6%96%B0%E9%97%BB"),
        ("https://site.example/新闻".encode().decode("latin-1"), "https://site.example/%E6%96%B0%E9%97%BB"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_targets_are_resolved_as_browsers_do(location: str, end: str) -> None:
    one_move(moved(location), end)


@pytest.mark.parametrize(
    "value",
    [
        "0;url=https://site.example/story",
        "0; URL=https://site.example/story",
        "0;URL='https://site.example/story'",
        '0 ; url = "https://site.example/story"',
        "0,url=https://site.example/story",
        "0 https://site.example/story",
        "0; https://site.example/story",
        "0.5;url=https://site.example/story",
        "  5  ;\n url=https://site.example/story",
        ".5;url=https://site.example/story",
        "0;url='https://site.example/story",
        "0;url='https://site.example/story' and more",
    ],
)
def test_refresh_in_every_spelling_as_header_and_as_element(value: str) -> None:
    plain = ("Content-Type", "text/html")
    assert one_move(Reply("", headers=(plain, ("rEfresh", value)))).kind == "refresh_header"
    written = value.replace("&", "&amp;").replace('"', "&quot;")
    hop = one_move(page(f'<META HTTP-EQUIV=" Refresh " CONTENT="{written}">'))
    assert (hop.kind, hop.where) == ("meta_refresh", "meta[http-equiv=refresh]")


def test_a_refresh_keeps_its_address_to_the_letter() -> None:
    end = "https://site.example/?a=1&copy=2&lt=3"
    reply = Reply("", headers=(("Content-Type", "text/html"), ("Refresh", f"0;url={end}")))
    one_move(reply, end)
    one_move(page(f'<meta http-equiv="refresh" content="0;url={end.replace("&", "&amp;")}">'), end)


def test_a_refresh_is_followed_whatever_the_status_and_waits_are_told() -> None:
    hop = one_move(page(f'<meta http-equiv="refresh" content="7;url={END}">', status=404))
    assert (hop.status, hop.reason) == (404, "after 7 s")


@pytest.mark.parametrize(
    "value", ["", "5", "300;url=https://site.example/", "0;url=", "soon", "0;url=/x", "x;y"]
)
def test_a_refresh_that_only_reloads_or_comes_late_is_no_move(value: str) -> None:
    reply = Reply(READABLE, headers=(("Content-Type", "text/html"), ("Refresh", value)))
    assert hops({LINK: reply}) == [("landing", LINK)]


def test_meta_refresh_resolves_by_the_base_element_and_not_within_comments() -> None:
    one_move(page('<base href="https://site.example/a/"><meta http-equiv=refresh content="0;url=../story">'))
    commented = f"<!-- <meta http-equiv='refresh' content='0;url={END}'> -->{READABLE}"
    assert hops({LINK: Reply(commented)}) == [("landing", LINK)]


@pytest.mark.parametrize(
    "script",
    [
        "location='{}'",
        'window.location = "{}";',
        "document.location.href=`{}`",
        "top.location.href = '{}'",
        "window.top.location='{}';",
        "self . location . replace ( '{}' )",
        "location.assign('{}');",
        "location['href']='{}'",
        "window.location['replace']('{}');",
        "setTimeout(function(){{ location.href='{}' }}, 3000)",
        "setTimeout(() => location.replace('{}'), 0)",
        "setTimeout(\"location.href='{}'\", 100)",
        "setTimeout('location=\\'{}\\'', 100)",
        "window.open('{}', '_self')",
        "open('{}','_top');",
        "eval(\"location='{}'\")",
        "if (window.self === window.top) {{\n  window.location.href = '{}'\n}}",
    ],
)
def test_script_that_moves_on_to_a_written_address(script: str) -> None:
    hop = one_move(page(f"<script>{script.format(END)}</script>"))
    assert (hop.kind, hop.where) == ("script", "script")
    escaped = END.replace("/", "\\/").replace("s", "\\x73")
    assert one_move(page(f"<script>{script.format(escaped)}</script>")).kind == "script"


def test_script_in_the_body_s_onload_and_markup_that_script_writes() -> None:
    loading = Reply(f"<html><body onload=\"location.href='{END}'\"></body></html>")
    assert one_move(loading).kind == "script"
    written = f'document.write(\'<meta http-equiv="refresh" content="0;url={END}">\')'
    hop = one_move(page(f"<script>{written}</script>"))
    assert (hop.kind, hop.where) == ("meta_refresh", "script: document.write")


def test_what_stands_there_for_visitors_without_script_comes_last() -> None:
    other = "<noscript><meta http-equiv='refresh' content='0;url=https://noscript.example/'></noscript>"
    assert one_move(page(f"<script>location='{END}'</script>{other}")).kind == "script"
    assert one_move(page(other), "https://noscript.example/").where.startswith("noscript")


@pytest.mark.parametrize(
    "script",
    [
        "location = 'https://' + host + '/story'",
        "location.href = `https://${host}/`",
        "window['location'] = to",
        "window.open(to, '_self')",
        "document.forms[0].submit()",
        "eval(atob('bG9jYXRpb24='))",
        "document.querySelector('a').click()",
        "history.pushState({}, '', to)",
    ],
)
def test_a_computed_move_on_a_thin_page_is_left_to_the_browser(script: str) -> None:
    words = "Please wait while we are checking something for you"
    thin = f"<html><body>{words}<script>{script}</script></body></html>"
    readings, browser = walk({LINK: Reply(thin)})
    assert [(hop.kind, hop.url) for hop in only(readings, Hop)] == [("landing", LINK)]
    (fetch,) = browser
    assert (fetch.url, fetch.reader, fetch.browse is not None) == (LINK, "read_rendered", True)


def test_a_page_to_read_with_script_that_could_move_on_is_where_one_lands() -> None:
    body = READABLE + "<script>function out(){ location.href = 'https://ads.example/' }</script>"
    readings, browser = walk({LINK: Reply(body)})
    assert [hop.kind for hop in only(readings, Hop)] == ["landing"] and browser == []


def test_shims_are_unwrapped_without_being_asked() -> None:
    inner = f"https://www.google.com/url?q={quote(LINK, safe='')}"
    shim = f"https://l.facebook.com/l.php?u={quote(inner, safe='')}&h=AT0"
    readings, _ = walk({LINK: moved(END)}, shim)
    found = only(readings, Hop)
    assert [(hop.kind, hop.url, hop.position) for hop in found] == [
        ("shim", shim, 0),
        ("shim", inner, 1),
        ("http", LINK, 2),
        ("landing", END, 3),
    ]
    assert [hop.next_url for hop in found] == [inner, LINK, END, ""]
    assert {hop.link_url for hop in found} == {shim} and found[0].status == 0
    assert "address alone" in found[0].where


def test_a_loop_is_told_and_left() -> None:
    site = {LINK: moved("https://b.example/"), "https://b.example/": moved(f"{LINK}#again")}
    assert hops(site) == [("http", LINK), ("loop", "https://b.example/")]
    assert hops({LINK: moved(LINK)}) == [("loop", LINK)]


def test_a_chain_without_end_is_left_after_twenty_hops() -> None:
    site = {f"https://h.example/{n}": moved(f"/{n + 1}") for n in range(100)}
    found = hops(site, "https://h.example/0")
    assert len(found) == 21 and {kind for kind, _ in found[:20]} == {"http"}
    assert found[20] == ("dead_end", "https://h.example/20")


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("javascript:alert(1)", "leads to an address of scheme 'javascript'"),
        ("data:text/html,<b>x</b>", "leads to an address of scheme 'data'"),
        ("intent://x#Intent;scheme=tg;end", "leads to an address of scheme 'intent'"),
        ("tg://resolve?domain=x", "leads to an address of scheme 'tg'"),
        ("https://[bad", "leads to an address of scheme 'https'"),
        ("//", "the address cannot be read"),
    ],
)
def test_a_target_that_is_no_web_address_is_named_and_not_followed(target: str, reason: str) -> None:
    for reply, kind in (
        (moved(target), "http"),
        (page(f'<meta http-equiv=refresh content="0;url={target}">'), "meta"),
    ):
        readings, _ = walk({LINK: reply})
        (hop,) = only(readings, Hop)
        assert (hop.kind, hop.url, hop.next_url, hop.reason) == ("dead_end", LINK, "", reason), kind


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:8443/admin",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://printer.lan/",
        "https://user:secret@site.example/",
        "https://site.example:22/",
    ],
)
def test_a_private_target_is_named_and_refused(target: str) -> None:
    readings, _ = walk({LINK: moved(target)})
    first, last = only(readings, Hop)
    assert (first.kind, first.next_url) == ("http", last.url)
    assert last.kind == "refused" and last.reason and last.status == 0
    assert not only(readings, LandingPage)


def test_a_shim_around_a_private_address_is_refused_too() -> None:
    shim = "https://l.facebook.com/l.php?u=http%3A%2F%2F127.0.0.1%2F"
    assert hops({}, shim) == [("shim", shim), ("refused", "http://127.0.0.1/")]


def test_no_answer_an_error_and_a_challenge_are_dead_ends() -> None:
    assert hops({LINK: Reply("<html>no</html>", 404)}) == [("dead_end", LINK)]
    challenge = Reply("<html><title>Just a moment...</title></html>", 403)
    readings, _ = walk({LINK: challenge})
    assert [hop.reason for hop in only(readings, Hop)] == ["Cloudflare challenge"]
    assert hops({LINK: Reply("", 302, ())}) == [("dead_end", LINK)]
    watched = Watched(platform="links", key=LINK, url=LINK)
    for facts, expected in (
        ({"problem": "unreachable", "reason": "no such host"}, ["no such host"]),
        ({"problem": "unreachable", "reason": "reset", "retried": True}, []),
        ([], []),
        ({}, ["no answer"]),
    ):
        failed = replace(make_capture(LINK, facts, reader="read_hop"), record_type="metadata", status=0)
        found = only(list(platform.readers["read_hop"](failed, watched)), Hop)
        assert [hop.reason for hop in found] == expected


def test_what_is_no_page_is_landed_on_without_being_read() -> None:
    pdf = Reply(
        "%PDF-1.7 <script>location='https://x.example/'</script>",
        headers=(("Content-Type", "application/pdf"),),
    )
    readings, browser = walk({LINK: pdf})
    (landing,) = only(readings, LandingPage)
    assert (landing.url, landing.title, landing.text, browser) == (LINK, "", "", [])


def test_a_canonical_address_elsewhere_is_told() -> None:
    body = READABLE.replace("<title>", '<link rel="canonical" href="https://original.org/a"><title>')
    readings, _ = walk({LINK: Reply(body)})
    assert [hop.reason for hop in only(readings, Hop)] == ["canonical https://original.org/a"]


def test_what_is_no_link_asks_for_nothing() -> None:
    for link in ("", "javascript:alert(1)", "not a url"):
        assert list(platform.start(Watched(platform="links", key=link, url=link), Known())) == []
