"""LiveJournal: spellings, fields of feed and FOAF, and what LiveJournal says in their place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from crawlers.platform import Fetch, platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_hosted import FOAF, LIVEJOURNAL_FEED

MEI = watch("https://mei-li.livejournal.com/")
FEED = "https://mei-li.livejournal.com/data/atom"


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://Mei-Li.livejournal.com/123.html?thread=5", "mei_li"),
        ("mei_li.livejournal.com", "mei_li"),
        ("http://www.livejournal.com/users/mei_li/65305.html", "mei_li"),
        ("https://users.livejournal.com/mei_li/", "mei_li"),
        ("https://community.livejournal.com/mei_li/7.html", "mei_li"),
        ("https://www.livejournal.com/community/mei_li/", "mei_li"),
        ("https://www.livejournal.com/~mei_li", "mei_li"),
        ("https://www.livejournal.com/profile/?user=mei-li", "mei_li"),
        ("https://www.livejournal.com/userinfo.bml?user=mei_li", "mei_li"),
        ("https://m.livejournal.com/read/user/mei_li/123", "mei_li"),
        ("https://mei-li.livejournal.com/data/rss", "mei_li"),
        ("https://users.livejournal.com/-mei-/5.html", "_mei_"),
        ("https://users.livejournal.com/_mei_/", "_mei_"),
    ],
)
def test_every_spelling_of_a_journal(url: str, key: str) -> None:
    found = watch(url)
    assert (found.platform, found.key) == ("livejournal", key)
    assert watch(found.url) == found


def test_names_that_no_host_can_have_are_asked_below_users() -> None:
    watched = watch("https://users.livejournal.com/_mei_/")
    asked = next(iter(platforms()["livejournal"].start(watched, Known())))
    assert asked.url == "https://users.livejournal.com/-mei-/data/foaf"


@pytest.mark.parametrize(
    "url",
    [
        "https://www.livejournal.com/",
        "https://www.livejournal.com/bots/",
        "https://www.livejournal.com/away?to=https%3A%2F%2Fx.example",
        "https://l-userpic.livejournal.com/userpic/1/2",
        "https://ic.pics.livejournal.com/mei/1/2/3.jpg",
        "https://users.livejournal.com/",
        "https://livejournal.com.evil.example/",
        "https://notlivejournal.com/users/mei",
    ],
)
def test_what_is_no_journal(url: str) -> None:
    found = recognise(url)
    assert found is None or found.platform != "livejournal"


def test_a_feed_gives_entries_with_mood_music_poster_and_no_faked_title() -> None:
    body = LIVEJOURNAL_FEED.replace("TURN", "")
    readings = read(MEI, make_capture(FEED, body, reader="feed", route="feed"))
    (account,) = only(readings, Account)
    assert (account.key, account.display_name, account.bio) == ("mei_li", "J", "about")
    assert (account.attributes["journal_id"], account.attributes["journal_type"]) == ("12", "community")
    (post,) = only(readings, Post)
    assert (post.id, post.url) == ("mei_li/5", "https://mei-li.livejournal.com/5.html")
    assert (post.title, post.text, post.author, post.replies) == ("", "words x", "an_other", 4)
    assert (post.attributes["mood"], post.attributes["music"]) == ("calm", "song")
    assert post.posted_at == datetime(2026, 7, 20, 10, 0, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 7, 21, 10, 0, tzinfo=UTC)
    assert post.links[0].expanded == "https://x.example/" and post.hashtags == ("tea",)


def test_foaf_gives_the_owner_and_then_the_feed() -> None:
    (asked,) = platforms()["livejournal"].start(MEI, Known())
    readings = read(MEI, make_capture(asked.url, FOAF, reader="foaf", context=asked.context))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == ("mei_li", "mei_li", "J")
    assert account.created_at == datetime(2004, 2, 3, 4, 5, 6, tzinfo=UTC) and account.posts == 117
    assert account.attributes["interests"] == "tea, trams" and account.attributes["country"] == "TW"
    assert account.attributes["journal_id"] == "12"
    assert [one.url for one in account.links] == ["https://y.example/", "https://mei.example/"]
    assert urls(readings) == [FEED]


@pytest.mark.parametrize("body", ["<html></html>", "<rdf:RDF", "", "<a/>"])
def test_a_journal_whose_foaf_cannot_be_read_is_described_by_its_feed(body: str) -> None:
    (asked,) = platforms()["livejournal"].start(MEI, Known())
    readings = read(MEI, make_capture(asked.url, body, reader="foaf", context=asked.context))
    (feed,) = only(readings, Fetch)
    assert (feed.url, only(readings, Account)) == (FEED, [])
    body = LIVEJOURNAL_FEED.replace("TURN", "")
    capture = make_capture(FEED, body, reader="feed", context=feed.context)
    assert len(only(read(MEI, capture), Account)) == 1


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, "<html><title>Unknown Journal</title></html>", "not_found"),
        (404, "<html><p>The page was not found!</p></html>", "not_found"),
        (403, "<html><p>This journal has been suspended.</p></html>", "suspended"),
        (410, "<html><p>This journal has been deleted and purged.</p></html>", "deleted"),
        (200, "<html><p>This journal has been deleted.</p></html>", "deleted"),
        (200, "<html><form action='/misc/adult_explicit.bml'></form></html>", "login_wall"),
        (403, "", "unauthorised"),
        (429, "", "rate_limited"),
        (451, "", "geo_blocked"),
        (200, "<html><title>Just a moment...</title></html>", "challenge"),
        (200, "<html><body>a page</body></html>", "changed_format"),
    ],
)
def test_what_stands_in_place_of_a_journal_is_told_apart(status: int, body: str, kind: str) -> None:
    for reader in ("feed", "foaf"):
        readings = read(MEI, make_capture(FEED, body, reader=reader, status=status))
        if reader == "feed" or kind not in ("unauthorised", "changed_format"):
            assert kinds(readings) == [kind]


def test_a_known_entry_is_asked_for_alone_and_may_be_gone() -> None:
    known = Known(newest_id="mei_li/5", recheck=(KnownPost(id="mei_li/5", url="", posted_at=None),))
    asked = [one for one in platforms()["livejournal"].start(MEI, known) if one.reader == "known"]
    assert [one.url for one in asked] == [f"{FEED}?itemid=5"]
    lost = make_capture(
        asked[0].url, "<html>404</html>", reader="known", status=404, context=asked[0].context
    )
    (gone,) = only(read(MEI, lost), Observation)
    assert (gone.kind, gone.post_id) == ("gone", "mei_li/5")
    suspended = make_capture(
        asked[0].url,
        "<html>This journal has been suspended.</html>",
        reader="known",
        status=403,
        context=asked[0].context,
    )
    assert kinds(read(MEI, suspended)) == ["suspended"]
