"""What WeChat's pages write into their scripts: object literals and variables, read without running anything.

A page hands its facts over as JavaScript (``window.cgiDataNew = {title: JsDecode('…'), idx: '1' * 1, …}``
and ``var ct = "1762243169";``). Values are read as text, whatever they are multiplied with; ``a || b`` is the
first that is not empty; what is called with a text (``JsDecode``, ``htmlDecode``) gives that text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from crawlers.platform import Unreadable

DEEPEST = 40
"""Objects within objects; real pages hold up to eight."""
_TOKEN = re.compile(
    r"""(?:\s|//[^\n]*|/\*.*?\*/)*+
    (?:(?P<text>'(?:[^'\\\n]|\\.)*+'|"(?:[^"\\\n]|\\.)*+")
    |(?P<name>[A-Za-z_$][\w$]*)|(?P<number>-?\d+(?:\.\d+)?)|(?P<sign>\|\||[{}\[\](),:*.])|(?P<other>\S))""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", "b": "", "f": "", "v": "", "0": "", "\n": ""}
_HALF = re.compile("[\ud800-\udfff]")
_WORDS: Mapping[str, Any] = {"true": "1", "false": "", "null": "", "undefined": ""}


def read_object(script: str, name: str) -> Mapping[str, Any]:
    """The object that is given to ``name`` (``window.cgiData``); empty where none is.

    Raises ``Unreadable`` where one begins that cannot be read to its end.
    """
    for found in re.finditer(rf"{re.escape(name)}\s*=\s*(?=\{{)", script):
        value, _ = _read_value(script, found.end(), 0)
        return value if isinstance(value, dict) else {}
    return {}


def read_variables(script: str, names: Sequence[str]) -> Mapping[str, str]:
    """The first text that is not empty of each variable (``var name =``, ``window.name =``)."""
    found: dict[str, str] = {}
    for match in re.finditer(rf"\b(?:var\s+|window\.)({'|'.join(names)})\s*=(?!=)", script):
        if match[1] in found:
            continue
        try:
            value, _ = _read_value(script, match.end(), DEEPEST - 3)
        except Unreadable:
            continue
        if isinstance(value, str) and value:
            found[match[1]] = value
    return found


def _read_value(script: str, place: int, depth: int) -> tuple[Any, int]:
    """An expression: of alternatives the first that is not empty."""
    value, place = _read_part(script, place, depth)
    while True:
        kind, sign, after = _peek(script, place)
        if kind != "sign" or sign not in ("||", "*", "."):
            return value, place
        if sign == ".":
            _, method, after = _peek(script, after)
            arguments, after = _read_part(script, after, depth)
            if method == "html" and isinstance(value, str) and arguments is not None:
                value = unescape(value)
            place = after
            continue
        other, place = _read_part(script, after, depth)
        if sign == "||" and not value:
            value = other


def _read_part(script: str, place: int, depth: int) -> tuple[Any, int]:
    kind, word, place = _peek(script, place)
    if kind == "text":
        return _decode(word[1:-1]), place
    if kind == "number":
        return word, place
    if kind == "name":
        after = _peek(script, place)
        if after[1] != "(":
            return _WORDS.get(word, ""), place
        value, place = _read_part(script, place, depth + 1)
        return unescape(value) if word == "htmlDecode" and isinstance(value, str) else value, place
    if depth >= DEEPEST or word not in ("{", "[", "("):
        raise Unreadable(f"script, character {place}: no value, or too deep a one")
    if word == "(":
        if _peek(script, place)[1] == ")":
            return "", _peek(script, place)[2]
        value, place = _read_value(script, place, depth + 1)
        return value, _expect(script, place, ")")
    return _read_members(script, place, depth) if word == "{" else _read_entries(script, place, depth)


def _read_members(script: str, place: int, depth: int) -> tuple[dict[str, Any], int]:
    members: dict[str, Any] = {}
    while True:
        kind, word, place = _peek(script, place)
        if word == "}" and kind == "sign":
            return members, place
        if word == "," and kind == "sign":
            continue
        if kind not in ("name", "text", "number"):
            raise Unreadable(f"script, character {place}: a name was due")
        name = _decode(word[1:-1]) if kind == "text" else word
        members[name], place = _read_value(script, _expect(script, place, ":"), depth + 1)


def _read_entries(script: str, place: int, depth: int) -> tuple[list[Any], int]:
    entries: list[Any] = []
    while True:
        kind, word, after = _peek(script, place)
        if kind == "sign" and word in ("]", ","):
            place = after
            if word == "]":
                return entries, place
            continue
        value, place = _read_value(script, place, depth + 1)
        entries.append(value)


def _peek(script: str, place: int) -> tuple[str, str, int]:
    found = _TOKEN.match(script, place)
    if found is None or found.lastgroup is None:
        raise Unreadable(f"script, character {place}: neither a value nor the end of one")
    return found.lastgroup, found[found.lastgroup], found.end()


def _expect(script: str, place: int, sign: str) -> int:
    kind, word, after = _peek(script, place)
    if kind != "sign" or word != sign:
        raise Unreadable(f"script, character {place}: {sign!r} was due")
    return after


def _decode(text: str) -> str:
    """A string literal's text."""

    def replace(found: re.Match[str]) -> str:
        code = found[1]
        return chr(int(code[1:], 16)) if len(code) > 1 else _PLAIN.get(code, code)

    text = _ESCAPE.sub(replace, text) if "\\" in text else text
    if _HALF.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text.replace("\x00", "")
