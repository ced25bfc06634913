"""Hosts that imitate an outlet's, and hosts that do not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.lookalike_domains import judge_host
from pipelines.outlets import list_outlets
from storage.urls import host_of, refang, registered_domain

INDICATORS = Path(__file__).parents[3] / "shared" / "recordings" / "indicators-sample.csv"
OUTLETS = list_outlets()


@pytest.mark.parametrize(
    ("host", "outlet", "way"),
    [
        ("spiegel.ltd", "spiegel.de", "suffix"),
        ("www.bild.vip", "bild.de", "suffix"),
        ("theguardian.co.com", "theguardian.com", "suffix"),
        ("spiege1.de", "spiegel.de", "homoglyph"),
        ("rnediapart.fr", "mediapart.fr", "homoglyph"),
        ("lémonde.fr", "lemonde.fr", "homoglyph"),
        ("ѕрiegel.de", "spiegel.de", "homoglyph"),
        ("spiegell.de", "spiegel.de", "misspelling"),
        ("spigel.today", "spiegel.de", "misspelling"),
        ("washingtnpots.com", "washingtonpost.com", "misspelling"),
        ("le-monde.fr", "lemonde.fr", "misspelling"),
        ("bildd.de", "bild.de", "misspelling"),
        ("blid.de", "bild.de", "misspelling"),
        ("bild-aktuell.com", "bild.de", "words"),
        ("spiegelonline.net", "spiegel.de", "words"),
        ("reuters-report.info", "reuters.com", "words"),
        ("washingtonpostreaders.xyz", "washingtonpost.com", "words"),
        ("www.spiegel.de.anything.click", "spiegel.de", "subdomain"),
        ("spiegel.de", "", ""),
        ("m.spiegel.de", "", ""),
        ("bbc.com", "", ""),
        ("delfi.ee", "", ""),
        ("wild.de", "", ""),
        ("zeitzusehen.pw", "", ""),
        ("zeit-arbeit.de", "", ""),
        ("build.com", "", ""),
        ("discoveringnbc.com", "", ""),
        ("harbour.example", "", ""),
        ("insight-online.example", "", ""),
        ("my-t-online.example", "t-online.de", "words"),
        ("localhost", "", ""),
        ("127.0.0.1", "", ""),
        ("", "", ""),
    ],
)
def test_hosts(host: str, outlet: str, way: str) -> None:
    found = judge_host(host_of(f"https://{host}/"), OUTLETS)
    assert (found.outlet if found else "", found.way if found else "") == (outlet, way)


def test_a_common_word_under_another_suffix_tells_less() -> None:
    common, own = judge_host("focus.click", OUTLETS), judge_host("lefigaro.click", OUTLETS)
    assert common and own and common.score < own.score


@given(st.text(max_size=60))
def test_no_host_breaks_it(host: str) -> None:
    judge_host(host, OUTLETS)


def read_domains(procedure: str) -> list[dict[str, str]]:
    with INDICATORS.open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if procedure in row["Procedure"]]


@pytest.mark.recordings
def test_published_redirect_domains_are_grouped_by_registered_domain() -> None:
    rows = read_domains("Using redirect domains")
    grouped: dict[str, list[str]] = {}
    for row in rows:
        plain = row["Indicator"].replace("[.]", ".")
        domain = registered_domain(host_of(f"https://{refang(row['Indicator'])}/"))
        if domain and (plain == domain or plain.endswith(f".{domain}")):
            grouped.setdefault(domain, []).append(plain)
    assert sum(map(len, grouped.values())) >= 0.95 * len(rows) > 400
    assert sorted(map(str, grouped["tilda.ws"])) == [
        "cedrion.tilda.ws",
        "landstalber.tilda.ws",
        "miloshin.tilda.ws",
        "project8564286.tilda.ws",
        "vinorski.tilda.ws",
    ]
    assert grouped["kala-crm.com"] == ["occidentale.kala-crm.com"]
    assert grouped["bulletproofnetworks.co.uk"] == ["bulletproofnetworks.co.uk"]
    assert grouped["nurserymaster.com"] == ["nurserymaster.com"] * 2


@pytest.mark.recordings
def test_published_imitations_of_listed_outlets_are_seen_and_redirect_domains_are_not() -> None:
    spoofing = [row for row in read_domains("Acquiring domains") if "spoofing news" in row["Note"]]
    seen = {refang(row["Indicator"]) for row in spoofing if judge_host(refang(row["Indicator"]), OUTLETS)}
    assert {"bildd.lol", "t-onlinl.life", "spiegeli.today", "delfi.life", "leparisien.cc"} <= seen
    others = [refang(row["Indicator"]) for row in read_domains("Using redirect domains")]
    assert [host for host in others if judge_host(host, OUTLETS)] == ["washingtonpost.pm"]
