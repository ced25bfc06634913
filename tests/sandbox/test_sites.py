"""The operation's sites under their changing domains: joined, dated, and told from everybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from crawlers.redirects import platform
from pipelines.detector import catch_up
from pipelines.sites import Sites
from sandbox.operation.sites import ORDINARY, SITES, Site, find_site
from sandbox.platforms.links import SCRIPTED
from storage.index import Index
from storage.items import Hop, Item, Known, LandingPage, Watched
from storage.urls import registered_domain
from tests.pipelines.posts import flags_of, say
from tests.sandbox.walking import in_phase, truth, walk_platform
from tests.storage.harvests import START, harvest

OPERATION = [site for site in SITES if site.id not in SCRIPTED]
"""Those whose pages can be read without a browser."""


@cache
def follow_all() -> tuple[tuple[Item, ...], ...]:
    """Every link of both phases as the collector follows it, one post each; phase 2 is a week later."""
    found: list[tuple[Item, ...]] = []
    for phase in (1, 2):
        for number, link in enumerate(truth()["phases"][str(phase)]["links"]):
            moment = START + timedelta(days=7 * phase, minutes=number)
            watched = Watched(platform="links", key=link["url"], url=link["url"])
            known = Known(attributes={"chain": f"p{phase}"})
            walked = walk_platform(platform, watched, known, in_phase(phase))
            steps: list[Hop | LandingPage] = [*walked.only(Hop), *walked.only(LandingPage)]
            items = [replace(item, captured_at=moment) for item in steps]
            found.append((say("gab:1", link["url"], number, links=[link["url"]]), *items))
    return tuple(found)


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    """The flags of later domains, and what their evidence says."""
    index = Index.open(tmp_path_factory.mktemp("sites"))
    index.write([harvest(*items) for items in follow_all()])
    catch_up(index, [Sites()])
    found = [flag.evidence for flag in flags_of(index, "alternate_domain")]
    index.close()
    return found


def _landed(site: Site, phase: int) -> set[str]:
    """The domains of a site that links led to in a phase, as it was played."""
    links = truth()["phases"][str(phase)]["links"]
    urls = [link["landing_url"] for link in links if link["landing_url"] and not link["needs_browser"]]
    return {registered_domain(url) for url in urls if find_site(url) is site}


@pytest.mark.parametrize("site", OPERATION, ids=lambda site: site.id)
def test_new_domains_of_a_known_site_are_flagged_and_dated(site: Site, joined: list[Any]) -> None:
    new = _landed(site, 2) - _landed(site, 1)
    found = {each["domain"]: each for each in joined if each["domain"] in new}
    assert new and found.keys() == new
    for evidence in found.values():
        assert evidence["first_seen"] >= (START + timedelta(days=14)).isoformat()
        assert evidence["known_since"] < (START + timedelta(days=8)).isoformat()
        reasons = {reason["kind"] for reason in evidence["reasons"]}
        assert "text" in reasons
        assert all(reason["here"]["record_id"] for reason in evidence["reasons"])
        assert _landed(site, 1) | new <= {each["domain"] for each in evidence["site"]}


def test_nobody_elses_site_is_joined(joined: list[Any]) -> None:
    theirs = {registered_domain(domain) for site in ORDINARY for domain in site.domains}
    assert joined and not [each for each in joined if theirs & {one["domain"] for one in each["site"]}]


def test_every_join_is_of_one_site(joined: list[Any]) -> None:
    for each in joined:
        sites = {find_site(f"https://{one['domain']}/") for one in each["site"]}
        assert len(sites) == 1, each["site"]
