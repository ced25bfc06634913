"""What ordinary people say: parts of a few words joined at random, so that no two posts are near-copies.

No two sentences share both what they are about and how they end. Greetings, headlines that many quote and answers to others are given
apart: they repeat without being anybody's reuse.
"""

from __future__ import annotations

import random
import re
from types import ModuleType

from sandbox.operation import chatter_en, chatter_zh
from sandbox.operation.characters import write_traditional
from sandbox.operation.items import Language

_SLOT = re.compile(r"\{(\w+)\}")
MOST_TRIES = 400


class Chatter:
    """Speaks for everybody in one world; keeps in mind which parts were joined already."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(f"{seed}:chatter")
        self._joined: set[tuple[str, str]] = set()

    def say(self, language: Language) -> str:
        """A post of two or three sentences, and at times a remark.

        Raises ``RuntimeError`` when all ways to join the parts are used up.
        """
        bank = _bank(language)
        sentences = [self._make_sentence(bank) for _ in range(self._draw.choice((2, 2, 3)))]
        if self._draw.random() < 0.5:
            sentences.append(self._draw.choice(bank.REMARKS))
        return _write(("" if language != "en" else " ").join(sentences), language)

    def _make_sentence(self, bank: ModuleType) -> str:
        for _ in range(MOST_TRIES):
            what, how = self._draw.choice(bank.WHAT), self._draw.choice(bank.HOW)
            if (what, how) not in self._joined:
                self._joined.add((what, how))
                parts = {"when": bank.WHEN, "who": bank.WHO, "did": bank.DID}
                drawn = {name: self._draw.choice(part) for name, part in parts.items()}
                sentence: str = bank.SENTENCE.format(**drawn, what=what, how=how)
                return sentence
        raise RuntimeError("there are more sentences than ways to join their parts")

    def answer(self, language: Language) -> str:
        """A short answer to somebody."""
        return self._join([self._draw.choice(_bank(language).REPLIES)], language)

    def greet(self, language: Language) -> str:
        """A greeting; the same ones come up again and again."""
        return _write(self._draw.choice(_bank(language).GREETINGS), language)

    def comment(self, language: Language, headline: int, number: int) -> str:
        """A headline as quoted, and the ``number``th remark on it."""
        bank = _bank(language)
        title = bank.HEADLINES[headline % len(bank.HEADLINES)]
        remark = bank.COMMENTS[number % len(bank.COMMENTS)]
        return _write(f"“{title}” {remark}", language)

    def _join(self, frames: list[str], language: Language) -> str:
        bank = _bank(language)
        text = ("" if language != "en" else " ").join(frames)
        filled = _SLOT.sub(lambda found: self._draw.choice(bank.SLOTS[found[1]]), text)
        return _write(filled[:1].upper() + filled[1:], language)


def _bank(language: Language) -> ModuleType:
    return chatter_en if language == "en" else chatter_zh


def _write(text: str, language: Language) -> str:
    return write_traditional(text) if language == "zh-Hant" else text
