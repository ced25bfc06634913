"""What a software of the long tail brings to the sandbox: who lives on its servers, and how they answer.

Each file of ``sandbox/software`` holds one ``played``, or one ``guest``: a platform on software that is
played already. The folder is the list.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post, State
from sandbox.situation import Situation

if TYPE_CHECKING:
    from sandbox.world import World

Answering = Callable[[Asked, Situation, "World"], Answer | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One site: the platform's key, the host, and who has an account there.

    ``operation`` and ``ordinary`` are languages (``en``, ``zh-Hans``, ``zh-Hant``), one for each account,
    separated by blanks; ``special`` are handles with the state that they are in from the start. ``flavour``
    is whatever the software wants to know of its sites.
    """

    platform: str
    host: str
    operation: str = "en"
    ordinary: str = "en"
    special: tuple[tuple[str, State], ...] = ()
    flavour: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One software, named after its file.

    ``address_account`` fills in ``number``, ``key`` and ``url`` of an account; ``address_post`` (post,
    account, place among the account's posts from 1, oldest first) ``id`` and ``url`` of a post. ``answer``
    answers for the hosts of all places and for ``hosts``. ``articles`` says that posts have titles.
    ``spell_handle`` writes a handle as the software allows it; ``spell_media`` says where the picture of a
    post at that spot lies. ``in_demo`` lets it into the short play of the demo. Where an account's
    address does not tell the platform (``address_tells``), the watchlist names it.
    """

    name: str
    places: tuple[Place, ...]
    address_account: Callable[[Account], Account]
    address_post: Callable[[Post, Account, int], Post]
    answer: Answering
    hosts: tuple[str, ...] = ()
    articles: bool = False
    in_demo: bool = False
    address_tells: bool = True
    spell_handle: Callable[[str], str] = str
    spell_media: Callable[[Post, Account, int], str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """A platform that runs ``software`` which is played already; the file is named after its key.

    ``form`` is what that software wants to know of it (``sandbox.software.feedsites.Form``).
    """

    software: str
    places: tuple[Place, ...]
    form: object = None


@cache
def list_played() -> Mapping[str, Played]:
    """Every software of the long tail, by name."""
    found = (getattr(module, "played", None) for module in _list_modules())
    return {played.name: played for played in found if isinstance(played, Played)}


@cache
def list_guests() -> Mapping[str, Guest]:
    """Every guest, by the platform's key."""
    found = (
        (module.__name__.rpartition(".")[2], getattr(module, "guest", None)) for module in _list_modules()
    )
    return {name: guest for name, guest in found if isinstance(guest, Guest)}


@cache
def _list_modules() -> tuple[ModuleType, ...]:
    import sandbox.software as folder

    names = sorted(info.name for info in pkgutil.iter_modules(folder.__path__))
    return tuple(importlib.import_module(f"{folder.__name__}.{name}") for name in names)
