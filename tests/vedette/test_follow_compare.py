"""``vedette follow --compare``: the same link as several kinds of visitor, none of whom hides who asks."""

from __future__ import annotations

import json
import os
import ssl
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from crawlers.chromium import find_installed
from sandbox.platforms.links_catalogue_cloaks import AIM, CLOAKS, HARMLESS, SECOND
from sandbox.site import CONTROL
from storage.archive_reader import ArchiveReader
from storage.index import Index
from storage.link_findings import find_link
from tests.vedette.conftest import Run
from vedette.sandbox_process import Sandbox

URLS = {cloak.what: cloak.url for cloak in CLOAKS}
PLAIN = "preview,no-script"


def ends(compared: dict[str, Any]) -> dict[str, str]:
    return {row["vantage"]: row["destination"] for row in compared["vantages"]}


def asked(sandbox: Sandbox, host: str) -> list[str]:
    """The User-Agents with which a host of the played world was asked."""
    trust = ssl.create_default_context(cafile=str(sandbox.ca_file))
    trust.check_hostname = False
    request = urllib.request.Request(f"https://127.0.0.1:{sandbox.port}/requests", headers={"Host": CONTROL})
    with urllib.request.urlopen(request, context=trust) as answer:
        listed = json.load(answer)["requests"]
    return [one["agent"] for one in listed if one["host"] == host and one["target"] != "/robots.txt"]


def test_plain_visitors_differ_by_program_and_language(online: Run, sandbox: Sandbox) -> None:
    urls = [URLS[what] for what in ("preview", "language", "none", "agent")]
    told = online("follow", *urls, "--vantages", PLAIN, "--languages", "en,zh-TW,de", "--json").json()
    preview, language, none, agent = told
    assert ends(preview) == {
        f"{device}/{tag}": AIM if device == "no-script" else URLS["preview"]
        for device in PLAIN.split(",")
        for tag in ("en", "zh-TW", "de")
    }
    assert preview["differs"] == {"destination": True, "content": False}
    for device in PLAIN.split(","):
        found = ends(language)
        assert [found[f"{device}/{tag}"] for tag in ("en", "zh-TW", "de")] == [HARMLESS, SECOND, AIM]
    assert none["differs"] == {"destination": False, "content": False}
    assert {row["likeness"] for row in none["vantages"]} == {1.0}
    assert agent["differs"]["destination"]
    agents = asked(sandbox, "cloak-agent.example")
    assert len(set(agents)) == 2 and all("Vedette/" in one for one in agents)


def test_the_referrer_goes_along_only_where_it_is_asked_for_and_as_an_origin(online: Run) -> None:
    link = URLS["referrer"]
    (told,) = online("follow", link, "--vantages", "no-script", "--languages", "en", "--json").json()
    assert ends(told) == {"no-script/en": HARMLESS}
    options = (
        "--vantages",
        "no-script",
        "--languages",
        "en",
        "--referrer",
        "hxxps://www.social[.]example/p/1",
    )
    (told,) = online("follow", link, *options, "--json").json()
    origin = "https://www.social.example/"
    assert ends(told) == {"no-script/en": HARMLESS, f"no-script/en from {origin}": AIM}
    assert told["differs"]["destination"]


def test_each_chain_is_archived_with_its_vantage(online: Run, tmp_path: Path) -> None:
    (told,) = online("follow", URLS["agent"], "--vantages", PLAIN, "--languages", "en", "--json").json()
    archive = ArchiveReader(tmp_path / "archive")
    for row in told["vantages"]:
        assert {hop["vantage"] for hop in row["hops"]} == {row["vantage"]}
        for hop in row["hops"]:
            record = archive.read(hop["capture"]["warc_file"], hop["capture"]["offset"])
            assert record.context["vantage"] == row["vantage"]


def test_a_link_that_only_the_first_visitor_is_led_by_keeps_both_in_its_history(
    online: Run, tmp_path: Path
) -> None:
    link = f"{URLS['visit']}?for={tmp_path.name}"
    told = [online("follow", link, "--no-browser", "--json").json()[0] for _ in range(2)]
    assert [row["landing"]["url"] for row in told] == [AIM, HARMLESS]
    index = Index.open(tmp_path)
    found = find_link(index, link)
    index.close()
    assert found is not None
    assert [chain.landing.url for chain in found.chains if chain.landing] == [AIM, HARMLESS]


def test_people_see_a_table_that_is_defanged(online: Run) -> None:
    done = online("follow", URLS["agent"], "--vantages", PLAIN, "--languages", "en")
    assert done.code == 0 and "not the same for all: destination" in done.out
    assert "aimed-at[.]example" in done.out and AIM not in done.out


@pytest.mark.browser
def test_browsers_and_phones_are_led_elsewhere_than_the_others(online: Run, sandbox: Sandbox) -> None:
    if find_installed(os.environ) is None:
        pytest.skip("there is no Chromium")
    names = ("device", "script", "content", "referrer")
    options = ("--languages", "en", "--referrer", "https://m.social.example/", "--json")
    told = dict(zip(names, online("follow", *(URLS[name] for name in names), *options).json(), strict=True))
    device = ends(told["device"])
    assert {kind: end == AIM for kind, end in device.items() if " " not in kind} == {
        "desktop/en": False,
        "phone/en": True,
        "preview/en": False,
        "no-script/en": False,
    }
    script = ends(told["script"])
    assert (script["desktop/en"], script["phone/en"]) == (AIM, AIM)
    assert (script["preview/en"], script["no-script/en"]) == (URLS["script"], URLS["script"])
    assert told["content"]["differs"] == {"destination": False, "content": True}
    came = ends(told["referrer"])
    assert {kind for kind, end in came.items() if end == AIM} == {kind for kind in came if " from " in kind}
    for host in ("cloak-device.example", "cloak-script.example"):
        assert all("Vedette/" in agent for agent in asked(sandbox, host))


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--vantages", "googlebot"), "is none of"),
        (("--languages", "e n"), "no language tag"),
        (("--languages", ","), "at least one"),
        (("--referrer", "javascript:1"), "no vantage"),
        (("--compare", "--browser"), "--compare"),
    ],
)
def test_what_is_no_vantage_is_refused(online: Run, options: tuple[str, ...], said: str) -> None:
    done = online("follow", URLS["none"], *options)
    assert done.code == 2 and said in done.refusal()


def test_the_servers_on_the_way_are_told_with_their_certificates(online: Run, tmp_path: Path) -> None:
    (told,) = online("follow", URLS["none"], "--no-browser", "--json").json()
    archive = ArchiveReader(tmp_path / "archive")
    for hop, host in zip(told["hops"], ("cloak-none.example", "aimed-at.example"), strict=True):
        assert (hop["ip_address"], hop["server"]) == ("127.0.0.1", "nginx")
        assert ["Server", "nginx"] in hop["headers"]
        found = hop["certificate"]
        assert (found["names"], found["subject"]) == ([host], "O=Sandbox")
        assert found["issuer"] == "CN=Sandbox throw-away authority"
        assert found["not_before"] < hop["captured_at"] < found["not_after"]
        record = archive.read(found["capture"]["warc_file"], found["capture"]["offset"])
        assert record.url == f"urn:x509:sha256:{found['sha256']}"
    done = online("follow", URLS["none"], "--no-browser")
    assert "127.0.0.1, nginx, certificate" in done.out and "for aimed-at[.]example, by CN=Sandbox" in done.out
