"""Entries of RSS, RDF and Atom feeds as posts, and the feed itself as an account.

Sources: RFC 4287 (Atom), the RSS 2.0 specification and its ``content``, ``dc``, ``media`` and
``feedburner`` modules, as feedparser names their elements.
"""

from __future__ import annotations

import hashlib
import re
from calendar import timegm
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import HtmlText, absolute, read_html, tidy
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, MediaKind, Post, Watched
from storage.shims import unwrap_shim

ENTRY = words(
    """
    title title_detail id guidislink link links summary summary_detail content authors author author_detail
    tags published published_parsed updated updated_parsed created created_parsed expired expired_parsed
    comments href base source rights rights_detail publisher publisher_detail contributors enclosures
    language license feedburner_origlink slash_comments slash_section slash_department slash_hit_parade
    wfw_commentrss wfw_comment thr_total thr_in-reply-to post-id media_content media_thumbnail media_credit
    media_title media_description media_keywords media_rating media_starrating media_statistics
    media_community media_player media_restriction media_copyright media_text media_category credit
    yt_videoid yt_channelid itunes_title itunes_duration itunes_explicit itunes_episode itunes_season
    itunes_episodetype itunes_keywords itunes_block image subtitle subtitle_detail where geo_lat geo_long
    georss_point dc_identifier dc_type dc_source dc_relation dc_coverage dc_format dcterms_modified
    gd_image gd_extendedproperty app_control app_edited lj_music lj_mood lj_security lj_poster lj_posterid
    lj_reply-count lj_replycount lj_journal lj_journalid lj_journaltype
    feedburner_awareness pingback_server pingback_target trackback_ping validity_start validity_end
    """
)
_MARKUP = re.compile(r"</?[a-zA-Z]|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_KINDS: dict[str, MediaKind] = {
    "image": "image",
    "video": "video",
    "audio": "audio",
    "application": "document",
}
_TRACKERS = (
    "feeds.feedburner.com/~",
    "/~4/",
    "feedsportal.com",
    "pixel.wp.com",
    "stats.wordpress.com",
    "medium.com/_/stat",
)


def read_feed_account(found: Any, capture: Capture, watched: Watched) -> Account:
    """What a feed says of itself. Its key stays the watched one: a feed's own id may be anybody's."""
    feed = found.feed
    site = absolute(_text(feed, "link"), capture.url)
    attributes = {
        "feed_url": capture.url,
        "feed_id": _text(feed, "id"),
        "format": found.version,
        "generator": _text(feed, "generator"),
        "language": _text(feed, "language"),
        "updated": _text(feed, "updated"),
        "ttl": _text(feed, "ttl"),
        "author": _text(feed, "author"),
    }
    image = feed.get("image")
    picture = image.get("href") or image.get("url") if isinstance(image, dict) else ""
    return Account(
        platform=watched.platform,
        key=watched.key,
        handle=watched.handle or watched.key,
        record_id=capture.record_id,
        where="feed",
        captured_at=capture.captured_at,
        url=site or watched.url,
        host=watched.host,
        display_name=_plain(_text(feed, "title")),
        bio=_plain(_text(feed, "subtitle")),
        avatar_url=absolute(str(picture or _text(feed, "logo") or _text(feed, "icon")), capture.url),
        attributes={name: value[:500] for name, value in attributes.items() if value},
    )


def read_entry(entry: Any, found: Any, capture: Capture, watched: Watched) -> Post:
    """One entry. Its id is ``guid``/``atom:id``/``rdf:about``, else its link, else a digest of its words."""
    base = _text(entry, "base") or absolute(_text(found.feed, "link"), capture.url) or capture.url
    link = absolute(_text(entry, "link"), base)
    origin = absolute(_text(entry, "feedburner_origlink"), base)
    url = origin or unwrap(link) or link
    markup, where, markup_base = _pick_body(entry, base)
    body = read_html(markup, markup_base)
    title = _plain(_text(entry, "title"))
    published = _text(entry, "published") or _text(entry, "created")
    updated = _text(entry, "updated")
    posted_at = _moment(entry, "published") or _moment(entry, "created") or _moment(entry, "updated")
    edited_at = _moment(entry, "updated")
    identity = _text(entry, "id") or link or _digest(title, markup, published)
    return Post(
        platform=watched.platform,
        id=f"{watched.key}#{identity}",
        account=watched.key,
        url=url or identity,
        text=body.text or title,
        record_id=capture.record_id,
        where=f"entry {identity}"[:500],
        captured_at=capture.captured_at,
        kind="article",
        title=title,
        author=_authors(entry) or _text(found.feed, "author"),
        posted_at=posted_at,
        posted_at_text=published or updated,
        edited_at=edited_at if edited_at and posted_at and edited_at > posted_at else None,
        language=_text(_detail(entry), "language") or _text(found.feed, "language"),
        hashtags=tuple(dict.fromkeys(_terms(entry.get("tags")))),
        media=_read_media(entry, body, base),
        links=_read_links(entry, body, link, _host(_text(found.feed, "link")) or _host(capture.url)),
        replies=_count(_text(entry, "slash_comments")),
        views=_count(_text(entry.get("media_statistics") or {}, "views")),
        route=capture.route,
        uri=identity,
        attributes=_read_attributes(entry, where, link if origin else ""),
    )


