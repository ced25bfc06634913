"""Hostile posts that point inwards: links and media at loopback, metadata services and private networks."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from schedules.activities import Activities
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job
from storage.link_findings import find_link
from storage.tables import links, media
from tests.schedules.crawling import run_crawl
from tests.schedules.reading import opened, read_facts, read_problems, read_rows
from tests.schedules.world import World, run_world

NAME = "innocent.pages.test"
PLACES = (
    "127.0.0.1",
    "169.254.169.254",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[64:ff9b::7f00:1]",
    "2130706433",
    "0177.0.0.1",
    "0x7f.1",
    "localhost",
    NAME,
)


async def look_up(host: str) -> Sequence[str]:
    """The system's resolver as the attacker has it: an innocent name for an inner address."""
    if host == NAME:
        return ["127.0.0.1"]
    raise OSError(f"{host} has no address")


@contextmanager
def listen() -> Iterator[tuple[int, list[socket.socket]]]:
    """Sockets on loopback, IPv4 and IPv6, at one port; nobody accepts, so what came waits in the queue."""
    with socket.create_server(("127.0.0.1", 0)) as four:
        port = four.getsockname()[1]
        listening = [four]
        if socket.has_ipv6:
            six = socket.socket(socket.AF_INET6)
            six.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            try:
                six.bind(("::1", port))
                six.listen()
                listening.append(six)
            except OSError:
                six.close()
        yield port, listening
        for one in listening[1:]:
            one.close()


def count_connections(listening: Sequence[socket.socket]) -> int:
    """How many connections wait to be accepted."""
    count = 0
    for one in listening:
        one.setblocking(False)
        try:
            while True:
                one.accept()[0].close()
                count += 1
        except BlockingIOError:
            pass
    return count


def collect_posts(world: World, data: Path, targets: Sequence[str]) -> dict[str, Job]:
    """Collect an account whose posts show ``targets`` as link and as picture; what is then to be fetched."""
    account = world.add_mastodon("evil.social.test", 0)
    for target in targets:
        picture = f"{target}?picture"
        world.mastodons[account.host].say(f'Look: <a href="{target}">{target}</a>', ("image", picture))
    assert run_crawl(world, data, account).outcome == "finished"
    with opened(data) as index:
        activities = Activities(index, Dispatcher(Premises(data=data)))
        return {job.platform: job for job in activities.followings()}


def test_nothing_inside_is_connected_to(tmp_path: Path) -> None:
    """As in the field: without ``connect_to``, every port allowed that the listeners have."""
    data = tmp_path / "data"
    with run_world(tmp_path) as world, listen() as (port, listening):
        targets = [f"http://{place}:{port}/latest/meta-data" for place in PLACES]
        jobs = collect_posts(world, data, targets)
        tweaks = {"connect_to": None, "look_up": look_up, "ports": frozenset({port}), "tries": 1}
        for name in ("links", "media"):
            assert len(jobs[name].entries) == len(targets)
            end = run_crawl(world, data, *jobs[name].entries, tweaks=tweaks)
            assert (end.outcome, end.exchanges) == ("finished", len(targets))
        assert count_connections(listening) == 0
        with socket.create_connection(("127.0.0.1", port)):
            assert count_connections(listening) == 1, "a connection would not have been seen"
    check_refused(data, [row["url"] for row in read_rows(data, links)])
    refused = [problem for problem in read_problems(data) if problem.platform == "media"]
    assert {problem.url for problem in refused} >= {f"http://[::1]:{port}/latest/meta-data?picture"}
    assert len(refused) == len(targets)
    assert {problem.kind for problem in refused} == {"refused_by_guard"}
    assert all(read_facts(data, one.record_id)["problem"] == "refused_by_guard" for one in refused)
    assert not any(row["sha256"] for row in read_rows(data, media))


def check_refused(data: Path, urls: Sequence[str]) -> None:
    """Each chain ends with a refused hop, whose record is the door's own word on it."""
    for url in urls:
        with opened(data) as index:
            found = find_link(index, url)
        assert found is not None and len(found.chains) == 1, url
        last = found.chains[0].hops[-1]
        assert (last.kind, found.chains[0].landing) == ("refused", None), url
        facts = read_facts(data, last.record_id)
        assert facts["problem"] == "refused_by_guard"
        assert facts["reason"] == last.reason


@pytest.mark.parametrize("place", PLACES)
def test_a_redirect_inwards_is_refused(tmp_path: Path, place: str) -> None:
    data = tmp_path / "data"
    with run_world(tmp_path) as world:
        start = "https://short.pages.test/a"
        world.put(start, b"", f"Location: http://{place}/admin", status=302)
        world.put(f"{start}?picture", b"", f"Location: http://{place}/admin", status=302)
        jobs = collect_posts(world, data, [start])
        world.forget()
        tweaks = {"look_up": look_up_outside}
        for name in ("links", "media"):
            run_crawl(world, data, *jobs[name].entries, tweaks=tweaks)
        assert world.urls() == [start, f"{start}?picture"]
    check_refused(data, [start])
    (problem,) = (one for one in read_problems(data) if one.platform == "media")
    assert problem.kind == "refused_by_guard"


async def look_up_outside(host: str) -> Sequence[str]:
    """The same, but that the site with the redirects is outside."""
    return ["198.51.200.7"] if host == "short.pages.test" else await look_up(host)
