"""WeChat's official accounts at ``mp.weixin.qq.com``: articles, albums, and the page of the profile, which
WeChat opens only. The status is 200 for all that is said, except where the visitor is to be checked."""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, answer_json, redirect
from sandbox.operation.albums import WECHAT, album_of
from sandbox.operation.items import Account
from sandbox.platforms import wechat_pages as pages
from sandbox.situation import Situation
from sandbox.world import World

PAGE, MOST = 10, 20
REASON = "违反《互联网用户公众账号信息服务管理规定》"


def list_hosts() -> tuple[str, ...]:
    """The hosts that belong to it."""
    return (WECHAT,)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the site says."""
    phase, query = situation.phase, asked.query
    match asked.parts:
        case ("s", _):
            post = next((one for one in world.posts if one.url == f"https://{WECHAT}{asked.path}"), None)
            return _answer_article(post.id if post else "", phase, world)
        case ("s",):
            name = f"{query.get('__biz', '')}_{query.get('mid', '')}_{query.get('idx', '')}"
            return _answer_article(name, phase, world)
        case ("mp", "appmsgalbum"):
            return _answer_album(asked, phase, world)
        case ("mp", "profile_ext"):
            return pages.write_notice(pages.CLIENT_ONLY)
        case ("mp", "wappoc_appmsgcaptcha"):
            return pages.write_notice(pages.CHECK, "当前环境异常，完成验证后即可继续访问。")
    return None


def _answer_article(name: str, phase: int, world: World) -> Answer:
    post = world.by_id.get(("wechat", name))
    if post is None or post.appears_in > phase:
        return pages.write_notice(pages.WRONG)
    account = world.account[post.account]
    if refusal := _refuse(account, phase):
        return refusal
    if world.shows(post, phase):
        return pages.write_article(post, account, phase)
    if account.operation:
        return pages.write_notice(pages.CENSORED, f"{REASON}，查看对应规则", REASON, account)
    return pages.write_notice(pages.DELETED)


def _answer_album(asked: Asked, phase: int, world: World) -> Answer:
    query = asked.query
    account = next(
        (
            one
            for one in world.by_host.get(WECHAT, ())
            if (one.number, album_of(one)) == (query.get("__biz"), query.get("album_id"))
        ),
        None,
    )
    as_json = query.get("f") == "json"
    refusal = pages.write_notice(pages.WRONG) if account is None else _refuse(account, phase)
    if account is None or refusal:
        return answer_json({"base_resp": {"ret": -1}}) if as_json else refusal or Answer()
    posts = world.timeline(account, phase)
    begin = query.get("begin_msgid", "")
    spot = next((at + 1 for at, one in enumerate(posts) if one.id.split("_")[1] == begin), 0)
    size = asked.number("count", PAGE, MOST)
    shown, more = posts[spot : spot + size], spot + size < len(posts)
    if not as_json:
        return pages.write_album(account, shown, len(posts), more)
    entries = [pages.list_entry(one) for one in shown]
    listed = {"article_list": entries[0] if len(entries) == 1 else entries} if entries else {}
    info = {"is_first_screen": "0" if begin else "1", "article_count": str(len(posts))}
    told = {"base_info": info, "continue_flag": str(int(more)), "reverse_continue_flag": "0", **listed}
    return answer_json({"base_resp": {"exportkey_token": "", "ret": 0}, "getalbum_resp": told})


def _refuse(account: Account, phase: int) -> Answer | None:
    match account.state(phase):
        case "suspended":
            return pages.write_notice(pages.BLOCKED, "", REASON, account)
        case "deleted":
            return pages.write_notice(pages.LEFT)
        case "missing":
            return pages.write_notice(pages.WRONG)
        case "walled":
            return redirect(f"https://{WECHAT}/mp/wappoc_appmsgcaptcha?poc_token=x&target_url=y")
    return None
