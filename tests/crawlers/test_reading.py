"""A record and its reader: the same in a crawl and years later, whatever the record holds."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

import pytest

from crawlers import reading
from crawlers.platform import Fetch
from crawlers.platform import Reading as Given
from crawlers.reading import describe, read_capture, reread_capture
from storage.items import Capture, Problem, Watched
from tests.crawlers.captures import make_capture
from tests.crawlers.imagined import LIVE, PLATFORM

ASKED = Watched(
    platform="tv",
    key="7",
    url="https://tv.example/@Seven",
    handle="Seven",
    host="tv.example",
    wants=("media", "replies"),
)
FETCH = Fetch(url="https://tv.example/list", reader="list", route="feed", context={"page": "2"})


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Capture, Watched]]:
    """What the imagined platform's reader is handed; it gives a live account and a next page."""
    handed: list[tuple[Capture, Watched]] = []

    def read(capture: Capture, watched: Watched) -> Iterable[Given]:
        handed.append((capture, watched))
        yield LIVE
        yield FETCH

    use(monkeypatch, read)
    return handed


def use(monkeypatch: pytest.MonkeyPatch, reader: object) -> None:
    """Have ``tv`` be the imagined platform with this reader."""
    platform = replace(PLATFORM, readers={"list": reader})  # type: ignore[dict-item]
    monkeypatch.setattr(reading, "platforms", lambda: {"tv": platform})


def record(body: object = b"{}", asked: Watched = ASKED, **more: object) -> Capture:
    """A record as the archive gives it back after ``FETCH`` for ``asked``."""
    provenance = describe(asked, FETCH, "run-1")
    return replace(
        make_capture(FETCH.url, body),
        platform=provenance.platform,
        reader=provenance.reader,
        account=provenance.account,
        route=provenance.route,
        context=provenance.context,
        **more,  # type: ignore[arg-type]
    )


def only_problem(capture: Capture) -> Problem:
    (problem,) = read_capture(capture).items
    assert isinstance(problem, Problem)
    return problem


@pytest.mark.parametrize("asked", [ASKED, Watched(platform="tv", key="k", url="k")])
def test_a_reader_sees_who_was_asked_for_and_what_the_fetch_handed_on(
    shown: list[tuple[Capture, Watched]], asked: Watched
) -> None:
    found = read_capture(record(asked=asked))
    assert found.items == (LIVE,)
    assert found.fetches == (FETCH,)
    ((capture, watched),) = shown
    assert watched == asked
    assert capture.context == {"page": "2"}


def test_reading_again_asks_for_nothing(shown: list[tuple[Capture, Watched]]) -> None:
    capture = record()
    harvest = reread_capture(capture)
    assert (harvest.captures, harvest.items) == ((capture,), (LIVE,))


def test_a_record_without_reader_gives_nothing(shown: list[tuple[Capture, Watched]]) -> None:
    assert read_capture(replace(record(), reader="")).items == ()
    assert shown == []


@pytest.mark.parametrize("gone", [{"reader": "former"}, {"platform": "former"}])
def test_a_reader_that_is_no_more_is_told(shown: list[tuple[Capture, Watched]], gone: dict[str, str]) -> None:
    problem = only_problem(replace(record(), **gone))  # type: ignore[arg-type]
    assert problem.kind == "changed_format"
    assert "former" in problem.reason


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        (KeyError("created_at"), "KeyError: 'created_at'"),
        (ValueError("no number"), "no number"),
        (AttributeError("no such thing"), "AttributeError: no such thing"),
        (RecursionError("too deep"), "RecursionError: too deep"),
    ],
)
def test_what_was_read_before_a_fault_stands(
    monkeypatch: pytest.MonkeyPatch, fault: Exception, says: str
) -> None:
    def read(capture: Capture, watched: Watched) -> Iterable[Given]:
        yield LIVE
        raise fault

    use(monkeypatch, read)
    account, problem = read_capture(record()).items
    assert account == LIVE
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.reason, problem.record_id) == ("changed_format", says, record().record_id)


def test_a_body_that_was_cut_says_so_even_if_it_could_be_read(shown: list[tuple[Capture, Watched]]) -> None:
    account, problem = read_capture(record(truncated="length")).items
    assert account == LIVE
    assert isinstance(problem, Problem)
    assert (problem.kind, problem.reason) == ("truncated", "the body was cut: length")


def test_a_refusal_of_the_door_is_its_problem(shown: list[tuple[Capture, Watched]]) -> None:
    facts = {"problem": "rate_limited", "reason": "status 429", "retry_at": "2026-08-01T13:00:00+00:00"}
    problem = only_problem(record(facts, record_type="metadata", asked=ASKED))
    assert (problem.kind, problem.reason, problem.account) == ("rate_limited", "status 429", "7")
    assert problem.retry_at is not None and problem.retry_at.hour == 13
    assert shown == [], "no reader is asked about what is no answer"


@pytest.mark.parametrize(
    "body", [{"problem": "unreachable", "retried": True}, {"other": 1}, [1], "no json", "", b"\xff\x00"]
)
def test_a_metadata_record_that_tells_no_problem_gives_nothing(
    shown: list[tuple[Capture, Watched]], body: object
) -> None:
    assert read_capture(record(body, record_type="metadata")).items == ()


@pytest.mark.parametrize("spoilt", ["", "no json", "[1, 2]", '{"url": 5}', json.dumps({"wants": ["a"]})])
def test_a_spoilt_note_of_who_was_asked_for_is_no_obstacle(
    shown: list[tuple[Capture, Watched]], spoilt: str
) -> None:
    read_capture(replace(record(), context={"watched": spoilt}))
    ((_, watched),) = shown
    assert (watched.platform, watched.key) == ("tv", "7")
