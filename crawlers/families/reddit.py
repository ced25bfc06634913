"""Reddit: redditors and subreddits by the OAuth API, by ``.json`` pages and by feeds.

Sources: reddit.com/dev/api (``/user/NAME/about``, ``/submitted``, ``/comments``, ``/r/NAME/new``,
``/api/info``; listings: ``after``, ``limit`` up to 100, at most 1,000 things deep); recorded answers. API
and ``.json`` pages give the same bodies, from other hosts. A listing is read from the newest down to what is
known.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from crawlers.families.reddit_feed import ask_feeds, read_feed
from crawlers.families.reddit_refusals import read_reddit_refusal
from crawlers.families.reddit_things import find_removal, read_redditor, read_thing
from crawlers.families.reddit_urls import HOSTS, is_forum, place_of, recognise_account
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_object,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, RouteName, Unreadable
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Known, Observation, Post, Watched

CREDENTIAL = "reddit"
_API, _PAGES = r"^https://oauth\.reddit\.com", r"^https://(?:www|old)\.reddit\.com"
PAGE, MOST_RECHECKS = 100, 100
NOTES = (
    "api: an access token of an app at reddit.com/prefs/apps (type script; new apps want Reddit's approval),"
    " fetched with its id and secret from /api/v1/access_token, as VEDETTE_CREDENTIAL_REDDIT; it runs out"
    " after a day. page: the same bodies without login, which Reddit refuses to many networks. feed: the"
    " newest posts, without scores and deletions. Each list ends after some 1,000 posts. A redditor that is"
    " not found may be shadow-banned"
)


def reddit(key: str, title: str, example: str) -> Platform:
    """The platform."""
    return Platform(
        key=key,
        title=title,
        post_urls=(r"/comments/(\w+)", r"redd\.it/(\w+)"),
        homepage="https://www.reddit.com/",
        family="reddit",
        example=example,
        recognise=lambda url: recognise_account(url, key),
        routes=(
            Route(
                name="api",
                sees="the newest 1,000 submissions and comments each, edits, scores, what was removed",
                credential=CREDENTIAL,
            ),
            Route(name="page", sees="the same by .json pages, where Reddit lets one in without login"),
            Route(name="feed", sees="the newest submissions and comments, without scores"),
            Route(name="import", sees="the .json pages and feeds in a capture that a person made"),
        ),
        start=start_account,
        readers={"about": read_about, "listing": read_listing, "info": read_info, "feed": read_feed},
        hosts=HOSTS,
        credential_hosts=("oauth.reddit.com",),
        pace=Pace(
            seconds=1.0,
            concurrency=1,
            source="Reddit Data API Wiki at support.reddithelp.com: 100 requests a minute for each client",
        ),
        shims=("out.reddit.com",),
        imports=(
            (rf"({_API}|{_PAGES}(?=[^?]*\.json))/(user|u|r)/[^/]+/about\b", "about"),
            (rf"({_API}|{_PAGES}(?=[^?]*\.json))/(user|u)/[^/?]+", "listing"),
            (rf"({_API}|{_PAGES}(?=[^?]*\.json))/(r/[^/]+|comments|duplicates)/", "listing"),
            (rf"({_API}|{_PAGES}(?=[^?]*\.json))/api/info\b", "info"),
            (rf"{_PAGES}/(user|u|r)/[^?]*\.rss", "feed"),
        ),
        expects="the account, and a submission or comment unless it keeps its profile closed",
        evidence="recorded body",
        notes=NOTES,
    )


def start_account(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The account first; by the feeds alone its newest posts at once."""
    for route in known.routes or ("api",):
        if route == "feed":
            yield from ask_feeds(watched, known)
            return
        if route in ("api", "page"):
            context = {
                "since": "" if known.full or known.newest_at is None else known.newest_at.isoformat(),
                "recheck": " ".join(post.id for post in known.recheck[:MOST_RECHECKS]),
            }
            way: RouteName = "api" if route == "api" else "page"
            path = f"{place_of(watched, known.handle)}/about"
            yield _ask(way, path, {}, "about", context)
            return


