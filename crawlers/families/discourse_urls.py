"""Discourse by URL: which addresses are its own, and how its JSON is asked for.

Source: ``config/routes.rb`` of discourse/discourse.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import urlencode

from crawlers.families.forum_json_places import Engine, Place, Shape
from crawlers.platform import Fetch
from crawlers.words import words

BATCH = 20
"""Posts of a topic that are asked for at once, as the site's own pages do."""
NAME = r"(?P<name>[^/?#\s]{1,120})"
ENGINE = Engine(
    key="discourse",
    shapes=(
        Shape(kind="member", pattern=re.compile(rf"/u/{NAME}/(summary|activity)(/|\.|$)"), sure=True),
        Shape(kind="member", pattern=re.compile(rf"/(u|users)/{NAME}(/|$)")),
        Shape(kind="board", pattern=re.compile(r"/c/([^/]+/){0,4}(?P<id>\d+)(\.json|\.rss|/|$)")),
        Shape(kind="thread", pattern=re.compile(r"/t/([^/]+/)?(?P<id>\d+)(\.json|\.rss|/|$)")),
    ),
    urls={
        "member": "{base}/u/{name}",
        "board": "{base}/c/{id}",
        "thread": "{base}/t/{id}",
        "site": "{base}/",
    },
    reserved=words(
        """
        account-created activate-account admin-login authorize-email by-external check_username check_email
        confirm-admin confirm-email-token confirm-new-email confirm-old-email confirm-session email-login hotp
        is_local_username password-reset search second_factor second_factors sign_up sign_in toggle-anon
        trusted-session action recent-searches
        """
    ),
)


def ask(place: Place, path: str, reader: str, context: Mapping[str, str], **query: str) -> Fetch:
    """A question to the forum, without the parts of its context that are empty."""
    asked = f"?{urlencode(query)}" if query else ""
    return Fetch(
        url=f"{place.base}{path}{asked}",
        reader=reader,
        headers=(("Accept", "application/json"),),
        context={name: value for name, value in context.items() if value},
    )


def ask_posts(
    place: Place, topic: str, numbers: Sequence[str], context: Mapping[str, str]
) -> Iterator[Fetch]:
    """Posts of a topic by their numbers, some at a time."""
    for start in range(0, len(numbers), BATCH):
        batch = numbers[start : start + BATCH]
        asked = urlencode([("post_ids[]", one) for one in batch])
        yield ask(place, f"/t/{topic}/posts.json?{asked}", "posts", {**context, "ids": " ".join(batch)})


def read_numbers(text: str) -> Iterable[str]:
    """The numbers in a context's list."""
    return [one for one in text.split() if one.isascii() and one.isdigit()]
