"""Archives that other tools made: read as far as they go, and judged rightly."""

from __future__ import annotations

import base64
import csv
import gzip
import hashlib
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from storage.archive_reader import ArchiveReader, Spoiled
from storage.captured import parse_date
from storage.items import Capture
from storage.verify import verify_archive, verify_file
from tests.storage.archives import RECORDINGS

URL = "https://a.example/page"
DATE = "2020-05-06T07:08:09Z"
BODY = b"<p>hello</p>" * 100
CHUNKED = b"4b0\r\n" + BODY + b"\r\n0\r\n\r\n"
IDENTICAL = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"


class Maker:
    """A WARC as warcio writes it."""

    def __init__(self, path: Path, packed: bool = True) -> None:
        self._file = path.open("wb")
        self._writer = WARCWriter(self._file, gzip=packed, warc_version="1.1")

    def add(self, kind: str, body: bytes, *headers: tuple[str, str], **fields: str) -> None:
        http = StatusAndHeaders("200 OK", list(headers), protocol="HTTP/1.1") if headers else None
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        record = self._writer.create_warc_record(
            named.pop("url", URL),
            kind,
            payload=BytesIO(body),
            http_headers=http,
            warc_headers_dict={"WARC-Date": DATE, **named},
        )
        self._writer.write_record(record)

    def close(self) -> None:
        self._file.close()


def read_all(folder: Path) -> list[Capture]:
    reader = ArchiveReader(folder)
    return [capture for name in reader.files() for capture in reader.records(name)]


def list_faults(path: Path) -> list[str]:
    return [found.kind for found in verify_file(path) if found.severity == "fault"]


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_what_warcio_writes_is_read_without_its_transfer_coding(tmp_path: Path, suffix: str) -> None:
    maker = Maker(tmp_path / f"a{suffix}", suffix.endswith("gz"))
    maker.add("response", BODY, ("Content-Type", "text/html"), ("set-cookie", "a"), ("Set-Cookie", "b"))
    maker.add("response", CHUNKED, ("Transfer-Encoding", "chunked"), WARC_IP_Address="192.0.2.1")
    maker.add("resource", b"made", url="urn:text:x")
    maker.close()
    plain, chunked, resource = read_all(tmp_path)
    assert (plain.body, plain.media_type, plain.status) == (BODY, "text/html", 200)
    assert [value for name, value in plain.headers if name.lower() == "set-cookie"] == ["a", "b"]
    assert (chunked.body, chunked.ip_address) == (BODY, "192.0.2.1")
    assert (resource.body, resource.url, resource.record_type) == (b"made", "urn:text:x", "resource")
    assert list_faults(tmp_path / f"a{suffix}") == []
    assert [found.kind for found in verify_file(tmp_path / f"a{suffix}")] == ["digest_convention"]


@pytest.mark.parametrize("encode", [base64.b32encode, base64.b16encode, base64.b64encode])
def test_the_digest_of_a_chunked_body_may_be_that_of_the_body(
    tmp_path: Path, encode: Callable[[bytes], bytes]
) -> None:
    """As WARC 1.1 asks, in base16, base32 or base64."""
    path = tmp_path / "a.warc"
    maker = Maker(path, packed=False)
    maker.add("response", CHUNKED, ("Transfer-Encoding", "chunked"))
    maker.close()
    made = path.read_bytes()
    for body, expected in ((BODY, []), (BODY[1:], ["digest"])):
        named = b"WARC-Payload-Digest: sha256:" + encode(hashlib.sha256(body).digest())
        path.write_bytes(re.sub(rb"WARC-Payload-Digest: [^\r]*", named, made))
        assert [found.kind for found in verify_file(path)] == expected


@pytest.mark.parametrize("original_first", [True, False])
def test_a_revisit_that_names_its_original_by_url_and_date_is_resolved(
    tmp_path: Path, original_first: bool
) -> None:
    names = ("1.warc.gz", "2.warc.gz") if original_first else ("2.warc.gz", "1.warc.gz")
    maker = Maker(tmp_path / names[0])
    maker.add("response", BODY, ("Content-Type", "text/html"))
    maker.add("response", b"another page", ("Content-Type", "text/html"), url=f"{URL}/2")
    maker.close()
    maker = Maker(tmp_path / names[1])
    maker.add(
        "revisit",
        b"",
        ("Content-Type", "text/html"),
        WARC_Profile=IDENTICAL,
        WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date=DATE,
    )
    maker.close()
    (revisit,) = [capture for capture in read_all(tmp_path) if capture.record_type == "revisit"]
    assert (revisit.body, revisit.truncated) == (BODY, "")
    assert {found.kind for found in verify_archive(tmp_path)} == {"no_ledger"}


