"""What lines of published indicator files are taken for."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.indicators import place_indicator
from crawlers.platform import platforms

SAMPLE = Path(__file__).parents[3] / "shared" / "recordings" / "indicators-sample.csv"


@pytest.mark.parametrize(
    ("text", "kind", "platform", "key"),
    [
        ("hxxps://mastodon[.]social/@bob", "account", "mastodon", "bob@mastodon.social"),
        ("https://gab.com/bob/posts/110", "account", "gab", "bob@gab.com"),
        ("lanwan-insight[.]example", "domain", "", "lanwan-insight.example"),
        ("hxxps://lanwan-insight[.]example/", "domain", "", "lanwan-insight.example"),
        ("https://forum.example/u/bob", "other", "", "forum.example"),
        ("7,704 Facebook accounts", "other", "", ""),
        ("#ThisIsPureSlander", "other", "", ""),
        ("郭文贵的谎言 小蚂蚁的毒品", "other", "", ""),
    ],
)
def test_each_line_is_told_for_what_it_is(text: str, kind: str, platform: str, key: str) -> None:
    found = place_indicator(text)
    assert (found.kind, found.platform, found.key) == (kind, platform, key)
    assert bool(found.watched) != bool(found.reason)


@given(st.text(max_size=200))
def test_any_text_is_placed_or_refused_with_a_reason(text: str) -> None:
    found = place_indicator(text)
    assert found.watched is not None or found.reason


def test_published_indicators_are_recognised_or_listed_with_a_reason() -> None:
    if not SAMPLE.exists():
        return  # the sample lies beside the project where it is examined
    with SAMPLE.open(encoding="utf-8-sig", newline="") as file:
        lines = [row[3] for row in csv.reader(file) if len(row) > 3 and row[3].strip()][1:]
    for line in lines:
        found = place_indicator(line)
        assert found.watched is not None or found.reason, line
        if found.watched is not None:
            assert found.platform in platforms(), line
