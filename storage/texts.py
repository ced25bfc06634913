"""The texts that detectors compare: classes of equal texts, their bands, posts, pairs and clusters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, select, update

from storage.detector_tables import (
    published_findings,
    text_bands,
    text_classes,
    text_numbers,
    text_pairs,
    text_posts,
)
from storage.history import chunks
from storage.keys import key_text
from storage.tables import posts
from storage.writing.batch import open_batch

MOST_IN_BAND = 32
"""A band that more texts share than this is boilerplate: later texts are not put in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextClass:
    """One text in its ``form`` for comparing; ``cluster`` is what it hangs together with."""

    number: int
    form: str
    weight: float
    cluster: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """That a post has, or had, a text; ``list_number`` stood before it (0: none), written ``spelling``."""

    text: int
    post: int
    digest: bytes
    list_number: int = 0
    spelling: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two texts verified to be near-copies: edit ratio (0 to 100), share of the shorter one's shingles
    that the other has too, and how many these are."""

    low: int
    high: int
    ratio: float
    containment: float
    shared: int


@dataclass(frozen=True, slots=True)
class StoredCluster:
    """A cluster: its texts by number, the posts that have them, the pairs that hold it together."""

    number: int
    classes: dict[int, TextClass]
    members: list[Membership]
    pairs: list[Pair]


class Texts:
    """The tables of texts inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._batch = open_batch(connection)

    def clear(self, detector: str) -> None:
        """Empty all tables of texts and what ``detector`` published."""
        for table in (text_numbers, text_pairs, text_posts, text_bands, text_classes):
            self._connection.execute(delete(table))
        self._connection.execute(delete(published_findings).where(published_findings.c.detector == detector))

    def find(self, forms: Iterable[str]) -> dict[str, int]:
        """The numbers of forms that are stored already."""
        keys = {key_text(form): form for form in forms}
        rows = self._batch.find(text_classes, "text_key", keys, ("text_key", "id"))
        return {keys[bytes(key)]: number for key, number in rows}

    def read(self, numbers: Collection[int]) -> dict[int, TextClass]:
        """Classes by number."""
        columns = ("id", "form", "weight", "cluster")
        return {
            row[0]: TextClass(number=row[0], form=row[1], weight=row[2], cluster=row[3])
            for row in self._batch.find(text_classes, "id", numbers, columns)
        }

    def read_bands(self, keys: Iterable[int]) -> dict[int, list[int]]:
        """The classes in each band, by band key."""
        found: dict[int, list[int]] = defaultdict(list)
        for key, number in self._batch.find(text_bands, "band_key", keys, ("band_key", "class_id")):
            found[key].append(number)
        return found

    def add(self, forms: Sequence[tuple[str, float]]) -> list[int]:
        """New classes (form, weight), each a cluster of its own; their numbers in order."""
        numbers = [self._batch.next_id(text_classes) for _ in forms]
        self._batch.insert(
            text_classes,
            ("id", "text_key", "form", "weight", "cluster"),
            [
                (number, key_text(form), form, weight, number)
                for number, (form, weight) in zip(numbers, forms, strict=True)
            ],
        )
        return numbers

    def add_bands(self, entries: Collection[tuple[int, int]]) -> None:
        """Band keys with the class that has them."""
        self._batch.insert(text_bands, ("band_key", "class_id"), sorted(entries))

    def add_members(self, members: Sequence[Membership]) -> None:
        """Posts of classes; of several contents of a post with one text the least digest stays."""
        columns = ("class_id", "post_id", "digest", "number", "spelling")
        rows = {
            (each.text, each.post): (each.text, each.post, each.digest, each.list_number, each.spelling)
            for each in sorted(members, key=lambda each: each.digest, reverse=True)
        }
        stored = self._batch.find(text_posts, "post_id", {post for _, post in rows}, columns)
        for known in stored:
            row = rows.get((known[0], known[1]))
            if row is not None and bytes(known[2]) <= row[2]:
                del rows[(known[0], known[1])]
        self._batch.upsert(text_posts, columns, list(rows.values()))

    def add_pairs(self, pairs: Sequence[Pair], joining: Sequence[Pair]) -> dict[int, int]:
        """Verified pairs; the clusters of the ``joining`` ones become one. Which clusters went into which."""
        rows = [(each.low, each.high, each.ratio, each.containment, each.shared) for each in pairs]
        columns = ("low_id", "high_id", "ratio", "containment", "shared")
        self._batch.insert_missing(text_pairs, columns, rows)
        return self._join_clusters(joining)

    def add_numbered(self, entries: Collection[tuple[int, int, str]]) -> None:
        """First-person posts off a list: post, class, script."""
        self._batch.insert_missing(text_numbers, ("post_id", "class_id", "script"), sorted(entries))

    def clusters_of(self, numbers: Collection[int]) -> frozenset[int]:
        """The clusters of classes."""
        return frozenset(row[0] for row in self._batch.find(text_classes, "id", numbers, ("cluster",)))

    def cluster_of_each(self, numbers: Collection[int]) -> dict[int, int]:
        """The cluster of each class."""
        return {row[0]: row[1] for row in self._batch.find(text_classes, "id", numbers, ("id", "cluster"))}

    def accounts_of_each(self, numbers: Collection[int]) -> dict[int, set[int]]:
        """The accounts (by number) whose posts have each class."""
        found: dict[int, set[int]] = defaultdict(set)
        for chunk in chunks(sorted(numbers)):
            query = (
                select(text_posts.c.class_id, posts.c.account_id)
                .join(posts, posts.c.id == text_posts.c.post_id)
                .where(text_posts.c.class_id.in_(chunk))
            )
            for number, account in self._connection.execute(query.distinct()):
                found[number].add(account)
        return found

    def clusters_across_accounts(self, clusters: Collection[int]) -> frozenset[int]:
        """Those of the clusters that have posts of at least two accounts."""
        found: set[int] = set()
        for chunk in chunks(sorted(clusters)):
            query = (
                select(text_classes.c.cluster)
                .join(text_posts, text_posts.c.class_id == text_classes.c.id)
                .join(posts, posts.c.id == text_posts.c.post_id)
                .where(text_classes.c.cluster.in_(chunk))
                .group_by(text_classes.c.cluster)
                .having(func.count(posts.c.account_id.distinct()) > 1)
            )
            found.update(self._connection.scalars(query))
        return frozenset(found)

    def read_clusters(self, clusters: Collection[int]) -> list[StoredCluster]:
        """Clusters with their classes, posts and verified pairs."""
        found = {number: StoredCluster(number, {}, [], []) for number in sorted(clusters)}
        cluster_of: dict[int, int] = {}
        for row in self._batch.find(text_classes, "cluster", found, ("id", "form", "weight", "cluster")):
            each = TextClass(number=row[0], form=row[1], weight=row[2], cluster=row[3])
            found[each.cluster].classes[each.number] = each
            cluster_of[each.number] = each.cluster
        for member in self.read_members(cluster_of):
            found[cluster_of[member.text]].members.append(member)
        columns = ("low_id", "high_id", "ratio", "containment", "shared")
        for row in self._batch.find(text_pairs, "low_id", cluster_of, columns):
            pair = Pair(low=row[0], high=row[1], ratio=row[2], containment=row[3], shared=row[4])
            found[cluster_of[pair.low]].pairs.append(pair)
        return list(found.values())

    def read_members(self, numbers: Collection[int]) -> list[Membership]:
        """The posts of classes."""
        columns = ("class_id", "post_id", "digest", "number", "spelling")
        return [
            Membership(text=row[0], post=row[1], digest=bytes(row[2]), list_number=row[3], spelling=row[4])
            for row in self._batch.find(text_posts, "class_id", numbers, columns)
        ]

    def read_numbered(self, script: str) -> list[Membership]:
        """The first-person posts of one script that have a list number."""
        entries = set(
            self._batch.find(text_numbers, "script", [script], ("class_id", "post_id")),
        )
        members = self.read_members({number for number, _ in entries})
        return [each for each in members if (each.text, each.post) in entries]

    def read_published(self, detector: str, subjects: Collection[str]) -> dict[str, str]:
        """Under which key each subject was flagged last."""
        found: dict[str, str] = {}
        for chunk in chunks(sorted(subjects)):
            query = select(published_findings.c.subject, published_findings.c.flag_key).where(
                published_findings.c.detector == detector, published_findings.c.subject.in_(chunk)
            )
            found.update((row.subject, row.flag_key) for row in self._connection.execute(query))
        return found

    def set_published(self, detector: str, keys: Mapping[str, str]) -> None:
        """Write down under which key subjects are flagged now; an empty key forgets the subject."""
        for chunk in chunks(sorted(keys)):
            self._connection.execute(
                delete(published_findings).where(
                    published_findings.c.detector == detector, published_findings.c.subject.in_(chunk)
                )
            )
        rows = [(detector, subject, key) for subject, key in keys.items() if key]
        self._batch.insert(published_findings, ("detector", "subject", "flag_key"), rows)

    def _join_clusters(self, pairs: Sequence[Pair]) -> dict[int, int]:
        numbers = {number for pair in pairs for number in (pair.low, pair.high)}
        cluster_of = self.cluster_of_each(numbers)
        root: dict[int, int] = {}

        def find(cluster: int) -> int:
            while cluster in root:
                cluster = root[cluster]
            return cluster

        for pair in pairs:
            one, other = find(cluster_of[pair.low]), find(cluster_of[pair.high])
            if one != other:
                root[max(one, other)] = min(one, other)
        absorbed = {cluster: find(cluster) for cluster in root}
        for cluster, into in absorbed.items():
            self._connection.execute(
                update(text_classes).where(text_classes.c.cluster == cluster).values(cluster=into)
            )
        return absorbed
