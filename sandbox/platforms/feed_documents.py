"""RSS 2.0, RSS 1.0, Atom and JSON Feed, written from one list of entries.

Sources: the RSS 2.0 specification with ``content``, ``dc`` and ``atom:link``, the RSS 1.0 specification,
RFC 4287, RFC 5005 (``next``), jsonfeed.org/version/1.1.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from html import escape


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A feed: ``next_url`` is where older entries are, ``generator`` the program that writes it."""

    title: str
    description: str
    home: str
    url: str
    language: str
    author: str
    updated_at: datetime
    next_url: str = ""
    generator: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry; ``markup`` is HTML. ``edited_at`` is ``None`` where it stands as it was published."""

    id: str
    url: str
    title: str
    markup: str
    author: str
    posted_at: datetime
    edited_at: datetime | None = None
    pictures: tuple[tuple[str, str], ...] = ()

    @property
    def updated_at(self) -> datetime:
        """When it last changed."""
        return self.edited_at or self.posted_at


Writer = Callable[[Channel, Sequence[Entry]], str]


def write_rss2(channel: Channel, entries: Sequence[Entry]) -> str:
    """RSS 2.0. It has no place for the time of an edit."""
    items = "".join(
        f"<item>\n<title>{escape(one.title)}</title>\n<link>{escape(one.url)}</link>\n"
        f"<dc:creator>{_wrap(one.author)}</dc:creator>\n<pubDate>{format_datetime(one.posted_at)}</pubDate>\n"
        f'<guid isPermaLink="false">{escape(one.id)}</guid>\n'
        f"<description>{_wrap(_shorten(one.markup))}</description>\n"
        f"<content:encoded>{_wrap(one.markup)}</content:encoded>\n"
        + "".join(
            f'<enclosure url="{escape(url)}" type="{kind}" length="0" />\n' for url, kind in one.pictures
        )
        + "</item>\n"
        for one in entries
    )
    generator = f"<generator>{escape(channel.generator)}</generator>\n" if channel.generator else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom">\n<channel>\n'
        f"<title>{escape(channel.title)}</title>\n"
        f'<atom:link href="{escape(channel.url)}" rel="self" type="application/rss+xml" />\n'
        f"<link>{escape(channel.home)}</link>\n<description>{escape(channel.description)}</description>\n"
        f"<lastBuildDate>{format_datetime(channel.updated_at)}</lastBuildDate>\n"
        f"<language>{channel.language}</language>\n{generator}{items}</channel>\n</rss>\n"
    )


def write_rss1(channel: Channel, entries: Sequence[Entry]) -> str:
    """RSS 1.0, which is RDF."""
    names = "".join(f'<rdf:li rdf:resource="{escape(one.url)}" />\n' for one in entries)
    items = "".join(
        f'<item rdf:about="{escape(one.id)}">\n<title>{escape(one.title)}</title>\n'
        f"<link>{escape(one.url)}</link>\n<dc:creator>{escape(one.author)}</dc:creator>\n"
        f"<dc:date>{_write_time(one.posted_at)}</dc:date>\n"
        f"<content:encoded>{_wrap(one.markup)}</content:encoded>\n</item>\n"
        for one in entries
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">\n'
        f'<channel rdf:about="{escape(channel.url)}">\n<title>{escape(channel.title)}</title>\n'
        f"<link>{escape(channel.home)}</link>\n<description>{escape(channel.description)}</description>\n"
        f"<dc:language>{channel.language}</dc:language>\n<items>\n<rdf:Seq>\n{names}</rdf:Seq>\n</items>\n"
        f"</channel>\n{items}</rdf:RDF>\n"
    )


def write_atom(channel: Channel, entries: Sequence[Entry]) -> str:
    """Atom."""
    items = "".join(
        f"<entry>\n<id>{escape(one.id)}</id>\n<title>{escape(one.title)}</title>\n"
        f'<link rel="alternate" type="text/html" href="{escape(one.url)}" />\n'
        f"<published>{_write_time(one.posted_at)}</published>\n"
        f"<updated>{_write_time(one.updated_at)}</updated>\n"
        f"<author><name>{escape(one.author)}</name></author>\n"
        f'<content type="html">{escape(one.markup)}</content>\n</entry>\n'
        for one in entries
    )
    older = f'<link rel="next" href="{escape(channel.next_url)}" />\n' if channel.next_url else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        f' xml:lang="{channel.language}">\n<id>{escape(channel.home)}</id>\n'
        f"<title>{escape(channel.title)}</title>\n<subtitle>{escape(channel.description)}</subtitle>\n"
        f'<link rel="self" href="{escape(channel.url)}" />\n{older}'
        f'<link rel="alternate" type="text/html" href="{escape(channel.home)}" />\n'
        f"<updated>{_write_time(channel.updated_at)}</updated>\n"
        f"<author><name>{escape(channel.author)}</name></author>\n{items}</feed>\n"
    )


def write_json_feed(channel: Channel, entries: Sequence[Entry]) -> str:
    """JSON Feed."""
    items = [
        {
            "id": one.id,
            "url": one.url,
            "title": one.title,
            "content_html": one.markup,
            "date_published": _write_time(one.posted_at),
            **({"date_modified": _write_time(one.edited_at)} if one.edited_at else {}),
            "authors": [{"name": one.author}],
        }
        for one in entries
    ]
    fields: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.url,
        "description": channel.description,
        "language": channel.language,
        "authors": [{"name": channel.author}],
        "items": items,
    }
    if channel.next_url:
        fields["next_url"] = channel.next_url
    return json.dumps(fields, ensure_ascii=False, indent=1)


WRITERS: Mapping[str, tuple[Writer, str]] = {
    "rss2": (write_rss2, "application/rss+xml"),
    "rss1": (write_rss1, "application/rdf+xml"),
    "atom": (write_atom, "application/atom+xml"),
    "json": (write_json_feed, "application/feed+json"),
}
"""By format: who writes it, and its media type."""


def _write_time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _wrap(text: str) -> str:
    return f"<![CDATA[{text.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _shorten(markup: str) -> str:
    """The first paragraph, as blogs give it for a summary."""
    return markup.partition("</p>")[0] + "</p>"
