"""Keys and signed events for the played Nostr: every key is made of its account's name, for ever the same.

Sources: NIP-01 (how an event is serialised), NIP-19 (``npub``), BIP 173 (bech32), BIP 340 (signatures).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from typing import Any

from btclib_secp256k1 import ssa, xonly

from sandbox.operation.items import Account

Event = dict[str, Any]
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@cache
def public_key(name: str) -> str:
    """The key of an account by its name in the sandbox, hex."""
    return xonly.from_prvkey(_secret(name))[0].hex()


def make_event(account: Account, kind: int, tags: Sequence[Sequence[str]], content: str, at: int) -> Event:
    """A signed event of ``account``, posted ``at`` (seconds)."""
    key = public_key(account.name)
    fields = [0, key, at, kind, [list(tag) for tag in tags], content]
    digest = hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    return {
        "id": digest.hex(),
        "pubkey": key,
        "created_at": at,
        "kind": kind,
        "tags": fields[4],
        "content": content,
        "sig": _sign(digest, account.name).hex(),
    }


def spell_code(prefix: str, content: bytes) -> str:
    """``content`` in bech32."""
    number = int.from_bytes(content, "big") << -len(content) * 8 % 5
    count = -(-len(content) * 8 // 5)
    values = [number >> 5 * place & 31 for place in range(count - 1, -1, -1)]
    spread = [*(ord(letter) >> 5 for letter in prefix), 0, *(ord(letter) & 31 for letter in prefix)]
    rest = _checksum([*spread, *values, *[0] * 6]) ^ 1
    values += [rest >> 5 * place & 31 for place in range(5, -1, -1)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def _secret(name: str) -> bytes:
    return hashlib.sha256(f"a played key: {name}".encode()).digest()


@cache
def _sign(digest: bytes, name: str) -> bytes:
    return ssa.sign(digest, _secret(name), bytes(32), verify=False)


def _checksum(values: Sequence[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            check ^= term if top >> place & 1 else 0
    return check
