"""A real archive: two accounts' statuses, a followed link and its page, written as a crawl writes them."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from crawlers.platform import Fetch, recognise
from crawlers.reading import describe, reread_capture
from pipelines.detector import catch_up
from storage import watchlist
from storage.archive_reader import ArchiveReader
from storage.archive_writer import ArchiveWriter
from storage.index import Index
from storage.items import Watched
from storage.search_upkeep import catch_up_search
from storage.warc import RESPONSE_TYPE, Draft
from storage.watchlist import Reasons
from tests.storage.archives import MOMENT, make_head
from tests.vedette.scene import COPY, SLOGAN

HOST = "https://gab.com"
LINK = "https://short.example/a"
LANDING = "https://landing.example/story"
PAGE = b"<html><head><title>A story</title></head><body><p>Harbour</p></body></html>"


def write_archive(folder: Path) -> None:
    """One closed WARC file."""
    with ArchiveWriter(folder, name="recorded") as writer:
        for number, (name, text) in enumerate((("bob", SLOGAN), ("ann", COPY))):
            watched = recognise(f"{HOST}/{name}")
            assert watched is not None
            url = f"{HOST}/api/v1/account_by_username/{name}"
            body = json.dumps(make_person(number, name)).encode()
            writer.append([make_draft(watched, Fetch(url=url, reader="account"), body, number)])
            url = f"{HOST}/api/v1/accounts/{number}/statuses"
            fetch = Fetch(url=url, reader="statuses", context={"list": "all"})
            body = json.dumps([make_status(number, name, text)]).encode()
            writer.append([make_draft(watched, fetch, body, number)])
        watched = Watched(platform="links", key=LINK, url=LINK)
        context = {"link": LINK, "chain": "c1", "position": "0"}
        for number, (url, status, location, body) in enumerate(
            ((LINK, "302 Found", LANDING, b""), (LANDING, "200 OK", "", PAGE))
        ):
            fetch = Fetch(
                url=url, reader="read_hop", route="page", context={**context, "position": str(number)}
            )
            headers = (("Location", location),) if location else (("Content-Type", "text/html"),)
            head = make_head(f"HTTP/1.1 {status}", *headers)
            writer.append([make_draft(watched, fetch, body, 10 + number, head)])


def fill(index: Index, archive: Path) -> None:
    """The index as a crawl leaves it: bob is of case ``harbour``, ann of ``other``."""
    for name, case in (("bob", "harbour"), ("ann", "other")):
        watched = recognise(f"{HOST}/{name}")
        assert watched is not None
        watchlist.add(index, watched, Reasons(case=case), now=MOMENT)
    reader = ArchiveReader(archive)
    index.write(
        [
            reread_capture(capture)
            for name in reader.files()
            for capture in reader.records(name)
            if capture.record_type != "warcinfo"
        ]
    )
    while catch_up_search(index):
        pass
    catch_up(index)


def make_draft(watched: Watched, fetch: Fetch, body: bytes, minutes: int, head: bytes = b"") -> Draft:
    return Draft(
        type="response",
        target_uri=fetch.url,
        date=MOMENT + timedelta(minutes=minutes),
        content_type=RESPONSE_TYPE,
        head=head or make_head("HTTP/1.1 200 OK", ("Content-Type", "application/json")),
        payload=body,
        provenance=describe(watched, fetch, "run-1"),
    )


def make_person(number: int, name: str) -> dict[str, Any]:
    return {
        "id": str(100 + number),
        "username": name,
        "acct": name,
        "display_name": name,
        "created_at": "2022-11-03T00:00:00.000Z",
        "note": "",
        "url": f"{HOST}/{name}",
        "avatar": "",
        "header": "",
        "followers_count": 12,
        "following_count": 7,
        "statuses_count": 2,
        "fields": [],
    }


def make_status(number: int, name: str, text: str) -> dict[str, Any]:
    link = f'<a href="{LINK}">{LINK}</a>' if name == "bob" else ""
    return {
        "id": str(900 + number),
        "created_at": "2026-02-28T09:00:00.123Z",
        "account": make_person(number, name),
        "content": f"<p>{text} {link}</p>",
        "uri": f"{HOST}/{name}/posts/{900 + number}",
        "url": f"{HOST}/{name}/posts/{900 + number}",
        "reblog": None,
        "card": None,
        "poll": None,
        "media_attachments": [],
        "mentions": [],
        "tags": [],
        "in_reply_to_id": None,
        "edited_at": None,
    }
