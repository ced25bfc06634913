"""New texts against all earlier ones: candidates by shared bands, each verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipelines.sketches import Hashes, band_many, shingle_many
from pipelines.text_matching import Measure, is_copy, measure
from storage.texts import MOST_IN_BAND, Pair, TextClass, Texts

MOST_CANDIDATES = 64
"""Candidates of one text that are verified, those with most bands in common first."""


@dataclass(frozen=True, slots=True)
class Match:
    """A stored text that is a copy of what was asked for."""

    text: TextClass
    measure: Measure


@dataclass(frozen=True, slots=True)
class Placed:
    """Where forms are now: the number of each, and which clusters went into which by their pairs."""

    numbers: dict[str, int]
    absorbed: dict[int, int]


def place_forms(texts: Texts, forms: dict[str, float]) -> Placed:
    """Store forms (with their weights) that are new, with the pairs that they make."""
    numbers = texts.find(forms)
    fresh = [form for form in sorted(forms) if form not in numbers]
    made = texts.add([(form, forms[form]) for form in fresh])
    numbers.update(zip(fresh, made, strict=True))
    if not fresh:
        return Placed(numbers, {})
    keys = band_many(fresh).tolist()
    bands = texts.read_bands({key for row in keys for key in row})
    candidates: dict[int, list[int]] = {}
    entries: set[tuple[int, int]] = set()
    for number, row in zip(made, keys, strict=True):
        candidates[number] = _choose(bands.get(key, ()) for key in row)
        for key in set(row):
            band = bands.setdefault(key, [])
            if len(band) < MOST_IN_BAND:
                band.append(number)
                entries.add((key, number))
    texts.add_bands(entries)
    return Placed(numbers, texts.add_pairs(_verify(texts, candidates)))


def find_copies(texts: Texts, form: str, weight: float) -> list[Match]:
    """The stored texts that are copies of ``form``, itself included, without storing it."""
    exact = texts.find([form])
    keys = band_many([form]).tolist()
    bands = texts.read_bands({key for row in keys for key in row})
    near = texts.read(_choose(bands.get(key, ()) for key in keys[0]))
    shingles = dict(zip(near, shingle_many([each.form for each in near.values()]), strict=True))
    asked = shingle_many([form])[0]
    found = [Match(text, Measure(100.0, 1.0, len(asked))) for text in texts.read(exact.values()).values()]
    for number, text in near.items():
        if text.form != form:
            likeness = measure(form, text.form, (asked, shingles[number]))
            if is_copy(likeness, min(weight, text.weight)):
                found.append(Match(text, likeness))
    return sorted(found, key=lambda match: (-match.measure.ratio, match.text.form))


def _choose(bands: Iterable[Sequence[int]]) -> list[int]:
    times = Counter(number for band in bands for number in band)
    if len(times) <= MOST_CANDIDATES:
        return list(times)
    return [number for number, _ in times.most_common(MOST_CANDIDATES)]


def _verify(texts: Texts, candidates: dict[int, list[int]]) -> list[Pair]:
    wanted = {number for number, others in candidates.items() if others}
    wanted.update(other for others in candidates.values() for other in others)
    classes = texts.read(wanted)
    numbers = list(classes)
    shingles: dict[int, Hashes] = dict(
        zip(numbers, shingle_many([classes[number].form for number in numbers]), strict=True)
    )
    pairs: list[Pair] = []
    for number, others in candidates.items():
        for other in others:
            one, two = classes[number], classes[other]
            found = measure(one.form, two.form, (shingles[number], shingles[other]))
            if is_copy(found, min(one.weight, two.weight)):
                low, high = min(number, other), max(number, other)
                pairs.append(
                    Pair(
                        low=low,
                        high=high,
                        ratio=round(found.ratio, 2),
                        containment=round(found.containment, 4),
                        shared=found.shared,
                    )
                )
    return pairs
