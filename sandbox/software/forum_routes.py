"""What the forums of every engine are asked for: a page of a thread, the page of a post, a page of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sandbox.exchange import Asked
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.operation.items import Account
from sandbox.software.forum_threads import Said, Thread, cut_page, find_said, list_by, list_threads
from sandbox.world import World

POSTS, FOUND, TOPICS = 5, 4, 4
"""Posts on a page of a thread and on one of a member's list, threads on a page of a board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A page of a list: ``page`` of ``pages``, counted from 1."""

    page: int
    pages: int

    @property
    def numbers(self) -> range:
        """The numbers of all pages."""
        return range(1, self.pages + 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadPage:
    """A page of a thread; ``before`` counts the posts on the pages before it."""

    thread: Thread
    posts: tuple[Said, ...]
    sheet: Sheet
    before: int


@dataclass(frozen=True, slots=True)
class Forum:
    """The forum at one host in a phase."""

    host: str
    accounts: tuple[Account, ...]
    threads: tuple[Thread, ...]

    @property
    def flavour(self) -> str:
        """The place's flavour."""
        return self.accounts[0].flavour

    def member(self, number: str = "", name: str = "") -> Account | None:
        """The played member of that number or name, who may be suspended but not missing."""
        for account in self.accounts:
            if account.states[0] != "missing" and (
                account.number == number or name and account.handle == name
            ):
                return account
        return None

    def count(self, account: Account) -> int:
        """How many posts of a member stand there."""
        return len(list_by(self.threads, account.number))

    def show_thread(self, id: str, page: int) -> ThreadPage | None:
        """A page of the thread of that id."""
        thread = next((one for one in self.threads if one.id == id), None)
        return _open(thread, page) if thread else None

    def show_post(self, number: str) -> ThreadPage | None:
        """The page on which a post stands."""
        found = find_said(self.threads, number)
        return _open(found[0], found[1] // POSTS + 1) if found else None

    def list_posts(self, number: str, page: int) -> tuple[list[tuple[Thread, Said]], Sheet]:
        """A page of a member's posts, the newest first."""
        here, pages = cut_page(list_by(self.threads, number), page, FOUND)
        return here, Sheet(page=min(page, pages), pages=pages)

    def list_board(self, board: str, page: int) -> tuple[list[Thread], Sheet]:
        """A page of a board's threads."""
        here, pages = cut_page([one for one in self.threads if one.board == board], page, TOPICS)
        return here, Sheet(page=min(page, pages), pages=pages)


def open_forum(asked: Asked, world: World, phase: int) -> Forum:
    """The forum on the host that is asked."""
    return Forum(asked.host, tuple(world.by_host[asked.host]), list_threads(world, asked.host, phase))


def write_words(said: Said) -> str:
    """A post's own words and pictures as HTML."""
    words = mark_up(said.text, link_plainly, write_plainly).replace("\n", "<br />")
    return words + "".join(f'<br /><img src="{escape(url)}" alt="" />' for url in said.media)


def number_in(text: str, most: int = 9999) -> int:
    """A page number from an address: 1 where it is none."""
    return max(1, min(int(text), most)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


def numbered(posts: Sequence[Said], before: int) -> list[tuple[int, Said]]:
    """Posts with their numbers in the thread."""
    return [(before + spot, said) for spot, said in enumerate(posts, 1)]


def _open(thread: Thread, page: int) -> ThreadPage:
    posts, pages = cut_page(thread.posts, page, POSTS)
    page = min(page, pages)
    return ThreadPage(
        thread=thread, posts=tuple(posts), sheet=Sheet(page=page, pages=pages), before=(page - 1) * POSTS
    )
