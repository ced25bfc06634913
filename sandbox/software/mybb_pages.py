"""MyBB's pages in its own theme.

Sources: ``postbit``, ``search_results_posts_post``, ``forumdisplay_thread``, ``member_profile``, ``error``.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, voice_of


def show_page(title: str, content: str) -> Answer:
    """A whole page; on each stands a form to log in by."""
    page = (
        '<!DOCTYPE html>\n<html xml:lang="en" lang="en"><head><meta charset="utf-8"><title>'
        f"{escape(title)}</title>"
        '<link rel="stylesheet" href="cache/themes/theme1/global.css"><script>'
        'var my_post_key = "0f1e2d3c";</script></head>'
        '<body><div id="container"><div id="header"><form method="post" action="member.php">'
        '<div id="quick_login">'
        '<input type="password" name="quick_password"></div></form></div><div id="content">'
        '<div class="wrapper">'
        f'{content}</div></div><div id="footer"><div id="copyright">'
        'Powered By <a href="https://mybb.com">MyBB</a>, &copy; '
        "MyBB Group.</div></div></div></body></html>\n"
    )
    return Answer(body=page.encode())


def show_error(words: str) -> Answer:
    """What the forum says in place of a page, with status 200."""
    box = (
        '<table class="tborder"><tr><td class="thead"><span class="smalltext"><strong>'
        "Forum</strong></span></td></tr>"
        f'<tr><td class="trow1">{words}</td></tr></table>'
    )
    return show_page("Forum", box)


def send_on(target: str) -> Answer:
    """A page that sends its reader on after two seconds."""
    link = escape(target)
    page = (
        '<!DOCTYPE html><html><head><title>Forum</title><meta http-equiv="refresh" content="2;'
        f'URL={link}"></head><body>'
        f'<p>Thank you, your search has been submitted.</p><a href="{link}">Click here</a></body>'
        "</html>"
    )
    return Answer(body=page.encode())


def show_thread(found: ThreadPage) -> Answer:
    """A page of a thread."""
    title = escape(found.thread.title)
    posts = "".join(_write_post(number, said, title) for number, said in numbered(found.posts, found.before))
    pager = _paginate(f"showthread.php?tid={found.thread.id}", found.sheet)
    head = (
        f'<table class="tborder"><tr><td class="thead"><div><strong>{title}</strong></div></td></tr></table>'
    )
    return show_page(found.thread.title, f'{pager}{head}<div id="posts">{posts}</div>{pager}')


def _write_post(number: int, said: Said, title: str) -> str:
    name = f'<a href="member.php?action=profile&amp;uid={said.by.number}">{escape(said.by.name)}</a>'
    note = quote = ""
    if said.edited_at:
        note = (
            f'<span class="post_edit" id="edited_by_{said.id}"><span class="edited_post">'
            "(This post was last modified: "
            f"{_date(said.edited_at)} by {name}.)</span></span>"
        )
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = f'<blockquote class="mycode_quote"><cite><span> (06-01-2026, 10:00 AM)</span>{who} Wrote: </cite>{words}</blockquote>'
    return (
        f'<a name="pid{said.id}" id="pid{said.id}"></a><div class="post " id="post_{said.id}">'
        '<div class="post_author">'
        f'<div class="author_information"><strong><span class="largetext">{name}</span></strong>'
        ' <br><span class="smalltext">'
        f'{said.by.rank}</span></div><div class="author_statistics">Posts: 12<br>'
        "Joined: Jan 2024</div></div>"
        '<div class="post_content"><div class="post_head"><div class="float_right"><strong>'
        f'<a href="showthread.php?pid={said.id}'
        f'#pid{said.id}" title="RE: {title}">#{number}</a></strong></div><span class="post_date">'
        f"{_date(said.at)} {note}</span>"
        f'</div><div class="post_body scaleimages" id="pid_{said.id}">{quote}{write_words(said)}</div>'
        f'<div class="signature scaleimages">{SIGNATURE}</div></div></div>'
    )


def show_found(rows: list[tuple[Thread, Said]], number: str, sheet: Sheet) -> Answer:
    """A page of a search's results."""
    table = "".join(
        '<tr class="inline_row"><td class="trow1"></td><td class="trow1"><span class="smalltext">'
        'Thread: <a href="showthread.php?'
        f'tid={thread.id}">{escape(thread.title)}</a><br>Post: <a '
        f'href="showthread.php?tid={thread.id}&amp;pid={said.id}'
        f'#pid{said.id}">RE: {escape(thread.title)}</a></span><br>{escape(said.text[:40])}</td>'
        '<td class="trow1">'
        f'<span class="smalltext">{_date(said.at)}</span></td></tr>'
        for thread, said in rows
    )
    pager = _paginate(f"search.php?action=results&amp;sid={number}", sheet)
    return show_page("Search Results", f'{pager}<table class="tborder">{table}</table>{pager}')


