"""TikTok as it answers browsers and other sites: pages of accounts and videos, the embedded list and player,
oEmbed, and the list that a profile's page asks for.

Sources: a recorded page of 2020 and lists; the scripts and status codes that public programs read. What is
missing is told by a status code in the page's script, with status 200.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_json, answer_page, redirect
from sandbox.operation.items import Account, Post
from sandbox.platforms import tiktok_research
from sandbox.platforms.tiktok_objects import (
    describe_card,
    describe_embedded_user,
    describe_entry,
    describe_item,
    describe_user,
)
from sandbox.situation import Situation
from sandbox.world import World

HOST = "www.tiktok.com"
LISTED, PAGE = 10, 16
_SCROLL = """<main id="grid"></main><script>
const grid = document.getElementById("grid");
let cursor = "0", busy = false;
const more = async () => {
  busy = true;
  const query = new URLSearchParams({aid: "1988", secUid: "SECUID", cursor, "X-Bogus": "signed-by-the-page"});
  const page = await (await fetch(`/api/post/item_list/?${query}`)).json();
  (page.itemList || []).forEach((item) => { const one = document.createElement("article");
    one.style.minHeight = "12em"; one.textContent = item.desc; grid.append(one); });
  cursor = page.cursor; busy = !page.hasMore;
};
more();
addEventListener("scroll", () => { if (!busy) more(); });
</script>"""
_BANNED, _PRIVATE, _NOBODY, _NO_VIDEO = 10221, 10222, 10202, 10204


def list_hosts() -> tuple[str, ...]:
    """The hosts that belong to it."""
    return (HOST, "tiktok.com", "m.tiktok.com", tiktok_research.HOST)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the asked host says."""
    phase = situation.phase
    if asked.host == tiktok_research.HOST:
        return tiktok_research.answer(asked, phase, world)
    if asked.host != HOST:
        return redirect(f"https://{HOST}{asked.target}", 301, server="nginx")
    match asked.parts:
        case ("embed", name) if name.startswith("@"):
            return _answer_list(asked.path, name, phase, world)
        case ("embed", "v2", video):
            return _answer_player(asked.path, video, phase, world)
        case ("oembed",):
            return _answer_oembed(asked.query.get("url", ""), phase, world)
        case ("share", "user", number):
            found = next((one for one in world.by_host.get(HOST, ()) if one.number == number), None)
            return redirect(f"https://{HOST}/@{found.handle}" if found else f"https://{HOST}/notfound")
        case ("api", "post", "item_list"):
            return _answer_items(asked, phase, world)
        case (name,) if name.startswith("@"):
            return _answer_profile(name, phase, world)
        case (name, "video" | "photo", video) if name.startswith("@"):
            return _answer_video(video, phase, world)
    return None


def find_account(name: str, world: World) -> Account | None:
    """An account by ``@name``, or by its ``secUid`` in the name's place."""
    wanted = name.lower().lstrip("@")
    number = wanted.removeprefix("ms4wljabaaaa")
    members = world.by_host.get(HOST, ())
    return next((one for one in members if one.handle.lower() == wanted or one.number == number), None)


def _find_post(video: str, phase: int, world: World) -> Post | None:
    post = world.by_id.get(("tiktok", video))
    return post if post and world.shows(post, phase) else None


def _answer_list(path: str, name: str, phase: int, world: World) -> Answer:
    account = find_account(name, world)
    shown: dict[str, object] = {"userInfo": {"code": 404}, "videoList": []}
    if account is not None and account.state(phase) in ("live", "private"):
        posts = world.timeline(account, phase)[:LISTED]
        shown = {
            "userInfo": describe_embedded_user(account),
            "videoList": [describe_entry(post, phase) for post in posts],
        }
    return _write_embedded(path, shown)


def _answer_player(path: str, video: str, phase: int, world: World) -> Answer:
    post = _find_post(video, phase, world)
    card = describe_card(post, world.account[post.account], phase) if post else {}
    return _write_embedded(path, {"videoData": card})


