"""Web addresses: one form, defanging, registered domains, shims."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.urls import (
    defang,
    host_of,
    join_url,
    normalise_url,
    parse_url,
    refang,
    registered_domain,
)

URLS = st.builds(
    "{}://{}{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(
        ["Example.ORG", "bücher.example", "example.org:443", "192.168.0.1", "[::1]", "a.b.co.uk."]
    ),
    st.text(st.characters(codec="utf-8"), max_size=40).map(lambda text: f"/{text}"),
)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/A%7Eb/../c?b=2&a=1#top", "https://example.org/c?b=2&a=1"),
        ("http://example.org:80", "http://example.org/"),
        ("http://example.org:8080/", "http://example.org:8080/"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://example.org/?utm_source=x&id=3&fbclid=abc&gclid=d", "https://example.org/?id=3"),
        ("https://example.org/?utm_source=x", "https://example.org/"),
        ("https://user:secret@example.org/", "https://example.org/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://0177.0.0.1/", "http://127.0.0.1/"),
        ("http://ｅｘａｍｐｌｅ.org/", "http://example.org/"),
        ("  https://example.org/a\tb ", "https://example.org/ab"),
    ],
)
def test_one_form_per_address(url: str, expected: str) -> None:
    assert normalise_url(url) == expected


@given(URLS)
def test_normalising_twice_changes_nothing(url: str) -> None:
    once = normalise_url(url)
    assert normalise_url(once) == once


@given(st.text(max_size=200))
def test_no_text_makes_the_readers_raise(text: str) -> None:
    normalise_url(text)
    host_of(text)
    registered_domain(text)
    join_url("https://example.org/", text)
    defang(refang(text))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "read as a URL"),
        ("example.org", "read as a URL"),
        ("javascript:alert(1)", "not http"),
        ("file:///etc/passwd", "not http"),
        ("http://", "read as a URL"),
        ("https://exa mple.org/", "read as a URL"),
    ],
)
def test_what_is_no_web_address_is_told_why(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        parse_url(text)


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("www.example.co.uk", "example.co.uk"),
        ("https://news.spiegel.ltd/artikel", "spiegel.ltd"),
        ("a.b.example.com.cn", "example.com.cn"),
        ("127.0.0.1", "127.0.0.1"),
        ("localhost", "localhost"),
        ("co.uk", "co.uk"),
    ],
)
def test_the_registered_domain(name: str, domain: str) -> None:
    assert registered_domain(name) == domain


@pytest.mark.parametrize(
    "text",
    [
        "hxxps://www[.]example[.]org/a",
        "hXXps://www(.)example[dot]org/a",
        "<https://www.example.org/a>",
        "https[:]//www.example.org/a",
        "https[://]www.example.org/a",
    ],
)
def test_refanging(text: str) -> None:
    assert refang(text) == "https://www.example.org/a"


def test_a_defanged_link_cannot_be_clicked_and_comes_back() -> None:
    url = "https://www.example.org/a.html?b=c.d"
    assert defang(url) == "hxxps://www[.]example[.]org/a.html?b=c.d"
    assert refang(defang(url)) == url
