"""What a researcher sees of posts, accounts, flags, links and captures, and takes away as files."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from storage import captures, exports, findings, link_findings, lookups, status, watchlist
from storage.index import Index
from storage.items import Flag, FlagMember, Hop, LandingPage, Link, Media, MediaFile, Problem, Watched
from storage.queries import show_account, show_post
from storage.search_upkeep import catch_up_search
from tests.storage.harvests import (
    at,
    harvest,
    make_account,
    make_capture,
    make_observation,
    make_post,
    record,
)

LINK = "https://short.example/a"
IMAGE = "https://m.example/1.jpg"


@pytest.fixture
def told(index: Index) -> Index:
    """A post with everything: edited, gone, with a followed link, a fetched picture and a flag."""
    index.write(
        [
            harvest(
                make_account("42", "bob", 1, aliases=("bob",), followers=5, bio="hello"),
                make_post(
                    "p", "first words", 1, links=(Link(url=LINK),), media=(Media(url=IMAGE, kind="image"),)
                ),
                captures=(make_capture(100, 1),),
            ),
            harvest(
                make_account("42", "robert", 30, followers=6),
                make_post("p", "other words", 30, links=(Link(url=LINK),), hashtags=("tag",), likes=3),
                captures=(make_capture(3000, 30),),
            ),
            harvest(make_observation("p", "gone", 40, reason="404")),
            harvest(
                MediaFile(
                    url=IMAGE,
                    record_id=record(7),
                    captured_at=at(2),
                    sha256="cd" * 32,
                    size=4,
                    media_type="image/jpeg",
                )
            ),
            harvest(*make_chain()),
        ]
    )
    index.write_flags([make_flag()])
    return index


def make_chain() -> tuple[Hop, Hop, LandingPage]:
    first = Hop(
        link_url=LINK,
        chain="c1",
        position=0,
        url=LINK,
        normalised_url=LINK,
        kind="http",
        status=302,
        next_url="https://end.example/",
        record_id=record(8),
        captured_at=at(3),
    )
    last = replace(first, position=1, url="https://end.example/", kind="landing", status=200, next_url="")
    page = LandingPage(
        link_url=LINK,
        chain="c1",
        url="https://end.example/",
        normalised_url="https://end.example/",
        registered_domain="end.example",
        record_id=record(9),
        captured_at=at(3),
        status=200,
        title="The end",
    )
    return first, last, page


def make_flag(score: float = 0.8) -> Flag:
    members = (FlagMember(uid="gab:p", role="copy"), FlagMember(uid="gab:42", role="account"))
    return Flag(
        detector="text",
        version="1",
        kind="reused_text",
        key="k1",
        score=score,
        summary="copied",
        members=members,
        evidence={"pairs": [["a", "b"]]},
    )


@pytest.mark.parametrize("name", ["gab:p", "p", "https://gab.com/someone/posts/p"])
def test_a_post_by_any_of_its_names(told: Index, name: str) -> None:
    post = show_post(told, name)
    assert post is not None
    assert [version.text for version in post.versions] == ["first words", "other words"]
    assert [(event.kind, event.captured_at, event.since_at) for event in post.events] == [
        ("changed", at(30), at(1)),
        ("gone", at(40), at(30)),
    ]
    assert [(medium.url, medium.sha256) for medium in post.media] == [(IMAGE, "cd" * 32)]
    assert [hop.url for hop in post.links[0].chains[0].hops] == [LINK, "https://end.example/"]
    assert post.links[0].chains[0].landing.title == "The end"  # type: ignore[union-attr]
    assert [flag.key for flag in post.flags] == ["k1"]
    by_record = {each.record_id: each for each in post.captures}
    assert (by_record[record(100)].warc_file, by_record[record(100)].offset) == ("one.warc.gz", 1000)
    assert by_record[record(7)].warc_file == ""
    assert (post.hashtags, post.counts["likes"], post.gone_at) == (("tag",), 3, at(40))
    assert show_post(told, "nothing") is None


@pytest.mark.parametrize("name", ["gab:42", "42", "@robert", "bob"])
def test_an_account_by_any_of_its_names(told: Index, name: str) -> None:
    account = show_account(told, name)
    assert account is not None
    assert (account.key, account.handle, account.aliases) == ("42", "robert", ("bob",))
    assert account.handles == (("bob", at(1)), ("robert", at(30)))
    assert [(each.handle, each.followers) for each in account.snapshots] == [("bob", 5), ("robert", 6)]
    assert (account.posts_known, account.newest_posts) == (1, ("gab:p",))


def test_counters_alone_make_one_snapshot_a_day(index: Index) -> None:
    for hours, followers in ((1, 5), (2, 6), (3, 7), (20, 8)):
        index.write([harvest(make_account("42", "bob", hours, followers=followers))])
    account = show_account(index, "42")
    assert account is not None
    assert [(each.captured_at, each.followers) for each in account.snapshots] == [(at(1), 5), (at(20), 8)]


def test_flags_are_replaced_not_repeated(told: Index) -> None:
    assert told.write_flags([make_flag()]) == 0
    assert told.write_flags([make_flag(0.9)]) == 1
    (flag,) = findings.list_flags(told, kind="reused_text", min_score=0.85)
    detail = findings.show_flag(told, flag.id)
    assert detail is not None
    assert [(each.uid, each.handle) for each in detail.members] == [("gab:p", "robert"), ("gab:42", "robert")]
    assert detail.evidence == {"pairs": [["a", "b"]]}
    told.write_flags([replace(make_flag(), key="k2", replaces=("k1",))])
    assert [each.key for each in findings.list_flags(told)] == ["k2"]


def test_lists_by_case(told: Index) -> None:
    assert findings.list_flags(told, case="A") == ()
    watched = Watched(platform="gab", key="42", url="https://gab.com/bob")
    watchlist.add(told, watched, watchlist.Reasons(case="A"))
    assert len(findings.list_flags(told, case="A")) == 1
    assert [(link.url, link.posts) for link in link_findings.list_links(told, case="A")] == [(LINK, 1)]
    assert [link.url for link in link_findings.list_links(told, followed=True)] == [LINK]


def test_lookups(told: Index) -> None:
    while catch_up_search(told):
        pass
    assert [use.uid for use in lookups.lookup_text(told, "other words")] == ["gab:p"]
    assert [use.used for use in lookups.lookup_media(told, "CD" * 32)] == [IMAGE]
    assert [use.uid for use in lookups.lookup_url(told, "https://end.example/")] == ["gab:p"]
    assert link_findings.posts_with_link(told, LINK) == ("gab:p",)


def test_status_says_what_fails_and_why(told: Index) -> None:
    watchlist.add(told, Watched(platform="gab", key="42", url="https://gab.com/bob"), now=at(0))
    (entry,) = watchlist.entries(told)
    watchlist.reschedule(told, entry, at(50), failures=3)
    wall = Problem(
        kind="login_wall",
        platform="gab",
        account="bob",
        url="u",
        record_id=record(5),
        captured_at=at(4),
        reason="sign in",
    )
    assert told.write([harvest(wall), harvest(wall)]).problems == 1
    (found,) = status.read_status(told, at(51))
    assert (found.platform, found.watched, found.due, found.posts) == ("gab", 1, 1, 1)
    assert found.failing[0].problem == wall
    assert list(told.problems("gab")) == [wall]


def test_the_cdx_leads_back_to_records(told: Index) -> None:
    assert captures.locate(told, record(100)) == ("one.warc.gz", 1000)
    assert captures.locate(told, "<urn:uuid:none>") is None
    original = captures.find_original(told, "sha256:100", "https://gab.com/api/v1/100")
    assert original is not None and original.record_id == record(100)
    assert captures.find_original(told, "sha256:100", "https://gab.com/api/v1/3000") is None
    assert captures.last_indexed(told, "one.warc.gz") == 30000
    assert captures.last_indexed(told, "other.warc.gz") == -1
    assert captures.find_missing(told, [record(100), record(5), record(3000)]) == (record(5),)
    again = captures.read_capture(told, record(100))
    assert again is not None and again.context == {"page": "1"} and again.reader == "posts"


def test_exports_open_safely_in_a_spreadsheet(index: Index, tmp_path: Path) -> None:
    texts = ['=HYPERLINK("x")', "+1", "-1", "@cmd", "\tx", "＝1", 'plain, with "quotes"\nand lines', "\x00=1"]
    index.write([harvest(*(make_post(str(n), text, n) for n, text in enumerate(texts)))])
    assert exports.export_csv(index, tmp_path / "posts.csv") == len(texts)
    with (tmp_path / "posts.csv").open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert [row["text"] for row in rows[:6]] == ["'" + text for text in texts[:6]]
    assert rows[6]["text"] == texts[6]
    assert not any(
        value[:1] in tuple(exports.FORMULA_STARTS) for row in rows for value in row.values() if value
    )
    assert exports.export_jsonl(index, tmp_path / "posts.jsonl") == len(texts)
    lines_found = (tmp_path / "posts.jsonl").read_bytes().splitlines()
    assert json.loads(lines_found[0])["text"] == texts[0]
    assert exports.export_csv(index, tmp_path / "none.csv", case="B") == 0
    assert sorted(path.suffix for path in tmp_path.iterdir() if path.name[0] == ".") == []
