"""API v2 of X: an account by its handle or id, its posts, and known posts looked at again.

Sources: docs.x.com/x-api/users/lookup, /posts/timelines and /posts/lookup, fundamentals/fields and
fundamentals/rate-limits. What is not asked for is left out of the answer, so all fields are asked for. A
timeline gives the newest 3,200 posts in pages of up to 100, newest first; ``since_id`` asks for newer ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode, urlsplit

from crawlers.families.x_api_entities import Included, list_included, read_api_post, read_api_user
from crawlers.families.x_posts import is_repost_without_original
from crawlers.families.x_refusals import GONE, name_words, read_x_refusal, say_errors
from crawlers.families.x_urls import is_id
from crawlers.families.x_web import tell_account
from crawlers.json_reading import (
    Object,
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
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from storage.items import Capture, Known, Observation, Watched

API = "https://api.x.com/2"
CREDENTIAL = "x"
PAGE = 100
MOST_RECHECKS = 100
USER_FIELDS = (
    "created_at,description,entities,id,location,name,pinned_tweet_id,profile_image_url,profile_banner_url,"
    "protected,public_metrics,url,username,verified,verified_type,withheld"
)
POST_FIELDS = (
    "attachments,author_id,conversation_id,created_at,edit_controls,edit_history_tweet_ids,entities,geo,id,"
    "in_reply_to_user_id,lang,note_tweet,possibly_sensitive,public_metrics,referenced_tweets,reply_settings,source,"
    "text,withheld"
)
MEDIA_FIELDS = (
    "alt_text,duration_ms,height,media_key,preview_image_url,public_metrics,type,url,variants,width"
)
EXPANSIONS = (
    "attachments.media_keys,attachments.poll_ids,author_id,geo.place_id,in_reply_to_user_id,"
    "referenced_tweets.id,referenced_tweets.id.author_id,referenced_tweets.id.attachments.media_keys"
)
IMPORTS = (
    (r"^https://api\.(x|twitter)\.com/2/users/(by/username/[^/?]+|\d+)(\?|$)", "user"),
    (r"^https://api\.(x|twitter)\.com/2/users/\d+/tweets\b", "posts"),
    (r"^https://api\.(x|twitter)\.com/2/tweets(/\d+)?(\?|$)", "known_posts"),
)


def ask_user(watched: Watched, known: Known) -> Fetch:
    """The account: by its id, where it is known, since a handle may have passed to somebody else."""
    place = watched.key if is_id(watched.key) else f"by/username/{quote(watched.handle or watched.key)}"
    context = {
        "newest": "" if known.full else known.newest_id,
        "recheck": " ".join(post.id for post in known.recheck[:MOST_RECHECKS]),
    }
    query = urlencode({"user.fields": USER_FIELDS}, safe=",")
    return _ask(f"{API}/users/{place}?{query}", "user", {name: one for name, one in context.items() if one})


def read_user(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account, then its posts since the newest known one, and the known ones."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    fields = as_object(need(as_object(parse_json(capture)), "data"), "data")
    account = read_api_user(fields, capture, watched)
    told = list(tell_account(account, capture, watched))
    yield from told
    if len(told) != 1 or told[0] is not account:
        return
    newest = capture.context.get("newest", "")
    context = {
        "user": account.key,
        "handle": account.handle,
        "pinned": account.attributes.get("pinned", ""),
        "count": "" if account.posts is None else str(account.posts),
        "since": newest,
    }
    yield _ask_posts({name: one for name, one in context.items() if one})
    if known := capture.context.get("recheck", ""):
        yield _ask_known(known.split(), account.handle)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts and the next one."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    included = _gather(body, capture, watched)
    listed = as_array(body.get("data") or [], "data")
    context, meta = capture.context, as_object(need(body, "meta"), "meta")
    if not listed and maybe_count(meta, "result_count"):
        raise Unreadable("data: lacks, though meta/result_count is not 0")
    ids: list[str] = []
    for number, fields in enumerate(listed):
        post = read_api_post(as_object(fields, f"data/{number}"), included, capture, f"/data/{number}")
        ids.append(post.id)
        yield replace(post, pinned=True) if post.id == context.get("pinned") else post
    yield from _explain_errors(body, capture, watched)
    token = maybe_text(meta, "next_token")
    if not ids and not token and "page" not in context and "since" not in context:
        yield from _explain_empty(capture, watched)
    elif token and token != context.get("page") and "user" in context:
        counted = count_page(context, mark_page(ids, token))
        if counted is not None:
            yield _ask_posts({**context, **counted, "page": token})


def read_known_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; the errors beside them say which are gone.

    A post that was edited is shown in the version whose id was asked for: the newest is asked for then.
    """
    problem = read_x_refusal(capture, watched)
    if problem and (capture.status >= 400 or problem.kind not in ("not_found", "private")):
        yield problem
        return
    body = as_object(parse_json(capture))
    included = _gather(body, capture, watched)
    held = body.get("data") or []
    newer: list[str] = []
    for number, fields in enumerate(as_array([held] if isinstance(held, dict) else held, "data")):
        one = as_object(fields, f"data/{number}")
        post = read_api_post(one, included, capture, f"/data/{number}")
        newest = post.attributes.get("edit_history", "").split()[-1:]
        if newest and newest[0] != maybe_text(one, "id"):
            newer.append(newest[0])
        elif is_repost_without_original(post):
            yield _observe("seen", post.id, capture, watched)
        else:
            yield post
    yield from _explain_lost(body, capture, watched)
    if newer:
        yield _ask_known(newer, capture.context.get("handle", ""))


