"""Watchlist, what is known, leases, cursors, runs: what people and the service decide."""

from __future__ import annotations

import multiprocessing
from datetime import timedelta
from pathlib import Path

from storage import cursors, known, leases, links, runs, watchlist
from storage.index import Index
from storage.items import Link, Media, MediaFile, Watched
from storage.pauses import StoredPauses
from tests.storage.harvests import (
    at,
    harvest,
    make_account,
    make_capture,
    make_observation,
    make_post,
    record,
)

BOB = Watched(platform="gab", key="handle:bob", url="https://gab.com/bob", handle="bob")
BOB_SETTLED = Watched(platform="gab", key="42", url="https://gab.com/bob")


def test_nothing_is_watched_twice_in_any_spelling(index: Index) -> None:
    assert watchlist.add(index, BOB, watchlist.Reasons(case="A", why="seen"), now=at(0)).status == "added"
    assert watchlist.add(index, BOB).status == "known"
    index.write([harvest(make_account("42", "bob", 1, aliases=("handle:bob", "bob")))])
    for key in ("handle:bob", "42", "bob"):
        again = watchlist.add(index, Watched(platform="gab", key=key, url="https://gab.com/@bob"))
        assert (again.status, again.watched.key) == ("known", "42")
    (entry,) = watchlist.entries(index)
    assert (entry.reasons.case, entry.reasons.why, entry.watched.url) == ("A", "seen", "https://gab.com/bob")


def test_two_spellings_watched_before_the_profile_was_read_become_one(index: Index) -> None:
    watchlist.add(index, BOB, now=at(0))
    watchlist.add(index, Watched(platform="gab", key="42", url="https://gab.com/users/42"), now=at(1))
    index.write([harvest(make_account("42", "bob", 2, aliases=("handle:bob",)))])
    (entry,) = watchlist.entries(index)
    assert entry.watched.key == "42"
    assert watchlist.add(index, BOB).status == "known"


def test_removing_keeps_the_evidence(index: Index) -> None:
    watchlist.add(index, BOB)
    index.write([harvest(make_account("42", "bob", 1, aliases=("handle:bob",)), make_post("a", "x", 1))])
    assert watchlist.remove(index, BOB)
    assert not watchlist.remove(index, BOB)
    assert watchlist.entries(index) == ()
    assert known.known(index, BOB).newest_id == "a"


def test_due_entries_come_in_order_and_move_on(index: Index) -> None:
    for number in range(5):
        watched = Watched(platform="gab", key=str(number), url=f"https://gab.com/{number}")
        watchlist.add(index, watched, now=at(-number))
    due = watchlist.due(index, at(-2), 10)
    assert [entry.watched.key for entry in due] == ["4", "3", "2"]
    assert watchlist.count_due(index, at(-2)) == 3
    watchlist.reschedule(index, due[0], at(7), failures=2)
    watchlist.reschedule(index, due[1], None)
    assert [entry.watched.key for entry in watchlist.due(index, at(-2), 10)] == ["2"]
    assert watchlist.find_entry(index, due[0].watched).failures == 2  # type: ignore[union-attr]


def test_who_was_collected_before_is_watched_under_its_own_key(index: Index) -> None:
    index.write([harvest(make_account("42", "bob", 1, aliases=(BOB.key,)))])
    added = watchlist.add(index, BOB)
    assert (added.status, added.watched.key) == ("added", "42")
    assert watchlist.add(index, BOB).status == "known"
    (entry,) = watchlist.entries(index)
    assert watchlist.find_entry(index, BOB) == entry


def test_known_tells_a_crawl_where_to_go_on(index: Index) -> None:
    assert known.known(index, BOB).newest_id == ""
    index.write(
        [
            harvest(
                make_account("42", "bob", 1, aliases=("handle:bob",), attributes={"did": "x"}),
                make_post("old", "x", 1, posted_at=at(-20), attributes={"token": "t"}),
                make_post("new", "y", 1, posted_at=at(-1)),
                make_post("lost", "z", 1, posted_at=at(-2)),
                make_observation("lost", "gone", 2),
                captures=(make_capture(1, 1), make_capture(2, 2, account="handle:bob")),
            )
        ]
    )
    found = known.known(index, BOB, known.Recheck(limit=5, since=at(-30)))
    assert (found.newest_id, found.newest_at, found.key, found.attributes) == (
        "new",
        at(-1),
        "42",
        {"did": "x"},
    )
    assert found.validators["https://gab.com/api/v1/2"].etag == '"2"'
    assert [(post.id, dict(post.context)) for post in found.recheck] == [("old", {"token": "t"}), ("new", {})]
    assert known.known(index, BOB, known.Recheck(limit=1, not_seen_since=at(1))).recheck == ()


def test_a_whole_visit_counts_under_the_accounts_own_key_too(index: Index) -> None:
    index.write([harvest(make_account("42", "bob", 1, aliases=(BOB.key,)), make_post("new", "y", 1))])
    known.note_whole(index, [BOB], at(5))
    assert known.read_whole(index, BOB) == known.read_whole(index, BOB_SETTLED) == at(5)