def show_board(board: str, threads: list[Thread], sheet: Sheet) -> Answer:
    """A page of a board."""
    table = "".join(
        '<tr class="inline_row"><td class="trow1 forumdisplay_regular">'
        f'<span class="subject_new" id="tid_{one.id}">'
        f'<a href="showthread.php?tid={one.id}">{escape(one.title)}</a></span></td>'
        f'<td class="trow1">{len(one.posts) - 1}</td>'
        f'<td class="trow1"><span class="lastpost smalltext">{_date(one.posts[-1].at)}<br>'
        f'<a href="showthread.php?tid={one.id}'
        f'&amp;action=lastpost">Last Post</a>: {escape(one.posts[-1].by.name)}</span></td></tr>'
        for one in threads
    )
    head = f'<tr><td class="thead"><div><strong>{BOARDS[board]}</strong></div></td></tr>'
    pager = _paginate(f"forumdisplay.php?fid={board}", sheet)
    return show_page(BOARDS[board], f'{pager}<table class="tborder">{head}{table}</table>')


def show_member(account: Account, count: int) -> Answer:
    """A member's profile."""
    voice = voice_of(account)
    banned = account.states[0] == "suspended"
    warning = '<div class="red_alert">This forum user is currently banned.</div>' if banned else ""
    facts = (
        '<tr><td class="trow1"><strong>Joined:</strong></td><td class="trow1">'
        f"{voice.joined:%m-%d-%Y}</td></tr>"
        '<tr><td class="trow2"><strong>Total Posts:</strong></td><td class="trow2">'
        f"{count} (0.1 posts per day)<br><span "
        f'class="smalltext">(<a href="search.php?action=finduserthreads&amp;uid={voice.number}">'
        "Find All Threads</a> &mdash; "
        f'<a href="search.php?action=finduser&amp;uid={voice.number}">Find All Posts</a>)</span>'
        "</td></tr>"
    )
    content = (
        f'{warning}<fieldset><table><tr><td><span class="largetext"><strong>'
        f"{escape(voice.name)}</strong></span><br>"
        f'<span class="smalltext">({voice.rank})<br><strong>Status:</strong> Offline</span></td>'
        "</tr></table></fieldset>"
        '<table class="tborder"><tr><td class="thead" colspan="2"><strong>'
        f"{escape(voice.name)}'s Forum Info</strong></td></tr>"
        f'{facts}</table><table class="tborder"><tr><td class="thead"><strong>Signature</strong>'
        "</td></tr><tr>"
        f'<td class="trow1 scaleimages">{escape(account.bio)}</td></tr></table>'
    )
    return show_page(f"Profile of {voice.name}", content)


def _paginate(url: str, sheet: Sheet) -> str:
    if sheet.pages < 2:
        return ""
    links = [
        f'<span class="pagination_current">{one}</span>'
        if one == sheet.page
        else f'<a href="{url}{f"&amp;page={one}" if one > 1 else ""}" class="pagination_page">{one}</a>'
        for one in sheet.numbers
    ]
    if sheet.page < sheet.pages:
        links.append(f'<a href="{url}&amp;page={sheet.page + 1}" class="pagination_next">Next &raquo;</a>')
    return (
        f'<div class="pagination"><span class="pages">Pages ({sheet.pages}):</span> {" ".join(links)}</div>'
    )


def _date(at: datetime) -> str:
    return f"{at:%m-%d-%Y}, {at:%I:%M:%S %p}"
