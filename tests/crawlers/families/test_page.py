"""The reader of what the browser says of a page."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from storage.items import Account, Known, Post, Problem, Watched
from tests.crawlers.browsing import run_desk
from tests.crawlers.captures import kinds, make_capture, only, read, urls
from tests.crawlers.site import page

URL = "https://news.example/2026/08/harbour.html"
INFO: dict[str, Any] = {
    "url": URL,
    "final_url": URL,
    "status": 200,
    "outcome": "ok",
    "reason": "",
    "title": "海港新闻 - News",
    "lang": "zh-Hans",
    "text": "台风来了。\n港口照常。",
    "html": "<html><body>台风来了。</body></html>",
    "links": [],
    "images": [],
    "canonical": "",
    "meta": {},
    "json_ld": [],
    "password_fields": 0,
    "navigations": [],
    "requests": [],
    "screenshot_record_id": "urn:uuid:1",
}


def watch(url: str = URL) -> Watched:
    watched = platforms()["page"].recognise(url)
    assert watched is not None
    return watched


def read_info(**changes: Any) -> list[Reading]:
    body = {**INFO, **changes}
    capture = make_capture(f"urn:pageinfo:{URL}", body, reader="page", status=0, route="browser")
    return read(watch(), capture)


def read_post(**changes: Any) -> Post:
    (post,) = only(read_info(**changes), Post)
    return post


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("https://News.example/a?utm_source=x#top", "https://news.example/a"),
        ("news.example", "https://news.example/"),
        ("http://news.example:80/a", "http://news.example/a"),
    ],
)
def test_every_spelling_of_an_address_is_one_account(spelt: str, key: str) -> None:
    assert watch(spelt).key == key


@pytest.mark.parametrize(
    "text", ["", "not a url", "ftp://news.example/", "https://127.0.0.1/", "localhost", "a" * 9999]
)
def test_what_is_no_public_address_is_no_page(text: str) -> None:
    assert platforms()["page"].recognise(text) is None


def test_the_page_is_asked_of_the_browser() -> None:
    (fetch,) = platforms()["page"].start(watch(), Known(routes=("browser",)))
    assert isinstance(fetch, Fetch)
    assert (fetch.url, fetch.route, fetch.browse is not None) == (URL, "browser", True)
    assert urls(list(platforms()["page"].start(watch(), Known(routes=("api",))))) == []


def test_a_page_is_a_post_of_its_site() -> None:
    readings = read_info()
    (account,) = only(readings, Account)
    assert (account.key, account.host, account.display_name) == (URL, "news.example", "海港新闻 - News")
    (post,) = only(readings, Post)
    assert (post.id, post.account, post.kind) == (URL, URL, "page")
    assert (post.text, post.title, post.language) == ("台风来了。\n港口照常。", "海港新闻 - News", "zh-Hans")
    assert post.attributes["screenshot_record_id"] == "urn:uuid:1"
    assert not kinds(readings)


def test_what_a_page_says_of_itself_by_open_graph() -> None:
    post = read_post(
        meta={
            "og:title": "台风来了",
            "og:type": "article",
            "og:site_name": "海港报",
            "article:published_time": "2026-08-01T08:00:00+08:00",
            "article:modified_time": "2026-08-01T09:30:00+08:00",
            "author": "王小明",
            "keywords": "台风，港口, weather",
        }
    )
    assert (post.kind, post.title, post.author) == ("article", "台风来了", "王小明")
    assert post.posted_at == datetime(2026, 8, 1, 0, 0, tzinfo=UTC)
    assert post.posted_at_text == "2026-08-01T08:00:00+08:00"
    assert post.edited_at == datetime(2026, 8, 1, 1, 30, tzinfo=UTC)
    assert post.hashtags == ("台风", "港口", "weather")
    assert post.attributes["site_name"] == "海港报"


def test_what_a_page_says_of_itself_by_json_ld() -> None:
    graph = """{"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": "x"},
      {"@type": ["NewsArticle"], "headline": "Typhoon", "datePublished": "2026-08-01T00:00:00Z",
       "author": [{"@type": "Person", "name": "Li"}, {"name": "Wang"}],
       "publisher": {"name": "Harbour News"}}]}"""
    post = read_post(json_ld=["not json", "[[[]]]", graph])
    assert (post.kind, post.title, post.author) == ("article", "Typhoon", "Li, Wang")
    assert post.posted_at == datetime(2026, 8, 1, tzinfo=UTC)
    assert post.attributes["site_name"] == "Harbour News"


def test_links_that_leave_the_site_and_pictures_that_are_none_of_its_icons() -> None:
    post = read_post(
        final_url="https://news.harbour.co.uk/2026/08/harbour.html",
        links=[
            {"href": "https://www.harbour.co.uk/other", "text": "own", "rel": ""},
            {"href": "https://else.example/a", "text": "elsewhere", "rel": ""},
            {"href": "https://else.example/a", "text": "again", "rel": ""},
            {"href": "javascript:alert(1)", "text": "no", "rel": ""},
        ],
        images=[
            {"src": "/card.png", "alt": ""},
            {"src": "https://cdn.example/boat.jpg", "alt": "一艘船", "width": 800, "height": 600},
            {"src": "https://cdn.example/dot.gif", "alt": "", "width": 1, "height": 1},
            {"src": "data:image/png;base64,xx", "alt": "", "width": 100, "height": 100},
        ],
    )
    assert [(link.url, link.text) for link in post.links] == [("https://else.example/a", "elsewhere")]
    assert [(one.url, one.description, one.width) for one in post.media] == [
        ("https://news.harbour.co.uk/card.png", "", None),
        ("https://cdn.example/boat.jpg", "一艘船", 800),
    ]


def test_a_page_that_moved_on_is_known_by_where_it_led() -> None:
    post = read_post(final_url="https://news.example/new?utm_source=x")
    assert (post.id, post.account) == ("https://news.example/new", URL)
    assert post.attributes["asked_url"] == URL


CHALLENGED = (
    "<html><head><title>Just a moment...</title></head><body><script>window._cf_chl_opt={}</script></body>"
)
LOGIN = {"password_fields": 1, "title": "Log in to Site", "text": "Log in\nForgot your password?"}


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"status": 403, "title": "Just a moment...", "text": "", "html": CHALLENGED}, "challenge"),
        ({"text": "Verify you are human by completing the action below."}, "challenge"),
        ({"title": "安全验证", "text": "请拖动滑块完成拼图"}, "challenge"),
        ({"title": "验证", "text": "请完成验证后继续访问"}, "challenge"),
        (LOGIN, "login_wall"),
        ({"final_url": "https://news.example/login?next=/x", "text": "请先登录"}, "login_wall"),
        ({"status": 404, "text": "Page not found"}, "not_found"),
        ({"status": 410, "text": "Gone"}, "deleted"),
        ({"status": 403, "text": "Forbidden"}, "unauthorised"),
        ({"status": 451, "text": "Unavailable"}, "geo_blocked"),
        ({"status": 429, "text": "Slow down"}, "rate_limited"),
        ({"outcome": "refused", "status": 0, "text": "", "reason": "loopback"}, "refused_by_guard"),
        ({"text": "", "title": ""}, "changed_format"),
        ({"outcome": "download", "text": "", "title": ""}, "changed_format"),
    ],
)
def test_what_is_not_the_page_is_a_problem_and_no_post(changes: dict[str, Any], kind: str) -> None:
    readings = read_info(**changes)
    assert kinds(readings) == [kind]
    assert not only(readings, Post)


@pytest.mark.parametrize("outcome", ["timeout", "crashed", "unreachable", "too_many_navigations", "failed"])
def test_a_load_that_failed_is_a_problem_that_may_pass(outcome: str) -> None:
    readings = read_info(outcome=outcome, reason="why", text="", title="", html="", status=0)
    (problem,) = only(readings, Problem)
    assert (problem.kind, problem.reason) == ("unreachable", f"{outcome}: why")
    assert not only(readings, Post)


def test_of_a_page_cut_short_what_was_seen_is_kept() -> None:
    readings = read_info(outcome="timeout", reason="too slow")
    assert kinds(readings) == ["truncated"]
    (post,) = only(readings, Post)
    assert (post.text, post.attributes["outcome"]) == (INFO["text"], "timeout")


def test_a_long_page_with_a_login_form_or_about_captchas_is_a_page() -> None:
    text = "How to log in to sites and verify you are human. " * 100
    assert read_post(text=text, password_fields=1).text == text.strip()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)


@given(
    st.dictionaries(st.sampled_from(sorted(INFO)), JSON, max_size=6),
    st.lists(st.text(max_size=80), max_size=3),
)
def test_whatever_stands_in_a_description_it_is_read_or_unreadable(
    changes: dict[str, Any], ld: list[str]
) -> None:
    with contextlib.suppress(*UNREADABLE):
        read_info(**{"json_ld": ld, **changes})


@pytest.mark.browser
async def test_a_page_from_the_browser_to_the_post(tmp_path: Path) -> None:
    body = """<html lang="zh"><title>海港</title><meta property="og:type" content="article">
    <body><main></main><script>document.querySelector("main").innerHTML =
    "<p>台风来了</p><a href='https://else.example/a'>更多</a>"</script>"""
    async with run_desk(tmp_path, {URL: page(body)}) as desk:
        (fetch,) = platforms()["page"].start(watch(), Known())
        assert isinstance(fetch, Fetch)
        loaded = await desk.load(fetch.url, fetch.browse)
        readings = read(watch(), loaded.page)
        (post,) = only(readings, Post)
        assert (post.kind, post.title, post.language) == ("article", "海港", "zh")
        assert post.text.split() == ["台风来了", "更多"]
        assert [link.url for link in post.links] == ["https://else.example/a"]
        assert post.record_id == loaded.page.record_id
        assert desk.record(post.attributes["screenshot_record_id"]).content_type == "image/png"
