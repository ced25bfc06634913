"""Everything checked again, from the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from tests.storage.archives import fill_archive, find_ledger, find_warc
from tests.vedette.conftest import Run
from tests.vedette.recorded import write_archive


def flip(path: Path, offset: int) -> None:
    data = bytearray(path.read_bytes())
    data[offset] ^= 0xFF
    path.write_bytes(bytes(data))


def test_an_archive_as_it_was_written(tmp_path: Path, run: Run) -> None:
    fill_archive(tmp_path / "archive")
    for arguments in ((), (tmp_path,), (tmp_path / "archive",), (find_warc(tmp_path / "archive"),)):
        told = run("--data", tmp_path, "verify", *arguments)
        assert told.code == 0 and "everything is as it was written" in told.out
        assert run("--data", tmp_path, "verify", *arguments, "--json").json() == []


def test_what_differs_is_listed_with_its_place(tmp_path: Path, run: Run) -> None:
    written = fill_archive(tmp_path / "archive")
    warc = find_warc(tmp_path / "archive")
    flip(warc, written[4].offset + written[4].length // 2)
    told = run("--data", tmp_path, "verify", "--json")
    assert told.code == 1 and told.err == ""
    assert (warc.name, written[4].offset, "fault") in {
        (each["file"], each["offset"], each["severity"]) for each in json.loads(told.out)
    }
    shown = run("--data", tmp_path, "verify")
    assert shown.code == 1 and warc.name in shown.out and str(written[4].offset) in shown.out


def test_a_foreign_file_has_no_ledger_and_needs_none(tmp_path: Path, run: Run) -> None:
    fill_archive(tmp_path / "ours")
    foreign = tmp_path / "foreign.warc.gz"
    shutil.copy(find_warc(tmp_path / "ours"), foreign)
    assert run("verify", foreign).code == 0
    flip(foreign, foreign.stat().st_size // 2)
    assert run("verify", foreign).code == 1


def test_a_file_that_is_still_being_written_is_no_failure(tmp_path: Path, run: Run) -> None:
    fill_archive(tmp_path / "archive")
    warc, ledger = find_warc(tmp_path / "archive"), find_ledger(tmp_path / "archive")
    warc.rename(warc.with_name(warc.name + ".open"))
    ledger.write_text("".join(ledger.read_text().splitlines(keepends=True)[:-1]))
    told = run("--data", tmp_path, "verify")
    assert told.code == 0
    assert "0 faults, 1 notes" in told.out and "unsealed" in told.out


def test_what_cannot_be_verified(tmp_path: Path, run: Run) -> None:
    nothing = run("--data", tmp_path, "verify")
    assert nothing.code == 1 and "nothing to verify" in nothing.refusal()
    text = tmp_path / "notes.txt"
    text.write_text("no archive")
    assert run("verify", text).code == 1
    text.rename(tmp_path / "notes.wacz")
    told = run("verify", tmp_path / "notes.wacz", "--json")
    assert told.code == 1 and json.loads(told.out)[0]["kind"] == "zip"


def test_a_file_that_is_gone_whole_is_missed_by_the_index(tmp_path: Path, run: Run) -> None:
    """File and ledger deleted together leave nothing behind in the archive: only the index knows of them."""
    write_archive(tmp_path / "archive")
    assert run("--data", tmp_path, "rebuild").code == 0
    assert run("--data", tmp_path, "verify").code == 0
    warc = find_warc(tmp_path / "archive")
    find_ledger(tmp_path / "archive").unlink()
    warc.unlink()
    told = run("--data", tmp_path, "verify", "--json")
    (found,) = json.loads(told.out)
    assert (told.code, found["file"], found["kind"]) == (1, warc.name, "missing_file")
