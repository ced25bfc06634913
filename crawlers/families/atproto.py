"""The AT Protocol: Bluesky through its public AppView, and through any account's own server (PDS).

Sources: lexicons com.atproto.identity.resolveHandle, app.bsky.actor.getProfile, app.bsky.feed.getAuthorFeed
and .getPosts, com.atproto.repo.describeRepo, .listRecords and .getRecord, com.atproto.sync.getRepoStatus;
atproto.com/specs/did (the DID document names the server).

Route ``api`` asks the AppView, and goes on to the account's own server where the AppView refuses. Route
``feed`` is that server alone: every public record of the repository, also what the AppView hides. An
account watched on a given server (see ``recognise_actor``) is read there whatever the route.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import quote, urlencode, urlsplit

from crawlers.address import is_public_name
from crawlers.families.atproto_names import NETWORK, POST, is_did, read_actor, recognise_actor
from crawlers.families.atproto_posts import read_feed_item, read_profile, read_view, sort_time
from crawlers.families.atproto_refusals import read_xrpc_refusal
from crawlers.families.atproto_repo import (
    BATCH,
    MOST_RECHECKS,
    ask_repo,
    gone,
    read_one_record,
    read_profile_record,
    read_records,
    read_repo,
    read_status,
)
from crawlers.json_reading import as_array, as_object, maybe_objects, maybe_text, need, need_id, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, Unreadable
from crawlers.refusals import read_refusal, report
from crawlers.times import parse_time
from storage.items import Capture, Known, Post, ProblemKind, Watched

APPVIEW = "https://public.api.bsky.app"
DIRECTORY = "https://plc.directory"
PAGE = 100


def atproto(key: str, title: str, example: str) -> Platform:
    """The platform of the network that ``public.api.bsky.app`` shows."""
    return Platform(
        key=key,
        title=title,
        homepage="https://bsky.app/",
        family="atproto",
        example=example,
        recognise=lambda url: recognise_actor(url, key),
        routes=(
            Route(name="api", sees="posts, replies, reposts, pins, labels and counts of the AppView"),
            Route(name="feed", sees="all public records on the account's own server (PDS), without counts"),
        ),
        start=start_actor,
        readers={
            "handle": read_handle,
            "profile": read_profile_view,
            "author_feed": read_author_feed,
            "posts": read_known_posts,
            "did": read_did_document,
            "repo": read_repo,
            "profile_record": read_profile_record,
            "records": read_records,
            "record": read_one_record,
            "status": read_status,
        },
        hosts=(NETWORK,),
        any_host=True,
        order=10,
        pace=Pace(
            seconds=0.2,
            concurrency=2,
            source="docs.bsky.app/docs/advanced-guides/rate-limits: 3000 requests in 5 minutes per address",
        ),
        expects="the profile, and a post where postsCount is not 0",
        evidence="real server",
        notes="one server alone: https://PDS/@HANDLE or https://PDS/xrpc/com.atproto.repo.describeRepo?repo=ACTOR",
    )


def start_actor(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The handle's DID, then the profile; or the repository on the given or the account's own server."""
    newest = "" if known.full else known.newest_id
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    recheck = " ".join(post.id for post in known.recheck[:MOST_RECHECKS])
    context = {"newest": newest, "since": since, "recheck": recheck}
    context = {name: value for name, value in context.items() if value}
    if watched.host != NETWORK:
        yield ask_repo(watched.host, watched.key, context)
        return
    appview = "api" in (known.routes or ("api",))
    if is_did(watched.key):
        yield _ask_profile(watched.key, context) if appview else _ask_did(watched.key, context)
    elif appview:
        query = urlencode({"handle": watched.key})
        yield _ask(f"{APPVIEW}/xrpc/com.atproto.identity.resolveHandle?{query}", "handle", context)
    elif "feed" in known.routes:
        yield _ask(
            f"https://{watched.key}/.well-known/atproto-did", "handle", {**context, "own": "1"}, "feed"
        )


