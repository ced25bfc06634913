"""Posts in the markup of VKontakte's pages: the mobile site's, the old desktop site's and the new one's.

Sources: public programs that read these pages (class names of each). The mobile site says
``div.wall_item > a.post__anchor[name=post-1_2], a.wi_date, div.pi_text``; the old desktop site
``div.post[data-post-id] .wall_post_text, .rel_date[time]``; the new one ``[data-testid=post][data-post-id]``.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from lxml import etree

from crawlers.families.vk_times import read_time
from crawlers.families.vk_words import find_hashtags, read_away
from crawlers.html_text import absolute, find_class, read_element, select
from crawlers.platform import Unreadable
from crawlers.times import parse_time
from storage.items import Capture, Link, Media, Post, Watched

BASE = "https://vk.com/"
_POST = re.compile(r"(?:post|wall)?(-?\d{1,16}_\d{1,16})")
_ORIGINAL = re.compile(r"/wall(-?\d{1,16}_\d{1,16})")
_SKIPPED = frozenset(
    {"pi_text_more", "PostTextMore", "PostTextMore__content", "wall_post_more", "pic_body_wrap"}
)
_NESTED = ("pic_body_wrap", "copy_quote", "Post__copyQuote")
_TEXTS = ("pi_text", "wall_post_text")


def find_posts(root: etree._Element) -> list[etree._Element]:
    """The blocks of a wall's posts, without posts within posts."""
    for found in (
        find_class(root, "wall_item"),
        select(
            root,
            "//*[@data-testid='post'][@data-post-id]"
            "[not(@data-post-nesting-lvl) or @data-post-nesting-lvl='0']",
        ),
        [one for one in find_class(root, "post") if one.get("data-post-id")],
    ):
        if found:
            return found
    return []


def read_block(block: etree._Element, capture: Capture, watched: Watched) -> Post:
    """One post. Raises ``Unreadable`` where the block has no id."""
    place = _read_id(block)
    owner = place.rpartition("_")[0]
    nested = next((one for name in _NESTED for one in find_class(block, name)), None)
    text_block = _find_text(block, nested)
    own = read_element(text_block, BASE, _SKIPPED) if text_block is not None else None
    shown, original = own, ""
    if nested is not None:
        original = next((one for one in map(_original_of, _hrefs(nested)) if one and one != place), "")
        if not (own and own.text):
            inner = _find_text(nested, None)
            shown = read_element(inner, BASE, _SKIPPED) if inner is not None else None
    repeats = nested is not None and not (own and own.text)
    text = shown.text if shown else ""
    links = [_link(one) for one in shown.links if not _is_inner(one.url)] if shown else []
    links += [_link(Link(url=one, kind="card")) for one in _hrefs(block) if "/away.php" in one]
    written = _read_date(block)
    posted = parse_time(written) if written.isdigit() else read_time(written, capture.captured_at)
    people = [one.get("href") or "" for one in find_class(block, "pi_author")]
    away = [one for one in _hrefs(block) if read_away(one)]
    facts = {"shims": "\n".join(away)[:4000], "author_url": next(iter(people), "")}
    facts["precision"] = "minute" if posted and not written.isdigit() else ""
    return Post(
        platform=watched.platform,
        id=place,
        account=owner,
        url=f"https://vk.com/wall{place}",
        text=text,
        record_id=capture.record_id,
        where=f"[name=post{place}]",
        captured_at=capture.captured_at,
        kind="repost" if repeats else "quote" if nested is not None else "post",
        author=original.rpartition("_")[0] if repeats else "",
        posted_at=posted,
        posted_at_text=written,
        pinned=_is_pinned(block),
        repost_of=original if repeats else "",
        quote_of=original if nested is not None and not repeats else "",
        hashtags=find_hashtags(text),
        mentions=tuple(dict.fromkeys(_mentions(text_block))),
        media=_read_media(block, None if repeats else nested),
        links=tuple({one.url: one for one in reversed(links)}.values())[::-1],
        replies=_read_count(block, "_item_replies", "comments"),
        reposts=_read_count(block, "PostBottomButton--share", "share"),
        likes=_read_count(block, "PostBottomButtonReaction__label", "like"),
        views=_read_count(block, "Socials__viewsCount", "views"),
        route=capture.route,
        uri=f"wall{place}",
        attributes={name: value for name, value in facts.items() if value},
    )


