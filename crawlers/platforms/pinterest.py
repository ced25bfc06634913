"""Pinterest: people, their boards and their pins."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawlers.families import pinterest_feed, pinterest_pages, pinterest_resources
from crawlers.families.pinterest_urls import HOME, HOSTS, find_board, person_url, recognise_person
from crawlers.platform import Browse, Fetch, Platform, Route
from storage.items import Known, Watched

KEY = "pinterest"
_SITE = r"^https?://(?:[\w-]+\.)?pinterest\.[a-z.]{2,6}"
_LISTS = "User|UserPins|UserActivityPins|ProfilePins|BoardFeed|BoardSectionPins|Pin|BaseSearch|Search"
_RESOURCE = rf"{_SITE}/resource/(?:{_LISTS})Resource/get/"
_OWN_RESOURCE = rf"{_SITE}/resource/(?:User|UserPins|UserActivityPins|ProfilePins|BoardFeed)Resource/get/"
_PERSON = (
    rf"{_SITE}/(?!pin/|resource/|search/|ideas/|login|settings)[\w-]{{3,30}}/(?:_created/|_saved/|pins/)?$"
)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """Who it is and then the feeds, or the feeds alone where that is known; or the pages in the browser."""
    route = next(iter(known.routes or ("feed",)))
    name = watched.handle or known.handle or watched.key
    if route == "browser":
        reads = ((_OWN_RESOURCE, "resource"), (_PERSON, "profile_page"))
        board = find_board(watched.url)
        for path in (f"{quote(name)}/_created", f"{quote(name)}/pins", *([board] if board else [])):
            browse = Browse(reads=reads)
            yield Fetch(url=f"{HOME}/{path}/", reader="loaded", route="browser", browse=browse)
    elif route == "feed":
        again = [post.id for post in known.recheck if post.id.isascii() and post.id.isdigit()]
        context = {
            "asks": "pages",
            "newest": "" if known.full else known.newest_id,
            "recheck": " ".join(again[: pinterest_feed.MOST_RECHECKED]),
        }
        context = {key: value for key, value in context.items() if value}
        if known.newest_id and not known.full and known.key:
            # Asked whole where known pins are to be looked at: those in it need no page of their own.
            validators = {} if "recheck" in context else known.validators
            yield from pinterest_feed.ask_feeds(watched, {**context, "key": known.key}, validators)
        else:
            yield Fetch(
                url=person_url(name), reader="profile_page", route="feed", context={**context, "then": "feed"}
            )


platform = Platform(
    key=KEY,
    title="Pinterest",
    homepage="https://www.pinterest.com/",
    family="pinterest",
    example="https://www.pinterest.com/pinterest/",
    recognise=lambda url: recognise_person(url, KEY),
    routes=(
        Route(
            name="feed",
            sees="a person's page, the newest twenty-five pins of person or board, each pin's page",
        ),
        Route(name="browser", sees="all pins of a person or a board, as far as is scrolled, with counts"),
        Route(name="import", sees="what a recorded visit of a person, a board or a pin holds"),
    ),
    start=start,
    readers={
        "feed": pinterest_feed.read_feed,
        "profile_page": pinterest_pages.read_profile_page,
        "pin_page": pinterest_pages.read_pin_page,
        "loaded": pinterest_pages.read_loaded,
        "resource": pinterest_resources.read_resource,
    },
    hosts=HOSTS,
    shims=("pinterest.com/offsite?url=", "pin.it/"),
    imports=(
        (_RESOURCE, "resource"),
        (rf"{_SITE}/pin/(?:[^/?#]*--)?\d+/?(?:[?#]|$)", "pin_page"),
        (rf"{_SITE}/[\w-]{{3,30}}/[^/?#]+\.rss", "feed"),
        (_PERSON, "profile_page"),
    ),
    post_urls=(
        r"(?i)^(?:https?://)?(?:[\w-]+\.)?pinterest\.[a-z.]{2,6}/pin/(?:[^/?#]*--)?(\d{5,30})",
        r"(?i)^(?:https?://)?pin\.it/(\w+)",
    ),
    expects="the person, and a pin",
    evidence="recorded body",
    notes="No credential: the official API (v5) shows an account its own pins and boards and those shared "
    "with it, nobody else's, so that it is no route to what is watched. Feeds have the newest pins only, and "
    "what a pin links to stands on the pin's page. Somebody whose account Pinterest has suspended or who has "
    "left looks like one who never was, as far as Pinterest does not say so. A pin's address names no "
    "account: watch who pinned it. A short address (pin.it) is followed as a link.",
)
