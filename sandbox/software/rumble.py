"""Rumble's pages: a channel with its videos, and a video.

Source: yt-dlp rumble.py (pages end with 404), RSSHub lib/routes/rumble for the markup.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_id, write_utc
from sandbox.world import World

HOST, PAGE = "rumble.com", 3
CHECK = "<script>window._cf_chl_opt={cvId:'3'}</script>"


def address_account(account: Account) -> Account:
    """A channel, or a user where the account is an ordinary one."""
    name = f"{'c' if account.operation else 'user'}/{account.handle}"
    return replace(account, key=name.lower(), url=f"https://{HOST}/{name}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A video by its id and title."""
    id = f"v{make_id(post.ref, 6)}"
    slug = re.sub(r"[^a-z0-9]+", "-", post.title.lower()).strip("-") or "a"
    return replace(post, id=id, url=f"https://{HOST}/{id}-{slug}.html")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the still of a video lies."""
    return f"https://ak2.rmbl.ws/s8/1/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/c/NAME?page=N``, ``/user/NAME`` and a video's page."""
    phase = situation.phase
    for account in world.by_host[HOST]:
        if asked.path.rstrip("/").lower() == f"/{account.key}":
            if account.state(phase) == "private":
                return answer_page("Just a moment...", CHECK, 403)
            number = asked.number("page", 1, 999)
            posts = world.timeline(account, phase)[(number - 1) * PAGE : number * PAGE]
            return _show_channel(account, posts) if posts else _find_nothing()
    id = asked.path.strip("/").partition("-")[0]
    post = world.by_id.get(("rumble", id))
    if post is None or not world.shows(post, phase):
        return _find_nothing()
    return _show_video(post, world.account[post.account], phase)


def _show_channel(account: Account, posts: tuple[Post, ...]) -> Answer:
    name = escape(account.display_name)
    header = (
        f'<div class="channel-header--content"><img class="channel-header--img" src="{avatar_url(account)}" alt="">'
        f'<div class="channel-header--title"><div><h1>{name}</h1></div>'
        f"<span><span>{account.followers:,} Followers</span></span></div></div>"
    )
    rows = "".join(_write_card(one) for one in posts)
    return answer_page(name, f'{header}<section class="channel-listing__container"><ol>{rows}</ol></section>')


def _write_card(post: Post) -> str:
    image = f'<img class="thumbnail__image" src="{post.media[0]}" alt="">' if post.media else ""
    title = escape(post.title)
    return (
        f'<div class="videostream thumbnail__grid--item" data-video-id="{make_id(post.ref, 9, "123456789")}">'
        f'<div class="thumbnail__thumb">{image}<div class="videostream__status--duration">\n16:20</div>'
        f'<a class="videostream__link link" href="{post.url.partition(HOST)[2]}?e9s=src_v1_ucp_a"></a></div>'
        f'<div class="videostream__footer"><h3 class="thumbnail__title" title="{title}">{title}</h3>'
        f'<time class="videostream__time" datetime="{write_utc(post.posted_at, "+00:00")}">a while ago</time>'
        f'<span class="videostream__views" data-views="1234">1.23K</span></div></div>'
    )


def _show_video(post: Post, account: Account, phase: int) -> Answer:
    told = {
        **{
            "@context": "http://schema.org",
            "@type": "VideoObject",
            "name": post.title,
            "duration": "PT16M20S",
        },
        **{"uploadDate": write_utc(post.posted_at, "+00:00"), "url": post.url},
        "embedUrl": f"https://{HOST}/embed/v{make_id(post.ref + 'e', 6)}/",
        "interactionStatistic": {"@type": "InteractionCounter", "userInteractionCount": 1234},
    }
    if post.media:
        told["thumbnailUrl"] = post.media[0]
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    words = words.replace("<p>", '<p class="media-description">')
    return answer_page(
        escape(post.title),
        f'<h1 class="h1">{escape(post.title)}</h1><a class="media-by--a" href="/{account.key}">x</a>'
        f'<span data-js="rumbles_up_votes">12</span>'
        f'<div data-js="media_long_description_container">{words}<button>Show more</button></div>',
        head=f'<script type="application/ld+json">[{json.dumps(told)}]</script>\n',
    )


def _find_nothing() -> Answer:
    return answer_page("404 - Not found", "<h1>404 - Not found</h1>", 404)


played = Played(
    name="rumble",
    places=(
        Place(
            platform="rumble",
            host=HOST,
            operation="en en",
            ordinary="en",
            special=(("nochannel", "missing"), ("guarded", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "").replace("_", "").replace("-", ""),
    spell_media=spell_media,
)
