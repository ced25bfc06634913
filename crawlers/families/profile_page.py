"""Walled platforms of which a visitor sees one page: an account's public profile, loaded in the browser.

What the page says is kept as any page is (``page``): its words, pictures and outbound links, version by
version; the platform's own walls are told by its markers on the browser's description of the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from crawlers.families.json_facts import Marker, Named
from crawlers.families.json_values import find_text, holds
from crawlers.families.page import read_page
from crawlers.families.page_problems import find_shown_challenge
from crawlers.families.spellings import recognise_spelling
from crawlers.json_reading import as_object, parse_json
from crawlers.platform import Browse, Fetch, Platform, Reading, Route
from crawlers.refusals import report
from storage.items import Account, Capture, Known, Watched

SEES = Route(
    name="browser", sees="the public profile as a visitor sees it: words, pictures, links, a screenshot"
)


def profile_page(named: Named, walls: tuple[Marker, ...]) -> Platform:
    """A platform whose accounts are watched by their public page alone. ``walls`` are conditions on the
    description of the page: ``/status``, ``/final_url``, ``/title``, ``/text``."""
    return Platform(
        key=named.key,
        title=named.title,
        homepage=named.homepage,
        family="profile_page",
        example=named.example,
        recognise=partial(recognise_spelling, named=named),
        routes=(SEES,),
        start=start,
        readers={"shown": partial(read_profile_page, walls=walls)},
        hosts=named.hosts,
        order=40,
        pace=named.pace,
        post_urls=named.post_urls,
        expects="a profile with a title or text",
        evidence=named.evidence,
        notes=named.notes,
    )


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The page, where a browser may be used."""
    if "browser" in (known.routes or ("browser",)):
        yield Fetch(url=watched.url, reader="shown", route="browser", browse=Browse(scrolls=3))


def read_profile_page(capture: Capture, watched: Watched, walls: tuple[Marker, ...]) -> Iterable[Reading]:
    """The account and its page, or which wall stands before it."""
    info = as_object(parse_json(capture))
    if challenge := find_shown_challenge(info, capture):
        yield report("challenge", capture, watched, challenge)
        return
    for wall in walls:
        if holds(info, wall.when):
            yield report(wall.kind, capture, watched, find_text(info, wall.says or "/title") or wall.when)
            return
    for one in read_page(capture, watched):
        if isinstance(one, Account):
            yield replace(one, handle=watched.handle or watched.key, url=watched.url)
        else:
            yield one
