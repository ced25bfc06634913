"""What a body says when it is not the answer: checks, limits, walls; and what only talks of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from crawlers.platform import Fetch, platforms
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, read_retry_at
from storage.items import Capture, Known, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, watch

PERSON = watch("https://social.example/@mei")
HTML = "<!doctype html><html><head>{}</head><body>{}</body></html>"


def capture(body: bytes | str | object = "", status: int = 200, **headers: str) -> Capture:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_capture("https://social.example/api", body, reader="account", status=status, headers=named)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("<html><title>Just a moment...</title></html>", 403),
        ("<html><title>Just a moment...</title></html>", 200),
        ("<html><script>window._cf_chl_opt={}</script></html>", 503),
        ("<html><title>Attention Required! | Cloudflare</title></html>", 403),
        ("<!-- a --><!-- b --><html><title>DDoS-Guard</title></html>", 403),
        ("\ufeff<!DOCTYPE html><title>x</title><script id='anubis_challenge'></script>", 200),
        ("<html><script src='https://geo.captcha-delivery.com/c.js'></script></html>", 403),
        ("<html><iframe src='/_Incapsula_Resource?x'></iframe></html>", 200),
        ("<html><div id='px-captcha'></div></html>", 403),
        ("<html><script>awsWafCookieDomainList=[]</script></html>", 202),
    ],
)
def test_a_bot_check_is_a_challenge_whatever_its_status(body: str, status: int) -> None:
    problem = read_refusal(capture(body, status), PERSON)
    assert problem is not None and problem.kind == "challenge" and problem.reason


def test_a_challenge_by_header_alone() -> None:
    problem = read_refusal(capture("", 403, cf_mitigated="challenge"), PERSON)
    assert problem is not None and problem.kind == "challenge"


def test_what_talks_of_checks_is_none() -> None:
    assert read_refusal(capture({"content": "<title>Just a moment...</title> px-captcha"}), PERSON) is None
    article = HTML.format("", "Sites say px-captcha. " * 5000)
    assert read_refusal(capture(article), PERSON) is None


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (429, "rate_limited"),
        (451, "geo_blocked"),
        (500, "unreachable"),
        (503, "unreachable"),
        (599, "unreachable"),
    ],
)
def test_a_status_that_means_one_thing(status: int, kind: str) -> None:
    problem = read_refusal(capture("{}", status), PERSON)
    assert isinstance(problem, Problem) and problem.kind == kind
    assert (problem.account, problem.platform) == (PERSON.key, PERSON.platform)


@pytest.mark.parametrize("status", [200, 301, 400, 401, 403, 404, 410])
def test_a_status_that_may_mean_anything_is_left_to_the_platform(status: int) -> None:
    assert read_refusal(capture("{}", status), PERSON) is None


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"Retry-After": "120"}, timedelta(seconds=120)),
        ({"retry-after": " 120 "}, timedelta(seconds=120)),
        ({"Retry-After": "Sat, 01 Aug 2026 12:10:00 GMT"}, timedelta(minutes=10)),
        ({"Retry-After": "315360000"}, timedelta(days=7)),
        ({"Retry-After": "9" * 400}, timedelta(days=7)),
        ({"Retry-After": "Fri, 01 Aug 2036 12:00:00 GMT"}, timedelta(days=7)),
        ({"X-RateLimit-Reset": "2026-08-01T12:05:00.5Z"}, timedelta(minutes=5, seconds=0.5)),
        ({"RateLimit-Reset": str(int(NOW.timestamp()) + 60)}, timedelta(seconds=60)),
        ({"RateLimit-Reset": "30"}, timedelta(seconds=30)),
        ({"Retry-After": "soon", "RateLimit-Reset": "30"}, timedelta(seconds=30)),
        ({"Retry-After": "0"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "Fri, 01 Aug 2025 12:00:00 GMT"}, None),
        ({"X-RateLimit-Reset": "1"}, timedelta(seconds=1)),
        ({}, None),
    ],
)
def test_when_to_ask_again(headers: Mapping[str, str], wait: timedelta | None) -> None:
    limited = make_capture("https://social.example/api", "", status=429, headers=headers)
    assert read_retry_at(limited) == (NOW + wait if wait else None)
    problem = read_refusal(limited, PERSON)
    assert problem is not None and problem.retry_at == read_retry_at(limited)


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        (HTML.format("<title>Log in - Site</title>", ""), 200, "login_wall"),
        (HTML.format("", "<form><input name=p type='password'></form>"), 403, "login_wall"),
        (HTML.format("<title>Forbidden</title>", ""), 403, "unauthorised"),
        (HTML.format("<title>Welcome</title>", ""), 200, "changed_format"),
    ],
)
def test_a_page_in_place_of_data(body: str, status: int, kind: str) -> None:
    assert read_page_instead(capture(body, status), PERSON, "JSON").kind == kind


@pytest.mark.parametrize(
    ("body", "page"),
    [
        (b"<!DOCTYPE html>", True),
        (b"\xef\xbb\xbf\n <!-- x --> <HTML lang=en>", True),
        (b"<body>", True),
        (b"<?xml version='1.0'?><rss>", False),
        (b'{"html": "<html>"}', False),
        (b"<!-- never closed <html>", False),
        (b"", False),
    ],
)
def test_a_page_is_known_by_its_first_bytes(body: bytes, page: bool) -> None:
    assert is_page(capture(body)) is page


def test_a_move_is_followed_five_times_and_a_credential_stays_with_its_host() -> None:
    context: dict[str, str] = {}
    url = "https://social.example/0"
    for number in range(1, 10):
        answer = make_capture(
            url, "", reader="account", status=302, headers={"Location": f"/{number}"}, context=context
        )
        onward = follow_move(answer, "api", "token")
        if onward is None:
            break
        assert (onward.url, onward.reader, onward.credential) == (
            f"https://social.example/{number}",
            "account",
            "token",
        )
        context, url = dict(onward.context), onward.url
    assert number == 6
    for target in ("https://evil.example/", "http://social.example/", "https://social.example:8443/"):
        elsewhere = follow_move(capture("", 301, Location=target), "api", "token")
        assert elsewhere is not None and elsewhere.credential == ""


@pytest.mark.parametrize(
    "target", ["", "javascript:alert(1)", "https://[", "https://social.example/api", "data:,x"]
)
def test_a_move_to_nowhere_is_none(target: str) -> None:
    assert follow_move(capture("", 302, Location=target), "api") is None
    assert follow_move(capture("", 200, Location="/elsewhere"), "api") is None
    assert follow_move(capture("", 304, Location="/elsewhere"), "api") is None


EMPTY: list[tuple[str, str, object, dict[str, str], dict[str, str], str]] = [
    # account, reader, body, context, headers, kind
    ("https://social.example/@mei", "statuses", [], {"list": "all", "count": "0"}, {}, "empty_proven"),
    ("https://social.example/@mei", "statuses", [], {"list": "all", "count": "7"}, {}, "changed_format"),
    ("https://social.example/@mei", "statuses", [], {"list": "all"}, {}, "changed_format"),
    ("https://bsky.app/profile/a.example", "author_feed", {"feed": []}, {"count": "0"}, {}, "empty_proven"),
    ("https://bsky.app/profile/a.example", "author_feed", {"feed": []}, {"count": "7"}, {}, "changed_format"),
    ("https://bsky.app/profile/a.example", "author_feed", {"feed": []}, {}, {}, "changed_format"),
    ("https://blog.example/author/mei/", "posts", [], {"list": "all"}, {"X-WP-Total": "0"}, "empty_proven"),
    ("https://blog.example/author/mei/", "posts", [], {"list": "all"}, {"X-WP-Total": "3"}, "changed_format"),
    ("https://blog.example/author/mei/", "posts", [], {"list": "all"}, {}, "changed_format"),
    (
        "https://blog.example/feed",
        "feed",
        "<rss><channel><title>t</title></channel></rss>",
        {},
        {},
        "empty_proven",
    ),
    ("https://blog.example/feed", "feed", "<rss><channel><title>t</title>", {}, {}, "changed_format"),
    (
        "https://t.me/durov",
        "channel",
        "<html><div class='tgme_channel_info'></div><section class='tgme_channel_history'></section></html>",
        {},
        {},
        "empty_proven",
    ),
]


@pytest.mark.parametrize(("url", "reader", "body", "context", "headers", "kind"), EMPTY)
def test_an_empty_list_is_no_posts_only_with_its_landmark(
    url: str, reader: str, body: object, context: dict[str, str], headers: dict[str, str], kind: str
) -> None:
    answer = make_capture(url, body, reader=reader, context=context, headers=headers)
    assert kinds(read(watch(url), answer)) == [kind]


def has_browser(key: str) -> bool:
    return key != "page" and any(route.name == "browser" for route in platforms()[key].routes)


@pytest.mark.parametrize("key", sorted(key for key in platforms() if key != "page"))
def test_every_platform_tells_a_challenge_and_a_limit_from_an_answer(key: str) -> None:
    platform = platforms()[key]
    watched = platform.recognise(platform.example)
    assert watched is not None
    challenge = "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
    shown = {
        fetch.reader
        for fetch in platform.start(watched, Known(routes=("browser",)))
        if fetch.browse is not None
    }
    for reader in platform.readers:
        if reader in shown:
            continue  # it is given the browser's description: see the test below
        context = {
            "searched": "1",
            "post": "1",
            "uri": "at://x",
            "uris": "",
            "ids": "",
            "own": "1",
            "cursor": "x",
        }
        for body, status, kind in ((challenge, 403, "challenge"), ("{}", 429, "rate_limited")):
            answer = make_capture(watched.url, body, reader=reader, status=status, context=context)
            readings = read(watched, answer)
            assert kinds(readings) == [kind] or only(readings, Fetch), reader
            assert all(isinstance(one, Problem | Fetch) for one in readings), reader


@pytest.mark.parametrize("key", sorted(key for key in platforms() if has_browser(key)))
def test_every_platform_tells_a_challenge_that_the_browser_met(key: str) -> None:
    platform = platforms()[key]
    watched = platform.recognise(platform.example)
    assert watched is not None
    said = "<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>"
    description = {
        **dict.fromkeys(("url", "final_url"), watched.url),
        **dict.fromkeys(("lang", "text", "canonical", "reason"), ""),
        **dict.fromkeys(("links", "images", "json_ld", "navigations", "requests"), []),
        **{"title": "Just a moment...", "html": said, "meta": {}, "password_fields": 0, "cut": False},
        **{"status": 403, "outcome": "ok"},
    }
    for fetch in platform.start(watched, Known(routes=("browser",))):
        answer = make_capture(watched.url, description, reader=fetch.reader, route="browser")
        assert kinds(read(watched, answer)) == ["challenge"]


def test_a_reason_is_one_short_line() -> None:
    problem = read_page_instead(capture(HTML.format("", ""), 403), PERSON, "JSON\n" * 500)
    assert len(problem.reason) <= 300 and "\n" not in problem.reason
    assert problem.captured_at == datetime(2026, 8, 1, 12, 0, tzinfo=UTC)
