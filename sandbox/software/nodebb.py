"""NodeBB: the data behind its pages, and version 3 of its API for single posts.

Source: ``public/openapi`` and ``src/controllers`` of NodeBB/NodeBB. Every second post of a member answers in a
thread of several pages; an address without its slug is answered with the path as a JSON text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

Json = dict[str, Any]
PAGE, LISTED = 3, 4
"""Posts and topics a page."""
CHAT = 900
OTHERS = 8
"""Posts of others in a member's long thread."""
EPOCH = datetime(2025, 1, 1, tzinfo=UTC)
STARTER = "What keeps you busy?"
MISSING = {"path": "", "title": "[[global:404.title]]", "bodyClass": "page-status-404"}


@dataclass(slots=True)
class Topic:
    """A topic with its posts in order."""

    id: int
    title: str
    posts: list[Json] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The path that NodeBB sends its readers to."""
        return f"{self.id}/a-topic"


def address_account(account: Account) -> Account:
    """The account with its number, key and profile."""
    host, number = account.host, str(40 + int(account.name.rpartition("-")[2]))
    slug = account.handle.lower().replace("_", "-")
    ended = account.states[0] in ("missing", "deleted")
    key = f"{host}/member/{slug}" if ended else f"{host}#{number}"
    return replace(account, number=number, key=key, url=f"https://{host}/user/{slug}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """The post in a topic of its own, with a title, or in the long thread."""
    id = int((post.posted_at - EPOCH).total_seconds()) * 10 + int(account.number) % 10
    title = "" if number % 2 else post.text[:20].strip(" .,，。")
    kind = "post" if title else "reply"
    url = f"https://{account.host}/post/{id}"
    return replace(post, id=f"{account.host}/{id}", url=url, kind=kind, title=title)  # type: ignore[arg-type]


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where an upload lies."""
    return f"https://{account.host}/assets/uploads/files/{make_name(post.ref, spot)}.jpeg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The data behind a page, or the page that loads the client."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "nodebb"]
    if not here:
        return None
    phase = situation.phase
    if asked.parts[:1] != ("api",):
        page = answer_page("Forum", '<script src="/assets/nodebb.min.js"></script>')
        return replace(page, headers=(("X-Powered-By", "NodeBB"),))
    topics = _list_topics(here, world, phase)
    match asked.parts[1:]:
        case ("config",):
            return answer_json({"version": "3.12.1", "siteTitle": "Forum", "relative_path": ""})
        case ("user", "uid", number):
            return _show_user(_find(here, "number", number, phase), world, phase)
        case ("user", slug):
            return _show_user(_find(here, "slug", slug, phase), world, phase)
        case ("user", slug, "posts"):
            return _list_posts(asked, _find(here, "slug", slug, phase), world, phase)
        case ("v3", "posts", number, *rest):
            return _show_post(f"{asked.host}/{number}", rest == ["summary"], world, phase)
        case ("topic", number, *rest):
            return _show_topic(asked, topics.get(int(number)), bool(rest))
        case ("category", "2", *rest) if rest:
            name = {"cid": 2, "name": "Talk", "description": "Anything", "slug": "2/talk", "post_count": 50}
            return _show_topics(asked, list(topics.values()), name)
        case ("category", "2"):
            return _send_to("/category/2/talk", asked)
        case ("recent",):
            return _show_topics(asked, list(topics.values()), {"title": "[[pages:recent]]"})
    return answer_json(MISSING, 404)


def _find(here: Sequence[Account], by: str, value: str, phase: int) -> Account | None:
    def tell(one: Account) -> str:
        return one.number if by == "number" else one.url.rpartition("/")[2]

    found = next((one for one in here if tell(one) == value.lower()), None)
    return found if found and found.state(phase) not in ("missing", "deleted") else None


