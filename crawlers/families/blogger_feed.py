"""Blogger's feeds: whose they are, what Blogger says in place of one, and the ids in them.

Sources: the Blogger Data API's query parameters (``orderby``, ``max-results``, ``start-index``,
``updated-min``, ``redirect=false``), the entry ids ``tag:blogger.com,1999:blog-B.post-P`` of every feed, the
words of Blogger's own pages for blogs that are missing, removed, locked or closed.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from crawlers.address import split_address
from crawlers.families.feed_sites import Shape, say
from crawlers.html_text import absolute
from crawlers.platform import Unreadable
from crawlers.refusals import header, is_page, report
from storage.items import Account, Capture, Post, Problem, ProblemKind, Watched

LARGEST_PAGE = 150
"""Entries: what Blogger gives at most, whatever is asked for."""

_BLOG = re.compile(r"^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)\.blogspot\.(?:com|[a-z]{2}|com?\.[a-z]{2})$")
_NO_BLOGS = frozenset(("www", "bp", "draft", "beta", "m", "help", "photos"))
_BLOG_ID = re.compile(r"blog-(\d{1,20})(?:\D|$)")
_POST_ID = re.compile(r"blog-(\d{1,20})\.post-(\d{1,20})$")
_PROFILE = re.compile(r"/profile/(\d{1,25})")
_SIGN_IN = re.compile(r"accounts\.google\.com/|blogger\.com/(blogin|blogger\.g|blog-permission)")
_WARNING = re.compile(r"blogger\.com/(interstitial/|content-warning|blog-post-warning)")
_SAID: tuple[tuple[re.Pattern[bytes], ProblemKind], ...] = (
    (re.compile(rb"(?i)(locked|under review) due to[^<]{0,60}|terms of service violation"), "suspended"),
    (re.compile(rb"(?i)blog has been removed|the blog at [^<]{0,120} has been removed"), "deleted"),
    (
        re.compile(rb"(?i)invited readers only|(not|been) invited to read this blog|permission denied"),
        "private",
    ),
    (re.compile(rb"(?i)blog not found|the blog you were looking for does not exist"), "not_found"),
    (re.compile(rb"(?i)<title>\s*content warning|I understand and I? ?wish to continue"), "login_wall"),
)


def recognise_blog(url: str, platform: str) -> Watched | None:
    """A blog by any page on ``NAME.blogspot.ANY``, by ``blogger.com/feeds/ID``, or on a domain of its own by
    its feed or behind ``blogspot:``. The key is provisional, the host,
    until a feed shows the blog's number."""
    written = url.strip()
    asked = written.lower().startswith("blogspot:")
    address = split_address(written[9:].removeprefix("//") if asked else written)
    if address is None:
        return None
    host = address.host.removeprefix("www.")
    if host == "blogger.com":
        number = address.segments[1] if address.segments[:1] == ("feeds",) and address.segments[1:] else ""
        if not re.fullmatch(r"\d{5,20}", number):
            return None
        return _watch(platform, number, f"https://www.blogger.com/feeds/{number}/posts/default", number)
    if found := _BLOG.match(host):
        name = found.group(1)
        home = f"{name}.blogspot.com"
        return None if name in _NO_BLOGS else _watch(platform, home, f"https://{home}/", name)
    if host.endswith(".blogspot.com") or not (asked or address.segments[:3] == ("feeds", "posts", "default")):
        return None
    return _watch(platform, address.host, f"https://{address.host}/feeds/posts/default", address.host)


def locate_feed(watched: Watched, post: str = "") -> str:
    """The address of a blog's feed, or of one post's."""
    if watched.host == "www.blogger.com":
        base = f"https://www.blogger.com/feeds/{watched.handle}/posts/default"
    else:
        base = f"https://{watched.host}/feeds/posts/default"
    query = f"?redirect=false&orderby=updated&max-results={LARGEST_PAGE}"
    return f"{base}/{post}" if post else base + query


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """What Blogger's redirections and pages say of a blog that is not to be read."""
    target = header(capture, "location") if 300 < capture.status < 400 else capture.url
    if _SIGN_IN.search(target):
        return report("private", capture, watched, "the blog leads to a sign-in: invited readers only")
    if _WARNING.search(target):
        return report("login_wall", capture, watched, "a content warning in place of the blog")
    if is_page(capture) or capture.status >= 400:
        start = capture.body[:65_536]
        for words, kind in _SAID:
            if said := words.search(start):
                return report(kind, capture, watched, said.group().decode("utf-8", "replace"))
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The blog under its number. Raises ``Unreadable`` where the feed names none."""
    number = _BLOG_ID.search(say(found.feed, "id"))
    if number is None:
        raise Unreadable("the feed's id names no blog")
    author = found.feed.get("author_detail")
    profile = say(author, "href") if isinstance(author, dict) else ""
    picture = found.feed.get("gd_image")
    total = say(found.feed, "opensearch_totalresults")
    facts = {"author_url": profile, "author_id": _find_profile(profile)}
    return replace(
        account,
        key=number.group(1),
        handle=watched.handle or number.group(1),
        posts=int(total) if re.fullmatch(r"[0-9]{1,12}", total) else None,
        avatar_url=account.avatar_url or (absolute(say(picture, "src")) if isinstance(picture, dict) else ""),
        aliases=tuple(alias for alias in (watched.key,) if alias != number.group(1)),
        attributes={**account.attributes, **{name: value for name, value in facts.items() if value}},
    )


def identify(post: Post, entry: Any, key: str) -> Post:
    """The post as ``BLOG/POST``. Raises ``Unreadable`` where the entry's id is none of Blogger's."""
    number = _POST_ID.search(post.uri)
    if number is None:
        raise Unreadable("the entry's id names no post")
    author = entry.get("author_detail")
    profile = say(author, "href") if isinstance(author, dict) else ""
    comments: Any = next((one for one in entry.get("links") or () if _is_comments(one)), {})
    total = say(entry, "thr_total")
    facts = {
        "author_url": profile,
        "author_id": _find_profile(profile),
        "comments_feed": absolute(say(comments, "href")),
    }
    return replace(
        post,
        id=f"{number.group(1)}/{number.group(2)}",
        account=number.group(1),
        replies=int(total) if re.fullmatch(r"[0-9]{1,12}", total) else post.replies,
        attributes={**post.attributes, **{name: value for name, value in facts.items() if value}},
    )


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def _watch(platform: str, key: str, url: str, handle: str) -> Watched:
    address = split_address(url)
    assert address is not None
    return Watched(platform=platform, key=key, url=url, handle=handle, host=address.host)


def _find_profile(url: str) -> str:
    found = _PROFILE.search(url)
    return found.group(1) if found else ""


def _is_comments(link: Any) -> bool:
    return isinstance(link, dict) and link.get("rel") == "replies" and "atom" in str(link.get("type", ""))
