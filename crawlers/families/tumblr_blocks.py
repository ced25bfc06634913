"""What a Tumblr post shows: the Neue Post Format (tumblr/docs npf-spec.md), and the older types of posts.

Own words are told from those of others: what an asker asked, and the trail of what is reblogged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawlers.html_text import absolute, find_links, read_html
from crawlers.json_reading import Object, maybe_array, maybe_count, maybe_object, maybe_objects, maybe_text
from storage.items import Link, Media, MediaKind
from storage.shims import unwrap_shim

MOST_BLOCKS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """The words, links, mentions and media of one author; ``asked`` is what somebody else asked in it."""

    title: str = ""
    text: str = ""
    links: tuple[Link, ...] = ()
    mentions: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    asked: str = ""
    asked_by: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said or shown."""
        return not (self.title or self.text or self.media or self.links)


@dataclass(slots=True)
class _Found:
    lines: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)
    media: list[Media] = field(default_factory=list)


def read_content(post: Object) -> Content:
    """What the author of ``post``, in either format, says and shows."""
    if isinstance(post.get("content"), list):
        return read_blocks(maybe_array(post, "content"), maybe_objects(post, "layout"))
    return _read_older(post)


def read_blocks(blocks: Sequence[object], layout: Sequence[Object] = ()) -> Content:
    """A list of content blocks; those that ``layout`` calls an ask are somebody else's."""
    asks = next((one for one in layout if maybe_text(one, "type") == "ask"), {})
    theirs = {number for number in maybe_array(asks, "blocks") if isinstance(number, int)}
    own, asked, title = _Found(), _Found(), ""
    for number, block in enumerate(blocks[:MOST_BLOCKS]):
        if not isinstance(block, dict):
            continue
        if number in theirs:
            _read_block(block, asked)
        elif not title and not own.lines and maybe_text(block, "subtype") == "heading1":
            title = maybe_text(block, "text").strip()
        else:
            _read_block(block, own)
    asker = maybe_text(maybe_object(maybe_object(asks, "attribution"), "blog"), "name")
    return _settle(own, title, "\n".join(asked.lines), asker or ("anonymous" if theirs else ""))


def join(contents: Iterable[Content]) -> Content:
    """What several authors said one after the other, as one."""
    every = list(contents)
    return Content(
        title=next((one.title for one in every if one.title), ""),
        text="\n\n".join(one.text for one in every if one.text),
        links=tuple(dict.fromkeys(link for one in every for link in one.links)),
        mentions=tuple(dict.fromkeys(name for one in every for name in one.mentions)),
        media=tuple(dict.fromkeys(medium for one in every for medium in one.media)),
    )


def read_markup(markup: str, *media: Media, links: tuple[Link, ...] = (), title: str = "") -> Content:
    """A piece of HTML as a post of the older format holds it."""
    shown = read_html(markup)
    return Content(
        title=title,
        text=shown.text,
        links=tuple(dict.fromkeys((*links, *map(_unwrap, shown.links)))),
        mentions=shown.mentions,
        media=tuple(dict.fromkeys((*media, *shown.media))),
    )


def _read_block(block: Object, found: _Found) -> None:
    kind = maybe_text(block, "type")
    url = absolute(maybe_text(block, "url"))
    if kind == "text":
        text = maybe_text(block, "text")
        found.lines.append(text)
        found.links += [_unwrap(link) for link in find_links(text)]
        for mark in maybe_objects(block, "formatting"):
            target = absolute(maybe_text(mark, "url"))
            if maybe_text(mark, "type") == "link" and target:
                found.links.append(_unwrap(Link(url=target, text=_cut(text, mark))))
            elif maybe_text(mark, "type") == "mention" and (
                name := maybe_text(maybe_object(mark, "blog"), "name")
            ):
                found.mentions.append(name)
    elif kind == "image":
        found.media += _read_media(block, "image")
        if caption := maybe_text(block, "caption"):
            found.lines.append(caption)
    elif kind in ("video", "audio"):
        media = list(_read_media(block, "video" if kind == "video" else "audio"))
        found.media += media
        if url and not media:
            found.links.append(_unwrap(Link(url=url, text=maybe_text(block, "title"), kind="embed")))
    elif kind == "link" and url:
        found.links.append(_unwrap(Link(url=url, text=maybe_text(block, "title")[:500], kind="card")))
    elif kind == "poll":
        answers = [maybe_text(one, "answer_text") for one in maybe_objects(block, "answers")]
        found.lines += [maybe_text(block, "question"), *answers]


