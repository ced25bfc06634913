"""Following by cursor: nothing missed, nothing twice, by several processes, versions, and after faults."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.detector import CURSOR_PREFIX, catch_up, list_detectors, name_cursor
from pipelines.reused_text import ReusedText
from storage import leases
from storage.compare import snapshot
from storage.cursors import read_cursor
from storage.following import Hold, LostLease, Page, follow_page, forget_findings
from storage.index import Index
from storage.items import Flag, FlagMember
from tests.pipelines.posts import flags_of, members_of, put, say

TEXT = "The ferry line carried its millionth passenger last month without a brass band or a ribbon."


class Counting:
    """Flags every post it is shown, and keeps what it was shown."""

    name = "counting"

    def __init__(self, version: str = "1", fail_at: str = "") -> None:
        self.version = version
        self.fail_at = fail_at
        self.begun = 0
        self.shown: list[str] = []

    def begin(self, page: Page) -> None:
        self.begun += 1

    def follow(self, page: Page) -> Iterable[Flag]:
        posts = page.history.posts(content.post for content in page.changes.contents)
        for post in posts.values():
            if post.text == self.fail_at:
                raise RuntimeError("a fault in the detector")
            self.shown.append(post.uid)
            yield Flag(
                detector=self.name,
                version=self.version,
                kind="seen",
                key=post.uid,
                score=0.5,
                summary=post.text,
                members=(FlagMember(uid=post.uid),),
                evidence={},
            )


def test_each_post_is_shown_once_in_the_order_of_commit(index: Index) -> None:
    detector = Counting()
    for number in range(7):
        put(index, say("gab:1", f"Post {number}", number))
    assert catch_up(index, [detector], 2) == 7
    assert detector.shown == [f"gab:1-{number}" for number in range(7)]
    assert catch_up(index, [detector], 2) == 0
    put(index, say("gab:1", "Post 8", 8))
    assert catch_up(index, [detector], 2) == 1
    assert detector.begun == 1


def test_a_new_version_looks_at_the_past_again(index: Index) -> None:
    put(index, say("gab:1", "One", 0), say("gab:1", "Two", 1))
    catch_up(index, [Counting("1")])
    later = Counting("2")
    catch_up(index, [later])
    assert later.begun == 1 and len(later.shown) == 2
    assert {flag.flag.version for flag in flags_of(index, "seen")} == {"2"}


def test_what_a_new_version_does_not_find_again_goes(index: Index) -> None:
    put(index, say("gab:1", "One", 0))
    catch_up(index, [Counting("1")])

    class Blind(Counting):
        def follow(self, page: Page) -> Iterable[Flag]:
            return ()

    catch_up(index, [Blind("2")])
    assert flags_of(index, "seen") == []


def test_a_fault_undoes_the_page_and_keeps_the_cursor(index: Index) -> None:
    put(index, say("gab:1", "Good", 0))
    put(index, say("gab:1", "Bad", 1))
    faulty = Counting(fail_at="Bad")
    with pytest.raises(RuntimeError):
        catch_up(index, [faulty], 10)
    assert flags_of(index, "seen") == []
    assert read_cursor(index, name_cursor(faulty)) == 0
    assert catch_up(index, [Counting()], 10) == 2


def test_a_holder_that_lost_its_lease_stores_nothing_and_begins_again(sqlite_index: Index) -> None:
    put(sqlite_index, say("gab:1", "One", 0))
    lease = f"{CURSOR_PREFIX}counting"
    token = leases.acquire(sqlite_index, lease, "slow", timedelta(seconds=-1), datetime.now(UTC))
    newer = leases.acquire(sqlite_index, lease, "quick", timedelta(seconds=60), datetime.now(UTC))
    assert token is not None and newer is not None and newer > token
    hold = Hold(lease, token, f"{CURSOR_PREFIX}counting:1")
    with pytest.raises(LostLease), follow_page(sqlite_index, hold, 10) as page:
        page.write(tuple(Counting().follow(page)))
    assert flags_of(sqlite_index, "seen") == []
    leases.release(sqlite_index, lease, newer, datetime.now(UTC))
    assert catch_up(sqlite_index, [Counting()]) == 1


def test_a_lease_left_by_a_dead_process_is_taken_over(index: Index) -> None:
    put(index, say("gab:1", "One", 0))
    leases.acquire(index, f"{CURSOR_PREFIX}counting", "dead", timedelta(milliseconds=200), datetime.now(UTC))
    assert catch_up(index, [Counting()]) == 1


def work(folder: str, process: int) -> int:
    index = Index.open(Path(folder))
    for number in range(12):
        put(index, say(f"gab:{process}", f"{TEXT} {number * 7919} {number * 104729}", process * 100 + number))
        catch_up(index, [ReusedText()], 3)
    index.close()
    return process


def test_processes_at_once_miss_nothing_and_flag_nothing_twice(sqlite_template: Path, tmp_path: Path) -> None:
    index = Index.open(tmp_path)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        pool.starmap(work, [(str(tmp_path), process) for process in (1, 2, 3)])
    flags = flags_of(index, "reused_text")
    members = [uid for flag in flags for uid in members_of(flag)]
    assert len(members) == len(set(members)) == 36
    index.close()


def test_findings_are_made_again_after_everything_was_forgotten(index: Index) -> None:
    put(index, say("gab:1", TEXT, 0), say("gab:2", TEXT, 1))
    catch_up(index)
    before = [(flag.flag.key, str(flag.evidence)) for flag in flags_of(index, "reused_text")]
    evidence = set(snapshot(index))
    forget_findings(index, CURSOR_PREFIX)
    catch_up(index)
    assert [(flag.flag.key, str(flag.evidence)) for flag in flags_of(index, "reused_text")] == before
    assert set(snapshot(index)) == evidence


def test_detectors_have_names_of_their_own() -> None:
    names = [detector.name for detector in list_detectors()]
    assert len(names) == len(set(names)) and all(names)
