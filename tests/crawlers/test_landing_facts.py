"""What a landing page tells of its site."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.landing_facts import read_facts, read_page_facts
from crawlers.redirects import platform as links
from storage.items import Capture, LandingPage, Watched
from storage.site_facts import NOTHING, SiteFacts, pack_facts, unpack_facts
from tests.crawlers.captures import make_capture

# ruff: noqa: E501
URL = "https://www.site.example/a/piece.html"
HEX = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<script>ga('create', 'UA-12345678-2', 'auto');</script>", "google:UA-12345678-2"),
        ('<script src="https://www.googletagmanager.com/gtag/js?id=G-AB12CD34EF"></script>', "google:G-AB12CD34EF"),
        ("<script>gtag('config', 'AW-123456789');</script>", "google-ads:AW-123456789"),
        ("<script>(w,d,s,'dataLayer','GTM-ABC123');</script>", "google-tag-manager:GTM-ABC123"),
        ('<script src="//pagead2.googlesyndication.com/x.js?client=ca-pub-1234567890123456"></script>', "adsense:pub-1234567890123456"),
        ('<noscript><img src="https://mc.yandex.ru/watch/12345678"></noscript>', "yandex:12345678"),
        ('<script>ym(87654321, "init", {clickmap:true});</script>', "yandex:87654321"),
        (f'<script>hm.src = "https://hm.baidu.com/hm.js?{HEX}";</script>', f"baidu:{HEX}"),
        ("<script>fbq('init', '1234567890123456');</script>", "facebook:1234567890123456"),
        ('<img src="https://www.facebook.com/tr?ev=PageView&amp;id=1234567890123456&amp;noscript=1">', "facebook:1234567890123456"),
        ("<script>var u='//stats.site.example/';_paq.push(['setSiteId', '7']);</script>", "matomo:stats.site.example/7"),
        (f"""<script src="b.js" data-cf-beacon='{{"token": "{HEX}"}}'></script>""", f"cloudflare:{HEX}"),
        (f"""<script src="b.js" data-cf-beacon="{{&quot;version&quot;:&quot;1&quot;,&quot;token&quot;:&quot;{HEX}&quot;}}"></script>""", f"cloudflare:{HEX}"),
        ('<script>LA.init({id: "JzAbC123dEf45678", ck: "JzAbC123dEf45678"})</script>', "51la:JzAbC123dEf45678"),
        ('<script src="//js.users.51.la/21234567.js"></script>', "51la:21234567"),
        ('<script src="https://s4.cnzz.com/z_stat.php?id=1280000000&web_id=1280000000"></script>', "cnzz:1280000000"),
        ('<script>VK.Retargeting.Init("VK-RTRG-123456-aBcDe");</script>', "vk:VK-RTRG-123456-aBcDe"),
        ("<script>ttq.load('C4ABCDEFGHIJ12345678');</script>", "tiktok:C4ABCDEFGHIJ12345678"),
    ],
)  # fmt: skip
def test_ids(markup: str, expected: str) -> None:
    assert read_facts(f"<html><head>{markup}</head><body>x</body></html>", URL).ids == (expected,)


def test_words_that_look_like_ids_are_none() -> None:
    page = "<p>UA-1 was a G-7 meeting; order GTM-9 of pub-12, call 12345678, AW-1</p>"
    assert read_facts(page, URL).ids == ()


def test_what_the_head_and_the_links_tell() -> None:
    page = """<html><head><base href="https://www.site.example/base/">
      <meta name="Generator" content=" WordPress  6.5 ">
      <link rel="alternate" type="application/rss+xml" href="feed/">
      <link rel="shortcut icon" href="../i.png"><link rel="icon" href="/second.png">
      <link rel="stylesheet" href="/wp-content/themes/newspaper/style.css"></head>
      <body><a href="https://t.me/channel">Telegram</a><a href="https://m.site.example/x">own</a>
      <a href="https://blog.other.example/1">a</a><a href="https://other.example/2">b</a>
      <a href="/impressum">Impressum</a><a href="/o-nas/">О нас</a><a href="https://other.example/kontakt">x</a>
      <a href="javascript:void(0)">no</a><a href="mailto:Editor%40Site.example?subject=x">write</a>
      Write to press@site.example or logo@2x.png.</body></html>"""
    found = read_facts(page, URL)
    assert found.icon == "https://www.site.example/i.png"
    assert found.generator == "WordPress 6.5" and found.theme == "newspaper"
    assert found.feed == "https://www.site.example/base/feed/"
    assert found.outbound == ("t.me", "other.example")
    assert found.imprints == ("https://www.site.example/impressum", "https://www.site.example/o-nas/")
    assert found.contacts == ("editor@site.example", "press@site.example")


def test_an_icon_that_stands_in_the_page() -> None:
    digest = hashlib.sha256(b"icon").hexdigest()
    for written in ("data:image/png;base64,aWNvbg==", "data:,icon", "DATA:image/png;base64,aWNvbg%3D%3D"):
        found = read_facts(f'<link rel="icon" href="{written}">', URL)
        assert (found.icon, found.icon_sha256) == ("", digest), written
    assert read_facts('<link rel="icon" href="data:x;base64,%%%">', URL).icon_sha256 == ""


def build(paragraphs: int, name: str, extra: str = "") -> str:
    words = "".join(f"<p>Paragraph <b>{number}</b> of {name}</p>" for number in range(paragraphs))
    menu = "".join(f'<li class="item-{number} entry"><a href="/{number}">x</a></li>' for number in range(3))
    return f"""<body class="home page-{paragraphs}"><header class="top"><h1>{name}</h1><nav><ul>{menu}</ul></nav>
      </header><main><article class="post"><h2>t</h2>{words}<figure><figcaption>c</figcaption></figure></article>
      <aside><section>{extra}</section></aside></main><footer><div class="legal">l</div></footer></body>"""


def test_pages_of_one_template_have_one_structure() -> None:
    one, other = read_facts(build(2, "One"), URL), read_facts(build(9, "Another"), "https://b.example/")
    assert one.skeleton == other.skeleton != ""
    assert read_facts(build(2, "One", "<form><input></form>"), URL).skeleton != one.skeleton
    assert read_facts("<body><header>x</header><article><p>y</p></article></body>", URL).skeleton == ""


def test_only_pages_have_facts() -> None:
    page = build(1, "x").encode()
    assert read_page_facts(make_capture(URL, page, headers={"Content-Type": "image/png"}), URL) == NOTHING
    html = {"Content-Type": "text/html; charset=utf-8"}
    assert read_page_facts(make_capture(URL, page, headers=html), URL).skeleton
    assert read_page_facts(make_capture(URL, b"", headers=html), URL) == NOTHING
    assert read_facts("", URL) == NOTHING


def test_facts_come_back_from_the_index_as_they_were() -> None:
    facts = read_facts(build(3, "x") + '<a href="https://t.me/x">t</a>', URL, "browser")
    assert unpack_facts(pack_facts(facts)) == facts and facts.made_by == "browser"
    assert pack_facts(NOTHING) == "" and unpack_facts("") == NOTHING
    assert unpack_facts('{"ids":["a:1"],"of_a_later_version":1}') == SiteFacts(ids=("a:1",))


@given(
    st.text(alphabet=st.sampled_from("<>a /=\"'&;:@.-link rel icon href data base64 mailto 1"), max_size=300)
)
def test_no_markup_breaks_it(markup: str) -> None:
    read_facts(f"<html><body>{markup}", URL)


def read_landing(reader: str, capture: Capture) -> SiteFacts:
    watched = Watched(platform="links", key=URL, url=URL)
    (page,) = [one for one in links.readers[reader](capture, watched) if isinstance(one, LandingPage)]
    return page.facts


def test_a_landing_page_carries_the_facts_of_what_was_sent_and_of_what_was_shown() -> None:
    text = "<p>Enough to read without any script, so that nobody has to ask for it again.</p>" * 8
    page = f"<html><head><script>ym(12345, 'init')</script></head><body>{text}</body></html>"
    sent = make_capture(URL, page, headers={"Content-Type": "text/html"})
    assert read_landing("read_hop", sent).ids == ("yandex:12345",)
    steps = [{"url": URL, "method": "GET", "status": 200, "kind": "landing", "record_id": "", "reason": ""}]
    info = {"url": URL, "final_url": URL, "status": 200, "outcome": "ok", "title": "t", "html": page}
    shown = read_landing("read_rendered", make_capture(URL, {**info, "navigations": steps}))
    assert (shown.ids, shown.made_by) == (("yandex:12345",), "browser")
