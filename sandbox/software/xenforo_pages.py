"""XenForo's lists and profiles in the default styles of 2.2 (``search_results``, ``member_view``) and 1.5."""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet
from sandbox.software.forum_threads import BOARDS, Said, Thread, voice_of
from sandbox.software.xenforo_frame import make_slug, paginate, show_page, show_time


def show_found(rows: list[tuple[Thread, Said]], sheet: Sheet, path: str, flavour: str) -> Answer:
    """A page of what a search for a member's posts found."""
    items = []
    for thread, said in rows:
        url = f"/threads/{make_slug(thread)}.{thread.id}/"
        opening = thread.posts[0].id == said.id
        if flavour == "2":
            target = url if opening else f"{url}post-{said.id}"
            items.append(
                f'<li class="block-row block-row--separated" data-author="{escape(said.by.name)}">'
                '<div class="contentRow"><div class="contentRow-main">'
                f'<h3 class="contentRow-title"><a href="{target}">{escape(thread.title)}</a></h3>'
                f'<div class="contentRow-snippet">{escape(said.text[:40])}</div>'
                '<div class="contentRow-minor"><ul class="listInline"><li>'
                f"{show_time(said.at)}</li></ul></div></div></div></li>"
            )
        else:
            target = url if opening else f"/posts/{said.id}/"
            items.append(
                '<li class="searchResult post primaryContent"><div class="listBlock main">'
                '<div class="titleText"><span class="contentType">Post</span>'
                f'<h3 class="title"><a href="{target}">{escape(thread.title)}</a></h3></div>'
                f'<div class="meta">Post by: {escape(said.by.name)}, '
                f"{show_time(said.at, '1')}</div></div></li>"
            )
    pager = paginate(f"{path}?page={{}}&amp;o=date", f"{path}?o=date", sheet, flavour)
    return show_page(
        "Search results", f'{pager}<ol class="block-body searchResultsList">{"".join(items)}</ol>', flavour
    )


def show_board(board: str, threads: list[Thread], sheet: Sheet, flavour: str) -> Answer:
    """A page of a board."""
    rows = []
    for one in threads:
        url, last = f"/threads/{make_slug(one)}.{one.id}/", one.posts[-1]
        if flavour == "2":
            rows.append(
                f'<div class="structItem structItem--thread js-threadListItem-{one.id}">'
                '<div class="structItem-cell structItem-cell--main"><div class="structItem-title">'
                f'<a href="{url}" data-tp-primary="on">{escape(one.title)}</a></div></div>'
                '<div class="structItem-cell structItem-cell--latest">'
                f'<a href="{url}latest" rel="nofollow">{show_time(last.at)}</a></div></div>'
            )
        else:
            rows.append(
                f'<li id="thread-{one.id}" class="discussionListItem visible">'
                f'<div class="listBlock main"><h3 class="title"><a href="{url}" class="PreviewTooltip">'
                f'{escape(one.title)}</a></h3></div><div class="listBlock lastPost">'
                f'<dl class="lastPostInfo"><dd class="muted"><a href="/posts/{last.id}/" '
                'class="dateTime">'
                f"{show_time(last.at, '1')}</a></dd></dl></div></li>"
            )
    url = f"/forums/board.{board}/"
    pager = paginate(url + "page-{}", url, sheet, flavour)
    title = (
        f'<h1 class="p-title-value">{BOARDS[board]}</h1>'
        if flavour == "2"
        else f'<div class="titleBar"><h1>{BOARDS[board]}</h1></div>'
    )
    return show_page(
        BOARDS[board], f'{title}{pager}<div class="structItemContainer">{"".join(rows)}</div>{pager}', flavour
    )


def show_member(account: Account, count: int, flavour: str) -> Answer:
    """A member's profile."""
    voice = voice_of(account)
    rank = "Banned" if account.states[0] == "suspended" else voice.rank
    facts = f'<dl class="pairs pairsInline"><dt>Joined</dt><dd>{show_time(voice.joined, flavour)}</dd></dl><dl class="pairs pairsInline"><dt>Messages</dt><dd>{count:,}</dd></dl>'
    name = f'<span class="username" dir="auto" data-user-id="{voice.number}">{escape(voice.name)}</span>'
    if flavour == "2":
        content = (
            '<div class="block"><div class="memberHeader"><div class="memberHeader-content">'
            f'<h1 class="memberHeader-name">{name}</h1>'
            f'<div class="memberHeader-blurb"><span class="userTitle" dir="auto">{rank}</span>'
            f'</div><div class="memberHeader-stats">{facts}</div></div></div></div>'
        )
    else:
        content = (
            '<div class="profilePage" itemscope><div class="mast"><div class="section infoBlock">'
            f'<div class="secondaryContent pairsJustified">{facts}</div></div></div>'
            '<div class="mainProfileColumn"><div class="section primaryUserBlock">'
            f'<h1 itemprop="name" class="username">{escape(voice.name)}</h1>'
            f'<p class="userBlurb"><span class="userTitle">{rank}</span></p></div></div></div>'
        )
    return show_page(voice.name, content, flavour)
