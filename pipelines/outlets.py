"""The outlets whose domains are guarded against imitation: a list that ships, and the user's own.

``VEDETTE_OUTLETS`` names files in the form of ``outlets.txt`` (several with ``:`` between them, on Windows
``;``); their lines stand beside the shipped ones.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from storage.errors import VedetteError
from storage.urls import refang, registered_domain

SHIPPED = Path(__file__).with_name("outlets.txt")
VARIABLE = "VEDETTE_OUTLETS"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """An outlet: its registered domain, the label of that which people know, whether it is a common word."""

    domain: str
    name: str
    is_common: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlets:
    """All outlets, and every domain that is their own."""

    outlets: tuple[Outlet, ...]
    own: frozenset[str]


def list_outlets() -> Outlets:
    """The shipped outlets and the user's.

    Raises:
        VedetteError: a file of the user's cannot be read, or a line in it names no domain.
    """
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()
    return read_outlets((*lines, *_read_own()))


def read_outlets(lines: Iterable[str]) -> Outlets:
    """Outlets from the lines of such a file, defanged or not.

    Raises:
        VedetteError: a line names no domain.
    """
    outlets: dict[str, Outlet] = {}
    own: set[str] = set()
    for line in lines:
        told = line.partition("#")[0].strip()
        if not told:
            continue
        domains = [registered_domain(refang(each)) for each in told.removeprefix("~").split()]
        if not all("." in domain for domain in domains):
            raise VedetteError(f"{line.strip()[:60]!r} is no line of domains; see {VARIABLE} in the manual")
        own.update(domains)
        name = domains[0].partition(".")[0]
        outlets[domains[0]] = Outlet(domain=domains[0], name=name, is_common=told.startswith("~"))
    return Outlets(outlets=tuple(outlets.values()), own=frozenset(own))


def name_own_list() -> str:
    """What tells one list of the user's from another; empty where there is none."""
    lines = _read_own()
    return "+" + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:8] if lines else ""


def _read_own() -> list[str]:
    lines: list[str] = []
    for place in filter(None, os.environ.get(VARIABLE, "").split(os.pathsep)):
        try:
            lines += Path(place).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeError) as fault:
            raise VedetteError(f"the list of outlets {place} cannot be read: {fault}") from None
    return lines
