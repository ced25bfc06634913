"""A site that nobody has heard of is asked what it runs, once; a person's word counts for more."""

from __future__ import annotations

from pathlib import Path

from storage.hosts import find_host
from storage.index import Index
from tests.vedette.conftest import Run

BLOG = "https://garden-on-the-roof.example/"
"""A WordPress of the sandbox, whose bare address no platform takes."""
NOWHERE = "https://nobody-plays-this.example/member/1"


def test_it_is_asked_once_and_watched_by_the_fitting_family(online: Run, tmp_path: Path) -> None:
    done = online("watch", "add", BLOG)
    assert done.code == 0, done.err
    assert "runs WordPress" in done.out and "watching wordpress" in done.out
    index = Index.open(tmp_path)
    found = find_host(index, "garden-on-the-roof.example")
    captures = [one for one in index.captures() if one.platform == "hosts"]
    index.close()
    assert found is not None and found.certainty > 0.9
    assert found.record_id in {one.record_id for one in captures}
    again = online("watch", "add", BLOG)
    assert "already watched" in again.out
    index = Index.open(tmp_path)
    assert [one for one in index.captures() if one.platform == "hosts"] == captures
    index.close()
    assert online("rebuild").code == 0
    index = Index.open(tmp_path)
    assert find_host(index, "garden-on-the-roof.example") == found
    index.close()


def test_a_person_says_otherwise_and_is_believed_from_then_on(online: Run) -> None:
    assert "watching feed" in online("watch", "add", BLOG, "--family", "feed").out
    assert "already watched: feed" in online("watch", "add", BLOG).out
    assert "no longer watching feed" in online("watch", "remove", BLOG).out


def test_who_tells_nothing_is_not_watched_and_the_reason_is_said(online: Run) -> None:
    done = online("watch", "add", NOWHERE)
    assert done.code == 1 and "does not tell what it runs" in done.err and "--family" in done.err


def test_an_import_asks_only_where_it_may(online: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.txt"
    file.write_text(f"{BLOG}?p=1\n", encoding="utf-8")
    (row,) = online("watch", "import", file, "--json").json()
    assert row["status"] == "refused" and "--family" in row["reason"]
    (row,) = online("watch", "import", file, "--ask-hosts", "--json").json()
    assert (row["status"], row["platform"]) == ("added", "wordpress")
