"""The played Mastodon-like hosts, read by the collector's own readers: what it reads is what was written."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, timedelta
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest

from crawlers.platform import Fetch, platforms
from sandbox.exchange import Answer, Asked
from sandbox.markup import find_links
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account as Played
from sandbox.operation.items import Post as Written
from sandbox.platforms.mastodon import answer
from sandbox.platforms.mastodon_dialects import DIALECTS
from sandbox.situation import Situation
from sandbox.world import build_world
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import make_capture, watch

WORLD = build_world(1)
PLAYED = [account for account in WORLD.accounts if account.software == "mastodon"]
TROUBLE = {
    "missing": ["not_found"],
    "private": ["private"],
    "suspended": ["suspended"],
    "deleted": ["deleted"],
    "walled": ["unauthorised"],
    "moved": ["empty_proven"],
}
"""What the collector reports of an account in each state but ``live``."""


@dataclass
class Collected:
    """What one crawl of an account gave."""

    accounts: list[Account] = field(default_factory=list)
    listed: list[Post] = field(default_factory=list)
    pinned: list[Post] = field(default_factory=list)
    rechecked: list[Post] = field(default_factory=list)
    gone: list[Observation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)


def ask(url: str, phase: int = 1, situation: Situation | None = None) -> Answer:
    parts = urlsplit(url)
    asked = Asked(
        host=parts.netloc,
        path=unquote(parts.path),
        target=f"{parts.path}?{parts.query}" if parts.query else parts.path,
        query=dict(parse_qsl(parts.query)),
        headers={},
    )
    answered = answer(asked, situation or calm(phase), WORLD)
    assert answered is not None, url
    return answered


def calm(phase: int) -> Situation:
    """A sandbox that has sent its one 429 already."""
    situation = Situation(phase=phase)
    situation.first_time("mastodon.social: too many requests")
    return situation


def ask_json(url: str, phase: int = 1) -> object:
    answered = ask(url, phase)
    assert answered.status == 200, (url, answered.body)
    return json.loads(answered.body)


def collect(played: Played, phase: int, known: Known | None = None) -> Collected:
    """Walk from the account's URL over all that its readers ask for."""
    watched = watch(played.url)
    platform = platforms()[watched.platform]
    assert watched.platform == played.platform
    waiting = deque(platform.start(watched, known or Known()))
    found = Collected()
    while waiting:
        fetch = waiting.popleft()
        assert len(found.urls) < 100, "the crawl does not end"
        found.urls.append(fetch.url)
        answered = ask(fetch.url, phase)
        capture = make_capture(
            fetch.url,
            answered.body,
            reader=fetch.reader,
            status=answered.status,
            headers={**dict(answered.headers), "Content-Type": answered.content_type},
            context=fetch.context,
        )
        for reading in platform.readers[fetch.reader](capture, watched):
            if isinstance(reading, Fetch):
                waiting.append(reading)
            elif isinstance(reading, Account):
                found.accounts.append(reading)
            elif isinstance(reading, Problem):
                found.problems.append(reading)
            elif isinstance(reading, Observation):
                found.gone.append(reading)
            elif isinstance(reading, Post):
                is_pinned = fetch.context.get("list") == "pinned"
                place = found.rechecked if fetch.reader == "status" else found.listed
                (found.pinned if is_pinned else place).append(reading)
    return found


def words(text: str) -> list[str]:
    """A text by its words: HTML does not keep how many spaces stand between them."""
    return text.split()


def check_post(read: Post, phase: int) -> None:
    """That a post was read as it was written."""
    written = WORLD.by_id[read.platform, read.id]
    original = WORLD.post.get(written.repost_of, written)
    assert words(read.text) == words(original.text_in(phase)), read.id
    assert read.posted_at is not None
    assert abs(read.posted_at - written.posted_at) < timedelta(seconds=1)
    assert [one.url for one in read.media] == list(original.media)
    assert [one.description for one in read.media] == [one.description for one in original.pictures]
    assert [link.url for link in read.links] == find_links(original.text_in(phase))
    assert read.account == WORLD.account[written.account].key
    assert read.repost_of == (original.id if original is not written else "")
    author = WORLD.account[original.account].key
    assert read.author == (author if original is not written and author != read.account else "")
    edited = original.edited_by(phase)
    assert (read.edited_at is None) == (edited is None), read.id
    if edited is not None and read.edited_at is not None:
        assert abs(read.edited_at - edited) < timedelta(seconds=1)
    assert read.kind == written.kind, read.id
    assert read.reply_to == _seen_id(written.reply_to, phase)
    assert read.quote_of == _seen_id(written.quote_of, phase)
    assert "drift" not in read.attributes, read.attributes


