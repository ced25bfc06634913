"""Where the guard lets a URL go: our own table of hostile URLs, and public ones where they are at hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.network.addresses import name_special
from crawlers.network.guard import LONGEST_URL, Refused, check_name, check_url

STEADY = settings(deadline=None, derandomize=True)
TABLES = Path(__file__).parents[4] / "shared" / "reference" / "security"


def needs_tables(test: Callable[..., None]) -> Callable[..., None] | None:
    """A test of the public tables; nothing to collect, and nothing skipped, where they are not there."""
    return test if TABLES.is_dir() else None


NO_PUBLIC_ADDRESS = [
    "http://127.0.0.1/",
    "http://127.0.0.1./",
    "http://127.1/",
    "http://2130706433/",
    "http://0177.0.0.1/",
    "http://0x7f.1/",
    "http://0x7F000001/",
    "http://017700000001/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]:80/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://１２７.0.0.1/",
    "http://127。0。0。1/",
    "http://%31%32%37.0.0.1/",
    "http:\\\\127.0.0.1\\",
    "http:127.0.0.1/",
    "http:///127.0.0.1/",
    "http://\t127.0.\n0.1/",
    "http://0X7f.0x0.0X0.01/",
    "http://10.0.0.1#@public.example/",
    "http://192.168.1.1?@public.example/",
    "http://172.16.0.1\\@public.example/",
]
USER_NAMES = [
    "http://public.example@127.0.0.1/",
    "http://127.0.0.1@public.example/",
    "http://user:secret@public.example/",
    "http://public.example:80@169.254.169.254/",
    "http://%31@public.example/",
    "http:/public.example@127.0.0.1/",
]
LOCAL_NAMES = [
    "http://localhost/",
    "http://LOCALHOST./",
    "http://a.localhost/",
    "http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/",
    "http://metadata.google.internal/",
    "http://metadata/",
    "http://printer.local/",
    "http://router.lan/",
    "http://nas.home.arpa./",
    "http://expyuzz4wqqyqhjn.onion/",
    "http://local/",
    "http://intranet/",
    "http://.../",
    "http://./",
]
SCHEMES = [
    "file:///etc/passwd",
    "ftp://public.example/",
    "gopher://public.example/",
    "ws://public.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "blob:https://public.example/1",
    "about:blank",
]
PORTS = [0, 21, 22, 25, 81, 6379, 9200, 11211, 65535]


@pytest.mark.parametrize("url", NO_PUBLIC_ADDRESS)
def test_addresses_that_are_not_public_are_refused_in_any_disguise(url: str) -> None:
    with pytest.raises(Refused, match="no public address"):
        check_url(url)


@pytest.mark.parametrize("url", USER_NAMES)
def test_urls_with_user_information_are_refused(url: str) -> None:
    with pytest.raises(Refused, match="user name"):
        check_url(url)


@pytest.mark.parametrize("url", LOCAL_NAMES)
def test_names_of_this_machine_and_network_are_refused(url: str) -> None:
    with pytest.raises(Refused, match=r"name|host"):
        check_url(url)


@pytest.mark.parametrize("url", SCHEMES)
def test_only_http_and_https_are_asked(url: str) -> None:
    with pytest.raises(Refused, match="neither http nor https"):
        check_url(url)


@pytest.mark.parametrize("port", PORTS)
def test_odd_ports_are_refused(port: int) -> None:
    with pytest.raises(Refused, match=f"port {port} is not allowed"):
        check_url(f"https://public.example:{port}/")


@pytest.mark.parametrize(
    "url", ["", "//public.example/", "/path", "http://", "http://[::1", "http://public.example:99999/",
            "http://[::1%25eth0]/", "http://a b.example/", "http://a\0b.example/", "http://1.2.3.4.5/",
            "http://public.example/\ud800", "https://" + "a" * LONGEST_URL]
)  # fmt: skip
def test_what_is_no_url_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "normal", "host", "port"),
    [
        ("HTTPS://Public.EXAMPLE", "https://public.example/", "public.example", 443),
        (" http://public.example:80/a?b#c ", "http://public.example/a?b", "public.example", 80),
        ("https://public.example:8443/?#", "https://public.example:8443/?", "public.example", 8443),
        ("https://bücher.example/ü", "https://xn--bcher-kva.example/%C3%BC", "xn--bcher-kva.example", 443),
        ("http://134744072/", "http://8.8.8.8/", "8.8.8.8", 80),
        ("http://[::FFFF:8.8.8.8]/", "http://[::ffff:808:808]/", "::ffff:808:808", 80),
        ("http://public.example\\@10.0.0.1/", "http://public.example/@10.0.0.1/", "public.example", 80),
        ("http://public.example/a/../b/%2e/c", "http://public.example/b/c", "public.example", 80),
    ],
)
def test_a_public_url_is_normalised_once(url: str, normal: str, host: str, port: int) -> None:
    target = check_url(url)
    assert (target.url, target.host, target.port) == (normal, host, port)
    assert check_url(target.url) == target


@STEADY
@given(st.text(max_size=80), st.sampled_from(["", "http://", "https:", "//", "http://public.example"]))
def test_any_text_is_judged_without_another_error(text: str, before: str) -> None:
    try:
        target = check_url(before + text)
    except Refused:
        return
    check_name(target.host)
    assert (target.wire.raw_host, target.wire.port) == (target.host, target.port)


def read_url_tables() -> list[dict[str, str]]:
    files = ("wpt_urltestdata.json", "ada_extra_urltestdata.json")
    entries = [one for name in files for one in json.loads((TABLES / name).read_text("utf-8"))]
    return [one for one in entries if isinstance(one, dict) and not one.get("base")]


@needs_tables
def test_the_web_platforms_urls_lead_to_the_host_that_browsers_see_or_nowhere() -> None:
    allowed = 0
    for entry in read_url_tables():
        try:
            target = check_url(entry["input"])
        except Refused:
            continue
        allowed += 1
        assert not entry.get("failure"), entry
        assert target.host == entry["hostname"].strip("[]"), entry
        assert target.url == entry["href"].partition("#")[0], entry
    assert allowed > 50


@needs_tables
def test_hosts_that_are_addresses_in_disguise_are_judged_as_addresses() -> None:
    judged = 0
    for line in (TABLES / "wpt_ip_hosts.tsv").read_text("utf-8").splitlines()[1:]:
        url, _, host, fails = line.split("\t")
        special = name_special(host.strip("[]"))
        if fails == "True" or special in ("", "not an address") or not url.startswith('"http'):
            continue
        judged += 1
        with pytest.raises(Refused, match=r"no public address|user name|not allowed"):
            check_url(json.loads(url))
    assert judged > 10


@needs_tables
@pytest.mark.parametrize(
    "name", ["orangetw_tiny_url_fuzzer_samples.txt", "patt_open_redirect_payloads.txt", "wpt_toascii.json"]
)
def test_samples_that_confuse_parsers_confuse_nobody_here(name: str) -> None:
    text = (TABLES / name).read_text("utf-8", "surrogateescape")
    if name.endswith(".json"):
        samples = [f"http://{one['input']}/" for one in json.loads(text) if isinstance(one, dict)]
    else:
        lines = text.splitlines()
        samples = [before + line for line in lines for before in ("", "https:", "https://")]
    for sample in samples:
        try:
            target = check_url(sample)
        except Refused:
            continue
        assert not set(target.host) & set("/\\@:#? \t\r\n") or ":" in target.host, sample
        assert (target.wire.raw_host, target.wire.port) == (target.host, target.port)
