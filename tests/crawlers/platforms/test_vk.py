"""VKontakte: how walls are spelled, what is read of a post, and what is said in place of an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.families.vk_times import read_time
from crawlers.families.vk_words import read_away, read_words
from crawlers.platform import Fetch, platforms
from storage.items import Account, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples import SAMPLES, Sample

WATCHED = watch("https://vk.com/club101")


def sample(reader: str) -> Sample:
    return next(one for one in SAMPLES if (one.platform, one.reader) == ("vk", reader))


def read_sample(reader: str, **more: Any) -> list[Any]:
    one = sample(reader)
    context = {**one.context, **more.pop("context", {})}
    return read(
        WATCHED, make_capture("https://m.vk.com/agroup", one.write(), reader=reader, context=context, **more)
    )


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://vk.com/club101", "-101"),
        ("https://m.vk.com/public101?from=x", "-101"),
        ("http://new.vk.com/event101", "-101"),
        ("https://vkontakte.ru/club101", "-101"),
        ("https://www.vk.ru/wall-101_22?reply=3", "-101"),
        ("https://vk.com/agroup?w=wall-101_22", "-101"),
        ("https://vk.com/photo-101_457239017?z=x", "-101"),
        ("https://vk.com/feed?z=photo-101_457239017", "-101"),
        ("https://vk.com/video-101_456239017", "-101"),
        ("https://vk.com/topic-101_5", "-101"),
        ("https://vk.com/albums-101", "-101"),
        ("https://vk.com/id42", "42"),
        ("https://vk.com/wall42", "42"),
        ("https://vk.com/wall42_7", "42"),
        ("https://vk.com/Some.Name", "some.name"),
        ("https://vk.com/@some_name-a-long-article", "some_name"),
        ("https://vkvideo.ru/@some_name", "some_name"),
        ("https://vk.com/durov", "durov"),
    ],
)
def test_all_spellings_lead_to_the_owner(url: str, key: str) -> None:
    watched = watch(url)
    assert (watched.platform, watched.key) == ("vk", key)


@pytest.mark.parametrize(
    "path",
    ["", "feed", "away.php?to=https%3A%2F%2Fx.example", "cc/abc", "login.php", "im?sel=1", "search?c=x",
     "id0", "club", "video", "wall", "join", "app123/x y"],
)  # fmt: skip
def test_the_sites_own_pages_are_no_walls(path: str) -> None:
    assert platforms()["vk"].recognise(f"https://vk.com/{path}") is None


def test_a_post_is_read_with_all_that_the_api_tells() -> None:
    post = only(read_sample("known"), Post)[0]
    assert (post.id, post.account, post.author, post.url) == (
        "-101_5",
        "-101",
        "",
        "https://vk.com/wall-101_5",
    )
    assert post.text == "Words & somebody there #tag@wall https://vk.com/away.php?to=http%3A%2F%2Fz.example"
    assert (post.mentions, post.hashtags) == (("club1",), ("tag",))
    assert [(one.url, one.kind, one.expanded) for one in post.links] == [
        ("https://y.example/", "text", ""),
        ("https://vk.com/away.php?to=http%3A%2F%2Fz.example", "text", "http://z.example"),
        ("https://x.example/", "card", ""),
    ]
    assert [(one.url, one.kind) for one in post.media] == [
        ("https://sun9-1.userapi.com/a.jpg", "image"),
        ("https://vk.com/doc1_2", "document"),
        ("https://x.example/f", "image"),
    ]
    assert post.posted_at == datetime.fromtimestamp(1764000000, UTC)
    assert post.edited_at == datetime.fromtimestamp(1764000100, UTC)
    assert (post.posted_at_text, post.pinned) == ("1764000000", True)
    assert (post.likes, post.reposts, post.replies, post.views) == (1, 2, 3, 4)
    assert (post.attributes["signer_id"], post.attributes["poll"]) == ("7", "q | a")
    assert post.attributes["videos"] == "https://vk.com/video-1_3 f"


def test_a_repost_without_words_shows_the_original_and_leaves_it_to_its_author() -> None:
    repost = only(read_sample("known"), Post)[1]
    assert (repost.kind, repost.text, repost.repost_of) == ("repost", "theirs", "42_9")
    assert (repost.account, repost.author) == ("-101", "42")


def test_a_repost_with_words_quotes() -> None:
    entry = {**sample("wall").body["response"]["items"][1], "text": "my own words"}
    body = {"response": {"count": 1, "items": [entry]}}
    (post,) = only(read(WATCHED, make_capture("https://x.example", body, reader="wall")), Post)
    assert (post.kind, post.text, post.quote_of, post.author) == ("quote", "my own words", "42_9", "")


def test_what_lacks_from_the_answer_is_gone() -> None:
    readings = read_sample("known")
    assert {one.post_id for one in only(readings, Observation)} == {"-101_6"}


def test_old_sizes_of_photos_are_read() -> None:
    photo = {
        "photo_75": "https://x.example/s",
        "photo_604": "https://x.example/m",
        "width": 604,
        "height": 300,
    }
    entry = {
        **sample("known").body["response"]["items"][0],
        "attachments": [{"type": "photo", "photo": photo}],
    }
    capture = make_capture("https://x.example", {"response": {"count": 1, "items": [entry]}}, reader="wall")
    assert [one.url for one in only(read(WATCHED, capture), Post)[0].media] == ["https://x.example/m"]


def test_a_group_and_a_person_are_read() -> None:
    group = only(read_sample("groups"), Account)[0]
    assert (group.key, group.handle, group.display_name, group.followers) == ("-101", "agroup", "A group", 4)
    assert {one.url for one in group.links} == {
        "https://x.example/",
        "https://s.example/",
        "https://l.example/",
    }
    assert (group.attributes["location"], group.attributes["verified"]) == ("Omsk", "1")
    person = only(read_sample("users"), Account)[0]
    assert (person.key, person.display_name, person.followers, person.bio) == ("42", "A B", 2, "words")


@pytest.mark.parametrize(("word", "kind"), [("banned", "suspended"), ("deleted", "deleted")])
def test_an_owner_that_ended_says_so(word: str, kind: str) -> None:
    body = {"response": [{**sample("users").body["response"][0], "deactivated": word}]}
    readings = read(WATCHED, make_capture("https://x.example", body, reader="users"))
    assert (kinds(readings), only(readings, Fetch)) == ([kind], [])
    assert only(readings, Account)[0].state == kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [(5, "unauthorised"), (6, "rate_limited"), (9, "rate_limited"), (29, "rate_limited"), (14, "challenge"),
     (15, "private"), (18, "deleted"), (19, "geo_blocked"), (30, "private"), (113, "not_found"),
     (125, "not_found"), (203, "private"), (10, "unreachable"), (12345, "changed_format")],
)  # fmt: skip
def test_errors_are_told_apart_by_their_code(code: int, kind: str) -> None:
    body = {"error": {"error_code": code, "error_msg": "m", "request_params": []}}
    readings = read(WATCHED, make_capture("https://x.example", body, reader="wall"))
    assert kinds(readings) == [kind]
    retry_at = only(readings, Problem)[0].retry_at
    assert (retry_at is not None and retry_at > NOW) is (kind == "rate_limited")


def test_an_empty_wall_is_proven_by_its_count() -> None:
    for count, found in ((0, ["empty_proven"]), (7, None)):
        body = {"response": {"count": count, "items": []}}
        capture = make_capture("https://x.example", body, reader="wall", context={"owner": "-101"})
        if found:
            assert kinds(read(WATCHED, capture)) == found
        else:
            with pytest.raises(ValueError, match="count"):
                read(WATCHED, capture)


def test_a_mobile_page_is_read() -> None:
    readings = read_sample("wall_page", route="page")
    (post,) = only(readings, Post)
    assert (post.id, post.account, post.text) == ("-101_1", "-101", "Words https://x.example/")
    assert (post.kind, post.quote_of, post.pinned) == ("quote", "42_9", True)
    assert [one.url for one in post.links] == ["https://x.example/"]
    assert post.attributes["shims"].startswith("https://vk.com/away.php?to=")
    assert (post.media[0].width, post.media[0].height) == (604, 400)
    assert post.posted_at == datetime(2026, 5, 28, 12, 36, tzinfo=UTC)
    assert (post.likes, post.views) == (3, 41)
    (account,) = only(readings, Account)
    assert (account.key, account.display_name, account.followers) == ("-101", "A wall", 1234)
    assert urls(readings) == ["https://m.vk.com/agroup?offset=11&own=1"]


def test_the_new_and_the_old_desktop_pages_are_read() -> None:
    new = (
        '<div data-testid="post" data-post-id="-101_2" data-post-nesting-lvl="0">'
        '<span data-testid="post_text">Hi</span>'
        '<a data-testid="post_date_block_preview" data-ts="1764000000" href="/wall-101_2">x</a></div>'
    )
    old = ('<div class="post" data-post-id="-101_2"><span class="rel_date" time="1764000000">x</span>'
           '<div class="wall_post_text">Hi</div></div>')  # fmt: skip
    for markup in (new, old):
        (post,) = only(read(WATCHED, make_capture("https://vk.com/x", markup, reader="wall_page")), Post)
        assert (post.id, post.text) == ("-101_2", "Hi")
        assert post.posted_at == datetime.fromtimestamp(1764000000, UTC)


def test_pages_in_windows_1251_are_read() -> None:
    text = '<div class="wall_post_text">Привет</div>'
    page = f'<meta charset="windows-1251"><div class="post" data-post-id="1_2">{text}</div>'
    capture = make_capture("https://vk.com/x", page.encode("cp1251"), reader="wall_page")
    assert only(read(WATCHED, capture), Post)[0].text == "Привет"


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        ('<h5 class="profile_deleted_text">Страница удалена её владельцем.</h5>', "deleted"),
        ('<h5 class="profile_deleted_text">You have to log in to view this page.</h5>', "login_wall"),
        ('<div class="profile_blocked">Страница заблокирована</div>', "suspended"),
        ('<div class="profile_closed_wall_dummy"></div>', "private"),
        ('<div class="group_info_private">This is a private community</div>', "private"),
        ('<div class="message_page_body">Страница удалена либо ещё не создана.</div>', "not_found"),
        ('<h3 class="slim_header">Нет записей</h3>', "empty_proven"),
        ('<svg class="robot-error hidden"></svg>', "challenge"),
    ],
)  # fmt: skip
def test_what_stands_in_place_of_a_wall_is_told_apart(markup: str, kind: str) -> None:
    capture = make_capture("https://m.vk.com/x", f"<html><body>{markup}</body></html>", reader="wall_page")
    assert kinds(read(WATCHED, capture)) == [kind]


@pytest.mark.parametrize(
    ("target", "kind"),
    [
        ("https://vk.com/challenge.html?hash429=abc", "challenge"),
        ("https://m.vk.com/login.php?to=x", "login_wall"),
        ("/blank.php?block=119910902", "geo_blocked"),
    ],
)
def test_redirections_are_told_apart(target: str, kind: str) -> None:
    capture = make_capture(
        "https://m.vk.com/x", b"", reader="wall_page", status=302, headers={"Location": target}
    )
    assert kinds(read(WATCHED, capture)) == [kind]


def test_a_wall_that_goes_on_after_a_login_says_so() -> None:
    body = sample("wall_page").write().replace(b"/agroup?offset=11&amp;own=1", b"/login.php")
    readings = read(WATCHED, make_capture("https://m.vk.com/agroup", body, reader="wall_page"))
    assert (len(only(readings, Post)), kinds(readings), urls(readings)) == (1, ["login_wall"], [])


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("28 мая 2026 в 15:36", datetime(2026, 5, 28, 12, 36, tzinfo=UTC)),
        ("28 May at 3:36 pm", datetime(2026, 5, 28, 12, 36, tzinfo=UTC)),
        ("сегодня в 12:01", datetime(2026, 8, 1, 9, 1, tzinfo=UTC)),
        ("yesterday at 12:01 am", datetime(2026, 7, 30, 21, 1, tzinfo=UTC)),
        ("3 дек в 9:05", datetime(2025, 12, 3, 6, 5, tzinfo=UTC)),
        ("12 янв 2019", datetime(2019, 1, 11, 21, 0, tzinfo=UTC)),
        ("час назад", None),
        ("31 фев в 9:05", None),
        ("", None),
    ],
)
def test_times_in_words_are_moscows(text: str, moment: datetime | None) -> None:
    assert read_time(text, NOW) == moment
    assert moment is None or moment <= NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://vk.com/away.php?to=https%3A%2F%2Fx.example%2F%3Fa%3D1&cc_key=", "https://x.example/?a=1"),
        (
            "https://m.vk.com/away.php?to=http%3A%2F%2Fx.example%2F%EF%F0%E8%E2%E5%F2",
            "http://x.example/привет",
        ),
        ("https://vk.com/away.php?to=javascript%3A1", ""),
        ("https://x.example/away.php?to=https%3A%2F%2Fy.example", ""),
    ],
)
def test_leaving_pages_are_unwrapped(url: str, target: str) -> None:
    assert read_away(url) == target


def test_entities_are_undone_and_addresses_left_alone() -> None:
    assert (
        read_words("&#10071;a&amp;b https://x.example/?a=1&copy=2").text
        == "❗a&b https://x.example/?a=1&copy=2"
    )
