"""Reading back: by place, by id, around damage, and bodies in every coding, within limits."""

from __future__ import annotations

import gzip
import os
import zlib
from pathlib import Path

import brotli
import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive_reader import ArchiveReader, Spoiled
from storage.archive_writer import ArchiveWriter
from storage.chunks import ChunkJoiner, join_chunks
from storage.content import decode_content
from storage.errors import ArchiveFault
from storage.ledger import read_ledger
from tests.storage.archives import (
    fill_archive,
    find_ledger,
    find_warc,
    make_head,
    make_made,
    make_request,
    make_response,
    make_text,
    run_python,
)

NOISE = os.urandom(150_000)
BODIES = [b"", b"short", make_text(5000, 1), make_text(400_000, 2), NOISE]


def encode_zlib(body: bytes, bits: int) -> bytes:
    packer = zlib.compressobj(wbits=bits)
    return packer.compress(body) + packer.flush()


CODINGS = {
    "gzip": gzip.compress,
    "x-gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
    "zstd": zstandard.ZstdCompressor().compress,
    "identity": bytes,
}


def test_every_record_is_found_by_its_id_and_its_place(tmp_path: Path) -> None:
    written = [*fill_archive(tmp_path, name="one"), *fill_archive(tmp_path, name="two")]
    reader = ArchiveReader(tmp_path)
    for record in reversed(written):
        found = reader.find(record.record_id)
        assert found == reader.read(record.warc_file, record.offset)
        assert (found.url, found.length) == (record.target_uri, record.length)
    assert reader.find("urn:uuid:00000000-0000-4000-8000-000000000000") is None


