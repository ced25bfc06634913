"""Questions about links: names that turn to private addresses, and as whom a link may be asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from crawlers.network.asking import Ask, Purpose
from crawlers.network.door import DoorOptions
from crawlers.network.guard import check_url
from crawlers.network.request_head import build_request
from crawlers.platform import Fetch
from crawlers.redirects import BROWSE, platform
from crawlers.vantages import DEVICES, LANGUAGES, Vantage, ask_from, list_vantages
from storage.items import Hop, Known, Watched
from storage.warc import Provenance
from tests.crawlers.network.doorway import open_doorway
from tests.crawlers.network.misbehaving import answer

START = "http://short.example/r"
NEXT = "http://rebind.example/on"


async def follow(folder: Path, look_up: Sequence[str], *, turns_after: int) -> list[Hop]:
    """The hops of a link whose second host is at ``look_up`` once it was looked up ``turns_after`` times."""
    asked = {"rebind.example": 0}

    async def resolve(host: str) -> Sequence[str]:
        if host not in asked:
            return ["8.8.8.8"]
        asked[host] += 1
        return look_up if asked[host] > turns_after else ["8.8.4.4"]

    watched = Watched(platform="links", key=START, url=START)
    hops: list[Hop] = []
    async with open_doorway(folder, DoorOptions(look_up=resolve, tries=1, pace_factor=0.0)) as doorway:
        doorway.server.play("short.example/r", answer(b"", f"Location: {NEXT}", status=302))
        waiting: list[Fetch] = list(platform.start(watched, Known()))
        while waiting:
            fetch = waiting.pop()
            provenance = Provenance(platform="links", reader=fetch.reader, context=fetch.context)
            reply = await doorway.ask(fetch.url, purpose="link", provenance=provenance)
            for each in platform.readers[fetch.reader](reply.capture, watched):
                if isinstance(each, Hop):
                    hops.append(each)
                elif isinstance(each, Fetch) and each.browse is None:
                    waiting.append(each)
        assert doorway.server.asked("rebind.example") == []
    return hops


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:192.168.0.1"], ["169.254.169.254"]]
)
async def test_a_hop_whose_name_is_at_a_private_address_is_refused(
    tmp_path: Path, addresses: list[str]
) -> None:
    first, last = await follow(tmp_path, addresses, turns_after=0)
    assert (first.kind, first.next_url, last.kind, last.status) == ("http", NEXT, "refused", 0)
    assert "no public address" in last.reason


@pytest.mark.parametrize("device", DEVICES)
def test_every_visitor_names_us_and_no_other_company(device: str) -> None:
    for vantage in list_vantages((device,), LANGUAGES):
        fetch = ask_from(vantage, Fetch(url=START, reader="read_hop"), BROWSE)
        ask = Ask(url=fetch.url, headers=fetch.headers, purpose="link")
        head = build_request(ask, check_url(START), fetch.headers, "Vedette/1.0 (+desk@example.org)").decode()
        if fetch.browse is None or not fetch.browse.device:
            (agent,) = re.findall(r"User-Agent: (.*)\r\n", head)
            assert "Vedette/1.0 (+desk@example.org)" in agent
            assert f"Accept-Language: {vantage.accept_language}\r\n" in head
        assert not re.search(r"google|facebook|twitter|whatsapp|telegram|bing", head, re.IGNORECASE)


@pytest.mark.parametrize("purpose", ["link", "platform", "media", "robots"])
def test_a_user_agent_that_does_not_name_us_is_replaced(purpose: Purpose) -> None:
    headers = (("User-Agent", "Googlebot/2.1"),)
    ask = Ask(url=START, headers=headers, purpose=purpose)
    head = build_request(ask, check_url(START), headers, "Vedette/1.0")
    assert b"Googlebot" not in head and b"User-Agent: Vedette/1.0\r\n" in head


@pytest.mark.parametrize(
    ("referrer", "purpose", "goes"),
    [
        ("https://social.example/", "link", True),
        ("https://social.example/post/1", "link", False),
        ("https://user@social.example/", "link", False),
        ("https://social.example/\r\nX: 1", "link", False),
        ("https://social.example/", "platform", False),
        ("https://social.example/", "media", False),
        ("https://social.example/", "browser", False),
        ("", "link", False),
    ],
)
def test_a_referrer_goes_with_links_alone_and_as_an_origin(
    referrer: str, purpose: Purpose, goes: bool
) -> None:
    headers = (("Referer", "https://other.example/page"),)
    ask = Ask(url=START, headers=headers, purpose=purpose, referrer=referrer)
    head = build_request(ask, check_url(START), headers, "Vedette/1.0")
    assert (f"Referer: {referrer}\r\n".encode() in head) is goes or not referrer
    assert b"other.example" not in head


def test_the_browsers_referrer_goes_only_where_the_browser_sends_that_very_one() -> None:
    origin = "https://social.example/"
    for sent, goes in ((origin, True), ("https://page.example/a", False)):
        headers = (("Referer", sent),)
        ask = Ask(url=START, headers=headers, purpose="browser", referrer=origin)
        head = build_request(ask, check_url(START), headers, "Vedette/1.0")
        assert (b"Referer:" in head) is goes


@pytest.mark.parametrize(
    "broken", [("watch", "en", ""), ("phone", "e n", ""), ("phone", "en", "https://a.example/page")]
)
def test_what_is_no_vantage_is_refused(broken: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError):
        replace(Vantage("phone"), device=broken[0], language=broken[1], referrer=broken[2])  # type: ignore[arg-type]
