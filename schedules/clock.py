"""The service: APScheduler's clock, one leader, and a shutdown in two stages.

The only file that knows APScheduler. There is one job per activity, not one per account: a tick takes
what is due from the index.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from schedules.activities import Activities
from schedules.holding import holding
from storage.index import Index

log = logging.getLogger(__name__)

LEADER = "leader"
STANDBY_S = 5.0

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often each activity happens, in seconds."""

    tick: float = 10
    detect: float = 60
    follow: float = 120
    upkeep: float = 600
    fixity: float = 86_400


class Shutdown:
    """Two stages: the first signal lets what is on the way finish, the second ends at once."""

    def __init__(self, at_once: Callable[[], None]) -> None:
        self.asked = threading.Event()
        self._heard_once = False
        self._at_once = at_once

    def listen(self) -> None:
        """Take SIGINT and SIGTERM from here on."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._heard)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self._heard_once:
            self._at_once()
        self._heard_once = True
        # The thread that is interrupted may hold the event's own lock at this moment.
        threading.Thread(target=self.asked.set).start()


def serve(index: Index, activities: Activities, rhythm: Rhythm, tell: Tell) -> None:
    """Run until stopped. A second service over the same index waits as standby and takes over.

    ``tell`` gets lines for people: leader or standby, what was started, how the end goes.
    """
    shutdown = Shutdown(at_once=activities.kill)
    shutdown.listen()
    told_standby = False
    while not shutdown.asked.is_set():
        with holding(index, LEADER) as leader:
            if leader is None:
                if not told_standby:
                    tell("another service leads over this index; standing by")
                    told_standby = True
                shutdown.asked.wait(STANDBY_S)
                continue
            told_standby = False
            tell("leading; stop with Ctrl-C (twice to stop at once)")
            activities.begin()
            _lead(activities, rhythm, (shutdown.asked, leader.lost), tell)
            if leader.lost.is_set():
                tell("lost the lead to another service")
    tell("stopped")


def _lead(
    activities: Activities, rhythm: Rhythm, until: tuple[threading.Event, threading.Event], tell: Tell
) -> None:
    clock = BackgroundScheduler(
        executors={"default": ThreadPoolExecutor(4)},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        timezone=UTC,
    )
    for activity, seconds in (
        (activities.tick, rhythm.tick),
        (activities.detect, rhythm.detect),
        (activities.follow, rhythm.follow),
        (activities.upkeep, rhythm.upkeep),
        (activities.check_fixity, rhythm.fixity),
    ):
        first = None if activity == activities.check_fixity else datetime.now(UTC)
        options = {} if first is None else {"next_run_time": first}
        clock.add_job(activity, "interval", seconds=seconds, id=activity.__name__, **options)
    clock.start()
    asked, lost = until
    while not asked.wait(0.5) and not lost.is_set():
        pass
    tell("finishing what is on the way")
    clock.pause()
    activities.finish()  # before the clock: a detector may have a long way to go yet
    clock.shutdown(wait=True)
