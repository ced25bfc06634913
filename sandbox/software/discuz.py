"""Discuz! X forums: one in GBK, one in UTF-8 (one in Big5 is in ``discuz_hant``).

Sources: ``forum_redirect.php`` (a post's address answers with a redirect to its page), ``space_thread.php`` and
``space_profile.php`` of Discuz! X3.4, and ``lang_message.php`` for what the board says.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.discuz_pages import show_board, show_list, show_member, show_message, show_thread
from sandbox.software.forum_routes import FOUND, Forum, Sheet, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said, cut_page, list_by, voice_of
from sandbox.world import World

NO_THREAD = "抱歉，指定的主题不存在或已被删除或正在被审核"
NO_MEMBER = "抱歉，您指定的用户空间不存在"
NO_BOARD = "抱歉，指定的版块不存在"
PRIVATE = "由于该用户的隐私设置，您不能访问当前内容"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The board on this host."""
    forum = open_forum(asked, world, situation.phase)
    query, charset = asked.query, forum.flavour
    page = number_in(query.get("page", ""))
    match (asked.path, query.get("mod")):
        case ("/forum.php", "viewthread"):
            found = forum.show_thread(query.get("tid", ""), page)
            return show_thread(found, charset) if found else show_message(NO_THREAD, charset)
        case ("/forum.php", "redirect"):
            return _redirect(asked, forum)
        case ("/forum.php", "forumdisplay"):
            if query.get("fid") not in BOARDS:
                return show_message(NO_BOARD, charset)
            threads, sheet = forum.list_board(query["fid"], page)
            return show_board(query["fid"], threads, sheet, charset)
        case ("/home.php", "space"):
            return _show_space(asked, forum, page)
    return show_message(NO_THREAD, charset)


def _redirect(asked: Asked, forum: Forum) -> Answer:
    number, thread = asked.query.get("pid", ""), asked.query.get("tid", "")
    if asked.query.get("goto") == "lastpost":
        shown = forum.show_thread(thread, 9999)
        number = shown.posts[-1].id if shown else ""
    found = forum.show_post(number)
    if found is None:
        return show_message(NO_THREAD, forum.flavour)
    target = f"forum.php?mod=viewthread&tid={found.thread.id}&page={found.sheet.page}#pid{number}"
    return Answer(status=302, headers=(("Location", target),))


def _show_space(asked: Asked, forum: Forum, page: int) -> Answer:
    account = forum.member(asked.query.get("uid", ""), asked.query.get("username", ""))
    charset = forum.flavour
    if account is None:
        return show_message(NO_MEMBER, charset)
    if account.states[0] == "private":
        return show_message(PRIVATE, charset)
    own = list_by(forum.threads, account.number)
    opened = [one for one in own if one[0].posts[0].id == one[1].id]
    replies = [one for one in own if one not in opened]
    if asked.query.get("do") != "thread":
        return show_member(account, voice_of(account), (len(replies), len(opened)), charset)
    kind = "reply" if asked.query.get("type") == "reply" else "thread"
    here, pages = cut_page(replies if kind == "reply" else opened, page, FOUND)
    return show_list(kind, account.number, here, Sheet(page=min(page, pages), pages=pages), charset)


def address_account(account: Account) -> Account:
    """A member's number, key and profile."""
    return address_member(
        account, lambda one: f"https://{one.host}/home.php?mod=space&uid={one.number}&do=profile"
    )


def address_post(post: Post, account: Account, place: int) -> Post:
    """A post's number, and the address that redirects to it."""

    def write(one: Account, thread: str, said: str) -> str:
        return f"https://{one.host}/forum.php?mod=redirect&goto=findpost&ptid={thread}&pid={said}"

    return address_said(post, account, place, write)


played = Played(
    name="discuz",
    places=(
        Place(
            platform="discuz", host="bbs.river-bend.example", operation="zh-Hans zh-Hans", ordinary="zh-Hans",
            special=(("mute_fisher", "suspended"), ("gone_fishing", "missing"), ("shut_door", "private")), flavour="gbk",
        ),
        Place(platform="discuz", host="bbs.tea-hill.example", operation="zh-Hans", ordinary="zh-Hans", flavour="utf-8"),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    in_demo=True,
)  # fmt: skip
