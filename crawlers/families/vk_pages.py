"""VKontakte's public pages without login: a wall, a post by itself, and what they say instead.

Sources: public programs that read these pages, and the words on them. A wall shows ten posts to a visitor,
and older ones by ``?offset=``, or asks for a login in place of them. Known posts that are not among them are
looked up one by one, where the wall is there at all. Pages of the desktop site are in windows-1251.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs, quote, urlsplit

from lxml import etree

from crawlers.families.vk_api import is_known
from crawlers.families.vk_page_posts import find_posts, read_block
from crawlers.families.vk_urls import OWNER, wall_url
from crawlers.html_text import absolute, find_class, parse_html, read_element, select, text_of
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import header, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Observation, Post, Problem, ProblemKind, Watched

_SAID: tuple[tuple[str, ProblemKind], ...] = (
    (r"заблокирован|banned|blocked|suspended", "suspended"),
    (r"войти|войдите|авториз|log in|sign in|autho?ri[sz]ed|logged in", "login_wall"),
    (r"(вашей|вашем|этой|этом) (стран|регион)|your (country|region)", "geo_blocked"),
    (r"не найден|ещё не создан|еще не создан|not found|does not exist|hasn.t been created", "not_found"),
    (r"удален|удалён|deleted", "deleted"),
    (r"закрыт|частн|приватн|private|closed|скрыт|hidden|ограничен|restricted", "private"),
)
_NOTICES = (
    "profile_deleted_text",
    "profile_blocked",
    "profile_closed_wall_dummy",
    "group_info_private",
    "message_page_body",
    "message_page",
    "service_msg_box",
    "service_msg",
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{3,20})", re.IGNORECASE)


def ask_page(path: str, reader: str, context: Mapping[str, str]) -> Fetch:
    """A page of the mobile site."""
    return Fetch(url=f"https://m.vk.com/{path}", reader=reader, route="page", context=context)


def read_wall_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A wall: who owns it, its newest posts, and the older page after it, down to what is known."""
    if problem := _read_refusal(capture, watched):
        yield problem
        return
    root = _parse(capture)
    blocks = find_posts(root)
    if problem := _read_notice(root, capture, watched) if not blocks else None:
        yield problem
        return
    posts = [read_block(block, capture, watched) for block in blocks]
    context = dict(capture.context)
    if "offset" not in context:
        owner = next((post.account for post in posts), "") or _read_owner(root) or watched.key
        yield _read_account(root, owner, capture, watched)
    yield from posts
    if not posts:
        if "offset" not in context:
            yield _explain_empty(root, capture, watched)
        for one in context.get("recheck", "").split():
            yield ask_page(f"wall{quote(one, safe='')}", "post_page", {"post": one})
        return
    newest = context.get("newest", "")
    shown = {post.id for post in posts}
    context["recheck"] = " ".join(one for one in context.get("recheck", "").split() if one not in shown)
    more: list[Reading] = []
    if not newest or not any(is_known(post.id, newest) for post in posts if not post.pinned):
        more = list(_turn(root, posts, replace(capture, context=context), watched))
        yield from more
    if not any(isinstance(one, Fetch) for one in more):
        for one in context["recheck"].split():
            yield ask_page(f"wall{quote(one, safe='')}", "post_page", {"post": one})


