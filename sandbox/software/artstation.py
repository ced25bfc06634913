"""ArtStation's JSON: an artist, and the artist's projects page by page.

Source: gallery-dl artstation.py. A single project answers with Cloudflare's check, as it does to visitors.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import (
    Json,
    cut_page,
    find_account,
    is_there,
    make_id,
    make_number,
    write_utc,
)
from sandbox.world import World

HOST = "www.artstation.com"
PAGE = 50
CHECK = replace(
    answer_page("Just a moment...", "<script>window._cf_chl_opt={cvId:'3'}</script>", 403),
    headers=(("cf-mitigated", "challenge"),),
)


def address_account(account: Account) -> Account:
    """The artist with the number."""
    number = make_number(account.handle, 6)
    return replace(account, number=number, key=number, url=f"https://{HOST}/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A project with its short id."""
    id = make_id(post.ref, 6)
    return replace(post, kind="post", id=id, url=f"https://{HOST}/artwork/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a cover lies."""
    return f"https://cdna.artstation.com/p/assets/images/images/small/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/users/NAME.json`` and ``/users/NAME/projects.json``."""
    phase, parts = situation.phase, asked.parts
    if asked.host != HOST or len(parts) < 2 or not asked.path.endswith(".json"):
        return None
    if parts[0] == "projects":
        return CHECK
    account = find_account(world, "artstation", parts[1].removesuffix(".json"))
    if parts[0] != "users" or account is None or account.state(phase) == "missing":
        return Answer(status=404, content_type="text/plain")
    if not is_there(account, phase):
        return CHECK
    posts = world.timeline(account, phase)
    if len(parts) == 2:
        return answer_json(_write_artist(account, len(posts)))
    here, _ = cut_page(posts, (asked.number("page", 1, 9999) - 1) * PAGE, PAGE)
    return answer_json({"data": [_write_project(one, phase) for one in here], "total_count": len(posts)})


def _write_artist(account: Account, projects: int) -> Json:
    return {
        "id": int(account.number),
        "username": account.handle,
        "full_name": account.display_name,
        "headline": account.bio,
        "followers_count": account.followers,
        "projects_count": projects,
        "large_avatar_url": avatar_url(account),
        "skills": [],
        "software_items": [],
    }


def _write_project(post: Post, phase: int) -> Json:
    cover = {"small_image_url": post.media[0]} if post.media else {}
    return {
        "id": int(make_number(post.ref, 8)),
        "hash_id": post.id,
        "title": post.title,
        "description": make_paragraphs(post.text_in(phase), link_plainly, write_plainly),
        "created_at": write_utc(post.posted_at),
        "published_at": write_utc(post.posted_at),
        "updated_at": write_utc(post.edited_by(phase) or post.posted_at),
        "likes_count": 1,
        "slug": "project",
        "adult_content": False,
        "cover": cover,
        "icons": {"image": True},
        "assets_count": 1,
        "permalink": post.url,
    }


played = Played(
    name="artstation",
    places=(
        Place(
            platform="artstation",
            host=HOST,
            operation="en",
            ordinary="en",
            special=(("unpainted", "missing"), ("checkedvisitor", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "_"),
    spell_media=spell_media,
)
