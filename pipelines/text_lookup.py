"""Who else used a text: answered from the stored bands at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from pipelines.normalise import normalise
from pipelines.passages import describe
from pipelines.text_matching import LIGHT
from pipelines.text_stream import find_copies
from storage.following import reading_texts

if TYPE_CHECKING:
    from storage.index import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUse:
    """A post with a text, and how that text differs (``edit``, see ``pipelines.passages``)."""

    uid: str
    account: str
    handle: str
    platform: str
    url: str
    text: str
    at: datetime
    record_id: str
    ratio: float
    containment: float
    edit: str
    passage: str


def who_used(index: Index, text: str, limit: int = 100) -> list[TextUse]:
    """Posts with ``text`` or a near-copy of it, earliest first; none for a text of fewer than three words."""
    asked = normalise(text)
    if asked.weight < LIGHT:
        return []
    found: list[TextUse] = []
    with reading_texts(index) as (texts, history):
        matches = {match.text.number: match for match in find_copies(texts, asked.form, asked.weight)}
        members = texts.read_members(matches)
        posts = history.contents({(member.post, member.digest) for member in members})
        for member in members:
            post, match = posts.get((member.post, member.digest)), matches[member.text]
            if post is None:
                continue
            difference = describe(text, post.text, (asked, normalise(post.text)))
            found.append(
                TextUse(
                    uid=post.uid,
                    account=post.account,
                    handle=post.handle,
                    platform=post.platform,
                    url=post.url,
                    text=post.text,
                    at=post.at,
                    record_id=post.record_id,
                    ratio=round(match.measure.ratio, 2),
                    containment=round(match.measure.containment, 4),
                    edit=difference.edit,
                    passage=difference.passage,
                )
            )
    return sorted(found, key=lambda use: (use.at, use.uid))[:limit]
