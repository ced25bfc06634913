"""Invision forums: one of version 4, one of version 3.

Sources: the addresses and redirects of Invision Community 4.7 and IP.Board 3.4. A post's address redirects to its
page; an address with another slug does too.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import Forum, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said
from sandbox.software.invision_pages import show_board, show_error, show_list, show_member, show_thread, slug
from sandbox.software.ipboard_pages import (
    show_old_board,
    show_old_error,
    show_old_list,
    show_old_member,
    show_old_thread,
)
from sandbox.world import World


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    return _answer_old(asked, forum) if forum.flavour == "3" else _answer_new(asked, forum)


def _answer_new(asked: Asked, forum: Forum) -> Answer:
    kind, name, *rest = (*asked.parts, "", "")
    id, page = name.partition("-")[0], number_in(asked.query.get("page", ""))
    if kind == "profile" and (account := forum.member(id)):
        if account.states[0] == "private":
            return show_error("You do not have permission to view this page. Please sign in to see it.", 403)
        if rest[0] == "content":
            return show_list(account, *forum.list_posts(id, page))
        here = f"{id}-{slug(account.handle)}"
        return show_member(account, forum.count(account)) if name == here else _move(f"/profile/{here}/")
    if kind == "topic":
        if asked.query.get("do") == "findComment":
            found = forum.show_post(asked.query.get("comment", ""))
            if found is None:
                return show_error("Sorry, we could not find that!", 404)
            page = found.sheet.page
            tail = f"page/{page}/" if page > 1 else ""
            return _move(f"/topic/{id}-{slug(found.thread.title)}/{tail}#comment-{asked.query['comment']}")
        number = number_in(rest[1]) if rest[0] == "page" else 1
        if found := forum.show_thread(id, number):
            return show_thread(found)
    if kind == "forum" and id in BOARDS:
        return show_board(id, *forum.list_board(id, number_in(rest[1]) if rest[0] == "page" else 1))
    return show_error("Sorry, we could not find that!", 404)


def _answer_old(asked: Asked, forum: Forum) -> Answer:
    query, start = asked.query, number_in(asked.query.get("st", "")) if asked.query.get("st") else 0
    if (number := query.get("showuser", "")) and (account := forum.member(number)):
        return show_old_member(account, forum.count(account))
    if query.get("do") == "user_activity":
        return show_old_list(query.get("mid", ""), *forum.list_posts(query.get("mid", ""), start // 4 + 1))
    if thread := query.get("showtopic", ""):
        if query.get("view") == "findpost":
            found = forum.show_post(query.get("p", ""))
            if found is None:
                return show_old_error()
            st = f"&st={found.before}" if found.before else ""
            return _move(f"/index.php?showtopic={thread}{st}#entry{query['p']}")
        if found := forum.show_thread(thread, start // 5 + 1):
            return show_old_thread(found)
    if (board := query.get("showforum", "")) in BOARDS:
        return show_old_board(board, *forum.list_board(board, start // 4 + 1))
    return show_old_error()


def _move(target: str) -> Answer:
    return Answer(status=301, headers=(("Location", target),))


def _address(account: Account) -> Account:
    path = "index.php?showuser={}" if account.flavour == "3" else "profile/{}-x/"
    return address_member(account, lambda one: f"https://{one.host}/{path.format(one.number)}")


def _address_post(post: Post, account: Account, place: int) -> Post:
    path = (
        "index.php?showtopic={}&view=findpost&p={}"
        if account.flavour == "3"
        else "topic/{}-x/?do=findComment&comment={}"
    )
    return address_said(
        post, account, place, lambda one, thread, said: f"https://{one.host}/{path.format(thread, said)}"
    )


played = Played(
    name="invision",
    places=(
        Place(
            platform="invision", host="community.steel-guitar.example", operation="en zh-Hans", ordinary="en",
            special=(("string_snap", "suspended"), ("unheard", "missing"), ("quiet_room", "private")), flavour="4",
        ),
        Place(platform="invision", host="forums.old-radios.example", operation="en", ordinary="zh-Hant", flavour="3"),
    ),
    address_account=_address,
    address_post=_address_post,
    answer=answer,
)  # fmt: skip
