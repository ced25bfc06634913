"""The API of Lemmy (v3; v4 where v3 has no persons any more) and PieFed's ``alpha``, its cousin.

Sources: LemmyNet/lemmy-js-client ``src/http.ts`` of 0.19 and 1.0, LemmyNet/lemmy ``crates/api/routes`` and
``crates/api/routes_v3`` (Lemmy 1.0 keeps v3 for old clients, but without ``/user``), PieFed
``app/api/alpha/routes.py``.

The way of a crawl: the person with the first page of posts and comments, newest first (``/user``, in v4
``/person`` and ``/person/content``), further pages down to the time of the newest that is known; known ones
that were not among them are looked at one by one. Of a community its posts, by all authors: they are kept
under the community and name their author.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawlers.families.lemmy_actors import View, read_community, read_person
from crawlers.families.lemmy_pages import (
    PAGE,
    V3,
    V4,
    Asking,
    Page,
    count_all,
    explain_empty,
    read_number,
    say_gone,
)
from crawlers.families.lemmy_posts import find_end, read_comment, read_post
from crawlers.families.lemmy_refusals import read_api_refusal, read_error, says_nothing
from crawlers.families.lemmy_urls import recognise_member
from crawlers.json_reading import Object, as_array, as_object, maybe_text, need, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import report
from storage.items import Account, Capture, Known, Watched

MOST_RECHECKS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a program differs: where its interface is, whether a page is as long as was asked for (PieFed cuts
    it to a length of its own, so that only an empty one is the last), and whether ``/u/name@host`` on a host
    that is not known is taken for one of its."""

    base: str = V3
    is_exact: bool = True
    is_generic: bool = True
    notes: str = ""


def lemmy_api(
    key: str, title: str, *, hosts: tuple[str, ...], example: str, dialect: Dialect | None = None
) -> Platform:
    """A platform of the family: ``hosts`` by their own addresses, any other as ``key:https://host/u/name``."""
    api = _Api(dialect or Dialect())
    sees = "public posts and comments of a person with edits and votes; the posts of a community"
    return Platform(
        key=key,
        title=title,
        homepage=f"https://{hosts[0]}/",
        family="lemmy_api",
        example=example,
        recognise=lambda url: recognise_member(url, key, hosts, api.dialect.is_generic),
        routes=(Route(name="api", sees=sees),),
        start=api.start,
        readers={
            "user": api.read_user,
            "content": api.read_content,
            "community": api.read_community,
            "posts": api.read_posts,
            "one": api.read_one,
        },
        hosts=hosts,
        any_host=True,
        order=45 if api.dialect.is_generic else 44,  # before those that take any address of these shapes
        pace=Pace(
            seconds=1.0, concurrency=1, source="our own courtesy; Lemmy: message limits set by each host"
        ),
        imports=(
            (r"/api/(v3|alpha)/user\?", "user"),
            (r"/api/v4/person\?", "user"),
            (r"/api/v4/person/content\?", "content"),
            (r"/api/(v\d|alpha)/community\?", "community"),
            (r"/api/(v\d|alpha)/post/list\?", "posts"),
        ),
        expects="the person, and a post or comment where it counts any",
        notes=" ".join(
            filter(None, (api.dialect.notes, "comments in a watched community are not collected"))
        ),
    )


