"""Posts as HTML, in the way of each program: paragraphs or line breaks, links shortened or whole.

Sources: docs.joinmastodon.org/spec/activitypub (sanitisation, ``invisible`` and ``ellipsis`` spans),
docs.joinmastodon.org/client/quotes (``quote-inline`` fallback), and recorded bodies of the forks.
"""

from __future__ import annotations

from html import escape

from sandbox.markup import make_paragraphs, mark_up
from sandbox.operation.items import Post
from sandbox.platforms.mastodon_view import View

SHOWN = 30
_REL = {
    "gab": 'target="_blank" rel="nofollow noopener noreferrer"',
    "truthsocial": 'rel="nofollow noopener noreferrer" target="_blank"',
    "fedibird": 'rel="nofollow noopener noreferrer" target="_blank"',
    "pawoo": 'target="_blank" rel="nofollow noopener noreferrer" translate="no"',
    "mastodon": 'target="_blank" rel="nofollow noopener" translate="no"',
    "pixelfed": 'rel="external nofollow noopener" target="_blank"',
    "pleroma": 'rel="ugc"',
    "akkoma": 'rel="ugc"',
    "gotosocial": 'rel="nofollow noreferrer noopener" target="_blank"',
    "friendica": 'target="_blank" rel="noopener noreferrer"',
    "mitra": 'rel="noopener"',
}
_SHORTENS = ("mastodon", "pawoo", "fedibird", "gab", "truthsocial")
_BREAKS = ("pleroma", "akkoma", "friendica", "pixelfed")
_QUOTES = {
    "truthsocial": '<span class="quote-inline"><br/>RT: {}</span>',
    "fedibird": '<span class="quote-inline"><br/>QT: [{}]</span>',
    "pleroma": '<span class="quote-inline"><br/><br/>RT: {}</span>',
    "akkoma": '<span class="quote-inline"><br/><br/>RE: {}</span>',
}


def write_content(view: View, post: Post, text: str) -> str:
    """``text`` of ``post`` as the host's HTML, with the fallback for clients that do not show quotes."""
    content = write_text(view, text)
    quoted = view.world.post.get(post.quote_of)
    if quoted is None:
        return content
    link = write_link(view, quoted.url)
    if view.platform == "mastodon":
        return f'<p class="quote-inline">RE: {link}</p>{content}'
    fallback = _QUOTES.get(view.platform, "").format(link)
    inside = content.removesuffix("</p>")
    return f"{inside}{fallback}</p>" if inside != content else f"{content}{fallback}"


def write_text(view: View, text: str) -> str:
    """Plain text as the host's HTML."""
    if not text:
        return ""
    if view.platform in _BREAKS:
        marked = mark_up(text, lambda url: write_link(view, url), lambda tag: write_tag(view, tag))
        return marked.replace("\n", "<br/>")
    return make_paragraphs(text, lambda url: write_link(view, url), lambda tag: write_tag(view, tag))


def write_link(view: View, url: str) -> str:
    """A link; Mastodon and its forks hide the scheme and what is beyond thirty characters."""
    start = f'<a href="{escape(url)}" {_REL.get(view.platform, _REL["mastodon"])}>'
    if view.platform not in _SHORTENS:
        return f"{start}{escape(url)}</a>"
    prefix = url[: url.index("://") + 3]
    prefix += "www." if url.startswith(f"{prefix}www.") else ""
    shown, rest = url[len(prefix) :][:SHOWN], url[len(prefix) :][SHOWN:]
    middle = f'<span class="{"ellipsis" if rest else ""}">{escape(shown)}</span>'
    end = f'<span class="invisible">{escape(rest)}</span></a>'
    return f'{start}<span class="invisible">{prefix}</span>{middle}{end}'


def write_tag(view: View, tag: str) -> str:
    """A hashtag, linked to its timeline."""
    name, url = escape(tag), escape(tag_url(view, tag))
    match view.platform:
        case "pleroma" | "akkoma":
            return f'<a class="hashtag" data-tag="{name.lower()}" href="{url}" rel="tag ugc">#{name}</a>'
        case "pixelfed":
            rel = 'class="u-url hashtag" rel="external nofollow noopener"'
            return f'<a href="{url}" title="#{name}" {rel}>#{name}</a>'
        case "friendica":
            return f'#<a href="{url}" class="mention hashtag" rel="tag"><span>{name}</span></a>'
        case "mitra":
            return f'<a class="hashtag" href="{url}" rel="tag">#{name}</a>'
    return f'<a href="{url}" class="mention hashtag" rel="tag">#<span>{name}</span></a>'


def tag_url(view: View, tag: str) -> str:
    """Where the host shows a hashtag."""
    path = {
        "pleroma": "/tag/{}",
        "akkoma": "/tag/{}",
        "pixelfed": "/discover/tags/{}?src=hash",
        "friendica": "/search?tag={}",
        "mitra": "/collections/tags/{}",
    }.get(view.platform, "/tags/{}")
    return f"https://{view.host}{path.format(tag.lower())}"
