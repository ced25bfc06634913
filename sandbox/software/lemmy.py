"""Lemmy (v3, and v4 on one host) and PieFed: their interfaces, and a page for people.

Sources: LemmyNet/lemmy ``crates/api/routes`` and ``routes_v3``, ``crates/utils/src/error.rs``; PieFed
``app/api/alpha/{routes,utils/user,utils/post,utils/reply}.py``. A few of an account's posts are comments,
under its first one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from html import escape

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.lemmy_views import FORUM, View, name_post
from sandbox.world import World

THROTTLED = "lemmy.ml"
"""The host that says once, at the first list, that it is asked too often."""
USUAL, LONGEST, PIEFED_PAGE = 10, 50, 4
"""Posts a page, if none is asked for; the most; what PieFed cuts every page to."""
VERSIONS = {"v3": "0.19.13", "v4": "1.0.0", "alpha": "1.3.0"}
_FIRST: dict[str, str] = {}
"""The reference of each account's first post, which its comments stand under: posts come in order of time."""


def address_account(account: Account) -> Account:
    """The account with its number on its host, key and URL."""
    number = str(1000 + int.from_bytes(sha256(account.name.encode()).digest()[:3]))
    key, url = f"{account.handle}@{account.host}".lower(), f"https://{account.host}/u/{account.handle}"
    return replace(account, number=number, key=key, url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post with its title, or, of every third one without a picture, a comment."""
    if number == 1:
        _FIRST[account.name] = post.ref
    id = str(int(post.posted_at.timestamp()) - 1_500_000_000)
    if number % 3 == 0 and not post.pictures:
        post = replace(post, kind="reply", reply_to=_FIRST[account.name])
    kind = "comment" if post.reply_to else "post"
    title = "" if post.reply_to else name_post(post)
    return replace(
        post, id=f"{account.host}/{kind}/{id}", url=f"https://{account.host}/{kind}/{id}", title=title
    )


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies: in Lemmy's pict-rs, or in PieFed's own folder."""
    folder = "static/media/posts" if account.platform == "piefed" else "pictrs/image"
    return f"https://{account.host}/{folder}/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A method of the host's interface, NodeInfo, or a page."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "lemmy"]
    if not here:
        return None
    view = View(world, situation.phase, asked.host, here[0].flavour or "v3")
    match asked.parts:
        case ("api", "v3", "user") if view.version == "v4":
            return Answer(status=404, content_type="text/plain")
        case ("api", "v3", "community" | "post" | "comment", *_) if view.version == "v4":
            return _answer_api(replace(view, version="v3"), asked)
        case ("api", version, *rest) if version == view.version:
            if (
                asked.host == THROTTLED
                and rest[-1] in ("content", "list")
                and situation.first_time(asked.host)
            ):
                return answer_json({"error": "rate_limit_error"}, 429)
            return _answer_api(view, asked)
        case ("api", *_):
            return Answer(status=404, content_type="text/plain")
        case (".well-known", "nodeinfo"):
            href = f"https://{asked.host}/nodeinfo/2.0.json"
            rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
            return answer_json({"links": [{"rel": rel, "href": href}]})
        case ("nodeinfo", _):
            software = {"name": here[0].platform, "version": VERSIONS[view.version]}
            return answer_json({"version": "2.0", "software": software, "usage": {"users": {"total": 9}}})
    return answer_page(escape(asked.host), '<div id="root"></div><script>window.isoData = {}</script>')


def _answer_api(view: View, asked: Asked) -> Answer:
    match asked.parts[2:]:
        case ("user" | "person",):
            return _show_person(view, asked)
        case ("person", "content"):
            return _list_content(view, asked)
        case ("community",) if asked.query.get("name", "").lower() == FORUM:
            return answer_json(
                {"community_view": view.community_view(len(_list_all(view))), "moderators": []}
            )
        case ("post", "list") if asked.query.get("community_name", "").lower() == FORUM:
            return _list_posts(view, asked)
        case ("post" | "comment" as kind,):
            post = view.world.by_id.get((_platform(view), f"{view.host}/{kind}/{asked.query.get('id')}"))
            if post is None or not view.world.shows(post, view.phase):
                return _deny(view, f"couldnt_find_{kind}" if view.version == "v3" else "not_found")
            name = f"{kind}_view"
            return answer_json({name: view.comment_view(post) if post.reply_to else view.post_view(post)})
    return _deny(view, "not_found")


