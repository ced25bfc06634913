"""What X's own pages ask X for: the GraphQL answers, by the browser or from a capture that a person made.

The addresses hold query ids that change with each release (``/i/api/graphql/<id>/UserTweets``), which never
matters here: the answers are read off the recording, whoever asked. A timeline is a list of instructions
(``TimelineAddEntries``, ``TimelinePinEntry``, ``TimelineAddToModule``) with entries; promoted posts, "who to
follow" and cursors are none of the account's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from crawlers.families.page_problems import find_problem
from crawlers.families.x_people import find_user, read_user
from crawlers.families.x_posts import read_post, unwrap_result
from crawlers.families.x_refusals import read_unavailable, read_x_refusal
from crawlers.families.x_urls import is_id
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_object,
    maybe_text,
    need,
    need_text,
    parse_json,
)
from crawlers.platform import Browse, Fetch, Reading, Unreadable
from crawlers.refusals import is_page, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Post, Watched

READS = (
    (
        r"/graphql/[^/]+/(UserByScreenName|UserByRestId|UserResultByScreenName|UserResultByRestId)\b",
        "profile",
    ),
    (r"/graphql/[^/]+/User(Tweets|TweetsAndReplies|Media|HighlightsTweets|Articles\w*)\b", "timeline"),
)
"""The answers of a profile page that are read."""
IMPORTS = (
    *READS,
    (r"/graphql/[^/]+/(TweetDetail|TweetResultByRestId|TweetResultsByRestIds)\b", "conversation"),
)
SCROLLS = 8

_USER = ("user", "user_result", "user_results")


@dataclass(frozen=True, slots=True)
class Entry:
    """A post in an answer: the GraphQL result, where it stands, and the entry that holds it."""

    result: Object
    where: str
    name: str
    pinned: bool = False


def ask_page(watched: Watched) -> Fetch:
    """The profile page, scrolled down."""
    browse = Browse(scrolls=SCROLLS, reads=READS)
    return Fetch(url=watched.url, reader="page", route="browser", browse=browse)


def read_profile_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page as the browser showed it: only what kept it from showing the account."""
    if is_page(capture):
        yield read_page_instead(capture, watched, "the description of a page")
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    info = as_object(parse_json(capture))
    if problem := find_problem(info, capture, watched):
        yield problem
    elif re.search(r"/(login|i/flow/login)\b", maybe_text(info, "final_url")):
        yield report("login_wall", capture, watched, "the page leads to the login")


