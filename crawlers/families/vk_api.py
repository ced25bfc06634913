"""VKontakte's API: a wall, its owner, and known posts looked at again.

Source: dev.vk.com/method (``utils.resolveScreenName``, ``groups.getById``, ``users.get``, ``wall.get``,
``wall.getById``), github.com/VKCOM/vk-api-schema. A pinned post stands first whatever its age; pages go by
offset, so that what is posted meanwhile shifts them and a post may come twice. ``wall.getById`` leaves out
what was deleted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlencode

from crawlers.families.vk_posts import read_group, read_post, read_user
from crawlers.families.vk_refusals import read_api_refusal
from crawlers.families.vk_urls import OWNER
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_count,
    maybe_text,
    need,
    need_id,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from storage.items import Account, Capture, Observation, Post, Watched

API = "https://api.vk.com/method"
CREDENTIAL = "query:access_token:vk"
VERSION = "5.199"
PAGE = 100
GROUP_FIELDS = (
    "description,members_count,verified,site,status,links,contacts,activity,city,country,start_date"
)
USER_FIELDS = (
    "screen_name,verified,followers_count,status,about,site,city,country,bdate,photo_max_orig,counters,domain"
)


def ask_name(name: str, context: Mapping[str, str]) -> Fetch:
    """Whose a screen name is."""
    return _ask("utils.resolveScreenName", {"screen_name": name}, "name", context)


def ask_owner(owner: str, context: Mapping[str, str]) -> Fetch:
    """Who owns a wall."""
    if owner.startswith("-"):
        return _ask("groups.getById", {"group_id": owner[1:], "fields": GROUP_FIELDS}, "groups", context)
    return _ask("users.get", {"user_ids": owner, "fields": USER_FIELDS}, "users", context)


def read_name(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The owner that a screen name stands for; an empty list is nobody."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    answer = _unwrap(capture)
    if isinstance(answer, list) and not answer:
        yield report("not_found", capture, watched, "nobody has this screen name")
        return
    fields = as_object(answer, "response")
    kind, number = maybe_text(fields, "type"), need_id(fields, "object_id")
    if kind not in ("user", "group", "page", "event"):
        yield report("not_found", capture, watched, f"the screen name is no wall's: {kind or 'no type'}")
        return
    yield ask_owner(number if kind == "user" else f"-{number}", capture.context)


def read_groups(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A community, then its wall."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    answer = _unwrap(capture)
    groups = answer if isinstance(answer, list) else as_array(need(as_object(answer), "groups"), "groups")
    if not groups:
        yield report("not_found", capture, watched, "groups.getById gives none")
        return
    yield from _go_on(read_group(as_object(groups[0]), capture, watched, "/groups/0"), capture, watched)


def read_users(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A person, then their wall."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    users = as_array(_unwrap(capture), "response")
    if not users:
        yield report("not_found", capture, watched, "users.get gives none")
        return
    yield from _go_on(read_user(as_object(users[0]), capture, watched, "/0"), capture, watched)


def read_wall(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts and the older page after it, down to what is known."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    body = as_object(_unwrap(capture), "response")
    items = as_array(need(body, "items"), "items")
    context = capture.context
    posts = [
        read_post(as_object(one, f"/items/{number}"), capture, watched, f"/items/{number}")
        for number, one in enumerate(items)
        if not _is_deleted(one)
    ]
    yield from posts
    if "owner" not in context:
        return
    total, offset = maybe_count(body, "count"), int(context.get("offset", "0"))
    if not items and offset == 0:
        if total != 0:
            raise Unreadable("items: empty, though count is not 0")
        yield report("empty_proven", capture, watched, "the wall's count is 0")
    reached = offset + len(items)
    if not items or _is_reached(posts, context.get("newest", "")) or (total is not None and reached >= total):
        return
    counted = count_page(context, mark_page(post.id for post in posts))
    if counted is not None:
        yield _ask_wall(context["owner"], reached, {**context, **counted})


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts looked at again: as they are now; those that lack are gone."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    answer = _unwrap(capture)
    items = answer if isinstance(answer, list) else as_array(need(as_object(answer), "items"), "items")
    seen = set()
    for number, fields in enumerate(items):
        where = f"/items/{number}"
        if not _is_deleted(fields):
            post = read_post(as_object(fields, where), capture, watched, where)
            seen.add(post.id)
            yield post
    for post_id in capture.context["posts"].split():
        if post_id not in seen:
            yield Observation(
                platform=watched.platform,
                post_id=post_id,
                kind="gone",
                record_id=capture.record_id,
                where="/items",
                captured_at=capture.captured_at,
                reason="not in the answer of wall.getById",
            )


def read_comments(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Comments below a post, as imports hold them: replies on that wall, each by its own author."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    items = as_array(need(as_object(_unwrap(capture), "response"), "items"), "items")
    for number, one in enumerate(items):
        fields = dict(as_object(one, f"/items/{number}"))
        if fields.get("deleted") is True:
            continue
        fields["post_type"] = "reply"
        yield read_post(fields, capture, watched, f"/items/{number}")


def is_known(post_id: str, newest: str) -> bool:
    """Whether a post is not newer than the newest known of its wall: numbers rise."""
    number, known = post_id.rpartition("_")[2], newest.rpartition("_")[2]
    return number.isdigit() and known.isdigit() and len(number) < 19 and int(number) <= int(known or "0")


def _go_on(account: Account, capture: Capture, watched: Watched) -> Iterable[Reading]:
    yield account
    if account.state != "live":
        said = account.attributes.get("deactivated") or "a closed profile"
        yield report(account.state, capture, watched, said)  # type: ignore[arg-type]
        return
    context = capture.context
    window = {"owner": account.key, **({"newest": context["newest"]} if "newest" in context else {})}
    yield _ask_wall(account.key, 0, window)
    known = [one for one in context.get("recheck", "").split() if one.startswith(f"{account.key}_")]
    for start in range(0, len(known), PAGE):
        part = known[start : start + PAGE]
        query = {"posts": ",".join(part), "extended": "1"}
        yield _ask("wall.getById", query, "known", {"posts": " ".join(part)})


def _is_reached(posts: Sequence[Post], newest: str) -> bool:
    return bool(newest) and any(is_known(post.id, newest) for post in posts if not post.pinned)


def _is_deleted(fields: object) -> bool:
    return isinstance(fields, dict) and fields.get("is_deleted") in (True, 1)


def _unwrap(capture: Capture) -> object:
    """What is in ``response``; bodies that were kept without it are taken as they are."""
    body = parse_json(capture)
    if isinstance(body, dict) and "response" in body:
        return body["response"]
    fields: Object = body if isinstance(body, dict) else {}
    if maybe_array(fields, "items") or "items" in fields or "groups" in fields or isinstance(body, list):
        return body
    raise Unreadable("neither response nor error")


def _ask_wall(owner: str, offset: int, context: Mapping[str, str]) -> Fetch:
    if not OWNER.fullmatch(owner):
        raise Unreadable(f"owner {owner[:40]!r} is no id")
    query = {"owner_id": owner, "offset": str(offset), "count": str(PAGE), "filter": "owner", "extended": "1"}
    return _ask("wall.get", query, "wall", {**context, "offset": str(offset)})


def _ask(method: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
    return Fetch(
        url=f"{API}/{method}?{urlencode({**query, 'v': VERSION}, safe=',')}",
        reader=reader,
        headers=(("Accept", "application/json"),),
        credential=CREDENTIAL,
        context=context,
    )
