"""Baidu Tieba: what a person's page lists of newest threads and replies, each read from its thread.

Source: RSSHub lib/routes/tieba (``data-field``, ``.tail-info``), MediaCrawler's reader of threads, public
readers of ``home/main`` (``a.title``). Pages were once GBK and are UTF-8 now; times are China's, to the
minute.
"""

import re
from urllib.parse import quote

from crawlers.address import split_address, strip_www
from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, SEES, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.platform import Pace, Route
from storage.items import Watched

ID, HOST = r"tieba\.baidu\.com/p/\d+\?(?:[^#]*&)?pid=(\d+)", "tieba.baidu.com"
PORTRAIT = "img[src*='/portrait/item/']@src"


def recognise(url: str) -> Watched | None:
    """A person by name (``un``) or by the id of the portrait (``id``), which stays when the name changes."""
    address = split_address(url)
    if address is None or strip_www(address.host) != HOST or address.segments != ("home", "main"):
        return None
    name, portrait = address.asked("un"), address.asked("id").partition("?")[0]
    if re.fullmatch(r"tb\.1\.[\w.-]{8,80}|[0-9a-f]{16,64}", portrait):
        home = f"https://{HOST}/home/main?id={portrait}"
        return Watched(platform="tieba", key=portrait, url=home, host=HOST)
    if not 0 < len(name) <= 40 or re.search(r"[\s\ufffd/?&#]", name):
        return None
    home = f"https://{HOST}/home/main?ie=utf-8&un={quote(name)}"
    return Watched(platform="tieba", key=name, url=home, handle=name, host=HOST)


platform = html_list(
    Named(
        key="tieba", title="Baidu Tieba", homepage="https://tieba.baidu.com/", hosts=(HOST, f"www.{HOST}"),
        example=f"https://{HOST}/home/main?id=tb.1.1a2b3c4d.WpLx9QZr7", spellings=(),
        profile=f"https://{HOST}/",
        routes=(
            SEES,
            Route(name="browser", sees="the newest threads, where the site sends programs to a captcha"),
            Route(name="import", sees="pages of persons and threads that a person recorded"),
        ),
        imports=((r"tieba\.baidu\.com/home/main\?", "list"), (r"tieba\.baidu\.com/p/\d+", "post")),
        post_urls=(ID,), pace=Pace(seconds=5.0, concurrency=1),
        notes="a person's page lists about 20 newest contributions and no more; who hides them shows none. "
        "Baidu sends programs to a captcha (challenge) as it likes: use the browser or an import then",
    ),
    Listing(
        accounts=Accounts(
            at="/page", key="/portrait|/key", handle="/name|/handle", url="/profile", display_name="/name",
            avatar_url="/avatar",
        ),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), cursor=Cursor(by="url", at="/page/next"), items="/rows/*",
            only="/id",
            one=Ask(url="", headers=ACCEPT), one_at="/page", gone="/page/lacks=1",
            id="/id|/field/content/post_id",
            url="/url", posted_at="/time", text="/words|/field/content/content", markup="html",
            title="/subject",
            kind="article", must=("/field/author",), images="/images",
            refers=(Refers(kind="reply", when="/floor~^([2-9]|1\\d)",
            of="https://tieba.baidu.com/p/{/thread}"),),
            attributes=(("forum", "/forum"), ("place", "/place"), ("floor", "/floor")),
        ),
        markers=(
            Marker(kind="challenge", when="/location~wappass\\.baidu\\.com|/captcha", says="/location"),
            Marker(kind="challenge", when="/page/title~百度安全验证", says="/page/title"),
            Marker(kind="login_wall", when="/location~passport\\.baidu\\.com", says="/location"),
            Marker(kind="deleted", when="/page/text~该贴已被删除|帖子已被删除", says="/page/text"),
            Marker(kind="suspended", when="/page/text~该用户已被屏蔽|已被封禁", says="/page/text"),
            Marker(kind="private", when="/page/text~隐藏了.{0,8}动态", says="/page/text"),
            Marker(kind="not_found", when="/page/text~您访问的.{0,8}不存在", says="/page/text"),
        ),
    ),
    Pages(
        by_link=True, recognise=recognise, author="/field/author/user_name|/field/author/portrait",
        listing=Sheet(
            due="img[src*='/portrait/item/']", rows="a.title[href*='/p/']", encoding="gb18030",
            page=(
                Cut(name="portrait", css=PORTRAIT, match=r"/portrait/item/([\w.-]+)"),
                Cut(name="avatar", css=PORTRAIT), Cut(name="name", css="title", match=r"^(.{1,40}?)的贴吧"),
            ),
            row=(Cut(name="id", css="@href", match=ID), Cut(name="url", css="@href", match=r"^([^#]+)")),
        ),
        post=Sheet(
            due=".p_postlist", rows=".p_postlist > [data-field]", encoding="gb18030", utc_offset_h=8,
            page=(
                Cut(name="url", css="@address", match=r"^([^#]+)"),
                Cut(name="thread", css="@address", match=r"/p/(\d+)"),
                Cut(name="subject", css=".core_title_txt@title"), Cut(name="forum", css=".card_title_fname"),
            ),
            row=(
                Cut(name="field", css="@data-field", reads="json"),
                Cut(name="id", css="@data-field", match=r'"post_id":"?(\d+)'),
                Cut(name="words", css=".d_post_content", reads="markup"),
                Cut(name="time", css=".tail-info", match=r"^(\d{4}-\d\d-\d\d \d\d:\d\d)$", reads="date"),
                Cut(name="floor", css=".tail-info", match=r"^(\d+)楼"),
                Cut(name="place", css=".post-tail-wrap > span", match=r"IP属地[:：]\s*(\S+)"),
                Cut(name="images", css="img.BDE_Image@src", every=True),
            ),
        ),
    ),
)  # fmt: skip