def read_known_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post by itself: as it is now, or gone."""
    post_id = capture.context["post"]
    notice = None
    if capture.status not in (404, 410):
        if problem := _read_refusal(capture, watched):
            yield problem
            return
        root = _parse(capture)
        for block in find_posts(root):
            post = read_block(block, capture, watched)
            if post.id == post_id:
                yield post
                return
        notice = _read_notice(root, capture, watched)
        if notice is None:
            raise Unreadable(f"neither the post {post_id} nor a notice in place of it")
        if notice.kind not in ("not_found", "deleted"):
            yield notice
            return
    yield Observation(
        platform=watched.platform,
        post_id=post_id,
        kind="gone",
        record_id=capture.record_id,
        where=".service_msg",
        captured_at=capture.captured_at,
        reason=notice.reason if notice else f"status {capture.status}",
    )


def _read_refusal(capture: Capture, watched: Watched) -> Problem | None:
    target = header(capture, "location")
    if 300 < capture.status < 400 and capture.status != 304:
        if "challenge" in target or "hash429" in target:
            return report("challenge", capture, watched, "sent on to VKontakte's bot check")
        if "login" in target or "id.vk." in target:
            return report("login_wall", capture, watched, "sent on to the login")
        if "blank.php" in target:
            return report("geo_blocked", capture, watched, f"sent on to {target[:100]}")
        return report("changed_format", capture, watched, f"sent on to {target[:100]}")
    if problem := read_refusal(capture, watched):
        return problem
    if b"robot-error" in capture.body[:200_000] or b"challenge.html?hash429" in capture.body[:20_000]:
        return report("challenge", capture, watched, "VKontakte's bot check")
    if capture.status == 404:
        return report("not_found", capture, watched, "status 404")
    if capture.status >= 400:
        return read_page_instead(capture, watched, "a wall")
    return None


def _parse(capture: Capture) -> etree._Element:
    said = re.search(r"charset=([\w-]{3,20})", header(capture, "content-type"))
    meta = _CHARSET.search(capture.body[:4096])
    name = said[1] if said else meta[1].decode("ascii", "replace") if meta else "utf-8"
    try:
        return parse_html(capture.body.decode(name, "replace"))
    except LookupError:
        return parse_html(capture.body)


def _read_notice(root: etree._Element, capture: Capture, watched: Watched) -> Problem | None:
    """What stands in place of a wall; ``None`` if nothing does."""
    for name in _NOTICES:
        for one in find_class(root, name):
            said = " ".join(read_element(one).text.split())
            kind = next((kind for words, kind in _SAID if re.search(words, said, re.IGNORECASE)), None)
            if kind is None and name in ("profile_closed_wall_dummy", "group_info_private"):
                kind = "private"
            if kind is not None:
                return report(kind, capture, watched, said or name)
            if said:
                return report("changed_format", capture, watched, f"a notice: {said}")
    return None


def _read_account(root: etree._Element, owner: str, capture: Capture, watched: Watched) -> Account:
    title = next((one.get("content") or "" for one in select(root, "//meta[@property='og:title']")), "")
    names = ("op_header", "owner_name", "page_name", "PageHeader__name", "group_name")
    name = next(filter(None, (text_of(root, one) for one in names)), "") or title
    about = next(
        filter(None, (text_of(root, one) for one in ("pp_status", "page_current_info", "pp_info"))), ""
    )
    rows = [" ".join(read_element(one).text.split()) for one in find_class(root, "OwnerInfo__rowCenter")]
    counted = [
        re.match(r"([\d\s]{1,15}) (?:подписчик|участник|follower|subscriber|member)", row) for row in rows
    ]
    followers = next((int(re.sub(r"\s", "", one[1])) for one in counted if one), None)
    total = re.match(r"([\d\s]{1,15}) (?:запис|post)", text_of(root, "slim_header").strip())
    handle = watched.handle
    return Account(
        platform=watched.platform,
        key=owner,
        handle=handle,
        record_id=capture.record_id,
        where=".owner_panel",
        captured_at=capture.captured_at,
        url=f"https://vk.com/{handle}"
        if handle
        else wall_url(owner)
        if OWNER.fullmatch(owner)
        else watched.url,
        host="vk.com",
        display_name=name,
        bio=about,
        followers=followers,
        posts=int(re.sub(r"\s", "", total[1])) if total else None,
        avatar_url=next(
            (absolute(one.get("content") or "") for one in select(root, "//meta[@property='og:image']")), ""
        ),
        aliases=tuple(one for one in dict.fromkeys((watched.key, handle.lower())) if one and one != owner),
        attributes={"info": "\n".join(rows)[:2000]} if rows else {},
    )


def _read_owner(root: etree._Element) -> str:
    """The owner of a wall that shows no post."""
    for one in select(root, "//*[@data-owner-id]"):
        if OWNER.fullmatch(one.get("data-owner-id") or ""):
            return one.get("data-owner-id") or ""
    return ""


def _explain_empty(root: etree._Element, capture: Capture, watched: Watched) -> Reading:
    said = " ".join((text_of(root, "slim_header"), text_of(root, "no_posts"))).strip()
    if re.search(r"(?i)\b(0|нет|no)\s+(запис|post)|записей нет|пока нет", said):
        return report("empty_proven", capture, watched, said)
    raise Unreadable("a page without posts that does not say that there are none")


def _turn(root: etree._Element, posts: list[Post], capture: Capture, watched: Watched) -> Iterable[Reading]:
    target = next((one.get("href") or "" for one in find_class(root, "show_more")), "")
    if not target:
        return
    if "login" in target:
        said = f"older posts than these {len(posts)} are shown after a login only"
        yield report("login_wall", capture, watched, said)
        return
    offset = parse_qs(urlsplit(target).query).get("offset", [""])[0]
    before = capture.context.get("offset", "0")
    if not (offset.isascii() and offset.isdigit() and len(offset) < 9 and int(offset) > int(before)):
        return
    counted = count_page(capture.context, mark_page(post.id for post in posts))
    if counted is not None:
        path = urlsplit(capture.url).path.lstrip("/")
        context = {**capture.context, **counted, "offset": offset}
        yield ask_page(f"{path}?offset={offset}&own=1", "wall_page", context)
