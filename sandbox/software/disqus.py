"""Disqus: API 3.0, for those who show a key.

Sources: disqus.com/api/docs and its /errors. Everything there is a comment on somebody's page.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sandbox.exchange import Answer, Asked, Headers, answer_json, answer_page, make_token
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

Json = dict[str, Any]
SITE = "disqus.com"
PAGE, HOURLY = 3, 1000
"""The most that a list gives at once (the real thing: 100), and the requests of an hour."""
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
THREAD: Json = {
    "id": "5551", "title": "A page about tea", "clean_title": "A page about tea", "forum": "teapages",
    "link": "https://teapages.example/about", "isClosed": False,
}  # fmt: skip


def address_account(account: Account) -> Account:
    """The account with its number and profile."""
    number = str(900_000 + int(account.name.rpartition("-")[2]))
    ended = account.states[0] in ("missing", "deleted")
    key = account.handle.lower() if ended else number
    return replace(account, number=number, key=key, url=f"https://{SITE}/by/{account.handle}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """The comment, at its place on the page."""
    id = str(int((post.posted_at - EPOCH).total_seconds()) * 10 + int(account.number) % 10)
    return replace(post, id=id, url=f"{THREAD['link']}#comment-{id}", kind="reply")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where an upload lies."""
    return f"https://uploads.disquscdn.com/images/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A method of the API, or a page for people."""
    if asked.parts[:2] != ("api", "3.0"):
        return answer_page("Disqus Profile", "<div id='profile'></div>")
    left = HOURLY - 1 - situation.used(SITE)
    reset = int(situation.now().timestamp()) // 3600 * 3600 + 3600
    limits: Headers = (("X-Ratelimit-Remaining", str(max(0, left))), ("X-Ratelimit-Reset", str(reset)))
    if asked.query.get("api_key") != make_token("disqus"):
        return _refuse(5, "Invalid API key", 403, limits)
    if left < 0:
        return _refuse(13, "You have exceeded the rate limit for this resource", 400, limits)
    phase = situation.phase
    match asked.parts[2:]:
        case ("users", "details.json"):
            account = _find(asked, world, phase)
            if account is None:
                return _refuse(2, "Invalid argument, 'user': Unable to find user", 400, limits)
            return answer_json({"code": 0, "response": _write_user(account, world, phase)}, headers=limits)
        case ("users", "listPosts.json"):
            account = _find(asked, world, phase)
            if account is None or account.state(phase) == "private":
                return _refuse(12, "This user's activity is private", 400, limits)
            return _list_posts(asked, account, world, phase)
        case ("posts", "details.json"):
            post = world.by_id.get(("disqus", asked.query.get("post", "")))
            if post is None or post.appears_in > phase:
                return _refuse(8, "A requested object was not found", 404, limits)
            return answer_json(
                {"code": 0, "response": _write_post(post, asked, world, phase)}, headers=limits
            )
    return _refuse(1, "Endpoint not valid", 400, limits)


def _find(asked: Asked, world: World, phase: int) -> Account | None:
    name = asked.query.get("user", "")
    for one in world.by_host.get(SITE, ()):
        if name in (one.number, f"username:{one.handle}"):
            return one if one.state(phase) not in ("missing", "deleted") else None
    return None


def _list_posts(asked: Asked, account: Account, world: World, phase: int) -> Answer:
    posts = world.timeline(account, phase)
    spot = int(asked.query.get("cursor", "0:0:0").split(":")[1])
    shown = posts[spot : spot + PAGE]
    more = bool(posts[spot + PAGE :])
    cursor = {"hasNext": more, "next": f"1:{spot + PAGE}:0", "prev": None, "hasPrev": spot > 0, "more": more}
    return answer_json(
        {"cursor": cursor, "code": 0, "response": [_write_post(one, asked, world, phase) for one in shown]}
    )


def _write_post(post: Post, asked: Asked, world: World, phase: int) -> Json:
    account, there = world.account[post.account], post.seen_in(phase)
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    return {
        "id": post.id, "message": words if there else "", "raw_message": post.text_in(phase) if there else "",
        "createdAt": _write_time(post.posted_at), "isDeleted": not there, "isSpam": False, "isApproved": True,
        "isEdited": post.edited_by(phase) is not None, "likes": 2, "dislikes": 0, "points": 2, "parent": None,
        "thread": THREAD if asked.query.get("related") == "thread" else THREAD["id"], "forum": THREAD["forum"],
        "media": [{"url": url, "mediaType": "2"} for url in post.media],
        "author": {"id": account.number, "username": account.handle, "name": account.display_name},
    }  # fmt: skip


def _write_user(account: Account, world: World, phase: int) -> Json:
    return {
        "id": account.number, "username": account.handle, "name": account.display_name, "about": account.bio,
        "isPrivate": account.state(phase) == "private", "joinedAt": _write_time(account.created_at),
        "numPosts": len(world.timeline(account, phase)), "numFollowers": account.followers, "url": "",
        "numFollowing": account.following, "rep": 1.2, "reputationLabel": "Average", "location": "",
        "profileUrl": account.url, "avatar": {"permalink": avatar_url(account)}, "isAnonymous": False,
    }  # fmt: skip


def _refuse(code: int, said: str, status: int, limits: Headers) -> Answer:
    return answer_json({"code": code, "response": said}, status, headers=limits)


def _write_time(at: datetime) -> str:
    """UTC, without saying so."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S")


played = Played(
    name="disqus",
    places=(
        Place(
            platform="disqus",
            host=SITE,
            operation="en zh-Hans",
            ordinary="en",
            special=(("curtains_drawn", "private"), ("not_around", "missing")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_media=spell_media,
)
