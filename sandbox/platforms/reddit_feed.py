"""The Atom feeds of redditors, as Reddit serves them today."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account, Post
from sandbox.operation.networks import forum_of
from sandbox.platforms.reddit_things import write_markup
from sandbox.world import World

SITE = "https://www.reddit.com"


def write_feed(account: Account, kind: str, posts: Sequence[Post], phase: int, world: World) -> Answer:
    """One of an account's feeds."""
    entries = "".join(_write_entry(post, account, phase, world) for post in posts)
    place = f"/user/{account.handle}/{kind}/.rss"
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:media="http://search.yahoo.com/mrss/"><category term="reddit.com" label="r/reddit.com"/>'
        f"<icon>https://www.redditstatic.com/icon.png/</icon><id>{place}</id>"
        f'<link rel="self" href="{SITE}{place}" type="application/atom+xml" />'
        f"<title>{kind} by {escape(account.handle)}</title>{entries}</feed>"
    )
    return Answer(body=feed.encode(), content_type="application/atom+xml; charset=UTF-8")


def _write_entry(post: Post, account: Account, phase: int, world: World) -> str:
    forum, at = forum_of(post), f"{post.posted_at:%Y-%m-%dT%H:%M:%S+00:00}"
    text = world.post[post.repost_of].text_in(phase) if post.repost_of else post.text_in(phase)
    markup = write_markup(text)
    title = post.title
    if post.reply_to:
        title = f"/u/{account.handle} on {world.post[post.reply_to].title}"
    else:
        link = post.media[0] if post.media else post.url
        author = f'<a href="{SITE}/user/{account.handle}"> /u/{account.handle} </a>'
        markup = (
            f"{markup} &#32; submitted by &#32; {author}"
            f' &#32; to &#32; <a href="{SITE}/r/{forum}/"> r/{forum} </a> <br/>'
            f' <span><a href="{link}">[link]</a></span> &#32;'
            f' <span><a href="{post.url}">[comments]</a></span>'
        )
    return (
        f"<entry><author><name>/u/{account.handle}</name><uri>{SITE}/user/{account.handle}</uri></author>"
        f'<category term="{forum}" label="r/{forum}"/><content type="html">{escape(markup)}</content>'
        f'<id>{post.id}</id><link href="{escape(post.url)}" /><updated>{at}</updated>'
        f"<published>{at}</published><title>{escape(title)}</title></entry>"
    )
