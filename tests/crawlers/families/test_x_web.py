"""What X's own pages ask for: accounts, posts, timelines, and what is not shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.families.x_words import read_words, time_of_id
from crawlers.platform import UNREADABLE
from storage.items import Account, Post
from tests.crawlers.captures import kinds, make_capture, only, read, watch
from tests.crawlers.families.x_bodies import (
    FIRST,
    LEGACY,
    MEI,
    OTHER,
    POST,
    PROFILE,
    SECOND,
    ask,
    entry,
    read_one,
    timeline,
)


def test_the_account_as_the_web_shows_it() -> None:
    (account,) = only(ask("profile", {"data": {"user": {"result": PROFILE}}}), Account)
    assert (account.key, account.handle, account.display_name) == ("77", "MeiHarbour", "Mei")
    assert account.aliases == ("meiharbour",)
    assert account.bio == "Ships & tides https://bay.example/"
    assert [(link.kind, link.url, link.expanded) for link in account.links] == [
        ("bio", "https://t.co/bbbbbbbbbb", "https://bay.example/"),
        ("profile", "https://t.co/cccccccccc", "https://mei.example/"),
    ]
    assert (account.followers, account.following, account.posts) == (12, 3, 5)
    assert account.created_at == datetime(2018, 12, 10, 22, 3, 43, tzinfo=UTC)
    assert account.attributes["location"] == "By the sea" and account.attributes["pinned"] == FIRST
    assert account.attributes["verified_by_payment"] == "1" and "drift" not in account.attributes


def test_an_account_of_the_older_shape_says_the_same() -> None:
    legacy = {
        "screen_name": "MeiHarbour",
        "name": "Mei",
        "created_at": "Mon Dec 10 22:03:43 +0000 2018",
        "followers_count": 12,
        "friends_count": 3,
        "statuses_count": 5,
        "description": "Ships",
        "location": "By the sea",
        "protected": False,
    }
    (account,) = only(
        ask("profile", {"data": {"user": {"result": {"rest_id": "77", "legacy": legacy}}}}), Account
    )
    assert (account.key, account.followers, account.following, account.posts) == ("77", 12, 3, 5)
    assert (account.attributes["location"], account.bio) == ("By the sea", "Ships")


def test_a_post_with_all_that_it_holds() -> None:
    post = read_one(POST)
    assert post.text == "Fish <3 & tea\n\nsee https://bit.ly/x?a=1&b=2 #港 @OtherOne"
    assert (post.id, post.account, post.url) == (FIRST, "77", f"https://x.com/MeiHarbour/status/{FIRST}")
    assert [(link.url, link.expanded, link.text) for link in post.links] == [
        ("https://t.co/aaaaaaaaaa", "https://bit.ly/x?a=1&b=2", "bit.ly/x")
    ]
    assert (post.hashtags, post.mentions, post.language, post.kind) == (("港",), ("OtherOne",), "en", "post")
    (media,) = post.media
    assert (media.kind, media.url, media.duration_s) == ("video", "https://video.twimg.com/large.mp4", 1.5)
    assert (media.description, media.width, media.preview_url) == (
        "a boat",
        640,
        "https://pbs.twimg.com/still.jpg",
    )
    assert len(post.attributes["media_variants"].splitlines()) == 3
    assert (post.replies, post.reposts, post.likes, post.views) == (1, 2, 4, 900)
    assert (post.attributes["quotes"], post.attributes["withheld_in"]) == ("3", "DE FR")
    assert (post.sensitive, post.attributes["source"]) == (True, "X Web App")
    assert post.posted_at == time_of_id(FIRST) and post.posted_at_text == "Tue Jul 01 10:00:00 +0000 2025"
    assert "drift" not in post.attributes
    wrapped = {"__typename": "TweetWithVisibilityResults", "tweet": POST, "limitedActionResults": {}}
    assert read_one(wrapped).text == post.text


def test_a_long_post_has_the_words_of_its_note() -> None:
    note = {"note_tweet_results": {"result": {"text": "All of it " * 60, "entity_set": {}}}}
    post = read_one({**POST, "note_tweet": note})
    assert post.text == ("All of it " * 60).strip() and post.attributes["long"] == "1"


def test_a_repost_has_the_originals_words_and_is_the_reposters() -> None:
    original = {**POST, "core": {"user_results": {"result": OTHER}}}
    legacy = {**LEGACY, "id_str": SECOND, "full_text": "RT @OtherOne: Fish…", "extended_entities": {}}
    legacy["retweeted_status_result"] = {"result": original}
    post = read_one({**POST, "rest_id": SECOND, "legacy": legacy})
    assert (post.id, post.account, post.kind) == (SECOND, "77", "repost")
    assert (post.repost_of, post.author, post.attributes["author_handle"]) == (FIRST, "88", "OtherOne")
    assert post.text.startswith("Fish <3 & tea") and post.media


def test_a_quote_refers_to_what_it_quotes_without_its_words() -> None:
    quoted = {**POST, "core": {"user_results": {"result": OTHER}}}
    link = {"url": "https://t.co/qqqqqqqqqq", "expanded_url": f"https://twitter.com/OtherOne/status/{FIRST}"}
    legacy = {
        **LEGACY,
        "id_str": SECOND,
        "full_text": "Look at this https://t.co/qqqqqqqqqq",
        "entities": {"urls": [link]},
        "extended_entities": {},
        "quoted_status_id_str": FIRST,
    }
    readings = ask(
        "timeline",
        timeline(
            entry({**POST, "rest_id": SECOND, "legacy": legacy, "quoted_status_result": {"result": quoted}})
        ),
    )
    (post,) = only(readings, Post)
    assert (post.kind, post.quote_of, post.text, post.links) == ("quote", FIRST, "Look at this", ())


def test_a_reply_names_what_it_answers() -> None:
    legacy = {
        **LEGACY,
        "in_reply_to_status_id_str": SECOND,
        "in_reply_to_screen_name": "OtherOne",
        "in_reply_to_user_id_str": "88",
    }
    post = read_one({**POST, "legacy": legacy})
    assert (post.kind, post.reply_to, post.attributes["reply_to_handle"]) == ("reply", SECOND, "OtherOne")


@pytest.mark.parametrize("initial", [False, True])
def test_an_edited_post_keeps_the_id_of_its_first_version(initial: bool) -> None:
    control: dict[str, Any] = {"edit_tweet_ids": [FIRST, SECOND]}
    control = {"initial_tweet_id": FIRST, "edit_control_initial": control} if initial else control
    post = read_one({**POST, "rest_id": SECOND, "edit_control": control})
    assert (post.id, post.edited_at, post.posted_at) == (FIRST, time_of_id(SECOND), time_of_id(FIRST))
    assert (post.uri, post.attributes["edit_history"]) == (
        f"https://x.com/i/status/{SECOND}",
        f"{FIRST} {SECOND}",
    )


def test_cards_and_polls() -> None:
    def card(name: str, **values: str) -> dict[str, Any]:
        bound = [{"key": key, "value": {"string_value": value}} for key, value in values.items()]
        return {"legacy": {"name": name, "url": "card://1", "binding_values": bound}}

    poll = read_one(
        {
            **POST,
            "card": card(
                "poll2choice_text_only",
                choice1_label="So",
                choice1_count="3",
                choice2_label="No",
                choice2_count="1",
            ),
        }
    )
    assert poll.attributes["poll"] == "So=3\nNo=1"
    shown = read_one({**POST, "card": card("summary", card_url="https://t.co/eeeeeeeeee", title="A title")})
    assert [(link.kind, link.url, link.text) for link in shown.links][-1] == (
        "card",
        "https://t.co/eeeeeeeeee",
        "A title",
    )


def test_a_timeline_leaves_out_what_is_not_the_accounts() -> None:
    others = {**POST, "rest_id": SECOND, "core": {"user_results": {"result": OTHER}}}
    follow = {
        "entryId": "who-to-follow-1",
        "content": {"items": [{"item": {"itemContent": {"itemType": "TimelineUser"}}}]},
    }
    cursor = {"entryId": "cursor-bottom-1", "content": {"cursorType": "Bottom", "value": "x"}}
    body = timeline(
        entry(POST),
        entry({**POST, "rest_id": SECOND}, "promoted-tweet-2", promotedMetadata={"a": 1}),
        entry(others, "tweet-3"),
        follow,
        cursor,
    )
    posts = only(ask("timeline", body), Post)
    assert {post.account for post in posts} == {"77"}
    assert [one.key for one in only(ask("timeline", body), Account)] == ["77"]


def test_a_pinned_post_is_marked_and_a_thread_is_read_whole() -> None:
    thread = {
        "entryId": "profile-conversation-1",
        "content": {
            "items": [
                {"entryId": "profile-conversation-1-tweet-1", "item": entry(POST)["content"]},
                {
                    "entryId": "profile-conversation-1-tweet-2",
                    "item": entry({**POST, "rest_id": SECOND})["content"],
                },
            ]
        },
    }
    third = "1940000200000000001"
    posts = only(ask("timeline", timeline(thread, pin=entry({**POST, "rest_id": third}))), Post)
    assert [(post.id, post.pinned) for post in posts] == [(FIRST, False), (SECOND, False), (third, True)]


def test_a_tombstone_in_a_conversation_says_whose_fault_it_is() -> None:
    said = {"text": "This Post is from an account that no longer exists. Learn more"}
    item = {"itemType": "TimelineTombstone", "tombstoneInfo": {"richText": said}}
    lost = {"entryId": "conversationthread-1", "content": {"items": [{"item": {"itemContent": item}}]}}
    assert kinds(ask("timeline", timeline(entry(POST), lost))) == ["deleted"]


def test_posts_that_are_not_shown_are_told_and_not_passed_over() -> None:
    tombstone = {
        "__typename": "TweetTombstone",
        "tombstone": {"text": {"text": "This Post is from a suspended account."}},
    }
    unavailable = {"__typename": "TweetUnavailable", "reason": "NsfwLoggedOut"}
    readings = ask(
        "timeline", timeline(entry(POST), entry(tombstone, "tweet-2"), entry(unavailable), entry(None))
    )
    assert kinds(readings) == ["suspended", "login_wall", "login_wall"]
    assert len(only(readings, Post)) == 1


@pytest.mark.parametrize(
    ("result", "kind"),
    [
        (
            {"__typename": "UserUnavailable", "reason": "Suspended", "message": "User is suspended"},
            "suspended",
        ),
        ({"__typename": "UserUnavailable", "unavailable_reason": "Suspended"}, "suspended"),
        ({"__typename": "UserUnavailable", "reason": "Deactivated"}, "deleted"),
        ({"__typename": "UserUnavailable", "reason": "Protected"}, "private"),
        ({"__typename": "UserUnavailable"}, "not_found"),
    ],
)
def test_unavailable_accounts(result: dict[str, str], kind: str) -> None:
    assert kinds(ask("profile", {"data": {"user": {"result": result}}})) == [kind]
    assert kinds(ask("timeline", {"data": {"user": {"result": result}}})) == [kind]


def test_an_answer_without_a_user_is_no_account_and_a_protected_one_says_so() -> None:
    assert kinds(ask("profile", {"data": {}})) == ["not_found"]
    assert kinds(ask("profile", {"data": {"user": None}})) == ["not_found"]
    readings = ask("profile", {"data": {"user": {"result": {**PROFILE, "privacy": {"protected": True}}}}})
    assert kinds(readings) == ["private"] and only(readings, Account)[0].state == "private"


@pytest.mark.parametrize(
    "result",
    [
        {**PROFILE, "privacy": {"protected": True}},
        {"__typename": "User", "legacy": {"protected": True}},
        {"__typename": "User", "timeline_v2": {}},
        {"__typename": "User", "timeline": {}},
    ],
)
def test_a_timeline_that_a_protected_account_hides_is_no_other_format(result: dict[str, Any]) -> None:
    assert kinds(ask("timeline", {"data": {"user": {"result": result}}})) == ["private"]


@pytest.mark.parametrize(
    "result",
    [
        {"__typename": "User"},
        {"__typename": "User", "timeline": None},
        {**PROFILE, "privacy": {"protected": False}},
    ],
)
def test_a_timeline_that_only_lacks_is_another_format(result: dict[str, Any]) -> None:
    with pytest.raises(UNREADABLE):
        ask("timeline", {"data": {"user": {"result": result}}})


def test_a_handle_that_passed_to_somebody_else_is_not_taken_for_the_account() -> None:
    watched = watch("https://x.com/i/user/55")
    capture = make_capture(MEI.url, {"data": {"user": {"result": PROFILE}}}, reader="profile")
    readings = read(watched, capture)
    assert kinds(readings) == ["not_found"] and not only(readings, Account)


def test_an_error_beside_data_does_not_hide_it() -> None:
    body = {**timeline(entry(POST)), "errors": [{"message": "Query: Unspecified", "code": 0}]}
    assert len(only(ask("timeline", body), Post)) == 1


def test_a_page_that_leads_to_the_login_is_a_wall() -> None:
    info: dict[str, Any] = {
        "url": MEI.url,
        "final_url": "https://x.com/i/flow/login?redirect_after_login=%2FMeiHarbour",
        "status": 200,
        "outcome": "ok",
        "text": "Happening now. Join today.",
        "title": "X",
        "html": "",
        "images": [],
    }
    assert kinds(ask("page", info)) == ["login_wall"]
    assert kinds(ask("page", {**info, "final_url": MEI.url})) == []


def test_a_link_within_a_longer_one_stays_whole() -> None:
    entities = {"urls": [{"url": "https://t.co/ab", "expanded_url": "https://one.example/"}]}
    words = read_words("https://t.co/abc https://t.co/ab", entities)
    assert words.text == "https://t.co/abc https://one.example/"
