"""The long tail: one or two accounts at each of many small places, and the little that they post there."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from sandbox.operation.addresses import address_account
from sandbox.operation.changes import reword
from sandbox.operation.chatter import Chatter
from sandbox.operation.draft import Draft
from sandbox.operation.edits import EDITS
from sandbox.operation.items import Account, Language, Post, Reuse, Shown
from sandbox.operation.links import Link, link_to_site
from sandbox.operation.names import (
    ENGLISH_NAMES,
    HANDLES,
    OPERATION_BIOS,
    OPERATION_NAMES,
    ORDINARY_BIOS,
    ZH_NAMES,
)
from sandbox.operation.pictures import POOL
from sandbox.operation.schedule import (
    PHASE_TWO,
    pick_creation,
    pick_free_time,
    pick_office_time,
    pick_working_day,
)
from sandbox.operation.sites import SITES, Site
from sandbox.operation.slogans import ENGLISH, SIMPLIFIED, TRADITIONAL
from sandbox.played import Place, Played, list_guests, list_played

TEXTS: dict[Language, tuple[tuple[str, str], ...]] = {
    "en": ENGLISH,
    "zh-Hans": SIMPLIFIED,
    "zh-Hant": TRADITIONAL,
}
COPIES, CAMOUFLAGE, CHATTER = 3, 4, 7
"""Posts of an account: the operation's copied and other ones, an ordinary person's."""
LATE = 2
"""How many posts of an account come in phase 2 only."""


def make_tail_cast(seed: int, everyone: bool) -> tuple[Account, ...]:
    """The accounts of all software of the long tail, or of those in the demo alone."""
    lodgings = [
        Lodging(played.name, played.name, played.places, played)
        for played in list_played().values()
        if everyone or played.in_demo
    ]
    if everyone:
        lodgings += [
            Lodging(name, guest.software, guest.places, list_played().get(guest.software))
            for name, guest in list_guests().items()
        ]
    return tuple(
        (lodging.played.address_account if lodging.played else address_account)(account)
        for lodging in lodgings
        for account in _cast(lodging, random.Random(f"{seed}:tail:{lodging.name}"))
    )


@dataclass(frozen=True, slots=True)
class Lodging:
    """Places of one name and software; ``played`` is empty for software that the script knows itself."""

    name: str
    software: str
    places: tuple[Place, ...]
    played: Played | None

    @property
    def writes_articles(self) -> bool:
        """Whether posts there have titles."""
        return self.played is not None and self.played.articles


def _cast(lodging: Lodging, draw: random.Random) -> Iterable[Account]:
    number = 0
    handles = draw.sample(HANDLES, len(HANDLES))
    for place in lodging.places:
        for language in place.operation.split():
            number += 1
            latin, native = draw.choice(OPERATION_NAMES)
            account = _make(lodging, place, number, f"{latin}{draw.randrange(10, 99)}")
            yield replace(
                account,
                display_name=native if language != "en" else latin.replace("_", " ").title(),
                bio=draw.choice(OPERATION_BIOS[language]),
                language=language,  # type: ignore[arg-type]
                operation=True,
                role="publisher" if lodging.writes_articles else "poster",
                created_at=pick_creation(draw, batch=number % 3 > 0),
            )
        for language in place.ordinary.split():
            number += 1
            account = _make(lodging, place, number, handles[number])
            yield replace(
                account,
                display_name=draw.choice(ENGLISH_NAMES if language == "en" else ZH_NAMES),
                bio=draw.choice(ORDINARY_BIOS["en" if language == "en" else "zh-Hans"]),
                language=language,  # type: ignore[arg-type]
                created_at=pick_creation(draw, batch=False),
                followers=draw.randrange(20, 4000),
                following=draw.randrange(15, 900),
            )
        for handle, state in place.special:
            number += 1
            account = _make(lodging, place, number, handle)
            yield replace(account, role="special", states=(state, state))


def _make(lodging: Lodging, place: Place, number: int, handle: str) -> Account:
    return Account(
        name=f"{lodging.name}-{number:02}",
        platform=place.platform,
        software=lodging.software,
        host=place.host,
        handle=lodging.played.spell_handle(handle) if lodging.played else handle,
        display_name=handle.replace("_", " ").title(),
        bio="",
        language="en",
        operation=False,
        role="ordinary",
        created_at=PHASE_TWO - timedelta(days=700 + number),
        followers=3 + number,
        following=5,
        flavour=place.flavour,
        articles=lodging.writes_articles,
    )


def write_tail(seed: int, accounts: tuple[Account, ...], draft: Draft) -> tuple[Link, ...]:
    """Write what ``accounts`` post, and the change of some of it in phase 2; the links of the operation."""
    links: list[Link] = []
    chatter = Chatter(seed + 1)  # its own: what the others say stays the same however long the tail is
    for account in accounts:
        if account.states[0] not in ("live", "walled"):
            continue
        draw = random.Random(f"{seed}:tail:{account.name}")
        before = len(draft.posts)
        if account.operation:
            links.append(link_to_site(account.name, draw.choice(_sites(account)), 5000 + len(links)))
            _campaign(account, draw, draft, chatter, links[-1])
        else:
            for spot in range(CHATTER):
                at = pick_free_time(draw, 8 if account.language != "en" else 0, _phase(spot))
                _add(account, draft, at=at, text=chatter.say(account.language), appears_in=_phase(spot))
        _change(draw, draft, draft.posts[before:])
    return tuple(links)


def _campaign(account: Account, draw: random.Random, draft: Draft, chatter: Chatter, link: Link) -> None:
    for spot, (theme, text) in enumerate(draw.sample(TEXTS[account.language], COPIES)):
        at = pick_office_time(draw, 0, pick_working_day(draw, 1))
        edit = draw.choice(("exact", "words_replaced", "punctuation"))
        written = EDITS[edit](text, account.language, draw)
        used = edit if written != text else "exact"
        posted = (link.url,) if spot == 0 else ()
        post = _add(account, draft, at=at, text=" ".join((written, *posted)), links=posted, theme=theme)
        edits = (*((used,) if used != "exact" or not posted else ()), *(("links",) if posted else ()))
        draft.reuses.append(Reuse(cluster=theme, ref=post.ref, edits=edits))
    for spot in range(CAMOUFLAGE):
        at = pick_office_time(draw, 0, pick_working_day(draw, _phase(spot)))
        quiet = [name for name in POOL if not name.startswith("banner")]
        shown = (Shown(picture=draw.choice(quiet)),) if spot % 2 else ()
        _add(
            account, draft, at=at, text=chatter.say(account.language), pictures=shown, theme="camouflage",
            appears_in=2 if at >= PHASE_TWO else 1,
        )  # fmt: skip


def _add(account: Account, draft: Draft, **fields: object) -> Post:
    text = str(fields["text"])
    if account.writes_articles:
        title = " ".join(text.split()[:6]) if account.language == "en" else text[:14]
        fields |= {"kind": "article", "title": title.strip(" .,，。")}
    return draft.add(account, **fields)  # type: ignore[arg-type]


def _change(draw: random.Random, draft: Draft, posts: list[Post]) -> None:
    """One post of an account is edited in phase 2, another deleted."""
    edited, deleted = draw.sample([post for post in posts if post.appears_in == 1], 2)
    at = PHASE_TWO + timedelta(hours=draw.randrange(30, 200), seconds=draw.randrange(3600))
    draft.change(edited, edited_in=2, edited_at=at, text_after=reword(edited, draw))
    draft.change(deleted, deleted_in=2)


def _phase(spot: int) -> int:
    return 2 if spot < LATE else 1


def _sites(account: Account) -> list[Site]:
    return [site for site in SITES if site.language == account.language]
