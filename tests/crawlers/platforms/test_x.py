"""X: spellings of accounts, routes, refusals, and its API v2."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.families.x_urls import MIRRORS
from crawlers.families.x_words import time_of_id
from crawlers.platform import Fetch, Reading, Unreadable, platforms, recognise
from storage.items import Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import kinds, only, urls, watch
from tests.crawlers.families.x_bodies import FIRST, INCLUDES, MEI, RESET, SECOND, ask


@pytest.mark.parametrize(
    "url",
    [
        "https://x.com/MeiHarbour",
        "https://twitter.com/meiharbour/",
        "http://www.twitter.com/@MeiHarbour?lang=zh",
        "https://mobile.twitter.com/MeiHarbour/with_replies",
        "https://m.twitter.com/MEIHARBOUR",
        "twitter.com/#!/MeiHarbour",
        "https://x.com/intent/user?screen_name=MeiHarbour",
        "https://x.com/intent/follow?screen_name=MeiHarbour",
        "https://twitter.com/MeiHarbour/status/1940000000000000001?s=20",
        "https://x.com/MeiHarbour/statuses/1940000000000000001/photo/1",
        "https://nitter.net/MeiHarbour/status/1#m",
    ],
)
def test_an_account_in_every_spelling(url: str) -> None:
    assert (watch(url).platform, watch(url).key, watch(url).url.lower()) == (
        "x",
        "meiharbour",
        MEI.url.lower(),
    )


@pytest.mark.parametrize("url", ["https://x.com/i/user/77", "https://twitter.com/intent/user?user_id=77"])
def test_an_id_is_a_key_of_its_own(url: str) -> None:
    assert (watch(url).key, watch(url).url) == ("77", "https://x.com/i/user/77")
    assert watch("https://x.com/77").key == "@77"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "home",
        "i/web/status/1",
        "i/status/1",
        "intent/tweet?text=a",
        "search?q=a",
        "hashtag/a",
        "explore",
        "i/lists/1",
    ]
    + ["jobs", "a_name_of_sixteen_", "名字", "settings/account", "i/flow/login", "messages", "share?url=a"],
)
def test_pages_of_the_site_name_no_account(path: str) -> None:
    for host in ("x.com", "twitter.com", "mobile.twitter.com", next(iter(MIRRORS))):
        found = recognise(f"https://{host}/{path}")
        assert found is None or found.platform != "x"


def test_routes_are_taken_in_order_and_past_one_that_cannot_be_gone() -> None:
    start = platforms()["x"].start
    assert [one.route for one in start(MEI, Known(routes=("api", "page", "browser")))] == ["api"]
    assert [one.route for one in start(MEI, Known(routes=("page", "browser", "import")))] == ["page"]
    by_id = watch("https://x.com/i/user/77")
    assert [one.route for one in start(by_id, Known(routes=("page", "browser")))] == ["browser"]
    assert [one.url for one in start(by_id, Known(routes=("page",), handle="MeiHarbour"))] == [
        "https://syndication.twitter.com/srv/timeline-profile/screen-name/MeiHarbour?showReplies=true"
    ]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"errors": [{"code": 88, "message": "Rate limit exceeded"}]}, 200, "rate_limited"),
        (
            {
                "errors": [
                    {"code": 326, "message": "To protect our users, this account is temporarily locked"}
                ]
            },
            403,
            "challenge",
        ),
        ({"errors": [{"code": 32, "message": "Could not authenticate you"}]}, 401, "unauthorised"),
        ({"errors": [{"code": 144, "message": "No status found with that ID."}]}, 404, "not_found"),
        ({"errors": [{"code": -1, "message": "Dependency: Unspecified"}]}, 200, "unreachable"),
        ({"title": "Unauthorized", "status": 401, "detail": "Unauthorized"}, 401, "unauthorised"),
        ({"title": "Client Forbidden", "reason": "client-not-enrolled"}, 403, "unauthorised"),
        ({"title": "CreditsDepleted", "detail": "Your enrolled account has no credits"}, 402, "unauthorised"),
        (
            {"title": "UsageCapExceeded", "detail": "Usage cap exceeded: Monthly product cap"},
            429,
            "rate_limited",
        ),
        ({"errors": [{"title": "Forbidden", "detail": "User has been suspended: [mei]."}]}, 200, "suspended"),
        (
            {"errors": [{"title": "Not Found Error", "detail": "Could not find user with username: [m]."}]},
            200,
            "not_found",
        ),
        (
            {
                "errors": [
                    {
                        "title": "Authorization Error",
                        "detail": "Sorry, you are not authorized to see the user",
                    }
                ]
            },
            200,
            "private",
        ),
        ("<!DOCTYPE html><html><title>Log in to X</title><input type=password></html>", 200, "login_wall"),
        ("<!DOCTYPE html><html><title>Just a moment...</title></html>", 403, "challenge"),
        ("Unavailable", 451, "geo_blocked"),
        ("", 503, "unreachable"),
    ],
)
@pytest.mark.parametrize("reader", ["user", "posts", "timeline", "profile", "conversation", "statuses"])
def test_refusals_by_what_they_say(reader: str, body: object, status: int, kind: str) -> None:
    assert kinds(ask(reader, body, status)) == [kind]


def test_a_used_up_window_opens_again_when_its_header_says() -> None:
    (problem,) = only(ask("user", {}, 429, headers={"x-rate-limit-reset": RESET}), Problem)
    assert problem.retry_at == datetime.fromtimestamp(int(RESET), UTC)
    (problem,) = only(
        ask("embedded", "Rate limit exceeded\n", 429, headers={"X-Rate-Limit-Reset": RESET}), Problem
    )
    assert problem.retry_at == datetime.fromtimestamp(int(RESET), UTC)


API_POST: dict[str, Any] = {
    "id": FIRST,
    "text": "Fish &amp; tea https://t.co/aaaaaaaaaa https://t.co/dddddddddd",
    "author_id": "77",
    "created_at": "2025-07-01T10:00:00.000Z",
    "lang": "und",
    "edit_history_tweet_ids": [FIRST],
    "entities": {
        "urls": [
            {
                "url": "https://t.co/aaaaaaaaaa",
                "expanded_url": "https://bit.ly/x",
                "unwound_url": "https://end.example/",
            },
            {
                "url": "https://t.co/dddddddddd",
                "expanded_url": "https://x.com/m/status/1/photo/1",
                "media_key": "3_1",
            },
        ],
        "hashtags": [{"tag": "港"}],
        "mentions": [{"username": "OtherOne"}],
    },
    "attachments": {"media_keys": ["3_1"]},
    "public_metrics": {
        "retweet_count": 2,
        "reply_count": 1,
        "like_count": 4,
        "quote_count": 3,
        "impression_count": 900,
    },
}
API_URL = "https://api.x.com/2/users/77/tweets"


def ask_api(*posts: Any, includes: Any = INCLUDES, context: Any = None, **meta: Any) -> list[Reading]:
    body = {"data": list(posts), "includes": includes, "meta": {"result_count": len(posts), **meta}}
    return ask("posts", body, url=API_URL, context=context or {"user": "77", "handle": "MeiHarbour"})


def test_a_post_of_the_api() -> None:
    (post,) = only(ask_api(API_POST), Post)
    assert (post.text, post.account, post.language) == ("Fish & tea https://bit.ly/x", "77", "")
    assert post.url == f"https://x.com/MeiHarbour/status/{FIRST}"
    assert [(link.url, link.expanded) for link in post.links] == [
        ("https://t.co/aaaaaaaaaa", "https://bit.ly/x")
    ]
    assert post.attributes["unwound"] == "https://end.example/"
    assert [(media.url, media.description) for media in post.media] == [
        ("https://pbs.twimg.com/a.jpg", "a boat")
    ]
    assert (post.hashtags, post.mentions) == (("港",), ("OtherOne",))
    assert (post.replies, post.reposts, post.likes, post.views) == (1, 2, 4, 900)
    assert "drift" not in post.attributes


def test_a_post_of_the_api_with_nothing_but_id_and_text() -> None:
    (post,) = only(ask_api({"id": FIRST, "text": "hello"}, includes={}, context={}), Post)
    assert (post.account, post.text, post.posted_at, post.posted_at_text) == (
        "77",
        "hello",
        time_of_id(FIRST),
        "",
    )


def test_a_retweet_of_the_api_has_the_words_that_stand_beside_it() -> None:
    original = {**API_POST, "id": SECOND, "author_id": "88", "text": "All of their words", "entities": {}}
    retweet = {
        **API_POST,
        "text": "RT @OtherOne: All of…",
        "entities": {},
        "referenced_tweets": [{"type": "retweeted", "id": SECOND}],
    }
    (post,) = only(ask_api(retweet, includes={**INCLUDES, "tweets": [original]}), Post)
    assert (post.kind, post.text, post.repost_of) == ("repost", "All of their words", SECOND)
    assert (post.account, post.author, post.attributes["author_handle"]) == ("77", "88", "OtherOne")
    (bare,) = only(ask_api(retweet), Post)
    assert (bare.text, bare.author, bare.repost_of) == ("RT @OtherOne: All of…", "OtherOne", SECOND)


def test_the_api_is_paged_by_its_token_and_asked_since_the_newest_known_post() -> None:
    (onward,) = only(ask_api(API_POST, next_token="t7"), Fetch)
    assert "pagination_token=t7" in onward.url and onward.credential == "x"
    assert urls(ask_api(API_POST)) == []
    known = Known(newest_id=SECOND, recheck=(KnownPost(id=FIRST, url="", posted_at=None),))
    (first,) = platforms()["x"].start(MEI, known)
    assert first.url.startswith("https://api.x.com/2/users/by/username/MeiHarbour?user.fields=created_at,")
    user = {"data": {"id": "77", "username": "MeiHarbour", "public_metrics": {"tweet_count": 5}}}
    asked = only(ask("user", user, context=first.context), Fetch)
    assert [one.reader for one in asked] == ["posts", "known_posts"]
    assert f"since_id={SECOND}" in asked[0].url and f"ids={FIRST}&" in asked[1].url


def test_an_empty_answer_is_proven_by_the_count_alone() -> None:
    nothing: dict[str, Any] = {"meta": {"result_count": 0}}
    context = {"user": "77", "count": "0"}
    assert kinds(ask("posts", nothing, url=API_URL, context=context)) == ["empty_proven"]
    assert kinds(ask("posts", nothing, url=API_URL, context={**context, "count": "5"})) == ["changed_format"]
    assert kinds(ask("posts", nothing, url=API_URL, context={**context, "since": FIRST})) == []
    with pytest.raises(Unreadable):
        ask("posts", {"meta": {"result_count": 5}}, url=API_URL, context=context)


def test_known_posts_are_as_they_are_gone_or_edited_since() -> None:
    lost = {
        "title": "Not Found Error",
        "detail": "Could not find tweet with ids: [5].",
        "resource_type": "tweet",
        "parameter": "ids",
        "resource_id": "5",
    }
    edited = {**API_POST, "edit_history_tweet_ids": [FIRST, SECOND]}
    readings = ask("known_posts", {"data": [edited], "includes": INCLUDES, "errors": [lost]})
    assert [(one.kind, one.post_id) for one in only(readings, Observation)] == [("gone", "5")]
    assert not only(readings, Post) and f"ids={SECOND}&" in urls(readings)[0]
    newest = {**edited, "id": SECOND, "text": "corrected", "entities": {}}
    (post,) = only(ask("known_posts", {"data": [newest], "includes": INCLUDES}), Post)
    assert (post.id, post.text, post.edited_at) == (FIRST, "corrected", time_of_id(SECOND))
    hidden = {
        **lost,
        "title": "Authorization Error",
        "detail": "Sorry, you are not authorized to see the Tweet",
    }
    assert kinds(ask("known_posts", {"errors": [hidden]})) == ["private"]


@pytest.mark.parametrize(
    ("url", "reader"),
    [
        ("https://x.com/i/api/graphql/E8Wq-_jFSaU7/UserTweets?variables=%7B%7D", "timeline"),
        ("https://api.x.com/graphql/E8Wq-_jFSaU7/UserTweetsAndReplies?variables=%7B%7D", "timeline"),
        ("https://twitter.com/i/api/graphql/qRednk/UserByScreenName?variables=%7B%7D", "profile"),
        ("https://x.com/i/api/graphql/iFEr5Ac/TweetDetail?variables=%7B%7D", "conversation"),
        ("https://api.x.com/2/users/by/username/mei?user.fields=id", "user"),
        ("https://api.twitter.com/2/users/77/tweets?max_results=5", "posts"),
        ("https://api.x.com/2/tweets?ids=1", "known_posts"),
        ("https://api.twitter.com/1.1/statuses/user_timeline.json?count=4", "statuses"),
        ("https://syndication.twitter.com/srv/timeline-profile/screen-name/mei", "embedded"),
        ("https://cdn.syndication.twimg.com/tweet-result?id=1&token=a", "embedded_post"),
        ("https://x.com/i/api/graphql/abc/HomeTimeline", ""),
        ("https://x.com/i/api/2/notifications/all.json", ""),
    ],
)
def test_an_imported_response_finds_its_reader_by_its_address(url: str, reader: str) -> None:
    platform = platforms()["x"]
    assert next((name for sign, name in platform.imports if re.search(sign, url)), "") == reader
    assert not reader or reader in platform.readers
