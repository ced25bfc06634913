"""WordPress sites as they are played, read by the collector's own readers."""

from __future__ import annotations

import json

import pytest

from crawlers.families.wordpress_rest import read_posts
from crawlers.platform import Fetch
from sandbox.operation.items import Account
from sandbox.world import build_world
from storage.items import Known
from tests.crawlers.captures import make_capture
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
SITES = played("wordpress", "live")
LASTING = [account for account in SITES if account.states[1] == "live"]
HIDDEN = next(account for account in SITES if account.flavour == "users_hidden")
SUSPENDED = next(account for account in SITES if account.states[1] == "suspended")
OPEN = [account for account in LASTING if account is not HIDDEN]


def _name(account: Account) -> str:
    return account.host


@pytest.mark.parametrize("account", SITES, ids=_name)
def test_the_collector_reads_exactly_what_a_site_shows(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    assert walked.problems == []
    assert_timeline(walked, account, 1)
    assert walked.account.key == account.key


@pytest.mark.parametrize("account", OPEN, ids=_name)
def test_authors_have_their_name_and_posts_their_site_wide_numbers(account: Account) -> None:
    walked = walk(watch(account.url), 1)
    if not account.host.endswith(".wordpress.com"):
        assert (walked.account.display_name, walked.account.bio) == (account.display_name, account.bio)
    assert {post.author for post in walked.posts.values()} == {account.display_name}
    assert all(post.attributes["author_id"] == account.number for post in walked.posts.values())


@pytest.mark.parametrize("account", OPEN, ids=_name)
def test_in_phase_two_new_edited_and_deleted_posts_are_found(account: Account) -> None:
    first = walk(watch(account.url), 1)
    second = walk(settle(watch(account.url), first), 2, remember(first))
    due = truth_of(account, 2)
    assert second.gone == gone_of(account, 2)
    assert set(second.posts) == set(due)
    for id, post in second.posts.items():
        assert " ".join(post.text.split()) == " ".join(due[id]["text"].split())
        assert (post.edited_at is not None) is due[id]["edited"]


def test_sites_edit_and_delete_in_phase_two() -> None:
    assert any(post["edited"] for account in OPEN for post in truth_of(account, 2).values())
    assert any(gone_of(account, 2) for account in OPEN)


def test_where_users_are_hidden_the_authors_feed_stands_in() -> None:
    walked = walk(watch(HIDDEN.url), 1)
    assert walked.statuses[:2] == [401, 200]
    assert walked.captures[1].url == f"https://{HIDDEN.host}/author/{HIDDEN.handle}/feed/"
    assert "rest_user_cannot_view" in walked.account.attributes["rest"]
    assert set(walked.posts) == set(truth_of(HIDDEN, 1))


@pytest.mark.parametrize("account", OPEN, ids=_name)
def test_the_feed_has_the_same_posts_page_by_page(account: Account) -> None:
    walked = walk(watch(account.url), 1, Known(routes=("feed",)))
    assert walked.problems == []
    assert set(walked.posts) == set(truth_of(account, 1))


def test_a_suspended_site_is_suspended_whichever_way_it_is_asked() -> None:
    afresh = walk(watch(SUSPENDED.url), 2)
    assert (afresh.problems, afresh.posts) == (["suspended"], {})
    first = walk(watch(SUSPENDED.url), 1)
    again = walk(settle(watch(SUSPENDED.url), first), 2, remember(first))
    assert (again.problems, again.gone) == (["suspended"], set())
    by_feed = walk(watch(SUSPENDED.url), 2, Known(routes=("feed",)))
    assert by_feed.problems == ["suspended"]


def test_a_site_that_closes_its_interface_between_two_crawls_is_read_by_its_feed() -> None:
    """An incremental crawl asked the feed only where the whole list was refused, not where the new was."""
    site = LASTING[0]
    watched = watch(f"https://{site.host}/wp-json/wp/v2/posts")
    refused = make_capture(
        f"https://{site.host}/wp-json/wp/v2/posts",
        {"code": "rest_disabled", "message": "The REST API is disabled.", "data": {"status": 403}},
        status=403,
        context={"page": "1", "list": "new", "newest": f"{site.host}/19"},
    )
    readings = list(read_posts(refused, watched))
    (feed,) = (one for one in readings if isinstance(one, Fetch))
    assert feed.url == f"https://{site.host}/feed/"
    assert feed.context["newest"] == f"{site.host}/19"


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("posts?page=50", 400, "rest_post_invalid_page_number"),
        ("posts?per_page=101", 400, "rest_invalid_param"),
        ("posts/1", 404, "rest_post_invalid_id"),
        ("users/99", 404, "rest_user_invalid_id"),
        ("widgets", 404, "rest_no_route"),
    ],
)
def test_the_interface_refuses_by_the_documented_codes(path: str, status: int, code: str) -> None:
    host = OPEN[0].host
    capture = ask(Fetch(url=f"https://{host}/wp-json/wp/v2/{path}", reader=""), in_phase(1))
    assert (capture.status, json.loads(capture.body)["code"]) == (status, code)


def test_pages_of_the_list_are_counted_in_the_headers() -> None:
    account = max(OPEN, key=lambda one: len(truth_of(one, 1)))
    count = len(truth_of(account, 1))
    base = (
        f"https://public-api.wordpress.com/wp/v2/sites/{account.host}"
        if account.host.endswith(".wordpress.com")
        else f"https://{account.host}/wp-json/wp/v2"
    )
    ids: list[int] = []
    for page in range(1, -(-count // 4) + 1):
        capture = ask(Fetch(url=f"{base}/posts?per_page=4&page={page}", reader=""), in_phase(1))
        headers = dict(capture.headers)
        assert (headers["X-WP-Total"], headers["X-WP-TotalPages"]) == (str(count), str(-(-count // 4)))
        ids += [post["id"] for post in json.loads(capture.body)]
    assert sorted(ids, reverse=True) == ids
    assert {f"{account.host}/{id}" for id in ids} == set(truth_of(account, 1))


def test_the_older_interface_of_wordpress_com_lists_the_same_posts() -> None:
    account = next(one for one in LASTING if one.host.endswith(".wordpress.com"))
    url = f"https://public-api.wordpress.com/rest/v1.1/sites/{account.host}/posts/?number=100"
    told = json.loads(ask(Fetch(url=url, reader=""), in_phase(1)).body)
    assert told["found"] == len(told["posts"])
    assert {f"{account.host}/{post['ID']}" for post in told["posts"]} == set(truth_of(account, 1))
