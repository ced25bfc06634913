"""Which addresses count as public: the table, and every text form of what is not."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.network.addresses import name_special
from crawlers.network.guard import Refused, check_url

STEADY = settings(deadline=None, derandomize=True)
PRIVATE_V4 = (
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4"),
)
PRIVATE_V6 = (
    *("::/128", "::1/128", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8", "100::/64", "2001::/32"),
    *("2001:db8::/32", "2002::/16", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96", "3fff::/20", "4000::/3"),
)


def pick_v4(network: str) -> st.SearchStrategy[ipaddress.IPv4Address]:
    return st.ip_addresses(network=network).map(lambda one: ipaddress.IPv4Address(int(one)))


private_v4 = st.one_of(*map(pick_v4, PRIVATE_V4))
private_v6 = st.one_of(*(st.ip_addresses(network=network) for network in PRIVATE_V6))


@st.composite
def disguised_v4(draw: st.DrawFn) -> str:
    """A private address as ``inet_aton`` takes it: one to four numbers, each in one of three bases."""
    value = int(draw(private_v4))
    count = draw(st.integers(1, 4))
    numbers = [value >> 24 - 8 * place & 255 for place in range(count - 1)]
    numbers.append(value & (1 << 8 * (5 - count)) - 1)
    bases = st.sampled_from(["{}", "0x{:x}", "0X{:X}", "0{:o}", "0x000{:x}", "000{:o}"])
    dots = st.sampled_from([".", "%2e", "。", "．"])
    text = draw(bases).format(numbers[0])
    for number in numbers[1:]:
        text += draw(dots) + draw(bases).format(number)
    return text + draw(st.sampled_from(["", "."]))


@pytest.mark.parametrize(
    ("address", "special"),
    [
        ("127.0.0.1", "loopback"),
        ("127.255.255.254", "loopback"),
        ("169.254.169.254", "link-local"),
        ("100.100.100.200", "shared with the carrier"),
        ("0.0.0.0", "this host"),
        ("255.255.255.255", "reserved"),
        ("::1", "loopback"),
        ("::", "unspecified"),
        ("::ffff:127.0.0.1", "IPv4-mapped 127.0.0.1, loopback"),
        ("64:ff9b::7f00:1", "NAT64 127.0.0.1, loopback"),
        ("64:ff9b::a9fe:a9fe", "NAT64 169.254.169.254, link-local"),
        ("2002:7f00:1::", "6to4"),
        ("2002:808:808::", "6to4"),
        ("2001:0:7f00:1::", "protocol assignments"),
        ("::7f00:1", "IPv4-compatible"),
        ("::ffff:0:7f00:1", "translated IPv4"),
        ("fe80::1%eth0", "link-local"),
        ("2606:4700::1111%eth0", "link-local"),
        ("fd00:ec2::254", "private use"),
        ("5f00::1", "segment routing"),
        ("e000::1", "not given out"),
        ("localhost", "not an address"),
        ("", "not an address"),
        ("0177.0.0.1", "not an address"),
    ],
)
def test_what_is_not_public_is_named(address: str, special: str) -> None:
    assert name_special(address) == special


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.0", "100.63.255.255", "100.128.0.0", "9.255.255.255",
     "2606:4700:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)  # fmt: skip
def test_public_addresses_are_allowed(address: str) -> None:
    assert name_special(address) == ""


@STEADY
@given(private_v4)
def test_a_private_address_is_refused_however_ipv6_embeds_it(address: ipaddress.IPv4Address) -> None:
    value = int(address)
    high, low = value >> 16, value & 0xFFFF
    for text in (
        str(address),
        f"::ffff:{address}",
        f"::{high:x}:{low:x}",
        f"64:ff9b::{high:x}:{low:x}",
        f"64:ff9b:1::{high:x}:{low:x}",
        f"2002:{high:x}:{low:x}::1",
        f"2001:0:{high:x}:{low:x}::",
        f"::ffff:0:{high:x}:{low:x}",
    ):
        assert name_special(text), text
        if ":" in text:
            with pytest.raises(Refused):
                check_url(f"http://[{text}]/")


@STEADY
@given(private_v6, st.booleans())
def test_every_spelling_of_a_private_ipv6_address_is_refused(
    address: ipaddress.IPv6Address, long: bool
) -> None:
    text = address.exploded.upper() if long else address.compressed
    assert name_special(text)
    with pytest.raises(Refused, match="no public address"):
        check_url(f"https://[{text}]/")


@STEADY
@given(disguised_v4())
def test_every_disguise_of_a_private_ipv4_address_is_refused(host: str) -> None:
    with pytest.raises(Refused, match="no public address"):
        check_url(f"http://{host}/")


@STEADY
@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(network="2000::/3")))
def test_nothing_is_public_that_python_knows_to_be_special(address: ipaddress.IPv4Address) -> None:
    if not name_special(str(address)):
        assert address.is_global


@STEADY
@given(st.text(max_size=60))
def test_a_name_is_no_address(text: str) -> None:
    assert name_special(f"{text}.example") == "not an address"
