"""Persons and communities of Lemmy (v3 and v4) and PieFed as accounts.

Sources: LemmyNet/lemmy-js-client ``src/types/*.ts`` of 0.19 (v3) and 1.0 (v4), LemmyNet/lemmy
``crates/api/routes_v3/src/convert.rs``, PieFed ``app/api/alpha/views.py``. What v3 keeps
beside a thing in ``counts`` stands within it in v4; times are ``published`` or ``published_at`` (without a
zone before 0.19: UTC), ids of actors ``actor_id`` or ``ap_id``; PieFed says ``user_name`` and ``about``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.lemmy_shapes import COMMUNITY, PERSON
from crawlers.families.markdown_links import read_marked
from crawlers.html_text import absolute, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
)
from storage.items import Account, Capture, Link, Watched


@dataclass(frozen=True, slots=True)
class View:
    """What every view is read with: the record, who is watched, and whose it is where it does not say."""

    capture: Capture
    watched: Watched
    owner: str = ""


def read_person(view: Object, source: View, where: str) -> Account:
    """A ``person_view``. A ban from the site is the state ``suspended``."""
    fields = as_object(need(view, "person"), "person")
    name, key = name_of(fields), name_actor(fields, source.watched)
    counts = maybe_object(view, "counts") or fields
    bio = tidy(maybe_text(fields, "bio") or maybe_text(fields, "about"))
    links = list(read_marked(bio, "bio").links)
    facts = {
        "account_id": need_id(fields),
        "ap_id": link_actor(fields),
        "comments": maybe_text(counts, "comment_count"),
        "matrix": maybe_text(fields, "matrix_user_id"),
        "bot": flag(fields, "bot_account") or flag(fields, "bot"),
        "admin": flag(fields, "admin") or flag(view, "is_admin"),
        "ban_expires": maybe_text(fields, "ban_expires") or maybe_text(view, "ban_expires_at"),
        ATTRIBUTE: name_drift("person", PERSON, fields),
    }
    for number, field in enumerate(maybe_objects(fields, "extra_fields")[:8]):
        label, said = maybe_text(field, "label"), maybe_text(field, "text")
        facts[f"field_{number}"] = f"{label}: {said}"
        links += [Link(url=one.url, text=label, kind="profile") for one in read_marked(said).links]
    banned = fields.get("banned") is True or view.get("banned") is True
    return Account(
        platform=source.watched.platform,
        key=key,
        handle=name,
        record_id=source.capture.record_id,
        where=where,
        captured_at=source.capture.captured_at,
        url=link_actor(fields) or source.watched.url,
        host=key.partition("@")[2],
        display_name=maybe_text(fields, "display_name") or (maybe_text(fields, "title") or name),
        bio=bio,
        created_at=time_of(fields, "published"),
        created_at_text=time_text(fields, "published"),
        created_at_precision="second" if time_of(fields, "published") else "",
        posts=maybe_count(counts, "post_count"),
        state="suspended" if banned else "deleted" if fields.get("deleted") is True else "live",
        avatar_url=absolute(maybe_text(fields, "avatar")),
        banner_url=absolute(maybe_text(fields, "banner")),
        links=tuple(dict.fromkeys(links)),
        aliases=(source.watched.key,) if source.watched.key != key else (),
        attributes=clean(facts),
    )


def read_community(view: Object, source: View, where: str) -> Account:
    """A ``community_view`` as an account, whose followers are its subscribers."""
    fields = as_object(need(view, "community"), "community")
    counts = maybe_object(view, "counts") or fields
    key = f"!{name_actor(fields, source.watched)}"
    bio = tidy(
        maybe_text(fields, "sidebar") or maybe_text(fields, "description") or maybe_text(fields, "summary")
    )
    gone = fields.get("removed") is True or fields.get("deleted") is True
    facts = {
        "account_id": need_id(fields),
        "kind": "community",
        "comments": maybe_text(counts, "comments") or maybe_text(counts, "post_reply_count"),
        "nsfw": flag(fields, "nsfw"),
        "visibility": maybe_text(fields, "visibility"),
        ATTRIBUTE: name_drift("community", COMMUNITY, fields),
    }
    subscribers = maybe_count(counts, "subscribers")
    return Account(
        platform=source.watched.platform,
        key=key,
        handle=name_of(fields),
        record_id=source.capture.record_id,
        where=where,
        captured_at=source.capture.captured_at,
        url=link_actor(fields) or source.watched.url,
        host=key.partition("@")[2],
        display_name=maybe_text(fields, "title"),
        bio=bio,
        created_at=time_of(fields, "published"),
        created_at_text=time_text(fields, "published"),
        created_at_precision="second" if time_of(fields, "published") else "",
        followers=maybe_count(counts, "total_subscriptions_count") if subscribers is None else subscribers,
        posts=maybe_count(counts, "posts") if "posts" in counts else maybe_count(counts, "post_count"),
        state="deleted" if gone else "live",
        avatar_url=absolute(maybe_text(fields, "icon")),
        banner_url=absolute(maybe_text(fields, "banner")),
        links=read_marked(bio, "bio").links,
        aliases=(source.watched.key,) if source.watched.key != key else (),
        attributes=clean(facts),
    )


def name_actor(fields: Object, watched: Watched) -> str:
    """``name@host`` in lower case, by the host in the actor's own id."""
    try:
        host = urlsplit(link_actor(fields)).netloc.lower()
    except ValueError:
        host = ""
    return f"{name_of(fields)}@{host or watched.host}".lower()


def name_of(fields: Object) -> str:
    """The name in an actor's address."""
    return need_id(fields, "user_name" if "user_name" in fields else "name")


def link_actor(fields: Object) -> str:
    """An actor's own id, which is its address at home."""
    return absolute(maybe_text(fields, "actor_id") or maybe_text(fields, "ap_id"))


def time_text(fields: Object, name: str) -> str:
    """A time of v3 (``published``) or v4 (``published_at``) as it was written."""
    return maybe_text(fields, name) or maybe_text(fields, f"{name}_at")


def time_of(fields: Object, name: str) -> datetime | None:
    """The same as UTC."""
    return maybe_time(fields, name) or maybe_time(fields, f"{name}_at")


def flag(fields: Object, name: str) -> str:
    """``1`` for true, else nothing."""
    return "1" if fields.get(name) is True else ""


def clean(facts: dict[str, str]) -> dict[str, str]:
    """The facts that there are."""
    return {name: value for name, value in facts.items() if value}
