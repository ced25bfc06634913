"""Whatever was done to the archive afterwards, ``verify`` tells it."""

from __future__ import annotations

import shutil
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from storage.archive_writer import ArchiveWriter
from storage.errors import ArchiveFault
from storage.ledger import ledger_path, read_ledger
from storage.verify import verify_archive, verify_file
from storage.warc import compress_record
from tests.storage.archives import (
    fill_archive,
    find_faults,
    find_ledger,
    find_warc,
    make_made,
    make_request,
    make_response,
    make_revisit,
)

FLIPS = settings(max_examples=150, deadline=None)
FRACTIONS = st.floats(0, 1, exclude_max=True)
BITS = st.integers(1, 255)


@cache
def make_sealed() -> dict[str, bytes]:
    """The files of one small archive by name."""
    with tempfile.TemporaryDirectory() as name:
        fill_archive(Path(name), pairs=2)
        return {path.name: path.read_bytes() for path in Path(name).iterdir()}


@contextmanager
def changed(suffix: str, change: Callable[[bytearray], object]) -> Iterator[Path]:
    """The archive with one of its files changed."""
    with tempfile.TemporaryDirectory() as name:
        for file, data in make_sealed().items():
            content = bytearray(data)
            if file.endswith(suffix):
                change(content)
            (Path(name) / file).write_bytes(content)
        yield Path(name)


def flip(fraction: float, bits: int) -> Callable[[bytearray], None]:
    def change(data: bytearray) -> None:
        data[int(fraction * len(data))] ^= bits

    return change


def test_an_archive_as_it_was_written_differs_in_nothing(tmp_path: Path) -> None:
    fill_archive(tmp_path, name="one")
    fill_archive(tmp_path, name="two")
    assert list(verify_archive(tmp_path)) == []


@FLIPS
@given(FRACTIONS, BITS)
@example(0.0, 1)
@example(0.9999999, 0x80)
def test_any_changed_byte_of_a_warc_is_noticed(fraction: float, bits: int) -> None:
    with changed(".warc.gz", flip(fraction, bits)) as folder:
        found = find_faults(folder)
        assert "seal" in {difference.kind for difference in found}
        assert {difference.file for difference in found} == {find_warc(folder).name}


@FLIPS
@given(FRACTIONS, BITS)
@example(0.0, 1)
@example(0.9999999, 0x80)
def test_any_changed_byte_of_a_ledger_is_noticed(fraction: float, bits: int) -> None:
    with changed(".ledger.jsonl", flip(fraction, bits)) as folder:
        assert "ledger" in {difference.kind for difference in find_faults(folder)}


@FLIPS
@given(FRACTIONS, st.sampled_from([".warc.gz", ".ledger.jsonl"]))
@example(0.0, ".ledger.jsonl")
@example(0.0, ".warc.gz")
def test_any_cut_is_noticed(fraction: float, suffix: str) -> None:
    def cut(data: bytearray) -> None:
        del data[int(fraction * len(data)) :]

    with changed(suffix, cut) as folder:
        assert find_faults(folder)


