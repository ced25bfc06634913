"""Platforms whose JSON API lists an account's posts: each is a table of facts (``json_facts``).

The account is asked for first, then its list, newest post first, page by page until what is known; known
posts are asked for again one by one where the platform has a question for that, else with the list as far
as the oldest of them. Everything is read strictly: what an item must have and lacks makes the answer
``changed_format``, fields that the table does not name are counted as drift, and an empty list is no posts
only where the answer's landmark or the profile's own count proves it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from string import Template
from typing import Any
from urllib.parse import quote

from crawlers.families.feed_sites import MOST_RECHECKS, observe_gone
from crawlers.families.json_asking import ACCOUNT, AFTER, COUNT, NUMBER, SINCE, Asking, Page, turn_page
from crawlers.families.json_facts import Accounts, Listing, Named, Posts, Shown
from crawlers.families.json_items import read_account, read_post
from crawlers.families.json_refusals import read_answer
from crawlers.families.json_rows import join_rows, list_items
from crawlers.families.json_values import find_places, holds
from crawlers.families.page_problems import find_problem
from crawlers.families.spellings import recognise_spelling
from crawlers.json_reading import as_object, parse_json
from crawlers.paging import COUNT as PAGES
from crawlers.platform import Browse, Fetch, Platform, Reader, Reading, Route, RouteName, Unreadable
from crawlers.refusals import follow_move, report
from crawlers.times import parse_time
from storage.items import Capture, Known, Post, Watched

BY_PERSON: tuple[RouteName, ...] = ("browser", "import")
"""Routes on which somebody else asks: readers of what comes by them ask nothing further."""
PUBLIC = Route(name="page", sees="all public posts with edits and counts, by the site's own JSON")


def json_list(named: Named, listing: Listing) -> Platform:
    """A platform out of its names and its table of facts."""
    family = JsonList(named, listing)
    return Platform(
        key=named.key,
        title=named.title,
        homepage=named.homepage,
        family=named.key if listing.posts.read else "json_list",
        example=named.example,
        recognise=partial(recognise_spelling, named=named),
        routes=named.routes or (PUBLIC,),
        start=family.start,
        readers=family.list_readers(),
        hosts=named.hosts,
        credential_hosts=named.api_hosts,
        order=40,
        pace=named.pace,
        imports=named.imports,
        post_urls=named.post_urls,
        expects=named.expects,
        evidence=named.evidence,
        broken=named.broken,
        notes=named.notes,
    )


@dataclass(frozen=True, slots=True)
class JsonList:
    """The readers and first questions of one platform."""

    named: Named
    listing: Listing

    @property
    def _posts(self) -> Posts:
        return self.listing.posts

    @property
    def _accounts(self) -> Accounts:
        return self.listing.accounts

    def list_readers(self) -> Mapping[str, Reader]:
        """The readers by name: those of questions that are asked, and of the page in the browser."""
        readers: dict[str, Reader] = {"list": self.read_list}
        if self._accounts.ask is not None:
            readers["account"] = self.read_account
        if self._posts.one is not None:
            readers["post"] = self.read_known
        if any(route.name == "browser" for route in self.named.routes):
            readers["shown"] = read_shown
        return readers

    def start(self, watched: Watched, known: Known) -> Iterable[Fetch]:
        """The account and its list; known posts again."""
        route = next(iter(known.routes), "") or (self.named.routes or (PUBLIC,))[0].name
        if route == "browser":
            browse = Browse(reads=self.named.imports)
            names = {"handle": quote(watched.handle or watched.key), "key": quote(watched.key)}
            page = Template(self.named.page).substitute(names) or watched.url
            yield Fetch(url=page, reader="shown", route="browser", browse=browse)
            return
        asking = self._asking(watched, route)
        context = self._since(known)
        if known.key:
            context[ACCOUNT] = known.key
        if self._accounts.ask is not None:
            yield asking.ask(self._accounts.ask, "account", context)
        else:
            yield asking.ask(self._posts.ask, "list", context)
        if self._posts.one is not None:
            for post in known.recheck[:MOST_RECHECKS]:
                yield asking.ask(self._posts.one, "post", {"post": post.id})

    def read_account(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The account, and the first page of its list."""
        answer, problem = read_answer(capture, watched, self.listing.markers)
        if problem is not None:
            yield follow_move(capture, _route(capture)) or problem
            return
        account = read_account(answer, self._accounts, capture, watched)
        yield account
        if capture.route in BY_PERSON:
            return
        context = {**capture.context, ACCOUNT: account.key}
        if account.posts is not None:
            context[COUNT] = str(account.posts)
        asking = self._asking(replace(watched, handle=account.handle), _route(capture))
        yield asking.ask(self._posts.ask, "list", context)

    def read_list(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of the list: its posts, and the next page until what is known."""
        answer, problem = read_answer(capture, watched, self.listing.markers)
        if problem is not None:
            yield follow_move(capture, _route(capture)) or problem
            return
        rows = list_items(answer, self._posts)
        is_first = PAGES not in capture.context and NUMBER not in capture.context
        key = capture.context.get(ACCOUNT, "") or watched.key
        if self._accounts.ask is None and is_first and find_places(answer, self._accounts.at):
            account = read_account(answer, self._accounts, capture, watched)
            yield account
            key = account.key
        asking = self._asking(watched, _route(capture))
        posts: list[Post] = []
        for where, item in rows:
            post = read_post(
                Shown(item=item, account=key, where=where, capture=capture), self._posts, watched.platform
            )
            if post.id == capture.context.get(AFTER):
                continue  # some platforms begin a page with the last post of the one before
            posts.append(post)
            if not (self._posts.one and holds(item, self._posts.cut) and capture.route not in BY_PERSON):
                yield post
            elif not _reaches_known([post], capture.context.get(SINCE, "")):  # a known one is rechecked whole
                yield asking.ask(self._posts.one, "post", {"post": post.id, ACCOUNT: key})
        if not rows and is_first:
            yield self._explain_empty(answer, capture, watched)
            return
        if capture.route in BY_PERSON or (
            self._posts.newest_first and _reaches_known(posts, capture.context.get(SINCE, ""))
        ):
            return
        if rows and not posts:
            return
        page = Page(
            answer=answer,
            items=tuple(item for _, item in rows),
            ids=tuple(post.id for post in posts),
            context={**capture.context, ACCOUNT: key},
            url=capture.url,
        )
        if further := turn_page(page, self._posts, asking):
            yield further

    def read_known(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A known post as it is now, or gone."""
        answer, problem = read_answer(capture, watched, self.listing.markers)
        is_gone = problem is not None and problem.kind in ("not_found", "deleted")
        if (is_gone or holds(answer, self._posts.gone)) and "post" in capture.context:
            yield observe_gone(capture, watched, problem.reason if problem else self._posts.gone)
            return
        if problem is not None:
            yield follow_move(capture, _route(capture)) or problem
            return
        found = find_places(answer, self._posts.one_at)
        if not found:
            raise Unreadable(f"{self._posts.one_at}: lacks")
        where, item = found[0]
        key = capture.context.get(ACCOUNT, "") or watched.key
        joined = join_rows(as_object(item, where), answer, self._posts)
        yield read_post(
            Shown(item=joined, account=key, where=where, capture=capture), self._posts, watched.platform
        )

    def _explain_empty(self, answer: Any, capture: Capture, watched: Watched) -> Reading:
        """No posts at all where the answer or the profile's count says so; where they disagree, those that
        the profile counts are kept from us."""
        count = capture.context.get(COUNT, "")
        says_so = holds(answer, self._posts.landmark)
        if count == "0" or (says_so and not count):
            why = self._posts.landmark if says_so else "the profile counts no posts"
            return report("empty_proven", capture, watched, why)
        if says_so:
            return report("private", capture, watched, f"an empty list, though the profile counts {count}")
        shown = count or "not told"
        return report("changed_format", capture, watched, f"an empty list; posts by the profile: {shown}")

    def _asking(self, watched: Watched, route: str) -> Asking:
        return Asking(watched, _name_route(route), self._posts.cursor.size)

    def _since(self, known: Known) -> dict[str, str]:
        if known.full or known.newest_at is None:
            return {}
        times = [known.newest_at]
        if self._posts.one is None:
            times += [post.posted_at for post in known.recheck if post.posted_at]
        return {SINCE: min(times).isoformat()}


def read_shown(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Why the page in the browser is not the account's; its posts come by the answers that it asked for."""
    if problem := find_problem(as_object(parse_json(capture)), capture, watched):
        yield problem


def _reaches_known(posts: Iterable[Post], since: str) -> bool:
    known = parse_time(since)
    times = [post.posted_at for post in posts if post.posted_at and not post.pinned]
    return known is not None and bool(times) and min(times) < known


def _route(capture: Capture) -> RouteName:
    return _name_route(capture.route)


def _name_route(name: str) -> RouteName:
    routes: tuple[RouteName, ...] = ("api", "feed", "page", "browser", "import")
    return next((one for one in routes if one == name), "page")
