"""A repository on its own server (PDS): who it is, its post and repost records, its status.

Sources: lexicons com.atproto.repo.describeRepo, .listRecords, .getRecord, com.atproto.sync.getRepoStatus,
.getBlob; app.bsky.actor.profile. Lists come newest first; the cursor is opaque.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlencode, urlsplit

from crawlers.families.atproto_names import POST, REPOST, is_did, record_key
from crawlers.families.atproto_posts import read_record, read_repost
from crawlers.families.atproto_refusals import read_xrpc_error, read_xrpc_refusal
from crawlers.html_text import find_links
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_object,
    maybe_text,
    maybe_time,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import report
from storage.items import Account, Capture, Link, Observation, Post, ProblemKind, Watched

PAGE = 100
BATCH = 25
MOST_RECHECKS = 100

_STATES: Mapping[str, tuple[ProblemKind, str]] = {
    "takendown": ("suspended", "taken down by its server"),
    "suspended": ("suspended", "suspended by its server"),
    "deleted": ("deleted", "deleted"),
    "deactivated": ("deleted", "deactivated by its owner"),
    "broken": ("unreachable", "the server calls the repository broken"),
    "throttled": ("rate_limited", "the server calls the repository throttled"),
}


def ask_repo(host: str, actor: str, context: Mapping[str, str]) -> Fetch:
    """What the server knows of a repository."""
    query = urlencode({"repo": actor})
    return _ask(host, f"com.atproto.repo.describeRepo?{query}", "repo", context)


def read_repo(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The repository's DID, handle and collections, then its records; refused, its status."""
    host = urlsplit(capture.url).netloc
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        if is_did(watched.key) and read_xrpc_error(capture)[0]:
            query = urlencode({"did": watched.key})
            yield _ask(host, f"com.atproto.sync.getRepoStatus?{query}", "status", {})
        return
    fields = as_object(parse_json(capture))
    did, handle = need_id(fields, "did"), need_id(fields, "handle")
    collections = [
        one for one in as_array(need(fields, "collections"), "collections") if isinstance(one, str)
    ]
    yield _read_account(did, handle, capture, watched, host)
    posts = [name for name in (POST, REPOST) if name in collections]
    if not posts:
        yield report(
            "empty_proven", capture, watched, "the repository's collections hold no post and no repost"
        )
    blobs = f"https://{host}/xrpc/com.atproto.sync.getBlob?{urlencode({'did': did})}&cid={{cid}}"
    context = {"did": did, "handle": handle, "blobs": blobs, "newest": capture.context.get("newest", "")}
    if "app.bsky.actor.profile" in collections:
        query = urlencode({"repo": did, "collection": "app.bsky.actor.profile", "rkey": "self"})
        yield _ask(host, f"com.atproto.repo.getRecord?{query}", "profile_record", context)
    for name in posts:
        yield _ask_records(host, {**context, "collection": name})
    for uri in capture.context.get("recheck", "").split():
        parts = uri.removeprefix("at://").split("/")
        if len(parts) == 3 and parts[0] == did:
            query = urlencode({"repo": did, "collection": parts[1], "rkey": parts[2]})
            yield _ask(host, f"com.atproto.repo.getRecord?{query}", "record", {**context, "uri": uri})


def read_profile_record(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account with the name and description that its owner wrote."""
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        return
    value = as_object(need(as_object(parse_json(capture)), "value"), "value")
    did, handle = capture.context["did"], capture.context["handle"]
    bare = _read_account(did, handle, capture, watched, urlsplit(capture.url).netloc)
    bio = maybe_text(value, "description")
    avatar = maybe_text(maybe_object(maybe_object(value, "avatar"), "ref"), "$link")
    yield Account(
        platform=bare.platform,
        key=bare.key,
        handle=bare.handle,
        record_id=bare.record_id,
        where="/value",
        captured_at=bare.captured_at,
        url=bare.url,
        host=bare.host,
        display_name=maybe_text(value, "displayName"),
        bio=bio,
        created_at=maybe_time(value, "createdAt"),
        created_at_text=maybe_text(value, "createdAt"),
        created_at_precision="second" if value.get("createdAt") else "",
        avatar_url=capture.context.get("blobs", "").replace("{cid}", avatar) if avatar else "",
        links=tuple(Link(url=link.url, kind="bio") for link in find_links(bio)),
        aliases=bare.aliases,
        attributes=bare.attributes,
    )


def read_records(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of post or repost records and the next, down to the newest that is known."""
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    records = as_array(need(fields, "records"), "records")
    uris = []
    for number, entry in enumerate(records):
        where = f"/records/{number}"
        post = _read_entry(as_object(entry, where), capture, watched, where)
        uris.append(post.id)
        yield post
    context = capture.context
    collection, cursor = context["collection"], maybe_text(fields, "cursor")
    if not records and "cursor" not in context:
        yield report("changed_format", capture, watched, f"no records, but describeRepo lists {collection}")
    newest = context.get("newest", "")
    last = record_key(newest)
    known = len(last) == 13 and any(len(record_key(uri)) == 13 and record_key(uri) <= last for uri in uris)
    if not cursor or not records or cursor == context.get("cursor") or known:
        return
    counted = count_page(context, mark_page(uris))
    if counted is not None:
        yield _ask_records(urlsplit(capture.url).netloc, {**context, **counted, "cursor": cursor})


def read_one_record(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known record looked at again: as it is now, or gone from the repository."""
    name, message = read_xrpc_error(capture)
    if name == "RecordNotFound" or (name and "could not locate record" in message.lower()):
        yield gone(capture, watched, capture.context["uri"], "/error", message or name)
        return
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        return
    yield _read_entry(as_object(parse_json(capture)), capture, watched, "")


def read_status(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The hosting status of a repository that its server did not describe."""
    if problem := read_xrpc_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    if need(fields, "active") is False:
        status = maybe_text(fields, "status")
        kind, reason = _STATES.get(status, ("not_found", f"no longer hosted here {status}".strip()))
        yield report(kind, capture, watched, reason)


def gone(capture: Capture, watched: Watched, uri: str, where: str, reason: str) -> Observation:
    """That a known post is no longer there."""
    return Observation(
        platform=watched.platform,
        post_id=uri,
        kind="gone",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason=reason[:300],
    )


def _read_entry(entry: Object, capture: Capture, watched: Watched, where: str) -> Post:
    uri, value = need_id(entry, "uri"), as_object(need(entry, "value"), f"{where}/value")
    if f"/{REPOST}/" in uri:
        return read_repost(value, uri, capture, watched, f"{where}/value")
    return read_record(value, uri, capture, watched, f"{where}/value")


def _read_account(did: str, handle: str, capture: Capture, watched: Watched, host: str) -> Account:
    attributes = {"pds": host, "appview": capture.context.get("appview", "")}
    return Account(
        platform=watched.platform,
        key=did,
        handle=handle,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=f"https://bsky.app/profile/{did}",
        host=watched.host,
        aliases=(watched.key,) if watched.key != did else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _ask_records(host: str, context: Mapping[str, str]) -> Fetch:
    query = {"repo": context["did"], "collection": context["collection"], "limit": str(PAGE)}
    if cursor := context.get("cursor", ""):
        query["cursor"] = cursor
    return _ask(host, f"com.atproto.repo.listRecords?{urlencode(query)}", "records", context)


def _ask(host: str, method: str, reader: str, context: Mapping[str, str]) -> Fetch:
    kept = {name: value for name, value in context.items() if value}
    return Fetch(url=f"https://{host}/xrpc/{method}", reader=reader, route="feed", context=kept)
