"""Bluesky as it is played, read by the collector's own readers."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from crawlers.platform import Fetch
from sandbox.operation.items import Account
from sandbox.operation.pictures import draw_picture
from sandbox.world import build_world
from storage.items import Known, Post
from tests.sandbox.walking import (
    SEED,
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
LIVE = played("bluesky", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
POST = "/app.bsky.feed.post/"


def _name(account: Account) -> str:
    return account.name


@pytest.mark.parametrize("account", LIVE, ids=_name)
def test_the_collector_reads_exactly_what_an_account_shows(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name) == (
        account.number,
        account.handle,
        account.display_name,
    )
    assert (shown.followers, shown.following, shown.bio) == (
        account.followers,
        account.following,
        account.bio,
    )


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_in_phase_two_new_posts_are_found_and_deleted_ones_missed(account: Account) -> None:
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    assert second.gone == {id for id in gone_of(account, 2) if POST in id}
    assert set(truth_of(account, 2)) <= set(first.posts) | set(second.posts)
    assert not set(second.posts) - set(truth_of(account, 2))


def test_a_long_feed_takes_several_pages_without_loss_or_repetition() -> None:
    account = max(LASTING, key=lambda one: len(truth_of(one, 2)))
    walked = walk(watch(account.url), 2)
    pages = [capture for capture in walked.captures if capture.reader == "author_feed"]
    assert len(pages) == 2
    unpinned = [post.id for post in walked.only(Post) if not post.pinned]
    assert len(unpinned) == len(set(unpinned))
    assert_timeline(walked, account, 2)


@pytest.mark.parametrize("host", sorted({account.host for account in LIVE}))
def test_the_accounts_own_server_has_the_same_posts(host: str) -> None:
    account = max((one for one in LASTING if one.host == host), key=lambda one: len(truth_of(one, 1)))
    walked = walk(watch(account.url), 1, Known(routes=("feed",)))
    assert walked.problems == []
    assert all(not capture.url.startswith("https://public.api") for capture in walked.captures)
    due = truth_of(account, 1)
    assert set(walked.posts) == set(due)
    written = {id: post.text for id, post in walked.posts.items() if post.kind != "repost"}
    assert written == {id: post["text"] for id, post in due.items() if post["kind"] != "repost"}
    assert walked.account.display_name == account.display_name


def test_a_blob_of_the_own_server_is_the_picture_that_was_posted() -> None:
    account = next(one for one in LASTING if any(post["media"] for post in truth_of(one, 1).values()))
    walked = walk(watch(account.url), 1, Known(routes=("feed",)))
    id, picture = next((id, post.media[0]) for id, post in walked.posts.items() if post.media)
    capture = ask(Fetch(url=picture.url, reader=""), in_phase(1))
    shown = WORLD.by_id["bluesky", id].pictures[0]
    assert (capture.body, picture.media_type) == draw_picture(shown.picture, shown.variant)


@pytest.mark.parametrize(
    ("name", "phase", "kind"),
    [
        *((account.name, 1, "not_found") for account in played("bluesky", "missing")),
        *((account.name, 1, "deleted") for account in played("bluesky", "deleted")),
        *((account.name, 2, "suspended") for account in LIVE if account.states[1] == "suspended"),
    ],
)
def test_accounts_in_special_states_are_told_apart(name: str, phase: int, kind: str) -> None:
    walked = walk(watch(WORLD.account[name].url), phase)
    assert set(walked.problems) == {kind}
    assert walked.posts == {}


def test_an_account_that_ends_between_two_crawls_is_suspended_on_its_server_too() -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    assert set(second.problems) == {"suspended"}
    assert any("getRepoStatus" in capture.url for capture in second.captures)


def test_quotes_and_answers_of_what_is_gone_say_so() -> None:
    walked = [walk(watch(account.url), 2) for account in LASTING]
    kinds = {post.kind for one in walked for post in one.posts.values()}
    assert kinds == {"post", "reply", "repost", "quote"}
    for one in walked:
        for post in one.posts.values():
            if post.kind == "quote":
                quoted = WORLD.by_id["bluesky", post.quote_of]
                lost = "" if WORLD.shows(quoted, 2) else "notfound"
                assert post.attributes.get("quote_state", "") == lost


def test_every_answer_counts_the_rate_limit_down() -> None:
    situation = in_phase(1)
    url = f"https://public.api.bsky.app/xrpc/app.bsky.actor.getProfile?actor={quote(LIVE[0].number)}"
    left = []
    for _ in range(2):
        headers = dict(ask(Fetch(url=url, reader=""), situation).headers)
        left.append(int(headers["ratelimit-remaining"]))
        assert headers["ratelimit-policy"] == "3000;w=300"
    assert left[1] == left[0] - 1


def test_a_cursor_that_was_never_given_is_refused() -> None:
    base = "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed"
    capture = ask(Fetch(url=f"{base}?actor={LIVE[0].number}&cursor=made-up", reader=""), in_phase(1))
    assert (capture.status, b"InvalidRequest" in capture.body) == (400, True)


def test_pictures_are_served_in_full_and_small() -> None:
    url = next(url for url in WORLD.media if "cdn.bsky.app" in url)
    for one in (url, url.replace("feed_fullsize", "feed_thumbnail")):
        capture = ask(Fetch(url=one, reader=""), in_phase(1))
        assert capture.body.startswith(b"\xff\xd8")
