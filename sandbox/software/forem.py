"""Forem, which DEV runs: a user, the user's articles page by page, one article with its words.

Source: developers.forem.com/api/v1 and Forem's own serialisers.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.addresses import avatar_url, make_name, make_slug
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import make_markup
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import (
    Json,
    cut_page,
    find_account,
    find_post,
    is_there,
    make_number,
    write_utc,
)
from sandbox.world import World

SITE = "dev.to"


def spell_handle(handle: str) -> str:
    """A username."""
    return handle.lower()


def address_account(account: Account) -> Account:
    """The user with a number."""
    number = make_number(f"forem/{account.handle}", 7)
    key = number if account.states[0] == "live" else account.handle
    return replace(account, number=number, key=key, url=f"https://{SITE}/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """An article with its number."""
    return replace(
        post, id=make_number(post.ref, 8), url=f"https://{SITE}/{account.handle}/{make_slug(post)}"
    )


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://dev-to-uploads.s3.amazonaws.com/uploads/articles/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/api/users/by_username``, ``/api/articles`` and ``/api/articles/ID``."""
    phase = situation.phase
    match asked.parts:
        case ("api", "users", "by_username"):
            account = find_account(world, "devto", asked.query.get("url", ""))
            if account is None or not is_there(account, phase):
                return _refuse()
            return answer_json(_tell_user(account))
        case ("api", "articles"):
            account = find_account(world, "devto", asked.query.get("username", ""))
            if account is None or not is_there(account, phase):
                return answer_json([])
            size, page = asked.number("per_page", 30, 1000), asked.number("page", 1, 1000)
            here, _ = cut_page(world.timeline(account, phase), (page - 1) * size, size)
            return answer_json([_tell_article(one, account, phase) for one in here])
        case ("api", "articles", id):
            post = find_post(world, "devto", id, phase)
            if post is None:
                return _refuse()
            told = _tell_article(post, world.account[post.account], phase)
            return answer_json({**told, "body_html": make_markup(post, phase), "body_markdown": ""})
    return None


def _tell_user(account: Account) -> Json:
    return {
        "type_of": "user",
        "id": int(account.number),
        "username": account.handle,
        "name": account.display_name,
        "summary": account.bio,
        "twitter_username": None,
        "github_username": None,
        "website_url": None,
        "location": "",
        "joined_at": f"{account.created_at:%b %d, %Y}",
        "profile_image": avatar_url(account),
    }


def _tell_article(post: Post, account: Account, phase: int) -> Json:
    edited = post.edited_by(phase)
    return {
        "type_of": "article",
        "id": int(post.id),
        "title": post.title,
        "description": post.text_in(phase)[:100],
        "readable_publish_date": f"{post.posted_at:%b %d}",
        "slug": post.url.rpartition("/")[2],
        "path": post.url.removeprefix(f"https://{SITE}"),
        "url": post.url,
        "comments_count": 0,
        "public_reactions_count": 2,
        "collection_id": None,
        "published_timestamp": write_utc(post.posted_at),
        "positive_reactions_count": 2,
        "cover_image": next(iter(post.media), None),
        "social_image": "https://dev.to/social.png",
        "canonical_url": post.url,
        "created_at": write_utc(post.posted_at),
        "edited_at": write_utc(edited) if edited else None,
        "crossposted_at": None,
        "published_at": write_utc(post.posted_at),
        "last_comment_at": write_utc(post.posted_at),
        "reading_time_minutes": 1,
        "tag_list": [],
        "tags": "",
        "user": {"name": account.display_name, "username": account.handle, "user_id": int(account.number)},
    }


def _refuse() -> Answer:
    return answer_json({"error": "not found", "status": 404}, 404)


played = Played(
    name="forem",
    places=(
        Place(
            platform="devto",
            host=SITE,
            operation="en",
            ordinary="en",
            special=(("not_a_dev", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=spell_handle,
    spell_media=spell_media,
)
