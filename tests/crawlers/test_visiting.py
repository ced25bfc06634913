"""The visit of an account: routes one after the other, lists that lead nowhere, silence that is an alarm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from crawlers import visiting
from crawlers.paging import COUNT, MOST_PAGES
from crawlers.platform import Fetch, Platform
from crawlers.reading import Reading as Read
from crawlers.visiting import Complaint, Errand, Visit, open_routes
from storage.items import Known, Post, Problem, ProblemKind, Watched
from tests.crawlers.captures import NOW
from tests.crawlers.imagined import LIVE, PLATFORM, WATCHED

UNKNOWN = Known()


def make_visit(*routes: str, known: Known = UNKNOWN, platform: Platform = PLATFORM) -> Visit:
    return Visit(platform, WATCHED, known, routes or ("api", "feed", "page"))


def make_post(number: int) -> Post:
    return Post(
        platform="tv",
        id=str(number),
        account="7",
        url=f"https://tv.example/{number}",
        text="x",
        record_id="urn:uuid:2",
        where="",
        captured_at=NOW,
    )


def make_problem(kind: ProblemKind) -> Problem:
    return Problem(kind=kind, platform="tv", account="7", url="", record_id="urn:uuid:3", captured_at=NOW)


def answer(
    visit: Visit, errand: Errand | Complaint, *items: object, fetches: tuple[Fetch, ...] = ()
) -> list[Errand | Complaint]:
    """What follows when ``errand`` gave ``items``; the visit's end too, where nothing is under way then."""
    assert isinstance(errand, Errand)
    read = Read(items, fetches)  # type: ignore[arg-type]
    found = list(visit.go_on(errand, read, unchanged=False))
    visit.pending -= 1
    return found if visit.pending else [*found, *visit.end()]


def next_page(number: int) -> Fetch:
    return Fetch(url=f"https://tv.example/list?page={number}", reader="list", route="feed")


@pytest.mark.parametrize(
    "kind", ["unauthorised", "login_wall", "challenge", "geo_blocked", "changed_format", "unreachable"]
)
def test_where_a_route_is_refused_the_next_one_is_tried(kind: ProblemKind) -> None:
    visit = make_visit()
    (first,) = visit.begin()
    (second,) = answer(visit, first, make_problem(kind))
    assert isinstance(second, Errand)
    assert second.fetch.route == "feed"
    (third,) = answer(visit, second, make_problem(kind))
    assert isinstance(third, Errand)
    assert third.fetch.route == "page"
    assert answer(visit, third, make_problem(kind)) == [], "no route is tried twice"


@pytest.mark.parametrize("kind", ["rate_limited", "suspended", "deleted", "not_found", "private"])
def test_who_wants_us_slower_or_is_gone_is_not_gone_around(kind: ProblemKind) -> None:
    visit = make_visit()
    (first,) = visit.begin()
    assert answer(visit, first, make_problem(kind)) == []


def test_a_route_that_gave_posts_is_enough() -> None:
    visit = make_visit()
    (first,) = visit.begin()
    assert answer(visit, first, LIVE, make_post(1), make_problem("unreachable")) == []


def test_only_routes_whose_credential_is_there_are_open() -> None:
    assert open_routes(PLATFORM, ("page", "feed")) == ("feed", "page")


def test_no_open_route_names_the_credential_that_would_open_one() -> None:
    token_only = replace(PLATFORM, routes=PLATFORM.routes[:1])
    visit = Visit(token_only, WATCHED, Known(), ())
    (complaint,) = visit.begin()
    assert isinstance(complaint, Complaint)
    assert (complaint.kind, visit.pending) == ("unauthorised", 0)
    assert "tv-token" in complaint.reason


def test_a_platform_that_cannot_begin_is_told() -> None:
    def fail(watched: Watched, known: Known) -> Iterable[Fetch]:
        raise IndexError("no such part")

    (complaint,) = make_visit(platform=replace(PLATFORM, start=fail)).begin()
    assert isinstance(complaint, Complaint)
    assert "IndexError: no such part" in complaint.reason


