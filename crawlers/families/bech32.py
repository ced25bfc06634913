"""Bech32: bytes as lower-case letters and digits with a checksum, of any length.

Source: BIP 173, whose limit of 90 characters NIP-19 lifts; Bech32m (BIP 350) is not used there.
"""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 5000

_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def decode_bech32(text: str) -> tuple[str, bytes] | None:
    """The prefix and the bytes of ``text``, ``None`` where it is none or its checksum does not fit."""
    if len(text) > LONGEST or text not in (text.lower(), text.upper()):
        return None
    prefix, _, data = text.lower().rpartition("1")
    values = [_VALUES.get(letter, -1) for letter in data]
    if not prefix or not prefix.isascii() or len(values) < 6 or -1 in values:
        return None
    if _checksum((*_spread(prefix), *values)) != 1:
        return None
    content = _regroup(values[:-6], 5, 8)
    spare = (len(values) - 6) * 5 % 8
    if spare > 4 or (spare and values[-7] & ((1 << spare) - 1)):
        return None
    return prefix, bytes(content)


def encode_bech32(prefix: str, content: bytes) -> str:
    """``content`` under a lower-case ``prefix``."""
    bits = len(content) * 8
    values = _regroup((*content, *((0,) if bits % 5 else ())), 8, 5)[: -(-bits // 5)]
    rest = _checksum((*_spread(prefix), *values, *(0,) * 6)) ^ 1
    values += [rest >> 5 * place & 31 for place in range(5, -1, -1)]
    return f"{prefix}1{''.join(_LETTERS[value] for value in values)}"


def _spread(prefix: str) -> Iterable[int]:
    codes = prefix.encode("ascii")
    return (*(code >> 5 for code in codes), 0, *(code & 31 for code in codes))


def _checksum(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            check ^= term if top >> place & 1 else 0
    return check


def _regroup(values: Iterable[int], size: int, wanted: int) -> list[int]:
    """Groups of ``size`` bits as groups of ``wanted`` bits; an incomplete last one is left out."""
    found, bits, held = [], 0, 0
    for value in values:
        held = (held << size | value) & ((1 << (size + wanted)) - 1)
        bits += size
        while bits >= wanted:
            bits -= wanted
            found.append(held >> bits & ((1 << wanted) - 1))
    return found
