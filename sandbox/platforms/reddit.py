"""Reddit: the OAuth API, the ``.json`` pages and the feeds of its redditors.

Sources: reddit.com/dev/api and recorded answers; the Atom that Reddit serves today. A suspended account shows
its name alone, one that never was and a deleted one are not found. Rate limits stand in the headers.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from sandbox.exchange import Answer, Asked, answer_json, answer_page, is_bearer, redirect
from sandbox.operation.items import Account, Post
from sandbox.platforms.reddit_feed import write_feed
from sandbox.platforms.reddit_things import Json, escape_texts, write_redditor, write_thing
from sandbox.situation import Situation
from sandbox.world import World

API, SITE = "oauth.reddit.com", "www.reddit.com"
OLD = ("reddit.com", "new.reddit.com", "np.reddit.com")
LIMIT, WINDOW_S = 1000, 600
PAGE, FEED_PAGE, MOST_IDS = 12, 25, 100


def list_hosts() -> tuple[str, ...]:
    """Every host that this module answers for."""
    return (API, SITE, "old.reddit.com", *OLD)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The answer of the API or of the site."""
    if asked.host in OLD:
        return redirect(f"https://{SITE}{asked.target}", 301)
    if asked.host == API and not is_bearer(asked, "reddit"):
        return answer_json({"message": "Unauthorized", "error": 401}, 401)
    if situation.used(asked.host) >= LIMIT:
        return _limit(answer_json({"message": "Too Many Requests", "error": 429}, 429), asked, situation)
    found = _answer(asked, situation.phase, world)
    return _limit(found, asked, situation) if found else None


def find_member(name: str, phase: int, world: World) -> Account | None:
    """The redditor of a name, suspended ones included."""
    members = (account for account in world.accounts if account.software == "reddit")
    found = next((one for one in members if one.handle.lower() == name.lower()), None)
    return None if found is None or found.state(phase) in ("missing", "deleted") else found


def _answer(asked: Asked, phase: int, world: World) -> Answer | None:
    path = asked.path.rstrip("/")
    feed = path.endswith(".rss")
    parts = [part for part in path.removesuffix(".json").removesuffix(".rss").split("/") if part]
    if not feed and asked.host != API and not path.endswith(".json"):
        return answer_page("Reddit", "<h1>Reddit</h1><p>Please enable JavaScript.</p>")
    match parts:
        case ("user" | "u", name, "about"):
            return _show(_about(find_member(name, phase, world), phase), asked)
        case ("user" | "u", name, "submitted" | "comments" | "overview" as kind):
            account = find_member(name, phase, world)
            if account is None:
                return _not_found()
            if account.state(phase) == "suspended":
                return answer_json({"message": "Forbidden", "error": 403}, 403)
            posts = [post for post in world.timeline(account, phase) if _is_of(post, kind)]
            if feed:
                page = _cut(posts, asked, asked.number("limit", FEED_PAGE, 100))
                return write_feed(account, kind, page, phase, world)
            return _show(_list(posts, asked, phase, world), asked)
        case ("api", "info"):
            return _show(_look_up(asked, phase, world), asked)
    return _not_found()


def _about(account: Account | None, phase: int) -> Json | None:
    if account is None:
        return None
    if account.state(phase) == "suspended":
        facts = {"name": account.handle, "is_suspended": True, "awardee_karma": 0, "total_karma": 1}
        return {"kind": "t2", "data": facts}
    return write_redditor(account)


def _list(posts: list[Post], asked: Asked, phase: int, world: World) -> Json:
    size = min(asked.number("limit", 25, 100), PAGE)
    page = _cut(posts, asked, size)
    more = page and page[-1] is not posts[-1]
    children = [write_thing(post, phase, world) for post in page]
    return _wrap(children, page[-1].id if more else None)


def _look_up(asked: Asked, phase: int, world: World) -> Json:
    """Single things: what was deleted is shown without its words, what never was not at all."""
    children = []
    for name in asked.query.get("id", "").split(",")[:MOST_IDS]:
        post = world.by_id.get(("reddit", name))
        if post is not None and post.appears_in <= phase:
            gone = find_member(world.account[post.account].handle, phase, world) is None
            removed = gone or not post.seen_in(phase)
            children.append(write_thing(post, phase, world, removed=removed))
    return _wrap(children, None)


def _cut(posts: list[Post], asked: Asked, size: int) -> list[Post]:
    names = [post.id for post in posts]
    after = asked.query.get("after", "")
    start = names.index(after) + 1 if after in names else 0
    return posts[start : start + size]


def _wrap(children: list[Json], after: str | None) -> Json:
    data = {"modhash": None, "dist": len(children), "children": children, "after": after, "before": None}
    return {"kind": "Listing", "data": data}


def _is_of(post: Post, kind: str) -> bool:
    return kind == "overview" or bool(post.reply_to) is (kind == "comments")


def _show(body: Json | None, asked: Asked) -> Answer:
    if body is None:
        return _not_found()
    return answer_json(body if asked.query.get("raw_json") == "1" else escape_texts(body))


def _not_found() -> Answer:
    return answer_json({"message": "Not Found", "error": 404}, 404)


def _limit(found: Answer, asked: Asked, situation: Situation) -> Answer:
    """With the state of the rate limit in its headers; the reset in seconds."""
    used = situation.used(asked.host) + 1
    now = situation.now().astimezone(UTC)
    reset = WINDOW_S - int(now.timestamp()) % WINDOW_S
    headers = (
        ("x-ratelimit-used", str(used)),
        ("x-ratelimit-remaining", f"{max(0, LIMIT - used)}.0"),
        ("x-ratelimit-reset", str(reset)),
    )
    return replace(found, headers=(*found.headers, *headers))
