"""Secrets of the user: where they are from, and how each is sent.

A credential named ``mastodon-social`` is the environment's ``VEDETTE_CREDENTIAL_MASTODON_SOCIAL``, or
an entry ``mastodon-social = "token"`` of the TOML file that ``VEDETTE_CREDENTIALS`` names. The file must
be readable by its owner alone (mode 0600). A token has at least ``SHORTEST`` characters.

``Fetch.credential`` says which one and how it is sent, over https only:

=========================  =====================================
``name``, ``bearer:name``  ``Authorization: Bearer TOKEN``
``query:PARAMETER:name``   the URL parameter ``PARAMETER=TOKEN``
``header:HEADER:name``     ``HEADER: TOKEN``
=========================  =====================================
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from storage.errors import Misuse

PREFIX = "VEDETTE_CREDENTIAL_"
FILE_VARIABLE = "VEDETTE_CREDENTIALS"

SHORTEST = 8
"""Characters. A shorter token could not be taken out of answers without spoiling them."""

_TOKEN = re.compile(r"[\x21-\x7e]+")
_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class NoCredential(LookupError):
    """A credential that is asked for is not there, or its way of sending makes no sense."""


@dataclass(frozen=True, slots=True)
class Presentation:
    """A credential ready to be sent, by header or by URL."""

    name: str
    url: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Credentials:
    """The user's tokens by name (lower case, ``-`` for ``_``). Never printed."""

    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    def has(self, spec: str) -> bool:
        """Whether the credential that ``Fetch.credential`` or ``Route.credential`` names is there."""
        return not spec or _plain(spec.rpartition(":")[2]) in self.tokens

    def present(self, spec: str, url: str) -> Presentation:
        """``url`` and headers with the credential put in. Raises ``NoCredential``."""
        way, _, rest = spec.rpartition(":")
        name = _plain(rest)
        if name not in self.tokens:
            raise NoCredential(f"the credential {name!r} is not set ({PREFIX}{_variable(name)})")
        token = self.tokens[name]
        kind, _, place = way.partition(":")
        if kind in ("", "bearer") and not place:
            return Presentation(name, url, (("Authorization", f"Bearer {token}"),))
        if kind == "query" and place:
            return Presentation(name, put_parameter(url, place, token))
        if kind == "header" and _NAME.fullmatch(place):
            return Presentation(name, url, ((place, token),))
        raise NoCredential(f"no way to send a credential: {way!r}")


def put_parameter(url: str, name: str, value: str) -> str:
    """``url`` with one query parameter of that name, in place of any it had."""
    base, mark, fragment = url.partition("#")
    path, _, query = base.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0] != name]
    kept.append(f"{quote(name, safe='')}={quote(value, safe='')}")
    return f"{path}?{'&'.join(kept)}{mark}{fragment}"


def read_credentials(environment: Mapping[str, str]) -> Credentials:
    """All credentials that the environment and its file hold. Raises ``Misuse``."""
    tokens: dict[str, str] = {}
    if path := environment.get(FILE_VARIABLE):
        tokens |= _read_file(Path(path))
    for variable, token in environment.items():
        if variable.startswith(PREFIX) and len(variable) > len(PREFIX):
            tokens[_plain(variable.removeprefix(PREFIX))] = token.strip()
    for name, token in tokens.items():
        if not _TOKEN.fullmatch(token):
            raise Misuse(f"the credential {name!r} is empty or holds characters that no token has")
        if len(token) < SHORTEST:
            raise Misuse(f"the credential {name!r} has fewer than {SHORTEST} characters: that is no token")
    return Credentials(tokens)


def _read_file(path: Path) -> dict[str, str]:
    try:
        mode = path.stat().st_mode
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Misuse(f"{path} can be read by others: chmod 600 {path}")
        entries = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise Misuse(f"the credentials file {path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise Misuse(f'{path} is no TOML file with lines like: name = "token"') from None
    if not all(isinstance(token, str) for token in entries.values()):
        raise Misuse(f'{path} has something else than lines like: name = "token"')
    return {_plain(name): token for name, token in entries.items()}


def _plain(name: str) -> str:
    return name.strip().lower().replace("_", "-")


def _variable(name: str) -> str:
    return name.upper().replace("-", "_")
