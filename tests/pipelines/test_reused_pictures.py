"""Reused pictures: who is flagged together, in what order, and who is left alone."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest

from pipelines.detector import catch_up
from pipelines.picture_lookup import who_used_picture
from pipelines.reused_pictures import ReusedPictures
from sandbox.operation.pictures import draw_avatar
from storage.clearing import clear_evidence
from storage.index import Index
from tests.databases import copy_sqlite
from tests.pipelines.pictures_made import EDITS, Shelf, cut, draw, put_caption, save, show
from tests.pipelines.posts import flags_of, members_of
from tests.storage.harvests import make_account

SCENE = save(draw("scenery-01"))
FOOD = save(draw("food-01"))


@pytest.fixture
def shelf(sqlite_index: Index, tmp_path: Path) -> Shelf:
    return Shelf(sqlite_index, tmp_path / "archive")


@pytest.fixture
def either_shelf(index: Index, tmp_path: Path) -> Shelf:
    return Shelf(index, tmp_path / "archive")


def detect(shelf: Shelf, kind: str = "reused_picture") -> list[Any]:
    catch_up(shelf.index, [ReusedPictures()], archive=shelf.folder)
    return flags_of(shelf.index, kind)


def test_copies_over_platforms_are_one_flag_that_says_who_was_first_and_how(either_shelf: Shelf) -> None:
    shelf = either_shelf
    shelf.post("vk:2", 30, save(EDITS["flipped"](draw("scenery-01"))))
    shelf.post("gab:1", 0, SCENE)
    shelf.post("gab:3", 60, save(cut(draw("scenery-01"), 0.1)), FOOD)
    shelf.post("gab:4", 5, save(draw("banner-01")))
    (flag,) = detect(shelf)
    assert members_of(flag) == ["gab:1-0", "vk:2-30", "gab:3-60"]
    evidence = flag.evidence
    assert evidence["first"]["account"] == "gab:1" and evidence["platforms"] == ["gab", "vk"]
    assert [(each["platform"], each["uid"]) for each in evidence["first_on"]] == [
        ("gab", "gab:1-0"),
        ("vk", "vk:2-30"),
    ]
    assert (evidence["accounts"], evidence["posts"], evidence["versions"], evidence["span_s"]) == (
        3,
        3,
        3,
        3600,
    )
    members = evidence["members"]
    assert [each["how"] for each in members] == ["first", "flipped left to right", "cropped"]
    assert members[1]["distance"] <= 31 and members[2]["distance"] > 31 and members[2]["corners"] >= 8
    assert all(each["record_id"] and len(each["sha256"]) == 64 and each["width"] for each in members)
    assert evidence["parameters"]["most_bits"] == 31
    assert flag.flag.version == ReusedPictures.version and 0.5 < flag.flag.score < 1


def test_the_same_file_at_two_addresses_is_reuse(either_shelf: Shelf) -> None:
    either_shelf.post("gab:1", 0, SCENE)
    assert detect(either_shelf) == []
    either_shelf.post("gab:2", 5, SCENE)
    (flag,) = detect(either_shelf)
    assert members_of(flag) == ["gab:1-0", "gab:2-5"] and flag.evidence["versions"] == 1


def test_a_post_that_comes_after_its_picture_was_read_joins(shelf: Shelf) -> None:
    shelf.post("gab:1", 0, SCENE)
    late = show("vk:2", 9, FOOD)
    shelf.fetch(late.media[0].url, save(draw("scenery-01"), 40))
    assert detect(shelf) == []
    shelf.put(late)
    (flag,) = detect(shelf)
    assert members_of(flag) == ["gab:1-0", "vk:2-9"]


@pytest.mark.parametrize(
    "posts",
    [
        pytest.param([("gab:1", 0, SCENE, {}), ("gab:1", 5, SCENE, {})], id="one account repeats itself"),
        pytest.param([("gab:1", 0, SCENE, {}), ("vk:2", 5, FOOD, {})], id="different pictures"),
        pytest.param(
            [("gab:1", 0, SCENE, {}), ("gab:2", 5, SCENE, {"kind": "repost", "repost_of": "gab:1-0"})],
            id="a repost by the platform's own function",
        ),
        pytest.param(
            [("gab:1", 0, draw_avatar("x"), {}), ("vk:2", 5, draw_avatar("x"), {})], id="a tiny picture"
        ),
        pytest.param(
            [("gab:1", 0, b"<svg/>", {}), ("vk:2", 5, b"<svg/>", {})], id="what is not read as a picture"
        ),
    ],
)
def test_what_is_left_alone(shelf: Shelf, posts: list[tuple[str, float, bytes, dict[str, Any]]]) -> None:
    for account, minutes, picture, more in posts:
        shelf.post(account, minutes, picture, **more)
    assert detect(shelf) == []


def test_a_template_of_which_everyone_has_another_version_is_left_alone(shelf: Shelf) -> None:
    for number in range(7):
        words = (
            "monday",
            "my boss when it rains",
            "nobody:",
            "IT IS FRIDAY AGAIN",
            "cats be like",
            "?!",
            "me",
        )
        shelf.post(f"gab:{number}", number, save(put_caption(draw("food-03"), words[number])))
    assert detect(shelf) == []
    shelf.post("vk:9", 9, save(put_caption(draw("food-03"), words[0])))
    (flag,) = detect(shelf)
    assert flag.evidence["accounts"] == 8


def test_an_earlier_copy_takes_over_the_flag(shelf: Shelf) -> None:
    shelf.post("gab:2", 10, SCENE)
    shelf.post("gab:3", 20, save(cut(draw("scenery-01"), 0.05)))
    (former,) = detect(shelf)
    shelf.post("vk:1", 0, save(draw("scenery-01"), 30))
    (flag,) = detect(shelf)
    assert members_of(flag)[0] == "vk:1-0" and flag.flag.key != former.flag.key


def test_an_older_file_of_a_known_address_that_arrives_late_is_seen(either_shelf: Shelf) -> None:
    shelf = either_shelf
    changed = show("gab:1", 0, FOOD)
    shelf.put(changed)
    shelf.fetch(changed.media[0].url, FOOD)
    shelf.post("gab:2", 5, SCENE)
    assert detect(shelf) == []
    shelf.fetch(changed.media[0].url, SCENE, days_ago=3)
    (flag,) = detect(shelf)
    assert set(members_of(flag)) == {"gab:1-0", "gab:2-5"}


def test_one_face_on_several_accounts_is_a_finding(either_shelf: Shelf) -> None:
    shelf = either_shelf
    face, copy = save(draw("food-05")), save(EDITS["flipped"](draw("food-05").resize((400, 300))))
    shelf.put(
        make_account("7", "ann", 1, avatar_url="https://media.example/ann.jpg"),
        make_account("8", "bob", 2, avatar_url="https://media.example/bob.jpg"),
        make_account("9", "eve", 3, banner_url="https://media.example/eve.jpg"),
    )
    shelf.fetch("https://media.example/bob.jpg", copy)
    shelf.fetch("https://media.example/eve.jpg", FOOD)
    assert detect(shelf, "shared_avatar") == []
    shelf.fetch("https://media.example/ann.jpg", face)
    (flag,) = detect(shelf, "shared_avatar")
    assert set(members_of(flag)) == {"gab:7", "gab:8"}
    assert {each["place"] for each in flag.evidence["members"]} == {"avatar"}
    assert flags_of(shelf.index, "reused_picture") == []


def test_flags_do_not_depend_on_the_order_of_arrival(sqlite_template: Path, tmp_path: Path) -> None:
    made = [
        (f"gab:{number}", float(number), save(EDITS[edit](draw(name)), 70))
        for number, (name, edit) in enumerate(
            itertools.product(("scenery-02", "food-06"), ("smaller", "crop 10 %", "flipped", "caption"))
        )
    ]
    told: list[Any] = []
    for order in range(3):
        folder = tmp_path / str(order)
        folder.mkdir()
        index = copy_sqlite(sqlite_template, folder)
        shelf = Shelf(index, folder / "archive")
        random.Random(order).shuffle(made)
        for number, (account, minutes, picture) in enumerate(made):
            shelf.post(account, minutes, picture)
            if number % (order + 2) == 0:
                catch_up(index, [ReusedPictures()], 2, archive=shelf.folder)
        found = detect(shelf)
        for flag in found:
            for member in flag.evidence["members"]:
                member.pop("record_id")
        told.append(
            sorted((flag.flag.key, flag.flag.score, members_of(flag), flag.evidence) for flag in found)
        )
        index.close()
    assert len(told[0]) == 2 and told[0] == told[1] == told[2]


def test_pictures_wait_for_the_archive(shelf: Shelf) -> None:
    shelf.post("gab:1", 0, SCENE)
    shelf.post("gab:2", 1, SCENE)
    catch_up(shelf.index)
    assert flags_of(shelf.index, "reused_picture") == []
    assert len(detect(shelf)) == 1


def test_clearing_forgets_pictures_with_the_rest(shelf: Shelf) -> None:
    shelf.post("gab:1", 0, SCENE)
    shelf.post("gab:2", 1, SCENE)
    assert len(detect(shelf)) == 1
    clear_evidence(shelf.index)
    assert detect(shelf) == [] and who_used_picture(shelf.index, SCENE).uses == ()


def test_who_used_a_picture_is_told_at_once_and_changes_nothing(either_shelf: Shelf) -> None:
    shelf = either_shelf
    shelf.post("gab:1", 0, SCENE)
    shelf.post("vk:2", 30, save(put_caption(draw("scenery-01"))))
    shelf.post("vk:3", 40, FOOD)
    detect(shelf)
    asked = save(cut(draw("scenery-01"), 0.08))
    for _ in range(2):
        answer = who_used_picture(shelf.index, asked)
        assert [(use.uid, use.place) for use in answer.uses] == [("gab:1-0", "post"), ("vk:2-30", "post")]
    assert [use.uid for use in who_used_picture(shelf.index, SCENE, limit=1).uses] == ["gab:1-0"]
    assert who_used_picture(shelf.index, save(draw("banner-05"))).uses == ()
    assert "SVG" in who_used_picture(shelf.index, b"<svg/>").problem
    assert "smaller" in who_used_picture(shelf.index, draw_avatar("x")).plain


def test_what_the_archive_has_lost_stops_nothing(shelf: Shelf) -> None:
    shelf.post("gab:1", 0, SCENE)
    for path in shelf.folder.iterdir():
        path.unlink()
    shelf.post("gab:2", 1, FOOD)
    shelf.post("vk:3", 2, save(draw("food-01"), 50))
    (flag,) = detect(shelf)
    assert members_of(flag) == ["gab:2-1", "vk:3-2"]