def test_a_revisit_whose_original_is_elsewhere_is_noted(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.warc.gz")
    maker.add(
        "revisit",
        b"",
        ("Content-Type", "text/html"),
        WARC_Profile=IDENTICAL,
        WARC_Refers_To_Target_URI=URL,
        WARC_Refers_To_Date=DATE,
    )
    maker.close()
    (revisit,) = read_all(tmp_path)
    assert (revisit.body, revisit.truncated) == (b"", "the original of this revisit is missing")
    (found,) = verify_file(tmp_path / "a.warc.gz")
    assert (found.kind, found.severity) == ("unresolved_revisit", "note")


def test_blanks_and_other_letters_in_a_url_are_percent_encoded(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.warc.gz")
    maker.add("resource", b"x", url="https://a.example/a b/ü")
    maker.close()
    assert read_all(tmp_path)[0].url == "https://a.example/a%20b/%C3%BC"


def test_a_whole_file_in_one_gzip_member_is_read_and_told(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "plain.warc", packed=False)
    for number in range(3):
        maker.add("resource", BODY, url=f"{URL}/{number}")
    maker.close()
    path = tmp_path / "packed.warc.gz"
    path.write_bytes(gzip.compress((tmp_path / "plain.warc").read_bytes()))
    (tmp_path / "plain.warc").unlink()
    assert [capture.url for capture in read_all(tmp_path)] == [f"{URL}/{number}" for number in range(3)]
    assert set(list_faults(path)) == {"gzip_member"}


ARC_VERSION = b"1 0 Test\nURL IP-address Archive-date Content-type Archive-length\n"
ARC = b"filedesc://a.arc 0.0.0.0 20200506070809 text/plain %d\n%b\n" % (len(ARC_VERSION), ARC_VERSION)


def make_arc(*bodies: bytes) -> bytes:
    out = ARC
    for number, body in enumerate(bodies):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + body
        out += f"{URL}/{number} 192.0.2.1 20200506070809 text/html {len(block)}\n".encode() + block + b"\n"
    return out


def test_arc_files_are_read_and_their_records_have_lasting_ids(tmp_path: Path) -> None:
    (tmp_path / "a.arc").write_bytes(make_arc(b"one", b"two"))
    found = [capture for capture in read_all(tmp_path) if capture.record_type == "response"]
    assert [(capture.url, capture.body, capture.status) for capture in found] == [
        (f"{URL}/0", b"one", 200),
        (f"{URL}/1", b"two", 200),
    ]
    assert found[0].captured_at.isoformat() == "2020-05-06T07:08:09+00:00"
    assert [each.record_id for each in read_all(tmp_path)][-2:] == [each.record_id for each in found]
    reader = ArchiveReader(tmp_path)
    for capture in found:
        assert reader.find(capture.record_id) == capture
    assert list_faults(tmp_path / "a.arc") == []


def test_a_torn_arc_file_gives_what_is_whole_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.arc").write_bytes(make_arc(b"one", b"two" * 100)[:-50])
    spoiled: list[Spoiled] = []
    found = list(ArchiveReader(tmp_path).records("a.arc", on_damage=spoiled.append))
    assert found[-1].body == b"one"
    assert [place.fault.kind for place in spoiled] == ["truncated"]
    assert list_faults(tmp_path / "a.arc") == ["truncated"]


def test_a_record_without_a_date_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    maker = Maker(tmp_path / "a.warc", packed=False)
    maker.add("resource", b"one")
    maker.add("resource", b"two")
    maker.close()
    path = tmp_path / "a.warc"
    path.write_bytes(path.read_bytes().replace(b"WARC-Date: 2020", b"WARC-Date: 20x0", 1))
    spoiled: list[Spoiled] = []
    found = list(ArchiveReader(tmp_path).records("a.warc", on_damage=spoiled.append))
    assert [capture.body for capture in found] == [b"two"]
    assert [(place.offset, place.fault.kind) for place in spoiled] == [(0, "header")]
    assert list_faults(path) == ["bad_value"]


@pytest.mark.parametrize(
    ("found", "put", "kind"),
    [
        (rb"WARC-Record-ID: [^\r]*\r\n", b"", "missing_field"),
        (rb"WARC-Target-URI: [^\r]*\r\n", b"", "missing_field"),
        (rb"(WARC-Date: [^\r]*\r\n)", rb"\1\1", "repeated_field"),
        (rb"WARC/1\.1", b"WARC/9.9", "version"),
        (rb"(WARC-Date: )", rb"WARC-Filename: x\r\n\1", "forbidden_field"),
        (rb"(WARC-Date: )", rb"WARC-IP-Address: x\r\n\1", "bad_value"),
        (rb"(WARC-Date: )", rb"no header line\r\n\1", "header"),
    ],
)
def test_headers_that_the_standard_does_not_allow_are_told(
    tmp_path: Path, found: bytes, put: bytes, kind: str
) -> None:
    path = tmp_path / "a.warc"
    maker = Maker(path, packed=False)
    maker.add("resource", b"one")
    maker.close()
    assert list_faults(path) == []
    path.write_bytes(re.sub(found, put, path.read_bytes(), count=1))
    assert kind in list_faults(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-05-06T07:08:09Z", "2020-05-06T07:08:09+00:00"),
        ("2020-05-06T07:08:09.5Z", "2020-05-06T07:08:09.500000+00:00"),
        ("2020-05-06T07:08:09.123456789Z", "2020-05-06T07:08:09.123456+00:00"),
        ("2020-05-06t07:08z", "2020-05-06T07:08:00+00:00"),
        ("2020-05", "2020-05-01T00:00:00+00:00"),
        ("2020", "2020-01-01T00:00:00+00:00"),
    ],
)
def test_dates_of_any_precision_are_read(text: str, expected: str) -> None:
    assert parse_date(text).isoformat() == expected


@pytest.mark.parametrize("text", ["", "2020-13-01T00:00:00Z", "2020-05-06T07:08:09+02:00", "20200506070809"])
def test_what_is_no_date_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="date|month"):
        parse_date(text)


