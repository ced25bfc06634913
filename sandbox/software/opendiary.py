"""Open Diary's pages: a diary with links to its entries, and an entry with its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from html import escape

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_number
from sandbox.world import World

HOST, PAGE = "www.opendiary.com", 3


def address_account(account: Account) -> Account:
    """A diary by its writer's name."""
    return replace(account, key=account.handle.lower(), url=f"https://{HOST}/m/author/{account.handle}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """An entry, which shows its day alone."""
    id = f"{account.handle}/entry-{make_number(post.ref, 8)}"
    day = datetime(post.posted_at.year, post.posted_at.month, post.posted_at.day, tzinfo=UTC)
    return replace(post, id=id, url=f"https://{HOST}/m/{id}/", posted_at=day)


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://files.{HOST.removeprefix('www.')}/wp-content/uploads/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/m/author/NAME/``, ``/m/author/NAME/page/N/`` and an entry."""
    phase, parts = situation.phase, asked.parts
    if parts[:2] != ("m", "author"):
        post = world.by_id.get(("opendiary", "/".join(parts[1:])))
        if post is None or not world.shows(post, phase):
            return _find_nothing()
        return _show_entry(post, phase)
    account = next((one for one in world.by_host[HOST] if one.key == parts[2].lower()), None)
    if account is None or account.state(phase) == "missing":
        return _find_nothing()
    if account.state(phase) == "private":
        return answer_page("Private diary", "<p>For friends.</p>")
    number = int(parts[4]) if len(parts) > 4 else 1
    posts = world.timeline(account, phase)
    entries = "".join(
        f'<div class="entry-header"><h4><a href="{one.url}">{escape(one.title)}</a></h4></div>'
        for one in posts[(number - 1) * PAGE : number * PAGE]
    )
    older = f'<a class="next page-numbers" href="{account.url}page/{number + 1}/">Next</a>'
    head = f'<meta property="og:title" content="{escape(account.display_name)}">\n'
    head += f'<meta property="og:description" content="{escape(account.bio)}">\n'
    return answer_page(
        escape(account.display_name), entries + (older if posts[number * PAGE :] else ""), head=head
    )


def _show_entry(post: Post, phase: int) -> Answer:
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    images = "".join(f'<p><img src="{url}"></p>' for url in post.media)
    at = post.posted_at
    return answer_page(
        escape(post.title),
        f'<h1 class="entry-title">{escape(post.title)}</h1><span class="time-ago">{at:%B} {at.day}, {at.year}</span>'
        f'<div class="entry-content">{words}{images}</div>',
    )


def _find_nothing() -> Answer:
    return answer_page("Page not found", "<h1>404</h1>", 404)


played = Played(
    name="opendiary",
    places=(
        Place(
            platform="opendiary", host=HOST, special=(("lostdiary", "missing"), ("lockeddiary", "private"))
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "").replace("_", ""),
    spell_media=spell_media,
)
