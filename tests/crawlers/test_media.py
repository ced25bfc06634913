"""What a medium's URL gave: the file, or why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from crawlers import media
from crawlers.media import read_file
from crawlers.platform import Fetch
from storage.items import Capture, Known, MediaFile, Problem, Watched
from tests.crawlers.captures import make_capture

URL = "https://files.example/cat.png"
MEDIUM = Watched(platform="media", key=URL, url=URL)
BODY = b"\x89PNG\r\n\x1a\nnot really"


def capture(body: bytes = BODY, status: int = 200, url: str = URL, **headers: str) -> Capture:
    shown = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_capture(url, body, reader="file", status=status, headers=shown, route="page")


def test_a_file_is_what_came_as_it_came() -> None:
    (found,) = read_file(capture(content_type="Image/PNG; charset=x"), MEDIUM)
    assert isinstance(found, MediaFile)
    assert (found.url, found.size, found.media_type) == (URL, len(BODY), "image/png")
    assert found.sha256 == hashlib.sha256(BODY).hexdigest()


def test_a_medium_that_moved_is_still_the_one_that_was_posted() -> None:
    (moved,) = read_file(capture(b"", 302, location="/elsewhere/cat.png"), MEDIUM)
    assert isinstance(moved, Fetch)
    assert (moved.url, moved.reader, moved.credential) == (
        "https://files.example/elsewhere/cat.png",
        "file",
        "",
    )
    (found,) = read_file(capture(url=moved.url), MEDIUM)
    assert isinstance(found, MediaFile) and found.url == URL


def test_moves_come_to_an_end() -> None:
    asked = capture(b"", 302, location="/a")
    for _ in range(20):
        (found,) = read_file(asked, MEDIUM)
        if isinstance(found, Problem):
            return
        assert isinstance(found, Fetch)
        onward = f"/{len(found.url)}x{found.url[-8:]}"
        asked = replace(asked, url=found.url, context=found.context, headers=(("Location", onward),))
    pytest.fail("it is followed for ever")


@pytest.mark.parametrize(
    ("shown", "kind"),
    [
        (capture(b"", 404), "not_found"),
        (capture(b"gone", 410), "deleted"),
        (capture(b"", 403), "unauthorised"),
        (capture(b"", 429), "rate_limited"),
        (capture(b"", 451), "geo_blocked"),
        (capture(b"", 503), "unreachable"),
        (capture(b"", 400), "unreachable"),
        (capture(b""), "unreachable"),
        (capture(b"<!DOCTYPE html><title>Sorry</title>", content_type="image/png"), "changed_format"),
        (capture(b"<html><title>Just a moment...</title>", 403), "challenge"),
    ],
)
def test_no_file_is_a_problem(shown: Capture, kind: str) -> None:
    (found,) = read_file(shown, MEDIUM)
    assert isinstance(found, Problem)
    assert found.kind == kind


def test_half_a_file_is_no_file() -> None:
    assert list(read_file(replace(capture(), truncated="length"), MEDIUM)) == []


def test_a_medium_is_asked_for_without_condition() -> None:
    (fetch,) = media.start(MEDIUM, Known())
    assert (fetch.url, fetch.etag, fetch.last_modified, fetch.credential) == (URL, "", "", "")
