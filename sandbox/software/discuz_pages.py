"""Discuz! X's pages as X3.4 writes them.

Source: the templates ``viewthread_node.htm``, ``viewthread_node_body.htm``, ``forumdisplay_list.htm``,
``space_thread.htm``, ``space_profile_body.htm``, ``showmessage.htm`` and ``footer.htm``. Dates are in the board's
zone, eight hours ahead of UTC, here with seconds; days of the last week are said in words, with the date beside.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, Voice

ZONE = timedelta(hours=8)
TODAY = datetime(2026, 8, 1) + ZONE
TRADITIONAL = str.maketrans(
    "发于编辑后题帖还没关说注册时间户组条暂页数签处访问", "發於編輯後題帖還沒關說註冊時間戶組條暫頁數簽處訪問"
)
BANNED = "禁止访问"


def say(words: str, charset: str) -> str:
    """The board's own words: a Big5 board's are in traditional characters."""
    return words.translate(TRADITIONAL) if charset == "big5" else words


def show_page(title: str, content: str, charset: str, status: int = 200) -> Answer:
    """A whole page in the board's character set; signs that it lacks are written as references."""
    page = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html xmlns="http://www.w3.org/1999/xhtml"><head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" /><title>{escape(title)} - Powered by Discuz!</title>
<meta name="generator" content="Discuz! X3.4" />
<script type="text/javascript">var STYLEID = '1', discuz_uid = '0', charset = '{charset}';</script>
</head><body id="nv_forum" class="pg_viewthread"><div id="wp" class="wp">{content}</div>
<div id="ft" class="wp cl"><div id="flk" class="y"><p><strong><a href="#">论坛</a></strong></p></div>
<div id="frt"><p>Powered by <strong><a href="http://www.discuz.net" target="_blank">Discuz!</a></strong>
<em>X3.4</em></p><p class="xs0">GMT+8, 2026-8-1 20:00<span id="debuginfo">, Processed in 0.021 second(s), 9 queries.
</span></p></div></div></body></html>"""
    body = page.encode(charset, "xmlcharrefreplace")
    return Answer(status=status, body=body, content_type=f"text/html; charset={charset}")


def show_message(words: str, charset: str) -> Answer:
    """What the board says in place of a page, with status 200 as it does."""
    return show_page(
        "提示信息",
        f'<div id="ct"><div class="nfl"><div class="f_c altw"><div id="messagetext" class="alert_error">'
        f"<p>{words}</p></div></div></div></div>",
        charset,
    )


def show_thread(found: ThreadPage, charset: str) -> Answer:
    """A page of a thread."""
    thread = found.thread
    pager = write_pager(f"forum.php?mod=viewthread&amp;tid={thread.id}", found.sheet)
    posts = "".join(
        _write_post(number, said, thread, charset) for number, said in numbered(found.posts, found.before)
    )
    title = f"""<table cellspacing="0"><tr><td class="plc ptm pbn vwthd"><h1 class="ts">
<span id="thread_subject">{escape(thread.title)}</span></h1></td></tr></table>"""
    list_of = f'<div id="postlist" class="pl bm">{title}{posts}</div>'
    return show_page(
        thread.title, f'<div class="pgs">{pager}</div>{list_of}<div class="pgs">{pager}</div>', charset
    )


def show_board(board: str, threads: list[Thread], sheet: Sheet, charset: str) -> Answer:
    """A page of a board."""
    rows = "".join(
        f"""<tbody id="normalthread_{one.id}"><tr><td class="icn"></td><th class="common">
