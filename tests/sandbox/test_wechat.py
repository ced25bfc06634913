"""WeChat's official accounts as they are played, read by the collector's own readers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sandbox.operation.items import Account
from sandbox.platforms import wechat as server
from storage.items import Known, KnownPost, Observation
from tests.sandbox.walking import (
    Walked,
    gone_of,
    in_phase,
    played,
    remember,
    truth_of,
    walk,
    watch,
)

LIVE = [account for account in played("wechat", "live") if account.role != "special"]
LASTING = [account for account in LIVE if account.states[1] == "live"]
LONGEST = max(LASTING, key=lambda one: len(truth_of(one, 1)))

each = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)


def know(walked: Walked) -> Known:
    """What the index keeps after a crawl."""
    account = walked.account
    return replace(
        remember(walked), key=account.key, handle=account.handle, attributes=dict(account.attributes)
    )


def assert_articles(walked: Walked, account: Account, phase: int) -> None:
    """Exactly the account's articles; those of pictures show their time to the minute."""
    due = truth_of(account, phase)
    assert set(walked.posts) == set(due)
    for id, post in walked.posts.items():
        expected = due[id]
        assert " ".join(post.text.split()) == " ".join(expected["text"].split())
        assert (post.kind, post.account, post.title) == ("article", account.key, expected["title"])
        assert (post.url, [one.url for one in post.media]) == (expected["url"], expected["media"])
        assert set(expected["links"]) <= {link.url for link in post.links}
        assert (post.edited_at is not None) is expected["edited"]
        assert post.posted_at is not None
        late = datetime.fromisoformat(expected["posted_at"]) - post.posted_at
        assert timedelta(0) <= late < (timedelta(minutes=1) if post.media else timedelta(seconds=1))


@each
def test_an_album_leads_to_exactly_the_articles_of_an_account(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    due = truth_of(account, 1)
    assert walked.problems == []
    assert_articles(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name) == (
        account.number,
        account.handle,
        account.display_name,
    )
    assert shown.bio == account.bio
    assert len(walked.captures) == len(due) + max(1, 1 + -(-(len(due) - server.PAGE) // server.MOST))


def test_both_shapes_of_articles_are_played() -> None:
    posts = [post for account in LIVE for post in truth_of(account, 1).values()]
    assert any(post["media"] for post in posts)
    assert any(not post["media"] for post in posts)


def test_one_article_leads_to_the_account_and_its_album() -> None:
    first = next(iter(truth_of(LONGEST, 1).values()))
    watched = watch(first["url"])
    assert watched.key != LONGEST.key
    walked = walk(watched, 1)
    assert_articles(walked, LONGEST, 1)
    assert walked.account.key == LONGEST.key
    assert watched.key in walked.account.aliases
    urls = [one.url for one in walked.captures]
    assert len(set(urls)) == len(urls) == len(walk(watch(LONGEST.url), 1).captures)


@lasting
def test_in_phase_two_new_edited_and_deleted_articles_are_found(account: Account) -> None:
    first = walk(watch(account.url), 1)
    second = walk(watch(account.url), 2, know(first))
    assert second.problems == []
    assert second.gone == gone_of(account, 2)
    assert_articles(second, account, 2)


def test_the_reason_why_an_article_is_gone_is_told() -> None:
    reasons = set()
    for account in (one for one in LASTING if gone_of(one, 2)):
        second = walk(watch(account.url), 2, know(walk(watch(account.url), 1)))
        reasons |= {(account.operation, one.reason.partition(":")[0]) for one in second.only(Observation)}
    assert reasons == {(True, "suspended"), (False, "deleted")}
    assert any(one["edited"] for account in LASTING for one in truth_of(account, 2).values())


@lasting
def test_a_second_crawl_asks_for_the_album_alone(account: Account) -> None:
    first = walk(watch(account.url), 1)
    again = walk(watch(account.url), 1, replace(know(first), recheck=()))
    assert (len(again.captures), again.posts, again.problems) == (1, {}, [])
    assert again.account.bio == account.bio
    assert dict(again.account.attributes) == dict(first.account.attributes)
    later = walk(watch(account.url), 2, replace(know(first), recheck=()))
    new = set(truth_of(account, 2)) - set(truth_of(account, 1))
    assert set(later.posts) == new
    assert len(later.captures) == 1 + len(new)


def test_a_recheck_asks_once_for_each_known_article() -> None:
    first = walk(watch(LONGEST.url), 1)
    again = walk(watch(LONGEST.url), 1, know(first))
    assert len(again.captures) == 1 + len(first.posts)
    whole = walk(watch(LONGEST.url), 1, replace(know(first), full=True))
    assert set(whole.posts) == set(first.posts)
    assert len(whole.captures) == len(first.captures)


def test_long_albums_are_read_page_by_page_down_to_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "PAGE", 3)
    monkeypatch.setattr(server, "MOST", 3)
    due = truth_of(LONGEST, 1)
    whole = walk(watch(LONGEST.url), 1)
    assert set(whole.posts) == set(due)
    assert len(whole.captures) - len(due) == -(-len(due) // 3) > 2
    newest = sorted(due, key=lambda id: int(id.split("_")[1]))
    again = walk(watch(LONGEST.url), 1, Known(newest_id=newest[-5]))
    assert set(again.posts) == set(newest[-4:])
    assert len(again.captures) == 4 + 2


@pytest.mark.parametrize(
    ("state", "kind"),
    [("suspended", "suspended"), ("deleted", "deleted"), ("missing", "not_found"), ("walled", "challenge")],
)
def test_accounts_that_show_nothing_are_told_apart(state: str, kind: str) -> None:
    (account,) = played("wechat", state)
    walked = walk(watch(account.url), 1)
    assert (walked.problems, walked.posts, len(walked.captures)) == ([kind], {}, 1)


def test_an_account_that_wrote_nothing_says_so() -> None:
    (account,) = [one for one in played("wechat", "live") if one.role == "special"]
    walked = walk(watch(account.url), 1)
    assert walked.problems == ["empty_proven"]
    assert walked.account.key == account.key


def test_articles_of_a_blocked_account_are_not_taken_for_deleted_ones() -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    second = walk(watch(account.url), 2, know(walk(watch(account.url), 1)))
    assert set(second.problems) == {"suspended"}
    assert (second.gone, second.posts) == (set(), {})


def test_an_address_that_is_wrong_is_no_deletion() -> None:
    never = KnownPost(
        id=f"{LONGEST.key}_7_1",
        url=f"https://mp.weixin.qq.com/s?__biz={LONGEST.key}&mid=7&idx=1",
        posted_at=None,
    )
    known = replace(know(walk(watch(LONGEST.url), 1)), recheck=(never,))
    walked = walk(watch(LONGEST.url), 1, known)
    assert (walked.gone, walked.problems) == (set(), ["not_found"])


def test_the_profile_opens_in_wechat_only() -> None:
    profile = f"https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz={LONGEST.key}"
    situation = in_phase(1)
    walked = walk(watch(profile), 1, situation=situation)
    assert (walked.problems, situation.used("mp.weixin.qq.com")) == (["login_wall"], 1)
