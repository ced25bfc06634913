"""A page that only script fills: collected, its origin switched off, and replayed by others' software."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from storage.archive_reader import ArchiveReader
from storage.cdxj import write_cdxj
from tests.crawlers.browsing import require_chromium
from tests.crawlers.site import Reply, packed, page, run_site
from tests.servers.front import Front
from tests.servers.pictures import draw_picture
from tests.servers.replay import (
    look_at,
    require_replay,
    run_program,
    run_pywb,
    serve_archive,
    serve_package,
    watch_outside,
)
from tests.servers.researcher import Researcher, employ

pytestmark = [pytest.mark.servers, pytest.mark.browser]

STORY = "https://news.harbour.example/story?id=7"
HEADLINE = "港口的船"
WORDS = "Ships wait outside the harbour, say those who fetched this."
PLACE = "Berth 9, drawn by the frame itself"
PICTURE = draw_picture(320, 200)

SITE = {
    STORY: page(
        """<!doctype html><html lang="zh"><title>Loading</title>
        <link rel="stylesheet" href="/look.css"><div id="app"></div><script src="/app.js"></script>"""
    ),
    "https://news.harbour.example/look.css": packed(
        "body { background: rgb(1, 2, 3) url(https://pictures.harbour.example/back.png) }", "text/css"
    ),
    "https://news.harbour.example/app.js": packed(
        """fetch("https://api.harbour-data.example/v1/story.json?id=7").then((answer) => answer.json())
        .then((story) => {
          document.title = story.headline;
          const add = (name, facts) => Object.assign(app.appendChild(document.createElement(name)), facts);
          add("h1", { textContent: story.headline });
          add("p", { textContent: story.words });
          add("img", { src: story.picture, alt: "a ship" });
          add("iframe", { src: story.map });
          add("hr", { id: "done" });
        });""",
        "text/javascript",
    ),
    "https://api.harbour-data.example/v1/story.json?id=7": Reply(
        json.dumps(
            {
                "headline": HEADLINE,
                "words": WORDS,
                "picture": "https://pictures.harbour.example/ship.png?w=320",
                "map": "https://maps.example/berth",
            }
        ).encode(),
        headers=(("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*")),
    ),
    "https://pictures.harbour.example/ship.png?w=320": Reply(
        PICTURE, headers=(("Content-Type", "image/png"),)
    ),
    "https://pictures.harbour.example/back.png": Reply(PICTURE, headers=(("Content-Type", "image/png"),)),
    "https://maps.example/berth": page(f"<body><script>document.body.append('{PLACE}')</script>"),
}


@dataclass(frozen=True, slots=True)
class Kept:
    """What is left when the site is gone; ``post`` is the page's, as exported."""

    researcher: Researcher
    post: dict[str, Any]
    archive: Path
    package: Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    require_replay()
    folder = tmp_path_factory.mktemp("replay")
    data = folder / "data"

    async def collect() -> Researcher:
        await require_chromium()
        async with run_site(folder, SITE) as site:
            researcher = employ(data, Front(site.port, site.ca_file))
            await asyncio.to_thread(researcher.run, "watch", "add", STORY, "--platform", "page")
            (crawl, *_) = await asyncio.to_thread(researcher.ask, "collect", "--no-links")
            assert (crawl["platform"], crawl["outcome"], crawl["posts"]) == ("page", "finished", 1), crawl
            assert set(SITE) <= set(site.urls())
        return researcher

    researcher = asyncio.run(collect())
    (post,) = researcher.posts().values()
    package = folder / "kept.wacz"
    researcher.run("export", "wacz", "-o", str(package))
    write_cdxj(ArchiveReader(data / "archive"))
    return Kept(researcher, post, data / "archive", package)


def test_the_post_says_what_only_script_has_shown(kept: Kept) -> None:
    assert (kept.post["title"], kept.post["url"]) == (HEADLINE, STORY)
    assert HEADLINE in kept.post["text"] and WORDS in kept.post["text"]
    shown = kept.researcher.ask("show", kept.post["uid"])["media"]
    assert {medium["sha256"] for medium in shown} == {hashlib.sha256(PICTURE).hexdigest()}


def test_the_page_is_kept_as_picture_and_as_text(kept: Kept) -> None:
    reader = ArchiveReader(kept.archive)
    records = {record.target_uri: record for name in reader.files() for record in reader.raw_records(name)}
    assert WORDS in records[f"urn:text:{STORY}"].payload.decode()
    assert records[f"urn:view:{STORY}"].payload.startswith(b"\x89PNG")
    info = json.loads(records[f"urn:pageinfo:{STORY}"].payload)
    assert info["outcome"] == "ok"
    assert {one["url"]: one["status"] for one in info["requests"]}.items() >= dict.fromkeys(SITE, 200).items()


def test_what_is_kept_passes_every_check(kept: Kept) -> None:
    for warc in sorted(kept.archive.glob("*.warc.gz")):
        run_program("warcio", "check", warc)
    run_program("wacz", "validate", "-f", kept.package)
    kept.researcher.run("verify", str(kept.package))
    kept.researcher.run("verify")


def test_the_index_made_anew_from_the_archive_shows_the_same(kept: Kept) -> None:
    before = kept.researcher.ask("show", kept.post["uid"])
    kept.researcher.run("rebuild")
    assert kept.researcher.ask("show", kept.post["uid"]) == before


@pytest.mark.parametrize("form", ["archive", "package"])
async def test_the_page_replays_without_its_site(kept: Kept, tmp_path: Path, form: str) -> None:
    folder = tmp_path / "pywb"
    if form == "archive":
        serve_archive(folder, kept.archive)
    else:
        serve_package(folder, kept.package)
    async with watch_outside() as outside:
        with run_pywb(folder, outside) as address:
            shown = await look_at(address, STORY, "#done", outside)
    assert HEADLINE in shown.text and WORDS in shown.text
    assert (shown.pictures, shown.frames, shown.background) == ((320,), (PLACE,), "rgb(1, 2, 3)")
    replayed = {next((url for url in SITE if address.endswith(url)), "") for address in shown.answered}
    assert replayed >= set(SITE)
    assert (shown.lacking, shown.escaped, outside.came) == ((), (), [])
