"""Whatever bytes come, every reader of every platform ends, and raises nothing but ``UNREADABLE``."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Fetch, Platform, Reading, platforms
from crawlers.redirects import platform as links
from storage.items import Watched
from tests.crawlers.captures import make_capture
from tests.crawlers.samples import POST_URI, PROFILE_DID, SAMPLES, Sample

CONTEXT = {
    "post": "5",
    "uri": POST_URI,
    "uris": POST_URI,
    "ids": "5 6",
    "did": PROFILE_DID,
    "handle": "alice.example",
    "collection": "app.bsky.feed.post",
    "link": "https://bit.example/x",
    "chain": "c",
    "list": "all",
}
FAMILIES = {one.family: one for one in (*reversed(list(platforms().values())), links)}
READERS = [(one, name) for one in FAMILIES.values() for name in one.readers]
STATUSES = st.sampled_from([200, 200, 200, 206, 302, 400, 401, 403, 404, 410, 429, 451, 500])
HEADERS = st.dictionaries(
    st.sampled_from(["Content-Type", "Link", "Location", "Retry-After", "Refresh", "X-WP-TotalPages"]),
    st.text(st.characters(max_codepoint=255, exclude_characters="\r\n\x00"), max_size=40)
    | st.sampled_from(["text/html; charset=x-none", "application/xml; charset=utf-16", "9" * 30, "//[", "²"]),
    max_size=3,
)
OPENINGS = st.sampled_from(
    [b"", b"{", b"[", b"<!doctype html><html>", b"<rss><channel>", b"<feed>", b"\xef\xbb\xbf", b"\xff\xfe<"]
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=12)
    | st.sampled_from(
        ["https://[", "//", "9" * 20, "at://", "2026-13-45T99:99:99Z", "<a href='http://['>x", "²", "\x00"]
    )
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def watch(platform: Platform) -> Watched:
    found = platform.recognise(platform.example) if platform.example else None
    return found or Watched(platform=platform.key, key=CONTEXT["link"], url=CONTEXT["link"])


def list_texts(value: object) -> Iterator[str]:
    """Every text in an item."""
    if isinstance(value, str):
        value.encode()  # raises where it holds half a surrogate pair
        yield value
    elif isinstance(value, Mapping):
        for name in value:
            yield from list_texts(value[name])
    elif isinstance(value, tuple):
        for one in value:
            yield from list_texts(one)
    elif is_dataclass(value):
        for part in fields(value):
            yield from list_texts(getattr(value, part.name))


def run(platform: Platform, reader: str, body: bytes, **changes: Any) -> list[Reading]:
    """What a reader gives before it ends; whatever else than ``UNREADABLE`` it raises, the test fails."""
    watched = watch(platform)
    context = {**CONTEXT, **changes.pop("context", {})}
    capture = make_capture(watched.url, body, reader=reader, context=context, **changes)
    given_by: list[Reading] = []
    with contextlib.suppress(*UNREADABLE):
        given_by.extend(platform.readers[reader](capture, watched))
    for one in given_by:
        assert all("\x00" not in text for text in list_texts(one))
        if isinstance(one, Fetch):
            assert one.reader in platform.readers
        elif reader != "read_rendered":  # which names the records of the pages that the browser passed
            assert one.record_id == capture.record_id
    return given_by


@pytest.mark.parametrize(("platform", "reader"), READERS, ids=lambda one: getattr(one, "key", one))
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(opening=OPENINGS, body=st.binary(max_size=300), status=STATUSES, headers=HEADERS)
def test_any_bytes(
    platform: Platform, reader: str, opening: bytes, body: bytes, status: int, headers: dict[str, str]
) -> None:
    run(platform, reader, opening + body, status=status, headers=headers)


def list_places(value: object, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield place
    if isinstance(value, dict):
        for name in value:
            yield from list_places(value[name], (*place, name))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from list_places(value[number], (*place, number))


def put(value: Any, place: tuple[Any, ...], new: object) -> Any:
    """``value`` with ``new`` in one place; unchanged where an earlier change took that place away."""
    if not place:
        return new
    inner = value
    for step in place[:-1]:
        try:
            inner = inner[step]
        except (KeyError, IndexError, TypeError):
            return value
    there: Any = inner if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ()
    if place[-1] in there:
        inner[place[-1]] = new
    return value


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.is_json], ids=lambda one: one.name)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_json_of_the_right_shape_with_anything_anywhere(sample: Sample, data: st.DataObject) -> None:
    changed: Any = copy.deepcopy(sample.body)
    places = sorted(list_places(sample.body), key=repr)
    for place in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)):
        changed = put(changed, place, data.draw(JSON))
    run(platforms()[sample.platform], sample.reader, orjson.dumps(changed), context=sample.context)


@pytest.mark.parametrize("sample", [one for one in SAMPLES if not one.is_json], ids=lambda one: one.name)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_markup_of_the_right_shape_with_parts_cut_out_doubled_and_put_in(
    sample: Sample, data: st.DataObject
) -> None:
    text = str(sample.body)
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = min(len(text), start + data.draw(st.integers(0, 60)))
        middle = data.draw(
            st.sampled_from(
                ["", text[start:end] * 2, "<", ">", '"', "&", "]]>", "http://[", "9" * 25, "\x00"]
            )
            | st.text(st.characters(codec="utf-8"), max_size=8)
        )
        text = text[:start] + middle + text[end:]
    run(platforms()[sample.platform], sample.reader, text.encode(), context=sample.context)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda one: one.name)
def test_the_samples_themselves_are_read(sample: Sample) -> None:
    assert run(platforms()[sample.platform], sample.reader, sample.write(), context=sample.context)


DEEP = 1000
"""Just below the depth at which the parser gives up (1024), and as deep as Python's stack."""
HEAVY = {
    "comments": b"<!---->" * 280,
    "nested_elements": b"<!doctype html>" + b"<div>" * 20_000,
    "nested_lists": b"[" * DEEP + b"]" * DEEP,
    "nested_objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "open_tags": b"<html><a " * 20_000,
    "brackets": b"<html><body>https://x.example/" + b")" * 200_000,
    "spaces": b"<html><script>" + b"window . " * 20_000 + b"</script>",
    "locations": b"<html><script>" + b"location   \n " * 20_000 + b"</script>",
    "quotes": b"<html><script>" + b"location='" * 20_000 + b"</script>",
    "inputs": b"<html>" + b"<input " * 9000,
    "entities": b"<rss><channel>" + b"<!ENTITY a " * 5000,
    "items": b"<rss><channel>" + b"<item>" * 5000,
}


