"""Dzen and Google Groups: pages of channels and groups, which only a browser is shown."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from html import escape

from sandbox.exchange import Answer, Asked, answer_page, redirect
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import make_markup
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

HOMES = {"dzen": "https://dzen.ru/{}", "googlegroups": "https://groups.google.com/g/{}"}
POSTS = {"dzen": "https://dzen.ru/a/{}", "googlegroups": "https://groups.google.com/g/{}/c/{}"}


def spell_handle(handle: str) -> str:
    """A name that both allow."""
    return handle.replace("_", "-").lower()


def address_account(account: Account) -> Account:
    """A channel or group is known by its name."""
    return replace(account, key=account.handle, url=HOMES[account.platform].format(account.handle))


def address_post(post: Post, account: Account, number: int) -> Post:
    """An article, or a conversation of a group."""
    name = hashlib.sha256(post.ref.encode()).hexdigest()[:14]
    parts = (name,) if account.platform == "dzen" else (account.handle, name)
    return replace(post, id=name, url=POSTS[account.platform].format(*parts))


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A channel's or group's page with all that stands in it; Dzen sends who comes without a browser to a
    login."""
    account = next((one for one in world.by_host.get(asked.host, ()) if one.url.endswith(asked.path)), None)
    if account is None or account.state(situation.phase) != "live":
        return answer_page("Not found", "<h1>404</h1>", 404)
    if account.platform == "dzen" and "mozilla" not in asked.headers.get("user-agent", "").lower():
        return redirect("https://sso.dzen.ru/install?uuid=1")
    posts = world.timeline(account, situation.phase)
    pieces = "".join(
        f'<article><h2><a href="{one.url}">{escape(one.title)}</a></h2>{make_markup(one, situation.phase)}</article>'
        for one in posts
    )
    return answer_page(escape(account.display_name), f"<h1>{escape(account.display_name)}</h1>{pieces}")


played = Played(
    name="browserpages",
    places=(
        Place(platform="dzen", host="dzen.ru", operation="en", ordinary="en"),
        Place(platform="googlegroups", host="groups.google.com", operation="en", ordinary="en"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=spell_handle,
)
