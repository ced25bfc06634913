"""Why yt-dlp got no video, from what it says: it has words for people and one exit code for all faults."""

from __future__ import annotations

import re
from typing import NamedTuple

from storage.items import ProblemKind

_WORDS: tuple[tuple[str, ProblemKind], ...] = (
    (r"not a bot|captcha|anti-bot|challenge|unusual traffic", "challenge"),
    (r"HTTP Error 429|too many requests|rate.?limit", "rate_limited"),
    (r"larger than max-filesize|File too large", "truncated"),
    (r"private (video|account|post)|is private|not granted access", "private"),
    (r"account .*(terminated|suspended)|(user|account) (has been |is )?suspended", "suspended"),
    (
        r"in your (country|region|location)|geo.?(restrict|block)|from your location|HTTP Error 451",
        "geo_blocked",
    ),
    (r"log ?in|sign in|logged.in|registered users|members.only|subscribers|cookies", "login_wall"),
    (r"removed|deleted|HTTP Error 410|no longer available|taken down", "deleted"),
    (r"HTTP Error 404|does not exist|not found|Video unavailable|isn't available", "not_found"),
    (r"HTTP Error 40[13]", "unauthorised"),
    (r"does not pass filter|live event|premieres in", "unreachable"),
    (
        r"Unsupported URL|No video formats|Requested format|No media found|Unable to extract|Failed to parse",
        "changed_format",
    ),
)
"""Expressions on the error, the first that fits decides: who is asked to log in "to confirm you're not a
bot" is challenged."""

_PATTERNS = tuple((re.compile(words, re.IGNORECASE), kind) for words, kind in _WORDS)
_ASIDES = re.compile(r";? *please report this issue on .*| *Use --.*| *See +https?://.*", re.IGNORECASE)
_NO_FORMATS = re.compile(r"Requested format|No video formats|Only images are available", re.IGNORECASE)
_UNSOLVED = re.compile(r"challenge solving failed|no supported JavaScript runtime", re.IGNORECASE)
_QUIET_ENDS = re.compile(r"larger than max-filesize|does not pass filter", re.IGNORECASE)


class Finding(NamedTuple):
    """Why there is no file."""

    kind: ProblemKind
    reason: str


def judge_words(words: str, code: int) -> Finding | None:
    """What went wrong in a run that ended with ``code``; ``None`` if nothing did.

    A file that is too large or a broadcast that still runs is left out with a plain word and code 0.
    """
    lines = words.splitlines()
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR:")]
    ends = [line.removeprefix("[download]").strip() for line in lines if _QUIET_ENDS.search(line)]
    if not code and not errors and not ends:
        return None
    said = (errors or ends or [line for line in lines if line.strip()] or [f"ended with code {code}"])[-1]
    reason = _ASIDES.sub("", said)[:300]
    if _NO_FORMATS.search(said) and _UNSOLVED.search(words):
        return Finding("challenge", f"what it shows is behind a script to be solved: {reason}")
    for pattern, kind in _PATTERNS:
        if pattern.search(said):
            return Finding(kind, reason)
    return Finding("unreachable", reason)
