"""A cluster of pictures as a flag that a person can check.

Evidence of ``reused_picture``: ``first`` (who was first: uid, account, platform, time), ``accounts``,
``platforms``, ``posts``, ``span_s`` (seconds from the first post to the last), ``versions`` (different
files), ``members`` in order of time (post, account, the picture's sha256, size in pixels, record id, and how
it shows the picture that ``against`` names) and ``parameters``. ``shared_avatar`` is the same for profiles,
whose members are accounts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pipelines import pictures as comparing
from pipelines.picture_features import ENOUGH
from pipelines.pictures import UNCHANGED, Likeness, Picture, compare, unpack
from storage.items import Flag, FlagMember
from storage.keys import key_parts
from storage.pictures import StoredPicture

MOST_SHOWN = 200
MOST_MEMBERS = 5000
TEMPLATE_VERSIONS = 5
"""From so many versions on, each with something else in it and used by one account, a picture is a template
(a meme)."""
IN_PART = 0.8
MOST_AGAINST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A picture shown by an account: in a post, or as avatar or banner (then ``uid`` is the account's)."""

    uid: str
    account: str
    handle: str
    platform: str
    url: str
    place: str
    at: datetime
    at_is: str
    record_id: str
    picture: StoredPicture


@dataclass(frozen=True, slots=True)
class Told:
    """How a version shows an earlier one; no likeness where it hangs together only by way of later ones."""

    likeness: Likeness | None
    against: str


def judge_uses(uses: Sequence[Use]) -> tuple[tuple[Use, ...], dict[str, Told]] | None:
    """Uses in order of time with how each version matched, or ``None`` where they are no finding.

    Needed are two accounts; a picture of which each account has its own variation is a template.
    """
    ordered = tuple(sorted(uses, key=lambda use: (use.at, use.uid, use.picture.sha256)))
    if len({use.account for use in ordered}) < 2:
        return None
    told = _compare_versions(ordered)
    varied = {sha for sha, each in told.items() if each.likeness is not None and _is_varied(each.likeness)}
    users = {sha: {use.account for use in ordered if use.picture.sha256 == sha} for sha in told}
    if len(varied) >= TEMPLATE_VERSIONS and all(len(found) == 1 for found in users.values()):
        return None
    return ordered, told


def _is_varied(likeness: Likeness) -> bool:
    """Whether the whole is there again with something else in it; crops and borders add nothing."""
    return likeness.is_whole and likeness.share < UNCHANGED and "border" not in likeness.how


def name_uses(kind: str, uses: Sequence[Use]) -> str:
    """The identity of a finding: its earliest use and that one's picture."""
    return key_parts(kind, uses[0].uid, uses[0].picture.sha256).hex()


def write_picture_flag(
    detector: tuple[str, str],
    kind: str,
    uses: Sequence[Use],
    told: dict[str, Told],
    replaces: tuple[str, ...],
) -> Flag:
    """The flag of a cluster; ``detector`` is its name and version."""
    first = uses[0]
    accounts = tuple(dict.fromkeys(use.account for use in uses))
    platforms = tuple(dict.fromkeys(use.platform for use in uses))
    return Flag(
        detector=detector[0],
        version=detector[1],
        kind=kind,
        key=name_uses(kind, uses),
        score=_score(len(accounts), told),
        summary=_summarise(kind, uses, (len(accounts), len(platforms))),
        members=tuple(
            FlagMember(uid=use.uid, role="member" if number else "first", note=use.at.isoformat())
            for number, use in enumerate(uses[:MOST_MEMBERS])
        ),
        evidence={
            "first": _name(first),
            "accounts": len(accounts),
            "platforms": list(platforms),
            "first_on": _list_firsts(uses),
            "posts": len(uses),
            "span_s": (uses[-1].at - first.at).total_seconds(),
            "versions": len(told),
            "members": [_tell(first, use, told[use.picture.sha256]) for use in uses[:MOST_SHOWN]],
            "parameters": tell_parameters(),
        },
        replaces=replaces,
    )


def tell_parameters() -> dict[str, object]:
    """The detector's settings as evidence names them."""
    return {
        "reader": comparing.READER,
        "most_bits": comparing.MOST_FLIPS,
        "least_quality": comparing.LEAST_QUALITY,
        "least_alike": comparing.LEAST_ALIKE,
        "most_bits_changed": comparing.MOST_FLIPS_CHANGED,
        "least_alike_in_part": comparing.LEAST_ALIKE_IN_PART,
        "least_corners_in_part": comparing.LEAST_CORNERS_IN_PART,
        "corners_and_share": [list(each) for each in ENOUGH],
        "template_versions": TEMPLATE_VERSIONS,
    }


def _compare_versions(ordered: Sequence[Use]) -> dict[str, Told]:
    """Each version against the first, or else against the earliest of the next few that it shows."""
    told: dict[str, Told] = {}
    earlier: list[tuple[Use, Picture]] = []
    for use in ordered:
        if use.picture.sha256 in told:
            continue
        picture = unpack(use.picture)
        found = Told(None, "")
        for other, shown in earlier[:MOST_AGAINST]:
            if likeness := compare(shown, picture):
                found = Told(likeness, other.uid)
                break
        if not earlier:
            found = Told(Likeness("first", 0, 0, 1.0, is_whole=True), use.uid)
        told[use.picture.sha256] = found
        earlier.append((use, picture))
    return told


def _score(accounts: int, told: dict[str, Told]) -> float:
    """How sure reuse is, 0 to 1: grows with accounts; a version that is the same only in part counts less."""
    parts = [
        1.0 if each.likeness is not None and each.likeness.is_whole else IN_PART
        for each in list(told.values())[1:]
    ]
    likeness = sum(parts) / len(parts) if parts else 1.0
    return round((1 - 0.5**accounts) * likeness, 4)


def _list_firsts(uses: Sequence[Use]) -> list[dict[str, object]]:
    firsts: dict[str, Use] = {}
    for use in uses:
        firsts.setdefault(use.platform, use)
    return [_name(use) for use in firsts.values()]


def _tell(first: Use, use: Use, told: Told) -> dict[str, object]:
    likeness = told.likeness
    return {
        **_name(use),
        "url": use.url,
        "place": use.place,
        "after_s": (use.at - first.at).total_seconds(),
        "sha256": use.picture.sha256,
        "record_id": use.record_id,
        "width": use.picture.width,
        "height": use.picture.height,
        "is_animated": use.picture.is_animated,
        "how": likeness.how if likeness else "by way of another version",
        "against": told.against,
        "distance": likeness.distance if likeness else None,
        "corners": likeness.corners if likeness else None,
        "share": likeness.share if likeness else None,
    }


def _name(use: Use) -> dict[str, object]:
    return {
        "uid": use.uid,
        "account": use.account,
        "handle": use.handle,
        "platform": use.platform,
        "at": use.at.isoformat(),
        "at_is": use.at_is,
    }


def _summarise(kind: str, uses: Sequence[Use], counts: tuple[int, int]) -> str:
    first = uses[0]
    what = "show the same picture of themselves" if kind == "shared_avatar" else "posted the same picture"
    times = "" if kind == "shared_avatar" else f" {len(uses)} times"
    who = first.handle or first.account
    return f"{counts[0]} accounts on {counts[1]} platforms {what}{times}, first {who}"
