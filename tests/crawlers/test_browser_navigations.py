"""By what means a page moves on, each step with its record; and the same from recorded events alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.navigations import Trail
from crawlers.network.visit import Asked
from tests.crawlers.browsing import run_desk
from tests.crawlers.site import Reply, move, page

NEXT = "https://next.example/end"
MEANS = {
    "301": (move(NEXT, 301), "http"),
    "302": (move(NEXT, 302), "http"),
    "303": (move(NEXT, 303), "http"),
    "307": (move(NEXT, 307), "http"),
    "308": (move(NEXT, 308), "http"),
    "refresh header": (page("<body>", ("Refresh", f"0; url={NEXT}")), "refresh_header"),
    "refresh header, later": (page("<body>", ("Refresh", f"2; url={NEXT}")), "refresh_header"),
    "meta refresh": (page(f"<meta http-equiv=refresh content='0; url={NEXT}'>"), "meta_refresh"),
    "meta refresh, later": (page(f"<meta http-equiv=refresh content='2; url={NEXT}'>"), "meta_refresh"),
    "location": (page(f"<script>location = '{NEXT}'</script>"), "script"),
    "location.replace": (page(f"<body><script>location.replace('{NEXT}')</script>"), "script"),
    "timer": (page(f"<body><script>setTimeout(() => location.assign('{NEXT}'), 400)</script>"), "script"),
    "on load": (page(f"<body onload=\"location.href='{NEXT}'\">"), "script"),
    "form": (page(f"<form id=f action='{NEXT}'></form><script>f.submit()</script>"), "script"),
    "click": (page(f"<a id=a href='{NEXT}'>x</a><script>a.click()</script>"), "script"),
    "open": (page(f"<script>open('{NEXT}', '_self')</script>"), "script"),
    "written meta": (
        page(f"""<script>document.write("<meta http-equiv=refresh content='0; url={NEXT}'>")</script>"""),
        "meta_refresh",
    ),
}


@pytest.mark.browser
@pytest.mark.parametrize("means", MEANS)
async def test_how_a_page_moves_on(tmp_path: Path, means: str) -> None:
    first, kind = MEANS[means]
    replies = {"https://first.example/": first, NEXT: page("<body>end"), f"{NEXT}?": page("<body>end")}
    async with run_desk(tmp_path, replies) as desk:
        told = await desk.tell("https://first.example/")
        assert (told["outcome"], told["text"]) == ("ok", "end")
        assert [(one["url"].rstrip("?"), one["status"], one["kind"]) for one in told["navigations"]] == [
            ("https://first.example/", first.status, kind),
            (NEXT, 200, "landing"),
        ]
        for step in told["navigations"]:
            record = desk.record(step["record_id"])
            assert (record.type, record.target_uri) == ("response", step["url"])


@pytest.mark.browser
async def test_a_long_way_by_all_means(tmp_path: Path) -> None:
    replies = {
        "https://t.example/a": move("/b", 307),
        "https://t.example/b": page("<body>", ("Refresh", "0; url=https://shop.example/c")),
        "https://shop.example/c": page("<script>setTimeout(() => location = '/d?again=1', 50)</script>"),
        "https://shop.example/d?again=1": page(
            "<meta http-equiv=refresh content='0; url=https:&#47;/e.example/'>"
        ),
        "https://e.example/": page("<body>end<script>history.pushState(0, '', '/pushed#part')</script>"),
    }
    async with run_desk(tmp_path, replies) as desk:
        told = await desk.tell("https://t.example/a")
        assert [one["url"] for one in told["navigations"]] == list(replies)
        kinds = ["http", "refresh_header", "script", "meta_refresh", "landing"]
        assert [one["kind"] for one in told["navigations"]] == kinds
        assert told["final_url"] == "https://e.example/pushed#part"


@pytest.mark.browser
async def test_a_page_asked_twice_has_two_records(tmp_path: Path) -> None:
    body = """<body>once more<script>if (!sessionStorage.again) {
      sessionStorage.again = 1; location.reload() }</script>"""
    async with run_desk(tmp_path, {"https://twice.example/": page(body)}) as desk:
        told = await desk.tell("https://twice.example/")
        assert [one["kind"] for one in told["navigations"]] == ["script", "landing"]
        assert len({one["record_id"] for one in told["navigations"]}) == 2


@pytest.mark.browser
async def test_no_content_is_a_dead_end(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {"https://void.example/": Reply(status=204, headers=())}) as desk:
        told = await desk.tell("https://void.example/")
        assert [(one["kind"], one["status"]) for one in told["navigations"]] == [("dead_end", 204)]
        assert (told["outcome"], told["text"], told["screenshot_record_id"]) == ("failed", "", "")


@pytest.mark.browser
async def test_an_unknown_scheme_is_a_dead_end(tmp_path: Path) -> None:
    async with run_desk(tmp_path, {"https://app.example/": move("intent://open#Intent;end")}) as desk:
        told = await desk.tell("https://app.example/")
        assert told["outcome"] == "failed"
        assert (told["navigations"][0]["status"], told["navigations"][0]["kind"]) == (302, "http")
        assert told["navigations"][1]["url"].startswith("intent://open")
        assert told["navigations"][1]["kind"] == "dead_end"


EVENTS = st.sampled_from(Trail.EVENTS).flatmap(
    lambda name: st.fixed_dictionaries(
        {
            "name": st.just(name),
            "requestId": st.sampled_from("12"),
            "frameId": st.sampled_from(["main", "other"]),
            "frame": st.fixed_dictionaries({"id": st.sampled_from(["main", "other"])}),
            "type": st.sampled_from(["Document", "Image"]),
            "url": st.sampled_from(["https://a.example/", "https://b.example/#x"]),
            "reason": st.sampled_from(["metaTagRefresh", "scriptInitiated", "anchorClick"]),
            "delay": st.floats(0, 1e9),
            "request": st.fixed_dictionaries(
                {
                    "url": st.sampled_from(["https://a.example/", "https://b.example/"]),
                    "method": st.just("GET"),
                }
            ),
            "response": st.fixed_dictionaries({"status": st.integers(100, 599)}),
        },
        optional={
            "redirectResponse": st.fixed_dictionaries({"status": st.integers(300, 399)}),
            "disposition": st.sampled_from(["currentTab", "newTab"]),
        },
    )
)


@given(st.lists(EVENTS, max_size=60), st.integers(0, 5))
def test_whatever_is_told_in_whatever_order_the_way_stays_bounded(
    events: list[dict[str, object]], most: int
) -> None:
    trail = Trail("main", most)
    for event in events:
        trail.follow(str(event["name"]), event)
    asked = [Asked(url="https://a.example/", method="GET", status=200, record_id="r")]
    steps = trail.tell(asked, "landing")
    assert len(steps) <= most + 1
    assert trail.is_full == (len(steps) > most)
    assert [step.kind for step in steps[-1:]] == ["landing"][: len(steps)]
    assert all(step.record_id == "r" for step in steps if step.url == "https://a.example/")
