"""Packing records into WACZ, and checking such files whoever wrote them."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastwarc.warc import ArchiveIterator

from storage.archive_reader import ArchiveReader
from storage.captured import unbracket
from storage.verify import verify_file
from storage.verify_wacz import verify_wacz
from storage.wacz import Contents, Labels, Page, write_wacz
from storage.warc import Written
from tests.storage.archives import MOMENT, PAGE, RECORDINGS, fill_archive

Files = dict[str, bytes]
PARTS = ("archive/", "indexes/", "pages/", "datapackage.json", "datapackage-digest")
WACZS = sorted(RECORDINGS.rglob("*.wacz")) if RECORDINGS.is_dir() else []
VERDICTS = {
    "invalid_signed_example_1.wacz": set(),  # its authority is a test one: whom to trust is a person's to say
    "valid_example_1.wacz": set(),
    "valid_signed_example_1.wacz": set(),
    "iframetest.wacz": set(),
    "invalid_example_1.wacz": {"missing_file", "unlisted_file"},
    "example.com.wacz": {"forbidden_field"},  # a response that says what only a revisit may
    "jswacz_bad_hash.wacz": {"digest"},
    "tampered_pages_signature_left.wacz": {"signature", "pages"},
    "tampered_warc_byte.wacz": {"gzip", "digest"},
}


@pytest.fixture
def written(tmp_path: Path) -> tuple[Written, ...]:
    return fill_archive(tmp_path / "archive")


@pytest.fixture
def packed(written: tuple[Written, ...], tmp_path: Path) -> Path:
    """The whole archive in a WACZ."""
    reader = ArchiveReader(tmp_path / "archive")
    captures = [reader.read(each.warc_file, each.offset) for each in written]
    page = Page(url=f"{PAGE}/test/0", date=MOMENT, title="Nachrichten – 新闻")
    path = tmp_path / "all.wacz"
    write_wacz(path, reader, Contents(captures=captures, pages=(page,), labels=Labels(title="t")))
    return path


def find_kinds(path: Path) -> set[str]:
    return {found.kind for found in verify_wacz(path)}


def read_files(path: Path) -> Files:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_files(path: Path, files: Files, *, relist: bool = False) -> Path:
    """A zip of ``files``; ``relist`` makes all hashes anew, as a forger would."""
    if relist:
        package = json.loads(files["datapackage.json"])
        package["resources"] = [
            {
                "name": name.rpartition("/")[2],
                "path": name,
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "bytes": len(data),
            }
            for name, data in files.items()
            if not name.startswith("datapackage")
        ]
        data = json.dumps(package).encode()
        digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        files = {**files, "datapackage.json": data, "datapackage-digest.json": json.dumps(digest).encode()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def find_name(files: Files, folder: str) -> str:
    (name,) = (name for name in files if name.startswith(folder))
    return name


def test_every_record_is_in_it_as_it_was(packed: Path, written: tuple[Written, ...], tmp_path: Path) -> None:
    assert list(verify_wacz(packed)) == []
    files = read_files(packed)
    warc = tmp_path / "inside.warc.gz"
    warc.write_bytes(files[find_name(files, "archive/")])
    assert list(verify_file(warc)) == []
    records = list(ArchiveIterator(warc.open("rb"), verify_digests=True))
    ids = {unbracket(record.headers["WARC-Record-ID"]) for record in records}
    assert ids > {each.record_id for each in written}
    assert len(records) == len(written) + 1  # the warcinfo of their file
    pages = [json.loads(line) for line in files["pages/pages.jsonl"].splitlines()]
    assert pages[1]["url"] == f"{PAGE}/test/0" and pages[1]["title"] == "Nachrichten – 新闻"


def test_what_belongs_to_a_record_comes_along(written: tuple[Written, ...], tmp_path: Path) -> None:
    reader = ArchiveReader(tmp_path / "archive")
    (revisit,) = (each for each in written if each.type == "revisit")
    told: list[tuple[int, int]] = []
    path = tmp_path / "one.wacz"
    contents = Contents(
        captures=[reader.read(revisit.warc_file, revisit.offset)], pages=(), labels=Labels(title="t")
    )
    count = write_wacz(path, reader, contents, lambda done, total: told.append((done, total)))
    assert told == [(number, count) for number in range(1, count + 1)]
    lines = gzip.decompress(read_files(path)["indexes/index.cdx.gz"]).decode().splitlines()
    kinds = sorted(json.loads(line[line.index("{") :])["mime"] for line in lines)
    assert kinds == ["text/html", "warc/revisit"]  # the original too, with request and warcinfo: 5 records
    assert count == 5
    assert list(verify_wacz(path)) == []


def test_files_of_one_name_but_for_case_are_kept_apart(tmp_path: Path) -> None:
    fill_archive(tmp_path / "archive", pairs=1)
    (ours,) = (tmp_path / "archive").glob("*.warc.gz")
    for name in ("A.warc.gz", "a.warc.gz"):
        fill_archive(tmp_path / name, pairs=1, name=name[0])
        (foreign,) = (tmp_path / name).glob("*.warc.gz")
        foreign.rename(tmp_path / "archive" / name)
    reader = ArchiveReader(tmp_path / "archive")
    captures = [capture for name in reader.files() if name != ours.name for capture in reader.records(name)]
    path = tmp_path / "two.wacz"
    write_wacz(path, reader, Contents(captures=captures, pages=(), labels=Labels(title="t")))
    assert len([name for name in read_files(path) if name.startswith("archive/")]) == 2
    assert list(verify_wacz(path)) == []


def flip_warc(files: Files) -> None:
    name = find_name(files, "archive/")
    data = bytearray(files[name])
    data[len(data) // 2] ^= 1
    files[name] = bytes(data)


def cut_warc(files: Files) -> None:
    """The last record goes, at its border: the WARC is a valid one."""
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).splitlines()
    offsets = [int(json.loads(line[line.index(b"{") :])["offset"]) for line in lines]
    name = find_name(files, "archive/")
    files[name] = files[name][: max(offsets)]


def shift_index(files: Files) -> None:
    lines = gzip.decompress(files["indexes/index.cdx.gz"]).splitlines(keepends=True)
    moved = [line.replace(b'"offset": "', b'"offset": "9') for line in lines[:1]] + lines[1:]
    files["indexes/index.cdx.gz"] = gzip.compress(b"".join(moved))


def forge_digest(files: Files) -> None:
    lines = gzip.decompress(files["indexes/index.cdx.gz"])
    start = lines.index(b"sha256:") + 7
    forged = lines[:start] + b"A" * 52 + lines[start + 52 :]
    files["indexes/index.cdx.gz"] = gzip.compress(forged)


def forge_url(files: Files) -> None:
    lines = gzip.decompress(files["indexes/index.cdx.gz"])
    files["indexes/index.cdx.gz"] = gzip.compress(
        lines.replace(b'"url": "https://social', b'"url": "https://anti-social')
    )


def add_page(files: Files) -> None:
    files["pages/pages.jsonl"] += (
        b'{"id": "x", "url": "https://never.example/", "ts": "2026-03-01T00:00:00Z"}\n'
    )


def break_index(files: Files) -> None:
    files["indexes/index.cdx.gz"] = files["indexes/index.cdx.gz"][:-9]


def inflate_index(files: Files) -> None:
    files["indexes/index.cdx.gz"] = gzip.compress(b" " * (64 << 20))


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (flip_warc, "gzip"),
        (cut_warc, "index"),
        (shift_index, "index"),
        (forge_digest, "index"),
        (forge_url, "index"),
        (add_page, "pages"),
        (break_index, "index"),
        (inflate_index, "index"),
    ],
)
def test_a_forger_who_makes_all_hashes_anew_is_noticed(
    packed: Path, change: Callable[[Files], None], kind: str
) -> None:
    files = read_files(packed)
    change(files)
    assert kind in find_kinds(write_files(packed, files, relist=True))


@pytest.mark.parametrize("folder", PARTS)
def test_any_change_of_a_file_is_noticed(packed: Path, folder: str) -> None:
    files = read_files(packed)
    name = find_name(files, folder)
    files[name] = files[name].replace(b"2026", b"2027").replace(b"sha256", b"sha265") + b" "
    kinds = find_kinds(write_files(packed, files))
    assert kinds & {"digest", "datapackage"}


@pytest.mark.parametrize("folder", PARTS)
def test_a_file_that_lacks_is_noticed(packed: Path, folder: str) -> None:
    files = read_files(packed)
    del files[find_name(files, folder)]
    assert "missing_file" in find_kinds(write_files(packed, files))


def test_a_file_that_is_not_listed_is_noticed(packed: Path) -> None:
    files = read_files(packed)
    files["archive/more.warc.gz"] = b""
    assert {"unlisted_file", "not_warc"} <= find_kinds(write_files(packed, files))


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "C:\\evil", "archive/../../evil", "a\\b", "./x"])
def test_names_that_lead_out_are_refused(packed: Path, name: str, tmp_path: Path) -> None:
    files = read_files(packed)
    files[name] = b"x"
    found = list(verify_wacz(write_files(packed, files)))
    assert {each.kind for each in found} == {"zip_slip"}
    assert not (tmp_path.parent / "evil").exists()


def test_links_and_doubled_names_are_refused(packed: Path) -> None:
    link = zipfile.ZipInfo("archive/link.warc.gz")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr(link, "../../etc/passwd")
        archive.writestr("pages/pages.jsonl", b"{}")
    assert find_kinds(packed) == {"zip_slip", "duplicate_name"}


def test_a_bomb_is_refused_unread(packed: Path) -> None:
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/bomb.warc", b"\x00" * (32 << 20))
    (found,) = verify_wacz(packed)
    assert (found.kind, found.file) == ("bomb", "archive/bomb.warc")


def test_entries_that_lie_over_one_another_are_refused(packed: Path) -> None:
    with zipfile.ZipFile(packed, "a") as archive:
        entry = archive.getinfo(find_name(dict.fromkeys(archive.namelist(), b""), "archive/"))
        for number in range(50):
            double: Any = zipfile.ZipInfo(f"archive/{number}.warc.gz")
            for fact in ("header_offset", "CRC", "compress_size", "file_size", "create_system", "flag_bits"):
                setattr(double, fact, getattr(entry, fact))
            archive.filelist.append(double)
            archive.NameToInfo[double.filename] = double
        archive._didModify = True  # type: ignore[attr-defined]
    assert find_kinds(packed) == {"bomb"}


@pytest.mark.parametrize("size", [0, 10, 1000, -1, -30])
def test_a_file_that_is_cut_is_no_zip(packed: Path, size: int) -> None:
    packed.write_bytes(packed.read_bytes()[:size])
    assert find_kinds(packed) == {"zip"}


def test_nothing_is_unpacked(packed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(scratch))
    monkeypatch.chdir(scratch)
    before = sorted(tmp_path.rglob("*"))
    assert list(verify_wacz(packed)) == []
    assert sorted(tmp_path.rglob("*")) == before


if WACZS:  # beside the repository only; an empty list would be a skipped test

    @pytest.mark.parametrize("path", WACZS, ids=lambda path: f"{path.parent.name}/{path.name}")
    def test_files_of_others(path: Path) -> None:
        found = {found.kind for found in verify_wacz(path) if found.severity == "fault"}
        assert found == VERDICTS[path.name]
