"""TikTok inside other sites: the list of an account's newest videos, one video, and oEmbed.

Sources: developers.tiktok.com/doc/embed-creator-profiles, /doc/embed-videos; the fields that public programs
read of the script ``__FRONTITY_CONNECT_STATE__``. The list shows some ten videos without times or counts but
plays, so each new one is looked up by its own page, which has them. Neither says what became of what is
missing: the site's page does.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping

from crawlers.families.tiktok_cards import read_card, read_embedded_user, read_listed
from crawlers.families.tiktok_pages import ask_profile, ask_video_page, find_script, find_video_id
from crawlers.families.tiktok_refusals import read_json_refusal, read_page_refusal, tell_gone
from crawlers.families.tiktok_research import ask_user
from crawlers.families.tiktok_urls import (
    HOME,
    NUMBER,
    VIDEO,
    list_url,
    profile_url,
    recognise_account,
)
from crawlers.families.tiktok_videos import Video, write_post
from crawlers.html_text import absolute
from crawlers.json_reading import (
    Object,
    as_array,
    as_object,
    maybe_count,
    maybe_object,
    maybe_text,
    need,
    need_text,
    parse_json,
)
from crawlers.platform import Fetch, Reading, RouteName, Unreadable
from crawlers.refusals import follow_move, header, read_page_instead, report
from storage.items import Account, Capture, Media, Watched

STATE = "__FRONTITY_CONNECT_STATE__"


def ask_list(handle: str, route: RouteName, context: Mapping[str, str]) -> Fetch:
    """The list of an account's newest videos."""
    return Fetch(url=list_url(handle), reader="embed", route=route, context=context)


def ask_number(number: str, route: RouteName, context: Mapping[str, str]) -> Fetch:
    """Where an account is whose number alone is known."""
    return Fetch(url=f"{HOME}/share/user/{number}", reader="moved", route=route, context=context)


def ask_video(video: str, route: RouteName, context: Mapping[str, str]) -> Fetch:
    """One video, as other sites show it."""
    return Fetch(url=f"{HOME}/embed/v2/{video}", reader="embed_video", route=route, context=context)


