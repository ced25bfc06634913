"""Tables of facts for pages: what a platform on one recognises, reads, and says of refusals."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from crawlers.families.html_cutting import cut_page
from crawlers.families.html_facts import Cut, Sheet
from crawlers.platform import Fetch, Reading, Unreadable, platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_html import (
    NAIRALAND,
    PTT_ARTICLE,
    PTT_LIST,
    RUMBLE_LIST,
    RUMBLE_VIDEO,
    SLIDE,
    SLIDES,
    TIEBA_HOME,
    TIEBA_THREAD,
    TOP,
)

PTT = "https://www.ptt.cc/bbs/Stock/search?q=author%3Aicemilk"
VIDEO = "https://rumble.com/v7acgq-a-title.html"
THREAD = "https://tieba.baidu.com/p/90000?pid=5&cid=0"


def page(
    url: str,
    body: bytes | str,
    reader: str,
    *,
    address: str = "",
    platform: str = "",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    context: Mapping[str, str] | None = None,
) -> list[Reading]:
    """What a reader makes of a page at ``address``, for the account at ``url`` or the platform's example."""
    watched = watch(platforms()[platform].example if platform else url)
    capture = make_capture(
        address or url, body, reader=reader, route="page", status=status, headers=headers, context=context
    )
    return read(watched, capture)


@pytest.mark.parametrize(
    ("platform", "url", "key"),
    [
        ("ptt", "https://www.ptt.cc/bbs/Stock/index1234.html", "stock"),
        ("ptt", "https://ptt.cc/bbs/Stock", "stock"),
        ("ptt", "https://www.ptt.cc/bbs/Stock/search?page=2&q=author%3AIceMilk", "stock/icemilk"),
        ("rumble", "https://rumble.com/c/Timcast?page=2", "c/timcast"),
        ("rumble", "https://rumble.com/user/Timcast/videos", "user/timcast"),
        ("tieba", "https://tieba.baidu.com/home/main?un=%E5%A4%A9%E4%BD%BF&fr=pb", "天使"),
        (
            "tieba",
            "http://tieba.baidu.com/home/main/?id=tb.1.1a2b3c4d.WpLx9QZr7?t=1600000000&fr=pb",
            "tb.1.1a2b3c4d.WpLx9QZr7",
        ),
        ("slideshare", "https://es.slideshare.net/KnowledgeGraph/presentations", "knowledgegraph"),
        ("slideshare", "https://www.slideshare.net/mobile/KnowledgeGraph", "knowledgegraph"),
        ("nairaland", "https://www.nairaland.com/Seun", "seun"),
        ("nairaland", "https://www.nairaland.com/seun/posts/3", "seun"),
        ("opendiary", "https://www.opendiary.com/m/author/Mei/page/2/", "mei"),
        ("issuu", "https://issuu.com/GreekTimes/docs/2026_01", "greektimes"),
        ("ninegag", "https://9gag.com/u/Blue/posts", "blue"),
        ("quora", "https://es.quora.com/profile/Adam-DAngelo/answers", "adam-dangelo"),
        ("scribd", "https://www.scribd.com/user/3/Jared-Friedman?x=1", "3"),
        ("changeorg", "https://www.change.org/p/save-the-tea?source=x", "p/save-the-tea"),
        ("tripadvisor", "https://www.tripadvisor.co.uk/Profile/Traveller", "traveller"),
    ],
)
def test_every_spelling_of_an_account_leads_to_one_key(platform: str, url: str, key: str) -> None:
    watched = recognise(url)
    assert watched is not None and (watched.platform, watched.key) == (platform, key)
    again = recognise(watched.url)
    assert again is not None and again.key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.ptt.cc/bbs/index.html",
        "https://www.ptt.cc/bbs/Stock/search?q=2330",
        "https://www.ptt.cc/bbs/Stock/M.1780000000.A.1B2.html",
        "https://rumble.com/v7acgqo-a-title.html",
        "https://tieba.baidu.com/f?kw=x",
        "https://tieba.baidu.com/home/main?un=%CC%EC%CA%B9",
        "https://www.slideshare.net/explore",
        "https://www.nairaland.com/politics",
        "https://www.nairaland.com/7650321/a-topic",
        "https://www.opendiary.com/m/mei/a-day/",
        "https://issuu.com/explore",
        "https://9gag.com/gag/a1b2c3",
        "https://www.scribd.com/document/12345678/x",
    ],
)
def test_what_is_no_account_is_not_one_there(url: str) -> None:
    watched = recognise(url)
    assert watched is None or watched.platform in ("page", "feed")


