"""Users and posts of X's API v2 as items.

Source: docs.x.com/x-api/fundamentals/data-dictionary. ``id`` and ``text`` are mandatory; every other field is
there only if it was asked for. What a post refers to (media, polls, originals, their authors) stands beside
it in ``includes``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.x_media import list_variants, read_attached
from crawlers.families.x_shapes import API_POST, API_USER
from crawlers.families.x_urls import list_aliases, post_url, profile_url
from crawlers.families.x_words import Words, expand_bio, read_language, read_words, time_of_id
from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
)
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Post, PostKind, Watched

_RETWEET = re.compile(r"RT @([A-Za-z0-9_]{1,15}): ")


@dataclass(frozen=True, slots=True)
class Included:
    """What stands beside posts, by id; ``owner`` and ``handle`` are whose posts they are unless they say."""

    platform: str
    owner: str
    handle: str
    posts: Mapping[str, Object]
    users: Mapping[str, Object]
    media: Mapping[str, Object]
    polls: Mapping[str, Object]
    places: Mapping[str, Object]

    def name(self, number: str) -> str:
        """The handle of an account id, empty if the answer does not tell it."""
        return maybe_text(self.users.get(number, {}), "username") or (
            self.handle if number == self.owner else ""
        )


def list_included(includes: Object, platform: str, owner: str, handle: str) -> Included:
    """``includes`` by ids and keys."""

    def by(name: str, key: str) -> dict[str, Object]:
        return {maybe_text(one, key): one for one in maybe_objects(includes, name)}

    return Included(
        platform=platform,
        owner=owner,
        handle=handle,
        posts=by("tweets", "id"),
        users=by("users", "id"),
        media=by("media", "media_key"),
        polls=by("polls", "id"),
        places=by("places", "id"),
    )


def read_api_user(fields: Object, capture: Capture, watched: Watched) -> Account:
    """The account."""
    number, handle = need_id(fields, "id"), need_id(fields, "username")
    metrics = maybe_object(fields, "public_metrics")
    bio, links = expand_bio(maybe_text(fields, "description"), maybe_object(fields, "entities"))
    if (site := absolute(maybe_text(fields, "url"))) and all(link.url != site for link in links):
        links = (*links, Link(url=site, kind="profile"))
    created = maybe_text(fields, "created_at")
    withheld = maybe_array(maybe_object(fields, "withheld"), "country_codes")
    attributes = {
        "location": maybe_text(fields, "location"),
        "verified": "1" if fields.get("verified") is True else "",
        "verified_type": maybe_text(fields, "verified_type").removeprefix("none"),
        "pinned": maybe_text(fields, "pinned_tweet_id"),
        "lists": maybe_text(metrics, "listed_count"),
        "likes": maybe_text(metrics, "like_count"),
        "media": maybe_text(metrics, "media_count"),
        "withheld_in": " ".join(one for one in withheld if isinstance(one, str)),
        ATTRIBUTE: name_drift("user", API_USER, fields),
    }
    return Account(
        platform=watched.platform,
        key=number,
        handle=handle,
        record_id=capture.record_id,
        where="/data",
        captured_at=capture.captured_at,
        url=profile_url(handle),
        host="x.com",
        display_name=maybe_text(fields, "name"),
        bio=bio,
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if created else "",
        followers=maybe_count(metrics, "followers_count"),
        following=maybe_count(metrics, "following_count"),
        posts=maybe_count(metrics, "tweet_count"),
        state="private" if fields.get("protected") is True else "live",
        avatar_url=absolute(maybe_text(fields, "profile_image_url")),
        banner_url=absolute(maybe_text(fields, "profile_banner_url")),
        links=links,
        aliases=list_aliases(watched, handle),
        attributes={name: value for name, value in attributes.items() if value},
    )


def read_api_post(fields: Object, included: Included, capture: Capture, where: str) -> Post:
    """A post. Of a retweet the words are the original's, if it stands in ``includes`` (else cut short)."""
    number = need_id(fields, "id")
    author = maybe_text(fields, "author_id") or included.owner
    handle = maybe_text(fields, "username") or included.name(author)
    references = {
        maybe_text(one, "type"): maybe_text(one, "id") for one in maybe_objects(fields, "referenced_tweets")
    }
    repeats, quoted = references.get("retweeted", ""), references.get("quoted", "")
    shown = included.posts.get(repeats, fields) if repeats else fields
    quoted = _quoted_of(shown) if shown is not fields else quoted
    words = _read_words(shown, quoted)
    blind = _RETWEET.match(words.text) if not repeats or shown is fields else None
    writer = maybe_text(shown, "author_id") if shown is not fields else (blind[1] if blind else "")
    history = [
        one for one in maybe_array(fields, "edit_history_tweet_ids") if isinstance(one, str) and one.isdigit()
    ]
    first = history[0] if history else number
    metrics = maybe_object(shown, "public_metrics")
    attributes = _read_attributes(shown, fields, included, words)
    if repeats or blind:
        attributes["author_handle"] = (blind[1] if blind else "") or included.name(writer)
        attributes["originally_posted_at"] = maybe_text(shown, "created_at") if shown is not fields else ""
    attributes["edit_history"] = " ".join(history) if len(history) > 1 else ""
    return Post(
        platform=included.platform,
        id=first,
        account=author,
        url=post_url(handle, first),
        text=words.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=_name_kind(fields, references, bool(blind)),
        author=writer,
        posted_at=time_of_id(first) or maybe_time(fields, "created_at"),
        posted_at_text=maybe_text(fields, "created_at"),
        edited_at=time_of_id(number) if len(history) > 1 and number == history[-1] else None,
        language=read_language(shown),
        sensitive=shown.get("possibly_sensitive") is True,
        reply_to=references.get("replied_to", ""),
        repost_of=repeats,
        quote_of=quoted,
        hashtags=words.hashtags,
        mentions=words.mentions,
        media=read_attached(shown, included.media),
        links=words.links,
        replies=maybe_count(metrics, "reply_count"),
        reposts=_count_reposts(metrics),
        likes=maybe_count(metrics, "like_count"),
        views=maybe_count(metrics, "impression_count"),
        route=capture.route,
        uri=f"https://x.com/i/status/{number}",
        attributes={name: value for name, value in attributes.items() if value},
    )


