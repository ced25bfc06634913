"""Stack Exchange: users of all its sites, by the one API that serves them.

Sources: api.stackexchange.com/docs (``/users/{ids}``, ``/users/{ids}/questions|answers|comments``,
``/questions|answers|comments/{ids}``, paging by ``has_more``, ``fromdate``, ``filter=withbody``) and recorded
answers. The site is told by its host. Known posts are asked for again by their numbers, a hundred at
a time: what a whole answer leaves out is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from crawlers.address import split_address
from crawlers.families.stackexchange_posts import KINDS, name_post, read_post, read_revision, read_user
from crawlers.families.stackexchange_refusals import PACED_S, find_patience, read_stackexchange_refusal
from crawlers.json_reading import as_array, as_object, maybe_count, maybe_text, need, need_id, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, RouteName
from crawlers.refusals import report
from crawlers.words import words
from storage.items import Capture, Known, KnownPost, Observation, Watched

API = "https://api.stackexchange.com/2.3"
CREDENTIAL = "query:key:stackexchange"
PAGE, MOST_RECHECKS = 100, 200
SITES = words(
    """
    stackoverflow.com serverfault.com superuser.com askubuntu.com stackapps.com mathoverflow.net
    es.stackoverflow.com ja.stackoverflow.com pt.stackoverflow.com ru.stackoverflow.com
    meta.stackoverflow.com meta.stackexchange.com meta.serverfault.com meta.superuser.com
    meta.askubuntu.com meta.mathoverflow.net
    """
)
NOTES = (
    "api: a key of an app at stackapps.com as VEDETTE_CREDENTIAL_STACKEXCHANGE raises the requests of a day "
    "from 300 to 10,000; page: the same API without one. Deleted posts are left out of answers. A backoff of "
    f"more than {PACED_S} seconds ends the visit until it is over"
)

_NUMBER = re.compile(r"-?\d{1,19}")
_NETWORK = re.compile(r"[a-z0-9-]{2,40}(\.meta)?\.stackexchange\.com")
_NO_SITES = words("api.stackexchange.com chat.stackexchange.com data.stackexchange.com")


def stackexchange(key: str, title: str, *, example: str) -> Platform:
    """The platform."""
    sees = "all questions, answers and comments with scores, edit times, tags; deletions"
    return Platform(
        key=key,
        title=title,
        homepage="https://stackexchange.com/",
        family="stackexchange",
        example=example,
        recognise=lambda url: recognise_user(url, key),
        routes=(
            Route(name="api", sees=sees, credential=CREDENTIAL),
            Route(name="page", sees=f"{sees}; by the API without a key, 300 requests a day"),
        ),
        start=start_user,
        readers={
            "user": read_users,
            "posts": read_posts,
            "known": read_known,
            "revisions": read_revisions,
        },
        hosts=tuple(sorted(SITES)),
        credential_hosts=("api.stackexchange.com",),
        pace=Pace(
            seconds=float(PACED_S),
            concurrency=1,
            source="api.stackexchange.com/docs/throttle: 300 requests a day, backoffs of about 10 s",
        ),
        imports=(
            (r"api\.stackexchange\.com/2\.\d/users/-?\d+\?", "user"),
            (r"api\.stackexchange\.com/2\.\d/posts/[\d;]+/revisions", "revisions"),
            (r"api\.stackexchange\.com/2\.\d/(users/[\d;-]+/)?(questions|answers|comments)", "posts"),
        ),
        post_urls=(r"/(?:q|a|questions)/(\d+)(?:[/?#]|$)",),
        expects="the user, and a post unless a count of none says so",
        evidence="recorded body",
        notes=NOTES,
    )


def recognise_user(url: str, platform: str) -> Watched | None:
    """The user of a site that ``/users/ID/name`` names."""
    address = split_address(url.strip())
    if address is None:
        return None
    host = address.host.removeprefix("www.")
    if host in _NO_SITES or not (host in SITES or _NETWORK.fullmatch(host)):
        return None
    named, number = (*address.segments, "", "")[:2]
    if named != "users" or not _NUMBER.fullmatch(number):
        return None
    place = f"https://{host}/users/{number}"
    return Watched(platform=platform, key=f"{host}#{number}", url=place, host=host)


def start_user(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The user and the three lists; known posts by kind."""
    route: RouteName = "api" if (known.routes or ("page",))[0] == "api" else "page"
    number = watched.key.rpartition("#")[2]
    since = "" if known.full or known.newest_at is None else str(int(known.newest_at.timestamp()) + 1)
    yield _ask(watched, f"users/{number}", "user", route, {})
    for kind in KINDS:
        yield _ask_list(watched, kind, route, {"since": since})
    for kind, numbers in _sort_known(known.recheck[:MOST_RECHECKS]).items():
        for start in range(0, len(numbers), PAGE):
            batch = numbers[start : start + PAGE]
            said = {"ids": " ".join(batch), "kind": kind}
            yield _ask(watched, f"{kind}s/{';'.join(batch)}", "known", route, said, filter="withbody")


