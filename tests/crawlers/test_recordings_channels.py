"""YouTube's and VKontakte's readers on recorded bodies, where ``../shared/recordings`` is there; and on the
same bodies with something missing or of another type."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"
READ: dict[str, tuple[str, int]] = {
    "youtube/api_playlistItems_p1.json": ("uploads", 200),
    "youtube/api_activities_by_channel_p1.json": ("activities", 200),
    "youtube/browse_terminated_200.json": ("browse", 200),
    "youtube/feed_videos_user_kurzgesagt.xml": ("feed", 200),
    "youtube/resolve_url_notfound_404.json": ("resolve", 404),
    "vk/groups_getById.json": ("groups", 200),
    "vk/vknet_NewsFeed_Search_NextFrom_NotNull.json": ("wall", 200),
    "vk/wall_getComments_extended.json": ("comments", 200),
    "vk/wall_get_foodsharing.json": ("wall", 200),
}
WATCHED = {"youtube": "https://www.youtube.com/user/Kurzgesagt", "vk": "https://vk.com/team"}


def read_body(name: str, body: bytes) -> list[Reading]:
    """What a recording's reader gives."""
    reader, status = READ[name]
    platform = platforms()[name.partition("/")[0]]
    watched = platform.recognise(WATCHED[platform.key])
    assert watched is not None
    capture = make_capture("https://recorded.example/", body, reader=reader, status=status)
    return list(platform.readers[reader](capture, watched))


def list_expected() -> list[tuple[str, str]]:
    """Name and expectation of each row of the list that is read here."""
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [(row[1], row[5]) for row in rows if row[1] in READ]


def list_places(value: object, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [place] if place else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        found += list_places(inner, (*place, name))
    return found


def change(value: Any, place: tuple[Any, ...], how: str) -> None:
    """Take a part away, make a list an object, or a text null."""
    for step in place[:-1]:
        value = value[step]
    old = value[place[-1]]
    if how == "remove":
        del value[place[-1]]
    else:
        value[place[-1]] = {"0": old} if isinstance(old, list) else None


if PLACE.is_dir():

    @pytest.mark.parametrize(("name", "expected"), list_expected(), ids=lambda one: one.partition(";")[0])
    def test_a_recording_is_read_as_the_list_says(name: str, expected: str) -> None:
        readings = read_body(name, (PLACE / name).read_bytes())
        posts = only(readings, Post)
        assert len({post.id for post in posts}) == len(posts)
        if counted := re.match(
            r"(\d+) (?:items|posts); first (\S+?);? ", expected.replace("first id ", "first ")
        ):
            assert len(posts) == int(counted[1])
            assert counted[2] in (posts[0].id, posts[0].uri)
            moment = re.search(r"(?:publishedAt|published) (\S+?)(?:;|$)", expected)
            if moment:
                assert posts[0].posted_at_text.rstrip("Z")[:19] == moment[1].rstrip("Z")[:19]
        elif found := re.search(r"(\d+) items; first owner (-?\d+) id (\d+); date (\d+)", expected):
            assert len(posts) == int(found[1])
            assert (posts[0].id, posts[0].posted_at_text) == (f"{found[2]}_{found[3]}", found[4])
            assert len([one for one in posts if one.edited_at]) == int(expected.rpartition("edited in ")[2])
        elif "terminated" in expected:
            assert kinds(readings) == ["suspended"]
        elif "NOT_FOUND" in expected:
            assert kinds(readings) == ["not_found"]
        else:
            (account,) = only(readings, Account)
            assert account.key == "-" + expected.partition(" id ")[2].partition(";")[0]

    @pytest.mark.parametrize("name", [name for name in READ if name.endswith(".json")])
    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_changed_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        body: Any = orjson.loads((PLACE / name).read_bytes())
        before = len(only(read_body(name, orjson.dumps(body)), Post))
        place = data.draw(st.sampled_from(list_places(body)))
        change(body, place, data.draw(st.sampled_from(["remove", "mistype"])))
        readings: list[Reading] = []
        refused = False
        try:
            readings = read_body(name, orjson.dumps(body))
        except UNREADABLE:
            refused = True
        posts = only(readings, Post)
        whole = len(posts) == before or (isinstance(place[-1], int) and len(posts) == before - 1)
        assert refused or whole or only(readings, Problem)

    def test_a_feed_that_breaks_off_keeps_what_came() -> None:
        body = (PLACE / "youtube/feed_videos_user_kurzgesagt.xml").read_bytes()
        for cut in range(200, len(body), len(body) // 23):
            with contextlib.suppress(*UNREADABLE):
                assert len(only(read_body("youtube/feed_videos_user_kurzgesagt.xml", body[:cut]), Post)) <= 15
