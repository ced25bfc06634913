"""What a landing page tells of its site is kept with it, compared with it, and its icon is fetched."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from storage.compare import find_differences, snapshot
from storage.index import Index
from storage.items import LandingPage, MediaFile
from storage.links import media_due
from storage.site_facts import SiteFacts, unpack_facts
from storage.tables import landing_pages
from tests.storage.harvests import at, harvest, record

ICON = "https://site.example/i.png"
FACTS = SiteFacts(icon=ICON, ids=("google:UA-1-1", "yandex:2"), outbound=("t.me",), generator="WordPress 6")


def make_page(hours: float = 1, facts: SiteFacts = FACTS) -> LandingPage:
    url = "https://site.example/a"
    return LandingPage(
        link_url="https://bit.example/x",
        chain="c",
        url=url,
        normalised_url=url,
        registered_domain="site.example",
        record_id=record(5),
        captured_at=at(hours),
        status=200,
        facts=facts,
    )


def read_facts(index: Index) -> SiteFacts:
    with index.reading() as connection:
        return unpack_facts(connection.scalars(select(landing_pages.c.facts)).one())


def test_facts_are_kept_with_the_newest_capture(index: Index) -> None:
    index.write([harvest(make_page())])
    assert read_facts(index) == FACTS
    newer = replace(FACTS, ids=("yandex:3",))
    index.write([harvest(make_page(2, newer))])
    index.write([harvest(make_page())])
    assert read_facts(index) == newer


def test_a_page_indexed_before_facts_were_read_gets_them_when_it_is_read_again(index: Index) -> None:
    index.write([harvest(make_page(facts=SiteFacts()))])
    index.write([harvest(make_page())])
    assert read_facts(index) == FACTS


def test_indexes_that_differ_in_facts_alone_differ(sqlite_index: Index, index: Index) -> None:
    index.write([harvest(make_page())])
    assert any("google:UA-1-1" in str(row) for row in snapshot(index) if row[0] == "landing_pages")
    if sqlite_index is not index:
        sqlite_index.write([harvest(make_page(facts=replace(FACTS, theme="x")))])
        assert {row[1] for row in find_differences(index, sqlite_index)} == {"landing_pages"}


def test_the_icon_is_fetched_as_a_medium_once(index: Index) -> None:
    index.write([harvest(make_page()), harvest(make_page(2))])
    later = at(3)
    assert [each.url for each in media_due(index, later, 10)] == [ICON]
    file = MediaFile(
        url=ICON, record_id=record(6), captured_at=later, sha256="a" * 64, size=9, media_type="image/png"
    )
    index.write([harvest(file)])
    index.write([harvest(make_page(4))])
    assert media_due(index, later + timedelta(days=9), 10) == ()
