"""Observations: that a post changed, was gone, came back, each with the sighting before it.

A change is the first sighting of a content other than the earliest one that the same route showed
(an API and a feed word the same post differently, which is no edit).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from storage.items import Observation
from storage.keys import key_parts
from storage.tables import observations
from storage.writing.batch import Batch, Row, name_columns
from storage.writing.contents import ROUTE

if TYPE_CHECKING:
    from storage.writing.posts import PostState, Sighting, Version

_COLUMNS = name_columns(
    "event_key uid_key platform post_id kind captured_at record_id where reason since_at since_record_id"
)
_AT = _COLUMNS.index("captured_at")
_SINCE = _COLUMNS.index("since_at")


class Events:
    """The observations of one batch."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._added: dict[bytes, Row] = {}
        self._seen: dict[bytes, Row] = {}
        self._derived: dict[bytes, Row] = {}
        self._void: set[bytes] = set()

    def add_observation(self, state: PostState | None, uid_key: bytes, each: Observation) -> None:
        """What a reader observed itself."""
        at = self._batch.time(each.captured_at)
        since = state.last[:2] if state is not None and state.last[0] < at else (None, "")
        uid = (each.platform, each.post_id)
        row: Row = (uid_key, *uid, each.kind, at, each.record_id, each.where, each.reason)
        if each.kind == "seen":
            key = key_parts(*uid, "seen")
            if key not in self._seen or self._seen[key][_AT : _AT + 3] < row[4:7]:
                self._seen[key] = (key, *row, None, "")
            return
        key = key_parts(*uid, each.kind, each.record_id, each.where)
        self._added.setdefault(key, (key, *row, *since))

    def add_back(self, state: PostState, sighting: Sighting) -> None:
        """A gone post was seen again."""
        self._add(state, "back", sighting, "")

    def add_return(self, state: PostState, sighting: Sighting, digest: bytes) -> None:
        """A post has an earlier content again."""
        self._add(state, "changed", sighting, f"back to version {digest.hex()}")

    def _add(self, state: PostState, kind: str, sighting: Sighting, reason: str) -> None:
        key = key_parts(state.platform, state.post_id, kind, *sighting[1:])
        row = (key, state.uid_key, state.platform, state.post_id, kind, *sighting, reason, *state.last[:2])
        self._added.setdefault(key, row)

    def derive(self, states: Iterable[PostState]) -> None:
        """The changes of posts whose versions were altered."""
        for state in states:
            if state.altered:
                for digest, version in state.versions.items():
                    self._derive_change(state, digest, version)

    def _derive_change(self, state: PostState, digest: bytes, version: Version) -> None:
        key = key_parts(state.platform, state.post_id, "version", digest.hex())
        others = [each for each in state.versions.values() if each is not version]
        route = version.content[ROUTE]
        if not any(each.content[ROUTE] == route and each.first < version.first for each in others):
            self._void.add(key)
            return
        ends = [end[:2] for each in others for end in (each.first, each.last) if end < version.first]
        self._derived[key] = (
            *(key, state.uid_key, state.platform, state.post_id, "changed", *version.first),
            f"version {digest.hex()}",
            *max(ends),
        )

    def store(self) -> None:
        """Write them: what happened once stays; what is derived follows its versions."""
        batch = self._batch
        batch.insert_missing(observations, _COLUMNS, list(self._added.values()))
        batch.upsert(observations, _COLUMNS, self._newest_seen() + self._sharpest_derived())
        for (key,) in batch.find(observations, "event_key", self._void, ("event_key",)):
            batch.run("DELETE FROM observations WHERE event_key = ?", (key,))

    def _newest_seen(self) -> list[Row]:
        for row in self._batch.find(observations, "event_key", self._seen, _COLUMNS):
            key = bytes(row[0])
            if row[_AT : _AT + 3] >= self._seen[key][_AT : _AT + 3]:
                del self._seen[key]
        return list(self._seen.values())

    def _sharpest_derived(self) -> list[Row]:
        """Keep a stored "since" that is nearer to the change than what versions still tell."""
        columns = ("event_key", "since_at", "since_record_id")
        for raw, since, record in self._batch.find(observations, "event_key", self._derived, columns):
            key = bytes(raw)
            row = self._derived[key]
            stored: tuple[Any, str] = (since, record)
            if since is not None and row[_SINCE:] < stored < row[_AT : _AT + 2]:
                self._derived[key] = (*row[:_SINCE], *stored)
        return list(self._derived.values())
