"""TikTok's public pages and what they ask for themselves, as readers.

The data stands in a script of the page: ``__UNIVERSAL_DATA_FOR_REHYDRATION__``, before 2023 ``SIGI_STATE``,
before 2021 ``__NEXT_DATA__``. A profile's page holds the account alone; its videos come by
``/api/post/item_list/``, which the page signs, so that only a browser asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import orjson

from crawlers.families.page_problems import find_shown_challenge
from crawlers.families.tiktok_cards import read_card
from crawlers.families.tiktok_items import read_item, read_user
from crawlers.families.tiktok_refusals import read_json_refusal, read_page_refusal, read_status
from crawlers.families.tiktok_urls import HOME, POST_URLS, list_url, video_url
from crawlers.families.tiktok_videos import write_post
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_array,
    maybe_object,
    maybe_text,
    need,
    parse_json,
)
from crawlers.platform import Fetch, Reading, RouteName, Unreadable
from crawlers.refusals import follow_move, read_page_instead, report
from storage.items import Account, Capture, Observation, Problem, Watched

_SCRIPTS = ("__UNIVERSAL_DATA_FOR_REHYDRATION__", "SIGI_STATE", "sigi-persisted-data", "__NEXT_DATA__")
_LISTS = ("itemList", "items", "item_list", "itemListData")


@dataclass(frozen=True, slots=True)
class Page:
    """What a page's script holds: of the account, of one video (each with its status code), and items."""

    user: Object
    video: Object
    items: tuple[Object, ...] = ()


def ask_profile(url: str, route: RouteName, context: dict[str, str]) -> Fetch:
    """The account's page, for what became of it (``explain`` in the context says why it is asked)."""
    return Fetch(
        url=url, reader="profile_page", route=route, headers=(("Accept-Language", "en"),), context=context
    )


def ask_video_page(video: str, handle: str, route: RouteName) -> Fetch:
    """The page of a video, for what became of it."""
    return Fetch(
        url=video_url(handle or "i", video), reader="video_page", route=route,
        headers=(("Accept-Language", "en"),), context={"post": video},
    )  # fmt: skip


def find_script(body: bytes, name: str) -> Object | None:
    """The object in the script of that id; ``None`` if there is none.

    Raises ``Unreadable`` where it is no JSON.
    """
    opening = re.search(
        rb"<script\b[^>]{0,200}\bid=[\"']" + re.escape(name.encode()) + rb"[\"'][^>]{0,300}>", body
    )
    if opening is None:
        return None
    end = body.find(b"</script", opening.end())
    text = body[opening.end() : end if end >= 0 else len(body)].strip()
    if name.startswith(("SIGI", "sigi")):
        text = re.sub(rb"^window\[['\"]SIGI_STATE['\"]\]\s{0,3}=\s{0,3}", b"", text).partition(b";window[")[0]
    try:
        return as_object(orjson.loads(text), name)
    except orjson.JSONDecodeError as error:
        raise Unreadable(f"{name}: no JSON: {error}") from error


def read_profile_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An account's page; asked for an explanation (``explain``), also what that of its videos is."""
    if capture.route == "browser" and 300 < capture.status < 400:
        return  # the browser went on by itself
    page = yield from _open(capture, watched, "an account's page")
    if page is None:
        return
    if said := read_status(page.user, capture, watched):
        yield said
        shown = maybe_object(page.user, "userInfo")
        if said.kind == "private" and maybe_object(shown, "user"):
            yield replace(read_user(shown, capture, watched, "/userInfo"), state="private")
        return
    info = as_object(need(page.user, "userInfo"), "userInfo")
    account = read_user(info, capture, watched, "/userInfo")
    yield account
    if "sec_uid" in capture.context and account.handle.lower() != capture.context.get("handle", "").lower():
        yield _ask_renamed(account, capture)
        return
    if account.state == "private":
        yield report("private", capture, watched, "privateAccount: only followers see its videos")
        return
    yield from _write_items(page.items, capture, watched)
    if reason := capture.context.get("explain", ""):
        yield _explain(reason, account, capture, watched)


def read_video_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The page of one video."""
    if capture.route == "browser" and 300 < capture.status < 400:
        return
    page = yield from _open(capture, watched, "a video's page")
    if page is not None:
        yield from _read_detail(page, capture, watched)


def read_item_detail(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """One video as the site's own call gives it (``/api/item/detail/``)."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    yield from _read_detail(Page({}, as_object(parse_json(capture))), capture, watched)


def read_user_detail(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An account as the site's own call gives it (``/api/user/detail/``)."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    if said := read_status(body, capture, watched):
        yield said
        return
    account = read_user(as_object(need(body, "userInfo"), "userInfo"), capture, watched, "/userInfo")
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "privateAccount: only followers see its videos")


