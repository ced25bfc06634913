"""Pages that phpBB, vBulletin, XenForo, SMF and MyBB forums really sent, whole and damaged, by their readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.families.forum_mybb import MYBB
from crawlers.families.forum_pages import Page, find, open_page
from crawlers.families.forum_places import find_place, place_of
from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from storage.items import Account, Capture, Post, Problem, Watched
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
UTF8 = {"Content-Type": "text/html; charset=utf-8"}
"""The recordings were turned into UTF-8, whatever they say in their heads."""

BOARDS: dict[str, tuple[str, str, int, str, str]] = {
    "phpbb/board_fr.html": (
        "phpbb:http://www.zone-concours.com/forum/temoignages-f26.html", "phpbb", 25, "525", "Témoignages"
    ),
    "vbulletin/board_en.html": (
        "vbulletin:http://www.terraforums.com/forums/forum111/", "vbulletin", 23, "93602",
        "North American Sarracenia Conservancy",
    ),
    "smf/board.html": (
        "http://www.pcbheaven.com/forum/index.php?board=18.0", "smf", 20, "1879", "Analog discussion"
    ),
}  # fmt: skip
"""Address, platform, how many threads, the first one's id, and the board's name."""
THREADS: dict[str, tuple[str, str, int, str, datetime]] = {
    "vbulletin/thread_fa.html": (
        "vbulletin:http://www.askdin.com/thread53668-3.html", "vbulletin", 2, "askdin.com/783019",
        datetime(2016, 2, 16, 0, 31, tzinfo=UTC),
    ),
    "xenforo/thread_p1.html": (
        "https://forums.oneplus.net/threads/marsh-cm13.405700/", "xenforo", 20, "forums.oneplus.net/14001047",
        datetime(2015, 11, 14, 4, 23, tzinfo=UTC),
    ),
}  # fmt: skip
"""Address, platform, how many posts, the first one's id, and its time."""
WALLS = {
    "phpbb/ucp_debian.html": ("phpbb", "http://forums.debian.net/memberlist.php?mode=viewprofile&u=2"),
    "smf/login.html": ("smf", "https://www.simplemachines.org/community/index.php?action=profile;u=2"),
    "vbulletin/login_macrumors.html": ("vbulletin", "http://forums.macrumors.com/member.php?u=2"),
    "xenforo/login_laneros.html": ("xenforo", "http://www.laneros.com/members/x.2/"),
}
INDEX, MEMBERLIST = "mybb/index.html", "mybb/memberlist.html"


def capture_of(name: str, url: str, reader: str, body: bytes | None = None) -> Capture:
    content = (PLACE / name).read_bytes() if body is None else body
    return make_capture(url, content, reader=reader, headers=UTF8, route="page")


def watch(url: str, key: str) -> Watched:
    watched = platforms()[key].recognise(url)
    assert watched is not None
    return watched


def read(name: str, url: str, key: str, reader: str, body: bytes | None = None) -> list[Reading]:
    plain = url.removeprefix(f"{key}:")
    capture = capture_of(name, plain, reader, body)
    return list(platforms()[key].readers[reader](capture, watch(url, key)))


def links_of(name: str, kind: str) -> set[str]:
    """What the links on a page of the MyBB forum name."""
    watched = watch("mybb:http://forum.pokemonpets.com/Forum-x", "mybb")
    place = place_of(MYBB, watched)
    page = open_page(MYBB, capture_of(name, "http://forum.pokemonpets.com/", "board"), watched, place)
    assert isinstance(page, Page)
    hrefs = [one.get("href") or "" for one in find(page.root, ("a[href*='-']",))]
    found = [find_place(MYBB, href, page.base, place) for href in hrefs]
    return {one.name for one in found if one is not None and one.kind == kind}


