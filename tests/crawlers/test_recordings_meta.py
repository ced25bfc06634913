"""Facebook and Instagram on bodies that they really sent, where ``../shared/recordings`` is there.

The list beside them says how many posts each holds and what the first one is. A changed copy (a field taken
away, a list made an object, a text made null) gives a problem, or what the whole one gives, never less in
silence and never another exception. Where the folder is not there nothing is collected, and nothing skipped.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from crawlers.times import parse_time
from storage.items import Account, Post, Problem
from tests.crawlers.captures import make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"


@dataclass(frozen=True, slots=True)
class Asked:
    """The account for which a body was recorded, the address, and the reader that an import finds by it."""

    account: str
    url: str
    reader: str


_GRAPH = "https://graph.facebook.com/v26.0"
_WEB = "https://www.instagram.com"
PAGES = {
    "facebook/m_group_page.html.gz": Asked(
        "https://m.facebook.com/groups/117507531664134/",
        "https://m.facebook.com/groups/117507531664134/",
        "page",
    ),
    "facebook/facebook.m.timeline.html": Asked(
        "https://www.facebook.com/snarfed.org", "https://m.facebook.com/snarfed.org", "page"
    ),
    "facebook/facebook.mbasic.post.html": Asked(
        "https://www.facebook.com/snarfed.org",
        "https://mbasic.facebook.com/story.php?story_fbid=10105903705927793&id=214707",
        "page",
    ),
}
LISTS = {
    "instagram/api_clips_user.json": Asked(f"{_WEB}/noholita/", f"{_WEB}/api/v1/clips/user/", "call"),
    "instagram/tagged_medias.json": Asked(
        f"{_WEB}/robertdowneyjr/",
        f"{_WEB}/graphql/query/?query_hash=be13233562af2d229b008d2976b998b5",
        "call",
    ),
    "instagram/graph_business_discovery_media_p1.json": Asked(
        f"{_WEB}/jaychou/", f"{_GRAPH}/1?fields=business_discovery.username(jaychou){{media}}", "discovery"
    ),
}
PROFILE = Asked(
    f"{_WEB}/robertdowneyjr/", f"{_WEB}/api/v1/users/web_profile_info/?username=robertdowneyjr", "call"
)
_FIRST = re.compile(r"first (?:id|pk) (\d+)")
_TIME = re.compile(r"(?:taken_at|first created) (\S+)")


@cache
def read_body(name: str) -> bytes:
    body = (PLACE / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


@cache
def find_expected(name: str) -> str:
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()]
    return next(row[5] for row in rows if row[1] == name)


def run(platform: str, asked: Asked, body: bytes) -> list[Reading]:
    """What an import of the body gives, the reader found by its URL."""
    one = platforms()[platform]
    watched = one.recognise(asked.account)
    assert watched is not None
    reader = next(reader for pattern, reader in one.imports if re.search(pattern, asked.url))
    assert reader == asked.reader
    capture = make_capture(asked.url, body, reader=reader, route="import")
    return list(one.readers[reader](capture, watched))


def list_places(value: object, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [place] if place else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        found += list_places(inner, (*place, name))
    return found


def change(body: Any, place: tuple[Any, ...], how: str) -> Any:
    """The body without what is in a place, or with something else there."""
    holder = body
    for step in place[:-1]:
        holder = holder[step]
    there = holder[place[-1]]
    if how == "remove":
        del holder[place[-1]]
    elif how == "turn":
        holder[place[-1]] = {"0": there} if isinstance(there, list) else [there]
    else:
        holder[place[-1]] = None
    return body


def summarise(readings: list[Reading]) -> set[str]:
    """The posts and accounts that were read."""
    return {one.id for one in only(readings, Post)} | {f"@{one.handle}" for one in only(readings, Account)}


if PLACE.is_dir():

    def test_a_recorded_group_page_is_read_as_its_list_says() -> None:
        name = "facebook/m_group_page.html.gz"
        posts = only(run("facebook", PAGES[name], read_body(name)), Post)
        expected = find_expected(name)
        assert f"{len({post.id for post in posts})} distinct top_level_post_id" in expected
        assert f"first ['{posts[0].id}']" in expected and len(posts) == 21
        assert posts[0].posted_at == parse_time("1522785762")
        assert {post.account for post in posts} == {"117507531664134"}
        assert all(post.text and post.author and post.posted_at for post in posts)
        shared = [post for post in posts if post.kind != "post"]
        assert shared and all(post.repost_of or post.quote_of for post in shared)
        assert all(
            "facebook.com/l.php" not in (link.expanded or link.url) for post in posts for link in post.links
        )

    @pytest.mark.parametrize(
        ("name", "ids"),
        [
            ("facebook/facebook.m.timeline.html", ["123", "456"]),
            ("facebook/facebook.mbasic.post.html", ["456"]),
        ],
    )
    def test_recorded_mobile_pages_are_read(name: str, ids: list[str]) -> None:
        readings = run("facebook", PAGES[name], read_body(name))
        posts = only(readings, Post)
        assert [post.id for post in posts] == ids and not only(readings, Problem)
        assert posts[-1].text.startswith("Oh hi,") and posts[-1].mentions == ("popularscience",)
        assert "https://di5.us/b/Y4?" in [link.expanded for link in posts[-1].links]
        assert all(post.posted_at is None and post.posted_at_text for post in posts), "no year is shown"

    def test_a_recorded_error_of_the_api_gives_way_to_the_next_route() -> None:
        asked = Asked("https://www.facebook.com/x.y.z", f"{_GRAPH}/x?fields=id", "account")
        (problem,) = run("facebook", asked, read_body("facebook/graph_error.json"))
        assert isinstance(problem, Problem) and problem.kind == "unauthorised"
        assert "Page Public Content Access" in problem.reason

    @pytest.mark.parametrize("name", LISTS)
    def test_a_recorded_list_is_read_as_its_list_says(name: str) -> None:
        readings = run("instagram", LISTS[name], read_body(name))
        posts, expected = only(readings, Post), find_expected(name)
        first, moment = _FIRST.search(expected), _TIME.search(expected)
        assert first and moment and not only(readings, Problem)
        assert len({post.id for post in posts}) == len(posts) == int(expected.split(" ")[0])
        assert first[1] in (posts[0].id, posts[0].uri)
        assert posts[0].posted_at == parse_time(moment[1])
        assert all(post.media and post.url.startswith("https://www.instagram.com/p/") for post in posts)

    def test_posts_that_tag_an_account_stay_their_authors() -> None:
        name = "instagram/tagged_medias.json"
        posts = only(run("instagram", LISTS[name], read_body(name)), Post)
        nodes = orjson.loads(read_body(name))["data"]["user"]["edge_user_to_photos_of_you"]["edges"]
        owners = [edge["node"]["owner"]["id"] for edge in nodes]
        named = [edge["node"]["owner"].get("username") for edge in nodes]
        for post, owner, name in zip(posts, owners, named, strict=True):
            assert post.account == ("robertdowneyjr" if name == "robertdowneyjr" else owner)

    def test_a_recorded_profile_is_read() -> None:
        readings = run("instagram", PROFILE, read_body("instagram/web_profile_info.json"))
        (account,) = only(readings, Account)
        assert (account.key, account.handle, account.followers, account.posts) == (
            "1518284433",
            "robertdowneyjr",
            52_979_346,
            419,
        )
        assert not only(readings, Problem)

    def test_a_recorded_answer_to_a_login_is_a_login_wall() -> None:
        (problem,) = run("instagram", PROFILE, read_body("instagram/login_error.json"))
        assert isinstance(problem, Problem) and problem.kind == "login_wall"

    @pytest.mark.parametrize("name", [*LISTS, "instagram/web_profile_info.json"])
    @settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_changed_recording_is_told_and_not_passed_over(name: str, data: st.DataObject) -> None:
        asked, whole = LISTS.get(name, PROFILE), read_body(name)
        place = data.draw(st.sampled_from(list_places(orjson.loads(whole))))
        how = data.draw(st.sampled_from(["remove", "turn", "null"]))
        changed = change(orjson.loads(whole), place, how)
        try:
            readings = run("instagram", asked, orjson.dumps(changed))
        except UNREADABLE:
            return
        taken_whole = how == "remove" and isinstance(place[-1], int)
        due = summarise(run("instagram", asked, whole))
        assert only(readings, Problem) or taken_whole or len(summarise(readings)) >= len(due), place
