"""How texts and questions become the words of the full-text index, the same on both databases.

Scripts written without spaces (Chinese, Japanese, Thai …) and Korean are cut into overlapping pairs
of characters, so that a two-character word is one word of the index and a longer one a short phrase.
Everything else is cut at what is neither letter, digit nor mark. Words are NFKC-normalised and
case-folded. Hashtags and handles stand behind the text a second time with their sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from storage.keys import clean_text

MAX_WORDS = 16_000
"""PostgreSQL counts positions to 16,383; words of a text beyond that are not found."""

MAX_WORD = 200
"""Longer words (keys, base64) are cut here, in text and question alike."""

MAX_QUESTION = 2_000
MAX_PHRASES = 32

_PAIRED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3031-\u3035"
    "\u3040-\u30ff\u3105-\u312f\u3130-\u318f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f"
    "\uac00-\ud7ff\uf900-\ufaff\uff66-\uff9f\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_MARKS = "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963\u0966-\u0dff"
_PLAIN_ASCII = re.compile(r"[a-z0-9]+")
_RUN = re.compile(f"([{_PAIRED}]+)|([^\\W_{_PAIRED}]+(?:[{_MARKS}]+[^\\W_{_PAIRED}]*)*)")
_TAGGED = re.compile(r"[#@][^\s#,;:!?()\[\]{}<>\"'“”‘’、。，！？（）《》「」…]+")
_ASCII_SIGNS = re.compile(r"[\x00-\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+")
_ASKED = re.compile(r'"([^"]*)"|([^\s"]+)')


def normalise(text: str) -> str:
    """NFKC and case folding: full-width and capital letters are found as plain ones."""
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def split_words(text: str) -> list[str]:
    """The words of a normalised text in their order."""
    if text.isascii():
        return _PLAIN_ASCII.findall(text)
    words: list[str] = []
    for run, word in _RUN.findall(text):
        if run:
            words += map("".join, zip(run, run[1:], strict=False))
            words.append(run[-1])
        else:
            words.append(word)
    return words


def list_words(text: str, further: Iterable[str], tags: Iterable[str]) -> list[str]:
    """What is indexed of a post.

    ``further`` are texts that stand beside the post's (title, links), ``tags`` its hashtags and handles
    with their sign; those inside the text are found here.
    """
    plain = normalise(text)
    words = split_words(plain)
    tagged = set(_TAGGED.findall(plain)) if "#" in plain or "@" in plain else set()
    for each in map(normalise, further):
        if each and each not in plain:
            words += split_words(each)
    tagged.update(map(normalise, tags))
    words += sorted({word for tag in tagged for word in _name_tag(tag)})
    return [word[:MAX_WORD] for word in words[:MAX_WORDS]]


def _name_tag(tag: str) -> tuple[str, ...]:
    """``#tag`` as one word; ``@someone@host`` as that and as ``@someone``."""
    sign, name = tag[:1], tag[1:].strip(".…")
    words = (_ASCII_SIGNS.sub("_", name).strip("_"), _ASCII_SIGNS.sub("_", name.partition("@")[0]).strip("_"))
    return tuple(sign + word for word in dict.fromkeys(words) if word)


def read_question(question: str) -> list[tuple[str, ...]]:
    """The phrases that a question asks for, all of which must be found.

    Words apart by spaces are phrases of their own, ``"quoted words"`` are one; ``#tag`` and ``@handle``
    ask for the tag or handle. A word ending in ``*`` (only ever the last of a phrase) stands for all
    words that begin so: a single character of a paired script is the beginning of a pair. Anything
    else a person types is text, never syntax. At most ``MAX_PHRASES`` phrases are asked.
    """
    phrases = []
    for quoted, bare in _ASKED.findall(clean_text(question[:MAX_QUESTION])):
        plain = normalise(quoted or bare)
        named = _name_tag(plain) if plain[:1] in ("#", "@") else ()
        words = list(named[:1]) or _ask_words(plain)
        if words:
            phrases.append(tuple(words))
    return phrases[:MAX_PHRASES]


def _ask_words(plain: str) -> list[str]:
    """The words of a phrase; the run that ends it may go on in the text."""
    words = [word[:MAX_WORD] for word in split_words(plain)]
    if words and (runs := _RUN.findall(plain)) and (last := runs[-1][0]):
        if len(last) == 1:
            words[-1] += "*"
        else:
            words.pop()
    return words
