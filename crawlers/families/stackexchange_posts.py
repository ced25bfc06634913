"""Questions, answers, comments and users of the Stack Exchange API as items.

Source: api.stackexchange.com/docs/types (``question``, ``answer``, ``comment``, ``user``, ``revision``) and
recorded answers. Questions, answers and comments share one number space a site, except that comments have
their own: ``site/c123``. Times are epoch seconds; texts escape HTML in titles, bodies are HTML (asked for
with ``filter=withbody``).
"""

from __future__ import annotations

from html import unescape

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.forum_json_words import find_blockquotes, read_body
from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    maybe_array,
    maybe_count,
    maybe_object,
    maybe_text,
    maybe_time,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Link, Observation, Post, Watched

POST = words(
    """
    tags owner last_editor is_answered is_accepted accepted_answer_id accepted_date awarded_bounty_amount
    awarded_bounty_users bounty_amount bounty_closes_date protected_date closed_date closed_reason
    closed_details close_vote_count reopen_vote_count delete_vote_count answer_count comment_count
    favorite_count view_count score up_vote_count down_vote_count last_activity_date creation_date
    last_edit_date community_owned_date locked_date migrated_from migrated_to notice question_id answer_id
    comment_id post_id post_type content_license link share_link title body body_markdown reply_to_user
    edited article_id article_type posted_by_collectives recommendations collectives can_comment can_flag
    can_close can_edit can_suggest_edit upvoted downvoted accepted favorited
    """
)
USER = words(
    """
    badge_counts account_id is_employee last_modified_date last_access_date reputation_change_year
    reputation_change_quarter reputation_change_month reputation_change_week reputation_change_day reputation
    creation_date user_type user_id accept_rate location website_url link profile_image display_name
    timed_penalty_date about_me age view_count question_count answer_count up_vote_count down_vote_count
    collectives
    """
)
KINDS = ("question", "answer", "comment")


def read_post(fields: Object, capture: Capture, watched: Watched, where: str) -> Post:
    """A question, answer or comment, by the number that it bears.

    Raises ``Unreadable`` where what every post has lacks.
    """
    site, kind = watched.host, tell_kind(fields)
    number = need_id(fields, f"{kind}_id")
    posted_text = need_text(fields, "creation_date")
    posted_at = parse_time(posted_text)
    if posted_at is None:
        raise Unreadable(f"creation_date: no time: {posted_text[:40]}")
    body = read_body(need_text(fields, "body"), f"https://{site}/", find_blockquotes)
    owner = maybe_object(fields, "owner")
    name = unescape(maybe_text(owner, "display_name"))
    answered = maybe_text(fields, "question_id" if kind == "answer" else "post_id")
    title = unescape(maybe_text(fields, "title"))
    paths = {"question": f"q/{number}", "answer": f"a/{number}", "comment": f"posts/comments/{number}"}
    told = {
        "type": kind,
        "thread": maybe_text(fields, "question_id"),
        "thread_title": title,
        "author_id": maybe_text(owner, "user_id"),
        "network_account": maybe_text(owner, "account_id"),
        "accepted": "1" if fields.get("is_accepted") is True else "",
        "closed": maybe_text(fields, "closed_reason"),
        "licence": maybe_text(fields, "content_license"),
        "editor": unescape(maybe_text(maybe_object(fields, "last_editor"), "display_name")),
        **body.tell(),
        ATTRIBUTE: name_drift("post", POST, fields),
    }
    return Post(
        platform=watched.platform,
        id=name_post(site, kind, number),
        account=name_user(site, owner),
        url=f"https://{site}/{paths[kind]}",
        text=body.text,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind="post" if kind == "question" else "reply",
        title=title if kind == "question" else "",
        author=name,
        posted_at=posted_at,
        posted_at_text=posted_text,
        edited_at=maybe_time(fields, "last_edit_date"),
        reply_to=f"{site}/{answered}" if answered and kind != "question" else "",
        hashtags=tuple(
            one for one in maybe_array(fields, "tags") if isinstance(one, str) and "\x00" not in one
        ),
        media=body.media,
        links=body.links,
        replies=maybe_count(fields, "answer_count"),
        likes=maybe_count(fields, "score"),
        views=maybe_count(fields, "view_count"),
        route=capture.route,
        attributes={label: value for label, value in told.items() if value},
    )


def read_user(fields: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A user of one site; ``network_account`` in the attributes is the same person on all of them."""
    site, number = watched.host, need_id(fields, "user_id")
    key, created = f"{site}#{number}", need_text(fields, "creation_date")
    penalty = maybe_text(fields, "timed_penalty_date")
    web = absolute(unescape(maybe_text(fields, "website_url")))
    told = {
        "network_account": maybe_text(fields, "account_id"),
        "reputation": maybe_text(fields, "reputation"),
        "user_type": maybe_text(fields, "user_type"),
        "location": unescape(maybe_text(fields, "location")),
        "last_access_at": maybe_text(fields, "last_access_date"),
        "suspended_until": penalty,
        ATTRIBUTE: name_drift("user", USER, fields),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=unescape(need_text(fields, "display_name")),
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=f"https://{site}/users/{number}",
        host=site,
        display_name=unescape(need_text(fields, "display_name")),
        created_at=parse_time(created),
        created_at_text=created,
        created_at_precision="second" if parse_time(created) else "",
        state="suspended" if penalty else "live",
        avatar_url=absolute(maybe_text(fields, "profile_image")),
        links=(Link(url=web, kind="profile"),) if web else (),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={label: value for label, value in told.items() if value},
    )


def read_revision(fields: Object, capture: Capture, watched: Watched, where: str) -> Observation:
    """That a post was written (the first revision) or changed: by whom, when and why, as its history says."""
    number, revision = need_id(fields, "post_id"), need_id(fields, "revision_number")
    by = unescape(maybe_text(maybe_object(fields, "user"), "display_name"))
    at = parse_time(need_text(fields, "creation_date"))
    said = f"revision {revision} by {by or 'nobody named'}, {at.isoformat() if at else 'no time'}"
    comment = unescape(maybe_text(fields, "comment"))
    return Observation(
        platform=watched.platform,
        post_id=f"{watched.host}/{number}",
        kind="seen" if revision == "1" else "changed",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason=f"{said}: {comment}"[:300] if comment else said,
    )


def tell_kind(fields: Object) -> str:
    """Whether it is a comment, an answer or a question. An answer names its question too."""
    for kind in ("comment", "answer", "question"):
        if f"{kind}_id" in fields:
            return kind
    raise Unreadable("question_id, answer_id, comment_id: all lack")


def name_post(site: str, kind: str, number: str) -> str:
    """A post's id."""
    return f"{site}/c{number}" if kind == "comment" else f"{site}/{number}"


def name_user(site: str, owner: Object) -> str:
    """The key of who wrote it; of a user who is no more there is but a name."""
    number = maybe_text(owner, "user_id")
    return f"{site}#{number}" if number else f"{site}/guest/{maybe_text(owner, 'display_name').lower()}"
