"""Invision Community 4's pages.

Source: the classes and attributes of its templates ``forums/front/topics/topic`` and ``post``,
``core/front/profile/profileHeader``, ``core/front/streams/streamItem``, ``core/front/global/error``.
"""

from __future__ import annotations

import re
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, ThreadPage, write_words
from sandbox.software.forum_threads import BOARDS, SIGNATURE, Said, Thread, voice_of


def slug(text: str) -> str:
    """A title as addresses have it."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "topic"


def show_page(title: str, content: str, status: int = 200, head: str = "") -> Answer:
    """A whole page."""
    page = f"""<!DOCTYPE html>
<html lang="en-US" dir="ltr"><head><meta charset="utf-8"><title>{escape(title)}</title>{head}</head>
<body class="ipsApp ipsApp_front ipsJS_none ipsClearfix" data-controller="core.front.core.app" data-pageApp="forums">
<main id="ipsLayout_body"><div id="ipsLayout_mainArea">{content}</div></main>
<footer id="ipsLayout_footer"><p id="elCopyright"><a rel="nofollow" href="https://www.invisioncommunity.com/">
Powered by Invision Community</a></p></footer></body></html>"""
    return Answer(status=status, body=page.encode())


def show_error(words: str, status: int) -> Answer:
    """What stands in place of a page."""
    section = f"""<section id="elError" class="ipsType_center"><h1 class="ipsType_veryLarge">
<i class="fa fa-exclamation-circle"></i></h1><p id="elErrorMessage" class="ipsType_reset">{words}</p></section>"""
    return show_page(words, section, status)


def show_thread(found: ThreadPage) -> Answer:
    """A page of a topic."""
    thread = found.thread
    url = f"/topic/{thread.id}-{slug(thread.title)}/"
    title = f"""<h1 class="ipsType_pageTitle ipsContained_container"><span class="ipsType_break ipsContained">
<span>{escape(thread.title)}</span></span></h1>"""
    posts = "".join(_write_post(said, thread) for said in found.posts)
    pager, head = write_pager(url, "page/{}/", found.sheet)
    return show_page(thread.title, f"{title}{pager}<div id='elPostFeed'>{posts}</div>{pager}", head=head)


def show_board(board: str, threads: list[Thread], sheet: Sheet) -> Answer:
    """A page of a forum."""
    rows = "".join(
        f"""<li class="ipsDataItem ipsDataItem_responsivePhoto" data-rowid="{one.id}"><div class="ipsDataItem_main">
<h4 class="ipsDataItem_title ipsContained_container"><span class="ipsType_break ipsContained">
<a href="/topic/{one.id}-{slug(one.title)}/" data-ipshover><span>{escape(one.title)}</span></a></span></h4></div>
<ul class="ipsDataItem_lastPoster"><li><a href="/profile/{one.posts[-1].by.number}-x/">{escape(one.posts[-1].by.name)}</a>
</li><li><a href="/topic/{one.id}-{slug(one.title)}/?do=getLastComment">{_time(one.posts[-1])}</a></li></ul></li>"""
        for one in threads
    )
    pager, head = write_pager(f"/forum/{board}-x/", "page/{}/", sheet)
    title = f'<h1 class="ipsType_pageTitle">{BOARDS[board]}</h1>'
    table = f'<ol class="ipsDataList cForumTopicTable" data-role="tableRows">{rows}</ol>'
    return show_page(BOARDS[board], f"{title}{pager}{table}", head=head)


def show_list(account: Account, found: list[tuple[Thread, Said]], sheet: Sheet) -> Answer:
    """A page of a member's posts."""
    rows = "".join(
        f"""<li class="ipsStreamItem ipsStreamItem_contentBlock"><div class="ipsStreamItem_container"><h2 class="ipsStreamItem_title">
<a href="/topic/{thread.id}-{slug(thread.title)}/?do=findComment&amp;comment={said.id}" data-linktype="link">{escape(thread.title)}</a>
</h2><div class="ipsStreamItem_snippet">{escape(said.text[:60])}</div><ul class="ipsStreamItem_meta"><li>{_time(said)}</li></ul>
</div></li>"""
        for thread, said in found
    )
    none = '<p class="ipsType_center ipsPad">There is no content to show</p>'
    pager, head = write_pager(
        f"/profile/{account.number}-x/content/?type=forums_topic_post", "&amp;page={}", sheet
    )
    return show_page("Content", f"<ol class='ipsStream'>{rows}</ol>{'' if rows else none}{pager}", head=head)


