"""The user's own logged-in sessions in the browser: where they are from, and what of them is secret.

``VEDETTE_BROWSER_STATE_<PLATFORM>`` (``VEDETTE_BROWSER_STATE_X=/home/me/x.json``) names a file of cookies and
local storage as Playwright saves it (its "storage state"), readable by its owner alone (mode 0600). It is
read once and given to the loads of that platform alone, each in a context of its own: links, media and web
pages of any host are always loaded as a stranger sees them. What else such a file may hold (IndexedDB) is
left out.

Every value of at least ``SHORTEST`` characters is taken for a secret, and taken out of all that is archived
from the first such load on. Where a value is an everyday word, delete its entry from the file. What the site
puts in the place of such a cookie while it is visited, or hides from scripts, is a secret too.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import orjson

from crawlers.json_reading import as_array, as_object
from crawlers.network.credentials import SHORTEST
from crawlers.platform import Platform, Unreadable, platforms
from storage.errors import Misuse
from storage.http_head import parse_head

PREFIX = "VEDETTE_BROWSER_STATE_"

_ANY_PAGE = "page"
"""The platform that takes every URL: nobody's session is for all of the web."""

_NUMBER = (int, float)
_COOKIE: Mapping[str, tuple[type, ...]] = {
    "name": (str,),
    "value": (str,),
    "domain": (str,),
    "path": (str,),
    "expires": _NUMBER,
    "httpOnly": (bool,),
    "secure": (bool,),
    "sameSite": (str,),
    "partitionKey": (str,),
    "_crHasCrossSiteAncestor": (bool,),
}
_MANDATORY = ("name", "value", "domain", "path")
_SAME_SITE = ("Strict", "Lax", "None")
_UNSENDABLE = re.compile(r"[\x00-\x1f\x7f;]")
_ORIGIN = re.compile(r"https?://[^\s/?#@]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One platform's session: ``state`` as Playwright's ``new_context`` takes it, and the secrets in it, in
    the forms in which a page may repeat them. Never printed."""

    state: Mapping[str, Any] = field(repr=False)
    secrets: tuple[str, ...] = field(default=(), repr=False)


def read_sessions(environment: Mapping[str, str]) -> Mapping[str, Session]:
    """All sessions that the environment names, by platform. Raises ``Misuse``, which quotes no value."""
    found: dict[str, Session] = {}
    for variable, path in sorted(environment.items()):
        if path and variable.startswith(PREFIX):
            platform = _find_platform(variable)
            found[platform.key] = _read_file(Path(path), platform)
    return found


def list_renewed(session: Session, head: bytes) -> Iterator[str]:
    """The secrets that an answer's head brings: new values of known cookies, and any ``HttpOnly`` one."""
    names = {cookie["name"] for cookie in session.state["cookies"]}
    for header, line in parse_head(head).headers:
        if header.lower() != "set-cookie":
            continue
        pair, *flags = (part.strip() for part in line.split(";"))
        name, _, value = pair.partition("=")
        if name.strip() in names or "httponly" in (flag.lower() for flag in flags):
            yield from (form for form in _list_forms(value.strip()) if _is_secret(form))


def _find_platform(variable: str) -> Platform:
    fit = {
        key: platform
        for key, platform in platforms().items()
        if key != _ANY_PAGE and any(route.name == "browser" for route in platform.routes)
    }
    try:
        return fit[variable.removeprefix(PREFIX).lower()]
    except KeyError:
        known = ", ".join(sorted(fit))
        raise Misuse(f"{variable}: a session in the browser is for one of {known}") from None


def _read_file(path: Path, platform: Platform) -> Session:
    name = f"{platform.key}.json"
    advice = (
        f"make it with `playwright open --save-storage={name} {platform.homepage}`: log in, close the"
        f" window, chmod 600 {name}"
    )
    if path.is_dir():
        raise Misuse(f"{path} is a folder, and a browser's profile is not read, but a file; {advice}")
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise Misuse(f"{path} can be read by others: chmod 600 {path}")
            data = file.read()
    except OSError as error:
        raise Misuse(f"the browser's session {path} cannot be read: {error.strerror}; {advice}") from None
    try:
        return _take_state(orjson.loads(data))
    except orjson.JSONDecodeError:
        raise Misuse(f"{path} is no JSON file of cookies and local storage; {advice}") from None
    except Unreadable as lack:
        raise Misuse(f"{path} is no file of cookies and local storage ({lack}); {advice}") from None


def _take_state(value: object) -> Session:
    """The session in a storage state. Raises ``Unreadable``."""
    fields = as_object(value, "the file")
    cookies = [_take_cookie(one, f"cookies/{n}") for n, one in enumerate(_list(fields, "cookies"))]
    origins = [_take_origin(one, f"origins/{n}") for n, one in enumerate(_list(fields, "origins"))]
    origins = [one for one in origins if one["localStorage"]]
    if not cookies and not origins:
        raise Unreadable("it holds neither")
    values = [str(one["value"]) for one in cookies]
    values += [entry["value"] for one in origins for entry in one["localStorage"]]
    secrets = dict.fromkeys(form for text in values for form in _list_forms(text) if _is_secret(form))
    return Session(state={"cookies": cookies, "origins": origins}, secrets=tuple(secrets))


def _take_cookie(value: object, where: str) -> dict[str, object]:
    fields = as_object(value, where)
    for name in _MANDATORY:
        if fields.get(name) is None:
            raise Unreadable(f"{where} lacks {name}")
    cookie = {name: fields[name] for name in _COOKIE if fields.get(name) is not None}
    for name, one in cookie.items():
        # ``True`` is an int to Python, and no time.
        if not isinstance(one, _COOKIE[name]) or (name == "expires" and isinstance(one, bool)):
            raise Unreadable(f"{where}/{name} has another type")
        if isinstance(one, str) and _UNSENDABLE.search(one):
            raise Unreadable(f"{where}/{name} holds characters that no cookie has")
    if cookie.get("sameSite", "Lax") not in _SAME_SITE:
        raise Unreadable(f"{where}/sameSite is none of {', '.join(_SAME_SITE)}")
    if not cookie.get("domain") or not str(cookie.get("path")).startswith("/"):
        raise Unreadable(f"{where} belongs to no host and path")
    if (expires := cookie.get("expires", -1)) != -1 and float(expires) <= 0:
        raise Unreadable(f"{where}/expires is no time")
    return cookie


def _take_origin(value: object, where: str) -> dict[str, Any]:
    fields = as_object(value, where)
    origin = fields.get("origin")
    if not isinstance(origin, str) or not _ORIGIN.fullmatch(origin):
        raise Unreadable(f"{where}/origin is no origin of a page")
    entries = []
    for number, one in enumerate(_list(fields, "localStorage")):
        entry = as_object(one, f"{where}/localStorage/{number}")
        name, text = entry.get("name"), entry.get("value")
        if not isinstance(name, str) or not isinstance(text, str):
            raise Unreadable(f"{where}/localStorage/{number} is no name and value")
        entries.append({"name": name, "value": text})
    return {"origin": origin, "localStorage": entries}


def _list(fields: Mapping[str, Any], name: str) -> Iterator[object]:
    return iter(as_array(fields.get(name, []), name))


def _list_forms(text: str) -> Iterator[str]:
    """A value without the quotation marks that some have (with them it would match, and spoil, a string in
    JSON), and the same with its percent signs undone: scripts show such values decoded."""
    bare = text.strip('"')
    yield from (bare, unquote(bare))


def _is_secret(text: str) -> bool:
    """Whether a value is to be taken out wherever it stands; a bare number is an id, and JSON needs it."""
    return len(text) >= SHORTEST and not text.isdigit()
