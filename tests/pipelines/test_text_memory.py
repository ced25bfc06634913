"""Texts in memory: the same answers as the store gives, whatever the order, whatever the text."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.reuse_corpus import make_posts, plant
from benchmarks.reuse_text import InMemory, Pairing, Stored
from pipelines.text_folding import fold_many
from pipelines.text_matching import LIGHT
from pipelines.text_memory import TextMemory
from storage.index import Index

FERRY = (
    "The new ferry line saves two hundred thousand people forty minutes a day, and nobody thanked the crew."
)
BRIDGE = "北岸大桥提前八个月合龙，工人们连春节都没有回家，某些媒体却只盯着一块脱落的油漆大做文章。"
TEXTS = (
    FERRY,
    f"朋友们看看 A friend sent me this: {FERRY}",
    FERRY[: len(FERRY) // 2] + "…",
    FERRY.replace("people", "citizens").replace("crew", "cooks"),
    BRIDGE,
    f"说得太对了！{BRIDGE}",
    BRIDGE[: len(BRIDGE) // 2],
    "Somebody at work brought homemade dumplings and nobody got anything done until noon.",
)


@pytest.fixture(scope="module")
def corpus() -> list[dict[str, object]]:
    source = random.Random(5)
    return list(plant(list(make_posts(600, source)), 4, source))


def find_pairs(texts: Sequence[str], page: int) -> set[frozenset[str]]:
    """The pairs of forms that are copies."""
    memory, found = TextMemory(), set()
    for start in range(0, len(texts), page):
        folds = fold_many(texts[start : start + page])
        kept = [place for place, weight in enumerate(folds.weights) if weight >= LIGHT]
        forms = [folds.forms[place] for place in kept]
        _, pairs = memory.place(forms, [float(folds.weights[place]) for place in kept])
        found |= {frozenset((memory.read(each.earlier), memory.read(each.later))) for each in pairs}
    return found


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(range(len(TEXTS))), page=st.integers(min_value=1, max_value=8))
def test_what_is_a_copy_of_what_does_not_depend_on_the_order(order: list[int], page: int) -> None:
    assert find_pairs([TEXTS[place] for place in order], page) == find_pairs(TEXTS, len(TEXTS))


def test_edits_are_found_and_strangers_are_not() -> None:
    forms = fold_many(TEXTS).forms
    found = find_pairs(TEXTS, 3)
    assert {frozenset((forms[0], forms[place])) for place in (1, 2, 3)} <= found
    assert {frozenset((forms[4], forms[place])) for place in (5, 6)} <= found
    assert not any(forms[7] in pair for pair in found)


def test_memory_and_store_tell_the_same_pairs(sqlite_index: Index, corpus: list[dict[str, object]]) -> None:
    told = []
    for store in (InMemory(), Stored(sqlite_index)):
        pairing = Pairing(store)
        rows: list[object] = []
        for start in range(0, len(corpus), 100):
            page = corpus[start : start + 100]
            rows += pairing.take(
                [post["id"] for post in page], fold_many([str(post["text"]) for post in page])
            )
        told.append(sorted(map(str, rows)))
    assert told[0] == told[1]
    assert len(told[0]) > 50


def test_planted_copies_are_found(corpus: list[dict[str, object]]) -> None:
    rows = Pairing(InMemory()).take(
        [post["id"] for post in corpus], fold_many([str(post["text"]) for post in corpus])
    )
    source = {post["id"]: post["src"] for post in corpus if post["edit"]}
    found = {one for one, other, _, _ in rows if source.get(one, one) == source.get(other, other)}
    planted = [post for post in corpus if post["edit"]]
    assert sum(post["id"] in found or post["src"] in found for post in planted) >= 0.93 * len(planted)


def test_a_text_that_very_many_share_the_words_of_does_not_stop_the_rest() -> None:
    boilerplate = [f"{FERRY} Join us at stop number {number * 7919}." for number in range(400)]
    memory = TextMemory()
    for start in range(0, 400, 50):
        folds = fold_many(boilerplate[start : start + 50])
        memory.place(folds.forms, folds.weights.tolist())
    folds = fold_many([BRIDGE, BRIDGE + "转发", boilerplate[0]])
    numbers, found = memory.place(folds.forms, folds.weights.tolist())
    assert numbers[2] == 0 and len(memory) == 402
    assert [(each.later, each.earlier) for each in found] == [(numbers[1], numbers[0])]


ODD = ("", "\ud800", "a", "🔥" * 5000, "我" * 100_000, "x" * 1_000_000, "\x00" * 50, "ab" * 500_000)


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_texts_change_nothing_for_others(odd: str) -> None:
    texts = [odd, FERRY, odd + " ", FERRY + " Again, friends.", odd]
    forms = fold_many(texts).forms
    assert frozenset((forms[1], forms[3])) in find_pairs(texts, 2)


@settings(max_examples=30)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_a_text_is_read_as_it_was_put_in(texts: list[str]) -> None:
    forms = [form for form in fold_many(texts).forms if form]
    memory = TextMemory()
    numbers, _ = memory.place(forms, [9.0] * len(forms))
    assert [memory.read(number) for number in numbers] == forms
    assert memory.place(forms, [9.0] * len(forms)) == (numbers, [])