if PLACE.is_dir():

    def test_no_recording_of_these_engines_was_forgotten() -> None:
        known = {*BOARDS, *THREADS, *WALLS, INDEX, MEMBERLIST}
        folders = {name.partition("/")[0] for name in known}
        lying = {f"{folder}/{file.name}" for folder in folders for file in (PLACE / folder).glob("*.html")}
        assert lying == known

    @pytest.mark.parametrize("name", BOARDS)
    def test_a_board_names_its_threads(name: str) -> None:
        url, key, count, first, title = BOARDS[name]
        readings = read(name, url, key, "board")
        (account,) = only(readings, Account)
        assert title.lower() in account.display_name.lower()
        asked = only(readings, Fetch)
        threads = [one for one in asked if one.reader == "thread"]
        assert len({one.url for one in threads}) == len(threads) == count
        assert threads[0].context["thread"] == first
        assert [one.reader for one in asked if one.reader != "thread"] == ["board"]

    @pytest.mark.parametrize("name", THREADS)
    def test_a_thread_gives_its_posts(name: str) -> None:
        url, key, count, first, at = THREADS[name]
        readings = read(name, url, key, "thread")
        posts = only(readings, Post)
        assert len({post.id for post in posts}) == len(posts) == count
        assert (posts[0].id, posts[0].posted_at) == (first, at)
        assert all(post.account.partition("#")[2].isdigit() and post.text for post in posts)
        assert all("zone unknown" in post.attributes["date_doubt"] for post in posts)
        assert kinds(readings) == []

    def test_quoted_posts_are_told_from_own_words_in_the_recorded_thread() -> None:
        url, key, *_ = THREADS["xenforo/thread_p1.html"]
        posts = only(read("xenforo/thread_p1.html", url, key, "thread"), Post)
        answers = [post for post in posts if post.attributes.get("quoted")]
        assert answers and all(post.reply_to.startswith("forums.oneplus.net/1400") for post in answers)
        assert all(
            post.attributes["quoted"] not in post.text and "said:" not in post.text for post in answers
        )
        assert len(posts[0].media) == 10 and posts[0].title and not posts[1].title

    @pytest.mark.parametrize("name", WALLS)
    def test_a_page_to_log_in_by_is_no_profile(name: str) -> None:
        key, url = WALLS[name]
        try:
            readings = read(name, url, key, "member")
        except UNREADABLE:
            return
        assert only(readings, Problem) and not only(readings, Account)

    def test_members_and_threads_of_a_forum_with_rewritten_addresses_are_known_by_name() -> None:
        lines = (PLACE / INDEX).read_text(encoding="utf-8").splitlines()
        written = {found[1] for line in lines if (found := re.search(r'href="[^"]*?Thread-([^"?]+)', line))}
        assert links_of(INDEX, "thread") == written and len(written) == 53
        assert "CeFurkan" in links_of(MEMBERLIST, "member")
        assert len(links_of(MEMBERLIST, "member")) >= 20

    @pytest.mark.parametrize("name", [*BOARDS, *THREADS])
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        url, key, *_ = (BOARDS | THREADS)[name]
        body = damage((PLACE / name).read_text(encoding="utf-8"), data)
        reader = "board" if name in BOARDS else "thread"
        try:
            readings = read(name, url, key, reader, body)
        except UNREADABLE:
            return
        assert any(isinstance(one, Account | Post | Problem) for one in readings)


def damage(text: str, data: st.DataObject) -> bytes:
    """Some kind of element emptied, renamed or without its class or id everywhere, or the page cut off."""
    tag = data.draw(st.sampled_from(["li", "div", "blockquote", "a", "span", "tr", "td", "h3"]), "tag")
    how = data.draw(st.sampled_from(["rename", "class", "id", "href", "cut"]), "how")
    if how == "cut":
        return text[: data.draw(st.integers(0, len(text)))].encode()
    if how == "rename":
        return re.sub(rf"<(/?){tag}\b", r"<\1x", text).encode()
    return re.sub(rf"(<{tag}\b[^>]*?) {how}=(\"[^\"]*\"|'[^']*')", r"\1", text).encode()
