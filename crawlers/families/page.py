"""Any web page, as the browser showed it: read from the description that the browser archives of a load.

The description is ``crawlers.page_records``'s. What the page says of itself is taken from OpenGraph
(ogp.me), schema.org in JSON-LD (schema.org/Article) and the usual ``<meta>`` names, in this order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawlers.address import split_address
from crawlers.families.page_problems import find_problem
from crawlers.families.page_words import PageWords, read_words
from crawlers.html_text import absolute, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_objects,
    maybe_text,
    need_text,
    parse_json,
)
from crawlers.platform import Browse, Fetch, Platform, Reading, Route
from storage.items import Account, Capture, Known, Link, Media, Post, Watched
from storage.urls import normalise_url, registered_domain

MOST_LINKS = 500
MOST_PICTURES = 60
SMALLEST_PICTURE = 64
"""Pixels: what is smaller both ways is an icon or a counter."""


def web_page(key: str, title: str, example: str) -> Platform:
    """The platform of pages on any host."""

    def recognise(url: str) -> Watched | None:
        address = split_address(url)
        if address is None:
            return None
        normalised = normalise_url(url if "://" in url else f"https://{url}")
        return Watched(platform=key, key=normalised, url=normalised, handle=address.host, host=address.host)

    return Platform(
        key=key,
        title=title,
        homepage="https://html.spec.whatwg.org/",
        family="page",
        example=example,
        recognise=recognise,
        routes=(
            Route(name="browser", sees="the page as it is shown, scrolled to its end, with a picture of it"),
        ),
        start=start,
        readers={"page": read_page},
        any_host=True,
        order=100,
        expects="a page with text, a picture or a title",
        notes="taken only where it is asked for by name, because every URL is one",
    )


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The page itself; its versions are told apart by what they say."""
    if "browser" in (known.routes or ("browser",)):
        yield Fetch(url=watched.url, reader="page", route="browser", browse=Browse(scrolls=5))


def read_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The site as account and the page as its post; a problem where what came is not the page."""
    info = as_object(parse_json(capture))
    problem = find_problem(info, capture, watched)
    if problem is not None:
        yield problem
    said = read_words(info)
    text = tidy(need_text(info, "text"))
    media = read_media(info)
    hides = problem is not None and problem.kind not in ("unreachable", "truncated")
    if hides or not (text or said.title or media):
        return
    yield _read_site(info, said, capture, watched)
    yield replace(_read_post(info, said, capture, watched), text=text or said.title, media=media)


def read_media(info: Object) -> tuple[Media, ...]:
    """The pictures that the page names as its own or shows, without icons."""
    pictures: dict[str, Media] = {}
    base = maybe_text(info, "final_url")
    for one in maybe_objects(info, "images"):
        url = absolute(maybe_text(one, "src"), base)
        width, height = maybe_count(one, "width") or None, maybe_count(one, "height") or None
        shown = max(width or SMALLEST_PICTURE, height or SMALLEST_PICTURE) >= SMALLEST_PICTURE
        if url and shown and (url not in pictures or pictures[url].width is None):
            alt = maybe_text(one, "alt")
            pictures[url] = Media(url=url, kind="image", description=alt, width=width, height=height)
    return tuple(pictures.values())[:MOST_PICTURES]


def read_links(info: Object) -> tuple[Link, ...]:
    """The links that leave the site, each once, with the words they stand under."""
    own = registered_domain(need_text(info, "final_url"))
    found: dict[str, Link] = {}
    for one in maybe_objects(info, "links"):
        url = absolute(maybe_text(one, "href"))
        if url and url not in found and registered_domain(url) != own:
            found[url] = Link(url=url, text=maybe_text(one, "text")[:500])
    return tuple(found.values())[:MOST_LINKS]


def _read_site(info: Object, said: PageWords, capture: Capture, watched: Watched) -> Account:
    address = split_address(need_text(info, "final_url"))
    return Account(
        platform=watched.platform,
        key=watched.key,
        handle=watched.handle or watched.host,
        record_id=capture.record_id,
        where="/meta",
        captured_at=capture.captured_at,
        url=watched.url,
        host=address.host if address else watched.host,
        display_name=said.site_name or said.title,
        bio=said.description,
    )


def _read_post(info: Object, said: PageWords, capture: Capture, watched: Watched) -> Post:
    url = need_text(info, "final_url")
    attributes = {
        "asked_url": maybe_text(info, "url") if maybe_text(info, "url") != url else "",
        "canonical": maybe_text(info, "canonical"),
        "description": said.description,
        "site_name": said.site_name,
        "status": need_text(info, "status"),
        "outcome": maybe_text(info, "outcome") if maybe_text(info, "outcome") != "ok" else "",
        "screenshot_record_id": maybe_text(info, "screenshot_record_id"),
    }
    return Post(
        platform=watched.platform,
        id=normalise_url(url),
        account=watched.key,
        url=url,
        text="",
        record_id=capture.record_id,
        where="/text",
        captured_at=capture.captured_at,
        kind="article" if said.is_article else "page",
        title=said.title,
        author=said.author,
        posted_at=said.posted_at,
        posted_at_text=said.posted_at_text,
        edited_at=said.edited_at,
        language=said.language,
        hashtags=said.tags,
        links=read_links(info),
        route=capture.route,
        uri=maybe_text(info, "canonical") or url,
        attributes={name: value for name, value in attributes.items() if value},
    )
