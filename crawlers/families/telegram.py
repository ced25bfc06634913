"""Public channels of Telegram by their web preview, t.me/s.

Source: recorded pages; core.telegram.org/api/links. A page holds about twenty messages, oldest first; the
page before it is ``?before=ID``. A channel without preview, a private one and a name that does not exist all
answer with a redirect to ``t.me/NAME``, whose page tells them apart. Deleted messages are looked for at
``t.me/NAME/ID?embed=1&mode=tme``, which says so in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from lxml import etree

from crawlers.families.telegram_messages import read_channel_id, read_count, read_message
from crawlers.families.telegram_urls import HOSTS, recognise_channel
from crawlers.html_text import absolute, find_class, parse_html, read_element, select, text_of
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, Unreadable
from crawlers.refusals import header, read_refusal, report
from storage.items import Account, Capture, Known, Link, Observation, Post, Watched

MOST_RECHECKS = 40

_COUNTERS = {
    "subscribers": "subscribers",
    "subscriber": "subscribers",
    "members": "members",
    "member": "members",
}


def telegram(key: str, title: str, example: str) -> Platform:
    """The platform of public channels."""
    return Platform(
        key=key,
        title=title,
        homepage="https://telegram.org/",
        family="telegram",
        example=example,
        recognise=lambda url: recognise_channel(url, key),
        routes=(Route(name="page", sees="public channels with their preview on: posts, views, forwards"),),
        start=start_channel,
        readers={"channel": read_channel, "contact": read_contact, "message": read_known_message},
        hosts=HOSTS,
        pace=Pace(seconds=2.0, concurrency=1, source="our own courtesy; Telegram documents none for t.me"),
        expects="the channel's name and counters, and at least one message",
        evidence="recorded body",
        notes="no creation date; views and subscribers are rounded above 1,000",
    )


def start_channel(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The newest page, and the known messages one by one."""
    name = _name(watched)
    newest = "" if known.full else known.newest_id.rpartition("/")[2]
    yield _ask_page(name, "", {"newest": newest} if newest else {})
    for post in known.recheck[:MOST_RECHECKS]:
        url = f"https://t.me/{post.id}?embed=1&mode=tme"
        yield Fetch(url=url, reader="message", route="page", context={"post": post.id})


