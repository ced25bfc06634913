"""Flarum: its JSON:API, as ``framework/core/src/Api`` of flarum/framework writes it.

Every second post of a member answers in a discussion of many posts, with a mention of a post and a quotation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

Json = dict[str, Any]
PAGE = 4
"""The most that a list gives at once (the real thing: 50)."""
CHAT, OTHERS = 700, 7
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
NOT_FOUND = {"errors": [{"status": "404", "code": "not_found"}]}
SOMEBODY: Json = {
    "type": "users", "id": "2", "attributes": {"username": "kettle", "displayName": "kettle", "slug": "kettle"}
}  # fmt: skip


@dataclass(slots=True)
class Discussion:
    """A discussion with its posts in order."""

    id: int
    title: str
    posts: list[Json] = field(default_factory=list)


def address_account(account: Account) -> Account:
    """The account with its number, key and profile."""
    host, number = account.host, str(30 + int(account.name.rpartition("-")[2]))
    ended = account.states[0] in ("missing", "deleted")
    key = f"{host}/member/{account.handle.lower()}" if ended else f"{host}#{number}"
    return replace(account, number=number, key=key, url=f"https://{host}/u/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """The post in a discussion of its own, with a title, or in the long one."""
    id = int((post.posted_at - EPOCH).total_seconds()) * 10 + int(account.number) % 10
    opens = number % 2 == 0
    thread, spot = (id // 10, 1) if opens else (CHAT + int(account.number), OTHERS + 1 + number)
    return replace(
        post,
        id=f"{account.host}/{id}",
        url=f"https://{account.host}/d/{thread}/{spot}",
        kind="post" if opens else "reply",
        title=post.text[:20].strip(" .,，。") if opens else "",
    )


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where an upload lies."""
    return f"https://{account.host}/assets/files/{post.posted_at:%Y-%m-%d}/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A document of the API, or the page that loads the client."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "flarum"]
    if not here:
        return None
    phase = situation.phase
    if asked.parts[:1] != ("api",):
        return answer_page(
            "Forum", '<div id="flarum-loading">Loading...</div><div id="flarum-content"></div>'
        )
    threads = _list_threads(here, world, phase)
    match asked.parts[1:]:
        case ():
            facts = {"title": "The forum", "description": "of all", "baseUrl": f"https://{asked.host}"}
            return answer_json({"data": {"type": "forums", "id": "1", "attributes": facts}})
        case ("users", name):
            found = next((one for one in here if one.handle.lower() == name.lower()), None)
            if found is None or found.state(phase) in ("missing", "deleted"):
                return answer_json(NOT_FOUND, 404)
            return answer_json({"data": _write_user(found, world, phase)})
        case ("posts",):
            return _list_posts(asked, here, threads, (world, phase))
        case ("discussions",):
            return _list_discussions(asked, list(threads.values()))
        case ("discussions", number) if number.isdigit() and int(number) in threads:
            return answer_json({"data": _write_discussion(threads[int(number)])})
    return answer_json(NOT_FOUND, 404)


def _list_posts(
    asked: Asked, here: Sequence[Account], threads: Mapping[int, Discussion], now: tuple[World, int]
) -> Answer:
    """Posts by author, discussion or ids; newest first if it is asked so."""
    posts = [post for one in threads.values() for post in one.posts]
    query = asked.query
    if author := query.get("filter[author]"):
        number = next((one.number for one in here if one.handle == author), "0")
        posts = [one for one in posts if _writer(one) == number]
    if thread := query.get("filter[discussion]"):
        posts = [one for one in posts if one["relationships"]["discussion"]["data"]["id"] == thread]
    if ids := query.get("filter[id]"):
        posts = [one for one in posts if one["id"] in ids.split(",")]
    if kind := query.get("filter[type]"):
        posts = [one for one in posts if one["attributes"]["contentType"] == kind]
    posts.sort(key=lambda one: str(one["attributes"]["createdAt"]), reverse=query.get("sort") == "-createdAt")
    size = 50 if ids else min(PAGE, asked.number("page[limit]", 20, 50))
    shown, links = _cut(asked, posts, size)
    writers = {_writer(one) for one in shown}
    users = [_write_user(one, *now) for one in here if one.number in writers]
    beside = {one["relationships"]["discussion"]["data"]["id"] for one in shown}
    included = [_write_discussion(one) for one in threads.values() if str(one.id) in beside]
    return answer_json({"links": links, "data": shown, "included": [*users, SOMEBODY, *included]})


def _list_discussions(asked: Asked, threads: list[Discussion]) -> Answer:
    if asked.query.get("filter[tag]") not in (None, "talk"):
        threads = []
    threads.sort(key=lambda one: str(one.posts[-1]["attributes"]["createdAt"]), reverse=True)
    size = min(PAGE, asked.number("page[limit]", 20, 50))
    shown, links = _cut(asked, [_write_discussion(one) for one in threads], size)
    return answer_json({"links": links, "data": shown})


