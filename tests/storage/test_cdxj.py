"""The list that replay tools look URLs up in: keys, lines, order."""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.cdxj import format_line, write_cdxj
from storage.surt import make_surt
from storage.warc import digest
from tests.storage.archives import (
    MOMENT,
    RECORDINGS,
    fill_archive,
    make_head,
    make_response,
    make_revisit,
)

# What the surt package says of these (its own tests, Apache-2.0, and the examples in pywb's manual).
KEYS = [
    ("http://example.com/", "com,example)/"),
    ("http://example.com?example=1", "com,example)/?example=1"),
    ("http://www.archive.org/", "org,archive)/"),
    ("http://archive.org", "org,archive)/"),
    ("http://ARCHIVE.ORG/", "org,archive)/"),
    ("http://www34.archive.org/index.html?b=a&b=b&a=b", "org,archive)/index.html?a=b&b=a&b=b"),
    ("http://archive.org/goo/", "org,archive)/goo"),
    ("http://example.com/Foo?X=Y", "com,example)/foo?x=y"),
    ("http://archive.org/goo/?", "org,archive)/goo"),
    ("http://archive.org/goo/?b&a", "org,archive)/goo?a&b"),
    ("http://archive.org/goo/?a=2&b&a=1", "org,archive)/goo?a=1&a=2&b"),
    ("https://www.archive.org:80/", "org,archive:80)/"),
    ("http://www.archive.org:443/", "org,archive:443)/"),
    ("https://www.archive.org:443/", "org,archive)/"),
    ("http://www2foo.com/", "com,www2foo)/"),
    ("http://www2.www2foo.com/", "com,www2foo)/"),
    ("filedesc:foo.arc.gz", "filedesc:foo.arc.gz"),
    ("warcinfo:foo.warc.gz", "warcinfo:foo.warc.gz"),
    ("dns:archive.org", "dns:archive.org"),
    ("mailto:foo@example.com", "mailto:foo@example.com"),
    ("whois://whois.isoc.org.il/shaveh.co.il", "il,org,isoc,whois)/shaveh.co.il"),
    ("ftp://www.example.com/", "com,example)/"),
    ("http:////////////////www.vikings.com", "com,vikings)/"),
    ("http://https://order.1and1.com", "com,1and1,order)/"),
    ("http://mineral.galleries.com:/a/chabazit.htm", "com,galleries,mineral)/a/chabazit.htm"),
    ("http://3279880203/blah", "11,0,127,195)/blah"),
    ("http://host.com//twoslashes?more//slashes", "com,host)/twoslashes?more//slashes"),
    ("http://www.google.com/blah/..", "com,google)/"),
    ("www.google.com", "com,google)/"),
    ("http://www.google.com.../", "com,google)/"),
    ("http://www.google.com/foo\tbar\rbaz\n2", "com,google)/foobarbaz2"),
    ("http://evil.com/foo#bar#baz", "com,evil)/foo"),
    ("http://bücher.ch:8080/", "ch,xn--bcher-kva:8080)/"),
    ("http://host/%25%32%35%25%32%35", "host)/%25%25"),
    ("http://archive.org/(S(4hqa0555fwsecu455xqckv45))/mileg.aspx", "org,archive)/mileg.aspx"),
    (
        "http://archive.org/index.php?PHPSESSID=0123456789abcdefghijklemopqrstuv&action=profile;u=4221",
        "org,archive)/index.php?action=profile;u=4221",
    ),
    ("http://a.org/x?CFID=1169580&CFTOKEN=48630702&dt=1", "org,a)/x?dt=1"),
    (
        "http://a.org/x?jsessionid=0123456789abcdefghijklemopqrstuv0",
        "org,a)/x?jsessionid=0123456789abcdefghijklemopqrstuv0",
    ),
]


@pytest.mark.parametrize(("url", "key"), KEYS)
def test_keys_are_those_that_replay_tools_form(url: str, key: str) -> None:
    assert make_surt(url) == key


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_a_key_fail_or_break_a_line(text: str) -> None:
    for url in (text, f"https://{text}", f"https://a.example/{text}"):
        assert " " not in make_surt(url) and "\n" not in make_surt(url)


