"""The catalogue's chains that arrive: every way by itself, shims among them, and chains of up to 15 hops."""

from __future__ import annotations

import base64
from itertools import cycle, islice
from urllib.parse import quote

from sandbox.exchange import Answer
from sandbox.platforms.links_catalogue import Detour, Stop, landing, lead, place
from sandbox.platforms.links_catalogue_ways import WAYS, show, thin

_NEWS = "https://news-%s.example/%%E6%%96%%B0%%E9%%97%%BB/a%%20b"
_URLS: dict[str, dict[int, str]] = {
    "relative": {0: "https://relative-0.example/a/b?c=1", 1: "https://relative-0.example/c/d?e=2&f=3"},
    "query alone": {0: "https://query-0.example/go?step=1", 1: "https://query-0.example/go?step=2"},
    "letters raw": {1: _NEWS % "raw"},
    "padded": {1: _NEWS % "padded"},
    "loud": {1: "https://loud-1.example/Story"},
    "meta by base": {1: "https://meta-by-base-1.example/deep/story"},
    "meta late": {1: "https://meta-late-1.example/?a=1&copy=2&lt=3"},
}


def _by_itself(name: str) -> Detour:
    return lead(name, name, urls=_URLS.get(name))


def _shims() -> tuple[Detour, ...]:
    end = "https://arrival-shims.example/go?a=1&b=%D1%8F"
    short = place("behind shims", 3)
    encoded = quote(short, safe="")
    facebook = f"https://l.facebook.com/l.php?u={encoded}&h=AT0x&fbclid=x"
    alone = f"https://l.facebook.com/l.php?u={quote(place('facebook alone', 1), safe='')}&h=AT0y"
    russian = quote("https://cp1251.example/новости", safe="", encoding="windows-1251")
    vk = f"https://vk.com/away.php?to={russian}&cc_key="
    vk_end = "https://cp1251.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8"
    amp = "https://www-amp--end-example.cdn.ampproject.org/c/s/www.amp-end.example/story?x=1"
    amp_end = "https://www.amp-end.example/story?x=1"
    archive_end = "https://archived.example/a?b=c"
    inner = f"https://www.google.com/url?q={quote(facebook, safe='')}&sa=D"
    bing = "https://www.bing.com/ck/a?!&p=1&u=a1" + base64.urlsafe_b64encode(
        b"https://bing-end.example/x"
    ).decode().rstrip("=")
    return (
        lead("facebook alone", "shim", "302", urls={0: alone, 1: place("facebook alone", 1), 2: end}),
        lead("shims in shims", "301", "shim", "shim", "307", urls={1: inner, 2: facebook, 3: short, 4: end}),
        lead("cyrillic shim", "302", "shim", urls={1: vk, 2: vk_end}),
        lead("amp", "meta", "shim", urls={1: amp, 2: amp_end}),
        lead(
            "amp viewer",
            "shim",
            urls={
                0: "https://www.google.com/amp/s/www.amp-end.example/story",
                1: "https://www.amp-end.example/story",
            },
        ),
        lead(
            "web archive",
            "replace",
            "shim",
            urls={1: f"https://web.archive.org/web/20240501000000/{archive_end}", 2: archive_end},
        ),
        lead("bing", "shim", urls={0: bing, 1: "https://bing-end.example/x"}),
        lead(
            "weibo",
            "shim",
            "base64",
            urls={0: f"https://weibo.cn/sinaurl?u={quote(place('weibo', 1), safe='')}"},
        ),
        lead(
            "shim last",
            "form",
            "shim",
            urls={
                1: f"https://link.zhihu.com/?target={quote('https://zhihu-end.example/', safe='')}",
                2: "https://zhihu-end.example/",
            },
        ),
        lead(
            "translated",
            "303",
            "shim",
            urls={
                1: "https://www-lan--wan-example.translate.goog/p?x=1&_x_tr_sl=zh&_x_tr_tl=en",
                2: "https://www.lan-wan.example/p?x=1",
            },
        ),
    )


_MIXED = (
    "301",
    "meta",
    "relative path",
    "refresh",
    "302",
    "replace",
    "continue",
    "307",
    "shim",
    "later",
    "308",
    "frame",
    "303",
    "meta for no script",
    "intent",
)
"""Fifteen ways, none of which needs a browser."""


def _long(count: int) -> Detour:
    """A chain of ``count`` hops that mixes kinds."""
    name = f"mixed {count:02}"
    ways = tuple("302" if way == "relative path" else way for way in islice(cycle(_MIXED), count))
    urls: dict[int, str] = {}
    for number in reversed(range(count)):
        if ways[number] == "shim":
            onward = urls.get(number + 1) or (
                place(name, number + 1)
                if number + 1 < count
                else f"https://arrival-mixed-{count:02}.example/"
            )
            urls[number] = f"https://l.instagram.com/?u={quote(onward, safe='')}&e=AT0"
            if number + 1 == count:
                urls[count] = onward
    return lead(name, *ways, urls=urls)


