"""The markup of Telegram's web preview: a channel's page, one message, the page of a name.

Source: recorded pages of t.me/s; core.telegram.org/widgets. Since 2024 ``&`` in links that ask before they
open is escaped twice. Emoji are pictures with the sign itself inside.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from html import escape
from urllib.parse import quote

from sandbox.markup import mark_up
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.operation.sites import find_site

_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?")
_ASK = r"return confirm('Open this link?\n\n'+this.href);"


def write_channel(account: Account, posts: Sequence[Post], oldest: int, phase: int) -> str:
    """The page of a channel with ``posts``, oldest first; ``oldest`` is the channel's first message id."""
    name = account.handle
    more = prev = ""
    if posts and (first := number_of(posts[0])) > oldest:
        more = (
            '<div class="tgme_widget_message_centered js-messages_more_wrap">'
            f'<a href="/s/{name}?before={first}" class="tme_messages_more js-messages_more"'
            f' data-before="{first}"></a></div>'
        )
        prev = f'<link rel="prev" href="/s/{name}?before={first}">\n'
    wrap = '<div class="tgme_widget_message_wrap js-widget_message_wrap">{}</div>'
    messages = "\n".join(wrap.format(write_message(post, account, phase)) for post in posts)
    if not posts:
        messages = '<div class="tme_no_messages_found">No posts found</div>'
    title = f"{escape(account.display_name)} – Telegram"
    head = f'<meta property="og:title" content="{escape(account.display_name)}">\n{prev}'
    content = (
        f'<header class="tgme_header search_collapsed"><div class="tgme_container">'
        f'<div class="tgme_header_right_column"><section class="tgme_right_column">{_write_info(account)}'
        '<a class="tgme_channel_download_telegram" href="//telegram.org/dl?tme=sandbox">Download Telegram</a>'
        '</section></div></div></header>\n<main class="tgme_main" '
        f'data-url="/{name}"><div class="tgme_container">'
        '<section class="tgme_channel_history js-message_history">\n'
        f"{more}{messages}\n</section></div></main>"
    )
    return _write_page(title, head, content, "widget_frame_base tgme_webpreview emoji_image tme_mode")


def write_message(post: Post, account: Account, phase: int) -> str:
    """One message as a block."""
    place = f"{account.handle}/{number_of(post)}"
    text = _write_text(post.text_in(phase))
    words = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else ""
    edited = "edited&nbsp;" if post.edited_by(phase) else ""
    moment = post.posted_at.replace(microsecond=0)
    return (
        '<div class="tgme_widget_message text_not_supported_wrap js-widget_message"'
        f' data-post="{place}" data-view="{_make_view(post, account)}">'
        f'<div class="tgme_widget_message_user"><a href="https://t.me/{account.handle}">'
        f'<i class="tgme_widget_message_user_photo bgcolor3"><img src="{avatar_url(account)}"></i></a></div>'
        '<div class="tgme_widget_message_bubble">'
        '<div class="tgme_widget_message_author accent_color"><a class="tgme_widget_message_owner_name"'
        f' href="https://t.me/{account.handle}"><span dir="auto">{escape(account.display_name)}</span></a>'
        f"</div>{_write_pictures(post, place)}{words}{_write_preview(post)}"
        '<div class="tgme_widget_message_footer compact js-message_footer">'
        '<div class="tgme_widget_message_info short js-message_info">'
        f'<span class="tgme_widget_message_views">{shorten(_count_views(post, account))}</span>'
        '<span class="copyonly"> views</span>'
        f'<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date"'
        f' href="https://t.me/{place}"><time datetime="{moment.isoformat()}" class="time">{moment:%H:%M}'
        "</time></a></span></div></div></div></div>"
    )


def write_single(post: Post, account: Account, phase: int) -> str:
    """The page of one message, as it is embedded elsewhere."""
    return _write_page("Telegram Widget", "", write_message(post, account, phase), "widget_frame_base")


def write_lost(said: str) -> str:
    """The embedded page of a message that is not there."""
    block = f'<div class="tgme_widget_message_error">{escape(said)}</div>'
    content = f'<div class="tgme_widget_message text_not_supported_wrap js-widget_message">{block}</div>'
    return _write_page("Telegram Widget", "", content, "widget_frame_base")


def write_name(account: Account) -> str:
    """The page of a channel at ``t.me/NAME``, with the way to its preview."""
    name = account.handle
    action = f'<a class="tgme_action_button_new" href="/s/{name}">Preview channel</a>'
    return _write_contact(account, f"{account.followers:,}".replace(",", " ") + " subscribers", action)


def write_closed(account: Account) -> str:
    """The page of a group whose messages are for its members."""
    extra = f"{account.followers} members"
    return _write_contact(account, extra, '<a class="tgme_action_button_new" href="#">Join Group</a>')


