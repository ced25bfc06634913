"""MyBB 1.8 forums.

Sources: ``showthread.php``, ``search.php``, ``member.php`` and ``forumdisplay.php`` of MyBB 1.8 and their words in
``inc/languages/english``. A search first says that it will send its asker on. Dates have seconds, in UTC.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said
from sandbox.software.mybb_pages import (
    send_on,
    show_board,
    show_error,
    show_found,
    show_member,
    show_thread,
)
from sandbox.world import World


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    query, page = asked.query, number_in(asked.query.get("page", ""))
    match asked.path, query.get("action", ""):
        case "/showthread.php", "lastpost":
            found = forum.show_thread(query.get("tid", ""), 9999)
        case "/showthread.php", _:
            pid = query.get("pid", "")
            found = forum.show_post(pid) if pid else forum.show_thread(query.get("tid", ""), page)
        case "/member.php", "profile":
            account = forum.member(query.get("uid", ""))
            if account is None:
                return show_error("The member you specified is either invalid or doesn't exist.")
            return show_member(account, forum.count(account))
        case "/search.php", "finduser":
            return send_on(f"search.php?action=results&sid={query.get('uid', '')}")
        case "/search.php", "results":
            number = query.get("sid", "")
            rows, sheet = forum.list_posts(number, page)
            if not rows:
                return show_error(
                    "Sorry, but no results were returned using the query information you provided."
                )
            return show_found(rows, number, sheet)
        case "/forumdisplay.php", _ if query.get("fid") in BOARDS:
            threads, sheet = forum.list_board(query["fid"], page)
            return show_board(query["fid"], threads, sheet)
        case _:
            found = None
    if found is None:
        return show_error("The specified post does not exist.")
    return show_thread(found)


played = Played(
    name="mybb",
    places=(
        Place(
            platform="mybb", host="anglers-bench.example", operation="en zh-Hans", ordinary="en en",
            special=(("cut_line", "suspended"), ("no_such_angler", "missing")),
        ),
        Place(platform="mybb", host="forum.kite-loft.example", operation="zh-Hant", ordinary="en"),
    ),
    address_account=lambda account: address_member(
        account, lambda one: f"https://{one.host}/member.php?action=profile&uid={one.number}"
    ),
    address_post=lambda post, account, place: address_said(
        post, account, place, lambda one, _, said: f"https://{one.host}/showthread.php?pid={said}#pid{said}"
    ),
    answer=answer,
)  # fmt: skip
