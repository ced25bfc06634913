"""The spider's own duties: faults end a crawl, or one fetch of it, and never anything in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawlers.spider import AccountSpider
from storage import watchlist
from storage.errors import Misuse
from storage.items import Watched
from storage.runs import list_runs
from storage.tables import captures, posts
from tests.schedules.crawling import run_crawl
from tests.schedules.reading import opened, read_problems, read_rows
from tests.schedules.world import run_world


def test_it_is_no_spider_to_be_started_by_hand() -> None:
    with pytest.raises(Misuse, match="vedette collect"):
        AccountSpider()


def test_an_archive_that_takes_nothing_ends_the_crawl(tmp_path: Path) -> None:
    """One clear line, no conclusions about the account, which stays due."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "archive").write_text("a file where a folder should be")
    with run_world(tmp_path) as world:
        accounts = [world.add_mastodon(f"{name}.social.test", 20) for name in "abc"]
        with opened(data) as index:
            for account in accounts:
                watchlist.add(index, account)
            before = watchlist.entries(index)
        end = run_crawl(world, data, *accounts)
        assert end.outcome == "failed"
        assert end.reason.startswith("the archive cannot be written") and "\n" not in end.reason
        assert len(world.asked) <= 3, "it went on asking"
    assert read_rows(data, captures) == []
    with opened(data) as index:
        assert watchlist.entries(index) == before
        (run,) = list_runs(index)
    assert (run.outcome, run.reason) == ("failed", end.reason)


def test_a_fault_of_our_own_is_told_of_the_fetch_it_hit(tmp_path: Path) -> None:
    """Here a name whose look-up breaks in a way that nobody foresaw."""
    with run_world(tmp_path) as world:
        accounts = [world.add_mastodon(f"{name}.social.test", 7) for name in ("odd", "well")]
        end = run_crawl(world, tmp_path / "data", *accounts, tweaks={"look_up": look_up_badly})
    assert end.outcome == "finished"
    assert len(read_rows(tmp_path / "data", posts)) == 7
    found = read_problems(tmp_path / "data")
    assert {(problem.account, problem.kind) for problem in found} == {(accounts[0].key, "unreachable")}
    assert "a fault of our own: ZeroDivisionError: nobody foresaw this" in {one.reason for one in found}


async def look_up_badly(host: str) -> list[str]:
    if host.startswith("odd."):
        raise ZeroDivisionError("nobody foresaw this")
    return ["198.51.200.7"]


@pytest.mark.parametrize("url", ["http://[bad", "javascript:alert(1)", "http://a b/", "x", "https://:80/"])
@pytest.mark.parametrize("platform", ["links", "media"])
def test_an_address_that_is_none_is_a_problem(tmp_path: Path, platform: str, url: str) -> None:
    """Also one that Scrapy cannot say; the record names it as it was posted."""
    with run_world(tmp_path) as world:
        end = run_crawl(world, tmp_path / "data", Watched(platform=platform, key=url, url=url))
        assert world.connections == 0
    assert end.outcome == "finished"
    (problem,) = read_problems(tmp_path / "data")
    assert problem.kind == ("changed_format" if platform == "links" else "refused_by_guard")
    assert problem.account == url


def test_a_platform_that_is_no_more_fails_its_crawl(tmp_path: Path) -> None:
    with run_world(tmp_path) as world:
        end = run_crawl(world, tmp_path / "data", Watched(platform="former", key="x", url="x"))
    assert (end.outcome, end.reason) == ("failed", "there is no platform 'former' in this version")
