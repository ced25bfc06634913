"""Wikis that run MediaWiki: what a user contributed, by the action API.

Sources: mediawiki.org/wiki/API:Usercontribs, API:Users, API:Revisions, API:Errors and warnings,
Manual:Maxlag parameter.

An edit is a post: its title is the page, its text what the user wrote of it in the summary; of a page that
the edit made, and of the user's own pages, the text of the page. Revisions never change; they are deleted or
hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlencode

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.mediawiki_urls import Wiki, read_watched, recognise_user
from crawlers.html_text import find_links
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need,
    need_id,
    need_text,
    parse_json,
)
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Pace, Platform, Reading, Route, Unreadable
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, read_retry_at, report
from crawlers.times import parse_time
from crawlers.words import words
from storage.items import Account, Capture, Known, Observation, Post, Problem, ProblemKind, Watched

PAGE = 50
MOST_RECHECKS = 150
USER_SPACES = (2, 3)
WHOLE = "ids|flags|timestamp|comment|user|userid|size|tags|content"
_ERRORS: Mapping[str, ProblemKind] = {
    "readapidenied": "login_wall",
    "permissiondenied": "unauthorised",
    "ratelimited": "rate_limited",
    "maxlag": "rate_limited",
    "baduser_ucuser": "not_found",
    "baduser": "not_found",
    "blocked": "unauthorised",
}
_EDIT = words(
    """
    userid user pageid revid parentid ns title timestamp new minor top comment commenthidden texthidden
    suppressed size sizediff tags userhidden slots anon
    """
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose edits are read: platform, account key, and the wiki."""

    platform: str
    key: str
    wiki: Wiki


def mediawiki(key: str, title: str, example: str) -> Platform:
    """The platform of all wikis that run MediaWiki."""
    return Platform(
        key=key,
        title=title,
        homepage="https://www.mediawiki.org/",
        family="mediawiki",
        example=example,
        recognise=partial(recognise_user, platform=key),
        routes=(
            Route(name="api", sees="a user's edits with summaries, new pages whole, blocks, registration"),
        ),
        start=start,
        readers={"edits": read_edits, "pages": read_pages, "known": read_known},
        any_host=True,
        order=55,
        pace=Pace(seconds=1.0, concurrency=1, source="mediawiki.org, API:Etiquette: in series, maxlag=5"),
        imports=((r"[?&]list=[^&]*usercontribs", "edits"),),
        expects="the user, and an edit where the wiki counts any",
        evidence="real server",
        notes="on a wiki of its own host write mediawiki: before the address of a user page",
    )


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The user and the newest edits; then the known ones, which may have been deleted or hidden."""
    wiki = read_watched(watched)
    script = known.attributes.get("script", wiki.script)
    wiki = Wiki(wiki.host, script, wiki.user, wiki.scheme)
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    yield _ask_edits(wiki, {"since": since} if since else {})
    numbers = [one.id.rpartition("/")[2] for one in known.recheck[:MOST_RECHECKS]]
    numbers = [number for number in numbers if number.isdigit()]
    for first in range(0, len(numbers), PAGE):
        batch = numbers[first : first + PAGE]
        yield _ask_revisions(wiki, batch, "known", "ids|flags|timestamp")


def read_edits(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of edits with the user's facts; of new pages and the user's own the text is asked for."""
    wiki = read_watched(watched)
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if capture.status == 404 and is_page(capture) and "script" not in capture.context:
        other = "/w" if wiki.script == "" else ""
        yield _ask_edits(Wiki(wiki.host, other, wiki.user, wiki.scheme), {**capture.context, "script": other})
        return
    if problem := _read_refusal(capture, watched):
        yield problem
        return
    query = as_object(need(as_object(parse_json(capture)), "query"), "query")
    wiki = Wiki(wiki.host, capture.context.get("script", wiki.script), wiki.user, wiki.scheme)
    owner = capture.context.get("owner", f"{wiki.host}/{wiki.user}")
    users = maybe_objects(query, "users")
    if users:
        if any(name in users[0] for name in ("missing", "invalid")):
            yield report("not_found", capture, watched, f"the wiki knows no user {wiki.user}")
            return
        account = _read_user(users[0], wiki, capture, watched)
        owner = account.key
        yield account
    edits = need(query, "usercontribs")
    if not isinstance(edits, list):
        raise Unreadable(f"usercontribs: {type(edits).__name__}, not a list")
    yield from _read_list(edits, Owner(watched.platform, owner, wiki), capture, watched)


