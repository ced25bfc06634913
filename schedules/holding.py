"""Holding a lease while work goes on: renewed from a thread, lost if another took it over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from storage import leases
from storage.index import Index

log = logging.getLogger(__name__)

TTL = timedelta(seconds=60)


class Holding:
    """A lease that is held. ``lost`` is set when it could not be renewed: stop writing then."""

    def __init__(self, index: Index, name: str, token: int) -> None:
        self.name = name
        self.token = token
        self.lost = threading.Event()
        self._index = index
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, daemon=True)
        self._thread.start()

    def _renew(self) -> None:
        held_until = datetime.now(UTC) + TTL
        while not self._over.wait(TTL.total_seconds() / 4):
            now = datetime.now(UTC)
            try:
                kept = leases.renew(self._index, self.name, self.token, TTL, now)
            except SQLAlchemyError:  # the database may be back before the lease is over
                log.warning("the lease %s could not be renewed", self.name, exc_info=True)
                kept = now < held_until
            else:
                held_until = now + TTL
            if not kept:
                self.lost.set()
                return

    def release(self) -> None:
        """Give the lease back."""
        self._over.set()
        self._thread.join()
        if not self.lost.is_set():
            leases.release(self._index, self.name, self.token, datetime.now(UTC))


@contextmanager
def holding(index: Index, name: str) -> Iterator[Holding | None]:
    """The lease ``name`` for the length of the block, or ``None`` where another process holds it."""
    holder = leases.holder_name()
    token = leases.acquire(index, name, holder, TTL, datetime.now(UTC))
    if token is None:
        yield None
        return
    held = Holding(index, name, token)
    try:
        yield held
    finally:
        held.release()