def test_a_file_cut_between_two_records_is_noticed_where_it_was_cut(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    warc = find_warc(tmp_path)
    entries = read_ledger(find_ledger(tmp_path)).entries
    for entry in reversed(entries[1:]):
        with warc.open("r+b") as file:
            file.truncate(entry.offset)
        found = find_faults(tmp_path)
        assert {difference.kind for difference in found} >= {"missing_record", "seal"}
        assert entry.offset in {difference.offset for difference in found}


def test_a_ledger_cut_between_two_lines_is_noticed(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    ledger = find_ledger(tmp_path)
    lines = ledger.read_bytes().splitlines(keepends=True)
    for kept in range(len(lines)):
        ledger.write_bytes(b"".join(lines[:kept]))
        assert "ledger" in {difference.kind for difference in find_faults(tmp_path)}


def test_a_record_that_was_written_again_is_noticed(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    entry = read_ledger(find_ledger(tmp_path)).entries[1]
    data = find_warc(tmp_path).read_bytes()
    copy = data[entry.offset : entry.offset + entry.length]
    find_warc(tmp_path).write_bytes(data + copy)
    found = list(verify_archive(tmp_path))
    assert {(difference.kind, difference.offset) for difference in found} >= {
        ("unlisted_record", len(data)),
        ("copied_record", len(data)),
        ("seal", -1),
    }


def test_a_record_with_another_ones_id_is_noticed(tmp_path: Path) -> None:
    written = fill_archive(tmp_path, name="one")
    with ArchiveWriter(tmp_path, name="two") as writer:
        writer.append((make_response(b"other", record_id=written[0].record_id),))
    (found,) = find_faults(tmp_path)
    assert found.kind == "duplicate_id"
    assert written[0].warc_file in found.reason


def test_records_in_another_order_are_noticed(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    entries = read_ledger(find_ledger(tmp_path)).entries
    data = find_warc(tmp_path).read_bytes()
    members = [data[entry.offset : entry.offset + entry.length] for entry in entries]
    members[1], members[2] = members[2], members[1]
    find_warc(tmp_path).write_bytes(b"".join(members))
    assert {difference.kind for difference in find_faults(tmp_path)} == {"ledger", "seal"}


@pytest.mark.parametrize("with_ledgers", [False, True])
def test_two_files_under_each_others_name_are_noticed(tmp_path: Path, with_ledgers: bool) -> None:
    fill_archive(tmp_path, name="one")
    fill_archive(tmp_path, name="two")
    for pattern in ["*.warc.gz", *(["*.ledger.jsonl"] if with_ledgers else [])]:
        one, two = sorted(tmp_path.glob(pattern))
        held = one.read_bytes()
        one.write_bytes(two.read_bytes())
        two.write_bytes(held)
    touched = {difference.file.partition("-")[0] for difference in find_faults(tmp_path)}
    assert touched == {"one", "two"}


def test_a_file_that_is_gone_is_noticed(tmp_path: Path) -> None:
    fill_archive(tmp_path, name="one")
    fill_archive(tmp_path, name="two")
    gone = min(tmp_path.glob("*.warc.gz"))
    gone.unlink()
    (found,) = find_faults(tmp_path)
    assert (found.file, found.kind, found.offset) == (gone.name, "missing_file", -1)
    assert "a ledger of 11 records" in found.reason


def test_a_ledger_that_is_gone_is_noticed(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    find_ledger(tmp_path).unlink()
    (found,) = find_faults(tmp_path)
    assert (found.file, found.kind) == (find_warc(tmp_path).name, "no_ledger")


def test_an_original_that_is_gone_is_noticed_by_its_revisit(tmp_path: Path) -> None:
    written = fill_archive(tmp_path, name="one")
    with ArchiveWriter(tmp_path, name="two") as writer:
        (revisit,) = writer.append((make_revisit(written[0], b"x"),))
    for path in tmp_path.glob("one-*"):
        path.unlink()
    (found,) = find_faults(tmp_path)
    assert (found.kind, found.offset) == ("dangling_revisit", revisit.offset)


def test_a_record_changed_with_its_checksum_is_told_by_its_digests(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    entry = read_ledger(find_ledger(tmp_path)).entries[1]
    warc = find_warc(tmp_path)
    data = warc.read_bytes()
    from_there = data[entry.offset :]
    record = _gunzip_first(from_there).replace(b"post 0", b"post X", 1)
    warc.write_bytes(data[: entry.offset] + compress_record(record) + from_there[entry.length :])
    here = [difference for difference in find_faults(tmp_path) if difference.offset == entry.offset]
    assert [difference.kind for difference in here] == ["digest", "digest", "ledger"]
    assert "WARC-Block-Digest says sha256:" in here[0].reason
    assert "WARC-Payload-Digest says sha256:" in here[1].reason


def _gunzip_first(data: bytes) -> bytes:
    return zlib.decompressobj(31).decompress(data)


def test_damage_in_one_record_hides_no_other(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    entries = read_ledger(find_ledger(tmp_path)).entries
    data = bytearray(find_warc(tmp_path).read_bytes())
    for entry in (entries[2], entries[6]):
        data[entry.offset + entry.length // 2] ^= 0xFF
    find_warc(tmp_path).write_bytes(data)
    told = {difference.offset for difference in find_faults(tmp_path)}
    assert {entries[2].offset, entries[6].offset} <= told


def test_a_file_that_is_being_written_is_no_fault(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.append((make_response(b"x"), make_request()))
        writer.sync()
        writer.append((make_made(b"{}"),))
        assert [difference.kind for difference in verify_archive(tmp_path)] == ["unsealed"]


def test_a_torn_end_before_recovery_is_a_note(tmp_path: Path) -> None:
    live = tmp_path / "live"
    with ArchiveWriter(live) as writer:
        writer.append((make_response(b"x"),))
        writer.sync()
        shutil.copytree(live, tmp_path / "crashed")
    (warc,) = (tmp_path / "crashed").glob("*.open")
    with warc.open("ab") as file:
        file.write(b"\x1f\x8b\x08\0\0")
    found = list(verify_archive(tmp_path / "crashed"))
    assert [(difference.kind, difference.severity) for difference in found] == [
        ("torn_tail", "note"),
        ("unsealed", "note"),
    ]


def test_what_was_acknowledged_and_is_torn_is_a_fault_before_recovery_too(tmp_path: Path) -> None:
    live = tmp_path / "live"
    with ArchiveWriter(live) as writer:
        writer.append((make_response(b"x"),))
        writer.sync()
        shutil.copytree(live, tmp_path / "crashed")
    (warc,) = (tmp_path / "crashed").glob("*.open")
    last = read_ledger(ledger_path(warc)).entries[-1]
    with warc.open("r+b") as file:
        file.truncate(last.offset + 10)
    kinds = {difference.kind for difference in find_faults(tmp_path / "crashed")}
    assert kinds == {"truncated", "missing_record"}


def test_a_file_closed_while_it_is_verified_is_no_fault(tmp_path: Path) -> None:
    """Names are listed first; the writer takes ``.open`` away before the file's turn comes."""
    fill_archive(tmp_path, name="a")
    writer = ArchiveWriter(tmp_path, name="b")
    writer.append((make_response(b"x"), make_request()))
    writer.sync()
    met: list[str] = []

    def close_it(file: str, done: int, size: int) -> None:
        met.append(file)
        writer.close()

    assert not [found for found in verify_archive(tmp_path, close_it) if found.severity == "fault"]
    assert {name.partition("-")[0] for name in met} == {"a", "b"}


def test_progress_is_told_in_bytes_of_each_file(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    told: list[tuple[str, int, int]] = []
    list(verify_archive(tmp_path, lambda *now: told.append(now)))
    size = find_warc(tmp_path).stat().st_size
    assert len(told) == 11
    assert told[-1] == (find_warc(tmp_path).name, size, size)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


def test_one_file_is_verified_with_the_ledger_beside_it(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    assert list(verify_file(find_warc(tmp_path))) == []
    with find_warc(tmp_path).open("r+b") as file:
        file.truncate(read_ledger(find_ledger(tmp_path)).entries[-1].offset)
    assert {found.kind for found in verify_file(find_warc(tmp_path))} == {"missing_record", "seal"}
    find_ledger(tmp_path).unlink()
    assert list(verify_file(find_warc(tmp_path))) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ArchiveFault, match="no archive there"):
        list(verify_archive(tmp_path / "nowhere"))
