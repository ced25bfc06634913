"""Facebook by the Graph API: a page, its posts, known posts again, and the ads that it paid for.

Sources: developers.facebook.com/docs/graph-api/reference/page, /page/feed, /post, /post/attachments (v26.0);
/docs/graph-api/results (cursor paging); facebook.com/ads/library/api (``ads_archive``); recorded answers.
A post's id is ``{page}_{post}``; the part behind the line is what the site itself calls the post, and what it
is stored under, so that the same post read by another route is the same. ``updated_time`` moves with every
comment and is no edit. An object that is gone and one that the token may not see give the same error.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from crawlers.families.facebook_graph_posts import read_ad, read_post
from crawlers.families.facebook_refusals import read_error, read_graph_refusal, says_no_object
from crawlers.families.facebook_urls import fold_handle, path_of
from crawlers.html_text import absolute, find_links
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
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
from storage.items import Account, Capture, Known, Link, Observation, Post, Watched

GRAPH = "https://graph.facebook.com/v26.0"
CREDENTIAL = "bearer:facebook"
PAGE = 100
ADS_PAGE = 100
MOST_RECHECKS = 50

ACCOUNT_FIELDS = (
    "id,name,username,about,bio,description,category,link,website,emails,fan_count,followers_count,"
    "verification_status,is_published,founded,location,picture.type(large){url},cover{source}"
)
_MEDIA = "media_type,type,title,description,url,unshimmed_url,target,media"
POST_FIELDS = (
    "id,message,story,created_time,updated_time,permalink_url,status_type,parent_id,from,message_tags,"
    f"attachments{{{_MEDIA},subattachments{{{_MEDIA}}}}},shares,"
    "reactions.limit(0).summary(true),comments.limit(0).summary(true)"
)
AD_FIELDS = (
    "id,ad_creation_time,ad_creative_bodies,ad_creative_link_captions,ad_creative_link_descriptions,"
    "ad_creative_link_titles,ad_delivery_start_time,ad_delivery_stop_time,ad_snapshot_url,bylines,currency,"
    "delivery_by_region,demographic_distribution,estimated_audience_size,impressions,languages,page_id,"
    "page_name,publisher_platforms,spend,target_ages,target_gender,target_locations,eu_total_reach"
)


def start_api(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The account first; what is known of it goes along as context."""
    recheck = known.recheck[:MOST_RECHECKS]
    context = {"recheck": " ".join(post.id for post in recheck)}
    if known.newest_at is not None and not known.full:
        times = [post.posted_at for post in recheck if post.posted_at is not None]
        context["newest"] = str(int(known.newest_at.timestamp()))
        context["since"] = str(int(min((known.newest_at, *times)).timestamp()))
    path = watched.key if watched.key.isdigit() else path_of(watched).removeprefix("groups/")
    kept = {name: value for name, value in context.items() if value}
    yield _ask(f"/{path}", {"fields": ACCOUNT_FIELDS}, "account", kept)


