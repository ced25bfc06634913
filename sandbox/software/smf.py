"""SMF forums, one of 2.0 and one of 2.1; dates have seconds, in UTC.

Sources: ``Display.php``, ``Profile-View.php``, ``MessageIndex.php``, ``News.php`` and ``Errors.php`` of SMF 2.0 and
2.1 with their language files. Parameters are parted by semicolons.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import FOUND, POSTS, TOPICS, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said
from sandbox.software.smf_pages import show_board, show_error, show_found, show_member, show_thread
from sandbox.world import World

NOT_THERE = "The topic or board you are looking for appears to be either missing or off limits to you."


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    flavour = forum.flavour
    said = asked.target.partition("?")[2].replace(";", "&").split("&")
    query = {name: value for name, _, value in (one.partition("=") for one in said)}
    if query.get("action") == "profile":
        account = forum.member(query.get("u", ""))
        if account is None:
            words = "The user whose profile you are trying to view does not exist."
            return show_error(words, flavour, 404)
        if query.get("area") != "showposts":
            return show_member(account, forum.count(account), flavour)
        rows, sheet = forum.list_posts(account.number, _page(query.get("start", ""), FOUND))
        return show_found(account, rows, sheet, flavour)
    if "topic" in query:
        topic, _, start = query["topic"].partition(".")
        if start.startswith("msg"):
            found = forum.show_post(start[3:])
        else:
            found = forum.show_thread(topic, _page(start, POSTS))
        return show_thread(found, flavour) if found else show_error(NOT_THERE, flavour, 404)
    board, _, start = query.get("board", "").partition(".")
    if board in BOARDS:
        threads, sheet = forum.list_board(board, _page(start, TOPICS))
        return show_board(board, threads, sheet, flavour)
    return show_error(NOT_THERE, flavour, 404)


def _page(start: str, size: int) -> int:
    return number_in(start) // size + 1 if start not in ("", "0") else 1


played = Played(
    name="smf",
    places=(
        Place(
            platform="smf", host="tram-drivers.example", operation="en zh-Hans", ordinary="en",
            special=(("derailed_dora", "missing"),), flavour="2.0",
        ),
        Place(platform="smf", host="forum.beekeepers-yard.example", operation="en", ordinary="zh-Hans", flavour="2.1"),
    ),
    address_account=lambda account: address_member(
        account, lambda one: f"https://{one.host}/index.php?action=profile;u={one.number}"
    ),
    address_post=lambda post, account, place: address_said(
        post, account, place, lambda one, thread, said: f"https://{one.host}/index.php?topic={thread}.msg{said}#msg{said}"
    ),
    answer=answer,
)  # fmt: skip
