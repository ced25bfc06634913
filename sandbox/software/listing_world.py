"""What the played JSON APIs of single platforms share: accounts and posts of the world, ids, pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, TypeVar

from sandbox.exchange import Asked
from sandbox.operation.items import Account, Post, State
from sandbox.world import World

Json = dict[str, Any]
Row = TypeVar("Row")
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
HEX = "0123456789abcdef"


def make_id(salt: str, length: int, letters: str = LETTERS) -> str:
    """An id of so many letters, the same for the same ``salt``."""
    number = int.from_bytes(sha256(salt.encode()).digest())
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(letters))
        found += letters[rest]
    return found


def make_number(salt: str, digits: int) -> str:
    """A number of so many digits, the same for the same ``salt``."""
    return str(10 ** (digits - 1) + int.from_bytes(sha256(salt.encode()).digest()) % (9 * 10 ** (digits - 1)))


def find_account(world: World, platform: str, *names: str) -> Account | None:
    """The account of ``platform`` with one of ``names`` as its number, key or handle."""
    for one in world.accounts:
        told = (one.number, one.key.lower(), one.handle.lower())
        if one.platform == platform and any(name and name.lower() in told for name in names):
            return one
    return None


def find_post(world: World, platform: str, id: str, phase: int) -> Post | None:
    """A post that can be seen in ``phase``."""
    post = world.by_id.get((platform, id))
    return post if post and world.shows(post, phase) else None


def is_there(account: Account | None, phase: int, state: State = "live") -> bool:
    """Whether there is an account and it is in that state."""
    return account is not None and account.state(phase) == state


def read_json(asked: Asked) -> Json:
    """The body of a question, empty if it is no object."""
    try:
        body = json.loads(asked.body)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def cut_page(rows: Sequence[Row], offset: int, size: int) -> tuple[list[Row], bool]:
    """The rows of a page, and whether there are more after it."""
    return list(rows[offset : offset + size]), offset + size < len(rows)


def write_utc(moment: datetime, end: str = "Z") -> str:
    """ISO 8601 in UTC with seconds."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{end}"


def write_ms(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return int(moment.timestamp() * 1000)