def test_a_row_gives_what_its_selectors_find() -> None:
    body = TOP.format(
        "t",
        '<ul><li id="a7" class="r"><a href="/p/7?x#y"> One </a><b>1,234</b><i>2:07pm</i>'
        "<pre>a\n b<s>c</s></pre></li>"
        '<p>after <em>all</em></p><li class="r new"><a href="javascript:x">Two</a><b>2.9K</b></li></ul>',
    )
    cuts = (
        Cut(name="id", css="@id", match=r"a(\d+)"),
        Cut(name="url", css=".none@href | a@href", match=r"^([^#]+)"),
        Cut(name="name", css="a"),
        Cut(name="count", css="b", reads="number"),
        Cut(name="time", css="i", reads="date"),
        Cut(name="words", css="pre", reads="lines", drop="s"),
        Cut(name="next", css="+ em"),
        Cut(name="links", css="a", reads="count"),
    )
    sheet = Sheet(rows="li.r", row=cuts, marks=(("new", ".new"),), utc_offset_h=1)
    cutting = cut_page(make_capture("https://h.example/u/mei", body), sheet, watch(PTT))
    assert cutting.answer["rows"] == [
        {
            **{"id": "7", "url": "https://h.example/p/7?x", "name": "One", "count": "1234", "links": "1"},
            **{"time": "2026-08-01T13:07:00+00:00", "time_text": "2:07pm", "next": "all"},
            **{"words": "<pre>a\n b</pre>", "time_doubt": "to the minute, relative to the capture"},
        },
        {"name": "Two", "count": "2.9K", "links": "1", "new": "1"},
    ]
    assert cutting.places[1] == "html > body > ul > li:nth-of-type(2)"


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_a_page_is_read_in_the_encoding_that_it_names(encoding: str) -> None:
    body = TOP.format("題", "<a>中文</a>").replace("utf-8", encoding).encode(encoding)
    sheet = Sheet(page=(Cut(name="name", css="a"),))
    assert (
        cut_page(make_capture("https://h.example/", body), sheet, watch(PTT)).answer["page"]["name"] == "中文"
    )


def test_a_list_of_ptt_asks_for_new_articles_and_the_page_before() -> None:
    readings = page(PTT, PTT_LIST.replace("TURN", "0"), "list")
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == ("stock/icemilk", "icemilk", "Stock")
    assert urls(readings) == [
        "https://www.ptt.cc/bbs/Stock/M.1780000000.A.1B2.html",
        "https://www.ptt.cc/bbs/Stock/M.1700000000.A.0FF.html",
        "https://www.ptt.cc/bbs/Stock/search?page=20&q=author%3Aicemilk",
    ]


def test_what_is_pinned_does_not_end_a_crawl_and_known_articles_do() -> None:
    since = {"since": datetime.fromtimestamp(1779999999, UTC).isoformat()}
    readings = page(PTT, PTT_LIST.replace("TURN", "0"), "list", context=since)
    assert any("page=20" in url for url in urls(readings))
    since = {"since": datetime.fromtimestamp(1780000001, UTC).isoformat()}
    readings = page(PTT, PTT_LIST.replace("TURN", "0"), "list", context=since)
    assert not any("page=20" in url for url in urls(readings))


def test_an_article_of_ptt_is_what_its_author_wrote() -> None:
    address = "https://www.ptt.cc/bbs/Stock/M.1780000000.A.1B2.html"
    (post,) = only(page(PTT, PTT_ARTICLE, "post", address=address), Post)
    assert post.text == "first line <b>\nsecond https://x.example/"
    assert (post.id, post.url, post.title) == ("Stock/M.1780000000.A.1B2", address, "[標的] 2330 多")
    assert (post.account, post.author, post.replies) == ("stock/icemilk", "icemilk", 1)
    assert post.posted_at == datetime.fromtimestamp(1780000000, UTC)
    assert [one.url for one in post.links] == ["https://x.example/"]
    assert post.attributes["sent_from"] == "198.51.100.7"
    assert post.attributes["edited"] == "07/05/2026 16:20:33"


