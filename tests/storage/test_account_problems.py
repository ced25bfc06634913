"""What an account is, told from its last snapshot and from what was refused since."""

from __future__ import annotations

import pytest

from storage.index import Index
from storage.items import Capture, Problem, ProblemKind
from storage.queries import AccountFound, show_account
from tests.storage.harvests import at, harvest, make_account, make_capture, make_post, record


def read(index: Index) -> AccountFound:
    account = show_account(index, "gab:42")
    assert account is not None
    return account


def refuse(kind: ProblemKind, hours: float, account: str = "42") -> Problem:
    return Problem(
        kind=kind,
        platform="gab",
        account=account,
        url="https://gab.com/bob",
        record_id=record(int(hours * 100)),
        captured_at=at(hours),
        reason=f"it says {kind}",
    )


def answer(hours: float, run: str) -> tuple[Capture, ...]:
    return (make_capture(int(hours * 100), hours, run=run),)


@pytest.fixture
def seen(index: Index) -> Index:
    """An account that a first crawl saw alive."""
    index.write([harvest(make_account("42", "bob", 1, aliases=("bob",)), captures=answer(1, "first"))])
    return index


@pytest.mark.parametrize("key", ["42", "bob"], ids=["by its key", "by an alias"])
@pytest.mark.parametrize("kind", ["suspended", "deleted", "private", "not_found"])
def test_an_account_that_is_refused_has_ended(seen: Index, kind: ProblemKind, key: str) -> None:
    seen.write([harvest(refuse(kind, 30, key), captures=answer(30, "second"))])
    account = read(seen)
    assert (account.state, [snapshot.state for snapshot in account.snapshots]) == (kind, ["live"])
    (problem,) = account.problems
    assert (problem.kind, problem.record_id, problem.captured_at) == (kind, record(3000), at(30))


def test_the_most_telling_word_of_a_crawl_counts(seen: Index) -> None:
    seen.write(
        [
            harvest(refuse("suspended", 30), captures=answer(30, "second")),
            harvest(refuse("not_found", 31), captures=answer(31, "second")),
        ]
    )
    assert read(seen).state == "suspended"


@pytest.mark.parametrize("kind", ["login_wall", "rate_limited", "changed_format", "unreachable"])
def test_what_says_nothing_of_an_account_leaves_it_as_it_was(seen: Index, kind: ProblemKind) -> None:
    seen.write([harvest(refuse(kind, 30), captures=answer(30, "second"))])
    assert (read(seen).state, [one.kind for one in read(seen).problems]) == ("live", [kind])


def test_a_wall_does_not_take_back_that_it_ended(seen: Index) -> None:
    seen.write(
        [
            harvest(refuse("suspended", 30), captures=answer(30, "second")),
            harvest(refuse("login_wall", 40), captures=answer(40, "third")),
        ]
    )
    assert read(seen).state == "suspended"
    assert [one.kind for one in read(seen).problems] == ["login_wall", "suspended"]


def test_a_post_refused_in_a_crawl_that_saw_the_account_ends_no_account(seen: Index) -> None:
    seen.write(
        [
            harvest(make_account("42", "bob", 30), captures=answer(30, "second")),
            harvest(refuse("suspended", 31), captures=answer(31, "second")),
        ]
    )
    assert read(seen).state == "live"


def test_a_post_seen_in_the_same_crawl_is_enough(seen: Index) -> None:
    seen.write(
        [
            harvest(make_post("p", "words", 30), captures=answer(30, "second")),
            harvest(refuse("not_found", 31), captures=answer(31, "second")),
        ]
    )
    assert read(seen).state == "live"


def test_an_account_that_is_back_is_live_again(seen: Index) -> None:
    seen.write(
        [
            harvest(refuse("suspended", 30), captures=answer(30, "second")),
            harvest(make_account("42", "bob", 60), captures=answer(60, "third")),
        ]
    )
    assert read(seen).state == "live"


def test_the_problem_of_another_account_is_none_of_its_own(seen: Index) -> None:
    seen.write([harvest(refuse("suspended", 30, "43"), captures=answer(30, "second"))])
    assert (read(seen).state, read(seen).problems) == ("live", ())
