"""Sites under several domains, and domains that look like an outlet's."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipelines.detector import catch_up
from pipelines.outlets import VARIABLE
from pipelines.redirections import Redirections
from pipelines.sites import Sites
from storage.errors import VedetteError
from storage.index import Index
from storage.items import Hop, Item, LandingPage, MediaFile
from storage.site_facts import SiteFacts
from tests.pipelines.posts import flags_of, follow, members_of, put, say
from tests.storage.harvests import at, record

TEXT = (
    "The harbour was sold to strangers while the mayor slept in his big white house by the sea.\n"
    "Nobody asked the fishermen, and nobody will ask them when the ferry stops for good in June.\n"
    "We have seen the letters that passed between the pier and the ministry, and we print them here."
)
"""Three paragraphs of some ninety characters each."""
TAG = ("google:UA-12345-1",)


def land(url: str, hours: float = 1000.0, *, text: str = "", **facts: Any) -> tuple[Item, ...]:
    """A link that was posted by an account of its own, and leads to the page itself at that hour."""
    address, certificate = facts.pop("address", ""), facts.pop("certificate", "")
    found: list[Item] = [say(f"gab:{url[8:20]}", "Read", hours, links=[url])]
    for item in follow(url, hours=hours):
        if isinstance(item, LandingPage):
            item = replace(item, text=text, facts=SiteFacts(**facts))
        elif isinstance(item, Hop):
            item = replace(item, ip_address=address, certificate=certificate)
        found.append(item)
    return tuple(found)


def detect(index: Index, kind: str = "alternate_domain") -> list[Any]:
    catch_up(index, [Sites()])
    return flags_of(index, kind)


def read_reasons(flag: Any) -> list[str]:
    return sorted({reason["kind"] for reason in flag.evidence["reasons"]})


def test_a_later_domain_with_the_same_counter_is_dated(index: Index) -> None:
    put(index, *land("https://old.example/a", 100, ids=TAG))
    assert detect(index) == []
    put(index, *land("https://new.example/b", 150, ids=TAG))
    (flag,) = detect(index)
    evidence = flag.evidence
    assert (evidence["known_domain"], evidence["domain"]) == ("old.example", "new.example")
    assert evidence["known_since"] < evidence["first_seen"] == at(150).isoformat()
    (reason,) = evidence["reasons"]
    assert (reason["kind"], reason["value"]) == ("id", TAG[0])
    assert reason["here"]["record_id"] == record(150) and reason["there"]["record_id"] == record(100)
    assert evidence["first_capture"]["url"] == "https://new.example/b"
    assert members_of(flag) == ["gab:new.example/-150"]
    assert "new[.]example" in flag.flag.summary and "new.example" not in flag.flag.summary


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        ({"text": TEXT}, {"text": f"Home\n{TEXT}\nA closing line that only this page has."}, "path text"),
        ({"text": TEXT, "skeleton": "5"}, {"text": TEXT, "skeleton": "5"}, "path structure text"),
        (
            {"icon_sha256": "a", "contacts": ("x@y.z",)},
            {"icon_sha256": "a", "contacts": ("x@y.z",)},
            "icon mail path",
        ),
        (
            {"certificate": "c", "skeleton": "5"},
            {"certificate": "c", "skeleton": "5"},
            "certificate path structure",
        ),
        (
            {"address": "8.8.4.4", "skeleton": "5", "generator": "W", "theme": "t", "icon_sha256": "a"},
            {"address": "8.8.4.4", "skeleton": "5", "generator": "W", "theme": "t", "icon_sha256": "a"},
            "address icon path structure template",
        ),
    ],
)  # fmt: skip
def test_several_kinds_of_reasons_join(
    sqlite_index: Index, one: dict[str, Any], other: dict[str, Any], reasons: str
) -> None:
    put(sqlite_index, *land("https://old.example/a/the-piece.html", 100, **one))
    put(sqlite_index, *land("https://new.example/a/the-piece.html", 150, **other))
    (flag,) = detect(sqlite_index)
    assert read_reasons(flag) == reasons.split()


@pytest.mark.parametrize(
    "facts",
    [
        {"text": TEXT},
        {"skeleton": "5", "generator": "WordPress", "theme": "news"},
        {"address": "8.8.4.4", "skeleton": "5"},
        {"certificate": "c"},
        {"address": "127.0.0.1", "icon_sha256": "a", "skeleton": "5"},
    ],
)
def test_one_weak_reason_does_not(sqlite_index: Index, facts: dict[str, Any]) -> None:
    put(sqlite_index, *land("https://paper.example/news/1-a.html", 100, **facts))
    put(sqlite_index, *land("https://other.example/x/2-b.html", 150, **facts))
    assert detect(sqlite_index) == []


def test_what_all_sites_of_a_host_share_is_no_reason(sqlite_index: Index) -> None:
    shared: dict[str, Any] = {"icon_sha256": "b", "certificate": "c", "address": "8.8.4.4", "skeleton": "5"}
    for number, name in enumerate(("one", "two")):
        put(sqlite_index, *land(f"https://{name}.blogspot.com/", 100 + number, **shared))
    assert detect(sqlite_index) == []
    for number, name in enumerate(("one", "two")):
        put(sqlite_index, *land(f"https://{name}-bought.com/", 200 + number, **shared))
    assert {flag.evidence["domain"] for flag in detect(sqlite_index)} >= {"two-bought.com"}


def test_a_mark_of_very_many_domains_joins_none_any_more(sqlite_index: Index) -> None:
    shared: dict[str, Any] = {"certificate": "c", "skeleton": "5"}
    for number in range(30):
        put(sqlite_index, *land(f"https://site{number}.example/", 100 + number, **shared))
    assert len(detect(sqlite_index)) == 29
    put(sqlite_index, *land("https://site99.example/", 300, **shared))
    assert detect(sqlite_index) == []


def test_a_site_over_a_chain_of_reasons_has_one_first_domain(index: Index) -> None:
    put(index, *land("https://c.example/", 300, ids=("yandex:2",)))
    put(index, *land("https://b.example/", 200, ids=("yandex:1", "yandex:2")))
    put(index, *land("https://a.example/", 100, ids=("yandex:1",)))
    found = {flag.evidence["domain"]: flag.evidence for flag in detect(index)}
    assert sorted(found) == ["b.example", "c.example"]
    assert {each["known_domain"] for each in found.values()} == {"a.example"}
    assert found["c.example"]["joined_with"] == "b.example"
    assert [each["domain"] for each in found["c.example"]["site"]] == ["a.example", "b.example", "c.example"]


def test_an_icon_joins_once_it_is_fetched(index: Index) -> None:
    for number, name in enumerate(("old", "new")):
        icon = f"https://{name}.example/i.png"
        put(index, *land(f"https://{name}.example/", 100 + number, icon=icon, contacts=("a@b.example",)))
    assert detect(index) == []
    for number, name in enumerate(("old", "new")):
        file = MediaFile(
            url=f"https://{name}.example/i.png",
            record_id=record(900 + number),
            captured_at=at(400),
            sha256="f" * 64,
            size=9,
            media_type="image/png",
        )
        put(index, file)
    (flag,) = detect(index)
    assert read_reasons(flag) == ["icon", "mail"]


def test_what_a_newer_capture_takes_back_is_withdrawn(sqlite_index: Index) -> None:
    put(sqlite_index, *land("https://old.example/", 100, ids=TAG))
    later = land("https://new.example/", 150, ids=TAG)
    put(sqlite_index, *later)
    assert len(detect(sqlite_index)) == 1
    put(
        sqlite_index,
        *(
            replace(item, captured_at=at(151), facts=SiteFacts()) if isinstance(item, LandingPage) else item
            for item in later
        ),
    )
    assert detect(sqlite_index) == []


def read_all(index: Index) -> list[Any]:
    return sorted(
        (flag.flag.kind, flag.flag.summary, flag.flag.score, str(flag.evidence), members_of(flag))
        for kind in ("alternate_domain", "lookalike_domain")
        for flag in flags_of(index, kind)
    )


def test_neither_order_nor_steps_matter(tmp_path: Path) -> None:
    sites: Sequence[tuple[Item, ...]] = (
        land("https://a.example/a/piece-1.html", 100, ids=("yandex:1",), text=TEXT),
        land("https://b.example/a/piece-1.html", 200, contacts=("x@y.z",), text=TEXT),
        land("https://c.example/", 300, ids=("yandex:1",), contacts=("x@y.z",), icon_sha256="a"),
        land("https://spiegel.example.click/", 400, icon_sha256="a", contacts=("x@y.z",)),
    )
    seen = []
    for number, order in enumerate(itertools.permutations(sites)):
        if number % 5:
            continue
        folder = tmp_path / str(number)
        folder.mkdir()
        index = Index.open(folder)
        for items in order:
            put(index, *items)
            if number % 2:
                catch_up(index, [Sites()], 1 + number % 3)
        catch_up(index, [Sites()])
        seen.append(read_all(index))
        index.close()
    assert all(each == seen[0] for each in seen) and len(seen[0]) == 3


def test_a_domain_like_an_outlets_is_told_with_its_chain(index: Index) -> None:
    link = "https://bit.example/x"
    put(index, say("gab:1", "Read", 0, links=[link]))
    put(index, *follow(link, "https://www.spiegel.ltd/politik", hours=100))
    (flag,) = detect(index, "lookalike_domain")
    evidence = flag.evidence
    assert (evidence["domain"], evidence["outlet"], evidence["way"]) == (
        "spiegel.ltd",
        "spiegel.de",
        "suffix",
    )
    assert evidence["chains"][0]["landing"]["url"] == "https://www.spiegel.ltd/politik"
    assert members_of(flag) == ["gab:1-0"]
    put(index, say("gab:2", "See", 5, links=["https://spiegel.ltd/never-followed"]))
    (flag,) = detect(index, "lookalike_domain")
    assert members_of(flag) == ["gab:1-0", "gab:2-5"]
    assert "spiegel[.]ltd" in flag.flag.summary


def test_a_link_in_letters_of_another_script(index: Index) -> None:
    put(index, say("gab:1", "Read", 0, links=["https://www.ѕрiegel.de/a"]))
    (flag,) = detect(index, "lookalike_domain")
    assert flag.evidence["way"] == "homoglyph" and flag.evidence["domain"].startswith("xn--")


def test_outlets_themselves_are_none(sqlite_index: Index) -> None:
    put(sqlite_index, say("gab:1", "Read", 0, links=["https://www.spiegel.de/a", "https://m.20min.ch/"]))
    assert detect(sqlite_index, "lookalike_domain") == []


def test_a_list_of_the_users_own_looks_at_the_past_again(
    index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(index, say("gab:1", "Read", 0, links=["https://harbour-daily.click/a"]))
    assert detect(index, "lookalike_domain") == []
    own = tmp_path / "own.txt"
    own.write_text("# ours\nharbourdaily[.]example  harbour-daily.example\n", encoding="utf-8")
    monkeypatch.setenv(VARIABLE, str(own))
    (flag,) = detect(index, "lookalike_domain")
    assert flag.evidence["outlet"] == "harbourdaily.example"
    monkeypatch.delenv(VARIABLE)
    assert detect(index, "lookalike_domain") == []
    monkeypatch.setenv(VARIABLE, str(own))
    assert len(detect(index, "lookalike_domain")) == 1


def test_a_list_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none.txt"))
    with pytest.raises(VedetteError, match=r"none\.txt"):
        Sites()
    (tmp_path / "bad.txt").write_text("not a domain\n")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "bad.txt"))
    with pytest.raises(VedetteError, match="not a domain"):
        Sites()


def test_sites_leave_the_other_detectors_flags_alone(sqlite_index: Index) -> None:
    put(sqlite_index, say("gab:1", "Read", 0, links=["https://bit.example/x"]))
    put(sqlite_index, *follow("https://bit.example/x", "https://a.example/"))
    catch_up(sqlite_index, [Redirections()])
    catch_up(sqlite_index, [Sites()])
    assert len(flags_of(sqlite_index, "redirect_chain")) == 1
