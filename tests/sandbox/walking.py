"""A crawl in memory: a platform's questions, answered by the sandbox, read by the platform's readers."""

from __future__ import annotations

import json
import re
from collections import deque
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlsplit

from crawlers.drift import ATTRIBUTE as DRIFT
from crawlers.frames import MEDIA_TYPE, URN, Frame, write_frames
from crawlers.network.credentials import Credentials
from crawlers.platform import Fetch, Platform, platforms, recognise
from sandbox.exchange import Answer, Asked, make_token
from sandbox.operation.items import Account as Played
from sandbox.site import Front
from sandbox.situation import Situation
from sandbox.truth import make_truth
from sandbox.world import build_world
from storage.items import Account, Capture, Item, Known, KnownPost, Observation, Post, Problem, Watched

SEED = 7
NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
MOST_QUESTIONS = 400
Wanted = TypeVar("Wanted")


@cache
def front() -> Front:
    """The played world of the tests."""
    return Front(build_world(SEED))


@cache
def truth() -> dict[str, Any]:
    """Its ground truth."""
    return make_truth(build_world(SEED))


def truth_of(account: Played, phase: int) -> dict[str, dict[str, Any]]:
    """What a collector should find of an account in a phase: posts of the ground truth by id."""
    posts: list[dict[str, Any]] = truth()["phases"][str(phase)]["posts"]
    mine = (account.platform, account.key)
    return {post["id"]: post for post in posts if (post["platform"], post["account"]) == mine}


def gone_of(account: Played, phase: int) -> set[str]:
    """The ids of an account's posts that could be seen before ``phase`` and no longer can."""
    gone: list[dict[str, Any]] = truth()["phases"][str(phase)]["gone"]
    mine = (account.platform, account.key)
    return {post["id"] for post in gone if (post["platform"], post["account"]) == mine}


def played(software: str, *states: str) -> list[Played]:
    """The played accounts of a software, in the given states in phase 1 if any are given."""
    members = [account for account in build_world(SEED).accounts if account.software == software]
    return [account for account in members if not states or account.states[0] in states]


def assert_timeline(walked: Walked, account: Played, phase: int) -> None:
    """Exactly the account's posts of that phase, as they were written."""
    due, found = truth_of(account, phase), walked.posts
    assert set(found) == set(due)
    for id, post in found.items():
        expected = due[id]
        assert " ".join(post.text.split()) == " ".join(expected["text"].split())
        assert (post.kind, post.account) == (expected["kind"], account.key)
        assert (post.url, post.title) == (expected["url"], expected["title"])
        assert [one.url for one in post.media] == expected["media"]
        assert set(expected["links"]) <= {link.url for link in post.links}
        assert (post.reply_to, post.repost_of, post.quote_of) == (
            expected["reply_to"],
            expected["repost_of"],
            expected["quote_of"],
        )
        assert post.pinned is expected["pinned"]
        assert post.posted_at is not None
        assert abs(post.posted_at - datetime.fromisoformat(expected["posted_at"])) < timedelta(seconds=1)
        assert DRIFT not in post.attributes, post.attributes[DRIFT]
    assert all(DRIFT not in one.attributes for one in walked.only(Account))


@dataclass(frozen=True)
class Walked:
    """What a crawl gave: items, the captures in order, and the questions that only a browser can ask."""

    items: list[Item] = field(default_factory=list)
    captures: list[Capture] = field(default_factory=list)
    for_browser: list[Fetch] = field(default_factory=list)

    def only(self, kind: type[Wanted]) -> list[Wanted]:
        """The items of one kind."""
        return [one for one in self.items if isinstance(one, kind)]

    @property
    def posts(self) -> dict[str, Post]:
        """Posts by id; of several readings the last."""
        return {post.id: post for post in self.only(Post)}

    @property
    def account(self) -> Account:
        """The account as it was last read."""
        return self.only(Account)[-1]

    @property
    def problems(self) -> list[str]:
        """The kinds of the problems."""
        return [one.kind for one in self.only(Problem)]

    @property
    def gone(self) -> set[str]:
        """The ids of posts that are gone."""
        return {one.post_id for one in self.only(Observation) if one.kind == "gone"}

    @property
    def statuses(self) -> list[int]:
        """The status of each answer."""
        return [one.status for one in self.captures]


def in_phase(phase: int) -> Situation:
    """A sandbox that nobody has asked anything, in ``phase``."""
    return Situation(phase=phase)


def watch(url: str, platform: str = "") -> Watched:
    """The watched account that a URL of the watchlist names."""
    named = platforms()[platform].recognise if platform else recognise
    watched = named(url) or named(f"{platform}:{url}")
    assert watched is not None, url
    return watched


