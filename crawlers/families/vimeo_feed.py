"""What Vimeo shows without a token: the feed of a user's newest videos, and oEmbed for each known one.

Sources: recorded feeds (``/NAME/videos/rss``: ``tag:vimeo,DATE:clipID``, ``media:thumbnail``, cast and tags
below the description), developer.vimeo.com/api/oembed/videos, the title of Vimeo's page for what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from crawlers.families.feed_sites import MOST_RECHECKS, Shape, observe_gone, say
from crawlers.families.vimeo_entities import find_hashtags, show_still
from crawlers.html_text import absolute, find_links, tidy
from crawlers.json_reading import as_object, maybe_text, need_text, parse_json
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from crawlers.times import parse_time
from storage.items import Account, Capture, Known, Link, Post, Problem, ProblemKind, Watched
from storage.shims import unwrap_shim

_CLIP = re.compile(r"(?::clip|vimeo\.com/)(\d{1,15})$")
_TITLE = re.compile(r"^Vimeo / (.+?)(?:['’]s? videos)?$")
_BELOW = re.compile(r"(?:^|\n+)(?:Cast|Tags|Likes):[^\n]*(?=\n|$)")
_SAID: tuple[tuple[re.Pattern[bytes], ProblemKind], ...] = (
    (re.compile(rb"VimeUhOh|couldn.t find that page"), "not_found"),
    (re.compile(rb"(?i)<title>[^<]*private video|this video is private"), "private"),
    (re.compile(rb"(?i)not available in your (country|region|location)"), "geo_blocked"),
    (re.compile(rb"(?i)account (has been|was) (suspended|terminated|disabled)"), "suspended"),
)


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """What Vimeo's pages say of a user that is not to be seen."""
    if is_page(capture):
        for words, kind in _SAID:
            if said := words.search(capture.body[:262_144]):
                return report(kind, capture, watched, said.group().decode("utf-8", "replace"))
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The user; the feed does not tell the number, so the key stays the watched one."""
    if not say(found.feed, "title").startswith("Vimeo"):
        raise Unreadable("the feed's title is not Vimeo's")
    title = _TITLE.match(account.display_name)
    return replace(
        account,
        url=watched.url,
        display_name=title.group(1) if title else account.display_name,
        bio="" if account.bio.endswith("on Vimeo.") else account.bio,
    )


def identify(post: Post, entry: Any, key: str) -> Post:
    """The video under its number. Raises ``Unreadable`` where neither guid nor link has one."""
    number = _CLIP.search(post.uri) or _CLIP.search(post.url)
    if number is None:
        raise Unreadable("the entry's guid names no clip")
    text = tidy(_BELOW.sub("", post.text)) if post.text != post.title else ""
    stills = [say(one, "url") for one in entry.get("media_thumbnail") or () if isinstance(one, dict)]
    shown = next((one for one in entry.get("media_content") or () if isinstance(one, dict)), {})
    player = entry.get("media_player")
    facts = {
        "duration_s": say(shown, "duration"),
        "player": absolute(say(player, "url")) if isinstance(player, dict) else "",
    }
    own = (post.url, f"https://vimeo.com/{number.group(1)}")
    return replace(
        post,
        id=number.group(1),
        account=key,
        kind="post",
        text=text or post.title,
        author="",
        hashtags=tuple(dict.fromkeys((*post.hashtags, *find_hashtags(text)))),
        media=show_still(absolute(next(filter(None, stills), ""))),
        links=tuple(
            replace(one, text="" if one.text == one.url else one.text)
            for one in post.links
            if one.url not in own and one.url in text
        ),
        uri=f"/videos/{number.group(1)}",
        attributes={**post.attributes, **{name: value for name, value in facts.items() if value}},
    )


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def ask_shown(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The known videos, one by one; what oEmbed leaves out travels along."""
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isdigit():
            url = f"https://vimeo.com/api/oembed.json?{urlencode({'url': f'https://vimeo.com/{post.id}'})}"
            posted = post.posted_at.isoformat() if post.posted_at else ""
            context = {"post": post.id, "key": known.key or watched.key, "posted": posted}
            yield Fetch(url=url, reader="oembed", route="feed", context=context)


def read_oembed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known video as it is now, or gone; one that may not be embedded here is still there."""
    if capture.status in (404, 410) and "post" in capture.context:
        yield observe_gone(capture, watched)
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if capture.status in (401, 403):
        yield report(
            "private", capture, watched, f"oEmbed says {capture.status}: private or not to be embedded"
        )
        return
    if is_page(capture):
        yield read_page_instead(capture, watched, "oEmbed")
        return
    if capture.status >= 400:
        yield report("not_found", capture, watched, f"status {capture.status}")
        return
    fields = as_object(parse_json(capture))
    if maybe_text(fields, "domain_status_code") == "403" and not maybe_text(fields, "title"):
        yield report("private", capture, watched, "the owner lets it be embedded on some sites only")
        return
    number = need_text(fields, "video_id")
    title, text = need_text(fields, "title").strip(), tidy(maybe_text(fields, "description"))
    facts = {"duration_s": maybe_text(fields, "duration"), "upload_date": maybe_text(fields, "upload_date")}
    yield Post(
        platform=watched.platform,
        id=number,
        account=capture.context.get("key", watched.key),
        url=f"https://vimeo.com/{number}",
        text=text or title,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        title=title,
        posted_at=parse_time(capture.context.get("posted", "")),
        hashtags=find_hashtags(text),
        media=show_still(absolute(maybe_text(fields, "thumbnail_url"))),
        links=tuple(Link(url=one.url, expanded=unwrap_shim(one.url) or "") for one in find_links(text)),
        route=capture.route,
        uri=f"/videos/{number}",
        attributes={name: value for name, value in facts.items() if value},
    )
