"""Walled platforms by one page each, and Threads by what its pages embed."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Unreadable, platforms, recognise
from storage.items import Account, Post
from tests.crawlers.captures import kinds, make_capture, only, read, watch
from tests.crawlers.samples_lists import THREAD, THREADS_USER

INFO: dict[str, Any] = {
    **{
        "url": "https://www.linkedin.com/in/mei",
        "final_url": "https://www.linkedin.com/in/mei",
        "status": 200,
    },
    **{
        "outcome": "ok",
        "reason": "",
        "title": "Mei Lin",
        "lang": "en",
        "text": "Mei Lin writes about tea.",
        "html": "",
    },
    **{"links": [{"href": "https://x.example/", "text": "x"}], "images": [], "canonical": "", "json_ld": []},
    **{"meta": {"og:title": "Mei Lin", "og:description": "Tea"}, "password_fields": 0},
}


@pytest.mark.parametrize(
    ("url", "platform", "key"),
    [
        ("https://de.linkedin.com/in/Mei-Lin-7b/details/experience/", "linkedin", "in/mei-lin-7b"),
        ("https://www.linkedin.com/company/bellingcat/posts/?feedView=all", "linkedin", "company/bellingcat"),
        ("https://www.snapchat.com/@djkhaled305", "snapchat", "djkhaled305"),
        ("https://ok.ru/profile/560000000001/statuses", "okru", "profile/560000000001"),
        ("https://m.ok.ru/group/50582132228315", "okru", "group/50582132228315"),
        ("https://www.threads.net/@Zuck/post/CuXFPIeLLod", "threads", "zuck"),
        ("https://threads.com/@zuck?hl=en", "threads", "zuck"),
    ],
)
def test_every_spelling_of_an_account_leads_to_one_key(url: str, platform: str, key: str) -> None:
    watched = recognise(url)
    assert watched is not None and (watched.platform, watched.key) == (platform, key)


def test_a_profile_page_is_the_account_and_what_it_says() -> None:
    watched = watch("https://www.linkedin.com/in/mei")
    readings = read(watched, make_capture(watched.url, INFO, reader="shown", route="browser"))
    (account,), (post,) = only(readings, Account), only(readings, Post)
    assert (account.key, account.handle, account.display_name) == ("in/mei", "in/mei", "Mei Lin")
    assert (post.account, post.text) == ("in/mei", "Mei Lin writes about tea.")
    assert [one.url for one in post.links] == ["https://x.example/"]


@pytest.mark.parametrize(
    ("platform", "changes", "kind"),
    [
        ("linkedin", {"status": 999, "text": ""}, "challenge"),
        ("linkedin", {"final_url": "https://www.linkedin.com/authwall?trk=x"}, "login_wall"),
        ("linkedin", {"status": 404}, "not_found"),
        ("snapchat", {"status": 404}, "not_found"),
        ("okru", {"text": "Такой страницы нет"}, "not_found"),
        ("okru", {"text": "Профиль закрыт"}, "private"),
    ],
)
def test_a_wall_is_told_by_what_it_says(platform: str, changes: dict[str, object], kind: str) -> None:
    watched = watch(platforms()[platform].example)
    answer = make_capture(watched.url, {**INFO, **changes}, reader="shown", route="browser")
    assert kinds(read(watched, answer)) == [kind]


def page(*values: object) -> str:
    scripts = "".join(
        f'<script type="application/json" data-sjs>{json.dumps(one)}</script>' for one in values
    )
    return f"<!DOCTYPE html><html><head><title>Zuck • Threads</title></head><body>{scripts}</body></html>"


def profile(*values: object) -> list[Any]:
    watched = watch("https://www.threads.com/@zuck")
    return read(watched, make_capture(watched.url, page(*values), reader="profile", route="page"))


def test_what_a_profile_embeds_is_the_account_and_its_own_posts() -> None:
    other = {**THREAD, "code": "other", "user": {"pk": "9", "username": "li"}}
    readings = profile(
        {"a": [{"user": THREADS_USER}]}, {"edges": [{"thread_items": [{"post": other}, {"post": THREAD}]}]}
    )
    (account,), (post,) = only(readings, Account), only(readings, Post)
    assert (account.key, account.handle, account.followers, account.aliases) == (
        "314216",
        "zuck",
        5,
        ("zuck",),
    )
    assert (post.id, post.account, post.kind) == ("CTURN", "314216", "quote")
    assert post.posted_at == datetime.fromtimestamp(1780000000, UTC)
    assert post.links[0].expanded == "https://x.example/" and post.links[0].kind == "card"
    assert (post.quote_of, post.hashtags, post.mentions, post.replies) == ("Q", ("tag",), ("li",), 2)


def test_a_repost_shows_the_original_and_names_its_author() -> None:
    original = {**THREAD, "code": "O", "user": {"pk": "9", "username": "li"}, "caption": {"text": "theirs"}}
    shared = {**THREAD, "text_post_app_info": {"share_info": {"reposted_post": original}}, "caption": None}
    (post,) = only(profile({"thread_items": [{"post": shared}]}), Post)
    assert (post.kind, post.repost_of, post.author, post.text) == ("repost", "O", "9", "theirs")
    assert post.account == "314216"


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ("<html><head><title>Threads • Log in</title></head></html>", 200, "login_wall"),
        ("<html><head><title>Threads</title></head></html>", 404, "not_found"),
        ("<html><head><title>Threads</title></head></html>", 200, "changed_format"),
        (page({"user": {**THREADS_USER, "is_private": True}}), 200, "private"),
    ],
)
def test_what_threads_shows_instead(body: str, status: int, kind: str) -> None:
    watched = watch("https://www.threads.com/@zuck")
    assert kinds(read(watched, make_capture(watched.url, body, reader="profile", status=status))) == [kind]


def test_a_post_without_its_time_is_another_format() -> None:
    broken = {name: value for name, value in THREAD.items() if name != "taken_at"}
    with pytest.raises(Unreadable, match="taken_at"):
        profile({"thread_items": [{"post": broken}]})
