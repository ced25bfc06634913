"""What a name resolves to is checked, and the checked address is the one that is connected to."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawlers.network import resolver as resolving
from crawlers.network.door import Ask, Door, DoorOptions
from crawlers.network.guard import Refused
from crawlers.network.resolver import Resolver
from storage.archive_writer import ArchiveWriter
from tests.crawlers.network.misbehaving import Misbehaving, Script, answer, run_misbehaving

NAME = "public.example"
LOOPBACK = (
    *("127.0.0.1", "127.0.0.1.", "127.1", "2130706433", "0177.0.0.1", "0x7f.1", "0.0.0.0", "[::1]"),
    *("[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "localhost.", "a.localhost"),
    *("user@127.0.0.1", "public.example@127.0.0.1"),
)
PRIVATE = (
    *(
        ["127.0.0.1"],
        ["8.8.8.8", "127.0.0.1"],
        ["169.254.169.254"],
        ["10.0.0.1"],
        ["0.0.0.0"],
        ["no address"],
    ),
    *(["::1"], ["fe80::1%eth0"], ["::ffff:127.0.0.1"], ["64:ff9b::7f00:1"], ["2002:7f00:1::"]),
)


@dataclass(slots=True)
class Names:
    """Answers of look-ups, one after another, the last one for good."""

    answers: list[Sequence[str]]
    asked: list[str] = field(default_factory=list)

    async def look_up(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@dataclass(slots=True)
class Coast:
    """A door without ``connect_to``, and a server at each of two addresses of loopback."""

    door: Door
    names: Names
    near: Misbehaving
    far: Misbehaving

    def url(self, host: str) -> str:
        return f"http://{host}:{self.near.port}/"


@asynccontextmanager
async def open_coast(folder: Path, *answers: Sequence[str]) -> AsyncIterator[Coast]:
    names = Names(list(answers))
    async with AsyncExitStack() as stack:
        near = await stack.enter_async_context(run_misbehaving())
        far = await stack.enter_async_context(run_misbehaving(host="127.0.0.2", port=near.port))
        for server in (near, far):
            server.play(f"{NAME}:{near.port}/", Script(answer(b"reached"), "close"))
        writer = stack.enter_context(ArchiveWriter(folder / "archive"))
        options = DoorOptions(look_up=names.look_up, ports=frozenset({near.port}), tries=1)
        door = await stack.enter_async_context(Door(writer, options))
        yield Coast(door, names, near, far)


async def test_loopback_is_not_connected_to_whatever_it_is_called(tmp_path: Path) -> None:
    async with open_coast(tmp_path, ["127.0.0.1"]) as coast:
        for host in LOOPBACK:
            reply = await coast.door.ask(Ask(url=coast.url(host)))
            assert reply.failure, host
            assert reply.failure.kind == "refused_by_guard"
            assert reply.capture.record_type == "metadata"
        assert (coast.near.connections, coast.names.asked) == (0, [])


async def test_a_name_is_not_connected_to_if_one_of_its_addresses_is_private(tmp_path: Path) -> None:
    async with open_coast(tmp_path, *PRIVATE) as coast:
        for answers in PRIVATE:
            reply = await coast.door.ask(Ask(url=coast.url(NAME)))
            assert reply.failure
            assert reply.failure.kind == "refused_by_guard"
            assert reply.failure.reason.startswith(f"{NAME} is at {answers[-1]}, no public address: ")
        assert coast.near.connections == 0


async def test_a_name_without_address_is_unreachable(tmp_path: Path) -> None:
    async with open_coast(tmp_path, []) as coast:
        reply = await coast.door.ask(Ask(url=coast.url(NAME)))
        assert reply.failure
        assert (reply.failure.kind, coast.near.connections) == ("unreachable", 0)
        assert "has no address" in reply.failure.reason


async def test_the_address_that_was_checked_is_the_one_connected_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """127.0.0.2 stands in for a public address; the name moves to 127.0.0.1 once it was looked up."""
    monkeypatch.setattr(resolving, "name_special", lambda one: "" if one == "127.0.0.2" else "loopback")
    async with open_coast(tmp_path, ["127.0.0.2"], ["127.0.0.1"]) as coast:
        first = await coast.door.ask(Ask(url=coast.url(NAME)))
        assert (first.failure, first.capture.body) == (None, b"reached")
        assert first.capture.ip_address == "127.0.0.2"
        assert (coast.names.asked, coast.far.connections, coast.near.connections) == ([NAME], 1, 0)
        second = await coast.door.ask(Ask(url=coast.url(NAME)))
        assert second.failure
        assert second.failure.kind == "refused_by_guard"
        assert (coast.names.asked, coast.far.connections, coast.near.connections) == ([NAME] * 2, 1, 0)


async def test_a_connection_that_ended_elsewhere_is_dropped_before_anything_is_sent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the network itself sends a public address home."""

    async def mislead(self: Resolver, host: str, port: int) -> list[tuple[str, int]]:
        return [("127.0.0.1", port)]

    monkeypatch.setattr(Resolver, "resolve", mislead)
    async with open_coast(tmp_path, ["8.8.8.8"]) as coast:
        reply = await coast.door.ask(Ask(url=coast.url(NAME)))
        assert reply.failure
        assert (reply.failure.kind, coast.near.requests) == ("refused_by_guard", [])
        assert "connected to 127.0.0.1, no public address" in reply.failure.reason


async def test_connect_to_leads_everywhere_but_checks_names_and_literals_all_the_same() -> None:
    names = Names([["8.8.8.8"], ["127.0.0.1"]])
    resolver = Resolver(names.look_up, ("127.0.0.1", 4430))
    assert await resolver.resolve(f"{NAME}.", 443) == [("127.0.0.1", 4430)]
    assert names.asked == [NAME]
    for host in (NAME, "127.0.0.1", "::1", "localhost", "printer.local"):
        with pytest.raises(Refused):
            await resolver.resolve(host, 443)
    resolver.check_peer("127.0.0.1", 4430)
    with pytest.raises(Refused, match="not to where every connection is to go"):
        resolver.check_peer("127.0.0.1", 443)


async def test_with_connect_to_no_name_is_looked_up_unless_it_is_wished() -> None:
    resolver = Resolver(None, ("127.0.0.1", 4430))
    assert await resolver.resolve("nowhere.example", 443) == [("127.0.0.1", 4430)]


@pytest.mark.parametrize("host", ["nowhere.invalid", "invalid.", "a.b.invalid."])
async def test_names_that_never_have_an_address_are_not_looked_up(host: str) -> None:
    names = Names([["8.8.8.8"]])
    for resolver in (Resolver(names.look_up), Resolver(None, ("127.0.0.1", 4430))):
        with pytest.raises((OSError, Refused)):
            await resolver.resolve(host, 443)


async def test_an_address_that_is_given_twice_is_tried_once() -> None:
    resolver = Resolver(Names([["8.8.8.8", "1.1.1.1", "8.8.8.8"]]).look_up)
    assert await resolver.resolve(NAME, 80) == [("8.8.8.8", 80), ("1.1.1.1", 80)]
