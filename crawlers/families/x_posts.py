"""Posts of X in the shape of API v1.1, which the web's GraphQL and the embedded timeline still carry.

The web puts that shape into ``legacy`` and more beside it: ``core`` (the author), ``views``, ``note_tweet``
(the whole of a long text), ``edit_control``, ``card``. A retweet shows the original within itself: it becomes
a reference and the words of the repost. An edit gives a post a new id; the id of the first version stays the
post's id here, so that versions follow each other, and ``posted_at`` is when that one was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.x_cards import read_card
from crawlers.families.x_media import list_variants, read_media
from crawlers.families.x_people import Author, read_author
from crawlers.families.x_shapes import POST, WEB_POST
from crawlers.families.x_urls import post_url
from crawlers.families.x_words import Words, read_language, read_words, time_of_id
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_text,
    maybe_time,
    need_id,
)
from crawlers.platform import Unreadable
from storage.items import Capture, Link, Post, PostKind, Watched

_RETWEET = re.compile(r"RT @([A-Za-z0-9_]{1,15}): ")


def unwrap_result(result: Object) -> Object:
    """The post in a GraphQL result: some come wrapped with what may be done with them."""
    inner = result.get("tweet")
    return inner if isinstance(inner, dict) else result


def read_post(result: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A post of the web (``rest_id``, ``legacy``) or of API v1.1 and the embedded timeline (``id_str``)."""
    outer = unwrap_result(result)
    fields = as_object(outer["legacy"], f"{where}/legacy") if "legacy" in outer else outer
    number = _number(outer, fields)
    author = read_author(outer, fields, f"{where}/author")
    original = _nested(outer, fields, ("retweeted_status_result", "retweeted_status", "repost_result"))
    shown = unwrap_result(original) if original else outer
    body = as_object(shown["legacy"], f"{where}/original/legacy") if "legacy" in shown else shown
    quoted = _find_quoted(shown, body)
    words = _read_text(shown, body, quoted)
    history = read_history(outer, fields)
    attributes = _read_attributes(shown, body, words, history)
    writer, repeats = author, ""
    if original:
        writer, repeats = read_author(shown, body, f"{where}/original/author"), _number(shown, body)
        attributes["originally_posted_at"] = maybe_text(body, "created_at")
    elif blind := _RETWEET.match(words.text):
        writer = Author("", blind[1])
    reposted = writer is not author
    attributes["author_handle"] = writer.handle if reposted else ""
    first = history[0] if history else number
    posted_at = time_of_id(first) or maybe_time(fields, "created_at")
    drift = (
        name_drift("post", POST, fields)
        if fields is outer
        else " ".join(filter(None, (name_drift("result", WEB_POST, outer), name_drift("post", POST, fields))))
    )
    return Post(
        platform=watched.platform,
        id=first,
        account=author.id,
        url=post_url(author.handle, first),
        text=words.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=_name_kind(fields, reposted, quoted),
        author=(writer.id or writer.handle) if reposted else "",
        posted_at=posted_at,
        posted_at_text=maybe_text(fields, "created_at"),
        edited_at=time_of_id(number) if len(history) > 1 and number == history[-1] else None,
        language=read_language(body),
        sensitive=body.get("possibly_sensitive") is True,
        reply_to=maybe_text(fields, "in_reply_to_status_id_str"),
        repost_of=repeats,
        quote_of=quoted,
        hashtags=words.hashtags,
        mentions=words.mentions,
        media=read_media(body),
        links=(*words.links, *_read_card_links(shown, body, words)),
        replies=_count(body, "reply_count", "conversation_count"),
        reposts=maybe_count(body, "retweet_count"),
        likes=maybe_count(body, "favorite_count"),
        views=maybe_count(maybe_object(shown, "views"), "count"),
        route=capture.route,
        uri=f"https://x.com/i/status/{number}",
        attributes={name: value for name, value in {**attributes, ATTRIBUTE: drift}.items() if value},
    )


def read_history(outer: Object, fields: Object) -> tuple[str, ...]:
    """The ids of all versions of a post, the first one first; empty where the body tells none."""
    control = maybe_object(outer, "edit_control") or maybe_object(fields, "edit_control")
    control = maybe_object(control, "edit_control_initial") or control
    ids = maybe_array(control, "edit_tweet_ids")
    return tuple(one for one in ids if isinstance(one, str) and one.isdigit())


def is_repost_without_original(post: Post) -> bool:
    """Whether the body shows a retweet cut short ("RT @…") and not what it repeats."""
    return post.kind == "repost" and not post.repost_of


