"""How long until an account is asked again, which jobs that makes, and who rests: as properties."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from schedules.cadence import LEAST, MOST, MOST_AFTER_FAILURES, Visit, next_due
from schedules.due import ACCOUNTS_A_JOB, plan
from schedules.job import Job, Progress, read_job, read_progress, write_job, write_progress
from schedules.resting import FIRST_S, LONGEST_S, Resting
from schedules.visits import Visits
from storage.items import Capture, Harvest, Item, Post, Problem, ProblemKind, Watched

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
SHORTEST, TOLERANCE = 0.8999, 1.1001
moments = st.datetimes(datetime(2020, 1, 1), datetime(2026, 3, 1)).map(
    lambda moment: moment.replace(tzinfo=UTC)
)
visits = st.builds(
    Visit,
    new_posts=st.integers(0, 10_000),
    newest_at=st.none() | moments,
    failures=st.integers(0, 10_000),
    gone=st.booleans(),
)
priorities = st.sampled_from(["high", "normal", "low", "unheard of"])
spreads = st.floats(0, 1)
names = st.text("abc:/@.é漢", min_size=1, max_size=8)
watched = st.builds(
    Watched,
    platform=st.sampled_from(["gab", "mastodon", "telegram", "links"]),
    key=names,
    url=names,
    handle=names,
    host=names,
    wants=st.lists(names, max_size=2).map(tuple),
)


@given(visits, priorities, spreads)
def test_nobody_is_asked_without_pause_nor_forgotten(visit: Visit, priority: str, spread: float) -> None:
    wait = next_due(NOW, visit, priority, spread) - NOW
    assert LEAST * SHORTEST <= wait <= MOST_AFTER_FAILURES * TOLERANCE
    if not visit.failures:
        assert wait <= MOST * TOLERANCE


@given(visits, priorities, spreads, st.integers(1, 20))
def test_a_failure_more_is_never_asked_sooner(visit: Visit, priority: str, spread: float, more: int) -> None:
    worse = Visit(
        new_posts=visit.new_posts, newest_at=visit.newest_at, failures=visit.failures + more, gone=visit.gone
    )
    assert next_due(NOW, worse, priority, spread) >= next_due(NOW, visit, priority, spread)


@given(visits, priorities, spreads, st.timedeltas(timedelta(), timedelta(days=7)))
def test_the_platforms_own_wish_is_kept(visit: Visit, priority: str, spread: float, wait: timedelta) -> None:
    asked = Visit(
        new_posts=visit.new_posts, newest_at=visit.newest_at, failures=visit.failures, retry_at=NOW + wait
    )
    assert next_due(NOW, asked, priority, spread) >= NOW + wait


@given(st.none() | moments, st.integers(1, 99), spreads)
def test_who_posts_is_asked_sooner_and_the_urgent_before_all(
    newest: datetime | None, new: int, spread: float
) -> None:
    quiet, busy = Visit(newest_at=newest), Visit(newest_at=newest, new_posts=new)
    for priority in ("high", "normal", "low"):
        assert next_due(NOW, busy, priority, spread) < next_due(NOW, quiet, priority, spread)
    waits = [next_due(NOW, busy, priority, spread) for priority in ("high", "normal", "low")]
    assert waits == sorted(set(waits))


@given(priorities, spreads)
def test_a_missing_account_is_asked_once_a_day(priority: str, spread: float) -> None:
    wait = next_due(NOW, Visit(gone=True), priority, spread) - NOW
    assert MOST * SHORTEST <= wait <= MOST * TOLERANCE


def test_accounts_added_together_are_not_asked_together_for_ever() -> None:
    assert len({next_due(NOW, Visit(), "normal", number / 100) for number in range(100)}) == 100


@given(st.lists(watched, max_size=60), st.frozensets(st.sampled_from(["gab", "mastodon"])))
def test_each_platform_has_one_job_and_a_busy_one_waits(due: list[Watched], busy: frozenset[str]) -> None:
    jobs = plan(due, busy)
    platforms = [job.platform for job in jobs]
    assert len(platforms) == len(set(platforms))
    assert not busy & set(platforms)
    assert platforms == list(dict.fromkeys(one.platform for one in due if one.platform not in busy))
    for job in jobs:
        assert job.entries == tuple(one for one in due if one.platform == job.platform)


def test_a_long_list_is_cut_and_the_longest_due_come_first() -> None:
    due = [Watched(platform="gab", key=str(number), url="") for number in range(ACCOUNTS_A_JOB + 50)]
    (job,) = plan(due)
    assert list(job.entries) == due[:ACCOUNTS_A_JOB]


@given(st.builds(Job, platform=names, entries=st.lists(watched, max_size=5).map(tuple), full=st.booleans()))
def test_a_job_is_the_same_on_the_other_side(job: Job) -> None:
    text = write_job(job)
    assert b"\n" not in text
    assert read_job(text + b"\n") == job


@given(
    st.builds(
        Progress,
        platform=names,
        posts=st.integers(0, 99),
        problem_kinds=st.dictionaries(names, st.integers(0, 9)),
    )
)
def test_progress_is_the_same_on_the_other_side(progress: Progress) -> None:
    line = write_progress(progress)
    assert line.count(b"\n") == 1
    assert read_progress(line) == progress


@given(st.lists(st.sampled_from(["failed", "crashed"]), min_size=1, max_size=30))
def test_a_platform_that_fails_rests_longer_each_time_and_not_for_ever(outcomes: list[str]) -> None:
    resting, now, before = Resting(), 0.0, 0.0
    for outcome in outcomes:
        resting.note("gab", outcome, now)
        rest = next(wait for wait in range(0, int(LONGEST_S) + 31, 10) if not resting.names(now + wait))
        assert max(before, FIRST_S) <= rest <= LONGEST_S
        now, before = now + rest, rest
    resting.note("gab", "finished", now)
    assert resting.names(now) == frozenset()
    resting.note("gab", "failed", now)
    assert resting.names(now + FIRST_S) == frozenset(), "a good crawl makes up for all failures"


def make_capture(account: str) -> Capture:
    return Capture(
        url="https://gab.com/x",
        status=200,
        headers=(),
        body=b"",
        captured_at=NOW,
        record_id="urn:uuid:1",
        record_type="response",
        warc_file="a",
        offset=0,
        length=0,
        payload_digest="",
        account=account,
    )


def make_post(number: int, at: datetime | None) -> Post:
    return Post(
        platform="gab",
        id=str(number),
        account="a",
        url="",
        text="",
        record_id="urn:uuid:1",
        where="",
        captured_at=NOW,
        posted_at=at,
    )


def make_problem(kind: ProblemKind, retry_at: datetime | None = None) -> Problem:
    return Problem(
        kind=kind,
        platform="gab",
        account="a",
        url="",
        record_id="urn:uuid:1",
        captured_at=NOW,
        retry_at=retry_at,
    )


def tally(*items: Item) -> Visits:
    visits = Visits()
    for item in items:
        visits.note(Harvest(captures=(make_capture("a"),), items=(item,)))
    return visits


def visit_of(items: Iterable[Item], newest_before: datetime | None = None) -> Visit:
    return tally(*items).visit("a", failures_before=3, newest_before=newest_before)


def test_a_visit_that_read_nothing_for_a_reason_has_failed_once_more() -> None:
    assert visit_of([make_problem("unreachable")]).failures == 4
    assert visit_of([make_problem("empty_proven")]).failures == 0
    assert visit_of([make_post(1, NOW), make_problem("unreachable")]).failures == 0


def test_posts_are_new_where_one_is_newer_than_what_was_known() -> None:
    known, newer = NOW - timedelta(days=1), NOW - timedelta(hours=1)
    assert visit_of([make_post(1, known), make_post(2, newer)], known).new_posts == 2
    assert visit_of([make_post(1, known)], known).new_posts == 0
    assert visit_of([make_post(1, known)], known).newest_at == known


def test_the_longest_wish_to_be_left_alone_counts() -> None:
    sooner, later = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    items = [make_problem("rate_limited", later), make_problem("rate_limited", sooner)]
    assert visit_of(items).retry_at == later


def test_an_account_is_gone_only_where_nothing_of_it_was_read() -> None:
    assert visit_of([make_problem("suspended")]).gone
    assert not visit_of([make_post(1, NOW), make_problem("not_found")]).gone


def test_what_breaks_off_a_visit_leaves_a_gap() -> None:
    assert tally(make_post(1, NOW), make_problem("empty_proven")).is_whole("a")
    assert not tally(make_post(1, NOW), make_problem("unreachable")).is_whole("a")
    assert not tally().is_whole("a"), "nothing was asked"
