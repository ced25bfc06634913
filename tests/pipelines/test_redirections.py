"""Redirections: sites reached by detours, chains, changed destinations."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pipelines.detector import catch_up
from pipelines.redirections import Redirections
from storage.index import Index
from storage.items import Hop, LandingPage, Link
from tests.pipelines.posts import flags_of, follow, members_of, put, say

SITE = "https://site.example/a"


def detect(index: Index, kind: str) -> list[Any]:
    catch_up(index, [Redirections()])
    return flags_of(index, kind)


def test_a_site_that_accounts_reach_by_different_short_links_is_shared(index: Index) -> None:
    put(index, say("gab:1", "Read", 0, links=["https://bit.example/x"]))
    put(index, say("vk:2", "Look", 5, links=["https://tiny.example/y"]))
    put(index, *follow("https://bit.example/x", "https://hop.example/1", SITE))
    put(index, *follow("https://tiny.example/y", "https://www.site.example/b"))
    (flag,) = detect(index, "shared_landing_site")
    assert members_of(flag) == ["gab:1-0", "vk:2-5"]
    evidence: Any = flag.evidence
    assert evidence["domain"] == "site.example"
    assert evidence["posted_domains"] == ["bit.example", "tiny.example"]
    chain = evidence["ways"][0]["chain"]
    assert [hop["url"] for hop in chain["hops"]] == ["https://bit.example/x", "https://hop.example/1", SITE]
    assert all(hop["record_id"] for hop in chain["hops"])
    assert "site[.]example" in flag.flag.summary


def test_a_post_of_a_link_that_was_followed_before_joins(index: Index) -> None:
    put(
        index,
        say("gab:1", "Read", 0, links=["https://bit.example/x"]),
        *follow("https://bit.example/x", SITE),
    )
    assert detect(index, "shared_landing_site") == []
    put(
        index,
        say("gab:2", "Read", 9, links=["https://bit.example/z"]),
        *follow("https://bit.example/z", SITE),
    )
    (flag,) = detect(index, "shared_landing_site")
    put(index, say("gab:3", "Read", 20, links=["https://bit.example/z"]))
    (again,) = detect(index, "shared_landing_site")
    assert len(again.members) == 3 and again.flag.id == flag.flag.id


def test_a_paper_that_people_link_to_openly_is_not_flagged(sqlite_index: Index) -> None:
    for number in range(6):
        link = f"https://paper.example/{number}"
        put(sqlite_index, say(f"gab:{number}", "News", number, links=[link]), *follow(link, f"{link}?"))
    for number in (1, 2):
        short = f"https://bit.example/{number}"
        put(
            sqlite_index,
            say(f"gab:{number}", "News", 50 + number, links=[short]),
            *follow(short, "https://paper.example/1"),
        )
    assert detect(sqlite_index, "shared_landing_site") == []


def test_one_account_or_one_link_does_not_make_a_shared_site(sqlite_index: Index) -> None:
    for number in (1, 2):
        short = f"https://bit.example/{number}"
        put(sqlite_index, say("gab:1", "News", number, links=[short]), *follow(short, SITE))
    put(
        sqlite_index,
        say("gab:7", "x", 3, links=["https://b.example/1"]),
        *follow("https://b.example/1", "https://other.example/"),
    )
    put(sqlite_index, say("gab:8", "x", 4, links=["https://b.example/1"]))
    assert detect(sqlite_index, "shared_landing_site") == []


def test_a_chain_to_another_domain_is_told_with_its_hops(index: Index) -> None:
    link = "https://bit.example/x"
    put(index, say("gab:1", "Read", 0, links=[link]))
    put(index, *follow(link, "https://hop.example/1", SITE, kinds=["http", "script"]))
    (flag,) = detect(index, "redirect_chain")
    evidence: Any = flag.evidence
    assert evidence["domains"] == ["bit.example", "hop.example", "site.example"]
    assert evidence["means"] == ["script"]
    assert evidence["chain"]["landing"]["url"] == SITE
    assert "hxxps://bit[.]example/x" in flag.flag.summary


def test_https_and_www_and_a_platforms_shim_are_no_chains(sqlite_index: Index) -> None:
    put(
        sqlite_index,
        say("gab:1", "a", 0, links=["http://site.example/a"]),
        *follow("http://site.example/a", "https://www.site.example/a"),
    )
    shim = "https://l.facebook.com/l.php?u=https%3A%2F%2Fsite.example%2Fb"
    put(
        sqlite_index,
        say("gab:1", "b", 1, links=[shim]),
        *follow(shim, "https://site.example/b", kinds=["shim"]),
    )
    assert detect(sqlite_index, "redirect_chain") == []


def test_what_a_platform_wraps_and_says_so_is_no_chain(sqlite_index: Index) -> None:
    plain = Link(url="https://t.co/a", expanded=SITE)
    hidden = Link(url="https://t.co/b", expanded="https://bit.example/x")
    put(sqlite_index, replace(say("x:1", "a", 0), links=(plain,)), *follow(plain.url, SITE))
    put(
        sqlite_index,
        replace(say("x:1", "b", 1), links=(hidden,)),
        *follow(hidden.url, "https://bit.example/x", SITE),
    )
    (flag,) = detect(sqlite_index, "redirect_chain")
    evidence: Any = flag.evidence
    assert evidence["link"] == hidden.url


def test_what_another_kind_of_visitor_is_shown_is_no_change(index: Index) -> None:
    link = "https://bit.example/x"
    put(index, say("gab:1", "Read", 0, links=[link]), *follow(link, SITE, hours=100))
    cloaked = follow(link, "https://mirror.example/a", hours=101)
    put(
        index,
        *(replace(one, chain=f"{one.chain} phone") for one in cloaked if isinstance(one, Hop | LandingPage)),
    )
    put(index, *follow(link, SITE, hours=102))
    assert detect(index, "destination_changed") == []


def test_a_changed_destination_is_dated(index: Index) -> None:
    link = "https://bit.example/x"
    put(index, say("gab:1", "Read", 0, links=[link]), *follow(link, SITE, hours=100))
    assert detect(index, "destination_changed") == []
    put(index, *follow(link, "https://mirror.example/a", hours=150))
    (flag,) = detect(index, "destination_changed")
    evidence: Any = flag.evidence
    (change,) = evidence["changes"]
    assert (change["from"], change["to"]) == ("site.example", "mirror.example")
    assert change["last_seen_before"] < change["first_seen_after"]
    (chain,) = flags_of(index, "redirect_chain")
    evidence = chain.evidence
    assert evidence["chain"]["landing"]["domain"] == "mirror.example"


def test_the_findings_do_not_depend_on_the_order(sqlite_index: Index, tmp_path: Any) -> None:
    link, other = "https://bit.example/x", "https://bit.example/y"
    parts = [
        (say("gab:1", "Read", 0, links=[link]),),
        (say("gab:2", "Read", 1, links=[other]),),
        follow(link, SITE, hours=100),
        follow(other, SITE, hours=100),
        follow(link, "https://mirror.example/a", hours=150),
    ]
    told: list[list[tuple[str, float, str]]] = []
    for order in (parts, parts[::-1]):
        folder = tmp_path / str(len(told))
        index = Index.open(folder)
        for part in order:
            put(index, *part)
            catch_up(index, [Redirections()], 2)
        kinds = ("shared_landing_site", "redirect_chain", "destination_changed")
        told.append(
            [(f.flag.key, f.flag.score, str(f.evidence)) for kind in kinds for f in flags_of(index, kind)]
        )
        index.close()
    assert sorted(told[0]) == sorted(told[1]) and len(told[0]) == 4
