"""Reddit's feeds: Atom today, RSS 2.0 some years ago; the newest 25 (up to 100, if asked) posts of a list.

An entry is the post's fullname, author, title and time, and markup: the words (``div.md``), then "submitted
by", ``[link]`` and ``[comments]``. A comment's title is ``/u/NAME on TITLE``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from lxml import etree

from crawlers.families.feed_parsing import MOST_ENTRIES, looks_like_feed, parse_feed
from crawlers.families.reddit_refusals import read_reddit_refusal
from crawlers.families.reddit_urls import is_forum, place_of
from crawlers.html_text import absolute, find_class, parse_html, read_element, select
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Known, Link, Media, Post, Validators, Watched
from storage.shims import unwrap_shim

LONGEST_PAGE = 100
ACCEPT = ("Accept", "application/atom+xml, application/rss+xml;q=0.9")

_THING = re.compile(r"t[13]_[0-9a-z]{1,13}")
_PLACE = re.compile(r"/comments/([0-9a-z]{1,13})(?:/[^/?#]*(?:/([0-9a-z]{1,13}))?)?/?(?:[?#]|$)")
_ANSWER = re.compile(r"^/u/([\w-]{2,20}) on (.*)$", re.DOTALL)
_USER = re.compile(r"/u(?:ser)?/([\w-]{2,20})")


def ask_feeds(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feeds of an account: submissions and comments, or what is new in a subreddit."""
    place = place_of(watched, known.handle)
    for name in ("new",) if is_forum(watched) else ("submitted", "comments"):
        url = f"https://www.reddit.com{place}/{name}/.rss?limit={LONGEST_PAGE}&sort=new"
        validators = Validators() if known.full else known.validators.get(url, Validators())
        yield Fetch(
            url=url,
            reader="feed",
            route="feed",
            headers=(ACCEPT,),
            etag=validators.etag,
            last_modified=validators.last_modified,
        )


def read_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account by its name, and the posts of a feed."""
    if capture.status == 304:
        return
    if problem := read_reddit_refusal(capture, watched):
        yield problem
        return
    if not looks_like_feed(capture.body):
        raise Unreadable("no feed")
    found = parse_feed(capture)
    name = watched.handle or watched.key
    yield Account(
        platform=watched.platform,
        key=watched.key,
        handle=name,
        record_id=capture.record_id,
        where="feed",
        captured_at=capture.captured_at,
        url=watched.url,
        host="www.reddit.com",
    )
    if not found.entries:
        if found.bozo or capture.truncated:
            raise Unreadable("the feed breaks off before its first entry")
        if "/comments/" not in capture.url:
            yield report("empty_proven", capture, watched, "a whole feed without entries")
    for number, entry in enumerate(found.entries[:MOST_ENTRIES]):
        yield _read_entry(entry, capture, watched, f"entry {number}")


def _read_entry(entry: Any, capture: Capture, watched: Watched, where: str) -> Post:
    link = absolute(_text(entry, "link"))
    identity = _text(entry, "id") or link
    name = _name_thing(identity, link)
    markup = _markup_of(entry)
    root = parse_html(markup)
    blocks = find_class(root, "md")
    words = read_element(blocks[0], link) if blocks else None
    title = _text(entry, "title")
    answer = _ANSWER.match(title) if name.startswith("t1_") else None
    author = _author_of(entry, root) or (answer[1] if answer else "")
    own = (watched.handle or watched.key).lower()
    published = _text(entry, "published") or _text(entry, "updated")
    posted_at, updated = parse_time(published), parse_time(_text(entry, "updated"))
    target = _find_target(root, "[link]")
    outside = target if target and "/comments/" not in target and not _is_picture(target) else ""
    links = (
        [Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in words.links]
        if words
        else []
    )
    if outside:
        links.append(Link(url=outside, kind="card", expanded=unwrap_shim(outside) or ""))
    terms = [tag.get("term") or "" for tag in entry.get("tags") or () if isinstance(tag, dict)]
    facts = {
        "forum": next((one for one in terms if isinstance(one, str) and one), ""),
        "submission_title": answer[2] if answer else "",
        "submission": f"t3_{found[1]}" if answer and (found := _PLACE.search(link)) else "",
    }
    text = words.text if words else ""
    return Post(
        platform=watched.platform,
        id=name,
        account=watched.key if not author or author.lower() == own else author.lower(),
        url=link,
        text=text or title,
        record_id=capture.record_id,
        where=f"{where} {identity}"[:500],
        captured_at=capture.captured_at,
        kind="reply" if name.startswith("t1_") else "post",
        title="" if answer else title,
        posted_at=posted_at,
        posted_at_text=published,
        edited_at=updated if updated and posted_at and updated > posted_at else None,
        media=_read_media(entry, target),
        links=tuple(dict.fromkeys(links)),
        route=capture.route,
        uri=identity,
        attributes={key: value for key, value in facts.items() if value},
    )


def _text(fields: Any, name: str) -> str:
    value = fields[name] if name in fields else ""  # noqa: SIM401
    return value.replace("\x00", "").strip() if isinstance(value, str) else ""


def _name_thing(identity: str, link: str) -> str:
    """The fullname: the entry's id, or what the address of the post says."""
    if _THING.fullmatch(identity):
        return identity
    place = _PLACE.search(link) or _PLACE.search(identity)
    if place is None:
        raise Unreadable(f"an entry without a post's id: {identity[:80]!r}")
    return f"t1_{place[2]}" if place[2] else f"t3_{place[1]}"


def _markup_of(entry: Any) -> str:
    contents = [one for one in entry.get("content") or () if isinstance(one, dict)]
    return (_text(contents[0], "value") if contents else "") or _text(entry, "summary")


def _author_of(entry: Any, root: etree._Element) -> str:
    if found := _USER.search(_text(entry, "author")):
        return found[1]
    people = [one.get("href") or "" for one in select(root, "//a[contains(@href, '/user/')]")]
    return next((found[1] for one in people if (found := _USER.search(one))), "")


def _find_target(root: etree._Element, label: str) -> str:
    anchors = select(root, "//a[@href]")
    return next((absolute(one.get("href") or "") for one in anchors if (one.text or "").strip() == label), "")


def _is_picture(url: str) -> bool:
    return url.partition("://")[2].partition("/")[0] in ("i.redd.it", "v.redd.it", "preview.redd.it")


def _read_media(entry: Any, target: str) -> tuple[Media, ...]:
    if target and _is_picture(target):
        kind = "video" if "//v.redd.it/" in target else "image"
        return (Media(url=target, kind=kind),)  # type: ignore[arg-type]
    thumbnails = [absolute(_text(one, "url")) for one in entry.get("media_thumbnail") or ()]
    return tuple(Media(url=url, kind="image", preview_url=url) for url in thumbnails if url)
