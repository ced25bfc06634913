"""Servers that fail in every way, all in one crawl: each fault is a problem with its record, nobody else is
held up, and the next crawl fetches what was missed."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from crawlers.network.wire import Limits
from schedules.job import Progress
from storage.archive_reader import ArchiveReader
from storage.captures import locate
from storage.desk_tables import cursors
from storage.index import Index
from storage.items import Problem, Watched
from storage.tables import posts
from storage.verify import verify_archive
from tests.schedules.crawling import run_crawl
from tests.schedules.world import Asked, Page, World, format_answer, run_world

IMPATIENT = Limits(connect_s=20, answer_s=4, total_s=8, grace_s=3, min_rate=2000, body_bytes=1 << 20)
SMALL = {"limits": IMPATIENT, "tries": 2, "longest_wait_s": 5.0}
JSON = "Content-Type: application/json"
POSTS = 12
FIRST_PAGE = 5

Second = Callable[[str], Page]


def answer(status: int, body: bytes, *headers: str) -> Second:
    """The same well-formed answer on every host."""
    return lambda _: Page(format_answer(status, body, headers))


def send(sent: bytes, ending: str) -> Second:
    """These bytes, and then that end of the connection."""
    return lambda _: Page(sent, ending)  # type: ignore[arg-type]


OPEN = f"HTTP/1.1 200 OK\r\n{JSON}\r\n".encode()
LATER = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
BOMB = gzip.compress(b"[" + b" " * (64 << 20), 9)
LOGIN = b"<!doctype html><title>Log in</title><form><input type=password></form>"

FAULTS: dict[str, tuple[Second, str]] = {
    "patience-in-seconds": (answer(429, b"{}", "Retry-After: 3600"), "rate_limited"),
    "patience-by-date": (answer(429, b"{}", f"Retry-After: {LATER}"), "rate_limited"),
    "unavailable": (answer(503, b"", "Retry-After: 3600"), "unreachable"),
    "error": (answer(500, b"<html>oops</html>"), "unreachable"),
    "reset": (send(b"", "reset"), "unreachable"),
    "hang": (send(b"", "hang"), "unreachable"),
    "close": (send(b"", "close"), "unreachable"),
    "no-http": (send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n", "close"), "unreachable"),
    "slow": (send(OPEN + b"Content-Length: 90000\r\n\r\n[", "drip"), "truncated"),
    "endless": (send(OPEN + b"\r\n[" + b" " * 1000, "flood"), "truncated"),
    "bomb": (answer(200, BOMB, JSON, "Content-Encoding: gzip"), "truncated"),
    "length-too-great": (send(OPEN + b"Content-Length: 9000\r\n\r\n[]", "close"), "truncated"),
    "length-too-small": (send(OPEN + b"Content-Length: 2\r\n\r\n[{}]", "close"), "changed_format"),
    "broken-chunks": (
        send(OPEN + b"Transfer-Encoding: chunked\r\n\r\n2\r\n[ \r\nxyz\r\n[]", "close"),
        "truncated",
    ),
    "redirect-loop": (answer(302, b"", "Location: /api/v1/accounts/7/statuses"), "changed_format"),
    "page": (
        answer(200, b"<!doctype html><title>Welcome</title>", "Content-Type: text/html"),
        "changed_format",
    ),
    "login": (answer(200, LOGIN, "Content-Type: text/html"), "login_wall"),
    "other-json": (answer(200, b'{"data": []}', JSON), "changed_format"),
}
"""By host: what the second page of the account's list is, and the problem that it makes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is left of the crawl through all faults."""

    end: Progress
    problems: dict[str, list[Problem]]
    posts: dict[str, int]
    data: Path
    world: World
    watched: dict[str, Watched]


def host_of(fault: str) -> str:
    return f"{fault}.social.test"


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcome]:
    folder = tmp_path_factory.mktemp("faults")
    with run_world(folder) as world:
        names = (*FAULTS, "well", "fine")
        watched = {name: world.add_mastodon(host_of(name), POSTS) for name in names}

        def misbehave(asked: Asked) -> Page | None:
            fault = asked.host.partition(".")[0]
            return FAULTS[fault][0](asked.url) if fault in FAULTS and "max_id" in asked.url else None

        world.answers.append(misbehave)
        end = run_crawl(world, folder / "data", *watched.values(), tweaks=SMALL)
        yield read_outcome(end, folder / "data", world, watched)