def unwrap(url: str) -> str:
    """The target of a Google redirect link (``google.com/url?url=``), as Google Alerts write them."""
    try:
        parts = urlsplit(url)
        if not re.fullmatch(r"(www\.)?google\.[a-z.]{2,6}", parts.hostname or "") or parts.path != "/url":
            return ""
        asked = parse_qs(parts.query, max_num_fields=50)
    except ValueError:
        return ""
    return next((absolute(value) for name in ("url", "q") for value in asked.get(name, ())), "")


def _text(fields: Any, name: str) -> str:
    # Asked for what is not there, feedparser gives "published" in place of "updated"; so look first.
    value = fields[name] if name in fields else ""  # noqa: SIM401
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _plain(text: str) -> str:
    return read_html(text).text if _MARKUP.search(text) else tidy(text)


def _moment(entry: Any, name: str) -> datetime | None:
    parsed = entry[f"{name}_parsed"] if f"{name}_parsed" in entry else None  # noqa: SIM401
    if isinstance(parsed, Sequence | tuple) and len(parsed) >= 6:
        try:
            return datetime.fromtimestamp(timegm(cast(Any, parsed)), UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return parse_time(_text(entry, name))


def _pick_body(entry: Any, base: str) -> tuple[str, str, str]:
    """The fullest form of the words: content (``content:encoded``, ``atom:content``), else the summary."""
    contents = [one for one in entry.get("content") or () if isinstance(one, dict) and _text(one, "value")]
    contents.sort(key=lambda one: "html" not in _text(one, "type"))
    chosen = contents[0] if contents else entry.get("summary_detail") or {}
    value = _text(chosen, "value") or _text(entry, "summary")
    return value, "content" if contents else "summary", _text(chosen, "base") or base


def _detail(entry: Any) -> Any:
    contents = entry.get("content") or ()
    return contents[0] if contents else entry.get("summary_detail") or entry.get("title_detail") or {}


def _authors(entry: Any) -> str:
    names = [_text(one, "name") for one in entry.get("authors") or () if isinstance(one, dict)]
    return ", ".join(dict.fromkeys(name for name in names if name)) or _text(entry, "author")


def _terms(tags: Any) -> Iterable[str]:
    for tag in tags or ():
        if isinstance(tag, dict) and (term := _text(tag, "label") or _text(tag, "term")):
            yield term


def _read_media(entry: Any, body: HtmlText, base: str) -> tuple[Media, ...]:
    found: dict[str, Media] = {}
    thumbnails = [absolute(_text(one, "url"), base) for one in entry.get("media_thumbnail") or ()]
    preview = next(filter(None, thumbnails), "")
    for one in [*(entry.get("media_content") or ()), *(entry.get("enclosures") or ())]:
        if url := absolute(_text(one, "url") or _text(one, "href"), base):
            media_type = _text(one, "type")
            kind = _KINDS.get(_text(one, "medium") or media_type.partition("/")[0], "unknown")
            found.setdefault(
                url,
                Media(
                    url=url,
                    kind="video" if media_type == "application/x-shockwave-flash" else kind,
                    media_type=media_type,
                    width=_count(_text(one, "width")),
                    height=_count(_text(one, "height")),
                    preview_url=preview,
                ),
            )
    if preview and not found:
        found[preview] = Media(url=preview, kind="image")
    for picture in body.media:
        if not any(mark in picture.url for mark in _TRACKERS):
            found.setdefault(picture.url, picture)
    return tuple(found.values())


def _read_links(entry: Any, body: HtmlText, link: str, site: str) -> tuple[Link, ...]:
    """Outbound links: those in the words, related ones, and the entry's own where it leads to another site
    (link lists and aggregators)."""
    links = [
        Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or unwrap(one.url))
        for one in body.links
    ]
    related = [one for one in entry.get("links") or () if _text(one, "rel") in ("related", "via")]
    links += [
        Link(url=absolute(_text(one, "href"), link), text=_text(one, "title"), kind="card") for one in related
    ]
    expanded = absolute(_text(entry, "feedburner_origlink")) or unwrap(link)
    if link and _host(expanded or link) != site:
        links.append(Link(url=link, kind="card", expanded=expanded))
    return tuple(dict.fromkeys(one for one in links if one.url))


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _read_attributes(entry: Any, where: str, wrapped: str) -> dict[str, str]:
    found = {
        "body": where,
        "feed_link": wrapped,
        "comments": absolute(_text(entry, "comments")),
        "guid_is_link": "1" if entry.get("guidislink") else "",
        "source": _text(entry.get("source") or {}, "title"),
        "rights": _text(entry, "rights")[:200],
        ATTRIBUTE: name_drift("entry", ENTRY, entry),
    }
    return {name: value for name, value in found.items() if value}


def _count(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _digest(*words: str) -> str:
    return "sha256:" + hashlib.sha256("\x1f".join(words).encode("utf-8", "replace")).hexdigest()[:32]
