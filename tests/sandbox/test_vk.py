"""VKontakte as it is played, read by the collector's own readers: by the API and by the mobile page."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawlers.platform import platforms
from sandbox.operation.items import Account
from sandbox.platforms import vk as server
from storage.items import Known, KnownPost
from tests.crawlers.captures import NOW
from tests.sandbox.authorised import authorise
from tests.sandbox.walking import (
    Walked,
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

PLATFORM = platforms()["vk"]
LIVE = played("vk", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
API = Known(routes=("api", "page"))

each = pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
lasting = pytest.mark.parametrize("account", LASTING, ids=lambda one: one.name)
both = pytest.mark.parametrize("route", ["api", "page"])


def crawl(account: Account, phase: int, route: str, known: Known = API, token: str = server.TOKEN) -> Walked:
    """A crawl by one route; the API with a service token."""
    watched = watch(account.url)
    if route == "page":
        return walk(watched, phase, replace(known, routes=("page",)))
    known = replace(known, routes=API.routes)
    return walk_platform(authorise(PLATFORM, vk=token), watched, known, in_phase(phase))


def methods(walked: Walked) -> list[str]:
    return [one.url.partition("?")[0].rpartition("/")[2] for one in walked.captures]


@each
def test_by_the_api_a_wall_shows_exactly_what_was_posted(account: Account) -> None:
    walked = crawl(account, 1, "api")
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name) == (
        account.number,
        account.handle,
        account.display_name,
    )
    assert (shown.bio, shown.followers) == (account.bio, account.followers)
    named = not account.url.rpartition("/")[2].lstrip("clubid").isdigit()
    profile = "groups.getById" if account.number.startswith("-") else "users.get"
    assert methods(walked) == [*(["utils.resolveScreenName"] if named else []), profile, "wall.get"]


@each
def test_by_the_mobile_page_a_wall_shows_exactly_what_was_posted(account: Account) -> None:
    walked = crawl(account, 1, "page")
    due = truth_of(account, 1)
    assert (walked.problems, set(walked.posts)) == ([], set(due))
    for id, post in walked.posts.items():
        expected = due[id]
        assert " ".join(post.text.split()) == " ".join(expected["text"].split())
        assert (post.kind, post.account, post.url) == (expected["kind"], account.key, expected["url"])
        assert [one.url for one in post.media] == expected["media"]
        assert [one.url for one in post.links] == list(dict.fromkeys(expected["links"]))
        assert post.repost_of == expected["repost_of"]
        assert post.posted_at is not None
        late = datetime.fromisoformat(expected["posted_at"]) - post.posted_at
        assert timedelta(0) <= late < timedelta(minutes=1)
    assert len(walked.captures) == max(1, -(-len(due) // server.PAGE))
    assert (walked.account.key, walked.account.display_name) == (account.number, account.display_name)
    assert walked.account.followers == account.followers


def test_a_repost_is_shown_as_what_it_passes_on_and_stays_its_authors() -> None:
    account = next(one for one in LIVE if one.role == "amplifier")
    reposts = [post for post in crawl(account, 1, "api").posts.values() if post.kind == "repost"]
    assert reposts
    for post in reposts:
        assert post.account == account.number
        assert post.repost_of.startswith(f"{post.author}_")
        assert post.author != account.number


@lasting
@both
def test_in_phase_two_new_edited_and_deleted_posts_are_found(account: Account, route: str) -> None:
    first = crawl(account, 1, route)
    second = crawl(account, 2, route, remember(first))
    due = truth_of(account, 2)
    assert second.problems == []
    assert second.gone == gone_of(account, 2)
    assert set(second.posts) == set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        if route == "api":
            assert (post.edited_at is not None) is due[id]["edited"]


def test_some_posts_are_edited_and_some_deleted() -> None:
    assert any(gone_of(account, 2) for account in LASTING)
    assert any(one["edited"] for account in LASTING for one in truth_of(account, 2).values())


@lasting
def test_a_second_crawl_asks_for_nothing_that_is_known(account: Account) -> None:
    first = crawl(account, 1, "api")
    known = replace(remember(first), recheck=(), key=first.account.key)
    assert len(crawl(account, 1, "api", known).captures) == 2
    assert len(crawl(account, 1, "page", known).captures) == 1
    rechecking = crawl(account, 1, "api", replace(remember(first), key=first.account.key))
    assert methods(rechecking)[1:] == ["wall.get", "wall.getById"]


def test_long_walls_are_read_page_by_page_down_to_what_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "MOST", 4)
    account = max(LASTING, key=lambda one: len(truth_of(one, 1)))
    due = truth_of(account, 1)
    whole = crawl(account, 1, "api")
    assert set(whole.posts) == set(due)
    assert methods(whole).count("wall.get") == -(-len(due) // 4) > 4
    newest = sorted(whole.posts.values(), key=lambda post: int(post.id.rpartition("_")[2]))
    again = crawl(account, 1, "api", Known(newest_id=newest[-6].id))
    assert methods(again).count("wall.get") == 2
    assert set(again.posts) >= {post.id for post in newest[-5:]}


@both
@pytest.mark.parametrize(
    ("state", "kind"), [("suspended", "suspended"), ("private", "private"), ("missing", "not_found")]
)
def test_walls_that_show_nothing_are_told_apart(route: str, state: str, kind: str) -> None:
    (account,) = played("vk", state)
    walked = crawl(account, 1, route)
    assert (walked.problems, walked.posts) == ([kind], {})


@both
def test_posts_of_a_blocked_owner_are_not_taken_for_deleted_ones(route: str) -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    first = crawl(account, 1, route)
    second = crawl(account, 2, route, remember(first))
    assert (second.problems, second.gone, second.posts) == (["suspended"], set(), {})


@both
def test_a_post_that_never_was_is_gone(route: str) -> None:
    account = LASTING[0]
    never = KnownPost(id=f"{account.number}_7", url="", posted_at=None)
    known = replace(remember(crawl(account, 1, route)), recheck=(never,))
    assert crawl(account, 1, route, known).gone == {never.id}


def test_limits_and_tokens_are_told_from_the_error() -> None:
    spent = crawl(LASTING[0], 1, "api", token=server.SPENT_TOKEN)
    assert spent.problems == ["rate_limited"]
    retry_at = spent.items[0].retry_at  # type: ignore[union-attr]
    assert retry_at is not None and retry_at > NOW
    assert crawl(LASTING[0], 1, "api", token="not-the-right-token").problems == ["unauthorised"]
    assert crawl(LASTING[0], 1, "api", token="").problems == ["unauthorised"]


def test_the_numeric_key_replaces_the_name() -> None:
    account = next(one for one in LASTING if one.url.endswith(one.handle))
    walked = crawl(account, 1, "page")
    assert account.handle.lower() in walked.account.aliases
    assert settle(watch(account.url), walked).key == account.number
