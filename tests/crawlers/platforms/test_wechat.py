"""WeChat: how accounts are spelled, what is read of both shapes of articles, what stands in place of one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.families.wechat_script import read_object, read_variables
from crawlers.indicators import place_indicator
from crawlers.platform import Fetch, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_albums import (
    ABOUT,
    ALBUM,
    ALBUM_LINK,
    ALBUM_PAGE,
    BIZ,
    MESSAGES,
    NOTICE,
    PICTURES,
    PUBLISHED,
    SN,
    WORDS,
)

SHORT = "https://mp.weixin.qq.com/s/NJgNozEXo47KCvmRL4hDiw"
PLATFORM = platforms()["wechat"]
WATCHED = watch(SHORT)
OWNER = watch(ALBUM_LINK)


def read_page(
    body: Any, reader: str = "article", url: str = SHORT, watched: Any = WATCHED, **more: Any
) -> Any:
    return read(watched, make_capture(url, body, reader=reader, route="page", **more))


@pytest.mark.parametrize(
    "url",
    [
        f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2247490207&idx=1&sn={SN}&chksm=c216&scene=142#wechat_redirect",
        "http://mp.weixin.qq.com/s?__biz=MzkyODQ5MTIzNw%3D%3D&mid=2247490207&idx=1",
        f"https://mp.weixin.qq.com/s?mid=2247490207&amp;idx=1&amp;__biz={BIZ}",
        "https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzkyODQ5MTIzNw&scene=124#wechat_redirect",
        ALBUM_LINK,
        f"https://mp.weixin.qq.com/mp/homepage?__biz={BIZ}&hid=1&sn=x",
        f"https://mp.weixin.qq.com/mp/aboutbiz?__biz={BIZ}",
        f"http://mp.weixin.qq.com/mp/appmsg/show?__biz={BIZ}&appmsgid=10000382&itemidx=1&sign=x",
        f"hxxps://mp[.]weixin[.]qq[.]com/s?__biz={BIZ}&mid=2247490207&idx=1",
    ],
)
def test_all_spellings_lead_to_the_account(url: str) -> None:
    found = place_indicator(url)
    assert (found.platform, found.key) == ("wechat", BIZ)


def test_a_short_address_names_an_article_and_not_yet_its_account() -> None:
    assert (WATCHED.key, WATCHED.url) == ("s/NJgNozEXo47KCvmRL4hDiw", SHORT)
    assert place_indicator(SHORT).kind == "post"
    assert place_indicator(f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2247490207&idx=1").kind == "post"
    assert place_indicator(ALBUM_LINK).kind == "account"


@pytest.mark.parametrize(
    "url",
    [
        "https://mp.weixin.qq.com/",
        "https://mp.weixin.qq.com/s",
        "https://mp.weixin.qq.com/s/tooshort",
        "https://mp.weixin.qq.com/s?__biz=bm90LWEtbnVtYmVy&mid=1",
        "https://mp.weixin.qq.com/cgi-bin/home?t=home/index",
        f"https://weixin.qq.com/s?__biz={BIZ}",
    ],
)
def test_other_addresses_name_no_account(url: str) -> None:
    assert PLATFORM.recognise(url) is None


def test_an_article_of_words_is_read_whole() -> None:
    readings = read_page(WORDS, context={"entry": "1"})
    (post,), (account,) = only(readings, Post), only(readings, Account)
    assert post.id == f"{BIZ}_2247494261_1"
    assert (post.account, post.kind, post.url) == (BIZ, "article", SHORT)
    assert post.uri == f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2247494261&idx=1&sn={SN}"
    assert post.title == 'A "title"'
    assert post.text.startswith("First line\nsecond line\n\n")
    assert post.posted_at == datetime(2025, 11, 4, 7, 59, 29, tzinfo=UTC)
    assert (post.posted_at_text, post.edited_at) == (
        "1762243169",
        datetime(2025, 11, 4, 9, 53, 20, tzinfo=UTC),
    )
    picture, video, voice = post.media
    assert (picture.kind, picture.width, picture.height, picture.description) == ("image", 1260, 630, "")
    assert (video.kind, video.description) == ("video", "wxv_1")
    assert (voice.kind, voice.description, voice.duration_s) == ("audio", "a voice", 61.0)
    assert [(one.url, one.kind) for one in post.links] == [
        ("https://x.example/", "text"),
        ("http://news.example/a?b=1&c=2", "card"),
    ]
    assert post.attributes["digest"] == "digest"
    assert post.attributes["byline"] == "Somebody"
    assert post.attributes["original"] == "declared"
    assert post.attributes["place"] == "浙江"
    assert post.attributes["miniprograms"] == "wx1 p/a"
    assert (account.key, account.handle, account.display_name) == (BIZ, "some_alias", "A & B")
    assert (account.bio, account.attributes["albums"]) == ("Words of a bio", "4278391120221962241")
    assert set(account.aliases) == {WATCHED.key, "gh_139c40f8a7c6", "some_alias"}
    assert urls(readings) == [ALBUM_LINK]


def test_an_article_of_pictures_is_read_from_its_script_in_beijing_time() -> None:
    readings = read_page(PICTURES)
    (post,), (account,) = only(readings, Post), only(readings, Account)
    assert (post.id, post.text, post.title) == (f"{BIZ}_2247490415_1", "one #tag\ntwo", "Pictures")
    assert post.posted_at == datetime(2025, 12, 18, 9, 13, tzinfo=UTC)
    assert (post.posted_at_text, post.attributes["ct"]) == ("2025-12-18 17:13", "1766049188")
    assert (post.hashtags, post.attributes["shown_as"]) == (("tag",), "pictures")
    (picture,) = post.media
    assert picture.url == "https://mmbiz.qpic.cn/a/0?wx_fmt=jpeg&from=appmsg"
    assert (picture.width, picture.height) == (1206, 2622)
    assert account.handle == "gh_03ba256a8f7e"


def test_a_reprint_is_anothers_article() -> None:
    body = WORDS.replace('source_biz = ""', 'source_biz = "MzIxMTgzNjE5MA=="').replace(
        'source_mid = ""', 'source_mid = "77"'
    )
    (post,) = only(read_page(body), Post)
    assert (post.kind, post.account, post.author) == ("repost", BIZ, "MzIxMTgzNjE5MA==")
    assert post.repost_of == "MzIxMTgzNjE5MA==_77_1"


def test_an_article_of_another_account_is_not_taken_for_the_watched_ones() -> None:
    other = watch("https://mp.weixin.qq.com/s?__biz=MzIxMTgzNjE5MA==&mid=1&idx=1")
    with pytest.raises(Unreadable, match="another account"):
        read_page(WORDS, watched=other)


@pytest.mark.parametrize("name", ["biz", "mid", "ct"])
def test_an_article_that_lacks_what_it_must_have_is_refused(name: str) -> None:
    body = WORDS.replace(f"var {name} =", f"var {name}_ =").replace("var create_time", "var created")
    with pytest.raises(Unreadable):
        read_page(body)


@pytest.mark.parametrize(
    ("said", "more", "kind"),
    [
        ("该内容已被发布者删除", "", "deleted"),
        ("此内容因违规无法查看", "由用户投诉并经平台审核，涉嫌过度营销、骚扰用户，查看对应规则", "suspended"),
        ("该内容暂时无法查看", "", "private"),
        ("此内容被投诉且经审核涉嫌侵权，无法查看。", "", "suspended"),
        ("此帐号已被屏蔽, 内容无法查看", "", "suspended"),
        ("此账号已被屏蔽，内容无法查看", "", "suspended"),
        ("此帐号已自主注销，内容无法查看", "", "deleted"),
        ("该公众号已迁移", "该公众号已迁移至新的帐号，原帐号已回收。", "not_found"),
        ("环境异常", "当前环境异常，完成验证后即可继续访问。", "challenge"),
        ("访问过于频繁，请用微信扫描二维码进行访问", "", "rate_limited"),
        ("请在微信客户端打开链接。", "", "login_wall"),
        ("参数错误", "", "not_found"),
        ("链接已过期", "", "not_found"),
    ],
)
def test_what_stands_in_place_of_an_article_is_told_by_its_words(said: str, more: str, kind: str) -> None:
    readings = read_page(NOTICE.format(said=said, more=more))
    assert kinds(readings) == [kind]
    (problem,) = only(readings, Problem)
    assert said in problem.reason
    assert (problem.retry_at is not None and problem.retry_at > NOW) is (kind == "rate_limited")


@pytest.mark.parametrize(
    ("said", "gone", "kind"),
    [
        ("该内容已被发布者删除", True, ""),
        ("此内容因违规无法查看", True, ""),
        ("该内容暂时无法查看", False, "private"),
        ("此帐号已被屏蔽, 内容无法查看", False, "suspended"),
        ("环境异常", False, "challenge"),
    ],
)
def test_a_known_article_is_gone_where_it_was_deleted_or_taken_away(said: str, gone: bool, kind: str) -> None:
    readings = read_page(NOTICE.format(said=said, more=""), context={"post": f"{BIZ}_5_1"})
    assert [(one.post_id, one.kind) for one in only(readings, Observation)] == (
        [(f"{BIZ}_5_1", "gone")] if gone else []
    )
    assert kinds(readings) == ([kind] if kind else [])


def test_an_article_about_deletion_is_no_deletion() -> None:
    body = WORDS.replace("First line", "该内容已被发布者删除")
    assert len(only(read_page(body), Post)) == 1
    assert kinds(read_page(body)) == []


def test_refusals_by_status_and_redirection() -> None:
    moved = {"Location": "https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x"}
    for reader in ("article", "about", "album_page", "album"):
        assert kinds(read_page("", reader, status=302, headers=moved)) == ["challenge"]
        assert kinds(read_page("", reader, status=429)) == ["rate_limited"]
    assert kinds(read_page("<html>something else</html>")) == ["changed_format"]


def test_the_about_page_tells_who_stands_behind_an_account() -> None:
    (account,) = only(read_page(ABOUT, "about"), Account)
    assert (account.key, account.handle, account.bio) == (BIZ, "some_alias", "Words of a bio")
    assert account.attributes["verified_body"] == "A body"


def test_an_album_lists_new_articles_and_goes_on_from_the_last() -> None:
    page = ALBUM_PAGE.replace("TURN", "0415")
    article, older = only(read_page(page, "album_page", ALBUM_LINK, OWNER), Fetch)
    assert article.url == f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=2247490415&idx=1&sn={SN}"
    assert article.context["post"] == f"{BIZ}_2247490415_1"
    assert (older.reader, "begin_msgid=2247490415&begin_itemidx=1" in older.url) == ("album", True)
    known = read_page(page, "album_page", ALBUM_LINK, OWNER, context={"newest": f"{BIZ}_2247490415_1"})
    assert urls(known) == []
    (account,) = only(known, Account)
    assert (account.key, account.display_name) == (BIZ, "A name")


def test_a_page_of_an_album_is_told_from_its_end_and_from_a_refusal() -> None:
    def read_json(body: object) -> Any:
        return read_page(body, "album", f"{ALBUM_LINK}&f=json", OWNER)

    one = {**ALBUM, "getalbum_resp": {"article_list": {"msgid": 7, "itemidx": "2"}, "continue_flag": "0"}}
    (article,) = only(read_json(one), Fetch)
    assert article.url == f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid=7&idx=2"
    end = {"base_info": {"is_first_screen": "0"}, "continue_flag": "0", "reverse_continue_flag": "1"}
    assert read_json({"base_resp": {"ret": 0}, "getalbum_resp": end}) == []
    assert kinds(read_json({"base_resp": {"ret": 200013}})) == ["rate_limited"]
    assert kinds(read_json({"base_resp": {"ret": 200003}})) == ["unauthorised"]
    assert kinds(read_json({"base_resp": {"ret": -1}})) == ["changed_format"]
    with pytest.raises(Unreadable, match="article_list"):
        read_json({"base_resp": {"ret": 0}, "getalbum_resp": {"continue_flag": "1"}})


def test_an_album_without_articles_says_so() -> None:
    empty = "<script>window.cgiData = {nick_name: 'A', article_count: '%s' * 1, articleList: [],};</script>"
    assert kinds(read_page(empty % 0, "album_page", ALBUM_LINK, OWNER)) == ["empty_proven"]
    with pytest.raises(Unreadable, match="article_count"):
        read_page(empty % 3, "album_page", ALBUM_LINK, OWNER)


def test_the_profile_alone_is_asked_where_nothing_else_is_known() -> None:
    profile = watch(f"https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz={BIZ}")
    (fetch,) = PLATFORM.start(profile, Known())
    assert "profile_ext" in fetch.url
    (fetch,) = PLATFORM.start(profile, Known(attributes={"albums": "4278391120221962241"}))
    assert fetch.url == ALBUM_LINK


def test_an_article_without_albums_is_looked_at_again_as_the_known_one() -> None:
    post = KnownPost(id=f"{BIZ}_2247494261_1", url=SHORT, posted_at=NOW)
    (fetch,) = PLATFORM.start(WATCHED, Known(newest_id=post.id, recheck=(post,)))
    assert (fetch.url, fetch.context["post"]) == (SHORT, post.id)
    deleted = read_page(NOTICE.format(said="该内容已被发布者删除", more=""), context=fetch.context)
    assert [one.post_id for one in only(deleted, Observation)] == [post.id]


def test_lists_that_people_import_give_titles_and_digests() -> None:
    url = f"https://mp.weixin.qq.com/mp/profile_ext?action=getmsg&__biz={BIZ}&offset=0&f=json"
    readings = read_page(MESSAGES, "messages", url)
    (post,), (gone,) = only(readings, Post), only(readings, Observation)
    assert (post.id, post.title, post.text) == (f"{BIZ}_2247494261_1", "A & B", "Words")
    assert post.posted_at == datetime(2025, 11, 4, 7, 59, 29, tzinfo=UTC)
    assert post.attributes["partial"]
    assert (gone.post_id, gone.kind) == (f"{BIZ}_2247494261_2", "gone")
    url = f"https://mp.weixin.qq.com/cgi-bin/appmsgpublish?sub=list&fakeid={BIZ.replace('=', '%3D')}&f=json"
    (post,) = only(read_page(PUBLISHED, "messages", url), Post)
    assert (post.id, post.url) == (f"{BIZ}_2247494261_1", "https://mp.weixin.qq.com/s/x")
    with pytest.raises(Unreadable, match="fakeid"):
        read_page(PUBLISHED, "messages", "https://mp.weixin.qq.com/cgi-bin/appmsgpublish?sub=list")
    for ret, kind in (
        (200003, "unauthorised"),
        (200013, "rate_limited"),
        (-3, "unauthorised"),
        (9, "changed_format"),
    ):
        assert kinds(read_page({"base_resp": {"ret": ret}}, "messages", url)) == [kind]


def test_scripts_are_read_without_being_run() -> None:
    script = r"""x.y = {a: '\x3cb\x3e\u4e2d\ud83d\ude00\'' * 1, 'b': ["1", {c: true}, ], // no
    d: JsDecode('e') || 'f', g: '' || "h", i: null, /* no */ j: (("k")), l: -1.5 };"""
    assert read_object(script, "x.y") == {
        "a": "<b>中😀'", "b": ["1", {"c": "1"}], "d": "e", "g": "h", "i": "", "j": "k", "l": "-1.5",
    }  # fmt: skip
    assert read_variables('var ct = xml ? 1 : 2; var ct = "" || "5"; window.mid == 3', ["ct", "mid"]) == {
        "ct": "5"
    }
    for broken in ("x = {a: function () {}}", "x = {a: '1'", "x = " + "{a: " * 300, "x = {a: " + "(" * 5000):
        with pytest.raises(Unreadable):
            read_object(broken, "x")
