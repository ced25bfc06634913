"""WeChat's albums, which list articles that their account has put together: the only public list there is.

Sources: the page's own script (``window.cgiData``), ``/mp/appmsgalbum?action=getalbum&f=json`` as public
programs read it. The first page is the album's own, older ones come as JSON from the last ``msgid`` on. A
list of one comes as an object; past the end ``article_list`` lacks. A message's number grows with each
message, so an article is new where its number is higher than that of the newest known one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode

from crawlers.families.wechat_articles import tell_account
from crawlers.families.wechat_notices import REFUSALS, find_notice, read_wide_refusal, tell_problem
from crawlers.families.wechat_pages import ask_article
from crawlers.families.wechat_script import read_object
from crawlers.families.wechat_urls import HOME, article_url, find_album, is_article, read_biz, split_post
from crawlers.html_text import absolute, parse_html, select
from crawlers.json_reading import (
    as_object,
    maybe_text,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import read_page_instead, report
from storage.items import Account, Capture, Watched

PAGE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as an album lists it."""

    id: str
    mid: int
    idx: int
    url: str


def read_album_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An album's own page: whose it is, its new articles, the next page."""
    if problem := read_wide_refusal(capture, watched):
        yield problem
        return
    page = capture.body.decode("utf-8", "replace")
    data = read_object(page, "window.cgiData")
    entries: Sequence[Mapping[str, Any]] = [
        one for one in data.get("articleList") or () if isinstance(one, dict)
    ] or _read_rows(page)
    if not entries and "article_count" not in data:
        if notice := find_notice(page):
            yield tell_problem(notice, capture, watched)
        else:
            yield read_page_instead(capture, watched, "an album")
        return
    biz = _find_biz(capture, watched)
    listed = [_read_entry(one, biz, f"/articleList/{number}") for number, one in enumerate(entries)]
    asked = list(_go_on(listed, maybe_text(data, "continue_flag") == "1", capture, biz))
    if biz and "told" not in capture.context and not any(one.reader == "article" for one in asked):
        yield _tell_account(data, biz, capture, watched)
    if not listed:
        if maybe_text(data, "article_count").strip() != "0":
            raise Unreadable("articleList: empty, though article_count is not 0")
        yield report("empty_proven", capture, watched, "article_count is 0")
    yield from asked


def read_album(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A further page of an album, as JSON."""
    if problem := read_wide_refusal(capture, watched):
        yield problem
        return
    if b"<html" in capture.body[:2000].lower():
        notice = find_notice(capture.body.decode("utf-8", "replace"))
        yield (
            tell_problem(notice, capture, watched)
            if notice
            else read_page_instead(capture, watched, "a page of an album")
        )
        return
    body = as_object(parse_json(capture))
    answer = as_object(need(body, "base_resp"), "base_resp")
    if (code := need_text(answer, "ret")) != "0":
        kind = REFUSALS.get(code, "changed_format")
        yield report(kind, capture, watched, f"ret {code}: {maybe_text(answer, 'errmsg')}")
        return
    album = as_object(need(body, "getalbum_resp"), "getalbum_resp")
    found = album.get("article_list")
    entries = [found] if isinstance(found, dict) else found if isinstance(found, list) else []
    if not entries and need_text(album, "continue_flag") != "0":
        raise Unreadable("article_list: lacks, though continue_flag is not 0")
    biz = _find_biz(capture, watched)
    listed = [
        _read_entry(as_object(one, f"/article_list/{number}"), biz, f"/article_list/{number}")
        for number, one in enumerate(entries)
    ]
    yield from _go_on(listed, maybe_text(album, "continue_flag") == "1", capture, biz)


def _go_on(listed: Sequence[Listed], more: bool, capture: Capture, biz: str) -> Iterable[Fetch]:
    """What is new, and the page after it: where the newest stand first, down to what is known.

    The first article on an album's own page tells the account as well, of which an album shows little.
    """
    context = capture.context
    tells = {} if "told" in context else {"account": "1", "albums": _join_albums(capture)}
    newest = split_post(context.get("newest", ""))[1]
    seen = set(context.get("seen", "").split())
    for one in listed:
        if one.mid > newest and one.id not in seen:
            yield ask_article(one.url, {"post": one.id, **tells})
            tells = {}
    falls = len(listed) < 2 or listed[0].mid >= listed[-1].mid
    if not more or not listed or (falls and listed[-1].mid <= newest):
        return
    counted = count_page(context, mark_page(one.id for one in listed))
    _, album = find_album(capture.url)
    if counted is not None and album:
        last = listed[-1]
        query = {"action": "getalbum", "__biz": biz, "album_id": album, "count": str(PAGE),
                 "begin_msgid": str(last.mid), "begin_itemidx": str(last.idx), "f": "json"}  # fmt: skip
        url = f"{HOME}/mp/appmsgalbum?{urlencode(query, safe='=', quote_via=quote)}"
        kept = {name: context[name] for name in ("newest", "seen") if name in context}
        yield Fetch(url=url, reader="album", route="page", context={**kept, **counted, "told": "1"})


def _read_entry(entry: Mapping[str, Any], biz: str, where: str) -> Listed:
    mid, idx = need_id(entry, "msgid"), need_id(entry, "itemidx")
    if not (mid + idx).isascii() or not (mid + idx).isdigit() or len(mid) > 20 or len(idx) > 3:
        raise Unreadable(f"{where}: msgid or itemidx is no number")
    url = absolute(unescape(maybe_text(entry, "url") or maybe_text(entry, "content_url")))
    url = url.partition("#")[0].replace("http://", "https://", 1)
    if not is_article(url):
        if not biz:
            raise Unreadable(f"{where}: url: no article's")
        url = article_url(biz, mid, idx)
    return Listed(id=f"{biz}_{int(mid)}_{int(idx)}", mid=int(mid), idx=int(idx), url=url)


def _read_rows(page: str) -> list[Mapping[str, Any]]:
    """The articles as the page's markup lists them."""
    names = {"msgid": "data-msgid", "itemidx": "data-itemidx", "url": "data-link", "title": "data-title"}
    rows = select(parse_html(page), "//*[@data-link and @data-msgid and @data-itemidx]")
    return [{name: row.get(attribute) or "" for name, attribute in names.items()} for row in rows]


def _find_biz(capture: Capture, watched: Watched) -> str:
    return find_album(capture.url)[0] or (watched.key if read_biz(watched.key) == watched.key else "")


def _tell_account(data: Mapping[str, Any], biz: str, capture: Capture, watched: Watched) -> Account:
    context = capture.context
    told = {
        "albums": _join_albums(capture),
        "user_name": maybe_text(data, "user_name") or context.get("user_name", ""),
        "signature": context.get("signature", ""),
        "avatar": context.get("avatar", ""),
    }
    return tell_account(
        biz, maybe_text(data, "nick_name"), context.get("alias", ""), told, (capture, watched)
    )


def _join_albums(capture: Capture) -> str:
    """The known albums of the account and this one."""
    known = capture.context.get("albums", "").split()
    return " ".join(filter(None, dict.fromkeys((*known, find_album(capture.url)[1]))))
