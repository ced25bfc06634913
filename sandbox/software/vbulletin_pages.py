"""vBulletin's pages in the default styles of 4.2 and 3.8.

Sources: ``postbit_legacy``, ``memberinfo``, ``threadbit`` and error pages, as recorded ones show them.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, voice_of

ZONE = timedelta(hours=2)


def show_page(title: str, content: str, flavour: str, head: str = "") -> Answer:
    """A whole page; a form to log in by stands on each."""
    version = "4.2.3" if flavour == "4" else "3.8.7"
    bar = '<form id="navbar_loginform"><input type="password" name="vb_login_password"></form>'
    zone = 'All times are GMT +2. The time now is <span class="time">02:00 PM</span>.'
    foot = (
        f'<div id="footer_time" class="shade footer_time">{zone}</div>'
        if flavour == "4"
        else f'<div class="smallfont" align="center">{zone}</div>'
    )
    page = (
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" dir="ltr" lang="en" '
        'id="vbulletin_html"><head><meta charset="utf-8">'
        f'<meta name="generator" content="vBulletin {version}"><title>{escape(title)}</title>'
        f'{head}<script src="clientscript/vbulletin-core.js">'
        f'</script></head><body>{bar}<div class="body_wrapper">{content}</div>'
        f'{foot}<div class="below_body">Powered by '
        f'<a href="https://www.vbulletin.com">vBulletin</a>&reg; Version {version}</div></body>'
        "</html>\n"
    )
    return Answer(body=page.encode())


def show_error(words: str, flavour: str) -> Answer:
    """What the forum says in place of a page, with status 200."""
    if flavour == "4":
        box = f'<div class="standard_error"><h2 class="blockhead">vBulletin Message</h2><div class="blockbody formcontrols"><div class="blockrow restore">{words}</div></div></div>'
    else:
        box = f'<table class="tborder"><tr><td class="tcat">vBulletin Message</td></tr><tr><td class="panelsurround"><div class="panel"><div>{words}</div></div></td></tr></table>'
    return show_page("vBulletin Message", box, flavour)


def show_thread(found: ThreadPage, flavour: str) -> Answer:
    """A page of a thread."""
    thread, title = found.thread, escape(found.thread.title)
    url = f"showthread.php?t={thread.id}"
    pager = _paginate(url, found.sheet, flavour)
    rows = numbered(found.posts, found.before)
    if flavour == "4":
        posts = "".join(_write_post(number, said) for number, said in rows)
        head = f'<div id="pagetitle" class="pagetitle"><h1>Thread: <span class="threadtitle"><a href="{url}">{title}</a></span></h1></div>'
        body = f'{head}<div id="above_postlist">{pager}</div><div id="postlist" class="postlist"><ol id="posts" class="posts">{posts}</ol></div>'
        return show_page(thread.title, body, flavour)
    posts = "".join(_write_old_post(number, said) for number, said in rows)
    head = f'<table class="tborder"><tr><td class="navbar"><a href="{url}"></a> <strong>{title}</strong></td></tr></table>'
    return show_page(thread.title, f'{head}{pager}<div id="posts">{posts}</div>{pager}', flavour)


def _write_post(number: int, said: Said) -> str:
    name = escape(said.by.name)
    note = ""
    if said.edited_at:
        note = f'<blockquote class="postcontent lastedited">Last edited by {name}; {_date(said.edited_at).replace(", ", " at ")}.</blockquote>'
    quote = ""
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = (
            '<div class="bbcode_container"><div class="bbcode_quote"><div class="quote_container">'
            '<div class="bbcode_quote_container"></div>'
            f'<div class="bbcode_postedby">Originally Posted by <strong>{who}</strong></div>'
            f'<div class="message">{words}</div></div></div></div>'
        )
    return (
        f'<li class="postbitlegacy postbitim postcontainer old" id="post_{said.id}">'
        '<div class="posthead"><span class="postdate old"><span class="date">'
        f'{_date(said.at, "&nbsp;<span class=" + chr(34) + "time" + chr(34) + ">", "</span>")}</span></span><span class="nodecontrols">'
        f'<a name="post{said.id}" href="showthread.php?p={said.id}#post{said.id}" '
        f'class="postcounter">#{number}</a></span></div>'
        '<div class="postdetails"><div class="userinfo"><div class="username_container">'
        '<a class="username offline popupctrl" '
        f'href="member.php?u={said.by.number}"><strong>{name}</strong></a></div>'
        f'<span class="usertitle">{said.by.rank}</span></div><div class="postbody">'
        '<div class="postrow"><h2 class="title icon">Re</h2><div class="content">'
        f'<div id="post_message_{said.id}"><blockquote class="postcontent restore">'
        f'{quote}{write_words(said)}</blockquote></div></div></div><div class="after_content">'
        f'{note}<blockquote class="signature restore">'
        f'<div class="signaturecontainer">{SIGNATURE}</div></blockquote></div></div></div></li>'
    )


def _write_old_post(number: int, said: Said) -> str:
    name, note, quote = escape(said.by.name), "", ""
    if said.edited_at:
        note = f'<div class="smallfont"><hr size="1"><em>Last edited by {name}; {_date(said.edited_at).replace(", ", " at ")}.</em></div>'
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = (
            '<div style="margin:20px; margin-top:5px; "><div class="smallfont" '
            'style="margin-bottom:2px">Quote:</div><table><tr><td class="alt2">'
            f'<div>Originally Posted by <strong>{who}</strong></div><div style="font-style:italic">'
            f"{words}</div></td></tr></table></div>"
        )
    return (
        f'<div id="edit{said.id}"><table class="tborder" id="post{said.id}" width="100%"><tr>'
        f'<td class="thead" style="font-weight:normal"><a name="post{said.id}">'
        '<img class="inlineimg" src="images/statusicon/post_old.gif" alt="Old"></a>'
        f' {_date(said.at)}</td><td class="thead" align="right">&nbsp; #<a href='
        f'"showthread.php?p={said.id}" id="postcount{said.id}" name="{number}"><strong>'
        f'{number}</strong></a></td></tr><tr><td class="alt2" width="175"><div id='
        f'"postmenu_{said.id}"><a class="bigusername" href="member.php?u={said.by.number}">'
        f'{name}</a></div><div class="smallfont">{said.by.rank}</div></td><td '
        f'class="alt1" id="td_post_{said.id}"><div id="post_message_{said.id}">'
        f"{quote}{write_words(said)}</div><div>__________________<br>{SIGNATURE}</div>{note}"
        "</td></tr></table></div>"
    )


def show_found(rows: list[tuple[Thread, Said]], number: str, sheet: Sheet, flavour: str) -> Answer:
    """A page of what a search for a member's posts found."""
    if flavour == "4":
        items = "".join(
            f'<li class="postbit postbitim postcontainer" id="post_{said.id}">'
            f'<div class="posthead">{_date(said.at)}</div><h3 class="posttitle">'
            '<a href="showthread.php?'
            f't={thread.id}&amp;p={said.id}#post{said.id}">Re: {escape(thread.title)}</a></h3>'
            f'<blockquote class="postcontent">{escape(said.text[:40])}</blockquote></li>'
            for thread, said in rows
        )
        body = f'<ol id="searchbits" class="searchbits">{items}</ol>'
    else:
        body = "".join(
            f'<table class="tborder" id="post{said.id}"><tr><td class="thead">{_date(said.at)}</td>'
            f'</tr><tr><td class="alt1"><div>Thread: <a href="showthread.php?t={thread.id}">'
            f'<strong>{escape(thread.title)}</strong></a></div><div class="alt2"><em>'
            f'<a href="showthread.php?p={said.id}#post{said.id}">{escape(said.text[:40])}</a></em>'
            "</div></td></tr></table>"
            for thread, said in rows
        )
    pager = _paginate(f"search.php?searchid=9{number}", sheet, flavour)
    return show_page("Search Results", f"{pager}{body}{pager}", flavour)


