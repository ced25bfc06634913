"""Vimeo as it is played, by feed and by API, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.platform import Fetch, Reading, platforms
from sandbox.operation.items import Account
from storage.items import Capture, Known, Problem, Validators
from tests.sandbox.walking import (
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

LIVE = played("vimeo", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDED = next(account for account in LIVE if account.states[1] == "deleted")
ROUTES = ("feed", "api")

every_route = pytest.mark.parametrize("route", ROUTES)
every_user = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.handle)


def by(route: str, known: Known | None = None) -> Known:
    return replace(known or Known(), routes=(route,))


@every_route
@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)
def test_the_collector_reads_exactly_what_a_user_shows(account: Account, route: str) -> None:
    walked = walk(watch(account.url), 1, by(route))
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.display_name) == (account.key, account.display_name)
    assert {post.route for post in walked.posts.values()} == {route}
    if route == "api":
        assert (shown.bio, shown.followers) == (account.bio, account.followers)
        assert shown.posts == len(truth_of(account, 1))


def test_feed_and_api_agree_on_every_video() -> None:
    account = LASTING[0]
    feed, api = (walk(watch(account.url), 1, by(route)).posts for route in ROUTES)
    for id, post in feed.items():
        other = api[id]
        assert (post.uri, post.text, post.media, post.hashtags, post.links) == (
            other.uri,
            other.text,
            other.media,
            other.hashtags,
            other.links,
        )


@every_route
@every_user
def test_phase_two_shows_what_is_new_edited_and_deleted(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, by(route))
    again = walk(settle(watch(account.url), first), 2, by(route, remember(first)))
    due = truth_of(account, 2)
    assert again.gone == gone_of(account, 2) and again.problems == []
    assert set(again.posts) == set(due)
    for id, post in again.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        if route == "api":
            assert (post.edited_at is not None) is due[id]["edited"]
        elif id in first.posts:
            assert post.posted_at == first.posts[id].posted_at


def test_phase_two_edits_and_deletes() -> None:
    assert any(post["edited"] for one in LASTING for post in truth_of(one, 2).values())
    assert any(gone_of(one, 2) for one in LASTING)


def test_a_feed_that_has_not_changed_costs_one_request_and_no_body() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1, by("feed"))
    (feed,) = first.captures
    tag = Validators(etag=dict(feed.headers)["ETag"])
    known = replace(by("feed", remember(first)), recheck=(), validators={feed.url: tag})
    again = walk(settle(watch(account.url), first), 1, known)
    assert (again.statuses, again.items) == ([304], [])


def test_an_incremental_api_run_asks_for_the_list_alone() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1, by("api"))
    assert len(first.captures) == 2
    again = walk(settle(watch(account.url), first), 1, by("api", replace(remember(first), recheck=())))
    assert [one.url.partition("?")[0] for one in again.captures] == [
        f"https://api.vimeo.com/users/{account.number}/videos"
    ]
    assert again.account.followers == account.followers


def test_older_videos_come_page_by_page_until_what_is_known() -> None:
    account = max(LASTING, key=lambda one: len(truth_of(one, 1)))
    posts = truth_of(account, 1)
    url = f"https://api.vimeo.com/users/{account.number}/videos?per_page=3&sort=modified_time"
    fetch = Fetch(url=url, reader="videos", credential="bearer:vimeo")
    assert len(_follow(account, fetch)) == -(-len(posts) // 3)
    newest = sorted((post["posted_at"] for post in posts.values()), reverse=True)
    assert len(_follow(account, replace(fetch, context={"since": newest[1]}))) == 1


def _follow(account: Account, fetch: Fetch) -> list[str]:
    asked, waiting = [], [fetch]
    while waiting:
        now = waiting.pop()
        asked.append(now.url)
        readings = _read(account, ask(now, in_phase(1)))
        waiting += [one for one in readings if isinstance(one, Fetch)]
    return asked


def _read(account: Account, capture: Capture) -> list[Reading]:
    return list(platforms()["vimeo"].readers[capture.reader](capture, watch(account.url)))


@every_route
def test_a_user_that_there_is_not_is_missing(route: str) -> None:
    (account,) = played("vimeo", "missing")
    walked = walk(watch(account.url), 1, by(route))
    assert (walked.problems, walked.posts, len(walked.captures)) == (["not_found"], {}, 1)


def test_without_the_token_the_api_refuses_and_past_its_limit_it_says_when_to_come_again() -> None:
    account = LASTING[0]
    url = f"https://api.vimeo.com/users/{account.number}/videos"
    (refused,) = _read(account, ask(Fetch(url=url, reader="videos"), in_phase(1)))
    assert isinstance(refused, Problem) and refused.kind == "unauthorised"
    situation = in_phase(1)
    for _ in range(49):
        ask(Fetch(url=url, reader="videos"), situation)
    (limited,) = _read(account, ask(Fetch(url=url, reader="videos", credential="bearer:vimeo"), situation))
    assert isinstance(limited, Problem) and limited.kind == "rate_limited" and limited.retry_at is not None


def test_videos_of_a_user_who_left_are_gone_and_the_user_is_missing() -> None:
    first = walk(watch(ENDED.url), 1, by("feed"))
    again = walk(settle(watch(ENDED.url), first), 2, by("feed", remember(first)))
    assert again.problems == ["not_found"] and again.gone == set(first.posts)
