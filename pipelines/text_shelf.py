"""Texts and their bands in memory as plain arrays, and the loop that puts new ones beside them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pipelines.text_kernels import (
    BANDS,
    LONGEST,
    MOST_PASSAGES,
    Hashes,
    Places,
    Units,
    band_shingles,
    compiled_anew,
    hash_shingle,
    keep_distinct,
    list_passages,
    list_shingles,
    shingle_length,
    table_size,
)
from pipelines.text_matching import MOST_CANDIDATES, MOST_IN_PASSAGE
from storage.texts import MOST_IN_BAND

MOST_KEYS = BANDS + MOST_PASSAGES

NO_KEY = np.int32(0)

Numbers = NDArray[np.int32]


class Shelf(NamedTuple):
    """Texts by number, and the keys (bands, passages) that lead to them.

    ``units`` of text ``n`` end at ``ends[n]``; ``distinct`` counts its shingles, ``digests`` names it,
    ``same`` and ``same_next`` find it by its digest, ``bits[8 * n : 8 * n + 8]`` has one of 512 bits set for
    each shingle. Key ``k`` is three numbers of ``entries``: its value, the text that it belongs to, the key
    that follows it in its bucket; ``buckets`` has the first of each. ``marks`` and ``tallies`` are room to
    count in.
    """

    units: Units
    ends: Places
    distinct: Numbers
    digests: Hashes
    same: Numbers
    same_next: Numbers
    bits: Hashes
    entries: Numbers
    buckets: Numbers
    marks: Numbers
    tallies: NDArray[np.uint8]


class Filled(NamedTuple):
    """How many texts, units and keys a shelf holds."""

    texts: int
    units: int
    keys: int


@compiled_anew
def bucket_of(key: np.int32, size: int) -> int:
    """Where a key belongs."""
    return int(np.uint32(np.uint32(key) * np.uint32(0x9E3779B1)) >> np.uint32(5)) & (size - 1)


@compiled_anew
def link_keys(entries: Numbers, count: int, buckets: Numbers) -> None:
    """Put keys into buckets anew, in the order in which they came."""
    buckets[:] = -1
    for place in range(count):
        slot = bucket_of(entries[3 * place], len(buckets))
        entries[3 * place + 2] = buckets[slot]
        buckets[slot] = place


@compiled_anew
def count_bits(word: np.uint64) -> int:
    """How many bits are set (Warren, "Hacker's Delight", chapter 5)."""
    word -= (word >> np.uint64(1)) & np.uint64(0x5555555555555555)
    word = (word & np.uint64(0x3333333333333333)) + ((word >> np.uint64(2)) & np.uint64(0x3333333333333333))
    word = (word + (word >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return int((word * np.uint64(0x0101010101010101)) >> np.uint64(56))


@compiled_anew
def may_share(bits: Hashes, one: int, other: int, least: int) -> bool:
    """Whether two texts may have so many shingles in common, by their bits."""
    common = 0
    for place in range(8):
        common += count_bits(bits[8 * one + place] & bits[8 * other + place])
    return common >= 0.85 * min(least, 150) - 1


@compiled_anew
def link_digests(digests: Hashes, count: int, following: Numbers, same: Numbers) -> None:
    """Put digests into buckets anew."""
    same[:] = -1
    for place in range(count):
        slot = int(digests[place]) & (len(same) - 1)
        following[place] = same[slot]
        same[slot] = place


@compiled_anew
def digest_units(units: Units, start: int, end: int) -> np.uint64:
    """A 64-bit hash of a whole form."""
    value = np.uint64(0xCBF29CE484222325)
    for place in range(start, end):
        value = (value ^ np.uint64(units[place])) * np.uint64(0x9E3779B97F4A7C15)
        value ^= value >> np.uint64(32)
    return value


@compiled_anew
def find_same(shelf: Shelf, digest: np.uint64, units: Units, span: tuple[int, int]) -> int:
    """The number of a text on the shelf, -1 if it is not there."""
    number = shelf.same[int(digest) & (len(shelf.same) - 1)]
    while number >= 0:
        if shelf.digests[number] == digest:
            begin = shelf.ends[number - 1] if number else 0
            if shelf.ends[number] - begin == span[1] - span[0]:
                place = 0
                while place < span[1] - span[0] and shelf.units[begin + place] == units[span[0] + place]:
                    place += 1
                if place == span[1] - span[0]:
                    return int(number)
        number = shelf.same_next[number]
    return -1


@compiled_anew
def choose_candidates(shelf: Shelf, number: int, wanted: Numbers, chosen: Numbers) -> int:
    """Put the texts that share keys with text ``number`` into ``chosen``; how many of them to look at.

    Keys that enough texts have become ``NO_KEY``: otherwise buckets would grow without end.
    """
    count = 0
    for which in range(len(wanted)):
        key = wanted[which]
        if key == NO_KEY:
            continue
        most = MOST_IN_BAND if which < BANDS else MOST_IN_PASSAGE
        place = shelf.buckets[bucket_of(key, len(shelf.buckets))]
        met = 0
        while place >= 0 and met < most:
            if shelf.entries[3 * place] == key:
                met += 1
                owner = shelf.entries[3 * place + 1]
                if shelf.marks[owner] != number:
                    shelf.marks[owner] = number
                    shelf.tallies[owner] = 0
                    chosen[count] = owner
                    count += 1
                shelf.tallies[owner] += 1
            place = shelf.entries[3 * place + 2]
        if met == most:
            wanted[which] = NO_KEY
    if count <= MOST_CANDIDATES:
        return count
    return keep_likeliest(shelf.tallies, chosen, count)


@compiled_anew
def keep_likeliest(tallies: NDArray[np.uint8], chosen: Numbers, count: int) -> int:
    """Bring those with the most keys in common to the front; how many to look at."""
    how_many = np.zeros(MOST_KEYS + 1, dtype=np.int64)
    for place in range(count):
        how_many[tallies[chosen[place]]] += 1
    least, above = MOST_KEYS, 0
    while above + how_many[least] < MOST_CANDIDATES:
        above += how_many[least]
        least -= 1
    kept, room = 0, MOST_CANDIDATES - above
    for place in range(count):
        tally = tallies[chosen[place]]
        if tally > least or (tally == least and room > 0):
            room -= tally == least
            chosen[kept] = chosen[place]
            kept += 1
    return kept


@compiled_anew
def count_in(shelf: Shelf, candidate: int, table: Hashes, seen: Numbers, least: int) -> int:
    """How many distinct shingles of a text on the shelf are in ``table``; ends early once these cannot be
    ``least`` any more. ``seen`` notes which slots were counted."""
    start = shelf.ends[candidate - 1] if candidate else 0
    end = min(shelf.ends[candidate], start + LONGEST)
    mask = np.uint64(len(table) - 1)
    shared = 0
    for place in range(start, end):
        if shared + end - place < least:
            return 0
        length = shingle_length(shelf.units[place])
        if place + length > end:
            continue
        value = hash_shingle(shelf.units, place, length) | np.uint64(1)
        slot = value >> np.uint64(32) & mask
        while table[slot] != 0:
            if table[slot] == value:
                if seen[slot] != candidate:
                    seen[slot] = candidate
                    shared += 1
                break
            slot = (slot + np.uint64(1)) & mask
    return shared


@compiled_anew
def shelve(
    shelf: Shelf, filled: Filled, units: Units, ends: Places, tables: tuple[Any, ...]
) -> tuple[Numbers, NDArray[np.int64], Filled]:
    """Put forms on the shelf, which has room for them.

    Returns the number of each form, the candidates of new ones (number, other's number, distinct shingles
    that both have, and that the one with fewer has) that share enough to be measured, and what the shelf
    holds now.
    """
    texts, used, count_keys = filled
    numbers = np.empty(len(ends), dtype=np.int32)
    hits = np.empty((MOST_CANDIDATES * (len(ends) + 1), 4), dtype=np.int64)
    total = 0
    found = np.empty(LONGEST, dtype=np.uint64)
    bands = np.empty(BANDS, dtype=np.int64)
    wanted = np.empty(MOST_KEYS, dtype=np.int32)
    chosen = np.empty(MOST_KEYS * MOST_IN_BAND, dtype=np.int32)
    start = 0
    for which in range(len(ends)):
        end = ends[which]
        digest = digest_units(units, start, end)
        numbers[which] = find_same(shelf, digest, units, (start, end))
        if numbers[which] >= 0:
            start = end
            continue
        numbers[which] = texts
        shelf.units[used : used + end - start] = units[start:end]
        last = min(end, start + LONGEST)
        kept = list_passages(units, start, last, found)
        kept = keep_distinct(found, kept, np.zeros(table_size(kept), dtype=np.uint64))
        for place in range(kept):
            wanted[BANDS + place] = np.int32(found[place] >> np.uint64(32))
        count = list_shingles(units, start, last, found)
        table = np.zeros(table_size(count), dtype=np.uint64)
        seen = np.full(len(table), -1, dtype=np.int32)
        distinct = keep_distinct(found, count, table)
        band_shingles(found, distinct, bands, tables)
        for band in range(BANDS):
            wanted[band] = np.int32(np.uint64(bands[band]) >> np.uint64(32))
        shelf.bits[8 * texts : 8 * texts + 8] = 0
        for place in range(distinct):
            bit = found[place] >> np.uint64(8) & np.uint64(511)
            shelf.bits[8 * texts + int(bit >> np.uint64(6))] |= np.uint64(1) << (bit & np.uint64(63))
        looked = choose_candidates(shelf, texts, wanted[: BANDS + kept], chosen)
        for place in range(looked):
            candidate = chosen[place]
            fewest = min(distinct, shelf.distinct[candidate])
            least = max(4, (2 * fewest + 4) // 5)
            if not may_share(shelf.bits, texts, candidate, least):
                continue
            shared = count_in(shelf, candidate, table, seen, least)
            if shared >= least:
                hits[total, 0], hits[total, 1] = texts, candidate
                hits[total, 2], hits[total, 3] = shared, fewest
                total += 1
        for key in wanted[: BANDS + kept]:
            if key == NO_KEY:
                continue
            slot = bucket_of(key, len(shelf.buckets))
            shelf.entries[3 * count_keys] = key
            shelf.entries[3 * count_keys + 1] = texts
            shelf.entries[3 * count_keys + 2] = shelf.buckets[slot]
            shelf.buckets[slot] = count_keys
            count_keys += 1
        slot = int(digest) & (len(shelf.same) - 1)
        shelf.same_next[texts] = shelf.same[slot]
        shelf.same[slot] = texts
        shelf.digests[texts] = digest
        shelf.distinct[texts] = distinct
        used += end - start
        shelf.ends[texts] = used
        texts += 1
        start = end
    return numbers, hits[:total].copy(), Filled(texts, used, count_keys)
