"""Stack Exchange: its API 2.3, which serves all sites of the network.

Source: api.stackexchange.com/docs. Questions, answers and comments are lists of their own; deleted posts are
left out of every answer. With a key the quota is larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page, make_token
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

Json = dict[str, Any]
API = "api.stackexchange.com"
PAGE = 2
"""The most that a list gives at once (the real thing: 100)."""
EPOCH = datetime(2024, 1, 1, tzinfo=UTC)
QUESTION = 77
"""Somebody's question, which all answer and comment on."""
KINDS = ("question", "answer", "comment")
PATHS = {"question": "q/{}", "answer": "a/{}", "comment": "posts/comments/{}"}


def address_account(account: Account) -> Account:
    """The account with its number on its site."""
    number = str(5000 + int(account.name.rpartition("-")[2]))
    host = account.host
    return replace(account, number=number, key=f"{host}#{number}", url=f"https://{host}/users/{number}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A question with a title, an answer, or a comment, by turns; pictures are left to others."""
    id = int((post.posted_at - EPOCH).total_seconds()) * 10 + int(account.number) % 10
    kind = KINDS[number % 3]
    return replace(
        post,
        id=f"{account.host}/{'c' if kind == 'comment' else ''}{id}",
        url=f"https://{account.host}/{PATHS[kind].format(id)}",
        kind="post" if kind == "question" else "reply",
        title=post.text[:40].strip(" .,，。") if kind == "question" else "",
        pictures=(),
    )


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A list of the API, or a page for people."""
    if asked.host != API:
        return answer_page("Question", "<h1>Questions</h1>")
    quota = 10_000 if asked.query.get("key") == make_token("stackexchange") else 300
    left = quota - 1 - situation.used(API)
    if left < 0:
        said = "too many requests from this IP, more requests available in 3600 seconds"
        error = {"error_id": 502, "error_name": "throttle_violation", "error_message": said}
        return answer_json(error, 400)
    here = [
        one for one in world.by_host.get(asked.query.get("site", ""), ()) if one.software == "stackexchange"
    ]
    if not here:
        said = f"No site found for name `{asked.query.get('site')}`"
        error = {"error_id": 400, "error_name": "bad_parameter", "error_message": said}
        return answer_json(error, 400)
    items = _find(asked, here, world, situation.phase)
    page, size = asked.number("page", 1, 1000), min(asked.number("pagesize", 30, 100), PAGE)
    if asked.parts[1] != "users":
        size = 100
    shown = items[(page - 1) * size : page * size]
    more = bool(items[page * size :])
    return answer_json({"items": shown, "has_more": more, "quota_max": quota, "quota_remaining": left})


def _find(asked: Asked, here: Sequence[Account], world: World, phase: int) -> list[Json]:
    match asked.parts[1:]:
        case ("users", number):
            return [_write_user(one, phase) for one in here if one.number == number and _is_there(one, phase)]
        case ("users", number, kinds):
            posts = [post for one in here if one.number == number for post in world.timeline(one, phase)]
            since = int(asked.query.get("fromdate", "0"))
            posts = [one for one in posts if one.posted_at.timestamp() >= since]
            kind = kinds.removesuffix("s")
        case (kinds, numbers):
            kind = kinds.removesuffix("s")
            names = {f"{here[0].host}/{'c' if kind == 'comment' else ''}{one}" for one in numbers.split(";")}
            posts = [one for account in here for one in world.timeline(account, phase) if one.id in names]
        case _:
            return []
    body = asked.query.get("filter") == "withbody"
    return [_write_post(one, world, phase, body) for one in posts if _tell_kind(one) == kind]


def _write_post(post: Post, world: World, phase: int, body: bool) -> Json:
    account, kind = world.account[post.account], _tell_kind(post)
    number = int(post.id.rpartition("/")[2].removeprefix("c"))
    shown: Json = {
        "owner": _write_owner(account), "score": 1, "creation_date": int(post.posted_at.timestamp()),
        f"{kind}_id": number, "content_license": "CC BY-SA 4.0",
    }  # fmt: skip
    quote = "" if kind != "answer" else "<blockquote>\n<p>Why do kettles sing?</p>\n</blockquote>\n"
    if body:
        shown["body"] = quote + make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    edited = post.edited_by(phase)
    if kind == "question":
        shown |= {"title": escape(post.title), "tags": ["tea"], "view_count": 8, "answer_count": 0}
        shown |= {"is_answered": False, "link": post.url, "last_activity_date": shown["creation_date"]}
    elif kind == "answer":
        shown |= {"question_id": QUESTION, "is_accepted": False}
    else:
        shown |= {"post_id": QUESTION, "edited": edited is not None}
    if edited and kind != "comment":
        shown["last_edit_date"] = int(edited.timestamp())
    return shown


def _write_user(account: Account, phase: int) -> Json:
    shown = {
        **_write_owner(account), "account_id": int(account.number) + 90_000, "is_employee": False,
        "creation_date": int(account.created_at.timestamp()), "last_access_date": 1_780_000_000,
        "location": "Here &amp; there", "website_url": "", "badge_counts": {"bronze": 1},
    }  # fmt: skip
    return shown | ({"timed_penalty_date": 1_900_000_000} if account.state(phase) == "suspended" else {})


def _write_owner(account: Account) -> Json:
    return {
        "user_id": int(account.number), "user_type": "registered", "reputation": 11, "link": account.url,
        "display_name": escape(account.display_name), "profile_image": avatar_url(account),
    }  # fmt: skip


def _tell_kind(post: Post) -> str:
    if post.title:
        return "question"
    return "answer" if "/a/" in post.url else "comment"


def _is_there(account: Account, phase: int) -> bool:
    return account.state(phase) not in ("missing", "deleted")


played = Played(
    name="stackexchange",
    places=(
        Place(
            platform="stackexchange",
            host="stackoverflow.com",
            special=(("put_on_hold", "suspended"), ("nobody_here", "missing")),
        ),
        Place(platform="stackexchange", host="chinese.stackexchange.com", operation="zh-Hans"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
)
