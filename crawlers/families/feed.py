"""RSS 0.9x, 1.0 and 2.0, Atom and JSON Feed: any site that has a feed, found by autodiscovery if need be.

A feed shows the newest ten to twenty entries: it is asked conditionally and often, older entries come by
RFC 5005 paging (``next``, ``prev-archive``), JSON Feed's ``next_url`` or WordPress' ``?paged=N`` where there
is such. That an entry is no longer in a feed says nothing of the post, so nothing is ever ``gone`` here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawlers.address import Address, split_address, strip_www
from crawlers.families.feed_discovery import find_feeds, next_probe, recognise_feed, watch_feed
from crawlers.families.feed_entries import read_entry, read_feed_account
from crawlers.families.feed_parsing import MOST_ENTRIES, looks_like_feed, parse_feed
from crawlers.families.json_feed import is_json_feed, read_json_account, read_json_items
from crawlers.html_text import absolute
from crawlers.json_reading import Object, as_object, maybe_text, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Evidence, Fetch, Pace, Platform, Reader, Reading, Route, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Known, Post, Problem, ProblemKind, Validators, Watched

ACCEPT = (
    "Accept",
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5",
)
SHIMS = ("google.com/url?url=", "feedproxy.google.com/~r/", "feeds.feedburner.com/~r/")

FindFeed = Callable[[Address], tuple[str, str] | None]
"""From an account's URL to its feed's URL and its handle, ``None`` if the URL names no account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site whose accounts are read by their feeds; ``hosts`` with a leading dot are suffixes.

    ``find`` also takes the feed's own address. ``said`` are words on the site's pages and what they mean;
    ``empty`` what a feed without entries means, where that of an account which never was is one too.
    ``prefixed`` takes other hosts behind ``KEY:``, for software that runs anywhere or domains of one's own.
    """

    key: str
    title: str
    hosts: tuple[str, ...]
    example: str
    find: FindFeed
    notes: str = ""
    said: tuple[tuple[bytes, ProblemKind], ...] = ()
    empty: ProblemKind = "empty_proven"
    prefixed: bool = False
    post_urls: tuple[str, ...] = ()
    shims: tuple[str, ...] = SHIMS
    pace: Pace = Pace()
    sees: str = "the newest entries, older ones where the feed pages"
    evidence: Evidence = "simulated"
    broken: str = ""


def feed(key: str, title: str, example: str) -> Platform:
    """The platform of feeds on any host."""
    notes = "sites without a feed URL: write feed: before the address"
    site = Site(
        key=key,
        title=title,
        hosts=(),
        example=example,
        find=lambda _: None,
        notes=notes,
        evidence="real server",
    )
    return _declare(site, lambda url: recognise_feed(url, key), read_feed)


def site_feed(site: Site) -> Platform:
    """A platform whose account URLs lead to feeds by a rule; the handle that the rule gives is the key.

    On a host that many share, what a page names or what lies at a well-known path is the feed of the whole
    site, so none is looked for: a page in place of a feed is a problem.
    """

    def recognise(url: str) -> Watched | None:
        written = url.strip()
        asked = site.prefixed and written.lower().startswith(f"{site.key}:")
        address = split_address(written[len(site.key) + 1 :].removeprefix("//") if asked else written)
        if address is None or not (asked or _is_on(address.host, site.hosts)):
            return None
        found = site.find(address)
        target = split_address(found[0]) if found else None
        if found is None or target is None:
            return None
        return replace(watch_feed(found[0], site.key, target, found[1]), key=found[1])

    def read(capture: Capture, watched: Watched) -> Iterable[Reading]:
        if problem := _read_said(site, capture, watched):
            yield problem
            return
        for one in read_feed(capture, watched):
            if isinstance(one, Problem) and one.kind == "empty_proven":
                yield replace(one, kind=site.empty)
            else:
                yield one

    return _declare(site, recognise, read)


def _is_on(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host.endswith(one) if one.startswith(".") else one in (host, strip_www(host)) for one in hosts)


def _read_said(site: Site, capture: Capture, watched: Watched) -> Problem | None:
    """What a page in place of the feed says; of one that says nothing by its status, that it is none."""
    is_nothing = capture.status < 300 and not capture.body.strip()
    if 300 < capture.status < 400 or not (is_nothing or is_page(capture)):
        return None
    if problem := read_refusal(capture, watched):
        return problem
    if is_nothing:
        return report("changed_format", capture, watched, "an empty answer in place of a feed")
    for words, kind in site.said:
        if words in capture.body[:262_144]:
            return report(kind, capture, watched, f"the page says: {words.decode('utf-8', 'replace')}")
    return read_page_instead(capture, watched, "a feed") if capture.status < 400 else None


def _declare(site: Site, recognise: Callable[[str], Watched | None], read: Reader) -> Platform:
    return Platform(
        key=site.key,
        title=site.title,
        homepage=f"https://{site.hosts[0].lstrip('.')}/" if site.hosts else "https://www.rssboard.org/",
        family="site_feed" if site.hosts else "feed",
        example=site.example,
        recognise=recognise,
        routes=(Route(name="feed", sees=site.sees),),
        start=start_feed,
        readers={"feed": read},
        hosts=site.hosts,
        any_host=not site.hosts,
        order=60,
        pace=site.pace,
        shims=site.shims,
        post_urls=site.post_urls,
        expects="a feed with at least one entry",
        evidence=site.evidence,
        broken=site.broken,
        notes=site.notes,
    )


def start_feed(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feed, where it was last found, conditionally."""
    url = known.attributes.get("feed_url") or watched.url
    validators = known.validators.get(url, Validators())
    context = {
        "newest": "" if known.full else known.newest_id.partition("#")[2],
        "remembered": "1" if url != watched.url else "",
    }
    yield Fetch(
        url=url,
        reader="feed",
        route="feed",
        headers=(ACCEPT,),
        context={name: value for name, value in context.items() if value},
        etag="" if known.full else validators.etag,
        last_modified="" if known.full else validators.last_modified,
    )


