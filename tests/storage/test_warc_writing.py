"""What stands in a file that was written: other programs' readers and ours agree on every byte of it."""

from __future__ import annotations

import gzip
import random
import tempfile
import zlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter, Software
from storage.captured import view_draft
from storage.http_head import parse_head
from storage.ledger import read_ledger
from storage.warc import Draft, Provenance, Written, compress_record, encode_uri
from tests.storage.archives import (
    MOMENT,
    PAGE,
    fill_archive,
    find_faults,
    find_ledger,
    find_warc,
    make_head,
    make_made,
    make_request,
    make_response,
    run_python,
)

KINDS = ["warcinfo", *["response", "request"] * 3, "revisit", "request", "resource", "metadata"]

SLOW = settings(max_examples=80, deadline=None)
TEXTS = st.text(max_size=40)
CHOSEN = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
PAYLOADS = st.one_of(
    st.binary(max_size=3000),
    st.sampled_from([b"", b"\r\n\r\n", b"5\r\nhello\r\n0\r\n\r\n", b"\n\nWARC/1.1\r\n\r\n", bytes(70_000)]),
)
HEADER_NAMES = st.from_regex(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,12}", fullmatch=True).filter(
    lambda name: name.lower() not in ("transfer-encoding", "content-encoding")
)
HEADER_VALUES = st.text(st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=20).map(
    str.strip
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(HEADER_NAMES, HEADER_VALUES),
        st.sampled_from([("set-cookie", "a=1"), ("SET-COOKIE", "a=1"), ("Set-Cookie", "b=2")]),
    ),
    max_size=8,
)
URLS = st.builds(
    "{}://{}/{}".format,
    st.sampled_from(["http", "https"]),
    st.sampled_from(["a.example", "bücher.example"]),
    CHOSEN,
)


