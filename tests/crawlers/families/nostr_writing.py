"""Keys, signed events and a relay's messages for the tests of Nostr."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from btclib_secp256k1 import ssa, xonly

from crawlers.frames import Frame, write_frames
from tests.crawlers.captures import NOW

Event = dict[str, Any]
AT = 1_780_000_000
"""Seconds: two months before ``NOW``."""


@dataclass(frozen=True)
class Author:
    """Who holds a key."""

    name: str

    @property
    def secret(self) -> bytes:
        return hashlib.sha256(self.name.encode()).digest()

    @property
    def key(self) -> str:
        return xonly.from_prvkey(self.secret)[0].hex()

    def write(
        self, content: str = "", *, kind: int = 1, at: int = AT, tags: Sequence[Sequence[str]] = ()
    ) -> Event:
        """A signed event."""
        event: Event = {
            "pubkey": self.key,
            "created_at": at,
            "kind": kind,
            "tags": [list(tag) for tag in tags],
            "content": content,
        }
        return self.sign(event)

    def sign(self, event: Mapping[str, Any]) -> Event:
        """``event`` with the id and the signature that fit what it says."""
        fields = [0, *(event[name] for name in ("pubkey", "created_at", "kind", "tags", "content"))]
        return self.seal(event, json.dumps(fields, ensure_ascii=False, separators=(",", ":")))

    def seal(self, event: Mapping[str, Any], text: str) -> Event:
        """``event`` with the id and the signature of ``text``."""
        digest = hashlib.sha256(text.encode()).digest()
        signature = ssa.sign(digest, self.secret, bytes(32)).hex()
        return {**event, "id": digest.hex(), "sig": signature}


MEI = Author("mei")
BO = Author("bo")


def write_messages(*messages: object) -> bytes:
    """A record of what a relay said."""
    texts = (json.dumps(one, ensure_ascii=False) for one in messages)
    return write_frames(Frame("server", NOW, "text", text) for text in texts)


def write_answer(*events: Event, end: Sequence[object] = ("EOSE", "v")) -> bytes:
    """A record of a relay's answer: events and what ends it."""
    return write_messages(*(["EVENT", "v", event] for event in events), list(end))
