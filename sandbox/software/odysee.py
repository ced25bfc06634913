"""Odysee's JSON-RPC: ``resolve`` of a channel, ``claim_search`` of its claims or of one.

Source: yt-dlp lbry.py, the LBRY SDK's ``claim_search`` and ``resolve``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import find_tags
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import HEX, Json, cut_page, find_account, find_post, make_id, read_json
from sandbox.world import World

API = "api.na-backend.odysee.com"


def address_account(account: Account) -> Account:
    """The channel with its claim id; its address has the first letters of it."""
    claim = make_id(account.handle, 40, HEX)
    return replace(account, number=claim, key=claim, url=f"https://odysee.com/@{account.handle}:{claim[:2]}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A video with its claim id."""
    claim = make_id(post.ref, 40, HEX)
    slug = _name(post)
    return replace(post, kind="post", id=claim, url=f"https://odysee.com/{slug}:{claim}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a video's still lies."""
    return f"https://thumbs.odycdn.com/{make_name(post.ref, spot)}.webp"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The two methods, each by POST."""
    if asked.host != API or asked.path != "/api/v1/proxy":
        return None
    call, phase = read_json(asked), situation.phase
    parameters: Json = call.get("params") or {}
    if call.get("method") == "resolve":
        return _say({url: _resolve(url, world, phase) for url in parameters.get("urls", [])})
    if call.get("method") != "claim_search":
        return answer_json(
            {"jsonrpc": "2.0", "error": {"code": -32601, "message": "Method not found"}, "id": 1}
        )
    if ids := parameters.get("claim_ids"):
        found = [post for id in ids if (post := find_post(world, "odysee", id, phase))]
    else:
        account = find_account(world, "odysee", *parameters.get("channel_ids", []))
        found = list(world.timeline(account, phase)) if account else []
    size, page = int(parameters.get("page_size", 20)), int(parameters.get("page", 1))
    here, _ = cut_page(found, (page - 1) * size, size)
    rows = [_write_claim(one, world, phase) for one in here]
    pages = -(-len(found) // size)
    totals = {"page": page, "page_size": size, "total_items": len(found), "total_pages": pages}
    return _say({"blocked": {"channels": [], "total": 0}, "items": rows, **totals})


def _resolve(url: str, world: World, phase: int) -> Json:
    name, _, claim = url.removeprefix("lbry://").lstrip("@").partition(":")
    account = find_account(world, "odysee", name)
    if account is None or not account.number.startswith(claim) or account.state(phase) == "missing":
        return {"error": {"name": "NOT_FOUND", "text": f"Could not find claim at {url!r}."}}
    if account.state(phase) == "suspended":
        words = (
            f"Resolve of {url!r} was censored by channel with claim id '{make_id('moderation', 40, HEX)}'."
        )
        return {"error": {"name": "BLOCKED", "text": words}}
    return _write_channel(account, len(world.timeline(account, phase)))


def _write_channel(account: Account, claims: int) -> Json:
    return {
        **_write_frame(f"@{account.handle}", account.number, int(account.created_at.timestamp())),
        "has_signing_key": False,
        "meta": {"claims_in_channel": claims, "creation_timestamp": int(account.created_at.timestamp())},
        "value": {
            "title": account.display_name,
            "description": account.bio,
            "thumbnail": {"url": avatar_url(account)},
            "languages": [account.language[:2]],
        },
        "value_type": "channel",
    }


def _write_claim(post: Post, world: World, phase: int) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    at = int(post.posted_at.timestamp())
    value: Json = {
        **{"title": post.title, "description": text, "license": "None", "release_time": str(at)},
        **{"languages": [post.language[:2]], "tags": find_tags(text), "stream_type": "video"},
        **{"video": {"duration": 61, "height": 720, "width": 1280}},
        **{"source": {"hash": make_id(post.ref, 96, HEX), "media_type": "video/mp4", "size": "1024"}},
    }
    if post.media:
        value["thumbnail"] = {"url": post.media[0]}
    changed = int((post.edited_by(phase) or post.posted_at).timestamp())
    return {
        **_write_frame(_name(post), post.id, changed),
        "is_channel_signature_valid": True,
        "meta": {"creation_timestamp": at + 90, "reposted": 0, "effective_amount": "0.01"},
        "signing_channel": _write_channel(account, 7),
        "value": value,
        "value_type": "stream",
    }


def _write_frame(name: str, claim: str, changed: int) -> Json:
    return {
        **{
            "address": "bMyDG3xgFUK4fao4dU8jq1THhEGhJr5z55",
            "amount": "0.01",
            "claim_id": claim,
            "claim_op": "update",
        },
        **{"canonical_url": f"lbry://{name}#{claim[:1]}", "permanent_url": f"lbry://{name}#{claim}"},
        **{"short_url": f"lbry://{name}#{claim[:1]}", "confirmations": 23, "height": 1242068, "name": name},
        **{"normalized_name": name.lower(), "nout": 0, "timestamp": changed, "txid": make_id(name, 64, HEX)},
        **{"type": "claim"},
    }


def _name(post: Post) -> str:
    return re.sub(r"[\s:#?&$@/]+", "-", post.title).strip("-").lower()


def _say(result: Any) -> Answer:
    return answer_json({"jsonrpc": "2.0", "result": result, "id": 1})


played = Played(
    name="odysee",
    places=(
        Place(
            platform="odysee",
            host="odysee.com",
            operation="en zh-Hant",
            ordinary="en",
            special=(("offthechain", "missing"), ("filtered_view", "suspended")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(API,),
    articles=True,
    spell_media=spell_media,
)
