"""New texts against all earlier ones: candidates by shared bands and passages, each verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipelines.sketches import band_many, compare_many, pass_many
from pipelines.text_matching import (
    LEAST_WEIGHT,
    MOST_CANDIDATES,
    MOST_IN_PASSAGE,
    Measure,
    is_copy,
    measure,
    same,
)
from storage.texts import MOST_IN_BAND, Pair, TextClass, Texts


@dataclass(frozen=True, slots=True)
class Match:
    """A stored text that is a copy of what was asked for."""

    text: TextClass
    measure: Measure


@dataclass(frozen=True, slots=True)
class Placed:
    """Where forms are now: the number of each, which clusters went into which by their pairs, and how
    alike the texts of new pairs are."""

    numbers: dict[str, int]
    absorbed: dict[int, int]
    pairs: dict[tuple[int, int], Measure]


def place_forms(texts: Texts, forms: Mapping[str, float]) -> Placed:
    """Store forms (with their weights) that are new, with the pairs that they make.

    A pair joins the clusters of its texts if both are long enough to be flagged.
    """
    numbers = texts.find(forms)
    fresh = [form for form in sorted(forms) if form not in numbers]
    made = texts.add([(form, forms[form]) for form in fresh])
    numbers.update(zip(fresh, made, strict=True))
    if not fresh:
        return Placed(numbers, {}, {})
    keys, passages = band_many(fresh).tolist(), pass_many(fresh)
    stored = texts.read_bands({key for rows in (keys, passages) for row in rows for key in row})
    candidates: dict[int, list[int]] = {}
    entries: set[tuple[int, int]] = set()
    for number, row, more in zip(made, keys, passages, strict=True):
        candidates[number] = _choose(stored, row, more)
        for key in {*row, *more}:
            held = stored.setdefault(key, [])
            if len(held) < MOST_IN_BAND:
                held.append(number)
                entries.add((key, number))
    texts.add_bands(entries)
    found, weights = _verify(texts, candidates)
    pairs = [_write_pair(low, high, likeness) for (low, high), likeness in found.items()]
    heavy = [pair for pair in pairs if min(weights[pair.low], weights[pair.high]) >= LEAST_WEIGHT]
    return Placed(numbers, texts.add_pairs(pairs, heavy), found)


def find_copies(texts: Texts, form: str, weight: float) -> list[Match]:
    """The stored texts that are copies of ``form``, itself included, without storing it."""
    exact = texts.find([form])
    keys, passages = band_many([form])[0].tolist(), pass_many([form])[0]
    near = texts.read(_choose(texts.read_bands({*keys, *passages}), keys, passages))
    others = [text for text in near.values() if text.form != form]
    shared = compare_many([form, *(text.form for text in others)], [(0, n + 1) for n in range(len(others))])
    found = [Match(text, same(form)) for text in texts.read(exact.values()).values()]
    for text, (both, fewest) in zip(others, shared.tolist(), strict=True):
        likeness = measure(form, text.form, both, fewest)
        if is_copy(likeness, (weight, text.weight)):
            found.append(Match(text, likeness))
    return sorted(found, key=lambda match: (-match.measure.ratio, match.text.form))


def _choose(stored: Mapping[int, Sequence[int]], bands: Sequence[int], passages: Sequence[int]) -> list[int]:
    times = Counter(number for key in set(bands) for number in stored.get(key, ()))
    times.update(number for key in passages for number in stored.get(key, ())[:MOST_IN_PASSAGE])
    if len(times) <= MOST_CANDIDATES:
        return list(times)
    return [number for number, _ in times.most_common(MOST_CANDIDATES)]


def _verify(
    texts: Texts, candidates: dict[int, list[int]]
) -> tuple[dict[tuple[int, int], Measure], dict[int, float]]:
    wanted = {number for number, others in candidates.items() if others}
    wanted.update(other for others in candidates.values() for other in others)
    classes = texts.read(wanted)
    places = {number: place for place, number in enumerate(classes)}
    asked = [(number, other) for number, others in candidates.items() for other in others]
    shared = compare_many(
        [each.form for each in classes.values()], [(places[one], places[other]) for one, other in asked]
    )
    found: dict[tuple[int, int], Measure] = {}
    for (number, other), (both, fewest) in zip(asked, shared.tolist(), strict=True):
        one, two = classes[number], classes[other]
        likeness = measure(one.form, two.form, both, fewest)
        if is_copy(likeness, (one.weight, two.weight)):
            found[(min(number, other), max(number, other))] = likeness
    return found, {number: each.weight for number, each in classes.items()}


def _write_pair(low: int, high: int, found: Measure) -> Pair:
    return Pair(
        low=low,
        high=high,
        ratio=round(found.ratio, 2),
        containment=round(found.containment, 4),
        shared=found.shared,
    )
