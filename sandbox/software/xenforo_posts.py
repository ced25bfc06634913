"""XenForo's pages of threads in the default styles of 2.2 (``message_macros``) and 1.5."""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer
from sandbox.software.forum_routes import ThreadPage, numbered, write_words
from sandbox.software.forum_threads import SIGNATURE, Said
from sandbox.software.xenforo_frame import make_slug, paginate, show_page, show_time, spell_profile


def show_thread(found: ThreadPage, flavour: str) -> Answer:
    """A page of a thread."""
    thread, sheet = found.thread, found.sheet
    url = f"/threads/{make_slug(thread)}.{thread.id}/"
    write = _write_post if flavour == "2" else _write_old_post
    posts = "".join(write(number, said, url) for number, said in numbered(found.posts, found.before))
    pager = paginate(url + "page-{}", url, sheet, flavour)
    head = f'<link rel="canonical" href="{url}">'
    if flavour == "2":
        title = f'<div class="p-body-header"><div class="p-title"><h1 class="p-title-value">{escape(thread.title)}</h1></div></div>'
        body = f'<div class="block block--messages">{pager}<div class="block-body">{posts}</div>{pager}</div>'
    else:
        title = f'<div class="titleBar"><h1>{escape(thread.title)}</h1></div>'
        body = f'{pager}<form class="InlineModForm"><ol class="messageList" id="messageList">{posts}</ol></form>{pager}'
    return show_page(thread.title, title + body, flavour, head=head)


def _write_post(number: int, said: Said, url: str) -> str:
    note = (
        f'<div class="message-lastEdit">Last edited: {show_time(said.edited_at)}</div>'
        if said.edited_at
        else ""
    )
    quote = ""
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = (
            f'<blockquote data-attributes="" data-quote="{who}" class="bbCodeBlock '
            'bbCodeBlock--expandable bbCodeBlock--quote">'
            f'<div class="bbCodeBlock-title">{who} said:</div><div class="bbCodeBlock-content">'
            '<div class="bbCodeBlock-expandContent">'
            f'{words}<img src="data:image/gif;base64,R0" class="smilie smilie--sprite" alt=":)">'
            '</div><div class="bbCodeBlock-expandLink">'
            "<a>Click to expand...</a></div></div></blockquote>"
        )
    return (
        '<article class="message message--post js-post js-inlineModContainer" '
        f'data-author="{escape(said.by.name)}" '
        f'data-content="post-{said.id}" id="js-post-{said.id}"><span class="u-anchorTarget" '
        f'id="post-{said.id}"></span>'
        '<div class="message-inner"><div class="message-cell message-cell--user">'
        '<section class="message-user"><div class="message-userDetails">'
        f'<h4 class="message-name"><a href="{spell_profile(said.by)}" class="username" dir="auto" '
        f'data-user-id="{said.by.number}">'
        f'<span>{escape(said.by.name)}</span></a></h4><h5 class="userTitle message-userTitle">'
        f"{said.by.rank}</h5></div></section></div>"
        '<div class="message-cell message-cell--main"><div class="message-main">'
        '<header class="message-attribution"><ul class="message-attribution-main">'
        f'<li class="u-concealed"><a href="{url}post-{said.id}" rel="nofollow">'
        f'{show_time(said.at)}</a></li></ul><ul class="message-attribution-opposite">'
        f'<li><a href="{url}post-{said.id}" rel="nofollow">#{number}</a></li></ul></header>'
        '<div class="message-content"><div class="message-userContent">'
        '<article class="message-body js-selectToQuote"><div class="bbWrapper">'
        f"{quote}{write_words(said)}</div></article></div>{note}"
        f'<aside class="message-signature"><div class="bbWrapper">{SIGNATURE}</div></aside></div>'
        "</div></div></div></article>"
    )


def _write_old_post(number: int, said: Said, url: str) -> str:
    note = (
        f'<div class="editDate">Last edited: {show_time(said.edited_at, "1")}</div>' if said.edited_at else ""
    )
    name = escape(said.by.name)
    quote = ""
    if said.quotes:
        who, words = (escape(one) for one in said.quotes)
        quote = (
            f'<div class="bbCodeBlock bbCodeQuote" data-author="{who}"><aside>'
            f'<div class="attribution type">{who} said:</div>'
            f'<blockquote class="quoteContainer"><div class="quote">{words}</div></blockquote>'
            "</aside></div>"
        )
    return (
        f'<li id="post-{said.id}" class="message" data-author="{name}">'
        '<div class="messageUserInfo"><div class="messageUserBlock"><h3 class="userText">'
        f'<a href="{spell_profile(said.by)}" class="username" dir="auto">{name}</a>'
        f'<em class="userTitle">{said.by.rank}</em></h3></div></div>'
        '<div class="messageInfo primaryContent"><div class="messageContent"><article>'
        '<blockquote class="messageText SelectQuoteContainer ugc baseHtml">'
        f'{quote}{write_words(said)}<div class="messageTextEndMarker">&nbsp;</div></blockquote>'
        f"</article></div>{note}"
        f'<div class="baseHtml signature messageText ugc"><aside>{SIGNATURE}</aside></div>'
        '<div class="messageMeta ToggleTriggerAnchor"><div class="privateControls">'
        f'<span class="item muted"><span class="authorEnd"><a href="{spell_profile(said.by)}" '
        f'class="username author">{name}</a>,</span>'
        f'<a href="{url}#post-{said.id}" title="Permalink" class="datePermalink">'
        f'{show_time(said.at, "1")}</a></span></div><div class="publicControls">'
        f'<a href="{url}#post-{said.id}" class="item muted postNumber hashPermalink">#{number}</a>'
        "</div></div></div></li>"
    )