def walk(
    watched: Watched, phase: int, known: Known | None = None, situation: Situation | None = None
) -> Walked:
    """Crawl one account to the end."""
    return walk_platform(
        platforms()[watched.platform], watched, known or Known(), situation or in_phase(phase)
    )


def walk_platform(platform: Platform, watched: Watched, known: Known, situation: Situation) -> Walked:
    """Ask what the platform asks first, and whatever its readers ask after that."""
    walked = Walked()
    waiting = deque(platform.start(watched, known))
    while waiting:
        fetch = waiting.popleft()
        if fetch.browse is not None:
            walked.for_browser.append(fetch)
            continue
        assert len(walked.captures) < MOST_QUESTIONS, f"{watched.url} asks without end"
        capture = ask(fetch, situation, len(walked.captures))
        walked.captures.append(capture)
        for reading in platform.readers[fetch.reader](capture, watched):
            if isinstance(reading, Fetch):
                waiting.append(reading)
            else:
                walked.items.append(reading)
    return walked


def ask(fetch: Fetch, situation: Situation, number: int = 0) -> Capture:
    """One question to the sandbox and its answer as it would be read from the archive."""
    url, sent = _put_credential(fetch)
    parts = urlsplit(url)
    headers = {name.lower(): value for name, value in (*fetch.headers, *sent)}
    if fetch.etag:
        headers["if-none-match"] = fetch.etag
    if fetch.last_modified:
        headers["if-modified-since"] = fetch.last_modified
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    asked = Asked(
        host=parts.hostname or "",
        path=unquote(parts.path or "/"),
        target=target,
        query=dict(parse_qsl(parts.query, keep_blank_values=True)),
        headers=headers,
        method=fetch.method,
        scheme=parts.scheme,
        body=fetch.body,
    )
    if asked.is_socket:
        return _talk(fetch, asked, situation, number)
    answer = front().answer(asked, situation)
    situation.count(asked.host, asked.method, asked.target, answer.status, "walk")
    return _record(fetch, answer, number)


def _talk(fetch: Fetch, asked: Asked, situation: Situation, number: int) -> Capture:
    """A conversation over a WebSocket, as the archive would keep it; or the answer to a refused handshake."""
    answer = front().answer(replace(asked, body=b""), situation)
    situation.count(asked.host, asked.method, asked.target, answer.status, "walk")
    if answer.messages is None:
        return _record(fetch, answer, number)
    frames = [Frame("server", NOW, "text", text) for text in answer.messages]
    for message in fetch.body.decode().splitlines():
        frames.append(Frame("us", NOW, "text", message))
        said = front().answer(replace(asked, body=message.encode()), situation).messages or ()
        for text in said:
            frames.append(Frame("server", NOW, "text", text))
            if re.search(fetch.until, text):
                break
    talked = _record(fetch, Answer(body=write_frames(frames), content_type=MEDIA_TYPE), number)
    return replace(talked, url=URN + fetch.url, status=0, headers=(), record_type="resource")


def _put_credential(fetch: Fetch) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The URL and the further headers with which the door would ask: the sandbox's token in its place."""
    if not fetch.credential:
        return fetch.url, ()
    name = fetch.credential.rpartition(":")[2]
    shown = Credentials({name: make_token(name)}).present(fetch.credential, fetch.url)
    return shown.url, shown.headers


def remember(walked: Walked) -> Known:
    """What the index would know after a crawl: all posts to be looked at again, the newest one's id."""
    posts = sorted(walked.posts.values(), key=lambda post: (post.posted_at or NOW, post.id), reverse=True)
    newest = posts[0]
    recheck = tuple(KnownPost(id=post.id, url=post.url, posted_at=post.posted_at) for post in posts)
    return Known(newest_id=newest.id, newest_at=newest.posted_at, recheck=recheck)


def settle(watched: Watched, walked: Walked) -> Watched:
    """The watched account as the index keeps it after a crawl: under its lasting key and handle."""
    return replace(watched, key=walked.account.key, handle=walked.account.handle)


def _record(fetch: Fetch, answer: Answer, number: int) -> Capture:
    body = answer.body
    if answer.drop:
        body = json.dumps({"problem": "unreachable", "reason": "the connection was closed"}).encode()
    return Capture(
        url=fetch.url,
        status=0 if answer.drop else answer.status,
        headers=(("Content-Type", answer.content_type), ("Server", answer.server), *answer.headers),
        body=body,
        captured_at=NOW,
        record_id=f"<urn:uuid:00000000-0000-4000-8000-{number:012}>",
        record_type="metadata" if answer.drop else "response",
        warc_file="a.warc.gz",
        offset=0,
        length=len(body),
        payload_digest="sha256:x",
        reader=fetch.reader,
        route=fetch.route,
        context=fetch.context,
    )
