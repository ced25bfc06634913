"""Strict reading of JSON bodies: a mandatory field that lacks or has another type is ``Unreadable``.

``null`` and a missing field mean the same to the ``maybe_`` functions; ids are text whether a
platform sends text or a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture

Object = Mapping[str, Any]


def parse_json(capture: Capture) -> Any:
    """The JSON value of a body. Raises ``Unreadable`` when it is none."""
    try:
        return orjson.loads(capture.body)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"the body is not JSON: {error}") from error


def as_object(value: object, name: str = "body") -> Object:
    """``value`` if it is an object. Raises ``Unreadable``."""
    if not isinstance(value, dict):
        raise Unreadable(f"{name}: an object was due, not {_type_of(value)}")
    return value


def as_array(value: object, name: str = "body") -> Sequence[Any]:
    """``value`` if it is an array. Raises ``Unreadable``."""
    if not isinstance(value, list):
        raise Unreadable(f"{name}: an array was due, not {_type_of(value)}")
    return value


def need(fields: Object, name: str) -> Any:
    """A field that must be there, of whatever type. Raises ``Unreadable``."""
    if name not in fields:
        raise Unreadable(f"{name}: lacks")
    return fields[name]


def need_text(fields: Object, name: str) -> str:
    """A mandatory text; a number is taken as its digits. Raises ``Unreadable``."""
    value = need(fields, name)
    if isinstance(value, str):
        return _clean(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Unreadable(f"{name}: text was due, not {_type_of(value)}")


def need_id(fields: Object, name: str = "id") -> str:
    """A mandatory id that is not empty. Raises ``Unreadable``."""
    value = need_text(fields, name).strip()
    if not value:
        raise Unreadable(f"{name}: empty")
    return value


def maybe_text(fields: Object, name: str) -> str:
    """A text that may be missing, null or (some platforms) a number or ``false``."""
    value = fields.get(name)
    if isinstance(value, str):
        return _clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def maybe_count(fields: Object, name: str) -> int | None:
    """A count that may be missing, null, negative (not shown) or a number written as text."""
    value = fields.get(name)
    if isinstance(value, str):
        value = (
            int(value) if value.strip().isascii() and value.strip().isdigit() and len(value) < 19 else None
        )
    if isinstance(value, float):
        value = int(value) if abs(value) < 2**53 else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 2**63 else None


def maybe_object(fields: Object, name: str) -> Object:
    """An object that may be missing or null; anything else in its place reads as empty."""
    value = fields.get(name)
    return value if isinstance(value, dict) else {}


def maybe_array(fields: Object, name: str) -> Sequence[Any]:
    """An array that may be missing or null; anything else in its place reads as empty."""
    value = fields.get(name)
    return value if isinstance(value, list) else ()


def maybe_objects(fields: Object, name: str) -> Sequence[Object]:
    """The objects of an array that may be missing or null."""
    return [value for value in maybe_array(fields, name) if isinstance(value, dict)]


def maybe_time(fields: Object, name: str) -> datetime | None:
    """A time as UTC, ``None`` if missing or in no known form."""
    return parse_time(maybe_text(fields, name))


def _clean(text: str) -> str:
    return text.replace("\x00", "")


def _type_of(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
