"""The list beside a file: what it takes in, what it trusts, how it goes on after a crash."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from storage.ledger import Entry, Ledger, LedgerWriter, ledger_path, read_ledger

ENTRIES = tuple(
    Entry(offset=number * 100, length=100, type="response", record_id=f"urn:uuid:{number}", digest="sha256:X")
    for number in range(4)
)


def write_ledger(path: Path, seal: bool = True) -> None:
    writer = LedgerWriter(path, "a.warc.gz")
    for entry in ENTRIES:
        writer.add(entry)
    if seal:
        writer.seal(400, "ab" * 32)
    writer.flush()
    writer.close()


def test_a_ledger_reads_back_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger.jsonl"
    write_ledger(path)
    ledger = read_ledger(path)
    assert (ledger.file, ledger.entries, ledger.fault) == ("a.warc.gz", ENTRIES, "")
    assert ledger.seal is not None
    assert (ledger.seal.records, ledger.seal.size, ledger.seal.sha256) == (4, 400, "ab" * 32)
    assert ledger.sound == path.stat().st_size


def test_the_chain_can_be_followed_by_anyone_as_documented(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger.jsonl"
    write_ledger(path)
    chain = "0" * 64
    for line in path.read_bytes().splitlines():
        bare, _, _ = line.rpartition(b',"chain"')
        chain = hashlib.sha256(chain.encode() + bare).hexdigest()
        assert json.loads(line)["chain"] == chain


def test_nothing_is_on_disk_before_flush_and_nothing_is_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger.jsonl"
    writer = LedgerWriter(path, "a.warc.gz")
    writer.add(ENTRIES[0])
    assert path.read_bytes() == b""
    writer.flush()
    once = path.read_bytes()
    writer.flush()
    writer.close()
    writer.close()
    assert path.read_bytes() == once
    assert read_ledger(path).entries == ENTRIES[:1]


@pytest.mark.parametrize("kept", range(1, 6))
def test_a_ledger_goes_on_after_its_sound_part_as_if_never_torn(tmp_path: Path, kept: int) -> None:
    whole = tmp_path / "whole.ledger.jsonl"
    write_ledger(whole)
    lines = whole.read_bytes().splitlines(keepends=True)
    torn = tmp_path / "torn.ledger.jsonl"
    torn.write_bytes(b"".join(lines[:kept]) + lines[kept][:20] + b"x" * 5000)
    ledger = read_ledger(torn)
    assert (ledger.sound, len(ledger.entries)) == (sum(map(len, lines[:kept])), kept - 1)
    assert ledger.fault == f"torn line after {kept - 1} records"
    writer = LedgerWriter.resume(torn, ledger)
    for entry in ENTRIES[kept - 1 :]:
        writer.add(entry)
    writer.seal(400, "ab" * 32)
    writer.flush()
    writer.close()
    assert torn.read_bytes() == whole.read_bytes()


def rechain(lines: list[bytes]) -> bytes:
    """The lines with a chain that holds, as someone who knows how it is made would forge it."""
    chain = "0" * 64
    made = []
    for line in lines:
        chain = hashlib.sha256(chain.encode() + line).hexdigest()
        made.append(line + f',"chain":"{chain}"}}\n'.encode())
    return b"".join(made)


HEADER = b'{"ledger":1,"file":"a.warc.gz"'
FIRST = b'{"n":0,"offset":0,"length":9,"type":"response","id":"urn:x:1","digest":"sha256:X"'
SEAL = b'{"seal":1,"records":1,"size":9,"sha256":"ab"'


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ([HEADER, FIRST, SEAL], ""),
        ([FIRST], "unreadable line after 0 records"),
        ([b'{"ledger":2,"file":"a.warc.gz"'], "unreadable line after 0 records"),
        ([HEADER, FIRST.replace(b'"n":0', b'"n":1')], "unreadable line after 0 records"),
        ([HEADER, FIRST.replace(b'"offset":0', b'"offset":"0"')], "unreadable line after 0 records"),
        ([HEADER, FIRST.replace(b'"id":"urn:x:1",', b"")], "unreadable line after 0 records"),
        ([HEADER, FIRST, SEAL, FIRST.replace(b'"n":0', b'"n":1')], "unreadable line after 1 records"),
        ([HEADER, b"[1"], "unreadable line after 0 records"),
        ([], "no header line"),
    ],
)
def test_lines_that_make_no_sense_are_told_though_their_chain_holds(
    tmp_path: Path, lines: list[bytes], fault: str
) -> None:
    path = tmp_path / "a.ledger.jsonl"
    path.write_bytes(rechain(lines))
    assert read_ledger(path).fault == fault


@pytest.mark.parametrize("change", ["swap", "drop", "double"])
def test_a_line_moved_taken_out_or_put_in_breaks_the_chain(tmp_path: Path, change: str) -> None:
    path = tmp_path / "a.ledger.jsonl"
    write_ledger(path)
    lines = path.read_bytes().splitlines(keepends=True)
    if change == "swap":
        lines[2], lines[3] = lines[3], lines[2]
    elif change == "drop":
        del lines[2]
    else:
        lines.insert(2, lines[1])
    path.write_bytes(b"".join(lines))
    ledger = read_ledger(path)
    assert ledger.fault.startswith("chain broken")
    assert ledger.entries == ENTRIES[: len(ledger.entries)]


def test_a_full_disk_leaves_the_ledger_as_it_was_and_the_lines_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ledger.jsonl"
    write_ledger(path, seal=False)
    before = path.read_bytes()
    writer = LedgerWriter.resume(path, read_ledger(path))
    writer.seal(400, "ab" * 32)

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr("storage.ledger.os.fsync", fail)
        with pytest.raises(OSError, match="No space"):
            writer.flush()
    assert path.read_bytes() == before
    writer.flush()
    writer.close()
    assert read_ledger(path).seal is not None


def test_a_ledger_is_never_written_over_another(tmp_path: Path) -> None:
    path = tmp_path / "a.ledger.jsonl"
    write_ledger(path)
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        LedgerWriter(path, "a.warc.gz")
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["a-1.warc.gz", "a-1.warc.gz.open"])
def test_open_and_closed_files_share_one_ledger(tmp_path: Path, name: str) -> None:
    assert ledger_path(tmp_path / name) == tmp_path / "a-1.ledger.jsonl"


def test_a_file_name_may_hold_any_character(tmp_path: Path) -> None:
    path = tmp_path / "x.ledger.jsonl"
    writer = LedgerWriter(path, 'ü"\\\n,"chain":"x.warc.gz')
    writer.flush()
    writer.close()
    found: Ledger = read_ledger(path)
    assert (found.file, found.fault) == ('ü"\\\n,"chain":"x.warc.gz', "")
