"""What the browser met when it loaded a link, read as hops and a landing page."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from crawlers.platform import Fetch, Reading
from crawlers.redirects import platform
from storage.items import Hop, LandingPage, Watched
from tests.crawlers.captures import make_capture, only

LINK = "https://bit.example/x"
END = "https://site.example/story"


def rendered(**facts: Any) -> list[Reading]:
    watched = Watched(platform="links", key=LINK, url=LINK)
    context = {"link": LINK, "chain": "c1", "position": "2", "url": LINK}
    body = {"url": LINK, "outcome": "ok", "text": "Words", "title": "Story", "lang": "en", **facts}
    capture = make_capture("urn:pageinfo:x", body, reader="read_rendered", context=context, route="browser")
    return list(platform.readers["read_rendered"](replace(capture, record_type="resource"), watched))


def navigation(
    url: str, kind: str = "", status: int = 200, record: str = "", reason: str = ""
) -> dict[str, object]:
    return {"url": url, "kind": kind, "status": status, "record_id": record, "reason": reason}


def test_what_the_browser_met_is_read_as_hops_and_a_landing_page() -> None:
    readings = rendered(
        final_url=END,
        screenshot_record_id="urn:shot",
        navigations=[
            navigation(LINK, "http", status=302, record="urn:1"),
            navigation("https://b.example/", "meta_refresh", record="urn:2"),
            navigation("https://c.example/", "script", record="urn:3"),
            navigation(END, "landing", record="urn:4"),
        ],
    )
    found = only(readings, Hop)
    assert [(hop.kind, hop.url, hop.next_url, hop.position, hop.record_id) for hop in found] == [
        ("http", LINK, "https://b.example/", 2, "urn:1"),
        ("meta_refresh", "https://b.example/", "https://c.example/", 3, "urn:2"),
        ("script", "https://c.example/", END, 4, "urn:3"),
        ("landing", END, "", 5, "urn:4"),
    ]
    assert {hop.vantage for hop in found} == {"browser"}
    assert [hop.where.partition("#")[2] for hop in found] == [f"/navigations/{n}" for n in range(4)]
    (landing,) = only(readings, LandingPage)
    assert (landing.url, landing.title, landing.text, landing.language) == (END, "Story", "Words", "en")
    assert landing.screenshot_record_id == "urn:shot"


def test_a_page_that_reloads_itself_is_one_hop_with_the_answer_that_moved_on() -> None:
    reloads = [
        navigation(LINK, "script", record="urn:1"),
        navigation(f"{LINK}#again", "http", status=302, record="urn:2"),
        navigation(END, "landing", record="urn:3"),
    ]
    first, last = only(rendered(navigations=reloads), Hop)
    assert (first.kind, first.url, first.next_url, first.record_id) == ("http", LINK, END, "urn:2")
    assert (last.kind, last.url, last.position) == ("landing", END, 3)


def test_where_the_browser_could_not_end() -> None:
    back = [
        navigation(LINK, "script"),
        navigation("https://b.example/", "script"),
        navigation(LINK, "loop"),
    ]
    readings = rendered(navigations=back, outcome="too_many_navigations", reason="moved on 20 times")
    looped = only(readings, Hop)
    assert [hop.kind for hop in looped] == ["script", "script", "loop"]
    assert (looped[-1].reason, only(readings, LandingPage)) == ("moved on 20 times", [])
    (gone,) = only(rendered(navigations=[navigation(LINK, "landing", status=404)]), Hop)
    assert (gone.kind, gone.reason) == ("dead_end", "status 404")
    many = [navigation(f"https://h.example/{n}", "script") for n in range(60)]
    last = only(rendered(navigations=many), Hop)[-1]
    assert (last.kind, last.position) == ("dead_end", 19)


@pytest.mark.parametrize("kind", ["refused", "dead_end"])
def test_a_chain_that_ends_without_a_page_says_why(kind: str) -> None:
    ended = [
        navigation(LINK, "script", record="urn:1"),
        navigation("https://b.example/", kind, 0, "urn:2", "no way"),
    ]
    readings = rendered(navigations=ended, outcome="unreachable")
    assert [(hop.kind, hop.reason) for hop in only(readings, Hop)] == [("script", ""), (kind, "no way")]
    assert only(readings, LandingPage) == []


def test_a_load_that_failed_says_nothing_so_that_the_plain_reading_stands() -> None:
    assert rendered(navigations=[], final_url="") == []
    assert rendered(navigations=[navigation(LINK, "landing")], outcome="crashed", text="") == []
    assert rendered(navigations=[navigation(LINK, "dead_end", 0)], outcome="unreachable", text="") == []
    assert rendered(navigations=[navigation("javascript:x"), "odd", {"url": 5}], final_url="data:,") == []
    hop, landing = only(rendered(final_url=END, navigations=None, status=200), Hop)
    assert (hop.kind, hop.next_url, landing.kind) == ("script", END, "landing")


def test_where_the_browser_stops_plain_questions_go_on() -> None:
    frame = f"<html><body><iframe src='{END}' style='position:fixed;inset:0'></iframe></body></html>"
    between = f"<html><body>You are leaving. <a href='{END}'>Continue</a></body></html>"
    for html, text, kind in ((frame, "", "frame"), (between, "You are leaving. Continue", "interstitial")):
        found = rendered(navigations=[navigation(LINK, "landing")], html=html, text=text)
        hop, fetch = only(found, Hop)[0], only(found, Fetch)[0]
        assert (hop.kind, hop.next_url, hop.vantage) == (kind, END, "browser")
        assert (fetch.url, fetch.reader, fetch.context["position"]) == (END, "read_hop", "3")
        assert only(found, LandingPage) == []


def test_a_shim_that_script_leads_to_is_unwrapped_whatever_it_shows() -> None:
    shim = f"https://vk.com/away.php?to={END}"
    found = rendered(navigations=[navigation(LINK, "script"), navigation(shim, "landing", 403)])
    assert [(hop.kind, hop.next_url) for hop in only(found, Hop)] == [("script", shim), ("shim", END)]
    assert only(found, Fetch)[0].url == END


def test_a_loop_that_stays_one_with_cookies_is_told_by_plain_reading_alone() -> None:
    watched = Watched(platform="links", key=LINK, url=LINK)
    body = {"url": LINK, "outcome": "too_many_navigations", "navigations": [navigation(LINK, "loop")]}
    context = {"link": LINK, "chain": "c1", "position": "0", "url": LINK, "cookie": "1"}
    capture = make_capture("urn:pageinfo:x", body, reader="read_rendered", context=context, route="browser")
    assert list(platform.readers["read_rendered"](replace(capture, record_type="resource"), watched)) == []


def test_what_plain_reading_found_odd_is_told_of_the_page_that_the_browser_stays_at() -> None:
    canonical = "https://original.org/a"
    (hop,) = only(rendered(navigations=[navigation(LINK, "landing")], canonical=canonical), Hop)
    assert hop.reason == f"canonical {canonical}"
