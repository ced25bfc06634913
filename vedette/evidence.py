"""A flag's evidence laid out for a person to check, kind by kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import orjson

from storage.findings import FlagDetail, MemberFound
from vedette.chain_trees import grow_told_chain, show_url
from vedette.output import add_line, make_tree, print_table, print_tree, say, shorten
from vedette.text_comparison import compare_texts

Evidence = Mapping[str, Any]
SIDE_BY_SIDE = 20
"""How many members are laid beside the first; the list has all, and --json everything."""


def print_evidence(detail: FlagDetail, *, raw: bool = False) -> None:
    """The evidence of a flag: texts side by side, numbers in their order, chains as trees."""
    layout = _LAYOUTS.get(detail.flag.kind)
    if layout:
        layout(detail, raw)
    else:
        say(orjson.dumps(dict(detail.evidence), option=orjson.OPT_INDENT_2, default=str).decode())
    if parameters := detail.evidence.get("parameters"):
        settings = parameters.items() if isinstance(parameters, Mapping) else ()
        say("settings: " + ", ".join(f"{name}={value}" for name, value in settings))


def _lay_out_texts(detail: FlagDetail, raw: bool) -> None:
    members: Sequence[Evidence] = detail.evidence.get("members", ())  # type: ignore[assignment]
    if not members:
        return
    first = members[0]
    say(f"first: {_name(first)}, {_minute(first.get('at'))} UTC, {first.get('record_id')}")
    for member in members[1 : SIDE_BY_SIDE + 1]:
        say("")
        for line in _tell_difference(member):
            say(line)
        texts = compare_texts(str(first.get("text", "")), str(member.get("text", "")))
        print_table("", ("first [-only here-]", "copy {+only here+}"), [texts])
    if len(members) - 1 > SIDE_BY_SIDE:
        say(f"{len(members) - 1 - SIDE_BY_SIDE} more copies: --json has them")


def _tell_difference(member: Evidence) -> tuple[str, str]:
    measure: Evidence = member.get("measure") or {}
    return (
        f"copy: {_name(member)}, {_minute(member.get('at'))} UTC, "
        f"{_tell_pause(member.get('after_s'))} later, {member.get('record_id', '')}",
        f"edit: {member.get('edit', '')}; likeness {measure.get('ratio', '')} of 100, "
        f"containment {measure.get('containment', '')}, {measure.get('shared_shingles', '')} shared passages",
    )


def _tell_pause(seconds: object) -> str:
    if not isinstance(seconds, int | float):
        return "?"
    for unit, length in (("days", 86400), ("hours", 3600), ("minutes", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}"
    return f"{seconds:.0f} seconds"


def _lay_out_numbers(detail: FlagDetail, raw: bool) -> None:
    members: Sequence[Evidence] = detail.evidence.get("members", ())  # type: ignore[assignment]
    print_table(
        "numbers of one list, in their order",
        ("#number", "written", "account", "text", "id"),
        (
            (
                member.get("number"),
                member.get("spelling"),
                member.get("account"),
                shorten(str(member.get("text", "")), 120),
                member.get("uid"),
            )
            for member in members
        ),
    )


def _lay_out_pictures(detail: FlagDetail, raw: bool) -> None:
    members: Sequence[Evidence] = detail.evidence.get("members", ())  # type: ignore[assignment]
    for first in detail.evidence.get("first_on", ()):  # type: ignore[attr-defined]
        say(f"first on {first.get('platform')}: {_name(first)}, {_minute(first.get('at'))} UTC")
    print_table(
        "the pictures in order of time",
        ("when (UTC)", "id", "handle", "how", "#bits", "#corners", "#alike", "size", "sha256", "record"),
        (
            (
                _minute(member.get("at")),
                member.get("uid"),
                member.get("handle"),
                member.get("how"),
                member.get("distance"),
                member.get("corners"),
                member.get("share"),
                f"{member.get('width')} x {member.get('height')}"
                + (", first frame" if member.get("is_animated") else ""),
                str(member.get("sha256", ""))[:16],
                member.get("record_id"),
            )
            for member in members
        ),
    )


def _lay_out_chain(detail: FlagDetail, raw: bool) -> None:
    tree = make_tree(show_url(str(detail.evidence.get("link", "")), raw))
    chain = detail.evidence.get("chain")
    if isinstance(chain, Mapping):
        grow_told_chain(tree, chain, raw=raw)
    print_tree(tree)


def _lay_out_changes(detail: FlagDetail, raw: bool) -> None:
    tree = make_tree(show_url(str(detail.evidence.get("link", "")), raw))
    changes: Sequence[Evidence] = detail.evidence.get("changes", ())  # type: ignore[assignment]
    for change in changes:
        line = (
            f"{_domain(change.get('from'), raw)} until {_minute(change.get('last_seen_before'))}, "
            f"{_domain(change.get('to'), raw)} since {_minute(change.get('first_seen_after'))}"
        )
        branch = add_line(tree, line)
        for side in ("before", "after"):
            grow_told_chain(branch, change.get(side) or {}, raw=raw)
    print_tree(tree)


def _lay_out_ways(detail: FlagDetail, raw: bool) -> None:
    tree = make_tree(f"ways to {_domain(detail.evidence.get('domain'), raw)}")
    ways: Sequence[Evidence] = detail.evidence.get("ways", ())  # type: ignore[assignment]
    for way in ways:
        by = "by a detour" if way.get("detour") else "openly"
        head = f"{way.get('uid')} of {way.get('account')}, {_minute(way.get('at'))}, {by}: "
        branch = add_line(tree, head + show_url(str(way.get("link", "")), raw))
        grow_told_chain(branch, way.get("chain") or {}, raw=raw)
    print_tree(tree)


def _lay_out_site(detail: FlagDetail, raw: bool) -> None:
    told = detail.evidence
    sides = (("known", told.get("known_capture")), ("later", told.get("first_capture")))
    print_table(
        "the first capture at each domain",
        ("", "domain", "when (UTC)", "URL", "record"),
        ((name, *_tell_page(page, raw)) for name, page in sides if isinstance(page, Mapping)),
    )
    reasons: Sequence[Evidence] = told.get("reasons", ())  # type: ignore[assignment]
    print_table(
        f"\nwhy it is the site of {_domain(told.get('joined_with'), raw)}",
        ("same", "what", "here", "there"),
        (
            (
                reason.get("kind"),
                shorten(str(reason.get("value", "")), 80),
                (reason.get("here") or {}).get("record_id"),
                (reason.get("there") or {}).get("record_id"),
            )
            for reason in reasons
        ),
    )
    site: Sequence[Evidence] = told.get("site", ())  # type: ignore[assignment]
    print_table(
        "\nall domains of the site",
        ("domain", "first seen (UTC)", "last seen (UTC)"),
        (
            (
                _domain(each.get("domain"), raw),
                _minute(each.get("first_seen")),
                _minute(each.get("last_seen")),
            )
            for each in site
        ),
    )


def _tell_page(page: Evidence, raw: bool) -> tuple[str, str, str, str]:
    return (
        _domain(page.get("domain"), raw),
        _minute(page.get("at")),
        show_url(str(page.get("url", "")), raw),
        str(page.get("record_id", "")),
    )


def _lay_out_lookalike(detail: FlagDetail, raw: bool) -> None:
    told = detail.evidence
    head = f"{_domain(told.get('host'), raw)} looks like {_domain(told.get('outlet'), raw)}"
    tree = make_tree(f"{head} ({told.get('way')}: {told.get('detail')})")
    add_line(tree, f"first posted {_minute(told.get('first_posted'))} UTC")
    chains: Sequence[Evidence] = told.get("chains", ())  # type: ignore[assignment]
    for chain in chains:
        grow_told_chain(tree, chain, raw=raw)
    print_tree(tree)


def print_members(members: Sequence[MemberFound]) -> None:
    """Everybody in a flag."""
    print_table(
        f"{len(members)} members",
        ("id", "role", "handle", "note", "text", "URL"),
        (
            (
                member.uid,
                member.role,
                member.handle,
                shorten(member.note, 40),
                shorten(member.text, 60),
                member.url,
            )
            for member in members
        ),
    )


def _name(post: Evidence) -> str:
    who = post.get("handle") or post.get("account", "")
    return f"{post.get('uid', '')} of {who} on {post.get('platform', '')}"


def _domain(value: object, raw: bool) -> str:
    return str(value or "") if raw else str(value or "").replace(".", "[.]")


def _minute(value: object) -> str:
    return str(value or "")[:16].replace("T", " ")


_LAYOUTS: dict[str, Callable[[FlagDetail, bool], None]] = {
    "reused_text": _lay_out_texts,
    "numbered_list": _lay_out_numbers,
    "reused_picture": _lay_out_pictures,
    "shared_avatar": _lay_out_pictures,
    "redirect_chain": _lay_out_chain,
    "destination_changed": _lay_out_changes,
    "shared_landing_site": _lay_out_ways,
    "alternate_domain": _lay_out_site,
    "lookalike_domain": _lay_out_lookalike,
}
