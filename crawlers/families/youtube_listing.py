"""The data behind YouTube's channel pages: what the page holds itself and what it asks ``youtubei`` for.

Source: recorded answers of ``youtubei/v1/browse``. Only the grid of the chosen tab is read (Videos, Shorts,
Live): the front tab shows videos of other channels too. Times are in words ("13 days ago"), so they are kept
as words; descriptions are not shown at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import orjson

from crawlers.families.youtube_refusals import read_words
from crawlers.families.youtube_urls import CHANNEL
from crawlers.families.youtube_videos import Video, largest, read_duration, read_links, read_rounded
from crawlers.json_reading import (
    Object,
    as_object,
    maybe_object,
    maybe_objects,
    maybe_text,
    need,
    need_id,
    need_text,
)
from crawlers.platform import Unreadable
from storage.items import Account, Capture, Watched

_GRIDS = ("richGridRenderer", "gridRenderer")
_APPENDED = ("appendContinuationItemsAction", "reloadContinuationItemsCommand")
_LONGEST_TAIL = 6


@dataclass(frozen=True, slots=True)
class Listing:
    """The entries of the chosen tab, whether there was a grid at all, and what it says if empty."""

    entries: tuple[Object, ...]
    has_grid: bool
    said: str


def find_data(page: bytes, name: str) -> Object | None:
    """The object that a script of the page puts into the variable ``name``; ``None`` if none does.

    Raises ``Unreadable`` where there is one that is no JSON.
    """
    found = re.search(rb"(?:var |window\[\"|)" + name.encode() + rb"(?:\"\])?\s{0,4}=\s{0,4}(?=\{)", page)
    if found is None:
        return None
    end = page.find(b"</script>", found.end())
    text = page[found.end() : end if end >= 0 else len(page)]
    cuts = [len(text), *(one.start() + 1 for one in re.finditer(rb"\};", text))]
    for cut in (cuts[0], *cuts[1 : 1 + _LONGEST_TAIL], *cuts[-_LONGEST_TAIL:]):
        try:
            return as_object(orjson.loads(text[:cut].rstrip(b"; \r\n\t")), name)
        except orjson.JSONDecodeError:
            continue
    raise Unreadable(f"{name}: no JSON")


def read_channel_id(data: Object) -> str:
    """Whose page it is: by its metadata, its header, or the ``browse_id`` that was asked for."""
    metadata = maybe_object(maybe_object(data, "metadata"), "channelMetadataRenderer")
    header = maybe_object(maybe_object(data, "header"), "c4TabbedHeaderRenderer")
    asked = [
        maybe_text(param, "value")
        for service in maybe_objects(maybe_object(data, "responseContext"), "serviceTrackingParams")
        for param in maybe_objects(service, "params")
        if maybe_text(param, "key") == "browse_id"
    ]
    named = (maybe_text(metadata, "externalId"), maybe_text(header, "channelId"), *asked)
    return next((one for one in named if CHANNEL.fullmatch(one)), "")


def read_listing(data: Object) -> Listing:
    """The grid of the chosen tab, or what a scroll added to it."""
    entries: list[Object] = []
    has_grid, said = False, ""
    columns = maybe_object(data, "contents")
    for shape in ("twoColumnBrowseResultsRenderer", "singleColumnBrowseResultsRenderer"):
        for tab in maybe_objects(maybe_object(columns, shape), "tabs"):
            inner = maybe_object(tab, "tabRenderer")
            if inner.get("selected") is not True:
                continue
            for grid in _find_grids(maybe_object(inner, "content")):
                has_grid = True
                entries += maybe_objects(grid, "contents") or maybe_objects(grid, "items")
    for name in ("onResponseReceivedActions", "onResponseReceivedEndpoints"):
        for action in maybe_objects(data, name):
            for kind in _APPENDED:
                if kind in action:
                    has_grid = True
                    entries += maybe_objects(maybe_object(action, kind), "continuationItems")
    for entry in entries:
        said = said or read_words(_message(entry), "text")
    return Listing(tuple(entries), has_grid, said)


def read_videos(listing: Listing, channel: str) -> Iterator[Video]:
    """The videos among the entries of a grid."""
    for number, entry in enumerate(listing.entries):
        shown = maybe_object(maybe_object(entry, "richItemRenderer"), "content") or entry
        for shape, inner in shown.items():
            if isinstance(inner, dict) and shape in _SHAPES:
                video = _SHAPES[shape](inner, channel, f"/entries/{number}")
                if video is not None:
                    yield video


def read_account(data: Object, capture: Capture, watched: Watched) -> Account:
    """What a channel page says of its channel. Raises ``Unreadable`` where it says nothing."""
    metadata = as_object(need(maybe_object(data, "metadata"), "channelMetadataRenderer"), "metadata")
    key = need_id(metadata, "externalId")
    parts, header = _read_header(data)
    handle = next((one[1:] for one in parts if one.startswith("@")), "")
    handle = handle or maybe_text(metadata, "vanityChannelUrl").rpartition("/@")[2].partition("/")[0]
    about = maybe_text(metadata, "description")
    view = maybe_object(maybe_object(header, "banner"), "imageBannerViewModel")
    attributes = {
        "keywords": maybe_text(metadata, "keywords"),
        "shown": " · ".join(parts),
        "verified": "1" if b"BADGE_STYLE_TYPE_VERIFIED" in capture.body[:4_000_000] else "",
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=handle or watched.handle,
        record_id=capture.record_id,
        where="/metadata/channelMetadataRenderer",
        captured_at=capture.captured_at,
        url=f"https://www.youtube.com/channel/{key}",
        host="www.youtube.com",
        display_name=need_text(metadata, "title"),
        bio=about,
        followers=_count(parts, "subscriber"),
        posts=_count(parts, "video"),
        avatar_url=largest(maybe_object(metadata, "avatar")),
        banner_url=largest(maybe_object(view, "image"), "sources"),
        links=read_links(about, "bio"),
        aliases=(watched.key,) if watched.key != key else (),
        attributes={name: value for name, value in attributes.items() if value},
    )


def _find_grids(content: Object) -> Iterator[Object]:
    for shape in _GRIDS:
        if shape in content:
            yield maybe_object(content, shape)
    for section in maybe_objects(maybe_object(content, "sectionListRenderer"), "contents"):
        for inner in maybe_objects(maybe_object(section, "itemSectionRenderer"), "contents"):
            if "gridRenderer" in inner:
                yield maybe_object(inner, "gridRenderer")
            elif _message(inner):
                yield {"items": [inner]}


def _message(entry: Object) -> Object:
    shown = maybe_object(maybe_object(entry, "richItemRenderer"), "content") or entry
    return maybe_object(shown, "messageRenderer")


def _read_lockup(fields: Object, channel: str, where: str) -> Video | None:
    """A card; those of playlists and podcasts are none of a video."""
    if maybe_text(fields, "contentType") not in ("", "LOCKUP_CONTENT_TYPE_VIDEO"):
        return None
    metadata = maybe_object(maybe_object(fields, "metadata"), "lockupMetadataViewModel")
    rows = maybe_objects(maybe_object(maybe_object(metadata, "metadata"), "contentMetadataViewModel"),
                         "metadataRows")  # fmt: skip
    parts = [read_words(part, "text") for row in rows for part in maybe_objects(row, "metadataParts")]
    image = maybe_object(maybe_object(fields, "contentImage"), "thumbnailViewModel")
    badges = [
        maybe_text(maybe_object(badge, "thumbnailBadgeViewModel"), "text")
        for overlay in maybe_objects(image, "overlays")
        for badge in maybe_objects(maybe_object(overlay, "thumbnailBottomOverlayViewModel"), "badges")
    ]
    title = maybe_text(maybe_object(metadata, "title"), "content")
    if not title:
        raise Unreadable(f"{where}: lockupMetadataViewModel.title.content lacks")
    return _make(need_id(fields, "contentId"), title, channel, (where, parts, badges))


def _read_renderer(fields: Object, channel: str, where: str) -> Video | None:
    title = read_words(fields, "title")
    if not title:
        raise Unreadable(f"{where}: title lacks")
    parts = [read_words(fields, "viewCountText"), read_words(fields, "publishedTimeText")]
    return _make(
        need_id(fields, "videoId"), title, channel, (where, parts, [read_words(fields, "lengthText")])
    )


def _read_short(fields: Object, channel: str, where: str) -> Video | None:
    tap = maybe_object(maybe_object(maybe_object(fields, "onTap"), "innertubeCommand"), "reelWatchEndpoint")
    shown = maybe_object(fields, "overlayMetadata")
    video = maybe_text(tap, "videoId") or maybe_text(fields, "entityId").removeprefix("shorts-shelf-item-")
    title = read_words(shown, "primaryText")
    if not video or not title:
        raise Unreadable(f"{where}: a short without id or title")
    return _make(video, title, channel, (where, [read_words(shown, "secondaryText")], []))


def _make(id: str, title: str, channel: str, shown: tuple[str, Sequence[str], Sequence[str]]) -> Video:
    where, parts, badges = shown
    seconds = next((read_duration(one) for one in badges if read_duration(one)), "")
    age = next((one for one in parts if re.search(r"(?i)\bago$", one)), "")
    return Video(
        id=id,
        title=title,
        channel=channel,
        where=where,
        posted=age,
        views=_count(parts, "view"),
        uri=id,
        attributes={"duration_s": seconds, "shown": " · ".join(filter(None, parts)), "partial": "title only"},
    )


def _read_header(data: Object) -> tuple[list[str], Object]:
    """The line of facts under the channel's name, and the header that has it."""
    outer = maybe_object(data, "header")
    header = maybe_object(maybe_object(maybe_object(outer, "pageHeaderRenderer"), "content"),
                          "pageHeaderViewModel")  # fmt: skip
    rows = maybe_objects(maybe_object(maybe_object(header, "metadata"), "contentMetadataViewModel"),
                         "metadataRows")  # fmt: skip
    parts = [read_words(part, "text") for row in rows for part in maybe_objects(row, "metadataParts")]
    older = maybe_object(outer, "c4TabbedHeaderRenderer")
    names = ("channelHandleText", "subscriberCountText", "videosCountText")
    parts += [read_words(older, name) for name in names]
    return [one for one in parts if one], header


def _count(parts: Sequence[str], unit: str) -> int | None:
    return next((read_rounded(one) for one in parts if re.search(rf"(?i)\b{unit}s?\b", one)), None)


_SHAPES = {
    "lockupViewModel": _read_lockup,
    "videoRenderer": _read_renderer,
    "gridVideoRenderer": _read_renderer,
    "shortsLockupViewModel": _read_short,
}
