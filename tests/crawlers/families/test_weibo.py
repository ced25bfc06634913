"""Weibo's times and words, which no table of facts can tell."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crawlers.families.weibo_times import read_id_time, resolve_time
from storage.items import Account, Post
from tests.crawlers.captures import make_capture, only, read, watch
from tests.crawlers.samples_lists import MBLOG, ORIGINAL, WEIBO_USER

SHOWN = datetime(2019, 6, 16, 2, 30, 0, tzinfo=UTC)
"""10:30 on 16 June in China."""
TOLD = [
    ("Sat Jun 15 11:44:46 +0800 2019", datetime(2019, 6, 15, 3, 44, 46, tzinfo=UTC), timedelta()),
    ("刚刚", SHOWN, timedelta(minutes=1)),
    ("5分钟前", datetime(2019, 6, 16, 2, 25, tzinfo=UTC), timedelta(minutes=1)),
    ("3小时前", datetime(2019, 6, 15, 23, 30, tzinfo=UTC), timedelta(hours=1)),
    ("今天 00:05", datetime(2019, 6, 15, 16, 5, tzinfo=UTC), timedelta(minutes=1)),
    ("昨天 12:00", datetime(2019, 6, 15, 4, 0, tzinfo=UTC), timedelta(minutes=1)),
    ("06-14", datetime(2019, 6, 14, 4, 0, tzinfo=UTC), timedelta(hours=12)),
    ("12-31", datetime(2018, 12, 31, 4, 0, tzinfo=UTC), timedelta(hours=12)),
    ("2018-06-14", datetime(2018, 6, 14, 4, 0, tzinfo=UTC), timedelta(hours=12)),
    ("2018-06-14 09:08", datetime(2018, 6, 14, 1, 8, tzinfo=UTC), timedelta(minutes=1)),
]


@pytest.mark.parametrize(("text", "at", "doubt"), TOLD)
def test_a_time_is_resolved_with_its_doubt(text: str, at: datetime, doubt: timedelta) -> None:
    found = resolve_time(text, SHOWN)
    assert found is not None and (found.at, found.doubt) == (at, doubt)


@pytest.mark.parametrize(
    "text", ["", "soon", "02-30", "13-01", "Sat Foo 15 11:44:46 +0800 2019", "昨天 25:61"]
)
def test_what_is_no_time_is_none(text: str) -> None:
    assert resolve_time(text, SHOWN) is None


def test_the_id_tells_the_second_where_it_agrees() -> None:
    exact = datetime(2019, 6, 15, 3, 44, 46, tzinfo=UTC)
    assert read_id_time("4383411844046171") == exact
    found = resolve_time("06-15", SHOWN, "4383411844046171")
    assert found is not None and (found.at, found.doubt) == (exact, timedelta())
    other = resolve_time("06-11", SHOWN, "4383411844046171")
    assert other is not None and other.doubt == timedelta(hours=12)
    assert read_id_time("HyTZc60ew") is None


def read_one(**changes: object) -> Post:
    watched = watch("https://weibo.com/u/1669879400")
    body = {"ok": 1, "data": {**MBLOG, "id": "4383183661430868", **changes}}
    (post,) = only(read(watched, make_capture(watched.url, body, reader="post")), Post)
    return post


def test_words_links_names_and_pictures_are_told_apart() -> None:
    post = read_one(retweeted_status=None)
    assert post.text == "#话题# words [偷笑]网页链接 @li"
    assert post.hashtags == ("话题",) and post.mentions == ("li",)
    assert [(one.kind, one.expanded) for one in post.links] == [("text", "https://x.example/"), ("card", "")]
    assert [(one.kind, one.url) for one in post.media] == [
        ("image", "https://wx3.sinaimg.cn/large/a.jpg"),
        ("video", "https://v.example/"),
    ]
    assert (post.kind, post.url) == ("post", "https://weibo.com/1669879400/b")


def test_a_forward_with_words_is_a_quote_and_without_any_a_repost() -> None:
    quote = read_one()
    assert (quote.kind, quote.quote_of, quote.author) == ("quote", "4383404751066167", "")
    assert quote.attributes["original"] == "the forwarded post is not shown"
    repost = read_one(text="转发微博", retweeted_status={**ORIGINAL, "text": "o", "user": {"id": 7}})
    assert (repost.kind, repost.repost_of, repost.author, repost.text) == (
        "repost",
        "4383404751066167",
        "7",
        "o",
    )
    assert [one.url for one in repost.media] == ["https://wx3.sinaimg.cn/large/a.jpg"]
    assert "original" not in repost.attributes


def test_a_pinned_post_is_told() -> None:
    assert read_one(title={"text": "置顶", "base_color": 1}).pinned
    assert not read_one().pinned


def test_a_count_in_ten_thousands_is_read() -> None:
    watched = watch("https://weibo.com/u/1669879400")
    body = {"ok": 1, "data": {"userInfo": WEIBO_USER}}
    (account,) = only(read(watched, make_capture(watched.url, body, reader="account")), Account)
    assert (account.followers, account.posts) == (63_350_000, 1008)
