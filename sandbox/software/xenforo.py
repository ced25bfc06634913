"""XenForo forums, one of 2.2 and one of 1.5, where guests may not search.

Sources: the public routes of XenForo 2 (``members``, ``search/member``, ``posts``, ``threads/…/latest``) and its phrases;
``/posts/ID/`` and a search answer by a redirection. A search names an opening post by its thread alone.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, redirect
from sandbox.operation.items import Account
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import Forum, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said
from sandbox.software.xenforo_frame import make_slug, show_error
from sandbox.software.xenforo_pages import show_board, show_found, show_member
from sandbox.software.xenforo_posts import show_thread
from sandbox.world import World

MISSING = "The requested page could not be found."


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    flavour = forum.flavour
    match asked.parts:
        case ("members", name, *rest):
            return _answer_member(forum, name.rpartition(".")[2], rest, asked)
        case ("search", "member"):
            if flavour == "1":
                return show_error("You must be logged-in to do that.", flavour, 403, login=True)
            return redirect(f"/search/7{asked.query.get('user_id', '')}/?c[users]=x&o=date", 303)
        case ("search", number):
            return _list_found(forum, number[1:], asked)
        case ("posts", number):
            found = forum.show_post(number)
            if found is None:
                return show_error("The requested post could not be found.", flavour, 404)
            page = f"page-{found.sheet.page}" if found.sheet.page > 1 else ""
            return redirect(f"/threads/{make_slug(found.thread)}.{found.thread.id}/{page}#post-{number}", 301)
        case ("threads", name, *rest):
            number, page = name.rpartition(".")[2], rest[0] if rest else ""
            last = page == "latest"
            found = forum.show_thread(number, 9999 if last else number_in(page.removeprefix("page-")))
            return show_thread(found, flavour) if found else show_error(MISSING, flavour, 404)
        case ("forums", name, *rest) if name.rpartition(".")[2] in BOARDS:
            board, page = name.rpartition(".")[2], rest[0] if rest else ""
            threads, sheet = forum.list_board(board, number_in(page.removeprefix("page-")))
            return show_board(board, threads, sheet, flavour)
    return show_error(MISSING, flavour, 404)


def _answer_member(forum: Forum, number: str, rest: list[str], asked: Asked) -> Answer:
    account = forum.member(number)
    if account is None:
        return show_error("The requested member could not be found.", forum.flavour, 404)
    if rest == ["recent-content"]:
        return _list_found(forum, number, asked)
    if account.states[0] == "private":
        return show_error("This member limits who may view their full profile.", forum.flavour, 403)
    return show_member(account, forum.count(account), forum.flavour)


def _list_found(forum: Forum, number: str, asked: Asked) -> Answer:
    rows, sheet = forum.list_posts(number, number_in(asked.query.get("page", "")))
    if not rows:
        return show_error("No results found.", forum.flavour, 200)
    return show_found(rows, sheet, asked.path, forum.flavour)


def _spell_member(account: Account) -> str:
    return f"https://{account.host}/members/{account.handle.lower().replace('_', '-')}.{account.number}/"


played = Played(
    name="xenforo",
    places=(
        Place(
            platform="xenforo", host="model-railways.example", operation="en zh-Hans", ordinary="en en",
            special=(("buffer_stop", "suspended"), ("no_such_driver", "missing"), ("closed_blind", "private")), flavour="2",
        ),
        Place(platform="xenforo", host="forum.night-sky-club.example", operation="zh-Hant", ordinary="en", flavour="1"),
    ),
    address_account=lambda account: address_member(account, _spell_member),
    address_post=lambda post, account, place: address_said(
        post, account, place, lambda one, _, said: f"https://{one.host}/posts/{said}/"
    ),
    answer=answer,
)  # fmt: skip
