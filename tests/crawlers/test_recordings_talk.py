"""Bodies that Discourse, Hacker News and Stack Exchange really sent, whole and damaged, by their own readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from crawlers.times import parse_time
from storage.items import Observation, Post
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
NAMES = ("discourse", "hackernews", "stackexchange")

READ: dict[str, tuple[str, str, str]] = {
    "discourse/latest.json": ("discourse:https://try.discourse.org/c/x/1", "topics", "/c/x/1.json"),
    "discourse/posts_latest.json": ("discourse:https://try.discourse.org/", "latest", "/posts.json"),
    "discourse/topic.json": ("discourse:https://try.discourse.org/t/57", "topic", "/t/57.json"),
    "hackernews/comment_2.json": ("https://news.ycombinator.com/user?id=norvig", "item", "/v0/item/1.json"),
    "hackernews/poll_5.json": ("https://news.ycombinator.com/user?id=pg", "item", "/v0/item/2.json"),
    "hackernews/story_3.json": ("https://news.ycombinator.com/user?id=tel", "item", "/v0/item/3.json"),
    "stackexchange/AnswerInvalidationTest_1.json": (
        "https://codereview.stackexchange.com/users/31562", "posts", "/2.3/questions/86150"
    ),
    "stackexchange/AnswerInvalidationTest_3.json": (
        "https://codereview.stackexchange.com/users/22222", "revisions", "/2.3/posts/104074/revisions"
    ),
}  # fmt: skip
"""What is watched, the reader and the path of each recording."""
ACCOUNTS = {
    "discourse/posts_latest.json": "try.discourse.org#1",
    "discourse/topic.json": "try.discourse.org#15",
    "hackernews/comment_2.json": "norvig",
    "hackernews/poll_5.json": "pg",
    "hackernews/story_3.json": "tel",
    "stackexchange/AnswerInvalidationTest_1.json": "codereview.stackexchange.com#31562",
}
"""Whose the first post is."""


def read(name: str, body: bytes) -> list[Reading]:
    url, reader, path = READ[name]
    platform = platforms()[name.partition("/")[0]]
    watched = platform.recognise(url)
    assert watched is not None
    capture = make_capture(f"https://{watched.host}{path}", body, reader=reader)
    return list(platform.readers[reader](capture, watched))


def list_rows() -> dict[str, list[str]]:
    """The rows of the list by file."""
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return {row[1]: row for row in rows if row[0] in NAMES}


if PLACE.is_dir():
    ROWS = list_rows()
    every_recording = pytest.mark.parametrize("name", sorted(ROWS))
    of_posts = pytest.mark.parametrize("name", sorted(ACCOUNTS))

    def test_no_recording_of_these_platforms_was_forgotten() -> None:
        assert set(ROWS) == set(READ)

    @of_posts
    def test_a_recording_gives_what_the_list_says(name: str) -> None:
        count, first_id, first_at = ROWS[name][5:8]
        readings = read(name, (PLACE / name).read_bytes())
        posts = only(readings, Post)
        assert len(posts) == int(count) == len({post.id for post in posts})
        assert posts[0].id.rpartition("/")[2] == first_id and posts[0].posted_at == parse_time(first_at)
        assert posts[0].account == ACCOUNTS[name] and kinds(readings) == []
        assert all("drift" not in post.attributes for post in posts), posts

    def test_a_recorded_list_of_topics_is_asked_for_them() -> None:
        name = "discourse/latest.json"
        readings = read(name, (PLACE / name).read_bytes())
        topics = [one for one in only(readings, Fetch) if one.reader == "topic"]
        assert len(topics) == int(ROWS[name][5])
        assert topics[0].url.endswith(f"/t/{ROWS[name][6]}.json")
        (further,) = [one for one in only(readings, Fetch) if one.reader == "topics"]
        assert further.url.endswith("?page=1")

    def test_a_recorded_history_tells_each_revision() -> None:
        name = "stackexchange/AnswerInvalidationTest_3.json"
        found = only(read(name, (PLACE / name).read_bytes()), Observation)
        assert len(found) == int(ROWS[name][5])
        assert {one.post_id.rpartition("/")[2] for one in found} == {ROWS[name][6]}
        at = parse_time(ROWS[name][7])
        assert at is not None and at.isoformat() in found[0].reason

    @every_recording
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        body = _damage((PLACE / name).read_bytes(), data)
        try:
            readings = read(name, body)
        except UNREADABLE:
            return
        assert all(post.id and post.account and post.posted_at for post in only(readings, Post))


def _damage(body: bytes, data: st.DataObject) -> bytes:
    """A field taken away, a list turned into an object, a text into null."""
    fields: Any = json.loads(body)
    places: list[tuple[Any, Any]] = []
    waiting = [fields]
    while waiting:
        here = waiting.pop()
        steps = list(here) if isinstance(here, dict) else range(len(here))
        places += [(here, step) for step in steps]
        waiting += [here[step] for step in steps if isinstance(here[step], dict | list)]
    here, step = data.draw(st.sampled_from(places), "place")
    there = here[step]
    if isinstance(there, list):
        here[step] = {str(number): one for number, one in enumerate(there)}
    elif isinstance(there, str) and data.draw(st.booleans()):
        here[step] = None
    else:
        del here[step]
    return json.dumps(fields).encode()
