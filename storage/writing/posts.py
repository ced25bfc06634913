"""Posts: the newest sighting of each, a version row per content of those that were edited.

Everything kept is a minimum, a maximum or a union over sightings (first and last time of each
content, the newest sighting's columns, every gone), so harvests may come in any order, in batches of
any size, and again. Two facts need the order of time to be exact, and have it in every crawl: the
first sighting after a post was gone (``back``), and a return to an earlier content.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from storage.items import Observation, Post
from storage.keys import key_text, make_uid
from storage.tables import observations, post_versions, posts
from storage.writing.batch import Batch, Row
from storage.writing.contents import (
    CONTENT_COLUMNS,
    ROUTE,
    SIDE_COLUMNS,
    content_row,
    digest_content,
    side_row,
)
from storage.writing.events import Events

Sighting = tuple[Any, str, str]
"""Time, record id and place in the record: what orders sightings."""

_STATE = (
    *("digest", "first_seen_at", "first_record_id", "first_where"),
    *("last_seen_at", "last_record_id", "last_where", "gone_at", "change_seq"),
)
_ALL = ("account_id", *CONTENT_COLUMNS, *SIDE_COLUMNS, *_STATE)
_INSERT_COLUMNS = ("id", "uid_key", "platform", "post_id", *_ALL)
_UPDATE_COLUMNS = ("id", *_ALL)
_VERSION_STATE = (
    *("first_seen_at", "first_record_id", "first_where", "last_seen_at", "last_record_id", "change_seq"),
)
_VERSION_COLUMNS = ("post_id", "digest", *CONTENT_COLUMNS, *_VERSION_STATE)


@dataclass(slots=True)
class Version:
    """One content of a post, between its first and its last sighting."""

    content: Row
    first: Sighting
    last: Sighting
    change_seq: int


@dataclass(slots=True)
class PostState:
    """A post as the index has it after the sightings so far; ``versions`` once there are several."""

    number: int
    uid_key: bytes
    platform: str
    post_id: str
    stored: bool
    account_id: int
    content: Row
    side: Row
    digest: bytes
    first: Sighting
    last: Sighting
    gone_at: Any
    change_seq: int
    dirty: bool = False
    altered: bool = False
    versions: dict[bytes, Version] = field(default_factory=dict)

    def row(self) -> Row:
        """``_ALL``."""
        return (
            self.account_id,
            *self.content,
            *self.side,
            self.digest,
            *self.first,
            *self.last,
            self.gone_at,
            self.change_seq,
        )


@dataclass(slots=True)
class PostChanges:
    """What a batch did to posts; ``contents`` are those whose media and links are to be joined."""

    new: int = 0
    changed: int = 0
    seen: int = 0
    contents: list[tuple[int, bool, Post]] = field(default_factory=list)


def write_posts(
    batch: Batch, sightings: Sequence[Post | Observation], account_ids: dict[tuple[str, str], int]
) -> PostChanges:
    """Merge sightings and observations in their order. ``account_ids`` is by platform and key."""
    changes = PostChanges()
    keyed = [(key_text(_uid(each)), each) for each in sightings]
    states = _load(batch, (key for key, _ in keyed))
    gone = _load_gone(batch, (key for key, _ in keyed if key not in states))
    singles, others = _part_singles(keyed, states)
    events = Events(batch)
    for uid_key, each in others:
        state = states.get(uid_key)
        if isinstance(each, Observation):
            _observe(batch, events, state, uid_key, each)
            if each.kind == "gone" and state is None:
                at = batch.time(each.captured_at)
                gone[uid_key] = max(gone.get(uid_key, at), at)
            continue
        digest = digest_content(each)
        account_id = account_ids[(each.platform, each.account)]
        if state is None:
            state = states[uid_key] = _begin(batch, uid_key, each, digest, account_id)
            state.gone_at = gone.get(uid_key)
            changes.new += 1
            changes.contents.append((state.number, False, each))
        else:
            known = digest == state.digest or digest in state.versions
            _see(batch, events, state, each, (digest, account_id))
            changes.seen += 1
            if not known:
                changes.changed += 1
                changes.contents.append((state.number, state.stored, each))
    numbered = [(batch.next_id(posts), *single) for single in singles]
    changes.new += len(numbered)
    changes.contents += [(number, False, post) for number, _, post in numbered]
    if numbered:
        batch.insert(posts, _INSERT_COLUMNS, _single_rows(batch, numbered, account_ids, gone))
    _store(batch, states.values())
    events.derive(states.values())
    events.store()
    return changes


def _part_singles(
    keyed: Sequence[tuple[bytes, Post | Observation]], states: Mapping[bytes, PostState]
) -> tuple[list[tuple[bytes, Post]], list[tuple[bytes, Post | Observation]]]:
    """New posts with one sighting, which need no merging, apart from everything else."""
    times = Counter(key for key, _ in keyed)
    singles: list[tuple[bytes, Post]] = []
    others: list[tuple[bytes, Post | Observation]] = []
    for key, each in keyed:
        if times[key] == 1 and key not in states and isinstance(each, Post):
            singles.append((key, each))
        else:
            others.append((key, each))
    return singles, others


def _single_rows(
    batch: Batch,
    numbered: Sequence[tuple[int, bytes, Post]],
    account_ids: Mapping[tuple[str, str], int],
    gone: Mapping[bytes, Any],
) -> Iterator[Row]:
    """Rows made as the database takes them: it works on one while the next is computed."""
    for number, uid_key, post in numbered:
        sighting = (batch.time(post.captured_at), post.record_id, post.where)
        yield (
            *(number, uid_key, post.platform, post.id, account_ids[(post.platform, post.account)]),
            *content_row(batch, post),
            *side_row(post),
            digest_content(post),
            *sighting,
            *sighting,
            gone.get(uid_key),
            batch.next_change(),
        )


def _uid(each: Post | Observation) -> str:
    return make_uid(each.platform, each.id if isinstance(each, Post) else each.post_id)


def _load(batch: Batch, keys: Iterable[bytes]) -> dict[bytes, PostState]:
    states: dict[bytes, PostState] = {}
    columns = ("id", "uid_key", "platform", "post_id", *_ALL)
    content_end = 5 + len(CONTENT_COLUMNS)
    side_end = content_end + len(SIDE_COLUMNS)
    for row in batch.find(posts, "uid_key", keys, columns):
        state = row[side_end:]
        states[bytes(row[1])] = PostState(
            number=row[0],
            uid_key=bytes(row[1]),
            platform=row[2],
            post_id=row[3],
            stored=True,
            account_id=row[4],
            content=row[5:content_end],
            side=row[content_end:side_end],
            digest=bytes(state[0]),
            first=state[1:4],
            last=state[4:7],
            gone_at=state[7],
            change_seq=state[8],
        )
    by_number = {state.number: state for state in states.values()}
    end = 2 + len(CONTENT_COLUMNS)
    for row in batch.find(post_versions, "post_id", by_number, _VERSION_COLUMNS):
        seen = row[end:]
        by_number[row[0]].versions[bytes(row[1])] = Version(
            content=row[2:end], first=seen[:3], last=(seen[3], seen[4], ""), change_seq=seen[5]
        )
    return states


def _load_gone(batch: Batch, keys: Iterable[bytes]) -> dict[bytes, Any]:
    """When posts that are not indexed yet were found gone."""
    gone: dict[bytes, Any] = {}
    for key, kind, at in batch.find(observations, "uid_key", keys, ("uid_key", "kind", "captured_at")):
        if kind == "gone":
            gone[bytes(key)] = max(gone.get(bytes(key), at), at)
    return gone


def _begin(batch: Batch, uid_key: bytes, post: Post, digest: bytes, account_id: int) -> PostState:
    sighting = (batch.time(post.captured_at), post.record_id, post.where)
    return PostState(
        batch.next_id(posts),
        uid_key,
        post.platform,
        post.id,
        False,
        account_id,
        content_row(batch, post),
        side_row(post),
        digest,
        sighting,
        sighting,
        None,
        batch.next_change(),
        True,
    )


def _see(batch: Batch, events: Events, state: PostState, post: Post, marks: tuple[bytes, int]) -> None:
    """One more sighting of a known post; ``marks`` are its digest and its account's id."""
    digest, account_id = marks
    sighting = (batch.time(post.captured_at), post.record_id, post.where)
    content = content_row(batch, post)
    newest = sighting > state.last
    if newest and state.gone_at is not None and state.last[0] < state.gone_at < sighting[0]:
        events.add_back(state, sighting)
    if digest != state.digest or state.versions:
        _see_version(batch, events, state, (sighting, digest, content))
    if newest:
        state.content, state.side, state.digest = content, side_row(post), digest
        state.account_id, state.last = account_id, sighting
        state.dirty = True
    if sighting < state.first:
        state.first = sighting
        state.dirty = True