def read_channel(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The channel and a page of its messages, then the page before it."""
    if 300 < capture.status < 400 and capture.status != 304:
        target = absolute(header(capture, "location"), capture.url)
        yield Fetch(
            url=_contact_url(watched), reader="contact", route="page", context={"location": target[:500]}
        )
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    root = parse_html(capture.body)
    if not find_class(root, "tgme_channel_info") and not find_class(root, "tgme_channel_history"):
        if find_class(root, "tgme_page"):
            yield from _explain_contact(root, capture, watched)
            return
        raise Unreadable("neither .tgme_channel_info nor .tgme_channel_history")
    blocks = [one for one in find_class(root, "tgme_widget_message") if one.get("data-post")]
    channel = next((found for one in blocks if (found := read_channel_id(one))), "") or _known_id(watched)
    info = next(iter(find_class(root, "tgme_channel_info")), None)
    if info is not None:
        yield _read_account(root, info, channel, capture, watched)
    posts: list[Post] = []
    for block in blocks:
        posts.append(read_message(block, channel or watched.key, capture, watched))
        yield posts[-1]
    if not posts:
        yield from _explain_empty(root, capture, watched)
        return
    yield from _turn(root, posts, capture, watched)


def read_contact(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page of a name without preview: private, nonexistent, a person, or a channel without preview."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if capture.status == 404:
        yield report("not_found", capture, watched, "status 404")
        return
    root = parse_html(capture.body)
    if find_class(root, "tgme_channel_history"):
        yield from read_channel(capture, watched)
        return
    if not find_class(root, "tgme_page"):
        raise Unreadable("no .tgme_page")
    yield from _explain_contact(root, capture, watched)


def read_known_message(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known message looked at again: as it is now, or gone ("Post not found")."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    root = parse_html(capture.body)
    said = text_of(root, "tgme_widget_message_error")
    if said:
        lost = re.search(r"(?i)not found|deleted|doesn.t exist", said)
        if lost and "channel" not in said.lower():
            yield Observation(
                platform=watched.platform,
                post_id=capture.context["post"],
                kind="gone",
                record_id=capture.record_id,
                where=".tgme_widget_message_error",
                captured_at=capture.captured_at,
                reason=said[:300],
            )
        else:
            yield report("private" if "private" in said.lower() else "not_found", capture, watched, said)
        return
    blocks = [one for one in find_class(root, "tgme_widget_message") if one.get("data-post")]
    if not blocks:
        raise Unreadable("neither a message nor .tgme_widget_message_error")
    channel = read_channel_id(blocks[0]) or _known_id(watched) or watched.key
    yield read_message(blocks[0], channel, capture, watched)


def _read_account(
    root: etree._Element, info: etree._Element, channel: str, capture: Capture, watched: Watched
) -> Account:
    counters: dict[str, str] = {}
    for counter in find_class(info, "tgme_channel_info_counter"):
        counters[text_of(counter, "counter_type")] = text_of(counter, "counter_value")
    name = text_of(info, "tgme_channel_info_header_username").lstrip("@") or _name(watched)
    described = next(iter(find_class(info, "tgme_channel_info_description")), None)
    bio = read_element(described, "https://t.me/") if described is not None else None
    picture = next((absolute(one.get("src") or "") for one in info.iter("img")), "")
    followers = next((read_count(counters[one]) for one in _COUNTERS if one in counters), None)
    labels = find_class(info, "verified-icon")
    attributes = {
        **{f"counter_{kind.replace(' ', '_')}": value for kind, value in counters.items() if kind and value},
        "numeric_id": channel,
        "verified": "1" if labels else "",
        "preview_url": f"https://t.me/s/{name}",
    }
    key = channel or watched.key
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where=".tgme_channel_info",
        captured_at=capture.captured_at,
        url=f"https://t.me/{name}",
        host="t.me",
        display_name=text_of(info, "tgme_channel_info_header_title"),
        bio=bio.text if bio else "",
        followers=followers,
        avatar_url=picture,
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links) if bio else (),
        aliases=tuple(alias for alias in dict.fromkeys((watched.key, name.lower())) if alias != key),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _turn(root: etree._Element, posts: list[Post], capture: Capture, watched: Watched) -> Iterable[Fetch]:
    """The page before this one, unless the newest known message is reached or the page is the first."""
    newest = capture.context.get("newest", "")
    numbers = [int(post.id.rpartition("/")[2]) for post in posts]
    if newest.isdigit() and len(newest) < 20 and min(numbers) <= int(newest):
        return
    more = [one.get("data-before") or "" for one in find_class(root, "tme_messages_more")]
    more += re.findall(
        r"before=(\d{1,19})", " ".join(one.get("href") or "" for one in select(root, "//link[@rel='prev']"))
    )
    older = min((int(one) for one in more if one.isascii() and one.isdigit() and len(one) < 20), default=0)
    here = capture.context.get("before", "")
    if older > 1 and (not here or older < int(here)):
        yield _ask_page(_name(watched), str(older), {**capture.context, "before": str(older)})


def _explain_empty(root: etree._Element, capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page before the first message ends the list; a first page without any is proven by the landmark."""
    if "before" in capture.context:
        return
    history, said = find_class(root, "tgme_channel_history"), text_of(root, "tme_no_messages_found")
    if find_class(root, "tgme_channel_info") and history and not find_class(root, "tgme_widget_message"):
        yield report(
            "empty_proven", capture, watched, said or "the channel's info, and a history without messages"
        )
    else:
        raise Unreadable("messages without data-post, or no history")


def _explain_contact(root: etree._Element, capture: Capture, watched: Watched) -> Iterable[Reading]:
    title = tidy_title(root)
    extra = text_of(root, "tgme_page_extra")
    noindex = bool(select(root, "//meta[@name='robots'][contains(@content, 'noindex')]"))
    named = bool(find_class(root, "tgme_page_title"))
    kind: Literal["not_found", "private"] = "private" if named else "not_found"
    if not named and not noindex and "Contact @" not in title and not find_class(root, "tgme_page_icon"):
        raise Unreadable("a .tgme_page without title that is no contact page either")
    if named and re.search(r"(?i)subscriber|member", extra):
        reason = f"a channel or group whose preview is switched off ({extra})"
    elif named:
        reason = f"a user, bot, private or restricted channel ({extra or title})"
    else:
        reason = f"nobody has this name ({title})"
    yield report(kind, capture, watched, reason)


def tidy_title(root: etree._Element) -> str:
    """The page's title in one line."""
    return " ".join(" ".join(one.text or "" for one in select(root, "//title")).split())[:200]


def _name(watched: Watched) -> str:
    return watched.handle or watched.url.rstrip("/").rpartition("/")[2] or watched.key


def _known_id(watched: Watched) -> str:
    return watched.key if watched.key.isdigit() else ""


def _contact_url(watched: Watched) -> str:
    return f"https://t.me/{_name(watched)}"


def _ask_page(name: str, before: str, context: Mapping[str, str]) -> Fetch:
    url = f"https://t.me/s/{name}" + (f"?before={before}" if before else "")
    return Fetch(url=url, reader="channel", route="page", context=dict(context))
