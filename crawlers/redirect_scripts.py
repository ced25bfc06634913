"""Script that moves a visitor on to an address written in it: read, never run.

What puts the address together, or decides between several, is left to the browser.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote

from crawlers.redirect_moves import Move, is_same, resolve

MOST_MOVES = 200
"""Literal moves of one page that are looked at."""
MOST_SCRIPT = 300_000
"""Characters of script that are looked at: reading as much takes a second at worst."""
_DEEPEST = 3

_WINDOW = r"(?<![\w$.\-])(?:(?:window|document|self|top|parent|globalThis)\s{0,9}\.\s{0,9}){0,4}"
_LOCATION = (
    rf"(?:{_WINDOW}location|{_WINDOW}(?:window|document|self|top|parent)\s*\[\s*['\"]location['\"]\s*\])"
)
_STRING = r"(?P<quote>['\"`])(?P<target>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)\s*(?P<after>[;)}\n,<]|$)"
_MOVES = (
    re.compile(rf"{_LOCATION}(?:\s*\.\s*href|\s*\[\s*['\"]href['\"]\s*\])?\s*=\s*{_STRING}"),
    re.compile(
        rf"{_LOCATION}\s*(?:\.\s*(?:replace|assign)|\[\s*['\"](?:replace|assign)['\"]\s*\])\s*\(\s*{_STRING}"
    ),
    re.compile(rf"{_WINDOW}open\s*\(\s*{_STRING}(?<=,)\s*['\"]_(?:self|top|parent)['\"]"),
)
_RUN = re.compile(rf"\b(?:setTimeout|setInterval|eval)\s*\(\s*{_STRING}")
_WRITE = re.compile(rf"\bdocument\s*\.\s*write(?:ln)?\s*\(\s*{_STRING}")
_WOULD_MOVE = re.compile(
    r"\blocation\b\s*(?:\.\s*(?:href|replace|assign|pathname|host)|\[|=(?!=))|\.submit\s*\(|http-equiv"
    r"|\bhistory\s*\.\s*(?:go|back|pushState|replaceState)|\.click\s*\(\s*\)|['\"]location['\"]"
    r"|\bopen\s*\([^()\n]{0,500},\s*['\"]_(?:self|top|parent)|\b(?:eval|atob|fromCharCode)\s*\("
    r"|httpEquiv|\bFunction\s*\(|\bnavigate\s*\(",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_TOKEN = re.compile(
    r"(?P<text>\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)"
    r"|(?<!\\)//[^\n]*|<!--[^\n]*|/\*.*?(?:\*/|\Z)",
    re.DOTALL,
)
_BLOCK = re.compile(
    r"\bfunction\s+(?P<name>[\w$]+)\s*\([^(){}]{0,500}\)\s*\{"
    r"|\.\s*on(?:click|submit)\s*=\s*(?:async\s+)?(?:function\b[^{}]{0,200}|\([^(){}]{0,200}\)\s*=>\s*)(?P<click>\{)"
    r"|(?P<listen>\baddEventListener\s*\(\s*[\"'`]\s*[\"'`]\s*,\s*(?:async\s+)?"
    r"(?:function\b[^{}]{0,200}|\([^(){}]{0,200}\)\s*=>\s*)\{)|[{}]"
)


def find_script_move(scripts: str, url: str, base: str) -> Move | None:
    """The move to an address that script names; one that names an app alone has no target."""
    targets: dict[str, Move] = {}
    apps: list[Move] = []
    for written, quoted in islice(_list_written(strip_comments(scripts[:MOST_SCRIPT]), 0), MOST_MOVES):
        target, note = resolve(base, written)
        if target and not is_same(target, url) and not written.startswith("#"):
            targets.setdefault(target, Move("script", target, "script", note or quoted[:80]))
        elif not target and note.startswith("leads to"):
            apps.append(Move("script", "", "script", note))
    if targets:
        first = next(iter(targets.values()))
        if len(targets) == 1:
            return first
        note = f"the first of {len(targets)} addresses that script names"
        return Move("script", first.target, "script", note, unsure=True)
    return apps[0] if apps else None


def list_markup(scripts: str) -> list[str]:
    """The markup that script writes into the page, as far as it stands there literally."""
    return _list_strings(_WRITE, strip_comments(scripts[:MOST_SCRIPT]))


def would_move(scripts: str) -> bool:
    """Whether there is anything in script that may move a visitor on."""
    return bool(_WOULD_MOVE.search(scripts))


def strip_comments(script: str) -> str:
    """The script with blanks in place of its comments; strings stay as they are."""
    return _TOKEN.sub(lambda found: found[0] if found["text"] else _blank(found[0]), script)


def _list_written(script: str, depth: int) -> Iterator[tuple[str, str]]:
    """Addresses that script moves to when it runs, as written, each with its statement."""
    asleep = _list_asleep(script)
    for pattern in _MOVES:
        for found in pattern.finditer(script):
            if _is_within(found.start(), asleep):
                continue
            written = _read_string(found)
            if written[:11].lower() == "javascript:":
                if depth < _DEEPEST:
                    yield from _list_written(unquote(written[11:]), depth + 1)
            elif written:
                yield written, found[0]
    if depth < _DEEPEST:
        for text in _list_strings(_RUN, script):
            yield from _list_written(text, depth + 1)


def _list_asleep(script: str) -> list[tuple[int, int]]:
    """Where the script only runs if somebody clicks, or calls what nothing here calls; outermost places."""
    masked = _TOKEN.sub(lambda found: f"{found[0][0]}{_blank(found[0][2:])}{found[0][-1]}", script)
    uses = Counter(re.findall(r"[\w$]+", masked))
    found: list[tuple[int, int]] = []
    begun: list[int] = []
    for block in _BLOCK.finditer(masked):
        if block[0] == "}":
            if begun and (start := begun.pop()) >= 0 and not any(one >= 0 for one in begun):
                found.append((start, block.end()))
            continue
        waits = bool(block["click"]) or bool(block["name"] and uses[block["name"]] < 2)
        if block["listen"]:
            waits = bool(
                re.search(r"['\"`](?:click|submit|mousedown|touchend)['\"`]", script[slice(*block.span())])
            )
        begun.append(block.start() if waits else -1)
    return found


def _is_within(position: int, spans: list[tuple[int, int]]) -> bool:
    place = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return place >= 0 and position < spans[place][1]


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _list_strings(pattern: re.Pattern[str], script: str) -> list[str]:
    """The literal strings that a script gives to a function, as the function gets them."""
    return [text for found in pattern.finditer(script) if (text := _read_string(found))]


def _read_string(found: re.Match[str]) -> str:
    """A string literal's value; empty where it is a template that script fills."""
    text = _ESCAPE.sub(_unescape, found["target"])
    return "" if found["quote"] == "`" and "${" in text else text


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return {"n": "\n", "r": "\r", "t": "\t"}.get(found[4], found[4])
    return chr(min(int(code, 16), 0x10FFFF))
