"""Blogger as it is played, by feed and by API, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from crawlers.platform import Fetch, Reading, platforms
from sandbox.exchange import BUSY_AFTER
from sandbox.operation.items import Account
from sandbox.platforms.blogspot_api import SPENT
from storage.items import Capture, Known, Problem, Validators
from tests.sandbox.walking import (
    NOW,
    Walked,
    ask,
    assert_timeline,
    gone_of,
    in_phase,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("blogspot", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDED = next(account for account in LIVE if account.states[1] == "deleted")
ROUTES = ("feed", "api")

every_route = pytest.mark.parametrize("route", ROUTES)
every_blog = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.handle)


def by(route: str, known: Known | None = None) -> Known:
    return replace(known or Known(), routes=(route,))


def validators_of(walked: Walked) -> dict[str, Validators]:
    tags = {one.url: dict(one.headers).get("ETag", "") for one in walked.captures}
    return {url: Validators(etag=tag) for url, tag in tags.items() if tag}


@every_route
@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
def test_the_collector_reads_exactly_what_a_blog_shows(account: Account, route: str) -> None:
    walked = walk(watch(account.url), 1, by(route))
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle) == (account.number, account.handle)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert shown.aliases == (account.host,) and shown.posts == len(truth_of(account, 1))
    assert {post.route for post in walked.posts.values()} == {route}
    assert {post.author for post in walked.posts.values()} == {account.display_name}


def test_feed_and_api_agree_on_every_post() -> None:
    account = LASTING[0]
    feed, api = (walk(watch(account.url), 2, by(route)).posts for route in ROUTES)
    for id, post in feed.items():
        other = api[id]
        assert (post.uri, post.text, post.edited_at) == (other.uri, other.text, other.edited_at)


@every_route
@every_blog
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, by(route))
    again = walk(settle(watch(account.url), first), 2, by(route, remember(first)))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2)
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]
    assert again.problems == []


def test_phase_two_edits_and_deletes() -> None:
    assert any(post["edited"] for one in LASTING for post in truth_of(one, 2).values())
    assert any(gone_of(one, 2) for one in LASTING)


def test_a_feed_that_has_not_changed_costs_one_request_and_no_body() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1, by("feed"))
    known = replace(by("feed", remember(first)), recheck=(), validators=validators_of(first))
    again = walk(settle(watch(account.url), first), 1, known)
    assert (again.statuses, again.items) == ([304], [])


def test_an_incremental_api_run_asks_once_and_not_for_the_blog_again() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1, by("api"))
    assert len(first.captures) == 2
    again = walk(settle(watch(account.url), first), 1, by("api", replace(remember(first), recheck=())))
    assert [one.url.partition("?")[0].rpartition("/")[2] for one in again.captures] == ["posts"]


def test_older_posts_come_page_by_page_until_what_is_known() -> None:
    account = max(LASTING, key=lambda one: len(truth_of(one, 1)))
    posts = truth_of(account, 1)
    url = f"https://{account.host}/feeds/posts/default?redirect=false&orderby=updated&max-results=3"
    fetch = Fetch(url=url, reader="feed", route="feed")
    pages = _follow(account, fetch)
    assert len(pages) == -(-len(posts) // 3)
    newest = sorted((post["posted_at"] for post in posts.values()), reverse=True)
    known = replace(fetch, context={"since": newest[1]})
    assert len(_follow(account, known)) == 1


def _follow(account: Account, fetch: Fetch) -> list[str]:
    asked, waiting = [], [fetch]
    while waiting:
        now = waiting.pop()
        asked.append(now.url)
        readings = _read(account, ask(now, in_phase(1)), "feed")
        waiting += [one for one in readings if isinstance(one, Fetch)]
    return asked


@pytest.mark.parametrize(
    ("state", "route", "kind"),
    [
        ("suspended", "feed", "suspended"),
        ("private", "feed", "private"),
        ("missing", "feed", "not_found"),
        ("suspended", "api", "suspended"),
        ("private", "api", "private"),
        ("missing", "api", "not_found"),
    ],
)
def test_blogs_that_are_not_to_be_seen_are_told_apart(state: str, route: str, kind: str) -> None:
    (account,) = played("blogspot", state)
    walked = walk(watch(account.url), 1, by(route))
    assert (walked.problems, walked.posts) == ([kind], {})
    assert len(walked.captures) == (2 if route == "api" and state != "private" else 1)


@every_route
def test_a_removed_blog_is_deleted(route: str) -> None:
    first = walk(watch(ENDED.url), 1, by(route))
    again = walk(settle(watch(ENDED.url), first), 2, by(route, replace(remember(first), recheck=())))
    assert again.problems == ["deleted"]


def test_posts_of_a_removed_blog_are_not_each_taken_for_deleted() -> None:
    first = walk(watch(ENDED.url), 1, by("feed"))
    again = walk(settle(watch(ENDED.url), first), 2, by("feed", remember(first)))
    assert set(again.problems) == {"deleted"} and again.gone == set()


def test_without_the_key_and_with_a_spent_one_the_api_says_so() -> None:
    account = LASTING[0]
    platform_url = f"https://www.googleapis.com/blogger/v3/blogs/{account.number}/posts"
    for query, kind in (
        ("", "unauthorised"),
        ("?key=wrong-key-0", "unauthorised"),
        (f"?key={SPENT}", "rate_limited"),
    ):
        capture = ask(Fetch(url=platform_url + query, reader="posts"), in_phase(1))
        (problem,) = _read(account, capture, "posts")
        assert isinstance(problem, Problem) and problem.kind == kind
        if kind == "rate_limited":
            assert problem.retry_at is not None
            assert problem.retry_at - capture.captured_at <= timedelta(days=1)


def _read(account: Account, capture: Capture, reader: str) -> list[Reading]:
    return list(platforms()["blogspot"].readers[reader](capture, watch(account.url)))


def test_a_platform_that_wants_it_slower_says_when_to_come_again() -> None:
    account, situation = LASTING[0], in_phase(1)
    for _ in range(BUSY_AFTER - 1):
        situation.count(account.host, "GET", "/", 200, "somebody")
    walked = walk(watch(account.url), 1, situation=situation)
    (problem,) = walked.only(Problem)
    assert (problem.kind, len(walked.captures)) == ("rate_limited", 1)
    assert problem.retry_at == NOW + timedelta(seconds=60)
