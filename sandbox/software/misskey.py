"""Misskey and its forks: the API that answers POSTs of JSON, its page for people, and NodeInfo.

Sources: Misskey ``packages/backend/src/server/api/endpoints/{users/show,users/notes,notes/show}.ts`` and
``models/json-schema/*.ts``; Sharkey's, Firefish's and Iceshrimp's versions of them. Misskey itself has no
editing: there a text that was changed bears no time of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import md5, sha256
from html import escape
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

RELEASES = {"misskey": "2025.12.0", "sharkey": "2025.4.4", "firefish": "20240729", "iceshrimp": "2023.12.13"}
OLD = ("firefish", "iceshrimp")
"""Forks of Misskey 12, whose ``users/notes`` has the old parameters."""
THROTTLED = "transfem.social"
"""The host that says once, at the first list of notes, that it is asked too often."""
EPOCH_MS = 946_684_800_000
USUAL, MOST = 10, 100
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
HIDDEN = 3
"""How many notes an account has that asks visitors to sign in: they see that they are there."""


def address_account(account: Account) -> Account:
    """The account with its id (aid: the time of it and two letters) and key."""
    host, handle = account.host, account.handle
    number = _make_id(account.created_at, f"{host}/{handle}")
    return replace(account, number=number, key=f"{handle}@{host}".lower(), url=f"https://{host}/@{handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """The note with its id and URL."""
    id = _make_id(post.posted_at, post.ref)
    return replace(post, id=f"{account.host}/{id}", url=f"https://{account.host}/notes/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a file of the drive lies."""
    return f"https://{account.host}/files/webpublic-{make_name(post.ref, spot)}"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """An endpoint of the API, NodeInfo, or the page that loads the client."""
    here = [one for one in world.by_host.get(asked.host, ()) if one.software == "misskey"]
    if not here:
        return None
    if asked.parts[:1] == ("api",):
        return _answer_api(asked, situation, world)
    if asked.parts == (".well-known", "nodeinfo"):
        link = {
            "rel": "http://nodeinfo.diaspora.software/ns/schema/2.1",
            "href": f"https://{asked.host}/nodeinfo/2.1",
        }
        return answer_json({"links": [link]})
    if asked.parts[:1] == ("nodeinfo",):
        name = here[0].platform if here[0].platform in RELEASES else "misskey"
        software = {"name": name, "version": RELEASES[name]}
        return answer_json({"version": "2.1", "software": software, "usage": {"users": {"total": len(here)}}})
    title = {"misskey": "Misskey"}.get(here[0].platform, here[0].platform.title())
    head = f'<meta name="application-name" content="{title}">\n'
    return answer_page(escape(asked.host), '<div id="misskey_app"></div>', head=head)


def _answer_api(asked: Asked, situation: Situation, world: World) -> Answer:
    if asked.method != "POST":
        return _deny("INVALID_METHOD", 405)
    try:
        wants = json.loads(asked.body or b"{}")
    except ValueError:
        wants = None
    if not isinstance(wants, dict):
        return _deny("INVALID_PARAM", 400)
    match asked.parts[1:]:
        case ("users", "show"):
            account = _find_account(world, asked.host, wants)
            return _deny_account(account, situation.phase) or answer_json(
                _show(account, world, situation.phase)
            )
        case ("users", "notes"):
            if asked.host == THROTTLED and situation.first_time(f"{asked.host}: too many requests"):
                return _deny("RATE_LIMIT_EXCEEDED", 429, (("Retry-After", "1"),))
            account = _find_account(world, asked.host, {"userId": wants.get("userId", "")})
            return _deny_account(account, situation.phase) or _list(account, wants, world, situation.phase)
        case ("notes", "show"):
            platform = world.by_host[asked.host][0].platform
            post = world.by_id.get((platform, f"{asked.host}/{wants.get('noteId')}"))
            if post is None or not world.shows(post, situation.phase):
                return _deny("NO_SUCH_NOTE", 400)
            return answer_json(_make_note(post, world, situation.phase))
        case ("meta",):
            return answer_json(
                {"version": RELEASES[world.by_host[asked.host][0].platform], "uri": f"https://{asked.host}"}
            )
    return _deny("UNKNOWN_API_ENDPOINT", 404)


def _find_account(world: World, host: str, wants: Mapping[str, Any]) -> Account | None:
    number, name = str(wants.get("userId", "")), str(wants.get("username", "")).lower()
    return next(
        (one for one in world.by_host[host] if number == one.number or name and one.handle.lower() == name),
        None,
    )


def _deny_account(account: Account | None, phase: int) -> Answer | None:
    if account is None or account.state(phase) not in ("live", "private", "moved"):
        return _deny("NO_SUCH_USER", 400 if account and account.platform in OLD else 404)
    return None


def _list(account: Account | None, wants: Mapping[str, Any], world: World, phase: int) -> Answer:
    """Notes in the order of their ids: upwards from ``sinceId`` alone, else from the newest down."""
    assert account is not None
    if account.state(phase) == "private":
        return answer_json(
            [] if wants.get("untilId") else [_hide(account, number) for number in range(HIDDEN)]
        )
    posts = sorted(world.timeline(account, phase), key=_number)
    names = ("includeReplies", True) if account.platform in OLD else ("withReplies", False)
    if not wants.get(*names):
        posts = [one for one in posts if not one.reply_to]
    since, until = str(wants.get("sinceId") or ""), str(wants.get("untilId") or "")
    posts = [one for one in posts if _number(one) > since and (not until or _number(one) < until)]
    limit = wants.get("limit", USUAL)
    if not isinstance(limit, int) or not 1 <= limit <= MOST:
        return _deny("INVALID_PARAM", 400)
    page = posts[:limit] if since and not until else posts[::-1][:limit]
    return answer_json([_make_note(one, world, phase) for one in page])