def _quoted_of(fields: Object) -> str:
    references = maybe_objects(fields, "referenced_tweets")
    return next((maybe_text(one, "id") for one in references if maybe_text(one, "type") == "quoted"), "")


def _count_reposts(metrics: Object) -> int | None:
    return next(
        (
            count
            for name in ("retweet_count", "repost_count")
            if (count := maybe_count(metrics, name)) is not None
        ),
        None,
    )


def _read_words(fields: Object, quoted: str) -> Words:
    note = maybe_object(fields, "note_tweet")
    if text := maybe_text(note, "text"):
        entities = {**maybe_object(fields, "entities"), **maybe_object(note, "entities")}
        return read_words(text, entities, quoted)
    return read_words(need_text(fields, "text"), maybe_object(fields, "entities"), quoted)


def _name_kind(fields: Object, references: Mapping[str, str], blind: bool) -> PostKind:
    if "retweeted" in references or blind:
        return "repost"
    if "quoted" in references:
        return "quote"
    answers = "replied_to" in references or maybe_text(fields, "in_reply_to_user_id")
    return "reply" if answers else "post"


def _read_attributes(shown: Object, fields: Object, included: Included, words: Words) -> dict[str, str]:
    metrics = maybe_object(shown, "public_metrics")
    answered = maybe_text(fields, "in_reply_to_user_id")
    attached = maybe_object(shown, "attachments")
    polls = [one for one in maybe_array(attached, "poll_ids") if isinstance(one, str)]
    choices = [
        f"{maybe_text(choice, 'label')}={maybe_text(choice, 'votes')}"
        for poll in polls
        for choice in maybe_objects(included.polls.get(poll, {}), "options")
    ]
    keys = [one for one in maybe_array(attached, "media_keys") if isinstance(one, str)]
    withheld = maybe_array(maybe_object(fields, "withheld"), "country_codes")
    place = included.places.get(maybe_text(maybe_object(fields, "geo"), "place_id"), {})
    return {
        "conversation_id": maybe_text(fields, "conversation_id"),
        "reply_to_account": answered,
        "reply_to_handle": included.name(answered) if answered else "",
        "source": maybe_text(fields, "source"),
        "quotes": maybe_text(metrics, "quote_count"),
        "bookmarks": maybe_text(metrics, "bookmark_count"),
        "long": "1" if maybe_object(shown, "note_tweet") else "",
        "withheld_in": " ".join(one for one in withheld if isinstance(one, str)),
        "place": maybe_text(place, "full_name"),
        "cashtags": " ".join(words.cashtags),
        "unwound": " ".join(words.unwound),
        "poll": "\n".join(choices),
        "media_variants": list_variants(included.media.get(key, {}) for key in keys),
        ATTRIBUTE: name_drift("post", API_POST, fields),
    }
