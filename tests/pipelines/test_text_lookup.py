"""Who used a text."""

from __future__ import annotations

from pipelines.detector import catch_up
from pipelines.passages import find_passage
from pipelines.text_lookup import who_used
from storage.index import Index
from tests.pipelines.posts import put, say

TEXT = "A foundation with a poetic name and a postbox in a tax haven has discovered its love for Azure Bay."


def test_all_who_used_a_text_are_told_at_once(index: Index) -> None:
    put(
        index,
        say("vk:2", f"Must read: {TEXT} #Truth", 30),
        say("gab:1", TEXT, 0),
        say("gab:3", TEXT.replace("poetic", "lovely").replace("postbox", "letterbox"), 60),
        say("gab:4", "Somebody at work brought homemade dumplings and nobody got anything done.", 70),
    )
    catch_up(index)
    uses = who_used(index, f"🔥 {TEXT.upper()}")
    assert [(use.uid, use.edit) for use in uses] == [
        ("gab:1-0", "surface"),
        ("vk:2-30", "prefix"),
        ("gab:3-60", "words"),
    ]
    assert uses[0].ratio == 100.0 and 70 < uses[2].ratio < 100
    assert uses[1].passage == TEXT
    assert [use.uid for use in who_used(index, TEXT, limit=1)] == ["gab:1-0"]


def test_a_question_changes_nothing(index: Index) -> None:
    put(index, say("gab:1", TEXT, 0))
    catch_up(index)
    assert who_used(index, "Quite another text that nobody in this whole index has ever written.") == []
    assert len(who_used(index, TEXT)) == 1


def test_an_empty_index_and_a_short_text_have_no_answer(index: Index) -> None:
    assert who_used(index, TEXT) == []
    assert who_used(index, "hello") == []


def test_the_passage_is_verbatim() -> None:
    assert find_passage("say the same words twice", "now the same words once") == "the same words"
