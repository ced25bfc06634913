"""Tables of facts: how they are read, what a platform on one recognises, and what it says of refusals."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.families.json_values import find_text, find_texts, holds
from crawlers.platform import Fetch, Unreadable, platforms, recognise
from storage.items import Account, Known, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, watch
from tests.crawlers.samples_lists import ACTIVITY, DAILYMOTION, DYNAMIC, GETTR, LIST_SAMPLES, STATUS

VALUE: dict[str, Any] = {
    **{"a": {"b": [1, 2], "e": "", "n": None, "t": True}, "pics": {"0": {"u": "x"}, "1": {"u": "y"}}},
    **{"list": [{"u": "p"}, {"v": 1}, {"u": "q"}], "code": -404, "msg": "没有找到 it", "none": []},
}


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        ("/a/b", ["1", "2"]),
        ("/a/b/1", ["2"]),
        ("/list/*/u", ["p", "q"]),
        ("/pics/*/u", ["x", "y"]),
        ("/a/e|/a/n|/code", ["-404"]),
        ("/a/t", []),
        ("/missing/0/x", []),
        ("https://h.example/{/list/*/u}.png", ["https://h.example/p.png", "https://h.example/q.png"]),
        ("{/code}/{/a/b/0}", ["-404/1"]),
        ("https://h.example/{/missing}", []),
        ("", []),
    ],
)
def test_a_place_names_values(place: str, texts: list[str]) -> None:
    assert find_texts(VALUE, place) == texts
    assert find_text(VALUE, place) == (texts[0] if texts else "")


@pytest.mark.parametrize(
    ("condition", "true"),
    [
        ("/a/b", True),
        ("/a/e", False),
        ("/none", False),
        ("/none=[]", True),
        ("/a/n=null", True),
        ("/a/x=null", False),
        ("/a/t=true", True),
        ("/code=-404", True),
        ("/code=404", False),
        ("/msg~找到|存在", True),
        ("/msg~^it", False),
        ("/code=-404 & /msg~找到", True),
        ("/code=-404 & /none", False),
        ("", False),
    ],
)
def test_a_condition_holds_or_not(condition: str, true: bool) -> None:
    assert holds(VALUE, condition) is true


SPELLINGS = [
    ("dailymotion", "https://www.dailymotion.com/euronews-en", "euronews-en"),
    ("dailymotion", "https://www.dailymotion.com/user/Euronews-EN/videos", "euronews-en"),
    ("dailymotion", "https://api.dailymotion.com/user/euronews-en?fields=id", "euronews-en"),
    ("gettr", "https://gettr.com/user/JasonMillerInDC", "jasonmillerindc"),
    ("gettr", "https://www.gettr.com/user/jasonmillerindc/replies", "jasonmillerindc"),
    ("odysee", "https://odysee.com/@Odysee:8", "@odysee:8"),
    ("odysee", "https://odysee.com/@Odysee:8/a-video:1", "@odysee:8"),
    ("odysee", "https://lbry.tv/@Odysee:8?view=about", "@odysee:8"),
    ("bitchute", "https://www.bitchute.com/channel/1VBwRfyNcKdX/", "1VBwRfyNcKdX"),
    ("bitchute", "https://old.bitchute.com/channel/1VBwRfyNcKdX/videos/", "1VBwRfyNcKdX"),
    ("hive", "https://peakd.com/@hiveio/posts", "hiveio"),
    ("hive", "https://ecency.com/hive-125125/@hiveio/a-post", "hiveio"),
    ("steemit", "https://steemit.com/life/@steemitblog/a-post", "steemitblog"),
    ("wattpad", "https://www.wattpad.com/user/Wattpad/following", "wattpad"),
    ("fivehundredpx", "https://500px.com/p/Mei.Lin?view=photos", "mei.lin"),
    ("bilibili", "https://space.bilibili.com/2267573/dynamic", "2267573"),
    ("bilibili", "https://m.bilibili.com/space/2267573", "2267573"),
    ("dcard", "https://www.dcard.tw/f/funny?latest=true", "funny"),
    ("dcard", "https://www.dcard.tw/f/funny/p/224362515", "funny"),
    ("douban", "https://www.douban.com/people/75118396/statuses", "75118396"),
    ("artstation", "https://gaerikim.artstation.com/projects", "gaerikim"),
    ("artstation", "https://www.artstation.com/Gaerikim/albums/all", "gaerikim"),
    ("pixiv", "https://www.pixiv.net/users/27517/artworks", "27517"),
    ("pixiv", "https://www.pixiv.net/member.php?id=27517", "27517"),
    ("zhihu", "https://www.zhihu.com/people/diygod/answers?page=2", "diygod"),
    ("weibo", "https://m.weibo.cn/u/1669879400", "1669879400"),
    ("weibo", "https://m.weibo.cn/profile/1669879400", "1669879400"),
    ("weibo", "https://weibo.com/1669879400?refer_flag=1", "1669879400"),
    ("weibo", "https://weibo.com/1669879400/HyTZc60ew", "1669879400"),
    ("weibo", "https://weibo.cn/1669879400/info", "1669879400"),
]


@pytest.mark.parametrize(("platform", "url", "key"), SPELLINGS)
def test_every_spelling_of_an_account_leads_to_one_key(platform: str, url: str, key: str) -> None:
    watched = recognise(url)
    assert watched is not None and (watched.platform, watched.key) == (platform, key)
    again = recognise(watched.url)
    assert again is not None and again.key == key


@pytest.mark.parametrize(
    "url",
    [
        "https://www.dailymotion.com/video/x8abcde",
        "https://www.dailymotion.com/topic/news",
        "https://gettr.com/trending",
        "https://odysee.com/$/discover",
        "https://odysee.com/some-video:1",
        "https://www.bitchute.com/video/abc/",
        "https://hive.blog/trending",
        "https://www.wattpad.com/story/1234-a",
        "https://500px.com/popular",
        "https://www.bilibili.com/video/BV1xx411c7mD",
        "https://www.dcard.tw/f/all",
        "https://weibo.com/hot/search",
        "https://weibo.com/tv/show/1034:4",
    ],
)
def test_what_is_no_account_is_not_one_there(url: str) -> None:
    keys = {platform for platform, _, _ in SPELLINGS}
    watched = recognise(url)
    assert watched is None or watched.platform not in keys


OUTCOMES: list[tuple[str, str, object, int, str]] = [
    # platform, reader, body, status, kind
    (
        "dailymotion",
        "account",
        {"error": {"type": "not_found", "message": "m", "code": 404}},
        404,
        "not_found",
    ),
    ("dailymotion", "list", {"error": {"type": "access_forbidden", "message": "m"}}, 403, "private"),
    ("dailymotion", "list", {"error": {"type": "other", "message": "m", "code": 400}}, 400, "changed_format"),
    ("gettr", "account", {"rc": "ERR", "error": {"code": "E_USER_NOTFOUND", "emsg": "m"}}, 400, "not_found"),
    ("gettr", "account", {"rc": "ERR", "error": {"code": "E_USER_SUSPENDED", "emsg": "m"}}, 400, "suspended"),
    (
        "odysee",
        "account",
        {"result": {"@a": {"error": {"name": "NOT_FOUND", "text": "t"}}}},
        200,
        "not_found",
    ),
    ("odysee", "list", {"error": {"code": -32500, "message": "m"}}, 200, "changed_format"),
    (
        "bitchute",
        "list",
        {"errors": [{"context": "reason", "message": "not in your location"}]},
        403,
        "geo_blocked",
    ),
    ("hive", "account", {"error": {"code": -32602, "message": "Account x does not exist"}}, 200, "not_found"),
    ("wattpad", "account", {"error_code": 1014, "error_type": "NotFound", "message": "m"}, 400, "not_found"),
    (
        "wattpad",
        "account",
        {"error_code": 1018, "error_type": "PermissionDenied", "message": "m"},
        400,
        "unauthorised",
    ),
    ("fivehundredpx", "list", {"data": {"user": None}}, 200, "not_found"),
    ("fivehundredpx", "list", {"errors": [{"message": "Invalid CSRF token"}]}, 200, "unauthorised"),
    ("bilibili", "account", {"code": -404, "message": "啥都木有"}, 200, "not_found"),
    ("bilibili", "list", {"code": -352, "message": "-352"}, 200, "challenge"),
    ("bilibili", "list", {"code": -412, "message": "请求被拦截"}, 412, "challenge"),
    ("bilibili", "list", {"code": -799, "message": "请求过于频繁"}, 200, "rate_limited"),
    ("bilibili", "list", {"code": -101, "message": "账号未登录"}, 200, "login_wall"),
    ("bilibili", "list", {"code": 77777, "message": "?"}, 200, "changed_format"),
    ("dcard", "list", {"error": "x"}, 404, "not_found"),
    ("douban", "list", {"msg": "need_login", "code": 103}, 403, "login_wall"),
    ("douban", "list", {"msg": "user_not_found", "code": 1001}, 404, "not_found"),
    (
        "zhihu",
        "account",
        {"error": {"redirect": "https://x/account/unhuman?a", "message": "m"}},
        403,
        "challenge",
    ),
    ("zhihu", "account", {"error": {"name": "NotFoundException", "message": "资源不存在"}}, 404, "not_found"),
    (
        "weibo",
        "account",
        {"ok": -100, "msg": "请先登录", "url": "https://passport.weibo.com/"},
        200,
        "login_wall",
    ),
    ("pixiv", "account", {"error": True, "message": "m", "body": []}, 404, "not_found"),
    ("pixiv", "account", {"error": True, "message": "m", "body": []}, 403, "unauthorised"),
    ("weibo", "account", "", 432, "challenge"),
    ("weibo", "account", "", 418, "rate_limited"),
    ("weibo", "account", {"ok": 0, "msg": "用户不存在"}, 200, "not_found"),
    ("weibo", "list", {"ok": 0, "msg": "请求过于频繁，歇歇吧"}, 200, "rate_limited"),
    ("weibo", "list", {"ok": 0, "msg": "暂无查看权限"}, 200, "private"),
    ("weibo", "list", {"ok": 0, "msg": "?"}, 200, "changed_format"),
]


@pytest.mark.parametrize(("platform", "reader", "body", "status", "kind"), OUTCOMES)
def test_a_refusal_is_told_by_what_it_says(
    platform: str, reader: str, body: object, status: int, kind: str
) -> None:
    watched = watch(platforms()[platform].example)
    readings = read(watched, make_capture(watched.url, body, reader=reader, status=status))
    assert kinds(readings) == [kind] and len(readings) == 1
    (problem,) = only(readings, Problem)
    assert problem.reason
    assert (problem.retry_at is not None) is (kind == "rate_limited")


def test_a_limit_says_when_to_come_again() -> None:
    watched = watch("https://space.bilibili.com/2267573")
    answer = make_capture(watched.url, {"code": -799, "message": "m"}, reader="list")
    (problem,) = only(read(watched, answer), Problem)
    assert problem.retry_at == NOW + timedelta(seconds=600)


EMPTY: list[tuple[str, object, dict[str, str], str]] = [
    ("dailymotion", {"list": [], "has_more": False, "total": 0}, {}, "empty_proven"),
    ("dailymotion", {"list": [], "has_more": False, "total": 4}, {}, "changed_format"),
    ("dailymotion", {"list": [], "has_more": False}, {"shown": "0"}, "empty_proven"),
    ("gettr", {"result": {"data": {"list": []}, "aux": {}}}, {}, "changed_format"),
    ("odysee", {"result": {"items": [], "total_items": 0}}, {}, "empty_proven"),
    ("bitchute", {"videos": []}, {"shown": "3"}, "changed_format"),
    ("bitchute", {"videos": []}, {"shown": "0"}, "empty_proven"),
    ("bilibili", {"code": 0, "data": {"items": [], "has_more": False}}, {}, "empty_proven"),
    ("weibo", {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}, {}, "empty_proven"),
    ("weibo", {"ok": 0, "msg": "这里还没有内容", "data": {"cards": []}}, {"shown": "900"}, "private"),
    ("dcard", [], {}, "changed_format"),
]


@pytest.mark.parametrize(("platform", "body", "context", "kind"), EMPTY)
def test_an_empty_list_is_no_posts_only_where_that_is_proven(
    platform: str, body: object, context: dict[str, str], kind: str
) -> None:
    watched = watch(platforms()[platform].example)
    answer = make_capture(watched.url, body, reader="list", context=context)
    assert kinds(read(watched, answer)) == [kind]


def test_an_item_without_what_each_must_have_is_another_format_and_those_before_it_stand() -> None:
    watched = watch("https://www.dailymotion.com/euronews-en")
    broken = {name: value for name, value in DAILYMOTION.items() if name != "created_time"}
    answer = make_capture(watched.url, {"list": [DAILYMOTION, broken]}, reader="list")
    given = platforms()["dailymotion"].readers["list"](answer, watched)
    found = iter(given)
    assert isinstance(next(found), Post)
    with pytest.raises(Unreadable, match="created_time"):
        next(found)


def test_fields_that_the_table_does_not_name_are_counted() -> None:
    watched = watch("https://www.dailymotion.com/euronews-en")
    answer = make_capture(watched.url, {"list": [{**DAILYMOTION, "brand_new": 1, "other": 2}]}, reader="list")
    (post,) = only(read(watched, answer), Post)
    assert post.attributes["drift"] == "post.brand_new post.other"


def test_a_share_on_gettr_is_a_repost_of_its_own_id() -> None:
    watched = watch("https://gettr.com/user/li")
    (post,) = only(read(watched, make_capture(watched.url, GETTR, reader="list")), Post)
    assert (post.kind, post.id, post.repost_of, post.author) == ("repost", "aTURN", "pTURN", "mei")
    assert (post.account, post.text, post.likes) == ("li", "words", 1)
    assert [one.kind for one in post.links] == ["card"]


def test_a_forward_on_bilibili_is_a_repost_and_the_original_is_only_named() -> None:
    watched = watch("https://space.bilibili.com/2267573")
    body = {"code": 0, "data": {"items": [DYNAMIC], "has_more": False}}
    (post,) = only(read(watched, make_capture(watched.url, body, reader="list")), Post)
    assert (post.kind, post.repost_of, post.author, post.pinned) == ("repost", "8", "7", True)
    assert post.attributes["original_text"] == "o"
    assert [one.url for one in post.links] == ["https://x.example/"]


def test_a_known_post_that_is_gone_is_observed_and_a_refusal_is_not() -> None:
    watched = watch("https://www.dailymotion.com/euronews-en")
    gone = {"error": {"type": "not_found", "message": "m"}}
    for body, kind in (
        (gone, Observation),
        ({"error": {"type": "access_forbidden", "message": "m"}}, Problem),
    ):
        answer = make_capture(watched.url, body, reader="post", status=403, context={"post": "x1"})
        assert [type(one) for one in read(watched, answer)] == [kind]


def test_the_next_page_lies_with_the_platform_and_ends_with_its_limit() -> None:
    watched = watch("https://www.dailymotion.com/euronews-en")
    body = {"list": [DAILYMOTION], "has_more": True}
    further = only(read(watched, make_capture(watched.url, body, reader="list")), Fetch)
    assert [one.url.rpartition("&")[2] for one in further] == ["page=2"]
    last = make_capture(watched.url, body, reader="list", context={"number": "10"})
    assert only(read(watched, last), Fetch) == []


def test_what_somebody_else_captured_asks_nothing_further() -> None:
    for platform, reader, body, _ in LIST_SAMPLES:
        watched = watch(platforms()[platform].example)
        answer = make_capture(watched.url, body, reader=reader, route="import", context={"post": "5"})
        readings = read(watched, answer)
        assert only(readings, Fetch) == []
        assert [one for one in readings if isinstance(one, Post | Account)]


def test_times_without_a_zone_are_read_in_the_platforms_own() -> None:
    watched = watch("https://www.douban.com/people/75118396/")
    answer = make_capture(watched.url, {"items": [{"status": STATUS}]}, reader="list")
    (post,) = only(read(watched, answer), Post)
    assert post.posted_at == datetime(2026, 7, 1, 2, 0, tzinfo=UTC)
    assert (post.kind, post.quote_of, post.attributes["original_text"]) == ("quote", "8", "o")


def test_a_vote_on_zhihu_passes_on_what_somebody_else_wrote() -> None:
    watched = watch("https://www.zhihu.com/people/diygod")
    answer = make_capture(watched.url, {"data": [ACTIVITY], "paging": {"is_end": True}}, reader="list")
    (post,) = only(read(watched, answer), Post)
    assert (post.kind, post.account, post.author) == ("repost", "diygod", "li")
    assert (post.id, post.repost_of) == ("diygod/1TURN", "answer/9")
    assert (post.url, post.title) == ("https://www.zhihu.com/question/3/answer/9", "Q")
    assert post.posted_at == datetime.fromtimestamp(1780000000, UTC) and post.edited_at is None
    assert post.links[0].expanded == "https://x.example/"


def test_what_a_person_follows_on_zhihu_is_no_post_and_a_new_type_is_another_format() -> None:
    watched = watch("https://www.zhihu.com/people/diygod")
    followed = {**ACTIVITY, "target": {"type": "column", "id": 5}}
    body = {"data": [followed, ACTIVITY], "paging": {"is_end": True}}
    assert len(only(read(watched, make_capture(watched.url, body, reader="list")), Post)) == 1
    body = {"data": [{**ACTIVITY, "target": {**ACTIVITY["target"], "type": "hologram"}}]}
    with pytest.raises(Unreadable, match="hologram"):
        read(watched, make_capture(watched.url, body, reader="list"))


@pytest.mark.parametrize(
    "url",
    [
        "https://m.weibo.cn/api/container/getIndex?type=uid&value=1&containerid=1076031",
        "https://api.bilibili.com/x/polymer/web-dynamic/v1/feed/space?host_mid=1",
        "https://www.dcard.tw/service/api/v2/forums/funny/posts?limit=30",
    ],
)
def test_the_browser_reads_what_the_page_itself_asks_for(url: str) -> None:
    platform = {"m.weibo.cn": "weibo", "api.bilibili.com": "bilibili", "www.dcard.tw": "dcard"}[
        url.split("/")[2]
    ]
    watched = watch(platforms()[platform].example)
    (fetch,) = platforms()[platform].start(watched, Known(routes=("browser",)))
    assert fetch.browse is not None
    assert next(reader for pattern, reader in fetch.browse.reads if re.search(pattern, url)) == "list"
