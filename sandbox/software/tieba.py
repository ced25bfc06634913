"""Baidu Tieba's pages: a person with the newest threads, and a thread with its floors.

Source: RSSHub lib/routes/tieba and MediaCrawler for the markup. A person is asked for by portrait or by name;
threads come in GBK, as they did once. To whom Baidu does not trust it shows a captcha on another host.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta, timezone
from html import escape

from sandbox.exchange import Answer, Asked, answer_page, redirect
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.operation.addresses import make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import make_id, make_number
from sandbox.world import World

HOST, NEWEST = "tieba.baidu.com", 20
CHINA = timezone(timedelta(hours=8))


def address_account(account: Account) -> Account:
    """A person by the id of the portrait."""
    portrait = f"tb.1.{make_id(account.handle, 8, '0123456789abcdef')}.{make_id(account.name, 16)}"
    return replace(account, number=portrait, key=portrait, url=f"https://{HOST}/home/main?id={portrait}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A thread with its number, and that of its first floor; it shows no seconds."""
    thread, id = make_number(post.ref, 10), make_number(post.ref + "floor", 12)
    minute = post.posted_at.replace(second=0, microsecond=0)
    return replace(post, id=id, url=f"https://{HOST}/p/{thread}?pid={id}&cid=0", posted_at=minute)


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://tiebapic.baidu.com/forum/w%3D580/sign={make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/home/main?id=`` or ``?un=``, and ``/p/THREAD?pid=FLOOR``."""
    phase = situation.phase
    if asked.parts == ("home", "main"):
        names = (asked.query.get("id", "-"), asked.query.get("un", "-"))
        account = next(
            (one for one in world.by_host[HOST] if one.key == names[0] or one.handle == names[1]), None
        )
        if account is None or account.state(phase) == "missing":
            return answer_page("百度贴吧", "<p>抱歉，您访问的用户不存在</p>", 200, "zh")
        if account.state(phase) == "private":
            return redirect(f"https://wappass.baidu.com/static/captcha/tuxing.html?backurl={asked.url}")
        return _show_person(account, world.timeline(account, phase)[:NEWEST])
    if asked.parts[:1] != ("p",):
        return None
    post = world.by_id.get(("tieba", asked.query.get("pid", "")))
    if post is None or f"/p/{asked.parts[1]}?" not in post.url:
        return answer_page("百度贴吧", "<p>很抱歉，您访问的贴子不存在</p>", 404, "zh")
    if not world.shows(post, phase):
        return answer_page("百度贴吧", "<p>很抱歉，该贴已被删除</p>", 404, "zh")
    return _show_thread(post, world.account[post.account], phase)


def _show_person(account: Account, posts: tuple[Post, ...]) -> Answer:
    image = f"https://gss0.bdstatic.com/6LZ1dD3d1sgCo2Kml5_Y_D3/sys/portrait/item/{account.key}"
    rows = "".join(
        f'<div class="n_right clearfix"><div class="n_post_time">{one.posted_at.astimezone(CHINA):%Y-%m-%d}</div>'
        f'<a class="title" href="{escape(one.url.partition(HOST)[2])}#{one.id}">{escape(one.title)}</a></div>'
        for one in posts
    )
    name = escape(account.handle)
    return answer_page(
        f"{name}的贴吧", f'<img src="{image}" alt=""><ul class="new_list">{rows}</ul>', 200, "zh"
    )


def _show_thread(post: Post, account: Account, phase: int) -> Answer:
    words = mark_up(post.text_in(phase), link_plainly, write_plainly).replace("\n", "<br>")
    images = "".join(f'<img class="BDE_Image" src="{url}">' for url in post.media)
    moment = f"{post.posted_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    floors = _write_floor(
        {"user_name": account.handle, "portrait": account.key}, post.id, (f"{words}{images}", "1楼", moment)
    )
    other = {"user_name": "路人甲", "portrait": "tb.1.ffffffff.other"}
    floors += _write_floor(other, make_number(post.ref + "2", 12), ("沙发", "2楼", moment))
    page = answer_page(
        f"{escape(post.title)}_百度贴吧",
        f'<a class="card_title_fname">杂谈吧</a><h3 class="core_title_txt" title="{escape(post.title)}"></h3>'
        f'<div class="p_postlist">{floors}</div>',
        language="zh",
    )
    body = page.body.decode().replace('charset="utf-8"', 'charset="gbk"').encode("gb18030")
    return replace(page, body=body, content_type="text/html; charset=GBK")


def _write_floor(author: dict[str, str], id: str, shown: tuple[str, str, str]) -> str:
    field = escape(json.dumps({"author": author, "content": {"post_id": int(id), "comment_num": 0}}))
    tail = "".join(f'<span class="tail-info">{one}</span>' for one in ("IP属地:广东", *shown[1:]))
    return (
        f'<div class="l_post j_l_post l_post_bright" data-field="{field}"><div class="d_post_content">{shown[0]}</div>'
        f'<div class="post-tail-wrap"><span>IP属地:广东</span>{tail}</div></div>'
    )


played = Played(
    name="tieba",
    places=(
        Place(
            platform="tieba",
            host=HOST,
            operation="zh-Hans zh-Hans",
            ordinary="zh-Hans",
            special=(("没有此人", "missing"), ("要验证", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_media=spell_media,
)
