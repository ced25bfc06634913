"""phpBB forums: four boards in three styles, one of which lets guests search for nothing.

Sources: ``viewtopic.php``, ``search.php``, ``memberlist.php``, ``viewforum.php`` and ``feed.php`` of phpBB 3.3 and
their words in ``language/en/common.php``; a post that is not there answers 404, a profile that is not there too.
"""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_threads import (
    BOARDS,
    Said,
    Thread,
    address_member,
    address_said,
    cut_page,
    find_said,
    list_by,
    list_threads,
    voice_of,
)
from sandbox.software.phpbb_frame import show_message
from sandbox.software.phpbb_pages import show_board, show_found, show_member
from sandbox.software.phpbb_posts import show_thread
from sandbox.world import World

POSTS, FOUND, TOPICS, FEED = 5, 4, 4, 100
"""Posts on a page of a thread and of a search, threads on a page of a board, entries of the feed."""
CLOSED = "quay-locals.example"
"""Here guests may neither see profiles nor search."""
NO_SUCH_POST = "The requested topic does not exist."


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The board on this host."""
    accounts = world.by_host[asked.host]
    flavour, threads = accounts[0].flavour, list_threads(world, asked.host, situation.phase)
    closed = asked.host == CLOSED
    match asked.path:
        case "/viewtopic.php":
            return _show_topic(asked, threads, flavour)
        case "/viewforum.php":
            board = asked.query.get("f", "")
            if board not in BOARDS:
                return show_message("The forum you selected does not exist.", flavour, 404)
            own = [one for one in threads if one.board == board]
            page = _page_of(asked, TOPICS)
            here, pages = cut_page(own, page, TOPICS)
            return show_board(board, here, (min(page, pages), pages, TOPICS), flavour)
        case "/search.php" if closed:
            return show_message("You must be registered and logged in to search.", flavour, 403, login=True)
        case "/search.php":
            return _search(asked, threads, flavour)
        case "/memberlist.php" if closed:
            return show_message("You need to be logged in to view profiles.", flavour, 403, login=True)
        case "/memberlist.php":
            return _show_profile(asked, accounts, threads, flavour)
        case "/feed.php" | "/app.php/feed":
            return _write_feed(asked, threads)
    return show_message("The page could not be found.", flavour, 404)


def _show_topic(asked: Asked, threads: tuple[Thread, ...], flavour: str) -> Answer:
    number = asked.query.get("p", "")
    if number:
        found = find_said(threads, number)
        if found is None:
            return show_message(NO_SUCH_POST, flavour, 404)
        thread, page = found[0], found[1] // POSTS + 1
    else:
        chosen = next((one for one in threads if one.id == asked.query.get("t")), None)
        if chosen is None:
            return show_message(NO_SUCH_POST, flavour, 404)
        thread, page = chosen, _page_of(asked, POSTS)
    posts, pages = cut_page(thread.posts, page, POSTS)
    return show_thread(thread, posts, (min(page, pages), pages, POSTS), flavour)


def _search(asked: Asked, threads: tuple[Thread, ...], flavour: str) -> Answer:
    number = asked.query.get("author_id", "")
    own, page = list_by(threads, number), _page_of(asked, FOUND)
    if not own:
        return show_message("No suitable matches were found.", flavour)
    here, pages = cut_page(own, page, FOUND)
    return show_found(here, number, (min(page, pages), pages, FOUND), flavour)


def _show_profile(
    asked: Asked, accounts: tuple[Account, ...], threads: tuple[Thread, ...], flavour: str
) -> Answer:
    account = next((one for one in accounts if one.number == asked.query.get("u")), None)
    if account is None or account.states[0] == "missing":
        return show_message("The requested user does not exist.", flavour, 404)
    count = len(list_by(threads, account.number))
    return show_member(account, voice_of(account), count, flavour)


def _write_feed(asked: Asked, threads: tuple[Thread, ...]) -> Answer:
    """The newest posts of the board or of all, as ``feed.php`` writes them: the author's profile "
    "is linked."""
    board = asked.query.get("f", "")
    said = [(one, thread) for thread in threads if not board or thread.board == board for one in thread.posts]
    said.sort(key=lambda one: int(one[0].id), reverse=True)
    entries = "".join(_write_entry(one, thread, asked.host) for one, thread in said[:FEED])
    home = f"https://{asked.host}/"
    feed = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xml:lang="en-gb">'
        f'<title>{asked.host}</title><link href="{home}"/><updated>'
        f"{said[0][0].at:%Y-%m-%dT%H:%M:%S}+00:00</updated>"
        f"<id>{home}feed.php</id>{entries}</feed>"
    )
    return Answer(body=feed.encode(), content_type="application/atom+xml; charset=UTF-8")


def _write_entry(said: Said, thread: Thread, host: str) -> str:
    url = f"https://{host}/viewtopic.php?p={said.id}#p{said.id}"
    profile = f"https://{host}/memberlist.php?mode=viewprofile&amp;u={said.by.number}"
    words = f'{escape(said.text)}<p>Statistics: Posted by <a href="{profile}">{escape(said.by.name)}</a></p><hr />'
    return (
        f"<entry><author><name><![CDATA[{said.by.name}]]></name></author><updated>"
        f"{said.at:%Y-%m-%dT%H:%M:%S}+00:00</updated>"
        f'<id>{url}</id><link href="{url}"/><title type="html"><![CDATA[{thread.title}]]></title>'
        f'<content type="html"><![CDATA[{words}]]></content></entry>'
    )


def _page_of(asked: Asked, size: int) -> int:
    start = asked.query.get("start", "")
    return int(start) // size + 1 if start.isdigit() and len(start) < 8 else 1


def _address(account: Account) -> Account:
    return address_member(
        account, lambda one: f"https://{one.host}/memberlist.php?mode=viewprofile&u={one.number}"
    )


def _address_post(post: Post, account: Account, number: int) -> Post:
    return address_said(
        post, account, number, lambda one, _, said: f"https://{one.host}/viewtopic.php?p={said}#p{said}"
    )


played = Played(
    name="phpbb",
    places=(
        Place(
            platform="phpbb", host="harbour-talk.example", operation="en zh-Hans", ordinary="en en",
            special=(("capsized_carl", "suspended"), ("nobody_here", "missing")), flavour="prosilver",
        ),
        Place(platform="phpbb", host="forum.mooring-post.example", operation="en", ordinary="zh-Hans", flavour="prosilver30"),
        Place(platform="phpbb", host="board.tall-ships.example", operation="zh-Hant", ordinary="en", flavour="subsilver2"),
        Place(platform="phpbb", host=CLOSED, operation="en", ordinary="en", flavour="prosilver"),
    ),
    address_account=_address,
    address_post=_address_post,
    answer=answer,
    in_demo=True,
)  # fmt: skip
