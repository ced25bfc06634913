"""The played hosts of the Mastodon API: what each of them answers, by path.

Sources: docs.joinmastodon.org/methods/accounts, /methods/statuses, /methods/instance, /api/guidelines
(paging) and /api/rate-limits; the differences of the programs stand in ``mastodon_dialects``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from sandbox.exchange import Answer, Asked, Headers, answer_json
from sandbox.operation.items import Account, Post
from sandbox.platforms.mastodon_accounts import make_account
from sandbox.platforms.mastodon_instances import (
    answer_webfinger,
    find_nodeinfo,
    make_instance,
    make_nodeinfo,
    make_second_instance,
)
from sandbox.platforms.mastodon_pages import answer_public
from sandbox.platforms.mastodon_statuses import make_history, make_status
from sandbox.platforms.mastodon_view import (
    View,
    find_account,
    find_number,
    find_post,
    number_of,
    sort_key,
    write_reset,
)
from sandbox.situation import Situation
from sandbox.world import World

LIMIT = 300
USUAL_PAGE = 20
THROTTLED = "mastodon.social"
"""The host that answers 429 once, at the first page of statuses that it is asked for."""

KEPT = ("limit", "pinned", "only_media", "exclude_replies", "exclude_reblogs", "with_muted", "tagged")


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the host says; ``None`` if it is not one of those that speak the Mastodon API."""
    here = [account for account in world.by_host.get(asked.host, ()) if account.software == "mastodon"]
    if not here:
        return None
    view = View(world=world, phase=situation.phase, host=asked.host, platform=here[0].platform)
    parts = asked.parts
    if parts[:1] == ("api",) and parts != ("api", "nodeinfo", "2.0.json"):
        return _limit(view, asked, situation)
    if parts == (".well-known", "nodeinfo"):
        return find_nodeinfo(view)
    if parts == (".well-known", "webfinger"):
        return answer_webfinger(view, asked)
    if parts[:1] == ("nodeinfo",) or parts[:1] == ("api",):
        return answer_json(make_nodeinfo(view), server=view.dialect.server)
    return answer_public(view, asked.path)


def _limit(view: View, asked: Asked, situation: Situation) -> Answer:
    """The API's answer under its rate limit: 300 requests in five minutes, told in three headers."""
    now = situation.now()
    listed = asked.parts[-1:] == ("statuses",) and "pinned" not in asked.query
    if view.host == THROTTLED and listed and situation.first_time(f"{view.host}: too many requests"):
        reset = f"{now + timedelta(seconds=1):%Y-%m-%dT%H:%M:%S.%f}Z"
        headers = (*_count_down(0, reset), ("Retry-After", "1"))
        return answer_json({"error": "Too many requests"}, 429, headers, view.dialect.server)
    found = _answer_api(view, asked)
    if not view.dialect.limits:
        return found
    left = LIMIT - 1 - situation.used(view.host) % LIMIT
    return replace(found, headers=(*found.headers, *_count_down(left, write_reset(now))))


def _count_down(left: int, reset: str) -> Headers:
    return (
        ("X-RateLimit-Limit", str(LIMIT)),
        ("X-RateLimit-Remaining", str(left)),
        ("X-RateLimit-Reset", reset),
    )


def _answer_api(view: View, asked: Asked) -> Answer:
    """The method that a path names; what the program does not have is 404 in its own words."""
    path = "/" + "/".join(asked.parts)
    if path == view.dialect.lookup:
        return _show_account(view, find_account(view, asked.query.get("acct", "")))
    match asked.parts:
        case ("api", "v1", "account_by_username", name) if path.startswith(view.dialect.lookup):
            return _show_account(view, find_account(view, name))
        case ("api", "v1", "accounts", "search"):
            return _search(view, asked)
        case ("api", "v1", "accounts", number) if number != "lookup":
            return _show_account(view, find_number(view, number))
        case ("api", "v1", "accounts", number, "statuses"):
            account = find_number(view, number)
            return _refuse(view, account) or _list_statuses(view, asked, account)
        case ("api", "v1", "statuses", number):
            return _show_status(view, find_post(view, number))
        case ("api", "v1", "statuses", number, "history") if view.dialect.history:
            post = find_post(view, number)
            return _say(view, make_history(view, post)) if post else _deny(view, 404, view.dialect.no_status)
        case ("api", "v1", "instance"):
            return _say(view, make_instance(view))
        case ("api", "v2", "instance") if view.dialect.second_instance:
            return _say(view, make_second_instance(view))
    return _deny(view, 404, view.dialect.no_route)


