"""Tumblr's RSS feeds, which need no key: the newest 20 posts of a blog, and what stands in place of one.

Sources: feeds as Tumblr writes them (the guid is the post's address; a reblog's words stand in a
``blockquote`` behind ``a.tumblr_blog``; posts without a title get their first words as one), the addresses to
which Tumblr sends visitors of blogs that only members see (``/login_required/``, ``/safe-mode``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from lxml import etree

from crawlers.families.feed_sites import MOST_RECHECKS, Shape, ask_feed, observe_gone, say
from crawlers.families.tumblr_urls import find_post
from crawlers.html_text import parse_html, read_element, select
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, header, read_refusal, report
from storage.items import Account, Capture, Known, Link, Observation, Post, Problem, Watched
from storage.shims import unwrap_shim

UNTITLED = frozenset({"photo", "photoset", "video", "audio", "quote", "link", "chat"})
_ANCHORS = "descendant-or-self::a[contains(concat(' ', normalize-space(@class), ' '), ' tumblr_blog ')]"


def ask_rss(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The feed, conditionally; the pages of known posts."""
    yield ask_feed(f"https://{watched.host}/rss", known)
    for post in known.recheck[:MOST_RECHECKS]:
        if post.id.isdigit():
            url = f"https://{watched.host}/post/{post.id}"
            yield Fetch(url=url, reader="page", route="feed", context={"post": post.id})


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """Where a visitor who is not logged in is sent instead of to the blog."""
    target = header(capture, "location") if 300 < capture.status < 400 else ""
    for mark in ("/login_required/", "/safe-mode", "tumblr.com/login"):
        if mark in target:
            return report("login_wall", capture, watched, f"only members see this: sent to {mark}")
    if b"login_required" in capture.body[:4096] and capture.status in (401, 403):
        return report("login_wall", capture, watched, "only members see this blog")
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The blog under its name, or under its id once that is known. Raises ``Unreadable`` where it is not
    Tumblr's."""
    if not say(found.feed, "generator").startswith("Tumblr"):
        raise Unreadable("the feed's generator is not Tumblr")
    name = say(found.feed, "generator").partition("@")[2].rstrip(")").strip()
    return replace(account, handle=name or watched.handle, aliases=())


def identify(post: Post, entry: Any, key: str) -> Post:
    """The post under its id, with its own words told from those that it passes on.

    Raises ``Unreadable`` where the guid names no post.
    """
    number = find_post(post.uri) or find_post(post.url)
    if not number:
        raise Unreadable("the guid names no post")
    title = post.title
    invented = post.text.startswith(title.rstrip("….").strip()) or title.lower() in UNTITLED
    links = tuple(
        Link(url=one.url, text=one.text, kind=one.kind, expanded=unwrap_shim(one.url) or "")
        for one in post.links
        if one.kind != "card"
    )
    plain = replace(
        post,
        id=number,
        account=key,
        author="",
        kind="post",
        title="" if invented else title,
        links=links,
    )
    return _tell_apart(plain, say(entry, "summary"))


def read_post_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Whether a known post is still there; its page, in the blog's own theme, tells no more."""
    if problem := read_refusal(capture, watched) or explain(capture, watched):
        yield problem
    elif capture.status in (404, 410):
        yield observe_gone(capture, watched)
    elif moved := follow_move(capture, "feed"):
        yield moved
    elif 200 <= capture.status < 300:
        yield Observation(
            platform=watched.platform,
            post_id=capture.context["post"],
            kind="seen",
            record_id=capture.record_id,
            where="",
            captured_at=capture.captured_at,
        )
    else:
        yield report("changed_format", capture, watched, f"status {capture.status}")


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def _tell_apart(post: Post, markup: str) -> Post:
    """``post`` as a repost or a quote where its markup passes on another blog's words."""
    root = parse_html(markup)
    anchors = select(root, _ANCHORS)
    if not anchors:
        return post
    original = anchors[-1]
    of = find_post(original.get("href") or "") or (original.get("href") or "").strip()
    author = read_element(original).text
    quoted = next(iter(select(root, "//blockquote")), None)
    for anchor in anchors:
        _drop(next((one for one in anchor.iterancestors("p")), anchor))
    passed = read_element(quoted) if quoted is not None else None
    if quoted is not None:
        _drop(quoted)
    own = read_element(root)
    if own.text or own.media:
        return replace(post, kind="quote", text=own.text, media=own.media, quote_of=of, title="")
    text = passed.text if passed else ""
    return replace(post, kind="repost", text=text, author=author, repost_of=of, title="")


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    tail, before = element.tail or "", element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