def _arrivals() -> tuple[Detour, ...]:
    """Pages that look as if they sent on, and where a visitor stays."""
    target = "https://never.example/"
    element = f'<meta http-equiv="refresh" content="0;url={target}">'
    silent = "https://push-state.example/go"
    pages: dict[str, Answer] = {
        "refresh in a comment": show(head=f"<!-- {element} -->"),
        "refresh in a text field": thin(f"<p>Copy this:</p><textarea>{element}</textarea>"),
        "refresh in script text": show(head=f"<script>var text = '{element}';</script>"),
        "refresh in a template": thin(f"<p>A page with parts.</p><template>{element}</template>"),
        "script in a comment": thin(f"<p>Words.</p><!-- <script>location='{target}'</script> -->"),
        "script that is commented out": thin(
            f"<p>Words.</p><script>// location.href='{target}'\n/* location='{target}'; */</script>"
        ),
        "script that waits for a click": show(
            head=f"<script>function out() {{ location.href = '{target}' }}</script>"
        ),
        "script that waits on a short page": thin(
            f"<p>Press the button.</p><button onclick='out()'>Go</button>"
            f"<script>function out() {{ if (1) {{ location.href = '{target}' }} }} "
            f"document.addEventListener('click', function () {{ location = '{target}' }}); "
            f"document.body.onclick = () => {{ location = '{target}' }}</script>"
        ),
        "reload only": show(head='<meta http-equiv="refresh" content="600">'),
        "refresh to itself": show(head='<meta http-equiv="refresh" content="5;url=/go">'),
        "location with status 200": Answer(body=show().body, headers=(("Location", target),)),
        "location with status 201": Answer(status=201, body=show().body, headers=(("Location", target),)),
        "status 300": Answer(status=300, body=show().body, headers=(("Location", target),)),
        "status 302 with a page alone": show(status=302),
        "counter in a frame": thin(
            "<p>A short note.</p><iframe src='https://counter.example/' width='1' height='1'></iframe>"
            "<iframe src='https://hidden.example/' style='display:none;width:100%;height:100%'></iframe>"
        ),
        "film in a frame": thin(
            "<h1>A film</h1><iframe src='https://films.example/embed/1' width='560' height='315'></iframe>"
        ),
        "links of a list": thin(
            f"<ul><li><a href='{target}'>One</a><li><a href='https://other.example/'>Two</a></ul>"
        ),
        "a link in a note": thin(f"<p>Our sister paper is <a href='{target}'>here</a>.</p>"),
        "not a page": Answer(body=b"%PDF-1.4 " + element.encode(), content_type="application/pdf"),
    }
    found = [
        Detour(name=name, stops=(landing(place(name, 0), page, status=page.status),))
        for name, page in pages.items()
    ]
    found.append(
        Detour(
            name="canonical elsewhere",
            stops=(
                landing(
                    place("canonical elsewhere", 0),
                    show(head='<link rel="canonical" href="https://original.example/a">'),
                    reason="canonical https://original.example/a",
                ),
            ),
        )
    )
    words = "<p>A page that shows something to whoever comes by with a browser.</p>"
    stays = {
        "history alone": f"{words}<script>history.pushState({{}}, '', '/a');"
        "history.replaceState({}, '', '/b')"
        "</script>",
        "app that is not there": f"{words}<script>location.href = 'weixin://dl/business/?t=x'</script>",
        "window beside": f"{words}<script>open(['https://pop', 'up.example/'].join(''), '_blank')</script>",
        "data by script": f"{words}<script>location['href'] = 'data:text/html,' + '<h1>x</h1>'</script>",
    }
    reasons = {"app that is not there": "weixin"}
    found += [
        Detour(
            name=name,
            renders=True,
            stops=(
                landing(
                    place(name, 0) if name != "history alone" else silent,
                    thin(body),
                    reason=reasons.get(name, ""),
                ),
            ),
        )
        for name, body in stays.items()
    ]
    return tuple(found)


def _browser_chains() -> tuple[Detour, ...]:
    return (
        lead("script then status", "301", "letters by code", "302", "meta", host="script-status"),
        lead("two scripts", "base64", "form", "301", host="two-scripts"),
        lead("frame behind script", "click", "frame", "302", host="frame-script"),
        lead("continue behind script", "pieces", "continue", "308", host="continue-script"),
    )


_WORKER = Stop(
    url="https://worker-0.example/worker.js",
    kind="",
    say=lambda asked, situation: Answer(
        body=b"self.addEventListener('fetch', () => {})", content_type="text/javascript"
    ),
)


def _single() -> tuple[Detour, ...]:
    made = [_by_itself(name) for name in WAYS]
    return tuple(
        Detour(name=one.name, stops=one.stops, renders=one.renders, also=(_WORKER,))
        if one.name == "worker"
        else one
        for one in made
    )


def _moving() -> tuple[Detour, ...]:
    """Links that lead elsewhere in phase 2."""
    first = lead("moves on", "301", "meta")
    second = lead("moves on", "302", "replace", urls={2: "https://moved-since.example/"})
    gone = lead("goes away", "302")
    lost = Stop(
        url=gone.url, kind="dead_end", status=410, say=lambda asked, situation: show("Gone", status=410)
    )
    return (
        Detour(name="moves on", stops=first.stops, later=second.stops),
        Detour(name="goes away", stops=gone.stops, later=(lost,)),
    )


CHAINS: tuple[Detour, ...] = (
    *_single(),
    *_shims(),
    *(_long(count) for count in range(1, 16)),
    *_arrivals(),
    *_browser_chains(),
    *_moving(),
)
