"""NodeBB by URL: which addresses are its own, and how the JSON behind any of its pages is asked for.

Source: ``src/routes/index.js`` and ``public/openapi/read`` of NodeBB/NodeBB: every page has its data at the
same path under ``/api``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlencode

from crawlers.families.forum_json_places import Engine, Place, Shape
from crawlers.platform import Fetch

ENGINE = Engine(
    key="nodebb",
    shapes=(
        Shape(kind="member", pattern=re.compile(r"(/api)?(/user)?/uid/(?P<id>\d+)(/|$)"), sure=True),
        Shape(kind="member", pattern=re.compile(r"(/api)?/user/(?P<name>[^/?#\s]{1,120})(/|$)")),
        Shape(kind="board", pattern=re.compile(r"(/api)?/category/(?P<id>\d+)(/|$)")),
        Shape(kind="thread", pattern=re.compile(r"(/api)?/topic/(?P<id>\d+)(/|$)")),
    ),
    urls={
        "member": "{base}/user/{name}",
        "member_id": "{base}/uid/{id}",
        "board": "{base}/category/{id}",
        "thread": "{base}/topic/{id}",
        "site": "{base}/",
    },
    reserved=frozenset({"email", "username", "uid", "reset", "auth"}),
)


def ask(place: Place, path: str, reader: str, context: Mapping[str, str], **query: str) -> Fetch:
    """A question to the forum, without the parts of its context that are empty."""
    asked = f"?{urlencode(query)}" if query else ""
    return Fetch(
        url=f"{place.base}/api{path}{asked}",
        reader=reader,
        headers=(("Accept", "application/json"),),
        context={name: value for name, value in context.items() if value},
    )
