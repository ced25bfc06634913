"""Threads by its public pages: what a profile's page embeds, and what it asks for while it is scrolled."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from crawlers.families.page_problems import find_problem
from crawlers.families.threads_posts import find_objects, list_blobs, read_person, read_thread_post
from crawlers.json_reading import as_object, maybe_text, parse_json
from crawlers.platform import Browse, Fetch, Reading
from crawlers.refusals import follow_move, is_page, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Known, Post, Watched

ASKED = r"threads\.(?:com|net)/(?:api/)?graphql(?:/query)?(?:[/?]|$)"
PAGE = r"^https?://(?:www\.)?threads\.(?:com|net)/@[^/?]+/?(?:\?|$)"
LOGIN = re.compile(r"<title>\s*(?:Threads\s*[•·]\s*Log in|Log in\s*[•·]\s*Threads)", re.IGNORECASE)
ERRORS = re.compile(r"rate limit|try again later|please wait", re.IGNORECASE)


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The profile's page, as it is sent or as the browser shows it."""
    route = next(iter(known.routes), "page")
    if route == "browser":
        browse = Browse(scrolls=4, reads=((ASKED, "answer"),))
        yield Fetch(url=watched.url, reader="shown", route="browser", browse=browse)
    elif route == "page":
        yield Fetch(url=watched.url, reader="profile", route="page")


def read_profile(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account and its newest posts out of the page as it was sent."""
    if problem := read_refusal(capture, watched):
        yield problem
    elif further := follow_move(capture, "page" if capture.route != "import" else "import"):
        if "/login" in further.url:
            yield report("login_wall", capture, watched, "the page leads to a login")
        elif capture.route != "import":
            yield further
    elif capture.status == 404:
        yield report("not_found", capture, watched, "status 404")
    elif capture.status >= 400 or not is_page(capture):
        yield read_page_instead(capture, watched, "a profile")
    else:
        html = capture.body.decode("utf-8", "replace")
        if LOGIN.search(html[:65_536]):
            yield report("login_wall", capture, watched, "the page asks for a login")
        else:
            yield from _read_values(list(list_blobs(html)), capture, watched, is_profile=True)


def read_shown(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The same out of the page as the browser showed it."""
    info = as_object(parse_json(capture))
    if problem := find_problem(info, capture, watched):
        yield problem
        return
    html = maybe_text(info, "html")
    if LOGIN.search(html[:65_536]):
        yield report("login_wall", capture, watched, "the page asks for a login")
    else:
        yield from _read_values(list(list_blobs(html)), capture, watched, is_profile=False)


def read_answer(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What the page asked for while it was scrolled; questions about other things have no posts in them."""
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if is_page(capture):
        yield read_page_instead(capture, watched, "an answer")
        return
    answer = parse_json(capture)
    if ERRORS.search(maybe_text(answer, "message") if isinstance(answer, dict) else ""):
        yield report("rate_limited", capture, watched, maybe_text(answer, "message"))
        return
    yield from _read_values([answer], capture, watched, is_profile=False)


def _read_values(
    values: list[Any], capture: Capture, watched: Watched, is_profile: bool
) -> Iterable[Reading]:
    """The watched account and its own posts; what others say in the same threads is theirs."""
    found, people = find_objects(values)
    account: Account | None = None
    for user in people:
        read = read_person(user, capture, watched)
        if account is None and watched.key in (read.key, read.handle.lower()):
            account = read
            yield account
    names = {watched.key, watched.handle.lower(), *((account.key, account.handle.lower()) if account else ())}
    posts: dict[str, Post] = {}
    for one in found:
        post = read_thread_post(one, capture, watched)
        handle = post.url.rpartition("/@")[2].partition("/")[0].lower()
        if post.account in names or handle in names:
            posts.setdefault(post.id, post)
    yield from posts.values()
    if account is not None and account.state == "private":
        yield report("private", capture, watched, "the profile is private")
    elif is_profile and account is None and not posts:
        yield report("changed_format", capture, watched, "neither the account nor a post in the page's data")