<a href="forum.php?mod=viewthread&amp;tid={one.id}&amp;extra=page%3D1" class="s xst">{escape(one.title)}</a></th>
<td class="by"><cite><a href="home.php?mod=space&amp;uid={one.posts[0].by.number}">{escape(one.posts[0].by.name)}</a>
</cite><em><span>{_date(one.posts[0].at)}</span></em></td><td class="num"><a class="xi2">{len(one.posts) - 1}</a></td>
<td class="by"><cite>{escape(one.posts[-1].by.name)}</cite><em>
<a href="forum.php?mod=redirect&amp;tid={one.id}&amp;goto=lastpost#lastpost">{_say(one.posts[-1].at, charset)}</a></em></td>
</tr></tbody>"""
        for one in threads
    )
    pager = write_pager(f"forum.php?mod=forumdisplay&amp;fid={board}", sheet)
    heading = f'<div class="bm_h cl"><h1 class="xs2"><a href="forum.php?mod=forumdisplay&amp;fid={board}">{BOARDS[board]}</a></h1></div>'
    table = f'<div id="threadlist" class="tl bm"><table id="threadlisttableid">{rows}</table></div>'
    return show_page(BOARDS[board], f"{heading}{table}{pager}", charset)


def show_list(kind: str, number: str, found: list[tuple[Thread, Said]], sheet: Sheet, charset: str) -> Answer:
    """A page of a member's replies, cut short, or of a member's threads."""
    rows = []
    for thread, said in found:
        last = thread.posts[-1]
        by = f"""<td class="by"><cite>{escape(last.by.name)}</cite><em>
<a href="forum.php?mod=redirect&amp;tid={thread.id}&amp;goto=lastpost#lastpost">{_date(last.at)}</a></em></td>"""
        head = (
            f"forum.php?mod=redirect&amp;goto=findpost&amp;ptid={thread.id}&amp;pid="
            if kind == "reply"
            else f"forum.php?mod=viewthread&amp;tid={thread.id}"
        )
        rows.append(
            f"""<tr class="bw0_all"><td class="icn"></td><th><a href="{head}" target="_blank">{escape(thread.title)}</a></th>
<td><a href="forum.php?mod=forumdisplay&amp;fid={thread.board}" class="xg1">b</a></td><td class="num">
<a href="forum.php?mod=viewthread&amp;tid={thread.id}" class="xi2">{len(thread.posts) - 1}</a><em>99</em></td>{by}</tr>"""
        )
        if kind == "reply":
            target = f"forum.php?mod=redirect&amp;goto=findpost&amp;ptid={thread.id}&amp;pid={said.id}"
            rows.append(
                f"""<tr><td colspan="5" class="xg1">&nbsp;<a href="{target}" target="_blank">{escape(said.text[:40])}</a>
</td></tr>"""
            )
    empty = say("还没有相关的帖子", charset)
    none = f'<tr><td colspan="5"><p class="emp">{empty}</p></td></tr>'
    pager = write_pager(
        f"home.php?mod=space&amp;uid={number}&amp;do=thread&amp;view=me&amp;type={kind}&amp;from=space", sheet
    )
    form = f'<div class="tl"><form id="delform"><table><tr class="th"><td class="icn"></td><th>帖子</th></tr>{"".join(rows) or none}</table></form></div>'
    return show_page("帖子", f'{form}<div class="pgs cl mtm">{pager}</div>', charset)


def show_member(account: Account, voice: Voice, counts: tuple[int, int], charset: str) -> Answer:
    """A member's profile; ``counts`` are replies and threads."""
    group = say(BANNED if account.states[0] == "suspended" else "注册会员", charset)
    sign = f"<ul><li><em class='xg1'>个人签名&nbsp;&nbsp;</em><table><tr><td>{escape(account.bio)}</td></tr></table></li></ul>"
    number = voice.number
    content = f"""<div id="uhd"><div class="h cl"><div class="icn avt"><a href="home.php?mod=space&amp;uid={number}">
<img src="uc_server/avatar.php?uid={number}&size=small" /></a></div><h2 class="mt">{escape(voice.name)}</h2></div></div>
<div id="ct"><div class="bm_c u_profile"><div class="pbm mbm bbda cl"><h2 class="mbn">
{escape(voice.name)}
<span class="xw0">(UID: {number})</span></h2>{sign}<ul class="cl bbda pbm mbm"><li><em class="xg2">统计信息</em>
<a href="home.php?mod=space&amp;uid={number}&amp;do=thread&amp;view=me&amp;type=reply&amp;from=space">回帖数 {counts[0]}</a>
<span class="pipe">|</span><a href="#">主题数 {counts[1]}</a></li></ul></div>
<div class="pbm mbm bbda cl"><h2 class="mbn">活跃概况</h2><ul><li><em class="xg1">用户组&nbsp;&nbsp;</em>
<span class="xi2"><a href="home.php?mod=spacecp&ac=usergroup&gid=10" target="_blank">{group}</a></span></li></ul>
<ul id="pbbs" class="pf_l"><li><em>在线时间</em>12 小时</li><li><em>{say("注册时间", charset)}</em>{_date(voice.joined)}</li></ul></div></div></div>"""
    return show_page(voice.name, content, charset)


