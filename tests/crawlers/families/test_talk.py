"""Hacker News, Stack Exchange and Disqus: addresses, fields, what is said in place of an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from crawlers.platform import Fetch, platforms
from storage.items import Account, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, watch
from tests.crawlers.samples_talk import COMMENT, DISQUS_USER, ITEM, OWNER, QUESTION, REVISION

NORVIG = watch("https://news.ycombinator.com/user?id=norvig")
JON = watch("https://stackoverflow.com/users/22656/jon-skeet")
MEI = watch("https://disqus.com/by/Mei/")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://news.ycombinator.com/threads?id=Norvig", "Norvig"),
        ("news.ycombinator.com/submitted?id=norvig", "norvig"),
        ("https://hacker-news.firebaseio.com/v0/user/norvig.json", "norvig"),
        ("https://stackoverflow.com/users/22656", "stackoverflow.com#22656"),
        ("http://www.stackoverflow.com/users/22656/x?tab=answers", "stackoverflow.com#22656"),
        ("https://chinese.stackexchange.com/users/5/x", "chinese.stackexchange.com#5"),
        ("https://tea.meta.stackexchange.com/users/5", "tea.meta.stackexchange.com#5"),
        ("https://ru.stackoverflow.com/users/5/", "ru.stackoverflow.com#5"),
        ("https://disqus.com/by/Mei/comments/", "mei"),
    ],
)
def test_addresses(url: str, key: str) -> None:
    assert watch(url).key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://news.ycombinator.com/item?id=121003",
        "https://news.ycombinator.com/user?id=",
        "https://news.ycombinator.com/user?id=a%20b",
        "https://stackoverflow.com/questions/5/x",
        "https://stackoverflow.com/users/signup",
        "https://api.stackexchange.com/users/5",
        "https://stackexchange.com/users/5",
        "https://disqus.com/home/",
        "https://disqus.com/by/",
    ],
)
def test_other_addresses_name_no_user(url: str) -> None:
    keys = ("hackernews", "stackexchange", "disqus")
    assert not any(platforms()[key].recognise(url) for key in keys)


def test_a_story_and_a_comment_of_hacker_news() -> None:
    (story,) = only(read(NORVIG, make_capture("https://x.example", ITEM, reader="item")), Post)
    assert (story.kind, story.title, story.text) == ("post", "T", "mine x")
    assert story.attributes["quoted"] == "theirs"
    assert [(one.url, one.kind) for one in story.links] == [
        ("https://x.example", "text"),
        ("https://y.example/", "card"),
    ]
    comment = {**ITEM, "type": "comment", "parent": 7}
    (reply,) = only(read(NORVIG, make_capture("https://x.example", comment, reader="item")), Post)
    assert (reply.kind, reply.title, reply.reply_to, reply.replies) == ("reply", "", "7", 2)


@pytest.mark.parametrize(
    "body", ["null", {"deleted": True, "id": 5, "type": "comment", "time": 1, "parent": 2}]
)
def test_deleted_items_are_gone_and_dead_ones_are_not(body: object) -> None:
    capture = make_capture("https://x.example", body, reader="item", context={"post": "5"})
    assert [(one.kind, one.post_id) for one in only(read(NORVIG, capture), Observation)] == [("gone", "5")]
    dead = make_capture("https://x.example", {**ITEM, "dead": True}, reader="item")
    assert only(read(NORVIG, dead), Post)[0].attributes["dead"] == "1"


@pytest.mark.parametrize(
    ("body", "due"),
    [
        ("null", ["not_found"]),
        ({"id": "norvig", "created": 1, "karma": 1}, ["empty_proven"]),
        ({"id": "norvig", "created": 1, "karma": 1, "submitted": list(range(1, 2502))}, ["truncated"]),
        ({"id": "norvig", "created": 1, "karma": 1, "submitted": [7, 6]}, []),
    ],
)
def test_users_of_hacker_news(body: object, due: list[str]) -> None:
    readings = read(NORVIG, make_capture("https://x.example", body, reader="user", context={"newest": "6"}))
    assert kinds(readings) == due
    assert len(only(readings, Fetch)) in (0, 1, 2000)


@pytest.mark.parametrize(
    ("body", "status", "kind", "wait"),
    [
        ({"error_id": 502, "error_name": "throttle_violation",
          "error_message": "too many requests from this IP, more requests available in 76366 seconds"}, 400,
         "rate_limited", 76366),
        ({"error_id": 400, "error_name": "bad_parameter", "error_message": "No site found for name `x`"}, 400,
         "not_found", 0),
        ({"error_id": 400, "error_name": "bad_parameter", "error_message": "ids"}, 400, "changed_format", 0),
        ({"error_id": 403, "error_name": "access_denied", "error_message": "key"}, 403, "unauthorised", 0),
        ({"error_id": 503, "error_name": "temporarily_unavailable", "error_message": "x"}, 503,
         "unreachable", 0),
        ({"items": [], "has_more": False}, 200, "not_found", 0),
        ({"items": [{"user_type": "does_not_exist"}]}, 200, "deleted", 0),
    ],
)  # fmt: skip
def test_what_stack_exchange_says_instead(body: object, status: int, kind: str, wait: int) -> None:
    capture = make_capture("https://api.stackexchange.com/2.3/users/1", body, reader="user", status=status)
    (problem,) = only(read(JON, capture), Problem)
    assert problem.kind == kind
    assert problem.retry_at == (NOW + timedelta(seconds=wait) if wait else None)


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ({}, []),
        ({"backoff": 10}, []),
        ({"backoff": 30}, [NOW + timedelta(seconds=30)]),
        ({"quota_remaining": 0}, [NOW + timedelta(hours=12)]),
    ],
)
def test_stack_exchanges_wish_for_patience_is_kept(said: dict[str, Any], due: list[object]) -> None:
    body = {"items": [QUESTION], "has_more": True, "quota_remaining": 5, **said}
    capture = make_capture("https://x.example", body, reader="posts", context={"kind": "question"})
    readings = read(JON, capture)
    assert [one.retry_at for one in only(readings, Problem)] == due
    assert len(only(readings, Fetch)) == (0 if due else 1) and len(only(readings, Post)) == 1


def test_posts_of_stack_exchange_by_kind() -> None:
    answer = {**QUESTION, "answer_id": 9, "title": None}
    comment = {"comment_id": 8, "post_id": 9, "owner": OWNER, "body": "x", "creation_date": 1785000000}
    body = {"items": [QUESTION, answer, comment]}
    first, second, third = only(read(JON, make_capture("https://x.example", body, reader="posts")), Post)
    assert (first.id, first.title, first.text, first.author) == (
        "stackoverflow.com/86150",
        "A & B",
        "mine x",
        "Méi",
    )
    assert (first.attributes["quoted"], first.account) == ("theirs", "stackoverflow.com#5")
    assert (second.id, second.reply_to) == ("stackoverflow.com/9", "stackoverflow.com/86150")
    assert second.url == "https://stackoverflow.com/a/9"
    assert (third.id, third.reply_to, third.kind) == ("stackoverflow.com/c8", "stackoverflow.com/9", "reply")


def test_a_history_tells_who_changed_what() -> None:
    capture = make_capture("https://x.example", {"items": [REVISION]}, reader="revisions")
    (found,) = only(read(JON, capture), Observation)
    assert (found.kind, found.post_id) == ("changed", "stackoverflow.com/86150")
    assert "Méi" in found.reason and "edited body" in found.reason


def test_a_comment_of_disqus_stands_on_a_page_and_its_links_are_unwrapped() -> None:
    capture = make_capture("https://x.example", {"code": 0, "response": [COMMENT]}, reader="posts")
    (post,) = only(read(MEI, capture), Post)
    assert post.url == "https://page.example/a#comment-77TURN" and post.attributes["thread_title"] == "T"
    assert [one.expanded for one in post.links] == ["https://x.example/"]
    assert (post.account, post.author, post.reply_to, post.likes) == ("9", "mei", "76", 2)
    assert [one.url for one in post.media] == ["https://uploads.disquscdn.com/a.jpg"]
    assert post.posted_at is not None and post.posted_at.isoformat() == "2026-07-20T08:10:26+00:00"


def test_a_private_user_of_disqus_is_an_account_without_questions() -> None:
    body = {"code": 0, "response": {**DISQUS_USER, "isPrivate": True}}
    readings = read(MEI, make_capture("https://x.example", body, reader="user"))
    assert kinds(readings) == ["private"] and only(readings, Fetch) == []
    assert only(readings, Account)[0].aliases == ("mei",)


@pytest.mark.parametrize(
    ("code", "said", "kind"),
    [
        (2, "Invalid argument, 'user': Unable to find user 'username:x'", "not_found"),
        (2, "Invalid argument, 'limit'", "changed_format"),
        (5, "Invalid API key", "unauthorised"),
        (8, "A requested object was not found", "not_found"),
        (12, "not enough privileges", "private"),
        (13, "You have exceeded the rate limit for this resource", "rate_limited"),
        (19, "captcha", "challenge"),
        (99, "?", "changed_format"),
    ],
)
def test_what_disqus_says_instead(code: int, said: str, kind: str) -> None:
    reset = {"X-Ratelimit-Reset": str(int((NOW + timedelta(hours=1)).timestamp()))}
    body = {"code": code, "response": said}
    capture = make_capture("https://x.example", body, reader="user", status=400, headers=reset)
    (problem,) = only(read(MEI, capture), Problem)
    assert problem.kind == kind
    assert problem.retry_at == (NOW + timedelta(hours=1) if kind == "rate_limited" else None)


@pytest.mark.parametrize("fields", [{"isDeleted": True}, {"isSpam": True}])
def test_comments_taken_away_are_gone(fields: dict[str, Any]) -> None:
    capture = make_capture("https://x.example", {"code": 0, "response": {**COMMENT, **fields}}, reader="post")
    assert [one.kind for one in only(read(MEI, capture), Observation)] == ["gone"]
    listed = make_capture(
        "https://x.example", {"code": 0, "response": [{**COMMENT, **fields}]}, reader="posts"
    )
    assert only(read(MEI, listed), Post) == []
