"""phpBB's lists and profiles in prosilver as phpBB 3.3 and 3.0 have it, and in subsilver2.

Source: ``search_results.html``, ``viewforum_body.html`` and ``memberlist_view.html`` of both styles.
"""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_threads import BOARDS, Said, Thread, Voice
from sandbox.software.phpbb_frame import show_page, show_time, write_date, write_pager


def show_found(
    found: list[tuple[Thread, Said]], number: str, place: tuple[int, int, int], flavour: str
) -> Answer:
    """A page of the search for a member's posts, each cut short."""
    page, pages, size = place
    pager = write_pager(f"./search.php?author_id={number}&amp;sr=posts", page, pages, size, flavour)
    rows = []
    for thread, said in found:
        target = f"./viewtopic.php?p={said.id}&amp;hilit=#p{said.id}"
        words = escape(said.text[:60])
        if flavour == "subsilver2":
            rows.append(
                '<tr class="row2"><td colspan="2"><p class="topictitle">&nbsp;Topic: <a '
                f'href="./viewtopic.php?t={thread.id}">'
                f'{escape(thread.title)}</a></p></td></tr><tr class="row1"><td>'
                f'<b class="postauthor">{escape(said.by.name)}</b></td>'
                '<td><div class="gensmall"><div style="float: left;"><b>Post subject:</b>'
                f' <a href="{target}">Re: {escape(thread.title)}'
                f'</a></div><div style="float: right;"><b>Posted:</b> {write_date(said.at)}</div>'
                "</div></td></tr>"
                f'<tr class="row1"><td></td><td><div class="postbody">{words}</div></td></tr>'
            )
        else:
            rows.append(
                '<div class="search post bg1"><div class="inner"><dl class="postprofile">'
                '<dt class="author">by '
                f'<a href="./memberlist.php?mode=viewprofile&amp;u={said.by.number}" '
                f'class="username">{escape(said.by.name)}</a></dt>'
                f'<dd class="search-result-date">{write_date(said.at)}</dd></dl>'
                f'<div class="postbody"><h3><a href="{target}">Re: '
                f'{escape(thread.title)}</a></h3><div class="content">{words}</div></div></div></div>'
            )
    body = f'<table class="tablebg">{"".join(rows)}</table>' if flavour == "subsilver2" else "".join(rows)
    title = f'<h2 class="searchresults-title">Search found {len(found)} matches</h2>'
    return show_page("Search", f"{title}{pager}{body}{pager}", flavour, "search")


def show_board(board: str, threads: list[Thread], place: tuple[int, int, int], flavour: str) -> Answer:
    """A page of a board."""
    page, pages, size = place
    pager = write_pager(f"./viewforum.php?f={board}", page, pages, size, flavour)
    rows = []
    for thread in threads:
        last = thread.posts[-1]
        title = f'<a href="./viewtopic.php?f={board}&amp;t={thread.id}" class="topictitle">{escape(thread.title)}</a>'
        latest = f'<a href="./viewtopic.php?p={last.id}#p{last.id}" title="Go to last post">&rarr;</a>'
        if flavour == "subsilver2":
            rows.append(
                f'<tr><td class="row1"></td><td class="row1">{title}</td><td class="row2">'
                f'<p class="topicdetails">{len(thread.posts) - 1}</p>'
                f'</td><td class="row1"><p class="topicdetails">{write_date(last.at)}</p>'
                f'<p class="topicdetails">{latest}</p></td></tr>'
            )
        else:
            rows.append(
                f'<li class="row bg1"><dl class="row-item topic_read"><dt>{title}</dt>'
                f'<dd class="posts">{len(thread.posts) - 1}</dd>'
                f'<dd class="lastpost"><span>by {escape(last.by.name)} {latest}<br>'
                f"{show_time(last.at, flavour)}</span></dd></dl></li>"
            )
    body = (
        f'<table class="tablebg">{"".join(rows)}</table>'
        if flavour == "subsilver2"
        else f'<ul class="topiclist topics">{"".join(rows)}</ul>'
    )
    heading = f'<h2 class="forum-title"><a href="./viewforum.php?f={board}">{BOARDS[board]}</a></h2>'
    return show_page(BOARDS[board], f"{heading}{pager}{body}{pager}", flavour, "viewforum")


def show_member(account: Account, voice: Voice, count: int, flavour: str) -> Answer:
    """A member's profile."""
    name, posts = (
        escape(voice.name),
        f'<a href="./search.php?author_id={voice.number}&amp;sr=posts">Search user’s posts</a>',
    )
    banned = "Banned" if account.state(1) == "suspended" else voice.rank
    if flavour == "subsilver2":
        content = (
            '<table class="tablebg"><tr><td class="row1 postdetails" align="center">'
            f'<b class="gen">{name}</b><br>{banned}</td><td class="row1">'
            '<table><tr><td class="gen" align="right">Joined: </td><td><b class="gen">'
            f"{write_date(voice.joined)}</b></td></tr>"
            f'<tr><td class="gen" align="right">Total posts: </td><td><b class="gen">{count}</b>'
            f"<br>{posts}</td></tr></table></td></tr></table>"
        )
    else:
        content = (
            f'<h2 class="memberlist-title">Viewing profile - {name}</h2>'
            '<form method="post" id="viewprofile"><div class="panel bg1"><div '
            'class="inner"><dl class="left-box details profile-details"><dt>Username:</dt><dd>'
            f'<span class="username">{name}</span></dd>'
            f'<dt>Rank:</dt><dd class="rank">{banned}</dd></dl></div></div><div class="panel bg2">'
            '<div class="inner"><div class="column2">'
            '<h3>User statistics</h3><dl class="details"><dt>Joined:</dt><dd>'
            f"{write_date(voice.joined)}</dd><dt>Total posts:</dt><dd>{count} | "
            f'<strong>{posts}</strong></dd></dl></div></div></div><div class="panel bg1">'
            '<div class="inner"><h3>Signature</h3>'
            f'<div class="signature standalone">{escape(account.bio)}</div></div></div></form>'
        )
    return show_page(f"Viewing profile - {name}", content, flavour, "memberlist")
