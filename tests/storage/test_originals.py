"""The responses that later ones are revisits of, as the index knows them."""

from __future__ import annotations

from typing import Any

from storage.captures import find_original
from storage.index import Index
from storage.items import Capture, Harvest
from tests.storage.harvests import make_capture

URL = "https://gab.example/api/v1/accounts/7"


def write(index: Index, *captures: Capture) -> None:
    index.write([Harvest(captures=(capture,), items=()) for capture in captures])


def answer(hours: float, **more: Any) -> Capture:
    """The answer from URL so many hours after the first moment."""
    return make_capture(hours, hours, **{"url": URL, "payload_digest": "sha256:A", **more})


def test_a_payload_that_was_seen_before_is_found_and_the_newest_of_them(index: Index) -> None:
    assert find_original(index, "sha256:A", URL) is None
    write(index, answer(1), answer(3), answer(2))
    found = find_original(index, "sha256:A", URL)
    assert found is not None
    assert (found.record_id, found.url) == (answer(3).record_id, URL)
    assert find_original(index, "sha256:B", URL) is None
    assert find_original(index, "sha256:A", URL + "0") is None


def test_what_is_not_modified_refers_to_the_newest_whole_response(index: Index) -> None:
    write(
        index,
        answer(1),
        answer(2, status=500),
        answer(3, truncated="length"),
        answer(4, record_type="revisit"),
    )
    found = find_original(index, "", URL)
    assert found is not None
    assert found.record_id == answer(1).record_id


def test_what_was_written_after_the_first_question_is_found(index: Index) -> None:
    """Also by the connection that is kept for asking."""
    assert find_original(index, "sha256:A", URL) is None
    write(index, answer(1))
    assert find_original(index, "sha256:A", URL) is not None
