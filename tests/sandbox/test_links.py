"""Posted links as they are played, followed by the collector: every chain is the one that was laid."""

from __future__ import annotations

import json
from typing import Any

import pytest

from crawlers.platform import Fetch
from crawlers.redirects import platform
from sandbox.operation.links import STEPS
from sandbox.platforms.links import SCRIPTED
from sandbox.world import build_world
from storage.items import Hop, Known, LandingPage, Watched
from tests.sandbox.walking import SEED, Walked, ask, in_phase, truth, walk_platform

WORLD = build_world(SEED)
LINKS: list[tuple[int, dict[str, Any]]] = [
    (phase, link) for phase in (1, 2) for link in truth()["phases"][str(phase)]["links"]
]
READABLE = [(phase, link) for phase, link in LINKS if not link["needs_browser"]]
OTHERS = [(phase, link) for phase, link in LINKS if link["needs_browser"]]


def _follow(link: dict[str, Any], phase: int) -> Walked:
    watched = Watched(platform="links", key=link["url"], url=link["url"])
    return walk_platform(platform, watched, Known(), in_phase(phase))


@pytest.mark.parametrize(
    ("phase", "link"), READABLE, ids=[f"{phase}-{link['recipe']}" for phase, link in READABLE]
)
def test_the_collector_reads_the_whole_chain(phase: int, link: dict[str, Any]) -> None:
    walked = _follow(link, phase)
    hops, due = walked.only(Hop), link["hops"]
    assert [(hop.url, hop.next_url) for hop in hops] == [(one["url"], one["next_url"]) for one in due]
    for hop, one in zip(hops, due, strict=True):
        assert hop.kind in (one["kind"], *one["also"])
        assert hop.kind == "shim" or hop.status == one["status"]
    landed = [page.url for page in walked.only(LandingPage)]
    assert landed == ([link["landing_url"]] if link["landing_url"] else [])


@pytest.mark.parametrize(
    ("phase", "link"), OTHERS, ids=[f"{phase}-{link['recipe']}" for phase, link in OTHERS]
)
def test_what_only_script_knows_is_left_to_the_browser_at_the_right_hop(
    phase: int, link: dict[str, Any]
) -> None:
    walked = _follow(link, phase)
    (fetch,) = walked.for_browser
    rendered = next(hop for hop in link["hops"] if hop["way"] in ("form", "interstitial"))
    assert fetch.url == rendered["url"]
    page = walked.captures[-1]
    assert page.url == rendered["url"]
    assert rendered["next_url"].encode() in page.body
    landing = ask(Fetch(url=rendered["next_url"], reader="", method="POST"), in_phase(phase))
    assert landing.status == 200


def test_every_way_of_sending_on_is_played() -> None:
    ways = {hop["way"] for _, link in LINKS for hop in link["hops"]}
    assert ways == {*STEPS, "", "404", "closed"}
    assert {link["outcome"] for _, link in LINKS} == {"landing", "dead_end", "loop"}


def test_the_operations_chains_end_elsewhere_in_phase_two() -> None:
    first, second = ({link["url"]: link for link in truth()["phases"][one]["links"]} for one in "12")
    moved = [url for url, link in first.items() if link["operation"] and "broken" not in link["recipe"]]
    assert moved
    for url in moved:
        assert first[url]["landing_url"] != second[url]["landing_url"]
    same = [url for url, link in first.items() if not link["operation"]]
    assert [first[url]["landing_url"] for url in same] == [second[url]["landing_url"] for url in same]


def test_pages_that_script_fills_are_empty_without_it() -> None:
    links = [link for phase, link in READABLE if phase == 1 and link["site"] in SCRIPTED]
    assert links
    for link in links:
        walked = _follow(link, 1)
        (page,) = walked.only(LandingPage)
        assert page.text == ""
        assert [fetch.url for fetch in walked.for_browser] == [link["landing_url"]]
        slug = link["landing_url"].rpartition("/")[2].removesuffix(".html")
        host = link["landing_url"].split("/")[2]
        told = json.loads(ask(Fetch(url=f"https://{host}/pieces/{slug}.json", reader=""), in_phase(1)).body)
        assert told["title"]
        assert len(told["paragraphs"]) >= 2


def test_other_pages_say_what_they_are_about() -> None:
    link = next(
        link
        for _, link in READABLE
        if link["operation"] and link["landing_url"] and link["site"] not in SCRIPTED
    )
    (page,) = _follow(link, 1).only(LandingPage)
    assert len(page.text) > 100
    assert page.title


@pytest.mark.parametrize("site", [site for site in truth()["phases"]["1"]["sites"] if site["operation"]])
def test_a_given_up_domain_knows_nothing_and_the_first_one_moves(site: dict[str, Any]) -> None:
    first, second = ({url.split("/")[2] for url in _landings(site["id"], phase)} for phase in (1, 2))
    assert not first & second
    for host in first:
        old = ask(Fetch(url=f"https://{host}/", reader=""), in_phase(2))
        assert old.status in (301, 404)
    for host in second:
        assert ask(Fetch(url=f"https://{host}/", reader=""), in_phase(1)).status == 404
        assert ask(Fetch(url=f"https://{host}/", reader=""), in_phase(2)).status == 200


def _landings(site: str, phase: int) -> list[str]:
    sites = truth()["phases"][str(phase)]["sites"]
    return next(list(one["landing_urls"]) for one in sites if one["id"] == site)


def test_hosts_that_are_not_played_are_404_and_robots_are_welcome_everywhere() -> None:
    assert ask(Fetch(url="https://nobody-plays.example/", reader=""), in_phase(1)).status == 404
    for host in ("t.me", "bit.ly", "public.api.bsky.app", "mastodon.social", "lanwan-insight.example"):
        capture = ask(Fetch(url=f"https://{host}/robots.txt", reader=""), in_phase(1))
        assert (capture.status, capture.body) == (200, b"User-agent: *\nDisallow:\n")


def test_every_picture_and_avatar_of_the_world_is_served() -> None:
    media = list(WORLD.media)[::40]
    for url in (*media, *list(WORLD.avatars)[::10]):
        capture = ask(Fetch(url=url, reader=""), in_phase(1))
        assert capture.body[:4] in (b"\xff\xd8\xff\xe0", b"\x89PNG"), url