def _show_user(account: Account | None, world: World, phase: int) -> Answer:
    if account is None:
        return answer_json(MISSING, 404)
    banned = account.state(phase) == "suspended"
    joined = account.created_at
    return answer_json(
        {
            **_write_author(account), "fullname": account.display_name, "email": "", "location": "",
            "joindate": _stamp(joined), "joindateISO": _write_time(joined), "website": None,
            "aboutme": account.bio, "aboutmeParsed": f"<p>{escape(account.bio)}</p>", "signature": "-- me",
            "reputation": 3, "postcount": len(world.timeline(account, phase)), "topiccount": 2,
            "profileviews": 5, "followerCount": account.followers, "followingCount": account.following,
            "banned": banned, "banned_until": 0, "banned_until_readable": "Not Banned", "muted": False,
            "cover:url": "/assets/images/cover-default.png", "isAdmin": False, "groups": [],
        }
    )  # fmt: skip


def _list_posts(asked: Asked, account: Account | None, world: World, phase: int) -> Answer:
    if account is None:
        return answer_json(MISSING, 404)
    page = asked.number("page", 1, 1000)
    posts = world.timeline(account, phase)[(page - 1) * PAGE : page * PAGE]
    shown = [_write_summary(post, account, phase) for post in posts]
    return answer_json({**_write_author(account), "posts": shown, "nextStart": page * PAGE})


def _show_post(id: str, summary: bool, world: World, phase: int) -> Answer:
    post = world.by_id.get(("nodebb", id))
    if post is None or post.appears_in > phase or world.account[post.account].state(phase) != "live":
        status = {"code": "not-found", "message": "Post does not exist"}
        return answer_json({"status": status, "response": {}}, 404)
    account, edited = world.account[post.account], post.edited_by(phase)
    shown = _write_summary(post, account, phase)
    if not summary:
        raw = {name: shown[name] for name in ("pid", "uid", "tid", "timestamp", "timestampISO", "upvotes")}
        shown = {**raw, "content": post.text_in(phase), "deleted": 0 if post.seen_in(phase) else 1}
        if edited:
            shown |= {"edited": _stamp(edited), "editedISO": _write_time(edited), "editor": account.number}
    return answer_json({"status": {"code": "ok", "message": "OK"}, "response": shown})


