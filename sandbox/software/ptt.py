"""PTT's web pages: the articles of a board, those of one author there, and one article.

A board's page shows the oldest article first and what is pinned below a line; the pages themselves go back in
time. A search shows the newest first. The board ``Gossiping`` asks for one's age.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, timedelta, timezone
from html import escape

from sandbox.exchange import Answer, Asked, answer_page, redirect
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_id
from sandbox.world import World

HOST, PAGE = "www.ptt.cc", 4
TAIPEI = timezone(timedelta(hours=8))
STATION = "※ 發信站: 批踢踢實業坊(ptt.cc), 來自: 198.51.100.7 (臺灣)"


def address_account(account: Account) -> Account:
    """An author on the board that the place names."""
    url = f"https://{HOST}/bbs/{account.flavour}/search?q=author%3A{account.handle}"
    return replace(account, key=f"{account.flavour}/{account.handle}".lower(), url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """An article, named after the second it was written in."""
    tail = make_id(post.ref, 3, "0123456789ABCDEF")
    name = f"M.{int(post.posted_at.timestamp())}.A.{tail}"
    url = f"https://{HOST}/bbs/{account.flavour}/{name}.html"
    return replace(post, pictures=(), id=f"{account.flavour}/{name}", url=url)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/bbs/BOARD/index[N].html``, ``search?q=author:NAME`` and an article."""
    phase, parts = situation.phase, asked.parts
    if parts[:1] != ("bbs",) or len(parts) != 3:
        return None
    board, page = parts[1], parts[2]
    if board == "Gossiping" and "over18=1" not in asked.headers.get("cookie", ""):
        return redirect(f"/ask/over18?from=/bbs/{board}/{page}")
    here = [one for one in world.by_host[HOST] if one.flavour == board]
    if not here:
        return answer_page("404", "<div class='bbs-screen bbs-content'>404 - Not Found.</div>", 404)
    if page.startswith("M."):
        post = world.by_id.get(("ptt", f"{board}/{page.removesuffix('.html')}"))
        if post is None or not world.shows(post, phase):
            return answer_page("404", "<div class='bbs-screen bbs-content'>404 - Not Found.</div>", 404)
        return _show_article(post, world.account[post.account], phase)
    if page == "search":
        name = asked.query.get("q", "").removeprefix("author:").lower()
        posts = [post for one in here if one.handle.lower() == name for post in world.timeline(one, phase)]
        number = asked.number("page", 1, 99)
        older = f"/bbs/{board}/search?page={number + 1}&amp;q=author%3A{name}"
        return _show_list(
            board, posts[(number - 1) * PAGE : number * PAGE], world, older if posts[number * PAGE :] else ""
        )
    return _show_board(board, page, here, (world, phase))


def _show_board(board: str, page: str, here: Iterable[Account], seen: tuple[World, int]) -> Answer:
    world, phase = seen
    posts = sorted(
        (one for account in here for one in world.timeline(account, phase)), key=lambda one: one.id
    )
    most = -(-len(posts) // PAGE)
    number = int(page.removeprefix("index").removesuffix(".html") or most)
    rows = posts[(number - 1) * PAGE : number * PAGE]
    older = f"/bbs/{board}/index{number - 1}.html" if number > 1 else ""
    pinned = posts[:1] if page == "index.html" else []
    return _show_list(board, rows, world, older, pinned)


def _show_list(
    board: str, posts: Sequence[Post], world: World, older: str, pinned: Sequence[Post] = ()
) -> Answer:
    line = '<div class="r-list-sep"></div>' if pinned else ""
    gone = '<div class="r-ent"><div class="nrec"></div><div class="title">\n(本文已被刪除) [x]\n</div></div>'
    rows = "".join(_write_row(one, world) for one in posts)
    below = "".join(_write_row(one, world) for one in pinned)
    target = f' href="{older}"' if older else ""
    state = "" if older else " disabled"
    paging = f'<a class="btn wide" href="/bbs/{board}/index1.html">最舊</a><a class="btn wide{state}"{target}>&lsaquo; 上頁</a>'
    return answer_page(
        f"看板 {board} 文章列表",
        f'<a class="board" href="/bbs/{board}/index.html"><span class="board-label">看板 </span>{board}</a>'
        f'<div class="btn-group btn-group-paging">{paging}</div>'
        f'<div class="r-list-container action-bar-margin bbs-screen">{rows}{gone if posts else ""}{line}{below}</div>',
        language="zh-TW",
    )


def _write_row(post: Post, world: World) -> str:
    day = post.posted_at.astimezone(TAIPEI)
    return (
        f'<div class="r-ent"><div class="nrec"><span class="hl f3">12</span></div><div class="title">\n'
        f'<a href="{post.url.partition(HOST)[2]}">{escape(post.title)}</a>\n</div><div class="meta">'
        f'<div class="author">{world.account[post.account].handle}</div><div class="article-menu"></div>'
        f'<div class="date">{day.month:2}/{day.day:02}</div><div class="mark"></div></div></div>'
    )


def _show_article(post: Post, account: Account, phase: int) -> Answer:
    moment = f"{post.posted_at.astimezone(TAIPEI):%a %b %e %H:%M:%S %Y}"
    heads = (
        ("作者", f"{account.handle} ({escape(account.display_name)})"),
        ("標題", escape(post.title)),
        ("時間", moment),
    )
    lines = [
        f'<div class="article-metaline"><span class="article-meta-tag">{name}</span>'
        f'<span class="article-meta-value">{value}</span></div>'
        for name, value in heads
    ]
    board = (
        '<div class="article-metaline-right"><span class="article-meta-tag">看板</span>'
        f'<span class="article-meta-value">{account.flavour}</span></div>'
    )
    words = mark_up(post.text_in(phase), link_plainly, write_plainly)
    edited = post.edited_by(phase)
    edit = (
        f'<span class="f2">※ 編輯: {account.handle} (198.51.100.7 臺灣), '
        f"{edited.astimezone(UTC):%m/%d/%Y %H:%M:%S}\n</span>" if edited else ""
    )  # fmt: skip
    push = '<div class="push"><span class="hl push-tag">推 </span><span class="f3 hl push-userid">a</span>'
    push += (
        '<span class="f3 push-content">: 推</span><span class="push-ipdatetime"> 07/05 16:20\n</span></div>'
    )
    return answer_page(
        f"{escape(post.title)} - 看板 {account.flavour}",
        f'<div id="main-content" class="bbs-screen bbs-content">{lines[0]}{board}{lines[1]}{lines[2]}\n{words}\n\n--\n'
        f'<span class="f2">{STATION}\n</span><span class="f2">※ 文章網址: {link_plainly(post.url)}\n</span>'
        f"{edit}{push}</div>",
        language="zh-TW",
    )


played = Played(
    name="ptt",
    places=(
        Place(
            platform="ptt", host=HOST, operation="zh-Hant zh-Hant", ordinary="zh-Hant", flavour="Stock",
            special=(("nobodyhere", "missing"),),
        ),
        Place(platform="ptt", host=HOST, operation="", ordinary="", flavour="Gossiping", special=(("grownup", "private"),)),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: "".join(one for one in handle if one.isalnum())[:12],
)  # fmt: skip
