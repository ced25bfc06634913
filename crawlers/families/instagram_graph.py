"""Instagram by the Graph API: business discovery, which shows professional accounts and their posts.

Source: developers.facebook.com/docs/instagram-platform/instagram-api-with-facebook-login/business-discovery
(v26.0); a recorded answer. It is asked in the name of the professional account that belongs to the token's
owner, which ``/me/accounts`` tells. Personal accounts, and names that nobody has, give the same error. A
post's number is that of its short code; the API's own id of it is kept as ``uri``. Single posts of others
cannot be asked for: known ones that the list no longer shows are looked at by their embedded page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlencode

from crawlers.families.facebook_refusals import read_error, read_graph_refusal
from crawlers.families.instagram_media import find_hashtags, find_mentions
from crawlers.families.instagram_urls import HOME, code_of, list_rechecked, read_number, write_code
from crawlers.families.instagram_web import ACCEPT, MOST_RECHECKS
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Known, Link, Media, Post, Watched

GRAPH = "https://graph.facebook.com/v26.0"
CREDENTIAL = "bearer:instagram"
PAGE = 50
NO_USER = 110
"""The code for a name that is no professional account."""

_MEDIA = (
    "id,caption,media_type,media_product_type,media_url,thumbnail_url,permalink,timestamp,like_count,"
    "comments_count,children{media_url,media_type,thumbnail_url}"
)
_ACCOUNT = "id,username,name,biography,website,followers_count,follows_count,media_count,profile_picture_url"


def start_api(watched: Watched, known: Known) -> Iterable[Fetch]:
    """In whose name to ask; what is known goes along as context."""
    context = {
        "name": known.handle or watched.handle or watched.key,
        "recheck": list_rechecked(known, MOST_RECHECKS),
        "newest": str(int(known.newest_at.timestamp())) if known.newest_at and not known.full else "",
    }
    query = {"fields": "instagram_business_account{id,username}", "limit": "100"}
    yield _ask("/me/accounts", query, "own", {name: value for name, value in context.items() if value})


def read_own(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The professional account of the token's owner, and in its name the question for the watched one."""
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    pages = as_array(need(as_object(parse_json(capture)), "data"), "data")
    accounts = [maybe_object(one, "instagram_business_account") for one in pages if isinstance(one, dict)]
    own = next((number for one in accounts if (number := maybe_text(one, "id"))), "")
    if not own.isdigit():
        reason = "no page of the token's owner has a professional Instagram account, which discovery needs"
        yield report("unauthorised", capture, watched, reason)
        return
    yield _discover({**capture.context, "own": own}, "")