def test_a_visit_that_broke_off_does_not_move_how_far_a_board_was_read(index: Index) -> None:
    """A board's mark is read off its first page, before the threads behind it are: they would be missed."""
    for hour, mark in ((1, "100"), (30, "200")):
        index.write(
            [harvest(make_account("42", "bob", hour, attributes={"newest_post": mark, "theme": f"t{mark}"}))]
        )
    assert dict(known.known(index, BOB_SETTLED).attributes) == {"newest_post": "200", "theme": "t200"}
    whole = known.known(index, BOB_SETTLED, until=at(2)).attributes
    assert dict(whole) == {"newest_post": "100", "theme": "t200"}
    assert dict(known.known(index, BOB_SETTLED, until=known.NEVER).attributes) == {"theme": "t200"}


def test_a_lease_has_one_holder_and_its_token_only_grows(index: Index) -> None:
    ttl = timedelta(hours=1)
    assert leases.acquire(index, "tick", "one", ttl, at(0)) == 1
    assert leases.acquire(index, "tick", "two", ttl, at(0.5)) is None
    assert leases.renew(index, "tick", 1, ttl, at(0.9))
    assert leases.acquire(index, "tick", "two", ttl, at(1.5)) is None
    assert leases.acquire(index, "tick", "two", ttl, at(2)) == 2
    assert not leases.renew(index, "tick", 1, ttl, at(2))
    assert not leases.release(index, "tick", 1, at(2))
    assert leases.release(index, "tick", 2, at(2.1))
    assert leases.acquire(index, "tick", "one", ttl, at(2.1)) == 3


def test_a_cursor_refuses_who_lost_the_lease(index: Index) -> None:
    assert cursors.read_cursor(index, "text") == 0
    for token, position, moved in ((2, 10, True), (1, 99, False), (3, 20, True)):
        with index.writing() as connection:
            assert cursors.move_cursor(connection, "text", position, token) is moved
    assert cursors.read_cursor(index, "text") == 20
    cursors.set_cursor(index, "text", 0)
    assert cursors.read_cursor(index, "text") == 0


def take_lease(data: str, url: str, number: int, rounds: int) -> list[int]:
    index = Index.open(Path(data), url)
    tokens = []
    for turn in range(rounds):
        token = leases.acquire(index, "tick", f"p{number}", timedelta(hours=1), at(turn))
        if token is not None:
            tokens.append(token)
            leases.release(index, "tick", token, at(turn))
        index.write([harvest(make_post(f"{number}-{turn}", f"text {number} {turn}", turn))])
    index.close()
    return tokens


def test_processes_at_once_never_share_a_token_nor_lose_a_post(index: Index, tmp_path: Path) -> None:
    url = index.engine.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        found = pool.starmap(take_lease, [(str(tmp_path), url, number, 15) for number in range(3)])
    tokens = [token for each in found for token in each]
    assert len(tokens) == len(set(tokens))
    with index.reading() as connection:
        rows = connection.exec_driver_sql("SELECT change_seq, id FROM posts ORDER BY id").all()
    assert len(rows) == 45
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})


def test_runs_tell_how_they_ended(index: Index) -> None:
    runs.start_run(index, "r1", "gab", at(1), holder="host:1")
    runs.start_run(index, "r2", "gab", at(2))
    counts = runs.RunCounts(accounts=2, posts_new=7, problems=1)
    runs.finish_run(index, "r1", runs.RunEnd(outcome="failed", reason="no\x00 route"), counts, at(3))
    first, second = runs.list_runs(index, platform="gab")
    assert (first.id, first.outcome, second.outcome, second.reason) == (
        "r2",
        "running",
        "failed",
        "no\ufffd route",
    )
    assert second.counts == counts
    assert [run.id for run in runs.running_runs(index)] == ["r2"]


def test_a_pause_is_kept_for_the_next_crawl(index: Index) -> None:
    assert StoredPauses(index).until("host:gab.com") is None
    StoredPauses(index).keep("host:gab.com", at(5))
    StoredPauses(index).keep("credential:gab", at(6))
    until = StoredPauses(index).until("host:gab.com")
    assert until is not None and timedelta(0) <= until - at(5) <= timedelta(seconds=1)
    spent = [
        StoredPauses(index).spend("credential:youtube", day) for day in ("2026-11-24",) * 2 + ("2026-11-25",)
    ]
    assert spent == [1, 2, 1]


def test_links_and_media_are_due_until_seen_to(index: Index) -> None:
    post = make_post(
        "a", "x", 1, links=(Link(url="https://e.org/1"),), media=(Media(url="https://e.org/p.jpg"),)
    )
    index.write([harvest(post)])
    (link,), (medium,) = links.links_due(index, at(1), 5), links.media_due(index, at(1), 5)
    assert (link.url, medium.url) == ("https://e.org/1", "https://e.org/p.jpg")
    links.postpone_links(index, [link.url], at(9))
    assert links.links_due(index, at(8), 5) == ()
    fetched = MediaFile(
        url="https://e.org/p.jpg",
        record_id=record(9),
        captured_at=at(2),
        sha256="ab" * 32,
        size=9,
        media_type="image/jpeg",
    )
    assert index.write([harvest(fetched)]).media_files == 1
    assert index.write([harvest(fetched)]).media_files == 0
    assert links.media_due(index, at(99), 5) == ()
