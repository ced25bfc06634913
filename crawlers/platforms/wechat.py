"""WeChat's official accounts (公众号): their articles and albums."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.families import wechat_albums, wechat_lists, wechat_pages
from crawlers.families.wechat_pages import ask_album, ask_article
from crawlers.families.wechat_urls import (
    HOST,
    find_album,
    find_post,
    is_article,
    profile_url,
    read_biz,
    recognise_account,
)
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched

KEY = "wechat"
MOST_RECHECKED = 30
_KEPT = ("user_name", "signature", "avatar")


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The known albums, the watched article where it is the only way, and known articles once more."""
    if next(iter(known.routes or ("page",))) != "page":
        return
    biz, album = find_album(watched.url)
    biz = biz or next((key for key in (known.key, watched.key) if key and read_biz(key) == key), "")
    albums = list(dict.fromkeys(filter(None, (*known.attributes.get("albums", "").split(), album))))
    again = {post.id: post.url for post in known.recheck[:MOST_RECHECKED] if is_article(post.url)}
    entry = watched.url if is_article(watched.url) else ""
    is_first = not known.newest_id or known.full
    context = {name: known.attributes.get(name, "") for name in _KEPT}
    context |= {
        "albums": " ".join(albums),
        "newest": "" if known.full else known.newest_id,
        "seen": " ".join(again),
        "alias": known.handle if known.handle != context["user_name"] else "",
    }
    context = {name: value for name, value in context.items() if value}
    for one in albums:
        yield ask_album(biz, one, context)
    for post, url in again.items():
        if url != entry:
            yield ask_article(url, {"post": post})
    if entry and (is_first or not albums or entry in again.values()):
        post = next((post for post, url in again.items() if url == entry), "")
        post = post or ("" if is_first else find_post(entry))
        yield ask_article(entry, {**context, "entry": "1", **({"post": post} if post else {})})
    elif not entry and not albums:
        yield ask_article(profile_url(biz), {})


platform = Platform(
    key=KEY,
    title="WeChat official accounts",
    homepage="https://mp.weixin.qq.com/",
    family="wechat",
    example="https://mp.weixin.qq.com/mp/appmsgalbum?__biz=MzkyODQ5MTIzNw==&action=getalbum"
    "&album_id=4278391120221962241",
    recognise=lambda url: recognise_account(url, KEY),
    routes=(
        Route(
            name="page",
            sees="a watched article, the albums that it belongs to, all articles in them; no counts",
        ),
        Route(
            name="import", sees="articles, albums, about pages and lists of articles that a person recorded"
        ),
    ),
    start=start,
    readers={
        "article": wechat_pages.read_article_page,
        "about": wechat_pages.read_about,
        "album_page": wechat_albums.read_album_page,
        "album": wechat_albums.read_album,
        "messages": wechat_lists.read_messages,
    },
    hosts=(HOST,),
    pace=Pace(seconds=1.0, concurrency=1),
    imports=(
        (r"^https?://mp\.weixin\.qq\.com/s(\?|/)", "article"),
        (r"^https?://mp\.weixin\.qq\.com/mp/appmsgalbum\?.*\bf=json\b", "album"),
        (r"^https?://mp\.weixin\.qq\.com/mp/appmsgalbum\?", "album_page"),
        (r"^https?://mp\.weixin\.qq\.com/mp/aboutbiz\?", "about"),
        (r"^https?://mp\.weixin\.qq\.com/mp/profile_ext\?.*\baction=getmsg\b", "messages"),
        (r"^https?://mp\.weixin\.qq\.com/cgi-bin/appmsg(publish)?\?", "messages"),
    ),
    post_urls=(
        r"(?i)^(?:https?://)?mp\.weixin\.qq\.com/s/([\w-]{22})",
        r"(?i)^(?:https?://)?mp\.weixin\.qq\.com/s\?(?=.*__biz=)(?=.*\bmid=(\d+))",
    ),
    expects="the account, and the articles of its albums",
    evidence="recorded body",
    notes="No credential: WeChat has no API for other people's accounts, and the list of all articles of an "
    "account (profile_ext) opens in WeChat itself only. Watch an article or, better, an album "
    "(合集, the address that begins with /mp/appmsgalbum): an article leads to the albums that it is in, and "
    "those to their articles. Articles in no album are found only where each is watched or imported. Counts "
    "of readers and likes are not in the pages. WeChat checks visitors after many requests, and for long "
    "addresses (/s?__biz=) sooner than for short ones (/s/…); its check is reported as a challenge and not "
    "gone through: import a visit that a person recorded then. What was deleted by its author, what WeChat "
    "took away and what cannot be seen for the time being are told apart by the page's words.",
)
