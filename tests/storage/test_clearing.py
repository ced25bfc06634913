"""Emptying the index of evidence, and what stays."""

from __future__ import annotations

from sqlalchemy import func, insert, select

from pipelines.detector import catch_up
from storage import clearing, compare, cursors, findings, watchlist
from storage.desk_tables import audit_log, cases, custody_events, leases, runs, users, watch_aliases
from storage.desk_tables import cursors as cursor_table
from storage.desk_tables import watchlist as watch_table
from storage.following import read_newest
from storage.host_tables import host_choices
from storage.index import Index
from storage.runs import start_run
from storage.search import Query, search
from storage.search_upkeep import catch_up_search
from storage.tables import counters, metadata
from tests.storage.harvests import at
from tests.vedette.scene import SLOGAN, fill

KEPT = {
    audit_log,
    cases,
    counters,
    custody_events,
    host_choices,
    leases,
    runs,
    users,
    watch_aliases,
    watch_table,
}


def count_rows(index: Index) -> dict[str, int]:
    with index.reading() as connection:
        return {
            name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
            for name, table in metadata.tables.items()
        }


def test_every_table_is_either_cleared_or_kept() -> None:
    cleared = {*clearing.EVIDENCE, *clearing.FINDINGS}
    assert not cleared & KEPT
    assert cleared | KEPT | {cursor_table} == set(metadata.tables.values())


def test_evidence_goes_and_decisions_stay(index: Index) -> None:
    fill(index)
    start_run(index, "r1", "gab", at(1))
    with index.writing() as connection:
        connection.execute(insert(users).values(name="ines", role="analyst", added_at=at(1)))
    cursors.set_cursor(index, "adopted:one.warc.gz", 1)
    cursors.set_cursor(index, "somebody:else", 7)
    newest, watched, before = read_newest(index), watchlist.entries(index), count_rows(index)
    clearing.clear_evidence(index)
    after = count_rows(index)
    assert {name for name, count in after.items() if count} == {
        *("cases", "counters", "cursors", "leases", "runs", "users", "watchlist")
    }
    assert all(after[table.name] == before[table.name] for table in KEPT)
    assert watchlist.entries(index) == watched
    assert search(index, Query(text="harbour")) == ()
    assert cursors.read_cursor(index, "adopted:one.warc.gz") == 0
    assert cursors.read_cursor(index, "somebody:else") == 7
    assert read_newest(index) == newest


def test_what_is_read_again_is_found_and_flagged_again(index: Index) -> None:
    fill(index)
    flags = [(flag.key, flag.score, flag.members) for flag in findings.list_flags(index)]
    rows = set(compare.snapshot(index))
    clearing.clear_evidence(index)
    assert set(compare.snapshot(index)) == set()
    fill(index)
    while catch_up_search(index):
        pass
    assert catch_up(index) == 0
    assert set(compare.snapshot(index)) == rows
    assert [(flag.key, flag.score, flag.members) for flag in findings.list_flags(index)] == flags
    assert len(search(index, Query(text=SLOGAN))) == 1
