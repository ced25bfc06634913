"""9GAG's JSON: a user's posts, ten at a time, asked for by POST."""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, make_id
from sandbox.world import World

HOST, PAGE = "9gag.com", 3
"""The site sends ten posts a page; here there are fewer, so that there are pages."""


def address_account(account: Account) -> Account:
    """A user by name."""
    return replace(account, key=account.handle.lower(), url=f"https://{HOST}/u/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post by its id."""
    id = f"a{make_id(post.ref, 6)}"
    return replace(post, id=id, url=f"https://{HOST}/gag/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://img-9gag-fun.9cache.com/photo/{make_name(post.ref, spot)}_700b.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``POST /v1/user-posts/username/NAME/type/posts``."""
    phase, parts = situation.phase, asked.parts
    if parts[:3] != ("v1", "user-posts", "username") or asked.method != "POST":
        return None
    account = next((one for one in world.by_host[HOST] if one.key == parts[3].lower()), None)
    if account is None or account.state(phase) == "missing":
        return answer_json({"meta": {"status": "Failure", "errorMessage": "User not exist"}}, 404)
    if account.state(phase) == "private":
        return answer_page("Just a moment...", "<script>window._cf_chl_opt={}</script>", 403)
    posts = world.timeline(account, phase)
    ids = [one.id for one in posts]
    after = asked.query.get("after", "")
    here, more = cut_page(posts, ids.index(after) + 1 if after in ids else 0, PAGE)
    data: Json = {
        "posts": [_write(one, phase) for one in here],
        "profile": {"creationTs": int(account.created_at.timestamp())},
    }
    if more:
        data["nextCursor"] = f"after={here[-1].id}&c=10"
    return answer_json({"meta": {"status": "Success"}, "data": data})


def _write(post: Post, phase: int) -> Json:
    image = {"image700": {"url": post.media[0], "width": 700, "height": 500}} if post.media else {}
    return {
        **{"id": post.id, "url": post.url, "title": post.text_in(phase), "type": "Photo", "nsfw": 0},
        **{"creationTs": int(post.posted_at.timestamp()), "upVoteCount": 12, "downVoteCount": 1},
        **{"commentsCount": 3, "images": image, "tags": []},
    }


played = Played(
    name="ninegag",
    places=(
        Place(platform="ninegag", host=HOST, special=(("nogagger", "missing"), ("walledgag", "private"))),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_handle=lambda handle: handle.replace(".", "_").replace("-", "_"),
    spell_media=spell_media,
)