def read_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A feed's account and entries and its next page; of a page instead, the feed that it names.

    Older pages give no account: its ``feed_url`` is where the next crawl begins.
    """
    if capture.status == 304:
        return
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    start = capture.body[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    if capture.status >= 400 or is_page(capture) or not start:
        yield from _read_no_feed(capture, watched)
    elif start.startswith(b"{"):
        yield from _read_json(as_object(parse_json(capture)), capture, watched)
    elif looks_like_feed(capture.body):
        yield from _read_xml(parse_feed(capture), capture, watched)
    elif "probe" in capture.context:
        yield from _read_no_feed(capture, watched)
    else:
        raise Unreadable("neither a feed nor a page")


def _read_xml(found: Any, capture: Capture, watched: Watched) -> Iterable[Reading]:
    if "page" not in capture.context:
        yield read_feed_account(found, capture, watched)
    posts = [read_entry(entry, found, capture, watched) for entry in found.entries[:MOST_ENTRIES]]
    yield from posts
    if not posts:
        yield _explain_empty(capture, watched, bool(found.bozo))
        return
    links = {
        str(link.get("rel", "")): str(link.get("href", ""))
        for link in reversed(found.feed.get("links") or ())
        if isinstance(link, dict)
    }
    target = links.get("next") or links.get("prev-archive") or ""
    if not target and "wordpress" in str(found.feed.get("generator", "")).lower():
        target = _next_paged(capture.url)
    yield from _turn(absolute(target, capture.url), capture, posts)


def _read_json(fields: Object, capture: Capture, watched: Watched) -> Iterable[Reading]:
    if not is_json_feed(fields):
        if "probe" in capture.context:
            yield from _read_no_feed(capture, watched)
            return
        raise Unreadable("JSON, but no JSON Feed: no jsonfeed.org version")
    if "page" not in capture.context:
        yield read_json_account(fields, capture, watched)
    posts = list(read_json_items(fields, capture, watched))
    yield from posts
    if not posts:
        yield _explain_empty(capture, watched, False)
    yield from _turn(absolute(maybe_text(fields, "next_url"), capture.url), capture, posts)


def _explain_empty(capture: Capture, watched: Watched, broken: bool) -> Reading:
    if broken or capture.truncated:
        return report("changed_format", capture, watched, "the feed breaks off before its first entry")
    return report("empty_proven", capture, watched, "a whole feed without entries")


def _turn(target: str, capture: Capture, posts: list[Post]) -> Iterable[Fetch]:
    """The next older page, unless the newest known entry stands on this one or the pages go in a circle."""
    newest = capture.context.get("newest", "")
    if not target or target == capture.url or not posts or any(post.uri == newest for post in posts):
        return
    counted = count_page(capture.context, mark_page(post.id for post in posts))
    if counted is not None:
        page = int(capture.context.get("page", "1")) + 1
        yield _ask(target, {**_without(capture.context, "moves", "remembered"), **counted, "page": str(page)})


def _next_paged(url: str) -> str:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    page = query.get("paged", "1")
    query["paged"] = str(int(page) + 1) if page.isdigit() and len(page) < 6 else "2"
    return urlunsplit(parts._replace(query=urlencode(query)))


def _read_no_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What to do where a feed was due and is not: go on to the next place, or say why not."""
    context = capture.context
    if "page" in context and capture.status in (400, 404, 410):
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if context.get("remembered") and capture.status >= 400:
        yield _ask(watched.url, _without(context, "remembered", "moves"))
        return
    if "probe" not in context and capture.status < 400 and is_page(capture):
        tried = context.get("via", "")
        target = next((url for url in find_feeds(capture) if url not in (tried, capture.url)), "")
        if target and not tried:
            yield _ask(target, {**context, "via": capture.url})
            return
        if re.search(rb"type=[\"']?password", capture.body[:65_536], re.IGNORECASE):
            yield read_page_instead(capture, watched, "a feed")
            return
    if ("probe" in context or capture.status < 400) and "page" not in context:
        site = context.get("site") or capture.url
        number = int(context.get("probe", "-1")) + 1
        if target := next_probe(site, number):
            yield _ask(target, {**_without(context, "moves"), "probe": str(number), "site": site})
            return
        yield report("not_found", capture, watched, f"no feed named by {site} nor at the well-known paths")
        return
    kind = {401: "unauthorised", 403: "unauthorised", 410: "deleted"}.get(capture.status, "not_found")
    if capture.status >= 400 and kind != "not_found" or capture.status == 404:
        yield report(kind, capture, watched, f"status {capture.status}")  # type: ignore[arg-type]
    else:
        yield report("changed_format", capture, watched, f"no feed, status {capture.status}")


def _ask(url: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url=url, reader="feed", route="feed", headers=(ACCEPT,), context=context)


def _without(context: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: value for name, value in context.items() if name not in names}