def show_board(board: str, threads: list[Thread], sheet: Sheet, flavour: str) -> Answer:
    """A page of a board."""
    rows = []
    for one in threads:
        last = one.posts[-1]
        link = f'<a class="title" href="showthread.php?t={one.id}" id="thread_title_{one.id}">{escape(one.title)}</a>'
        latest = f'<a href="showthread.php?p={last.id}#post{last.id}" class="lastpostdate">&gt;</a>'
        rows.append(
            f'<li class="threadbit old" id="thread_{one.id}"><h3 class="threadtitle">{link}</h3>'
            f'<dl class="threadlastpost td"><dd>{escape(last.by.name)}</dd><dd>'
            f"{_date(last.at)} {latest}</dd></dl></li>"
            if flavour == "4"
            else f'<tr><td class="alt1" id="td_threadtitle_{one.id}"><div>{link}</div></td><td class="alt2">{_date(last.at)} by {escape(last.by.name)} {latest}</td></tr>'
        )
    pager = _paginate(f"forumdisplay.php?f={board}", sheet, flavour)
    if flavour == "4":
        body = f'<div id="pagetitle"><h1>Forum: <span class="forumtitle">{BOARDS[board]}</span></h1></div>{pager}<ol id="threads" class="threads">{"".join(rows)}</ol>'
    else:
        body = f'<td class="navbar"><strong>{BOARDS[board]}</strong></td>{pager}<table id="threadslist">{"".join(rows)}</table>'
    return show_page(BOARDS[board], body, flavour)


