"""Submissions (``t3``), comments (``t1``), redditors (``t2``) and subreddits (``t5``) of Reddit as items.

Sources: recorded answers of the API; reddit.com/dev/api (fullnames, listings). Mandatory of a post are its
``name``, ``author`` and ``created_utc``, of a submission ``title``, of a comment ``body`` and ``parent_id``.
Texts are Markdown as they were written; unless ``raw_json=1`` was asked for, ``&``, ``<`` and ``>`` in them
are escaped. ``edited`` is false or a time.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.reddit_media import read_media
from crawlers.families.reddit_shapes import COMMENT, REDDITOR, SUBMISSION
from crawlers.html_text import absolute, find_links, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from storage.items import Account, Capture, Link, Post, Watched
from storage.shims import unwrap_shim

SITE = "https://www.reddit.com"
NOBODY = "[deleted]"
GONE = ("[deleted]", "[removed]")
LONGEST_LABEL = 200


def read_thing(kind: str, fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A submission or a comment. Raises ``Unreadable`` for anything else."""
    if kind == "t3":
        return read_submission(fields, capture, watched, where)
    if kind == "t1":
        return read_comment(fields, capture, watched, where)
    raise Unreadable(f"{where}/kind: {kind!r} is neither a submission nor a comment")


def read_submission(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A submission; a crosspost is a repost, with the words and media of the original."""
    name = need_id(fields, "name")
    title = unescape(need_text(fields, "title"), capture)
    original = next(iter(maybe_objects(fields, "crosspost_parent_list")), {})
    parent = maybe_text(fields, "crosspost_parent") or maybe_text(original, "name")
    shown = original or fields
    text = unescape(maybe_text(shown, "selftext"), capture).strip()
    text = text or unescape(maybe_text(shown, "title"), capture) or title
    return Post(
        platform=watched.platform,
        id=name,
        account=_account_of(fields, watched),
        url=absolute(maybe_text(fields, "permalink"), SITE),
        text=text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="repost" if parent else "post",
        title=title,
        author=(maybe_text(original, "author_fullname") or maybe_text(original, "author")) if parent else "",
        posted_at=read_moment(need(fields, "created_utc")),
        posted_at_text=need_text_of(fields, "created_utc"),
        edited_at=read_moment(fields.get("edited")),
        pinned=fields.get("pinned") is True,
        sensitive=fields.get("over_18") is True,
        repost_of=parent,
        media=read_media(shown),
        links=_read_links(shown, "selftext", capture),
        replies=maybe_count(fields, "num_comments"),
        likes=maybe_count(fields, "score"),
        reposts=maybe_count(fields, "num_crossposts"),
        views=maybe_count(fields, "view_count"),
        route=capture.route,
        uri=name,
        attributes=_clean(
            {
                **_read_common(fields),
                "domain": maybe_text(fields, "domain"),
                "flair": maybe_text(fields, "link_flair_text"),
                "upvote_ratio": maybe_text(fields, "upvote_ratio"),
                "poll": _read_poll(maybe_object(shown, "poll_data")),
                "author_handle": maybe_text(original, "author"),
                ATTRIBUTE: name_drift("submission", SUBMISSION, fields),
            }
        ),
    )


def read_comment(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A comment: an answer to a submission or to another comment."""
    name = need_id(fields, "name")
    link = maybe_text(fields, "link_id")
    forum = maybe_text(fields, "subreddit")
    built = f"/r/{forum}/comments/{link.removeprefix('t3_')}/_/{name.removeprefix('t1_')}/"
    return Post(
        platform=watched.platform,
        id=name,
        account=_account_of(fields, watched),
        url=absolute(maybe_text(fields, "permalink") or built, SITE),
        text=unescape(need_text(fields, "body"), capture).strip(),
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="reply",
        posted_at=read_moment(need(fields, "created_utc")),
        posted_at_text=need_text_of(fields, "created_utc"),
        edited_at=read_moment(fields.get("edited")),
        sensitive=fields.get("over_18") is True,
        reply_to=need_id(fields, "parent_id"),
        media=read_media(fields),
        links=_read_links(fields, "body", capture),
        likes=maybe_count(fields, "score"),
        route=capture.route,
        uri=name,
        attributes=_clean(
            {
                **_read_common(fields),
                "submission": link,
                "submission_title": unescape(maybe_text(fields, "link_title"), capture),
                "reply_to_handle": maybe_text(fields, "link_author")
                if link == fields.get("parent_id")
                else "",
                ATTRIBUTE: name_drift("comment", COMMENT, fields),
            }
        ),
    )


def read_redditor(fields: Object, capture: Capture, watched: Watched) -> Account:
    """A redditor, or (``t5``) a subreddit."""
    profile = maybe_object(fields, "subreddit") or fields
    is_forum = "display_name" in fields
    number = need_id(fields, "name") if is_forum else f"t2_{need_id(fields, 'id').removeprefix('t2_')}"
    name = f"r/{need_id(fields, 'display_name')}" if is_forum else need_id(fields, "name")
    bio = unescape(maybe_text(profile, "public_description"), capture)
    created = fields.get("created_utc")
    provisional = watched.key if watched.key == name.lower() else ""
    attributes = {
        "link_karma": maybe_text(fields, "link_karma"),
        "comment_karma": maybe_text(fields, "comment_karma"),
        "verified": "1" if fields.get("verified") is True else "",
        "verified_email": "1" if fields.get("has_verified_email") is True else "",
        "employee": "1" if fields.get("is_employee") is True else "",
        "moderator": "1" if fields.get("is_mod") is True else "",
        "sensitive": "1" if profile.get("over_18") is True or profile.get("over18") is True else "",
        "kind": maybe_text(profile, "subreddit_type"),
        ATTRIBUTE: "" if is_forum else name_drift("redditor", REDDITOR, fields),
    }
    return Account(
        platform=watched.platform,
        key=number,
        handle=name,
        record_id=capture.record_id,
        where="/data",
        captured_at=capture.captured_at,
        url=f"{SITE}/{name}/" if is_forum else f"{SITE}/user/{name}/",
        host="www.reddit.com",
        display_name=unescape(maybe_text(profile, "title"), capture),
        bio=bio,
        created_at=read_moment(created),
        created_at_text=need_text_of(fields, "created_utc") if created is not None else "",
        created_at_precision="second" if created is not None else "",
        followers=maybe_count(profile, "subscribers") or None,
        avatar_url=_picture(fields, "icon_img") or _picture(profile, "community_icon"),
        banner_url=_picture(profile, "banner_img") or _picture(profile, "banner_background_image"),
        links=tuple(Link(url=one.url, kind="bio") for one in find_links(bio)),
        aliases=(provisional,) if provisional and provisional != number else (),
        attributes=_clean(attributes),
    )


def find_removal(kind: str, fields: Object) -> str:
    """Why a post is there no more in all but name, empty where it stands: who took what away.

    ``[deleted]`` is the author's doing, ``[removed]`` a moderator's or Reddit's.
    """
    text = maybe_text(fields, "selftext" if kind == "t3" else "body").strip()
    by = maybe_text(fields, "removed_by_category")
    if by:
        return f"removed_by_category: {by}"
    if text in GONE:
        return f"the text is {text}"
    return f"the author is {NOBODY}" if fields.get("author") == NOBODY and kind == "t1" else ""


def unescape(text: str, capture: Capture) -> str:
    """A text as it was written."""
    if "raw_json=1" in capture.url:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def read_moment(value: object) -> datetime | None:
    """Epoch seconds as UTC; ``None`` for ``false`` and what is no time."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 32_000_000_000:
        return None
    return datetime.fromtimestamp(value, UTC)


def need_text_of(fields: Object, name: str) -> str:
    """A number as it stood. Raises ``Unreadable`` where it is none."""
    value = need(fields, name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable(f"{name}: a time was due")
    return str(value)


def _account_of(fields: Object, watched: Watched) -> str:
    """Whose post it is: the author's id, else the watched key if it is theirs, else the author's name."""
    author = need_id(fields, "author")
    if number := maybe_text(fields, "author_fullname"):
        return number
    own = (watched.handle or watched.key).lower()
    return watched.key if author.lower() == own else author.lower()


def _read_links(fields: Object, name: str, capture: Capture) -> tuple[Link, ...]:
    """Links in the words, and what a link submission leads to."""
    markup = unescape(maybe_text(fields, f"{name}_html"), capture)
    inside: Iterable[Link] = (
        read_html(markup, SITE).links if markup else find_links(unescape(maybe_text(fields, name), capture))
    )
    links = [Link(url=one.url, text=one.text, expanded=unwrap_shim(one.url) or "") for one in inside]
    outbound = maybe_text(fields, "url_overridden_by_dest") or maybe_text(fields, "url")
    target = absolute(unescape(outbound, capture))
    own = fields.get("is_self") is True or fields.get("is_gallery") is True or _is_reddits(target)
    if target and not own and fields.get("title") is not None:
        links.append(Link(url=target, kind="card", expanded=unwrap_shim(target) or ""))
    return tuple(dict.fromkeys(links))


def _is_reddits(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0].lower()
    return host in ("i.redd.it", "v.redd.it", "preview.redd.it") or (
        host.removeprefix("www.") == "reddit.com"
    )


def _read_common(fields: Object) -> dict[str, str]:
    return {
        "forum": maybe_text(fields, "subreddit"),
        "forum_id": maybe_text(fields, "subreddit_id"),
        "distinguished": maybe_text(fields, "distinguished"),
        "stickied": "1" if fields.get("stickied") is True else "",
        "locked": "1" if fields.get("locked") is True else "",
        "author_flair": maybe_text(fields, "author_flair_text")[:LONGEST_LABEL],
    }


def _read_poll(poll: Object) -> str:
    return "\n".join(
        f"{maybe_text(option, 'text')}={maybe_text(option, 'vote_count')}"
        for option in maybe_objects(poll, "options")
    )


def _picture(fields: Object, name: str) -> str:
    return absolute(maybe_text(fields, name).replace("&amp;", "&"))


def _clean(found: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in found.items() if value}
