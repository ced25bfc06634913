"""The Mastodon client API: Mastodon, its forks and the programs that speak like it.

Sources: docs.joinmastodon.org/methods/accounts (``lookup``, ``statuses``) and /methods/statuses;
docs.joinmastodon.org/api/guidelines (paging by the ``Link`` header, ids opaque). Gab answers
``/api/v1/account_by_username/:name`` instead of ``lookup``.

The way of a crawl: the account by its name, and from it the pinned and the listed statuses and the known
ones to look at again. What is new since the last known status is asked with ``min_id``, which gives the
page next to it (``since_id`` would give the newest page and skip what lies between); hosts whose
``min_id`` is only a filter are paged from the top down to the last known status.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from crawlers.families.mastodon_entities import read_account, read_status
from crawlers.families.mastodon_refusals import read_api_refusal, says_no_such_account
from crawlers.families.mastodon_urls import Spelling, read_account_id, recognise_account
from crawlers.families.page_problems import find_problem
from crawlers.json_reading import as_array, as_object, maybe_text, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Browse, Evidence, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import follow_move, header, report
from storage.items import Account, Capture, Known, Observation, ProblemKind, Watched

PAGE = 40
MOST_RECHECKS = 60

_LINK = re.compile(r"<([^<>]{1,4096})>((?:\s*;\s*[\w*]+\s*=\s*(?:\"[^\"]*\"|[^\s;,\"]+))*)")
_REL = re.compile(r"\brel\s*=\s*\"?([^\";,]+)")
DOCUMENTED_PACE = Pace(
    seconds=1.0,
    concurrency=2,
    source="docs.joinmastodon.org/api/rate-limits: 300 requests in 5 minutes per address",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a program differs: where accounts are looked up (``{name}``), whether ``min_id`` gives the page
    next to it, the most statuses a page, the spellings of URLs, the name of the token it needs, and what 410
    says of an account (Mastodon before 3.3 and forks of it: that it is suspended)."""

    lookup: str = "/api/v1/accounts/lookup?acct={name}"
    oldest_first: bool = True
    page: int = PAGE
    spelling: Spelling = Spelling()
    credential: str = ""
    gone: ProblemKind = "deleted"
    pace: Pace = DOCUMENTED_PACE
    notes: str = ""
    evidence: Evidence = "simulated"


def mastodon_api(
    key: str, title: str, *, hosts: tuple[str, ...] = (), example: str = "", dialect: Dialect | None = None
) -> Platform:
    """A platform of the family. Without ``hosts`` it takes any host that writes ``/@user``."""
    api = _Api(key, dialect or Dialect())
    routes = (
        Route(
            name="api", sees="public posts, reposts, pins, edits, counts", credential=api.dialect.credential
        ),
        Route(name="browser", sees="what the public profile page itself asks the API for: the newest posts"),
    )
    return Platform(
        key=key,
        title=title,
        homepage=f"https://{hosts[0]}/" if hosts else "https://joinmastodon.org/",
        family="mastodon_api",
        example=example or f"https://{hosts[0]}/@example",
        recognise=lambda url: recognise_account(url, key, hosts, api.dialect.spelling),
        routes=routes,
        start=api.start,
        readers={
            "account": api.read_account,
            "search": api.read_search,
            "statuses": api.read_statuses,
            "status": api.read_one,
            "page": api.read_page,
        },
        hosts=hosts,
        any_host=not hosts,
        pace=api.dialect.pace,
        expects="the account, and a status where statuses_count is not 0",
        evidence=api.dialect.evidence,
        notes=api.dialect.notes,
    )


