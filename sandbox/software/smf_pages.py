"""SMF's pages in the default themes of 2.0 and 2.1.

Sources: ``Display``, ``Profile``, ``MessageIndex`` and ``Errors`` templates of both.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import FOUND, POSTS, TOPICS, Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, voice_of


def show_page(title: str, content: str, flavour: str, status: int = 200) -> Answer:
    """A whole page; a guest's form to log in by stands on each of 2.0."""
    guest = '<form id="guest_form"><input type="password" name="passwrd"></form>' if flavour == "2.0" else ""
    page = (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        "<script>var smf_theme_url = "
        '"Themes/default"; var smf_scripturl = "index.php";</script>'
        '<link rel="next" href="index.php?topic=11.0;prev_next=next">'
        f'</head><body>{guest}<div id="content_section">{content}</div><div id="footer">'
        '<a href="index.php?action=credits">'
        f"SMF {flavour}</a> | Simple Machines</div></body></html>\n"
    )
    return Answer(status=status, body=page.encode())


def show_error(words: str, flavour: str, status: int) -> Answer:
    """What the forum says in place of a page."""
    box = (
        '<div id="fatal_error"><div class="cat_bar"><h3 class="catbg">An Error Has Occurred!</h3>'
        "</div>"
        f'<div class="windowbg"><div class="padding">{words}</div></div></div>'
    )
    return show_page("An Error Has Occurred!", box, flavour, status)


def show_thread(found: ThreadPage, flavour: str) -> Answer:
    """A page of a thread."""
    thread, title = found.thread, escape(found.thread.title)
    write = _write_post if flavour == "2.1" else _write_old_post
    posts = "".join(write(number - 1, said, thread) for number, said in numbered(found.posts, found.before))
    pager = _paginate(f"index.php?topic={thread.id}.", found.sheet, POSTS, flavour)
    if flavour == "2.1":
        head = f'<div id="display_head" class="information"><h2 class="display_title"><span id="top_subject">{title}</span></h2></div>'
        return show_page(title, f'{head}{pager}<div id="forumposts">{posts}</div>{pager}', flavour)
    head = f'<div class="cat_bar"><h3 class="catbg"><span id="author">Author</span> Topic: {title} &nbsp;(Read 31 times)</h3></div>'
    return show_page(title, f'{pager}<div id="forumposts">{head}{posts}</div>{pager}', flavour)


def _write_post(number: int, said: Said, thread: Thread) -> str:
    url = f"index.php?topic={thread.id}.msg{said.id}#msg{said.id}"
    note = f"<em>Last Edit: {_date(said.edited_at)} by {escape(said.by.name)}</em>" if said.edited_at else ""
    quote = ""
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = f'<blockquote class="bbc_standard_quote"><cite>Quote from: {who} on June 01, 2026, 10:00:00 AM</cite>{words}</blockquote>'
    return (
        f'<div class="windowbg" id="msg{said.id}"><div class="post_wrapper">'
        f'{_write_poster(said)}<div class="postarea">'
        f'<div class="keyinfo"><div id="subject_{said.id}" class="subject_title subject_hidden">'
        f'<a href="{url}" rel="nofollow">'
        f'Re: {escape(thread.title)}</a></div><span class="page_number floatright">'
        f"{f'#{number}' if number else ''}</span>"
        '<div class="postinfo">'
        f'<span class="messageicon"></span><a href="{url}" rel="nofollow" title="Reply #{number}" '
        f'class="smalltext">{_date(said.at)}'
        f'</a></div></div><div class="post"><div class="inner" data-msgid="{said.id}" '
        f'id="msg_{said.id}">{quote}{write_words(said)}'
        '</div></div><div class="under_message"><span class="smalltext modified" '
        f'id="modified_{said.id}">{note}</span></div></div>'
        f'<div class="moderatorbar"><div class="signature" id="msg_{said.id}_signature">'
        f"{SIGNATURE}</div></div></div></div>"
    )


def _write_old_post(number: int, said: Said, thread: Thread) -> str:
    url = f"index.php?topic={thread.id}.msg{said.id}#msg{said.id}"
    which = f"Reply #{number} on" if number else "on"
    note = (
        f"&#171; <em>Last Edit: {_date(said.edited_at)} by {escape(said.by.name)}</em> &#187;"
        if said.edited_at
        else ""
    )
    quote = ""
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = (
            f'<div class="quoteheader"><div class="topslice_quote">Quote from: {who} on June 01, '
            "2026, 10:00:00 AM</div></div>"
            f'<blockquote class="bbc_standard_quote">{words}</blockquote><div class="quotefooter">'
            '<div class="botslice_quote"></div></div>'
        )
    return (
        f'<a id="msg{said.id}"></a><div class="windowbg"><span class="topslice"><span></span>'
        '</span><div class="post_wrapper">'
        f'{_write_poster(said)}<div class="postarea"><div class="flow_hidden"><div class="keyinfo">'
        f'<h5 id="subject_{said.id}">'
        f'<a href="{url}" rel="nofollow">Re: {escape(thread.title)}</a></h5><div class="smalltext">'
        f"&#171; <strong>{which}:</strong> "
        f'{_date(said.at)} &#187;</div><div id="msg_{said.id}_quick_mod"></div></div></div>'
        '<div class="post"><div class="inner" '
        f'id="msg_{said.id}">{quote}{write_words(said)}</div></div></div><div class="moderatorbar">'
        '<div class="smalltext modified" '
        f'id="modified_{said.id}">{note}</div><div class="signature" id="msg_{said.id}_signature">'
        f"{SIGNATURE}</div></div></div></div>"
    )