def read_account(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page, then its posts, those known, and, where they are wanted, its ads."""
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    fields = as_object(parse_json(capture))
    account = _read_account(fields, capture, watched)
    yield account
    if fields.get("is_published") is False:
        yield report("private", capture, watched, "the page is not published (is_published is false)")
        return
    context = {**capture.context, "owner": account.key}
    since = {"since": context["since"]} if "since" in context else {}
    edge = "feed" if "/groups/" in watched.url else "posts"
    query = {"fields": POST_FIELDS, "limit": str(PAGE), **since}
    yield _ask(f"/{account.key}/{edge}", query, "posts", context)
    if "ads" in watched.wants:
        yield _ask_ads(account.key, "", {"owner": account.key})


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts, newest first, and the page after it down to the newest one known; in the end those
    that are to be looked at again and were not listed, one by one."""
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    page = as_array(need(body, "data"), "data")
    context = capture.context
    owner = context.get("owner") or watched.key
    posts: list[Post] = []
    for number, fields in enumerate(page):
        posts.append(
            read_post(as_object(fields, f"/data/{number}"), f"/data/{number}", capture, watched, owner)
        )
        yield posts[-1]
    if not page and "after" not in context and "since" not in context:
        yield report("empty_proven", capture, watched, "the list of the page's posts is empty")
    shown = {post.id for post in posts}
    waiting = [number for number in context.get("recheck", "").split() if number not in shown]
    newest = context.get("newest", "")
    known = [
        post
        for post in posts
        if newest.isdigit() and post.posted_at and post.posted_at.timestamp() <= int(newest)
    ]
    turned = [] if known else list(_turn(body, list(shown), capture, "posts"))
    for fetch in turned:
        yield replace(fetch, context={**fetch.context, "recheck": " ".join(waiting)})
    for missed in () if turned else waiting:
        asked = {"post": missed, "owner": owner}
        yield _ask(f"/{owner}_{missed}", {"fields": POST_FIELDS}, "known", asked)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post again: as it is now, or one that the same token can no longer see."""
    error = read_error(capture)
    post = capture.context.get("post", "")
    if error and says_no_object(error) and post:
        yield Observation(
            platform=watched.platform,
            post_id=post,
            kind="gone",
            record_id=capture.record_id,
            where="/error",
            captured_at=capture.captured_at,
            reason=f"deleted or hidden, the API does not say which: {maybe_text(error, 'message')}"[:300],
        )
        return
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    owner = capture.context.get("owner") or watched.key
    yield read_post(as_object(parse_json(capture)), "", capture, watched, owner)


def read_ads(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of the ads that a page paid for."""
    if problem := read_graph_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    ids = []
    for number, fields in enumerate(as_array(need(body, "data"), "data")):
        ad = read_ad(as_object(fields, f"/data/{number}"), f"/data/{number}", capture, watched)
        ids.append(ad.id)
        yield ad
    yield from _turn(body, ids, capture, "ads")


def _read_account(fields: Object, capture: Capture, watched: Watched) -> Account:
    key = need_id(fields)
    handle = maybe_text(fields, "username") or watched.handle
    bio = maybe_text(fields, "about") or maybe_text(fields, "bio") or maybe_text(fields, "description")
    place = maybe_object(fields, "location")
    status = maybe_text(fields, "verification_status")
    attributes = {
        "account_id": key,
        "verified": "1" if status in ("blue_verified", "gray_verified") else "",
        "verification_status": status,
        "category": maybe_text(fields, "category"),
        "page_likes": str(maybe_count(fields, "fan_count") or ""),
        "description": maybe_text(fields, "description") if maybe_text(fields, "description") != bio else "",
        "emails": " ".join(one for one in maybe_array(fields, "emails") if isinstance(one, str)),
        "founded": maybe_text(fields, "founded"),
        "location": ", ".join(
            filter(None, (maybe_text(place, name) for name in ("street", "city", "country")))
        ),
    }
    links = [Link(url=link.url, kind="bio") for link in find_links(bio)]
    sites = (one if "://" in one else f"https://{one}" for one in maybe_text(fields, "website").split())
    links.extend(Link(url=url, kind="profile") for one in sites if (url := absolute(one)))
    aliases = {watched.key, fold_handle(handle)} - {key, ""}
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=maybe_text(fields, "link") or watched.url,
        host="www.facebook.com",
        display_name=maybe_text(fields, "name"),
        bio=bio,
        created_at=maybe_time(fields, "created_time"),
        created_at_text=maybe_text(fields, "created_time"),
        followers=maybe_count(fields, "followers_count"),
        avatar_url=absolute(maybe_text(maybe_object(maybe_object(fields, "picture"), "data"), "url")),
        banner_url=absolute(maybe_text(maybe_object(fields, "cover"), "source")),
        links=tuple(dict.fromkeys(links)),
        aliases=tuple(sorted(aliases)),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _turn(body: Object, ids: list[str], capture: Capture, reader: str) -> Iterator[Fetch]:
    """The next page by its cursor; ``next`` itself is not followed, because it holds the token."""
    paging = maybe_object(body, "paging")
    cursor = maybe_text(maybe_object(paging, "cursors"), "after")
    counted = count_page(capture.context, mark_page(ids, cursor))
    if not ids or not cursor or not maybe_text(paging, "next") or counted is None:
        return
    context = capture.context
    owner = context.get("owner", "")
    asked = {**context, **counted, "after": cursor}
    if reader == "ads":
        yield _ask_ads(owner, cursor, asked)
        return
    since = {"since": context["since"]} if "since" in context else {}
    edge = "feed" if "/feed" in capture.url.partition("?")[0] else "posts"
    query = {"fields": POST_FIELDS, "limit": str(PAGE), **since, "after": cursor}
    yield _ask(f"/{owner}/{edge}", query, reader, asked)


def _ask_ads(owner: str, cursor: str, context: Mapping[str, str]) -> Fetch:
    query = {
        "search_page_ids": f"[{owner}]", "ad_reached_countries": '["ALL"]', "ad_active_status": "ALL",
        "ad_type": "ALL", "fields": AD_FIELDS, "limit": str(ADS_PAGE),
    } | ({"after": cursor} if cursor else {})  # fmt: skip
    return _ask("/ads_archive", query, "ads", context)


def _ask(path: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(
        url=f"{GRAPH}{path}?{urlencode(query)}",
        reader=reader,
        headers=(("Accept", "application/json"),),
        credential=CREDENTIAL,
        context=context,
    )
