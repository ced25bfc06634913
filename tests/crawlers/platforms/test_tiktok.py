"""TikTok: what is read of a video and an account, and what is said in place of an answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.platform import Fetch, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_tiktok import (
    CARD,
    EMBEDDED,
    ITEM,
    NUMBER,
    OEMBED,
    PHOTO_CARD,
    PHOTOS,
    RESEARCHED,
    SIGI,
    USER,
    write_embedded,
    write_page,
    write_script,
)

WATCHED = watch("https://www.tiktok.com/@someone")
SETTLED = replace(WATCHED, key=NUMBER)
PLATFORM = platforms()["tiktok"]
URL = "https://www.tiktok.com/@someone"
ID = ITEM["id"]


def reading(reader: str, body: Any, status: int = 200, **more: Any) -> list[Any]:
    return read(WATCHED, make_capture(more.pop("url", URL), body, reader=reader, status=status, **more))


def test_a_video_is_read_with_all_that_its_page_tells() -> None:
    (post,) = only(reading("item_list", {"statusCode": 0, "itemList": [ITEM], "hasMore": True}), Post)
    assert (post.id, post.account, post.kind) == (ID, NUMBER, "post")
    assert post.url == f"https://www.tiktok.com/@someone/video/{ID}"
    assert post.text.splitlines()[0].startswith("Words #Tag")
    assert (post.hashtags, post.mentions, post.language) == (("Tag",), ("some.one",), "en")
    assert [(one.url, one.expanded) for one in post.links] == [
        ("https://x.example/a", ""),
        ("https://www.tiktok.com/link/v2?target=https%3A%2F%2Fy.example", "https://y.example/"),
    ]
    assert (post.likes, post.reposts, post.replies, post.views) == (1585, 3, 4, 4999)
    assert post.posted_at == datetime.fromtimestamp(1770000000, UTC)
    assert post.posted_at_text == "1770000000"
    assert [(one.url, one.width) for one in post.media] == [("https://p16.x.example/c.jpeg?x-expires=1", 576)]
    told = {
        name: post.attributes[name] for name in ("duration_s", "subtitles", "stickers", "saves", "music_id")
    }
    assert told == {
        "duration_s": "15",
        "subtitles": "eng-US",
        "stickers": "over the picture",
        "saves": "6",
        "music_id": "8",
    }
    assert "drift" not in post.attributes


def test_a_set_of_photos_shows_each() -> None:
    body = write_page(video={"itemInfo": {"itemStruct": PHOTOS}, "statusCode": 0})
    (post,) = only(reading("video_page", body), Post)
    assert [(one.url, one.width, one.height) for one in post.media] == [
        ("https://p16.x.example/1.jpeg", 9, 8),
        ("https://p16.x.example/2.jpeg", 9, 8),
    ]
    (card,) = only(reading("embed_video", write_embedded(f"/embed/v2/{ID}", {"videoData": PHOTO_CARD})), Post)
    assert [one.url for one in card.media] == ["https://p16.x.example/1.jpeg"]


def test_a_duet_names_the_video_beside_it_and_stays_its_authors() -> None:
    duet = {**ITEM, "duetInfo": {"duetFromId": "6763441913891687686"}}
    (post,) = only(reading("item_detail", {"statusCode": 0, "itemInfo": {"itemStruct": duet}}), Post)
    assert (post.kind, post.quote_of, post.account) == ("quote", "6763441913891687686", NUMBER)


def test_videos_of_others_in_a_list_are_not_the_watched_accounts() -> None:
    other = {**ITEM, "author": {"id": "42", "uniqueId": "other"}}
    (post,) = only(reading("item_list", {"statusCode": 0, "itemList": [other], "hasMore": True}), Post)
    assert (post.account, post.url) == ("42", f"https://www.tiktok.com/@other/video/{ID}")


def test_fields_that_nobody_knows_are_named() -> None:
    (post,) = only(
        reading("item_list", {"statusCode": 0, "itemList": [{**ITEM, "newThing": 1}], "hasMore": True}), Post
    )
    assert post.attributes["drift"] == "item.newThing"


def test_an_account_is_read_with_all_that_its_page_tells() -> None:
    (account,) = only(reading("profile_page", write_page(user={"userInfo": USER, "statusCode": 0})), Account)
    assert (account.key, account.handle, account.aliases) == (NUMBER, "someone", ("@someone",))
    assert (account.followers, account.following, account.posts) == (1585, 7, 2)
    assert account.created_at == datetime.fromtimestamp(1600000000, UTC)
    assert [(one.url, one.kind) for one in account.links] == [
        ("https://shop.example/x", "profile"),
        ("https://b.example/", "bio"),
    ]
    told = {name: account.attributes[name] for name in ("sec_uid", "verified", "region", "likes_received")}
    assert told == {"sec_uid": "MS4w", "verified": "1", "region": "DE", "likes_received": "8"}


def test_pages_of_earlier_years_are_read() -> None:
    readings = reading("profile_page", write_script("SIGI_STATE", SIGI))
    assert [one.key for one in only(readings, Account)] == [NUMBER]
    assert [(one.id, one.account) for one in only(readings, Post)] == [(ID, NUMBER)]
    props = {"statusCode": 0, "userInfo": USER, "items": [ITEM]}
    readings = reading("profile_page", write_script("__NEXT_DATA__", {"props": {"pageProps": props}}))
    assert len(only(readings, Account)) == len(only(readings, Post)) == 1


def test_by_every_route_a_video_has_the_same_words_and_cover() -> None:
    card = {**CARD, "itemInfos": {**CARD["itemInfos"], "text": ITEM["desc"]}}
    listed = {**EMBEDDED, "videoList": [{**EMBEDDED["videoList"][0], "desc": ITEM["desc"]}]}
    cover = "https://p16.x.example/c.jpeg"
    item = {**ITEM, "video": {**ITEM["video"], "cover": cover}}
    posts = [
        *only(reading("item_list", {"statusCode": 0, "itemList": [item], "hasMore": True}), Post),
        *only(reading("embed_video", write_embedded(f"/embed/v2/{ID}", {"videoData": card})), Post),
        *only(reading("embed", write_embedded("/embed/@someone", listed), route="import"), Post),
        *only(reading("oembed", {**OEMBED, "title": ITEM["desc"]}), Post),
    ]
    assert len(posts) == 4
    for name in ("id", "text", "links", "url"):
        assert len({getattr(post, name) for post in posts}) == 1, name
    assert {tuple(one.url for one in post.media) for post in posts} == {(cover,)}


def test_a_time_that_no_field_has_is_read_off_the_id() -> None:
    (first, _) = only(reading("embed", write_embedded("/embed/@someone", EMBEDDED), route="import"), Post)
    assert first.posted_at == datetime.fromtimestamp(int(ID) >> 32, UTC)
    assert (first.posted_at_text, first.attributes["time_from"]) == ("", "id")


def test_the_list_asks_for_what_is_new_and_what_is_to_be_looked_at_again() -> None:
    context = {"newest": "7605900000000000001", "recheck": f"7605900000000000001 {ID}"}
    body = write_embedded("/embed/@someone", EMBEDDED)
    readings = reading("embed", body, route="page", context=context)
    assert urls(readings) == [
        f"https://www.tiktok.com/embed/v2/{ID}",
        "https://www.tiktok.com/embed/v2/7605900000000000001",
    ]
    assert [one.context.get("post") for one in only(readings, Fetch)] == [None, "7605900000000000001"]
    assert (only(readings, Post), kinds(readings)) == ([], [])


def test_an_account_under_another_name_is_found_by_its_lasting_id() -> None:
    known = Known(key=NUMBER, attributes={"sec_uid": "MS4wX"}, newest_id="7605900000000000001")
    (listed,) = PLATFORM.start(SETTLED, known)
    nobody = write_embedded("/embed/@someone", {"userInfo": {"code": 404}, "videoList": []})
    (page,) = only(reading("embed", nobody, url=listed.url, context=listed.context, route="page"), Fetch)
    assert (page.url, page.reader) == ("https://www.tiktok.com/@MS4wX", "profile_page")
    renamed = {**USER, "user": {**USER["user"], "uniqueId": "newname"}}
    body = write_page(user={"userInfo": renamed, "statusCode": 0})
    readings = reading("profile_page", body, url=page.url, context=page.context, route="page")
    assert [one.handle for one in only(readings, Account)] == ["newname"]
    (again,) = only(readings, Fetch)
    assert (again.url, again.reader) == ("https://www.tiktok.com/embed/@newname", "embed")
    assert again.context == {"newest": "7605900000000000001"}
    banned = write_page(user={"statusCode": 10221})
    assert kinds(reading("profile_page", banned, context=page.context)) == ["suspended"]


def test_the_api_too_finds_an_account_under_another_name() -> None:
    known = Known(key=NUMBER, attributes={"sec_uid": "MS4wX"}, routes=("api",))
    (asked,) = PLATFORM.start(SETTLED, known)
    error = {"data": {}, "error": {"code": "invalid_params", "message": "cannot find the user"}}
    (page,) = only(reading("user_info", error, status=400, context=asked.context), Fetch)
    assert page.url == "https://www.tiktok.com/@MS4wX"
    renamed = {**USER, "user": {**USER["user"], "uniqueId": "newname"}}
    body = write_page(user={"userInfo": renamed, "statusCode": 0})
    (again,) = only(reading("profile_page", body, context=page.context, route="api"), Fetch)
    shown = {**EMBEDDED, "userInfo": {**EMBEDDED["userInfo"], "uniqueId": "newname"}}
    listed = write_embedded("/embed/@newname", shown)
    (user,) = only(reading("embed", listed, context=again.context, route="api"), Fetch)
    assert json.loads(user.body) == {"username": "newname"} and user.context["key"] == NUMBER


def test_an_answer_of_the_api_is_read_in_full() -> None:
    body = {"data": {"videos": [RESEARCHED], "cursor": 1, "has_more": False}, "error": {"code": "ok"}}
    context = {"handle": "Someone", "key": NUMBER}
    (post,) = only(reading("videos", body, context=context), Post)
    assert (post.id, post.account, post.text) == (ID, NUMBER, "Words #tag @some.one")
    assert (post.views, post.likes, post.replies, post.reposts) == (2, 3, 4, 1)
    told = {name: post.attributes[name] for name in ("speech", "label", "region", "duration_s")}
    assert told == {"speech": "spoken words", "label": "Election", "region": "DE", "duration_s": "15"}
    assert (post.hashtags, post.mentions) == (("tag",), ("some.one",))


def test_the_api_is_asked_by_windows_of_thirty_days_and_by_id() -> None:
    body = {"data": {"display_name": "x", "video_count": 8}, "error": {"code": "ok"}}
    ids = [str((int(datetime(2026, month, 1, tzinfo=UTC).timestamp()) << 32) + 5) for month in (3, 6, 7)]
    context = {"handle": "someone", "key": NUMBER, "newest": ids[2], "recheck": " ".join(ids)}
    asked = only(reading("user_info", body, context=context), Fetch)
    bodies = [json.loads(one.body) for one in asked]
    days = [(one["start_date"], one["end_date"]) for one in bodies]
    assert days == [("20260301", "20260301"), ("20260601", "20260701"), ("20260702", "20260801")]
    named = [one["query"]["and"][-1]["field_values"] for one in bodies]
    assert named == [[ids[0]], ids[1:], ["someone"]]
    assert {one.credential for one in asked} == {"tiktok"}


def test_what_the_api_leaves_out_is_looked_up_before_it_is_called_gone() -> None:
    body = {"data": {"videos": [], "cursor": 0, "has_more": False}, "error": {"code": "ok"}}
    readings = reading("known", body, context={"ids": ID})
    assert urls(readings) == [f"https://www.tiktok.com/embed/v2/{ID}"]
    assert [one.credential for one in only(readings, Fetch)] == [""]
    assert only(readings, Observation) == []


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (10202, "not_found"),
        (10221, "suspended"),
        (10222, "private"),
        (10231, "geo_blocked"),
        (10000, "challenge"),
        (10102, "login_wall"),
        (10101, "unreachable"),
        (10204, "deleted"),
        (99999, "changed_format"),
    ],
)
def test_status_codes_are_told_apart(code: int, kind: str) -> None:
    assert kinds(reading("profile_page", write_page(user={"statusCode": code}))) == [kind]
    assert kinds(reading("item_list", {"statusCode": code, "itemList": []})) == [kind]


@pytest.mark.parametrize("code", [10215, 10216, 10217])
def test_a_known_video_that_is_no_longer_shown_is_gone(code: int) -> None:
    body = write_page(video={"statusCode": code})
    (one,) = only(reading("video_page", body, context={"post": ID}), Observation)
    assert (one.post_id, one.kind) == (ID, "gone") and str(code) in one.reason


def test_a_video_that_may_only_be_kept_from_this_address_is_asked_for_once_more() -> None:
    body = write_page(video={"statusCode": 10204})
    readings = reading("video_page", body, context={"post": ID})
    assert urls(readings) == [f"https://www.tiktok.com/oembed?url=https://www.tiktok.com/@someone/video/{ID}"]
    missing = {"code": 400, "message": "Something went wrong"}
    gone = reading("oembed", missing, status=400, context={"post": ID})
    assert [one.kind for one in only(gone, Observation)] == ["gone"]
    assert kinds(reading("oembed", OEMBED, context={"post": ID})) == ["geo_blocked"]


def test_bot_checks_login_and_other_countries_are_told_apart() -> None:
    check = '<!DOCTYPE html><html><p id="cs" class="x"></p><p id="wci" class="_wafchallengeid"></p></html>'
    assert kinds(reading("profile_page", check)) == ["challenge"]
    assert kinds(reading("embed", check)) == ["challenge"]
    assert kinds(reading("item_list", b"")) == ["challenge"]
    login = {"Location": "https://www.tiktok.com/login?redirect_url=x"}
    assert kinds(reading("profile_page", b"", status=302, headers=login)) == ["login_wall"]
    abroad = {"Location": "https://www.tiktok.com/hk/notfound"}
    assert kinds(reading("profile_page", b"", status=302, headers=abroad)) == ["geo_blocked"]
    assert kinds(reading("embed", b"<!doctype html><html>nothing</html>")) == ["changed_format"]
    assert kinds(reading("embed", b"x", status=429, headers={"Retry-After": "60"})) == ["rate_limited"]


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "access_token_invalid", "unauthorised"),
        (401, "scope_not_authorized", "unauthorised"),
        (429, "rate_limit_exceeded", "rate_limited"),
        (429, "daily_quota_limit_exceeded", "rate_limited"),
        (500, "internal_error", "unreachable"),
        (400, "invalid_params", "changed_format"),
    ],
)
def test_errors_of_the_api_are_told_apart(status: int, code: str, kind: str) -> None:
    body = {"data": {}, "error": {"code": code, "message": "m", "log_id": "1"}}
    assert kinds(reading("videos", body, status=status)) == [kind]


def test_a_spent_day_waits_for_midnight_and_a_spent_minute_for_the_next() -> None:
    def wait(code: str) -> datetime | None:
        body = {"data": {}, "error": {"code": code, "message": "m"}}
        (problem,) = only(reading("videos", body, status=429), Problem)
        return problem.retry_at

    assert wait("daily_quota_limit_exceeded") == datetime(2026, 8, 2, tzinfo=UTC)
    assert wait("rate_limit_exceeded") == NOW + timedelta(minutes=1)


def test_no_list_is_taken_for_empty_without_proof() -> None:
    with pytest.raises(Unreadable):
        reading("item_list", {"statusCode": 0})
    assert kinds(reading("item_list", {"statusCode": 0, "hasMore": False, "cursor": "0"})) == ["empty_proven"]
    assert reading("item_list", {"statusCode": 0, "itemList": [], "hasMore": False, "cursor": "35"}) == []
    empty = write_embedded("/embed/@someone", {**EMBEDDED, "videoList": []})
    readings = reading("embed", empty, route="page")
    assert (urls(readings), kinds(readings)) == ([URL], [])
    shown = {**USER, "statsV2": {}, "stats": {"videoCount": 3}}
    page = write_page(user={"userInfo": shown, "statusCode": 0})
    assert kinds(reading("profile_page", page, context={"explain": "x"})) == ["changed_format"]


def test_the_token_goes_to_the_api_alone() -> None:
    known = Known(recheck=(KnownPost(id=ID, url="", posted_at=None),), newest_id=ID)
    for route in ("api", "page", "browser"):
        for watched in (WATCHED, SETTLED, watch(f"https://www.tiktok.com/share/user/{NUMBER}")):
            for fetch in PLATFORM.start(watched, replace(known, routes=(route,))):
                to_api = fetch.url.startswith("https://open.tiktokapis.com/v2/research/")
                assert bool(fetch.credential) is to_api