def test_records_come_in_order_from_any_offset(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    reader = ArchiveReader(tmp_path)
    name = written[0].warc_file
    for start in range(len(written)):
        found = [capture.record_id for capture in reader.records(name, written[start].offset)]
        assert found == [record.record_id for record in written[start:]]


def test_what_is_appended_meanwhile_is_found(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path, max_bytes=2000) as writer:
        reader = ArchiveReader(tmp_path)
        for number in range(20):
            (written,) = writer.append((make_response(os.urandom(300), f"https://a.example/{number}"),))
            if number % 3 == 0:
                writer.sync()
            found = reader.find(written.record_id)
            assert found is not None and found.url == written.target_uri
    assert reader.find(written.record_id) == found
    assert len(reader.files()) > 2


def test_a_file_that_is_closed_while_it_is_read_is_read_on(tmp_path: Path) -> None:
    writer = ArchiveWriter(tmp_path)
    written = writer.append((make_response(b"x"), make_request(), make_made(b"{}")))
    writer.sync()
    reader = ArchiveReader(tmp_path)
    records = reader.records(written[0].warc_file)
    found = [next(records).record_type]
    writer.close()
    assert [*found, *(record.record_type for record in records)] == [
        "warcinfo",
        "response",
        "request",
        "resource",
    ]


def test_the_name_before_closing_leads_to_the_file_after_it(tmp_path: Path) -> None:
    """Between finding a file and opening it, its writer may take ``.open`` away."""
    writer = ArchiveWriter(tmp_path)
    (written,) = writer.append((make_response(b"x"),))
    writer.sync()
    reader = ArchiveReader(tmp_path)
    early = reader.find_path(written.warc_file)
    writer.close()
    late = ArchiveReader(tmp_path)
    late.find_path = lambda warc_file: early  # type: ignore[method-assign]
    found = late.find(written.record_id)
    assert found is not None and found.body == b"x"


def test_damage_is_told_and_the_walk_goes_on(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    data = bytearray(find_warc(tmp_path).read_bytes())
    data[written[2].offset + written[2].length // 2] ^= 0xFF
    find_warc(tmp_path).write_bytes(data)
    spoiled: list[Spoiled] = []
    reader = ArchiveReader(tmp_path)
    found = {record.record_id for record in reader.raw_records(written[0].warc_file, 0, spoiled.append)}
    assert [place.offset for place in spoiled] == [written[2].offset]
    assert {record.record_id for record in written} - found == {written[2].record_id}
    with pytest.raises(ArchiveFault, match=f"damaged at {written[2].offset}.*run vedette verify"):
        list(reader.records(written[0].warc_file))
    with pytest.raises(ArchiveFault, match=f"at {written[2].offset}: "):
        reader.find(written[2].record_id)


@pytest.mark.parametrize("shift", [1, 5, -1])
def test_a_place_where_no_record_begins_is_told(tmp_path: Path, shift: int) -> None:
    written = fill_archive(tmp_path)
    with pytest.raises(ArchiveFault, match="run vedette verify"):
        ArchiveReader(tmp_path).read(written[0].warc_file, written[3].offset + shift)


def test_beyond_the_end_nothing_is_there(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    with pytest.raises(ArchiveFault, match="nothing is there"):
        ArchiveReader(tmp_path).read(written[0].warc_file, find_warc(tmp_path).stat().st_size)


@pytest.mark.parametrize("name", ["nowhere.warc.gz", "../other.warc.gz", "/etc/passwd", ""])
def test_only_files_of_the_archive_are_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveFault):
        ArchiveReader(tmp_path).read(name, 0)


def test_a_ledger_that_lost_its_end_hides_no_record(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    ledger = find_ledger(tmp_path)
    ledger.write_bytes(ledger.read_bytes()[:700])
    assert 0 < len(read_ledger(ledger).entries) < len(written)
    assert ArchiveReader(tmp_path).find(written[-1].record_id) is not None


@pytest.mark.parametrize("body", BODIES, ids=len)
@pytest.mark.parametrize("coding", CODINGS)
def test_content_codings_are_undone_for_readers_and_kept_in_the_archive(
    tmp_path: Path, coding: str, body: bytes
) -> None:
    coded = CODINGS[coding](body)
    head = make_head("HTTP/1.1 200 OK", ("content-ENCODING", coding.upper()))
    with ArchiveWriter(tmp_path) as writer:
        (written,) = writer.append((make_response(coded, head=head),))
    reader = ArchiveReader(tmp_path)
    assert reader.raw(written.warc_file, written.offset).payload == coded
    capture = reader.read(written.warc_file, written.offset)
    assert (capture.body, capture.truncated) == (body, "")


def test_codings_may_be_nested_and_deflate_may_lack_its_wrapper() -> None:
    body = make_text(100_000, 3)
    nested = brotli.compress(gzip.compress(body))
    assert decode_content(nested, [("Content-Encoding", "gzip, br")]) == (body, "")
    assert decode_content(nested, [("A", "b"), ("Content-Encoding", "gzip"), ("content-encoding", "br")]) == (
        body,
        "",
    )
    assert decode_content(encode_zlib(body, -15), [("Content-Encoding", "deflate")]) == (body, "")
    five = [("Content-Encoding", ", ".join(["gzip"] * 5))]
    assert decode_content(nested, five) == (nested, "5 nested content codings")


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_a_body_of_several_members_is_decoded_to_its_end(coding: str) -> None:
    """The members' ends lie anywhere in the pieces that are decoded at once."""
    pieces = [NOISE[:size] for size in (1, 70_000, 65_536, 0, 3, 150_000)]
    coded = b"".join(CODINGS[coding](piece) for piece in pieces)
    assert decode_content(coded, [("Content-Encoding", coding)]) == (b"".join(pieces), "")


def test_what_follows_the_last_gzip_member_is_left_aside() -> None:
    coded = gzip.compress(NOISE) + b"\0" * 100
    assert decode_content(coded, [("Content-Encoding", "gzip")]) == (NOISE, "")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_torn_body_gives_what_came_and_says_so(coding: str) -> None:
    coded = CODINGS[coding](NOISE)
    body, reason = decode_content(coded[: len(coded) // 2], [("Content-Encoding", coding)])
    assert NOISE.startswith(body) and len(body) > 10_000
    assert reason == f"{coding}: torn or damaged"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_in_no_coding_at_all_is_handed_on(coding: str) -> None:
    plain = b"<!doctype html><p>plain after all</p>"
    assert decode_content(plain, [("Content-Encoding", coding)]) == (plain, f"{coding}: not in this coding")


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_what_expands_beyond_its_bound_is_cut(coding: str) -> None:
    bomb = CODINGS[coding](bytes(30_000_000))
    assert len(bomb) < 100_000
    body, reason = decode_content(bomb, [("Content-Encoding", coding)])
    bound = max(1024 * 1024, 200 * len(bomb))
    assert len(body) == bound
    assert reason == f"{coding}: expands beyond {bound} bytes"
    body, reason = decode_content(bomb, [("Content-Encoding", coding)], limit=1000)
    assert (body, reason) == (bytes(1000), f"{coding}: longer than 1000 bytes")


@settings(deadline=None)
@given(st.binary(max_size=2000), st.lists(st.sampled_from([*CODINGS, "zip", ""]), max_size=5))
def test_no_bytes_make_decoding_raise(body: bytes, codings: list[str]) -> None:
    decode_content(body, [("Content-Encoding", ",".join(codings))])


READ_BOMB = """
import resource, sys
from pathlib import Path
from storage.archive_reader import ArchiveReader
from storage.verify import verify_file
folder = Path(sys.argv[1])
used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
spoiled = []
reader = ArchiveReader(folder)
found = [record.record_id for record in reader.raw_records("bomb.warc.gz", 0, spoiled.append)]
faults = [each.kind for each in verify_file(folder / "bomb.warc.gz")]
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used) // 1024)
print(*found, *(place.fault.kind for place in spoiled), *faults)
"""


def test_a_packed_bomb_costs_bounded_memory_and_hides_no_other_record(tmp_path: Path) -> None:
    """A record of 600 MB that takes 600 KB; the one after it is read."""
    size = 600_000_000
    head = (
        f"WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:x:bomb>\r\n"
        f"WARC-Date: 2026-01-01T00:00:00Z\r\n"
        f"WARC-Target-URI: urn:x:y\r\nContent-Type: text/plain\r\nContent-Length: {size}\r\n\r\n"
    )
    packer = zlib.compressobj(1, wbits=31)
    with (tmp_path / "bomb.warc.gz").open("wb") as file:
        file.write(packer.compress(head.encode()))
        for _ in range(size // 1_000_000):
            file.write(packer.compress(bytes(1_000_000)))
        file.write(packer.compress(b"\r\n\r\n") + packer.flush())
        after = head.replace("bomb", "after").replace(str(size), "0")
        file.write(gzip.compress(after.encode() + b"\r\n\r\n"))
    done = run_python(READ_BOMB, [tmp_path])
    megabytes, told = done.stdout.splitlines()
    assert told == "urn:x:after too_large", done.stderr
    assert int(megabytes) < 200


def chunk(body: bytes, sizes: list[int]) -> bytes:
    out = b""
    for size in sizes:
        piece, body = body[:size], body[size:]
        if piece:
            out += f"{len(piece):X};a=b\r\n".encode() + piece + b"\r\n"
    return (
        out + (f"{len(body):x}\r\n".encode() + body + b"\r\n" if body else b"") + b"0\r\nTrailer: x\r\n\r\n"
    )


@settings(deadline=None)
@given(st.binary(max_size=300), st.lists(st.integers(1, 50), max_size=10), st.integers(1, 40))
def test_chunks_are_joined_however_they_arrive(body: bytes, sizes: list[int], step: int) -> None:
    coded = chunk(body, sizes)
    assert join_chunks(coded) == body
    joiner = ChunkJoiner()
    assert b"".join(joiner.feed(coded[at : at + step]) for at in range(0, len(coded), step)) == body
    assert joiner.is_complete and not joiner.is_broken


@pytest.mark.parametrize("body", [b"", b"plain text", b"zz\r\nx", b"5\r\nabc", b"5\r\nhelloX\r\n0\r\n\r\n"])
def test_what_is_no_chunked_body_is_told(body: bytes) -> None:
    assert join_chunks(body) in (None, b"abc")
