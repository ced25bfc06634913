"""The same words from several accounts: equal or near-equal texts, wherever they were posted.

A cluster is a connected component over verified pairs of texts, flagged as ``reused_text`` once posts of
two accounts are in it. Its identity is its earliest post; it changes only when an earlier one turns up or
clusters merge, and the flag then replaces the former ones. Reposts by a platform's own function, texts
that name whom they repeat ("RT @…", "//@…"), and the titles of pages that a post links to are not reuse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from pipelines.normalise import fold_form, read_words, weigh
from pipelines.numbered_lists import find_lists, is_first_person, script_of
from pipelines.text_commonness import find_affected, weigh_commonness
from pipelines.text_evidence import Cluster, Member, name_cluster, write_cluster_flag
from pipelines.text_folding import fold_many
from pipelines.text_matching import LEAST_WEIGHT, LIGHT
from pipelines.text_stream import place_forms
from storage.following import Page
from storage.history import Content, PostSeen
from storage.items import Flag
from storage.texts import Membership, StoredCluster

NAME = "reused_text"
VERSION = "2"
TITLE_SHARE = 0.8
"""A text that is the title of a linked page by that share of its length came from a share button."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A content in its form, and the list number that stood before it (0: none)."""

    content: Content
    form: str
    weight: float
    number: int
    spelling: str


class ReusedText:
    """Follows posts; flags ``reused_text`` and ``numbered_list``."""

    name = NAME
    version = VERSION

    def begin(self, page: Page) -> None:
        """Empty the tables of texts."""
        page.texts.clear(self.name)

    def follow(self, page: Page) -> Iterable[Flag]:
        """Place the page's texts, then say anew what the clusters and lists that they touch are."""
        read = read_posts(page.changes.contents)
        placed = place_forms(page.texts, {each.form: each.weight for each in read})
        members = [_join(each, placed.numbers[each.form]) for each in read]
        page.texts.add_members(members)
        retold = page.history.posts_showing(page.changes.links)
        touched = {member.text for member in members}
        touched |= page.history.texts_of({post for shown in retold.values() for post in shown})
        clusters = page.texts.clusters_of(touched) | find_affected(page.texts, placed.numbers)
        yield from self._tell_clusters(page, clusters, placed.absorbed)
        yield from self._tell_lists(page, read, placed.numbers)

    def _tell_clusters(
        self, page: Page, clusters: Collection[int], absorbed: dict[int, int]
    ) -> Iterator[Flag]:
        subjects = {str(cluster) for cluster in (*clusters, *absorbed)}
        published = page.texts.read_published(self.name, subjects)
        keys = dict.fromkeys(published, "")
        for number, cluster in read_clusters(page, page.texts.clusters_across_accounts(clusters)):
            former = {number, *(one for one, into in absorbed.items() if into == number)}
            known = {published[str(one)] for one in former if str(one) in published}
            if cluster is None:
                page.withdraw(self.name, known)
                continue
            key = name_cluster(cluster)
            keys[str(number)] = key
            commonness = weigh_commonness(page.texts, cluster)
            yield write_cluster_flag(cluster, commonness, key, tuple(sorted(known - {key})))
        page.texts.set_published(self.name, keys)

    def _tell_lists(self, page: Page, read: list[Reading], numbers: dict[str, int]) -> Iterator[Flag]:
        entries = {
            (each.content.post, numbers[each.form], script_of(each.form))
            for each in read
            if each.number and each.weight >= LEAST_WEIGHT and is_first_person(read_words(each.content.text))
        }
        page.texts.add_numbered(entries)
        for script in sorted({script for _, _, script in entries}):
            yield from find_lists(page, script)


def read_posts(contents: Collection[Content]) -> list[Reading]:
    """The contents that are compared: an author's own words, enough of them."""
    own = [content for content in contents if content.kind != "repost" and content.text]
    folds = fold_many([content.text for content in own])
    return [
        Reading(content, folds.forms[n], float(folds.weights[n]), folds.numbers[n], folds.spellings[n])
        for n, content in enumerate(own)
        if folds.weights[n] >= LIGHT and not folds.reposted[n]
    ]


def read_clusters(page: Page, numbers: Collection[int]) -> Iterator[tuple[int, Cluster | None]]:
    """Clusters with their posts in order of time; ``None`` for one that is not reuse across accounts."""
    stored = page.texts.read_clusters(numbers)
    posts = page.history.contents({(each.post, each.digest) for one in stored for each in one.members})
    titles = page.history.titles_of({number for number, _ in posts})
    for one in stored:
        yield one.number, _gather(one, posts, titles)


def _gather(
    stored: StoredCluster,
    posts: dict[tuple[int, bytes], PostSeen],
    titles: dict[int, tuple[str, ...]],
) -> Cluster | None:
    if max(text.weight for text in stored.classes.values()) < LEAST_WEIGHT:
        return None
    shown = {title for member in stored.members for title in titles.get(member.post, ())}
    folded = [fold_form(title) for title in shown]
    members: dict[str, Member] = {}
    for each in sorted(stored.members, key=lambda each: stored.classes[each.text].form, reverse=True):
        post, text = posts.get((each.post, each.digest)), stored.classes[each.text]
        if post is not None and not _is_title(text.form, folded):
            members[post.uid] = Member(post, text, each)
    if len({member.post.account for member in members.values()}) < 2:
        return None
    ordered = sorted(members.values(), key=lambda member: (member.post.at, member.post.uid))
    return Cluster(members=tuple(ordered), classes=stored.classes, pairs=tuple(stored.pairs))


def _is_title(form: str, titles: list[str]) -> bool:
    """Whether a text is little more than one of the titles, or a beginning of it."""
    for title in titles:
        if weigh(title) >= LEAST_WEIGHT and (
            form in title or (title in form and len(title) >= TITLE_SHARE * len(form))
        ):
            return True
    return False


def _join(read: Reading, number: int) -> Membership:
    return Membership(
        text=number,
        post=read.content.post,
        digest=read.content.digest,
        list_number=read.number,
        spelling=read.spelling,
    )