def _see_version(batch: Batch, events: Events, state: PostState, seen: tuple[Sighting, bytes, Row]) -> None:
    sighting, digest, content = seen
    if not state.versions:
        state.versions[state.digest] = Version(state.content, state.first, state.last, state.change_seq)
    version = state.versions.get(digest)
    state.altered = True
    if version is None:
        number = batch.next_change()
        state.versions[digest] = Version(content, sighting, sighting, number)
        state.change_seq, state.dirty = number, True
        return
    if sighting > state.last and digest != state.digest and content[ROUTE] == state.content[ROUTE]:
        events.add_return(state, sighting, digest)
        state.change_seq = version.change_seq = batch.next_change()
    version.first = min(version.first, sighting)
    if sighting[:2] >= version.last[:2]:
        version.last, version.content = sighting, content


def _observe(
    batch: Batch, events: Events, state: PostState | None, uid_key: bytes, observation: Observation
) -> None:
    events.add_observation(state, uid_key, observation)
    if state is not None and observation.kind == "gone":
        at = batch.time(observation.captured_at)
        if state.gone_at is None or at > state.gone_at:
            state.gone_at, state.dirty = at, True


def _store(batch: Batch, states: Iterable[PostState]) -> None:
    new: list[Row] = []
    old: list[Row] = []
    versions: list[Row] = []
    for state in states:
        if not state.stored:
            new.append((state.number, state.uid_key, state.platform, state.post_id, *state.row()))
        elif state.dirty:
            old.append((state.number, *state.row()))
        if state.altered:
            versions += [
                (state.number, digest, *each.content, *each.first, *each.last[:2], each.change_seq)
                for digest, each in state.versions.items()
            ]
    batch.insert(posts, _INSERT_COLUMNS, new)
    batch.update(posts, _UPDATE_COLUMNS, old)
    batch.upsert(post_versions, _VERSION_COLUMNS, versions)
