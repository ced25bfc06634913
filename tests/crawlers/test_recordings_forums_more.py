"""Pages that Vanilla, bbPress and Invision forums really sent, whole and damaged, by their readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.families.forum_bbpress import BBPRESS
from crawlers.families.forum_boards import read_topics
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_invision import INVISION_ALL
from crawlers.families.forum_pages import Page, open_page
from crawlers.families.forum_places import place_of
from crawlers.families.forum_vanilla import VANILLA
from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from storage.items import Account, Capture, Problem, Watched
from tests.crawlers.captures import make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
UTF8 = {"Content-Type": "text/html; charset=utf-8"}
BOARDS: dict[str, tuple[Engine, str, str, str]] = {
    "vanilla/category.html": (
        VANILLA, "vanilla:http://bitterkittens.com/categories/the-t-lounge", "The T LOunge",
        "http://bitterkittens.com/discussion/49/x",
    ),
    "bbpress/forum.html": (
        BBPRESS, "http://juragancipir.com/forums/forum/diskusi-blog/", "Diskusi Blog",
        "http://juragancipir.com/forums/topic/saran/",
    ),
}  # fmt: skip
"""Engine, address, the board's name and its first thread."""
WALL = "invision/login_or_register.html"


def watch(engine: Engine, url: str) -> Watched:
    watched = platforms()[engine.key].recognise(url)
    assert watched is not None
    return watched


def capture_of(name: str, body: bytes | None = None) -> Capture:
    engine, url, *_ = BOARDS[name]
    content = (PLACE / name).read_bytes() if body is None else body
    return make_capture(
        url.removeprefix(f"{engine.key}:"), content, reader="board", headers=UTF8, route="page"
    )


def read(name: str, body: bytes | None = None) -> list[Reading]:
    engine, url, *_ = BOARDS[name]
    return list(platforms()[engine.key].readers["board"](capture_of(name, body), watch(engine, url)))


if PLACE.is_dir():

    def test_no_recording_of_these_engines_was_forgotten() -> None:
        folders = {name.partition("/")[0] for name in (*BOARDS, WALL)}
        lying = {f"{folder}/{file.name}" for folder in folders for file in (PLACE / folder).glob("*.html")}
        assert lying == {*BOARDS, WALL}

    @pytest.mark.parametrize("name", BOARDS)
    def test_a_board_names_its_threads(name: str) -> None:
        readings = read(name)
        _, _, title, first = BOARDS[name]
        (account,) = only(readings, Account)
        assert account.display_name.lower() == title.lower()
        asked = only(readings, Fetch)
        threads = [one.url for one in asked if one.reader == "thread"]
        assert (len(set(threads)), threads[0]) == (30, first)
        (turn,) = [one.url for one in asked if one.reader == "board"]
        assert turn.endswith(("/p2", "/page/2/"))

    @pytest.mark.parametrize("name", BOARDS)
    def test_rows_tell_when_threads_were_last_answered(name: str) -> None:
        engine, url, *_ = BOARDS[name]
        watched = watch(engine, url)
        page = open_page(engine, capture_of(name), watched, place_of(engine, watched))
        assert isinstance(page, Page)
        topics = read_topics(page)
        assert all(topic.last_at for topic in topics)
        if name.startswith("vanilla"):
            assert topics[0].last_at == datetime(2016, 3, 7, 20, 37, 15, tzinfo=UTC)
            assert (
                topics[0].last_url
                == "http://bitterkittens.com/discussion/49/the-bk-forums-user-guide-and-faq/p7"
            )
        else:
            assert topics[0].last_post == 22223

    def test_a_page_to_log_in_by_is_no_profile() -> None:
        watched = watch(INVISION_ALL, "https://forum.grasscity.com/index.php?showuser=2")
        body = (PLACE / WALL).read_bytes()
        capture = make_capture(watched.url, body, reader="member", headers=UTF8, route="page")
        readings = list(platforms()["invision"].readers["member"](capture, watched))
        assert only(readings, Problem)[0].kind == "login_wall" and not only(readings, Account)

    @pytest.mark.parametrize("name", BOARDS)
    @settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        text = (PLACE / name).read_text(encoding="utf-8")
        tag = data.draw(st.sampled_from(["li", "div", "ul", "a", "span", "tr", "td", "time"]), "tag")
        how = data.draw(st.sampled_from(["rename", "class", "id", "href", "datetime", "cut"]), "how")
        if how == "cut":
            text = text[: data.draw(st.integers(0, len(text)))]
        elif how == "rename":
            text = re.sub(rf"<(/?){tag}\b", r"<\1x", text)
        else:
            text = re.sub(rf"(<{tag}\b[^>]*?) {how}=(\"[^\"]*\"|'[^']*')", r"\1", text)
        try:
            readings = read(name, text.encode())
        except UNREADABLE:
            return
        assert any(isinstance(one, Account | Problem) for one in readings)
