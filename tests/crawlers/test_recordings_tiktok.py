"""TikTok's readers on recorded bodies, where ``../shared/recordings`` is there; and on the same bodies with
something missing or of another type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from storage.items import Account, Post, Problem
from tests.crawlers.captures import make_capture, only
from tests.crawlers.test_recordings_channels import change, list_places

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"
READ = {
    "tiktok/api_recommend_item_list.json": "item_list",
    "tiktok/api_v2020_list.json": "item_list",
    "tiktok/api_v2020_user.json": "user_detail",
    "tiktok/html_next_data_videoMeta.html": "video_page",
}
_DATA = re.compile(rb'(<script id="__NEXT_DATA__"[^>]*>)(.*?)(</script>)', re.DOTALL)


def read_body(name: str, body: bytes) -> list[Reading]:
    """What a recording's reader gives."""
    platform = platforms()["tiktok"]
    watched = platform.recognise("https://www.tiktok.com/@tiktok")
    assert watched is not None
    capture = make_capture("https://recorded.example/", body, reader=READ[name])
    return list(platform.readers[READ[name]](capture, watched))


def unpack(body: bytes) -> Any:
    """The JSON of a recording, that of its script where it is a page."""
    found = _DATA.search(body)
    return orjson.loads(found[2] if found else body)


def pack(body: bytes, content: Any) -> bytes:
    """The recording with other JSON in its place."""
    written = orjson.dumps(content)
    return _DATA.sub(lambda found: found[1] + written + found[3], body) if _DATA.search(body) else written


if PLACE.is_dir():
    ROWS = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]

    @pytest.mark.parametrize(
        ("name", "expected"), [(row[1], row[5]) for row in ROWS if row[0] == "tiktok"], ids=str
    )
    def test_a_recording_is_read_as_the_list_says(name: str, expected: str) -> None:
        readings = read_body(name, (PLACE / name).read_bytes())
        posts = only(readings, Post)
        assert not only(readings, Problem)
        counted = re.match(r"(\d+) posts; first id (\d+); first created (\d+)", expected)
        single = re.search(r"item (\d+) createTime (\d+)", expected)
        if counted:
            assert len({post.id for post in posts}) == len(posts) == int(counted[1])
            assert (posts[0].id, posts[0].posted_at_text) == (counted[2], counted[3])
        elif single:
            assert [(post.id, post.posted_at_text) for post in posts] == [(single[1], single[2])]
        else:
            assert [one.key for one in only(readings, Account)] == ["107955"] and not posts
        assert all(post.posted_at and post.account.isdigit() for post in posts)
        assert all("drift" not in post.attributes for post in posts)

    def test_mentions_tags_and_duets_of_recordings_are_read() -> None:
        (post,) = only(read_body(*_open("tiktok/html_next_data_videoMeta.html")), Post)
        assert post.mentions == ("420doggface208", "mickfleetwood", "tomhayes603")
        assert (post.account, post.likes, len(post.media)) == ("107955", 1_300_000, 1)
        posts = only(read_body(*_open("tiktok/api_v2020_list.json")), Post)
        assert [one.quote_of for one in posts if one.quote_of] == ["6763441913891687686"]
        assert {one.account for one in posts} == {"5831967"}
        assert any(one.hashtags == ("greenscreen",) for one in posts)

    def _open(name: str) -> tuple[str, bytes]:
        return name, (PLACE / name).read_bytes()

    @pytest.mark.parametrize("name", READ)
    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_changed_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        body = (PLACE / name).read_bytes()
        content = unpack(body)
        before = len(only(read_body(name, body), Post))
        place = data.draw(st.sampled_from(list_places(content)))
        change(content, place, data.draw(st.sampled_from(["remove", "mistype"])))
        readings: list[Reading] = []
        refused = False
        try:
            readings = read_body(name, pack(body, content))
        except UNREADABLE:
            refused = True
        posts = only(readings, Post)
        whole = len(posts) == before or (isinstance(place[-1], int) and len(posts) == before - 1)
        assert refused or whole or only(readings, Problem)

    @pytest.mark.parametrize("field", ["id", "desc", "createTime", "author"])
    @pytest.mark.parametrize("how", ["remove", "mistype"])
    def test_a_mandatory_field_is_missed(field: str, how: str) -> None:
        name, body = _open("tiktok/api_recommend_item_list.json")
        content = unpack(body)
        change(content, ("itemList", 0, field), how)
        with pytest.raises(UNREADABLE):
            read_body(name, pack(body, content))