def list_verdicts() -> list[tuple[str, bool]]:
    """Files whose verdict the list states, and whether they are sound."""
    if not RECORDINGS.is_dir():
        return []
    with (RECORDINGS / "INDEX.tsv").open(newline="") as file:
        rows = [
            (row["file"], row["correct_reader_must_report"]) for row in csv.DictReader(file, delimiter="\t")
        ]
    warcs = [
        row for row in rows if row[0].endswith((".warc", ".gz", ".arc", ".bad")) and row[1] not in _UNJUDGED
    ]
    return [(name, "INVALID" not in verdict) for name, verdict in warcs]


_UNJUDGED = ("data", "helper")


@pytest.mark.recordings
@pytest.mark.parametrize(("name", "sound"), list_verdicts())
def test_recorded_archives_are_judged_rightly(name: str, sound: bool) -> None:
    assert (not list_faults(RECORDINGS / name)) == sound


@pytest.mark.recordings
@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("synthetic/warcio_chunked_payload_digest.warc.gz", "digest_convention"),
        ("synthetic/revisit_without_original.warc.gz", "unresolved_revisit"),
        ("synthetic/no_record_id.warc.gz", "missing_field"),
        ("synthetic/bad_payload_digest.warc.gz", "digest"),
        ("synthetic/content_length_short.warc.gz", "content_length"),
        ("chatnoir-resiliparse/clipped.warc.gz", "truncated"),
        ("warcio/example-bad.warc.gz.bad", "gzip_member"),
    ],
)
def test_recorded_archives_are_told_what_is_wrong_with_them(name: str, kind: str) -> None:
    assert kind in {found.kind for found in verify_file(RECORDINGS / name)}


@pytest.mark.recordings
@pytest.mark.parametrize(
    ("folder", "name", "responses", "others"),
    [
        ("chatnoir-resiliparse", "warcfile.warc.gz", 16, 34),
        ("py-wacz", "example-collection-with-lists.warc", 18, 20),
        ("py-wacz", "example-iana.warc", 24, 94),
        ("replayweb.page", "embed-test.warc", 32, 33),
        ("warcio", "example.warc.gz", 1, 5),
        ("warcio", "bad.arc", 3, 1),
        ("webarchive-commons", "IAH-urls-wget.warc.gz", 16, 20),
    ],
)
def test_recorded_archives_are_read_whole(folder: str, name: str, responses: int, others: int) -> None:
    kinds = [capture.record_type for capture in ArchiveReader(RECORDINGS / folder).records(name)]
    assert (kinds.count("response"), len(kinds) - kinds.count("response")) == (responses, others)


@pytest.mark.recordings
def test_a_recorded_brotli_body_is_decoded() -> None:
    reader = ArchiveReader(RECORDINGS / "py-wacz")
    coded = [
        capture
        for capture in reader.records("example-collection-with-lists.warc")
        if ("content-encoding", "br") in [(name.lower(), value) for name, value in capture.headers]
    ]
    assert coded and all(capture.body and not capture.truncated for capture in coded)
