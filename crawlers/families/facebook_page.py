"""Facebook without a credential: the public page, its plugins, and what it fetches while it is scrolled.

Sources: recorded pages; RSS-Bridge's FacebookBridge and gallery-dl's ``facebook.py`` for the shapes of the
data in the page; developers.facebook.com/docs/plugins. Who is not logged in sees the newest few posts; more
come through ``/api/graphql`` while the page is scrolled, and only some of the time. A post's plugin says in
words that the post is gone or hidden, without saying which.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlsplit

from crawlers.families.facebook_markup import read_markup
from crawlers.families.facebook_profile import Profile, read_account, read_profile
from crawlers.families.facebook_refusals import find_sign, read_page_refusal
from crawlers.families.facebook_story import Timeline, name_author, read_story
from crawlers.families.facebook_urls import HOME, is_group, path_of
from crawlers.families.page_problems import find_problem
from crawlers.families.relay import Place, follow, read_lines, read_scripts, walk
from crawlers.json_reading import as_object, maybe_count, maybe_objects, maybe_text, parse_json
from crawlers.platform import Browse, Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, read_refusal, report
from storage.items import Capture, Known, Observation, Post, Problem, Watched

MOST_RECHECKS = 40
ACCEPT = (("Accept", "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"), ("Accept-Language", "en"))
"""Without ``Accept`` the page comes without posts, and the markers are read in English."""
GRAPHQL = r"^https://(?:[\w-]+\.)?facebook\.com/api/graphql/?(?:\?|$)"
DOCUMENT = (
    r"^https://(?:www|web|m)\.facebook\.com/"
    r"(?!api/|ajax/|plugins/|rsrc|images/|data/|security/|login[/.?]|favicon\.|robots\.|sw[/?]|manifest\.)"
    r"[^?]{0,300}(?:\?|$)"
)
TIMELINES = frozenset(
    {"timeline_list_feed_units", "group_feed", "timeline_feed_units", "profile_pinned_post"}
)

_GONE = re.compile(rb"[Tt]his (Facebook )?(post|video|photo) is no longer available[^<\"]{0,200}")


@dataclass(slots=True)
class _Found:
    """What lies in the data of one body."""

    stories: list[Place] = field(default_factory=list)
    profiles: list[Place] = field(default_factory=list)
    lists: list[Any] = field(default_factory=list)


def start_page(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The public page; known posts that it does not show are looked at one by one after it."""
    waiting = " ".join(post.id for post in known.recheck[:MOST_RECHECKS])
    context = {"recheck": waiting} if waiting else {}
    yield Fetch(url=watched.url, reader="page", route="page", headers=ACCEPT, context=context)


