"""Flickr: the public feed, pages of people and photos, and the API for who has a key.

Sources: flickr.com/services/api (methods, error codes), Atom feeds as Flickr writes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Any

from sandbox.exchange import TOO_MANY, Answer, Asked, answer_json, answer_page, make_token
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.items import Account, Post, Shown
from sandbox.operation.pictures import POOL, measure
from sandbox.platforms.feed import answer_conditionally, find_change
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

SITE, API = "www.flickr.com", "api.flickr.com"
FEED = 20
HOURLY = 3600
Json = dict[str, Any]


def spell_handle(handle: str) -> str:
    """An alias."""
    return handle.lower()


def address_account(account: Account) -> Account:
    """A person has a number and an alias."""
    digits = 10_000_000 + int.from_bytes(_digest(f"flickr/{account.handle}")[:4]) % 80_000_000
    number = f"{digits}@N0{digits % 8}"
    key = number if account.states[0] == "live" else account.handle
    return replace(account, number=number, key=key, url=f"https://{SITE}/photos/{account.handle}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A photo: there is no post without a picture."""
    id = str(53_000_000_000 + int.from_bytes(_digest(post.ref)[:4]))
    pictures = post.pictures[:1] or (Shown(picture=POOL[number % 24]),)
    return replace(post, id=id, url=f"https://{SITE}/photos/{account.handle}/{id}/", pictures=pictures)


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the photo lies; its secret is part of the address."""
    secret = _digest(f"secret/{post.ref}").hex()[:10]
    return f"https://live.staticflickr.com/65535/{post.id}_{secret}_b.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The site or the API."""
    if asked.host == API:
        return _answer_api(asked, situation, world)
    phase = situation.phase
    people = [one for one in world.accounts if one.software == "flickr"]
    if asked.path == "/services/feeds/photos_public.gne":
        person = next((one for one in people if one.number == asked.query.get("id")), None)
        if person is None or person.state(phase) != "live":
            return answer_page("Not found", "<h1>404</h1>", 404)
        return _answer_feed(asked, person, world.timeline(person, phase)[:FEED], phase)
    match asked.parts:
        case ("photos", name, *rest):
            person = next((one for one in people if name in (one.handle, one.number)), None)
            if person is None or person.state(phase) == "missing":
                return answer_page("Flickr: Page Not Found", "<h1>404</h1>", 404)
            if person.state(phase) != "live":
                return answer_page("Flickr", "<p>This member is no longer active on Flickr.</p>", 410)
            if not rest:
                return _show_person(person)
            found = next((one for one in world.timeline(person, phase) if one.id == rest[0]), None)
            gone = answer_page("Flickr: Page Not Found", "<h1>404</h1>", 404)
            return answer_page("A photo", f'<img src="{found.media[0]}">') if found else gone
    return None


def _show_person(account: Account) -> Answer:
    feed = (
        f"https://{SITE}/services/feeds/photos_public.gne?id={account.number}&amp;lang=en-us&amp;format=atom"
    )
    head = f'<link rel="alternate" type="application/atom+xml" title="Photostream" href="{feed}">\n'
    return answer_page(escape(account.display_name), "<h1>Photostream</h1>", head=head)


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    changed = find_change(posts, phase, account)
    entries = "".join(_write_entry(one, account, phase) for one in posts)
    body = (
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?><feed xmlns="http://www.w3.org/2005/Atom">'
        f"<title>Uploads from {escape(account.display_name)}</title>"
        f'<link rel="self" href="{escape(asked.url)}"/><link rel="alternate" type="text/html" href="{account.url}"/>'
        f"<id>tag:flickr.com,2005:/photos/public/{account.number}</id><updated>{changed:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<generator uri="https://www.flickr.com">Flickr</generator>{entries}</feed>'
    )
    return answer_conditionally(asked, body.encode(), "application/atom+xml", changed)


def _write_entry(post: Post, account: Account, phase: int) -> str:
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    small = post.media[0].replace("_b.jpg", "_m.jpg")
    markup = (
        f'<p><a href="https://{SITE}/people/{account.handle}/">{escape(account.display_name)}</a> posted a photo:</p>'
        f'<p><a href="{post.url}"><img src="{small}" width="240" height="180" alt="" /></a></p>{words}'
    )
    moment = f"{post.posted_at:%Y-%m-%dT%H:%M:%SZ}"
    return (
        f'<entry><title></title><link rel="alternate" type="text/html" href="{post.url}"/>'
        f"<id>tag:flickr.com,2005:/photo/{post.id}</id><published>{moment}</published><updated>{moment}</updated>"
        f'<content type="html">{escape(markup)}</content>'
        f"<author><name>{escape(account.display_name)}</name>"
        f"<uri>https://{SITE}/people/{account.handle}/</uri></author>"
        f'<link rel="enclosure" type="image/jpeg" href="{post.media[0]}" /></entry>'
    )


