"""Platforms whose HTML pages list an account's posts: each is a table of facts (``html_facts``).

A page is cut up into an answer, and the answer read as ``json_list`` reads those of a JSON API: one paging,
one strictness, one set of markers for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile
from typing import Any
from urllib.parse import urljoin, urlsplit

import orjson

from crawlers.address import strip_www
from crawlers.families.html_cutting import cut_page
from crawlers.families.html_facts import Pages, Sheet
from crawlers.families.html_items import find_where, know_own_names, settle_post
from crawlers.families.json_asking import ACCOUNT, NUMBER, Asking, Page, turn_page
from crawlers.families.json_facts import Listing, Named
from crawlers.families.json_items import need_place, read_account
from crawlers.families.json_list import BY_PERSON, PUBLIC, JsonList, json_list
from crawlers.families.json_refusals import read_answer
from crawlers.families.json_rows import list_items
from crawlers.families.json_values import find_places, find_text, holds
from crawlers.paging import COUNT as PAGES
from crawlers.platform import Fetch, Platform, Reader, Reading, Route, RouteName, Unreadable
from crawlers.refusals import find_challenge, follow_move, is_page, read_page_instead, report
from storage.items import Account, Capture, Known, Post, Problem, Watched

ACCEPT = (("Accept", "text/html,application/xhtml+xml"),)
"""Headers of a question for a page."""
KNOWN = "known"
"""In the context of a list of links: the ids of known posts, at which the list is left."""
SEES = Route(name="page", sees="all public posts that the account's pages list, by the site's HTML")


def html_list(named: Named, listing: Listing, pages: Pages) -> Platform:
    """A platform out of its names, its table of facts and the sheets of its pages."""
    listing = know_own_names(listing, pages)
    family = HtmlList(named, listing, pages)
    platform = json_list(replace(named, routes=named.routes or (SEES,)), listing)
    return replace(
        platform,
        family="html_list",
        start=family.start,
        readers=family.list_readers(platform.readers),
        recognise=pages.recognise or platform.recognise,
    )


@dataclass(frozen=True, slots=True)
class HtmlList:
    """The readers and first questions of one platform, around those for its answers."""

    named: Named
    listing: Listing
    pages: Pages

    def list_readers(self, inner: Mapping[str, Reader]) -> Mapping[str, Reader]:
        """The readers by name, each with the sheet of its pages."""
        sheets = {"list": self.pages.listing, "post": self.pages.post, "account": self.pages.account}
        readers = {**inner, **({"list": self._read_links} if self.pages.by_link else {})}
        return {
            name: partial(self._read, reader=reader, sheet=sheets[name]) if name in sheets else reader
            for name, reader in readers.items()
        }

    def start(self, watched: Watched, known: Known) -> Iterable[Fetch]:
        """The account's pages; known posts again."""
        addresses = {post.id: post.url for post in known.recheck}
        ids = " ".join(dict.fromkeys((known.newest_id, *addresses)))
        for fetch in JsonList(self.named, self.listing).start(watched, known):
            if self.pages.by_link and fetch.reader != "post" and not known.full and ids.strip():
                fetch = replace(fetch, context={**fetch.context, KNOWN: ids[:4000]})
            if fetch.reader != "post" or fetch.url or addresses[fetch.context["post"]]:
                yield self._place(fetch, watched, addresses)

    def _read(self, capture: Capture, watched: Watched, reader: Reader, sheet: Sheet) -> Iterable[Reading]:
        """What ``reader`` makes of the page's answer, or why it is another page."""
        if self.pages.ends_with_404 and capture.status == 404 and NUMBER in capture.context:
            return
        if find_challenge(capture) or not (is_page(capture) or 300 <= capture.status < 400):
            yield from reader(self._name_account(capture, watched), watched)
            return
        cutting = cut_page(capture, sheet, watched)
        if capture.reader == "post" and sheet.rows:
            self._pick_row(cutting.answer, capture)
        inner = replace(capture, body=orjson.dumps(cutting.answer))
        _, problem = read_answer(inner, watched, self.listing.markers)
        if 300 <= capture.status < 400 and problem is not None:
            yield self._follow(problem, capture)
            return
        if problem is None and not cutting.has_due:
            yield read_page_instead(capture, watched, f"what {sheet.due} finds")
            return
        addresses = self._find_addresses(cutting.answer)
        for reading in reader(inner, watched):
            if isinstance(reading, Fetch):
                yield self._place(reading, watched, addresses)
            elif isinstance(reading, Account):
                yield replace(reading, where=find_where(reading.where, cutting))
            elif isinstance(reading, Post):
                key = capture.context.get(ACCOUNT, "") or watched.key
                owner = reading.account.lower()
                if not self.pages.by_link or owner in (key.lower(), watched.handle.lower()):
                    yield replace(settle_post(reading, cutting), account=key)
            else:
                yield reading

    def _read_links(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of links: the pages of the posts they lead to, and the next page until what is known."""
        answer, problem = read_answer(capture, watched, self.listing.markers)
        if problem is not None:
            yield problem
            return
        posts, context = self.listing.posts, capture.context
        is_first = PAGES not in context
        key = context.get(ACCOUNT, "") or watched.key
        if is_first and self.listing.accounts.ask is None:
            account = read_account(answer, self.listing.accounts, capture, watched)
            yield account
            key = account.key
        rows = [item for _, item in list_items(answer, posts)]
        ids = list(dict.fromkeys(need_place(item, posts.id) for item in rows))
        if not ids and is_first:
            says_so = holds(answer, posts.landmark)
            why = posts.landmark if says_so else "a list without a link to a post"
            yield report("empty_proven" if says_so else "changed_format", capture, watched, why)
        if not ids or capture.route in BY_PERSON or posts.one is None:
            return
        asking = Asking(watched, _name_route(capture.route), posts.cursor.size)
        known = frozenset(context.get(KNOWN, "").split())
        reaches_known = posts.newest_first and not known.isdisjoint(ids)
        fresh = list(takewhile(lambda id: id not in known, ids)) if reaches_known else ids
        for id in fresh:
            if id not in known:
                yield asking.ask(posts.one, "post", {"post": id, ACCOUNT: key})
        if reaches_known:
            return
        page = Page(
            answer=answer,
            items=tuple(rows),
            ids=tuple(ids),
            context={**context, ACCOUNT: key},
            url=capture.url,
        )
        if further := turn_page(page, posts, asking):
            yield further

    def _place(self, fetch: Fetch, watched: Watched, addresses: Mapping[str, str]) -> Fetch:
        """``fetch`` with its whole address. Raises ``Unreadable`` where that is not the platform's."""
        if fetch.browse is not None:
            return fetch
        is_posts_own = fetch.reader == "post" and not fetch.url
        url = addresses.get(fetch.context["post"], "") if is_posts_own else urljoin(watched.url, fetch.url)
        if not self._is_own(url):
            raise Unreadable(f"an address that is not the platform's: {url[:100]}")
        return replace(fetch, url=url)

    def _name_account(self, capture: Capture, watched: Watched) -> Capture:
        """A list in JSON with the account's names in it, where it lacks them and the table wants them."""
        try:
            answer = orjson.loads(capture.body) if self.pages.names_account else None
        except orjson.JSONDecodeError:
            answer = None
        if not isinstance(answer, dict):
            return capture
        handle = watched.handle or watched.key
        for _, item in find_places(answer, self.listing.posts.items):
            if isinstance(item, dict):
                item["account"] = handle
        answer["page"] = {"key": watched.key, "handle": handle, "profile": watched.url}
        return replace(capture, body=orjson.dumps(answer))

    def _follow(self, problem: Problem, capture: Capture) -> Reading:
        """Where a move leads, as long as that is the platform's."""
        moved = follow_move(capture, _name_route(capture.route))
        is_plain = problem.kind == "changed_format" and moved is not None and self._is_own(moved.url)
        return moved if is_plain and moved is not None else problem

    def _is_own(self, url: str) -> bool:
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        own = {strip_www(host) for host in (*self.named.hosts, *self.named.api_hosts)}
        return parts.scheme == "https" and strip_www(parts.netloc.lower()) in own

    def _find_addresses(self, answer: Any) -> dict[str, str]:
        """The addresses of the posts of a page by their ids."""
        posts = self.listing.posts
        rows = [item for _, item in find_places(answer, posts.items)]
        return {id: find_text(item, posts.url) for item in rows if (id := find_text(item, posts.id))}

    def _pick_row(self, answer: dict[str, Any], capture: Capture) -> None:
        """Put the row of the post that was asked for, or the only author's, into the page; or say it
        lacks."""
        wanted = capture.context.get("post", "")
        page, rows = answer["page"], answer["rows"]
        names = {page["key"], page["handle"]}
        fits = [
            row
            for row in rows
            if (
                find_text(row, self.listing.posts.id) == wanted
                if wanted
                else find_text(row, self.pages.author) in names
            )
        ]
        if fits:
            answer["page"] = {**page, **fits[0]}
        elif rows and wanted:
            page["lacks"] = "1"


def _name_route(name: str) -> RouteName:
    routes: tuple[RouteName, ...] = ("feed", "page", "browser", "import")
    return next((one for one in routes if one == name), PUBLIC.name)
