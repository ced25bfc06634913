"""How a page or an answer sends a visitor on: the value, and what an address written in it stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from storage.urls import join_url

LONGEST_DELAY_S = 60.0
"""A page that reloads itself or moves on later than that is read first: it is where a visitor arrives."""

MoveKind = Literal["http", "refresh_header", "meta_refresh", "script", "frame", "interstitial", "shim"]


@dataclass(frozen=True, slots=True)
class Move:
    """How a response sends on. ``target`` is empty where it names no http(s) address; ``where`` is the
    place in the record, ``note`` what is odd about it. ``unsure``: only running the script would tell."""

    kind: MoveKind
    target: str
    where: str
    note: str = ""
    unsure: bool = False


_REFRESH = re.compile(r"\s*(\d*(?:\.\d*)?)(?:\s*[;,]\s*|\s+|$)(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
_FALLBACK = re.compile(r";S\.browser_fallback_url=([^;]+)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]{0,30}):", re.IGNORECASE)


def read_refresh(kind: MoveKind, content: str, url: str, where: str, base: str = "") -> Move | None:
    """The move that a refresh's value tells (WHATWG HTML, "shared declarative refresh steps").

    ``None`` where it only reloads ``url``, comes late, or is none.
    """
    parts = _REFRESH.fullmatch(content)
    if parts is None:
        return None
    delay, rest = parts[1], parts[2].strip()
    if rest[:1] in ("'", '"'):
        rest = rest[1:].partition(rest[0])[0]
    seconds = float(delay) if delay.strip(".") else 0.0
    target, note = resolve(base or url, rest) if rest else ("", "")
    if not rest or seconds > LONGEST_DELAY_S or is_same(target, url):
        return None
    return Move(kind, target, where, f"after {seconds:g} s" if seconds else note)


def resolve(base: str, written: str) -> tuple[str, str]:
    """The web address that ``written`` leads to, and what is odd about it.

    An app's link leads to its fallback for browsers (Chrome's ``intent:`` syntax), else nowhere.
    """
    if target := join_url(base, written):
        return target, ""
    named = _SCHEME.match(written)
    if named is None:
        return "", "the address cannot be read"
    scheme = named[1].lower()
    fallback = _FALLBACK.search(written) if scheme == "intent" else None
    if fallback and (target := join_url(base, unquote(fallback[1]))):
        return target, "an app's link: its fallback for browsers"
    return "", f"leads to an address of scheme {scheme!r}"


def is_same(target: str, url: str) -> bool:
    """Whether two addresses are one document."""
    return target.partition("#")[0] == url.partition("#")[0]
