"""Items as a database can hold them: U+0000 and lone surrogates replaced (the archive keeps the bytes)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TypeVar, cast

import orjson

from storage.items import Capture, Item
from storage.keys import clean_text

AnyItem = TypeVar("AnyItem", bound=Item | Capture)


def clean_item(item: AnyItem) -> AnyItem:
    """``item`` itself if every text in it can be stored, else a copy with what cannot replaced.

    Serialising finds lone surrogates (an error) and U+0000 (its escape) at the speed of C.
    """
    try:
        plain = b"\\u0000" not in orjson.dumps(item, default=_skip)
    except TypeError:
        plain = False
    return item if plain else cast(AnyItem, _clean(item))


def clean_capture(capture: Capture) -> Capture:
    """The same for a capture: its address and context, not its body."""
    texts = "\n".join(
        (
            capture.url,
            capture.account,
            capture.media_type,
            *(f"{name}\n{value}" for name, value in capture.context.items()),
            *(value for _, value in capture.headers),
        )
    )
    return capture if clean_text(texts) == texts else cast(Capture, _clean(capture))


def _skip(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)


def _clean(value: object) -> object:
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if isinstance(value, Mapping):
        return {_clean(key): _clean(entry) for key, entry in value.items()}
    if hasattr(value, "__dataclass_fields__"):
        changes = {entry.name: _clean(getattr(value, entry.name)) for entry in fields(value)}  # type: ignore[arg-type]
        return replace(value, **changes)  # type: ignore[type-var]
    return value
