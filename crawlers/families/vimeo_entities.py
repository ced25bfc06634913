"""Videos and users of Vimeo's API as items.

Source: developer.vimeo.com/api/reference (representations ``video`` and ``user``), recorded bodies. Ids are
in ``uri`` (``/videos/1``, ``/users/2``). ``stats.plays`` is ``null`` where the owner hides it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import absolute, find_links, tidy
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.words import words
from storage.items import Account, Capture, Link, Media, Post, Watched
from storage.shims import unwrap_shim

VIDEO = words(
    """
    uri name description type link player_embed_url duration width language height embed created_time
    modified_time release_time content_rating content_rating_class rating_mod_locked license privacy pictures
    tags stats categories uploader metadata manage_link user app play status resource_key upload transcode
    is_playable has_audio has_chapters allowed_privacies review_page parent_folder last_user_action_event_date
    files download bypass_token custom_url disabled_properties edit_session password profile_preview version
    root_folder show_logo spatial review_link has_text_tracks ai_assistant translations internal_metadata
    is_copyright_restricted vod brand_kit trimming
    """
)
USER = words(
    """
    uri name link capabilities location gender bio short_bio created_time pictures websites metadata
    location_details skills available_for_hire can_work_remotely preferences content_filter upload_quota
    resource_key account privacy is_expert clients membership background_video username verified
    """
)
_SIZED = re.compile(r"(?<=-d)_\d{2,5}x\d{2,5}(\?.*)?$|(?<=\d)_\d{2,5}(x\d{2,5})?(\.\w{3,4})?(\?.*)?$")
_HASHTAG = re.compile(r"(?:^|\s)[#＃](\w+)")


def read_user(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A user, as found alone or beside each video."""
    number = read_number(fields, "users")
    link = absolute(need_text(fields, "link"))
    name = link.rstrip("/").rpartition("/")[2] or f"user{number}"
    connections = maybe_object(maybe_object(fields, "metadata"), "connections")
    bio = tidy(maybe_text(fields, "bio"))
    links = [Link(url=one.url, kind="bio", expanded=unwrap_shim(one.url) or "") for one in find_links(bio)]
    for site in maybe_objects(fields, "websites"):
        if url := absolute(maybe_text(site, "link") or maybe_text(site, "uri")):
            text = maybe_text(site, "name") or maybe_text(site, "description")
            links.append(Link(url=url, text=text, kind="profile"))
    created = maybe_text(fields, "created_time")
    facts = {
        "location": maybe_text(fields, "location"),
        "short_bio": maybe_text(fields, "short_bio"),
        "account": maybe_text(fields, "account"),
        "verified": "1" if fields.get("verified") is True else "",
        ATTRIBUTE: name_drift("user", USER, fields),
    }
    aliases = dict.fromkeys(
        alias for alias in (watched.key, name.lower()) if alias not in (number, f"user{number}")
    )
    return Account(
        platform=watched.platform,
        key=number,
        handle=name,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=link or f"https://vimeo.com/user{number}",
        host="vimeo.com",
        display_name=need_text(fields, "name"),
        bio=bio,
        created_at=maybe_time(fields, "created_time"),
        created_at_text=created,
        created_at_precision="second" if maybe_time(fields, "created_time") else "",
        followers=_total(connections, "followers"),
        following=_total(connections, "following"),
        posts=_total(connections, "videos"),
        avatar_url=_pick_largest(maybe_object(fields, "pictures")),
        links=tuple(links),
        aliases=tuple(aliases),
        attributes={name: value for name, value in facts.items() if value},
    )


def read_video(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A video. Raises ``Unreadable`` where its number, link, name or owner lacks."""
    number = read_number(fields, "videos")
    link = absolute(need_text(fields, "link")) or f"https://vimeo.com/{number}"
    owner = read_number(as_object(need(fields, "user"), "user"), "users")
    title, text = need_text(fields, "name").strip(), tidy(maybe_text(fields, "description"))
    privacy = maybe_object(fields, "privacy")
    connections = maybe_object(maybe_object(fields, "metadata"), "connections")
    posted = maybe_time(fields, "release_time") or maybe_time(fields, "created_time")
    edited = maybe_time(fields, "modified_time")
    created = maybe_time(fields, "created_time")
    ratings = [one for one in maybe_array(fields, "content_rating") if isinstance(one, str)]
    tags = [maybe_text(one, "tag") or maybe_text(one, "name") for one in maybe_objects(fields, "tags")]
    facts = {
        "privacy": maybe_text(privacy, "view"),
        "embed": maybe_text(privacy, "embed"),
        "created": maybe_text(fields, "created_time"),
        "license": maybe_text(fields, "license"),
        "type": maybe_text(fields, "type") if fields.get("type") != "video" else "",
        "rating": ", ".join(ratings) if ratings != ["unrated"] else "",
        "player": absolute(maybe_text(fields, "player_embed_url")),
        "duration_s": maybe_text(fields, "duration"),
        "size": f"{maybe_text(fields, 'width')}x{maybe_text(fields, 'height')}".strip("x"),
        ATTRIBUTE: name_drift("video", VIDEO, fields),
    }
    return Post(
        platform=watched.platform,
        id=number,
        account=owner,
        url=link,
        text=text or title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        title=title,
        posted_at=posted,
        posted_at_text=maybe_text(fields, "release_time") or maybe_text(fields, "created_time"),
        edited_at=edited if edited and posted and edited > max(posted, created or posted) else None,
        language=maybe_text(fields, "language"),
        sensitive=bool({"nudity", "violence", "drugs", "language"} & set(ratings)),
        hashtags=tuple(dict.fromkeys((*filter(None, tags), *find_hashtags(text)))),
        media=show_still(_pick_largest(maybe_object(fields, "pictures"))),
        links=tuple(Link(url=one.url, expanded=unwrap_shim(one.url) or "") for one in find_links(text)),
        replies=_total(connections, "comments"),
        likes=_total(connections, "likes"),
        views=maybe_count(maybe_object(fields, "stats"), "plays"),
        route=capture.route,
        uri=need_text(fields, "uri"),
        attributes={name: value for name, value in facts.items() if value},
    )


def find_hashtags(text: str) -> tuple[str, ...]:
    """The hashtags that stand in a description."""
    return tuple(_HASHTAG.findall(text))


def read_number(fields: Object, kind: str) -> str:
    """The number in ``uri``. Raises ``Unreadable`` where there is none."""
    found = re.search(rf"/{kind}/(\d{{1,15}})(?:[:/]|$)", need_text(fields, "uri"))
    if found is None:
        raise Unreadable(f"uri: no /{kind}/ and number")
    return found.group(1)


def show_still(url: str) -> tuple[Media, ...]:
    """A video's still under the one address that all routes agree on, whatever size they name."""
    still = _SIZED.sub("", url)
    return (Media(url=still, kind="image"),) if still else ()


def _pick_largest(pictures: Object) -> str:
    sizes: Sequence[Object] = maybe_objects(pictures, "sizes")
    largest = max(sizes, key=lambda one: maybe_count(one, "width") or 0, default={})
    return absolute(maybe_text(largest, "link")) or absolute(maybe_text(pictures, "base_link"))


def _total(connections: Object, name: str) -> int | None:
    return maybe_count(maybe_object(connections, name), "total")
