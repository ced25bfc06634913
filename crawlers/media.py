"""Fetching media: a crawl of its own, under the key ``media`` in place of a platform's.

The medium's bytes are the archived record's payload; what is indexed is their sha256, size and type. Where
a platform names the page of a video in place of its file, the video is downloaded from that page.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawlers.platform import Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import follow_move, header, is_page, read_refusal, report
from storage.items import Capture, Known, MediaFile, ProblemKind, Watched

_MISSING: dict[int, ProblemKind] = {
    401: "unauthorised",
    403: "unauthorised",
    404: "not_found",
    410: "deleted",
}
_VIDEO_PAGES = re.compile(
    r"https://www\.youtube\.com/watch\?v=[\w-]+"
    r"|https?://v\.qq\.com/.+"
)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The medium itself, without condition: its bytes are the evidence."""
    if _VIDEO_PAGES.fullmatch(watched.url):
        yield Fetch(url=watched.url, reader="video", route="page", download=True)
    else:
        yield Fetch(url=watched.url, reader="file", route="page")


def read_file(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """What the medium's URL gave; a page in place of a file is a problem, not a medium."""
    if moved := follow_move(capture, "page"):
        yield replace(moved, credential="")
    elif problem := read_refusal(capture, watched):
        yield problem
    elif capture.status in _MISSING:
        yield report(_MISSING[capture.status], capture, watched, f"status {capture.status}")
    elif not 200 <= capture.status < 300 or not capture.body:
        yield report("unreachable", capture, watched, f"status {capture.status}, {len(capture.body)} bytes")
    elif is_page(capture):
        yield report("changed_format", capture, watched, "a page in place of a medium")
    elif not capture.truncated:
        yield _write_file(capture, watched, capture.media_type or header(capture, "content-type"))


def read_video(capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The file that was made of the page of a video."""
    if not capture.truncated:
        yield _write_file(capture, watched, capture.media_type)


def _write_file(capture: Capture, watched: Watched, media_type: str) -> MediaFile:
    return MediaFile(
        url=watched.key,
        record_id=capture.record_id,
        captured_at=capture.captured_at,
        sha256=hashlib.sha256(capture.body).hexdigest(),
        size=len(capture.body),
        media_type=media_type.partition(";")[0].strip().lower(),
    )


def _recognise(_: str) -> Watched | None:
    """Media are not watched: they are found in posts."""
    return None


platform = Platform(
    key="media",
    title="Media of posts",
    homepage="",
    family="media",
    example="",
    recognise=_recognise,
    routes=(Route(name="page", sees="the bytes of a picture, video or file"),),
    start=start,
    readers={"file": read_file, "video": read_video},
    any_host=True,
    order=1000,
    pace=Pace(seconds=0.25, concurrency=4, source="our own courtesy towards media servers"),
    expects="nothing",
    expects_posts=0,
)
