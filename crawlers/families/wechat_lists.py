"""WeChat's lists of an account's articles that no visitor sees, as imports of a person's own visit hold them.

WeChat itself asks ``/mp/profile_ext?action=getmsg``; the platform for authors, where somebody with an account
of their own looks up another's articles, asks ``/cgi-bin/appmsgpublish`` (older: ``/cgi-bin/appmsg``). Both
write lists as JSON in JSON texts. They have an article's title and digest, and not its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from crawlers.families.wechat_notices import REFUSALS, read_wide_refusal
from crawlers.families.wechat_urls import find_post, read_biz, split_post
from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_text,
    parse_json,
)
from crawlers.platform import Reading, Unreadable
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Capture, Media, Observation, Post, Watched


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as a list has it: its fields, when it came, and where in the answer it stands."""

    fields: Object
    written: str
    where: str


def read_messages(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The articles of a list by title and digest; those that it says were deleted are gone."""
    if problem := read_wide_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    answer = maybe_object(body, "base_resp") or body
    if (code := need_text(answer, "ret")) != "0":
        said = maybe_text(answer, "err_msg") or maybe_text(answer, "errmsg")
        yield report(REFUSALS.get(code, "changed_format"), capture, watched, f"ret {code}: {said}")
        return
    asked = parse_qs(urlsplit(capture.url).query)
    biz = read_biz((asked.get("fakeid") or asked.get("__biz") or [""])[0])
    for entry in _list_entries(body):
        link = absolute(unescape(maybe_text(entry.fields, "content_url") or maybe_text(entry.fields, "link")))
        post = find_post(link) or f"{biz}_{maybe_text(entry.fields, 'aid')}"
        if not split_post(post)[0]:
            raise Unreadable(f"{entry.where}: neither a link nor fakeid and aid that name the article")
        if entry.fields.get("is_deleted") is True or maybe_text(entry.fields, "del_flag") == "4":
            yield _tell_gone(post, entry.where, capture, watched)
        else:
            yield _write_post(entry, post, link, (capture, watched))


def _list_entries(body: Object) -> Iterator[Entry]:
    if "general_msg_list" in body:
        for number, one in enumerate(maybe_objects(_unpack(body, "general_msg_list"), "list")):
            written = need_text(as_object(need(one, "comm_msg_info"), "comm_msg_info"), "datetime")
            first = maybe_object(one, "app_msg_ext_info")
            for place, fields in enumerate((first, *maybe_objects(first, "multi_app_msg_item_list"))):
                if maybe_text(fields, "content_url"):  # messages of words or a picture alone have none
                    yield Entry(fields, written, f"/general_msg_list/list/{number}/{place}")
    elif "publish_page" in body:
        for number, one in enumerate(maybe_objects(_unpack(body, "publish_page"), "publish_list")):
            if maybe_text(one, "publish_info"):
                for place, fields in enumerate(maybe_objects(_unpack(one, "publish_info"), "appmsgex")):
                    where = f"/publish_page/publish_list/{number}/appmsgex/{place}"
                    yield Entry(fields, need_text(fields, "create_time"), where)
    else:
        found = need(body, "app_msg_list")
        if not isinstance(found, list):
            raise Unreadable("app_msg_list: an array was due")
        for number, fields in enumerate(found):
            entry = as_object(fields, f"/app_msg_list/{number}")
            yield Entry(entry, need_text(entry, "create_time"), f"/app_msg_list/{number}")


def _unpack(fields: Object, name: str) -> Object:
    """The object that is written as a text in a field."""
    value: Any = need(fields, name)
    try:
        return as_object(orjson.loads(value) if isinstance(value, str) else value, name)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{name}: the text is no JSON: {error}") from error


def _write_post(entry: Entry, post: str, link: str, seen: tuple[Capture, Watched]) -> Post:
    capture, watched = seen
    fields = entry.fields
    posted_at = parse_time(entry.written)
    if posted_at is None:
        raise Unreadable(f"{entry.where}: {entry.written[:40]!r} is no time")
    cover = absolute(unescape(maybe_text(fields, "cover")))
    return Post(
        platform=watched.platform,
        id=post,
        account=split_post(post)[0],
        url=link.partition("#")[0].replace("http://", "https://", 1),
        text=unescape(maybe_text(fields, "digest")),
        title=unescape(need_text(fields, "title")),
        record_id=capture.record_id,
        where=entry.where,
        captured_at=capture.captured_at,
        kind="article",
        posted_at=posted_at,
        posted_at_text=entry.written,
        edited_at=None,
        media=(Media(url=cover, kind="image"),) if cover else (),
        route="import",
        attributes={
            name: value
            for name, value in (
                ("partial", "title and digest alone"),
                ("byline", maybe_text(fields, "author") or maybe_text(fields, "author_name")),
            )
            if value
        },
    )


def _tell_gone(post: str, where: str, capture: Capture, watched: Watched) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        reason="the list says that it was deleted",
    )
