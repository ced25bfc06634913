"""Misskey's API: addresses, notes of every kind, accounts, and what the server says instead of an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, platforms, recognise
from storage.items import Account, Capture, Known, Observation, Post, Watched
from tests.crawlers.captures import kinds, make_capture, only, read, watch
from tests.crawlers.samples_misskey import NOTE, USER

MEI = watch("https://misskey.io/@Mei")
HOSTS = {
    "misskey": "misskey.io",
    "sharkey": "blahaj.zone",
    "firefish": "firefish.social",
    "iceshrimp": "social.elizabeth.cat",
}
API = "https://misskey.io/api/"


def answer(reader: str, body: object, status: int = 200, **more: Any) -> Capture:
    return make_capture(API, body, reader=reader, status=status, **more)


def read_note(**changes: Any) -> Post:
    (post,) = only(read(MEI, answer("note", {**NOTE, **changes})), Post)
    return post


@pytest.mark.parametrize("key", HOSTS)
def test_spellings_of_known_hosts_and_of_any_named_host(key: str) -> None:
    host = HOSTS[key]
    spellings = (
        f"https://{host}/@Mei",
        f"http://www.{host}/@mei/",
        f"{host}/@MEI/notes?x=1",
        f"https://{host}/@mei@{host.upper()}",
        f"{key}:https://{host}/@mei",
    )
    found = [recognise(one) for one in spellings]
    assert {(one.platform, one.key) for one in found if one} == {(key, f"mei@{host}")} and None not in found
    named = recognise(f"{key}:https://any.example/@Mei")
    assert named is not None and (named.platform, named.key, named.host) == (
        key,
        "mei@any.example",
        "any.example",
    )
    assert named.url == "https://any.example/@Mei"


def test_an_account_named_by_its_id_gets_its_name_when_it_was_read() -> None:
    watched = watch("misskey:https://any.example/users/9auth12345")
    (fetch,) = platforms()["misskey"].start(watched, Known())
    assert b'"userId":"9auth12345"' in fetch.body
    (account,) = only(read(watched, answer("account", USER)), Account)
    assert (account.key, account.aliases) == ("mei@any.example", ("id:9auth12345@any.example",))


@pytest.mark.parametrize(
    "url",
    [
        "https://misskey.io/notes/9abcdefghi",
        "https://misskey.io/channels/9abc",
        "https://misskey.io/@",
        "https://misskey.io/@a b",
        "https://misskey.io/@mei@mastodon.social",
        "misskey:https://any.example/",
        "misskey:https://127.0.0.1/@mei",
        "misskey://any.example/@mei",
        "https://any.example/@mei",
    ],
)
def test_what_is_no_account_of_a_known_host_is_left(url: str) -> None:
    assert all(platforms()[key].recognise(url) is None for key in HOSTS)


def test_a_note_with_all_its_fields() -> None:
    post = read_note()
    assert (post.id, post.url, post.account) == (
        "misskey.io/9nTURN",
        "https://misskey.io/notes/9nTURN",
        "mei@misskey.io",
    )
    assert (post.kind, post.text) == ("post", NOTE["text"])
    assert post.posted_at == datetime(2026, 7, 1, 10, 0, 0, 123_000, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 7, 2, 10, 0, tzinfo=UTC)
    assert (post.hashtags, post.mentions) == (("tea",), ("ada@misskey.io", "bo@far.example"))
    assert [(one.url, one.text) for one in post.links] == [
        ("https://bit.ly/x", "label"),
        ("https://x.example/a", ""),
    ]
    (media,) = post.media
    assert (media.kind, media.description, media.width) == ("image", "a harbour", 12)
    assert (post.likes, post.reposts, post.replies) == (4, 2, 1)
    assert post.attributes["media_md5"] == "15eca7fba0480996e2245f5185bf39f2"
    assert (post.attributes["poll"], post.attributes["channel"]) == ("yes=4", "Tea")
    assert "drift" not in post.attributes


@pytest.mark.parametrize(
    ("changes", "kind", "refers"),
    [
        ({"replyId": "9x"}, "reply", ("misskey.io/9x", "", "")),
        ({"renoteId": "9x", "renote": NOTE}, "quote", ("", "", "misskey.io/9x")),
        ({"renoteId": "9x", "renote": NOTE, "replyId": "9y"}, "quote",
         ("misskey.io/9y", "", "misskey.io/9x")),
        (
            {"renoteId": "9x", "renote": NOTE, "text": None, "files": [], "fileIds": [], "poll": None},
            "repost",
            ("", "misskey.io/9x", ""),
        ),
        ({"renoteId": "9x", "renote": None, "text": None, "files": [], "fileIds": [], "poll": None}, "repost",
         ("", "misskey.io/9x", "")),
    ],
)  # fmt: skip
def test_kinds_of_notes(changes: dict[str, Any], kind: str, refers: tuple[str, str, str]) -> None:
    post = read_note(**changes)
    assert post.kind == kind
    assert (post.reply_to, post.repost_of, post.quote_of) == refers


def test_a_renote_carries_the_words_of_another_and_names_who_wrote_them() -> None:
    inner = {**NOTE, "user": {"id": "9o", "username": "Bo", "host": "far.example"}, "cw": "careful"}
    post = read_note(renoteId="9x", renote=inner, text=None, files=[], fileIds=[], poll=None, updatedAt=None)
    assert (post.account, post.author, post.text) == ("mei@misskey.io", "bo@far.example", NOTE["text"])
    assert (post.title, post.sensitive, len(post.media)) == ("careful", True, 1)


def test_an_account_and_its_pinned_note() -> None:
    readings = read(MEI, answer("account", USER, context={"newest": "9a", "recheck": "9b 9c"}))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == ("mei@misskey.io", "Mei", "Mei")
    assert (account.followers, account.following, account.posts, account.state) == (7, 3, 2, "live")
    assert [(one.url, one.kind) for one in account.links] == [
        ("https://shop.example/", "bio"),
        ("https://mei.example/", "profile"),
    ]
    assert account.attributes["account_id"] == "9auth" and account.attributes["alsoKnownAs"] == "9old"
    (pinned,) = only(readings, Post)
    assert (pinned.id, pinned.pinned) == ("misskey.io/9pin", True)
    listed, *known = only(readings, Fetch)
    assert listed.url == "https://misskey.io/api/users/notes" and b'"sinceId":"9a"' in listed.body
    assert [one.body for one in known] == [b'{"noteId":"9b"}', b'{"noteId":"9c"}']


@pytest.mark.parametrize(
    ("changes", "state", "problems"),
    [
        ({"isSuspended": True}, "suspended", ["suspended"]),
        ({"isDeleted": True}, "deleted", ["deleted"]),
        ({"isSilenced": True}, "limited", []),
        ({"movedTo": "https://far.example/users/9"}, "moved", []),
    ],
)
def test_states_of_accounts(changes: dict[str, Any], state: str, problems: list[str]) -> None:
    readings = read(MEI, answer("account", {**USER, **changes}))
    assert only(readings, Account)[0].state == state
    assert kinds(readings) == problems and bool(only(readings, Fetch)) is not bool(problems)


@pytest.mark.parametrize("key", HOSTS)
def test_each_fork_is_asked_in_its_own_words(key: str) -> None:
    watched = watch(f"https://{HOSTS[key]}/@mei")
    (listed,) = only(read(watched, answer("account", {**USER, "pinnedNotes": []})), Fetch)
    assert (b'"withReplies":true' in listed.body) is (key in ("misskey", "sharkey"))
    assert (b'"includeReplies":true' in listed.body) is (key != "sharkey")


def deny(code: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": "Words.", "id": "x", "kind": "client"}}


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (deny("NO_SUCH_USER"), 404, "not_found"),
        (deny("NO_SUCH_USER"), 400, "not_found"),
        (deny("RATE_LIMIT_EXCEEDED"), 429, "rate_limited"),
        (deny("BRIEF_REQUEST_INTERVAL"), 400, "rate_limited"),
        (deny("CREDENTIAL_REQUIRED"), 401, "unauthorised"),
        (deny("SIGNIN_REQUIRED"), 400, "login_wall"),
        (deny("UNKNOWN_API_ENDPOINT"), 404, "changed_format"),
        (deny("SOMETHING_NEW"), 400, "changed_format"),
        ({"error": "Unauthorized"}, 401, "unauthorised"),
        ({}, 502, "unreachable"),
        ("<!DOCTYPE html><title>404</title>", 404, "changed_format"),
        ("<!DOCTYPE html><title>Log in</title><input type=password>", 200, "login_wall"),
        ("", 301, "changed_format"),
    ],
)
@pytest.mark.parametrize("reader", ["account", "notes", "note"])
def test_refusals_are_told_apart(reader: str, body: object, status: int, kind: str) -> None:
    readings = read(MEI, answer(reader, body, status))
    assert kinds(readings) == [kind] and len(readings) == 1


def test_a_known_note_that_is_no_longer_there_is_gone_and_one_that_is_hidden_is_not() -> None:
    gone = read(MEI, answer("note", deny("NO_SUCH_NOTE"), 400, context={"post": "9b"}))
    (seen,) = only(gone, Observation)
    assert (seen.post_id, seen.kind) == ("misskey.io/9b", "gone")
    hidden = read(MEI, answer("note", {**NOTE, "isHidden": True, "text": None}, context={"post": "9b"}))
    assert kinds(hidden) == ["login_wall"] and len(hidden) == 1


def test_hidden_notes_in_a_list_are_told_and_never_taken_for_empty_words() -> None:
    body = [NOTE, {**NOTE, "id": "9h", "isHidden": True, "text": None, "files": []}]
    readings = read(MEI, answer("notes", body, context={"list": "all", "user": "9auth"}))
    assert [post.id for post in only(readings, Post)] == ["misskey.io/9nTURN"]
    assert kinds(readings) == ["login_wall"]


@pytest.mark.parametrize(
    ("context", "problems"),
    [
        ({"list": "all", "count": "0"}, ["empty_proven"]),
        ({"list": "all", "count": "7"}, ["changed_format"]),
        ({"list": "all", "count": "7", "locked": "1"}, ["private"]),
        ({"list": "all", "count": "7", "cursor": "9a"}, []),
        ({"list": "window"}, []),
    ],
)
def test_an_empty_list_is_no_notes_only_where_the_account_counts_none(
    context: dict[str, str], problems: list[str]
) -> None:
    assert kinds(read(MEI, answer("notes", [], context=context))) == problems


def test_what_the_profile_page_itself_asked_for_is_read_without_further_questions() -> None:
    (page,) = platforms()["misskey"].start(MEI, Known(routes=("browser",)))
    assert page.browse is not None and page.url == "https://misskey.io/@Mei"
    listed = read(MEI, answer("notes", [NOTE], route="browser"))
    shown = read(MEI, answer("account", USER, route="browser"))
    assert [type(one) for one in (*listed, *shown)] == [Post, Account, Post]


def test_a_remote_user_in_an_answer_is_named_with_its_own_host() -> None:
    watched = Watched(platform="misskey", key="mei@misskey.io", url="", handle="Mei", host="misskey.io")
    (account,) = only(
        read(watched, answer("account", {**USER, "host": "Far.example", "pinnedNotes": []})), Account
    )
    assert (account.key, account.host) == ("mei@far.example", "far.example")