def _answer_api(asked: Asked, situation: Situation, world: World) -> Answer:
    if situation.used(API) >= HOURLY:
        return TOO_MANY
    if asked.query.get("api_key") != make_token("flickr"):
        return _fail(100, "Invalid API Key (Key has invalid format)")
    phase = situation.phase
    people = [one for one in world.accounts if one.software == "flickr" and one.state(phase) != "missing"]
    method = asked.query.get("method", "")
    if method == "flickr.urls.lookupUser":
        person = next((one for one in people if one.url == asked.query.get("url")), None)
        if person is None or person.state(phase) != "live":
            return _fail(1, "User not found")
        user = {"id": person.number, "username": {"_content": person.display_name}}
        return answer_json({"user": user, "stat": "ok"})
    if method == "flickr.photos.getInfo":
        post = world.by_id.get(("flickr", asked.query.get("photo_id", "")))
        if post is None or not world.shows(post, phase):
            return _fail(1, f'Photo "{asked.query.get("photo_id")}" not found (invalid ID)')
        return answer_json({"photo": _tell_photo(post, world.account[post.account], phase), "stat": "ok"})
    person = next((one for one in people if one.number == asked.query.get("user_id")), None)
    if person is None or person.state(phase) != "live":
        return _fail(1, "User not found")
    posts = world.timeline(person, phase)
    if method == "flickr.people.getInfo":
        return answer_json({"person": _tell_person(person, len(posts)), "stat": "ok"})
    size, page = asked.number("per_page", 100, 500), asked.number("page", 1, 1000)
    photos = {
        "page": page,
        "pages": -(-len(posts) // size),
        "perpage": size,
        "total": len(posts),
        "photo": [_list_photo(one, person, phase) for one in posts[(page - 1) * size : page * size]],
    }
    return answer_json({"photos": photos, "stat": "ok"})


def _tell_person(account: Account, photos: int) -> Json:
    return {
        "id": account.number,
        "nsid": account.number,
        "ispro": 0,
        "iconserver": "0",
        "iconfarm": 0,
        "path_alias": account.handle,
        "username": {"_content": account.handle},
        "realname": {"_content": account.display_name},
        "description": {"_content": account.bio},
        "photosurl": {"_content": account.url},
        "photos": {"firstdate": {"_content": "1600000000"}, "count": {"_content": photos}},
    }


def _list_photo(post: Post, account: Account, phase: int) -> Json:
    width, height = measure(post.pictures[0].variant)
    return {
        "id": post.id,
        "owner": account.number,
        "secret": post.media[0].rpartition("_b")[0].rpartition("_")[2],
        "server": "65535",
        "farm": 66,
        "title": "",
        "ispublic": 1,
        "isfriend": 0,
        "isfamily": 0,
        "description": {"_content": post.text_in(phase)},
        "dateupload": str(int(post.posted_at.timestamp())),
        "lastupdate": str(int((post.edited_by(phase) or post.posted_at).timestamp())),
        "ownername": account.display_name,
        "pathalias": account.handle,
        "tags": "",
        "views": "3",
        "media": "photo",
        "media_status": "ready",
        "url_l": post.media[0],
        "width_l": width,
        "height_l": height,
    }


def _tell_photo(post: Post, account: Account, phase: int) -> Json:
    uploaded = str(int(post.posted_at.timestamp()))
    listed = _list_photo(post, account, phase)
    return {
        **{
            name: listed[name] for name in ("id", "secret", "server", "farm", "description", "media", "views")
        },
        "dateuploaded": uploaded,
        "owner": {"nsid": account.number, "username": account.handle, "path_alias": account.handle},
        "title": {"_content": ""},
        "dates": {"posted": uploaded, "lastupdate": listed["lastupdate"], "taken": "2026-07-01 10:00:00"},
        "comments": {"_content": 0},
        "tags": {"tag": []},
        "urls": {"url": [{"type": "photopage", "_content": post.url}]},
    }


def _fail(code: int, message: str) -> Answer:
    return answer_json({"stat": "fail", "code": code, "message": message})


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


played = Played(
    name="flickr",
    places=(
        Place(
            platform="flickr",
            host=SITE,
            operation="en zh-Hant",
            ordinary="en",
            special=(("left_long_ago", "deleted"), ("never_joined", "missing")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    spell_handle=spell_handle,
    spell_media=spell_media,
)
