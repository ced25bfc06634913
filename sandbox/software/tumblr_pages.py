"""Tumblr's feeds and pages, as the sandbox shows them."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import format_datetime
from html import escape

from sandbox.exchange import Answer, Asked
from sandbox.markup import find_tags, link_plainly, make_paragraphs, write_plainly
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change

TITLE = 60
"""Letters of a post's beginning that a feed gives for a title."""


def answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    """The newest posts as a feed, whose titles are made of their first words."""
    items = "".join(
        f"<item><title>{escape(_shorten(one.text_in(phase)))}</title>"
        f"<description>{escape(make_markup(one, phase))}</description>"
        f"<link>{one.url}</link><guid>{one.url}</guid>"
        f"<pubDate>{format_datetime(one.posted_at)}</pubDate>"
        + "".join(f"<category>{escape(tag)}</category>" for tag in find_tags(one.text_in(phase)))
        + "</item>"
        for one in posts
    )
    body = (
        '<?xml version="1.0" encoding="UTF-8"?><rss xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>'
        f'<atom:link rel="self" type="application/rss+xml" href="{escape(asked.url)}"/>'
        f"<description>{escape(account.bio)}</description><title>{escape(account.display_name)}</title>"
        f"<generator>Tumblr (3.0; @{account.handle})</generator><link>{account.url}</link>{items}"
        "</channel></rss>"
    )
    return answer_conditionally(
        asked, body.encode(), "application/rss+xml", find_change(posts, phase, account)
    )


def _shorten(text: str) -> str:
    line = text.partition("\n")[0]
    return line if len(line) <= TITLE else f"{line[:TITLE].rstrip()}…"


def make_markup(post: Post, phase: int) -> str:
    """The words of a post in paragraphs, its pictures behind them."""
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    return words + "".join(
        f'<figure class="tmblr-full"><img src="{escape(url)}" alt="{escape(shown.description)}"/></figure>'
        for shown, url in zip(post.pictures, post.media, strict=True)
    )