def read_moved(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The name of an account, from where the address with its number leads."""
    if problem := read_page_refusal(capture, watched):
        yield problem
        return
    target = header(capture, "location")
    named = recognise_account(absolute(target, capture.url), watched.platform)
    if named is not None and named.handle:
        yield ask_list(named.handle, capture.route or "page", capture.context)  # type: ignore[arg-type]
    elif capture.status in (404, 410) or target:
        yield report("not_found", capture, watched, f"status {capture.status} {target[:100]}".strip())
    else:
        raise Unreadable("the address with an account's number leads to no name")


def read_list(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account and what is new in its list; ``resolve`` in the context: its number alone, for the API."""
    state, route = (yield from _open(capture, watched, "an account's list")), _route(capture)
    if state is None:
        return
    context, where = capture.context, "/embed"
    shown = _find_part(state, "/embed/@")
    user = maybe_object(shown, "userInfo")
    if not maybe_text(user, "uniqueId"):
        reason = f"the embedded list shows no account (code {maybe_text(user, 'code') or 'lacks'})"
        yield _ask_why(reason, capture, watched)
        return
    account = read_embedded_user(user, capture, watched, f"{where}/userInfo")
    if "resolve" in context:
        lasting = {"key": account.key, "sec_uid": account.attributes.get("sec_uid", "")}
        yield ask_user(account.handle, {**_only(context, "newest", "recheck"), **lasting})
        return
    yield account
    if account.state == "private":
        yield report("private", capture, watched, "privateAccount: only followers see its videos")
        return
    entries = as_array(need(shown, "videoList"), "videoList")
    videos = [
        read_listed(as_object(one, f"{where}/{number}"), (account.key, account.handle), f"{where}/{number}")
        for number, one in enumerate(entries)
    ]
    if route not in ("page", "api"):
        yield from (write_post(video, capture, watched) for video in videos)
        return
    if not videos:
        yield _tell_empty(account, capture, watched)
    yield from _look_up(videos, account, capture, watched)


def read_embedded_video(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """One video in full; where it is not there, its page is asked why."""
    state = yield from _open(capture, watched, "a video")
    if state is None:
        return
    card = maybe_object(_find_part(state, "/embed/"), "videoData")
    if not maybe_object(card, "itemInfos"):
        video = capture.context.get("post") or find_video_id(capture.url)
        if not VIDEO.fullmatch(video):
            raise Unreadable("videoData.itemInfos: lacks, and the address names no video")
        yield ask_video_page(video, capture.context.get("handle") or watched.handle, _route(capture))
        return
    yield write_post(read_card(card, "/videoData"), capture, watched)


def read_oembed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """What the documented embedding says of a video: caption, author and cover; an error where it is gone."""
    if problem := read_json_refusal(capture, watched):
        yield problem
        return
    body = as_object(parse_json(capture))
    post, code = capture.context.get("post", ""), maybe_text(body, "code")
    if code not in ("", "0") or capture.status >= 400:
        said = (
            f"code {code or capture.status} {maybe_text(body, 'message') or maybe_text(body, 'status_msg')}"
        )
        if post and (code == "400" or capture.status in (400, 404)):
            yield tell_gone(post, capture, watched, f"statusCode 10204 on its page, and oEmbed says {said}")
        else:
            yield report("not_found", capture, watched, f"oEmbed: {said}")
        return
    video = maybe_text(body, "embed_product_id") or _find_cited(maybe_text(body, "html"))
    handle = maybe_text(body, "author_unique_id") or maybe_text(body, "author_url").rpartition("/@")[2]
    if not VIDEO.fullmatch(video):
        raise Unreadable("neither embed_product_id nor a video in html")
    if post:
        said = (
            "its page says that there is no such video (10204), but oEmbed shows it: blocked for this address"
        )
        yield report("geo_blocked", capture, watched, said)
        return
    author = f"@{handle.lower()}" if watched.handle and handle.lower() != watched.handle.lower() else ""
    cover = absolute(maybe_text(body, "thumbnail_url"))
    size = maybe_count(body, "thumbnail_width"), maybe_count(body, "thumbnail_height")
    picture = Media(url=cover, kind="image", width=size[0], height=size[1])
    yield write_post(
        Video(
            id=video, author=author, handle=handle, text=need_text(body, "title"), where="",
            media=(picture,) if cover else (), attributes={"handle": handle, "partial": "caption and cover"},
        ),
        capture, watched,
    )  # fmt: skip


def _look_up(videos: list[Video], account: Account, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The new ones and those to be looked at again, each by its own page."""
    newest, route = capture.context.get("newest", ""), _route(capture)
    since = int(newest) if NUMBER.fullmatch(newest) else 0
    context = {"handle": account.handle}
    new = [one.id for one in videos if not VIDEO.fullmatch(one.id) or int(one.id) > since]
    for video in new:
        yield ask_video(video, route, context)
    if since and new and len(new) == len(videos):
        said = f"all {len(new)} videos of the list are new: there may be older new ones that it leaves out"
        yield report("truncated", capture, watched, said)
    for video in capture.context.get("recheck", "").split():
        if video not in new:
            yield ask_video(video, route, {**context, "post": video})


def _tell_empty(account: Account, capture: Capture, watched: Watched) -> Reading:
    if account.posts == 0:
        return report("empty_proven", capture, watched, "userInfo.videoCount is 0, and the list is empty")
    return _ask_why("the embedded list is empty", capture, watched)


def _ask_why(reason: str, capture: Capture, watched: Watched) -> Fetch:
    """The account's page; where the account's lasting ``secUid`` is known, by that: names are changed."""
    context = {"explain": reason, **_only(capture.context, "newest")}
    url = profile_url(watched.handle) if watched.handle else watched.url
    if lasting := capture.context.get("sec_uid", ""):
        url = profile_url(lasting)
        context |= _only(capture.context, "sec_uid", "recheck", "resolve")
        context["handle"] = capture.url.rpartition("/@")[2]
    return ask_profile(url, _route(capture), context)


def _open(capture: Capture, watched: Watched, due: str) -> Generator[Reading, None, Object | None]:
    """The parts of the script's state; where there are none, what is said instead, and ``None``."""
    if problem := read_page_refusal(capture, watched):
        yield problem
        return None
    if moved := follow_move(capture, _route(capture)):
        yield moved
        return None
    state = find_script(capture.body, STATE)
    if state is None:
        if capture.status in (404, 410):
            yield report("not_found", capture, watched, f"status {capture.status}")
        else:
            yield read_page_instead(capture, watched, due)
        return None
    return as_object(need(as_object(need(state, "source"), "source"), "data"), "source.data")


def _find_part(parts: Object, start: str) -> Object:
    """The part of the state that is for the asked address."""
    found = next((name for name in parts if name.startswith(start)), None)
    if found is None:
        raise Unreadable(f"source.data: no {start}…")
    return as_object(parts[found], found)


def _find_cited(html: str) -> str:
    found = re.search(r"data-video-id=\"(\d{5,25})\"", html)
    return found[1] if found else find_video_id(html)


def _route(capture: Capture) -> RouteName:
    return capture.route or "page"  # type: ignore[return-value]


def _only(context: Mapping[str, str], *names: str) -> dict[str, str]:
    return {name: context[name] for name in names if context.get(name)}
