"""Ghost, on any host: the Content API with the site's own public key, by feed where it has none.

Sources: docs.ghost.org/content-api (``key``, ``filter`` in NQL, ``include``, ``order``, ``meta.pagination``,
``errors``), the pages that Ghost itself writes: Portal's and the search's script name the key (``data-key``)
and where the API is (``data-api``). Ghost calls that key safe to publish, each visitor's browser sends it; it
is no credential. What was edited is asked for by ``updated_at``; of known posts, what a whole answer to their
ids leaves out is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

import orjson

from crawlers.families.feed_sites import ask_feed, read_site_feed
from crawlers.families.ghost_feed import ID, PRIVATE, SHAPE
from crawlers.families.ghost_posts import host_of, read_author, read_post, read_site
from crawlers.families.ghost_urls import Site, read_watched, recognise_site
from crawlers.html_text import absolute, parse_html
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Platform, Reading, Route, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Known, Observation, Problem, ProblemKind, Watched

PAGE = 50
MOST_RECHECKS = 200
_KEY = re.compile(r"[0-9a-f]{20,64}")
_KINDS: Mapping[int, ProblemKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "not_found",
    410: "deleted",
}


def ghost(key: str, title: str, example: str) -> Platform:
    """The platform of Ghost sites and their authors."""
    return Platform(
        key=key,
        title=title,
        homepage="https://ghost.org/",
        family="ghost",
        example=example,
        recognise=partial(recognise_site, platform=key),
        routes=(
            Route(name="api", sees="all posts with edits, authors, tags; those for members cut"),
            Route(name="feed", sees="the newest 15 posts, those for members cut"),
        ),
        start=start_site,
        readers={
            "home": read_home,
            "settings": read_settings,
            "author": read_author_answer,
            "posts": read_posts,
            "known": read_known,
            "feed": partial(read_site_feed, shape=SHAPE),
        },
        hosts=(".ghost.io",),
        any_host=True,
        order=65,
        imports=(
            (r"/ghost/api/content/posts/\?", "posts"),
            (r"/ghost/api/content/settings/\?", "settings"),
            (r"/ghost/api/content/authors/slug/", "author"),
        ),
        expects="at least one post",
        evidence="real server",
        notes=(
            "sites on a domain of their own: write ghost: before the home page or before "
            "https://HOST/author/NAME/; no credential: the key of the Content API is in each page"
        ),
    )


def start_site(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The home page, for the key that is in it; or the feed."""
    site = read_watched(watched)
    since = "" if known.full or known.newest_at is None else known.newest_at.strftime("%Y-%m-%d %H:%M:%S")
    if (known.routes or ("api",))[0] == "feed":
        yield ask_feed(site.feed, known)
        return
    ids = [post.id.rpartition("/")[2] for post in known.recheck[:MOST_RECHECKS]]
    context = {"since": since, "ids": " ".join(one for one in ids if ID.fullmatch(one))}
    yield _ask(f"{site.base}/", "home", context)


