"""One post, one account, by any name that was printed."""

from __future__ import annotations

from tests.storage.harvests import record
from tests.vedette.conftest import Run
from tests.vedette.scene import PICTURE_SHA256, SLOGAN


def test_a_post_by_any_of_its_names(desk: Run) -> None:
    url = "https://gab.com/someone/posts/p1"
    for name in ("gab:p1", "p1", url, url.replace("https", "hxxps").replace(".", "[.]")):
        assert desk("show", name, "--json").json()["uid"] == "gab:p1", name


def test_a_post_with_all_that_is_known(desk: Run) -> None:
    post = desk("show", "gab:p1", "--json").json()
    assert [version["text"] for version in post["versions"]] == [SLOGAN, SLOGAN + " today"]
    assert [event["kind"] for event in post["events"]] == ["changed"]
    assert post["media"][0]["sha256"] == PICTURE_SHA256
    assert [hop["kind"] for hop in post["links"][0]["chains"][0]["hops"]] == [
        "http",
        "meta_refresh",
        "landing",
    ]
    assert {flag["kind"] for flag in post["flags"]} >= {"reused_text", "redirect_chain"}
    places = {
        ref["record_id"]: (ref["warc_file"], ref["offset"], ref["payload_digest"]) for ref in post["captures"]
    }
    assert places[record(100)] == ("one.warc.gz", 1000, "sha256:100")
    assert places[record(3000)] == ("one.warc.gz", 30000, "sha256:3000")
    assert {record(7), record(800), record(801), record(802)} <= set(places)


def test_a_post_for_people(sqlite_desk: Run) -> None:
    shown = sqlite_desk("show", "gab:p1").out
    for expected in (
        "gab:p1",
        "gab:42 (robert)",
        "version 1 of 2",
        f"{SLOGAN} today",
        PICTURE_SHA256,
        "302 http: hxxps://short[.]example/a → hxxps://middle[.]example/",
        "lands at landing[.]example",
        "one.warc.gz",
        "30000",
        "sha256:3000",
        record(100),
    ):
        assert expected in shown
    assert "https://middle.example/" not in shown
    assert "https://middle.example/" in sqlite_desk("show", "gab:p1", "--raw").out


def test_a_post_that_is_gone_says_since_when(sqlite_desk: Run) -> None:
    shown = sqlite_desk("show", "p2").out
    assert "gone since 2026-03-03 00:30 UTC" in shown
    assert "2026-03-01 10:30" in shown and "404" in shown


def test_an_account_by_any_of_its_names(desk: Run) -> None:
    for name in (
        "gab:42",
        "42",
        "@robert",
        "ROBERT",
        "bob",
        "https://gab.com/bob",
        "hxxps://gab[.]com/robert",
    ):
        assert desk("show", name, "--json").json()["uid"] == "gab:42", name
    account = desk("show", "gab:42", "--json").json()
    assert [handle for handle, _ in account["handles"]] == ["bob", "robert"]
    assert [snapshot["followers"] for snapshot in account["snapshots"]] == [5, 6]
    assert (account["posts_known"], account["newest_posts"]) == (1, ["gab:p1"])
    assert [ref["record_id"] for ref in account["captures"]] == [record(100), record(3000)]


def test_what_strangers_wrote_cannot_move_the_terminal(sqlite_desk: Run) -> None:
    for name in ("gab:p3", "gab:43", "gab:p1"):
        shown = sqlite_desk("show", name).out
        assert not set(shown) & {"\x1b", "\x07", "\u202e"}
    shown = sqlite_desk("show", "gab:p3").out
    assert "[bold]=SUM(A1)[/bold] \\u001b[31mred\\u202e \\u0007" in shown


def test_an_unknown_name_is_one_line(sqlite_desk: Run) -> None:
    for name in ("gab:nobody", "https://gab.com/nobody/posts/7", "\udcff", "\x1b[31m", "x" * 5000):
        found = sqlite_desk("show", name)
        assert found.code == 1
        assert "vedette search" in found.refusal() and "\x1b" not in found.err
    assert sqlite_desk("show").code == 2
