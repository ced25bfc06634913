"""Bech32 by the vectors of BIP 173 and NIP-19."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.families.bech32 import decode_bech32, encode_bech32

NPUB = "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg"
KEY = "7e7e9c42a91bfef19fa929e5fda1b72e0ebc1a4c1141673e2794234d86addf4e"


def test_the_published_key_is_read_and_written() -> None:
    assert decode_bech32(NPUB) == ("npub", bytes.fromhex(KEY))
    assert decode_bech32(NPUB.upper()) == ("npub", bytes.fromhex(KEY))
    assert encode_bech32("npub", bytes.fromhex(KEY)) == NPUB


@given(st.binary(max_size=300))
def test_what_is_written_is_read_again(content: bytes) -> None:
    assert decode_bech32(encode_bech32("nprofile", content)) == ("nprofile", content)


@given(st.integers(5, len(NPUB) - 1), st.sampled_from("qpzry9x8gf2tvdw0s3jn54khce6mua7l"))
def test_one_wrong_letter_is_noticed(place: int, letter: str) -> None:
    changed = NPUB[:place] + letter + NPUB[place + 1 :]
    assert changed == NPUB or decode_bech32(changed) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1nwldj5",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "abcdef1Qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        NPUB.replace("npub", "note"),
        f"{NPUB} ",
        f"{NPUB[:-1]}é",
        "n" * 6000,
    ],
)
def test_what_is_no_bech32_is_none(text: str) -> None:
    assert decode_bech32(text) is None
