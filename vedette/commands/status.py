"""``vedette status``: how collecting goes, what is due, what fails and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import typer

from pipelines.detector import list_detectors, name_cursor
from storage.cursors import read_cursor
from storage.following import read_newest
from storage.index import Index
from storage.search_upkeep import count_search_backlog
from storage.status import ArchiveStatus, PlatformStatus, read_archive_status, read_status
from vedette.options import AsJson, local, size
from vedette.output import print_json, print_table, say, shorten
from vedette.place import opened, place_of


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorState:
    """How many changes of the index a detector has not looked at."""

    name: str
    version: str
    behind: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """All that ``vedette status`` tells; ``search_behind`` is posts that full text lacks."""

    platforms: tuple[PlatformStatus, ...]
    archive: ArchiveStatus
    search_behind: int
    detectors: tuple[DetectorState, ...]


def show_status(context: typer.Context, as_json: AsJson = False) -> None:
    """Runs, what is due, what fails and why, the archive's size, what is behind."""
    with opened(context) as index:
        status = Status(
            platforms=read_status(index, datetime.now(UTC)),
            archive=read_archive_status(place_of(context).archive),
            search_behind=count_search_backlog(index),
            detectors=read_detectors(index),
        )
    if as_json:
        print_json(status)
        return
    if not status.platforms:
        say("nobody is watched yet; begin with `vedette watch add URL`")
    else:
        _print_platforms(status.platforms)
    _print_rest(status)


def read_detectors(index: Index) -> tuple[DetectorState, ...]:
    """How far each detector has come."""
    newest = read_newest(index)
    return tuple(
        DetectorState(
            name=each.name,
            version=each.version,
            behind=max(0, newest - read_cursor(index, name_cursor(each))),
        )
        for each in list_detectors()
    )


def _print_platforms(platforms: tuple[PlatformStatus, ...]) -> None:
    print_table(
        "",
        (
            "platform",
            "#watched",
            "#due",
            "next due (UTC)",
            "#accounts",
            "#posts",
            "problems of a week",
            "last run",
        ),
        (
            (
                each.platform,
                each.watched,
                each.due,
                local(each.next_due_at),
                each.accounts,
                each.posts,
                ", ".join(f"{count} {kind}" for kind, count in sorted(each.problems.items())),
                _tell_run(each),
            )
            for each in platforms
        ),
    )
    failing = [(each.platform, account) for each in platforms for account in each.failing]
    if failing:
        print_table(
            "\nfailing",
            ("platform", "account", "#times", "why", "next try (UTC)", "record"),
            (
                (
                    platform,
                    account.url,
                    account.failures,
                    shorten(f"{account.problem.kind}: {account.problem.reason}", 100)
                    if account.problem
                    else "no reason was noted",
                    local(account.next_due_at),
                    account.problem.record_id if account.problem else "",
                )
                for platform, account in failing
            ),
        )


def _tell_run(status: PlatformStatus) -> str:
    if not status.last_runs:
        return "never"
    run = status.last_runs[0]
    reason = f" ({shorten(run.reason, 60)})" if run.reason else ""
    return f"{local(run.started_at)} {run.outcome}{reason}, {run.counts.posts_new} posts"


def _print_rest(status: Status) -> None:
    archive = status.archive
    say("")
    say(
        f"archive: {archive.files} WARC files, {size(archive.size)}"
        + (f", {archive.open_files} still being written" if archive.open_files else "")
        + (f", {archive.torn} torn tails kept aside" if archive.torn else "")
    )
    behind = f"{status.search_behind} posts behind" if status.search_behind else "up to date"
    say(f"full text: {behind}")
    for detector in status.detectors:
        told = f"{detector.behind} changes behind" if detector.behind else "up to date"
        say(f"detector {detector.name}: {told}")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("status")(show_status)