def _read_list(edits: list[object], owner: Owner, capture: Capture, watched: Watched) -> Iterator[Reading]:
    since, shown, whole = capture.context.get("since", ""), [], []
    newest = parse_time(since) if since else None
    for number, one in enumerate(edits):
        fields = as_object(one, f"usercontribs/{number}")
        post = _read_edit(fields, owner, capture, f"/query/usercontribs/{number}")
        shown.append(post.id)
        if newest is not None and post.posted_at is not None and post.posted_at < newest:
            continue
        if "texthidden" in fields or not (fields.get("new") or fields.get("ns") in USER_SPACES):
            yield post
        else:
            whole.append(need_id(fields, "revid"))
    if whole:
        yield _ask_revisions(owner.wiki, whole, "pages", WHOLE, owner.key)
    if not edits and "page" not in capture.context and not since:
        yield report("empty_proven", capture, watched, "usercontribs is an empty list")
    onward = maybe_text(maybe_object(as_object(parse_json(capture)), "continue"), "uccontinue")
    if onward and shown and (counted := count_page(capture.context, mark_page(shown, onward))) is not None:
        page = str(int(capture.context.get("page", "1")) + 1)
        context = {**capture.context, **counted, "page": page, "owner": owner.key}
        yield _ask_edits(owner.wiki, context, onward)


