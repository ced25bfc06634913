"""The questions of Lemmy's and PieFed's interfaces, and what a page of their lists holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from crawlers.families.lemmy_actors import View
from crawlers.families.lemmy_posts import find_end, read_comment, read_post
from crawlers.families.lemmy_urls import is_community
from crawlers.json_reading import as_object
from crawlers.platform import Fetch, Reading
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Account, Capture, Observation, Post, Watched

PAGE = 50
"""Posts a page: Lemmy refuses more, PieFed gives fewer."""
V3, V4, ALPHA = "/api/v3", "/api/v4", "/api/alpha"


@dataclass(frozen=True, slots=True)
class Asking:
    """Makes the questions for one account at one interface (``base``)."""

    watched: Watched
    base: str

    def ask_account(self, context: Mapping[str, str]) -> Fetch:
        """A person or community; in v3 and ``alpha`` a person comes with a page of posts and comments."""
        name = self._name()
        if is_community(self.watched):
            return self._ask("community", {"name": name}, "community", context)
        if self.base == V4:
            return self._ask("person", {"username": name}, "user", context)
        query = {"username": name, "sort": "New", "limit": str(PAGE), "page": context.get("page", "1")}
        if self.base == ALPHA:
            query["include_content"] = "true"
        return self._ask("user", query, "user", context)

    def ask_list(self, reader: str, context: Mapping[str, str]) -> Fetch:
        """A page of a community's ``posts`` or, in v4, a person's ``content``, by cursor or number."""
        query = {"limit": str(PAGE)}
        query |= {"page_cursor": context["cursor"]} if "cursor" in context else {}
        if reader == "content":
            return self._ask("person/content", {"username": self._name(), **query}, "content", context)
        query |= {"page": context["page"]} if "page" in context else {}
        query["sort"] = "new" if self.base == V4 else "New"
        return self._ask("post/list", {"community_name": self._name(), **query}, "posts", context)

    def ask_known(self, context: Mapping[str, str], owner: str, shown: Sequence[str]) -> Iterable[Fetch]:
        """The known ones that are not among ``shown``, one by one."""
        for post in context.get("recheck", "").split():
            kind, _, number = post.partition("/")
            if (
                kind in ("post", "comment")
                and number.isdigit()
                and f"{self.watched.host}/{post}" not in shown
            ):
                yield self._ask(kind, {"id": number}, "one", {"post": post, "owner": owner})

    def _name(self) -> str:
        return self.watched.handle or self.watched.key.lstrip("!").partition("@")[0]

    def _ask(self, path: str, query: Mapping[str, str], reader: str, context: Mapping[str, str]) -> Fetch:
        url = f"https://{self.watched.host}{self.base}/{path}?{urlencode(query)}"
        return Fetch(url=url, reader=reader, headers=(("Accept", "application/json"),), context=context)


@dataclass(slots=True)
class Page:
    """The posts and comments of a list: the ids that were read, and how far back they go."""

    capture: Capture
    watched: Watched
    owner: str
    ids: list[str] = field(default_factory=list)
    _oldest: datetime | None = None

    def read(self, views: Sequence[object], name: str) -> Iterable[Reading]:
        """Every view as a post, or as one that is gone."""
        viewed = View(self.capture, self.watched, self.owner)
        for number, one in enumerate(views):
            where = f"/{name}/{number}"
            view = as_object(one, where)
            post = (read_comment if "comment" in view else read_post)(view, viewed, where)
            self.ids.append(post.id)
            self._note(post)
            reason = find_end(view)
            yield say_gone(self.capture, self.watched, post.id, reason) if reason else post

    def reaches(self, since: str) -> bool:
        """Whether the page goes back to ``since``; what is pinned on top of it does not count."""
        moment = parse_time(since)
        return moment is not None and self._oldest is not None and self._oldest <= moment

    def _note(self, post: Post) -> None:
        if post.posted_at is not None and not post.pinned:
            self._oldest = min(post.posted_at, self._oldest or post.posted_at)


def say_gone(capture: Capture, watched: Watched, post: str, reason: str) -> Observation:
    """That a post or comment is no longer there."""
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        reason=reason[:300],
    )


def explain_empty(count: str, capture: Capture, watched: Watched) -> Reading:
    """A first page with nothing on it, of an account that counts ``count``."""
    if count == "0":
        return report("empty_proven", capture, watched, "an empty list, and the account counts nothing")
    return report("changed_format", capture, watched, f"an empty list, but the account counts {count or '?'}")


def count_all(account: Account) -> str:
    """How many posts, and of a person comments, an account counts; empty where it does not show that."""
    comments = account.attributes.get("comments", "0")
    if account.posts is None or not (comments.isascii() and comments.isdigit() and len(comments) < 12):
        return ""
    return str(account.posts + (0 if account.key.startswith("!") else int(comments)))


def read_number(context: Mapping[str, str]) -> int:
    """The number of the page that was asked for, from 1."""
    text = context.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 7 else 1