def read_discovery(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account with a page of its posts, newest first, then the page after it down to what is known."""
    if maybe_count(error := read_error(capture), "code") == NO_USER:
        reason = (
            f"no professional account of that name; the API shows no other: {maybe_text(error, 'message')}"
        )
        yield report("unauthorised", capture, watched, reason)
        return
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    found = as_object(need(as_object(parse_json(capture)), "business_discovery"), "business_discovery")
    context = capture.context
    key = context.get("account") or (watched.key if watched.key.isdigit() else need_id(found))
    if "after" not in context and maybe_text(found, "username"):
        yield _read_account(found, key, capture, watched)
    media = maybe_object(found, "media")
    posts: list[Post] = []
    listed = as_array(media["data"], "business_discovery/media/data") if "data" in media else ()
    for number, fields in enumerate(listed):
        where = f"/business_discovery/media/data/{number}"
        posts.append(_read_post(as_object(fields, where), where, capture, key))
        yield posts[-1]
    if not posts and "after" not in context:
        if maybe_count(found, "media_count") == 0:
            yield report("empty_proven", capture, watched, "no posts, and media_count is 0")
        else:
            count = maybe_text(found, "media_count") or "not shown"
            yield report("changed_format", capture, watched, f"no posts, but media_count is {count}")
    yield from _go_on(media, posts, {**context, "account": key})


def _go_on(media: Object, posts: list[Post], context: Mapping[str, str]) -> Iterator[Fetch]:
    """The next page where it may hold something new, else the known posts that were not listed."""
    shown = {post.id for post in posts}
    waiting = [number for number in context.get("recheck", "").split() if number not in shown]
    newest = context.get("newest", "")
    times = [post.posted_at.timestamp() for post in posts if post.posted_at is not None]
    known = newest.isdigit() and any(moment <= int(newest) for moment in times)
    cursor = maybe_text(maybe_object(maybe_object(media, "paging"), "cursors"), "after")
    counted = count_page(context, mark_page(shown, cursor))
    if posts and cursor and not known and counted is not None and "own" in context:
        yield _discover({**context, **counted, "recheck": " ".join(waiting), "after": cursor}, cursor)
        return
    for number in waiting if posts else ():
        if code := write_code(number):
            url = f"{HOME}/p/{code}/embed/captioned/"
            yield Fetch(url=url, reader="post", route="page", headers=ACCEPT, context={"post": number})


def _read_account(fields: Object, key: str, capture: Capture, watched: Watched) -> Account:
    handle, bio, site = (
        need_text(fields, "username"),
        maybe_text(fields, "biography"),
        maybe_text(fields, "website"),
    )
    graph_id = maybe_text(fields, "id")
    links = [Link(url=link.url, kind="bio") for link in find_links(bio)]
    if url := absolute(site if "://" in site or not site else f"https://{site}"):
        links.append(Link(url=url, kind="profile"))
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where="/business_discovery",
        captured_at=capture.captured_at,
        url=f"{HOME}/{handle}/",
        host="www.instagram.com",
        display_name=maybe_text(fields, "name"),
        bio=bio,
        followers=maybe_count(fields, "followers_count"),
        following=maybe_count(fields, "follows_count"),
        posts=maybe_count(fields, "media_count"),
        avatar_url=absolute(maybe_text(fields, "profile_picture_url")),
        links=tuple(dict.fromkeys(links)),
        aliases=tuple(sorted({watched.key, handle.lower(), graph_id} - {key, ""})),
        attributes={"graph_id": graph_id, "professional": "1"},
    )


def _read_post(fields: Object, where: str, capture: Capture, key: str) -> Post:
    """A post. Raises ``Unreadable`` without permalink or time."""
    permalink, moment = need_text(fields, "permalink"), need_text(fields, "timestamp")
    code, posted = code_of(permalink), parse_time(moment)
    number = read_number(code)
    if not number:
        raise Unreadable(f"{where}/permalink: no short code in {permalink[:80]!r}")
    if posted is None:
        raise Unreadable(f"{where}/timestamp: no time but {moment[:40]!r}")
    text = maybe_text(fields, "caption")
    parts = maybe_objects(maybe_object(fields, "children"), "data") or [fields]
    attributes = {
        "code": code,
        "type": maybe_text(fields, "media_product_type") or maybe_text(fields, "media_type"),
        "graph_id": maybe_text(fields, "id"),
    }
    return Post(
        platform="instagram",
        id=number,
        account=key,
        url=f"{HOME}/p/{code}/",
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        posted_at=posted,
        posted_at_text=moment,
        hashtags=find_hashtags(text),
        mentions=find_mentions(text),
        media=tuple(dict.fromkeys(one for part in parts for one in _read_files(part))),
        links=find_links(text),
        replies=maybe_count(fields, "comments_count"),
        likes=maybe_count(fields, "like_count"),
        route=capture.route,
        uri=need_id(fields),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _read_files(fields: Object) -> Iterator[Media]:
    """The file, or of a video without one (music that is not free) its still."""
    url, still = absolute(maybe_text(fields, "media_url")), absolute(maybe_text(fields, "thumbnail_url"))
    is_video = maybe_text(fields, "media_type") == "VIDEO"
    if url:
        yield Media(url=url, kind="video" if is_video else "image", preview_url=still)
    elif still:
        yield Media(url=still, kind="image", description="video preview" if is_video else "")


def _discover(context: Mapping[str, str], cursor: str) -> Fetch:
    after = f".after({cursor})" if cursor else ""
    media = f"media.limit({PAGE}){after}{{{_MEDIA}}}"
    fields = f"business_discovery.username({context.get('name', '')}){{{_ACCOUNT},{media}}}"
    return _ask(f"/{context['own']}", {"fields": fields}, "discovery", context)


def _ask(path: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(
        url=f"{GRAPH}{path}?{urlencode(query)}",
        reader=reader,
        headers=(("Accept", "application/json"),),
        credential=CREDENTIAL,
        context=context,
    )
