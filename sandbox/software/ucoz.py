"""A uCoz forum in Russian.

Sources: the addresses of uCoz's forum module in public code; a post's address names the second in which it was
written. Guests get no list of a member's posts, only the threads with the newest posts of all.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import Forum, Sheet, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, EPOCH, HOUSE, address_member, address_said, cut_page
from sandbox.software.ucoz_pages import show_error, show_member, show_thread, show_threads
from sandbox.world import World

RECENT = 20


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    match asked.parts:
        case ("index", place) if place.startswith("8-0-"):
            account = forum.member(name=place.removeprefix("8-0-"))
            return (
                show_member(account, forum.count(account))
                if account
                else show_error("Пользователь не найден")
            )
        case ("index", place) if place.startswith("8-"):
            account = forum.member(place.removeprefix("8-"))
            return (
                show_member(account, forum.count(account))
                if account
                else show_error("Пользователь не найден")
            )
        case ("forum", "0-0-1-34"):
            here, _ = cut_page(forum.threads, 1, RECENT)
            return show_threads("Обновлённые темы", here, Sheet(page=1, pages=1), "/forum/0-0-{}-34")
        case ("forum", place):
            return _show_forum(forum, place.split("-"))
    return show_error("Страница не найдена")


def _show_forum(forum: Forum, numbers: list[str]) -> Answer:
    board, thread, page = (*numbers, "0", "1")[:3]
    if board not in BOARDS:
        return show_error("Страница не найдена")
    if thread == "0":
        return show_threads(
            BOARDS[board], *forum.list_board(board, number_in(page)), f"/forum/{board}-0-{{}}"
        )
    if numbers[3:4] == ["16"]:
        found = forum.show_post(str(int(numbers[4]) - EPOCH))
    else:
        found = forum.show_thread(thread, 9999 if numbers[3:4] == ["17"] else number_in(page))
    return show_thread(found) if found else show_error("Страница не найдена")


def _address_post(post: Post, account: Account, place: int) -> Post:
    def write(one: Account, thread: str, said: str) -> str:
        board = HOUSE[thread][0] if thread in HOUSE else "2" if int(thread) % 2 else "3"
        return f"https://{one.host}/forum/{board}-{thread}-1-16-{int(said) + EPOCH}"

    return address_said(post, account, place, write)


played = Played(
    name="ucoz",
    places=(
        Place(
            platform="ucoz", host="starye-lodki.example", operation="en zh-Hans", ordinary="en",
            special=(("net_takogo", "missing"),),
        ),
    ),
    address_account=lambda account: address_member(
        account, lambda one: f"https://{one.host}/index/8-{one.number}"
    ),
    address_post=_address_post,
    answer=answer,
)  # fmt: skip
