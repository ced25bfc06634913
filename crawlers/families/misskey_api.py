"""The API of Misskey and its forks: every question is a POST of JSON, the answer JSON.

Sources: Misskey ``packages/backend/src/server/api/endpoints/{users/show,users/notes,notes/show}.ts``, the
same of Sharkey, Firefish and Iceshrimp. Ids are opaque here (aid, aidx, meid, ULID by the host's choice); the
server compares them. With ``sinceId`` alone the answer is the page next above it, oldest first, so that
nothing between is skipped; without it the newest page, and ``untilId`` goes down from there. A page from the
server's cache may hold fewer notes than were asked for without being the last: only an empty one is.

The CDXJ key of such a record does not hold the question's body; the context that is archived with it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import orjson

from crawlers.families.misskey_notes import is_hidden, read_note, read_user
from crawlers.families.misskey_refusals import NO_NOTE, read_api_refusal, read_error
from crawlers.families.misskey_urls import read_id, recognise_member
from crawlers.families.page_problems import find_problem
from crawlers.json_reading import Object, as_array, as_object, maybe_objects, maybe_text, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Browse, Evidence, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import is_page, report
from storage.items import Account, Capture, Known, Observation, Watched

PAGE = 100
MOST_RECHECKS = 60
READS = ((r"/api/users/show$", "account"), (r"/api/users/notes$", "notes"), (r"/api/notes/show$", "note"))
"""What the public page itself asks for, by its URL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How a fork differs: what ``users/notes`` is to be told so that it lists everything, and by what it is
    known to work."""

    listing: Mapping[str, bool] = field(
        default_factory=lambda: {"withReplies": True, "withRenotes": True, "withChannelNotes": True}
    )
    evidence: Evidence = "simulated"
    notes: str = ""


OLD_LISTING = {"includeReplies": True, "includeMyRenotes": True}
"""The names before Misskey 2023.10, which Firefish and Iceshrimp keep."""


def misskey_api(
    key: str, title: str, *, hosts: tuple[str, ...], example: str, dialect: Dialect | None = None
) -> Platform:
    """A platform of the family: ``hosts`` by their own addresses, any other as ``key:https://host/@user``."""
    api = _Api(dialect or Dialect())
    return Platform(
        key=key,
        title=title,
        homepage=f"https://{hosts[0]}/",
        family="misskey_api",
        example=example,
        recognise=lambda url: recognise_member(url, key, hosts),
        routes=(
            Route(name="api", sees="public notes, renotes, replies, pins, reactions, checksums of files"),
            Route(name="browser", sees="what the public profile page itself asks for: the newest notes"),
        ),
        start=api.start,
        readers={
            "account": api.read_account,
            "notes": api.read_notes,
            "note": api.read_one,
            "page": api.read_page,
        },
        hosts=hosts,
        any_host=True,
        order=45,  # before mastodon: an address of a known host is never one of its
        pace=Pace(seconds=1.0, concurrency=1, source="our own courtesy; hosts set their own limits"),
        imports=READS,
        expects="the account, and a note where notesCount is not 0",
        evidence=api.dialect.evidence,
        notes=" ".join(filter(None, (api.dialect.notes, _NOTES))),
    )


_NOTES = (
    "the server says the same of a suspended and of a missing account; notes for followers are never seen"
)