def _cut(asked: Asked, rows: list[Json], size: int) -> tuple[list[Json], dict[str, str]]:
    offset = int(asked.query.get("page[offset]", "0"))
    first = f"https://{asked.host}{asked.path}"
    links = {"first": first}
    if rows[offset + size :]:
        links["next"] = f"{first}?{urlencode({**asked.query, 'page[offset]': offset + size})}"
    return rows[offset : offset + size], links


def _list_threads(here: Sequence[Account], world: World, phase: int) -> dict[int, Discussion]:
    threads: dict[int, Discussion] = {}
    for account in here:
        if posts := world.timeline(account, phase):
            chat = CHAT + int(account.number)
            others = [_write_other(chat, spot) for spot in range(1, OTHERS + 1)]
            threads[chat] = Discussion(chat, "Long thread", others)
            for post in reversed(posts):
                number = int(post.url.rsplit("/", 2)[1])
                threads.setdefault(number, Discussion(number, post.title)).posts.append(
                    _write_post(post, account, phase)
                )
    return threads


def _write_post(post: Post, account: Account, phase: int) -> Json:
    thread, number = post.url.rsplit("/", 2)[1:]
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    pictures = "".join(f'<p><img src="{url}" title="" alt="photo"></p>' for url in post.media)
    start = f"https://{account.host}/d/{thread}/1"
    quote = (
        f'<blockquote><div><p><a href="{start}" class="PostMention" data-id="{thread}001">kettle</a> '
        "Who is up early?</p></div></blockquote>"
    )
    attributes: Json = {
        "number": int(number), "createdAt": _write_time(post.posted_at), "contentType": "comment",
        "contentHtml": f"{quote if post.kind == 'reply' else ''}{words}{pictures}", "renderFailed": False,
        "canEdit": False, "canDelete": False, "canHide": False,
    }  # fmt: skip
    if edited := post.edited_by(phase):
        attributes["editedAt"] = _write_time(edited)
    id = post.id.rpartition("/")[2]
    return {"type": "posts", "id": id, "attributes": attributes, **_relate(thread, account.number)}


def _write_other(chat: int, spot: int) -> Json:
    """What somebody else said; the fourth is a note of the forum's own."""
    at = EPOCH + timedelta(days=spot, hours=chat % 24)
    attributes: Json = {"number": spot, "createdAt": _write_time(at), "contentType": "comment"}
    if spot == 4:
        attributes |= {"contentType": "discussionRenamed", "content": ["Thread", "Long thread"]}
    else:
        answered = f'<a href="/d/{chat}/1" class="PostMention" data-id="{chat}001">@kettle</a> '
        start = answered if spot == 3 else ""
        attributes |= {"contentHtml": f"<p>{start}Kettle number {spot}.</p>", "renderFailed": False}
    return {"type": "posts", "id": f"{chat}00{spot}", "attributes": attributes, **_relate(str(chat), "2")}


def _relate(thread: str, writer: str) -> Json:
    linked = {"discussion": ("discussions", thread), "user": ("users", writer)}
    return {
        "relationships": {name: {"data": {"type": kind, "id": id}} for name, (kind, id) in linked.items()}
    }


def _write_user(account: Account, world: World, phase: int) -> Json:
    attributes: Json = {
        "username": account.handle, "displayName": account.display_name, "avatarUrl": avatar_url(account),
        "slug": account.handle, "joinTime": _write_time(account.created_at), "discussionCount": 3,
        "commentCount": len(world.timeline(account, phase)), "canEdit": False, "bio": account.bio,
    }  # fmt: skip
    if account.state(phase) == "suspended":
        attributes["suspendedUntil"] = "2038-01-01T00:00:00+00:00"
    return {"type": "users", "id": account.number, "attributes": attributes}


def _write_discussion(thread: Discussion) -> Json:
    last = thread.posts[-1]["attributes"]
    attributes = {
        "title": thread.title, "slug": f"{thread.id}-a-thread", "commentCount": len(thread.posts),
        "participantCount": 2, "createdAt": thread.posts[0]["attributes"]["createdAt"], "isLocked": False,
        "lastPostedAt": last["createdAt"], "lastPostNumber": last["number"], "canReply": False,
    }  # fmt: skip
    return {"type": "discussions", "id": str(thread.id), "attributes": attributes}


def _writer(post: Json) -> str:
    return str(post["relationships"]["user"]["data"]["id"])


def _write_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")


played = Played(
    name="flarum",
    places=(
        Place(
            platform="flarum",
            host="discuss.flarum.org",
            special=(("sent_away", "suspended"), ("no_such_bird", "missing")),
        ),
        Place(platform="flarum", host="discuss.flarum.org.cn", operation="zh-Hant", ordinary="zh-Hans"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_media=spell_media,
)
