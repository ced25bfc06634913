"""IP.Board 3's pages.

Source: ``skin_topic``, ``skin_forum``, ``skin_profile`` and ``skin_search`` of IP.Board 3.4.
"""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import FOUND, POSTS, TOPICS, Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, voice_of


def show_old_page(title: str, content: str, status: int = 200) -> Answer:
    """A whole page."""
    page = f"""<!DOCTYPE html>
<html lang="en" xmlns:fb="http://www.facebook.com/2008/fbml"><head><meta charset="UTF-8" /><title>{escape(title)}</title>
<link rel="stylesheet" href="/public/style_css/css_1/ipb_common.css" /><script>ipb.vars['base_url'] = '/index.php?';</script></head>
<body id="ipboard_body"><div id="ipbwrapper"><div id="content" class="clearfix">{content}</div></div>
<p id="copyright"><a href="http://www.invisionpower.com/apps/board/">Community Forum Software by IP.Board 3.4.9</a></p></body></html>"""
    return Answer(status=status, body=page.encode())


def show_old_error() -> Answer:
    """What stands in place of a page."""
    words = "We could not find what you were looking for. [#10335]"
    return show_old_page(
        "Error",
        f'<h1 class="ipsType_pagetitle">An Error Occurred</h1><p class="message error">{words}</p>',
        404,
    )


def show_old_thread(found: ThreadPage) -> Answer:
    """A page of a topic."""
    thread = found.thread
    title = f'<h1 itemprop="name" class="ipsType_pagetitle">{escape(thread.title)}</h1>'
    pager = _paginate(f"/index.php?showtopic={thread.id}", found.sheet, POSTS)
    posts = "".join(_write_post(number, said, thread) for number, said in numbered(found.posts, found.before))
    return show_old_page(thread.title, f"{title}{pager}<div class='topic hfeed'>{posts}</div>")


def show_old_board(board: str, threads: list[Thread], sheet: Sheet) -> Answer:
    """A page of a forum."""
    rows = "".join(
        f"""<tr itemscope class="__topic expandable" id="trow_{one.id}" data-tid="{one.id}"><td class="col_f_content"><h4>
<a itemprop="url" id="tid-link-{one.id}" href="/index.php?showtopic={one.id}" class="topic_title">
<span itemprop="name">{escape(one.title)}</span></a></h4></td><td class="col_f_post"><ul class="last_post ipsType_small">
<li>{escape(one.posts[-1].by.name)}</li><li><a href="/index.php?showtopic={one.id}&amp;view=getlastpost">{one.posts[-1].at:%d %b %Y}</a>
</li></ul></td></tr>"""
        for one in threads
    )
    title = f'<h1 class="ipsType_pagetitle">{BOARDS[board]}</h1>'
    pager = _paginate(f"/index.php?showforum={board}", sheet, TOPICS)
    return show_old_page(
        BOARDS[board], f'{title}{pager}<table id="forum_table" class="ipb_table">{rows}</table>'
    )


def show_old_list(number: str, found: list[tuple[Thread, Said]], sheet: Sheet) -> Answer:
    """A page of a member's posts."""
    rows = "".join(
        f"""<div class="post_block no_sidebar"><div class="post_wrap"><h3 class="row2">
<a href="/index.php?showtopic={thread.id}&amp;view=findpost&amp;p={said.id}">{escape(thread.title)}</a></h3><div class="post_body">
<p class="posted_info">Posted by x on <abbr class="published" title="{said.at:%Y-%m-%dT%H:%M:%S}+00:00">{said.at:%d %B %Y}</abbr></p>
<div class="post entry-content">{escape(said.text[:60])}</div></div></div></div>"""
        for thread, said in found
    )
    none = '<p class="message error">No content found</p>'
    pager = _paginate(
        f"/index.php?app=core&amp;module=search&amp;do=user_activity&amp;search_app=forums&amp;mid={number}",
        sheet,
        FOUND,
    )
    return show_old_page("Search", f'{pager}<div id="search_results">{rows or none}</div>')


def show_old_member(account: Account, count: int) -> Answer:
    """A profile."""
    voice = voice_of(account)
    group = "Banned" if account.states[0] == "suspended" else "Members"
    content = f"""<div id="user_info_cell"><h1 class="ipsType_pagetitle"><span class="fn nickname">{escape(voice.name)}</span></h1>
Member Since {voice.joined:%d %b %Y}</div><div class="general_box"><ul class="ipsList_data clearfix"><li class="clear clearfix">
<span class="row_title">Group</span><span class="row_data">{group}</span></li><li class="clear clearfix">
<span class="row_title">Posts</span><span class="row_data">{count}</span></li><li class="clear clearfix">
<span class="row_title">Joined</span><span class="row_data">{voice.joined:%d-%b-%y}</span></li></ul></div>
<div id="user_signature">{escape(account.bio)}</div>"""
    return show_old_page(voice.name, content)


def _write_post(number: int, said: Said, thread: Thread) -> str:
    note = quote = ""
    if said.edited_at:
        note = f'<p class="edit">Edited by {escape(said.by.name)}, {said.edited_at:%d %B %Y} - {said.edited_at:%I:%M %p}.</p>'
    if said.quotes:
        name, words = (escape(one) for one in said.quotes)
        quote = f"""<p class="citation">{name}, on 1 Jan 2015, said:</p>
<blockquote class="ipsBlockquote" data-author="{name}"><p>{words}</p></blockquote>"""
    return f"""<div class="post_block hentry clear clearfix" id="post_id_{said.id}"><a id="entry{said.id}"></a><div class="post_wrap">
<h3 class="row2"><span class="post_id right"><a itemprop="replyToUrl" href="/index.php?showtopic={thread.id}#entry{said.id}" rel="bookmark">
#{number}</a></span><span itemprop="creator name" class="author vcard"><a href="/index.php?showuser={said.by.number}">
<span itemprop="name">{escape(said.by.name)}</span></a></span></h3><div class="author_info"><ul><li class="group_title">{said.by.rank}</li></ul></div>
<div class="post_body"><p class="posted_info desc lighter">Posted <abbr class="published" itemprop="commentTime"
 title="{said.at:%Y-%m-%dT%H:%M:%S}+00:00">{said.at:%d %B %Y} - {said.at:%I:%M %p}</abbr></p>
<div itemprop="commentText" class="post entry-content">{quote}{write_words(said)}<br />{note}</div>
<div class="signature">{SIGNATURE}</div></div></div></div>"""


def _paginate(url: str, sheet: Sheet, size: int) -> str:
    if sheet.pages < 2:
        return ""
    links = "".join(
        f'<li class="page active">{one}</li>'
        if one == sheet.page
        else f'<li class="page"><a href="{url}{f"&amp;st={(one - 1) * size}" if one > 1 else ""}">{one}</a></li>'
        for one in sheet.numbers
    )
    after = (
        f'<li class="next"><a href="{url}&amp;st={sheet.page * size}" rel="next">Next</a></li>'
        if sheet.page < sheet.pages
        else ""
    )
    return f'<div class="pagination clearfix"><ul class="ipsList_inline left pages">{links}{after}</ul></div>'