def _number(outer: Object, fields: Object) -> str:
    if "rest_id" in outer:
        return need_id(outer, "rest_id")
    return need_id(fields, "id_str" if "id_str" in fields else "id")


def _nested(outer: Object, fields: Object, names: tuple[str, ...]) -> Object:
    """An original within a post, as GraphQL (``…_result.result``) or API v1.1 nest it; empty without one."""
    for holder in (fields, outer):
        for name in names:
            found = maybe_object(holder, name)
            inner: Any = found.get("result", found) if name.endswith("_result") else found
            if isinstance(inner, dict) and ("rest_id" in unwrap_result(inner) or "id_str" in inner):
                return inner
    return {}


def _find_quoted(outer: Object, fields: Object) -> str:
    if number := maybe_text(fields, "quoted_status_id_str"):
        return number
    if inner := _nested(outer, fields, ("quoted_status_result", "quoted_status", "quoted_tweet")):
        inner = unwrap_result(inner)
        return maybe_text(inner, "rest_id") or maybe_text(inner, "id_str")
    return ""


def _read_text(outer: Object, fields: Object, quoted: str) -> Words:
    """The whole words: of a long post those of its note, of others ``full_text`` (older: ``text``)."""
    note = maybe_object(maybe_object(maybe_object(outer, "note_tweet"), "note_tweet_results"), "result")
    if text := maybe_text(note, "text"):
        return read_words(text, maybe_object(note, "entity_set"), quoted, _media_links(fields))
    whole = maybe_object(fields, "extended_tweet") or fields
    name = next((one for one in ("full_text", "text") if isinstance(whole.get(one), str)), "")
    if not name:
        raise Unreadable("full_text: lacks")
    return read_words(whole[name], maybe_object(whole, "entities"), quoted, _media_links(fields))


def _media_links(fields: Object) -> tuple[str, ...]:
    found: list[str] = []
    for holder in (maybe_object(fields, "extended_entities"), maybe_object(fields, "entities")):
        found += [maybe_text(one, "url") for one in _objects(holder, "media")]
    found += [maybe_text(one, "url") for one in _objects(fields, "mediaDetails")]
    return tuple(dict.fromkeys(one for one in found if one))


def _objects(fields: Object, name: str) -> Iterator[Object]:
    return (one for one in maybe_array(fields, name) if isinstance(one, dict))


def _name_kind(fields: Object, reposted: bool, quoted: str) -> PostKind:
    if reposted:
        return "repost"
    if quoted:
        return "quote"
    answers = maybe_text(fields, "in_reply_to_status_id_str") or maybe_text(fields, "in_reply_to_user_id_str")
    return "reply" if answers else "post"


def _count(fields: Object, *names: str) -> int | None:
    return next((found for name in names if (found := maybe_count(fields, name)) is not None), None)


def _read_card_links(outer: Object, fields: Object, words: Words) -> Iterator[Link]:
    card = read_card(maybe_object(outer, "card") or maybe_object(fields, "card"))
    known = {address for link in words.links for address in (link.url, link.expanded)}
    if card.url and card.url not in known:
        yield Link(url=card.url, text=card.title, kind="card")


def _read_attributes(outer: Object, fields: Object, words: Words, history: tuple[str, ...]) -> dict[str, str]:
    card = read_card(maybe_object(outer, "card") or maybe_object(fields, "card"))
    countries = [one for one in maybe_array(fields, "withheld_in_countries") if isinstance(one, str)]
    place = maybe_object(fields, "place")
    return {
        "conversation_id": maybe_text(fields, "conversation_id_str"),
        "reply_to_account": maybe_text(fields, "in_reply_to_user_id_str"),
        "reply_to_handle": maybe_text(fields, "in_reply_to_screen_name"),
        "source": read_html(maybe_text(outer, "source") or maybe_text(fields, "source")).text,
        "quotes": maybe_text(fields, "quote_count"),
        "bookmarks": maybe_text(fields, "bookmark_count"),
        "edit_history": " ".join(history) if len(history) > 1 else "",
        "long": "1" if maybe_object(outer, "note_tweet") else "",
        "community_note": "1" if outer.get("has_birdwatch_notes") is True else "",
        "withheld_in": " ".join(countries),
        "place": maybe_text(place, "full_name"),
        "cashtags": " ".join(words.cashtags),
        "unwound": " ".join(words.unwound),
        "quoted_url": absolute(maybe_text(maybe_object(fields, "quoted_status_permalink"), "expanded")),
        "media_variants": list_variants(
            maybe_object(one, "video_info")
            for one in _objects(maybe_object(fields, "extended_entities"), "media")
        ),
        "card_title": card.title,
        "card_name": card.name,
        "poll": card.poll,
    }
