"""Flags in a list, and their evidence for a person to check."""

from __future__ import annotations

from typing import Any

import pytest

from storage.index import Index
from storage.items import Flag, FlagMember
from tests.vedette.conftest import Run


def find_flag(desk: Run, kind: str) -> Any:
    return desk("flags", "--kind", kind, "--json").json()[0]


def test_the_surest_come_first(desk: Run) -> None:
    flags = desk("flags", "--json").json()
    assert {flag["kind"] for flag in flags} == {"reused_text", "redirect_chain", "shared_landing_site"}
    scores = [flag["score"] for flag in flags]
    assert scores == sorted(scores, reverse=True)
    assert desk("flags", "--limit", 1, "--json").json() == flags[:1]
    least = scores[0]
    assert [flag["score"] for flag in desk("flags", "--min-score", least, "--json").json()] == [least]


def test_by_case(desk: Run) -> None:
    kinds = sorted(flag["kind"] for flag in desk("flags", "--case", "harbour", "--json").json())
    assert kinds == ["redirect_chain", "reused_text", "shared_landing_site"]
    found = desk("flags", "--case", "nowhere")
    assert found.code == 1 and "harbour, other" in found.refusal()


def test_texts_stand_side_by_side(sqlite_desk: Run) -> None:
    flag = find_flag(sqlite_desk, "reused_text")
    shown = sqlite_desk("flags", "show", flag["id"]).out
    assert "[-strangers-]" in shown and "{+foreigners+}" in shown
    assert "edit: words" in shown and "likeness" in shown and "60 minutes later" in shown
    assert "least_words=" in shown
    detail = sqlite_desk("flags", "show", flag["id"], "--json").json()
    assert [member["uid"] for member in detail["members"]] == [
        each["uid"] for each in detail["evidence"]["members"]
    ]


def test_chains_stand_as_trees(sqlite_desk: Run) -> None:
    flag = find_flag(sqlite_desk, "redirect_chain")
    shown = sqlite_desk("flags", "show", flag["id"]).out
    assert "├── 302 http: hxxps://" in shown
    assert "200 meta_refresh: hxxps://middle[.]example/ → hxxps://landing[.]example/story" in shown
    assert "https://middle.example" not in shown and "\x1b" not in shown
    assert "https://middle.example/" in sqlite_desk("flags", "show", flag["id"], "--raw").out


def test_a_site_with_the_ways_to_it(sqlite_desk: Run) -> None:
    flag = find_flag(sqlite_desk, "shared_landing_site")
    shown = sqlite_desk("flags", "show", flag["id"]).out
    assert "ways to landing[.]example" in shown
    assert "gab:p1 of gab:42" in shown and "gab:p2 of gab:43" in shown and "by a detour" in shown


def test_numbers_in_their_order_and_changes_with_their_times(filled_index: Index, sqlite_desk: Run) -> None:
    chain = {"at": "2026-03-01T10:00:00+00:00", "hops": [], "landing": {"domain": "old.example"}}
    members = [
        {"uid": f"gab:{n}", "account": "gab:42", "number": n, "spelling": f"{n}.", "text": "x"}
        for n in (3, 9)
    ]
    change = {
        "from": "old.example",
        "to": "new.example",
        "last_seen_before": "2026-03-01T10:00:00+00:00",
        "first_seen_after": "2026-03-02T11:30:00+00:00",
        "before": chain,
        "after": chain,
    }
    made = (
        ("numbered_list", {"members": members}),
        ("destination_changed", {"link": "https://short.example/a", "changes": [change]}),
        ("never_heard_of", {"what": "\x1b[31m"}),
    )
    filled_index.write_flags(
        [
            Flag(
                detector="t", version="1", kind=kind, key=kind, score=0.5, summary="s",
                members=(FlagMember(uid="gab:p1"),), evidence=evidence,
            )
            for kind, evidence in made
        ]
    )  # fmt: skip
    shown = {kind: sqlite_desk("flags", "show", find_flag(sqlite_desk, kind)["id"]).out for kind, _ in made}
    assert shown["numbered_list"].index("gab:3") < shown["numbered_list"].index("gab:9")
    expected = "old[.]example until 2026-03-01 10:00, new[.]example since 2026-03-02 11:30"
    assert expected in shown["destination_changed"]
    assert '"what": "\\u001b[31m"' in shown["never_heard_of"]


@pytest.mark.parametrize(
    ("arguments", "code"), [(("999999",), 1), ((2**70,), 1), (("0",), 1), (("x",), 2), ((), 2)]
)
def test_unknown_flags(sqlite_desk: Run, arguments: tuple[object, ...], code: int) -> None:
    found = sqlite_desk("flags", "show", *arguments)
    assert found.code == code
    assert found.refusal()


def test_misuse(sqlite_desk: Run) -> None:
    assert sqlite_desk("flags", "--min-score", 7).code == 2
    assert sqlite_desk("flags", "--limit", 0).code == 2
    found = sqlite_desk("flags", "--kind", "nonsense")
    assert found.code == 1 and "reused_text" in found.refusal()