def read_pages(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Revisions with their text: new pages, and the user's own."""
    if problem := _read_refusal(capture, watched):
        yield problem
        return
    wiki = read_watched(watched)
    wiki = Wiki(wiki.host, capture.context.get("script", wiki.script), wiki.user, wiki.scheme)
    owner = Owner(watched.platform, capture.context.get("owner", watched.key), wiki)
    query = as_object(need(as_object(parse_json(capture)), "query"), "query")
    for place, page in enumerate(maybe_objects(query, "pages")):
        for number, revision in enumerate(maybe_objects(page, "revisions")):
            where = f"/query/pages/{place}/revisions/{number}"
            fields = {"title": maybe_text(page, "title"), "ns": page.get("ns"), **revision}
            post = _read_edit(fields, owner, capture, where)
            content = maybe_text(maybe_object(maybe_object(revision, "slots"), "main"), "content")
            yield _with_text(post, content)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Which of the known revisions are gone: deleted with their page, or hidden."""
    if problem := _read_refusal(capture, watched):
        yield problem
        return
    wiki = read_watched(watched)
    query = as_object(need(as_object(parse_json(capture)), "query"), "query")
    bad = maybe_object(query, "badrevids")
    gone = dict.fromkeys(bad, "the wiki has no such revision any more")
    there = set()
    for page in maybe_objects(query, "pages"):
        for revision in maybe_objects(page, "revisions"):
            there.add(need_id(revision, "revid"))
            if "texthidden" in revision or "suppressed" in revision:
                gone[need_id(revision, "revid")] = "the revision's text is hidden"
    if not bad and not there:
        raise Unreadable("neither revisions nor badrevids")
    asked = capture.context.get("ids", "").split()
    for number in (one for one in asked if one in gone):
        yield Observation(
            platform=watched.platform,
            post_id=f"{wiki.host}/{number}",
            kind="gone",
            record_id=capture.record_id,
            where="/query/badrevids" if number in bad else "/query/pages",
            captured_at=capture.captured_at,
            reason=gone[number],
        )


def _read_user(fields: Object, wiki: Wiki, capture: Capture, watched: Watched) -> Account:
    number, name = maybe_text(fields, "userid"), need_text(fields, "name")
    groups = [str(one) for one in fields.get("groups") or () if one not in ("*", "user", "autoconfirmed")]
    facts = {
        "groups": " ".join(groups)[:500],
        "gender": maybe_text(fields, "gender").replace("unknown", ""),
        "blocked_by": maybe_text(fields, "blockedby"),
        "block_reason": maybe_text(fields, "blockreason")[:500],
        "block_expiry": maybe_text(fields, "blockexpiry"),
        "script": capture.context.get("script", ""),
    }
    is_blocked = bool(maybe_text(fields, "blockid"))
    return Account(
        platform=watched.platform,
        key=f"{wiki.host}#{number}" if number and number != "0" else f"{wiki.host}/{name}",
        handle=name,
        record_id=capture.record_id,
        where="/query/users/0",
        captured_at=capture.captured_at,
        url=wiki.url,
        host=wiki.host,
        display_name=name,
        created_at=maybe_time(fields, "registration"),
        created_at_text=maybe_text(fields, "registration"),
        created_at_precision="second" if maybe_time(fields, "registration") else "",
        posts=maybe_count(fields, "editcount"),
        state="suspended" if is_blocked and "infinit" in facts["block_expiry"] else "live",
        aliases=(f"{wiki.host}/{name}",),
        attributes={name: value for name, value in facts.items() if value},
    )


def _read_edit(fields: Object, owner: Owner, capture: Capture, where: str) -> Post:
    number, title = need_id(fields, "revid"), need_text(fields, "title")
    comment = maybe_text(fields, "comment")
    tags = " ".join(str(one) for one in fields.get("tags") or ())
    facts = {
        "summary": comment,
        "is_new": "true" if fields.get("new") or fields.get("parentid") == 0 else "",
        "minor": "true" if fields.get("minor") else "",
        "size": maybe_text(fields, "size"),
        "size_change": maybe_text(fields, "sizediff"),
        "namespace": maybe_text(fields, "ns"),
        "tags": tags[:500],
        "hidden": " ".join(name for name in ("texthidden", "commenthidden", "suppressed") if name in fields),
        ATTRIBUTE: name_drift("edit", _EDIT, fields),
    }
    return Post(
        platform=owner.platform,
        id=f"{owner.wiki.host}/{number}",
        account=owner.key,
        url=f"{owner.wiki.base}/index.php?oldid={number}",
        text=comment,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        title=title,
        author=maybe_text(fields, "user"),
        posted_at=maybe_time(fields, "timestamp"),
        posted_at_text=need_text(fields, "timestamp"),
        links=find_links(comment),
        route="api",
        attributes={name: value for name, value in facts.items() if value},
    )


def _with_text(post: Post, content: str) -> Post:
    return replace(post, kind="post", text=content, links=find_links(content)) if content else post


def _read_refusal(capture: Capture, watched: Watched) -> Problem | None:
    if problem := read_refusal(capture, watched):
        return problem
    if capture.status in (404, 410):
        return report("not_found", capture, watched, f"no API at {capture.url}: status {capture.status}")
    if is_page(capture):
        return read_page_instead(capture, watched, "an answer of the API")
    error = maybe_object(as_object(parse_json(capture)), "error")
    if code := maybe_text(error, "code"):
        kind = _ERRORS.get(code, "changed_format")
        wait = read_retry_at(capture) if kind == "rate_limited" else None
        return report(kind, capture, watched, f"{code}: {maybe_text(error, 'info')}", wait)
    return None


def _ask_edits(wiki: Wiki, context: Mapping[str, str], onward: str = "") -> Fetch:
    query = {
        "action": "query",
        "format": "json",
        "formatversion": "2",
        "maxlag": "5",
        "list": "usercontribs" if onward else "usercontribs|users",
        "ucuser": wiki.user,
        "ucprop": "ids|title|timestamp|comment|size|sizediff|flags|tags",
        "uclimit": str(PAGE),
    }
    if context.get("since"):
        query["ucend"] = context["since"]
    if onward:
        query["uccontinue"] = onward
    else:
        query |= {"ususers": wiki.user, "usprop": "blockinfo|groups|editcount|registration|gender"}
    return Fetch(url=f"{wiki.base}/api.php?{urlencode(query)}", reader="edits", context=context)


def _ask_revisions(wiki: Wiki, numbers: list[str], reader: str, wanted: str, owner: str = "") -> Fetch:
    query = {
        "action": "query",
        "format": "json",
        "formatversion": "2",
        "maxlag": "5",
        "prop": "revisions",
        "revids": "|".join(numbers),
        "rvprop": wanted,
    }
    if "content" in wanted:
        query["rvslots"] = "main"
    context = {"ids": " ".join(numbers), "owner": owner, "script": wiki.script}
    return Fetch(
        url=f"{wiki.base}/api.php?{urlencode(query)}",
        reader=reader,
        context={name: value for name, value in context.items() if value or name == "script"},
    )
