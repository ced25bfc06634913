"""What two texts share and in what they differ, in words for people."""

from __future__ import annotations

from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from pipelines.normalise import Normal

LONGEST = 2000
"""Characters of each text that are aligned; enough for what fits on a page of evidence."""
EXCERPT = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """How a copy differs from what it is compared with: ``edit`` by name, ``passage`` what both have.

    The passage is as the copy has it; where signs strewn in would break it up, as it is without them.
    """

    edit: str
    passage: str


def describe(original: str, copy: str, forms: tuple[Normal, Normal]) -> Difference:
    """Tell the difference of a copy. ``forms`` are both texts as compared, ``original`` first.

    Edits: ``none`` (the same characters), ``surface`` (the same words: case, spaces, punctuation, emoji,
    hashtags, links, list numbers), ``prefix``, ``suffix``, ``prefix_and_suffix`` (words added around it),
    ``truncated``, ``excerpt`` (parts of it), ``words``.
    """
    if original == copy:
        return Difference("none", copy[:EXCERPT])
    first, second = forms[0].form[:LONGEST], forms[1].form[:LONGEST]
    if first == second:
        return Difference("surface", forms[1].words[:EXCERPT])
    written = find_passage(original, copy)
    cleaned = find_passage(forms[0].words, forms[1].words)
    passage = written if 2 * len(written) >= len(cleaned) else cleaned
    return Difference(_name_edit(first, second), passage)


def find_passage(one: str, other: str) -> str:
    """The longest run of characters that an alignment of both texts leaves unchanged, as ``other`` has it."""
    one, other = one[:LONGEST], other[:LONGEST]
    first, second = one.casefold(), other.casefold()
    blocks = Levenshtein.editops(first, second).as_matching_blocks()
    longest = max(blocks, key=lambda block: (block.size, -block.b))
    before, start, end = longest.a, longest.b, longest.b + longest.size
    while before and start and first[before - 1] == second[start - 1]:  # of equal alignments any may come
        before, start = before - 1, start - 1
    return other[start:end].strip()[:EXCERPT]


def _name_edit(original: str, copy: str) -> str:
    if original in copy:
        before, _, after = copy.partition(original)
        return "prefix_and_suffix" if before and after else "prefix" if before else "suffix"
    if original.startswith(copy):
        return "truncated"
    if copy in original:
        return "excerpt"
    return "words"