def test_a_video_of_rumble_is_read_from_its_own_page() -> None:
    readings = page("https://rumble.com/c/Timcast", RUMBLE_LIST.replace("TURN", ""), "list")
    (account,) = only(readings, Account)
    assert (account.display_name, account.followers) == ("Mei", 2980)
    assert urls(readings) == [VIDEO, "https://rumble.com/c/Timcast?page=2"]
    (post,) = only(page("https://rumble.com/c/Timcast", RUMBLE_VIDEO, "post", address=VIDEO), Post)
    assert (post.id, post.url, post.title, post.text) == ("v7acgq", VIDEO, "A title", "words x")
    assert (post.views, post.likes, post.attributes["duration"]) == (1234, 1200, "PT1M1S")
    assert post.posted_at == datetime(2026, 7, 1, 14, 0, tzinfo=UTC)
    assert [one.url for one in post.links] == ["https://x.example/"]


def test_the_page_after_rumbles_last_is_the_end_and_no_finding() -> None:
    gone = TOP.format("404", "404")
    url = "https://rumble.com/c/Timcast"
    assert page(url, gone, "list", status=404, context={"number": "2", "pages": "2"}) == []
    assert kinds(page(url, gone, "list", status=404)) == ["not_found"]


def test_a_presentation_is_the_users_own_and_nobody_elses() -> None:
    url, address = (
        "https://www.slideshare.net/KnowledgeGraph",
        "https://www.slideshare.net/slideshow/s/48703604",
    )
    (post,) = only(page(url, SLIDE, "post", address=address), Post)
    assert (post.id, post.account, post.title, post.views) == ("48703604", "knowledgegraph", "Slides", 5)
    assert [one.url for one in post.media] == ["https://image.slidesharecdn.com/a-1/95/slides-1-1024.jpg"]
    assert post.posted_at == datetime(2026, 1, 5, 21, 24, 30, tzinfo=UTC)
    assert page(url, SLIDE.replace('"KnowledgeGraph"', '"Other"'), "post", address=address) == []


def test_a_list_of_links_is_left_where_known_posts_begin() -> None:
    watched = watch("https://www.slideshare.net/KnowledgeGraph")
    known = KnownPost(id="48703609", url="https://www.slideshare.net/slideshow/s/48703609", posted_at=None)
    first, again = platforms()["slideshare"].start(watched, Known(newest_id="48703609", recheck=(known,)))
    assert (again.reader, again.url) == ("post", known.url)
    two = SLIDES.replace("</a>", '</a><a href="/slideshow/slides/48703609">Old</a>', 1).replace("TURN", "1")
    answer = make_capture(first.url, two, reader="list", context=first.context, route="page")
    assert urls(read(watched, answer)) == ["https://www.slideshare.net/slideshow/slides/48703601"]


def test_a_floor_of_tieba_is_found_by_its_number() -> None:
    body = TIEBA_THREAD
    (post,) = only(page(THREAD, body, "post", platform="tieba", context={"post": "5"}), Post)
    assert (post.text, post.title, post.kind) == ("字", "题目", "reply")
    assert (post.id, post.reply_to, post.url) == ("5", "https://tieba.baidu.com/p/90000", THREAD)
    assert post.posted_at == datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    assert (post.posted_at_text, post.attributes["time_doubt"]) == ("2026-07-01 10:00", "to the minute")
    assert (post.attributes["place"], post.attributes["forum"]) == ("广东", "杂谈吧")
    (gone,) = page(THREAD, body, "post", platform="tieba", context={"post": "6"})
    assert isinstance(gone, Observation) and (gone.kind, gone.post_id) == ("gone", "6")


