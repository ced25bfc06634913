"""A payload that came before is archived once; its revisits show it all the same."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.captured import view_draft
from storage.warc import Draft, Original, Written, digest, refer_identical, refer_not_modified
from tests.storage.archives import (
    MOMENT,
    PAGE,
    find_faults,
    find_warc,
    make_head,
    make_response,
    make_revisit,
    make_text,
)

BODY = make_text(20_000, 7)


def write(folder: Path, *drafts: Draft, name: str = "test") -> tuple[Written, ...]:
    with ArchiveWriter(folder, name=name) as writer:
        return tuple(writer.append((draft,))[0] for draft in drafts)


def test_a_revisit_shows_the_originals_body_under_its_own_head_and_is_small(tmp_path: Path) -> None:
    (original,) = write(tmp_path, make_response(BODY), name="one")
    head = make_head("HTTP/1.1 200 OK", ("Content-Type", "text/html"), ("Date", "later"))
    draft = make_revisit(original, BODY, url=f"{PAGE}?again", head=head)
    (written,) = write(tmp_path, draft, name="two")
    capture = ArchiveReader(tmp_path).read(written.warc_file, written.offset)
    assert (capture.body, capture.record_type, capture.refers_to) == (BODY, "revisit", original.record_id)
    assert capture.payload_digest == original.payload_digest == digest(BODY)
    assert dict(capture.headers)["Date"] == "later"
    assert capture.truncated == ""
    assert capture == view_draft(draft, written)
    assert written.length < 1000
    assert find_faults(tmp_path) == []


def test_a_revisit_of_a_coded_body_is_decoded_as_the_original_is(tmp_path: Path) -> None:
    coded = gzip.compress(BODY)
    head = make_head("HTTP/1.1 200 OK", ("Content-Encoding", "gzip"))
    (original,) = write(tmp_path, make_response(coded, head=head), name="one")
    (written,) = write(tmp_path, make_revisit(original, coded, head=head), name="two")
    assert ArchiveReader(tmp_path).read(written.warc_file, written.offset).body == BODY


def test_the_record_names_its_original_as_the_standard_asks(tmp_path: Path) -> None:
    (original,) = write(tmp_path, make_response(BODY, "https://bücher.example/"), name="one")
    write(tmp_path, make_revisit(original, BODY), name="two")
    (path,) = tmp_path.glob("two-*.warc.gz")
    with path.open("rb") as file:
        (fields,) = [each.rec_headers for each in ArchiveIterator(file) if each.rec_type == "revisit"]
    assert fields.get_header("WARC-Profile").endswith("/warc/1.1/revisit/identical-payload-digest")
    assert fields.get_header("WARC-Refers-To") == f"<{original.record_id}>"
    assert fields.get_header("WARC-Refers-To-Target-URI") == "https://b%C3%BCcher.example/"
    assert fields.get_header("WARC-Refers-To-Date") == "2026-03-01T08:30:00.123456Z"
    assert fields.get_header("WARC-Payload-Digest") == digest(BODY)
    assert fields.get_header("WARC-Truncated") == "length"


def test_a_revisit_whose_original_is_gone_says_so(tmp_path: Path) -> None:
    (original,) = write(tmp_path, make_response(BODY), name="one")
    (written,) = write(tmp_path, make_revisit(original, BODY), name="two")
    for path in tmp_path.glob("one-*"):
        path.unlink()
    capture = ArchiveReader(tmp_path).read(written.warc_file, written.offset)
    assert (capture.body, capture.truncated) == (b"", "the original of this revisit is missing")
    (fault,) = find_faults(tmp_path)
    assert (fault.kind, fault.offset) == ("dangling_revisit", written.offset)


def test_a_revisit_whose_original_is_damaged_says_so(tmp_path: Path) -> None:
    (original,) = write(tmp_path, make_response(BODY), name="one")
    (written,) = write(tmp_path, make_revisit(original, BODY), name="two")
    path = tmp_path / original.warc_file
    data = bytearray(path.read_bytes())
    data[-1] ^= 1
    path.write_bytes(data)
    capture = ArchiveReader(tmp_path).read(written.warc_file, written.offset)
    assert (capture.body, capture.truncated) == (b"", "the original of this revisit is missing")


def test_a_revisit_may_come_before_its_original_and_refer_to_itself(tmp_path: Path) -> None:
    early = "urn:uuid:00000000-0000-4000-8000-000000000001"
    itself = "urn:uuid:00000000-0000-4000-8000-000000000002"
    refer = [refer_identical(Original(each, PAGE, MOMENT)) for each in (early, itself)]
    first, second, _ = write(
        tmp_path,
        make_response(BODY, type="revisit", fields=refer[0]),
        make_response(BODY, type="revisit", fields=refer[1], record_id=itself),
        make_response(BODY, record_id=early),
    )
    reader = ArchiveReader(tmp_path)
    assert reader.read(first.warc_file, first.offset).body == BODY
    assert reader.read(second.warc_file, second.offset).body == b""


@pytest.mark.parametrize("known", [True, False])
def test_a_304_shows_no_body_and_is_sound(tmp_path: Path, known: bool) -> None:
    (original,) = write(tmp_path, make_response(BODY), name="one")
    refers = refer_not_modified(Original(original.record_id, original.target_uri, original.date))
    draft = make_response(
        b"",
        type="revisit",
        head=make_head("HTTP/1.1 304 Not Modified", ("ETag", '"x"')),
        fields=refers if known else refers[:1],
    )
    (written,) = write(tmp_path, draft, name="two")
    capture = ArchiveReader(tmp_path).read(written.warc_file, written.offset)
    assert (capture.status, capture.body, capture.truncated) == (304, b"", "")
    assert capture.refers_to == (original.record_id if known else "")
    assert capture == view_draft(draft, written)
    assert find_faults(tmp_path) == []


def test_an_original_in_a_file_that_is_still_written_is_found(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        (original,) = writer.append((make_response(BODY),))
        (written,) = writer.append((make_revisit(original, BODY),))
        assert ArchiveReader(tmp_path).read(written.warc_file, written.offset).body == BODY
    assert find_warc(tmp_path).name == written.warc_file
