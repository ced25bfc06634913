"""bbPress's pages in WordPress's default theme.

Source: the templates ``loop-replies``, ``loop-single-reply``, ``loop-single-topic``, ``pagination-topics``,
``content-single-user`` and ``user-profile`` of bbPress 2.6. Dates are written with seconds, in UTC, as a site may
choose; the last post of a topic is told by how long ago it was.
"""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Sheet, write_words
from sandbox.software.forum_threads import BOARDS, Said, Thread, voice_of

NOW = datetime(2026, 8, 1, 12, 0, tzinfo=UTC)


def show_page(title: str, content: str, status: int = 200) -> Answer:
    """A whole page."""
    page = f"""<!DOCTYPE html>
<html lang="en-US"><head><meta charset="UTF-8" /><title>{escape(title)}</title><meta name="generator" content="WordPress 6.6" />
<link rel='stylesheet' id='bbp-default-css' href='/wp-content/plugins/bbpress/templates/default/css/bbpress.min.css?ver=2.6.11' />
<link rel="https://api.w.org/" href="/wp-json/" /></head><body class="bbpress"><main id="main"><article>
<h1 class="entry-title">{escape(title)}</h1><div class="entry-content"><div id="bbpress-forums" class="bbpress-wrapper">{content}</div>
</div></article></main></body></html>"""
    return Answer(status=status, body=page.encode())


def show_nothing() -> Answer:
    """WordPress's page for what is not there."""
    page = """<!DOCTYPE html><html lang="en-US"><head><title>Page not found</title>
<link href="/wp-content/plugins/bbpress/templates/default/css/bbpress.min.css" rel="stylesheet" /></head><body class="error404">
<div class="entry-content"><p>It looks like nothing was found at this location.</p></div></body></html>"""
    return Answer(status=404, body=page.encode())


def show_thread(thread: Thread) -> Answer:
    """A topic."""
    posts = "".join(_write_post(said, thread) for said in thread.posts)
    crumbs = f'<div class="bbp-breadcrumb"><p><a href="/forums/">Forums</a> › <span class="bbp-breadcrumb-current">{escape(thread.title)}</span></p></div>'
    notice = '<div class="bbp-template-notice info"><ul><li class="bbp-topic-description">This topic has replies.</li></ul></div>'
    return show_page(
        thread.title, f'{crumbs}{notice}<ul class="forums bbp-replies"><li class="bbp-body">{posts}</li></ul>'
    )


def show_board(slug: str, threads: list[Thread], sheet: Sheet) -> Answer:
    """A page of a forum."""
    board = threads[0].board if threads else "2"
    return show_page(BOARDS[board], _write_pager(f"/forums/forum/{slug}/", sheet) + _write_topics(threads))


def show_list(kind: str, account: Account, found: list[tuple[Thread, Said]], sheet: Sheet) -> Answer:
    """A page of a member's replies, whole, or topics."""
    if not found:
        inner = (
            '<div class="bbp-template-notice"><ul><li>Oh, bother! No topics were found here.</li></ul></div>'
        )
    elif kind == "topics":
        inner = _write_topics([thread for thread, _ in found])
    else:
        inner = "".join(_write_post(said, thread) for thread, said in found)
    pager = _write_pager(f"/forums/users/{account.handle}/{kind}/", sheet)
    box = "replies" if kind == "replies" else "topics"
    content = f'<div id="bbp-user-{box}-created" class="bbp-user-{box}-created">{pager}<div class="bbp-user-section">{inner}</div></div>'
    return show_page(
        account.handle,
        f'<div id="bbp-user-wrapper">{_details(account)}<div id="bbp-user-body">{content}</div></div>',
    )


def show_member(account: Account, count: int) -> Answer:
    """A profile."""
    voice = voice_of(account)
    role = "Blocked" if account.states[0] == "suspended" else "Participant"
    profile = f"""<div id="bbp-user-profile" class="bbp-user-profile"><h2 class="entry-title">@{account.handle}</h2>
<div class="bbp-user-section"><h3>Profile</h3><p class="bbp-user-forum-role">Registered: {_ago(voice.joined)}</p>
<p class="bbp-user-description">{escape(account.bio)}</p><hr><h3>Forums</h3>
<p class="bbp-user-reply-count">Replies Created: {count}</p><p class="bbp-user-forum-role">Forum Role: {role}</p></div></div>"""
    return show_page(
        voice.name,
        f'<div id="bbp-user-wrapper">{_details(account)}<div id="bbp-user-body">{profile}</div></div>',
    )


