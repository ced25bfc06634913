"""Who else used a picture: answered from the stored keys at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.picture_stream import find_copies, find_near
from pipelines.pictures import Likeness, read_picture
from pipelines.reused_pictures import list_uses
from storage.following import reading_pictures

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureUse:
    """A post or profile (``place``) that shows a picture, and how it shows it."""

    uid: str
    account: str
    handle: str
    platform: str
    url: str
    place: str
    at: datetime
    record_id: str
    sha256: str
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Answer:
    """Who used a picture, earliest first; ``problem`` where the file could not be read as one, and ``plain``
    where it is too plain for anything but its very bytes to be told."""

    uses: tuple[PictureUse, ...]
    problem: str
    plain: str


def who_used_picture(index: Index, data: bytes, limit: int = 100) -> Answer:
    """Posts and profiles that show the picture in ``data`` or a copy of it. Never raises on bytes."""
    asked = read_picture(data)
    if asked.problem or asked.plain:
        return Answer((), asked.problem, asked.plain)
    with reading_pictures(index) as (pictures, history):
        found = find_copies(pictures, find_near(pictures, asked))
        by_hash = {stored.sha256: stored for stored, _ in found}
        likeness = {stored.sha256: each for stored, each in found}
        uses = list_uses(pictures, history, pictures.uses_of(by_hash), by_hash)
    told = [
        PictureUse(
            uid=use.uid,
            account=use.account,
            handle=use.handle,
            platform=use.platform,
            url=use.url,
            place=use.place,
            at=use.at,
            record_id=use.record_id,
            sha256=use.picture.sha256,
            likeness=likeness[use.picture.sha256],
        )
        for use in uses
    ]
    return Answer(tuple(sorted(told, key=lambda use: (use.at, use.uid, use.sha256))[:limit]), "", "")
