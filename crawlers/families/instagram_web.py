"""Instagram without a credential: the embedded profile and post, and what the page fetches for itself.

Sources: recorded bodies; gallery-dl's ``instagram.py`` (the site's own calls);
help.instagram.com/620154495870484 (embedding a profile or post). ``/NAME/embed/`` shows the newest posts
without a login and without a script, in the JSON text ``contextJSON``; ``/p/CODE/embed/captioned/`` one
post. The page itself shows its posts to a browser for a few visits, then a login.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

import orjson

from crawlers.families.instagram_lists import explain_lack, read_lists
from crawlers.families.instagram_media import read_media
from crawlers.families.instagram_profile import read_account
from crawlers.families.instagram_refusals import read_site_refusal
from crawlers.families.instagram_urls import HOME, list_rechecked, write_code
from crawlers.families.page_problems import find_problem
from crawlers.families.relay import follow, read_lines, read_scripts
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    parse_json,
)
from crawlers.platform import Browse, Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, is_page, report
from storage.items import Capture, Known, Observation, Post, Problem, Watched

MOST_RECHECKS = 40
ACCEPT = (("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), ("Accept-Language", "en"))
CALLS = (
    r"^https://(?:www|i)\.instagram\.com/"
    r"(?:api/(?:v1/(?:users/|feed/user/|clips/user/|media/)|graphql)|graphql/query)"
)
DOCUMENT = (
    r"^https://www\.instagram\.com/"
    r"(?!api/|graphql/|ajax/|static/|logging|accounts/|challenge/|favicon\.ico|robots\.txt|sw[/?]|manifest\.)"
    r"[\w.]+/?(?:\?|$)"
)

_CONTEXT = re.compile(rb'"contextJSON"\s*:\s*("(?:[^"\\]|\\.)*+")')
_GONE = re.compile(
    rb"EmbedIsBroken|(?:link to this photo or video may be broken|post may have been removed)[^<\"]{0,120}"
)


def start_page(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The embedded profile; known posts that it does not show are looked at one by one after it."""
    name = known.handle or watched.handle or watched.key
    waiting = list_rechecked(known, MOST_RECHECKS)
    context = {"recheck": waiting} if waiting else {}
    yield Fetch(url=f"{HOME}/{name}/embed/", reader="embed", route="page", headers=ACCEPT, context=context)


