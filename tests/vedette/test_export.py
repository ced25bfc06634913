"""What a researcher takes away as a file."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from storage.index import Index
from storage.items import Link
from storage.verify_wacz import verify_wacz
from tests.pipelines.posts import follow
from tests.storage.harvests import harvest, make_post
from tests.vedette import recorded, scene
from tests.vedette.conftest import Run


@pytest.fixture
def recorded_desk(sqlite_index: Index, tmp_path: Path, run: Run) -> Run:
    """``vedette`` on an index that was read from a real archive."""
    recorded.write_archive(tmp_path / "archive")
    recorded.fill(sqlite_index, tmp_path / "archive")
    return lambda *arguments: run("--data", tmp_path, *arguments)


def test_posts_of_a_case(desk: Run, tmp_path: Path) -> None:
    assert desk("export", "csv", "-o", tmp_path / "all.csv").out.startswith("3 posts in ")
    assert desk("export", "jsonl", "-o", tmp_path / "one.jsonl", "--case", "harbour").out.startswith(
        "1 posts in "
    )
    with (tmp_path / "all.csv").open(newline="", encoding="utf-8") as lines:
        assert [row["uid"] for row in csv.DictReader(lines)] == ["gab:p1", "gab:p2", "gab:p3"]
    (line,) = (tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["uid"] == "gab:p1"


def test_formulas_are_text_in_a_spreadsheet(filled_index: Index, sqlite_desk: Run, tmp_path: Path) -> None:
    texts = ["=1+1", "+1", "-1", "@cmd", "\tx", "\rx", "1=1"]
    filled_index.write([harvest(*(make_post(f"q{n}", text, 60 + n) for n, text in enumerate(texts)))])
    sqlite_desk("export", "csv", "-o", tmp_path / "posts.csv")
    with (tmp_path / "posts.csv").open(newline="", encoding="utf-8") as lines:
        rows = {row["uid"]: row["text"] for row in csv.DictReader(lines)}
    assert [rows[f"gab:q{n}"] for n in range(len(texts))] == [*("'" + text for text in texts[:-1]), texts[-1]]


def test_a_file_that_is_there_stays_unless_forced(sqlite_desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("mine")
    found = sqlite_desk("export", "csv", "-o", path)
    assert found.code == 1 and "--force" in found.refusal()
    assert path.read_text() == "mine"
    assert sqlite_desk("export", "csv", "-o", path, "--force").code == 0
    assert path.read_text().startswith("uid,")
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_misuse(sqlite_desk: Run, tmp_path: Path) -> None:
    assert sqlite_desk("export", "exe", "-o", tmp_path / "x").code == 2
    assert sqlite_desk("export", "csv").code == 2
    for path in (tmp_path, tmp_path / "none" / "x.csv"):
        found = sqlite_desk("export", "csv", "-o", path)
        assert found.code == 1 and found.refusal()
    found = sqlite_desk("export", "csv", "-o", tmp_path / "x.csv", "--case", "nowhere")
    assert found.code == 1 and "harbour, other" in found.refusal()
    assert not (tmp_path / "x.csv").exists()


def read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def test_chains_as_rows(desk: Run, tmp_path: Path) -> None:
    assert desk("export", "chains-csv", "-o", tmp_path / "c.csv").out.startswith("6 hops in ")
    rows = read_rows(tmp_path / "c.csv")
    assert [(row["position"], row["kind"], row["domain"]) for row in rows[:3]] == [
        ("0", "http", "short.example"),
        ("1", "meta_refresh", "middle.example"),
        ("2", "landing", "landing.example"),
    ]
    assert rows[0]["next_url"] == "https://middle.example/" and rows[0]["landing_url"] == scene.SITE
    assert rows[0]["captured_at"] == "2026-03-01T11:30:00+00:00" and rows[0]["record_id"]
    desk("export", "chains-jsonl", "-o", tmp_path / "c.jsonl", "--case", "harbour")
    lines = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {line["link"] for line in lines} == {scene.SHORT[0]} and len(lines) == 3
    assert lines[0]["status"] == 302


def test_chains_that_nobody_can_click(sqlite_desk: Run, tmp_path: Path) -> None:
    for form in ("chains-csv", "chains-jsonl", "chains-graphml"):
        assert sqlite_desk("export", form, "-o", tmp_path / form, "--defanged").code == 0
        text = (tmp_path / form).read_text(encoding="utf-8").replace("http://graphml", "")
        assert "hxxps://short[.]example/a" in text and "landing[.]example" in text
        assert "https://" not in text and "landing.example" not in text
    assert sqlite_desk("export", "csv", "-o", tmp_path / "x", "--defanged").code == 2


def test_chains_as_a_graph(desk: Run, tmp_path: Path) -> None:
    desk("export", "chains-graphml", "-o", tmp_path / "c.graphml")
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    root = etree.parse(tmp_path / "c.graphml").getroot()
    told = {
        node.get("id"): {data.get("key"): data.text or "" for data in node}
        for node in root.iterfind(".//g:node", space)
    }
    edges = [
        (told[edge.get("source")]["node-label"], told[edge.get("target")]["node-label"], edge[0].text)
        for edge in root.iterfind(".//g:edge", space)
    ]
    assert ("gab:42", scene.SHORT[0], "links") in edges and ("gab:43", scene.SHORT[1], "links") in edges
    assert (scene.SHORT[0], "https://middle.example/", "http") in edges
    assert ("https://middle.example/", scene.SITE, "meta_refresh") in edges
    assert (scene.SITE, "landing.example", "lands") in edges
    assert len(edges) == len(set(edges)) == 6


def test_a_graph_with_any_letters_is_well_formed(
    filled_index: Index, sqlite_desk: Run, tmp_path: Path
) -> None:
    odd = 'https://odd.example/<\x1b&"]]>\ufffe\x0b'
    filled_index.write([harvest(make_post("p9", "x", 5, links=(Link(url=odd),)), *follow(odd, scene.SITE))])
    assert sqlite_desk("export", "chains-graphml", "-o", tmp_path / "c.graphml").code == 0
    etree.parse(tmp_path / "c.graphml")


def test_a_wacz_of_all_that_was_captured(recorded_desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "all.wacz"
    assert recorded_desk("export", "wacz", "-o", path).code == 0
    assert list(verify_wacz(path)) == []
    assert recorded_desk("verify", path).code == 0
    assert read_pages(path) == [(recorded.LANDING, "A story")]
    assert set(read_index(path)) == {
        *(f"https://gab.com/api/v1/account_by_username/{name}" for name in ("bob", "ann")),
        *(f"https://gab.com/api/v1/accounts/{number}/statuses" for number in (0, 1)),
        recorded.LINK,
        recorded.LANDING,
    }


def test_a_wacz_of_a_case_has_its_accounts_and_their_links_alone(recorded_desk: Run, tmp_path: Path) -> None:
    path = tmp_path / "ann.wacz"
    recorded_desk("export", "wacz", "-o", path, "--case", "other")
    assert set(read_index(path)) == {
        "https://gab.com/api/v1/account_by_username/ann",
        "https://gab.com/api/v1/accounts/1/statuses",
    }
    assert [url for url, _ in read_pages(path)] == read_index(path, in_time=True)
    recorded_desk("export", "wacz", "-o", tmp_path / "bob.wacz", "--case", "harbour")
    assert {recorded.LINK, recorded.LANDING} <= set(read_index(tmp_path / "bob.wacz"))
    assert "https://gab.com/api/v1/accounts/1/statuses" not in read_index(tmp_path / "bob.wacz")


def test_a_wacz_of_nothing(sqlite_index: Index, tmp_path: Path, run: Run) -> None:
    found = run("--data", tmp_path, "export", "wacz", "-o", tmp_path / "x.wacz")
    assert found.code == 1 and "vedette collect" in found.refusal()
    assert not (tmp_path / "x.wacz").exists()


def test_a_wacz_of_records_that_are_lost(recorded_desk: Run, tmp_path: Path) -> None:
    (warc,) = (tmp_path / "archive").glob("*.warc.gz")
    warc.unlink()
    found = recorded_desk("export", "wacz", "-o", tmp_path / "x.wacz")
    assert found.code == 1 and warc.name in found.refusal()
    assert not list(tmp_path.glob("*.wacz*")) and not list(tmp_path.glob(".*"))


def read_pages(path: Path) -> list[tuple[str, str]]:
    with zipfile.ZipFile(path) as archive:
        lines = archive.read("pages/pages.jsonl").splitlines()[1:]
    return [(page["url"], page.get("title", "")) for page in map(json.loads, lines)]


def read_index(path: Path, *, in_time: bool = False) -> list[str]:
    import gzip

    with zipfile.ZipFile(path) as archive:
        lines = gzip.decompress(archive.read("indexes/index.cdx.gz")).decode().splitlines()
    facts = [json.loads(line[line.index("{") :]) for line in lines]
    return [
        fact["url"] for fact in (sorted(facts, key=lambda fact: int(fact["offset"])) if in_time else facts)
    ]
