"""One text put into its form for comparing. The post itself is never changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipelines.list_numbers import split_number
from pipelines.text_alphabet import CJK, UNSEEN
from pipelines.text_folding import LONGEST, fold_many, fold_words

_UNSEEN = re.compile(f"[{UNSEEN}]")
_PASSED_ON = re.compile(r"//\s*@")
_LEFT_OUT = re.compile(
    rf"""
      (?:https?://|www\.)[^\s<>"{CJK}\u3000-\u303f\uff00-\uffef]+   # links
    | \b(?:t\.co|bit\.ly|t\.cn|t\.me|youtu\.be)/\S+
    | (?:回复|回覆|reply\ to)\s*@[^\s:,@]{{1,40}}\s*[:,]?          # "in reply to"
    | @[^\s:,.!?()\[\]@#/]{{1,60}}(?:@[\w.-]+|\.[a-z0-9.-]+)?      # handles
    | \#[^\s#]{{1,60}}\#                                           # Weibo: #topic#
    | \#[^\s#,.!?:;()]+                                            # hashtags
    | \[[^\[\]\s]{{1,8}}\]                                         # emoticons by name
    | [0-9#*]\u20e3                                                # keycaps
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CJK = re.compile(f"[{CJK}]")


@dataclass(frozen=True, slots=True)
class Normal:
    """A text for comparing: ``form`` has letters and digits only, nothing between them.

    ``number`` is what stood before it as on a list, 0 if nothing did, ``spelling`` how it was written;
    ``weight`` is about how many words there are; ``is_reposted`` that the author passes on the words of
    someone whom the text names. ``words`` is the text with links and the like taken out, still readable.
    """

    form: str
    words: str
    number: int
    spelling: str
    weight: float
    is_reposted: bool


def normalise(text: str) -> Normal:
    """Read ``text`` for comparing. The form of a form is itself (numbers apart, which are read once)."""
    folds = fold_many([text])
    return Normal(
        form=folds.forms[0],
        words=read_words(text),
        number=folds.numbers[0],
        spelling=folds.spellings[0],
        weight=float(folds.weights[0]),
        is_reposted=folds.reposted[0],
    )


def read_words(text: str) -> str:
    """What ``text`` says in words for people: without links, handles, hashtags, its list number and the
    words of others behind ``//@``."""
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:LONGEST]))
    text = _UNSEEN.sub("", text)
    passed = _PASSED_ON.search(text)
    if passed is not None and text[: passed.start()].strip():
        text = text[: passed.start()]
    return " ".join(_LEFT_OUT.sub(" ", split_number(text)[2]).split())


def fold_form(words: str) -> str:
    """Letters and digits of ``words`` as forms have them. Idempotent."""
    return fold_words(words)


def weigh(form: str) -> float:
    """About how many words a form has: two CJK characters, or five letters of another script, make one."""
    wide = sum(map(len, _CJK.findall(form)))
    return wide / 2 + (len(form) - wide) / 5