def test_a_page_of_known_posts_ends_its_list() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    (second,) = answer(visit, first, LIVE, make_post(1), make_post(2), fetches=(next_page(2),))
    (complaint,) = answer(visit, second, make_post(2), fetches=(next_page(3),))
    assert isinstance(complaint, Complaint)
    assert (complaint.kind, complaint.fetch) == ("changed_format", next_page(2))


def test_a_page_with_one_new_post_goes_on() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    (second,) = answer(visit, first, LIVE, make_post(1), make_post(2), fetches=(next_page(2),))
    (third,) = answer(visit, second, make_post(2), make_post(3), fetches=(next_page(3),))
    assert isinstance(third, Errand)


def test_a_list_that_comes_back_to_a_page_is_a_circle() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    (second,) = answer(visit, first, LIVE, make_post(1), fetches=(next_page(2),))
    (complaint,) = answer(visit, second, make_post(2), fetches=(next_page(2),))
    assert isinstance(complaint, Complaint)
    assert "circle" in complaint.reason


def test_a_visit_has_a_budget_and_says_once_that_it_is_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visiting, "MOST_FETCHES", 10)
    visit = make_visit("feed")
    (errand,) = visit.begin()
    asked, told = 1, []
    for number in range(2, 40):
        found = answer(
            visit, errand, LIVE, make_post(number), fetches=(next_page(number), next_page(100 + number))
        )
        onward = [one for one in found if isinstance(one, Errand)]
        told += [one for one in found if isinstance(one, Complaint)]
        asked += len(onward)
        if not onward:
            break
        errand = onward[0]
    assert asked == 10
    assert [complaint.kind for complaint in told] == ["truncated"]


def test_a_list_as_long_as_is_asked_for_says_that_there_may_be_more() -> None:
    visit = make_visit("feed")
    (errand,) = visit.begin()
    assert isinstance(errand, Errand)
    last = replace(errand, fetch=replace(errand.fetch, context={COUNT: str(MOST_PAGES)}))
    (complaint,) = answer(visit, last, LIVE, make_post(1))
    assert isinstance(complaint, Complaint)
    assert (complaint.kind, complaint.reason) == ("truncated", visiting.TOO_LONG)


def test_answers_that_say_nothing_are_an_alarm() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    (complaint,) = answer(visit, first)
    assert isinstance(complaint, Complaint)
    assert complaint.kind == "changed_format"


def test_a_live_account_without_the_posts_it_should_show_is_an_alarm() -> None:
    visit = make_visit("feed", platform=replace(PLATFORM, expects="three posts", expects_posts=3))
    (first,) = visit.begin()
    (complaint,) = answer(visit, first, LIVE, make_post(1))
    assert isinstance(complaint, Complaint)
    assert complaint.reason == "a live account shows three posts; 1 posts were read"


@pytest.mark.parametrize("items", [(make_problem("empty_proven"),), (LIVE, make_post(1))])
def test_proven_emptiness_and_posts_are_no_alarm(items: tuple[object, ...]) -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    assert answer(visit, first, *items) == []


def test_no_new_posts_of_a_known_account_are_no_alarm() -> None:
    visit = make_visit("feed", known=Known(newest_id="9"))
    (first,) = visit.begin()
    assert answer(visit, first, LIVE) == []


def test_not_modified_is_an_answer() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    assert isinstance(first, Errand)
    assert list(visit.go_on(first, Read(), unchanged=True)) == []
    visit.pending -= 1
    assert list(visit.end()) == []


def test_a_list_that_repeats_is_told_also_where_its_reader_stops() -> None:
    visit = make_visit("feed")
    (first,) = visit.begin()
    (second,) = answer(visit, first, LIVE, make_post(1), fetches=(next_page(2),))
    (complaint,) = answer(visit, second, make_post(1))
    assert isinstance(complaint, Complaint)
    assert complaint.kind == "changed_format"