def show_member(account: Account, count: int, flavour: str) -> Answer:
    """A member's profile."""
    voice = voice_of(account)
    name, rank = escape(voice.name), "Banned" if account.states[0] == "suspended" else voice.rank
    find = f'<a href="search.php?do=finduser&amp;u={voice.number}">Find latest posts</a>'
    if flavour == "4":
        content = (
            '<div id="userprof_content_container"><div id="userinfo"><h1><span id="userinfo">'
            f'<span class="member_username">{name}</span><span class="member_status"></span>'
            f'<br><span class="usertitle">{rank}</span></span></h1></div>'
            '<div id="view-aboutme" class="subsection"><h4>Statistics</h4><dl class="stats"><dt>'
            "Total Posts</dt>"
            f'<dd>{count}</dd></dl><dl class="stats"><dt>Join Date</dt><dd>'
            f"{voice.joined:%m-%d-%Y}</dd></dl><div>{find}</div></div></div>"
        )
    else:
        content = (
            f'<table id="main_userinfo"><tr><td id="username_box"><h1>{name}</h1><h2>{rank}</h2>'
            '</td></tr></table><div id="collapseobj_stats"><fieldset><ul class="list_no_decoration">'
            f'<li><span class="shade">Total Posts:</span> {count}</li><li><span class="shade">'
            f"Join Date:</span> {voice.joined:%m-%d-%Y}</li><li>{find}</li></ul></fieldset></div>"
        )
    return show_page(f"View Profile: {voice.name}", content, flavour)


def _paginate(url: str, sheet: Sheet, flavour: str) -> str:
    if sheet.pages < 2:
        return ""
    links = {one: f"{url}&amp;page={one}" if one > 1 else url for one in sheet.numbers}
    if flavour == "4":
        numbers = "".join(
            f'<span class="selected"><a title="Results">{one}</a></span>'
            if one == sheet.page
            else f'<span><a href="{link}">{one}</a></span>'
            for one, link in links.items()
        )
        before = (
            f'<span class="prev_next"><a rel="prev" href="{links[sheet.page - 1]}">&lt;</a></span>'
            if sheet.page > 1
            else ""
        )
        after = (
            f'<span class="prev_next"><a rel="next" href="{links[sheet.page + 1]}">&gt;</a></span>'
            if sheet.page < sheet.pages
            else ""
        )
        return f'<div id="pagination_top" class="pagination_top"><form class="pagination popupmenu">{before}{numbers}{after}</form></div>'
    numbers = "".join(
        f'<td class="alt2"><span class="smallfont"><strong>{one}</strong></span></td>'
        if one == sheet.page
        else f'<td class="alt1"><a class="smallfont" href="{link}">{one}</a></td>'
        for one, link in links.items()
    )
    return f'<div class="pagenav"><table><tr><td class="vbmenu_control">Page {sheet.page} of {sheet.pages}</td>{numbers}</tr></table></div>'


def _date(at: datetime, before: str = " ", after: str = "") -> str:
    there = at + ZONE
    return f"{there:%m-%d-%Y},{before}{there:%I:%M:%S %p}{after}"
