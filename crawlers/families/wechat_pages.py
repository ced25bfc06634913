"""WeChat's pages as readers: an article, new or looked at again, and an account's page about itself.

An article that is asked as the way to an account (``entry``) tells the account and leads to its albums; one
that an album named, or that is known, is only read. A page that says that a known article was deleted or
taken away shows that it is gone; one about the account as a whole is the account's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from crawlers.families.wechat_articles import find_article, tell_account, write_account, write_post
from crawlers.families.wechat_notices import Notice, find_notice, read_wide_refusal, tell_problem
from crawlers.families.wechat_urls import album_url, find_post, read_biz
from crawlers.html_text import find_class, parse_html, read_element
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import read_page_instead, report
from storage.items import Capture, Observation, Watched

_GONE = ("deleted", "suspended")
_VERIFIED = re.compile(r"getverifyinfo\?[^\"'<>]{0,200}?__biz=([A-Za-z0-9+/=%]{4,60})")
_PLACE = re.compile(r"provinceName: '([^'\\]{1,40})'")


def ask_article(url: str, context: Mapping[str, str]) -> Fetch:
    """An article's page."""
    return Fetch(url=url, reader="article", route="page", context=context)


def ask_album(biz: str, album: str, context: Mapping[str, str]) -> Fetch:
    """An album's first page."""
    return Fetch(url=album_url(biz, album), reader="album_page", route="page", context=context)


def read_article_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The article; with it the account and its albums where it was asked as the way to them."""
    if problem := read_wide_refusal(capture, watched):
        yield problem
        return
    page = capture.body.decode("utf-8", "replace")
    article = find_article(page, capture.url)
    if article is None:
        yield from _explain(page, capture, watched)
        return
    if read_biz(watched.key) == watched.key and article.biz != watched.key:
        raise Unreadable(f"an article of another account, {article.biz}")
    context = capture.context
    if "account" in context or "entry" in context or "post" not in context:
        yield write_account(article, capture, watched)
    yield write_post(article, capture, watched)
    if "entry" in context:
        before = context.get("albums", "").split()
        albums = " ".join(dict.fromkeys((*before, *article.albums)))
        seen = " ".join(filter(None, (context.get("seen", ""), article.id)))
        kept = {**context, "albums": albums, "seen": seen, "told": "1"}
        for album in article.albums:
            if album not in before:
                yield ask_album(
                    article.biz, album, {name: kept[name] for name in kept if name not in ("entry", "post")}
                )


def read_about(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An account's page about itself (``/mp/aboutbiz``), as WeChat opens it and imports hold it."""
    if problem := read_wide_refusal(capture, watched):
        yield problem
        return
    page = capture.body.decode("utf-8", "replace")
    rows: dict[str, str] = {}
    for block in find_class(parse_html(page), "item-info"):
        titles, words = find_class(block, "item-title"), find_class(block, "item-desc")
        if titles and words:
            rows[read_element(titles[0]).text.strip()] = read_element(words[0]).text.strip()
    if "微信号" not in rows and "公众号简介" not in rows:
        yield from _explain(page, capture, watched)
        return
    owner = _VERIFIED.search(page)
    biz = (read_biz(owner[1].replace("%3D", "=")) if owner else "") or read_biz(watched.key)
    if not biz:
        raise Unreadable("__biz: lacks")
    place = _PLACE.search(page)
    told = {
        "signature": rows.get("公众号简介", ""),
        "verified_as": rows.get("认证类型", ""),
        "verified_body": rows.get("认证主体", ""),
        "place": place[1] if place else "",
    }
    yield tell_account(biz, "", rows.get("微信号", ""), told, (capture, watched))


def _explain(page: str, capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What stands in place of an article."""
    notice = find_notice(page)
    if notice is None:
        if capture.status in (404, 410):
            yield report("not_found", capture, watched, f"status {capture.status}")
        else:
            yield read_page_instead(capture, watched, "an article")
        return
    known = capture.context.get("post", "")
    post = known or find_post(capture.url)
    if post and not notice.wide and notice.kind in _GONE:
        yield _tell_gone(post, notice, capture, watched)
        if known:
            return
    yield tell_problem(notice, capture, watched)


def _tell_gone(post: str, notice: Notice, capture: Capture, watched: Watched) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where=".weui-msg__title",
        captured_at=capture.captured_at,
        reason=f"{notice.kind}: {notice.words}"[:300],
    )