def read_users(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The user; an empty list where there is none, or no longer."""
    if problem := read_stackexchange_refusal(capture, watched):
        yield problem
        return
    items = as_array(need(as_object(parse_json(capture)), "items"), "items")
    if not items:
        yield report("not_found", capture, watched, "no such user: an empty list")
        return
    fields = as_object(items[0], "items/0")
    if maybe_text(fields, "user_type") == "does_not_exist":
        yield report("deleted", capture, watched, "user_type is does_not_exist")
        return
    account = read_user(fields, capture, watched, "/items/0")
    yield account
    if account.state == "suspended":
        said = f"timed_penalty_date: {account.attributes['suspended_until']}"
        yield report("suspended", capture, watched, said)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of a list, newest first, and the page after it."""
    if problem := read_stackexchange_refusal(capture, watched):
        yield problem
        return
    context, body = capture.context, as_object(parse_json(capture))
    ids = []
    for spot, one in enumerate(as_array(need(body, "items"), "items")):
        post = read_post(as_object(one, f"items/{spot}"), capture, watched, f"/items/{spot}")
        ids.append(post.id)
        yield post
    if body.get("has_more") is not True or not ids or "kind" not in context:
        return
    if patience := find_patience(body, capture, watched):
        yield patience
    elif (counted := count_page(context, mark_page(ids))) is not None:
        page = (maybe_count(context, "page") or 1) + 1
        route: RouteName = "api" if capture.route == "api" else "page"
        yield _ask_list(watched, context["kind"], route, {**context, **counted, "page": str(page)})


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; what a whole answer leaves out is gone."""
    if problem := read_stackexchange_refusal(capture, watched):
        yield problem
        return
    body, there, kind = as_object(parse_json(capture)), set(), capture.context.get("kind", "question")
    for spot, one in enumerate(as_array(need(body, "items"), "items")):
        fields = as_object(one, f"items/{spot}")
        there.add(need_id(fields, f"{kind}_id"))
        yield read_post(fields, capture, watched, f"/items/{spot}")
    if body.get("has_more") is True:
        yield report("changed_format", capture, watched, "an answer to numbers that has further pages")
        return
    for number in capture.context.get("ids", "").split():
        if number not in there:
            yield Observation(
                platform=watched.platform,
                post_id=name_post(watched.host, kind, number),
                kind="gone",
                record_id=capture.record_id,
                where="/items",
                captured_at=capture.captured_at,
                reason="left out of a whole answer to its number",
            )


def read_revisions(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The history of posts, as a capture that a person made holds it: who changed what, when."""
    if problem := read_stackexchange_refusal(capture, watched):
        yield problem
        return
    for spot, one in enumerate(as_array(need(as_object(parse_json(capture)), "items"), "items")):
        yield read_revision(as_object(one, f"items/{spot}"), capture, watched, f"/items/{spot}")


def _sort_known(posts: Iterable[KnownPost]) -> Mapping[str, list[str]]:
    """Numbers by kind: comments by their ids, answers by their addresses."""
    found: dict[str, list[str]] = {}
    for post in posts:
        number = post.id.rpartition("/")[2]
        kind = "comment" if number.startswith("c") else "answer" if "/a/" in post.url else "question"
        number = number.removeprefix("c")
        if number.isascii() and number.isdigit():
            found.setdefault(kind, []).append(number)
    return found


def _ask_list(watched: Watched, kind: str, route: RouteName, context: Mapping[str, str]) -> Fetch:
    number = watched.key.rpartition("#")[2]
    query = {"order": "desc", "sort": "creation", "filter": "withbody", "pagesize": str(PAGE)}
    query |= {"page": context.get("page") or "1"}
    if since := context.get("since"):
        query["fromdate"] = since
    said = {**context, "kind": kind}
    return _ask(watched, f"users/{number}/{kind}s", "posts", route, said, **query)


def _ask(
    watched: Watched, path: str, reader: str, route: RouteName, context: Mapping[str, str], **query: str
) -> Fetch:
    asked = urlencode(
        {**query, "site": watched.host, **({"pagesize": str(PAGE)} if reader == "known" else {})}
    )
    return Fetch(
        url=f"{API}/{path}?{asked}",
        reader=reader,
        route=route,
        credential=CREDENTIAL if route == "api" else "",
        context={name: value for name, value in context.items() if value},
    )
