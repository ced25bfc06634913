"""Bodies that Blogger, Medium, LiveJournal and Vimeo really sent, whole and damaged, by their own readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from crawlers.times import parse_time
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"

READ: dict[str, tuple[str, str, str, str]] = {
    "blogger/blogger_posts_default_4fsodonline.atom": (
        "blogspot", "https://4fsodonline.blogspot.com/", "feed", "/feeds/posts/default"
    ),
    "blogger/blogger_via_feedburner_many.atom": (
        "blogspot", "https://googletesting.blogspot.com/", "feed", "/feeds/posts/default"
    ),
    "medium/medium_user_hodlhodl.rss": (
        "medium", "https://medium.com/@hodlhodl", "feed", "https://medium.com/feed/@hodlhodl"
    ),
    "medium/medium_publication_tagged.rss": (
        "medium", "https://medium.com/invironment", "feed", "https://medium.com/feed/invironment"
    ),
    "livejournal/rss_kyq_2004.xml": (
        "livejournal", "http://www.livejournal.com/users/kyq/", "feed", "https://kyq.livejournal.com/data/rss"
    ),
    "vimeo/api_album_videos.json": (
        "vimeo", "https://vimeo.com/mfilippov", "videos", "https://api.vimeo.com/albums/10303877/videos"
    ),
    "vimeo/api_error_page.json": (
        "vimeo", "https://vimeo.com/mfilippov", "videos", "https://api.vimeo.com/users/1/videos?page=9"
    ),
}  # fmt: skip
"""Platform, account, reader and URL of each recording; a page of a blog is what no reader takes."""
KEYS = {
    "blogger/blogger_posts_default_4fsodonline.atom": "3905741845175603023",
    "blogger/blogger_via_feedburner_many.atom": "15045980",
    "medium/medium_user_hodlhodl.rss": "b1f3d322dadf",
    "medium/medium_publication_tagged.rss": "d12c403d4976",
    "livejournal/rss_kyq_2004.xml": "kyq",
    "vimeo/api_album_videos.json": "2433258",
}
_SAID = re.compile(r"(\d+) posts; first (?:id|guid) (\S+); first (?:published|pubDate|created) (\S.*)")


@dataclass(frozen=True)
class Recording:
    """One recorded body and what the list says of it."""

    name: str
    said: str

    @property
    def body(self) -> bytes:
        return (PLACE / self.name).read_bytes()


def list_recordings() -> list[Recording]:
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [Recording(row[1], row[5]) for row in rows if row[1] in READ]


def read(name: str, body: bytes) -> list[Reading]:
    key, account, reader, url = READ[name]
    watched = platforms()[key].recognise(account)
    assert watched is not None
    capture = make_capture(url, body, reader=reader, route="feed")
    return list(platforms()[key].readers[reader](capture, watched))


def read_damaged(name: str, body: bytes) -> None:
    """Read it: posts, a problem, or the declared exception, never another."""
    try:
        readings = read(name, body)
    except UNREADABLE:
        return
    assert any(isinstance(one, Post | Problem) for one in readings)


if PLACE.is_dir():
    RECORDINGS = list_recordings()
    HOLD_POSTS = [one for one in RECORDINGS if _SAID.search(one.said)]

    def test_no_recording_of_these_platforms_was_forgotten() -> None:
        assert {one.name for one in RECORDINGS} == set(READ)

    @pytest.mark.parametrize("recording", HOLD_POSTS, ids=lambda one: one.name)
    def test_a_recording_gives_what_the_list_says(recording: Recording) -> None:
        said = _SAID.search(recording.said)
        assert said
        readings = read(recording.name, recording.body)
        posts = only(readings, Post)
        assert len(posts) == int(said[1]) == len({post.id for post in posts})
        first = posts[0]
        assert said[2] in (first.uri, first.id)
        assert first.posted_at == parse_time(said[3])
        (account,) = only(readings, Account)
        assert account.key == KEYS[recording.name] and {post.account for post in posts} == {account.key}
        assert kinds(readings) == []
        assert all("drift" not in post.attributes for post in posts if recording.name.endswith(".atom"))

    def test_the_recorded_error_of_vimeo_is_a_problem() -> None:
        readings = read("vimeo/api_error_page.json", (PLACE / "vimeo/api_error_page.json").read_bytes())
        (problem,) = only(readings, Problem)
        assert "2286" in problem.reason

    @pytest.mark.parametrize("recording", HOLD_POSTS, ids=lambda one: one.name)
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(
        recording: Recording, data: st.DataObject
    ) -> None:
        if recording.name.endswith(".json"):
            read_damaged(recording.name, _damage_json(recording.body, data))
        else:
            read_damaged(recording.name, _damage_xml(recording.body, data))


def _damage_json(body: bytes, data: st.DataObject) -> bytes:
    """A field taken away, a list turned into an object, a text into null."""
    fields: Any = json.loads(body.decode("utf-8-sig"))
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


def _damage_xml(body: bytes, data: st.DataObject) -> bytes:
    """One element emptied, taken away, renamed or left open."""
    text = body.decode("utf-8")
    elements = list(re.finditer(r"<([\w:]+)[^<>/]*>[^<>]*</\1>", text))
    found = data.draw(st.sampled_from(elements), "element")
    name = found.group(1)
    replaced = data.draw(
        st.sampled_from(["", f"<{name}/>", f"<x>{name}</x>", f"<{name}>", f"<{name}>&#0;</{name}>"])
    )
    return (text[: found.start()] + replaced + text[found.end() :]).encode()
