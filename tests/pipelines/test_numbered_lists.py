"""Numbered lists: first-person posts of several accounts that kept the numbers of one list."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.detector import catch_up
from pipelines.numbered_lists import is_first_person
from pipelines.reused_text import ReusedText
from storage.index import Index
from storage.items import Post
from tests.pipelines.posts import flags_of, members_of, put, say

STORIES = (
    "I have driven a bus in Azure Bay for nineteen years and this spring my route finishes on time.",
    "My grandmother cannot read, but she books her own doctor by phone now and brags about it.",
    "We waited years for a flat of our own, and the day we got the key my husband cried.",
    "I lost my wallet on the tram and a student brought it back before I had noticed.",
    "My father broke his back carrying crates; today he sits in a control room.",
    "As a nurse on night shift I have seen this city at its worst hours, and people bring us soup.",
)
CHINESE = (
    "我在兰湾开出租车十九年了，以前最怕北岸堵车，现在一座桥就解决了。",
    "我妈妈今年七十三岁，每天早上坐免费巴士去公园打太极，日子想都不敢想。",
    "结婚那年我们租在地下室里，去年终于拿到公屋的钥匙，我先生偷偷哭了。",
    "我是一名普通护士，夜班很累，但是看到病人出院时的笑脸就值得。",
)
SPELLINGS = ("{}. {}", "{}、{}", "（{}）{}", "#{} {}", "({}) {}")


def list_posts(stories: tuple[str, ...], accounts: int = 5) -> list[Post]:
    return [
        say(f"gab:{n % accounts}", SPELLINGS[n % len(SPELLINGS)].format(n + 1, story), n * 600)
        for n, story in enumerate(stories)
    ]


def detect(index: Index, *posts: Post) -> list[Any]:
    put(index, *posts)
    catch_up(index, [ReusedText()])
    return flags_of(index, "numbered_list")


@pytest.mark.parametrize("stories", [STORIES, CHINESE], ids=["English", "Chinese"])
def test_a_list_shows_by_its_numbers(index: Index, stories: tuple[str, ...]) -> None:
    (flag,) = detect(index, *list_posts(stories))
    assert len(flag.members) == len(stories)
    evidence: Any = flag.evidence
    assert evidence["numbers"] == list(range(1, len(stories) + 1))
    assert evidence["members"][1]["spelling"] == "2、"
    assert evidence["conflicts"] == 0


def test_chinese_numerals_belong_to_the_same_list(sqlite_index: Index) -> None:
    posts = [say(f"gab:{n}", f"{'一二三四'[n]}、{CHINESE[n]}", n) for n in range(4)]
    assert len(detect(sqlite_index, *posts)) == 1


def test_a_list_grows_and_keeps_its_name(index: Index) -> None:
    posts = list_posts(STORIES)
    (before,) = detect(index, *posts[:5])
    (after,) = detect(index, *posts[5:])
    assert before.flag.key == after.flag.key
    assert members_of(after)[: len(before.members)] == members_of(before)


def test_an_earlier_entry_renames_the_list_and_leaves_no_second_flag(index: Index) -> None:
    posts = list_posts(STORIES)
    detect(index, *posts[1:])
    (flag,) = detect(index, posts[0])
    assert members_of(flag)[0] == "gab:0-0"


@pytest.mark.parametrize(
    "posts",
    [
        pytest.param([say("gab:1", f"{n + 1}. {STORIES[n]}", n) for n in range(6)], id="a list of one's own"),
        pytest.param(list_posts(STORIES, accounts=2), id="two accounts"),
        pytest.param(list_posts(STORIES[:3]), id="three numbers"),
        pytest.param([say(f"gab:{n}", f"1. {STORIES[n]}", n) for n in range(6)], id="one number"),
        pytest.param(
            [say(f"gab:{n}", f"{n * 97 + 1}. {STORIES[n]}", n) for n in range(6)], id="scattered numbers"
        ),
        pytest.param(
            [
                say(
                    f"gab:{n}",
                    f"{n + 1}. The council approved item {'abcdef'[n]} of the agenda this week.",
                    n,
                )
                for n in range(6)
            ],
            id="nobody tells of himself",
        ),
        pytest.param([say(f"gab:{n}", STORIES[n], n) for n in range(6)], id="no numbers"),
        pytest.param(
            [say(f"gab:{n}", f"1. {STORIES[n]}\n2. {STORIES[n - 1]}", n) for n in range(6)],
            id="lists within posts",
        ),
        pytest.param(
            [say(f"gab:{n}", f"{n + 1}. {STORIES[n]}", n * 60 * 24 * 50) for n in range(6)], id="months apart"
        ),
    ],
)
def test_ordinary_numbers_are_left_alone(sqlite_index: Index, posts: list[Post]) -> None:
    assert detect(sqlite_index, *posts) == []


@pytest.mark.parametrize("text", [*STORIES, *CHINESE, "爸爸是码头工人，以前背货把腰都背坏了"])
def test_stories_are_told_in_the_first_person(text: str) -> None:
    assert is_first_person(text)


@pytest.mark.parametrize("text", ["The council approved the budget.", "市议会批准新的渡轮时刻表"])
def test_reports_are_not(text: str) -> None:
    assert not is_first_person(text)
