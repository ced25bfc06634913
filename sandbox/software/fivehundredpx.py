"""500px's GraphQL: a photographer with a page of photographs, by the query that the collector posts.

Source: gallery-dl 500px.py (the queries of the site and the shapes of their answers).
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import (
    Json,
    cut_page,
    find_account,
    is_there,
    make_number,
    read_json,
    write_utc,
)
from sandbox.world import World

API = "api.500px.com"


def address_account(account: Account) -> Account:
    """The photographer with the number."""
    number = make_number(account.handle, 8)
    return replace(account, number=number, key=number, url=f"https://500px.com/p/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A photograph with its number."""
    id = make_number(post.ref, 10)
    return replace(post, kind="post", id=id, url=f"https://500px.com/photo/{id}/untitled")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the picture lies."""
    return f"https://drscdn.500px.org/photo/{make_name(post.ref, spot)}/q%3D80_m%3D1000/v2"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The one query: by name, with the cursor of the page before."""
    if asked.host != API or asked.path != "/graphql":
        return None
    call, phase = read_json(asked), situation.phase
    if "userByUsername" not in str(call.get("query")):
        return answer_json({"errors": [{"message": "Must provide query string."}]}, 400)
    wanted: Json = call.get("variables") or {}
    account = find_account(world, "fivehundredpx", str(wanted.get("username")))
    if account is None or not is_there(account, phase):
        return answer_json({"data": {"user": None}})
    posts = world.timeline(account, phase)
    start = int(wanted.get("cursor") or 0)
    here, more = cut_page(posts, start, int(wanted.get("pageSize") or 20))
    photos = {
        "totalCount": len(posts),
        "edges": [{"node": _write_photo(one, account, phase)} for one in here],
        "pageInfo": {"endCursor": str(start + len(here)), "hasNextPage": more},
    }
    return answer_json({"data": {"user": {**_write_user(account), "photos": photos}}})


def _write_user(account: Account) -> Json:
    return {
        "id": f"VXNlcjo{account.number}",
        "legacyId": account.number,
        "username": account.handle,
        "displayName": account.display_name,
        "registeredAt": write_utc(account.created_at),
        "coverPhotoUrl": None,
        "avatar": {"images": [{"url": avatar_url(account)}]},
        "userProfile": {"about": account.bio, "city": None, "country": None},
        "socialMedia": {"website": None},
        "followedByUsers": {"totalCount": account.followers},
        "followingUsers": {"totalCount": account.following},
    }


def _write_photo(post: Post, account: Account, phase: int) -> Json:
    text = post.text_in(phase)
    return {
        "id": f"UGhvdG86{post.id}",
        "legacyId": post.id,
        "canonicalPath": post.url.removeprefix("https://500px.com"),
        "name": post.title,
        "description": text,
        "category": "LANDSCAPES",
        "uploadedAt": write_utc(post.posted_at),
        "location": "",
        "notSafeForWork": False,
        "tags": find_tags(text),
        "uploader": {"legacyId": account.number, "username": account.handle},
        "images": [{"size": 35, "url": url} for url in post.media],
    }


played = Played(
    name="fivehundredpx",
    places=(
        Place(
            platform="fivehundredpx",
            host="500px.com",
            operation="en",
            ordinary="en",
            special=(("unexposed", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    articles=True,
    spell_media=spell_media,
)
