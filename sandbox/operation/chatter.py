"""What ordinary people say: sentences joined at random so that no two posts are near-copies of each other.

No two posts share two sentence frames. Greetings, headlines that many quote and answers to others are given
apart: they repeat without being anybody's reuse.
"""

from __future__ import annotations

import random
import re
from itertools import combinations
from types import ModuleType

from sandbox.operation import chatter_en, chatter_zh
from sandbox.operation.characters import write_traditional
from sandbox.operation.items import Language

_SLOT = re.compile(r"\{(\w+)\}")
MOST_TRIES = 400


class Chatter:
    """Speaks for everybody in one world; keeps in mind which frames were joined already."""

    def __init__(self, seed: int) -> None:
        self._draw = random.Random(f"{seed}:chatter")
        self._joined: set[tuple[str, ...]] = set()

    def say(self, language: Language) -> str:
        """A post of two or three sentences.

        Raises ``RuntimeError`` when all ways to join the sentences are used up.
        """
        bank = _bank(language)
        for attempt in range(MOST_TRIES):
            frames = [self._draw.choice(part) for part in (bank.OPENINGS, bank.MIDDLES, bank.ENDINGS)]
            if self._draw.random() < 0.6 or attempt > MOST_TRIES // 2:
                del frames[self._draw.randrange(3)]
            pairs = set(combinations(frames, 2))
            if not pairs & self._joined:
                self._joined |= pairs
                return self._join(frames, language)
        raise RuntimeError("there are more posts than ways to join sentences")

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