def write_nobody(name: str) -> str:
    """The page of a name that nobody has: it offers to write to it."""
    shown = escape(name)
    head = '<meta name="robots" content="noindex, nofollow">\n'
    content = (
        '<div class="tgme_page"><div class="tgme_page_icon"><i class="tgme_icon_user"></i></div>'
        f'<div class="tgme_page_description">If you have <strong>Telegram</strong>, you can contact'
        f' <a class="tgme_username_link" href="tg://resolve?domain={shown}">@{shown}</a> right away.</div>'
        f'<div class="tgme_page_action"><a class="tgme_action_button_new" href="tg://resolve?domain={shown}">'
        "Send Message</a></div></div>"
    )
    return _write_page(f"Telegram: Contact @{shown}", head, content, "no_transition")


def number_of(post: Post) -> int:
    """A message's number within its channel."""
    return int(post.id.rpartition("/")[2])


def shorten(count: int) -> str:
    """A count as it is shown: ``987``, ``1.2K``."""
    return str(count) if count < 1000 else f"{count / 1000:.1f}".removesuffix(".0") + "K"


def _write_contact(account: Account, extra: str, action: str) -> str:
    title = f"Telegram: View @{escape(account.handle)}"
    content = (
        f'<div class="tgme_page"><div class="tgme_page_photo"><img class="tgme_page_photo_image"'
        f' src="{avatar_url(account)}"></div><div class="tgme_page_title"><span dir="auto">'
        f'{escape(account.display_name)}</span></div><div class="tgme_page_extra">{extra}</div>'
        f'<div class="tgme_page_description" dir="auto">{escape(account.bio)}</div>'
        f'<div class="tgme_page_action">{action}</div></div>'
    )
    return _write_page(title, "", content, "no_transition")


def _write_info(account: Account) -> str:
    return (
        '<div class="tgme_channel_info"><div class="tgme_channel_info_header">'
        f'<i class="tgme_page_photo_image bgcolor4"><img src="{avatar_url(account)}"></i>'
        '<div class="tgme_channel_info_header_title_wrap"><div class="tgme_channel_info_header_title">'
        f'<span dir="auto">{escape(account.display_name)}</span></div></div>'
        f'<div class="tgme_channel_info_header_username"><a href="https://t.me/{account.handle}">'
        f'@{account.handle}</a></div></div><div class="tgme_channel_info_counters">'
        '<div class="tgme_channel_info_counter"><span class="counter_value">'
        f'{shorten(account.followers)}</span> <span class="counter_type">subscribers</span></div></div>'
        f'<div class="tgme_channel_info_description">{escape(account.bio)}</div></div>'
    )


def _write_text(text: str) -> str:
    marked = mark_up(text, _link, _tag).replace("\n", "<br/>")
    return _EMOJI.sub(lambda found: f'<i class="emoji"><b>{found[0]}</b></i>', marked)


def _link(url: str) -> str:
    return (
        f'<a href="{escape(escape(url))}" target="_blank" rel="noopener" onclick="{_ASK}">{escape(url)}</a>'
    )


def _tag(tag: str) -> str:
    return f'<a href="?q={quote("#" + tag)}">#{escape(tag)}</a>'


def _write_pictures(post: Post, place: str) -> str:
    blocks = []
    for url, shown in zip(post.media, post.pictures, strict=True):
        width, height = measure(shown.variant)
        blocks.append(
            f'<a class="tgme_widget_message_photo_wrap" href="https://t.me/{place}"'
            f" style=\"width:800px;background-image:url('{url}')\">"
            f'<div class="tgme_widget_message_photo" style="padding-top:{100 * height / width:g}%"></div></a>'
        )
    return "".join(blocks)


def _write_preview(post: Post) -> str:
    """The card of the first link that leads to a site straight away; not below a picture."""
    url = next((one for one in post.links if find_site(one)), "")
    site = find_site(url)
    if not site or post.pictures:
        return ""
    return (
        f'<a class="tgme_widget_message_link_preview" href="{escape(url)}">'
        f'<div class="link_preview_site_name accent_color" dir="auto">{escape(site.name)}</div>'
        f'<div class="link_preview_title" dir="auto">{escape(site.name)}</div></a>'
    )


def _count_views(post: Post, account: Account) -> int:
    return 1 + account.followers * (20 + hashlib.sha256(post.id.encode()).digest()[0] % 60) // 50


def _make_view(post: Post, account: Account) -> str:
    """``data-view``: the channel's number, the message's, a time and a check value."""
    check = hashlib.sha256(post.id.encode()).hexdigest()[:18]
    view = {"c": int(account.number), "p": number_of(post), "t": int(post.posted_at.timestamp()), "h": check}
    packed = json.dumps(view, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def _write_page(title: str, head: str, content: str, look: str) -> str:
    return (
        f'<!DOCTYPE html>\n<html>\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1.0">\n'
        f'<meta property="og:site_name" content="Telegram">\n{head}</head>\n<body class="{look}">\n'
        f"{content}\n</body>\n</html>\n"
    )
