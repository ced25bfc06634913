"""The Mastodon API family: accounts, statuses in their dialects, paging, refusals, rechecks."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from crawlers.platform import Fetch, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch

SITE = "https://social.example"
PERSON = watch(f"{SITE}/@Mei")
AUTHOR: dict[str, Any] = {
    "id": "109",
    "username": "Mei",
    "acct": "Mei",
    "display_name": "Mei <b>Lin</b> 🌱",
    "created_at": "2022-11-03T00:00:00.000Z",
    "note": '<p>新闻 <a href="https://mei.example/">site</a></p>',
    "url": f"{SITE}/@Mei",
    "avatar": f"{SITE}/avatars/original/missing.png",
    "header": "",
    "followers_count": 12,
    "following_count": "7",
    "statuses_count": 2,
    "fields": [{"name": "web", "value": '<a href="https://shop.example">shop</a>', "verified_at": None}],
    "moved": None,
}


def status(number: str, **changes: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "id": number,
        "created_at": "2026-07-30T09:00:00.123Z",
        "account": AUTHOR,
        "content": "<p>hello</p>",
        "uri": f"{SITE}/users/Mei/statuses/{number}",
        "url": f"{SITE}/@Mei/{number}",
        "reblog": None,
        "card": None,
        "poll": None,
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "in_reply_to_id": None,
        "edited_at": None,
    }
    return {**base, **changes}


def read_statuses(body: object, **context: str) -> list[Any]:
    url = f"{SITE}/api/v1/accounts/109/statuses?limit=40"
    capture = make_capture(url, body, reader="statuses", context={"list": "all", **context})
    return read(PERSON, capture)


def read_one(**changes: Any) -> Post:
    return only(read_statuses([status("5", **changes)]), Post)[0]


def test_looking_up_an_account_asks_for_pins_statuses_and_known_posts() -> None:
    known = Known(
        newest_id="social.example/90", recheck=(KnownPost(id="social.example/88", url="", posted_at=None),)
    )
    (first,) = platforms()["mastodon"].start(PERSON, known)
    assert first.url == f"{SITE}/api/v1/accounts/lookup?acct=mei"
    readings = read(PERSON, make_capture(first.url, AUTHOR, reader="account", context=first.context))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.posts) == ("mei@social.example", "Mei", 2)
    assert (account.bio, account.created_at_precision, account.following) == ("新闻 site", "day", 7)
    assert account.avatar_url == ""
    assert [link.url for link in account.links] == ["https://mei.example/", "https://shop.example"]
    assert urls(readings) == [
        f"{SITE}/api/v1/accounts/109/statuses?pinned=true",
        f"{SITE}/api/v1/accounts/109/statuses?limit=40&min_id=90",
        f"{SITE}/api/v1/statuses/88",
    ]


def test_a_status_keeps_words_links_media_and_both_spellings_of_its_time() -> None:
    post = read_one(
        content='<p>看 <a href="https://news.example/a?b=1&amp;c=2"><span class="invisible">https://</span>'
        '<span class="ellipsis">news.example/a</span></a></p>'
        '<p><a class="mention hashtag" rel="tag" href="x">#<span>Topic</span></a> '
        '<span class="h-card"><a class="u-url mention" href="https://o.example/@b">@<span>b</span></a></span></p>',
        media_attachments=[
            {
                "type": "image",
                "url": "https://files.example/a.png",
                "description": "a cat",
                "meta": {"original": {"width": 8}},
            },
            {"type": "video", "url": None, "remote_url": "https://files.example/b.mp4"},
            {"type": "unknown", "url": None, "remote_url": None},
        ],
        mentions=[{"acct": "b@o.example", "url": "https://o.example/@b"}],
        tags=[{"name": "topic"}],
        card={"url": "https://card.example/", "title": "Card"},
        edited_at="2026-07-30T10:00:00.000Z",
        poll={"options": [{"title": "yes", "votes_count": 3}, {"title": "no", "votes_count": None}]},
    )
    assert post.id == "social.example/5"
    assert post.text == "看 https://news.example/a\n\n#Topic @b"
    assert [link.url for link in post.links] == ["https://news.example/a?b=1&c=2", "https://card.example/"]
    assert [(one.kind, one.url) for one in post.media] == [
        ("image", "https://files.example/a.png"),
        ("video", "https://files.example/b.mp4"),
    ]
    assert post.mentions == ("b@o.example",) and post.hashtags == ("topic",)
    assert post.posted_at == datetime(2026, 7, 30, 9, 0, 0, 123000, UTC)
    assert post.posted_at_text == "2026-07-30T09:00:00.123Z" and post.edited_at is not None
    assert post.attributes["poll"] == "yes=3\nno=" and post.attributes["deleted_media"] == "1"


def test_a_reblog_is_a_repost_by_the_account_with_the_reposted_words() -> None:
    other = {**AUTHOR, "id": "1", "username": "bob", "acct": "bob@other.example"}
    post = read_one(reblog=status("77", account=other, content="<p>original</p>"), content="")
    assert (post.kind, post.account, post.author) == ("repost", "mei@social.example", "bob@other.example")
    assert (post.text, post.repost_of) == ("original", "social.example/77")


@pytest.mark.parametrize(
    ("changes", "quoted", "state"),
    [
        ({"quote": {"state": "accepted", "quoted_status": status("41")}}, "social.example/41", "accepted"),
        ({"quote": {"state": "accepted", "quoted_status_id": "41"}}, "social.example/41", "accepted"),
        ({"quote": {"state": "deleted", "quoted_status": None}}, "", "deleted"),
        ({"quote": status("41"), "quote_id": "41"}, "social.example/41", ""),
        ({"quote_id": 41}, "social.example/41", ""),
        ({"pleroma": {"quote_url": "https://p.example/o/1", "quote": None}}, "https://p.example/o/1", ""),
    ],
)
def test_quotes_are_read_in_every_dialect(changes: dict[str, Any], quoted: str, state: str) -> None:
    post = read_one(**changes)
    assert (post.kind, post.quote_of, post.attributes.get("quote_state", "")) == ("quote", quoted, state)


def test_unknown_fields_are_named_as_drift() -> None:
    assert read_one(flavour="mint").attributes["drift"] == "status.flavour"


def test_pages_follow_the_link_header_downwards_and_stop_without_next() -> None:
    url = f"{SITE}/api/v1/accounts/109/statuses?limit=40"
    link = f'<{SITE}/x?max_id=4>; rel="next", <{SITE}/x?min_id=5>; rel="prev"'
    page = make_capture(
        url, [status("5"), status("4")], reader="statuses", context={"list": "all"}, headers={"Link": link}
    )
    assert urls(read(PERSON, page)) == [f"{url}&max_id=4"]
    last = make_capture(
        url, [status("1")], reader="statuses", context={"list": "all"}, headers={"link": link.split(", ")[1]}
    )
    assert urls(read(PERSON, last)) == []


def test_a_window_of_new_statuses_is_paged_upwards_so_that_nothing_is_skipped() -> None:
    url = f"{SITE}/api/v1/accounts/109/statuses?limit=40&min_id=90"
    link = f'<{SITE}/x?max_id=91>; rel="next", <{SITE}/x?min_id=95>; rel="prev"'
    context = {"list": "window", "newest": "90"}
    page = make_capture(
        url, [status("95"), status("91")], reader="statuses", context=context, headers={"Link": link}
    )
    assert urls(read(PERSON, page)) == [f"{SITE}/api/v1/accounts/109/statuses?limit=40&min_id=95"]
    assert read(PERSON, make_capture(url, [], reader="statuses", context=context)) == []


def test_a_link_header_cannot_lead_the_crawl_to_another_host() -> None:
    url = f"{SITE}/api/v1/accounts/109/statuses?limit=40"
    link = '<https://evil.example/steal?max_id=4>; rel="next"'
    page = make_capture(
        url, [status("5")], reader="statuses", context={"list": "all"}, headers={"Link": link}
    )
    assert urls(read(PERSON, page)) == [f"{url}&max_id=4"]


def test_hosts_that_filter_by_min_id_are_paged_down_to_the_known() -> None:
    gab = watch("https://gab.com/mei")
    url = "https://gab.com/api/v1/accounts/109/statuses?limit=40"
    context = {"list": "window", "newest": "90"}
    page = make_capture(url, [status("95"), status("92")], reader="statuses", context=context)
    assert urls(read(gab, page)) == [f"{url}&max_id=92"]
    reached = make_capture(url, [status("95"), status("90")], reader="statuses", context=context)
    assert urls(read(gab, reached)) == []


def test_no_statuses_is_believed_only_where_the_account_counts_none() -> None:
    assert kinds(read_statuses([], count="0")) == ["empty_proven"]
    assert kinds(read_statuses([], count="2")) == ["changed_format"]
    assert kinds(read_statuses([])) == ["changed_format"]


def test_a_locked_account_without_public_statuses_is_private() -> None:
    lookup = f"{SITE}/api/v1/accounts/lookup?acct=mei"
    readings = read(PERSON, make_capture(lookup, {**AUTHOR, "locked": True}, reader="account"))
    pinned, listed = only(readings, Fetch)
    assert kinds(read(PERSON, make_capture(pinned.url, [], reader="statuses", context=pinned.context))) == []
    empty = make_capture(listed.url, [], reader="statuses", context=listed.context)
    assert kinds(read(PERSON, empty)) == ["private"]


def test_a_reply_stays_one_when_what_it_answers_is_deleted() -> None:
    post = read_one(in_reply_to_id=None, in_reply_to_account_id="110")
    assert (post.kind, post.reply_to, post.attributes["reply_to_account"]) == ("reply", "", "110")


def test_gab_says_410_of_suspended_accounts() -> None:
    gab = watch("https://gab.com/someone")
    url = "https://gab.com/api/v1/account_by_username/someone"
    for body in ({"error": "Gone"}, b""):
        assert kinds(read(gab, make_capture(url, body, reader="account", status=410))) == ["suspended"]


def test_a_known_status_that_404s_is_gone_and_one_that_answers_is_read_again() -> None:
    url = f"{SITE}/api/v1/statuses/88"
    missing = make_capture(
        url, {"error": "Record not found"}, reader="status", status=404, context={"post": "88"}
    )
    (gone,) = only(read(PERSON, missing), Observation)
    assert (gone.post_id, gone.kind, gone.reason) == ("social.example/88", "gone", "Record not found")
    page = make_capture(
        url, "<html><title>Just a moment...</title>", reader="status", status=404, context={"post": "88"}
    )
    assert kinds(read(PERSON, page)) == ["challenge"]
    there = make_capture(url, status("88", content="<p>new</p>"), reader="status", context={"post": "88"})
    assert [post.text for post in only(read(PERSON, there), Post)] == ["new"]


LOGIN = '<!DOCTYPE html><html><form><input type="password"></form></html>'
CLOUDFLARE = "<!DOCTYPE html><html><head><script>window._cf_chl_opt={}</script></head></html>"


@pytest.mark.parametrize(
    ("status_code", "body", "kind"),
    [
        (200, CLOUDFLARE, "challenge"),
        (403, CLOUDFLARE, "challenge"),
        (200, LOGIN, "login_wall"),
        (401, {"error": "This method requires an authenticated user"}, "unauthorised"),
        (404, {"error": "Record not found"}, "not_found"),
        (410, {"error": "gone"}, "deleted"),
        (403, {"error": "Your login is currently disabled"}, "unauthorised"),
        (403, {"error": "This account is suspended"}, "suspended"),
        (200, {"error": "Too many requests"}, "rate_limited"),
        (429, {"error": "Too many requests"}, "rate_limited"),
        (503, "", "unreachable"),
        (451, "", "geo_blocked"),
    ],
)
def test_refusals_are_told_apart_by_what_the_body_says(status_code: int, body: object, kind: str) -> None:
    capture = make_capture(
        f"{SITE}/api", body, reader="account", status=status_code, context={"searched": "1"}
    )
    assert kinds(read(PERSON, capture)) == [kind]


def test_a_rate_limit_says_when_it_ends() -> None:
    headers = {"X-RateLimit-Reset": "2026-08-01T12:05:00.809356Z"}
    capture = make_capture(
        f"{SITE}/api", {"error": "Throttled"}, reader="statuses", status=429, headers=headers
    )
    (problem,) = read(PERSON, capture)
    assert getattr(problem, "retry_at", None) == datetime(2026, 8, 1, 12, 5, 0, 809356, UTC)


def test_a_suspended_account_is_a_finding_and_no_more_is_asked() -> None:
    readings = read(PERSON, make_capture(f"{SITE}/api", {**AUTHOR, "suspended": True}, reader="account"))
    assert only(readings, Account)[0].state == "suspended"
    assert kinds(readings) == ["suspended"] and urls(readings) == []


def test_a_moved_account_names_where_it_went() -> None:
    moved = {**AUTHOR, "moved": {"acct": "mei@new.example", "url": "https://new.example/@mei"}}
    (account,) = only(read(PERSON, make_capture(f"{SITE}/api", moved, reader="account")), Account)
    assert (account.state, account.attributes["moved_to"]) == ("moved", "https://new.example/@mei")


def test_a_host_without_lookup_is_searched_for_exactly_this_name() -> None:
    unknown_route = make_capture(f"{SITE}/api", {"error": "Not Found"}, reader="account", status=404)
    (search,) = only(read(PERSON, unknown_route), Fetch)
    assert search.url == f"{SITE}/api/v1/accounts/search?q=%40Mei%40social.example&limit=5&resolve=false"
    found = [{**AUTHOR, "id": "8", "acct": "meister"}, AUTHOR]
    readings = read(PERSON, make_capture(search.url, found, reader="search", context=search.context))
    assert [one.attributes["account_id"] for one in only(readings, Account)] == ["109"]
    assert kinds(read(PERSON, make_capture(search.url, [], reader="search"))) == ["not_found"]


def test_a_token_is_named_and_never_follows_a_redirect_to_another_host() -> None:
    truth = watch("https://truthsocial.com/@someone")
    (first,) = platforms()["truthsocial"].start(truth, Known(routes=("api",)))
    assert first.credential == "truthsocial"
    moved = make_capture(
        first.url, b"", reader="account", status=302, headers={"Location": "https://evil.example/"}
    )
    assert [one.credential for one in only(read(truth, moved), Fetch)] == [""]


def test_the_browser_route_reads_what_the_profile_page_asked_for() -> None:
    truth = watch("https://truthsocial.com/@someone")
    (first,) = platforms()["truthsocial"].start(truth, Known(routes=("browser",)))
    assert first.route == "browser" and first.browse is not None
    assert {reader for _, reader in first.browse.reads} == {"account", "statuses"}
    url = "https://truthsocial.com/api/v1/accounts/109/statuses"
    seen = read(truth, make_capture(url, [status("5")], reader="statuses", route="browser"))
    assert len(only(seen, Post)) == 1 and urls(seen) == []
    pins = make_capture(f"{url}?pinned=true", [status("5")], reader="statuses", route="browser")
    assert [post.pinned for post in only(seen + read(truth, pins), Post)] == [False, True]


@pytest.mark.parametrize(
    "body", [{"id": "1"}, [], "null", [{"id": "5"}], '{"id":', [status("5", content=[1], id="")]]
)
def test_bodies_without_mandatory_fields_are_unreadable(body: object) -> None:
    reader = "statuses" if isinstance(body, list) and body else "account"
    with pytest.raises((Unreadable, KeyError, TypeError)):
        read(PERSON, make_capture(f"{SITE}/api", body, reader=reader))
