"""Edits that those who copy posts make, to plant copies of known posts."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from opencc import OpenCC

_TO_TRADITIONAL = OpenCC("s2t")
_LIKE = str.maketrans("aceiopxyABCEHKMOPT", "асеіорхуАВСЕНКМОРТ")
_EMOJI = ("😀", "🔥", "👍", "❤️", "🙏", "🎉", "💯", "🇨🇳", "👇", "😡")
_NUMBERS = ("{}. ", "{}、", "({}) ", "#{} ", "{}) ", "（{}）")
_WIDE = range(0x3400, 0xA000)


@dataclass(frozen=True, slots=True)
class Editor:
    """Edits with their chance and words to put in."""

    source: random.Random
    words: Sequence[str]

    def insert(self, text: str, marks: Sequence[str], times: int) -> str:
        """``text`` with marks at random places."""
        for _ in range(times):
            at = self.source.randrange(len(text) + 1)
            text = text[:at] + self.source.choice(marks) + text[at:]
        return text

    def pick(self, count: int) -> list[str]:
        """Words of other posts."""
        return self.source.choices(self.words, k=count)

    def replace(self, text: str, share: float) -> str:
        """``text`` with at least two of its words replaced by others (two characters make one where there
        are no spaces)."""
        parts = split_words(text)
        for at in self.source.sample(range(len(parts)), min(len(parts), max(2, round(share * len(parts))))):
            parts[at] = self.source.choice(self.words)
        return join_words(parts)


def split_words(text: str) -> list[str]:
    """Words, or pairs of characters."""
    if is_wide(text):
        return [text[at : at + 2] for at in range(0, len(text), 2)]
    return text.split()


def join_words(parts: Sequence[str]) -> str:
    """The text that ``split_words`` took apart."""
    return ("" if sum(map(is_wide, parts)) * 2 > len(parts) else " ").join(parts)


def is_wide(text: str) -> bool:
    """Whether most of it is Chinese."""
    return sum(ord(character) in _WIDE for character in text) * 3 > len(text)


def _space(editor: Editor, text: str) -> str:
    at = editor.source.randrange(len(text) // 2 + 1)
    return text[:at].replace(" ", "  ") + " ".join(text[at:])


def _mark(editor: Editor, text: str) -> str:
    swapped = "".join(editor.source.choice((mark.upper(), mark.lower())) for mark in text)
    return swapped.replace(",", "").replace("，", " ").replace(".", "!!").replace("。", "…") + "!"


def _hide(editor: Editor, text: str) -> str:
    return "".join(mark + ("\u200b" if editor.source.random() < 0.3 else "") for mark in text)


def _disguise(editor: Editor, text: str) -> str:
    return "".join(mark.translate(_LIKE) if editor.source.random() < 0.3 else mark for mark in text)


def _reorder(editor: Editor, text: str) -> str:
    mark = "。" if is_wide(text) else ". "
    parts = [part for part in text.rstrip("。. ").split(mark) if part]
    if len(parts) < 2:
        half = split_words(text)
        return join_words([*half[len(half) // 2 :], *half[: len(half) // 2]])
    editor.source.shuffle(parts)
    return mark.join(parts)


def _number(editor: Editor, text: str) -> str:
    return editor.source.choice(_NUMBERS).format(editor.source.randint(1, 400)) + text


def _combine(editor: Editor, text: str) -> str:
    edited = editor.insert(editor.replace(text, 0.1), _EMOJI, 3)
    return f"{_number(editor, edited)} #{editor.pick(1)[0]}"


EDITS: dict[str, Callable[[Editor, str], str]] = {
    "combo": _combine,
    "contained": lambda editor, text: join_words([*editor.pick(25), text, *editor.pick(25)]),
    "emoji": lambda editor, text: editor.insert(text, _EMOJI, 3),
    "handle_url": lambda editor, text: (
        f"@user{editor.source.randint(1, 10**6)} {text} https://t.co/{editor.source.randint(10**8, 10**9)}"
    ),
    "homoglyph": _disguise,
    "numbering": _number,
    "prefix": lambda editor, text: f"{' '.join(editor.pick(6))}: {text}",
    "punct_case": _mark,
    "reorder": _reorder,
    "spacing": _space,
    "suffix": lambda editor, text: f"{text} {' '.join(editor.pick(6))}",
    "t2s": lambda editor, text: _TO_TRADITIONAL.convert(text),
    "tags": lambda editor, text: f"{text} #{' #'.join(editor.pick(2))}",
    "trunc25": lambda editor, text: text[: len(text) * 3 // 4] + "…",
    "trunc50": lambda editor, text: text[: len(text) // 2] + "…",
    "wordswap": lambda editor, text: editor.replace(text, 0.1),
    "wordswap2": lambda editor, text: editor.replace(text, 0.22),
    "zerowidth": _hide,
}
"""Kinds of edits by name."""
