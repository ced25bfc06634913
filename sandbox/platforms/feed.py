"""Blogs with feeds of every format: the feed with its validators, the home page that names it, the pieces.

Sources: RFC 9110 (``ETag``, ``Last-Modified``, 304), the autodiscovery convention (``link rel=alternate``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, feed_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.platforms.feed_documents import WRITERS, Channel, Entry
from sandbox.situation import Situation
from sandbox.world import World

PAGES = {"mushroom-diary.example": 5, "jiuwu-dang.example": 5}
"""Blogs whose feed goes on to older entries, and how many a page holds."""
LONGEST = 20


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The feed, the home page or a piece of the blog on this host."""
    account = world.by_host[asked.host][0]
    phase = situation.phase
    posts = world.timeline(account, phase)
    if asked.path == urlsplit(feed_url(account)).path:
        return _answer_feed(asked, account, posts, phase)
    if asked.path == "/":
        return _show_home(account, posts)
    found = next((post for post in posts if urlsplit(post.url).path == asked.path), None)
    return show_piece(found, account, phase) if found else answer_page("Not found", "<h1>404</h1>", 404)


def make_entry(post: Post, account: Account, id: str, phase: int) -> Entry:
    """A post as an entry of a feed; pictures stand in its markup and as enclosures."""
    return Entry(
        id=id,
        url=post.url,
        title=post.title,
        markup=make_markup(post, phase),
        author=account.display_name,
        posted_at=post.posted_at,
        edited_at=post.edited_by(phase),
        pictures=tuple((url, f"image/{'png' if url.endswith('.png') else 'jpeg'}") for url in post.media),
    )


def make_markup(post: Post, phase: int) -> str:
    """The words of a post in paragraphs, its pictures behind them."""
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    return words + "".join(_write_figure(post, spot) for spot in range(len(post.media)))


def show_piece(post: Post, account: Account, phase: int) -> Answer:
    """The page of one piece."""
    head = (
        f'<meta property="og:title" content="{escape(post.title)}">\n'
        f'<meta property="article:published_time" content="{post.posted_at.isoformat()}">\n'
        f'<meta name="author" content="{escape(account.display_name)}">\n'
    )
    content = f"<article><h1>{escape(post.title)}</h1>{make_markup(post, phase)}</article>"
    return answer_page(escape(post.title), content, language=account.language, head=head)


def answer_conditionally(asked: Asked, body: bytes, media_type: str, changed: datetime) -> Answer:
    """``body`` with its validators, or 304 where the asker has it already."""
    tag = f'"{hashlib.sha256(body).hexdigest()[:20]}"'
    moment = changed.astimezone(UTC).replace(microsecond=0)
    headers = (("ETag", tag), ("Last-Modified", format_datetime(moment, usegmt=True)))
    if known := asked.headers.get("if-none-match", ""):
        same = tag in known.replace("W/", "").split(", ")
    else:
        same = _is_since(asked.headers.get("if-modified-since", ""), moment)
    if same:
        return Answer(status=304, headers=headers)
    return Answer(body=body, content_type=f"{media_type}; charset=utf-8", headers=headers)


def find_change(posts: Sequence[Post], phase: int, account: Account) -> datetime:
    """When the newest of ``posts`` was published or edited."""
    moments = (post.edited_by(phase) or post.posted_at for post in posts)
    return max(moments, default=account.created_at)


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    write, media_type = WRITERS[account.flavour]
    entries = [make_entry(post, account, post.id.partition("#")[2], phase) for post in posts]
    if account.flavour == "atom":
        entries.sort(key=lambda one: one.updated_at, reverse=True)
    size, page = PAGES.get(account.host, LONGEST), asked.number("page", 1, 1000)
    here = entries[(page - 1) * size : page * size]
    if not here and page > 1:
        return answer_page("Not found", "<h1>404</h1>", 404)
    more = account.host in PAGES and page * size < len(entries)
    changed = find_change(posts, phase, account)
    channel = Channel(
        title=account.display_name,
        description=account.bio,
        home=f"https://{account.host}/",
        url=feed_url(account),
        language=account.language,
        author=account.display_name,
        updated_at=changed,
        next_url=f"{feed_url(account)}?page={page + 1}" if more else "",
        generator="Tidewriter 4.2",
    )
    return answer_conditionally(asked, write(channel, here).encode(), media_type, changed)


def _show_home(account: Account, posts: Sequence[Post]) -> Answer:
    """The newest pieces, with the feed named in the head and no other way to it."""
    name = escape(account.display_name)
    kind = WRITERS[account.flavour][1]
    head = f'<link rel="alternate" type="{kind}" title="{name}" href="{urlsplit(feed_url(account)).path}">\n'
    pieces = "".join(f'<li><a href="{escape(one.url)}">{escape(one.title)}</a></li>' for one in posts[:10])
    content = (
        f'<header><img src="{avatar_url(account)}" alt="" width="84" height="60"><h1>{name}</h1>'
        f"<p>{escape(account.bio)}</p></header><ul>{pieces}</ul>"
    )
    return answer_page(name, content, language=account.language, head=head)


def _write_figure(post: Post, spot: int) -> str:
    shown = post.pictures[spot]
    width, height = measure(shown.variant)
    alt = escape(shown.description)
    return (
        f'<figure><img src="{escape(post.media[spot])}" alt="{alt}" width="{width}" height="{height}">'
        "</figure>"
    )


def _is_since(header: str, changed: datetime) -> bool:
    try:
        return bool(header) and parsedate_to_datetime(header) >= changed
    except (TypeError, ValueError):
        return False
