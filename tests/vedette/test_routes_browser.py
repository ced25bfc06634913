"""The platforms of the report that let themselves be seen by a browser, by that alone (``--route browser``).

A page that lists posts does not tell that one was deleted; the other routes look at each by itself. YouTube's
channel page shows the titles of videos, not the descriptions that were edited here."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from crawlers.chromium import find_installed
from tests.vedette import routes
from tests.vedette.conftest import Run
from tests.vedette.routes import Collected

each = pytest.mark.parametrize("platform", routes.BROWSER)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    if find_installed(os.environ) is None:
        pytest.skip("there is no Chromium")
    folder = tmp_path_factory.mktemp("browser")
    found = routes.collect_by(folder, routes.BROWSER, "--route", "browser", "--jobs", "6")
    return replace(found, titles=frozenset({"youtube"}))


@each
def test_posts_are_shown_word_for_word_with_their_place_in_the_archive(
    collected: Collected, platform: str, run: Run
) -> None:
    routes.assert_collected(collected, platform, ("browser",), run)


@pytest.mark.parametrize("platform", [key for key in routes.BROWSER if key != "youtube"])
def test_edits_are_shown_with_both_wordings(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_edited(collected, platform, run)


@each
def test_a_second_crawl_finds_what_is_new(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_followed(collected, platform, run)


@each
def test_an_account_that_ended_is_shown_so(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_ended(collected, platform, run)
