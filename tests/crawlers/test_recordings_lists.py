"""Bodies that Weibo and Dcard really sent, whole and damaged, by their own readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
READ: dict[str, tuple[str, str, str, str]] = {
    "weibo/m_getIndex_cards_p2.json": (
        "weibo", "https://weibo.com/u/1669879400", "list",
        "https://m.weibo.cn/api/container/getIndex?type=uid&value=1669879400&containerid=1076031669879400&page=2",
    ),
    "weibo/m_retweet.json": (
        "weibo", "https://weibo.com/u/5973737418", "post", "https://m.weibo.cn/statuses/show?id=4383411844046171"
    ),
    "dcard/post_metas.json": (
        "dcard", "https://www.dcard.tw/f/funny", "list", "https://www.dcard.tw/_api/forums/funny/posts?limit=30"
    ),
    "dcard/single_post_single_comments.json": (
        "dcard", "https://www.dcard.tw/f/funny", "comments", "https://www.dcard.tw/_api/posts/224341009/comments"
    ),
}  # fmt: skip
"""Platform, account, reader and URL of each; the old site's pages are what no reader takes."""


def read(name: str, body: bytes) -> list[Reading]:
    key, account, reader, url = READ[name]
    watched = platforms()[key].recognise(account)
    assert watched is not None
    capture = make_capture(url, body, reader=reader, route="import")
    return list(platforms()[key].readers[reader](capture, watched))


def said_of(name: str) -> tuple[int, str, str]:
    """How many posts the list of recordings tells of, the first one's id and time."""
    for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        if row[1] == name:
            return int(row[5]), row[6], row[7]
    raise AssertionError(name)


if PLACE.is_dir():

    @pytest.mark.parametrize("name", READ)
    def test_a_recording_gives_what_the_list_says(name: str) -> None:
        readings = read(name, (PLACE / name).read_bytes())
        posts = only(readings, Post)
        count, first, created = said_of(name)
        assert (len(posts), len({post.id for post in posts})) == (count, count)
        assert (posts[0].id, posts[0].posted_at_text) == (first, created)
        assert kinds(readings) == [] and all("drift" not in post.attributes for post in posts)

    def test_the_recorded_forward_is_a_repost_of_the_whole_original() -> None:
        (post,) = only(read("weibo/m_retweet.json", (PLACE / "weibo/m_retweet.json").read_bytes()), Post)
        assert (post.kind, post.repost_of, post.author) == ("repost", "4383404751066167", "5349576923")
        assert (post.account, len(post.text) > 1000, "全文" in post.text) == ("5973737418", True, False)
        assert post.posted_at == datetime(2019, 6, 15, 3, 44, 46, tzinfo=UTC)

    def test_the_recorded_page_of_weibo_tells_words_from_markup() -> None:
        name = "weibo/m_getIndex_cards_p2.json"
        posts = only(read(name, (PLACE / name).read_bytes()), Post)
        assert posts[0].text == "搬完这块砖，就可以吃好吃的了[偷笑][偷笑][偷笑]"
        assert [one.kind for one in posts[0].media] == ["image"] * 3
        assert (posts[1].kind, posts[1].quote_of) == ("quote", "4383031864995274")
        assert posts[2].hashtags == ("不潮不出街",)
        assert posts[6].mentions[0] == "联合国环境规划署"

    def test_the_recorded_board_is_told_with_its_posts() -> None:
        readings = read("dcard/post_metas.json", (PLACE / "dcard/post_metas.json").read_bytes())
        (account,) = only(readings, Account)
        assert (account.key, account.display_name) == ("funny", "有趣")
        post = only(readings, Post)[0]
        assert (post.title, post.attributes["school"]) == ("被我弟害死....", "虎尾科大")

    @pytest.mark.parametrize("name", READ)
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        try:
            readings = read(name, _damage((PLACE / name).read_bytes(), data))
        except UNREADABLE:
            return
        assert any(isinstance(one, Post | Problem) for one in readings)


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
