"""What X lets other sites embed without login: an account's timeline, and single posts.

Source: the widgets' own pages. ``syndication.twitter.com/srv/timeline-profile/screen-name/NAME`` is a page
with its data in ``<script id="__NEXT_DATA__">`` (``props.pageProps.timeline.entries[].content.tweet``, some
hundred posts at most, no older ones to be asked for); ``cdn.syndication.twimg.com/tweet-result?id=…`` is one
post, 404 or a tombstone where it is gone. Both are strict with who asks often (429, "Rate limit exceeded").

X shows many accounts' timelines here in part, old or not at all: an empty list proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import orjson

from crawlers.families.x_people import read_user
from crawlers.families.x_posts import is_repost_without_original, read_history, read_post
from crawlers.families.x_refusals import GONE, read_unavailable, read_x_refusal
from crawlers.families.x_urls import is_id
from crawlers.families.x_web import tell_account
from crawlers.html_text import parse_html, select
from crawlers.json_reading import Object, as_array, as_object, maybe_object, maybe_text, need, parse_json
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from storage.items import Capture, Known, Observation, ObservationKind, Watched

TIMELINE = "https://syndication.twitter.com/srv/timeline-profile/screen-name"
POST = "https://cdn.syndication.twimg.com/tweet-result"
ANY = "vedette"
"""The address wants some token and takes any."""
MOST_RECHECKS = 30
IMPORTS = (
    (r"^https://syndication\.twitter\.com/srv/timeline-profile/", "embedded"),
    (r"^https://cdn\.syndication\.twimg\.com/tweet-result\?", "embedded_post"),
)


def ask_embedded(watched: Watched, known: Known) -> Iterator[Fetch]:
    """The timeline of a handle, and known posts one by one; nothing where the handle is not known."""
    handle = known.handle or watched.handle
    if not handle:
        return
    yield Fetch(url=f"{TIMELINE}/{handle}?showReplies=true", reader="embedded", route="page")
    own = [post.id for post in known.recheck if not post.context.get("author_handle")]
    for number in own[:MOST_RECHECKS]:
        url = f"{POST}?id={number}&lang=en&token={ANY}"
        yield Fetch(url=url, reader="embedded_post", route="page", context={"post": number})


def read_embedded(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account and its posts; an empty timeline is a wall: suspended and protected ones look so too."""
    if problem := read_refusal(capture, watched):
        yield read_x_refusal(capture, watched) or problem
        return
    if not is_page(capture):
        if problem := read_x_refusal(capture, watched):
            yield problem
            return
        raise Unreadable("no page")
    scripts = select(parse_html(capture.body), "//script[@id='__NEXT_DATA__']")
    if not scripts:
        yield read_page_instead(capture, watched, "the embedded timeline")
        return
    properties = _read_properties(scripts[0].text or "")
    timeline = as_object(need(properties, "timeline"), "timeline")
    entries = as_array(need(timeline, "entries"), "timeline/entries")
    posts = list(_read_entries(entries, capture, watched))
    if not posts:
        reason = "an empty timeline: suspended, protected, missing, or shown to those who log in only"
        yield report("login_wall", capture, watched, reason)
        return
    yield from posts


def read_embedded_post(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A known post looked at again: as it is now, gone, or hidden with its account."""
    number = capture.context.get("post", "")
    if capture.status == 404 and number:
        yield _observe("gone", number, capture, watched, "status 404")
        return
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    if found := read_unavailable(body):
        kind, said = found
        if number and kind in ("login_wall", "not_found") and GONE.search(said):
            yield _observe("gone", number, capture, watched, said)
        else:
            yield report(kind, capture, watched, said)
        return
    newest = next(reversed(read_history(body, body)), "")
    if newest and newest != maybe_text(body, "id_str"):
        url = f"{POST}?id={newest}&lang=en&token={ANY}"
        yield Fetch(url=url, reader="embedded_post", route="page", context={"post": number or newest})
        return
    post = read_post(body, capture, watched, "")
    if is_repost_without_original(post):
        yield _observe("seen", post.id, capture, watched, "")
    else:
        yield post


def _read_properties(text: str) -> Object:
    try:
        data = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"__NEXT_DATA__ is not JSON: {error}") from error
    inner = need(as_object(need(as_object(data), "props"), "props"), "pageProps")
    return as_object(inner, "props/pageProps")


def _read_entries(entries: Iterable[object], capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The owner as the first of their posts shows them, and their posts; others' are references there."""
    told = False
    owner = watched.key if is_id(watched.key) else ""
    handle = (watched.handle or watched.key).removeprefix("@").lower()
    for number, entry in enumerate(entries):
        where = f"#__NEXT_DATA__ /props/pageProps/timeline/entries/{number}"
        if maybe_text(as_object(entry, where), "type") not in ("", "tweet"):
            continue
        content = as_object(need(as_object(entry, where), "content"), f"{where}/content")
        tweet = as_object(need(content, "tweet"), f"{where}/content/tweet")
        if found := read_unavailable(tweet):
            yield report(found[0], capture, watched, f"{where}: {found[1]}")
            continue
        post = read_post(tweet, capture, watched, f"{where}/content/tweet")
        user = maybe_object(tweet, "user")
        named = maybe_text(user, "screen_name").lower() == handle
        mine = post.account == owner if owner else named
        if (mine or named) and not told:  # a handle that passed to somebody else is told too
            told = True
            place = f"{where}/content/tweet/user"
            yield from tell_account(read_user(user, capture, watched, place), capture, watched)
        if mine:
            yield post


def _observe(
    kind: ObservationKind, number: str, capture: Capture, watched: Watched, reason: str
) -> Observation:
    return Observation(
        platform=watched.platform,
        post_id=number,
        kind=kind,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        reason=reason,
    )
