"""Leases: one holder at a time, told apart by a token that only grows.

A holder that was too slow finds its lease taken over; whoever accepts its work compares tokens and
refuses the smaller one. Rows stay after release, so that tokens never begin again.
"""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from sqlalchemy import Connection, insert, select, update

from storage.desk_tables import leases

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """Who holds what, until when."""

    name: str
    holder: str
    token: int
    expires_at: datetime


def holder_name() -> str:
    """A name for this process that no other process shares, also after a restart."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"


def is_gone(holder: str) -> bool:
    """Whether a holder is known to be dead: a process of this machine that runs no more."""
    host, _, rest = holder.rpartition(":")[0].rpartition(":")
    if host != socket.gethostname() or not rest.isdigit():
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        pass
    return False


def acquire(index: Index, name: str, holder: str, ttl: timedelta, now: datetime) -> int | None:
    """The fencing token if the lease was free, expired, already ours or its holder is dead; else ``None``."""
    with index.writing() as connection:
        row = connection.execute(select(leases).where(leases.c.name == name)).first()
        values = {"holder": holder, "expires_at": now + ttl}
        if row is None:
            connection.execute(insert(leases).values(name=name, token=1, **values))
            return 1
        ours = row.holder == holder and row.expires_at > now
        if row.expires_at > now and not ours and not is_gone(row.holder):
            return None
        token = int(row.token) if ours else int(row.token) + 1
        connection.execute(update(leases).where(leases.c.name == name).values(token=token, **values))
        return token


def renew(index: Index, name: str, token: int, ttl: timedelta, now: datetime) -> bool:
    """Hold on for ``ttl`` from ``now``; false if the lease expired or went to someone else."""
    with index.writing() as connection:
        done = connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.token == token, leases.c.expires_at > now)
            .values(expires_at=now + ttl)
        )
        return bool(done.rowcount)


def release(index: Index, name: str, token: int, now: datetime) -> bool:
    """Let go; false if it was not ours any more."""
    with index.writing() as connection:
        done = connection.execute(
            update(leases)
            .where(leases.c.name == name, leases.c.token == token, leases.c.expires_at > now)
            .values(expires_at=now)
        )
        return bool(done.rowcount)


def holds(connection: Connection, name: str, token: int) -> bool:
    """Whether ``token`` is still the newest: asked inside the transaction that writes the work."""
    return connection.scalar(select(leases.c.token).where(leases.c.name == name)) == token


def read_lease(index: Index, name: str) -> Lease | None:
    """The lease as it stands, expired or not."""
    with index.reading() as connection:
        row = connection.execute(select(leases).where(leases.c.name == name)).first()
    if row is None:
        return None
    return Lease(name=row.name, holder=row.holder, token=row.token, expires_at=row.expires_at)
