"""The AT Protocol family: names, the AppView, the account's own server, refusals, rechecks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from crawlers.families.atproto_names import public_url, read_actor, read_tid
from crawlers.platform import Fetch, Reading, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch

DID = "did:plc:z72i7hdynmk6r22z27h6tvur"
OTHER = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
PERSON = watch("https://bsky.app/profile/mei.example.com")
APPVIEW = "https://public.api.bsky.app/xrpc"
URI = f"at://{DID}/app.bsky.feed.post/3l3qo2vuowo2b"


def view(uri: str = URI, **record: Any) -> dict[str, Any]:
    told = {"$type": "app.bsky.feed.post", "text": "hello", "createdAt": "2026-07-01T10:00:00Z", **record}
    author = {"did": uri.split("/")[2], "handle": "mei.example.com"}
    return {"uri": uri, "cid": "c", "author": author, "record": told, "indexedAt": "2026-07-01T10:00:02Z"}


def feed_of(*items: Any, **more: Any) -> dict[str, Any]:
    return {"feed": [{"post": one} if "post" not in one else one for one in items], **more}


def ask(reader: str, body: object, status: int = 200, **context: str) -> list[Reading]:
    return read(PERSON, make_capture(f"{APPVIEW}/x", body, reader=reader, status=status, context=context))


def read_one(shown: dict[str, Any]) -> Post:
    return only(ask("author_feed", feed_of(shown)), Post)[0]


@pytest.mark.parametrize(
    ("url", "key", "host"),
    [
        ("https://bsky.app/profile/Mei.Example.com/post/3ks", "mei.example.com", "bsky.app"),
        ("https://www.bsky.app/profile/@mei.example.com", "mei.example.com", "bsky.app"),
        ("https://deer.social/profile/mei.example.com", "mei.example.com", "bsky.app"),
        (f"https://bsky.app/profile/{DID}", DID, "bsky.app"),
        (f"at://{DID}/app.bsky.feed.post/3ks", DID, "bsky.app"),
        ("https://mei.bsky.social", "mei.bsky.social", "bsky.app"),
        ("https://pds.example.com/@mei.example.com", "mei.example.com", "pds.example.com"),
        (f"https://pds.example.com/xrpc/com.atproto.repo.listRecords?repo={DID}", DID, "pds.example.com"),
    ],
)
def test_accounts_in_every_spelling(url: str, key: str, host: str) -> None:
    watched = watch(url)
    assert (watched.platform, watched.key, watched.host) == ("bluesky", key, host)


@pytest.mark.parametrize(
    "name", ["mei", "mei.local", "-a.example", "did:plc:short", "a..b", "mei.123", "", "a b.c"]
)
def test_what_is_neither_handle_nor_did(name: str) -> None:
    assert read_actor(name) == ""


def test_a_record_key_tells_its_time() -> None:
    told = read_tid("3l3qo2vuowo2b")
    assert told is not None and told.date() == date(2024, 9, 9)
    assert read_tid("self") is None and read_tid("zzzzzzzzzzzzz") is None
    assert public_url(URI) == f"https://bsky.app/profile/{DID}/post/3l3qo2vuowo2b"
    assert public_url(f"at://{DID}/app.bsky.feed.repost/3l3qo2vuowo2b") == ""


def test_from_handle_to_profile_to_feed_and_known_posts() -> None:
    recheck = (KnownPost(id=URI, url="", posted_at=None),)
    (first,) = platforms()["bluesky"].start(PERSON, Known(newest_id=URI, recheck=recheck))
    assert first.url == f"{APPVIEW}/com.atproto.identity.resolveHandle?handle=mei.example.com"
    (second,) = only(
        read(PERSON, make_capture(first.url, {"did": DID}, reader="handle", context=first.context)), Fetch
    )
    assert second.url == f"{APPVIEW}/app.bsky.actor.getProfile?actor=did%3Aplc%3Az72i7hdynmk6r22z27h6tvur"
    profile = {
        "did": DID,
        "handle": "mei.example.com",
        "displayName": "Mei",
        "description": "see https://mei.example.com/x.",
        "createdAt": "2024-02-01T03:04:05Z",
        "postsCount": 3,
        "followersCount": 7,
        "mood": "good",
    }
    readings = read(PERSON, make_capture(second.url, profile, reader="profile", context=second.context))
    (account,) = only(readings, Account)
    assert (account.key, account.aliases, account.posts) == (DID, ("mei.example.com",), 3)
    assert account.created_at == datetime(2024, 2, 1, 3, 4, 5, tzinfo=UTC)
    assert [link.url for link in account.links] == ["https://mei.example.com/x"]
    assert account.attributes["drift"] == "profile.mood"
    feed, known = only(readings, Fetch)
    assert "getAuthorFeed?" in feed.url and (feed.context["newest"], feed.context["count"]) == (URI, "3")
    assert "getPosts?" in known.url and known.context["uris"] == URI


def test_a_post_keeps_its_words_links_by_bytes_mentions_tags_and_times() -> None:
    text = "看 x.example/… @bob #topic https://bare.example/"
    start = len("看 ".encode())
    feature = {"$type": "app.bsky.richtext.facet#link", "uri": "https://x.example/long"}
    post = read_one(
        view(
            text=text,
            langs=["zh"],
            facets=[
                {"index": {"byteStart": start, "byteEnd": start + 13}, "features": [feature]},
                {"features": [{"$type": "app.bsky.richtext.facet#mention", "did": OTHER}]},
                {"features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "topic"}]},
            ],
            tags=["hidden"],
            reply={"parent": {"uri": f"at://{OTHER}/app.bsky.feed.post/3l1"}},
        )
    )
    assert (post.id, post.account, post.text, post.language) == (URI, DID, text, "zh")
    assert (post.kind, post.reply_to) == ("reply", f"at://{OTHER}/app.bsky.feed.post/3l1")
    assert [(link.url, link.text) for link in post.links] == [
        ("https://x.example/long", "x.example/…"),
        ("https://bare.example/", ""),
    ]
    assert post.mentions == (OTHER,) and post.hashtags == ("topic", "hidden")
    assert post.posted_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert post.attributes["indexed_at"] == "2026-07-01T10:00:02Z" and post.attributes["tid_at"]


def test_embeds_give_media_cards_and_quotes() -> None:
    quoted = {"uri": f"at://{OTHER}/app.bsky.feed.post/3l9", "author": {"did": OTHER}}
    images = {
        "$type": "app.bsky.embed.images#view",
        "images": [{"fullsize": "https://cdn.example/a.jpg", "alt": "cat"}],
    }
    card = {
        "$type": "app.bsky.embed.external#view",
        "external": {"uri": "https://news.example/", "title": "News"},
    }
    post = read_one({**view(), "embed": images})
    assert [(one.kind, one.url, one.description) for one in post.media] == [
        ("image", "https://cdn.example/a.jpg", "cat")
    ]
    written = {"$type": "app.bsky.embed.external", "external": card["external"]}
    post = read_one({**view(embed=written), "embed": card})
    assert [(link.kind, link.url, link.text) for link in post.links] == [
        ("card", "https://news.example/", "News")
    ]
    both = {"$type": "app.bsky.embed.recordWithMedia#view", "media": images, "record": {"record": quoted}}
    post = read_one({**view(), "embed": both})
    assert (post.kind, post.quote_of, len(post.media)) == ("quote", quoted["uri"], 1)
    gone = {
        "$type": "app.bsky.embed.record#view",
        "record": {"$type": "app.bsky.embed.record#viewNotFound", "uri": quoted["uri"]},
    }
    post = read_one({**view(), "embed": gone})
    assert (post.kind, post.attributes["quote_state"]) == ("quote", "notfound")
    assert (
        "embed.app.bsky.embed.hologram"
        in read_one({**view(), "embed": {"$type": "app.bsky.embed.hologram#view"}}).attributes["drift"]
    )


def test_reposts_and_pins_are_told_by_their_reason() -> None:
    by = {"did": DID, "handle": "mei.example.com"}
    repost = {
        "$type": "app.bsky.feed.defs#reasonRepost",
        "by": by,
        "indexedAt": "2026-07-05T00:00:00Z",
        "uri": f"at://{DID}/app.bsky.feed.repost/3l5",
    }
    theirs = view(f"at://{OTHER}/app.bsky.feed.post/3l1", text="theirs")
    pin = {"post": view(), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}}
    first, second = only(ask("author_feed", feed_of({"post": theirs, "reason": repost}, pin)), Post)
    assert (first.kind, first.account, first.author, first.text) == ("repost", DID, OTHER, "theirs")
    assert (first.id, first.repost_of) == (repost["uri"], theirs["uri"])
    assert first.posted_at == datetime(2026, 7, 5, tzinfo=UTC)
    assert second.pinned and second.kind == "post"


def test_a_feed_is_paged_until_what_is_known() -> None:
    page = feed_of(view(), cursor="c1")
    (onward,) = only(ask("author_feed", page, actor=DID, newest="at://x"), Fetch)
    assert "cursor=c1" in onward.url and onward.context["newest"] == "at://x"
    assert urls(ask("author_feed", page, actor=DID, newest=URI)) == []
    assert urls(ask("author_feed", page, actor=DID, since="2026-07-02T00:00:00+00:00")) == []
    assert urls(ask("author_feed", page, actor=DID, cursor="c1")) == []
    pinned = feed_of({"post": view(), "reason": {"$type": "x#reasonPin"}}, cursor="c1")
    assert len(urls(ask("author_feed", pinned, actor=DID, newest=URI))) == 1


def test_an_empty_page_with_a_cursor_goes_on_and_the_last_one_ends() -> None:
    assert len(urls(ask("author_feed", feed_of(cursor="c2"), actor=DID, count="5"))) == 1
    assert ask("author_feed", feed_of(), actor=DID, cursor="c2", seen="1") == []


def test_known_posts_that_are_left_out_are_gone() -> None:
    other = f"at://{DID}/app.bsky.feed.post/3l7"
    readings = ask("posts", {"posts": [view()]}, uris=f"{URI} {other}")
    assert [post.id for post in only(readings, Post)] == [URI]
    assert [(one.kind, one.post_id) for one in only(readings, Observation)] == [("gone", other)]


@pytest.mark.parametrize(
    ("body", "status", "kind", "goes_on"),
    [
        ({"error": "AccountTakedown", "message": "Account has been suspended"}, 400, "suspended", True),
        ({"error": "AccountDeactivated", "message": "Account is deactivated"}, 400, "deleted", True),
        ({"error": "InvalidRequest", "message": "Profile not found"}, 400, "", True),
        ({"error": "BlockedActor", "message": "x"}, 400, "private", True),
        ("<html><title>502</title></html>", 502, "", True),
    ],
)
def test_what_the_appview_refuses_is_asked_of_the_accounts_own_server(
    body: object, status: int, kind: str, goes_on: bool
) -> None:
    readings = ask("profile", body, status, actor=DID)
    assert kinds(readings) == ([kind] if kind else [])
    assert urls(readings) == ([f"https://plc.directory/{DID}"] if goes_on else [])


def test_the_did_document_leads_to_a_public_server_only() -> None:
    def document(endpoint: str) -> dict[str, Any]:
        service = {
            "id": f"{DID}#atproto_pds",
            "type": "AtprotoPersonalDataServer",
            "serviceEndpoint": endpoint,
        }
        return {"id": DID, "service": [service]}

    assert urls(ask("did", document("https://pds.example.com"))) == [
        "https://pds.example.com/xrpc/com.atproto.repo.describeRepo?repo=did%3Aplc%3Az72i7hdynmk6r22z27h6tvur"
    ]
    for endpoint in (
        "http://pds.example.com",
        "https://127.0.0.1",
        "https://localhost",
        "javascript:x",
        "https://[",
    ):
        assert kinds(ask("did", document(endpoint))) == ["not_found"]
    assert kinds(ask("did", "", 404)) == ["not_found"] and kinds(ask("did", "", 410)) == ["deleted"]


def test_a_repository_gives_its_account_posts_reposts_and_known_records() -> None:
    described = {
        "did": DID,
        "handle": "mei.example.com",
        "collections": ["app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile"],
    }
    capture = make_capture(
        "https://pds.example.com/xrpc/d",
        described,
        reader="repo",
        context={"recheck": f"{URI} at://{OTHER}/app.bsky.feed.post/1"},
    )
    readings = read(PERSON, capture)
    assert only(readings, Account)[0].attributes["pds"] == "pds.example.com"
    assert [one.reader for one in only(readings, Fetch)] == ["profile_record", "records", "records", "record"]
    assert all(
        one.url.startswith("https://pds.example.com/") and one.route == "feed"
        for one in only(readings, Fetch)
    )
    empty = make_capture("https://pds.example.com/xrpc/d", {**described, "collections": []}, reader="repo")
    assert kinds(read(PERSON, empty)) == ["empty_proven"]


def test_records_are_read_with_their_blobs_and_down_to_the_known_one() -> None:
    image = {"image": {"ref": {"$link": "bafk"}, "mimeType": "image/png"}, "alt": "cat"}
    value = {
        "text": "hi",
        "createdAt": "2026-07-01T10:00:00Z",
        "embed": {"$type": "app.bsky.embed.images", "images": [image]},
    }
    subject = {
        "subject": {"uri": f"at://{OTHER}/app.bsky.feed.post/3l1"},
        "createdAt": "2026-07-02T10:00:00Z",
    }
    records = {
        "records": [
            {"uri": URI, "value": value},
            {"uri": f"at://{DID}/app.bsky.feed.repost/3l3", "value": subject},
        ],
        "cursor": "k",
    }

    def page(body: object, newest: str = "") -> list[Reading]:
        context = {"did": DID, "collection": "app.bsky.feed.post", "newest": newest}
        context["blobs"] = "https://pds.example.com/b?cid={cid}"
        return read(
            PERSON, make_capture("https://pds.example.com/x", body, reader="records", context=context)
        )

    readings = page(records)
    post, repost = only(readings, Post)
    assert [one.url for one in post.media] == ["https://pds.example.com/b?cid=bafk"]
    assert (repost.kind, repost.repost_of) == ("repost", f"at://{OTHER}/app.bsky.feed.post/3l1")
    assert len(urls(readings)) == 1
    assert urls(page(records, URI)) == []
    assert kinds(page({"records": []})) == ["changed_format"]


def test_a_record_looked_at_again_is_there_or_gone() -> None:
    gone = ask("record", {"error": "RecordNotFound", "message": "Could not locate record"}, 400, uri=URI)
    assert [(one.kind, one.post_id) for one in only(gone, Observation)] == [("gone", URI)]
    there = ask(
        "record", {"uri": URI, "value": {"text": "edited", "createdAt": "2026-07-01T10:00:00Z"}}, uri=URI
    )
    assert [post.text for post in only(there, Post)] == ["edited"]
    assert kinds(ask("record", {"error": "RepoNotFound", "message": "x"}, 400, uri=URI)) == ["not_found"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("takendown", "suspended"),
        ("suspended", "suspended"),
        ("deactivated", "deleted"),
        ("deleted", "deleted"),
        ("odd", "not_found"),
    ],
)
def test_the_hosting_status_says_why_a_repository_is_not_described(status: str, kind: str) -> None:
    assert kinds(ask("status", {"did": DID, "active": False, "status": status})) == [kind]
    assert ask("status", {"did": DID, "active": True}) == []


def test_without_the_appview_the_handles_own_host_names_the_did() -> None:
    (first,) = platforms()["bluesky"].start(PERSON, Known(routes=("feed",)))
    assert first.url == "https://mei.example.com/.well-known/atproto-did"
    (onward,) = only(
        read(PERSON, make_capture(first.url, f"{DID}\n", reader="handle", context=first.context)), Fetch
    )
    assert onward.url == f"https://plc.directory/{DID}"
    lost = make_capture(first.url, "nothing", reader="handle", status=404, context=first.context)
    assert kinds(read(PERSON, lost)) == ["not_found"]


@pytest.mark.parametrize(
    ("reader", "body"),
    [
        ("profile", {"did": DID}),
        ("profile", []),
        ("author_feed", {}),
        ("author_feed", {"feed": [{}]}),
        ("author_feed", {"feed": [{"post": {"uri": URI}}]}),
        ("posts", {"posts": {}}),
        ("records", {"records": [{"uri": URI}]}),
        ("handle", {"did": "nobody"}),
    ],
)
def test_bodies_without_mandatory_fields_are_unreadable(reader: str, body: object) -> None:
    with pytest.raises((Unreadable, KeyError)):
        ask(reader, body)
