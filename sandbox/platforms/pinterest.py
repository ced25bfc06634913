"""Pinterest: feeds of people and boards, pages with their state, and the resources that the pages ask for.

Unknown people and deleted pins are sent on to the front page, as public programs met it; somebody suspended
looks the same.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape
from typing import Any

from sandbox.exchange import Answer, Asked, redirect
from sandbox.operation.albums import PINTEREST
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import draw_picture
from sandbox.platforms import pinterest_objects as objects
from sandbox.situation import Situation
from sandbox.world import World

PICTURES = "i.pinimg.com"
FEED, PAGE = 25, 25
LISTS = {
    "_created": "UserActivityPinsResource",
    "_saved": "UserPinsResource",
    "pins": "UserPinsResource",
    objects.BOARD: "BoardFeedResource",
}
"""What the page of each tab asks for."""
_SCROLL = """<main id="grid"></main><script>
const grid = document.getElementById("grid");
let marks = [], busy = false;
const ask = async (name, options) => {
  const data = JSON.stringify({options, context: {}});
  const query = new URLSearchParams({source_url: location.pathname, data});
  return (await fetch(`/resource/${name}/get/?${query}`)).json();
};
const more = async () => {
  busy = true;
  const options = {username: "NAME", page_size: 25, ...(marks.length ? {bookmarks: marks} : {})};
  const answer = await ask("LIST", options);
  answer.resource_response.data.forEach((pin) => { const one = document.createElement("article");
    one.style.minHeight = "12em"; one.textContent = pin.title; grid.append(one); });
  marks = answer.resource.options.bookmarks || []; busy = marks[0] === "-end-" || !marks.length;
};
ask("UserResource", {username: "NAME", field_set_key: "profile"}).then(more);
addEventListener("scroll", () => { if (!busy) more(); });
</script>"""


def list_hosts() -> tuple[str, ...]:
    """The hosts that belong to it."""
    return (PINTEREST, "pinterest.com", PICTURES)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the asked host says."""
    phase = situation.phase
    if asked.host == PICTURES:
        return _answer_picture(asked.path, world)
    if asked.host != PINTEREST:
        return redirect(f"https://{PINTEREST}{asked.target}", 301)
    match asked.parts:
        case ():
            return objects.write_page("Pinterest", objects.make_state((), ()))
        case ("resource", name, "get"):
            return _answer_resource(name, asked, phase, world)
        case ("pin", name):
            return _answer_pin(name, phase, world)
        case (name, file) if file.endswith(".rss"):
            account = _find(name, phase, world)
            known = file in ("feed.rss", f"{objects.BOARD}.rss")
            if account is None or not known or account.state(phase) == "private":
                return Answer(status=404, body=b"<html><body>Not found</body></html>")
            return _write_feed(account, world.timeline(account, phase)[:FEED], phase)
        case (name,) | (name, _):
            account = _find(name, phase, world)
            if account is None or (len(asked.parts) > 1 and asked.parts[1] not in LISTS):
                return redirect("/?show_error=true")
            posts = world.timeline(account, phase)
            users = [objects.describe_user(account, len(posts))]
            script = _SCROLL.replace("LIST", LISTS[asked.parts[-1]]) if len(asked.parts) > 1 else ""
            script = script.replace("NAME", account.handle)
            return objects.write_page(escape(account.display_name), objects.make_state(users, ()), script)
    return None


def _find(name: str, phase: int, world: World) -> Account | None:
    """The account of that name that the site knows in ``phase``."""
    for one in world.by_host.get(PINTEREST, ()):
        if one.handle.lower() == name.lower():
            return None if one.state(phase) in ("missing", "suspended", "deleted") else one
    return None


def _answer_pin(name: str, phase: int, world: World) -> Answer:
    post = world.by_id.get(("pinterest", name.rpartition("--")[2]))
    if post is None or not world.shows(post, phase):
        return redirect("/?show_error=true")
    state = objects.make_state((), [objects.describe_pin(post, world, phase)])
    return objects.write_page(escape(post.title), state)


def _answer_resource(name: str, asked: Asked, phase: int, world: World) -> Answer:
    options: dict[str, Any] = json.loads(asked.query.get("data", "{}")).get("options", {})
    if name == "PinResource":
        post = world.by_id.get(("pinterest", str(options.get("id", ""))))
        if post is None or not world.shows(post, phase):
            return objects.refuse_resource(name, options, 50, "Pin not found.", 404)
        return objects.answer_resource(name, options, objects.describe_pin(post, world, phase))
    account = _find(str(options.get("username", "")), phase, world)
    if account is None:
        return objects.refuse_resource(name, options, 30, "User not found.", 404)
    posts = world.timeline(account, phase)
    if name == "UserResource":
        return objects.answer_resource(name, options, objects.describe_user(account, len(posts)))
    if name not in ("UserPinsResource", "UserActivityPinsResource", "BoardFeedResource"):
        return objects.refuse_resource(name, options, 2, "Resource not found.", 404)
    marks = [one for one in options.get("bookmarks", ()) if one]
    spot = int(marks[0].removeprefix("spot")) if marks else 0
    more = f"spot{spot + PAGE}" if spot + PAGE < len(posts) else objects.END
    pins = [objects.describe_pin(one, world, phase) for one in posts[spot : spot + PAGE]]
    return objects.answer_resource(name, options, pins, more)


def _write_feed(account: Account, posts: Sequence[Post], phase: int) -> Answer:
    items = "".join(
        f"<item><title>{escape(post.title)}</title><link>{post.url}</link><description>"
        + escape(
            f'<a href="{post.url}"><img src="{objects.shrink(post.media[0])}"></a>'
            + escape(post.text_in(phase))
        )
        + f"</description><pubDate>{post.posted_at:%a, %d %b %Y %H:%M:%S} GMT</pubDate>"
        f"<guid>{post.url}</guid></item>"
        for post in posts
    )
    page = (
        '<?xml version="1.0" encoding="utf-8"?>\n<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">'
        f"<channel><title>{escape(account.display_name)}</title><link>{account.url}</link>"
        f"<description>{escape(account.bio)}</description>"
        f'<atom:link href="{account.url}feed.rss" rel="self"/><language>en-us</language>'
        f"{items}</channel></rss>"
    )
    return Answer(body=page.encode(), content_type="application/rss+xml; charset=utf-8")


def _answer_picture(path: str, world: World) -> Answer | None:
    shown = world.media.get(f"https://{PICTURES}{path.replace('/236x/', '/originals/')}")
    if shown is None:
        return None
    content, media_type = draw_picture(shown.picture, shown.variant)
    return Answer(body=content, content_type=media_type)