def test_a_line_says_what_a_replay_tool_needs(tmp_path: Path) -> None:
    head = make_head("HTTP/1.1 404 Not Found", ("Content-Type", 'text/html;charset="x"'))
    with ArchiveWriter(tmp_path) as writer:
        (written,) = writer.append((make_response(b"<p>", "https://www.Example.org/B?b=1&a", head=head),))
    line = format_line(ArchiveReader(tmp_path).raw(written.warc_file, written.offset))
    key, moment, facts = line.decode("ascii").split(" ", 2)
    assert (key, moment) == ("org,example)/b?a&b=1", "20260301083000")
    assert json.loads(facts) == {
        "url": "https://www.Example.org/B?b=1&a",
        "mime": "text/html",
        "status": "404",
        "digest": digest(b"<p>"),
        "length": str(written.length),
        "offset": str(written.offset),
        "filename": written.warc_file,
    }


def test_every_capture_is_listed_in_order_and_leads_to_its_record(tmp_path: Path) -> None:
    fill_archive(tmp_path, name="one")
    fill_archive(tmp_path, name="two")
    with ArchiveWriter(tmp_path, name="three") as writer:
        for hours in (2, 1):
            writer.append((make_response(b"x", "https://z.example/", date=MOMENT + timedelta(hours=hours)),))
        lines = write_cdxj(ArchiveReader(tmp_path)).read_bytes().splitlines()
    assert lines == sorted(lines)
    reader = ArchiveReader(tmp_path)
    kinds: list[str] = []
    for line in lines:
        facts = json.loads(line[line.index(b"{") :])
        record = reader.raw(facts["filename"], int(facts["offset"]))
        kinds.append(record.type)
        assert (record.target_uri, str(record.length)) == (facts["url"], facts["length"])
        assert (facts.get("mime") == "warc/revisit") == (record.type == "revisit")
    assert sorted(kinds) == ["resource"] * 2 + ["response"] * 8 + ["revisit"] * 2
    assert {path.suffix for path in tmp_path.iterdir()} == {".gz", ".jsonl", ".cdxj"}


def test_a_revisit_has_the_digest_by_which_its_original_is_found(tmp_path: Path) -> None:
    with ArchiveWriter(tmp_path) as writer:
        (original,) = writer.append((make_response(b"x" * 2000),))
        writer.append((make_revisit(original, b"x" * 2000),))
    first, second = write_cdxj(ArchiveReader(tmp_path)).read_bytes().splitlines()
    assert json.loads(first[first.index(b"{") :])["digest"] == original.payload_digest
    assert json.loads(second[second.index(b"{") :])["digest"] == original.payload_digest


def test_damage_leaves_the_other_lines_and_the_old_list_is_replaced(tmp_path: Path) -> None:
    written = fill_archive(tmp_path)
    before = write_cdxj(ArchiveReader(tmp_path)).read_bytes().splitlines()
    path = tmp_path / written[0].warc_file
    data = bytearray(path.read_bytes())
    data[written[2].offset + 30] ^= 0xFF
    path.write_bytes(data)
    after = write_cdxj(ArchiveReader(tmp_path)).read_bytes().splitlines()
    (gone,) = set(before) - set(after)
    assert f'"offset": "{written[2].offset}"'.encode() in gone


@settings(deadline=None, max_examples=50)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
def test_any_url_makes_a_line_of_ascii(path: str) -> None:
    with tempfile.TemporaryDirectory() as name:
        with ArchiveWriter(Path(name)) as writer:
            writer.append((make_response(b"x", f"https://a.example/{path}"),))
        (line,) = write_cdxj(ArchiveReader(Path(name))).read_bytes().splitlines()
    line.decode("ascii")
    assert line.startswith(b"example,a)/")


@pytest.mark.recordings
def test_keys_and_lines_are_those_of_pywb() -> None:
    lines = (RECORDINGS / "pywb" / "iana.cdxj").read_text().splitlines()
    for line in lines:
        key, _, facts = line.split(" ", 2)
        assert make_surt(json.loads(facts)["url"]) == key
    assert len(lines) > 100


@pytest.mark.recordings
def test_a_line_of_another_tools_record_is_the_one_that_pywb_writes() -> None:
    reader = ArchiveReader(RECORDINGS / "warcio")
    record = next(each for each in reader.raw_records("example.warc.gz") if each.type == "response")
    assert format_line(record) == (
        b'com,example)/ 20170306040206 {"url": "http://example.com/", "mime": "text/html", "status": "200", '
        b'"digest": "G7HRM7BGOKSKMSXZAHMUQTTV53QOFSMK", "length": "1228", "offset": "784", '
        b'"filename": "example.warc.gz"}\n'
    )
