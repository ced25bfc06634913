"""``vedette follow`` tells where links lead, hop by hop, with the archived record of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from storage.archive_reader import ArchiveReader
from storage.index import Index
from storage.urls import defang
from tests.vedette.conftest import Run
from vedette.sandbox_process import Sandbox

PLAIN = ("http", "refresh_header", "meta_refresh", "shim")


def pick_links(sandbox: Sandbox, *, browser: bool) -> list[dict[str, Any]]:
    """One link of each recipe, with the truth of where it leads."""
    links = json.loads(sandbox.truth.read_text())["phases"]["1"]["links"]
    found = {
        link["recipe"]: link
        for link in links
        if browser is not all(hop["kind"] in (*PLAIN, link["outcome"]) for hop in link["hops"])
        and browser is link["needs_browser"]
    }
    return list(found.values())


def test_plain_chains_hop_for_hop_with_their_records(online: Run, sandbox: Sandbox, tmp_path: Path) -> None:
    due = pick_links(sandbox, browser=False)
    assert len(due) > 5
    urls = [defang(due[0]["url"]), *(link["url"] for link in due[1:])]
    told = {row["url"]: row for row in online("follow", *urls, "--no-browser", "--json").json()}
    archive = ArchiveReader(tmp_path / "archive")
    for link in due:
        row = told[link["url"]]
        assert row["outcome"] == link["outcome"], link
        assert [hop["url"] for hop in row["hops"]] == [hop["url"] for hop in link["hops"]], link["recipe"]
        for hop, expected in zip(row["hops"], link["hops"], strict=True):
            assert hop["kind"] in (expected["kind"], *expected["also"])
            assert hop["status"] == (0 if hop["kind"] == "shim" else expected["status"])
        assert (row["landing"] or {"url": ""})["url"] == link["landing_url"]
        for hop in row["hops"]:
            capture = hop["capture"]
            record = archive.read(capture["warc_file"], capture["offset"])
            assert record.record_id == capture["record_id"]


def test_what_only_a_browser_finds_out_is_left_where_it_is_forbidden(online: Run, sandbox: Sandbox) -> None:
    link = pick_links(sandbox, browser=True)[0]
    (row,) = online("follow", link["url"], "--no-browser", "--json").json()
    assert row["hops"] and row["hops"][-1]["url"] != link["landing_url"]
    (row,) = online("follow", link["url"], "--json").json()
    assert (row["outcome"], row["landing"]["url"]) == ("landing", link["landing_url"])


def test_people_see_a_defanged_tree_and_the_link_is_not_due_at_once(
    online: Run, sandbox: Sandbox, tmp_path: Path
) -> None:
    link = pick_links(sandbox, browser=False)[0]
    done = online("follow", link["url"], "--no-browser")
    assert done.code == 0 and defang(link["url"]) in done.out and link["url"] not in done.out
    assert link["url"] in online("follow", link["url"], "--no-browser", "--raw").out
    index = Index.open(tmp_path)
    assert [one.reader for one in index.captures() if one.platform == "links" and one.reader]
    index.close()


@pytest.mark.parametrize(
    ("given", "said"), [("javascript:alert(1)", "is no link"), ("no link", "is no link")]
)
def test_what_is_no_link_is_refused_before_anything_is_asked(online: Run, given: str, said: str) -> None:
    done = online("follow", given)
    assert done.code == 2 and "is no link" in done.refusal()


def test_private_addresses_are_refused_and_told(online: Run) -> None:
    (row,) = online("follow", "http://127.0.0.1:22/", "http://169.254.169.254/latest/", "--json").json()[:1]
    assert row["outcome"] == "refused" and row["hops"][0]["reason"]