def _hide(account: Account, number: int) -> dict[str, Any]:
    at = account.created_at + timedelta(days=HIDDEN - number)
    return {
        "id": _make_id(at, f"hidden {number}"), "createdAt": _write_time(at), "userId": account.number,
        "user": _make_user(account), "text": None, "cw": None, "visibility": "public", "isHidden": True,
        "fileIds": [], "files": [], "replyId": None, "renoteId": None, "reactions": {}, "reactionCount": 0,
        "renoteCount": 0, "repliesCount": 0,
    }  # fmt: skip


def _show(account: Account | None, world: World, phase: int) -> dict[str, Any]:
    assert account is not None
    private = account.state(phase) == "private"
    shown = {
        **_make_user(account),
        "url": None, "uri": None, "movedTo": account.moved_to or None, "alsoKnownAs": None,
        "createdAt": _write_time(account.created_at), "updatedAt": None, "lastFetchedAt": None,
        "bannerUrl": None, "bannerBlurhash": None, "isLocked": False, "isSilenced": False,
        "isSuspended": False, "description": account.bio, "location": None, "birthday": None, "lang": None,
        "fields": [{"name": "site", "value": f"https://{account.host}/"}], "verifiedLinks": [],
        "followersCount": account.followers, "followingCount": account.following,
        "notesCount": HIDDEN if private else len(world.timeline(account, phase)), "pinnedNoteIds": [],
        "pinnedNotes": [], "pinnedPageId": None, "pinnedPage": None, "publicReactions": True,
        "twoFactorEnabled": False, "usePasswordLessLogin": False, "securityKeys": False, "roles": [],
    }  # fmt: skip
    return shown | ({"requireSigninToViewContents": True} if private else {})


def _make_user(account: Account) -> dict[str, Any]:
    return {
        "id": account.number, "name": account.display_name, "username": account.handle, "host": None,
        "avatarUrl": avatar_url(account), "avatarBlurhash": None, "isBot": False, "isCat": False,
        "emojis": {}, "onlineStatus": "unknown", "badgeRoles": [],
    }  # fmt: skip


def _make_note(post: Post, world: World, phase: int) -> dict[str, Any]:
    account = world.account[post.account]
    text, edited = post.text_in(phase), post.edited_by(phase)
    files = [_make_file(post, spot) for spot in range(len(post.media))]
    note = {
        "id": _number(post), "createdAt": _write_time(post.posted_at), "userId": account.number,
        "user": _make_user(account), "text": text, "cw": None, "visibility": "public", "localOnly": False,
        "reactionAcceptance": None, "renoteCount": 0, "repliesCount": 0, "reactionCount": len(text) % 5,
        "reactions": {"❤": len(text) % 5} if len(text) % 5 else {}, "reactionEmojis": {},
        "fileIds": [one["id"] for one in files], "files": files, "replyId": None, "renoteId": None,
    }  # fmt: skip
    if tags := [tag.lower() for tag in find_tags(text)]:
        note["tags"] = tags
    if account.platform != "misskey":
        note["updatedAt"] = _write_time(edited) if edited else None
    return note


def _make_file(post: Post, spot: int) -> dict[str, Any]:
    shown, url = post.pictures[spot], post.media[spot]
    width, height = measure(shown.variant)
    return {
        "id": make_name("file", post.ref, spot)[:10], "createdAt": _write_time(post.posted_at),
        "name": "photo.jpg", "type": "image/png" if shown.variant == "png" else "image/jpeg",
        "md5": md5(f"{shown.picture}/{shown.variant}".encode(), usedforsecurity=False).hexdigest(),
        "size": 20_000, "isSensitive": False, "blurhash": None,
        "properties": {"width": width, "height": height},
        "url": url, "thumbnailUrl": url, "comment": shown.description or None, "folderId": None,
        "folder": None, "userId": None, "user": None,
    }  # fmt: skip


def _deny(code: str, status: int, headers: tuple[tuple[str, str], ...] = ()) -> Answer:
    words = code.replace("_", " ").capitalize() + "."
    error = {"message": words, "code": code, "id": make_name(code), "kind": "client"}
    return answer_json({"error": error}, status, headers)


def _number(post: Post) -> str:
    return post.id.rpartition("/")[2]


def _make_id(at: datetime, salt: str) -> str:
    """Eight digits of the milliseconds since 2000 and two of noise, to the base 36 (``misc/id/aid.ts``)."""
    noise = int.from_bytes(sha256(salt.encode()).digest()[:2]) % 36**2
    number, found = (int(at.timestamp() * 1000) - EPOCH_MS) * 36**2 + noise, ""
    for _ in range(10):
        number, rest = divmod(number, 36)
        found = _DIGITS[rest] + found
    return found


def _write_time(at: datetime) -> str:
    at = at.astimezone(UTC)
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03}Z"


played = Played(
    name="misskey",
    places=(
        Place(
            platform="misskey",
            host="misskey.io",
            operation="zh-Hans",
            ordinary="zh-Hant",
            special=(
                ("closed_account", "suspended"),
                ("nobody_here", "missing"),
                ("sign_in_first", "private"),
            ),
        ),
        Place(platform="sharkey", host="transfem.social"),
        Place(platform="firefish", host="firefish.social", operation="en", ordinary="en"),
        Place(platform="iceshrimp", host="social.elizabeth.cat", operation="zh-Hant", ordinary="en"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    in_demo=True,
    spell_media=spell_media,
)