def read_home(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The key and the address of the Content API, and the questions that it opens; without one, the feed."""
    if moved := follow_move(capture, "api"):
        if "/private/" in moved.url:
            yield report("private", capture, watched, "the site asks every visitor for a password")
        else:
            yield moved
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if kind := _KINDS.get(capture.status):
        yield report(kind, capture, watched, f"status {capture.status}")
        return
    if not is_page(capture):
        raise Unreadable("the home page is no page")
    site = read_watched(watched)
    key, api = _find_key(capture)
    if not key:
        if PRIVATE.search(capture.body[:65_536]):
            yield report("private", capture, watched, "the site asks every visitor for a password")
            return
        yield Fetch(url=site.feed, reader="feed", route="feed")
        return
    api = api or f"{site.base}/ghost/api/content/"
    context = {**_keep(capture, "since", "ids"), "api": api}
    if site.author:
        query = {"key": key, "include": "count.posts"}
        yield _ask(f"{api}authors/slug/{quote(site.author)}/?{urlencode(query)}", "author", context)
    else:
        yield _ask(f"{api}settings/?{urlencode({'key': key})}", "settings", context)
    yield _ask_posts(api, key, site, capture.context.get("since", ""), context)
    if ids := capture.context.get("ids", "").split():
        for start in range(0, len(ids), PAGE):
            batch = ids[start : start + PAGE]
            query = {
                "key": key,
                "filter": f"id:[{','.join(batch)}]",
                "limit": str(PAGE),
                "include": "authors,tags",
            }
            url = f"{api}posts/?{urlencode(query)}"
            yield _ask(url, "known", {"ids": " ".join(batch), "api": api})


def read_settings(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The site as an account."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    settings = as_object(need(as_object(parse_json(capture)), "settings"), "settings")
    yield read_site(settings, capture, watched)


def read_author_answer(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An author as an account."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    authors = as_array(need(as_object(parse_json(capture)), "authors"), "authors")
    if not authors:
        yield report("not_found", capture, watched, "no author of this name")
        return
    yield read_author(as_object(authors[0], "authors/0"), capture, watched)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts and the page after it."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    pagination = maybe_object(maybe_object(fields, "meta"), "pagination")
    ids = []
    for number, one in enumerate(as_array(need(fields, "posts"), "posts")):
        post = read_post(as_object(one, f"posts/{number}"), capture, watched, f"/posts/{number}")
        ids.append(post.id)
        yield post
    page, total = maybe_count(pagination, "next"), maybe_count(pagination, "total")
    if not ids and "pages" not in capture.context and "since" not in capture.context:
        kind: ProblemKind = "empty_proven" if total == 0 else "changed_format"
        yield report(kind, capture, watched, f"no posts, and the site counts {total}")
    counted = count_page(capture.context, mark_page(ids)) if page and ids else None
    if counted is not None:
        parts = urlsplit(capture.url)
        # In the archived address a marker stands in the key's place.
        kept = {**dict(parse_qsl(parts.query)), **_keep(capture, "key")}
        query = urlencode({**kept, "page": str(page)})
        yield _ask(urlunsplit(parts._replace(query=query)), "posts", {**capture.context, **counted})


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; what a whole answer leaves out is gone."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    pagination = maybe_object(maybe_object(fields, "meta"), "pagination")
    there = set()
    for number, one in enumerate(as_array(need(fields, "posts"), "posts")):
        post = read_post(as_object(one, f"posts/{number}"), capture, watched, f"/posts/{number}")
        there.add(post.id)
        yield post
    if maybe_count(pagination, "total") != len(there):
        raise Unreadable("meta.pagination.total: not the number of posts in the answer")
    for id in capture.context["ids"].split():
        if f"{host_of(watched)}/{id}" not in there:
            yield Observation(
                platform=watched.platform,
                post_id=f"{host_of(watched)}/{id}",
                kind="gone",
                record_id=capture.record_id,
                where="",
                captured_at=capture.captured_at,
                reason="left out of a whole answer to its id",
            )


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer of the API (``{errors: [{message, type, code}]}``) is, or ``None``."""
    if problem := read_refusal(capture, watched):
        return problem
    kind = _KINDS.get(capture.status)
    if is_page(capture):
        if kind:
            return report(kind, capture, watched, f"status {capture.status}, a page in place of JSON")
        return read_page_instead(capture, watched, "JSON")
    if capture.status < 300:
        return None
    said = _read_error(capture)
    return report(kind or "changed_format", capture, watched, f"status {capture.status}: {said}".rstrip(": "))


def _find_key(capture: Capture) -> tuple[str, str]:
    """``data-key`` and ``data-api`` of the scripts that Ghost puts into each page."""
    for script in parse_html(capture.body).iter("script"):
        key = (script.get("data-key") or "").strip()
        is_ghost = any(script.get(name) for name in ("data-ghost", "data-sodo-search", "data-api"))
        if is_ghost and _KEY.fullmatch(key):
            api = absolute(script.get("data-api") or "", capture.url)
            return key, f"{api.rstrip('/')}/" if api.rstrip("/").endswith("/ghost/api/content") else ""
    return "", ""


def _ask_posts(api: str, key: str, site: Site, since: str, context: Mapping[str, str]) -> Fetch:
    filters = [f"authors:{site.author}"] if site.author else []
    if since:
        filters.append(f"updated_at:>'{since}'")
    query = {"key": key, "include": "authors,tags", "limit": str(PAGE), "page": "1"}
    if filters:
        query["filter"] = "+".join(filters)
    kept = {"api": api, "key": key, **({"since": since} if since else {})}
    return _ask(f"{api}posts/?{urlencode({**query, 'order': 'published_at desc'})}", "posts", kept)


def _read_error(capture: Capture) -> str:
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        return ""
    first = next(iter(maybe_objects(fields, "errors")), {}) if isinstance(fields, dict) else {}
    return " ".join(filter(None, (maybe_text(first, "code"), maybe_text(first, "message"))))


def _keep(capture: Capture, *names: str) -> dict[str, str]:
    return {name: capture.context[name] for name in names if name in capture.context}


def _ask(url: str, reader: str, context: Mapping[str, str]) -> Fetch:
    kept = {name: value for name, value in context.items() if value}
    return Fetch(url=url, reader=reader, context=kept)
