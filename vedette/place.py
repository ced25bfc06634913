"""Where a command finds its archive and index, and how it opens them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer

from storage.errors import VedetteError
from storage.index import FILE_NAME, Index


@dataclass(frozen=True, slots=True)
class Place:
    """The data folder, and the database's URL (empty: SQLite in the folder)."""

    data: Path
    database: str

    @property
    def archive(self) -> Path:
        """The folder of WARC files."""
        return self.data / "archive"


def place_of(context: typer.Context) -> Place:
    """The place that the options before the command named."""
    place = context.obj
    assert isinstance(place, Place)
    return place


def has_data(place: Place) -> bool:
    """Whether there is an index or an archive at that place."""
    return bool(place.database) or (place.data / FILE_NAME).is_file() or place.archive.is_dir()


@contextmanager
def opened(context: typer.Context, *, make: bool = False) -> Iterator[Index]:
    """The index, closed afterwards. Raises ``VedetteError`` where there is none and ``make`` is false."""
    place = place_of(context)
    if not make and not has_data(place):
        raise VedetteError(
            f"there is no data in {place.data} yet: begin with `vedette watch add URL`, "
            "or name a folder with --data"
        )
    index = Index.open(place.data, place.database)
    try:
        yield index
    finally:
        index.close()
