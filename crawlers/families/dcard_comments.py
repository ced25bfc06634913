"""Comments of a Dcard post, as the site's own interface lists them: read where a person recorded them.

Source: ``GET /_api/posts/ID/comments`` as leVirve/dcard-spider recorded it in 2016. Authors are anonymous: a
comment belongs to the board that is watched. Hidden ones keep their place without words.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.html_text import find_links
from crawlers.json_reading import (
    as_array,
    as_object,
    maybe_count,
    maybe_text,
    maybe_time,
    need_id,
    parse_json,
)
from crawlers.platform import Reading
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from crawlers.words import words
from storage.items import Capture, Observation, Post, Watched

_KNOWN = words(
    """
    likeCount id createdAt anonymous reportReason school department hidden gender host postId content
    updatedAt floor
    """
)


def read_comments(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The comments of a page, in the order in which they stand."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if is_page(capture):
        yield read_page_instead(capture, watched, "a list of comments")
        return
    if capture.status >= 400:
        yield report("not_found", capture, watched, f"status {capture.status}")
        return
    for number, one in enumerate(as_array(parse_json(capture))):
        fields = as_object(one, f"/{number}")
        id, post = need_id(fields), need_id(fields, "postId")
        if fields.get("hidden") is True:
            yield Observation(
                platform=watched.platform,
                post_id=id,
                kind="gone",
                record_id=capture.record_id,
                where=f"/{number}",
                captured_at=capture.captured_at,
                reason="the comment is hidden",
            )
            continue
        text = maybe_text(fields, "content")
        facts = {
            "school": maybe_text(fields, "school"),
            "department": maybe_text(fields, "department"),
            "gender": maybe_text(fields, "gender"),
            "floor": maybe_text(fields, "floor"),
            "updated_at": maybe_text(fields, "updatedAt"),
            ATTRIBUTE: name_drift("comment", _KNOWN, fields),
        }
        yield Post(
            platform=watched.platform,
            id=id,
            account=watched.key,
            url=f"https://www.dcard.tw/f/{watched.key}/p/{post}/b/{maybe_text(fields, 'floor')}",
            text=text,
            record_id=capture.record_id,
            where=f"/{number}",
            captured_at=capture.captured_at,
            kind="reply",
            posted_at=maybe_time(fields, "createdAt"),
            posted_at_text=maybe_text(fields, "createdAt"),
            reply_to=post,
            links=find_links(text),
            likes=maybe_count(fields, "likeCount"),
            route=capture.route,
            attributes={name: value for name, value in facts.items() if value},
        )
