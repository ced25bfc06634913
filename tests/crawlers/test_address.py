"""Account URLs taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.address import Address, is_public_name, split_address, strip_www


def test_the_parts_of_an_address() -> None:
    address = split_address("  HTTPS://www.Example.com:443/a//b%20c/?x=1&x=2&y=#top ")
    assert address is None  # a space inside is no address
    address = split_address("HTTPS://www.Example.com:443/a//b%C3%A9/?x=1&x=2&y=#top ")
    assert address == Address(
        host="www.example.com",
        path="/a//b%C3%A9/",
        segments=("a", "bé"),
        query=(("x", "1"), ("x", "2"), ("y", "")),
    )
    assert (address.asked("x"), address.asked("z")) == ("1", "")


@pytest.mark.parametrize(
    ("url", "host", "scheme"),
    [
        ("example.com/a", "example.com", "https"),
        ("//example.com/a", "example.com", "https"),
        ("http://example.com:80/", "example.com", "http"),
        ("http://example.com:8080/", "example.com:8080", "http"),
        ("https://example.com:80/", "example.com:80", "https"),
        ("https://example.com./", "example.com", "https"),
        ("https://bücher.example/", "bücher.example", "https"),
    ],
)
def test_hosts_keep_an_odd_port_and_lose_the_rest(url: str, host: str, scheme: str) -> None:
    address = split_address(url)
    assert address is not None and (address.host, address.scheme) == (host, scheme)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://",
        "localhost",
        "https://localhost/",
        "https://printer.local/",
        "https://127.0.0.1/",
        "https://0x7f.0.0.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://127.1/",
        "https://[::1]/",
        "https://example.com:99999/",
        "https://user@example.com/",
        "https://user:secret@example.com/",
        "ftp://example.com/",
        "javascript:alert(1)",
        "https://exa mple.com/",
        "https://example.com/a\nb",
        "https://example.com/a%00b",
        "https://-/",
        "https://example.com/" + "a" * 3000,
    ],
)
def test_what_names_no_public_host_is_none(url: str) -> None:
    assert split_address(url) is None


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: f"https://example.com/{text}"))
def test_any_text_is_an_address_with_a_public_host_or_none(text: str) -> None:
    address = split_address(text)
    assert address is None or is_public_name(address.host.partition(":")[0])


@pytest.mark.parametrize(
    ("host", "bare"),
    [
        ("www.t.me", "t.me"),
        ("m.weibo.cn", "weibo.cn"),
        ("mobile.example.com", "example.com"),
        ("www.com", "www.com"),
        ("m.me", "m.me"),
        ("wwwexample.com", "wwwexample.com"),
    ],
)
def test_www_before_a_host_is_stripped_and_never_the_host_itself(host: str, bare: str) -> None:
    assert strip_www(host) == bare
