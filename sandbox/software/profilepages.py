"""Public profile pages of walled platforms: one page a person, and their walls.

LinkedIn answers programs with status 999 and strangers with a wall; OK.ru and Snapchat show a page.
"""

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
    "linkedin": "https://www.linkedin.com/in/{handle}",
    "snapchat": "https://www.snapchat.com/add/{handle}",
    "okru": "https://ok.ru/profile/{number}",
}


def address_account(account: Account) -> Account:
    """The person by the address of the page."""
    number = make_number(account.handle, 12)
    url = ADDRESSES[account.platform].format(handle=account.handle, number=number)
    name = {"linkedin": f"in/{account.handle}", "okru": f"profile/{number}"}.get(
        account.platform, account.handle
    )
    return replace(account, number=number, key=name.lower(), url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post, which stands on the page without an address of its own."""
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
        return Answer(status=999, body=b"<html><head></head><body></body></html>")
    name, bio = escape(account.display_name), escape(account.bio)
    head = (
        f'<meta property="og:title" content="{name}">\n<meta property="og:description" content="{bio}">\n'
        f'<meta property="og:image" content="{avatar_url(account)}">\n'
    )
    posts = "".join(f"<p>{escape(post.text_in(phase))}</p>" for post in world.timeline(account, phase)[:5])
    return answer_page(name, f"<h1>{name}</h1><p>{bio}</p>{posts}", head=head)


played = Played(
    name="profilepages",
    places=(
        Place(platform="linkedin", host="www.linkedin.com", special=(("not-for-programs", "private"),)),
        Place(platform="snapchat", host="www.snapchat.com", special=(("vanished", "missing"),)),
        Place(platform="okru", host="ok.ru"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    spell_handle=lambda handle: handle.replace(".", "-").replace("_", "-"),
)
