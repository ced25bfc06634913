"""Texts put into one form for comparing. The post itself is never changed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from pipelines.list_numbers import split_number
from pipelines.lookalikes import fold_lookalikes

LONGEST = 40_000
"""Characters of a text that are compared; what comes behind them hardly tells a copy from a copy."""

CJK = (
    "\u2e80-\u2eff\u3040-\u30ff\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Scripts in which one character says about as much as two or three Latin letters."""

_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U000e0000-\U000e0fff]"
)
_REPOSTED = re.compile(r"^\s*rt\s+@[^\s:]{1,60}:?|//\s*@", re.IGNORECASE)
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
_NOT_WORDS = re.compile(r"[\W_]+")
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
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text[:LONGEST]))
    text = _UNSEEN.sub("", text)
    reposted = _REPOSTED.search(text)
    is_reposted = reposted is not None and not text[: reposted.start()].strip()
    if reposted is not None and not is_reposted:
        text = text[: reposted.start()]
    number, spelling, text = split_number(text)
    words = " ".join(_LEFT_OUT.sub(" ", text).split())
    form = fold_form(words)
    return Normal(
        form=form,
        words=words,
        number=number,
        spelling=spelling,
        weight=weigh(form),
        is_reposted=is_reposted,
    )


def fold_form(words: str) -> str:
    """Letters and digits of ``words``, case and look-alikes folded. Idempotent."""
    folded = fold_lookalikes(_NOT_WORDS.sub(" ", unicodedata.normalize("NFKC", words.casefold())).casefold())
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", folded))


def weigh(form: str) -> float:
    """About how many words a form has: two CJK characters, or five letters of another script, make one."""
    wide = sum(map(len, _CJK.findall(form)))
    return wide / 2 + (len(form) - wide) / 5
