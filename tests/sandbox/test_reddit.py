"""Reddit as it is played, read by the collector's own readers, by each of its routes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.operation.items import Account
from sandbox.platforms.reddit import LIMIT, PAGE, SITE
from sandbox.world import build_world
from storage.items import Known, KnownPost, Observation, Post, Problem
from tests.sandbox.walking import (
    NOW,
    SEED,
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

WORLD = build_world(SEED)
LIVE = [account for account in played("reddit", "live") if truth_of(account, 1)]
LASTING = [account for account in LIVE if account.states[1] == "live"]
ENDING = next(account for account in LIVE if account.states[1] == "suspended")
LONGEST = max(LASTING, key=lambda one: len(truth_of(one, 1)))
API, PAGES, FEEDS = (Known(routes=(name,)) for name in ("api", "page", "feed"))

by_body = pytest.mark.parametrize("route", [API, PAGES], ids=["api", "page"])
each_live = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
each_lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def named(handle: str) -> Account:
    return next(account for account in played("reddit") if account.handle == handle)


def again(first: Walked, known: Known) -> Known:
    """What is known after a crawl, for the same routes."""
    return replace(remember(first), routes=known.routes)


@by_body
@each_live
def test_the_collector_reads_exactly_what_a_redditor_shows(account: Account, route: Known) -> None:
    walked = walk(watch(account.url), 1, route)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.aliases) == (
        account.number,
        account.handle,
        (account.handle.lower(),),
    )
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)
    assert shown.created_at == account.created_at.replace(microsecond=0)


def test_submissions_comments_and_crossposts_are_played() -> None:
    kinds = {post.kind for account in LASTING for post in walk(watch(account.url), 1, API).posts.values()}
    assert kinds == {"post", "reply", "repost"}


@by_body
@each_lasting
def test_in_phase_two_new_edited_and_deleted_posts_are_found(account: Account, route: Known) -> None:
    first = walk(watch(account.url), 1, route)
    second = walk(settle(watch(account.url), first), 2, again(first, route))
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) - set(first.posts) <= set(second.posts) <= set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]


def test_edits_and_deletions_are_played() -> None:
    edited = [post for account in LASTING for post in truth_of(account, 2).values() if post["edited"]]
    assert edited and any(gone_of(account, 2) for account in LASTING)


@by_body
def test_a_second_crawl_asks_for_what_is_new_alone(route: Known) -> None:
    first = walk(watch(LONGEST.url), 1, route)
    lists = [capture for capture in first.captures if capture.reader == "listing"]
    assert len(lists) == -(-len(truth_of(LONGEST, 1)) // PAGE) + 1 > 2
    known = replace(again(first, route), recheck=())
    idle = walk(settle(watch(LONGEST.url), first), 1, known)
    assert [capture.reader for capture in idle.captures] == ["about", "listing", "listing"]
    assert idle.problems == []
    later = walk(settle(watch(LONGEST.url), first), 2, known)
    assert set(truth_of(LONGEST, 2)) - set(truth_of(LONGEST, 1)) <= set(later.posts)


def test_known_posts_are_looked_at_in_one_question() -> None:
    first = walk(watch(LONGEST.url), 1, API)
    second = walk(settle(watch(LONGEST.url), first), 1, again(first, API))
    asked = [capture for capture in second.captures if capture.reader == "info"]
    assert len(asked) == 1 and asked[0].url.startswith("https://oauth.reddit.com/api/info?id=t3_")
    assert {post.id for post in second.only(Post)} == set(first.posts)


@pytest.mark.parametrize(
    ("handle", "phase", "kind"),
    [
        ("banned_harbour_red", 1, "suspended"),
        ("nobody_reads_it_7", 1, "not_found"),
        ("lurker_of_the_bay", 1, "empty_proven"),
        (ENDING.handle, 2, "suspended"),
    ],
)
@by_body
def test_accounts_that_show_nothing_are_told_apart(handle: str, phase: int, kind: str, route: Known) -> None:
    walked = walk(watch(named(handle).url), phase, route)
    assert (walked.problems, walked.posts) == ([kind], {})


@each_live
def test_the_feeds_hold_the_same_words(account: Account) -> None:
    walked = walk(watch(account.url), 1, FEEDS)
    due = truth_of(account, 1)
    assert walked.problems == [] and set(walked.posts) == set(due)
    for id, post in walked.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.url, post.title, post.account) == (
            due[id]["url"],
            due[id]["title"],
            account.handle.lower(),
        )
        assert set(due[id]["links"]) <= {link.url for link in post.links}
        assert post.media[:1] == () or post.media[0].url == due[id]["media"][0]
    assert len(walked.captures) == 2


def test_without_the_right_token_the_api_is_closed() -> None:
    watched = watch(LONGEST.url)
    (fetch,) = platforms()["reddit"].start(watched, API)
    capture = ask(replace(fetch, credential=""), in_phase(1))
    (problem,) = platforms()["reddit"].readers[fetch.reader](capture, watched)
    assert isinstance(problem, Problem) and (capture.status, problem.kind) == (401, "unauthorised")


def test_a_used_up_quota_says_how_long() -> None:
    situation = in_phase(1)
    for _ in range(LIMIT):
        situation.count(SITE, "GET", "/user/x/about.json", 200, "test")
    walked = walk(watch(LONGEST.url), 1, PAGES, situation)
    (problem,) = walked.only(Problem)
    seconds = int(dict(walked.captures[0].headers)["x-ratelimit-reset"])
    assert problem.kind == "rate_limited" and problem.retry_at is not None
    assert (problem.retry_at - NOW).total_seconds() == seconds


def test_words_are_the_same_with_and_without_escapes() -> None:
    place = f"https://www.reddit.com/user/{LONGEST.handle}/submitted.json?limit=100"
    plain, escaped = (
        ask(Fetch(url=url, reader="listing", route="page"), in_phase(1))
        for url in (f"{place}&raw_json=1", place)
    )
    assert plain.body != escaped.body
    read = platforms()["reddit"].readers["listing"]
    texts = [
        [one.text for one in read(capture, watch(LONGEST.url)) if isinstance(one, Post)]
        for capture in (plain, escaped)
    ]
    assert texts[0] == texts[1] != []


def test_a_post_that_never_was_is_gone() -> None:
    first = walk(watch(LONGEST.url), 1, API)
    never = KnownPost(id="t3_zzzzzz", url="", posted_at=None)
    second = walk(settle(watch(LONGEST.url), first), 1, replace(again(first, API), recheck=(never,)))
    (seen,) = second.only(Observation)
    assert (seen.kind, seen.post_id) == ("gone", never.id)


def test_pictures_are_there_and_old_addresses_move() -> None:
    url = next(url for url in WORLD.media if "i.redd.it" in url)
    assert ask(Fetch(url=url, reader=""), in_phase(1)).body[:2] in (b"\xff\xd8", b"\x89P")
    moved = ask(Fetch(url="https://reddit.com/user/a/about.json", reader=""), in_phase(1))
    assert dict(moved.headers)["Location"] == "https://www.reddit.com/user/a/about.json"
