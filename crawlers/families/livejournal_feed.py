"""LiveJournal's feeds: the newest 25 public entries of a journal or community, or what stands in their place.

Source: LiveJournal's published server code (``LJ::Feed``: ``/data/atom`` with ``?itemid=``, ``/data/rss``,
the ``lj`` elements; ``journal_base``: names that begin or end with ``_`` live below
``users.livejournal.com``), the words of its pages for journals that are unknown, suspended, deleted. ``-``
and ``_`` are the same in names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from crawlers.address import Address, split_address
from crawlers.families.feed_sites import ACCEPT, Shape, read_site_feed, say
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import header, is_page, read_retry_at, report
from crawlers.words import words
from storage.items import Account, Capture, Post, Problem, ProblemKind, Watched

_OWN_HOSTS = words(
    """
    www m users community communities syndicated pics stat l-stat l-userpic userpic l-files l-api api ic
    imgprx files img mobile help status news-stat xc3 pp ratings embed cdn ads video games shop
    """
)
_NAME = re.compile(r"[a-z0-9_]{1,25}")
_DITEM = re.compile(r"(?:/(\d{1,12})\.html|:(\d{1,12}))$")
_FAKED = re.compile(r"^[\w-]{1,25} @ \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$")
_SAID: tuple[tuple[re.Pattern[bytes], ProblemKind], ...] = (
    (
        re.compile(rb"(?i)this (journal|account|community) has been suspended|<title>\s*suspended"),
        "suspended",
    ),
    (
        re.compile(rb"(?i)(journal|account|community) has been deleted( and purged)?|<title>\s*deleted"),
        "deleted",
    ),
    (re.compile(rb"(?i)<title>\s*unknown journal|the page was not found!|no such user"), "not_found"),
    (re.compile(rb"(?i)adult_(explicit|concepts)|viewing adult content"), "login_wall"),
    (re.compile(rb"(?i)entry is (protected|friends-only|private)|access (is )?(denied|closed)"), "private"),
    (re.compile(rb"(?i)too many requests|temporarily banned|bots? policy violation"), "rate_limited"),
)


def recognise_journal(url: str, platform: str) -> Watched | None:
    """A journal or community by its own host, by a path of the site, or by any of its entries."""
    address = split_address(url)
    if address is None or not f".{address.host}".endswith(".livejournal.com"):
        return None
    written = _find_name(address).lower().replace("-", "_")
    if not _NAME.fullmatch(written) or not written.strip("_"):
        return None
    home = spell_home(written)
    host = home.split("/")[2]
    return Watched(platform=platform, key=written, url=home, handle=written, host=host)


def spell_home(name: str) -> str:
    """Where a journal is."""
    spelt = name.replace("_", "-")
    if name.startswith("_") or name.endswith("_"):
        return f"https://users.livejournal.com/{spelt}/"
    return f"https://{spelt}.livejournal.com/"


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """What LiveJournal says of a journal or entry that is not to be read."""
    if 300 < capture.status < 400 and re.search(r"adult_(explicit|concepts)", header(capture, "location")):
        return report("login_wall", capture, watched, "an adult content warning in place of the journal")
    if is_page(capture) or capture.status >= 400:
        for said, kind in _SAID:
            if found := said.search(capture.body[:262_144]):
                retry_at = read_retry_at(capture) if kind == "rate_limited" else None
                return report(kind, capture, watched, found.group().decode("utf-8", "replace"), retry_at)
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The journal under its name. Raises ``Unreadable`` where the feed is none of LiveJournal's."""
    feed = found.feed
    ours = "livejournal" in (say(feed, "generator") + say(feed, "id") + say(feed, "link")).lower()
    if not ours:
        raise Unreadable("neither generator nor id are LiveJournal's")
    journal = feed.get("lj_journal")
    told = journal if isinstance(journal, dict) else {}
    facts = {
        "journal_id": say(told, "userid") or say(feed, "lj_journalid"),
        "journal_type": say(told, "type") or say(feed, "lj_journaltype"),
        "noindex": "1" if "noindex" in say(feed, "rights").lower() else "",
    }
    bio = re.sub(r"^(.*) - LiveJournal\.com$", "", account.bio)
    attributes = {**account.attributes, **{name: value for name, value in facts.items() if value}}
    return replace(account, bio=bio, attributes=attributes)


def identify(post: Post, entry: Any, key: str) -> Post:
    """The entry as ``JOURNAL/NUMBER``. Raises ``Unreadable`` where neither id nor link has a number."""
    number = _DITEM.search(post.uri) or _DITEM.search(post.url)
    if number is None:
        raise Unreadable("the entry's id has no number")
    poster = entry.get("lj_poster")
    name = say(poster, "user") if isinstance(poster, dict) else say(entry, "lj_poster")
    title = "" if _FAKED.match(post.title) else post.title
    replies = say(entry, "lj_reply-count") or say(entry, "lj_replycount")
    facts = {
        "mood": say(entry, "lj_mood"),
        "music": say(entry, "lj_music"),
        "security": say(entry, "lj_security"),
    }
    return replace(
        post,
        id=f"{key}/{number.group(1) or number.group(2)}",
        account=key,
        title=title,
        text="" if post.text == post.title != title else post.text,
        author=name.lower().replace("-", "_") if name.lower().replace("-", "_") != key else "",
        replies=int(replies) if re.fullmatch(r"[0-9]{1,9}", replies) else post.replies,
        links=tuple(one for one in post.links if one.kind != "card"),
        attributes={**post.attributes, **{name: value for name, value in facts.items() if value}},
    )


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def read_journal_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The Atom feed; where a journal has none that is found, its RSS feed, which tells no edits."""
    missing = capture.status in (404, 406, 415) and explain(capture, watched) is None
    if missing and capture.url.partition("?")[0].endswith("/data/atom"):
        url = capture.url.partition("?")[0].removesuffix("atom") + "rss"
        yield Fetch(url=url, reader="feed", route="feed", headers=(ACCEPT,), context=capture.context)
        return
    yield from read_site_feed(capture, watched, SHAPE)


def _find_name(address: Address) -> str:
    label = address.host.removesuffix("livejournal.com").rstrip(".")
    parts = address.segments
    if label in ("users", "community", "syndicated"):
        return parts[0] if parts else ""
    if label not in ("", "www", "m"):
        return "" if "." in label or label in _OWN_HOSTS else label
    if parts[:2] == ("read", "user") and len(parts) > 2:
        return parts[2]
    if len(parts) > 1 and parts[0] in ("users", "community"):
        return parts[1]
    if parts and parts[0].startswith("~"):
        return parts[0][1:]
    if parts and parts[0] in ("profile", "userinfo.bml", "profile.bml"):
        return address.asked("user")
    return ""
