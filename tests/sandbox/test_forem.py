"""DEV as it is played, read by the collector's own readers."""

from __future__ import annotations

import pytest

from sandbox.operation.items import Account
from tests.sandbox.walking import (
    assert_timeline,
    gone_of,
    played,
    remember,
    settle,
    truth_of,
    walk,
    watch,
)

LIVE = played("forem", "live")
every_user = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.handle)


@every_user
@pytest.mark.parametrize("phase", [1, 2])
def test_the_collector_reads_exactly_the_users_articles(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert walked.problems == [] and len(walked.captures) == 2 + len(truth_of(account, phase))
    assert_timeline(walked, account, phase)
    for id, post in walked.posts.items():
        assert (post.edited_at is not None) is truth_of(account, phase)[id]["edited"]
    shown = walked.account
    assert (shown.key, shown.handle, shown.url) == (account.number, account.handle, account.url)
    assert (shown.display_name, shown.bio) == (account.display_name, account.bio)


@every_user
def test_known_articles_are_looked_at_again(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(settle(watch(account.url), first), 2, remember(first))
    assert set(again.posts) == set(truth_of(account, 2)) and again.problems == []
    assert again.gone == gone_of(account, 2) != set()


def test_a_user_who_is_not_there_is_told() -> None:
    (account,) = played("forem", "missing")
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == (["not_found"], {}, 1)
