"""uCoz's forum pages.

Source: the classes of its default template (``gTable``, ``threadLink``, ``postTable``, ``postUser``, ``postTdTop``,
``ucoz-forum-post``, ``signatureView``, ``switches``) and its Russian words. Dates are three hours ahead of UTC; the
address of a post has its second.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, ThreadPage, numbered, write_words
from sandbox.software.forum_threads import EPOCH, SIGNATURE, Said, Thread, voice_of

ZONE = timedelta(hours=3)
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница", "Суббота", "Воскресенье")


def show_page(title: str, content: str, status: int = 200) -> Answer:
    """A whole page."""
    page = f"""<!DOCTYPE html>
<html><head><meta http-equiv="content-type" content="text/html; charset=utf-8"><title>{escape(title)}</title>
<script type="text/javascript" src="/.s/src/jquery-1.12.4.min.js"></script>
<script type="text/javascript">window.uCoz = {{"language":"ru","module":{{"forum":1}}}};</script></head>
<body class="base"><div id="content">{content}</div><div id="footer"><a href="https://www.ucoz.ru/">Хостинг от uCoz</a></div>
</body></html>"""
    return Answer(status=status, body=page.encode())


def show_error(words: str) -> Answer:
    """What stands in place of a page."""
    return show_page("Ошибка", f'<div class="eMessage">{words}</div>', 404)


def show_thread(found: ThreadPage) -> Answer:
    """A page of a thread."""
    thread = found.thread
    posts = "".join(_write_post(number, said, thread) for number, said in numbered(found.posts, found.before))
    bar = f"""<table class="ThrTopButtonsTbl"><tr class="ThrForumBarRow1"><td class="forumNamesBar"><a class="forumBar" href="/forum/">Форум</a> »
<a class="forumBar" href="/forum/{thread.board}">b</a> » <a class="forumBarA" href="/forum/{thread.board}-{thread.id}-1">{escape(thread.title)}</a></td></tr></table>"""
    pager = _write_pager(f"/forum/{thread.board}-{thread.id}-{{}}", found.sheet)
    table = f"""<div class="gDivLeft"><div class="gDivRight"><table class="gTable"><tr><td class="gTableTop">
<span class="forum-title">{escape(thread.title)}</span></td></tr>{posts}</table></div></div>"""
    return show_page(thread.title, f"{bar}{pager}{table}{pager}")


def show_threads(title: str, threads: list[Thread], sheet: Sheet, way: str) -> Answer:
    """A page of threads."""
    rows = "".join(
        f"""<tr id="tt{one.id}"><td class="threadNametd"><a class="threadLink" href="/forum/{one.board}-{one.id}-1">{escape(one.title)}</a></td>
<td class="threadPostTd">{len(one.posts) - 1}</td><td class="threadLastPostTd">
<a class="forumLastPostLink" href="/forum/{one.board}-{one.id}-0-17-1" title="Перейти к последнему сообщению">{_date(one.posts[-1].at)}</a>
<br>Сообщение от: <a class="threadLastPostU" href="/index/8-{one.posts[-1].by.number}">{escape(one.posts[-1].by.name)}</a></td></tr>"""
        for one in threads
    )
    pager = _write_pager(way, sheet)
    table = f'<table class="gTable"><tr><td class="gTableTop" colspan="5">{title}</td></tr>{rows}</table>'
    return show_page(title, f"{pager}{table}")


def show_member(account: Account, count: int) -> Answer:
    """A profile."""
    voice = voice_of(account)
    content = f"""<div class="udtlb">Пользователь:</div><div class="udtb"><b>{escape(voice.name)}</b>
<img class="userAvatar" src="/avatar/{voice.number}.png"></div><div class="udtlb">Группа:</div><div class="udtb">Пользователи</div>
<div class="udtlb">Дата регистрации:</div><div class="udtb">{_date(voice.joined)}</div>
<div class="udtlb">Сообщений:</div><div class="udtb">{count} <span class="signatureView">{escape(account.bio)}</span></div>"""
    return show_page(voice.name, content)


def _write_post(number: int, said: Said, thread: Thread) -> str:
    note = quote = ""
    if said.edited_at:
        note = f'<div class="edited">Сообщение отредактировал <span>{escape(said.by.name)}</span> - <span>{_date(said.edited_at)}</span></div>'
    if said.quotes:
        name, words = (escape(one) for one in said.quotes)
        quote = f"""<div class="bbQuoteBlock"><div class="bbQuoteName"><b>Цитата <span class="qName">{name}</span></b></div>
<div class="quoteMessage">{words}</div></div>"""
    link = f"/forum/{thread.board}-{thread.id}-1-16-{int(said.id) + EPOCH}"
    day = DAYS[(said.at + ZONE).weekday()]
    return f"""<tr id="post{said.id}"><td class="postRest1"><table border="0" width="100%" cellspacing="1" cellpadding="2" class="postTable">
<tr><td width="23%" class="postTdTop" align="center"><a class="postUser" href="javascript:;" rel="nofollow"
 onclick="emoticon('[b]{escape(said.by.name)}[/b],','message');return false;">{escape(said.by.name)}</a></td><td class="postTdTop">
Дата: {day}, {_date(said.at)} | Сообщение # <a class="postNumberLink" href="javascript:;" rel="nofollow"
 onclick="prompt('Прямая ссылка к сообщению', '{link}'); return false;">{number}</a></td></tr><tr><td class="postTdInfo">
<div class="postRankName">{said.by.rank}</div></td><td class="posttdMessage">
<span id="ucoz-forum-post-{said.id}" class="ucoz-forum-post">{quote}{write_words(said)}</span>{note}
<br><hr class="signatureHr"><span class="signatureView">{SIGNATURE}</span></td></tr><tr><td class="postBottom">&nbsp;</td>
<td class="postBottom"><a href="/index/8-{said.by.number}"><img title="Профиль пользователя" src="/.s/img/fr/p_profile.gif"></a></td></tr>
</table></td></tr>"""


def _write_pager(way: str, sheet: Sheet) -> str:
    if sheet.pages < 2:
        return ""
    links = "".join(
        f'<li class="switchActive">{one}</li>'
        if one == sheet.page
        else f'<li class="switch"><a class="switchDigit" href="{way.format(one)}">{one}</a></li>'
        for one in sheet.numbers
    )
    before = (
        f'<li class="switch"><a class="switchBack" href="{way.format(sheet.page - 1)}">«</a></li>'
        if sheet.page > 1
        else ""
    )
    after = (
        f'<li class="switch"><a class="switchNext" href="{way.format(sheet.page + 1)}">»</a></li>'
        if sheet.page < sheet.pages
        else ""
    )
    return f'<ul class="switches switchesTbl forum-pages">{before}{links}{after}</ul>'


def _date(at: datetime) -> str:
    return f"{at + ZONE:%d.%m.%Y, %H:%M}"