def test_a_person_of_tieba_is_kept_by_portrait() -> None:
    url = "https://tieba.baidu.com/home/main?un=%E6%9F%90%E4%BA%BA"
    account, asked = page(url, TIEBA_HOME, "list")
    assert isinstance(account, Account) and isinstance(asked, Fetch)
    assert (account.key, account.handle, account.aliases) == ("tb.1.1a2b3c4d.WpLx9QZr7", "某人", ("某人",))
    assert (asked.url, asked.context["post"]) == ("https://tieba.baidu.com/p/90000?pid=1500&cid=0", "1500")


def test_a_post_on_nairaland_leaves_out_what_it_quotes() -> None:
    readings = page("https://www.nairaland.com/seun", NAIRALAND.replace("TURN", "0"), "list")
    (post,) = only(readings, Post)
    assert (post.id, post.text, post.kind, post.author) == ("9000", "words x", "reply", "")
    assert (post.reply_to, post.attributes["quoted"]) == ("https://www.nairaland.com/7/a-topic", "theirs")
    assert post.posted_at == datetime(2026, 7, 12, 13, 7, tzinfo=UTC)
    assert post.attributes["time_doubt"] == "to the minute, year not shown"
    assert [one.url for one in post.media] == ["https://www.nairaland.com/attachments/a.jpg"]
    assert post.where == "html > body > table > tr:nth-of-type(1)"


PLAIN = TOP.format("Sorry", "nothing")
LOGIN = TOP.format("Welcome", "<form><input type='password' name='p'></form>")


@pytest.mark.parametrize(
    ("platform", "reader", "body", "status", "location", "kind"),
    [
        ("ptt", "list", "", 302, "/ask/over18?from=/bbs/Gossiping/index.html", "login_wall"),
        ("ptt", "list", PLAIN, 404, "", "not_found"),
        ("ptt", "list", PLAIN, 200, "", "changed_format"),
        ("ptt", "list", TOP.format("x", "<div class='r-list-container'></div>"), 200, "", "empty_proven"),
        ("tieba", "list", "", 302, "https://wappass.baidu.com/static/captcha/", "challenge"),
        ("tieba", "list", TOP.format("百度安全验证", "x"), 200, "", "challenge"),
        ("tieba", "list", TOP.format("贴吧", "抱歉，您访问的用户不存在"), 200, "", "not_found"),
        ("tieba", "post", TOP.format("贴吧", "很抱歉，该贴已被删除"), 404, "", "deleted"),
        ("rumble", "list", PLAIN, 410, "", "deleted"),
        ("rumble", "list", PLAIN, 403, "", "unauthorised"),
        ("rumble", "list", "", 302, "https://evil.example/", "changed_format"),
        ("slideshare", "list", LOGIN, 200, "", "login_wall"),
        ("slideshare", "list", SLIDES.partition("<a")[0], 200, "", "changed_format"),
        ("opendiary", "list", TOP.format("Private diary", "x"), 200, "", "private"),
        ("issuu", "list", '{"items": [], "total": 0}', 200, "", "empty_proven"),
        ("issuu", "account", PLAIN, 404, "", "not_found"),
        (
            "ninegag",
            "list",
            '{"meta": {"status": "Failure", "errorMessage": "m"}}',
            200,
            "",
            "changed_format",
        ),
    ],
)
def test_a_refusal_is_told_by_what_it_says(
    platform: str, reader: str, body: str, status: int, location: str, kind: str
) -> None:
    headers = {"Location": location} if location else {}
    url = platforms()[platform].example
    readings = page(url, body, reader, status=status, headers=headers)
    assert (kinds(readings), only(readings, Fetch), only(readings, Post)) == ([kind], [], [])


def test_a_move_on_the_platform_is_followed() -> None:
    url = "https://rumble.com/c/Timcast"
    (moved,) = page(url, "", "list", status=301, headers={"Location": "/c/TimcastIRL"})
    assert isinstance(moved, Fetch) and moved.url == "https://rumble.com/c/TimcastIRL"


def test_a_link_that_leads_away_from_the_platform_is_not_asked() -> None:
    body = RUMBLE_LIST.replace("/v7acgqTURN", "https://evil.example/rumble.com/v7acgq")
    with pytest.raises(Unreadable, match="not the platform's"):
        page("https://rumble.com/c/Timcast", body, "list")
