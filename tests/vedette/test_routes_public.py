"""The platforms of the report without any credential: by their feeds and pages."""

from __future__ import annotations

import pytest

from tests.vedette import routes
from tests.vedette.conftest import Run
from tests.vedette.routes import Collected

each = pytest.mark.parametrize("platform", routes.PUBLIC)


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Collected:
    return routes.collect_by(tmp_path_factory.mktemp("public"), routes.PUBLIC)


@each
def test_posts_are_shown_word_for_word_with_their_place_in_the_archive(
    collected: Collected, platform: str, run: Run
) -> None:
    routes.assert_collected(collected, platform, ("feed", "page"), run)


@each
def test_edits_are_shown_with_both_wordings(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_edited(collected, platform, run)


@each
def test_deletions_are_shown_with_what_says_so(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_deleted(collected, platform, run)


@each
def test_a_second_crawl_finds_what_is_new(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_followed(collected, platform, run)


@each
def test_an_account_that_ended_is_shown_so(collected: Collected, platform: str, run: Run) -> None:
    routes.assert_ended(collected, platform, run)
