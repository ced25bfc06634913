"""The same picture from several accounts, wherever it turned up and whatever was done to it.

A cluster is a connected component over pictures that were compared and found to show the same. It is flagged
as ``reused_picture`` once posts of two accounts are in it, and as ``shared_avatar`` once two accounts show it
as their own avatar or banner. Reposts by a platform's own function are not reuse; plain pictures and
templates of memes make no flag on their own (``vedette lookup`` finds them all the same).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pipelines.picture_evidence import Use, judge_uses, name_uses, write_picture_flag
from pipelines.picture_stream import place_pictures
from storage.following import Page
from storage.history import History
from storage.items import Flag
from storage.pictures import Pictures, Shown, StoredPicture

NAME = "reused_pictures"
VERSION = "1"
PROFILE = ("avatar", "banner")


class ReusedPictures:
    """Follows pictures, the posts that show them, and profiles."""

    name = NAME
    version = VERSION

    def begin(self, page: Page) -> None:
        """Forget which pictures hang together."""
        page.pictures.clear(self.name)

    def follow(self, page: Page) -> Iterable[Flag]:
        """Place the page's pictures, then say anew what the clusters that it touches are."""
        absorbed = place_pictures(page.pictures, page.changes.pictures)
        touched = page.changes.pictures | page.pictures.note_accounts(page.changes.accounts)
        touched |= page.pictures.pictures_of_media(page.changes.media)
        touched |= page.pictures.pictures_of_posts({each.post for each in page.changes.contents})
        clusters = set(page.pictures.clusters_of(touched).values())
        yield from self._tell(page, clusters, absorbed)

    def _tell(self, page: Page, clusters: Collection[int], absorbed: dict[int, int]) -> Iterator[Flag]:
        numbers = {*clusters, *absorbed}
        subjects = {f"{kind}:{number}" for number in numbers for kind in _KINDS}
        published = page.texts.read_published(self.name, subjects)
        keys = dict.fromkeys(published, "")
        for number, kind, uses in read_uses(page, clusters):
            former = (number, *(one for one, into in absorbed.items() if into == number))
            names = {f"{kind}:{one}" for one in former}
            known = {published[name] for name in names if name in published}
            judged = judge_uses(uses)
            if judged is None:
                page.withdraw(self.name, known)
                continue
            ordered, told = judged
            key = name_uses(kind, ordered)
            keys[f"{kind}:{number}"] = key
            replaces = tuple(sorted(known - {key}))
            yield write_picture_flag((self.name, self.version), kind, ordered, told, replaces)
        page.texts.set_published(self.name, keys)


_KINDS = ("reused_picture", "shared_avatar")


def read_uses(page: Page, clusters: Collection[int]) -> Iterator[tuple[int, str, list[Use]]]:
    """Clusters with who used their pictures, once for posts and once for profiles."""
    stored = page.pictures.read_clusters(clusters)
    by_hash = {
        each.sha256: each
        for found in stored.values()
        for each in found
        if not each.plain and not each.problem
    }
    shown = page.pictures.uses_of(by_hash)
    tables = (page.pictures, page.history)
    posts = list_uses(*tables, [each for each in shown if each.post], by_hash)
    faces = list_uses(*tables, [each for each in shown if each.place in PROFILE], by_hash)
    for number in sorted(stored):
        hashes = {each.sha256 for each in stored[number]}
        for kind, uses in zip(_KINDS, (posts, faces), strict=True):
            yield number, kind, [use for use in uses if use.picture.sha256 in hashes]


def list_uses(
    pictures: Pictures, history: History, shown: Collection[Shown], contents: dict[str, StoredPicture]
) -> list[Use]:
    """Each post or account once for each picture, by the earliest archived file."""
    posts = history.posts({each.post for each in shown if each.post})
    faces = pictures.read_faces({each.account for each in shown if not each.post})
    found: dict[tuple[str, str], Use] = {}
    for each in sorted(shown, key=lambda each: (each.at, each.record_id, each.place)):
        picture = contents[each.sha256]
        if each.post and each.post in posts:
            post = posts[each.post]
            use = Use(
                uid=post.uid,
                account=post.account,
                handle=post.handle,
                platform=post.platform,
                url=post.url,
                place=each.place,
                at=post.at,
                at_is="posted" if post.is_dated else "first seen",
                record_id=each.record_id,
                picture=picture,
            )
        elif not each.post and each.account in faces:
            face = faces[each.account]
            use = Use(
                uid=face.uid,
                account=face.uid,
                handle=face.handle,
                platform=face.platform,
                url=face.url,
                place=each.place,
                at=each.at,
                at_is="archived",
                record_id=each.record_id,
                picture=picture,
            )
        else:
            continue
        found.setdefault((use.uid, each.sha256), use)
    return list(found.values())
