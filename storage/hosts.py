"""What is known of the software that a host runs, and which platform's readers its pages are for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import orjson
from sqlalchemy import delete, insert, select

from storage.host_tables import host_choices, hosts
from storage.items import Host

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True)
class HostChoice:
    """A host with the platform that a person chose for it."""

    host: str
    platform: str
    chosen_at: datetime


def find_host(index: Index, host: str) -> Host | None:
    """What was found out about ``host`` (lower-case), if it was asked."""
    with index.reading() as connection:
        row = connection.execute(select(hosts).where(hosts.c.host == host)).first()
    if row is None:
        return None
    values = dict(row._mapping)
    return Host(**{**values, "marks": tuple(orjson.loads(values["marks"]))})


def find_choice(index: Index, host: str) -> HostChoice | None:
    """What a person said of ``host``, if anybody did."""
    with index.reading() as connection:
        row = connection.execute(select(host_choices).where(host_choices.c.host == host)).first()
    return None if row is None else HostChoice(row.host, row.platform, row.chosen_at)


def choose_platform(index: Index, choice: HostChoice) -> None:
    """Keep what a person says of a host, in place of what was said before."""
    with index.writing() as connection:
        connection.execute(delete(host_choices).where(host_choices.c.host == choice.host))
        connection.execute(
            insert(host_choices).values(
                host=choice.host, platform=choice.platform, chosen_at=choice.chosen_at
            )
        )