def _read_media(block: Object, kind: MediaKind) -> Iterable[Media]:
    """The largest form of a medium: an image has a list of forms, a video or a sound has one."""
    forms = maybe_objects(block, "media") or [maybe_object(block, "media")]
    largest = max(
        forms, key=lambda one: (one.get("has_original_dimensions") is True, maybe_count(one, "width") or 0)
    )
    posters = [absolute(maybe_text(one, "url")) for one in maybe_objects(block, "poster")]
    if url := absolute(maybe_text(largest, "url")):
        yield Media(
            url=url,
            kind=kind,
            media_type=maybe_text(largest, "type"),
            description=maybe_text(block, "alt_text"),
            width=maybe_count(largest, "width"),
            height=maybe_count(largest, "height"),
            preview_url=next(filter(None, posters), ""),
        )


def _read_older(post: Object) -> Content:
    """A post of the types from before the Neue Post Format."""
    comment = maybe_text(maybe_object(post, "reblog"), "comment")
    if post.get("reblogged_from_id") and "reblog" in post:
        return read_markup(comment)
    title, url = maybe_text(post, "title"), absolute(maybe_text(post, "url"))
    match maybe_text(post, "type"):
        case "photo":
            return read_markup(maybe_text(post, "caption"), *_read_photos(post))
        case "quote":
            said = read_markup(maybe_text(post, "text"))
            return join((said, read_markup(maybe_text(post, "source"))))
        case "link":
            card = (_unwrap(Link(url=url, text=title[:500], kind="card")),) if url else ()
            return read_markup(maybe_text(post, "description"), *_read_photos(post), links=card, title=title)
        case "chat":
            return read_markup(maybe_text(post, "body"), title=title)
        case "audio" | "video" as kind:
            address = absolute(maybe_text(post, f"{kind}_url"))
            preview = absolute(maybe_text(post, "thumbnail_url") or maybe_text(post, "album_art"))
            medium = (Media(url=address, kind=kind, preview_url=preview),) if address else ()
            return read_markup(maybe_text(post, "caption"), *medium)
        case "answer":
            said = read_markup(maybe_text(post, "answer"))
            question = read_html(maybe_text(post, "question")).text
            asker = maybe_text(post, "asking_name") or "anonymous"
            return Content(text=said.text, links=said.links, media=said.media, asked=question, asked_by=asker)
    return read_markup(maybe_text(post, "body"), title=title)


def _read_photos(post: Object) -> Iterable[Media]:
    for photo in maybe_objects(post, "photos"):
        sizes = [maybe_object(photo, "original_size"), *maybe_objects(photo, "alt_sizes")]
        largest = max(sizes, key=lambda one: maybe_count(one, "width") or 0)
        if url := absolute(maybe_text(largest, "url")):
            yield Media(
                url=url,
                kind="image",
                description=read_html(maybe_text(photo, "caption")).text,
                width=maybe_count(largest, "width"),
                height=maybe_count(largest, "height"),
            )


def _settle(found: _Found, title: str, asked: str, asker: str) -> Content:
    links = {one.url: one for one in found.links}  # the later has the words under which it stands
    return Content(
        title=title,
        text="\n".join(found.lines).strip(),
        links=tuple(links.values()),
        mentions=tuple(dict.fromkeys(found.mentions)),
        media=tuple(dict.fromkeys(found.media)),
        asked=asked,
        asked_by=asker,
    )


def _cut(text: str, mark: Object) -> str:
    """The words that a formatting range covers; ranges count code points, as Python does."""
    start, end = maybe_count(mark, "start"), maybe_count(mark, "end")
    return text[start:end][:500] if start is not None and end is not None else ""


def _unwrap(link: Link) -> Link:
    return Link(url=link.url, text=link.text, kind=link.kind, expanded=unwrap_shim(link.url) or "")