def _read_id(block: etree._Element) -> str:
    named = [block.get("data-post-id") or "", block.get("id") or ""]
    named += [one.get("name") or "" for one in find_class(block, "post__anchor")]
    for name in named:
        if found := _POST.fullmatch(name):
            return found[1]
    raise Unreadable("a post without id: neither data-post-id nor a.post__anchor")


def _find_text(block: etree._Element, nested: etree._Element | None) -> etree._Element | None:
    inside = set(nested.iter()) if nested is not None else set()
    found = [one for name in _TEXTS for one in find_class(block, name)]
    found += select(block, ".//*[@data-testid='post_text' or starts-with(@data-testid, 'showmoretext')]")
    return next((one for one in found if one not in inside), None)


def _read_date(block: etree._Element) -> str:
    """Epoch seconds where the markup has them, else the words."""
    for name in ("wi_date", "rel_date"):
        for one in find_class(block, name):
            return one.get("time") or read_element(one).text
    for one in select(block, ".//*[@data-testid='post_date_block_preview']"):
        return one.get("data-ts") or read_element(one).text
    return ""


def _is_pinned(block: etree._Element) -> bool:
    said = " ".join(
        read_element(one).text for name in ("wi_explain", "explain") for one in find_class(block, name)
    )
    return bool(re.search(r"(?i)закреп|pinned", said)) or "post_fixed" in (block.get("class") or "").split()


def _read_media(block: etree._Element, without: etree._Element | None) -> tuple[Media, ...]:
    """Pictures with their largest address: ``data-src_big`` is ``URL|WIDTH|HEIGHT``."""
    left_out = set(without.iter()) if without is not None else set()
    media: dict[str, Media] = {}
    for name in ("MediaGrid__interactive", "PhotoPrimaryAttachment__interactive", "thumb_map_img_as_div"):
        for one in find_class(block, name):
            if one in left_out:
                continue
            url, _, size = (one.get("data-src_big") or "").replace("%7C", "|").partition("|")
            width, _, height = size.partition("|")
            if url := absolute(url):
                sides = [int(side) if side.isascii() and side.isdigit() and len(side) < 6 else None
                         for side in (width, height)]  # fmt: skip
                media.setdefault(url, Media(url=url, kind="image", width=sides[0], height=sides[1]))
    if not media:
        for name in (
            "PhotoPrimaryAttachment__imageElement",
            "MediaGrid__imageElement",
            "MediaGrid__imageSingle",
        ):
            for one in find_class(block, name):
                if one not in left_out and (url := absolute(one.get("src") or "")):
                    media.setdefault(url, Media(url=url, kind="image"))
    return tuple(media.values())


def _read_count(block: etree._Element, name: str, word: str) -> int | None:
    found = find_class(block, name) or select(block, f".//*[@data-testid='post_footer_action_{word}']")
    for one in found:
        text = (one.get("aria-label") or read_element(one).text).replace("\xa0", " ").strip()
        if number := re.match(r"(\d[\d ]{0,15})(?![\d.,KКMМ])", text):
            return int(number[1].replace(" ", ""))
    return None


def _hrefs(block: etree._Element) -> list[str]:
    return [absolute(one.get("href") or "", BASE) for one in block.iter("a")]


def _original_of(url: str) -> str:
    found = _ORIGINAL.search(url)
    return found[1] if found else ""


def _link(link: Link) -> Link:
    """What the author wrote: the leaving page is put before it by the page itself."""
    return Link(url=read_away(link.url) or link.url, text=link.text, kind=link.kind)


def _is_inner(url: str) -> bool:
    """Links to people, hashtags and searches of VKontakte itself; what leaves it goes by ``away.php``."""
    return bool(
        re.match(r"https://(m\.)?vk\.(com|ru)/(?!away\.php)(feed|search|id\d|club\d|public\d|im\b|$)", url)
    )


def _mentions(block: etree._Element | None) -> list[str]:
    if block is None:
        return []
    hrefs = [unquote(one.get("href") or "") for one in block.iter("a")]
    found = [re.fullmatch(r"/((?:id|club|public)\d+|[A-Za-z][\w.]+)", href) for href in hrefs]
    return [one[1] for one in found if one and not one[1].endswith(".php")]
