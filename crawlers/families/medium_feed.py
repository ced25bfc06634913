"""Medium's feeds: the newest ten stories of a user or a publication, and what Medium says in place of them.

Sources: Medium's help page on RSS feeds (``/feed/@USER``, ``/feed/PUBLICATION``, ``USER.medium.com/feed``),
recorded feeds (``source=rss-ID`` in links, ``atom:updated``), the words of Medium's own error pages. The feed
cuts members' stories short.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from crawlers.address import Address, split_address, strip_www
from crawlers.families.feed_sites import ACCEPT, MISSING, Shape, observe_gone, say
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import header, is_page, read_page_instead, read_refusal, report
from crawlers.words import words
from storage.items import Account, Capture, Observation, Post, Problem, ProblemKind, Watched

RESERVED = words(
    """
    about m me p r tag tags topic topics search membership creators partner-program plans policy jobs feed u
    explore explore-topics new-story login signin signup register settings help privacy terms api oauth auth
    _ business jobs-at-medium sitemap lists library stories notifications upgrade gift verified-authors
    earn verify rules-30e5502c4eb4 policy-and-terms robots favicon
    """
)
_OWN_HOSTS = words("www help api status policy miro cdn-images-1 cdn-images-2 cdn-client glyph m")
_USER = re.compile(r"@([\w.-]{1,60})", re.ASCII)
_PUBLICATION = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9-]{1,79}")
_ID = re.compile(r"[0-9a-f]{8,14}")
_SOURCE = re.compile(r"^rss-{1,4}([0-9a-f]{8,14})(?:-|$)")
_STORY = re.compile(r"(?:/p/|-)([0-9a-f]{8,14})$")
_TITLES = (re.compile(r"^Stories by (.+) on Medium$"), re.compile(r"^(?:.+ in )?(.+?) (?:on|[-–—]) Medium$"))
_CUT = re.compile(r"\s*Continue reading on .{1,200}»\s*$")
_SAID: tuple[tuple[re.Pattern[bytes], ProblemKind], ...] = (
    (
        re.compile(rb"(?i)under investigation or was found in violation|account (is|has been) suspended"),
        "suspended",
    ),
    (
        re.compile(rb"(?i)(author|user) (has )?(deleted|deactivated)[^<]{0,60}|account has been deleted"),
        "deleted",
    ),
    (re.compile(rb">PAGE NOT FOUND<|Out of nothing, something"), "not_found"),
)


def recognise_account(url: str, platform: str) -> Watched | None:
    """A user (``@name``, ``name.medium.com``, ``/u/id``), a publication by its path, any of their stories or
    feeds; on a domain of its own behind ``medium:``. Names are provisional keys, until a feed shows
    the id."""
    written = url.strip()
    asked = written.lower().startswith("medium:")
    address = split_address(written[7:].removeprefix("//") if asked else written)
    if address is None:
        return None
    host = strip_www(address.host)
    if host == "medium.com":
        return _recognise_path(address, platform)
    if host.endswith(".medium.com"):
        name = host.removesuffix(".medium.com")
        if "." in name or name in _OWN_HOSTS:
            return None
        return _watch(platform, f"@{name}", f"https://{host}/", f"@{name}")
    return (
        _watch(platform, host, f"https://{address.host}/feed?medium", host)
        if _is_own(asked, address)
        else None
    )


def locate_feed(watched: Watched) -> str:
    """The address of an account's feed, empty where only its id is known."""
    parts = urlsplit(watched.url)
    if parts.netloc != "medium.com":
        return f"https://{parts.netloc}/feed"
    name = parts.path.strip("/")
    return "" if name.startswith("u/") else f"https://medium.com/feed/{name}"


def explain(capture: Capture, watched: Watched) -> Problem | None:
    """What Medium's pages say of an account or story that is not to be read; they may have any status."""
    if is_page(capture):
        for said, kind in _SAID:
            if found := said.search(capture.body[:262_144]):
                return report(kind, capture, watched, found.group().decode("utf-8", "replace").strip("><"))
    return None