def write_pager(url: str, sheet: Sheet) -> str:
    """The numbered links that ``multi()`` makes."""
    if sheet.pages < 2:
        return ""
    before = (
        f'<a href="{url}&amp;page={sheet.page - 1}" class="prev">&nbsp;&nbsp;</a>' if sheet.page > 1 else ""
    )
    links = "".join(
        f"<strong>{one}</strong>" if one == sheet.page else f'<a href="{url}&amp;page={one}">{one}</a>'
        for one in sheet.numbers
    )
    after = (
        f'<a href="{url}&amp;page={sheet.page + 1}" class="nxt">下一页</a>'
        if sheet.page < sheet.pages
        else ""
    )
    return f'<div class="pg">{before}{links}<label><span> / {sheet.pages} 页</span></label>{after}</div>'


def _write_post(number: int, said: Said, thread: Thread, charset: str) -> str:
    home = f"home.php?mod=space&amp;uid={said.by.number}"
    note = quote = ""
    if said.edited_at:
        words = [say(one, charset) for one in ("本帖最后由", "于", "编辑")]
        name, when = escape(said.by.name), _date(said.edited_at)
        note = f'<i class="pstatus"> {words[0]} {name} {words[1]} {when} {words[2]} </i><br /><br />'
    if said.quotes:
        name, quoted = (escape(one) for one in said.quotes)
        heading = f'<font color="#999999">{name} {say("发表于", charset)} 2026-7-1 08:00</font>'
        quote = f"""<div class="quote"><blockquote><font size="2">{heading}</font><br />
{quoted}</blockquote></div><br />"""
    jammer = '<font class="jammer">2 A; r- Y5 n</font>'
    return f"""<div id="post_{said.id}"><table id="pid{said.id}" class="plhin" summary="pid{said.id}"><tr>
<td class="pls" rowspan="2"><div id="favatar{said.id}" class="pls cl favatar"><div class="pi"><div class="authi">
<a href="{home}" target="_blank" class="xw1">{escape(said.by.name)}</a></div></div>
<p><em><a href="home.php?mod=spacecp&amp;ac=usergroup&amp;gid=10">{said.by.rank}</a></em></p></div></td>
<td class="plc"><div class="pi"><strong><a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid={thread.id}&amp;pid={said.id}"
 id="postnum{said.id}"><em>{number}</em><sup>#</sup></a></strong><div class="pti"><div class="authi">
<em id="authorposton{said.id}">{say("发表于", charset)} {_say(said.at, charset)}</em></div></div></div>
<div class="pct"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_{said.id}">
{note}{quote}{write_words(said)}{jammer}</td></tr></table></div></div></div></td></tr>
<tr><td class="plc plm"><div class="sign" style="max-height:100px;">{SIGNATURE}</div></td></tr></table></div>"""


def _date(at: datetime) -> str:
    there = at + ZONE
    return f"{there.year}-{there.month}-{there.day} {there:%H:%M:%S}"


def _say(at: datetime, charset: str) -> str:
    """A date as a board says it that writes the last days in words."""
    there = at.replace(tzinfo=None) + ZONE
    days = (TODAY.date() - there.date()).days
    if not 0 <= days < 7:
        return _date(at)
    words = ("今天", "昨天", "前天")[days] + f" {there:%H:%M}" if days < 3 else f"{days} 天前"
    return f'<span title="{_date(at)}">{say(words, charset)}</span>'