def start_browser(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The public page in the browser, scrolled; one load, whatever is known."""
    reads = ((GRAPHQL, "graphql"), (DOCUMENT, "page"))
    yield Fetch(url=watched.url, reader="shown", route="browser", browse=Browse(scrolls=6, reads=reads))


def read_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account and the posts that a page carries, by its data, else by its markup."""
    if 300 < capture.status < 400:
        yield from _go_on(capture, watched)
        return
    found = _gather(read_scripts(capture.body))
    profile = read_profile(found.profiles, watched)
    timeline = _timeline_of(profile, watched)
    shown: list[Post] = []
    told = False
    if profile is not None:
        yield read_account(profile, capture, watched)
    for reading in _read_stories(found, capture, watched, timeline):
        shown += [reading] if isinstance(reading, Post) else []
        yield reading
    for unit in () if found.stories else read_markup(capture, watched, timeline):
        shown += [unit] if isinstance(unit, Post) else []
        told = told or isinstance(unit, Problem)
        yield unit
    if shown:
        yield from _recheck({post.id for post in shown}, capture, watched)
    elif not found.stories and not told:
        yield _explain_nothing(found, profile, capture, watched)


def read_graphql(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What a scrolled page fetched: further posts of its timeline; other answers give nothing."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    lines = read_lines(capture.body)
    for where, value in lines:
        if problem := _read_fault(as_object(value, where or "body"), capture, watched):
            yield problem
    found = _gather(lines)
    timeline = _timeline_of(read_profile(found.profiles, watched), watched)
    yield from _read_stories(found, capture, watched, timeline)
    if not found.stories and any(maybe_objects(one, "edges") for one in found.lists):
        raise Unreadable("timeline edges without a Story")


def read_known_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post by its plugin: as it is now, or no longer shown."""
    if said := _GONE.search(capture.body):
        yield Observation(
            platform=watched.platform,
            post_id=capture.context["post"],
            kind="gone",
            record_id=capture.record_id,
            where="body",
            captured_at=capture.captured_at,
            reason=said[0].decode("utf-8", "replace")[:300],
        )
        return
    found = _gather(read_scripts(capture.body))
    timeline = _timeline_of(read_profile(found.profiles, watched), watched)
    posts = [one for one in _read_stories(found, capture, watched, timeline) if isinstance(one, Post)]
    posts = posts or [one for one in read_markup(capture, watched, timeline) if isinstance(one, Post)]
    mine = [post for post in posts if post.id == capture.context["post"]]
    if mine:
        yield mine[0]
    else:
        problem = read_page_refusal(capture, watched)
        yield problem or report("changed_format", capture, watched, "the plugin shows another post, or none")


def read_shown(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page as the browser showed it: only what kept it from being shown; its posts came by its data."""
    info = as_object(parse_json(capture))
    if problem := find_problem(info, capture, watched):
        yield problem
        return
    words = f"<title>{maybe_text(info, 'title')}</title><p>{maybe_text(info, 'text')[:2000]}</p>".encode()
    page = replace(capture, url=maybe_text(info, "final_url"), body=words, status=200, headers=())
    if problem := read_page_refusal(page, watched):
        yield replace(problem, url=capture.url)


def _gather(roots: list[tuple[str, Any]]) -> _Found:
    found = _Found()
    for place in walk(roots, frozenset({"post_id"})):
        fields = place.fields
        if "post_id" in fields and ("comet_sections" in fields or fields.get("__typename") == "Story"):
            found.stories.append(place)
        elif {
            "profile_social_context",
            "__isProfile",
            "delegate_page",
        } & fields.keys() or TIMELINES & fields.keys():
            found.profiles.append(place)
        found.lists.extend(
            fields[name] for name in TIMELINES & fields.keys() if isinstance(fields[name], dict)
        )
    return found


def _read_stories(
    found: _Found, capture: Capture, watched: Watched, timeline: Timeline
) -> Iterator[Post | Problem]:
    """Each post once; one that cannot be read is a problem of its own, beside the others."""
    seen: set[str] = set()
    for place in found.stories:
        node, number = place.fields, maybe_text(place.fields, "post_id")
        if number in seen or not (place.is_under(TIMELINES) or _is_own(node, timeline)):
            continue
        try:
            post = read_story(node, place.where, capture, watched, timeline)
        except Unreadable as error:
            yield replace(report("changed_format", capture, watched, str(error)), where=place.where)
            continue
        seen.add(number)
        yield replace(post, pinned=place.is_under(frozenset({"profile_pinned_post"})))
    for listed in found.lists:
        nodes = [follow(edge, "node") for edge in maybe_objects(listed, "edges")]
        for node in nodes:
            if node.get("__typename") == "Story" and not node.get("post_id"):
                yield report("changed_format", capture, watched, "a Story of the timeline without post_id")


def _is_own(node: Any, timeline: Timeline) -> bool:
    actors = maybe_objects(node, "actors") or maybe_objects(
        follow(node, "comet_sections", "content", "story"), "actors"
    )
    return bool(actors) and name_author(actors[0], timeline) == ""


def _timeline_of(profile: Profile | None, watched: Watched) -> Timeline:
    if profile is None:
        return Timeline(watched.key, watched.key if watched.key.isdigit() else "", watched.handle)
    return Timeline(profile.key, profile.number, profile.handle or watched.handle)


def _go_on(capture: Capture, watched: Watched) -> Iterable[Reading]:
    if problem := read_page_refusal(capture, watched):
        yield problem
    elif capture.route != "browser" and (moved := follow_move(capture, "page")):
        host = urlsplit(moved.url).hostname or ""
        if host == "facebook.com" or host.endswith(".facebook.com"):
            yield replace(moved, headers=ACCEPT)
        else:
            yield report("changed_format", capture, watched, f"sent on to another site: {host}")


def _recheck(shown: set[str], capture: Capture, watched: Watched) -> Iterable[Fetch]:
    """The known posts that the page did not show."""
    for number in capture.context.get("recheck", "").split():
        if number not in shown:
            owner = f"groups/{watched.handle or watched.key}" if is_group(watched) else path_of(watched)
            href = quote(f"{HOME}/{owner}/posts/{number}", safe="")
            url = f"{HOME}/plugins/post.php?href={href}&show_text=true"
            yield Fetch(url=url, reader="post", route="page", headers=ACCEPT, context={"post": number})


def _explain_nothing(found: _Found, profile: Profile | None, capture: Capture, watched: Watched) -> Problem:
    """Why a page shows no post."""
    if profile is None and (problem := read_page_refusal(capture, watched)):
        return problem
    if profile is None:
        if (
            re.search(rb"<title>\s*Facebook\s*</title>", capture.body[:100_000])
            and b"__isProfile" not in capture.body
        ):
            return report(
                "not_found", capture, watched, "the bare page titled Facebook: nobody has this name"
            )
        return report("changed_format", capture, watched, "neither an account nor a post in the page")
    if re.search(rb"locked (her|his|their) profile|\"is_profile_locked\":\s*true", capture.body):
        return report("private", capture, watched, "the profile is locked: posts are for friends")
    if any(
        not maybe_objects(one, "edges") and follow(one, "page_info").get("has_next_page") is False
        for one in found.lists
    ):
        return report("empty_proven", capture, watched, "a timeline without posts that has no next page")
    problem = find_sign(capture, watched)
    if problem is not None and problem.kind in ("rate_limited", "challenge", "geo_blocked"):
        return problem
    return report(
        "login_wall", capture, watched, "the account's head without its posts: shown after login only"
    )


def _read_fault(value: Any, capture: Capture, watched: Watched) -> Problem | None:
    """An error in place of data (``error`` with its number) or beside it (``errors``)."""
    number = maybe_count(value, "error")
    if number in (1357001, 1348131):
        return report("login_wall", capture, watched, f"error {number}: {maybe_text(value, 'errorSummary')}")
    faults = maybe_objects(value, "errors")
    words = " ".join(maybe_text(one, "message") for one in faults)
    if re.search(r"(?i)rate limit", words) or any(maybe_count(one, "code") == 1675004 for one in faults):
        return report("rate_limited", capture, watched, words)
    if number is not None:
        return report("unreachable", capture, watched, f"error {number}: {maybe_text(value, 'errorSummary')}")
    if faults and not isinstance(value.get("data"), dict):
        return report("changed_format", capture, watched, words or "errors without data")
    return None