def show_member(account: Account, count: int) -> Answer:
    """A profile."""
    voice = voice_of(account)
    group = "Banned" if account.states[0] == "suspended" else "Members"
    content = f"""<header id="elProfileHeader" data-role="profileHeader"><div id="elProfilePhoto"><a class="ipsUserPhoto">
<img src="/uploads/monthly/{account.number}.png" alt=""></a></div>
<div class="ipsPos_left ipsPad cProfileHeader_name ipsType_normal"><h1 class="ipsType_reset ipsPageHead_barText">{escape(voice.name)}</h1>
<span><span class="ipsType_light">{group}</span></span></div><div id="elProfileStats"><ul class="ipsList_inline">
<li><h4 class="ipsType_minorHeading">Posts</h4>{count}</li><li><h4 class="ipsType_minorHeading">Joined</h4>
<time datetime="{voice.joined:%Y-%m-%dT%H:%M:%SZ}">{voice.joined:%B} {voice.joined.day}</time></li></ul></div></header>
<div id="elProfileAboutMe">{escape(account.bio)}</div>"""
    return show_page(voice.name, content)


def write_pager(url: str, way: str, sheet: Sheet) -> tuple[str, str]:
    """The numbered links, and those of the head."""
    if sheet.pages < 2:
        return "", ""

    def target(number: int) -> str:
        return url + (way.format(number) if number > 1 else "")

    links = "".join(
        f'<li class="ipsPagination_page{" ipsPagination_active" if one == sheet.page else ""}">'
        f'<a href="{target(one)}" data-page="{one}">{one}</a></li>'
        for one in sheet.numbers
    )
    after = "" if sheet.page < sheet.pages else " ipsPagination_inactive"
    links += f'<li class="ipsPagination_next{after}"><a href="{target(min(sheet.page + 1, sheet.pages))}" rel="next">Next</a></li>'
    head = f'<link rel="next" href="{target(sheet.page + 1)}">' if sheet.page < sheet.pages else ""
    head += f'<link rel="prev" href="{target(sheet.page - 1)}">' if sheet.page > 1 else ""
    return f'<ul class="ipsPagination">{links}</ul>', head


def _write_post(said: Said, thread: Thread) -> str:
    profile = f"/profile/{said.by.number}-{slug(said.by.name)}/"
    note = quote = ""
    if said.edited_at:
        note = f"""<span class="ipsType_reset ipsType_medium ipsType_light" data-excludequote><strong>Edited
<time datetime="{said.edited_at:%Y-%m-%dT%H:%M:%SZ}">then</time> by {escape(said.by.name)}</strong></span>"""
    if said.quotes:
        name, words = (escape(one) for one in said.quotes)
        quote = f"""<blockquote class="ipsQuote" data-ipsquote="" data-ipsquote-username="{name}">
<div class="ipsQuote_citation">{name} said:</div><div class="ipsQuote_contents"><p>{words}</p></div></blockquote>"""
    return f"""<a id="comment-{said.id}"></a>
<article id="elComment_{said.id}" class="cPost ipsBox ipsComment ipsComment_parent ipsClearfix"><aside class="ipsComment_author cAuthorPane">
<h3 class="ipsType_sectionHead cAuthorPane_author"><strong><a href="{profile}" data-ipshover>{escape(said.by.name)}</a></strong></h3>
<ul class="cAuthorPane_info"><li data-role="group">{said.by.rank}</li><li data-role="posts">12 posts</li></ul></aside>
<div class="ipsColumn"><div class="ipsComment_meta ipsType_light"><p class="ipsType_reset">
<a href="/topic/{thread.id}-{slug(thread.title)}/?do=findComment&amp;comment={said.id}">Posted {_time(said)}</a></p></div>
<div class="cPost_contentWrap"><div data-role="commentContent" class="ipsType_normal ipsType_richText ipsContained">
{quote}<p>{write_words(said)}</p>{note}</div><div data-role="memberSignature"><div data-ipslazyload><p>{SIGNATURE}</p></div></div></div></div></article>"""


def _time(said: Said) -> str:
    return f'<time datetime="{said.at:%Y-%m-%dT%H:%M:%SZ}" title="then">{said.at:%B} {said.at.day}</time>'
