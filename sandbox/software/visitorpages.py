"""Quora, Scribd, Change.org and Tripadvisor: pages of which a visitor's browser sees one, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_id, make_number
from sandbox.world import World

ADDRESSES = {
    "quora": ("https://www.quora.com/profile/{handle}", "{handle}"),
    "scribd": ("https://www.scribd.com/user/{number}", "{number}"),
    "changeorg": ("https://www.change.org/u/{number}", "u/{number}"),
    "tripadvisor": ("https://www.tripadvisor.com/Profile/{handle}", "{handle}"),
}


def address_account(account: Account) -> Account:
    """The person by the address of the page."""
    number = make_number(account.handle, 9)
    url, key = (one.format(handle=account.handle, number=number) for one in ADDRESSES[account.platform])
    return replace(account, number=number, key=key.lower(), url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """What a person wrote stands on the page without an address of its own."""
    return replace(post, pictures=(), id=make_id(post.ref, 12), url=account.url)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A profile's page."""
    for account in world.by_host.get(asked.host, ()):
        if account.url.partition(asked.host)[2] == asked.path.rstrip("/"):
            return _write_page(account, situation.phase, world)
    return None


def _write_page(account: Account, phase: int, world: World) -> Answer:
    if account.state(phase) == "missing":
        return answer_page("Page not found", "<h1>404</h1>", 404)
    if account.state(phase) == "private":
        return answer_page("Client Challenge", "<noscript>JavaScript is disabled</noscript>", 200)
    name, bio = escape(account.display_name), escape(account.bio)
    head = f'<meta property="og:title" content="{name}">\n<meta property="og:description" content="{bio}">\n'
    head += f'<meta property="og:image" content="{avatar_url(account)}">\n'
    posts = "".join(f"<p>{escape(post.text_in(phase))}</p>" for post in world.timeline(account, phase)[:5])
    return answer_page(name, f"<h1>{name}</h1><p>{bio}</p>{posts}", head=head)


played = Played(
    name="visitorpages",
    places=(
        Place(platform="quora", host="www.quora.com", special=(("nobodyasks", "missing"),)),
        Place(platform="scribd", host="www.scribd.com", special=(("checked", "private"),)),
        Place(platform="changeorg", host="www.change.org"),
        Place(platform="tripadvisor", host="www.tripadvisor.com"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_handle=lambda handle: handle.replace(".", "-").replace("_", "-"),
)
