"""Recall and precision of found pairs on posts with planted copies.

``python -m benchmarks.reuse_score PLANTED.parquet PAIRS.csv [--most-false N] [--json]``

PLANTED has columns ``id, src, edit, text``: ``src`` is the id of the post that was copied, -1 for a genuine
post. A planted copy is *found* if a pair joins it to its source or to another copy of that source, in either
order.

Precision has no labels by people: a pair is *right* if it joins a copy to its source or to copies of it, or
if its texts, read by a rule that knows nothing of the detector's, have half of the shorter one's words
(Chinese: characters) in order and as many as two in five of the longer one's, or a run of five words (nine
characters). ``--most-false N`` prints that many pairs taken for wrong, to be judged by eye.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow.parquet as parquet  # type: ignore[import-untyped]
from opencc import OpenCC
from rapidfuzz.distance import LCSseq

_LEFT_OUT = re.compile(
    r"https?\S*|[@#]\S+|\[[^\[\]\s]{1,8}\]|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_HIDDEN = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufe0f]|[\U0001f000-\U0001faff\u2600-\u27bf]"
)
_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+"
)
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CYRILLIC = str.maketrans("аеорсухіјѕвкмнт", "aeopcyxijsbkmht")
_SIMPLE = OpenCC("t2s")
_APART = re.compile(r"(?<!\S)\S(?: \S(?!\S)){3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Shares, 0 to 1; ``recall`` is over all planted copies, ``by_edit`` by kind of edit."""

    planted: int
    pairs: int
    recall: float
    precision: float
    weakest: float
    by_edit: dict[str, float]
    precision_by_kind: dict[str, float]


@lru_cache(100_000)
def read_tokens(text: str) -> tuple[str, ...]:
    """Words, and CJK characters one by one, disguises taken off as a reader of the posts would."""
    text = unicodedata.normalize("NFKC", _HIDDEN.sub("", text)).casefold()
    text = _APART.sub(lambda found: found[0].replace(" ", ""), text)
    text = _SIMPLE.convert(_LEFT_OUT.sub(" ", text.encode("utf-8", "replace").decode()))
    return tuple(_TOKEN.findall(text.translate(_CYRILLIC)))


def is_alike(one: str, other: str) -> bool:
    """The rule by which a genuine pair is taken for right."""
    first, second = sorted((read_tokens(one), read_tokens(other)), key=len)
    if not first:
        return False
    held = LCSseq.similarity(first, second)
    if 2 * held >= len(first) and 5 * held >= 2 * len(second):
        return True
    cjk = sum(bool(_HAN.match(token)) for token in first)
    return _longest_run(first, second) >= (9 if 2 * cjk > len(first) else 5)


def score(planted: Path, pairs: Path, most_false: int = 0) -> Score:
    """Score ``pairs``; prints up to ``most_false`` of those taken for wrong."""
    table = parquet.read_table(planted, columns=["id", "src", "edit", "text"]).to_pydict()
    source = {
        str(name): str(src) for name, src in zip(table["id"], table["src"], strict=True) if int(src) >= 0
    }
    edits = {str(name): edit for name, edit in zip(table["id"], table["edit"], strict=True)}
    texts = {str(name): text or "" for name, text in zip(table["id"], table["text"], strict=True)}
    found: set[str] = set()
    right: Counter[str] = Counter()
    wrong: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    with pairs.open(newline="", encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            one, other = row["id"], row["match_id"]
            related = source.get(one, one) == source.get(other, other)
            if related:
                found.update(name for name in (one, other) if name in source)
            if related or is_alike(texts[one], texts[other]):
                right[row["kind"]] += 1
            else:
                wrong[row["kind"]].append((one, other))
    for kind, false in wrong.items():
        for one, other in false[:: max(1, len(false) // max(1, most_false))][:most_false]:
            print(f"{kind}\n    {texts[one][:160]!r}\n    {texts[other][:160]!r}")
    planted_by = Counter(edits[name] for name in source)
    found_by = Counter(edits[name] for name in found)
    by_edit = {edit: round(found_by[edit] / count, 4) for edit, count in sorted(planted_by.items())}
    missed = sum(len(false) for false in wrong.values())
    kinds = sorted({*right, *wrong})
    return Score(
        planted=len(source),
        pairs=right.total() + missed,
        recall=round(len(found) / max(1, len(source)), 4),
        precision=round(right.total() / max(1, right.total() + missed), 4),
        weakest=min(by_edit.values(), default=0.0),
        by_edit=by_edit,
        precision_by_kind={kind: round(right[kind] / (right[kind] + len(wrong[kind])), 4) for kind in kinds},
    )


def _longest_run(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, token in enumerate(other):
        places[token].append(place)
    longest = 0
    before: dict[int, int] = {}
    for token in one:
        now = {place: before.get(place - 1, 0) + 1 for place in places.get(token, ())}
        longest = max(longest, *now.values()) if now else longest
        before = now
    return longest


def main() -> None:
    """Score and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("planted", type=Path)
    parser.add_argument("pairs", type=Path)
    parser.add_argument("--most-false", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    found = score(asked.planted, asked.pairs, asked.most_false)
    if asked.json:
        print(json.dumps(asdict(found), indent=2, ensure_ascii=False))
        return
    print(f"{found.planted:,} planted copies, {found.pairs:,} pairs")
    print(f"recall {found.recall:.4f} (weakest edit {found.weakest:.4f}), precision {found.precision:.4f}")
    for edit, share in found.by_edit.items():
        print(f"  {edit:16}{share:.4f}")
    for kind, share in found.precision_by_kind.items():
        print(f"  precision of {kind:12}{share:.4f}")


if __name__ == "__main__":
    main()
