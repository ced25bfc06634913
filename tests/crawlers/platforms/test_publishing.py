"""Substack, Ghost, Flickr and SoundCloud: addresses, fields, and what stands in place of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from crawlers.platform import UNREADABLE, Fetch, platforms, recognise
from storage.items import Account, Known, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_publishing import (
    ARTICLE,
    FLICKR_INFO,
    FLICKR_PHOTO,
    GHOST_HOME,
    GHOST_POST,
    GHOST_POSTS,
    NOTE,
    NOTES,
    SOUND_PAGE,
    SOUND_TRACK,
    SOUND_USER,
    SUBSTACK_FEED,
)

SPELT = [
    ("https://mei.substack.com/", "mei.substack.com"),
    ("http://MEI.substack.com/p/hello?utm_source=x", "mei.substack.com"),
    ("https://open.substack.com/pub/mei/p/hello", "mei.substack.com"),
    ("substack:https://www.mei.example/archive", "www.mei.example"),
    ("https://substack.com/@Mei/note/c-55", "@mei"),
    ("https://substack.com/profile/77-mei-li", "user-77"),
    ("https://demo.ghost.io/some-post/", "demo.ghost.io"),
    ("ghost:https://www.demo.ghost.io/", None),
    ("ghost:https://news.example/", "news.example"),
    ("ghost:https://news.example/blog/author/Mei/", "news.example/blog#mei"),
    ("https://news.example/ghost/api/content/posts/?key=x", "news.example"),
    ("https://www.flickr.com/photos/Mei/123/in/album-1/", "mei"),
    ("https://flickr.com/people/39216764@N00/", "39216764@N00"),
    ("https://www.flickr.com/services/feeds/photos_public.gne?id=39216764@N00&format=atom", "39216764@N00"),
    ("https://soundcloud.com/Mei/song?in=x", "mei"),
    ("https://m.soundcloud.com/mei/sets/a", "mei"),
    ("https://feeds.soundcloud.com/users/soundcloud:users:10494998/sounds.rss", "10494998"),
    ("https://api-v2.soundcloud.com/users/10494998/tracks?limit=20", "10494998"),
    ("https://dev.to/Mei/a-post-1ab", "mei"),
    ("https://dzen.ru/id/5f2a1b3c4d5e6f7a8b9c0d1e", "id/5f2a1b3c4d5e6f7a8b9c0d1e"),
    ("https://groups.google.com/g/sea-news/c/AbCdEfGhIjK", "sea-news"),
]
NOBODYS = [
    "https://substack.com/inbox",
    "https://substack.com/home/post/p-123",
    "https://api.substack.com/x",
    "https://www.flickr.com/photos/tags/sea",
    "https://www.flickr.com/explore",
    "https://soundcloud.com/discover",
    "https://soundcloud.com/you/likes",
    "https://dev.to/t/python",
    "https://dzen.ru/a/ZxYwVu",
    "https://groups.google.com/my-groups",
]
PAPER, PERSON = watch("https://mei.substack.com/"), watch("https://substack.com/@mei")
SITE, AUTHOR = watch("https://demo.ghost.io/"), watch("ghost:https://demo.ghost.io/author/mei/")
PHOTOGRAPHER = watch("https://www.flickr.com/photos/mei/")
SINGER = watch("https://soundcloud.com/mei")
GATE = "https://gate.sc/?url=https%3A%2F%2Fshop.example%2F"


@pytest.mark.parametrize(("url", "key"), [one for one in SPELT if one[1]])
def test_every_spelling_leads_to_one_account(url: str, key: str) -> None:
    found = recognise(url)
    assert found is not None and found.key == key
    again = platforms()[found.platform].recognise(found.url)
    if not url.startswith(("substack:", "ghost:")):
        assert again is not None and again.key == key


@pytest.mark.parametrize("url", NOBODYS)
def test_the_sites_own_pages_are_no_accounts(url: str) -> None:
    assert recognise(url) is None or recognise(url).platform == "page"  # type: ignore[union-attr]


def test_an_article_for_payers_is_marked_as_cut() -> None:
    (post,) = only(
        read(PAPER, make_capture(f"{PAPER.url}api/v1/posts/hello", ARTICLE, reader="article")), Post
    )
    assert (post.id, post.account, post.kind) == ("mei.substack.com/hello-TURN", "pub-7", "article")
    assert (post.text, post.title, post.author) == ("words x", "Hello", "Mei")
    assert (post.likes, post.replies, post.reposts) == (3, 0, 1)
    assert post.attributes["truncated"] == "for readers: only_paid" and post.hashtags == ("tea",)
    assert {one.kind for one in post.media} == {"image", "audio"}
    free = {**ARTICLE, "audience": "everyone"}
    (post,) = only(read(PAPER, make_capture(PAPER.url, free, reader="article")), Post)
    assert "truncated" not in post.attributes
    (post,) = only(
        read(PAPER, make_capture(PAPER.url, {**ARTICLE, "body_html": None}, reader="article")), Post
    )
    assert post.text == "words"


def test_an_empty_archive_is_proven_by_the_feed_alone() -> None:
    answer = make_capture(f"{PAPER.url}api/v1/archive?offset=0", [], reader="archive")
    readings = read(PAPER, answer)
    assert kinds(readings) == [] and urls(readings) == ["https://mei.substack.com/feed"]
    feed = "<rss><channel><title>t</title><generator>Substack</generator></channel></rss>"
    assert kinds(read(PAPER, make_capture(f"{PAPER.url}feed", feed, reader="feed"))) == ["empty_proven"]
    paged = make_capture(f"{PAPER.url}api/v1/archive", [], reader="archive", context={"pages": "2"})
    assert read(PAPER, paged) == []


def test_articles_of_the_feed_have_the_ids_of_the_archive() -> None:
    (post,) = only(read(PAPER, make_capture(f"{PAPER.url}feed", SUBSTACK_FEED, reader="feed")), Post)
    assert (post.id, post.text) == ("on.substack.com/hello", "words")
    assert post.attributes["truncated"] == "Read more"


def test_a_note_of_somebody_else_is_passed_on_and_a_comment_replies() -> None:
    def read_comment(**changes: Any) -> Post:
        body = {"items": [{"type": "comment", "comment": {**NOTE, **changes}}], "nextCursor": None}
        answer = make_capture("https://substack.com/x", body, reader="notes", context={"key": "user-77"})
        (post,) = only(read(PERSON, answer), Post)
        return post

    own = read_comment()
    assert (own.id, own.kind, own.account, own.text) == ("c-55", "post", "user-77", "see xLi")
    assert {one.url for one in own.links} == {"https://x.example/", "https://card.example/"}
    theirs = read_comment(user_id=5, handle="li")
    assert (theirs.kind, theirs.repost_of, theirs.author, theirs.account) == (
        "repost",
        "c-55",
        "li",
        "user-77",
    )
    assert theirs.id != own.id
    comment = read_comment(post_id=9)
    assert (comment.kind, comment.reply_to) == ("reply", "https://substack.com/home/post/p-9")


def test_articles_on_a_profile_are_left_to_their_publication() -> None:
    answer = make_capture("https://substack.com/x?a=1", NOTES, reader="notes", context={"key": "user-77"})
    readings = read(PERSON, answer)
    assert [one.id for one in only(readings, Post)] == ["c-55TURN"]
    assert urls(readings) == ["https://substack.com/x?a=1&cursor=cTURN"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"error": "Not found"}, 404, "not_found"),
        ({"errors": [{"msg": "no"}]}, 403, "unauthorised"),
        ("<!doctype html><title>x</title><h1>Publication Not Available</h1>", 200, "not_found"),
        ("<!doctype html><title>Sign in</title>", 200, "login_wall"),
    ],
)
def test_refusals_of_substack(body: object, status: int, kind: str) -> None:
    for reader in ("archive", "article", "profile", "notes", "publication"):
        answer = make_capture(PAPER.url, body, reader=reader, status=status)
        assert kinds(read(PAPER, answer)) == [kind], reader


def test_ghosts_home_page_opens_the_api_with_the_key_that_it_shows() -> None:
    context = {"since": "2026-07-01 10:00:00", "ids": "0123456789abcdef01234567"}
    asked = urls(
        read(AUTHOR, make_capture("https://demo.ghost.io/", GHOST_HOME, reader="home", context=context))
    )
    api = "https://demo.ghost.io/ghost/api/content/"
    assert [one.partition("?")[0] for one in asked] == [
        f"{api}authors/slug/mei/",
        f"{api}posts/",
        f"{api}posts/",
    ]
    assert all("key=22444f78447824223cefc48062" in one for one in asked)
    assert "authors%3Amei%2Bupdated_at%3A%3E%272026-07-01+10%3A00%3A00%27" in asked[1]
    assert "id%3A%5B0123456789abcdef01234567%5D" in asked[2]


def test_a_ghost_without_a_key_is_read_by_its_feed_and_a_private_one_told() -> None:
    bare = "<!doctype html><html><head><meta name='generator' content='Ghost 6.10'></head></html>"
    assert urls(read(SITE, make_capture(SITE.url, bare, reader="home"))) == ["https://demo.ghost.io/rss/"]
    private = make_capture(SITE.url, "", reader="home", status=302, headers={"Location": "/private/?r=%2F"})
    assert kinds(read(SITE, private)) == ["private"]


def test_a_post_of_ghost_for_members() -> None:
    (post,) = only(read(SITE, make_capture("https://demo.ghost.io/x", GHOST_POSTS, reader="posts")), Post)
    assert post.id == f"demo.ghost.io/{GHOST_POST['id']}"
    assert (post.account, post.text, post.hashtags) == ("demo.ghost.io", "words x", ("Tea",))
    assert post.edited_at is not None and post.attributes["truncated"] == "for members"
    assert [one.url for one in post.media] == ["https://demo.ghost.io/f.png", "https://demo.ghost.io/i.png"]
    saved = {**GHOST_POSTS, "posts": [{**GHOST_POST, "updated_at": "2026-07-01T10:00:01.000+00:00"}]}
    (post,) = only(read(SITE, make_capture("https://demo.ghost.io/x", saved, reader="posts")), Post)
    assert post.edited_at is None


@pytest.mark.parametrize(
    ("total", "kind"), [(0, "empty_proven"), (3, "changed_format"), (None, "changed_format")]
)
def test_no_posts_of_ghost_are_proven_by_the_count(total: int | None, kind: str) -> None:
    body = {"posts": [], "meta": {"pagination": {"total": total}}}
    assert kinds(read(SITE, make_capture("https://demo.ghost.io/x", body, reader="posts"))) == [kind]


def test_refusals_of_ghosts_api() -> None:
    error = {"errors": [{"message": "Unknown Content API Key", "code": "UNKNOWN_CONTENT_API_KEY"}]}
    for reader in ("settings", "author", "posts", "known"):
        answer = make_capture(SITE.url, error, reader=reader, status=401, context={"ids": ""})
        (problem,) = read(SITE, answer)
        assert kinds([problem]) == ["unauthorised"] and "UNKNOWN_CONTENT_API_KEY" in str(problem)


def test_a_part_of_an_answer_takes_no_post_for_gone() -> None:
    context = {"ids": "0123456789abcdef01234567"}
    part = {"posts": [], "meta": {"pagination": {"total": 1}}}
    with pytest.raises(UNREADABLE):
        read(SITE, make_capture(SITE.url, part, reader="known", context=context))
    whole = {"posts": [], "meta": {"pagination": {"total": 0}}}
    (gone,) = only(read(SITE, make_capture(SITE.url, whole, reader="known", context=context)), Observation)
    assert gone.post_id == "demo.ghost.io/0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("code", "kind"), [(1, "not_found"), (5, "deleted"), (100, "unauthorised"), (105, "unreachable")]
)
def test_flickr_answers_200_and_fails(code: int, kind: str) -> None:
    body = {"stat": "fail", "code": code, "message": "said"}
    for reader in ("lookup", "person", "photos"):
        assert kinds(read(PHOTOGRAPHER, make_capture("https://api.flickr.com/x", body, reader=reader))) == [
            kind
        ]
    known = make_capture("https://api.flickr.com/x", body, reader="photo", context={"post": "12"})
    assert bool(only(read(PHOTOGRAPHER, known), Observation)) is (kind in ("not_found", "deleted"))


def test_a_photo_of_a_list_and_one_by_itself_are_the_same_post() -> None:
    photos = {"photos": {"page": 1, "pages": 1, "total": 1, "photo": [{**FLICKR_PHOTO, "id": "12"}]}}
    (listed,) = only(
        read(PHOTOGRAPHER, make_capture("https://api.flickr.com/x", photos, reader="photos")), Post
    )
    context = {"post": "12"}
    answer = make_capture("https://api.flickr.com/x", FLICKR_INFO, reader="photo", context=context)
    (alone,) = only(read(PHOTOGRAPHER, answer), Post)
    assert (listed.id, listed.account, listed.posted_at) == (alone.id, alone.account, alone.posted_at)
    assert listed.url == alone.url == "https://www.flickr.com/photos/mei/12/"
    assert (listed.title, listed.text, listed.hashtags) == ("Sea", "words https://x.example/", ("sea", "tea"))
    assert listed.media[0].url == "https://live.staticflickr.com/o.jpg" and alone.media[0].kind == "video"
    assert alone.hashtags == ("deep sea",) and "drift" not in {**listed.attributes, **alone.attributes}


def test_soundclouds_page_names_the_account_and_its_feed() -> None:
    readings = read(SINGER, make_capture(SINGER.url, SOUND_PAGE, reader="page"))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.followers) == ("10494998", "mei", 3)
    assert account.aliases == ("mei",) and [one.url for one in account.links] == ["https://y.example/"]
    feed = "https://feeds.soundcloud.com/users/soundcloud:users:10494998/sounds.rss"
    assert urls(readings) == [feed]
    hidden = "<!doctype html><html><meta content='soundcloud://users:55'></html>"
    (fetch,) = only(read(SINGER, make_capture(SINGER.url, hidden, reader="page")), Fetch)
    assert "users:55/" in fetch.url


def test_a_track_has_the_artists_link_and_is_gone_with_its_page() -> None:
    body = {"collection": [SOUND_TRACK, {"type": "track-repost", "track": SOUND_TRACK}], "next_href": None}
    (post,) = only(read(SINGER, make_capture("https://api-v2.soundcloud.com/x", body, reader="tracks")), Post)
    assert (post.account, post.views, post.hashtags) == ("10494998", 9, ("sea", "deep sea"))
    assert {one.url: one.expanded for one in post.links} == {
        "https://x.example/": "",
        GATE: "https://shop.example/",
    }
    for status, gone in ((200, False), (404, True)):
        page = SOUND_PAGE if status == 200 else "<html>We can't find that track.</html>"
        answer = make_capture(post.url, page, reader="track", status=status, context={"post": post.id})
        assert bool(only(read(SINGER, answer), Observation)) is gone


def test_soundclouds_browser_reads_what_the_page_asked_for() -> None:
    (fetch,) = platforms()["soundcloud"].start(SINGER, Known(routes=("browser",)))
    assert fetch.browse is not None
    described = {
        **dict.fromkeys(("url", "final_url"), SINGER.url),
        **dict.fromkeys(("lang", "canonical", "reason"), ""),
        **dict.fromkeys(("text", "title"), "Mei, songs of the sea"),
        **dict.fromkeys(("links", "images", "json_ld", "navigations", "requests"), []),
        **{
            "html": SOUND_PAGE,
            "meta": {},
            "password_fields": 0,
            "cut": False,
            "status": 200,
            "outcome": "ok",
        },
    }
    (account,) = only(
        read(SINGER, make_capture(fetch.url, described, reader="shown", route="browser")), Account
    )
    assert account.display_name == SOUND_USER["username"]
