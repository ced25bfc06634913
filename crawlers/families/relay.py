"""The data that a page of Facebook or Instagram carries for its own scripts, and the answers they fetch.

A page holds JSON in ``<script type="application/json" data-sjs>``; an answer of ``/api/graphql`` is one JSON
value a line, where later lines are patches with the ``path`` that they belong to (relay.dev, incremental
delivery). What is looked for lies deep and moves with every release, so it is found by its own fields, and
the way to it is told as a JSON pointer. All walks are iterative: nesting costs no stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from crawlers.platform import Unreadable

MOST_SCRIPTS = 400
MOST_OBJECTS = 400_000
"""Objects that are looked at in one body: some thirty times what a large page holds."""

_SCRIPT = re.compile(
    rb"<script\b[^>]{0,400}application/json[^>]{0,400}>(.*?)</script>", re.DOTALL | re.IGNORECASE
)
_GUARD = b"for (;;);"

Trail = tuple[Any, ...]
"""The way to a value, the last step first: ``(key, (key, (key, ())))``, so that a step costs nothing."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object and where it was found: ``root`` names the script or line, ``trail`` the way inside it."""

    fields: Mapping[str, Any]
    root: str
    trail: Trail

    @property
    def where(self) -> str:
        """The JSON pointer, behind the name of the script or line."""
        return self.root + "".join(f"/{step}" for step in reversed(list(steps_of(self.trail))))

    def is_under(self, names: frozenset[str]) -> bool:
        """Whether one of ``names`` lies on the way to it."""
        return any(step in names for step in steps_of(self.trail))


def steps_of(trail: Trail) -> Iterator[Any]:
    """The steps of a way, the last one first."""
    while trail:
        yield trail[0]
        trail = trail[1]


def read_scripts(body: bytes) -> list[tuple[str, Any]]:
    """The JSON values of a page's data scripts, each with a name for where it stands."""
    found: list[tuple[str, Any]] = []
    for number, match in enumerate(_SCRIPT.finditer(body)):
        if number >= MOST_SCRIPTS:
            break
        try:
            found.append((f"script[{number}]", orjson.loads(match[1])))
        except orjson.JSONDecodeError:
            continue
    return found


def read_lines(body: bytes) -> list[tuple[str, Any]]:
    """The JSON values of an answer, one a line. Raises ``Unreadable`` where no line is one."""
    found: list[tuple[str, Any]] = []
    try:
        return [("", orjson.loads(body.removeprefix(_GUARD)))]
    except orjson.JSONDecodeError:
        pass
    for number, line in enumerate(body.splitlines()):
        try:
            found.append((f"line[{number}]", orjson.loads(line.removeprefix(_GUARD))))
        except orjson.JSONDecodeError:
            continue
    if not found:
        raise Unreadable("no line of the body is JSON")
    return found


def walk(roots: Iterable[tuple[str, Any]], stop: frozenset[str] = frozenset()) -> Iterator[Place]:
    """Every object, in the order of the text; what lies inside one with a field among ``stop`` is left out.

    The ``path`` of a patch counts as the way to what the patch holds.
    """
    left = MOST_OBJECTS
    for name, value in roots:
        waiting: list[tuple[Any, Trail]] = [(value, _path_of(value))]
        while waiting:
            inner, trail = waiting.pop()
            if isinstance(inner, dict):
                left -= 1
                if left < 0:
                    return
                yield Place(inner, name, trail)
                if stop and stop & inner.keys():
                    continue
                waiting.extend(
                    (inner[key], (key, trail)) for key in reversed(inner) if _is_nested(inner[key])
                )
            elif isinstance(inner, list):
                last = len(inner) - 1
                waiting.extend(
                    (one, (last - back, trail)) for back, one in enumerate(reversed(inner)) if _is_nested(one)
                )


def find_first(value: object, name: str) -> Any:
    """The first field of that name anywhere in ``value``, ``None`` if there is none."""
    return next((place.fields[name] for place in walk([("", value)]) if name in place.fields), None)


def follow(value: object, *names: str) -> Mapping[str, Any]:
    """The object at the end of a way of field names; an empty one where the way breaks off."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def _is_nested(value: object) -> bool:
    return isinstance(value, dict | list)


def _path_of(value: object) -> Trail:
    path = value.get("path") if isinstance(value, dict) else None
    trail: Trail = ()
    for step in path[:64] if isinstance(path, list) else ():
        trail = (step if isinstance(step, str | int) else "", trail)
    return trail
