"""Who else used a text, a picture, a link."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from storage.index import Index
from tests.storage.harvests import harvest, make_post
from tests.vedette import scene
from tests.vedette.conftest import Run
from tests.vedette.scene import COPY, PICTURE, SITE, SLOGAN


def test_a_text_and_its_near_copy(desk: Run) -> None:
    hits = desk("lookup", SLOGAN, "--json").json()
    assert [(hit["id"], hit["how"]) for hit in hits] == [
        ("gab:p1", "the same"),
        ("gab:p2", "near copy: words"),
    ]
    assert hits[1]["used"] == COPY and hits[1]["likeness"] > 80
    assert "2 posts of 2 accounts" in desk("lookup", SLOGAN).out


def test_a_short_phrase_is_found_by_its_words(desk: Run) -> None:
    hits = desk("lookup", "the mayor slept", "--json").json()
    assert [(hit["id"], hit["how"]) for hit in hits] == [
        ("gab:p1", "has these words"),
        ("gab:p2", "has these words"),
    ]


def test_a_site_by_whatever_detour_and_spelling(desk: Run) -> None:
    for url in (
        *(SITE, "hxxps://landing[.]example/story", f"{SITE}?utm_source=mail#top", "landing.example/story"),
        *("https://middle.example/", "landing[.]example", "LANDING.example"),
    ):
        assert [hit["id"] for hit in desk("lookup", url, "--json").json()] == ["gab:p1", "gab:p2"], url


def test_a_link_whatever_trails_behind_it(desk: Run) -> None:
    for tail in ("?utm_source=x", "", "?utm_medium=y#z"):
        hits = desk("lookup", f"https://TINY.example/b{tail}", "--json").json()
        assert [hit["id"] for hit in hits] == ["gab:p2"], tail
    assert desk("lookup", "https://tiny.example/b?page=2", "--json").json() == []


def test_a_picture_by_its_bytes(sqlite_index: Index, tmp_path: Path, run: Run) -> None:
    digest = hashlib.sha256(PICTURE).hexdigest()
    scene.fill(sqlite_index, digest)
    for asked in (
        scene.write_picture(tmp_path),
        digest,
        f"sha256:{digest.upper()}",
        "https://m.example/1.png",
    ):
        hits = run("--data", tmp_path, "lookup", asked, "--json").json()
        assert [(hit["id"], hit["used"]) for hit in hits] == [("gab:p1", "https://m.example/1.png")], asked


def test_a_file_of_text(sqlite_desk: Run, tmp_path: Path) -> None:
    file = tmp_path / "leaflet.txt"
    file.write_text(COPY + "\n", encoding="utf-8")
    assert [hit["id"] for hit in sqlite_desk("lookup", file, "--json").json()] == ["gab:p1", "gab:p2"]


@pytest.mark.parametrize("odd", ['"', "* OR 1", "NEAR(", "\udcff\udcfe", "\x1b[31m", "--", "a" * 20_000])
def test_no_text_breaks_it(sqlite_desk: Run, odd: str) -> None:
    found = sqlite_desk("lookup", "--", odd)
    assert (found.code, found.err) == (0, "")
    assert "nobody used it" in found.out


def test_nothing_is_no_text(sqlite_desk: Run) -> None:
    found = sqlite_desk("lookup", "  ")
    assert found.code == 1 and "nothing to look up" in found.refusal()


def test_it_says_when_full_text_is_behind(filled_index: Index, sqlite_desk: Run) -> None:
    filled_index.write([harvest(make_post("p9", SLOGAN, 50))])
    assert "1 posts are not in full text yet" in sqlite_desk("lookup", "the mayor slept").err


def test_who_leads_to_a_site_and_when(desk: Run) -> None:
    told = desk("lookup", "landing[.]example", "--senders", "--json").json()
    assert [(each["account"], each["posts"], each["domains"]) for each in told["senders"]] == [
        ("gab:42", 1, ["short.example"]),
        ("gab:43", 1, ["tiny.example"]),
    ]
    assert told["senders"][0]["first_at"] == "2026-03-01T09:00:00Z"
    assert told["months"] == [{"month": "2026-03", "posts": 2, "accounts": 2}]
    shown = desk("lookup", "landing.example").out
    assert "first use of landing[.]example: 2026-03-01" in shown and "by month" in shown
    assert desk("lookup", SITE, "--senders", "--json").json()["domain"] == "landing.example"


def test_senders_of_what_is_no_site(sqlite_desk: Run) -> None:
    assert sqlite_desk("lookup", "the mayor slept", "--senders").code == 2
    assert "nobody led there" in sqlite_desk("lookup", "nobody.example", "--senders").out
