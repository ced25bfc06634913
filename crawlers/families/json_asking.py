"""The questions of a platform with a JSON API: its address templates filled in, page after page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import orjson

from crawlers.families.json_facts import Ask, Cursor, Posts
from crawlers.families.json_values import find_text, holds
from crawlers.json_reading import Object
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, RouteName, Unreadable
from storage.items import Watched

ACCOUNT, COUNT, SINCE, AFTER, NUMBER, NAME = "account", "shown", "since", "after", "number", "name:"
"""What travels with a question: the account's key, how many posts its profile counts, the time of what is
known, the id of the last post so far, the page or offset, and the names that a cursor has taken."""


@dataclass(frozen=True, slots=True)
class Asking:
    """Fills in the questions for one account by one route."""

    watched: Watched
    route: RouteName
    size: int = 20

    def ask(self, ask: Ask, reader: str, context: Mapping[str, str]) -> Fetch:
        """One question; what its templates name and ``context`` has is filled in."""
        names = self._name(context)
        body = Template(ask.body).safe_substitute({key: _write(value) for key, value in names.items()})
        url = Template(ask.url).safe_substitute({key: quote(str(value), "") for key, value in names.items()})
        headers = (*ask.headers, *((("Content-Type", "application/json"),) if body else ()))
        return Fetch(
            url=url,
            reader=reader,
            route=self.route,
            method="POST" if body else "GET",
            headers=headers,
            body=body.encode(),
            context=dict(context),
        )

    def _name(self, context: Mapping[str, str]) -> Mapping[str, str | int]:
        post = context.get("post", "")
        number = read_number(context)
        return {
            "key": context.get(ACCOUNT) or self.watched.key,
            "handle": self.watched.handle or self.watched.key,
            "host": self.watched.host,
            "post": post,
            "post_head": post.rpartition("/")[0],
            "post_tail": post.rpartition("/")[2],
            "page": number or 1,
            "offset": number,
            "size": self.size,
            **{name.removeprefix(NAME): text for name, text in context.items() if name.startswith(NAME)},
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of a list as far as the next one depends on it. ``ids`` are those of its posts."""

    answer: Any
    items: tuple[Object, ...]
    ids: tuple[str, ...]
    context: Mapping[str, str]
    url: str


def turn_page(page: Page, posts: Posts, asking: Asking) -> Fetch | None:
    """The question for the page after ``page``; ``None`` where it is the last, or the list goes in a circle.

    Raises ``Unreadable`` where the cursor that a further page needs lacks or leads away from the platform.
    """
    cursor = posts.cursor
    if _is_last(page, cursor):
        return None
    context = {name: text for name, text in page.context.items() if not name.startswith(NAME)}
    mark = ""
    ask = posts.next or posts.ask
    if cursor.by == "url":
        mark = urljoin(page.url, find_text(page.answer, cursor.at))
        if not find_text(page.answer, cursor.at):
            return None
        if urlsplit(mark)[:2] != urlsplit(page.url)[:2]:
            raise Unreadable(f"{cursor.at}: leads away from the platform: {mark[:100]}")
    elif cursor.by in ("page", "offset"):
        step = 1 if cursor.by == "page" else len(page.items)
        number = (read_number(context) or (1 if cursor.by == "page" else 0)) + step
        if cursor.most and number > cursor.most:
            return None
        context[NUMBER] = str(number)
    else:
        source = page.answer if cursor.by == "answer" else page.items[-1]
        taken = {f"{NAME}{name}": find_text(source, place) for name, place in cursor.names}
        if not all(taken.values()):
            if cursor.more:
                raise Unreadable(f"{cursor.names[0][1]}: lacks, though there is more")
            return None
        context |= taken
        mark = "\n".join(taken.values())
    if (counted := count_page(page.context, mark_page(page.ids, mark))) is None:
        return None
    context |= counted
    if page.ids:
        context[AFTER] = page.ids[-1]
    fetch = asking.ask(ask, "list", context)
    return fetch if cursor.by != "url" else _at(fetch, mark)


def read_number(context: Mapping[str, str]) -> int:
    """The page or offset that was asked for, 0 for none."""
    text = context.get(NUMBER, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _is_last(page: Page, cursor: Cursor) -> bool:
    if cursor.more and not holds(page.answer, cursor.more):
        return True
    if not page.items:
        return cursor.by != "url" and not (cursor.more and cursor.by == "answer")
    return cursor.is_full and len(page.items) < cursor.size


def _at(fetch: Fetch, url: str) -> Fetch:
    return Fetch(
        url=url, reader=fetch.reader, route=fetch.route, headers=fetch.headers, context=fetch.context
    )


def _write(value: str | int) -> str:
    return orjson.dumps(value).decode()
