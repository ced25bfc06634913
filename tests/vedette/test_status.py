"""How collecting goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from storage import runs, watchlist
from storage.index import Index
from storage.items import Problem
from tests.storage.archives import fill_archive
from tests.storage.harvests import at, harvest, make_post, record
from tests.vedette.conftest import Run


def spoil(index: Index) -> None:
    """One account fails now, and a run of another platform failed."""
    now = datetime.now(UTC)
    (entry, _) = watchlist.entries(index)
    watchlist.reschedule(index, entry, now + timedelta(hours=1), failures=3)
    wall = Problem(
        kind="login_wall",
        platform="gab",
        account=entry.watched.key,
        url=entry.watched.url,
        record_id=record(55),
        captured_at=now - timedelta(minutes=5),
        reason="sign in to see this",
    )
    index.write([harvest(wall)])
    runs.start_run(index, "r1", "telegram", at(1))
    counts = runs.RunCounts(posts_new=4)
    runs.finish_run(index, "r1", runs.RunEnd(outcome="failed", reason="the disk is full"), counts, at(2))


def test_what_is_due_and_what_fails(index: Index, desk: Run) -> None:
    spoil(index)
    told = desk("status", "--json").json()
    gab, telegram = told["platforms"]
    assert (gab["platform"], gab["watched"], gab["due"], gab["accounts"], gab["posts"]) == ("gab", 2, 1, 2, 3)
    assert gab["problems"] == {"login_wall": 1}
    (failing,) = gab["failing"]
    assert (failing["failures"], failing["problem"]["reason"]) == (3, "sign in to see this")
    assert telegram["last_runs"][0]["reason"] == "the disk is full"
    assert telegram["last_runs"][0]["counts"]["posts_new"] == 4


def test_what_is_behind(index: Index, desk: Run) -> None:
    told = desk("status", "--json").json()
    assert told["search_behind"] == 0
    assert {each["name"]: each["behind"] for each in told["detectors"]} == {
        "reused_text": 0,
        "redirections": 0,
        "reused_pictures": 0,
        "sites": 0,
    }
    index.write([harvest(make_post("p9", "more", 50))])
    told = desk("status", "--json").json()
    assert told["search_behind"] == 1
    assert all(each["behind"] > 0 for each in told["detectors"])


def test_for_people(filled_index: Index, sqlite_desk: Run, tmp_path: Path) -> None:
    spoil(filled_index)
    fill_archive(tmp_path / "archive")
    size = sum(path.stat().st_size for path in (tmp_path / "archive").glob("*.warc.gz"))
    shown = sqlite_desk("status").out
    assert "login_wall: sign in to see this" in shown and record(55) in shown
    assert "failed (the disk is full), 4 posts" in shown
    assert f"archive: 1 WARC files, {size / 1024:.1f} KiB" in shown
    assert "full text: up to date" in shown and "detector reused_text: up to date" in shown


def test_before_anything_was_watched(sqlite_index: Index, tmp_path: Path, run: Run) -> None:
    shown = run("--data", tmp_path, "status")
    assert shown.code == 0 and "vedette watch add URL" in shown.out
