"""Weibo's mobile site: the JSON of a profile, of its posts page by page, and of one post.

Source: recorded answers of m.weibo.cn of 2019, RSSHub lib/routes/weibo. Lists tell recent times in words and
older ones by the day; the id of a post holds the second. Long posts are cut short in lists.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import escape

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.markup import mark_up
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, find_account, find_post, make_id, make_number
from sandbox.world import World

SITE = "m.weibo.cn"
PAGE, LONG = 10, 140
"""Posts of a page; characters from which on a list cuts a post short."""
CHINA = timezone(timedelta(hours=8))
ID_EPOCH_S = 515_483_463
STATES = {
    "missing": "用户不存在",
    "suspended": "该账号因被投诉违反法律法规和《微博社区公约》的相关规定，现已无法查看。",
    "private": "由于博主设置，目前内容暂不可见",
}


def address_account(account: Account) -> Account:
    """The user with the number."""
    number = make_number(account.handle, 10)
    return replace(account, number=number, key=number, url=f"https://weibo.com/u/{number}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A post, whose id holds its time."""
    spot = int(make_number(post.ref, 7)) % (1 << 22)
    id = str(((int(post.posted_at.timestamp()) - ID_EPOCH_S) << 22) | spot)
    return replace(post, id=id, url=f"https://weibo.com/{account.number}/{_bid(post.ref)}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies, in full size."""
    return f"https://wx3.sinaimg.cn/large/{make_name(post.ref, spot)}.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/api/container/getIndex`` (profile, or posts by ``containerid``) and ``/statuses/show``."""
    phase = situation.phase
    if asked.host != SITE:
        return None
    if asked.path == "/statuses/show":
        post = find_post(world, "weibo", asked.query.get("id", ""), phase)
        if post is None:
            return answer_json({"ok": 0, "errno": "20101", "msg": "该微博不存在"})
        return answer_json({"ok": 1, "data": _write_mblog(post, world, phase, whole=True)})
    if asked.path != "/api/container/getIndex":
        return None
    account = find_account(world, "weibo", asked.query.get("value", ""))
    state = account.state(phase) if account else "missing"
    if account is None or state in STATES:
        return answer_json({"ok": 0, "msg": STATES[state]})
    posts = world.timeline(account, phase)
    if not asked.query.get("containerid", "").startswith("107603"):
        tabs = {"tabs": [{"tab_type": "weibo", "containerid": f"107603{account.number}"}]}
        return answer_json(
            {"ok": 1, "data": {"userInfo": _write_user(account, len(posts)), "tabsInfo": tabs}}
        )
    page = asked.number("page", 1, 1000)
    here, _ = cut_page(posts, (page - 1) * PAGE, PAGE)
    if not here:
        return answer_json({"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}})
    info = {
        "containerid": f"107603{account.number}",
        "v_p": 42,
        "show_style": 1,
        "total": len(posts),
        "page": page + 1,
    }
    cards = [_write_card(one, world, phase) for one in here]
    return answer_json({"ok": 1, "data": {"cardlistInfo": info, "cards": cards}})


def _write_card(post: Post, world: World, phase: int) -> Json:
    mblog = _write_mblog(post, world, phase, whole=False)
    scheme = f"https://{SITE}/status/{mblog['bid']}?mblogid={mblog['bid']}"
    return {"card_type": 9, "itemid": f"107603_-_{post.id}", "scheme": scheme, "mblog": mblog, "show_type": 0}


def _write_mblog(post: Post, world: World, phase: int, whole: bool) -> Json:
    account, text = world.account[post.account], post.text_in(phase)
    is_long = len(text) > LONG
    markup = _mark_up(text)
    told: Json = {
        "created_at": _write_full(post.posted_at) if whole else _write_short(post.posted_at),
        "id": post.id,
        "mid": post.id,
        "bid": _bid(post.ref),
        "text": markup,
        "source": "微博网页版",
        "pic_ids": [url.rpartition("/")[2].removesuffix(".jpg") for url in post.media],
        "user": _write_user(account, len(world.timeline(account, phase))),
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": 1,
        "isLongText": is_long,
        "region_name": "发布于 广东",
        "edit_count": 1 if post.edited_by(phase) else 0,
    }
    if is_long and whole:
        told["longText"] = {"longTextContent": markup}
    elif is_long:
        told["text"] = f'{escape(text[:100])}...<a href="/status/{post.id}">全文</a>'
    if post.media:
        told["pics"] = [
            {"pid": pid, "url": url.replace("/large/", "/orj360/"), "size": "orj360", "large": {"url": url}}
            for pid, url in zip(told["pic_ids"], post.media, strict=True)
        ]
    return told


def _mark_up(text: str) -> str:
    def link(url: str) -> str:
        icon = '<span class="url-icon"><img src="https://h5.sinaimg.cn/upload/icon/timeline_card_small_web.png"></span>'
        return f'<a href="{escape(url)}" data-hide="">{icon}<span class="surl-text">{escape(url)}</span></a>'

    return mark_up(text, link, lambda tag: f"#{escape(tag)}").replace("\n", "<br />")


def _write_user(account: Account, posts: int) -> Json:
    return {
        "id": int(account.number),
        "screen_name": account.display_name,
        "profile_image_url": avatar_url(account),
        "profile_url": f"https://{SITE}/u/{account.number}",
        "statuses_count": posts,
        "verified": False,
        "verified_type": -1,
        "description": account.bio,
        "gender": "f",
        "followers_count": account.followers,
        "follow_count": account.following,
        "cover_image_phone": "https://tva1.sinaimg.cn/crop.0.0.640.640.640/549d0121tw1egm1kjly3jj20hs0hsq4f.jpg",
        "avatar_hd": avatar_url(account),
    }


def _write_full(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%a %b %d %H:%M:%S %z %Y}"


def _write_short(moment: datetime) -> str:
    return f"{moment.astimezone(CHINA):%Y-%m-%d}"


def _bid(ref: str) -> str:
    return make_id(ref, 9, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


played = Played(
    name="weibo",
    places=(
        Place(
            platform="weibo",
            host="weibo.com",
            operation="zh-Hans zh-Hans",
            ordinary="zh-Hans zh-Hans",
            special=(("buzaizheli", "missing"), ("beijubao", "suspended"), ("bannianke", "private")),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(SITE,),
    in_demo=True,
    spell_media=spell_media,
)
