"""Sites that are watched as single pages: they have neither a feed nor an interface, only the page."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.platforms.feed import make_markup
from sandbox.situation import Situation
from sandbox.world import World


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The watched page, or a home page that leads to it."""
    account = world.by_host[asked.host][0]
    name = escape(account.display_name)
    if asked.path == "/":
        return answer_page(name, f'<h1>{name}</h1><p><a href="{account.url}">{name}</a></p>')
    posts = world.timeline(account, situation.phase)
    if asked.path != urlsplit(account.url).path or not posts:
        return answer_page("Not found", "<h1>404</h1>", 404)
    post = posts[0]
    head = (
        f'<meta property="og:site_name" content="{name}">\n'
        f'<meta property="og:title" content="{escape(post.title)}">\n'
        f'<meta name="description" content="{escape(account.bio)}">\n'
        f'<link rel="canonical" href="{account.url}">\n'
    )
    content = (
        f'<header><img src="{avatar_url(account)}" alt="" width="84" height="60"></header>'
        f"<main><h1>{escape(post.title)}</h1>{make_markup(post, situation.phase)}</main>"
    )
    return answer_page(escape(post.title), content, language=account.language, head=head)
