"""New pictures against all earlier ones: candidates by shared keys, each compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pipelines.picture_keys import Asked, ask, choose_by_corners, choose_by_hash, list_words
from pipelines.pictures import Likeness, Picture, are_copies, compare, unpack
from storage.pictures import MOST_PER_CORNER, Pictures, StoredPicture


@dataclass(frozen=True, slots=True)
class Near:
    """Stored pictures that may be copies of ``picture``, the likeliest first, and what is under its keys."""

    picture: Picture
    asked: Asked
    found: dict[int, list[int]]
    candidates: tuple[int, ...]


def place_pictures(pictures: Pictures, numbers: Collection[int]) -> dict[int, int]:
    """Compare pictures with all stored ones; which clusters went into which."""
    absorbed: dict[int, int] = {}
    for number, stored in sorted(pictures.read(numbers).items()):
        if not stored.problem and not stored.plain:
            _place(pictures, number, absorbed)
    return {one: _follow(absorbed, into) for one, into in absorbed.items()}


def find_near(pictures: Pictures, asked: StoredPicture) -> Near:
    """The stored pictures that have keys in common with one that was read, itself left out."""
    picture = unpack(asked)
    wanted = ask(picture)
    found = pictures.find_keys(wanted.keys)
    under = {number for key in wanted.words for number in found.get(key, ())}
    near = choose_by_hash(picture, pictures.read_views(under))
    candidates = dict.fromkeys((*near, *choose_by_corners(wanted, found)))
    return Near(picture, wanted, found, tuple(each for each in candidates if each != asked.number))


def find_copies(pictures: Pictures, near: Near) -> list[tuple[StoredPicture, Likeness]]:
    """Those of the near ones that show the same, and how."""
    likely = [(each, compare(near.picture, unpack(each))) for each in pictures.read(near.candidates).values()]
    return [(each, likeness) for each, likeness in likely if likeness is not None]


def keep_keys(pictures: Pictures, number: int, near: Near) -> None:
    """Let later pictures find this one."""
    corners = [key for key in near.asked.corners if len(near.found.get(key, ())) < MOST_PER_CORNER]
    pictures.add_keys({(key, number) for key in (*list_words(near.picture), *corners)})


def _place(pictures: Pictures, number: int, absorbed: dict[int, int]) -> None:
    stored = pictures.read([number])[number]
    near = find_near(pictures, stored)
    joined = {stored.cluster}
    clusters = pictures.clusters_of(near.candidates)
    for each in near.candidates:
        if clusters[each] not in joined and are_copies(near.picture, unpack(pictures.read([each])[each])):
            joined.add(clusters[each])
    if len(joined) > 1:
        absorbed.update(pictures.join(joined))
    keep_keys(pictures, number, near)


def _follow(absorbed: dict[int, int], cluster: int) -> int:
    while cluster in absorbed:
        cluster = absorbed[cluster]
    return cluster
