"""Secrets go, and everything else stays."""

from __future__ import annotations

import gzip
import html
import json
import stat
from base64 import b64encode
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.network.redact import Redactor, load_key

STEADY = settings(deadline=None, derandomize=True)
KEY = b"k" * 32
TOKEN = "s3cr3t/t0ken+with=odd&signs\"<'>"

# Without D no token is a part of the marker itself, which stands in every output.
letters = st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="D")
tokens = st.text(letters, min_size=8, max_size=40)
spellings = st.sampled_from(
    [
        str,
        quote,
        quote_plus,
        html.escape,
        lambda token: quote(token, safe=""),
        lambda token: json.dumps(token)[1:-1],
        lambda token: json.dumps(token)[1:-1].replace("/", "\\/"),
        lambda token: b64encode(token.encode()).decode().rstrip("="),
    ]
)


@STEADY
@given(tokens, spellings, st.binary(max_size=40), st.binary(max_size=40))
def test_a_token_is_found_in_no_output_whatever_stands_round_it(
    token: str, spell: object, before: bytes, after: bytes
) -> None:
    assert callable(spell)
    redactor = Redactor(KEY, [token])
    spelled = spell(token).encode()
    mark = redactor.mark(token).encode()
    for cleaned in (
        redactor.clean_bytes(before + spelled + after),
        redactor.clean_head(before + spelled + after, for_platform=True)[0],
        redactor.clean_head(b"X: " + spelled + b"\r\n\r\n", for_platform=False)[0],
        redactor.clean_text(f"{spelled.decode()} and more").encode(),
        redactor.clean_url(f"https://a.example/{spelled.decode()}", for_platform=True).encode(),
    ):
        assert spelled not in cleaned
        assert token.encode() not in cleaned
        assert b"REDACTED-" in cleaned
    assert redactor.clean_bytes(before + spelled + after).count(mark) == 1


@STEADY
@given(st.binary(max_size=300), st.text(max_size=100), st.booleans())
def test_nothing_makes_it_raise(data: bytes, text: str, platform: bool) -> None:
    redactor = Redactor(KEY, [TOKEN])
    redactor.clean_bytes(data)
    redactor.clean_head(data, for_platform=platform)
    redactor.clean_text(text)
    redactor.clean_url(f"https://a.example/?token={text}&{text}", for_platform=platform)
    redactor.clean_url("https://a.example/?access_token=\ud800", for_platform=platform)


@STEADY
@given(st.binary(max_size=300))
def test_what_holds_no_secret_is_left_as_it_is(data: bytes) -> None:
    redactor = Redactor(KEY, [TOKEN])
    assert redactor.clean_bytes(data) is data


@STEADY
@given(tokens, tokens)
def test_a_secret_within_another_leaves_no_part_of_it(inner: str, around: str) -> None:
    outer = f"{around}{inner}{around}"
    for order in ([inner, outer], [outer, inner]):
        cleaned = Redactor(KEY, order).clean_text(f"<{outer}>")
        assert around not in cleaned
        assert inner not in cleaned


def test_the_same_secret_has_the_same_marker_under_one_key_only() -> None:
    assert Redactor(KEY).mark(TOKEN) == Redactor(KEY).mark(TOKEN)
    assert Redactor(KEY).mark(TOKEN) != Redactor(b"o" * 32).mark(TOKEN)
    assert Redactor(KEY).mark(TOKEN) != Redactor(KEY).mark(TOKEN + "x")
    assert Redactor().mark(TOKEN) != Redactor().mark(TOKEN)


def test_headers_of_authorisation_and_cookies_lose_their_values_and_keep_their_place() -> None:
    head = (
        b"HTTP/1.1 200 OK\r\nserver: x\r\nset-COOKIE : a=1; Path=/\r\nSet-Cookie: b=2;\r\n folded=3\r\n"
        b"X-Cookie-Count: 2\r\nAuthorization: Basic abc\r\n\r\n"
    )
    cleaned, names = Redactor(KEY).clean_head(head, for_platform=False)
    mark = Redactor(KEY).mark
    assert cleaned == (
        b"HTTP/1.1 200 OK\r\nserver: x\r\n"
        + f"set-COOKIE : {mark('a=1; Path=/')}\r\n".encode()
        + "Set-Cookie: {}\r\n".format(mark("b=2;\r\n folded=3")).encode()
        + f"X-Cookie-Count: 2\r\nAuthorization: {mark('Basic abc')}\r\n\r\n".encode()
    )
    assert names == ("set-cookie", "authorization")


@pytest.mark.parametrize(
    ("url", "platform", "left"),
    [
        ("https://a.example/?access_token=abc&x=1", False, "https://a.example/?access_token={abc}&x=1"),
        ("https://a.example/?x=1&API_KEY=a%2Bb#f", False, "https://a.example/?x=1&API_KEY={a+b}#f"),
        ("https://a.example/#access_token=abc", False, "https://a.example/#access_token={abc}"),
        ("https://a.example/?key=abc", False, "https://a.example/?key=abc"),
        ("https://a.example/?key=abc", True, "https://a.example/?key={abc}"),
        ("https://a.example/?monkey=abc", True, "https://a.example/?monkey=abc"),
        ("https://a.example/?token=", True, "https://a.example/?token="),
        ("https://a.example/token=abc", True, "https://a.example/token=abc"),
    ],
)
def test_parameters_that_are_secrets_by_their_name_are_marked(url: str, platform: bool, left: str) -> None:
    redactor = Redactor(KEY)
    for secret in ("abc", "a+b"):
        left = left.replace(f"{{{secret}}}", redactor.mark(secret))
    cleaned = redactor.clean_url(url, for_platform=platform)
    assert cleaned == left
    assert redactor.clean_url(cleaned, for_platform=platform) == cleaned


def test_a_redirects_target_loses_its_token() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: https://b.example/?access_token=abc&s=1\r\n\r\n"
    cleaned, names = Redactor(KEY).clean_head(head, for_platform=False)
    assert b"abc" not in cleaned
    assert cleaned.endswith(b"&s=1\r\n\r\n")
    assert names == ("url",)


def test_text_too_short_to_be_a_secret_is_not_looked_for() -> None:
    redactor = Redactor(KEY, ["abc"])
    assert redactor.clean_text("abc") == "abc"


def test_a_packed_body_is_not_searched_for_by_chance() -> None:
    packed = gzip.compress(b"x" * 5000, mtime=0)
    assert Redactor(KEY, [TOKEN]).clean_bytes(packed) is packed


def test_the_key_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "data" / "redaction.key"
    key = load_key(path)
    assert len(key) == 32
    assert load_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["redaction.key"]