def _answer_oembed(url: str, phase: int, world: World) -> Answer:
    named = re.fullmatch(r"/@[^/]*/(?:video|photo)/(\d+)", urlsplit(url).path)
    post = _find_post(named[1], phase, world) if named else None
    if post is None:
        return answer_json({"message": "Something went wrong", "code": 400}, 400)
    account = world.account[post.account]
    cited = f'<blockquote class="tiktok-embed" cite="{post.url}" data-video-id="{post.id}"></blockquote>'
    return answer_json(
        {
            "version": "1.0",
            "type": "video",
            "title": post.text_in(phase),
            "author_url": f"https://{HOST}/@{account.handle}",
            "author_name": account.display_name,
            "author_unique_id": account.handle,
            "html": cited,
            "thumbnail_width": 576,
            "thumbnail_height": 1024,
            "thumbnail_url": post.media[0],
            "provider_url": f"https://{HOST}",
            "provider_name": "TikTok",
            "embed_product_id": post.id,
            "embed_type": "video",
        }
    )


def _answer_profile(name: str, phase: int, world: World) -> Answer:
    account = find_account(name, world)
    state = account.state(phase) if account else "missing"
    if state == "walled":
        return redirect(f"https://{HOST}/login?redirect_url=https%3A%2F%2F{HOST}%2F{name}")
    detail: dict[str, object]
    if account is None or state in ("missing", "deleted"):
        detail = {"statusCode": _NOBODY, "statusMsg": ""}
    elif state == "suspended":
        detail = {"statusCode": _BANNED, "statusMsg": ""}
    else:
        info = describe_user(account, len(world.timeline(account, phase)))
        code = _PRIVATE if state == "private" else 0
        detail = {"userInfo": info, "statusCode": code, "statusMsg": "", "needFix": False}
    live = account if state == "live" else None
    scroll = _SCROLL.replace("SECUID", f"MS4wLjABAAAA{live.number}") if live else ""
    return _write_page(name, {"webapp.user-detail": detail}, scroll)


def _answer_video(video: str, phase: int, world: World) -> Answer:
    post = _find_post(video, phase, world)
    if post is None:
        return _write_page(
            "TikTok", {"webapp.video-detail": {"statusCode": _NO_VIDEO, "statusMsg": "item doesn't exist"}}
        )
    item = describe_item(post, world.account[post.account], phase)
    detail = {"itemInfo": {"itemStruct": item}, "statusCode": 0, "statusMsg": ""}
    return _write_page("TikTok", {"webapp.video-detail": detail})


def _answer_items(asked: Asked, phase: int, world: World) -> Answer:
    """What a profile's page asks for itself; without the page's signature the answer is empty."""
    if not asked.query.get("X-Bogus"):
        return Answer(body=b"", content_type="application/json")
    number = asked.query.get("secUid", "").removeprefix("MS4wLjABAAAA")
    account = next((one for one in world.by_host.get(HOST, ()) if one.number == number), None)
    posts = world.timeline(account, phase) if account else ()
    start = int(asked.query.get("cursor", "0"))
    shown = posts[start : start + PAGE]
    more = start + PAGE < len(posts)
    body: dict[str, object] = {
        "statusCode": 0,
        "status_code": 0,
        "cursor": str(start + len(shown)),
        "hasMore": more,
        "extra": {"fatal_item_ids": [], "now": 1_790_000_000_000},
    }
    if account and shown:
        body["itemList"] = [describe_item(post, account, phase) for post in shown]
    return answer_json(body)


def _write_embedded(path: str, shown: Mapping[str, object]) -> Answer:
    state = {"frontity": {}, "source": {"data": {path: {"isReady": True, **shown}, "strategy": {}}}}
    return _write_script("TikTok", "__FRONTITY_CONNECT_STATE__", state)


def _write_page(title: str, scope: Mapping[str, object], scroll: str = "") -> Answer:
    app = {"webapp.app-context": {"language": "en", "region": "US"}}
    name = "__UNIVERSAL_DATA_FOR_REHYDRATION__"
    return _write_script(title, name, {"__DEFAULT_SCOPE__": {**app, **scope}}, scroll)


def _write_script(title: str, name: str, content: object, after: str = "") -> Answer:
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\u002F")
    script = f'<script id="{name}" type="application/json">{text}</script>'
    return answer_page(title, f'<div id="app"></div>{script}{after}')
