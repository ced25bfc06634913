"""What XenForo's pages have in common in the default styles of 2.2 and 1.5: frame, errors, dates, page numbers."""

from __future__ import annotations

from datetime import datetime
from html import escape

from sandbox.exchange import Answer
from sandbox.software.forum_routes import Sheet
from sandbox.software.forum_threads import Thread, Voice


def make_slug(thread: Thread) -> str:
    """The part of a thread's address that says what it is about."""
    words = "".join(one if one.isascii() and one.isalnum() else " " for one in thread.title).lower().split()
    return "-".join(words) or "t"


def show_page(title: str, content: str, flavour: str, status: int = 200, head: str = "") -> Answer:
    """A whole page; 1.5 has a form to log in by on each."""
    if flavour == "2":
        start = '<html id="XF" lang="en-US" dir="LTR" data-app="public" data-template="thread_view" class="has-no-js">'
        body = f'<div class="p-body"><div class="p-body-main"><div class="p-body-content"><div class="p-body-pageContent">{content}</div></div></div></div>'
        foot = '<a href="https://xenforo.com" class="u-concealed">Community platform by XenForo<sup>&reg;</sup></a>'
    else:
        start = '<html id="XenForo" lang="en-US" dir="LTR" class="Public NoJs" xmlns:fb="http://www.facebook.com/2008/fbml">'
        bar = '<div id="loginBar"><form class="xenForm"><input type="password" name="password"></form></div>'
        body = f'{bar}<div id="content"><div class="pageWidth"><div class="pageContent">{content}</div></div></div>'
        foot = '<a href="http://xenforo.com" class="concealed">Forum software by XenForo&trade; <span>&copy;2010 XenForo Ltd.</span></a>'
    base = '<base href="/">' if flavour == "1" else ""
    page = f'<!DOCTYPE html>\n{start}<head><meta charset="utf-8">{base}<title>{escape(title)}</title>{head}</head><body>{body}<footer>{foot}</footer></body></html>\n'
    return Answer(status=status, body=page.encode())


def show_error(words: str, flavour: str, status: int, login: bool = False) -> Answer:
    """What the forum says in place of a page."""
    if flavour == "2":
        return show_page("Oops!", f'<div class="blockMessage">{words}</div>', flavour, status)
    form = '<form id="pageLogin"><input type="password" name="password"></form>' if login else ""
    overlay = f'<div class="errorOverlay"><h2 class="heading">Error</h2><div class="baseHtml"><label class="OverlayCloser">{words}</label></div></div>'
    return show_page("Error", f'<div class="titleBar"><h1>Error</h1></div>{overlay}{form}', flavour, status)


def spell_profile(voice: Voice) -> str:
    """The address of a member's page."""
    return f"/members/{voice.name.lower().replace('_', '-')}.{voice.number}/"


def paginate(pattern: str, first: str, sheet: Sheet, flavour: str) -> str:
    """The links to the pages around this one."""
    if sheet.pages < 2:
        return ""
    links = {one: pattern.format(one) if one > 1 else first for one in sheet.numbers}
    if flavour == "2":
        numbers = "".join(
            f'<li class="pageNav-page{" pageNav-page--current" if one == sheet.page else ""}">'
            f'<a href="{url}">{one}</a></li>'
            for one, url in links.items()
        )
        after = (
            f'<a href="{links[sheet.page + 1]}" class="pageNav-jump pageNav-jump--next">Next</a>'
            if sheet.page < sheet.pages
            else ""
        )
        before = (
            f'<a href="{links[sheet.page - 1]}" class="pageNav-jump pageNav-jump--prev">Prev</a>'
            if sheet.page > 1
            else ""
        )
        return f'<nav class="pageNavWrapper"><div class="pageNav">{before}<ul class="pageNav-main">{numbers}</ul>{after}</div></nav>'
    numbers = "".join(
        f'<a href="{url}" class="{"currentPage" if one == sheet.page else ""}">{one}</a>'
        for one, url in links.items()
    )
    return f'<div class="PageNav"><span class="pageNavHeader">Page {sheet.page} of {sheet.pages}</span><nav>{numbers}</nav></div>'


def show_time(at: datetime | None, flavour: str = "2") -> str:
    """A date, machine-readable."""
    if at is None:
        return ""
    epoch = int(at.timestamp())
    if flavour == "2":
        return f'<time class="u-dt" dir="auto" datetime="{at:%Y-%m-%dT%H:%M:%S}+0000" data-time="{epoch}">{at:%b %d, %Y}</time>'
    return f'<abbr class="DateTime" data-time="{epoch}" data-datestring="{at:%b %d, %Y}">{at:%b %d, %Y at} {at:%I:%M %p}</abbr>'