@dataclass(frozen=True, slots=True)
class _Api:
    """The readers of one platform, bound to its dialect."""

    dialect: Dialect

    def start(self, watched: Watched, known: Known) -> Iterable[Fetch]:
        """The person or community first; what is known of it goes along as context."""
        context = {
            "since": "" if known.full or known.newest_at is None else known.newest_at.isoformat(),
            "recheck": " ".join("/".join(one.id.split("/")[-2:]) for one in known.recheck[:MOST_RECHECKS]),
        }
        base = V4 if known.attributes.get("api") == "v4" else self.dialect.base
        yield Asking(watched, base).ask_account({name: value for name, value in context.items() if value})

    def read_user(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A person; in v3 with a page of posts and comments beside it."""
        asking = self._ask(capture, watched)
        if says_nothing(capture) and asking.base == V3:
            yield Asking(watched, V4).ask_account(capture.context)
            return
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        fields = as_object(parse_json(capture))
        view = as_object(need(fields, "person_view"), "person_view")
        account = read_person(view, View(capture, watched), "/person_view")
        if "page" not in capture.context:
            yield _mark(account, asking)
        if account.state == "deleted":
            yield report("deleted", capture, watched, "the person's deleted is true")
        elif asking.base == V4:
            yield asking.ask_list(
                "content", {**capture.context, "owner": account.key, "count": count_all(account)}
            )
        else:
            yield from self._read_both(fields, account, capture, asking)

    def read_content(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of v4's ``/person/content``: posts and comments in one list (``content`` before 1.0)."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        fields = as_object(parse_json(capture))
        name = "items" if "items" in fields else "content"
        yield from self._read_list(fields, name, capture, watched)

    def read_community(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A community, and the question for its posts."""
        asking = self._ask(capture, watched)
        if says_nothing(capture) and asking.base == V3:
            yield Asking(watched, V4).ask_account(capture.context)
            return
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        view = as_object(need(as_object(parse_json(capture)), "community_view"), "community_view")
        account = read_community(view, View(capture, watched), "/community_view")
        yield _mark(account, asking)
        if account.state == "deleted":
            yield report("deleted", capture, watched, "the community's removed or deleted is true")
        else:
            yield asking.ask_list(
                "posts", {**capture.context, "owner": account.key, "count": count_all(account)}
            )

    def read_posts(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of a community's posts."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        fields = as_object(parse_json(capture))
        yield from self._read_list(fields, "posts" if "posts" in fields else "items", capture, watched)

    def read_one(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A known post or comment looked at again: as it is now, or gone."""
        context = capture.context
        post = f"{watched.host}/{context['post']}"
        problem = read_api_refusal(capture, watched)
        if problem and problem.kind in ("not_found", "deleted") and (error := read_error(capture)):
            yield say_gone(capture, watched, post, error)
            return
        if problem:
            yield problem
            return
        name = "comment" if context["post"].startswith("comment/") else "post"
        view = as_object(need(as_object(parse_json(capture)), f"{name}_view"), f"{name}_view")
        if reason := find_end(view):
            yield say_gone(capture, watched, post, reason)
        else:
            read = read_comment if name == "comment" else read_post
            yield read(view, View(capture, watched, context.get("owner", "")), f"/{name}_view")

    def _read_list(self, fields: Object, name: str, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A list that is turned by the cursor it names, else, where it names none, by the page's number."""
        context, asking = capture.context, self._ask(capture, watched)
        is_posts = capture.reader == "posts"
        views = as_array(need(fields, name), name)
        page = Page(capture, watched, context.get("owner", ""))
        yield from page.read(views, name)
        is_first = not {"page", "cursor"} & context.keys()
        if is_first and not page.ids:
            yield explain_empty(context.get("count", ""), capture, watched)
        if is_first:
            yield from asking.ask_known(context, page.owner, page.ids)
        cursor = maybe_text(fields, "next_page")
        is_last = not cursor and ("next_page" in fields or len(views) < PAGE or not is_posts)
        if is_last or not views or page.reaches(context.get("since", "")):
            return
        if (counted := count_page(context, mark_page(page.ids, cursor))) is not None:
            turned = {"cursor": cursor} if cursor else {"page": str(read_number(context) + 1)}
            reader = "posts" if is_posts else "content"
            yield asking.ask_list(reader, {**context, **counted, **turned})

    def _read_both(
        self, fields: Object, account: Account, capture: Capture, asking: Asking
    ) -> Iterable[Reading]:
        """The two lists of ``/user``, each newest first, both turned by one page number."""
        context, ids, is_last = capture.context, [], True
        for name in ("posts", "comments"):
            views = as_array(need(fields, name), name)
            page = Page(capture, asking.watched, account.key)
            yield from page.read(views, name)
            is_short = len(views) < PAGE if self.dialect.is_exact else not views
            is_last = is_last and (is_short or page.reaches(context.get("since", "")))
            ids += page.ids
        if "page" not in context:
            if not ids and account.state == "suspended":
                reason = "the person is banned, and nothing of theirs is shown"
                yield report("suspended", capture, asking.watched, reason)
            elif not ids:
                yield explain_empty(count_all(account), capture, asking.watched)
            yield from asking.ask_known(context, account.key, ids)
        if not is_last and (counted := count_page(context, mark_page(ids))) is not None:
            yield asking.ask_account({**context, **counted, "page": str(read_number(context) + 1)})

    def _ask(self, capture: Capture, watched: Watched) -> Asking:
        """Questions at the interface that an answer is from, which its address tells."""
        return Asking(watched, V4 if f"{V4}/" in capture.url[:400] else self.dialect.base)


def _mark(account: Account, asking: Asking) -> Account:
    """``account`` with the version that answered, so that the next crawl asks for it at once."""
    return replace(account, attributes={**account.attributes, "api": asking.base.rpartition("/")[2]})
