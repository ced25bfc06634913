"""Medium: spellings, fields, and what Medium says in place of a feed or a story."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.platform import platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_hosted import MEDIUM_FEED, MEDIUM_STORY, MEDIUM_USER

USER = watch("https://medium.com/@mei")
FEED = "https://medium.com/feed/@mei"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://medium.com/@Mei.Li/", "@mei.li"),
        ("medium.com/@mei.li/americans-have-been-forgotten-46cf46053ca0?source=x", "@mei.li"),
        ("http://www.medium.com/@mei.li/about", "@mei.li"),
        ("https://medium.com/feed/@Mei.Li", "@mei.li"),
        ("https://h18749598186.medium.com/", "@h18749598186"),
        ("https://absjack69.medium.com/a-story-46cf46053ca0", "@absjack69"),
        ("https://medium.com/u/b1f3d322dadf", "b1f3d322dadf"),
        ("https://medium.com/invironment", "invironment"),
        ("https://medium.com/Invironment/the-creative-forager-125af37d838f", "invironment"),
        ("https://medium.com/feed/invironment/tagged/food", "invironment"),
        ("medium:https://uxdesign.example/a-story-46cf46053ca0", "uxdesign.example"),
    ],
)
def test_every_spelling_of_an_account(url: str, key: str) -> None:
    found = watch(url)
    assert (found.platform, found.key) == ("medium", key)
    assert watch(found.url).key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://medium.com/",
        "https://medium.com/p/417d97952d42",
        "https://medium.com/tag/tea",
        "https://medium.com/m/signin",
        "https://medium.com/r/?url=https://x.example/",
        "https://help.medium.com/hc",
        "https://miro.medium.com/max/1.png",
        "https://cdn-images-1.medium.com/a.png",
        "https://medium.com.evil.example/@mei",
    ],
)
def test_what_names_no_account(url: str) -> None:
    found = recognise(url)
    assert found is None or found.platform != "medium"


@pytest.mark.parametrize(
    ("url", "feed"),
    [
        ("https://medium.com/@mei", FEED),
        ("https://mei.medium.com/", "https://mei.medium.com/feed"),
        ("https://medium.com/invironment", "https://medium.com/feed/invironment"),
        ("medium:https://own.example/", "https://own.example/feed"),
        ("https://medium.com/u/b1f3d322dadf", "https://medium.com/u/b1f3d322dadf"),
    ],
)
def test_where_the_feed_is_asked_for(url: str, feed: str) -> None:
    (asked,) = platforms()["medium"].start(watch(url), Known())
    assert asked.url == feed


def test_a_feed_gives_the_account_under_its_number_and_stories_without_medium_s_own_additions() -> None:
    readings = read(USER, make_capture(FEED, MEDIUM_FEED, reader="feed", route="feed"))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == ("0123456789ab", "@mei", "Mei")
    assert (account.bio, account.url, account.aliases) == ("", "https://medium.com/@mei", ("@mei",))
    assert account.attributes["kind"] == "user"
    (post,) = only(readings, Post)
    assert (post.id, post.uri) == ("417d97952d42", "https://medium.com/p/417d97952d42")
    assert (post.account, post.author) == ("0123456789ab", "Mei")
    assert post.url == "https://medium.com/@mei/a-417d97952d42"
    assert post.posted_at == datetime(2026, 7, 20, 8, 10, 26, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 7, 21, 8, 42, 59, tzinfo=UTC)
    assert (post.text, post.media, post.hashtags) == ("words x", (), ("tea",))
    assert post.attributes["truncated"]
    assert post.links[0].expanded == "https://x.example/a"


def test_a_number_leads_to_the_name_by_a_redirection_or_by_the_page() -> None:
    watched = watch("https://medium.com/u/0123456789ab")
    page = make_capture(watched.url, MEDIUM_USER, reader="user")
    assert urls(read(watched, page)) == [FEED]
    for target, feed in (
        ("https://medium.com/@mei", FEED),
        ("https://mei.medium.com/", "https://mei.medium.com/feed"),
    ):
        moved = make_capture(watched.url, b"", reader="user", status=302, headers={"Location": target})
        assert urls(read(watched, moved)) == [feed]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "<html><p>PAGE NOT FOUND</p><h2>Out of nothing, something.</h2></html>", "not_found"),
        (200, "<html><p>PAGE NOT FOUND</p><h2>Out of nothing, something.</h2></html>", "not_found"),
        (
            410,
            "<html><p>This user is under investigation or was found in violation of the Medium Rules.",
            "suspended",
        ),
        (410, "", "deleted"),
        (429, "", "rate_limited"),
        (451, "", "geo_blocked"),
        (403, "<html><title>Attention Required! | Cloudflare</title></html>", "challenge"),
        (403, "", "unauthorised"),
        (200, "<html><title>Sign in - Medium</title></html>", "login_wall"),
        (200, "<html><body>a page</body></html>", "changed_format"),
        (503, "", "unreachable"),
    ],
)
def test_what_stands_in_place_of_a_feed_is_told_apart(status: int, body: str, kind: str) -> None:
    assert kinds(read(USER, make_capture(FEED, body, reader="feed", status=status))) == [kind]


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, MEDIUM_STORY, "seen"),
        (302, "", "seen"),
        (404, "", "gone"),
        (410, "<html><p>The author deleted this Medium story.</p>", "gone"),
        (200, "<html><p>PAGE NOT FOUND</p></html>", "gone"),
        (410, "<html><p>This post is under investigation or was found in violation of", "suspended"),
        (403, "<!doctype html><html><title>Just a moment...</title></html>", "challenge"),
        (429, "", "rate_limited"),
    ],
)
def test_a_known_story_is_there_gone_or_not_to_be_told(status: int, body: str, kind: str) -> None:
    known = Known(newest_id="x", recheck=(KnownPost(id="417d97952d42", url="", posted_at=None),))
    _, asked = platforms()["medium"].start(USER, known)
    assert asked.url == "https://medium.com/p/417d97952d42"
    readings = read(USER, make_capture(asked.url, body, reader="known", status=status, context=asked.context))
    assert [one.kind for one in only(readings, Observation)] + kinds(readings) == [kind]


def test_a_feed_without_its_account_or_a_story_without_its_number_cannot_be_read() -> None:
    for lost in ("rss-0123456789ab", "https://medium.com/p/417d97952d42", "<generator>Medium</generator>"):
        with pytest.raises(ValueError, match="names no|not Medium"):
            read(USER, make_capture(FEED, MEDIUM_FEED.replace(lost, ""), reader="feed"))