def _show_account(view: View, account: Account | None) -> Answer:
    if account is None:
        return _deny(view, 404, view.dialect.no_account)
    return _refuse(view, account) or _say(view, make_account(view, account))


def _refuse(view: View, account: Account | None) -> Answer | None:
    """How an account that is not to be seen is refused; ``None`` where it can be seen."""
    state = account.state(view.phase) if account is not None else "missing"
    if state == "missing":
        return _deny(view, 404, view.dialect.no_account)
    if state == "walled":
        return _deny(view, 401, "This method requires an authenticated user")
    if state == "deleted" or (state == "suspended" and view.dialect.suspends == "gone"):
        return _deny(view, 410, "Gone")
    return None


def _show_status(view: View, post: Post | None) -> Answer:
    if post is None:
        return _deny(view, 404, view.dialect.no_status)
    return _refuse(view, view.world.account[post.account]) or _say(view, make_status(view, post))


def _search(view: View, asked: Asked) -> Answer:
    """Accounts by name; Mastodon itself wants a token for it."""
    if not view.dialect.open_search:
        return _deny(view, 401, "This method requires an authenticated user")
    account = find_account(view, asked.query.get("q", ""))
    seen = account is not None and _refuse(view, account) is None
    return _say(view, [make_account(view, account)] if account is not None and seen else [])


def _list_statuses(view: View, asked: Asked, account: Account | None) -> Answer:
    posts = [] if account is None else list(view.world.timeline(account, view.phase))
    limit = asked.number("limit", USUAL_PAGE, view.dialect.most)
    page = _cut(view, asked, [post for post in posts if _passes(view, asked, post)], limit)
    content = [make_status(view, post) for post in page]
    return answer_json(content, headers=_link(view, asked, page, limit), server=view.dialect.server)


def _passes(view: View, asked: Asked, post: Post) -> bool:
    """Whether a post is among those asked for; replies to oneself are no replies to Mastodon."""
    on = {name for name in KEPT if asked.query.get(name, "").lower() in ("true", "1")}
    parent = view.world.post.get(post.reply_to)
    return not (
        ("pinned" in on and not post.pinned)
        or ("exclude_reblogs" in on and post.repost_of)
        or ("exclude_replies" in on and post.kind == "reply" and parent and parent.account != post.account)
        or ("only_media" in on and not post.media)
    )


def _cut(view: View, asked: Asked, posts: Sequence[Post], limit: int) -> list[Post]:
    """One page, newest first: the oldest above ``min_id``, or the newest below ``max_id``."""
    bounds = {
        name: (len(value), value)
        for name in ("max_id", "min_id", "since_id")
        if (value := asked.query.get(name))
    }
    if view.dialect.min_id == "ignored":
        bounds.pop("min_id", None)
    floor = max((bounds[name] for name in ("min_id", "since_id") if name in bounds), default=(0, ""))
    ordered = sorted((post for post in posts if sort_key(post) > floor), key=sort_key, reverse=True)
    if "max_id" in bounds:
        ordered = [post for post in ordered if sort_key(post) < bounds["max_id"]]
    upwards = "min_id" in bounds and view.dialect.min_id == "next_to"
    return ordered[-limit:] if upwards else ordered[:limit]


def _link(view: View, asked: Asked, page: Sequence[Post], limit: int) -> Headers:
    """The ``Link`` header: ``next`` is older and only named for a full page, ``prev`` is newer."""
    kept = {name: asked.query[name] for name in KEPT if name in asked.query}
    place = f"https://{view.host}{asked.path}"
    links = []
    if len(page) == limit and view.dialect.links != "none":
        query = urlencode({**kept, "max_id": number_of(page[-1])})
        links.append(f'<{place}?{query}>; rel="next"')
    if page and view.dialect.links == "both":
        query = urlencode({**kept, "min_id": number_of(page[0])})
        links.append(f'<{place}?{query}>; rel="prev"')
    return (("Link", ", ".join(links)),) if links else ()


def _say(view: View, content: object) -> Answer:
    return answer_json(content, server=view.dialect.server)


def _deny(view: View, status: int, words: str) -> Answer:
    return answer_json({"error": words}, status, server=view.dialect.server)
