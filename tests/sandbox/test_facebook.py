"""Facebook as it is played, read by the collector's own readers: Graph API, public page, browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.operation.items import Account
from sandbox.operation.meta import profile_number
from sandbox.platforms.graph_api import HOST, QUOTA, WAIT_MIN
from sandbox.world import build_world
from storage.items import Account as Read
from storage.items import Known, Post, Problem
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
LIVE = played("facebook", "live")
LASTING = [account for account in LIVE if account.states[1] == "live"]
ROUTES = ("api", "page")


def _name(account: Account) -> str:
    return account.name


def _by(route: str) -> Known:
    return Known(routes=(route,))


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_exactly_what_a_page_shows_is_read(account: Account, phase: int, route: str) -> None:
    walked = walk(watch(account.url), phase, _by(route))
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    assert {post.route for post in walked.posts.values()} == {route}
    shown = walked.account
    assert (shown.key, shown.handle, shown.display_name, shown.bio) == (
        account.key,
        account.handle,
        account.display_name,
        account.bio,
    )
    assert shown.followers == account.followers
    assert account.handle.replace(".", "").lower() in shown.aliases


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_the_same_post_by_another_route_is_the_same(account: Account) -> None:
    first, second = (walk(watch(account.url), 1, _by(route)).posts for route in ROUTES)
    assert set(first) == set(second)
    for id, post in first.items():
        other = second[id]
        assert (post.url, post.text, post.posted_at, post.kind) == (
            other.url,
            other.text,
            other.posted_at,
            other.kind,
        )
        assert (post.likes, post.replies, post.repost_of) == (other.likes, other.replies, other.repost_of)


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_a_second_run_finds_what_is_new_changed_and_gone(account: Account, route: str) -> None:
    first = walk(watch(account.url), 1, _by(route))
    known = replace(remember(first), routes=(route,))
    second = walk(settle(watch(account.url), first), 2, known)
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(due) - set(first.posts) <= set(second.posts) <= set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
    only_those_not_listed = len(gone_of(account, 2))
    assert len(second.captures) == len(first.captures) + only_those_not_listed


def test_some_posts_are_edited_and_some_deleted_in_phase_two() -> None:
    assert any(post["edited"] for account in LASTING for post in truth_of(account, 2).values())
    assert any(gone_of(account, 2) for account in LASTING)


def test_what_is_known_is_not_asked_for_again() -> None:
    account = LASTING[0]
    first = walk(watch(account.url), 1, _by("api"))
    known = replace(remember(first), recheck=(), routes=("api",))
    second = walk(settle(watch(account.url), first), 1, known)
    assert set(second.posts) == {known.newest_id}
    assert len(second.captures) == 2


def test_a_long_list_is_turned_page_by_page_by_its_cursor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawlers.families.facebook_graph.PAGE", 5)
    account = max(LASTING, key=lambda one: len(truth_of(one, 1)))
    due = truth_of(account, 1)
    walked = walk(watch(account.url), 1, _by("api"))
    assert set(walked.posts) == set(due)
    assert len(walked.captures) == 1 + -(-len(due) // 5)
    assert not any("access_token" in one.url for one in walked.captures)
    known = replace(remember(walked), recheck=(), routes=("api",))
    assert len(walk(settle(watch(account.url), walked), 1, known).captures) == 2


@pytest.mark.parametrize(
    ("state", "route", "kind"),
    [
        ("suspended", "api", "unauthorised"),
        ("missing", "api", "not_found"),
        ("private", "api", "unauthorised"),
        ("suspended", "page", "deleted"),
        ("missing", "page", "not_found"),
        ("private", "page", "private"),
        ("walled", "page", "login_wall"),
    ],
)
def test_accounts_that_are_not_shown_are_told_apart(state: str, route: str, kind: str) -> None:
    (account,) = played("facebook", state)
    walked = walk(watch(account.url), 1, _by(route))
    assert walked.problems == [kind]
    assert walked.posts == {}


@pytest.mark.parametrize(("route", "kind"), [("api", "unauthorised"), ("page", "deleted")])
def test_posts_of_a_page_that_ended_are_not_taken_for_deleted_ones(route: str, kind: str) -> None:
    account = next(one for one in LIVE if one.states[1] == "suspended")
    first = walk(watch(account.url), 1, _by(route))
    assert first.posts
    second = walk(settle(watch(account.url), first), 2, replace(remember(first), routes=(route,)))
    assert (second.problems, second.gone, len(second.captures)) == ([kind], set(), 1)


def test_a_used_up_quota_says_until_when() -> None:
    situation = in_phase(1)
    for _ in range(QUOTA):
        situation.count(HOST, "GET", "/v26.0/x", 200, "others")
    walked = walk(watch(LASTING[0].url), 1, _by("api"), situation)
    (problem,) = walked.only(Problem)
    assert problem.kind == "rate_limited"
    assert problem.retry_at == NOW + timedelta(minutes=WAIT_MIN)


@pytest.mark.parametrize(("token", "kind"), [("", "unauthorised"), ("EAAwrong", "unauthorised")])
def test_without_the_right_token_the_api_is_refused(token: str, kind: str) -> None:
    account = LASTING[0]
    (fetch,) = platforms()["facebook"].start(watch(account.url), _by("api"))
    assert fetch.credential == "bearer:facebook"
    headers = (*fetch.headers, ("Authorization", f"Bearer {token}")) if token else fetch.headers
    capture = ask(replace(fetch, credential="", headers=headers), in_phase(1))
    readings = list(platforms()["facebook"].readers["account"](capture, watch(account.url)))
    assert [one.kind for one in readings if isinstance(one, Problem)] == [kind]
    assert len(readings) == 1


def test_ads_are_read_where_they_are_wanted() -> None:
    account = next(one for one in LASTING if any(post.links for post in WORLD.timeline(one, 1)))
    wanted = replace(watch(account.url), wants=("ads",))
    ads = [post for post in walk(wanted, 1, _by("api")).posts.values() if post.id.startswith("ad/")]
    bodies = {" ".join(post.text.split()) for post in WORLD.timeline(account, 1) if post.links}
    assert ads and {" ".join(ad.text.split()) for ad in ads} <= bodies
    for ad in ads:
        assert (ad.account, ad.kind) == (account.key, "ad")
        assert re.fullmatch(r"\d+-\d+", ad.attributes["spend"])
        assert ad.attributes["paid_for_by"] == "Azure Bay Friends Ltd"
        assert "access_token" not in f"{ad.url} {ad.uri} {ad.attributes}"
    assert not [one for one in walk(watch(account.url), 1, _by("api")).posts if one.startswith("ad/")]


def test_the_plugin_shows_a_known_post_as_it_is_now() -> None:
    account = next(one for one in LASTING if any(post["edited"] for post in truth_of(one, 2).values()))
    watched, due = watch(account.url), truth_of(account, 2)
    for id, expected in due.items():
        href = quote(f"{account.url}/posts/{id}", safe="")
        url = f"https://www.facebook.com/plugins/post.php?href={href}&show_text=true"
        fetch = Fetch(url=url, reader="post", route="page", context={"post": id})
        (post,) = platforms()["facebook"].readers["post"](ask(fetch, in_phase(2)), watched)
        assert isinstance(post, Post)
        assert (post.id, post.kind, post.repost_of) == (id, expected["kind"], expected["repost_of"])
        assert " ".join(post.text.split()) == " ".join(expected["text"].split())
        assert [one.url for one in post.media] == expected["media"]
        assert set(expected["links"]) <= {link.expanded or link.url for link in post.links}


def _browse(account: Account, phase: int) -> Walked:
    """The page as the browser would load and scroll it, its responses read by the readers that want them."""
    watched, situation, platform = watch(account.url), in_phase(phase), platforms()["facebook"]
    (fetch,) = platform.start(watched, _by("browser"))
    assert fetch.browse is not None and fetch.url == account.url
    walked = Walked()
    asked = [Fetch(url=account.url, reader="", route="browser")]
    for cursor in ("AQHR0", "AQHR10", "AQHR20"):
        variables = json.dumps({"cursor": cursor, "id": profile_number(account), "count": 3})
        body = urlencode({"fb_api_req_friendly_name": "x", "variables": variables}).encode()
        url = "https://www.facebook.com/api/graphql/"
        asked.append(Fetch(url=url, reader="", route="browser", method="POST", body=body))
    for one in asked:
        (reader,) = [name for pattern, name in fetch.browse.reads if re.search(pattern, one.url)]
        capture = ask(replace(one, reader=reader), situation)
        walked.captures.append(capture)
        for reading in platform.readers[reader](capture, watched):
            assert not isinstance(reading, Fetch)
            walked.items.append(reading)
    return walked


@pytest.mark.parametrize("account", LASTING, ids=_name)
def test_what_a_scrolled_page_fetches_is_read(account: Account) -> None:
    walked = _browse(account, 2)
    assert walked.problems == []
    due = truth_of(account, 2)
    assert len(walked.only(Post)) == 2 * len(due), "once in the page, once in what scrolling fetched"
    assert {post.route for post in walked.only(Post)} == {"browser"}
    assert {post.id: " ".join(post.text.split()) for post in walked.only(Post)} == {
        id: " ".join(one["text"].split()) for id, one in due.items()
    }
    assert [one.key for one in walked.only(Read)][0] == account.key