def _seen_id(ref: str, phase: int) -> str:
    post: Written | None = WORLD.post.get(ref)
    return post.id if post is not None and WORLD.shows(post, phase) else ""


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("played", PLAYED, ids=lambda played: played.key)
def test_the_collector_reads_the_timeline_that_was_written(played: Played, phase: int) -> None:
    found = collect(played, phase)
    timeline = WORLD.timeline(played, phase)
    state = played.state(phase)
    assert [problem.kind for problem in found.problems] == TROUBLE.get(state, [])
    assert sorted(post.id for post in found.listed) == sorted(post.id for post in timeline)
    assert {post.id for post in found.pinned} == {post.id for post in timeline if post.pinned}
    assert all(post.pinned for post in found.pinned)
    for post in (*found.listed, *found.pinned):
        check_post(post, phase)
    if state == "live":
        (account,) = found.accounts
        assert (account.key, account.handle, account.url) == (played.key, played.handle, played.url)
        assert (account.display_name, words(account.bio)) == (played.display_name, words(played.bio))
        assert (account.followers, account.following) == (played.followers, played.following)
        assert account.posts == len(timeline)
        assert account.avatar_url == avatar_url(played)
        assert account.attributes["account_id"] == played.number
        assert account.created_at is not None
        assert account.created_at.date() == played.created_at.astimezone(UTC).date()
        assert "drift" not in account.attributes, account.attributes


def test_a_moved_account_says_where_it_is_now() -> None:
    (played,) = [one for one in PLAYED if one.state(1) == "moved"]
    (account,) = collect(played, 1).accounts
    assert account.state == "moved"
    assert account.attributes["moved_to"] == f"https://mastodon.social/@{played.handle}"


def test_a_second_crawl_reads_what_is_new_and_sees_what_changed_and_what_is_gone() -> None:
    """On every host: only posts above the newest known, though other posts around it were deleted."""
    changed = gone = new = 0
    for played in PLAYED:
        before, after = WORLD.timeline(played, 1), WORLD.timeline(played, 2)
        if not before or played.state(2) != "live":
            continue
        recheck = tuple(
            KnownPost(id=post.id, url=post.url, posted_at=post.posted_at)
            for post in before
            if post.deleted_in == 2 or post.edited_in == 2
        )
        newest = before[0]
        found = collect(played, 2, Known(newest_id=newest.id, recheck=recheck))
        assert not found.problems
        fresh = {post.id for post in after if post.posted_at > newest.posted_at}
        assert fresh <= {post.id for post in found.listed} <= {post.id for post in after}
        assert {one.post_id for one in found.gone} == {post.id for post in before if post.deleted_in == 2}
        assert {post.id for post in found.rechecked} == {post.id for post in after if post.edited_in == 2}
        for post in (*found.listed, *found.rechecked):
            check_post(post, 2)
        new, gone, changed = new + len(fresh), gone + len(found.gone), changed + len(found.rechecked)
    assert new > 30
    assert gone > 10
    assert changed > 10


def test_mastodon_social_says_once_that_it_is_asked_too_often() -> None:
    played = next(one for one in PLAYED if one.host == "mastodon.social" and one.state(1) == "live")
    situation = Situation()
    url = f"https://mastodon.social/api/v1/accounts/{played.number}/statuses?limit=40"
    refused = ask(url, situation=situation)
    capture = make_capture(url, refused.body, reader="statuses", status=429, headers=dict(refused.headers))
    now = situation.now()
    (problem,) = platforms()["mastodon"].readers["statuses"](
        replace(capture, captured_at=now), watch(played.url)
    )
    assert isinstance(problem, Problem)
    assert problem.kind == "rate_limited"
    assert problem.retry_at is not None
    assert timedelta(0) < problem.retry_at - now <= timedelta(seconds=1)
    answered = ask(url, situation=situation)
    assert answered.status == 200
    assert {"X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset"} <= dict(
        answered.headers
    ).keys()


@pytest.mark.parametrize(
    ("query", "keeps"),
    [
        ("exclude_reblogs=true", lambda post: not post.repost_of),
        ("exclude_replies=true", lambda post: post.kind != "reply"),
        ("only_media=true", lambda post: bool(post.media)),
    ],
)
def test_lists_leave_out_what_the_query_excludes(query: str, keeps: object) -> None:
    assert callable(keeps)
    left_out = 0
    for played in (one for one in PLAYED if one.host == "mastodon.social"):
        timeline = WORLD.timeline(played, 1)
        url = f"https://mastodon.social/api/v1/accounts/{played.number}/statuses?limit=40&{query}"
        if played.state(1) != "live" or len(timeline) > 40:
            continue
        listed = ask_json(url)
        assert isinstance(listed, list)
        expected = [post for post in timeline if keeps(post)]
        assert [f"mastodon.social/{one['id']}" for one in listed] == [post.id for post in expected]
        left_out += len(timeline) - len(expected)
    assert left_out > 0


