"""``vedette import``: what a person recorded goes through the same readers."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from storage.verify import verify_archive
from tests.vedette.conftest import Run
from tests.vedette.recorded import make_person, write_archive

PROFILE = "https://gab.com/bob"
STATUS = {
    "id": "110",
    "created_at": "2026-08-01T10:00:00.000Z",
    "content": "<p>Who pays them to write this?</p>",
    "url": "https://gab.com/bob/posts/110",
    "uri": "https://gab.com/bob/posts/110",
    "account": make_person(0, "bob"),
    "visibility": "public",
    "media_attachments": [],
    "mentions": [],
    "tags": [],
}


def entry(url: str, body: bytes, **more: Any) -> dict[str, Any]:
    content = {"mimeType": "application/json", "text": base64.b64encode(body).decode(), "encoding": "base64"}
    return {
        "startedDateTime": "2026-08-02T09:00:00.000+02:00",
        "request": {"method": "GET", "url": url, "headers": [{"name": "Cookie", "value": "sid=very-secret"}]},
        "response": {
            "status": 200,
            "statusText": "OK",
            "headers": [
                {"name": "Content-Type", "value": "application/json"},
                {"name": "Content-Encoding", "value": "br"},
                {"name": "Set-Cookie", "value": "session=very-secret"},
            ],
            "content": content,
        },
        **more,
    }


@pytest.fixture
def har(tmp_path: Path) -> Path:
    """A browser's recording of a profile page: the account, its posts, and something that no reader wants."""
    found = tmp_path / "mine.har"
    entries = [
        entry(PROFILE, b"<!doctype html><title>bob</title>"),
        entry("https://gab.com/api/v1/account_by_username/bob", json.dumps(make_person(0, "bob")).encode()),
        entry(
            "https://gab.com/api/v1/accounts/0/statuses?exclude_replies=true", json.dumps([STATUS]).encode()
        ),
        entry("https://tracker.example/pixel", b"GIF89a"),
        {"response": {"status": 0}},
    ]
    found.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return found


def test_a_browsers_recording_gives_posts_with_their_archived_records(
    run: Run, har: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    (told,) = run("--data", data, "import", har, "--json").json()
    assert (told["responses"], told["read"], told["posts"], told["unwanted"]) == (4, 2, 1, 2)
    assert told["problems"] == {}
    (post,) = run("--data", data, "search", "pays", "--json").json()
    shown = run("--data", data, "show", post["uid"], "--json").json()
    assert shown["captures"][0]["warc_file"].startswith("import-")
    assert list(verify_archive(data / "archive")) == []
    assert run("--data", data, "rebuild", "--into", tmp_path / "again", "--check").code == 0


def test_the_persons_secrets_are_nowhere(run: Run, har: Path, tmp_path: Path) -> None:
    import gzip

    data = tmp_path / "data"
    assert run("--data", data, "import", har).code == 0
    for file in (data / "archive").glob("*.warc.gz"):
        assert b"very-secret" not in gzip.decompress(file.read_bytes())
    assert all(b"very-secret" not in file.read_bytes() for file in data.rglob("*") if file.is_file())


def test_importing_again_stores_no_post_twice(run: Run, har: Path, tmp_path: Path) -> None:
    data = tmp_path / "data"
    for _ in range(2):
        assert run("--data", data, "import", har, "--as", PROFILE).code == 0
    assert len(run("--data", data, "search", "pays", "--json").json()) == 1


def test_a_warc_is_imported_like_any_recording(run: Run, tmp_path: Path) -> None:
    write_archive(tmp_path / "theirs")
    (file,) = (tmp_path / "theirs").glob("*.warc.gz")
    (told,) = run("--data", tmp_path / "data", "import", file, "--as", PROFILE, "--json").json()
    assert told["read"] == 4 and told["posts"] == 2


def test_what_is_no_capture_is_refused_in_one_line(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("hello")
    broken = tmp_path / "broken.har"
    broken.write_text("{")
    for path in (text, broken, tmp_path / "missing.har"):
        outcome = run("--data", tmp_path / "data", "import", path)
        assert outcome.code == 1 and path.name in outcome.refusal()