def read_profile(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An account as its page asks for it; suspended, deleted and missing ones say so."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    data = as_object(need(as_object(parse_json(capture)), "data"), "data")
    holder = next((held for name in _USER if (held := maybe_object(data, name))), {})
    if not holder:
        if set(data) - set(_USER):
            raise Unreadable("data/user: lacks")
        yield report("not_found", capture, watched, "an answer without a user")
        return
    result = as_object(need(holder, "result"), "data/user/result")
    if found := read_unavailable(result):
        yield report(found[0], capture, watched, found[1])
        return
    yield from tell_account(read_user(result, capture, watched, "/data/user/result"), capture, watched)


def tell_account(account: Account, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The account, unless the handle has passed to somebody else; a protected one shows no posts."""
    if is_id(watched.key) and account.key != watched.key:
        reason = f"the handle {account.handle} is now that of another account, {account.key}"
        yield report("not_found", capture, watched, reason)
        return
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "the account is protected")


def read_timeline(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of an account's posts, and the account as its posts show it."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    user = maybe_object(maybe_object(maybe_object(body, "data"), "user"), "result")
    if hidden := read_unavailable(user):
        yield report(hidden[0], capture, watched, hidden[1])
        return
    if _is_protected(user):
        yield report("private", capture, watched, "a user whose timeline is not shown")
        return
    entries = [one for one in list_entries(body) if not one.name.startswith("promoted")]
    found = list(_read_entries(entries, capture, watched))
    posts = [one for one in found if isinstance(one, Post)]
    owner = _find_owner(capture, watched)
    own = [post for post in posts if owner in (post.account, _handle_of(post))]
    yield from _read_account(entries, own, capture, watched)
    taken = frozenset((post.account, post.id) for post in own or posts)
    yield from (one for one in found if not isinstance(one, Post) or (one.account, one.id) in taken)


def _is_protected(user: Object) -> bool:
    """Whether a user stands without a timeline and says why; one that only lacks is another format."""
    if maybe_object(user, "timeline_v2") or maybe_object(user, "timeline"):
        return False
    told = (maybe_object(user, "privacy").get("protected"), maybe_object(user, "legacy").get("protected"))
    return True in told or {} in (user.get("timeline_v2"), user.get("timeline"))


def read_conversation(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A post with what was answered to it; each is its own author's."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    entries = [one for one in list_entries(body) if not one.name.startswith("promoted")]
    yield from _read_entries(entries, capture, watched)


def list_entries(body: Object) -> Iterator[Entry]:
    """Every post of an answer, top level only. Raises ``Unreadable`` where the answer has no such list."""
    data = as_object(need(body, "data"), "data")
    for name in ("tweetResult", "tweet_result", "tweet_results"):
        held = data.get(name)
        for number, one in enumerate(held if isinstance(held, list) else [held] if held else []):
            yield Entry(
                maybe_object(as_object(one, name), "result"), f"/data/{name}/{number}/result", "tweet-"
            )
    if any(name in data for name in ("tweetResult", "tweet_result", "tweet_results")):
        return
    place, instructions = _find_instructions(data)
    for number, instruction in enumerate(instructions):
        where = f"{place}/{number}"
        step = as_object(instruction, where)
        kind = maybe_text(step, "type")
        if kind == "TimelinePinEntry":
            yield from _open_entry(as_object(need(step, "entry"), where), f"{where}/entry", pinned=True)
        elif kind == "TimelineAddToModule":
            for spot, item in enumerate(as_array(need(step, "moduleItems"), f"{where}/moduleItems")):
                yield from _open_item(as_object(item, where), f"{where}/moduleItems/{spot}")
        elif kind in ("TimelineAddEntries", "") or "entries" in step:
            for spot, entry in enumerate(as_array(need(step, "entries"), f"{where}/entries")):
                yield from _open_entry(as_object(entry, where), f"{where}/entries/{spot}")


def _find_instructions(data: Object) -> tuple[str, list[Any]]:
    for name, held in data.items():
        if name.startswith("threaded_conversation") and isinstance(held, dict):
            return f"/data/{name}/instructions", list(as_array(need(held, "instructions"), "instructions"))
    result = as_object(need(as_object(need(data, "user"), "user"), "result"), "user/result")
    for name in ("timeline_v2", "timeline"):
        if name in result:
            inner = as_object(need(as_object(result[name], name), "timeline"), f"{name}/timeline")
            place = f"/data/user/result/{name}/timeline/instructions"
            return place, list(as_array(need(inner, "instructions"), "instructions"))
    raise Unreadable("data/user/result/timeline: lacks")


def _open_entry(entry: Object, where: str, pinned: bool = False) -> Iterator[Entry]:
    """The posts of an entry: one, or those of a module. A cursor has none."""
    name = need_text(entry, "entryId")
    content = as_object(need(entry, "content"), f"{where}/content")
    kind = maybe_text(content, "entryType") or maybe_text(content, "__typename")
    if kind == "TimelineTimelineModule" or "items" in content:
        for spot, item in enumerate(as_array(need(content, "items"), f"{where}/content/items")):
            yield from _open_item(as_object(item, where), f"{where}/content/items/{spot}")
    elif kind != "TimelineTimelineCursor" and not name.startswith("cursor-"):
        yield from _open_item({"entryId": name, "item": content}, f"{where}/content", pinned)


def _open_item(item: Object, where: str, pinned: bool = False) -> Iterator[Entry]:
    """The post of an item, if it is one: accounts to follow, cursors and labels are none."""
    name = maybe_text(item, "entryId")
    held = as_object(need(item, "item"), f"{where}/item")
    content = as_object(need(held, "itemContent"), f"{where}/itemContent")
    kind = maybe_text(content, "itemType") or maybe_text(content, "__typename")
    if kind == "TimelineTombstone":
        said = maybe_object(maybe_object(content, "tombstoneInfo"), "richText")
        tombstone = {"__typename": "TweetTombstone", "tombstone": {"text": said}}
        yield Entry(tombstone, f"{where}/itemContent/tombstoneInfo", name)
        return
    if "tweet_results" not in content and kind not in ("TimelineTweet", ""):
        return
    if content.get("promotedMetadata"):
        name = f"promoted-{name}"
    results = as_object(need(content, "tweet_results"), f"{where}/tweet_results")
    yield Entry(maybe_object(results, "result"), f"{where}/itemContent/tweet_results/result", name, pinned)


def _read_entries(entries: Iterable[Entry], capture: Capture, watched: Watched) -> Iterator[Reading]:
    """Posts, and a problem for each that X does not show."""
    for entry in entries:
        if not entry.result:
            yield report("login_wall", capture, watched, f"{entry.name}: an entry without its post")
        elif found := read_unavailable(entry.result):
            yield replace(report(found[0], capture, watched, f"{entry.name}: {found[1]}"), where=entry.where)
        else:
            post = read_post(entry.result, capture, watched, entry.where)
            yield replace(post, pinned=True) if entry.pinned else post


def _read_account(
    entries: list[Entry], own: list[Post], capture: Capture, watched: Watched
) -> Iterator[Reading]:
    """The owner of a timeline, as the first of their posts shows them."""
    for entry in entries:
        author = find_user(unwrap_result(entry.result))
        if author and own and maybe_text(author, "rest_id") == own[0].account:
            where = f"{entry.where}/core/user_results/result"
            yield from tell_account(read_user(author, capture, watched, where), capture, watched)
            return


def _find_owner(capture: Capture, watched: Watched) -> str:
    """Whose timeline it is: the id asked for in the address, else the watched account's id or handle."""
    try:
        asked = parse_qs(urlsplit(capture.url).query, max_num_fields=50).get("variables", [""])[0]
        variables = orjson.loads(asked) if asked else {}
    except ValueError:
        variables = {}
    number = maybe_text(variables, "userId") if isinstance(variables, dict) else ""
    return number or (watched.key if is_id(watched.key) else (watched.handle or watched.key).lower())


def _handle_of(post: Post) -> str:
    return post.url.removeprefix("https://x.com/").partition("/")[0].lower()
