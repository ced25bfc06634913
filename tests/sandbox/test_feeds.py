"""Blogs and watched pages as they are played, read by the collector's own readers."""

from __future__ import annotations

import pytest

from crawlers.html_text import parse_html, read_element
from crawlers.platform import Fetch
from sandbox.operation.addresses import WATCHED_BY_SITE, feed_url, watch_url
from sandbox.operation.items import Account
from storage.items import Known, Validators
from tests.sandbox.walking import (
    Walked,
    ask,
    assert_timeline,
    in_phase,
    played,
    remember,
    truth_of,
    walk,
    watch,
)

BLOGS = played("feed", "live")
PAGES = played("page", "live")


def _name(account: Account) -> str:
    return f"{account.flavour}-{account.host}"


def _validators(walked: Walked) -> dict[str, Validators]:
    found = {}
    for capture in walked.captures:
        headers = dict(capture.headers)
        found[capture.url] = Validators(
            etag=headers.get("ETag", ""), last_modified=headers.get("Last-Modified", "")
        )
    return found


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_the_collector_reads_exactly_what_a_feed_shows(account: Account, phase: int) -> None:
    walked = walk(watch(watch_url(account)), phase)
    assert walked.problems == []
    assert_timeline(walked, account, phase)
    shown = walked.account
    assert (shown.key, shown.display_name, shown.bio) == (account.key, account.display_name, account.bio)
    assert {post.author for post in walked.posts.values()} == {account.display_name}


def test_every_format_is_played() -> None:
    formats = {walk(watch(watch_url(one)), 1).account.attributes["format"] for one in BLOGS}
    assert formats == {"rss20", "rss10", "atom10", "https://jsonfeed.org/version/1.1"}


@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_an_unchanged_feed_is_not_sent_again(account: Account) -> None:
    first = walk(watch(watch_url(account)), 1)
    known = Known(validators=_validators(first), attributes=first.account.attributes)
    again = walk(watch(watch_url(account)), 1, known)
    assert (again.statuses, again.items) == ([304], [])
    assert again.captures[0].body == b""


@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_the_date_alone_is_a_validator_too(account: Account) -> None:
    first = walk(watch(watch_url(account)), 1)
    url = feed_url(account)
    date = _validators(first)[url].last_modified
    assert ask(Fetch(url=url, reader="", last_modified=date), in_phase(1)).status == 304


@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_a_changed_feed_is_sent_and_has_what_is_new(account: Account) -> None:
    first = walk(watch(watch_url(account)), 1)
    known = Known(
        validators=_validators(first),
        attributes=first.account.attributes,
        newest_id=remember(first).newest_id,
    )
    second = walk(watch(watch_url(account)), 2, known)
    before, due = truth_of(account, 1), truth_of(account, 2)
    if [post["text"] for post in before.values()] != [post["text"] for post in due.values()]:
        assert second.statuses[0] == 200
    assert set(due) - set(before) <= set(second.posts)
    assert second.gone == set()


def test_an_edited_entry_of_an_atom_feed_comes_first_with_both_times() -> None:
    edited = {
        id: (account, post)
        for account in BLOGS
        if account.flavour == "atom"
        for id, post in truth_of(account, 2).items()
        if post["edited"]
    }
    assert edited
    for id, (account, post) in edited.items():
        found = walk(watch(watch_url(account)), 2).posts[id]
        assert found.edited_at is not None
        assert found.edited_at.isoformat()[:19] == post["edited_at"][:19]
        assert found.text == post["text"]


@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_the_next_crawl_begins_at_the_newest_page_of_the_feed(account: Account) -> None:
    """The older pages of a feed once passed for the feed, and nothing new was found any more."""
    first = walk(watch(watch_url(account)), 1)
    again = walk(watch(watch_url(account)), 2, Known(attributes=first.account.attributes))
    assert again.captures[0].url == feed_url(account)
    assert set(again.posts) == set(truth_of(account, 2))


def test_a_site_names_its_feed_and_the_feed_its_older_pages() -> None:
    account = next(one for one in BLOGS if one.host in WATCHED_BY_SITE)
    walked = walk(watch(watch_url(account)), 1)
    urls = [capture.url for capture in walked.captures]
    assert urls[0] == f"https://{account.host}/"
    assert urls[1:] == [feed_url(account), f"{feed_url(account)}?page=2"]


@pytest.mark.parametrize("account", BLOGS, ids=_name)
def test_entries_lead_to_pages_that_say_the_same(account: Account) -> None:
    post = next(iter(truth_of(account, 1).values()))
    page = ask(Fetch(url=post["url"], reader=""), in_phase(1))
    words = " ".join(read_element(parse_html(page.body)).text.split())
    assert " ".join(post["text"].split()) in words


@pytest.mark.parametrize("account", PAGES, ids=_name)
def test_a_watched_page_needs_the_browser_and_shows_its_text(account: Account) -> None:
    walked = walk(watch(watch_url(account), "page"), 1)
    (fetch,) = walked.for_browser
    page = ask(fetch, in_phase(1))
    (post,) = truth_of(account, 1).values()
    words = " ".join(read_element(parse_html(page.body)).text.split())
    assert " ".join(post["text"].split()) in words
    assert fetch.url == post["id"] == account.key


@pytest.mark.parametrize("account", [*BLOGS, *PAGES], ids=_name)
def test_what_a_site_does_not_have_is_404(account: Account) -> None:
    assert ask(Fetch(url=f"https://{account.host}/nothing-here", reader=""), in_phase(1)).status == 404
