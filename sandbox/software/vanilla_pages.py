"""Vanilla's pages.

Source: the views ``discussion/index``, ``helper_functions``, ``profilecomments``, ``discussions/table``,
``profile/user`` and ``dashboard/home/filenotfound`` of Vanilla 2.3.
"""

from __future__ import annotations

from datetime import datetime
from html import escape

from sandbox.exchange import Answer
from sandbox.operation.items import Account
from sandbox.software.forum_routes import Forum, Sheet, ThreadPage, write_words
from sandbox.software.forum_threads import SIGNATURE, Said, Thread, Voice, voice_of


def show_page(title: str, content: str, body: str, status: int = 200) -> Answer:
    """A whole page; ``body`` is the id of its ``body``."""
    page = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>
<link rel="stylesheet" href="/applications/dashboard/design/style.css?v=2.3" media="all" /></head>
<body id="{body}" class="Vanilla Section-Discussion"><div id="Frame"><div id="Content" class="Column ContentColumn">{content}</div>
<div id="Foot"><a href="https://vanillaforums.com/" class="PoweredByVanilla">Powered by Vanilla</a></div></div></body></html>"""
    return Answer(status=status, body=page.encode(), headers=(("X-Powered-By", "Vanilla"),))


def show_message(words: str, status: int) -> Answer:
    """What stands in place of a page."""
    return show_page(
        words, f'<div class="Center SplashInfo"><h1>{words}</h1></div>', "dashboard_home_filenotfound", status
    )


def show_thread(found: ThreadPage, forum: Forum) -> Answer:
    """A page of a discussion; the opening post stands on the first one."""
    thread = found.thread
    pager = _write_pager(f"/discussion/{thread.id}/x", found.sheet)
    opening, items = "", []
    for said in found.posts:
        if said.id == thread.posts[0].id:
            opening = f"""<div id="Discussion_{said.id}" class="Item ItemDiscussion"><div class="Discussion">
<div class="Item-Header DiscussionHeader"><div class="AuthorWrap"><span class="Author">{_user(said.by, forum)}</span></div>
<div class="Meta DiscussionMeta"><span class="MItem DateCreated"><a href="/discussion/{thread.id}/x" class="Permalink">{_time(said.at)}</a>
</span>{_note(said)}</div></div><div class="Item-BodyWrap"><div class="Item-Body"><div class="Message">{_body(said)}</div></div></div></div></div>"""
        else:
            items.append(f"""<li class="Item ItemComment" id="Comment_{said.id}"><div class="Comment"><div class="Item-Header CommentHeader">
<div class="AuthorWrap"><span class="Author">{_user(said.by, forum)}</span><span class="AuthorInfo"><span class="MItem AuthorTitle">{said.by.rank}
</span></span></div><div class="Meta CommentMeta CommentInfo"><span class="MItem DateCreated">
<a href="/discussion/comment/{said.id}#Comment_{said.id}" class="Permalink" rel="nofollow">{_time(said.at)}</a></span>{_note(said)}</div></div>
<div class="Item-BodyWrap"><div class="Item-Body"><div class="Message userContent">{_body(said)}</div>
<div class="Signature UserSignature"><p>{SIGNATURE}</p></div></div></div></div></li>""")
    content = f"""<div class="MessageList Discussion"><div class="PageTitle"><h1>{escape(thread.title)}</h1></div>{opening}</div>
<div class="CommentsWrap">{pager}<ul class="MessageList DataList Comments">{"".join(items)}</ul>{pager}</div>"""
    return show_page(thread.title, content, "vanilla_discussion_index")


def show_board(slug: str, title: str, threads: list[Thread], sheet: Sheet, forum: Forum) -> Answer:
    """A page of a category as a table."""
    rows = "".join(
        f"""<tr id="Discussion_{one.id}" class="Item ItemDiscussion"><td class="DiscussionName"><div class="Wrap">
