"""Flickr's API with the user's key: a person and all public photos, newest first.

Source: flickr.com/services/api (``people.getInfo``, ``people.getPublicPhotos`` with ``extras``,
``urls.lookupUser``, ``photos.getInfo``; error codes; addresses of photos); bodies recorded by granary. Known
photos are asked for one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.feed_sites import MOST_RECHECKS, observe_gone
from crawlers.families.flickr_urls import find_number, name_of
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Known, Link, Media, Post, Problem, ProblemKind, Watched
from storage.shims import unwrap_shim

API = "https://api.flickr.com/services/rest"
CREDENTIAL = "query:api_key:flickr"
PAGE = 500
EXTRAS = "description,date_upload,last_update,date_taken,owner_name,path_alias,tags,url_o,url_l,views,media"
PHOTO = words(
    """
    id secret owner server farm title dateupload lastupdate datetaken datetakengranularity datetakenunknown
    ownername tags machine_tags description views media media_status url_o height_o width_o url_l height_l
    width_l pathalias ispublic isfriend isfamily iscontact license iconserver iconfarm originalformat
    originalsecret can_download o_width o_height latitude longitude accuracy context place_id woeid
    dateuploaded isfavorite safety_level rotation visibility dates permissions editability publiceditability
    usage comments notes people location geoperms urls video has_upload_date_flag count_faves count_comments
    """
)
_KINDS: Mapping[int, ProblemKind] = {
    1: "not_found",
    2: "not_found",
    5: "deleted",
    99: "private",
    100: "unauthorised",
    105: "unreachable",
    201: "unreachable",
}


def ask_person(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the number at once, by an alias after asking whose it is; known photos one by one."""
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    number = find_number(watched.key, known.key)
    if number:
        if not since or known.recheck:
            yield _ask("flickr.people.getInfo", {"user_id": number}, "person", {})
        yield _ask_photos(number, since)
    else:
        query = {"url": f"https://www.flickr.com/photos/{name_of(watched)}/"}
        yield _ask("flickr.urls.lookupUser", query, "lookup", {"since": since})
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isdigit():
            yield _ask("flickr.photos.getInfo", {"photo_id": post.id}, "photo", {"post": post.id})


