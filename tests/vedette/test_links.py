"""Where links lead."""

from __future__ import annotations

from dataclasses import replace

from storage.index import Index
from storage.items import LandingPage, Link
from storage.site_facts import SiteFacts
from tests.pipelines.posts import follow
from tests.storage.harvests import harvest, make_account, make_post
from tests.vedette.conftest import Run
from tests.vedette.scene import SHORT, SITE


def test_chains_and_sites(desk: Run) -> None:
    told = desk("links", "--json").json()
    assert [link["url"] for link in told["links"]] == list(SHORT)
    hops = told["links"][0]["chains"][0]["hops"]
    assert [(hop["kind"], hop["status"]) for hop in hops] == [
        ("http", 302),
        ("meta_refresh", 200),
        ("landing", 200),
    ]
    assert hops[-1]["url"] == SITE and hops[0]["captured_at"] == "2026-03-01T11:30:00Z"
    (site,) = told["sites"]
    assert (site["domain"], site["links"], site["posts"], site["accounts"]) == ("landing.example", 2, 2, 2)
    assert told["not_followed"] == 0


def test_of_a_case(desk: Run) -> None:
    told = desk("links", "--case", "harbour", "--json").json()
    assert [link["url"] for link in told["links"]] == [SHORT[0]]
    assert [(site["links"], site["accounts"]) for site in told["sites"]] == [(1, 1)]


def test_for_people_nothing_can_be_clicked(sqlite_desk: Run) -> None:
    shown = sqlite_desk("links").out
    assert "hxxps://short[.]example/a  (1 posts)" in shown
    assert "followed 2026-03-01 11:30 UTC (plain)" in shown
    assert "├── 302 http: hxxps://short[.]example/a → hxxps://middle[.]example/" in shown
    assert "landing[.]example" in shown
    assert "https://" not in shown and "landing.example" not in shown
    assert not {"\x1b"} & set(shown)
    raw = sqlite_desk("links", "--raw").out
    assert SITE in raw and "hxxp" not in raw and "[.]" not in raw


def test_links_that_were_not_followed(filled_index: Index, sqlite_desk: Run) -> None:
    bio = make_account("44", "eve", 5, links=(Link(url="https://bio.example/", kind="bio"),))
    filled_index.write([harvest(bio, make_post("p9", "x", 5, links=(Link(url="https://new.example/"),)))])
    assert [link["url"] for link in sqlite_desk("links", "--json").json()["links"]] == list(SHORT)
    every = sqlite_desk("links", "--all", "--json").json()
    assert {link["url"]: (link["posts"], link["profiles"]) for link in every["links"]} == {
        SHORT[0]: (1, 0),
        SHORT[1]: (1, 0),
        "https://new.example/": (1, 0),
        "https://bio.example/": (0, 1),
    }
    assert "2 links were not followed yet" in sqlite_desk("links").out
    assert "not followed yet" in sqlite_desk("links", "--all").out


def test_what_one_link_led_to_on_each_day(index: Index, desk: Run) -> None:
    index.write([harvest(*follow(SHORT[0], "https://mirror.example/b", hours=100))])
    index.write([harvest(*follow(SHORT[0], "https://mirror.example/c", hours=130))])
    told = desk("links", "hxxps://short[.]example/a", "--json").json()
    assert told["link"]["url"] == SHORT[0]
    assert [(each["day"], each["domain"], each["changed"]) for each in told["history"]] == [
        ("2026-03-01", "landing.example", False),
        ("2026-03-05", "mirror.example", True),
        ("2026-03-06", "mirror.example", False),
    ]
    assert [each["outcome"] for each in told["history"]] == ["landing"] * 3
    assert all(each["record_id"] for each in told["history"])
    shown = desk("links", SHORT[0]).out
    assert "landing, another site" in shown and "hxxps://mirror[.]example/b" in shown
    assert "https://" not in shown


def test_a_link_that_nobody_posted(sqlite_desk: Run) -> None:
    found = sqlite_desk("links", "https://nobody.example/")
    assert found.code == 1 and "vedette follow" in found.refusal()


def test_what_the_site_tells_of_itself(filled_index: Index, sqlite_desk: Run) -> None:
    facts = SiteFacts(ids=("yandex:5",), contacts=("a@press.example",), outbound=("t.me",), theme="news")
    steps = (
        replace(item, facts=facts) if isinstance(item, LandingPage) else item
        for item in follow(SHORT[0], "https://mirror.example/b", hours=100)
    )
    filled_index.write([harvest(*steps)])
    told = sqlite_desk("links", SHORT[0], "--json").json()["link"]["chains"][-1]["landing"]["facts"]
    assert (told["ids"], told["outbound"]) == (["yandex:5"], ["t.me"])
    shown = sqlite_desk("links", SHORT[0]).out
    assert "yandex:5" in shown and "a@press[.]example" in shown and "t[.]me" in shown and "news" in shown