<a href="/discussion/{one.id}/x" class="Title">{escape(one.title)}</a>{_mini(one)}</div></td><td class="BlockColumn FirstUser">
{_user(one.posts[0].by, forum)}{_time(one.posts[0].at)}</td><td class="BlockColumn LastUser">{_user(one.posts[-1].by, forum)}
<a href="/discussion/{one.id}/x#latest" class="CommentDate MItem">{_time(one.posts[-1].at)}</a></td></tr>"""
        for one in threads
    )
    pager = _write_pager(f"/categories/{slug}", sheet)
    table = f'<table class="DataTable DiscussionsTable"><tbody>{rows}</tbody></table>'
    return show_page(
        title, f'<h1 class="H HomepageTitle">{title}</h1>{pager}{table}', "vanilla_categories_index"
    )


def show_list(kind: str, account: Account, found: list[tuple[Thread, Said]], sheet: Sheet) -> Answer:
    """A page of a member's comments, cut short, or discussions."""
    if kind == "comments":
        rows = "".join(
            f"""<li id="Comment_{said.id}" class="Item"><div class="ItemContent"><div class="Message">{escape(said.text[:50])}</div>
<div class="Meta"><span class="MItem">in <b><a href="/discussion/comment/{said.id}/#Comment_{said.id}">{escape(thread.title)}</a></b></span>
<span class="MItem"><a href="/discussion/comment/{said.id}/#Comment_{said.id}">{_time(said.at)}</a></span></div></div></li>"""
            for thread, said in found
        )
    else:
        rows = "".join(
            f"""<li id="Discussion_{thread.id}" class="Item ItemDiscussion"><div class="ItemContent Discussion"><div class="Title">
<a href="/discussion/{thread.id}/x">{escape(thread.title)}</a></div><div class="Meta Meta-Discussion">
<span class="MItem LastCommentDate">{_time(thread.posts[-1].at)}</span></div></div></li>"""
            for thread, _ in found
        )
    none = f'<div class="Empty">{escape(account.handle)} does not have any {kind} yet.</div>'
    pager = _write_pager(f"/profile/{kind}/{account.handle}", sheet)
    return show_page(
        kind, f"<ul class='DataList'>{rows}</ul>{'' if rows else none}{pager}", f"dashboard_profile_{kind}"
    )


def show_member(account: Account, count: int) -> Answer:
    """A profile."""
    voice = voice_of(account)
    roles = "Banned" if account.states[0] == "suspended" else "Member"
    content = f"""<div class="Profile"><div class="User" itemscope itemtype="http://schema.org/Person"><h1 class="H">{escape(voice.name)}</h1>
<div id="Status" itemprop="description">{escape(account.bio)}</div></div><div class="About P"><h2>About</h2><dl class="About">
<dt class="Name">Username</dt><dd class="Name" itemprop="name">{escape(voice.name)}</dd><dt class="Joined">Joined</dt>
<dd class="Joined">{_time(voice.joined)}</dd><dt class="Roles">Roles</dt><dd class="Roles">{roles}</dd><dt>Posts</dt><dd>{count}</dd></dl></div></div>"""
    return show_page(voice.name, content, "dashboard_profile_index")


def _user(voice: Voice, forum: Forum) -> str:
    name = escape(voice.name)
    url = f"/profile/{voice.number}/{name}" if forum.flavour == "numbers" else f"/profile/{name}"
    return f"""<a title="{name}" href="{url}" class="PhotoWrap"><img src="/uploads/{voice.number}.png" alt="{name}" /></a>
<a href="{url}" class="Username">{name}</a>"""


def _body(said: Said) -> str:
    quote = ""
    if said.quotes:
        name, words = (escape(one) for one in said.quotes)
        quote = f'<blockquote class="Quote UserQuote"><div class="QuoteAuthor"><a href="/profile/{name}">{name}</a> said:</div><div class="QuoteText"><p>{words}</p></div></blockquote>'
    return quote + write_words(said)


def _note(said: Said) -> str:
    if not said.edited_at:
        return ""
    return f'<span class="MItem"><span title="Edited by {escape(said.by.name)}." class="DateUpdated">edited {_time(said.edited_at)}</span></span>'


def _mini(thread: Thread) -> str:
    pages = -(-len(thread.posts) // 5)
    links = "".join(
        f'<a href="/discussion/{thread.id}/x{f"/p{one}" if one > 1 else ""}">{one}</a>'
        for one in range(1, pages + 1)
    )
    return f' <span class="MiniPager">{links}</span>' if pages > 1 else ""


def _write_pager(url: str, sheet: Sheet) -> str:
    if sheet.pages < 2:
        return ""
    links = "".join(
        f'<a href="{url}{f"/p{one}" if one > 1 else ""}"{_role(one, sheet)}>{one}</a>'
        for one in sheet.numbers
    )
    return f'<div id="PagerBefore" class="Pager NumberedPager"><span class="Previous">«</span>{links}</div>'


def _role(number: int, sheet: Sheet) -> str:
    named = {sheet.page: ' class="Highlight"', sheet.page + 1: ' rel="next"', sheet.page - 1: ' rel="prev"'}
    return named.get(number, "")


def _time(at: datetime) -> str:
    return f'<time title="{at:%B} {at.day}" datetime="{at:%Y-%m-%dT%H:%M:%S}+00:00">{at:%B %Y}</time>'