@dataclass(frozen=True, slots=True)
class _Api:
    """The readers of one platform, bound to its dialect."""

    dialect: Dialect

    def start(self, watched: Watched, known: Known) -> Iterable[Fetch]:
        """The account first; what is known of it goes along as context."""
        if "api" not in (known.routes or ("api",)):
            if "browser" in known.routes:
                browse = Browse(reads=READS[:2])
                yield Fetch(url=watched.url, reader="page", route="browser", browse=browse)
            return
        context = {
            "newest": "" if known.full else known.newest_id.rpartition("/")[2],
            "recheck": " ".join(post.id.rpartition("/")[2] for post in known.recheck[:MOST_RECHECKS]),
        }
        number = read_id(watched)
        asked = (
            {"userId": number} if number else {"username": watched.handle or watched.key.partition("@")[0]}
        )
        yield _ask(watched, "account", asked, {name: value for name, value in context.items() if value})

    def read_account(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The account, its pinned notes, and the questions for the others."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        fields = as_object(parse_json(capture))
        account = read_user(fields, capture, watched, "")
        yield account
        if account.state in ("suspended", "deleted"):
            reason = f"the user's {'isSuspended' if account.state == 'suspended' else 'isDeleted'} is true"
            yield report(account.state, capture, watched, reason)
            return
        for number, note in enumerate(maybe_objects(fields, "pinnedNotes")):
            if not is_hidden(note):
                yield read_note(note, capture, watched, f"/pinnedNotes/{number}")
        if capture.route != "browser":
            yield from self._go_on(account, capture, watched)

    def read_notes(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A page of notes and the page after it in the direction of the crawl."""
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        page = as_array(parse_json(capture))
        hidden = 0
        ids = []
        for number, one in enumerate(page):
            note = as_object(one, f"/{number}")
            ids.append(maybe_text(note, "id"))
            if is_hidden(note):
                hidden += 1
            else:
                yield read_note(note, capture, watched, f"/{number}")
        if hidden:
            reason = f"{hidden} of {len(page)} notes are hidden from visitors (isHidden)"
            yield report("login_wall", capture, watched, reason)
        if capture.route == "browser":
            return
        if page:
            yield from self._turn(capture, watched, ids)
        else:
            yield from _explain_empty(capture, watched)

    def read_one(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """A known note looked at again: as it is now, or gone."""
        if read_error(capture)[0] == NO_NOTE and "post" in capture.context:
            yield Observation(
                platform=watched.platform,
                post_id=f"{watched.host}/{capture.context['post']}",
                kind="gone",
                record_id=capture.record_id,
                where="/error",
                captured_at=capture.captured_at,
                reason=NO_NOTE,
            )
            return
        if problem := read_api_refusal(capture, watched):
            yield problem
            return
        note = as_object(parse_json(capture))
        if is_hidden(note):
            yield report("login_wall", capture, watched, "the note is hidden from visitors (isHidden)")
        else:
            yield read_note(note, capture, watched, "")

    def read_page(self, capture: Capture, watched: Watched) -> Iterable[Reading]:
        """The profile page as the browser showed it; its API's answers are read by the readers above."""
        if capture.body[:1] == b"{":
            problem = find_problem(as_object(parse_json(capture)), capture, watched)
        else:  # a page as somebody else recorded it has no description
            problem = (
                None if is_page(capture) and capture.status < 400 else read_api_refusal(capture, watched)
            )
        if problem:
            yield problem

    def _go_on(self, account: Account, capture: Capture, watched: Watched) -> Iterable[Fetch]:
        newest = capture.context.get("newest", "")
        context = {
            "list": "window" if newest else "all",
            "user": account.attributes["account_id"],
            "count": "" if account.posts is None else str(account.posts),
            "locked": account.attributes.get("isLocked", ""),
        }
        context = {name: value for name, value in context.items() if value}
        yield self._list(watched, context, {"sinceId": newest} if newest else {})
        for post in capture.context.get("recheck", "").split():
            yield _ask(watched, "note", {"noteId": post}, {"post": post})

    def _turn(self, capture: Capture, watched: Watched, ids: list[str]) -> Iterable[Fetch]:
        """The next page: above this one in a ``sinceId`` window, else below it."""
        context = capture.context
        upwards = context.get("list") == "window"
        cursor = ids[-1]
        if "user" not in context or not cursor or cursor == context.get("cursor"):
            return
        if upwards and len(ids) < PAGE:  # asked from the database alone: a short page is the last
            return
        if (counted := count_page(context, mark_page(ids))) is not None:
            limits = {"sinceId" if upwards else "untilId": cursor}
            yield self._list(watched, {**context, "cursor": cursor, **counted}, limits)

    def _list(self, watched: Watched, context: Mapping[str, str], limits: Mapping[str, str]) -> Fetch:
        asked = {"userId": context["user"], "limit": PAGE, **self.dialect.listing, **limits}
        return _ask(watched, "notes", asked, context)


def _ask(watched: Watched, reader: str, asked: Object, context: Mapping[str, str]) -> Fetch:
    path = {"account": "users/show", "notes": "users/notes", "note": "notes/show"}[reader]
    return Fetch(
        url=f"https://{watched.host}/api/{path}",
        reader=reader,
        method="POST",
        headers=(("Accept", "application/json"), ("Content-Type", "application/json")),
        body=orjson.dumps(asked),
        context=context,
    )


def _explain_empty(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An empty first page: no notes where the account counts none, else notes that are not for visitors."""
    context = capture.context
    if context.get("list") != "all" or "cursor" in context:
        return
    count = context.get("count", "not shown")
    if count == "0":
        yield report("empty_proven", capture, watched, "no notes, and the account's notesCount is 0")
    elif context.get("locked"):
        reason = f"no public notes of a locked account, whose notesCount is {count}"
        yield report("private", capture, watched, reason)
    else:
        yield report("changed_format", capture, watched, f"no notes, but the account's notesCount is {count}")