@pytest.mark.parametrize("heavy", HEAVY)
@pytest.mark.parametrize(
    ("platform", "reader"),
    READERS,
    ids=lambda one: getattr(one, "key", one),
)
def test_bodies_made_to_exhaust_a_reader_end(platform: Platform, reader: str, heavy: str) -> None:
    run(platform, reader, HEAVY[heavy], headers={"Content-Type": "text/html"})


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.is_json], ids=lambda one: one.name)
def test_objects_as_deep_as_the_parser_takes_them_exhaust_no_stack(sample: Sample) -> None:
    """Every object of a sample in turn repeated within itself, under each of its names."""
    places = {one[-1]: one[:-1] for one in list_places(sample.body) if one and isinstance(one[-1], str)}
    for name, place in places.items():
        inner: Any = sample.body
        for step in place:
            inner = inner[step]
        beside = {key: value for key, value in inner.items() if len(orjson.dumps(value)) < 60}
        beside.pop(name, None)
        beside[name] = "DEEP"
        before, after = orjson.dumps(beside).split(b'"DEEP"')
        body = orjson.dumps(put(copy.deepcopy(sample.body), place, "DEEP"))
        body = body.replace(b'"DEEP"', before * DEEP + b'"x"' + after * DEEP)
        run(platforms()[sample.platform], sample.reader, body, context=sample.context)


@pytest.mark.parametrize("turns", [1, 2, 3])
@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.pages], ids=lambda one: one.name)
def test_a_site_that_repeats_its_pages_is_left(sample: Sample, turns: int) -> None:
    """The sample is answered for ever, with ``turns`` different cursors and ids in a circle."""
    platform = platforms()[sample.platform]
    watched = watch(platform)
    url, context = watched.url, sample.context
    for asked in range(60):
        now = make_capture(
            url,
            sample.write(asked % turns),
            reader=sample.reader,
            context=context,
            headers=sample.write_headers(asked % turns),
        )
        fetches = [
            one
            for one in platform.readers[sample.reader](now, watched)
            if isinstance(one, Fetch) and one.reader == sample.reader
        ]
        if not fetches:
            assert asked, "the sample names no further page"
            return
        url, context = fetches[0].url, fetches[0].context
    raise AssertionError("it would be asked for ever")
