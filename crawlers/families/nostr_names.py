"""How accounts, posts and relays of Nostr are written: hex, bech32 with its hints, names, clients' URLs.

Sources: NIP-19 (``npub``, ``note``, and ``nprofile``, ``nevent``, ``naddr`` of type, length and value),
NIP-21 (``nostr:`` URIs), NIP-05 (``name@domain``); the clients' own addresses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from crawlers.address import is_public_name, split_address, strip_www
from crawlers.families.bech32 import decode_bech32, encode_bech32
from crawlers.words import words
from storage.items import Watched

GATEWAY = "njump.me"
"""Where a person can look at any account and post without a client; our links lead there."""
CLIENTS = (
    GATEWAY,
    "primal.net",
    "snort.social",
    "damus.io",
    "iris.to",
    "yakihonne.com",
    "coracle.social",
    "nostr.band",
    "nostrudel.ninja",
    "habla.news",
    "nosta.me",
    "nostter.app",
    "jumble.social",
    "satellite.earth",
)
MOST_HINTS = 3
LONGEST_RELAY = 200

_HEX = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(r"([a-z0-9._-]{1,64})@([a-z0-9.-]{4,253})")
_URI = re.compile(r"(?:web\+)?nostr:(?://)?", re.IGNORECASE)
_BEFORE_HEX = words("p u profile people user users author")
_SPECIAL, _RELAY, _AUTHOR = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Actor:
    """Who is named: a hex key or, still to be looked up, a NIP-05 name; and relays that may know more."""

    key: str
    relays: tuple[str, ...] = ()


def recognise_actor(url: str, platform: str) -> Watched | None:
    """The account that ``url`` names, by itself or as the author of a post."""
    actor = find_actor(url)
    if actor is None:
        return None
    code = write_profile(actor) if is_hex(actor.key) else actor.key
    return Watched(
        platform=platform,
        key=actor.key,
        url=f"https://{GATEWAY}/{code}",
        handle=write_npub(actor.key) if is_hex(actor.key) else actor.key,
        host=GATEWAY,
    )


def find_actor(url: str) -> Actor | None:
    """Who ``url`` is of: a ``nostr:`` URI, a bare key or code, or an address at a known client."""
    written = url.strip()
    marked = _URI.match(written)
    if marked:
        written = written[marked.end() :]
    if "/" not in written and (marked or "@" not in written):
        if actor := _read_code(written.partition("?")[0].partition("#")[0]):
            return actor
        if is_hex(written.lower()):
            return Actor(written.lower())
    if marked and "/" not in written:
        return _read_name(written)
    address = split_address(written)
    if address is None or strip_www(address.host) not in CLIENTS:
        return None
    fragment = urlsplit(written if "://" in written else f"https://{written}").fragment
    return _find_in([*address.segments, *unquote(fragment[:2048]).split("/")])


def is_hex(text: str) -> bool:
    """Whether ``text`` is a key or an event's id: 32 bytes in lower-case hex."""
    return bool(_HEX.fullmatch(text))


def write_npub(key: str) -> str:
    """A hex key as people write it."""
    return encode_bech32("npub", bytes.fromhex(key))


def write_note(id: str) -> str:
    """An event's hex id as people write it."""
    return encode_bech32("note", bytes.fromhex(id))


def write_profile(actor: Actor) -> str:
    """A hex key with its relays, ``npub`` where there are none."""
    if not actor.relays:
        return write_npub(actor.key)
    return encode_bech32("nprofile", _write_parts(bytes.fromhex(actor.key), actor.relays))


def write_address(name: str, key: str, kind: int) -> str:
    """An addressable event (``naddr``) by its ``d`` tag, cut to the 255 bytes that the code has room for."""
    parts = _write_parts(name.encode("utf-8", "replace")[:255], ())
    return encode_bech32(
        "naddr", parts + b"\x02\x20" + bytes.fromhex(key) + b"\x03\x04" + kind.to_bytes(4, "big")
    )


def clean_relays(found: Iterable[object], most: int) -> tuple[str, ...]:
    """The WebSocket addresses among ``found``, in one spelling, each once, at most ``most``."""
    kept: dict[str, None] = {}
    for one in found:
        if len(kept) < most and isinstance(one, str) and (url := _clean_relay(one)):
            kept[url] = None
    return tuple(kept)


def _clean_relay(text: str) -> str:
    text = text.strip()
    if len(text) > LONGEST_RELAY or not text.isascii() or not text.isprintable() or " " in text:
        return ""
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in ("ws", "wss") or parts.username is not None or not is_public_name(host):
        return ""
    place = host if port in (None, {"ws": 80, "wss": 443}[scheme]) else f"{host}:{port}"
    query = f"?{parts.query}" if parts.query else ""
    return f"{scheme}://{place}{parts.path or '/'}{query}"


def _find_in(segments: list[str]) -> Actor | None:
    before = ""
    for segment in segments:
        word = segment.lstrip("@")
        if actor := _read_code(word):
            return actor
        if before.lower() in _BEFORE_HEX and is_hex(word.lower()):
            return Actor(word.lower())
        if "@" in word and (actor := _read_name(word)):
            return actor
        before = segment
    return None


def _read_name(text: str) -> Actor | None:
    found = _NAME.fullmatch(text.lower())
    return Actor(found[0]) if found and is_public_name(found[2]) else None


def _read_code(text: str) -> Actor | None:
    """The account that a code of NIP-19 names; a ``note``, or a secret key, names none."""
    decoded = decode_bech32(text) if text[:1] in "nN" else None
    if decoded is None:
        return None
    prefix, content = decoded
    if prefix == "npub":
        return Actor(content.hex()) if len(content) == 32 else None
    if prefix not in ("nprofile", "nevent", "naddr"):
        return None
    parts = tuple(_read_parts(content))
    wanted = _SPECIAL if prefix == "nprofile" else _AUTHOR
    key = next((value for kind, value in parts if kind == wanted and len(value) == 32), None)
    relays = (value.decode("ascii", "replace") for kind, value in parts if kind == _RELAY)
    return None if key is None else Actor(key.hex(), clean_relays(relays, MOST_HINTS))


def _read_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(content):
        kind, length = content[place], content[place + 1]
        yield kind, content[place + 2 : place + 2 + length]
        place += 2 + length


def _write_parts(special: bytes, relays: tuple[str, ...]) -> bytes:
    parts = [(_SPECIAL, special), *((_RELAY, relay.encode("ascii")) for relay in relays)]
    return b"".join(bytes((kind, len(value))) + value for kind, value in parts)