def _explain_lost(body: Object, capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What the errors say of the posts asked for: gone, or hidden with their account."""
    hidden: dict[str, str] = {}
    for error in maybe_objects(body, "errors"):
        said = say_errors(error)
        kind = name_words(said)
        if maybe_text(error, "resource_type") not in ("tweet", "post") or maybe_text(
            error, "parameter"
        ) not in ("ids", "id"):
            continue
        if kind == "not_found" and GONE.search(said):
            yield _observe(
                "gone", maybe_text(error, "resource_id") or maybe_text(error, "value"), capture, watched, said
            )
        else:
            hidden.setdefault(kind or "changed_format", said)
    for name, said in hidden.items():
        yield report(name, capture, watched, said)  # type: ignore[arg-type]


def _explain_errors(body: Object, capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Errors about the account itself; those about posts that others' posts refer to are no news of it."""
    for error in maybe_objects(body, "errors"):
        if maybe_text(error, "resource_type") == "user" and maybe_text(error, "parameter") == "id":
            kind = name_words(say_errors(error)) or "changed_format"
            yield report(kind, capture, watched, say_errors(error))


def _explain_empty(capture: Capture, watched: Watched) -> Iterable[Reading]:
    count = capture.context.get("count", "")
    if count == "0":
        yield report("empty_proven", capture, watched, "no posts, and the account's tweet_count is 0")
    else:
        reason = f"no posts, but the account's tweet_count is {count or 'not shown'}"
        yield report("changed_format", capture, watched, reason)


def _gather(body: Object, capture: Capture, watched: Watched) -> Included:
    """What stands beside the posts, and whose posts they are where they don't say it."""
    parts = [part for part in urlsplit(capture.url).path.split("/") if part]
    asked = parts[2] if parts[1:2] == ["users"] and parts[-1:] == ["tweets"] else ""
    owner = capture.context.get("user") or asked or watched.key
    handle = capture.context.get("handle") or watched.handle
    return list_included(maybe_object(body, "includes"), watched.platform, owner, handle)


def _ask_posts(context: Mapping[str, str]) -> Fetch:
    query = {"max_results": str(PAGE), **_fields()}
    if since := context.get("since"):
        query["since_id"] = since
    if page := context.get("page"):
        query["pagination_token"] = page
    return _ask(f"{API}/users/{context['user']}/tweets?{urlencode(query, safe=',')}", "posts", context)


def _ask_known(ids: list[str], handle: str) -> Fetch:
    query = urlencode({"ids": ",".join(dict.fromkeys(ids)), **_fields()}, safe=",")
    return _ask(f"{API}/tweets?{query}", "known_posts", {"handle": handle} if handle else {})


def _fields() -> dict[str, str]:
    return {
        "tweet.fields": POST_FIELDS,
        "expansions": EXPANSIONS,
        "media.fields": MEDIA_FIELDS,
        "poll.fields": "end_datetime,id,options,voting_status",
        "place.fields": "country_code,full_name,id,place_type",
        "user.fields": USER_FIELDS,
    }


def _ask(url: str, reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(url=url, reader=reader, route="api", credential=CREDENTIAL, context=context)


def _observe(kind: str, number: str, capture: Capture, watched: Watched, reason: str = "") -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=number,
        kind="gone" if kind == "gone" else "seen",
        record_id=capture.record_id,
        where="/errors" if kind == "gone" else "/data",
        captured_at=capture.captured_at,
        reason=reason,
    )
