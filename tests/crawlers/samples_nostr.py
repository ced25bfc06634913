"""Bodies for the readers of Nostr: reader, body and what else a sample has."""

from __future__ import annotations

import json
from typing import Any

from tests.crawlers.families.nostr_writing import BO, MEI, write_answer

_EVENTS = (
    MEI.write(json.dumps({"name": "mei", "about": "https://a.example/"}), kind=0),
    MEI.write(kind=10002, tags=[["r", "wss://relay.example"], ["r", "wss://b.example", "read"]]),
    MEI.write(
        "hello https://x.example/ https://i.example/a.jpg", tags=[["imeta", "url https://i.example/b.png"]]
    ),
    MEI.write(json.dumps(BO.write("words")), kind=6, tags=[["e", BO.write("words")["id"]], ["p", BO.key]]),
    MEI.write("# a\n[b](https://c.example/)", kind=30023, tags=[["d", "a b"], ["title", "t"]]),
    MEI.write(kind=5, tags=[["e", "0" * 64], ["a", f"30023:{MEI.key}:a b"]]),
    MEI.write("bye", kind=62, tags=[["relay", "ALL_RELAYS"]]),
)
_ANSWER = write_answer(*_EVENTS).decode()
_CONTEXT = {"key": MEI.key, "relay": "wss://relay.example/"}

NOSTR_SAMPLES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("events", _ANSWER, {"context": _CONTEXT}),
    ("known", _ANSWER, {"context": {**_CONTEXT, "ids": "0" * 64}}),
    ("directory", _ANSWER, {"context": _CONTEXT}),
    ("name", {"names": {"bob": "ab" * 32}, "relays": {"ab" * 32: ["wss://relay.example"]}}, {}),
)