def read_outcome(end: Progress, data: Path, world: World, watched: dict[str, Watched]) -> Outcome:
    index = Index.open(data)
    found: dict[str, list[Problem]] = {}
    for problem in index.problems():
        found.setdefault(problem.account, []).append(problem)
    counts: dict[str, int] = {}
    with index.reading() as connection:
        for post in connection.scalars(select(posts.c.post_id)):
            host = post.partition("/")[0]
            counts[host] = counts.get(host, 0) + 1
    index.close()
    return Outcome(end, found, counts, data, world, watched)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_a_problem_that_its_record_shows(outcome: Outcome, fault: str) -> None:
    problems = outcome.problems[outcome.watched[fault].key]
    assert {problem.kind for problem in problems} == {FAULTS[fault][1]}, problems
    index = Index.open(outcome.data)
    reader = ArchiveReader(outcome.data / "archive")
    for problem in problems:
        place = locate(index, problem.record_id)
        assert place is not None, "no record of that id is indexed"
        capture = reader.read(*place)
        assert capture.record_id == problem.record_id
        assert host_of(fault) in capture.url
    index.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_what_came_before_a_fault_is_kept(outcome: Outcome, fault: str) -> None:
    assert outcome.posts[host_of(fault)] == FIRST_PAGE


def test_other_hosts_of_the_crawl_give_all_their_posts(outcome: Outcome) -> None:
    assert outcome.end.outcome == "finished"
    assert {outcome.posts[host_of(name)] for name in ("well", "fine")} == {POSTS}
    assert {
        problem.account.partition(".")[0].partition("@")[2]
        for found in outcome.problems.values()
        for problem in found
    } == set(FAULTS)


@pytest.mark.parametrize(("fault", "hours"), [("patience-in-seconds", 1), ("patience-by-date", 2)])
def test_both_forms_of_retry_after_are_kept(outcome: Outcome, fault: str, hours: int) -> None:
    (problem,) = outcome.problems[outcome.watched[fault].key]
    assert problem.retry_at is not None
    wait = problem.retry_at - problem.captured_at
    assert timedelta(hours=hours) - timedelta(minutes=5) <= wait <= timedelta(hours=hours, seconds=1)


def test_the_archive_of_all_faults_is_sound(outcome: Outcome) -> None:
    assert [one for one in verify_archive(outcome.data / "archive") if one.severity == "fault"] == []


def test_the_next_crawl_fetches_what_the_faults_kept_back(outcome: Outcome) -> None:
    """Not only what is newer than the newest known post: below it there is a gap."""
    outcome.world.answers.clear()
    outcome.world.forget()
    let_pauses_pass(outcome.data)
    end = run_crawl(outcome.world, outcome.data, *outcome.watched.values())
    assert end.outcome == "finished"
    healed = read_outcome(end, outcome.data, outcome.world, outcome.watched)
    assert healed.posts == {host_of(name): POSTS for name in outcome.watched}
    assert len(outcome.world.urls(host_of("well"))) == 3, "a whole account is asked for nothing but news"


def let_pauses_pass(data: Path) -> None:
    """As when hours went by: what asked for patience may be asked again."""
    index = Index.open(data)
    try:
        with index.writing() as connection:
            connection.execute(delete(cursors).where(cursors.c.name.startswith("pause:")))
    finally:
        index.close()


FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><id>tag:f</id><title>Feed</title>
<link rel="next" href="{next}"/>{entries}</feed>"""
ENTRY = "<entry><id>tag:{0}</id><title>Entry {0}</title><link href='https://f.pages.test/{0}'/></entry>"


def make_feed(next_url: str, *numbers: int) -> bytes:
    return FEED.format(next=next_url, entries="".join(map(ENTRY.format, numbers))).encode()


def test_feeds_that_never_end_are_left(tmp_path: Path) -> None:
    """The same page under ever new cursors, under one and the same cursor, and pages in a circle."""
    base = "https://{}.pages.test/feed.xml"
    same, ever, circle = (base.format(name) for name in ("same", "ever", "circle"))
    watched = tuple(
        Watched(platform="feed", key=url.partition("//")[2], url=url, handle=name, host=f"{name}.pages.test")
        for name, url in (("same", same), ("ever", ever), ("circle", circle))
    )
    with run_world(tmp_path) as world:

        def show(asked: Asked) -> Page | None:
            url, _, cursor = asked.url.partition("?page=")
            number = int(cursor or 0)
            if url == same:
                return Page(format_answer(200, make_feed(f"{same}?page=1", 1, 2)))
            if url == ever:
                return Page(format_answer(200, make_feed(f"{ever}?page={number + 1}", 1, 2)))
            return Page(
                format_answer(200, make_feed(f"{circle}?page={(number + 1) % 3}", number, number + 10))
            )

        world.answers.append(show)
        end = run_crawl(world, tmp_path / "data", *watched)
        assert end.outcome == "finished"
        counts = [len(world.urls(one.host)) for one in watched]
        assert max(counts) <= 8, f"asked {counts} times"
    outcome = read_outcome(end, tmp_path / "data", world, {})
    assert sum(outcome.posts.values()) == 2 + 2 + 6
    assert all(outcome.problems[one.key] for one in watched), "nobody was told"


def test_lists_of_an_api_that_never_end_are_left(tmp_path: Path) -> None:
    """Ever new cursors to the same posts; and a cursor that leads back to a page that was asked before,
    which is told: what stands behind it cannot be reached."""
    with run_world(tmp_path) as world:
        watched = [world.add_mastodon(host_of(name), POSTS) for name in ("ever", "back", "well")]
        shown = world.mastodons[host_of("ever")]

        def turn(asked: Asked) -> Page | None:
            fault = asked.host.partition(".")[0]
            if "statuses?limit" not in asked.url or fault == "well":
                return None
            cursor = int(asked.url.partition("max_id=")[2] or 0)
            onward = cursor + 1 if fault == "ever" else 1 + cursor % 2
            body = shown.answer(f"https://{asked.host}/api/v1/accounts/7/statuses").value
            if fault == "back":
                body = [dict(body[0], id=str(5000 + cursor))]
            link = f'Link: <https://{asked.host}/api/v1/accounts/7/statuses?max_id={onward}>; rel="next"'
            return Page(format_answer(200, json.dumps(body).encode(), (JSON, link)))

        world.answers.append(turn)
        end = run_crawl(world, tmp_path / "data", *watched)
        outcome = read_outcome(end, tmp_path / "data", world, {})
        assert max(len(world.urls(one.host)) for one in watched) <= 8
    assert outcome.posts[host_of("well")] == POSTS
    reasons = [problem.reason for problem in outcome.problems[watched[1].key]]
    assert reasons == ["the same was asked before in this crawl: the list goes in a circle"]


def test_an_empty_list_is_no_answer_where_the_account_counts_posts(tmp_path: Path) -> None:
    """The next route is tried then, and that it lacks a browser is told too."""
    with run_world(tmp_path) as world:
        hollow, bare = world.add_mastodon("hollow.social.test", 0), world.add_mastodon("bare.social.test", 0)
        world.mastodons[hollow.host].count = 40
        environment = {"VEDETTE_CHROMIUM": str(tmp_path / "no browser")}
        run_crawl(world, tmp_path / "data", hollow, bare, environment=environment)
    outcome = read_outcome(Progress(platform=""), tmp_path / "data", world, {})
    kinds = {key: [problem.kind for problem in found] for key, found in outcome.problems.items()}
    assert kinds == {hollow.key: ["changed_format", "unreachable"], bare.key: ["empty_proven"]}
    assert "no browser, which is no program" in outcome.problems[hollow.key][1].reason


def test_who_asked_for_patience_is_not_asked_by_the_next_crawl(tmp_path: Path) -> None:
    with run_world(tmp_path) as world:
        watched = world.add_mastodon("later.social.test", POSTS)
        world.answers.append(lambda asked: Page(format_answer(429, b"{}", ("Retry-After: 3600",))))
        run_crawl(world, tmp_path / "data", watched)
        asked = len(world.urls(watched.host))
        assert asked > 0
        end = run_crawl(world, tmp_path / "data", watched)
        assert len(world.urls(watched.host)) == asked
    assert end.problem_kinds.get("rate_limited")
