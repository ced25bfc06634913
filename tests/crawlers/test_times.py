"""The time strings that platforms send."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.times import parse_time

MOMENT = datetime(2026, 7, 29, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-07-29T02:00:00Z",
        "2026-07-29T02:00:00.000Z",
        "2026-07-29T10:00:00+08:00",
        "2026-07-29T10:00:00+0800",
        "2026-07-29 02:00:00 UTC",
        "2026-07-29 10:00:00 +0800",
        "2026-07-29T02:00:00",
        "20260729T020000Z",
        " 2026-07-29T02:00:00Z\n",
        "Wed, 29 Jul 2026 10:00:00 +0800",
        "Wed, 29 Jul 2026 02:00:00 GMT",
        "29 Jul 2026 02:00:00 -0000",
        "Wed Jul 29 10:00:00 +0800 2026",
        "1785290400",
        "1785290400000",
        "1785290400.0",
    ],
)
def test_every_spelling_of_a_time_is_that_time_in_utc(text: str) -> None:
    assert parse_time(text) == MOMENT
    found = parse_time(text)
    assert found is not None and found.tzinfo is UTC


def test_a_day_alone_is_its_beginning() -> None:
    assert parse_time("2026-07-29") == datetime(2026, 7, 29, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", " ", "soon", "0000-00-00T00:00:00", "2026-13-01", "2026-07-29T25:00:00Z", "12", "9" * 17, "06-14"],
)
def test_what_names_no_time_is_none(text: str) -> None:
    assert parse_time(text) is None


@given(st.text(max_size=60) | st.from_regex(r"-?\d{1,20}(\.\d{1,5})?") | st.datetimes().map(str))
def test_any_text_is_a_time_in_utc_or_none(text: str) -> None:
    found = parse_time(text)
    assert found is None or found.tzinfo is UTC


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))
def test_an_iso_time_comes_back_as_the_same_moment(moment: datetime) -> None:
    assert parse_time(moment.isoformat()) == moment.astimezone(UTC)
