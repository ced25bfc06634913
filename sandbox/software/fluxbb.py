"""FluxBB forums, one English and one French.

Sources: ``viewtopic.php``, ``viewforum.php``, ``search.php``, ``profile.php``, ``paginate()``, ``format_time()`` and
``message()`` of FluxBB 1.5 with its language files. Dates have seconds, and no page tells their zone.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import (
    Forum,
    Sheet,
    ThreadPage,
    number_in,
    numbered,
    open_forum,
    write_words,
)
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, address_member, address_said, voice_of
from sandbox.world import World

WORDS = {
    "en": ("Posts", "Registered", "Last edited by", "wrote", "Pages", "Username"),
    "fr": ("Messages", "Inscription", "Dernière modification par", "a écrit", "Pages", "Nom d’utilisateur"),
}
WRONG = "Bad request. The link you followed is incorrect or outdated."
NO_POSTS = "There are no posts by this user in this forum."


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    query, page = asked.query, number_in(asked.query.get("p", ""))
    found = None
    if asked.path == "/viewtopic.php":
        found = (
            forum.show_post(query["pid"])
            if query.get("pid")
            else forum.show_thread(query.get("id", ""), page)
        )
        if found:
            return _show_thread(found, forum.flavour)
    elif asked.path == "/viewforum.php" and query.get("id") in BOARDS:
        return _show_board(forum, query["id"], page)
    elif asked.path == "/search.php" and query.get("action") == "show_user_posts":
        return _show_found(forum, query.get("user_id", ""), page)
    elif asked.path == "/profile.php" and (account := forum.member(query.get("id", ""))):
        return _show_member(account, forum)
    return _show_message(WRONG, forum.flavour, 404)


def _show_page(title: str, content: str, flavour: str, status: int = 200, head: str = "") -> Answer:
    page = (
        f'<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN">\n<html xml:lang="{flavour}" lang="{flavour}"><head>'
        f'<meta charset="utf-8" /><title>{escape(title)}</title>{head}</head><body><div id="punviewtopic" class="pun">'
        f'<div id="brdmain">{content}</div><div id="brdfooter"><p id="poweredby">Powered by '
        f'<a href="http://fluxbb.org/">FluxBB</a></p></div></div></body></html>'
    )
    return Answer(status=status, body=page.encode())


def _show_message(words: str, flavour: str, status: int = 200) -> Answer:
    box = f'<div id="msg" class="block"><h2><span>Info</span></h2><div class="box"><div class="inbox"><p>{words}</p></div></div></div>'
    return _show_page("Info", box, flavour, status)


def _show_thread(found: ThreadPage, flavour: str) -> Answer:
    thread, sheet = found.thread, found.sheet
    url = f"viewtopic.php?id={thread.id}"
    crumbs = (
        f'<ul class="crumbs"><li><a href="index.php">Index</a></li><li><a href="viewforum.php?id={thread.board}">'
        f'{BOARDS[thread.board]}</a></li><li><a href="{url}"><strong>{escape(thread.title)}</strong></a></li></ul>'
    )
    posts = "".join(
        _write_post(number, said, thread.title, flavour)
        for number, said in numbered(found.posts, found.before)
    )
    links = f'<link rel="next" href="{url}&amp;p={sheet.page + 1}" />' if sheet.page < sheet.pages else ""
    links += f'<link rel="prev" href="{url}&amp;p={sheet.page - 1}" />' if sheet.page > 1 else ""
    return _show_page(thread.title, f"{crumbs}{_paginate(url, sheet)}{posts}", flavour, head=links)


def _write_post(number: int, said: Said, title: str, flavour: str) -> str:
    posts, registered, edited, wrote = WORDS[flavour][:4]
    note = (
        f'<p class="postedit"><em>{edited} {escape(said.by.name)} ({_date(said.edited_at)})</em></p>'
        if said.edited_at
        else ""
    )
    quote = ""
    if said.quotes:
        name, words = (escape(one) for one in said.quotes)
        quote = f'<div class="quotebox"><cite>{name} {wrote}:</cite><blockquote><div><p>{words}</p></div></blockquote></div>'
    return (
        f'<div id="p{said.id}" class="blockpost rowodd{" firstpost" if number == 1 else ""}"><h2><span>'
        f'<span class="conr">#{number}</span> <a href="viewtopic.php?pid={said.id}#p{said.id}">{_date(said.at)}</a>'
        '</span></h2><div class="box"><div class="inbox"><div class="postbody"><div class="postleft"><dl><dt><strong>'
        f'<a href="profile.php?id={said.by.number}">{escape(said.by.name)}</a></strong></dt><dd class="usertitle">'
        f"<strong>{said.by.rank}</strong></dd><dd><span>{registered}: {said.by.joined:%Y-%m-%d}</span></dd>"
        f'<dd><span>{posts}: 12</span></dd></dl></div><div class="postright"><h3>Re: {escape(title)}</h3>'
        f'<div class="postmsg">{quote}<p>{write_words(said)}</p>{note}</div>'
        f'<div class="postsignature postmsg"><hr /><p>{SIGNATURE}</p></div></div></div></div></div></div>'
    )


def _show_board(forum: Forum, board: str, page: int) -> Answer:
    threads, sheet = forum.list_board(board, page)
    rows = "".join(
        f'<tr class="rowodd"><td class="tcl"><div class="tclcon"><div><a href="viewtopic.php?id={one.id}">'
        f'{escape(one.title)}</a></div></div></td><td class="tc2">{len(one.posts) - 1}</td><td class="tcr">'
        f'<a href="viewtopic.php?pid={one.posts[-1].id}#p{one.posts[-1].id}">{_date(one.posts[-1].at)}</a></td></tr>'
        for one in threads
    )
    table = f'<div id="vf" class="blocktable"><h2><span>{BOARDS[board]}</span></h2><table><tbody>{rows}</tbody></table></div>'
    return _show_page(BOARDS[board], _paginate(f"viewforum.php?id={board}", sheet) + table, forum.flavour)


def _show_found(forum: Forum, number: str, page: int) -> Answer:
    found, sheet = forum.list_posts(number, page)
    if not found:
        return _show_message(NO_POSTS, forum.flavour)
    rows = "".join(
        f'<div class="blockpost"><h2><span><span class="conr">#1</span> <span>Re: <a href="viewforum.php?id={thread.board}">'
        f'b</a></span> <span>»&#160;<a href="viewtopic.php?id={thread.id}">{escape(thread.title)}</a></span> <span>»&#160;'
        f'<a href="viewtopic.php?pid={said.id}#p{said.id}">{_date(said.at)}</a></span></span></h2><div class="postmsg">'
        f"{write_words(said)}</div></div>"
        for thread, said in found
    )
    return _show_page(
        "Search",
        _paginate(f"search.php?action=show_user_posts&amp;user_id={number}", sheet) + rows,
        forum.flavour,
    )


def _show_member(account: Account, forum: Forum) -> Answer:
    posts, registered, *_, name = WORDS[forum.flavour]
    voice = voice_of(account)
    rank = "Banned" if account.states[0] == "suspended" else voice.rank
    facts = (
        f"<dt>{name}</dt><dd>{escape(voice.name)}</dd><dt>Title</dt><dd>{rank}</dd><dt>{posts}</dt>"
        f"<dd>{forum.count(account)}</dd><dt>{registered}</dt><dd>{voice.joined:%Y-%m-%d}</dd>"
    )
    sign = f'<div class="postsignature postmsg">{escape(account.bio)}</div>'
    box = f'<div id="viewprofile" class="block"><div class="inform"><fieldset><dl>{facts}</dl></fieldset></div>{sign}</div>'
    return _show_page(f"Profile of {voice.name}", box, forum.flavour)


def _paginate(url: str, sheet: Sheet) -> str:
    links = " ".join(
        f"<strong{' class=' + chr(34) + 'item1' + chr(34) if one == 1 else ''}>{one}</strong>"
        if one == sheet.page
        else f'<a href="{url}{f"&amp;p={one}" if one > 1 else ""}">{one}</a>'
        for one in sheet.numbers
    )
    after = f' <a rel="next" href="{url}&amp;p={sheet.page + 1}">Next</a>' if sheet.page < sheet.pages else ""
    return f'<p class="pagelink conl"><span class="pages-label">Pages: </span>{links}{after}</p>'


def _date(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


played = Played(
    name="fluxbb",
    places=(
        Place(
            platform="fluxbb", host="forum.garden-plots.example", operation="en", ordinary="zh-Hans",
            special=(("dug_out", "suspended"), ("no_such_gardener", "missing")), flavour="en",
        ),
        Place(platform="fluxbb", host="forum.potagers.example", operation="zh-Hant", ordinary="en", flavour="fr"),
    ),
    address_account=lambda account: address_member(
        account, lambda one: f"https://{one.host}/profile.php?id={one.number}"
    ),
    address_post=lambda post, account, place: address_said(
        post, account, place, lambda one, _, said: f"https://{one.host}/viewtopic.php?pid={said}#p{said}"
    ),
    answer=answer,
    address_tells=False,
)  # fmt: skip
