"""``vedette collect --route``: one route alone, as a person asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from crawlers.platform import RouteName
from storage.index import Index
from tests.vedette.conftest import Run
from vedette.commands.collect import ROUTES

X, MEDIUM = "https://x.com/somebody", "https://medium.com/@somebody"


@pytest.mark.parametrize("route", ["import", "web", "API", "\x1b[31m"])
def test_a_route_that_no_crawl_goes_is_refused_with_those_that_there_are(
    run: Run, tmp_path: Path, route: str
) -> None:
    refused = run("--data", tmp_path, "collect", "--route", route, X)
    assert refused.code == 2
    assert "--route takes api, feed, page, browser" in refused.refusal()
    assert "\x1b" not in refused.err


def test_a_route_that_a_named_platform_lacks_is_refused_with_what_it_has(run: Run, tmp_path: Path) -> None:
    refused = run("--data", tmp_path, "collect", "--route", "browser", MEDIUM)
    assert refused.code == 2
    assert "medium has no route browser; it has: feed" in refused.refusal()


def test_of_the_due_accounts_those_without_the_route_are_left_out(run: Run, tmp_path: Path) -> None:
    run("--data", tmp_path, "watch", "add", MEDIUM)
    assert run("--data", tmp_path, "collect", "--route", "browser", "--json").json() == []


def test_a_route_whose_credential_is_not_set_is_not_gone_around(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VEDETTE_CREDENTIAL_X", raising=False)
    monkeypatch.delenv("VEDETTE_CREDENTIALS", raising=False)
    (crawl,) = run("--data", tmp_path, "collect", "--route", "api", "--json", X).json()
    assert (crawl["posts"], crawl["problem_kinds"]) == (0, {"unauthorised": 1})
    index = Index.open(tmp_path)
    (problem,) = index.problems("x")
    index.close()
    assert problem.reason == "the route api is not open; credentials that would open one: x"


def test_every_route_of_a_crawl_can_be_asked_for() -> None:
    assert {*ROUTES, "import"} == set(get_args(RouteName))
