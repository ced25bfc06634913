"""Facebook by the Graph API: the fields of posts and ads, and its errors told apart."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.families.facebook_refusals import read_usage_pause
from crawlers.platform import Reading, platforms
from storage.items import Observation, Post
from tests.crawlers.captures import NOW, kinds, make_capture, only

FACEBOOK = platforms()["facebook"]
URL = "https://graph.facebook.com/v26.0/1041/posts"
SHIM = "https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.example%2Fa&h=AT0x"
LINK = {"media_type": "link", "url": SHIM, "unshimmed_url": "https://bit.example/a", "title": "T"}
PHOTO = {"media_type": "photo", "media": {"image": {"src": "https://s.example/1.jpg", "width": 2}}}
VIDEO = {"media_type": "video", "media": {"source": "https://s.example/2.mp4"}}
GRAPH_POST: dict[str, Any] = {
    "id": "1041_777000111",
    "message": "Words https://a.example/x #bay",
    "created_time": "2026-07-01T10:00:00+0000",
    "updated_time": "2026-07-03T10:00:00+0000",
    "permalink_url": "https://www.facebook.com/1041/posts/777000111",
    "from": {"id": "1041", "name": "Harbour"},
    "message_tags": [{"id": "99", "name": "Mei", "type": "user", "offset": 0, "length": 3}],
    "attachments": {"data": [LINK, {"media_type": "album", "subattachments": {"data": [PHOTO, VIDEO]}}]},
    "shares": {"count": 4},
    "reactions": {"summary": {"total_count": 5}},
    "comments": {"summary": {"total_count": 6}},
}


def read(reader: str, body: object, **more: Any) -> list[Reading]:
    watched = FACEBOOK.recognise("https://www.facebook.com/profile.php?id=1041")
    assert watched is not None
    return list(FACEBOOK.readers[reader](make_capture(URL, body, reader=reader, **more), watched))


def test_a_post_of_the_api_gives_all_its_fields() -> None:
    readings = read("posts", {"data": [GRAPH_POST]})
    (post,) = only(readings, Post)
    assert (post.id, post.uri, post.url) == (
        "777000111",
        "1041_777000111",
        "https://www.facebook.com/777000111",
    )
    assert post.posted_at == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert post.edited_at is None, "updated_time moves with comments"
    assert post.posted_at_text == "2026-07-01T10:00:00+0000"
    assert [(one.url, one.expanded, one.kind) for one in post.links] == [
        ("https://a.example/x", "", "text"),
        (SHIM, "https://bit.example/a", "card"),
    ]
    assert [(one.url, one.kind) for one in post.media] == [
        ("https://s.example/1.jpg", "image"),
        ("https://s.example/2.mp4", "video"),
    ]
    assert (post.hashtags, post.mentions) == (("bay",), ("99",))
    assert (post.reposts, post.likes, post.replies) == (4, 5, 6)


def test_a_share_of_the_api_is_a_repost_or_a_quote() -> None:
    shared = {"data": [{"type": "share", "description": "Original words"}]}
    bare = {**GRAPH_POST, "parent_id": "42_555", "message": "", "attachments": shared}
    quote = {**GRAPH_POST, "id": "1041_2", "parent_id": "42_555", "attachments": shared}
    first, second = only(read("posts", {"data": [bare, quote]}), Post)
    assert (first.kind, first.repost_of, first.text) == ("repost", "555", "Original words")
    assert (second.kind, second.quote_of) == ("quote", "555")
    assert second.text == GRAPH_POST["message"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ({"code": 190, "message": "Error validating access token"}, "unauthorised"),
        ({"code": 104, "message": "An access token is required"}, "unauthorised"),
        ({"code": 10, "message": "(#10) needs Page Public Content Access"}, "unauthorised"),
        ({"code": 200, "message": "(#200) Provide valid app ID"}, "unauthorised"),
        ({"code": 100, "error_subcode": 33, "message": "Unsupported get request"}, "unauthorised"),
        ({"code": 803, "message": "Some of the aliases you requested do not exist"}, "not_found"),
        ({"code": 803, "message": "(#803) Cannot query users by their username (x)"}, "unauthorised"),
        ({"code": 4, "message": "Application request limit reached"}, "rate_limited"),
        ({"code": 613, "message": "Calls to this api have exceeded the rate limit"}, "rate_limited"),
        ({"code": 368, "message": "temporarily blocked"}, "rate_limited"),
        ({"code": 2, "message": "An unexpected error has occurred"}, "unreachable"),
        ({"code": 100, "message": "(#100) Tried accessing nonexisting field"}, "changed_format"),
        ({"code": 2500, "message": "Unknown path components"}, "changed_format"),
    ],
)
@pytest.mark.parametrize("reader", ["account", "posts", "ads"])
def test_errors_of_the_api_are_told_apart(reader: str, error: dict[str, Any], kind: str) -> None:
    body = {"error": {"type": "OAuthException", **error}}
    assert kinds(read(reader, body, status=400)) == [kind]


def test_a_missing_known_post_is_gone_and_a_dead_token_is_not() -> None:
    lost = {"error": {"code": 100, "error_subcode": 33, "message": "does not exist, cannot be loaded"}}
    (seen,) = read("known", lost, status=400, context={"post": "5"})
    assert isinstance(seen, Observation) and (seen.kind, seen.post_id) == ("gone", "5")
    dead = {"error": {"code": 190, "message": "Session has expired"}}
    assert kinds(read("known", dead, status=400, context={"post": "5"})) == ["unauthorised"]


def test_the_longest_wait_of_the_usage_headers_counts() -> None:
    uses = [{"type": "pages", "estimated_time_to_regain_access": 5}, {"estimated_time_to_regain_access": 11}]
    headers = {"X-Business-Use-Case-Usage": json.dumps({"1": uses}), "X-App-Usage": "nonsense"}
    assert read_usage_pause(make_capture("https://x.example", b"", headers=headers)) == NOW + timedelta(
        minutes=11
    )


def test_an_ad_has_ranges_and_never_the_token() -> None:
    ad = {
        "id": "9",
        "page_id": "1041",
        "ad_creative_bodies": ["Vote", "Vote"],
        "ad_creation_time": "2026-07-01",
        "ad_creative_link_captions": ["bit.example"],
        "spend": {"lower_bound": "100", "upper_bound": "199"},
        "impressions": {"lower_bound": "1000"},
        "currency": "USD",
        "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=9&access_token=SECRET",
    }
    (post,) = only(read("ads", {"data": [ad]}), Post)
    assert (post.id, post.kind, post.text, post.account) == ("ad/9", "ad", "Vote", "1041")
    assert post.url == "https://www.facebook.com/ads/library/?id=9"
    assert post.attributes["spend"] == "100-199" and post.attributes["impressions"] == "1000-"
    assert [link.url for link in post.links] == ["https://bit.example"]
    assert "SECRET" not in repr(post)
