"""The items of a list in a JSON answer, each with the rows of tables that stand beside the list."""

from __future__ import annotations

from typing import Any

from crawlers.families.json_facts import Posts
from crawlers.families.json_values import find_places, find_text, holds
from crawlers.json_reading import Object, as_object
from crawlers.platform import Unreadable


def list_items(answer: Any, posts: Posts) -> list[tuple[str, Object]]:
    """The items that are posts, with their pointers.

    Raises ``Unreadable`` where there is no list, unless the answer has the landmark of an empty one.
    """
    rows: list[tuple[str, Object]] = []
    for pointer in posts.items.split("|"):
        before = pointer.partition("/*")[0]
        if not any(isinstance(one, list | dict) for _, one in find_places(answer, before)):
            if holds(answer, posts.landmark):
                return []
            raise Unreadable(f"{before}: a list was due")
        for where, item in find_places(answer, pointer):
            joined = join_rows(as_object(item, where), answer, posts)
            is_post = not posts.only or holds(joined, posts.only)
            if is_post and not holds(joined, posts.skip):
                rows.append((where, joined))
    return rows


def join_rows(item: Object, answer: Any, posts: Posts) -> Object:
    """``item`` with the rows that ``posts.joins`` names put into it; a row that is not there is left out."""
    joined = dict(item)
    for name, table, place in posts.joins:
        found = find_places(answer, table)
        by = find_text(item, place)
        if found and isinstance(found[0][1], dict) and by in found[0][1]:
            joined[name] = found[0][1][by]
    return joined
