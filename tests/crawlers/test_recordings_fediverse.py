"""Bodies that Misskey and PeerTube really sent, whole and damaged, by their own readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import copy
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Fetch, Reading, platforms
from crawlers.times import parse_time
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
READ: dict[str, tuple[str, str, str, str]] = {
    "misskey/users_show_local.json": (
        "misskey", "https://misskey.io/@oishiibot", "account", "https://misskey.io/api/users/show"
    ),
    "peertube/account.json": (
        "peertube", "https://framatube.org/a/framasoft/videos", "actor",
        "https://framatube.org/api/v1/accounts/framasoft"
    ),
    "peertube/account_videos_p1.json": (
        "peertube", "https://framatube.org/a/framasoft/videos", "videos",
        "https://framatube.org/api/v1/accounts/framasoft/videos?start=0&count=12"
    ),
    "peertube/channel.json": (
        "peertube", "https://kolektiva.media/c/documentary_channel", "actor",
        "https://kolektiva.media/api/v1/video-channels/documentary_channel"
    ),
}  # fmt: skip
"""Platform, account, reader and URL of each recording; no reader takes a host's own description."""
KEYS = {
    "misskey/users_show_local.json": "oishiibot@misskey.io",
    "peertube/account.json": "framasoft@framatube.org",
    "peertube/channel.json": "c/documentary_channel@kolektiva.media",
}


@dataclass(frozen=True)
class Recording:
    """One recorded body, and what the list says of it."""

    name: str
    posts: int
    id: str
    created: str

    @property
    def body(self) -> Any:
        return json.loads((PLACE / self.name).read_bytes())


def list_recordings() -> list[Recording]:
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [
        Recording(row[1], int(row[5]), row[6], row[7]) for row in rows if row[0] in ("misskey", "peertube")
    ]


def read(name: str, body: Any) -> list[Reading]:
    key, account, reader, url = READ[name]
    watched = platforms()[key].recognise(account)
    assert watched is not None
    return list(platforms()[key].readers[reader](make_capture(url, body, reader=reader), watched))


def list_places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for step, inner in steps for found in ((*place, step), *list_places(inner, (*place, step)))]


if PLACE.is_dir():
    RECORDINGS = [one for one in list_recordings() if one.name in READ]

    def test_no_recording_of_these_platforms_was_forgotten() -> None:
        assert {one.name for one in list_recordings()} - set(READ) == {"misskey/meta.json"}

    @pytest.mark.parametrize("recording", RECORDINGS, ids=lambda one: one.name)
    def test_a_recording_gives_what_the_list_says(recording: Recording) -> None:
        readings = read(recording.name, recording.body)
        posts, accounts = only(readings, Post), only(readings, Account)
        assert len(posts) == recording.posts == len({post.id for post in posts}) and kinds(readings) == []
        if posts:
            assert posts[0].id.endswith(f"/{recording.id}")
            assert posts[0].posted_at == parse_time(recording.created)
            assert {post.account for post in posts} == {"framasoft@framatube.org"}
            assert all(post.media and post.title and "drift" not in post.attributes for post in posts)
        else:
            (account,) = accounts
            assert account.key == KEYS[recording.name] and "drift" not in account.attributes
            assert account.attributes["account_id"] == recording.id
            assert account.created_at == parse_time(recording.created)

    @pytest.mark.parametrize("recording", RECORDINGS, ids=lambda one: one.name)
    @settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(
        recording: Recording, data: st.DataObject
    ) -> None:
        body = copy.deepcopy(recording.body)
        *way, last = data.draw(st.sampled_from(list_places(body)), "place")
        inner = body
        for step in way:
            inner = inner[step]
        match data.draw(st.sampled_from(["remove", "object", "null"]), "damage"):
            case "remove":
                del inner[last]
            case "object":
                inner[last] = {"a": 1}
            case _:
                inner[last] = None
        try:
            readings = read(recording.name, body)
        except UNREADABLE:
            return
        assert any(isinstance(one, Post | Account | Problem | Fetch) for one in readings)
