"""Reused text: who is flagged together, in what order, and who is left alone."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines.detector import catch_up
from pipelines.reused_text import ReusedText
from storage.index import Index
from storage.items import LandingPage, Link, Post
from tests.databases import copy_sqlite
from tests.pipelines.posts import flags_of, follow, members_of, put, say
from tests.storage.harvests import at

FERRY = (
    "The so-called investigation of the Harbour Daily falls apart at first sight. The new ferry line saves "
    "two hundred thousand people forty minutes a day, and those who are against it never rode the early boat."
)
BRIDGE = (
    "北岸大桥提前八个月合龙，工人们连春节都没有回家，"
    "某些媒体却只盯着一块脱落的油漆大做文章，这样的新闻还有什么公信力可言。"
)
HEADLINE = "“Council approves new ferry timetable from June”"
EDITS = {
    "exact": FERRY,
    "case_and_punctuation": FERRY.upper().replace(". ", "!! "),
    "prefix": f"朋友们一定要看 A friend sent me this: {FERRY}",
    "suffix": f"{FERRY} Please share this with everyone you know.",
    "truncated": FERRY[: len(FERRY) * 3 // 4] + "…",
    "halved": FERRY[: len(FERRY) // 2],
    "emoji": FERRY.replace(" the ", " 🔥the👍 "),
    "words_replaced": FERRY.replace("people", "citizens").replace("early", "first").replace("rode", "took"),
    "reordered": " ".join(reversed(FERRY.split(". "))),
    "tags_and_links": f"@someone {FERRY} #Bay #Truth https://t.co/abc",
    "zero_width": "\u200b".join(FERRY),
    "look_alikes": FERRY.replace("a", "а").replace("o", "о"),
    "number": f"17. {FERRY}",
}


def detect(index: Index, *posts: Post) -> list[Any]:
    put(index, *posts)
    catch_up(index, [ReusedText()])
    return flags_of(index, "reused_text")


@pytest.mark.parametrize("edit", EDITS)
def test_a_copy_is_found_however_it_was_edited(sqlite_index: Index, edit: str) -> None:
    (flag,) = detect(sqlite_index, say("gab:1", FERRY, 0), say("vk:2", EDITS[edit], 30))
    assert members_of(flag) == ["gab:1-0", "vk:2-30"]


def test_the_evidence_says_who_was_first_and_what_was_changed(index: Index) -> None:
    copy = BRIDGE.replace("大做文章", "反复炒作")
    (flag,) = detect(
        index, say("weibo:2", copy, 90), say("gab:1", BRIDGE, 0), say("gab:3", f"转！{BRIDGE}", 30)
    )
    assert members_of(flag) == ["gab:1-0", "gab:3-30", "weibo:2-90"]
    evidence: Any = flag.evidence
    assert evidence["first"]["account"] == "gab:1"
    assert (evidence["accounts"], evidence["platforms"], evidence["span_s"]) == (3, ["gab", "weibo"], 5400)
    assert [member.get("edit") for member in evidence["members"]] == [None, "prefix", "words"]
    assert evidence["members"][2]["passage"].startswith("北岸大桥提前八个月合龙，工人们连春节都没有回家")
    assert 80 < evidence["members"][2]["measure"]["ratio"] < 100
    assert all(member["record_id"] for member in evidence["members"])
    assert len(evidence["pairs"]) >= 2 and evidence["parameters"]["bands"] == 16
    assert 0 < flag.flag.score <= 1


@pytest.mark.parametrize(
    "posts",
    [
        pytest.param(
            [say("gab:1", FERRY, 0), say("gab:1", FERRY + " Again.", 9)], id="one account repeats itself"
        ),
        pytest.param([say("gab:1", FERRY, 0), say("gab:2", FERRY, 9, kind="repost")], id="native repost"),
        pytest.param([say("gab:1", FERRY, 0), say("gab:2", f"RT @one: {FERRY}", 9)], id="attributed repeat"),
        pytest.param(
            [say("gab:1", FERRY, 0), say("gab:2", f"说得好//@一:{FERRY}", 9)], id="weibo repost chain"
        ),
        pytest.param(
            [say("gab:1", "Good morning everyone!", 0), say("vk:2", "Good morning everyone!", 9)],
            id="greeting",
        ),
        pytest.param(
            [say("gab:1", "谢谢大家，新年快乐！", 0), say("vk:2", "谢谢大家，新年快乐！", 9)],
            id="greeting in Chinese",
        ),
        pytest.param([say("gab:1", "haha" * 60, 0), say("gab:2", "haha" * 50 + "!", 9)], id="laughter"),
        pytest.param([say("gab:1", "#A #B #C #Ferry", 0), say("gab:2", "#A #B #C #Ferry", 9)], id="hashtags"),
        pytest.param([say("gab:1", "🔥🔥", 0), say("gab:2", "🔥🔥", 9)], id="emoji"),
        pytest.param(
            [
                say(
                    "gab:1",
                    f"{HEADLINE} About time, my aunt has been waiting on that pier since the clocks went.",
                    0,
                ),
                say(
                    "gab:2",
                    f"{HEADLINE} Will believe it when the sign at my stop stops saying nineteen minutes.",
                    9,
                ),
            ],
            id="one headline, own remarks",
        ),
        pytest.param(
            [
                say(
                    "gab:1",
                    "“市议会批准六月起实行新的渡轮时刻表” 物理老师十一年前上课就这么说过，我们都笑他。",
                    0,
                ),
                say("gab:2", "“舊電車廠將改建成公共游泳館” 物理老師十一年前上課就這麼說過，我們都笑他。", 9),
            ],
            id="one remark, two headlines",
        ),
        pytest.param(
            [
                say(
                    "gab:1",
                    "Two people were injured in a shooting in Springfield on Tuesday, police said.",
                    0,
                ),
                say(
                    "gab:2",
                    "Three men were arrested after a shooting in Riverside on Monday night, police said.",
                    9,
                ),
            ],
            id="one topic",
        ),
    ],
)
def test_ordinary_posts_are_left_alone(sqlite_index: Index, posts: list[Post]) -> None:
    assert detect(sqlite_index, *posts) == []


def test_a_shared_headline_of_a_linked_page_is_no_reuse(sqlite_index: Index) -> None:
    title = "Scientists track a record number of seals along the northern coast"
    card = (Link(url="https://news.example/seals", text=title, kind="card"),)
    shared = [replace(say(f"gab:{number}", title, number), links=card) for number in (1, 2)]
    assert detect(sqlite_index, *shared) == []


def test_a_flag_goes_when_its_text_turns_out_to_be_the_title_of_the_page(sqlite_index: Index) -> None:
    title = "Scientists track a record number of seals along the northern coast"
    link = "https://news.example/seals"
    assert detect(sqlite_index, *(say(f"gab:{number}", title, number, links=[link]) for number in (1, 2)))
    *hops, page = follow(link, link + "?from=x")
    assert isinstance(page, LandingPage)
    put(sqlite_index, *hops, replace(page, title=f"{title} | News"))
    catch_up(sqlite_index, [ReusedText()])
    assert flags_of(sqlite_index, "reused_text") == []


def test_a_cluster_grows_and_keeps_its_name(index: Index) -> None:
    (before,) = detect(index, say("gab:1", FERRY, 0), say("gab:2", FERRY, 10))
    (after,) = detect(index, say("vk:3", f"Look! {FERRY}", 20))
    assert after.flag.key == before.flag.key and after.flag.id == before.flag.id
    assert members_of(after) == ["gab:1-0", "gab:2-10", "vk:3-20"]


def test_an_earlier_post_found_later_becomes_the_first(index: Index) -> None:
    detect(index, say("gab:1", FERRY, 10), say("gab:2", FERRY, 20))
    (flag,) = detect(index, say("vk:3", FERRY, 0))
    assert members_of(flag) == ["vk:3-0", "gab:1-10", "gab:2-20"]


def test_clusters_that_meet_become_one_flag(index: Index) -> None:
    words = FERRY.split()
    left, right = " ".join(words[:24]), " ".join(words[12:])
    separate = detect(
        index, *(say(f"gab:{n}", text, n) for n, text in enumerate([left, left, right, right], start=1))
    )
    (joined,) = detect(index, say("vk:9", FERRY, 60))
    assert len(separate) == 2
    assert set(members_of(joined)) == {"gab:1-1", "gab:2-2", "gab:3-3", "gab:4-4", "vk:9-60"}


def test_a_post_that_was_edited_since_is_shown_as_it_stood(index: Index) -> None:
    first = say("gab:1", FERRY, 0)
    detect(index, first, say("vk:2", FERRY, 10))
    (flag,) = detect(
        index, say("gab:1", "Nothing to see here any more, move along please.", 0, captured_at=at(2000))
    )
    told: Any = flag.evidence["members"]
    assert [member["text"] for member in told] == [FERRY, FERRY]


def test_words_that_many_others_use_weigh_less(index: Index) -> None:
    phrase = "May the new year bring you and your family health, peace and happiness"
    (alone,) = detect(index, say("gab:1", phrase, 0), say("gab:2", f"{phrase}!", 1))
    others = [
        say(f"vk:{number}", f"{own}. {phrase}", number + 10)
        for number, own in enumerate(
            (
                "Our tram was stuck behind a marching band again, so I walked and missed the soup",
                "Grandfather restrung two violins this week and sold neither, he is quite content",
                "Whoever left nine paper lanterns on the stairs: they burn nicely, thanks a lot",
                "Seventeen across was 'ptarmigan' and nobody in this office will ever forgive it",
                "The sledge hill is closed, they say, yet all the children came home with wet socks",
                "Three turtles, one bathtub, and my cousin who claims that it was like this before",
            )
        )
    ]
    flags = detect(index, *others)
    common = next(flag for flag in flags if "gab:1-0" in members_of(flag))
    told: Any = common.evidence["commonness"]
    assert told["other_accounts"] == 6 and told["weight"] == 0.5
    assert alone.evidence["commonness"]["weight"] == 1.0


def test_a_text_that_others_only_copy_weighs_in_full(sqlite_index: Index) -> None:
    (flag,) = detect(sqlite_index, *(say(f"gab:{n}", f"{'Look! ' * (n % 3)}{FERRY}", n) for n in range(8)))
    assert flag.evidence["commonness"]["weight"] == 1.0 and flag.flag.score > 0.9


def test_short_texts_make_no_flag_and_join_no_others(index: Index) -> None:
    start = "Good morning everyone"
    posts = [
        say("gab:1", start, 0),
        say("gab:2", f"{start}!", 1),
        say("gab:3", f"{start}, the ferry is late again", 2),
        say("gab:4", f"{start}, my soup has boiled over", 3),
    ]
    assert detect(index, *posts) == []


TEXTS = (
    FERRY,
    EDITS["prefix"],
    EDITS["halved"],
    EDITS["words_replaced"],
    BRIDGE,
    f"说得太对了！{BRIDGE}",
    "Somebody at work brought homemade dumplings and nobody got anything done until noon.",
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(14)), page=st.integers(min_value=1, max_value=5))
def test_the_findings_do_not_depend_on_the_order(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Any, order: list[int], page: int
) -> None:
    posts = [say(f"gab:{n % 5}", TEXTS[n % len(TEXTS)], n) for n in range(14)]
    found = []
    for arrival, size in ((range(14), 1000), (order, page)):
        index = copy_sqlite(sqlite_template, tmp_path_factory.mktemp("order"))
        for number in arrival:
            put(index, posts[number])
            if random.Random(number).random() < 0.5:
                catch_up(index, [ReusedText()], size)
        catch_up(index, [ReusedText()], size)
        flags = flags_of(index, "reused_text")
        found.append(
            sorted((each.flag.key, each.flag.score, members_of(each), str(each.evidence)) for each in flags)
        )
        index.close()
    assert found[0] == found[1]
    assert len(found[0]) == 3


ODD = {
    "empty": "",
    "lone surrogate": "\ud800",
    "one letter": "a",
    "emoji only": "🔥" * 5000,
    "one character": "我" * 100_000,
    "a megabyte": "x" * 1_000_000,
    "nulls": "\x00" * 50,
    "turned about": "\u202e" * 99,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_read_without_harm(sqlite_index: Index, name: str) -> None:
    odd = [say("gab:1", ODD[name], 0), say("gab:2", ODD[name], 1)]
    detect(sqlite_index, *odd, say("gab:3", FERRY, 2), say("vk:4", FERRY, 3))
    assert ["gab:3-2", "vk:4-3"] in [members_of(each) for each in flags_of(sqlite_index, "reused_text")]
