"""Medium: feeds of the newest ten stories, pages of stories, and its error pages.

Sources: Medium's help page on RSS feeds, the elements of recorded feeds, the words of its error pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from email.utils import format_datetime
from html import escape

from sandbox.exchange import BUSY_AFTER, TOO_MANY, Answer, Asked, answer_page, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change, make_markup, show_piece
from sandbox.situation import Situation
from sandbox.world import World

LENGTH = 10
_NAMESPACES = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom" version="2.0" '
    'xmlns:cc="http://cyber.law.harvard.edu/rss/creativeCommonsRssModule.html"'
)
NOT_FOUND = answer_page("Medium", "<p>PAGE NOT FOUND</p><h2>404</h2><h2>Out of nothing, something.</h2>", 404)
SUSPENDED = answer_page(
    "Medium",
    "<p>Error</p><h2>410</h2><p>This user is under investigation or was found in violation of the Medium "
    "Rules.</p>",
    410,
)
DELETED = answer_page("Medium", "<p>Error</p><h2>410</h2><p>The author deleted this Medium story.</p>", 410)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A feed, a story under either address, or the page of an id that leads to a name."""
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    accounts = [one for one in world.accounts if one.software == "medium"]
    phase = situation.phase
    match asked.parts:
        case ("feed", name):
            account = _find(accounts, name)
            closed = _close(account, phase)
            if closed or account is None:
                return closed
            return _answer_feed(asked, account, world.timeline(account, phase)[:LENGTH], phase)
        case ("u", number):
            account = next((one for one in accounts if one.number == number), None)
            return _close(account, phase) or redirect(account.url if account else "", 301)
        case ("p", id):
            post = world.by_id.get(("medium", id))
            account = world.account[post.account] if post else None
            if post is None or account is None:
                return NOT_FOUND
            if closed := _close(account, phase):
                return closed
            return redirect(post.url, 302) if post.seen_in(phase) else DELETED
        case (name, slug):
            account = _find(accounts, name)
            closed = _close(account, phase)
            if closed or account is None:
                return closed
            found = next(
                (one for one in world.timeline(account, phase) if one.url.endswith(f"/{slug}")), None
            )
            return show_piece(found, account, phase) if found else DELETED
        case (name,):
            account = _find(accounts, name)
            return _close(account, phase) or answer_page("Medium", f"<h2>{escape(name)}</h2>")
    return NOT_FOUND


def _find(accounts: list[Account], name: str) -> Account | None:
    return next((one for one in accounts if f"@{one.handle}".lower() == name.lower()), None)


def _close(account: Account | None, phase: int) -> Answer | None:
    """The page in place of an account that is not to be seen."""
    if account is None or account.state(phase) in ("missing", "deleted"):
        return NOT_FOUND
    return SUSPENDED if account.state(phase) == "suspended" else None


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    title = f"Stories by {account.display_name} on Medium"
    home = f"{account.url}?source=rss-{account.number}------2"
    changed = find_change(posts, phase, account)
    body = (
        f'<?xml version="1.0" encoding="UTF-8"?><rss {_NAMESPACES}>\n    <channel>\n'
        f"        <title><![CDATA[{title}]]></title>\n"
        f"        <description><![CDATA[{title}]]></description>\n"
        f"        <link>{home}</link>\n        <image>\n            <url>{avatar_url(account)}</url>\n"
        f"            <title>{escape(title)}</title>\n            <link>{home}</link>\n        </image>\n"
        "        <generator>Medium</generator>\n"
        f"        <lastBuildDate>{format_datetime(changed.astimezone(UTC), usegmt=True)}</lastBuildDate>\n"
        f'        <atom:link href="{escape(asked.url)}" rel="self" type="application/rss+xml"/>\n'
        "        <webMaster><![CDATA[yourfriends@medium.com]]></webMaster>\n"
        '        <atom:link href="http://medium.superfeedr.com" rel="hub"/>\n'
        + "".join(_write_item(post, account, phase) for post in posts)
        + "    </channel>\n</rss>\n"
    )
    return answer_conditionally(asked, body.encode(), "text/xml", changed)


def _write_item(post: Post, account: Account, phase: int) -> str:
    changed = (post.edited_by(phase) or post.posted_at).astimezone(UTC)
    pixel = (
        f'<img src="https://medium.com/_/stat?event=post.clientViewed&referrerSource=full_rss'
        f'&postId={post.id}" '
        'width="1" height="1" alt="">'
    )
    markup = f"{make_markup(post, phase)}{pixel}".replace("]]>", "]]]]><![CDATA[>")
    return (
        f"        <item>\n            <title><![CDATA[{post.title}]]></title>\n"
        f"            <link>{escape(post.url)}?source=rss-{account.number}------2</link>\n"
        f'            <guid isPermaLink="false">https://medium.com/p/{post.id}</guid>\n'
        f"            <dc:creator><![CDATA[{account.display_name}]]></dc:creator>\n"
        f"            <pubDate>{format_datetime(post.posted_at, usegmt=True)}</pubDate>\n"
        f"            <atom:updated>{changed:%Y-%m-%dT%H:%M:%S}.000Z</atom:updated>\n"
        f"            <content:encoded><![CDATA[{markup}]]></content:encoded>\n        </item>\n"
    )