def _details(account: Account) -> str:
    return f"""<div id="bbp-single-user-details"><div id="bbp-user-avatar"><span class="vcard">
<a class="url fn n" href="/forums/users/{account.handle}/" title="{escape(account.display_name)}" rel="me">
<img alt="" src="/avatar/{account.number}.png" class="avatar avatar-150 photo" /></a></span></div></div>"""


def _write_topics(threads: list[Thread]) -> str:
    rows = "".join(
        f"""<ul id="bbp-topic-{one.id}" class="loop-item-0 bbp-parent-forum-9 post-{one.id} topic type-topic status-publish hentry">
<li class="bbp-topic-title"><a class="bbp-topic-permalink" href="/forums/topic/topic-{one.id}/">{escape(one.title)}</a></li>
<li class="bbp-topic-reply-count">{len(one.posts) - 1}</li><li class="bbp-topic-freshness">
<a href="/forums/topic/topic-{one.id}/#post-{one.posts[-1].id}" title="Reply To: x">{_ago(one.posts[-1].at)}</a></li></ul>"""
        for one in threads
    )
    return f'<ul id="bbp-forum-9" class="bbp-topics"><li class="bbp-body">{rows}</li></ul>'


def _write_post(said: Said, thread: Thread) -> str:
    kind = "topic" if said.id == thread.posts[0].id else "reply"
    name = escape(said.by.name)
    note = quote = ""
    if said.edited_at:
        note = f"""<ul id="bbp-reply-revision-log-{said.id}" class="bbp-reply-revision-log">
<li class="bbp-reply-revision-log-item">This {kind} was modified {_ago(said.edited_at)} by <a href="#">{name}</a>. </li></ul>"""
    if said.quotes:
        quote = (
            f"<blockquote><cite>{escape(said.quotes[0])}</cite><p>{escape(said.quotes[1])}</p></blockquote>"
        )
    return f"""<div id="post-{said.id}" class="bbp-reply-header"><div class="bbp-meta">
<span class="bbp-reply-post-date">{said.at:%B} {said.at.day}, {said.at:%Y} at {said.at:%I:%M:%S %p}</span>
<a href="/forums/topic/topic-{thread.id}/#post-{said.id}" class="bbp-reply-permalink">#{said.id}</a></div></div>
<div class="loop-item-0 user-id-{said.by.number} bbp-parent-topic-{thread.id} post-{said.id} {kind} type-{kind} status-publish hentry">
<div class="bbp-reply-author"><a href="/forums/users/{name}/" title="View {name}'s profile" class="bbp-author-link">
<span class="bbp-author-avatar"><img alt="" src="/avatar/{said.by.number}.png" class="avatar" /></span>
<span class="bbp-author-name">{name}</span></a><div class="bbp-author-role">{said.by.rank}</div></div>
<div class="bbp-reply-content">{quote}<p>{write_words(said)}</p>{note}</div></div>"""


def _write_pager(url: str, sheet: Sheet) -> str:
    if sheet.pages < 2:
        return ""
    links = "".join(
        f'<span aria-current="page" class="page-numbers current">{one}</span>'
        if one == sheet.page
        else f'<a class="page-numbers" href="{url}{f"page/{one}/" if one > 1 else ""}">{one}</a>'
        for one in sheet.numbers
    )
    after = (
        f'<a class="next page-numbers" href="{url}page/{sheet.page + 1}/">→</a>'
        if sheet.page < sheet.pages
        else ""
    )
    return f'<div class="bbp-pagination"><div class="bbp-pagination-links">{links}{after}</div></div>'


def _ago(at: datetime) -> str:
    """``bbp_get_time_since()``: two units, the larger first."""
    minutes = int((NOW - at).total_seconds()) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    if days:
        return f"{days} days, {hours} hours ago"
    return f"{hours} hours, {minutes % 60} minutes ago"
