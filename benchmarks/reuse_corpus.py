"""A seeded corpus of posts with planted edited copies, to measure text reuse with.

``python -m benchmarks.reuse_corpus POSTS.parquet [--posts N] [--copies N] [--seed N] [--base REAL.parquet]``

Writes ``id, src, edit, text, account, ts, lang`` (``src``: the id of the post that was copied, -1 for none)
in order of time: N posts, and of each kind of edit that many copies (default: 1 in 200 posts), each by
another account and later than its source.

Without ``--base`` the posts are made: half English (the words of Python's own documentation and made-up
ones), half Chinese (words of two and four characters), all by falling frequency, a tenth in fixed phrases of
two to four words so that unrelated posts have passages in common, one post in 25 a news frame with other
names and numbers in it, one in fifty a greeting. They are easier than real posts: no topics, no quarrels.
``--base`` takes posts from a file of real ones (column ``text``) instead.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from pydoc_data.topics import topics

import pyarrow as arrow  # type: ignore[import-untyped]
import pyarrow.parquet as parquet  # type: ignore[import-untyped]

from benchmarks.reuse_edits import EDITS, Editor, split_words

START = 1_700_000_000
ACCOUNTS = 5000
LEAST_WORDS = 8
PHRASES = 0.1
"""Share of the steps of writing that put a whole phrase."""
SYLLABLES = (
    "ka",
    "lo",
    "mi",
    "tar",
    "ven",
    "os",
    "pri",
    "dun",
    "el",
    "ster",
    "qua",
    "bi",
    "no",
    "rem",
    "shi",
    "ga",
)
FRAMES = {
    "en": (
        "Police in {} arrest {} after {} on {}",
        "{} wins {} to {} in {} after late drama",
        "Earthquake of magnitude {} shakes {} and {}",
        "Live: {} speaks about {} in {}",
        "{} and {}: what we know about {}",
    ),
    "zh": (
        "{}警方今日通报{}案件，抓获{}人",
        "{}发生{}级地震，震源深度{}千米",
        "{}今天在{}会见{}",
        "快讯：{}宣布{}，{}回应",
    ),
}
GREETINGS = {
    "en": (
        "Good morning everyone, have a lovely day",
        "Happy New Year to all my friends here",
        "Thank you all so much for your support",
    ),
    "zh": ("早上好，祝大家今天愉快", "祝所有朋友新年快乐，万事如意", "谢谢大家一直以来的支持"),
}


@dataclass(slots=True)
class Language:
    """Words and phrases by falling frequency, with the running sums to draw by."""

    name: str
    words: list[str]
    sums: list[float]
    phrases: list[str] = field(default_factory=list)
    phrase_sums: list[float] = field(default_factory=list)

    def draw(self, source: random.Random, count: int = 1) -> list[str]:
        """Single words."""
        return source.choices(self.words, cum_weights=self.sums, k=count)

    def write(self, source: random.Random) -> str:
        """One post."""
        kind = source.random()
        if kind < 0.02:
            return source.choice(GREETINGS[self.name])
        if kind < 0.06:
            frame = source.choice(FRAMES[self.name])
            return frame.format(*(self._name(source) for _ in range(frame.count("{}"))))
        parts: list[str] = []
        wanted = min(60, max(9, int(source.lognormvariate(2.5, 0.5))))
        while sum(len(part.split()) for part in parts) < wanted:
            if source.random() < PHRASES:
                parts += source.choices(self.phrases, cum_weights=self.phrase_sums)
            else:
                parts += self.draw(source)
        if self.name == "en":
            return _punctuate(parts, source, (", ", ". "), " ")
        return _punctuate(["".join(part.split()) for part in parts], source, ("，", "。"), "")

    def _name(self, source: random.Random) -> str:
        if source.random() < 0.2:
            return str(source.randint(2, 99))
        words = source.choices(self.words[200:], k=source.randint(1, 2))
        return " ".join(word.title() for word in words) if self.name == "en" else "".join(words)


def make_languages(source: random.Random) -> tuple[Language, ...]:
    """English and Chinese."""
    counts = Counter(re.findall(r"[a-z]{2,}", " ".join(topics.values()).lower()))
    english = [word for word, _ in counts.most_common()]
    english += ["".join(source.choices(SYLLABLES, k=source.randint(2, 4))) for _ in range(20_000)]
    characters = [chr(code) for code in source.sample(range(0x4E00, 0x8E00), 2500)]
    common = list(itertools.accumulate(1 / (rank + 20) for rank in range(len(characters))))
    chinese = list(
        dict.fromkeys(
            "".join(source.choices(characters, cum_weights=common, k=2 if source.random() < 0.8 else 4))
            for _ in range(30_000)
        )
    )
    found = []
    for name, words in (("en", english), ("zh", chinese)):
        language = Language(
            name, words, list(itertools.accumulate(1 / (rank + 8) for rank in range(len(words))))
        )
        language.phrases = [" ".join(language.draw(source, source.randint(2, 4))) for _ in range(40_000)]
        language.phrase_sums = list(itertools.accumulate(1 / (rank + 50) for rank in range(40_000)))
        found.append(language)
    return tuple(found)


def make_posts(count: int, source: random.Random) -> Iterator[tuple[str, str]]:
    """Texts and their languages."""
    languages = make_languages(source)
    for _ in range(count):
        language = source.choice(languages)
        text = language.write(source)
        if source.random() < 0.3:
            text += f" https://t.co/{source.randrange(16**8):08x}"
        if source.random() < 0.2:
            text = f"@user{source.randrange(10**5)} {text}"
        yield text, language.name


def read_base(path: Path, count: int, source: random.Random) -> Iterator[tuple[str, str]]:
    """Texts of real posts, in their order."""
    texts = [text for text in parquet.read_table(path, columns=["text"]).column("text").to_pylist() if text]
    kept = sorted(source.sample(range(len(texts)), min(count, len(texts))))
    for place in kept:
        yield texts[place], ""


def plant(
    posts: Sequence[tuple[str, str]], copies: int, source: random.Random
) -> Iterator[dict[str, object]]:
    """The posts with copies among them, in order of time."""
    long = [place for place, (text, _) in enumerate(posts) if len(split_words(text)) >= LEAST_WORDS]
    words = [
        word for place in source.sample(long, min(2000, len(long))) for word in split_words(posts[place][0])
    ]
    editor = Editor(source, words)
    rows: list[tuple[float, int, str, str, str]] = [
        (place, -1, "", text, language) for place, (text, language) in enumerate(posts)
    ]
    for edit, apply in EDITS.items():
        for place in source.choices(
            [each for each in long if _suits(edit, posts[each][0])] or long, k=copies
        ):
            text, language = posts[place]
            rows.append((source.uniform(place, len(posts)), place, edit, apply(editor, text), language))
    rows.sort(key=lambda row: row[0])
    names = {row[0]: number for number, row in enumerate(rows) if row[1] < 0}
    for number, (at, place, edit, text, language) in enumerate(rows):
        yield {
            "id": number,
            "src": names[place] if edit else -1,
            "edit": edit,
            "text": text,
            "account": f"{'c' if edit else 'a'}{source.randrange(ACCOUNTS)}",
            "ts": START + int(at),
            "lang": language,
        }


def _suits(edit: str, text: str) -> bool:
    wide = any("\u4e00" <= character <= "\u9fff" for character in text)
    return {"t2s": wide, "homoglyph": not wide}.get(edit, True)


def _punctuate(parts: Sequence[str], source: random.Random, marks: tuple[str, str], plain: str) -> str:
    joined = "".join(part + source.choices((plain, *marks), (8, 1, 1))[0] for part in parts).strip()
    return joined.rstrip(",，.。") + marks[1].strip()


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("output", type=Path)
    parser.add_argument("--posts", type=int, default=100_000)
    parser.add_argument("--copies", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--base", type=Path)
    asked = parser.parse_args()
    source = random.Random(asked.seed)
    made = read_base(asked.base, asked.posts, source) if asked.base else make_posts(asked.posts, source)
    posts = list(made)
    rows = plant(posts, asked.copies or max(1, len(posts) // 200 // len(EDITS) * len(EDITS) // 4), source)
    parquet.write_table(arrow.Table.from_pylist(list(rows)), asked.output)


if __name__ == "__main__":
    main()
