"""Substack's RSS feeds: the newest 20 articles of a publication, those for paying readers cut short.

Source: feeds as Substack writes them (``generator`` is ``Substack``, guid and link are the article's
address).
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from crawlers.families.feed_sites import Shape, say
from crawlers.families.substack_urls import name_post
from crawlers.platform import Unreadable
from crawlers.refusals import is_page, report
from storage.items import Account, Capture, Post, Problem, Watched

_CUT = re.compile(r"\s*Read more\s*$")


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """The page of a publication that is no longer there, whatever its status."""
    if is_page(capture) and b"Publication Not Available" in capture.body[:262_144]:
        return report("not_found", capture, watched, "Publication Not Available")
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The publication; its feed does not tell its number. Raises ``Unreadable`` where it is not
    Substack's."""
    if say(found.feed, "generator") != "Substack":
        raise Unreadable("the feed's generator is not Substack")
    return replace(account, attributes={**account.attributes, "kind": "publication"})


def identify(post: Post, entry: Any, key: str) -> Post:
    """The article under host and slug. Raises ``Unreadable`` where its address names none."""
    id = name_post(post.url) or name_post(post.uri)
    if not id:
        raise Unreadable("the link names no article")
    cut = _CUT.search(post.text)
    attributes = {**post.attributes, **({"truncated": "Read more"} if cut else {})}
    text = post.text[: cut.start()] if cut else post.text
    links = tuple(one for one in post.links if one.kind != "card")
    return replace(post, id=id, account=key, text=text or post.title, links=links, attributes=attributes)


SHAPE = Shape(explain=explain, describe=describe, identify=identify)