def _show_topic(asked: Asked, topic: Topic | None, has_slug: bool) -> Answer:
    if topic is None:
        return answer_json(MISSING, 404)
    if not has_slug:
        return _send_to(f"/topic/{topic.slug}", asked)
    page, pages = asked.number("page", 1, 1000), -(-len(topic.posts) // PAGE)
    if page > pages:
        return answer_json(MISSING, 404)
    return answer_json(
        {
            **_write_topic(topic), "posts": topic.posts[(page - 1) * PAGE : page * PAGE],
            "tags": [{"value": "talk", "score": 1}], "category": {"cid": 2, "name": "Talk"},
            "pagination": {"currentPage": page, "pageCount": pages},
        }
    )  # fmt: skip


def _show_topics(asked: Asked, topics: list[Topic], name: Json) -> Answer:
    topics.sort(key=lambda one: int(one.posts[-1]["timestamp"]), reverse=True)
    page, pages = asked.number("page", 1, 1000), max(1, -(-len(topics) // LISTED))
    shown = [_write_topic(one) for one in topics[(page - 1) * LISTED : page * LISTED]]
    return answer_json({**name, "topics": shown, "pagination": {"currentPage": page, "pageCount": pages}})


def _send_to(path: str, asked: Asked) -> Answer:
    _, mark, query = asked.target.partition("?")
    path = f"{path}{mark}{query}"
    return replace(answer_json(path), headers=(("X-Redirect", path),))


def _list_topics(here: Sequence[Account], world: World, phase: int) -> dict[int, Topic]:
    topics: dict[int, Topic] = {}
    for account in here:
        if posts := world.timeline(account, phase):
            chat = CHAT + int(account.number)
            topics[chat] = Topic(chat, "Long & thread", [_write_other(chat, spot) for spot in range(OTHERS)])
            for post in reversed(posts):
                shown = _write_full(post, account, phase)
                topics.setdefault(shown["tid"], Topic(shown["tid"], post.title)).posts.append(shown)
    return topics


def _write_topic(topic: Topic) -> Json:
    last = topic.posts[-1]
    return {
        "tid": topic.id, "cid": 2, "slug": topic.slug, "title": escape(topic.title), "titleRaw": topic.title,
        "mainPid": topic.posts[0]["pid"], "postcount": len(topic.posts), "viewcount": 9, "deleted": 0,
        "pinned": 0, "locked": 0, "lastposttime": last["timestamp"], "lastposttimeISO": last["timestampISO"],
    }  # fmt: skip


def _write_full(post: Post, account: Account, phase: int) -> Json:
    """A post on a page of its topic: with the time of its edit."""
    shown, edited = _write_summary(post, account, phase), post.edited_by(phase)
    shown |= {"edited": _stamp(edited) if edited else 0, "editedISO": _write_time(edited) if edited else ""}
    shown["replies"] = {"hasMore": False, "users": [], "text": "", "count": 0}
    return {name: value for name, value in shown.items() if name not in ("topic", "category", "isMainPost")}


def _write_summary(post: Post, account: Account, phase: int) -> Json:
    """A post in the list of a member's."""
    number = int(post.id.rpartition("/")[2])
    tid = number // 10 if post.title else CHAT + int(account.number)
    title = post.title or "Long & thread"
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    pictures = "".join(f'<p><img src="{url}" class="img-fluid" alt="photo"></p>' for url in post.media)
    quote = (
        f'<p dir="auto">@lamp_lighter <a href="/post/{tid * 100}">said in Long thread</a>:</p>\n'
        f"<blockquote>\n<p>{STARTER}</p>\n</blockquote>\n"
    )
    main = number if post.title else tid * 100
    return {
        "pid": number, "tid": tid, "uid": int(account.number), "timestamp": _stamp(post.posted_at),
        "timestampISO": _write_time(post.posted_at), "deleted": 0, "upvotes": 2, "downvotes": 0, "votes": 2,
        "content": f"{'' if post.title else quote}{words}{pictures}", "replies": 0,
        "user": _write_author(account), "isMainPost": bool(post.title),
        "topic": {"tid": tid, "cid": 2, "title": escape(title), "titleRaw": title, "mainPid": main},
        "category": {"cid": 2, "name": "Talk &amp; tea"},
    }  # fmt: skip


def _write_other(chat: int, spot: int) -> Json:
    at = EPOCH + timedelta(days=spot, hours=chat % 24)
    return {
        "pid": chat * 100 + spot, "tid": chat, "uid": 3, "timestamp": _stamp(at), "votes": 0, "upvotes": 0,
        "timestampISO": _write_time(at), "deleted": 1 if spot == 5 else 0, "downvotes": 0, "edited": 0,
        "content": f"<p>{f'Row {spot} of beans.' if spot else STARTER}</p>", "index": spot,
        "toPid": chat * 100 if spot == 2 else None, "replies": {"count": 0},
        "user": {"uid": 3, "username": "lamp_lighter", "userslug": "lamp-lighter", "signature": "<b>Ad!</b>"},
    }  # fmt: skip


def _write_author(account: Account) -> Json:
    return {
        "uid": int(account.number), "username": account.handle, "displayname": account.handle,
        "userslug": account.url.rpartition("/")[2], "picture": avatar_url(account), "status": "offline",
    }  # fmt: skip


def _stamp(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _write_time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


played = Played(
    name="nodebb",
    places=(
        Place(
            platform="nodebb",
            host="community.nodebb.org",
            special=(("shown_out", "suspended"), ("not_here", "missing")),
        ),
        Place(platform="nodebb", host="try.nodebb.org", operation="zh-Hans", ordinary="zh-Hans"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_media=spell_media,
)