def test_min_id_gives_the_page_next_to_it_and_since_id_the_newest() -> None:
    played = max(
        (one for one in PLAYED if one.platform == "mastodon"), key=lambda one: len(WORLD.timeline(one, 1))
    )
    ids = [post.id.rpartition("/")[2] for post in WORLD.timeline(played, 1)]
    url = f"https://{played.host}/api/v1/accounts/{played.number}/statuses?limit=5"
    for query, expected in (
        ("", ids[:5]),
        (f"&max_id={ids[4]}", ids[5:10]),
        (f"&min_id={ids[12]}", ids[7:12]),
        (f"&since_id={ids[12]}", ids[:5]),
        (f"&min_id={ids[12]}&max_id={ids[9]}", ids[10:12]),
    ):
        listed = ask_json(url + query)
        assert isinstance(listed, list)
        assert [one["id"] for one in listed] == expected, query


def test_the_history_of_a_post_tells_its_first_words_too() -> None:
    post = next(
        one for one in WORLD.posts if one.edited_in == 2 and WORLD.account[one.account].platform == "mastodon"
    )
    host, number = post.id.split("/")
    url = f"https://{host}/api/v1/statuses/{number}/history"
    before, after = ask_json(url, 1), ask_json(url, 2)
    assert isinstance(before, list)
    assert isinstance(after, list)
    assert len(before) == 1
    assert [one["content"] == before[0]["content"] for one in after] == [True, False]


@pytest.mark.parametrize("platform", sorted(DIALECTS))
def test_a_host_says_what_it_runs_and_who_is_there(platform: str) -> None:
    played = next(one for one in PLAYED if one.platform == platform and one.state(1) == "live")
    links = ask_json(f"https://{played.host}/.well-known/nodeinfo")
    assert isinstance(links, dict)
    info = ask_json(links["links"][0]["href"])
    assert isinstance(info, dict)
    assert info["software"]["name"] == DIALECTS[platform].software
    instance = ask_json(f"https://{played.host}/api/v1/instance")
    assert isinstance(instance, dict)
    assert instance["version"] == DIALECTS[platform].version
    resource = f"https://{played.host}/.well-known/webfinger?resource=acct:{played.handle}@{played.host}"
    person = ask_json(resource)
    assert isinstance(person, dict)
    assert played.url in person["aliases"]
    assert ask(f"https://{played.host}/api/v9/nothing").status == 404


@pytest.mark.parametrize("platform", sorted(DIALECTS))
def test_public_pages_show_the_profile_and_the_post(platform: str) -> None:
    played = next(one for one in PLAYED if one.platform == platform and WORLD.timeline(one, 1))
    page = ask(played.url)
    assert page.status == 200
    assert f'<meta property="og:url" content="{played.url}">' in page.body.decode()
    post = next(one for one in WORLD.timeline(played, 1) if not one.repost_of)
    shown = ask(post.url)
    assert shown.status == 200
    assert f'<meta property="og:url" content="{post.url}">' in shown.body.decode()
    assert ask(f"https://{played.host}/@nobody_is_called_so").status == 404


def test_pages_of_what_is_gone_say_so() -> None:
    gone = next(
        one
        for one in WORLD.posts
        if one.deleted_in == 2 and WORLD.account[one.account].platform == "mastodon"
    )
    assert ask(gone.url, 1).status == 200
    assert ask(gone.url, 2).status == 404
    ended = next(one for one in PLAYED if one.states == ("live", "suspended"))
    assert ask(ended.url, 1).status == 200
    assert ask(ended.url, 2).status == 410


def test_other_hosts_are_not_answered_for() -> None:
    asked = Asked(host="bsky.app", path="/", target="/", query={}, headers={})
    assert answer(asked, Situation(), WORLD) is None


def test_the_played_world_has_all_that_is_compared_here() -> None:
    """Else the comparisons above would hold for nothing."""
    posts = [post for post in WORLD.posts if WORLD.account[post.account].software == "mastodon"]
    assert {post.kind for post in posts} >= {"post", "reply", "repost", "quote"}
    assert {one.state(2) for one in PLAYED} >= {*TROUBLE, "live"}
    assert {one.platform for one in PLAYED} == set(DIALECTS)