def start_browser(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The public profile in the browser, scrolled; one load, whatever is known."""
    reads = ((CALLS, "call"), (DOCUMENT, "document"))
    yield Fetch(url=watched.url, reader="shown", route="browser", browse=Browse(scrolls=5, reads=reads))


def read_embed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The embedded profile: account and newest posts."""
    context = maybe_object(_read_context(capture.body), "context")
    if maybe_text(context, "type") != "Profile":
        yield from _refuse_page(capture, watched, "an embedded profile")
        return
    yield from _read_embedded(context, capture, watched)


def read_embedded_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post by its embedded page: as it is now, or no longer there."""
    number = capture.context.get("post", "")
    whole = _read_context(capture.body)
    node = maybe_object(maybe_object(whole, "gql_data"), "shortcode_media")
    node = node or maybe_object(maybe_object(whole, "gql_data"), "xdt_shortcode_media")
    node = node or maybe_object(maybe_object(maybe_object(whole, "context"), "media"), "shortcode_media")
    if node:
        yield read_media(node, "contextJSON/gql_data/shortcode_media", capture, watched)
    elif (said := _GONE.search(capture.body)) and number:
        yield Observation(
            platform=watched.platform,
            post_id=number,
            kind="gone",
            record_id=capture.record_id,
            where="body",
            captured_at=capture.captured_at,
            reason=f"the embedded page says: {said[0].decode('utf-8', 'replace')}"[:300],
        )
    else:
        yield from _refuse_page(capture, watched, "an embedded post")


def read_call(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An answer to one of the page's own calls: the account, posts of its lists, or why there are none."""
    if problem := read_site_refusal(capture, watched):
        yield problem
        return
    if is_page(capture):
        yield report("changed_format", capture, watched, "a page in place of JSON")
        return
    roots = read_lines(capture.body)
    first = as_object(roots[0][1])
    user = follow(first, "data").get("user", ...)
    if user is None:
        yield report("not_found", capture, watched, "data.user is null: nobody has this name")
        return
    given = list(read_lists(roots, capture, watched))
    yield from given
    if not any(isinstance(one, Post | Problem) for one in given):
        yield from explain_lack(roots, given, capture, watched)


def read_document(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile's page itself: what its data scripts carry, which may be nothing; calls bring the rest."""
    if 300 < capture.status < 400 or capture.status >= 400:
        if problem := read_site_refusal(capture, watched):
            yield problem
        return
    yield from read_lists(read_scripts(capture.body), capture, watched)
    if re.search(rb'"routePath"\s*:\s*null', capture.body):
        yield report("not_found", capture, watched, "routePath is null: the site has no such page")


def read_shown(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page as the browser showed it: only what kept it from being shown; its posts came by its calls."""
    info = as_object(parse_json(capture))
    if problem := find_problem(info, capture, watched):
        yield problem
        return
    words = f"<title>{maybe_text(info, 'title')}</title><p>{maybe_text(info, 'text')[:2000]}</p>".encode()
    page = replace(capture, url=maybe_text(info, "final_url"), body=words, status=200, headers=())
    if problem := read_site_refusal(page, watched):
        yield replace(problem, url=capture.url)


def _read_embedded(context: Object, capture: Capture, watched: Watched) -> Iterable[Reading]:
    nodes = [maybe_object(one, "shortcode_media") or one for one in maybe_objects(context, "graphql_media")]
    owner = next((maybe_text(maybe_object(one, "owner"), "id") for one in nodes), "")
    number = maybe_text(context, "owner_id") or maybe_text(context, "user_id") or owner
    kept = watched
    if number:
        account = read_account({**context, "id": number}, "contextJSON/context", capture, watched)
        yield account
        kept = replace(watched, key=account.key, handle=account.handle)
    if context.get("is_private") is True:
        yield report("private", capture, watched, "is_private is true")
        return
    posts = [
        read_media(one, f"contextJSON/context/graphql_media/{place}", capture, kept)
        for place, one in enumerate(nodes)
    ]
    yield from posts
    count = maybe_count(context, "posts_count")
    if not posts and count == 0:
        yield report("empty_proven", capture, watched, "no posts, and posts_count is 0")
    elif not posts:
        shown_count = "not shown" if count is None else str(count)
        reason = f"no posts in the embedded profile, whose posts_count is {shown_count}"
        yield report("login_wall", capture, watched, reason)
    shown = {post.id for post in posts}
    for missed in capture.context.get("recheck", "").split() if posts else ():
        if missed not in shown and (code := write_code(missed)):
            url = f"{HOME}/p/{code}/embed/captioned/"
            yield Fetch(url=url, reader="post", route="page", headers=ACCEPT, context={"post": missed})


def _read_context(body: bytes) -> Object:
    """The JSON that an embedded page carries as text; empty where it carries none."""
    found = _CONTEXT.search(body)
    if not found:
        return {}
    try:
        value = orjson.loads(orjson.loads(found[1]))
    except (orjson.JSONDecodeError, TypeError) as error:
        raise Unreadable(f"contextJSON: no JSON: {error}") from error
    return value if isinstance(value, dict) else {}


def _refuse_page(capture: Capture, watched: Watched, due: str) -> Iterator[Reading]:
    if problem := read_site_refusal(capture, watched):
        yield problem
    elif (moved := follow_move(capture, "page")) and moved.url.startswith(f"{HOME}/"):
        yield replace(moved, headers=ACCEPT)
    elif _GONE.search(capture.body):
        yield report("not_found", capture, watched, "the embedded page is broken: nobody has this name")
    else:
        yield report("changed_format", capture, watched, f"no contextJSON of {due}, status {capture.status}")
