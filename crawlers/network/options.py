"""What the door is told from outside: limits, credentials, where connections go."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from crawlers.network.asking import Purpose
from crawlers.network.credentials import Credentials, read_credentials
from crawlers.network.guard import PORTS
from crawlers.network.redact import load_key
from crawlers.network.resolver import LookUp
from crawlers.network.wire import Limits
from crawlers.sessions import Session, read_sessions
from storage.errors import Misuse

VERSION = "0.1.0"
KEY_FILE = "redaction.key"


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, as the door sees it: UTC, monotonic seconds, sleeping, and chance between 0 and 1."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Pauses(Protocol):
    """What earlier crawls were told, by ``host:NAME`` and ``credential:NAME``, kept for later ones."""

    def until(self, lane: str) -> datetime | None:
        """Until when a lane is to be left alone, if it was ever said."""

    def keep(self, lane: str, until: datetime) -> None:
        """Keep it for later crawls."""

    def spend(self, lane: str, day: str) -> int:
        """Count one request of ``day`` (a date); how many there were with it, in all crawls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorOptions:
    """How the door behaves.

    ``connect_to`` sends every connection to one address while URL, Host and SNI stay as they are: the
    only way to loopback. ``pace_factor`` multiplies our own waiting, and counts only with it.
    ``longest_wait_s``: what a server asks us to wait beyond this is not slept but reported. ``pauses`` is
    where such wishes are kept from crawl to crawl. ``sessions`` are the user's own
    in the browser, by platform.
    """

    user_agent: str = f"Vedette/{VERSION}"
    connect_to: tuple[str, int] | None = None
    ca_file: Path | None = None
    ports: frozenset[int] = PORTS
    robots_for: frozenset[Purpose] = frozenset({"link"})
    pace_factor: float = 1.0
    limits: Limits = Limits()
    tries: int = 3
    longest_wait_s: float = 60.0
    breaker: int = 5
    credentials: Credentials = field(default_factory=Credentials)
    sessions: Mapping[str, Session] = field(default_factory=dict, repr=False)
    redaction_key: bytes = field(default=b"", repr=False)
    look_up: LookUp | None = None
    pauses: Pauses | None = None
    clock: Clock = field(default_factory=Clock)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str], data: Path) -> DoorOptions:
        """The options that VEDETTE_* variables and the data folder give. Raises ``Misuse``."""
        connect_to = read_place(environment.get("VEDETTE_CONNECT_TO", ""))
        ca_file = environment.get("VEDETTE_CA_FILE", "")
        if ca_file and not Path(ca_file).is_file():
            raise Misuse(f"VEDETTE_CA_FILE: there is no file {ca_file}")
        contact = " ".join(environment.get("VEDETTE_CONTACT", "").split())
        if not contact.isascii() or not contact.isprintable():
            raise Misuse("VEDETTE_CONTACT must be printable ASCII: it goes into a header")
        return cls(
            user_agent=f"Vedette/{VERSION} (+{contact})" if contact else f"Vedette/{VERSION}",
            connect_to=connect_to,
            ca_file=Path(ca_file) if ca_file else None,
            pace_factor=_read_factor(environment.get("VEDETTE_PACE", "")) if connect_to else 1.0,
            credentials=read_credentials(environment),
            sessions=read_sessions(environment),
            redaction_key=load_key(data / KEY_FILE),
            robots_for=frozenset() if environment.get("VEDETTE_ROBOTS") == "off" else frozenset({"link"}),
        )


def read_place(text: str) -> tuple[str, int] | None:
    """``host:port`` with a literal host, nothing for an empty text. Raises ``Misuse``."""
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isascii() or not port.isdigit() or not 0 < int(port) < 65536:
        raise Misuse(f"VEDETTE_CONNECT_TO must be address:port, not {text[:80]!r}")
    return host.strip("[]"), int(port)


def _read_factor(text: str) -> float:
    try:
        factor = float(text or "1")
    except ValueError:
        factor = -1.0
    if not 0 <= factor <= 1000:
        raise Misuse(f"VEDETTE_PACE must be a number from 0 to 1000, not {text[:40]!r}")
    return factor