def read_item_list(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A list of videos that a page asked for; each is its own author's, whoever is watched."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    if said := read_status(body, capture, watched):
        yield said
        return
    inner = as_object(body["body"], "body") if "body" in body else body
    name = next((one for one in _LISTS if one in inner), "")
    if not name:
        if inner.get("hasMore") is not False or maybe_text(inner, "cursor").strip("0"):
            raise Unreadable("itemList: lacks, though hasMore does not say that the list ends")
        yield report(
            "empty_proven", capture, watched, "no itemList, and hasMore is false at the list's begin"
        )
        return
    items = as_array(inner[name], name)
    for number, fields in enumerate(items):
        where = f"/{name}/{number}"
        entry = as_object(fields, where)
        yield write_post(
            read_card(entry, where) if "itemInfos" in entry else read_item(entry, where), capture, watched
        )
    if not items and inner.get("hasMore") is False and not maybe_text(inner, "cursor").strip("0"):
        yield report("empty_proven", capture, watched, f"{name} is empty, and hasMore is false")


def read_loaded(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The description of a page in the browser: its content comes by the records of what it asked for."""
    shown = as_object(parse_json(capture))
    if problem := shown.get("problem"):
        yield report("unreachable", capture, watched, f"{problem}: {maybe_text(shown, 'reason')}")
        return
    final, title = maybe_text(shown, "final_url"), maybe_text(shown, "title")
    if re.match(rf"{re.escape(HOME)}/login\b", final):
        yield report("login_wall", capture, watched, f"sent to the login page: {final[:100]}")
    elif "verify" in title.lower() and "tiktok" in title.lower():
        yield report("challenge", capture, watched, f"a bot check in place of the page: {title[:100]}")
    elif said := find_shown_challenge(shown, capture):
        yield report("challenge", capture, watched, said)
    elif maybe_text(shown, "outcome") not in ("", "ok", "timeout"):
        reason = f"{maybe_text(shown, 'outcome')}: {maybe_text(shown, 'reason')}"
        yield report("unreachable", capture, watched, reason)


def _open(capture: Capture, watched: Watched, due: str) -> Generator[Reading, None, Page | None]:
    """The page's data; where it is not there, what is said instead, and ``None``."""
    if problem := read_page_refusal(capture, watched):
        yield problem
        return None
    if moved := follow_move(capture, capture.route or "page"):  # type: ignore[arg-type]
        yield moved
        return None
    for name in _SCRIPTS:
        found = find_script(capture.body, name)
        if found is not None:
            return _read_script(name, found)
    if capture.status in (404, 410):
        yield report("not_found", capture, watched, f"status {capture.status}")
    else:
        yield read_page_instead(capture, watched, due)
    return None


def _read_script(name: str, found: Object) -> Page:
    if name == _SCRIPTS[0]:
        scope = as_object(need(found, "__DEFAULT_SCOPE__"), "__DEFAULT_SCOPE__")
        user = maybe_object(scope, "webapp.user-detail")
        items = tuple(as_object(one, "itemList") for one in maybe_array(user, "itemList"))
        return Page(user, maybe_object(scope, "webapp.video-detail"), items)
    if name == _SCRIPTS[3]:
        props = maybe_object(maybe_object(found, "props"), "pageProps")
        items = tuple(as_object(one, "items") for one in maybe_array(props, "items"))
        return Page(props, props, items)
    users = maybe_object(found, "UserModule")
    handle, user = next(iter(maybe_object(users, "users").items()), ("", {}))
    info = {"user": user, "stats": maybe_object(maybe_object(users, "stats"), handle)}
    module = [as_object(one, "ItemModule") for one in maybe_object(found, "ItemModule").values()]
    shown = {**maybe_object(found, "UserPage"), **({"userInfo": info} if user else {})}
    video = maybe_object(found, "VideoPage")
    first = {"itemInfo": {"itemStruct": module[0]}} if module else {}
    return Page(shown, {**video, **first}, tuple(module))


def _read_detail(page: Page, capture: Capture, watched: Watched) -> Iterator[Reading]:
    said: Problem | Observation | None = read_status(page.video, capture, watched)
    if isinstance(said, Observation) and "10204" in said.reason:
        # The same code is given to addresses that TikTok blocks: the official embedding decides.
        yield ask_oembed(said.post_id, capture, watched)
    elif said is not None:
        yield said
    else:
        info = as_object(need(page.video, "itemInfo"), "itemInfo")
        fields = as_object(need(info, "itemStruct"), "itemStruct")
        yield write_post(read_item(fields, "/itemInfo/itemStruct"), capture, watched)


def ask_oembed(video: str, capture: Capture, watched: Watched) -> Fetch:
    """What TikTok's documented embedding says of a video."""
    url = video_url(watched.handle or "i", video)
    return Fetch(
        url=f"{HOME}/oembed?url={url}", reader="oembed", route=capture.route or "page",  # type: ignore[arg-type]
        context={"post": video},
    )  # fmt: skip


def find_video_id(url: str) -> str:
    """The id of the video that an address names, empty if it names none."""
    return next((found[1] for one in POST_URLS if (found := re.search(one, url))), "")


def _write_items(items: Sequence[Object], capture: Capture, watched: Watched) -> Iterator[Reading]:
    for number, fields in enumerate(items):
        video = read_item(fields, f"/items/{number}")
        yield write_post(replace(video, where=f"/items/{number}"), capture, watched)


def _ask_renamed(account: Account, capture: Capture) -> Fetch:
    """The embedded list under the name that the account has now."""
    kept = {
        name: capture.context[name] for name in ("newest", "recheck", "resolve") if name in capture.context
    }
    route: RouteName = capture.route or "page"  # type: ignore[assignment]
    return Fetch(url=list_url(account.handle), reader="embed", route=route, context=kept)


def _explain(reason: str, account: Account, capture: Capture, watched: Watched) -> Problem:
    if account.posts == 0:
        return report("empty_proven", capture, watched, f"stats.videoCount is 0 ({reason})")
    return report("changed_format", capture, watched, f"{reason}, but its page counts {account.posts} videos")