def read_lookup(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Whose an alias is."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    user = as_object(need(as_object(parse_json(capture)), "user"), "user")
    number = need_id(user, "id")
    yield _ask("flickr.people.getInfo", {"user_id": number}, "person", {})
    yield _ask_photos(number, capture.context.get("since", ""))


def read_person(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A person."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    person = as_object(need(as_object(parse_json(capture)), "person"), "person")
    number = need_id(person, "nsid" if "nsid" in person else "id")
    alias = maybe_text(person, "path_alias")
    bio = read_html(_content(person, "description"))
    photos = maybe_object(person, "photos")
    server, farm = maybe_text(person, "iconserver"), maybe_text(person, "iconfarm")
    icon = (
        f"https://farm{farm}.staticflickr.com/{server}/buddyicons/{number}.jpg"
        if server not in ("", "0")
        else ""
    )
    attributes = {
        "username": _content(person, "username"),
        "location": _content(person, "location"),
        "timezone": maybe_text(maybe_object(person, "timezone"), "label"),
        "first_upload": _content(photos, "firstdate"),
        "views": _content(photos, "views"),
    }
    yield Account(
        platform=watched.platform,
        key=number,
        handle=alias or _content(person, "username") or number,
        record_id=capture.record_id,
        where="/person",
        captured_at=capture.captured_at,
        url=absolute(_content(person, "photosurl")) or f"https://www.flickr.com/photos/{number}/",
        host="www.flickr.com",
        display_name=_content(person, "realname") or _content(person, "username"),
        bio=bio.text,
        posts=maybe_count({"count": _content(photos, "count")}, "count"),
        avatar_url=icon,
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links),
        aliases=tuple(sorted({watched.key, alias.lower()} - {number, ""})),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_photos(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of photos, and the next until what is known."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    photos = as_object(need(as_object(parse_json(capture)), "photos"), "photos")
    since = parse_time(capture.context.get("since", ""))
    posts = [
        read_photo(as_object(one, f"photos/photo/{place}"), capture, watched, f"/photos/photo/{place}")
        for place, one in enumerate(as_array(need(photos, "photo"), "photos.photo"))
    ]
    yield from posts
    page, pages, total = (maybe_count(photos, name) or 0 for name in ("page", "pages", "total"))
    if not posts and "pages" not in capture.context and not since:
        kind: ProblemKind = "changed_format" if total or "total" not in photos else "empty_proven"
        yield report(kind, capture, watched, f"no photos, and the answer counts {total}")
    reached = since and any(one.posted_at and one.posted_at < since - timedelta(seconds=1) for one in posts)
    counted = count_page(capture.context, mark_page(one.id for one in posts)) if page < pages else None
    if counted is not None and posts and not reached:
        parts = urlsplit(capture.url)
        kept = {name: value for name, value in parse_qsl(parts.query) if name != "api_key"}
        url = urlunsplit(parts._replace(query=urlencode({**kept, "page": str(page + 1)})))
        yield Fetch(url=url, reader="photos", credential=CREDENTIAL, context={**capture.context, **counted})


def read_known_photo(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known photo as it is now, or gone."""
    problem = read_api_refusal(capture, watched)
    if problem and problem.kind in ("not_found", "deleted"):
        yield observe_gone(capture, watched, problem.reason)
    elif problem:
        yield problem
    else:
        photo = as_object(need(as_object(parse_json(capture)), "photo"), "photo")
        yield read_photo(photo, capture, watched, "/photo")


def read_photo(photo: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A photo as a list or ``photos.getInfo`` tells it: there, texts stand in ``_content``."""
    id, owner = need_id(photo), photo.get("owner")
    person = owner if isinstance(owner, dict) else {}
    account = need_id(person, "nsid") if person else need_id(photo, "owner")
    alias = maybe_text(photo, "pathalias") or maybe_text(person, "path_alias") or account
    dates = maybe_object(photo, "dates")
    uploaded = (
        maybe_text(photo, "dateupload") or maybe_text(dates, "posted") or need_id(photo, "dateuploaded")
    )
    posted_at = parse_time(uploaded)
    changed_at = maybe_time(photo, "lastupdate") or maybe_time(dates, "lastupdate")
    title, body = _content(photo, "title"), read_html(_content(photo, "description"))
    tags = [maybe_text(one, "raw") for one in maybe_objects(maybe_object(photo, "tags"), "tag")]
    attributes = {
        "taken": maybe_text(photo, "datetaken") or maybe_text(dates, "taken"),
        "license": maybe_text(photo, "license"),
        "updated": changed_at.isoformat() if changed_at else "",
        ATTRIBUTE: name_drift("photo", PHOTO, photo),
    }
    return Post(
        platform=watched.platform,
        id=id,
        account=account,
        url=f"https://www.flickr.com/photos/{alias}/{id}/",
        text=body.text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        title=title,
        posted_at=posted_at,
        posted_at_text=uploaded,
        hashtags=tuple(filter(None, tags)) or tuple(maybe_text(photo, "tags").split()),
        media=_read_media(photo, id),
        links=tuple(
            Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in body.links
        ),
        views=maybe_count(photo, "views"),
        replies=maybe_count({"count": _content(photo, "comments")}, "count"),
        route=capture.route,
        uri=f"tag:flickr.com,2005:/photo/{id}",
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_api_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that an answer (``{stat: "fail", code, message}``, status 200) is, or ``None``."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        return read_page_instead(capture, watched, "JSON")
    try:
        fields = orjson.loads(capture.body)
    except orjson.JSONDecodeError:
        fields = {}
    if not isinstance(fields, dict) or maybe_text(fields, "stat") != "fail":
        return (
            None
            if capture.status < 400
            else report("changed_format", capture, watched, f"status {capture.status}")
        )
    code = maybe_count(fields, "code") or 0
    return report(
        _KINDS.get(code, "changed_format"), capture, watched, f"{code}: {maybe_text(fields, 'message')}"
    )


def _read_media(photo: Object, id: str) -> tuple[Media, ...]:
    """The photo in the largest size that the answer names, else in the size that its secret opens."""
    server, secret = maybe_text(photo, "server"), maybe_text(photo, "secret")
    made = f"https://live.staticflickr.com/{server}/{id}_{secret}_b.jpg" if server and secret else ""
    for size in ("o", "l"):
        if url := absolute(maybe_text(photo, f"url_{size}")):
            width, height = maybe_count(photo, f"width_{size}"), maybe_count(photo, f"height_{size}")
            return (Media(url=url, kind="image", width=width, height=height),)
    if maybe_text(photo, "media") == "video":
        return (Media(url=f"https://www.flickr.com/photo.gne?id={id}", kind="video", preview_url=made),)
    return (Media(url=made, kind="image"),) if made else ()


def _content(fields: Object, name: str) -> str:
    """A text that stands by itself or in ``_content``."""
    inner = fields.get(name)
    return maybe_text(inner, "_content") if isinstance(inner, dict) else maybe_text(fields, name)


def _ask_photos(number: str, since: str) -> Fetch:
    query = {"user_id": number, "extras": EXTRAS, "per_page": str(PAGE), "page": "1"}
    return _ask("flickr.people.getPublicPhotos", query, "photos", {"since": since})


def _ask(method: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    asked = urlencode({"method": method, "format": "json", "nojsoncallback": "1", **query})
    kept = {name: value for name, value in context.items() if value}
    return Fetch(url=f"{API}?{asked}", reader=reader, credential=CREDENTIAL, context=kept)
