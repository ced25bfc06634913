"""vBulletin forums, one of 4.2 and one of 3.8; dates have seconds and stand two hours ahead of UTC.

Sources: ``showthread.php``, ``search.php``, ``member.php`` and ``forumdisplay.php`` of vBulletin 3.8 and 4.2 as
recorded pages show them, and their phrases. A search is answered by a redirection to its results.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, redirect
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said
from sandbox.software.vbulletin_pages import show_board, show_error, show_found, show_member, show_thread
from sandbox.world import World

NO_PROFILE = "This user has not registered and therefore does not have a profile to view."
NO_POST = "Invalid Post specified. If you followed a valid link, please notify the administrator."
NO_MATCHES = "Sorry - no matches. Please try some different terms."


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    query, flavour, page = asked.query, forum.flavour, number_in(asked.query.get("page", ""))
    found = None
    match asked.path:
        case "/showthread.php":
            last = query.get("goto") == "lastpost"
            number = query.get("p", "")
            found = (
                forum.show_post(number)
                if number
                else forum.show_thread(query.get("t", ""), 9999 if last else page)
            )
        case "/member.php":
            account = forum.member(query.get("u", ""))
            if account is None:
                return show_error(NO_PROFILE, flavour)
            return show_member(account, forum.count(account), flavour)
        case "/search.php" if query.get("do") == "finduser":
            return redirect(f"search.php?searchid=9{query.get('u', '')}")
        case "/search.php":
            number = query.get("searchid", "")[1:]
            rows, sheet = forum.list_posts(number, page)
            return show_found(rows, number, sheet, flavour) if rows else show_error(NO_MATCHES, flavour)
        case "/forumdisplay.php" if query.get("f") in BOARDS:
            threads, sheet = forum.list_board(query["f"], page)
            return show_board(query["f"], threads, sheet, flavour)
    return show_thread(found, flavour) if found else show_error(NO_POST, flavour)


played = Played(
    name="vbulletin",
    places=(
        Place(
            platform="vbulletin", host="old-motorbikes.example", operation="en zh-Hant", ordinary="en en",
            special=(("skidded_sid", "suspended"), ("no_such_rider", "missing")), flavour="4",
        ),
        Place(platform="vbulletin", host="forum.bread-and-oven.example", operation="zh-Hans", ordinary="en", flavour="3"),
    ),
    address_account=lambda account: address_member(
        account, lambda one: f"https://{one.host}/member.php?u={one.number}"
    ),
    address_post=lambda post, account, place: address_said(
        post, account, place, lambda one, _, said: f"https://{one.host}/showthread.php?p={said}#post{said}"
    ),
    answer=answer,
)  # fmt: skip
