"""SlideShare's pages: a user with links to presentations, and a presentation with its data embedded.

Source: gallery-dl slideshare.py for what ``__NEXT_DATA__`` holds.
"""

from __future__ import annotations

import json
from dataclasses import replace
from html import escape

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, make_number
from sandbox.world import World

HOST, IMAGES = "www.slideshare.net", "https://image.slidesharecdn.com"
OTHERS = '<a href="https://www.slideshare.net/slideshow/someone-elses/12345678">Recommended</a>'


def address_account(account: Account) -> Account:
    """A user by name."""
    return replace(account, key=account.handle.lower(), url=f"https://{HOST}/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A presentation by its number."""
    id = make_number(post.ref, 9)
    return replace(post, id=id, url=f"https://{HOST}/slideshow/slides-{id[-4:]}/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the first slide lies; a presentation has no other picture."""
    return f"{IMAGES}/{make_name(post.ref, spot)}/95/slides-1-1024.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/NAME`` and ``/slideshow/SLUG/ID``."""
    phase, parts = situation.phase, asked.parts
    if parts[:1] == ("slideshow",):
        post = world.by_id.get(("slideshare", parts[-1]))
        if parts[-1] == "12345678":
            return _show({"slideshow": _write_strangers()}, "Someone else's")
        if post is None or not world.shows(post, phase):
            return answer_page("Page not found", "<h1>404</h1>", 404)
        return _show({"slideshow": _write_show(post, world.account[post.account], phase)}, post.title)
    account = next((one for one in world.by_host[HOST] if asked.path.strip("/").lower() == one.key), None)
    if account is None or account.state(phase) != "live":
        return answer_page("Page not found", "<h1>404</h1>", 404)
    links = "".join(
        f'<li><a href="{one.url.partition(HOST)[2]}"><img alt=""></a>'
        f'<a href="{one.url}?from=profile">{escape(one.title)}</a></li>'
        for one in world.timeline(account, phase)
    )
    head = (
        f'<meta property="og:title" content="{escape(account.display_name)} | SlideShare">\n'
        f'<meta property="og:description" content="{escape(account.bio)}">\n'
        f'<meta property="og:image" content="{avatar_url(account)}">\n'
    )
    return _show({"user": {"login": account.handle}}, account.display_name, f"<ul>{links}</ul>{OTHERS}", head)


def _write_show(post: Post, account: Account, phase: int) -> Json:
    place = post.media[0].removeprefix(f"{IMAGES}/").partition("/")[0] if post.media else ""
    return {
        **{
            "id": post.id,
            "username": account.handle,
            "title": post.title,
            "description": post.text_in(phase),
        },
        **{
            "createdAt": f"{post.posted_at:%Y-%m-%d %H:%M:%S} UTC",
            "views": 1234,
            "likes": 3,
            "totalSlides": 9,
        },
        "slides": {"host": IMAGES, "imageLocation": place, "title": "slides"} if place else {},
    }


def _write_strangers() -> Json:
    return {
        **{"id": "12345678", "username": "somebody-else", "title": "t", "description": "d", "slides": {}},
        **{"createdAt": "2020-01-05 21:24:30 UTC", "views": 1, "likes": 0, "totalSlides": 2},
    }


def _show(props: Json, title: str, content: str = "", head: str = "") -> Answer:
    data = json.dumps({"props": {"pageProps": props}, "page": "/"}, ensure_ascii=False).replace("</", "<\\/")
    script = f'<script id="__NEXT_DATA__" type="application/json">{data}</script>'
    return answer_page(escape(title), f'<div id="__next">{content}</div>{script}', head=head)


played = Played(
    name="slideshare",
    places=(Place(platform="slideshare", host=HOST, special=(("nobodyslides", "missing"),)),),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "").replace("_", ""),
    spell_media=spell_media,
)