def read_handle(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The DID of a handle: from the AppView, else from the handle's own host, which has the last word."""
    own = "own" in capture.context
    did = ""
    if capture.status == 200 and capture.body[:1] == b"{":
        did = need_id(as_object(parse_json(capture)), "did")
    elif own and capture.status == 200:
        did = capture.body[:512].decode("utf-8", "replace").strip()
    if did and is_did(did):
        yield _ask_did(did, _carry(capture)) if own else _ask_profile(did, _carry(capture))
    elif not own and (problem := read_xrpc_refusal(capture, watched)):
        yield _ask(
            f"https://{watched.key}/.well-known/atproto-did",
            "handle",
            {**_carry(capture), "own": "1", "appview": problem.reason},
            "feed",
        )
    elif problem := read_refusal(capture, watched):
        yield problem
    elif own:
        yield report("not_found", capture, watched, f"no DID for the handle {watched.key}")
    else:
        raise Unreadable("did: no DID")


def read_profile_view(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The profile, then the author's feed and the known posts; refused, the account's own server."""
    if problem := read_xrpc_refusal(capture, watched):
        if problem.kind in ("suspended", "deleted", "private"):
            yield problem
        actor = capture.context.get("actor", watched.key)
        yield _ask_did(actor, {**_carry(capture), "appview": f"{problem.kind}: {problem.reason}"})
        return
    account = read_profile(as_object(parse_json(capture)), capture, watched)
    yield account
    context = _carry(capture)
    count = "" if account.posts is None else str(account.posts)
    yield _ask_feed(account.key, {**context, "count": count, "actor": account.key})
    posts = [uri for uri in capture.context.get("recheck", "").split() if f"/{POST}/" in uri]
    for start in range(0, len(posts), BATCH):
        batch = posts[start : start + BATCH]
        query = urlencode([("uris", uri) for uri in batch])
        yield _ask(f"{APPVIEW}/xrpc/app.bsky.feed.getPosts?{query}", "posts", {"uris": " ".join(batch)})


def read_author_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of the author's feed (newest first) and the next, down to what is known."""
    if problem := read_xrpc_refusal(capture, watched):
        if "cursor" in capture.context:
            yield problem
            return
        actor = capture.context.get("actor", watched.key)
        yield _ask_did(actor, {**_carry(capture), "appview": f"{problem.kind}: {problem.reason}"})
        return
    fields = as_object(parse_json(capture))
    items = as_array(need(fields, "feed"), "feed")
    posts = []
    for number, item in enumerate(items):
        post = read_feed_item(as_object(item, f"feed/{number}"), capture, watched, f"/feed/{number}")
        posts.append(post)
        yield post
    cursor, context = maybe_text(fields, "cursor"), capture.context
    if not cursor and not posts and "seen" not in context:
        yield _explain_empty(capture, watched)
    elif cursor and cursor != context.get("cursor") and not _reaches_known(posts, context):
        seen = {"seen": "1"} if posts or "seen" in context else {}
        counted = count_page(context, mark_page((post.id for post in posts), cursor))
        if counted is not None:
            actor = context.get("actor", watched.key)
            yield _ask_feed(actor, {**context, **counted, "cursor": cursor, **seen})


def read_known_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; those that the answer leaves out are gone from the AppView."""
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    there = set()
    for number, view in enumerate(as_array(need(fields, "posts"), "posts")):
        post = read_view(as_object(view, f"posts/{number}"), capture, watched, f"/posts/{number}")
        there.add(post.id)
        yield post
    for uri in capture.context["uris"].split():
        if uri not in there:
            yield gone(capture, watched, uri, "/posts", "left out of getPosts")


def read_did_document(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account's own server, from the DID document (``#atproto_pds``)."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if capture.status in (404, 410):
        kind: ProblemKind = "deleted" if capture.status == 410 else "not_found"
        yield report(kind, capture, watched, f"the DID directory answers {capture.status}")
        return
    fields = as_object(parse_json(capture))
    did = need_id(fields, "id")
    for service in maybe_objects(fields, "service"):
        if maybe_text(service, "id").endswith("#atproto_pds"):
            host = _server(maybe_text(service, "serviceEndpoint"))
            if host:
                yield ask_repo(host, did, {**_carry(capture), "server": host})
                return
    yield report("not_found", capture, watched, "the DID document names no public server")


def _explain_empty(capture: Capture, watched: Watched) -> Reading:
    count = capture.context.get("count", "")
    if count == "0":
        return report("empty_proven", capture, watched, "an empty feed, and the profile's postsCount is 0")
    return report(
        "changed_format", capture, watched, f"an empty feed, but postsCount is {count or 'not shown'}"
    )


def _reaches_known(posts: list[Post], context: Mapping[str, str]) -> bool:
    newest, since = context.get("newest", ""), parse_time(context.get("since", ""))
    if newest and any(post.id == newest for post in posts if not post.pinned):
        return True
    last = next((moment for post in reversed(posts) if not post.pinned and (moment := sort_time(post))), None)
    return bool(since and last and last < since)


def _carry(capture: Capture) -> dict[str, str]:
    """The part of the context that goes with the account from question to question."""
    return {
        name: value
        for name, value in capture.context.items()
        if name in ("newest", "since", "recheck", "appview")
    }


def _server(endpoint: str) -> str:
    try:
        parts = urlsplit(endpoint)
        host = parts.hostname or ""
        port = f":{parts.port}" if parts.port and parts.port != 443 else ""
    except ValueError:
        return ""
    return host + port if parts.scheme == "https" and is_public_name(host) else ""


def _ask(url: str, reader: str, context: Mapping[str, str], route: str = "api") -> Fetch:
    return Fetch(url=url, reader=reader, route="feed" if route == "feed" else "api", context=dict(context))


def _ask_profile(did: str, context: Mapping[str, str]) -> Fetch:
    query = urlencode({"actor": did})
    return _ask(f"{APPVIEW}/xrpc/app.bsky.actor.getProfile?{query}", "profile", {**context, "actor": did})


def _ask_feed(did: str, context: Mapping[str, str]) -> Fetch:
    query = {"actor": did, "limit": str(PAGE), "filter": "posts_with_replies", "includePins": "true"}
    if cursor := context.get("cursor", ""):
        query["cursor"] = cursor
    kept = {name: value for name, value in context.items() if name != "recheck" and value}
    return _ask(f"{APPVIEW}/xrpc/app.bsky.feed.getAuthorFeed?{urlencode(query)}", "author_feed", kept)


def _ask_did(did: str, context: Mapping[str, str]) -> Fetch:
    did = read_actor(did)
    if did.startswith("did:web:"):
        return _ask(f"https://{did.removeprefix('did:web:')}/.well-known/did.json", "did", context, "feed")
    return _ask(f"{DIRECTORY}/{quote(did, safe=':')}", "did", context, "feed")
