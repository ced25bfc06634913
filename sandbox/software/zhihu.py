"""Zhihu's JSON for its own page: a person's activities by offset; without the site's signature, a check.

Source: RSSHub lib/routes/zhihu/activities.ts (``x-zse-96``, the shape of activities, ``paging``).
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import Json, cut_page, find_account, make_number, write_ms
from sandbox.world import World

HOST = "www.zhihu.com"
PAGE = 7
SIGNATURE = "x-zse-96"


def address_account(account: Account) -> Account:
    """The person, whose name in the address is the key."""
    return replace(
        account, number=account.handle, key=account.handle, url=f"https://{HOST}/people/{account.handle}"
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """An article with its number."""
    id = make_number(post.ref, 9)
    return replace(post, id=f"article/{id}", url=f"https://zhuanlan.zhihu.com/p/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture lies."""
    return f"https://pic1.zhimg.com/v2-{make_name(post.ref, spot)}_r.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The page of a person, and ``/api/v3/moments/NAME/activities``."""
    phase, parts = situation.phase, asked.parts
    if asked.host != HOST or len(parts) < 2:
        return None
    if parts[0] == "people":
        return answer_page("知乎", '<div id="root"></div>')
    if parts[:3] != ("api", "v3", "moments") or len(parts) != 5:
        return None
    if SIGNATURE not in asked.headers:
        words = "您当前请求存在异常，暂时限制本次访问。"
        error = {"code": 40362, "message": words, "redirect": f"https://{HOST}/account/unhuman?type=unhuman"}
        return answer_json({"error": error}, 403)
    account = find_account(world, "zhihu", parts[3])
    if account is None or account.state(phase) == "missing":
        error = {"name": "NotFoundException", "code": 404, "message": "资源不存在"}
        return answer_json({"error": error}, 404)
    offset = int(asked.query.get("offset", "0"))
    here, more = cut_page(world.timeline(account, phase), offset, PAGE)
    following = f"https://{HOST}{asked.path}?limit={PAGE}&desktop=true&offset={offset + PAGE}"
    rows = [_write_activity(one, account, phase) for one in here]
    return answer_json(
        {"data": rows, "paging": {"is_end": not more, "is_start": offset == 0, "next": following}}
    )


def _write_activity(post: Post, account: Account, phase: int) -> Json:
    person = {
        **{"id": make_name(account.handle), "url_token": account.handle, "name": account.display_name},
        **{"avatar_url": avatar_url(account), "headline": account.bio},
    }
    words = make_paragraphs(post.text_in(phase), link_plainly, write_plainly)
    pictures = "".join(f'<figure><img src="{url}"></figure>' for url in post.media)
    at = write_ms(post.posted_at) // 1000
    target = {
        **{"id": int(post.id.partition("/")[2]), "type": "article", "title": post.title, "author": person},
        **{"content": words + pictures, "excerpt": "", "created": at, "voteup_count": 1, "comment_count": 0},
        "updated": write_ms(post.edited_by(phase) or post.posted_at) // 1000,
    }
    frame = {"id": f"{at}000", "type": "feed", "verb": "MEMBER_CREATE_ARTICLE", "action_text": "发表了文章"}
    return {**frame, "created_time": at, "actor": person, "target": target}


played = Played(
    name="zhihu",
    places=(
        Place(
            platform="zhihu",
            host=HOST,
            operation="zh-Hans",
            ordinary="zh-Hans",
            special=(("wu-ci-ren", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace(".", "-").replace("_", "-"),
    spell_media=spell_media,
)