def _write_poster(said: Said) -> str:
    return (
        f'<div class="poster"><h4><a href="index.php?action=profile;u={said.by.number}" '
        'title="View the profile of '
        f'{escape(said.by.name)}">{escape(said.by.name)}</a></h4><ul class="reset smalltext">'
        f'<li class="membergroup">{said.by.rank}'
        '</li><li class="postcount">Posts: 12</li></ul></div>'
    )


def show_found(account: Account, rows: list[tuple[Thread, Said]], sheet: Sheet, flavour: str) -> Answer:
    """A page of a member's posts."""
    posts = "".join(
        '<div class="topic"><div class="windowbg core_posts"><div class="content">'
        '<div class="counter">1</div>'
        f'<div class="topic_details"><h5><strong><a href="index.php?board={thread.board}.0">b</a>'
        ' / <a href="index.php?topic='
        f'{thread.id}.msg{said.id}#msg{said.id}">Re: {escape(thread.title)}</a></strong></h5>'
        '<span class="smalltext">&#171; '
        f'<strong>on:</strong> {_date(said.at)} &#187;</span></div><div class="list_posts">'
        f"{escape(said.text[:50])}</div></div></div></div>"
        for thread, said in rows
    )
    pager = _paginate(
        f"index.php?action=profile;area=showposts;u={account.number};start=", sheet, FOUND, flavour
    )
    head = f'<div class="cat_bar"><h3 class="catbg">Messages - {escape(account.handle)}</h3></div>'
    return show_page("Show Posts", f'<div id="profileview">{head}{pager}{posts}{pager}</div>', flavour)


def show_board(board: str, threads: list[Thread], sheet: Sheet, flavour: str) -> Answer:
    """A page of a board."""
    rows = []
    for one in threads:
        first, last = one.posts[0], one.posts[-1]
        link = (
            f'<span id="msg_{first.id}"><a href="index.php?topic={one.id}.0">{escape(one.title)}</a></span>'
        )
        latest = f'<a href="index.php?topic={one.id}.msg{last.id}#msg{last.id}">{_date(last.at)}</a>'
        if flavour == "2.1":
            rows.append(
                '<div class="windowbg"><div class="info"><div class="message_index_title">'
                f"{link}</div></div>"
                f'<div class="lastpost"><p>{latest}<br>by {escape(last.by.name)}</p></div></div>'
            )
        else:
            rows.append(
                f'<tr><td class="subject windowbg2"><div>{link}</div></td>'
                f'<td class="stats windowbg">{len(one.posts) - 1} Replies'
                f'</td><td class="lastpost windowbg2">{latest}<br>by {escape(last.by.name)}</td></tr>'
            )
    pager = _paginate(f"index.php?board={board}.", sheet, TOPICS, flavour)
    table = f'<div id="topic_container">{"".join(rows)}</div>'
    if flavour == "2.0":
        table = f'<table class="table_grid">{"".join(rows)}</table>'
    crumbs = f'<div class="navigate_section"><ul><li><a href="index.php">Forum</a></li><li class="last"><a href="index.php?board={board}.0">{BOARDS[board]}</a></li></ul></div>'
    return show_page(BOARDS[board], f"{crumbs}{pager}{table}{pager}", flavour)


def show_member(account: Account, count: int, flavour: str) -> Answer:
    """A member's profile."""
    voice = voice_of(account)
    content = (
        '<div id="profileview"><div id="basicinfo"><div class="content"><div class="username"><h4>'
        f"{escape(voice.name)} "
        f'<span class="position">{voice.rank}</span></h4></div></div></div><div id="detailedinfo">'
        '<div class="content"><dl>'
        f"<dt>Posts: </dt><dd>{count} (0.1 per day)</dd><dt>Date Registered: </dt><dd>"
        f"{_date(voice.joined)}</dd></dl>"
        f'<div class="signature"><h5>Signature:</h5>{escape(account.bio)}</div></div></div></div>'
    )
    return show_page(f"Profile of {escape(voice.name)}", content, flavour)


def _paginate(url: str, sheet: Sheet, size: int, flavour: str) -> str:
    current = '<span class="current_page">{}</span>' if flavour == "2.1" else "[<strong>{}</strong>]"
    links = " ".join(
        current.format(one)
        if one == sheet.page
        else f'<a class="navPages" href="{url}{(one - 1) * size}">{one}</a>'
        for one in sheet.numbers
    )
    return f'<div class="pagesection"><div class="pagelinks">Pages: {links}</div></div>'


def _date(at: datetime | None) -> str:
    return f"{at:%B %d, %Y, %I:%M:%S %p}" if at else ""