def _show_person(view: View, asked: Asked) -> Answer:
    """A person; but in v4 with a page of posts and one of comments."""
    account = _find(view, asked)
    if account is None:
        return _deny(view, {"v3": "couldnt_find_person"}.get(view.version, "not_found"))
    shown: dict[str, object] = {"person_view": view.person_view(account), "moderates": []}
    if view.version == "v4":
        return answer_json(shown)
    posts = view.world.timeline(account, view.phase)
    length = asked.number("limit", USUAL, LONGEST)
    length = min(length, PIEFED_PAGE) if view.version == "alpha" else length
    start = (asked.number("page", 1, 1000) - 1) * length
    written = [one for one in posts if not one.reply_to][start : start + length]
    said = [one for one in posts if one.reply_to][start : start + length]
    if view.version == "alpha" and asked.query.get("include_content") != "true":
        written, said = [], []
    shown |= {"posts": [view.post_view(one) for one in written]}
    return answer_json(shown | {"comments": [view.comment_view(one) for one in said]})


def _list_content(view: View, asked: Asked) -> Answer:
    """v4: posts and comments in one list, by a cursor that hides an offset."""
    account = _find(view, asked)
    if account is None:
        return _deny(view, "not_found")
    posts, length = view.world.timeline(account, view.phase), asked.number("limit", USUAL, LONGEST)
    start = _open_cursor(asked)
    items = [
        {"type_": "comment", **view.comment_view(one)}
        if one.reply_to
        else {"type_": "post", **view.post_view(one)}
        for one in posts[start : start + length]
    ]
    more = {"next_page": f"P{start + length:x}"} if start + length < len(posts) else {}
    return answer_json({"items": items, **more})


def _list_posts(view: View, asked: Asked) -> Answer:
    posts, length = _list_all(view), asked.number("limit", USUAL, LONGEST)
    start = _open_cursor(asked)
    page = [view.post_view(one) for one in posts[start : start + length]]
    more = {"next_page": f"P{start + length:x}"} if start + length < len(posts) else {}
    return answer_json({"items" if view.version == "v4" else "posts": page, **more})


def _list_all(view: View) -> Sequence[Post]:
    """All posts on a host, newest first."""
    members = [one for one in view.world.by_host[view.host] if one.software == "lemmy"]
    posts = [post for one in members for post in view.world.timeline(one, view.phase) if not post.reply_to]
    return sorted(posts, key=lambda post: post.posted_at, reverse=True)


def _find(view: View, asked: Asked) -> Account | None:
    name = asked.query.get("username", "").lower().partition("@")[0]
    found = next((one for one in view.world.by_host[view.host] if one.handle.lower() == name), None)
    return found if found and found.state(view.phase) in ("live", "suspended", "moved") else None


def _open_cursor(asked: Asked) -> int:
    cursor = asked.query.get("page_cursor", "P0")
    return int(cursor[1:], 16) if cursor[:1] == "P" else 0


def _platform(view: View) -> str:
    return "piefed" if view.version == "alpha" else "lemmy"


def _deny(view: View, code: str) -> Answer:
    if view.version == "alpha":
        words = {"code": 400, "message": "No row was found when one was required", "status": "Bad Request"}
        return answer_json(words, 400)
    return answer_json({"error": code}, 404)


played = Played(
    name="lemmy",
    places=(
        Place(
            platform="lemmy",
            host="lemmy.world",
            operation="en",
            ordinary="en zh-Hans",
            special=(("banned_poster", "suspended"), ("nobody_here", "missing"), ("left_us", "deleted")),
            flavour="v3",
        ),
        Place(platform="lemmy", host="lemmy.ml", operation="zh-Hans", ordinary="en", flavour="v4"),
        Place(
            platform="piefed",
            host="piefed.social",
            operation="en",
            ordinary="zh-Hant",
            special=(("nobody_at_all", "missing"),),
            flavour="alpha",
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    in_demo=True,
    spell_media=spell_media,
)
