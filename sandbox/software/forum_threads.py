"""Forums as they are played, whatever their engine: boards, threads, and who says what in them.

A forum has two boards. On each stands a long thread that the moderator opened and in which the regulars talk;
the played accounts' posts are replies there, dealt by their time, so that each has to be found among posts of
others. Every fourth post of an account opens a thread of its own, which a regular answers. An engine's file
makes the addresses and the pages.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sandbox.operation.items import Account, Post
from sandbox.world import World

Thing = TypeVar("Thing")
EPOCH = 1_500_000_000
"""Posts are numbered by the seconds since then, so that numbers grow with time."""
OPENED = datetime(2024, 1, 8, 19, 30, 5, tzinfo=UTC)
BOARDS = {"2": "Harbour talk", "3": "The market hall"}
HOUSE = {"11": ("2", "Say hello and tell us about your day"), "12": ("3", "What did you see this week?")}
EVERY, TITLE_WORDS, TITLE_SIGNS = 4, 6, 14
REGULARS = (
    ("harbour_warden", "2", "Site Admin"),
    ("old_salt", "3", "Regular"),
    ("gull_feeder", "4", "Regular"),
)
SAYINGS = (
    "Good to have you aboard.",
    "The kiosk by the lock has new opening hours.",
    "Thanks, I had not heard that.",
    "Same here, twice last month.",
    "Please keep to the topic, everybody.",
    "I took the early ferry and it was fine.",
    "Has anybody a spare timetable?",
    "My neighbour says the opposite.",
    "That made me laugh.",
    "See you on Saturday then.",
    "We had this thread in spring already.",
    "The bench there needs paint.",
    "I will ask at the office.",
)
SIGNATURE = "Fair winds and following seas."
"""Stands below every post of theirs, and is nobody's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A member as pages show one."""

    name: str
    number: str
    rank: str = "Member"
    joined: datetime = OPENED


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post in a thread as it stands in a phase: ``text`` plain; ``post`` is the world's, if it is one."""

    id: str
    at: datetime
    by: Voice
    text: str
    media: tuple[str, ...] = ()
    edited_at: datetime | None = None
    quotes: tuple[str, str] | None = None
    """Whom it quotes, and which words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Thread:
    """A thread with its posts, oldest first."""

    id: str
    board: str
    title: str
    posts: tuple[Said, ...]


def address_member(account: Account, url: Callable[[Account], str]) -> Account:
    """``account`` with a member's number; ``url`` makes the address of the profile."""
    number = str(40 + 13 * int(account.name.rpartition("-")[2]))
    account = replace(account, number=number, key=f"{account.host}#{number}")
    return replace(account, url=url(account))


def address_said(post: Post, account: Account, place: int, url: Callable[[Account, str, str], str]) -> Post:
    """``post``, the ``place``th of its account, with id and URL (made of account, thread and number)."""
    number = str(int(post.posted_at.timestamp()) - EPOCH)
    opens = place % EVERY == 1 and not post.deleted_in
    title = _make_title(post) if opens else ""
    thread = number if opens else _house_of(number)
    return replace(
        post,
        id=f"{account.host}/{number}",
        url=url(account, thread, number),
        kind="post" if opens else "reply",
        title=title,
    )


def number_of(post: Post) -> str:
    """The number of a post in its forum, without the kind that some engines write before it."""
    return post.id.rpartition("/")[2].rpartition("_")[2]


def voice_of(account: Account) -> Voice:
    """A played account as a member."""
    return Voice(name=account.handle, number=account.number, joined=account.created_at)


def list_threads(world: World, host: str, phase: int) -> tuple[Thread, ...]:
    """All threads of the forum at ``host``, the one with the newest post first."""
    members = {account.name: account for account in world.by_host[host]}
    shown = [
        (post, members[post.account])
        for post in world.posts
        if post.account in members and world.shows(post, phase)
    ]
    threads = [_make_house(house, shown, phase) for house in HOUSE]
    threads += [_make_own(post, account, phase) for post, account in shown if post.kind == "post"]
    return tuple(sorted(threads, key=lambda one: one.posts[-1].at, reverse=True))


def find_said(threads: Sequence[Thread], number: str) -> tuple[Thread, int] | None:
    """The thread in which the post of that number stands, and its place from 0."""
    for thread in threads:
        for spot, said in enumerate(thread.posts):
            if said.id == number:
                return thread, spot
    return None


def list_by(threads: Sequence[Thread], number: str) -> list[tuple[Thread, Said]]:
    """A member's posts with their threads, newest first."""
    own = [(thread, said) for thread in threads for said in thread.posts if said.by.number == number]
    return sorted(own, key=lambda one: int(one[1].id), reverse=True)


def cut_page(found: Sequence[Thing], page: int, size: int) -> tuple[list[Thing], int]:
    """The things on the ``page``th page (from 1), and how many pages there are; pages after the last are the
    last one."""
    pages = max(1, -(-len(found) // size))
    page = min(max(page, 1), pages)
    return list(found[(page - 1) * size : page * size]), pages


def _make_house(house: str, shown: Sequence[tuple[Post, Account]], phase: int) -> Thread:
    board, title = HOUSE[house]
    posts = [
        _speak(OPENED + timedelta(days=17 * spot, seconds=int(house) * 77 + spot), spot if spot else 0)
        for spot in range(9)
    ]
    for post, account in shown:
        number = number_of(post)
        if post.kind == "reply" and _house_of(number) == house:
            before = posts[-1]
            quotes = (before.by.name, before.text) if int(number) % 3 == 0 else None
            posts.append(replace(_say(post, account, phase), quotes=quotes))
            if int(number) % 2:
                posts.append(_speak(post.posted_at + timedelta(seconds=95), int(number) % 89))
    return Thread(id=house, board=board, title=title, posts=tuple(sorted(posts, key=lambda one: int(one.id))))


def _make_own(post: Post, account: Account, phase: int) -> Thread:
    number = number_of(post)
    answer = _speak(post.posted_at + timedelta(minutes=11, seconds=3), int(number) % 97)
    said = (_say(post, account, phase), answer)
    return Thread(id=number, board="2" if int(number) % 2 else "3", title=post.title, posts=said)


def _say(post: Post, account: Account, phase: int) -> Said:
    edited = post.edited_by(phase)
    return Said(
        id=number_of(post),
        at=post.posted_at,
        by=voice_of(account),
        text=post.text_in(phase),
        media=post.media,
        edited_at=edited.astimezone(UTC) if edited else None,
    )


def _speak(at: datetime, draw: int) -> Said:
    """What a regular says."""
    name, number, rank = REGULARS[draw % len(REGULARS)]
    by = Voice(name=name, number=number, rank=rank)
    return Said(id=str(int(at.timestamp()) - EPOCH), at=at, by=by, text=SAYINGS[draw % len(SAYINGS)])


def _house_of(number: str) -> str:
    return "11" if int(number) // 7 % 2 else "12"


def _make_title(post: Post) -> str:
    text = post.text.partition("http")[0]
    title = " ".join(text.split()[:TITLE_WORDS]) if post.language == "en" else text[:TITLE_SIGNS]
    return title.strip(" .,，。:：!?！？")