def test_warcio_checks_every_record_and_digest(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    checked = run_python("from warcio.cli import main; main()", ["check", "-v", find_warc(tmp_path)])
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert checked.stdout.count("WARC-Record-ID") == len(KINDS)
    assert checked.stdout.count("digest pass") == len(KINDS) - 1
    assert checked.stdout.count("digest present but not checked (revisit)") == 1


def test_fastwarc_verifies_every_record_and_digest(tmp_path: Path) -> None:
    fill_archive(tmp_path)
    kinds = []
    with find_warc(tmp_path).open("rb") as file:
        for record in FastIterator(file, parse_http=False):
            kinds.append(record.headers["WARC-Type"])
            assert record.verify_block_digest(consume=False)
            if kinds[-1] == "response":
                record.parse_http()
                assert record.verify_payload_digest()
    assert kinds == KINDS


def test_each_record_is_a_gzip_member_of_its_own_where_the_ledger_says(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    data = find_warc(tmp_path).read_bytes()
    entries = read_ledger(find_ledger(tmp_path)).entries
    assert [entry.record_id for entry in entries[1:]] == [record.record_id for record in written]
    for entry in entries:
        member = zlib.decompressobj(31)
        block = member.decompress(data[entry.offset : entry.offset + entry.length])
        assert member.eof and not member.unused_data
        assert block.startswith(b"WARC/1.1\r\n") and entry.record_id.encode() in block
    assert sum(entry.length for entry in entries) == len(data)


def test_the_records_say_what_they_belong_to(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, software=Software(version="1.2", operator="An\r\nEditor: x")) as writer:
        response, request = writer.append((make_response(b"x"), make_request()))
    with find_warc(tmp_path).open("rb") as file:
        info, first, second = [
            (record.rec_headers, record.raw_stream.read())
            for record in ArchiveIterator(file, no_record_parse=True)
        ]
    assert info[0].get_header("WARC-Filename") == find_warc(tmp_path).name
    assert b"software: Vedette 1.2\r\n" in info[1] and b"operator: An Editor: x\r\n" in info[1]
    assert first[0].get_header("WARC-Concurrent-To") == f"<{request.record_id}>"
    assert second[0].get_header("WARC-Concurrent-To") == f"<{response.record_id}>"
    assert first[0].get_header("WARC-Warcinfo-ID") == info[0].get_header("WARC-Record-ID")
    assert first[0].get_header("WARC-Date") == "2026-03-01T08:30:00.123456Z"


def test_of_a_large_group_the_first_names_all_and_each_names_the_first(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        writer.append([make_response(b"x"), *(make_made(str(number).encode()) for number in range(6))])
    with find_warc(tmp_path).open("rb") as file:
        headers = [record.rec_headers.headers for record in ArchiveIterator(file, no_record_parse=True)][1:]
    named = [[value for name, value in fields if name == "WARC-Concurrent-To"] for fields in headers]
    own = [dict(fields)["WARC-Record-ID"] for fields in headers]
    assert named == [own[1:], *[own[:1]] * 6]


@SLOW
@given(
    URLS,
    HEADERS,
    PAYLOADS,
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.sampled_from(["response", "request"]),
)
def test_any_exchange_reads_back_as_it_was_handed_in(
    url: str, headers: list[tuple[str, str]], payload: bytes, context: dict[str, str], kind: str
) -> None:
    line = "HTTP/1.1 200 OK" if kind == "response" else "POST / HTTP/1.1"
    draft = make_response(
        payload,
        url,
        type=kind,
        head=make_head(line, *headers),
        provenance=Provenance(reader="r", context=context),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = write(folder, draft)
        reader = ArchiveReader(folder)
        record = reader.raw(written.warc_file, written.offset)
        assert (record.head, record.payload, record.target_uri) == (draft.head, payload, encode_uri(url))
        capture = reader.read(written.warc_file, written.offset)
        assert capture == view_draft(draft, written)
        assert capture.headers == tuple(headers)
        assert (capture.body, capture.context) == (payload, context)
        assert not find_faults(folder)
        compare_with_others(find_warc(folder), draft)


def write(folder: Path, draft: Draft) -> Written:
    with ArchiveWriter(folder) as writer:
        return writer.append((draft,))[0]


def compare_with_others(warc: Path, draft: Draft) -> None:
    """What warcio and fastwarc read of the second record, head and payload as they are."""
    with warc.open("rb") as file:
        records = ArchiveIterator(file, no_record_parse=True)
        next(records)
        assert next(records).raw_stream.read() == draft.head + draft.payload
    with warc.open("rb") as file:
        _, record = (each for each in FastIterator(file, parse_http=False, func_filter=lambda _: True))
        assert record.headers["WARC-Target-URI"] == encode_uri(draft.target_uri)


@SLOW
@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=40))
def test_no_value_breaks_out_of_its_header_line(value: str, url: str, content_type: str) -> None:
    injected = f"{value}\r\nWARC-Type: warcinfo\r\n\r\nWARC/1.1"
    draft = Draft(
        type="metadata",
        target_uri=f"https://a.example/{url}\r\nX: y",
        date=MOMENT,
        content_type=f"text/{content_type}\r\nX: y",
        payload=b"p",
        fields=(("WARC-Truncated", injected),),
        provenance=Provenance(platform=injected, context={"\r\nX": injected}),
    )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        written = write(folder, draft)
        with find_warc(folder).open("rb") as file:
            fields = [record.rec_headers.headers for record in ArchiveIterator(file, no_record_parse=True)][1]
        assert [name for name, _ in fields] == [
            "WARC-Type",
            "WARC-Record-ID",
            "WARC-Date",
            "WARC-Target-URI",
            "WARC-Warcinfo-ID",
            "WARC-Truncated",
            "WARC-Block-Digest",
            "WARC-JSON-Metadata",
            "Content-Type",
            "Content-Length",
        ]
        assert dict(fields)["WARC-Type"] == "metadata"
        assert ArchiveReader(folder).raw(written.warc_file, written.offset).payload == b"p"


@pytest.mark.parametrize(
    "fields",
    [
        (("WARC-Type", "response"),),
        (("content-LENGTH", "0"),),
        (("Bad Name", "x"),),
        (("Bad:Name", "x"),),
        (("", "x"),),
        (("WARC-IP-Address", "1.1.1.1"), ("warc-ip-address", "1.1.1.2")),
    ],
)
def test_a_field_that_would_forge_a_record_is_refused(
    tmp_path: Path, fields: tuple[tuple[str, str], ...]
) -> None:
    with ArchiveWriter(tmp_path) as writer:
        with pytest.raises(ValueError, match="not a field"):
            writer.append((make_response(b"x", fields=fields),))
        writer.append((make_response(b"after"),))
    assert not find_faults(tmp_path)
    assert len(read_ledger(find_ledger(tmp_path)).entries) == 2


@pytest.mark.parametrize("record_id", ["no uri", 'urn:x:"', "urn:x:>", "urn:x:\n", "", "urn:"])
def test_a_record_id_is_a_uri_or_is_made(tmp_path: Path, record_id: str) -> None:
    with ArchiveWriter(tmp_path) as writer:
        draft = make_response(b"x", record_id=record_id)
        if record_id:
            with pytest.raises(ValueError, match="not a record id"):
                writer.append((draft,))
        else:
            assert writer.append((draft,))[0].record_id.startswith("urn:uuid:")


def test_a_date_without_time_zone_is_refused_and_any_other_is_told_in_utc(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        with pytest.raises(ValueError, match="time zone"):
            writer.append((make_response(b"x", date=datetime(2026, 1, 1)),))
        eastern = datetime.fromisoformat("2026-01-01T02:00:00+08:00")
        written = writer.append((make_response(b"x", date=eastern),))[0]
        writer.sync()
        capture = ArchiveReader(tmp_path).read(written.warc_file, written.offset)
    assert capture.captured_at.isoformat() == "2025-12-31T18:00:00+00:00"


def test_files_are_changed_by_size_and_a_group_stays_together(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, max_bytes=2000) as writer:
        groups = [writer.append((make_response(bytes([n]) * 900), make_request())) for n in range(12)]
    assert len(list(tmp_path.glob("*.warc.gz"))) > 2
    assert not list(tmp_path.glob("*.open"))
    assert all(len({written.warc_file for written in group}) == 1 for group in groups)
    assert not find_faults(tmp_path)


def test_files_are_changed_by_age(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, max_age_s=0.0) as writer:
        names = {writer.append((make_response(b"x"),))[0].warc_file for _ in range(3)}
    assert len(names) == 3
    assert not find_faults(tmp_path)


def test_nothing_appended_makes_no_file(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path / "archive") as writer:
        assert writer.append(()) == ()
        writer.sync()
    assert not (tmp_path / "archive").exists()


def test_two_writers_at_once_in_one_folder_do_not_meet(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, max_bytes=1) as one, ArchiveWriter(tmp_path, max_bytes=1) as other:
        written = [
            record
            for number in range(5)
            for writer in (one, other)
            for record in writer.append(
                (make_response(str(number).encode(), f"{PAGE}/{number}"), make_request())
            )
        ]
    assert len({record.warc_file for record in written}) == 10
    assert len({record.record_id for record in written}) == 20
    reader = ArchiveReader(tmp_path)
    for record in written:
        found = reader.find(record.record_id)
        assert found is not None and (found.warc_file, found.offset) == (record.warc_file, record.offset)
    assert not find_faults(tmp_path)


class StoppedClock:
    """It is always the same second."""

    @staticmethod
    def now(_: object) -> datetime:
        return MOMENT


def test_a_writer_in_the_same_second_takes_no_name_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.archive_writer.datetime", StoppedClock)
    names = {write(tmp_path, make_response(b"x")).warc_file for _ in range(3)}
    assert len(names) == len(list(tmp_path.glob("*.warc.gz"))) == 3
    assert not find_faults(tmp_path)


@given(st.one_of(st.binary(max_size=200_000), st.integers(0, 300_000).map(bytes)))
@settings(max_examples=60, deadline=None)
def test_any_bytes_compress_to_one_member_that_python_reads(data: bytes) -> None:
    member = zlib.decompressobj(31)
    assert member.decompress(compress_record(data)) == data
    assert member.eof and not member.unused_data


@pytest.mark.parametrize("size", [0xFFFF, 0x10000, 0x1FFFE, 0x1FFFF, 400_000])
def test_what_does_not_deflate_is_stored_whole(size: int) -> None:
    data = random.Random(size).randbytes(size)
    packed = compress_record(data)
    assert gzip.decompress(packed) == data
    assert len(packed) == 18 + len(data) + 5 * -(-len(data) // 0xFFFF)


def test_a_writer_that_is_closed_again_does_nothing(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path)
    writer.append((make_response(b"x", date=datetime.now(UTC) - timedelta(days=1)),))
    writer.close()
    writer.close()
    assert not find_faults(tmp_path)


def test_the_head_is_parsed_with_its_order_case_and_repetition() -> None:
    head = b"HTTP/1.1 404 Not Found\r\nx-A: 1\r\nX-a:  2 \r\nFolded: a\r\n\t b\r\nNone\r\n\r\n"
    parsed = parse_head(head)
    assert parsed.status == 404
    assert parsed.headers == (("x-A", "1"), ("X-a", "2"), ("Folded", "a b"), ("None", ""))
