"""Nairaland's page of a member's posts: two rows of a table a post, times without the year where it is this one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta, timezone
from html import escape

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_number
from sandbox.world import World

HOST, PAGE = "www.nairaland.com", 3
LAGOS = timezone(timedelta(hours=1))
THIS_YEAR = 2026


def address_account(account: Account) -> Account:
    """A member by name."""
    return replace(account, key=account.handle.lower(), url=f"https://{HOST}/{account.handle}/posts")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post in a topic; it shows no seconds."""
    id, topic = make_number(post.ref, 9), make_number(post.ref + "topic", 7)
    minute = post.posted_at.replace(second=0, microsecond=0)
    return replace(post, id=id, url=f"https://{HOST}/{topic}/a-topic#{id}", posted_at=minute)


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://{HOST}/attachments/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/NAME/posts`` and ``/NAME/posts/N``, where N counts from 0."""
    phase, parts = situation.phase, asked.parts
    account = next((one for one in world.by_host[HOST] if parts and one.key == parts[0].lower()), None)
    if account is None or account.state(phase) != "live" or parts[1:2] != ("posts",):
        return answer_page("404 Not Found", "<h1>404 Not Found</h1>", 404)
    number = int(parts[2]) if len(parts) > 2 else 0
    posts = world.timeline(account, phase)
    rows = "".join(_write(one, account, phase) for one in posts[number * PAGE : (number + 1) * PAGE])
    last = -(-len(posts) // PAGE)
    pager = " ".join(
        f"(<b>{at}</b>)" if at == number else f'<a href="/{account.handle}/posts/{at}">({at})</a>'
        for at in range(last)
    )
    return answer_page(
        f"{account.handle}'s Posts - Nairaland",
        f'<h2>{account.handle}\'s Posts</h2><p>{pager}</p><table summary="posts">{rows}</table><p>{pager}</p>',
    )


def _write(post: Post, account: Account, phase: int) -> str:
    at = post.posted_at.astimezone(LAGOS)
    year = "" if at.year == THIS_YEAR else f", {at.year}"
    clock = f"{at:%I:%M%p}".lower().lstrip("0")
    words = mark_up(post.text_in(phase), link_plainly, write_plainly).replace("\n", "<br>")
    images = "".join(f'<p><img class="attachmentimage img" src="{url}"></p>' for url in post.media)
    quote = "<blockquote><b>someone</b>: what they said</blockquote>"
    edited = f" (Modified: {clock})" if post.edited_by(phase) else ""
    return (
        f'<tr><td class="bold l pu"><a name="msg{post.id}"></a><a href="{escape(post.url.partition(HOST)[2])}">A topic</a> '
        f'by <a class="user" href="/{account.handle}">{account.handle}</a>: '
        f'<span class="s"><b>{clock}</b> On <b>{at:%b} {at.day}{year}</b>{edited}</span></td></tr>'
        f'<tr><td id="pb{post.id}" class="l w pd"><div class="narrow">{quote}{words}</div>{images}</td></tr>'
    )


played = Played(
    name="nairaland",
    places=(Place(platform="nairaland", host=HOST, special=(("ghostmember", "missing"),)),),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_handle=lambda handle: "".join(one for one in handle if one.isalnum()),
    spell_media=spell_media,
)
