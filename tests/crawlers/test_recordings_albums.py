"""WeChat's and Pinterest's readers on recorded bodies, where ``../shared/recordings`` is there; and on the
same bodies with something missing or of another type."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.families.wechat_articles import read_time
from crawlers.platform import UNREADABLE, Reading, platforms
from crawlers.times import parse_time
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"
WECHAT = {
    "wechat/article_text_trimmed.html": "article",
    "wechat/article_imageshare_trimmed.html": "article",
    "wechat/article_violation_removed.html": "article",
    "wechat/aboutbiz_profile.html": "about",
}
PINTEREST = "pinterest/resource_BaseSearch_search_obj1.json"
SHORT = "https://mp.weixin.qq.com/s/NJgNozEXo47KCvmRL4hDiw"


def read_wechat(name: str, body: bytes) -> list[Reading]:
    """What a recording's reader gives."""
    platform = platforms()["wechat"]
    watched = platform.recognise(SHORT)
    assert watched is not None
    capture = make_capture(SHORT, body, reader=WECHAT[name], route="page")
    return list(platform.readers[WECHAT[name]](capture, watched))


def read_pinterest(body: object) -> list[Reading]:
    """What the recorded search of Pinterest gives."""
    platform = platforms()["pinterest"]
    watched = platform.recognise("https://www.pinterest.com/somebody/")
    assert watched is not None
    url = "https://www.pinterest.com/resource/BaseSearchResource/get/"
    return list(platform.readers["resource"](make_capture(url, body, reader="resource"), watched))


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


def list_expected(names: dict[str, str]) -> list[tuple[str, str]]:
    """Name and expectation of each row of the list that is read here."""
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    return [(row[1], row[5]) for row in rows if row[1] in names]


if PLACE.is_dir():

    @pytest.mark.parametrize(
        ("name", "expected"), list_expected(WECHAT), ids=lambda one: one.partition(";")[0]
    )
    def test_a_page_of_wechat_is_read_as_the_list_says(name: str, expected: str) -> None:
        readings = read_wechat(name, (PLACE / name).read_bytes())
        posts, accounts = only(readings, Post), only(readings, Account)
        assert len(posts) == int(expected.partition(" ")[0])
        if posts:
            (post,) = posts
            assert re.search(rf"title \['{re.escape(post.title)}'\]", expected)
            assert f"ct ['{post.posted_at_text}']" in expected
            assert post.posted_at == read_time(post.posted_at_text)
            assert f"'{post.account}'" in expected
            mid = re.search(r"mid \['(\d+)'\]", expected)
            assert mid is None or post.id == f"{post.account}_{mid[1]}_1"
            assert post.text and post.media
            assert (accounts[0].key, kinds(readings)) == (post.account, [])
        elif "about page" in expected:
            assert (accounts[0].key, accounts[0].handle) == ("MjM5ODMxNzE2NQ==", "shengongshewx")
        else:
            assert kinds(readings) == ["suspended"]

    @pytest.mark.parametrize("name", WECHAT)
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_page_of_wechat_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        body = (PLACE / name).read_text(encoding="utf-8")
        before = len(only(read_wechat(name, body.encode()), Post))
        fields = [
            *re.finditer(r"\bvar (?:biz|mid|idx|ct|msg_title|msg_link|appmsgid) = [^;]*;", body),
            *re.finditer(r"(?:bizuin|mid|idx|title|create_time|content_noencode): [^\n]*,\n", body),
            *re.finditer(
                r"picture_page_info_list: \[|cgiDataNew = \{|id=\"js_content\"|class=\"item-desc", body
            ),
        ]
        how = data.draw(st.sampled_from(["field", "cut", "null"]))
        if how == "cut" or not fields:
            body = body[: data.draw(st.integers(0, len(body)))]
        else:
            for field in data.draw(st.lists(st.sampled_from(fields), min_size=1, max_size=12)):
                new = "" if how == "field" else re.sub(r"[=:] .*", lambda at: at[0][0] + " null,", field[0])
                body = body.replace(field[0], new)
        readings: list[Reading] = []
        refused = False
        try:
            readings = read_wechat(name, body.encode())
        except UNREADABLE:
            refused = True
        whole = len(only(readings, Post)) == before
        assert refused or whole or only(readings, Problem)

    def test_the_search_of_pinterest_is_read_as_the_list_says() -> None:
        ((_, expected),) = list_expected({PINTEREST: ""})
        posts = only(read_pinterest((PLACE / PINTEREST).read_bytes()), Post)
        assert len(posts) == len({post.id for post in posts}) == int(expected.partition(" ")[0])
        assert f"first pin {posts[0].id}; created_at {posts[0].posted_at_text};" in expected
        assert posts[0].posted_at == parse_time(posts[0].posted_at_text) is not None
        assert len({post.account for post in posts}) > 1
        assert all(post.attributes["image_signature"] for post in posts)
        shown = orjson.loads((PLACE / PINTEREST).read_bytes())["resource_response"]["data"]["results"]
        assert [bool(post.media) for post in posts] == [bool(one["images"] or one["videos"]) for one in shown]

    @settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_changed_search_of_pinterest_gives_a_problem_or_what_is_left(data: st.DataObject) -> None:
        body: Any = orjson.loads((PLACE / PINTEREST).read_bytes())
        before = len(body["resource_response"]["data"]["results"])
        place = data.draw(st.sampled_from(list_places(body)))
        change(body, place, data.draw(st.sampled_from(["remove", "mistype"])))
        readings: list[Reading] = []
        refused = False
        try:
            readings = read_pinterest(body)
        except UNREADABLE:
            refused = True
        whole = len(only(readings, Post)) == before
        taken = place[-2:-1] == ("results",) and len(only(readings, Post)) == before - 1
        assert refused or whole or taken or only(readings, Problem)
