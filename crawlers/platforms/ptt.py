"""PTT, the Taiwanese bulletin board: the articles of a board, or of one author on a board, by its web pages.

Source: jwlin/ptt-web-crawler and other public readers (``.r-ent``, ``#main-content``, ``.push``). Lists show
no year: the time is in the name of an article, ``M.<epoch>.A.<hex>``.
"""

import re

from crawlers.address import split_address, strip_www
from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route
from storage.items import Watched

NAME, TIME = r"/bbs/([\w-]+/M\.\d{9,10}\.A\.[0-9A-F]+)\.html", r"/M\.(\d{9,10})\.A\."
HEAD, FOOT = ".article-metaline .article-meta-value", "#main-content > .f2"


def recognise(url: str) -> Watched | None:
    """A board, or an author's articles on one; names are the same in upper and lower case."""
    address = split_address(url)
    if address is None or strip_www(address.host) != "ptt.cc" or len(address.segments) not in (2, 3):
        return None
    bbs, board, page = (*address.segments, "index.html")[:3]
    author = re.fullmatch(r"author:\s*([A-Za-z][A-Za-z0-9]{1,12})", address.asked("q"))
    if bbs != "bbs" or not re.fullmatch(r"[\w-]{2,12}", board):
        return None
    if page == "search" and author is not None:
        name, path = f"{board}/{author[1]}", f"search?q=author%3A{author[1]}"
    elif re.fullmatch(r"index\d*\.html", page):
        name, path = board, "index.html"
    else:
        return None
    url = f"https://www.ptt.cc/bbs/{board}/{path}"
    return Watched(platform="ptt", key=name.lower(), url=url, handle=name.rpartition("/")[2], host="ptt.cc")


platform = html_list(
    Named(
        key="ptt", title="PTT", homepage="https://www.ptt.cc/bbs/", hosts=("www.ptt.cc", "ptt.cc"),
        example="https://www.ptt.cc/bbs/Stock/search?q=author%3Aicemilk", spellings=(),
        profile="https://www.ptt.cc/bbs/$key/index.html",
        routes=(
            Route(name="page", sees="articles with the addresses they were sent from, on boards open to all"),
            Route(name="import", sees="recorded pages, those of boards behind the question of age too"),
        ),
        imports=((rf"ptt\.cc{NAME}$", "post"), (r"ptt\.cc/bbs/[\w-]+/(index\d*\.html|search\?)", "list")),
        post_urls=(NAME,), pace=Pace(seconds=2.0, concurrency=1),
        notes="an author is watched on one board at a time (the web searches no further): "
        "/bbs/BOARD/search?q=author:NAME; boards that ask for one's age answer login_wall: the consent is a "
        "cookie (over18=1), and we send none of our own, so record such pages in a browser and import them",
    ),
    Listing(
        accounts=Accounts(at="/page", key="/key", handle="/handle", url="/profile", display_name="/board"),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), cursor=Cursor(by="url", at="/page/next"), items="/rows/*",
            only="/id", landmark="/page/due=1", one=Ask(url="", headers=ACCEPT), one_at="/page", cut="/id",
            id="/id", url="/url", posted_at="/time", title="/title", kind="article", pinned="/pinned",
            text="/words",
            markup="html", images="/images", replies="/pushes",
            attributes=(("score", "/score"), ("sent_from", "/sent_from"), ("edited", "/edited")),
        ),
        markers=(
            Marker(kind="login_wall", when="/location~/ask/over18", says="/location"),
            Marker(kind="login_wall", when="/page/over18"),
            Marker(kind="not_found", when="/status=404", says="/page/text"),
        ),
    ),
    Pages(
        recognise=recognise,
        listing=Sheet(
            due=".r-list-container", rows=".r-list-container .r-ent", marks=(("pinned",
            ".r-list-sep ~ .r-ent"),),
            page=(
                Cut(name="next", css='.btn-group-paging a:contains("上頁")@href'),
                Cut(name="board", css="a.board", match=r"(\S+)\s*$"), Cut(name="over18",
                css=".over18-notice"),
            ),
            row=(
                Cut(name="id", css=".title a@href", match=NAME), Cut(name="url", css=".title a@href"),
                Cut(name="time", css=".title a@href", match=TIME), Cut(name="title", css=".title a"),
                Cut(name="author", css=".meta .author"), Cut(name="score", css=".nrec"),
            ),
        ),
        post=Sheet(
            due="#main-content",
            page=(
                Cut(name="id", css="@address", match=NAME),
                Cut(name="url", css="@address", match=r"^([^?#]+)"),
                Cut(name="time", css="@address", match=TIME),
                Cut(name="author", css=HEAD, match=r"^(\w+)"), Cut(name="over18", css=".over18-notice"),
                Cut(name="title", css=".article-metaline:nth-child(3) .article-meta-value"),
                Cut(name="words", css="#main-content", reads="lines", match=r"(?s)^\s*(.*?)(?:\n--\s*)?\Z",
                    drop=".article-metaline, .article-metaline-right, .push, .f2, .richcontent"),
                Cut(name="images", css="#main-content > a@href", every=True,
                    match=r"(?i)^(https?://\S+\.(?:jpe?g|png|gif|webp))$"),
                Cut(name="pushes", css=".push", reads="count"),
                Cut(name="sent_from", css=FOOT, match=r"來自: (\S+)"),
                Cut(name="edited", css=FOOT, match=r"編輯: \S+ \([^)]{0,80}\), ([\d/]+ [\d:]+)", every=True),
            ),
        ),
    ),
)  # fmt: skip
