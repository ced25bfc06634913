"""MediaWiki: what a user contributed, page by page; deleted revisions are seen to be gone."""

from __future__ import annotations

import pytest

from crawlers.platform import platforms
from sandbox.operation.items import Account
from storage.items import Known
from tests.sandbox.walking import (
    assert_timeline,
    gone_of,
    in_phase,
    played,
    remember,
    settle,
    truth_of,
    walk,
    walk_platform,
    watch,
)

LIVE = played("mediawiki", "live")


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
def test_new_pages_are_whole_and_name_their_revision(account: Account, phase: int) -> None:
    walked = walk(watch(account.url), phase)
    assert_timeline(walked, account, phase)
    assert (walked.account.key, walked.account.handle) == (account.key, account.handle)
    assert walked.account.created_at == account.created_at.replace(microsecond=0)
    assert walked.problems == []


def test_a_second_visit_asks_for_what_is_new_and_sees_what_is_gone() -> None:
    account = LIVE[0]
    before = walk(watch(account.url), 1)
    again = walk_platform(
        platforms()["mediawiki"], settle(watch(account.url), before), remember(before), in_phase(2)
    )
    assert again.gone == gone_of(account, 2)
    new = set(truth_of(account, 2)) - set(truth_of(account, 1))
    assert new <= set(again.posts) and len(again.captures) < len(before.captures)


def test_who_does_not_exist_is_not_found() -> None:
    (account,) = played("mediawiki", "missing")
    walked = walk(watch(account.url), 1, Known())
    assert walked.problems == ["not_found"]
