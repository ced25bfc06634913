"""Flarum by URL: which addresses are its own, and how its JSON:API is asked.

Source: ``js/src/forum/routes.ts`` and ``src/Api/routes.php`` in ``framework/core`` of flarum/framework.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from crawlers.families.forum_json_places import Engine, Place, Shape
from crawlers.platform import Fetch

PAGE = 50
"""The most that a list gives at once."""
ENGINE = Engine(
    key="flarum",
    shapes=(
        Shape(
            kind="member",
            pattern=re.compile(r"/u/(?P<name>[^/?#\s]{1,120})/(discussions|mentions)$"),
            sure=True,
        ),
        Shape(kind="member", pattern=re.compile(r"/u/(?P<name>[^/?#\s]{1,120})(/|$)")),
        Shape(kind="thread", pattern=re.compile(r"/d/(?P<id>\d+)(-[^/]*)?(/|$)")),
        Shape(kind="board", pattern=re.compile(r"/t/(?P<name>[^/?#\s]{1,120})(/|$)")),
    ),
    urls={
        "member": "{base}/u/{name}",
        "board": "{base}/t/{name}",
        "thread": "{base}/d/{id}",
        "site": "{base}/",
    },
)


def ask(place: Place, path: str, reader: str, context: Mapping[str, str], **query: str) -> Fetch:
    """A question to the API, without the parts of its context that are empty."""
    asked = f"?{urlencode(query)}" if query else ""
    return Fetch(
        url=f"{place.base}/api{path}{asked}",
        reader=reader,
        headers=(("Accept", "application/vnd.api+json, application/json"),),
        context={name: value for name, value in context.items() if value},
    )


def ask_posts(place: Place, by: Mapping[str, str], context: Mapping[str, str], offset: int = 0) -> Fetch:
    """A page of posts, newest first: those of an author, of a discussion, or all."""
    query = {f"filter[{name}]": value for name, value in by.items()}
    page = {"page[limit]": str(PAGE), **({"page[offset]": str(offset)} if offset else {})}
    asked = {**query, "filter[type]": "comment", "sort": "-createdAt", **page}
    said = {**context, **{f"by:{name}": value for name, value in by.items()}, "offset": str(offset or "")}
    return ask(place, "/posts", "posts", said, **asked)
