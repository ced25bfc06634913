"""Ghost's RSS feeds: the newest 15 posts of a site or an author.

Source: Ghost's own writer of feeds (``generator`` is ``Ghost`` and its version, the guid is the post's id).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from crawlers.families.feed_sites import Shape, say
from crawlers.platform import Unreadable
from crawlers.refusals import is_page, report
from storage.items import Account, Capture, Post, Problem, Watched

ID = re.compile(r"[0-9a-f]{24}")
PRIVATE = re.compile(rb"(?i)<form[^>]{0,200}(gh-private|private-form)|/private/\?r=|<title>[^<]{0,80}private")
"""Marks of the page that a private site shows to everybody, which asks for its password."""


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """A private site sends everybody to a page that asks for the password."""
    if is_page(capture) and capture.status < 300 and PRIVATE.search(capture.body[:65_536]):
        return report("private", capture, watched, "the site asks every visitor for a password")
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The site or author under the key by which it is watched. Raises ``Unreadable`` where it is not
    Ghost's."""
    if not say(found.feed, "generator").startswith("Ghost"):
        raise Unreadable("the feed's generator is not Ghost")
    return account


def identify(post: Post, entry: Any, key: str) -> Post:
    """The post under the id that the API gives it too. Raises ``Unreadable`` where the guid is none."""
    if not ID.fullmatch(post.uri):
        raise Unreadable("the guid is no post's id")
    host = key.partition("#")[0].partition("/")[0]
    links = tuple(one for one in post.links if one.kind != "card")
    return replace(post, id=f"{host}/{post.uri}", account=key, links=links)


SHAPE = Shape(explain=explain, describe=describe, identify=identify)