def read_about(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account, then its lists and the known posts. Of a suspended one little but the name is shown."""
    if problem := read_reddit_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    kind, fields = need_text(body, "kind"), as_object(need(body, "data"), "data")
    if kind not in ("t2", "t5"):
        raise Unreadable(f"kind: {kind!r} is no account")
    if fields.get("is_suspended") is True:
        yield report("suspended", capture, watched, "is_suspended is true")
        return
    account = read_redditor(fields, capture, watched)
    yield account
    if kind == "t5" and maybe_text(fields, "subreddit_type") in ("private", "employees_only"):
        yield report("private", capture, watched, "the subreddit is private")
        return
    yield from _go_on(account, capture, watched)


def read_listing(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a list and the next one; of a submission's page its own things, one list after another."""
    if problem := read_reddit_refusal(capture, watched):
        yield problem
        return
    body = parse_json(capture)
    lists = as_array(body) if isinstance(body, list) else [body]
    ids: list[str] = []
    reached, after = False, ""
    since = parse_time(capture.context.get("since", ""))
    for number, one in enumerate(lists):
        place = f"/{number}" if isinstance(body, list) else ""
        data = _open_list(one, place)
        after = maybe_text(data, "after")
        for child, where in _walk(data, f"{place}/data/children"):
            for reading in _read_child(child, capture, watched, where):
                yield reading
                ids.append(reading.id if isinstance(reading, Post) else where)
                reached = reached or _is_known(reading, since)
    yield from _turn(capture, watched, ids, "" if reached else after)


def read_info(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; those that were removed stand there without their words or not at all."""
    if problem := read_reddit_refusal(capture, watched):
        yield problem
        return
    data = _open_list(parse_json(capture), "")
    there: set[str] = set()
    for spot, child in enumerate(as_array(need(data, "children"), "data/children")):
        where = f"/data/children/{spot}"
        fields = as_object(child, where)
        there.add(need_id(as_object(need(fields, "data"), where), "name"))
        yield from _read_child(fields, capture, watched, where)
    for name in capture.context.get("ids", "").split():
        if name not in there:
            yield _observe_gone(name, capture, watched, "/data/children", "left out of api/info")


def _walk(data: Object, place: str) -> Iterable[tuple[Object, str]]:
    """The things of a list in order, each with those in its ``replies``."""
    waiting = deque(
        (child, f"{place}/{spot}") for spot, child in enumerate(as_array(need(data, "children"), place))
    )
    while waiting:
        child, where = waiting.popleft()
        fields = as_object(child, where)
        yield fields, where
        replies = maybe_object(maybe_object(maybe_object(fields, "data"), "replies"), "data")
        below = f"{where}/data/replies/data/children"
        inner = [(one, f"{below}/{spot}") for spot, one in enumerate(maybe_array(replies, "children"))]
        waiting.extendleft(reversed(inner))


def _open_list(body: object, place: str) -> Object:
    fields = as_object(body, place or "body")
    if need_text(fields, "kind") != "Listing":
        raise Unreadable(f"{place}/kind: no Listing")
    return as_object(need(fields, "data"), f"{place}/data")


def _read_child(
    child: Object, capture: Capture, watched: Watched, where: str
) -> Iterable[Post | Observation]:
    """A thing of a list: a post, or the news that it was removed. ``more`` only counts what is left out."""
    kind, fields = need_text(child, "kind"), as_object(need(child, "data"), f"{where}/data")
    if kind == "more":
        return
    if why := find_removal(kind, fields):
        yield _observe_gone(need_id(fields, "name"), capture, watched, where, why)
    else:
        yield read_thing(kind, fields, capture, watched, f"{where}/data")


def _observe_gone(name: str, capture: Capture, watched: Watched, where: str, why: str) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=name,
        kind="gone",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason=why,
    )


def _is_known(reading: Post | Observation, since: datetime | None) -> bool:
    """Whether a list has come down to what was collected before; pinned posts stand above it."""
    if since is None or isinstance(reading, Observation) or reading.pinned or reading.posted_at is None:
        return False
    return reading.posted_at < since


def _turn(capture: Capture, watched: Watched, ids: list[str], after: str) -> Iterable[Reading]:
    """The next page; after the last one of the submissions the comments; after those what was not found."""
    context = {**capture.context, **({"seen": "1"} if ids else {})}
    if "list" not in context:
        return
    if after and after != context.get("after"):
        counted = count_page(context, mark_page(ids, after))
        if counted is not None:
            yield _ask_list({**context, **counted, "after": after}, capture)
            return
    if then := context.pop("then", ""):
        kept = {name: one for name, one in context.items() if name in ("seen", "since", "karma")}
        yield _ask_list({**kept, "list": then}, capture)
    elif "seen" not in context and set(context.get("karma", "?").split()) <= {"0", "1"}:
        yield report("empty_proven", capture, watched, f"empty lists, and the karma is {context['karma']}")


def _go_on(account: Account, capture: Capture, watched: Watched) -> Iterable[Fetch]:
    context = {"since": capture.context.get("since", "")}
    if is_forum(watched):
        context["list"] = f"/{account.handle}/new"
    else:
        place = f"/user/{account.handle}"
        karma = (account.attributes.get(name, "") for name in ("link_karma", "comment_karma"))
        context |= {"list": f"{place}/submitted", "then": f"{place}/comments", "karma": " ".join(karma)}
    yield _ask_list(context, capture)
    if known := capture.context.get("recheck", ""):
        ids = known.split()
        way: RouteName = "api" if capture.route == "api" else "page"
        yield _ask(way, "/api/info", {"id": ",".join(ids)}, "info", {"ids": known})


def _ask_list(context: Mapping[str, str], capture: Capture) -> Fetch:
    query = {"limit": str(PAGE), "sort": "new"}
    if after := context.get("after"):
        query["after"] = after
    way: RouteName = "api" if capture.route == "api" else "page"
    return _ask(way, context["list"], query, "listing", context)


def _ask(
    way: RouteName, path: str, query: Mapping[str, str], reader: str, context: Mapping[str, Any]
) -> Fetch:
    asked = urlencode({**query, "raw_json": "1"}, safe=",")
    url = (
        f"https://oauth.reddit.com{path}?{asked}"
        if way == "api"
        else f"https://www.reddit.com{path}.json?{asked}"
    )
    kept = {name: value for name, value in context.items() if value}
    return Fetch(
        url=url, reader=reader, route=way, credential=CREDENTIAL if way == "api" else "", context=kept
    )