def describe(account: Account, found: Any, watched: Watched) -> Account:
    """The account under its id, as it stands in the channel's link. Raises ``Unreadable`` without one."""
    link = say(found.feed, "link")
    number = _SOURCE.match(dict(parse_qsl(urlsplit(link).query)).get("source", ""))
    if say(found.feed, "generator") != "Medium":
        raise Unreadable("the feed's generator is not Medium")
    if number is None:
        raise Unreadable("the channel's link names no account")
    key, parts = number.group(1), urlsplit(link)
    user = "rss-" + key in link
    path = parts.path.strip("/").partition("/tagged/")[0]
    handle = path or parts.netloc.removesuffix(".medium.com").removeprefix("www.")
    handle = f"@{handle.lstrip('@')}" if user else handle
    name = next((one.group(1) for each in _TITLES if (one := each.match(account.display_name))), "")
    facts = {"kind": "user" if user else "publication"}
    aliases = {watched.key, handle.lower()} - {key}
    return replace(
        account,
        key=key,
        handle=handle,
        url=strip_source(account.url),
        display_name=name or account.display_name,
        bio="" if account.bio.endswith(("on Medium", "- Medium")) else account.bio,
        aliases=tuple(sorted(aliases)),
        attributes={**account.attributes, **facts},
    )


def identify(post: Post, entry: Any, key: str) -> Post:
    """The story under its id. Raises ``Unreadable`` where the guid names none."""
    number = _STORY.search(post.uri) if post.uri.startswith("https://") else None
    if number is None:
        raise Unreadable("the guid names no story")
    cut = _CUT.search(post.text)
    text = post.text[: cut.start()] if cut else post.text
    attributes = {**post.attributes, **({"truncated": "Continue reading on Medium"} if cut else {})}
    return replace(
        post,
        id=number.group(1),
        account=key,
        url=strip_source(post.url),
        text=text or post.title,
        links=tuple(one for one in post.links if one.kind != "card"),
        attributes=attributes,
    )


def read_user_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The name behind ``/u/ID``, from where it redirects to or what the page says, and so the feed."""
    if problem := explain(capture, watched) or read_refusal(capture, watched):
        yield problem
        return
    said = re.search(rb'property="profile:username" content="([\w.-]{1,60})"', capture.body)
    target = header(capture, "location") if 300 < capture.status < 400 else ""
    moved = split_address(target) if target.startswith("http") else None
    name = _USER.match(target.lstrip("/")) or (
        _USER.match(moved.segments[0]) if moved and moved.segments else None
    )
    url = ""
    if said or name:
        url = f"https://medium.com/feed/@{said.group(1).decode() if said else name.group(1) if name else ''}"
    elif moved and moved.host.endswith(".medium.com"):
        url = f"https://{moved.host}/feed"
    if url:
        kept = {one: value for one, value in capture.context.items() if one != "moves"}
        yield Fetch(url=url, reader="feed", route="feed", headers=(ACCEPT,), context=kept)
    elif kind := MISSING.get(capture.status):
        yield report(kind, capture, watched, f"status {capture.status}")
    else:
        yield read_page_instead(capture, watched, "the page of a user")


def read_known_story(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Whether a known story is still there; its page has too little in common with the feed to tell edits."""
    problem = read_refusal(capture, watched) or explain(capture, watched)
    if problem and problem.kind not in ("deleted", "not_found"):
        yield problem
    elif problem or capture.status in (404, 410):
        yield observe_gone(capture, watched, problem.reason if problem else "")
    elif capture.status in (401, 403):
        yield report("unauthorised", capture, watched, f"status {capture.status}")
    elif 200 <= capture.status < 400:
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


def strip_source(url: str) -> str:
    """``url`` without Medium's ``source``, which tells where the reader came from."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "source"]
    return urlunsplit(parts._replace(query=urlencode(kept)))


SHAPE = Shape(explain=explain, describe=describe, identify=identify)


def _recognise_path(address: Address, platform: str) -> Watched | None:
    parts = address.segments[1:] if address.segments[:1] == ("feed",) else address.segments
    if not parts:
        return None
    if parts[0] == "u" and len(parts) > 1 and _ID.fullmatch(parts[1].lower()):
        number = parts[1].lower()
        return _watch(platform, number, f"https://medium.com/u/{number}", "")
    if user := _USER.fullmatch(parts[0]):
        return _watch(platform, f"@{user.group(1).lower()}", f"https://medium.com/@{user.group(1)}", parts[0])
    name = parts[0]
    if not _PUBLICATION.fullmatch(name) or name.lower() in RESERVED:
        return None
    return _watch(platform, name.lower(), f"https://medium.com/{quote(name.lower())}", name.lower())


def _is_own(asked: bool, address: Address) -> bool:
    """Whether a domain is meant as a publication's own: by ``medium:`` or by our own form of its URL."""
    return asked or (address.path == "/feed" and address.query == (("medium", ""),))


def _watch(platform: str, key: str, url: str, handle: str) -> Watched:
    return Watched(platform=platform, key=key, url=url, handle=handle, host=urlsplit(url).netloc)
