"""Forum pages of five engines: addresses, what a post is made of, and what stands in place of a page."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.address import split_address
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_mybb import MYBB
from crawlers.families.forum_phpbb import PHPBB
from crawlers.families.forum_places import Place, clean_url, locate, place_of, write_url
from crawlers.families.forum_smf import SMF
from crawlers.families.forum_vbulletin import VBULLETIN
from crawlers.families.forum_xenforo import XENFORO
from crawlers.importing import find_takers
from crawlers.platform import Fetch, Reading, Unreadable, platforms, recognise
from storage.items import (
    Account,
    Known,
    KnownPost,
    Media,
    Observation,
    Post,
    Problem,
    Validators,
    Watched,
)
from tests.crawlers.captures import kinds, make_capture, only
from tests.crawlers.samples_forums import (
    PHPBB_BOARD,
    PHPBB_FEED,
    PHPBB_FOUND,
    PHPBB_MEMBER,
    PHPBB_THREAD,
    THREADS,
)

ENGINES = {engine.key: engine for engine in (PHPBB, VBULLETIN, XENFORO, SMF, MYBB)}
MEMBERS = {
    "phpbb": "https://www.harbour.example/forum/memberlist.php?mode=viewprofile&u=5",
    "vbulletin": "https://www.harbour.example/forum/member.php?u=5",
    "xenforo": "https://www.harbour.example/forum/members/mei.5/",
    "smf": "https://www.harbour.example/forum/index.php?action=profile;u=5",
    "mybb": "https://www.harbour.example/forum/member.php?action=profile&uid=5",
}
BASE = "https://www.harbour.example/forum/"
every_engine = pytest.mark.parametrize("key", list(ENGINES))


def watch(key: str, url: str = "") -> Watched:
    found = platforms()[key].recognise(url or MEMBERS[key])
    assert found is not None, url
    return found


def read(key: str, reader: str, body: str | bytes, url: str = "", **more: object) -> list[Reading]:
    """What the engine's reader gives for Mei's account, or for the account that ``watched`` names."""
    watched = watch(key, str(more.pop("watched", "")))
    capture = make_capture(url or f"{BASE}page", body, reader=reader, route="page", **more)  # type: ignore[arg-type]
    return list(platforms()[key].readers[reader](capture, watched))


SPELLINGS = [
    ("phpbb", "memberlist.php?u=5&mode=viewprofile&sid=0f1e", "#5"),
    ("phpbb", "viewtopic.php?f=2&t=9&start=20", "/thread/9"),
    ("phpbb", "viewtopic.php?f=2&t=9&p=70#p70", "/thread/9"),
    ("phpbb", "viewforum.php?f=2", "/board/2"),
    ("vbulletin", "member.php?5-Mei-of-the-harbour", "#5"),
    ("vbulletin", "member.php/5-Mei", "#5"),
    ("vbulletin", "member.php?username=Mei", "/member/mei"),
    ("vbulletin", "showthread.php?9-Tea&p=70&viewfull=1#post70", "/thread/9"),
    ("vbulletin", "showthread.php?t=9&page=3", "/thread/9"),
    ("vbulletin", "forumdisplay.php?2-Talk", "/board/2"),
    ("xenforo", "members/mei.5/recent-content", "#5"),
    ("xenforo", "index.php?members/mei.5/", "#5"),
    ("xenforo", "threads/tea.9/page-3#post-70", "/thread/9"),
    ("xenforo", "threads/tea.and.more.9/post-70", "/thread/9"),
    ("xenforo", "forums/talk.2/", "/board/2"),
    ("smf", "index.php?action=profile;area=showposts;u=5", "#5"),
    ("smf", "index.php?PHPSESSID=0f1e&action=profile;u=5", "#5"),
    ("smf", "index.php?topic=9.msg70#msg70", "/thread/9"),
    ("smf", "index.php/topic,9.20.html", "/thread/9"),
    ("smf", "index.php?board=2.0", "/board/2"),
    ("mybb", "User-Mei", "/member/mei"),
    ("mybb", "showthread.php?tid=9&pid=70#pid70", "/thread/9"),
    ("mybb", "Thread-Tea?page=2", "/thread/tea"),
    ("mybb", "forumdisplay.php?fid=2", "/board/2"),
]


@pytest.mark.parametrize(("key", "path", "tail"), SPELLINGS)
def test_an_address_tells_engine_forum_and_place(key: str, path: str, tail: str) -> None:
    for url in (f"{BASE}{path}", f"http://harbour.example/forum/{path}", f"{key}:{BASE}{path}"):
        watched = recognise(url)
        assert watched is not None and watched.platform == key, url
        assert watched.key == f"harbour.example/forum{tail}"


@pytest.mark.parametrize(
    ("key", "path", "tail"),
    [
        ("phpbb", "tea-and-more-t9-20.html", "/thread/9"),
        ("phpbb", "talk-f2.html", "/board/2"),
        ("phpbb", "member5.html", "#5"),
        ("vbulletin", "thread9-3.html", "/thread/9"),
        ("vbulletin", "members/5.html", "#5"),
        ("xenforo", "members/5/", "#5"),
        ("mybb", "thread-9-page-2.html", "/thread/9"),
        ("mybb", "user-5.html", "#5"),
    ],
)
def test_rewritten_addresses_are_taken_where_the_engine_is_named(key: str, path: str, tail: str) -> None:
    found = recognise(f"{BASE}{path}")
    assert found is None or found.platform in ("page", "feed") or found.platform not in ENGINES
    assert watch(key, f"{key}:{BASE}{path}").key == f"harbour.example/forum{tail}"


@every_engine
@pytest.mark.parametrize(
    "path", ["", "index.php", "search.php?q=1", "faq.php", "ucp.php?mode=login", "members/", "misc/terms"]
)
def test_other_pages_of_a_forum_are_no_places(key: str, path: str) -> None:
    assert platforms()[key].recognise(f"{BASE}{path}") is None
    assert platforms()[key].recognise(f"{key}:{BASE}{path}") is None


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    engine=st.sampled_from(list(ENGINES.values())),
    kind=st.sampled_from(["member", "board", "thread"]),
    id=st.integers(1, 10**12).map(str),
    folder=st.sampled_from(["", "/forum", "/a/b-c"]),
)
def test_what_is_written_is_read_back(engine: Engine, kind: str, id: str, folder: str) -> None:
    place = Place(kind=kind, base=f"https://x.example{folder}", id=id)  # type: ignore[arg-type]
    address = split_address(write_url(engine, place))
    assert address is not None and locate(engine, address) == place


@pytest.mark.parametrize(
    ("href", "clean"),
    [
        ("./viewtopic.php?t=9&sid=0f1e&start=5#p7", f"{BASE}viewtopic.php?t=9&start=5"),
        ("index.php?topic=9.5;wap2", f"{BASE}index.php?topic=9.5;wap2"),
        ("search.php?action=results&sid=0f1e&page=2", f"{BASE}search.php?action=results&sid=0f1e&page=2"),
        ("https://elsewhere.example/viewtopic.php?t=9", ""),
        ("javascript:void(0)", ""),
        ("http://[", ""),
    ],
)
def test_links_are_followed_on_the_same_site_and_without_sessions(href: str, clean: str) -> None:
    assert clean_url(href, f"{BASE}page") == clean


@every_engine
def test_a_post_is_its_authors_own_words(key: str) -> None:
    (post,) = only(read(key, "found", THREADS[key].replace("TURN", "2")), Post)
    assert post.id == "harbour.example/forum/712"
    assert (post.account, post.author, post.kind) == ("harbour.example/forum#5", "Mei", "reply")
    assert " ".join(post.text.split()) == "Not at the shop. :)"
    assert post.reply_to == "harbour.example/forum/70"
    assert post.attributes["quoted_author"] == "Tom" and "Where is tea?" in post.attributes["quoted"]
    assert post.attributes["thread_title"] == "Tea" and post.title == ""
    assert post.posted_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert post.edited_at == datetime(2026, 7, 1, 11, 0, tzinfo=UTC)
    assert [one.url for one in post.links] == ["https://shop.example/x"]
    picture, file = post.media
    assert (picture.url, picture.kind) == ("https://pics.example/tea.jpg", "image")
    assert isinstance(file, Media) and (file.kind, file.description) == ("document", "menu.pdf")
    assert post.url.startswith(BASE) and "712" in post.url


@every_engine
def test_a_page_turns_to_the_next_one_without_session(key: str) -> None:
    thread = {
        "phpbb": "viewtopic.php?t=9",
        "vbulletin": "showthread.php?t=9",
        "xenforo": "threads/tea.9/",
        "smf": "index.php?topic=9.0",
        "mybb": "showthread.php?tid=9",
    }[key]
    readings = read(key, "thread", THREADS[key].replace("TURN", "2"), watched=BASE + thread)
    (account,) = only(readings, Account)
    assert (account.key, account.display_name) == ("harbour.example/forum/thread/9", "Tea")
    (fetch,) = only(readings, Fetch)
    assert fetch.reader == "thread" and "?sid=" not in fetch.url.replace("&", "?")
    assert fetch.url.startswith("https://www.harbour.example/")


def test_where_a_page_tells_no_zone_the_doubt_is_kept() -> None:
    (post,) = only(read("mybb", "found", THREADS["mybb"].replace("TURN", "2")), Post)
    assert "zone unknown" in post.attributes["date_doubt"]
    (post,) = only(read("vbulletin", "found", THREADS["vbulletin"].replace("TURN", "2")), Post)
    assert "zone" not in post.attributes.get("date_doubt", "")


def test_posts_of_others_are_left_out_where_a_member_is_watched_and_kept_for_a_thread() -> None:
    other = PHPBB_THREAD.replace("TURN", "2").replace("u=5", "u=6")
    assert only(read("phpbb", "found", other), Post) == []
    (post,) = only(read("phpbb", "thread", other, watched=f"{BASE}viewtopic.php?t=9"), Post)
    assert post.account == "harbour.example/forum#6"


def test_a_guest_has_an_account_by_name() -> None:
    page = re.sub(
        r"<a[^>]*viewprofile&amp;u=5\">Mei</a>", "<b>Passer By</b>", PHPBB_THREAD.replace("TURN", "2")
    )
    (post,) = only(read("phpbb", "thread", page, watched=f"{BASE}viewtopic.php?t=9"), Post)
    assert post.account == "harbour.example/forum/guest/passer by"


def test_pages_in_old_encodings_are_read() -> None:
    page = PHPBB_THREAD.replace("TURN", "2").replace("Not at", "Чай не там")
    page = page.replace("<head>", '<head><meta charset="windows-1251">')
    body = page.replace("»", "&raquo;").encode("windows-1251", "xmlcharrefreplace")
    (post,) = only(read("phpbb", "found", body), Post)
    assert post.text.startswith("Чай не там")


def test_a_list_tells_where_posts_stand_and_stops_at_the_newest_known() -> None:
    found, page = only(read("phpbb", "posts", PHPBB_FOUND.replace("TURN", "2")), Fetch)
    assert (found.reader, found.url) == ("found", f"{BASE}viewtopic.php?p=712")
    assert page.reader == "posts" and "start=12" in page.url
    known = {"newest": "712", "list": "0"}
    assert only(read("phpbb", "posts", PHPBB_FOUND.replace("TURN", "2"), context=known), Fetch) == []


def test_a_profile_is_read_with_all_its_facts() -> None:
    (account,) = only(read("phpbb", "member", PHPBB_MEMBER), Account)
    assert (account.display_name, account.posts) == ("Mei", 1204)
    assert account.created_at == datetime(2024, 1, 8, 19, 30, tzinfo=UTC)
    assert account.bio == "Tea. shop" and account.links[0].url == "https://shop.example/"
    assert account.attributes["rank"] == "Captain" and account.attributes["fact_total posts"] == "1,204 | x"


def test_pinned_threads_do_not_end_a_board() -> None:
    page = PHPBB_BOARD.replace("TURN", "2")
    board = f"{BASE}viewforum.php?f=2"
    old = {"after": "700", "after_at": ""}
    fetches = only(read("phpbb", "board", page, watched=board, context=old), Fetch)
    assert [one.reader for one in fetches] == ["thread", "thread", "board"]
    new = only(read("phpbb", "board", page, watched=board, context={"after": "712"}), Fetch)
    assert [one.reader for one in new] == ["thread"]  # the pinned one tells no last post


def test_a_feed_leads_to_the_pages_of_the_members_posts() -> None:
    feed = PHPBB_FEED.replace("TURN", "2").replace("www.phpbb.com/community", "www.harbour.example/forum")
    (fetch,) = only(read("phpbb", "feed", feed), Fetch)
    assert (fetch.reader, fetch.route, fetch.url) == ("found", "feed", f"{BASE}viewtopic.php?p=712")


def test_known_posts_are_looked_at_page_by_page_and_what_is_missing_is_gone() -> None:
    posts = tuple(
        KnownPost(
            id=f"harbour.example/forum/{one}", url=f"{BASE}viewtopic.php?p={one}#p{one}", posted_at=None
        )
        for one in (713, 712)
    )
    watched = watch("phpbb")
    *_, known = platforms()["phpbb"].start(watched, Known(recheck=posts))
    assert known.url == f"{BASE}viewtopic.php?p=713"
    readings = read("phpbb", "found", PHPBB_THREAD.replace("TURN", "2"), context=known.context)
    (gone,) = only(readings, Observation)
    assert (gone.post_id, gone.kind) == ("harbour.example/forum/713", "gone")
    assert only(readings, Fetch) == []  # the other known one stood on the same page


BOXES = {
    "phpbb": '<body id="phpbb"><div id="message"><p>{}</p></div>',
    "phpbb_login": '<body id="phpbb"><form id="login"><h2>{}</h2><input type="password"></form>',
    "vbulletin": '<div class="standard_error">{}</div>',
    "vbulletin_3": '<table><td class="panelsurround"><div class="panel">{}</div></td></table>',
    "xenforo": '<div class="p-body-pageContent"><div class="blockMessage">{}</div></div>',
    "xenforo_1": '<div class="errorOverlay"><div class="baseHtml">{}</div></div>',
    "smf": '<div id="fatal_error">{}</div>',
    "mybb": '<table><tr><td class="trow1">{}</td></tr></table>',
}
"""Where each engine puts what it says in place of a page."""
IMPORTS = [
    ("phpbb", "memberlist.php?mode=viewprofile&u=5", "member"),
    ("phpbb", "search.php?author_id=5&sr=posts&start=10", "posts"),
    ("phpbb", "viewtopic.php?p=70#p70", "thread"),
    ("phpbb", "viewforum.php?f=2&start=25", "board"),
    ("phpbb", "feed.php", "feed"),
    ("vbulletin", "showthread.php?9-Tea/page3", "thread"),
    ("xenforo", "members/mei.5/recent-content?page=2", "posts"),
    ("xenforo", "threads/tea.9/page-2", "thread"),
    ("smf", "index.php?action=profile;area=showposts;u=5", "posts"),
    ("smf", "index.php?action=profile;u=5", "member"),
    ("smf", "index.php?topic=9.20", "thread"),
    ("mybb", "showthread.php?tid=9&page=2", "thread"),
    ("mybb", "Thread-Tea?page=2", "thread"),
    ("mybb", "index.php", ""),
]


@pytest.mark.parametrize(("key", "path", "reader"), IMPORTS)
def test_a_captured_page_finds_its_reader(key: str, path: str, reader: str) -> None:
    takers = find_takers(f"{BASE}{path}", watch(key))
    assert [one.reader for one in takers] == ([reader] if reader else [])


def test_a_feed_is_asked_for_only_if_it_changed() -> None:
    url = f"{BASE}feed.php"
    known = Known(routes=("feed",), validators={url: Validators(etag='"x"')})
    (fetch,) = platforms()["phpbb"].start(watch("phpbb"), known)
    assert (fetch.url, fetch.etag, fetch.route) == (url, '"x"', "feed")
    assert read("phpbb", "feed", b"", url, status=304) == []


MESSAGES = [
    ("phpbb", "The requested user does not exist.", 404, "not_found"),
    ("phpbb_login", "You need to be logged in to view profiles.", 403, "login_wall"),
    ("phpbb", "Вы должны войти, чтобы видеть это.", 200, "login_wall"),
    ("phpbb", "Cet utilisateur n’existe pas.", 404, "not_found"),
    (
        "vbulletin",
        "This user has not registered and therefore does not have a profile to view.",
        200,
        "not_found",
    ),
    (
        "vbulletin_3",
        "The administrator has banned your IP address. To contact him click here",
        200,
        "unauthorised",
    ),
    (
        "xenforo",
        "The specified member cannot be found. Please enter a member's entire name.",
        404,
        "not_found",
    ),
    ("xenforo", "This member limits who may view their full profile.", 403, "private"),
    ("xenforo_1", "You must be logged-in to do that.", 403, "login_wall"),
    ("smf", "The user whose profile you are trying to view does not exist.", 404, "not_found"),
    ("smf", "You are not allowed to access the profiles of other members.", 403, "unauthorised"),
    ("mybb", "The member you specified is either invalid or doesn't exist.", 200, "not_found"),
    ("mybb", "You are either not logged in or do not have permission to view this page.", 403, "login_wall"),
]


@pytest.mark.parametrize(("box", "words", "status", "kind"), MESSAGES)
def test_what_stands_in_place_of_a_profile_is_told(box: str, words: str, status: int, kind: str) -> None:
    page = f"<html>{BOXES[box].format(words)}</html>"
    readings = read(box.partition("_")[0], "member", page, status=status)
    assert kinds(readings) == [kind]
    asked = only(readings, Fetch)
    assert bool(asked) is (kind != "not_found")  # the list of posts may be open all the same


def test_a_form_to_log_in_by_that_stands_on_every_page_is_no_wall() -> None:
    page = (
        '<html><head><meta name="generator" content="vBulletin 4.2.3"></head><input type="password"></html>'
    )
    with pytest.raises(Unreadable, match="a page of vBulletin without a profile"):
        read("vbulletin", "member", page)


def test_an_empty_list_is_proven_by_its_words_unless_the_profile_counts_posts() -> None:
    body = (
        '<html><body id="phpbb"><div id="message"><p>No suitable matches were found.</p></div></body></html>'
    )
    assert kinds(read("phpbb", "posts", body)) == ["empty_proven"]
    assert kinds(read("phpbb", "posts", body, context={"count": "12"})) == ["login_wall"]


def test_a_move_to_another_site_is_not_followed() -> None:
    moved = read("phpbb", "member", "", status=301, headers={"Location": "https://parked.example/"})
    (problem,) = only(moved, Problem)
    assert problem.kind == "not_found" and "parked.example" in problem.reason
    near = only(read("phpbb", "member", "", status=301, headers={"Location": MEMBERS["phpbb"]}), Fetch)
    assert near and near[0].reader == "member"


def test_a_members_number_is_found_where_the_address_has_a_name_alone() -> None:
    watched = watch("mybb", f"{BASE}User-Mei")
    page = (
        '<html><body><span class="largetext"><strong>Mei</strong></span><table><tr>'
        '<td class="trow1"><strong>Joined:</strong></td><td class="trow1">07-01-2020</td></tr></table>'
        '<a href="search.php?action=finduser&amp;uid=5">x</a></body></html>'
    )
    capture = make_capture(watched.url, page, reader="member", route="page")
    account, fetch = platforms()["mybb"].readers["member"](capture, watched)
    assert isinstance(account, Account) and isinstance(fetch, Fetch)
    assert account.key == "harbour.example/forum#5" and account.aliases == (
        "harbour.example/forum/member/mei",
    )
    assert fetch.url == f"{BASE}search.php?action=finduser&uid=5"
    settled = Watched(platform="mybb", key=account.key, url=watched.url, handle="Mei", host=watched.host)
    assert place_of(MYBB, settled).id == "5"
