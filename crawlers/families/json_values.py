"""The little language in which a platform's table of facts says where a value stands in a JSON answer.

A *pointer* is that of RFC 6901 (``/user/name``, ``/0/id``), with ``*`` for every member of a list or object.
A *place* is one or more pointers with ``|`` between them: the first that holds something counts. A *template*
is text with places in braces: ``https://host.example/video/{/id}``. A *condition* is a pointer alone (what
stands there is not empty, 0 or false), or with ``=VALUE`` (also ``=null``, ``=[]``) or ``~REGEX`` after it;
several are joined by `` & ``. None of them can fail: what is not there reads as nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

MOST_VALUES = 2000
"""Values of one pointer with ``*`` in it: more than any page of a list holds."""
LOOKED_AT = 2000
"""Characters of a value that a regular expression is tried on."""

_BRACES = re.compile(r"\{(/[^{}]*)\}")
_CONDITION = re.compile(r"(?P<pointer>/[^=~]*?)(?:(?P<sign>[=~])(?P<due>.*))?", re.DOTALL)


def find_places(value: Any, pointer: str) -> list[tuple[str, Any]]:
    """The values at ``pointer``, each with its own plain pointer; ``null`` is no value."""
    found = [("", value)]
    for step in _split(pointer):
        found = [
            (f"{place}/{_escape(name)}", inner)
            for place, here in found
            for name, inner in _enter(here, step)
            if inner is not None
        ][:MOST_VALUES]
    return found


def find_all(value: Any, place: str) -> list[Any]:
    """The values at the first pointer of ``place`` that holds any; a list at its end is taken apart."""
    for pointer in place.split("|"):
        found = [inner for _, inner in find_places(value, pointer)]
        flat = [one for inner in found for one in (inner if isinstance(inner, list) else [inner])]
        if flat := [one for one in flat if one is not None and one != ""]:
            return flat[:MOST_VALUES]
    return []


def find_text(value: Any, place: str) -> str:
    """The first value of a place or template as text: numbers as their digits, all else as nothing."""
    return next(iter(find_texts(value, place)), "")


def find_texts(value: Any, place: str) -> list[str]:
    """All values of a place or template as texts; a template is filled in once for each."""
    if not place:
        return []
    if place.startswith("/"):
        return [text for one in find_all(value, place) if (text := write_scalar(one))]
    parts = _BRACES.split(place)
    rows: list[str] = [parts[0]]
    for inner, after in zip(parts[1::2], parts[2::2], strict=True):
        texts = [text for one in find_all(value, inner) if (text := write_scalar(one))]
        rows = [f"{row}{text}{after}" for row in rows for text in texts][:MOST_VALUES]
    return rows


def holds(value: Any, condition: str) -> bool:
    """Whether all parts of ``condition`` are true of ``value``; an empty condition is not."""
    return bool(condition) and all(_holds(value, part) for part in condition.split(" & "))


def write_scalar(value: Any) -> str:
    """Text and numbers as text without NUL; anything else as nothing."""
    if isinstance(value, str):
        return value.replace("\x00", "")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def list_pointers(spec: str) -> Iterator[str]:
    """The pointers that a place, template or condition names."""
    parts = _BRACES.findall(spec) if spec and not spec.startswith("/") else [spec]
    for part in parts:
        for condition in part.split(" & "):
            for pointer in re.split(r"[=~]", condition, maxsplit=1)[0].split("|"):
                if pointer.startswith("/"):
                    yield pointer


def _holds(value: Any, part: str) -> bool:
    matched = _CONDITION.fullmatch(part)
    if matched is None:
        return False
    pointer, sign, due = matched["pointer"], matched["sign"], matched["due"]
    if sign == "=" and due == "null":
        parent, _, name = pointer.rpartition("/")
        return any(
            isinstance(inner, dict) and name in inner and inner[name] is None
            for _, inner in find_places(value, parent)
        )
    found = [inner for _, inner in find_places(value, pointer)]
    if sign is None:
        return any(inner not in (False, 0, "", [], {}) for inner in found)
    if sign == "~":
        return any(re.search(due, write_scalar(inner)[:LOOKED_AT]) for inner in found)
    return any(_write_plainly(inner) == due for inner in found)


def _write_plainly(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list | Mapping):
        return ("[]" if isinstance(value, list) else "{}") if not value else "…"
    return orjson.dumps(value, option=orjson.OPT_PASSTHROUGH_SUBCLASS).decode()


def _enter(here: Any, step: str) -> Iterator[tuple[str, Any]]:
    if isinstance(here, dict):
        if step == "*":
            yield from here.items()
        elif step in here:
            yield step, here[step]
    elif isinstance(here, list):
        if step == "*":
            yield from ((str(number), inner) for number, inner in enumerate(here))
        elif step.isascii() and step.isdigit() and len(step) < 9 and int(step) < len(here):
            yield step, here[int(step)]


@lru_cache(maxsize=1024)
def _split(pointer: str) -> tuple[str, ...]:
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def _escape(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")
