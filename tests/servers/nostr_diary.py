"""What an author writes on the real relay, and how each post is to be found afterwards."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.crawlers.families.nostr_writing import Author, Event
from tests.servers.nostr import Relay

BEGINNING = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
ORDINARY = 130
LINK = "https://news.elsewhere.test/渔业/2026?from=nostr"
SENTENCES = (
    "早上去海边散步，今天的风很大。",
    "Third week of rain, and the garden loves it.",
    "국수 한 그릇이면 충분하다.",
    "港の朝市で魚を買った。",
    '他们说的“真相”从来不给出处 🙄 "quoted" \\ back\tslash',
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A post as it was written."""

    text: str
    posted_at: datetime
    kind: str = "post"
    title: str = ""
    links: list[str] = field(default_factory=list)
    hashtags: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    reply_to: str = ""
    quote_of: str = ""
    repost_of: str = ""


def read_entry(row: dict[str, Any]) -> Entry:
    """A collected post, as the export gives it, in the form of what was written."""
    return Entry(
        text=row["text"],
        posted_at=datetime.fromisoformat(row["posted_at"]),
        kind=row["kind"],
        title=row["title"],
        links=row["links"],
        hashtags=row["hashtags"],
        media=[one["url"] if isinstance(one, dict) else one for one in row["media"]],
        reply_to=row["reply_to"],
        quote_of=row["quote_of"],
        repost_of=row["repost_of"],
    )


def write_diary(relay: Relay, author: Author, other: Author) -> dict[str, Entry]:
    """More notes than an answer holds, and a post of each kind; what is to be found, by the post's id."""
    diary: dict[str, Entry] = {}
    events: list[Event] = []

    def note(entry: Entry, content: str = "", **fields: Any) -> Event:
        at = int(entry.posted_at.timestamp())
        event = author.write(content or entry.text, at=at, **fields)
        events.append(event)
        diary[event["id"]] = entry
        return event

    profile = {"name": "alice", "display_name": "海港的爱丽丝", "about": "https://alice.elsewhere.test/"}
    events.append(author.write(json.dumps(profile), kind=0, at=stamp(0)))
    for number in range(ORDINARY):
        note(Entry(text=f"{SENTENCES[number % len(SENTENCES)]} ({number})", posted_at=minute(number // 3)))

    spark = other.write("What does the harbour look like today?", at=stamp(200))
    events.append(spark)
    reply = [["e", spark["id"], "", "root"], ["p", other.key]]
    note(Entry(text="雾很浓。", posted_at=minute(201), kind="reply", reply_to=spark["id"]), tags=reply)
    linked = Entry(text=f"看这篇报道 {LINK} #渔业", posted_at=minute(202), links=[LINK], hashtags=["渔业"])
    note(linked, tags=[["t", "渔业"], ["r", LINK]])

    url = "https://pictures.elsewhere.test/quay.png"
    shown = Entry(text="码头的照片", posted_at=minute(203), media=[url])
    note(shown, f"{shown.text}\n{url}", tags=[["imeta", f"url {url}", "m image/png", "alt 码头"]])
    pictured = Entry(text="清晨", posted_at=minute(204), media=[url], title="Morning")
    note(pictured, kind=20, tags=[["title", "Morning"], ["imeta", f"url {url}", "m image/png"]])
    quote = Entry(text="好问题", posted_at=minute(205), kind="quote", quote_of=spark["id"])
    note(quote, tags=[["q", spark["id"], "", other.key]])
    shared = Entry(text=spark["content"], posted_at=minute(206), kind="repost", repost_of=spark["id"])
    note(shared, json.dumps(spark), kind=6, tags=[["e", spark["id"]], ["p", other.key]])

    article = Entry(text="# 渔业\n很长的文章。", posted_at=minute(207), kind="article", title="渔业")
    events.append(write_article(author, article, at=207))
    diary[f"30023:{author.key}:fish"] = article

    mistake = author.write("写错了", at=stamp(208))
    events += [mistake, author.write(kind=5, at=stamp(209), tags=[["e", mistake["id"]]])]
    relay.publish(*events)
    return diary


def write_article(author: Author, entry: Entry, at: int) -> Event:
    """The article in the form of that minute."""
    published = str(int(entry.posted_at.timestamp()))
    tags = [["d", "fish"], ["title", entry.title], ["published_at", published]]
    return author.write(entry.text, kind=30023, at=stamp(at), tags=tags)


def minute(number: int) -> datetime:
    """A minute of the diary's time."""
    return BEGINNING + timedelta(minutes=number)


def stamp(number: int) -> int:
    """The same in seconds."""
    return int(minute(number).timestamp())
