"""Events of Nostr as a relay sends them: each one's id is computed again and its signature verified.

Sources: NIP-01 (messages of a relay, how an event is serialised for its id, prefixes of refusals); BIP 340
for the signature, checked by libsecp256k1. An event that passes was written by the holder of its key,
whoever passed it on; its time is whatever its author says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import orjson
from btclib_secp256k1 import ssa

from crawlers.drift import unknown_fields
from crawlers.families.nostr_names import is_hex
from crawlers.frames import read_texts
from crawlers.json_reading import Object, as_object
from crawlers.platform import Unreadable
from crawlers.refusals import report
from crawlers.words import words
from storage.items import Capture, Problem, ProblemKind, Watched

PROFILE, NOTE, DELETION, REPOST, GENERIC_REPOST, PICTURE, VANISH = 0, 1, 5, 6, 16, 20, 62
RELAYS, ARTICLE = 10002, 30023
END = r'^\s*\[\s*"(?:EOSE"|CLOSED"|NOTICE"\s*,\s*"(?i:error|rate|blocked|restricted|auth|invalid))'
"""What ends an answer: all that is stored was sent, a refusal, or the notice of a refusal by an old relay."""
LATEST = 253_402_300_799
"""Seconds: the last moment that a date can tell."""

_SIGNATURE = re.compile(r"[0-9a-f]{128}")
_FIELDS = words("id pubkey created_at kind tags content sig")
_VERBATIM = re.compile(rb"\\u00([01][0-9a-f])")
_REFUSALS: tuple[tuple[str, ProblemKind], ...] = (
    ("auth-required", "unauthorised"),
    ("restricted", "unauthorised"),
    ("blocked", "unauthorised"),
    ("rate-limited", "rate_limited"),
    ("error", "unreachable"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A true event. ``created_at`` is in seconds; ``line`` is where it stands in the record, from 1."""

    id: str
    pubkey: str
    created_at: int
    kind: int
    tags: tuple[tuple[str, ...], ...]
    content: str
    line: int = 0
    drift: tuple[str, ...] = ()

    def tag(self, name: str) -> str:
        """The first value of the first tag of that name, empty if there is none."""
        return next((tag[1] for tag in self.tagged(name)), "")

    def tagged(self, name: str) -> Iterator[tuple[str, ...]]:
        """The tags of that name that have a value."""
        return (tag for tag in self.tags if tag[0] == name)


@dataclass(slots=True)
class Received:
    """What one answer of a relay holds. ``ended`` is the message that ended it (``EOSE`` for a whole one)."""

    events: list[Event] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    strange: int = 0
    ended: str = ""
    said: str = ""


def read_answer(capture: Capture, author: str, kinds: Collection[int]) -> Received:
    """The events of ``author`` in what a relay sent, each once; others and false ones are told apart.

    Raises ``Unreadable`` where the record is no conversation or a message none of a relay.
    """
    received, seen = Received(), set[str]()
    for line, text in read_texts(capture.body):
        message = _parse(text, line)
        verb = message[0]
        if verb == "EVENT":
            fields = as_object(message[2] if len(message) > 2 else None, f"line {line}")
            event = verify_event(fields, line)
            if isinstance(event, str):
                received.false.append(event)
            elif event.pubkey != author or event.kind not in kinds:
                received.strange += 1
            elif event.id not in seen:
                seen.add(event.id)
                received.events.append(event)
        elif verb in ("EOSE", "CLOSED", "NOTICE") and received.ended != "EOSE":
            words_at = 2 if verb == "CLOSED" else 1
            received.ended = verb
            received.said = str(message[words_at])[:300] if verb != "EOSE" and len(message) > words_at else ""
    return received


def verify_event(fields: Object, line: int = 0) -> Event | str:
    """The event of NIP-01 that ``fields`` are, or what is false about it."""
    id, pubkey, signature = (fields.get(name) for name in ("id", "pubkey", "sig"))
    created_at, kind = fields.get("created_at"), fields.get("kind")
    tags, content = fields.get("tags"), fields.get("content")
    shown = str(id)[:64] if isinstance(id, str) else "without an id"
    if (
        not isinstance(id, str)
        or not isinstance(pubkey, str)
        or not isinstance(signature, str)
        or not (is_hex(id) and is_hex(pubkey) and _SIGNATURE.fullmatch(signature))
        or type(created_at) is not int
        or not 0 <= created_at <= LATEST
        or type(kind) is not int
        or not isinstance(content, str)
        or not isinstance(tags, list)
        or not _are_tags(tags)
    ):
        return f"{shown}: not the shape of an event"
    serialised = orjson.dumps([0, pubkey, created_at, kind, tags, content])
    if id not in (_digest(serialised), _digest(_spell_controls(serialised))):
        return f"{shown}: its id is not the digest of what it says"
    try:
        signed = ssa.verify(bytes.fromhex(id), bytes.fromhex(pubkey), bytes.fromhex(signature))
    except ValueError:
        return f"{shown}: its author is no key"
    if not signed:
        return f"{shown}: its signature is not its author's"
    return Event(
        id=id,
        pubkey=pubkey,
        created_at=created_at,
        kind=kind,
        tags=tuple(tuple(_clean(word) for word in tag) for tag in tags if len(tag) > 1),
        content=_clean(content),
        line=line,
        drift=tuple(sorted(unknown_fields(_FIELDS, fields))),
    )


def judge_answer(received: Received, capture: Capture, watched: Watched) -> Iterator[Problem]:
    """What is wrong with an answer: false or foreign events, a refusal, no end."""
    if received.false:
        count, first = len(received.false), received.false[0]
        yield report("changed_format", capture, watched, f"false events, not taken: {count}; first {first}")
    if received.strange:
        reason = f"{received.strange} events of other authors or kinds, which were not asked for"
        yield report("changed_format", capture, watched, reason)
    if received.ended in ("CLOSED", "NOTICE"):
        kind = _judge_refusal(received.said)
        yield report(kind, capture, watched, f"the relay refuses: {received.said}")
    elif not received.ended and not capture.truncated:
        reason = "the relay does not say that what it sent was all"
        yield report("truncated", capture, watched, reason)


def _judge_refusal(said: str) -> ProblemKind:
    said = said.lower().strip()
    if "rate" in said[:12]:
        return "rate_limited"
    return next((kind for prefix, kind in _REFUSALS if said.startswith(prefix)), "changed_format")


def _parse(text: str, line: int) -> list[object]:
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"line {line}: not JSON: {error}") from error
    if not isinstance(message, list) or not message or not isinstance(message[0], str):
        raise Unreadable(f"line {line}: no message of a relay")
    return message


def _are_tags(tags: list[object]) -> bool:
    return all(isinstance(tag, list) and all(isinstance(word, str) for word in tag) for tag in tags)


def _digest(serialised: bytes) -> str:
    return hashlib.sha256(serialised).hexdigest()


def _spell_controls(serialised: bytes) -> bytes:
    """The letter of NIP-01: control characters without an escape of their own stand as they are."""
    if b"\\u00" not in serialised:
        return serialised
    pieces = serialised.split(b"\\\\")  # an escaped backslash before a plain "u0001" is not an escape
    return b"\\\\".join(_VERBATIM.sub(lambda found: bytes([int(found[1], 16)]), piece) for piece in pieces)


def _clean(text: str) -> str:
    return text.replace("\x00", "")