@dataclass(frozen=True, slots=True)
class _Api:
    """The readers of one platform, bound to its dialect."""

    key: str
    dialect: Dialect

    def start(self, watched: Watched, known: Known) -> Iterable[Fetch]:
        """The account first; what is known of it goes along as context."""
        if "api" not in (known.routes or ("api",)):
            reads = ((r"/api/v1/(accounts/lookup\?|account_by_username/)", "account"),
                     (r"/api/v1/accounts/[^/?]+/statuses", "statuses"))  # fmt: skip
            if "browser" in known.routes:
                yield Fetch(url=watched.url, reader="page", route="browser", browse=Browse(reads=reads))
            return
        context = {
            "newest": "" if known.full else known.newest_id.rpartition("/")[2],
            "recheck": " ".join(post.id.rpartition("/")[2] for post in known.recheck[:MOST_RECHECKS]),
        }
        number = read_account_id(watched)
        name = watched.key.partition("@")[0] if not number else ""
        path = f"/api/v1/accounts/{number}" if number else self.dialect.lookup.format(name=quote(name))
        yield self._ask(watched, path, "account", {name: value for name, value in context.items() if value})

    def read_account(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The account as looked up, then its statuses; a host without ``lookup`` is asked by search."""
        if moved := follow_move(capture, "api", self.dialect.credential):
            yield moved
            return
        if (
            capture.status == 404
            and not says_no_such_account(capture)
            and not capture.context.get("searched")
        ):
            name = watched.handle or watched.key.partition("@")[0]
            asked = urlencode({"q": f"@{name}@{watched.host}", "limit": 5, "resolve": "false"})
            path = f"/api/v1/accounts/search?{asked}"
            yield self._ask(watched, path, "search", {**capture.context, "searched": "1"})
            return
        if problem := read_api_refusal(capture, watched):
            gone = capture.status == 410 and problem.kind == "deleted"
            yield replace(problem, kind=self.dialect.gone) if gone else problem
            return
        fields = as_object(parse_json(capture))
        account = read_account(fields, capture, watched, "")
        yield from self._go_on(account, capture, watched)

    def read_search(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The account of exactly this name among those found."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        name = (watched.handle or watched.key.partition("@")[0]).lower()
        for number, fields in enumerate(as_array(parse_json(capture))):
            acct = maybe_text(as_object(fields), "acct").lower()
            if acct in (name, f"{name}@{watched.host}"):
                yield from self._go_on(read_account(fields, capture, watched, f"/{number}"), capture, watched)
                return
        yield report("not_found", capture, watched, f"no account {name} among those found on {watched.host}")

    def read_statuses(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of statuses and the page after it in the direction of the crawl."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        page = as_array(parse_json(capture))
        context = capture.context
        ids = []
        for number, fields in enumerate(page):
            post = read_status(as_object(fields, f"/{number}"), capture, watched, f"/{number}")
            ids.append(post.id.rpartition("/")[2])
            yield post
        if not page:
            yield from _explain_empty(capture, watched)
        elif capture.route != "browser" and context.get("list") != "pinned":
            yield from self._turn(capture, watched, ids)

    def read_one(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A known status looked at again: as it is now, or gone (404 or 410 while the account lives)."""
        if capture.status in (404, 410) and capture.body[:1] == b"{":
            yield Observation(
                platform=watched.platform,
                post_id=f"{watched.host}/{capture.context['post']}",
                kind="gone",
                record_id=capture.record_id,
                where="/error",
                captured_at=capture.captured_at,
                reason=maybe_text(as_object(parse_json(capture)), "error") or f"status {capture.status}",
            )
            return
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        yield read_status(as_object(parse_json(capture)), capture, watched, "")

    def read_page(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The profile page as the browser showed it; its API responses are read by the readers above."""
        described = capture.body[:1] == b"{"  # a page as somebody else recorded it has no description
        problem = (
            find_problem(as_object(parse_json(capture)), capture, watched)
            if described
            else read_api_refusal(capture, watched)
        )
        if problem:
            yield problem

    def _go_on(self, account: Account, capture: Capture, watched: Watched) -> Iterable[Reading]:
        yield account
        if account.state == "suspended":
            yield report("suspended", capture, watched, "the account's suspended is true")
            return
        if capture.route == "browser":
            return
        number = account.attributes["account_id"]
        context = dict(capture.context)
        counts = {"count": "" if account.posts is None else str(account.posts)}
        if "locked" in account.attributes:
            counts["locked"] = "1"
        path = f"/api/v1/accounts/{quote(number, safe='')}/statuses"
        yield self._ask(watched, f"{path}?pinned=true", "statuses", {"list": "pinned", **counts})
        query = {"limit": str(self.dialect.page)}
        newest = context.get("newest", "")
        if newest and self.dialect.oldest_first:
            query["min_id"] = newest
        window = {"list": "window" if newest else "all", "newest": newest, **counts}
        yield self._ask(watched, f"{path}?{urlencode(query)}", "statuses", window)
        for post in context.get("recheck", "").split():
            yield self._ask(watched, f"/api/v1/statuses/{quote(post, safe='')}", "status", {"post": post})

    def _turn(self, capture: Capture, watched: Watched, ids: list[str]) -> Iterable[Fetch]:
        """The next page: newer than this one in a ``min_id`` window, else older, down to the known."""
        upwards = capture.context.get("list") == "window" and self.dialect.oldest_first
        newest = capture.context.get("newest", "")
        if not upwards and newest and any(_is_known(one, newest) for one in ids):
            return
        name = "min_id" if upwards else "max_id"
        links = read_links(header(capture, "link"))
        value = read_cursor(links.get("prev" if upwards else "next", ""), name)
        if not value and links and not upwards:
            return
        value = value or (ids[0] if upwards else ids[-1])
        if value == parse_qs(urlsplit(capture.url).query).get(name, [""])[0]:
            return
        if (counted := count_page(capture.context, mark_page(ids))) is None:
            return
        path = urlsplit(capture.url).path
        query = urlencode({"limit": self.dialect.page, name: value})
        yield self._ask(watched, f"{path}?{query}", "statuses", {**capture.context, name: value, **counted})

    def _ask(self, watched: Watched, path: str, reader: str, context: Mapping[str, str]) -> Fetch:
        return Fetch(
            url=f"https://{watched.host}{path}",
            reader=reader,
            headers=(("Accept", "application/json"),),
            credential=self.dialect.credential,
            context=context,
        )


def read_links(value: str) -> Mapping[str, str]:
    """The targets of a ``Link`` header by relation (RFC 8288)."""
    found: dict[str, str] = {}
    for target, parameters in _LINK.findall(value[:16_384]):
        if relation := _REL.search(parameters):
            for name in relation.group(1).lower().split():
                found.setdefault(name, target)
    return found


def read_cursor(url: str, name: str) -> str:
    """The cursor in a page link; its host and path are not followed, only this value is taken."""
    try:
        values = parse_qs(urlsplit(url).query, max_num_fields=50).get(name, [])
    except ValueError:
        return ""
    return values[0][:128] if values else ""


def _is_known(post: str, newest: str) -> bool:
    """Whether an id is not newer than the newest known: numbers by value, else texts of one length."""
    if post.isdigit() and newest.isdigit():
        return len(post) < 20 and int(post) <= int(newest)
    return post == newest or (len(post) == len(newest) and post <= newest)


def _explain_empty(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An empty list: nothing pinned or nothing new is an answer; no statuses at all only where the account
    itself counts none. A locked account that counts some shows them to its followers only. A page after the
    first ends the list."""
    context = capture.context
    if context.get("list") != "all" or "max_id" in context:
        return
    if context.get("count") == "0":
        yield report("empty_proven", capture, watched, "no statuses, and the account's statuses_count is 0")
        return
    count = context.get("count") or "not shown"
    if context.get("locked"):
        reason = f"no public statuses of a locked account, whose statuses_count is {count}"
        yield report("private", capture, watched, reason)
    else:
        yield report(
            "changed_format", capture, watched, f"no statuses, but the account's statuses_count is {count}"
        )
