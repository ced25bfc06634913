"""Flags of domains, as a person reads them."""

from __future__ import annotations

from dataclasses import replace

from pipelines.detector import catch_up
from storage.index import Index
from storage.items import LandingPage
from storage.site_facts import SiteFacts
from tests.pipelines.posts import follow, put, say
from tests.storage.harvests import record
from tests.vedette.conftest import Run


def land(index: Index, url: str, hours: float) -> None:
    """A post of a link to a page with a counter, followed at that hour."""
    facts = SiteFacts(ids=("yandex:77",))
    steps = [
        replace(item, facts=facts) if isinstance(item, LandingPage) else item
        for item in follow(url, hours=hours)
    ]
    put(index, say(f"gab:{int(hours)}", "Read", hours, links=[url]), *steps)


def test_a_later_domain_with_both_captures_and_the_reasons(sqlite_index: Index, run: Run) -> None:
    index = sqlite_index
    land(index, "https://lanwan.example/a", 100)
    land(index, "https://lanwan-two.example/b", 200)
    catch_up(index)
    desk = ("--data", str(index.engine.url.database).rpartition("/")[0])
    (flag,) = run(*desk, "flags", "--kind", "alternate_domain", "--json").json()
    shown = run(*desk, "flags", "show", flag["id"]).out
    assert "why it is the site of lanwan[.]example" in shown and "yandex:77" in shown
    assert record(100) in shown and record(200) in shown
    assert "hxxps://lanwan-two[.]example/b" in shown and "lanwan-two.example" not in shown
    assert "https://lanwan-two.example/b" in run(*desk, "flags", "show", flag["id"], "--raw").out


def test_a_lookalike_with_the_way_to_it(sqlite_index: Index, run: Run) -> None:
    index = sqlite_index
    put(index, say("gab:1", "Read", 0, links=["https://bit.example/x"]))
    put(index, *follow("https://bit.example/x", "https://spiegel.ltd/politik", hours=100))
    catch_up(index)
    desk = ("--data", str(index.engine.url.database).rpartition("/")[0])
    (flag,) = run(*desk, "flags", "--kind", "lookalike_domain", "--json").json()
    shown = run(*desk, "flags", "show", flag["id"]).out
    assert "spiegel[.]ltd looks like spiegel[.]de (suffix" in shown
    assert "http: hxxps://bit[.]example/x → hxxps://spiegel[.]ltd/politik" in shown
