"""The pages of VKontakte's mobile site: a wall or one post, and the notices that stand in place of them.

Source: the class names and shapes that public programs read from ``m.vk.com``. Times are Moscow's, to the
minute; links that leave go by ``/away.php``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from html import escape
from urllib.parse import quote

from sandbox.exchange import Answer
from sandbox.markup import mark_up
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.world import World

MOSCOW = timezone(timedelta(hours=3))
MONTHS = "янв фев мар апр мая июн июл авг сен окт ноя дек".split()  # noqa: SIM905


def write_wall(
    account: Account, posts: Sequence[Post], world: World, phase: int, more: tuple[int, str] = (1, "")
) -> Answer:
    """A wall's page with ``posts``; ``more`` is how many there are and where older ones are."""
    total, target = more
    name = escape(account.display_name)
    header = f"{total} записей" if total else "Нет записей"
    items = "".join(_write_post(one, world, phase) for one in posts)
    link = f'<div class="show_more_wrap"><a class="show_more" href="{escape(target)}">Показать ещё</a></div>'
    content = (
        f'<div class="owner_panel" data-owner-id="{account.number}"><h2 class="op_header">{name}</h2>'
        f'<div class="pp_status">{escape(account.bio)}</div></div><div class="OwnerInfo">'
        f'<div class="OwnerInfo__rowCenter">{account.followers} подписчиков</div></div>'
        f'<h3 class="slim_header slim_header_block_top">{header}</h3>'
        f'<div id="posts_container" class="wall_posts upanel bl_cont">{items}{link if target else ""}</div>'
    )
    head = (
        f'<meta property="og:title" content="{name}">'
        f'<meta property="og:image" content="{avatar_url(account)}">'
    )
    return _write_page(name, content, head)


def write_nobody() -> Answer:
    """A name that nobody has."""
    said = "Страница удалена либо ещё не создана."
    content = f'<div class="message_page"><div class="message_page_body">{said}</div></div>'
    return _write_page("404 Not Found", content, status=404)


def write_ended(account: Account, *, deleted: bool) -> Answer:
    """A page that was blocked or deleted."""
    said = (
        "Страница удалена её владельцем." if deleted else "Страница заблокирована за нарушение правил сайта."
    )
    name = escape(account.display_name)
    content = f'<h2 class="op_header">{name}</h2><h5 class="profile_deleted_text">{said}</h5>'
    return _write_page(name, content)


def write_closed(account: Account) -> Answer:
    """A wall for friends or members only."""
    name = escape(account.display_name)
    said = "Это закрытый профиль" if not account.number.startswith("-") else "Это закрытое сообщество"
    content = f'<h2 class="op_header">{name}</h2><div class="profile_closed_wall_dummy">{said}</div>'
    return _write_page(name, content)


def write_lost() -> Answer:
    """The page of a post that is not there."""
    return _write_page("Ошибка", '<div class="service_msg service_msg_warning">Запись не найдена</div>')


def _write_post(post: Post, world: World, phase: int) -> str:
    account = world.account[post.account]
    name = escape(account.display_name)
    original = world.post[post.repost_of] if post.repost_of else None
    body = _write_words(post, phase) + _write_pictures(post)
    if original is not None:
        author = world.account[original.account]
        body += (
            '<div class="pic_body_wrap"><div class="pic_from">'
            f'<a class="pic_author" href="/{author.handle}">{escape(author.display_name)}</a>'
            f'<a class="pic_date" href="/wall{original.id}">{_write_time(original.posted_at)}</a></div>'
            f"{_write_words(original, phase)}{_write_pictures(original)}</div>"
        )
    return (
        f'<div class="wall_item post--withRedesign" id="wall{post.id}">'
        f'<a class="post__anchor anchor" name="post{post.id}"></a><div class="wi_head"><div class="wi_cont">'
        f'<div class="wi_author"><a class="pi_author" href="/{account.handle}">{name}</a></div>'
        f'<div class="wi_info"><a class="wi_date al_wall" href="/wall{post.id}">{_write_time(post.posted_at)}'
        f'</a></div></div></div><div class="wi_body">{body}<div class="PostRowBottomButtons">'
        '<a class="PostBottomButton PostBottomButtonReaction"><span class="PostBottomButton__label">'
        '<span class="PostBottomButtonReaction__label">3</span></span></a>'
        '<a class="PostBottomButton _item_replies" aria-label="1 комментариев"></a>'
        '<span class="wall_item_views"><span class="Socials__count Socials__viewsCount">41</span></span>'
        "</div></div></div>"
    )


def _write_words(post: Post, phase: int) -> str:
    text = mark_up(post.text_in(phase), _link, _tag).replace("\n", "<br/>")
    return f'<div class="pi_text">{text}</div>' if text else ""


def _link(url: str) -> str:
    target = f"/away.php?to={quote(url, safe='')}&cc_key="
    return f'<a href="{escape(target)}" target="_blank" rel="nofollow noopener">{escape(url)}</a>'


def _tag(tag: str) -> str:
    return f'<a href="/feed?section=search&amp;q=%23{quote(tag)}">#{escape(tag)}</a>'


def _write_pictures(post: Post) -> str:
    found = []
    for url, shown in zip(post.media, post.pictures, strict=True):
        width, height = measure(shown.variant)
        found.append(
            f'<div class="MediaGrid__thumb"><a class="MediaGrid__interactive" aria-label="фотография"'
            f' href="/photo1_2" data-src_big="{url}|{width}|{height}"></a></div>'
        )
    return f'<div class="pi_medias"><div class="MediaGrid">{"".join(found)}</div></div>' if found else ""


def _write_time(moment: datetime) -> str:
    here = moment.astimezone(MOSCOW)
    return f"{here.day} {MONTHS[here.month - 1]} {here.year} в {here.hour}:{here.minute:02}"


def _write_page(title: str, content: str, head: str = "", status: int = 200) -> Answer:
    page = (
        f'<!DOCTYPE html>\n<html lang="ru">\n<head>\n<meta charset="utf-8"/>\n'
        f"<title>{title} | ВКонтакте</title>\n"
        f'{head}</head>\n<body class="vk_body">{content}</body>\n</html>\n'
    )
    return Answer(status=status, body=page.encode(), server="kittenx")
