"""What an account on the real server writes, and how each post is to be found afterwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.servers.bluesky import Author

BEGINNING = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
ORDINARY = 118
SPARK = "What does the harbour look like today?"
"""The other account's post, to which the diary replies; it is quoted and shared too."""
LINK = "https://news.elsewhere.test/渔业/2026?from=bluesky"
SENTENCES = (
    "早上去海边散步，今天的风很大。",
    "Third week of rain, and the garden loves it.",
    "국수 한 그릇이면 충분하다.",
    "港の朝市で魚を買った。",
    "他们说的“真相”从来不给出处 🙄",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post as it was written."""

    text: str
    posted_at: datetime
    kind: str = "post"
    links: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    pictures: int = 0
    reply_to: str = ""
    quote_of: str = ""
    repost_of: str = ""


def read_entry(row: dict[str, Any]) -> Entry:
    """A collected post, as the export gives it, in the form of what was written."""
    return Entry(
        text=row["text"],
        posted_at=datetime.fromisoformat(row["posted_at"]),
        kind=row["kind"],
        links=row["links"],
        hashtags=row["hashtags"],
        pictures=len(row["media"]),
        reply_to=row["reply_to"],
        quote_of=row["quote_of"],
        repost_of=row["repost_of"],
    )


def write_diary(author: Author, other: Author, picture: bytes) -> dict[str, Entry]:
    """More posts than a page holds, and one of each kind; what is to be found, by the post's id."""
    diary: dict[str, Entry] = {}

    def note(entry: Entry, **fields: Any) -> dict[str, str]:
        written = author.write(entry.text, createdAt=stamp(entry.posted_at), **fields)
        diary[written["uri"]] = entry
        return written

    for number in range(ORDINARY):
        note(Entry(text=f"{SENTENCES[number % len(SENTENCES)]} ({number})", posted_at=minute(number)))
    spark = other.write(SPARK, createdAt=stamp(minute(200)))

    reply = {"root": spark, "parent": spark}
    note(Entry(text="雾很浓。", posted_at=minute(201), kind="reply", reply_to=spark["uri"]), reply=reply)

    shown = Entry(text="看这篇报道 elsewhere #渔业", posted_at=minute(202), links=[LINK], hashtags=["渔业"])
    facets = [
        facet(shown.text, "elsewhere", {"$type": "app.bsky.richtext.facet#link", "uri": LINK}),
        facet(shown.text, "#渔业", {"$type": "app.bsky.richtext.facet#tag", "tag": "渔业"}),
    ]
    note(shown, facets=facets)

    image = {"alt": "码头", "image": author.upload(picture, "image/png")}
    embed: dict[str, Any] = {"$type": "app.bsky.embed.images", "images": [image]}
    note(Entry(text="码头的照片", posted_at=minute(203), pictures=1), embed=embed)

    embed = {"$type": "app.bsky.embed.record", "record": spark}
    note(Entry(text="好问题", posted_at=minute(204), kind="quote", quote_of=spark["uri"]), embed=embed)

    taken_back = author.write("写错了", createdAt=stamp(minute(205)))
    author.delete(taken_back["uri"])

    shared = Entry(text="", posted_at=minute(206), kind="repost", repost_of=spark["uri"])
    record = {"subject": spark, "createdAt": stamp(shared.posted_at)}
    diary[author.create("app.bsky.feed.repost", record)["uri"]] = shared
    return diary


def minute(number: int) -> datetime:
    """A minute of the diary's time."""
    return BEGINNING + timedelta(minutes=number)


def stamp(moment: datetime) -> str:
    """A time as the protocol writes it."""
    return moment.isoformat().replace("+00:00", "Z")


def facet(text: str, part: str, feature: dict[str, str]) -> dict[str, Any]:
    """A facet on ``part`` of ``text``: its place counts UTF-8 bytes."""
    start = len(text[: text.index(part)].encode())
    return {"index": {"byteStart": start, "byteEnd": start + len(part.encode())}, "features": [feature]}
