"""What a page says of itself: OpenGraph, schema.org in JSON-LD, and ``<meta>`` names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from crawlers.json_reading import Object, maybe_array, maybe_object, maybe_text
from crawlers.times import parse_time
from crawlers.words import words

ARTICLES = words(
    """
    Article NewsArticle BlogPosting SocialMediaPosting Report OpinionNewsArticle ReportageNewsArticle
    AnalysisNewsArticle BackgroundNewsArticle LiveBlogPosting AdvertiserContentArticle
    """
)
MOST_NODES = 500
MOST_TAGS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class PageWords:
    """Title, authors and dates as the page gives them; empty where it gives none."""

    title: str
    site_name: str
    description: str
    author: str
    posted_at: datetime | None
    posted_at_text: str
    edited_at: datetime | None
    language: str
    tags: tuple[str, ...]
    is_article: bool


def read_words(info: Object) -> PageWords:
    """Read a description's ``meta`` and ``json_ld``."""
    meta = maybe_object(info, "meta")
    article = next(_find_articles(info), {})

    def first(*found: str) -> str:
        return next((" ".join(one.split()) for one in found if one.strip()), "")

    def named(*names: str) -> str:
        return first(*(maybe_text(meta, name) for name in names))

    posted = first(
        named("article:published_time", "og:article:published_time"),
        _say(article.get("datePublished")),
        named(
            "pubdate", "publishdate", "publish_date", "date", "dc.date", "dc.date.issued", "parsely-pub-date"
        ),
    )
    edited = first(named("article:modified_time", "og:updated_time"), _say(article.get("dateModified")))
    posted_at, edited_at = parse_time(posted), parse_time(edited)
    if edited_at is not None and (posted_at is None or edited_at <= posted_at):
        edited_at = None
    return PageWords(
        title=first(named("og:title"), _say(article.get("headline")), maybe_text(info, "title")),
        site_name=first(named("og:site_name", "application-name"), _say(article.get("publisher"))),
        description=first(named("og:description", "description"), _say(article.get("description")))[:2000],
        author=first(_say(article.get("author")), named("author", "article:author", "dc.creator"))[:300],
        posted_at=posted_at,
        posted_at_text=posted[:100],
        edited_at=edited_at,
        language=first(maybe_text(info, "lang"), named("og:locale").replace("_", "-"))[:40],
        tags=_split_tags(named("news_keywords", "keywords")),
        is_article=bool(article) or named("og:type").lower() == "article",
    )


def _find_articles(info: Object) -> Iterator[dict[str, Any]]:
    """The articles in a page's JSON-LD, in order, also within lists and ``@graph``; without recursion."""
    for text in maybe_array(info, "json_ld"):
        try:
            waiting: list[Any] = [orjson.loads(text)] if isinstance(text, str) else []
        except orjson.JSONDecodeError:
            continue  # what a page writes there is often no JSON, and says nothing then
        seen = 0
        while waiting and seen < MOST_NODES:
            node = waiting.pop(0)
            seen += 1
            if isinstance(node, list):
                waiting += node[:MOST_NODES]
            elif isinstance(node, dict):
                kinds = node.get("@type")
                if any(kind in ARTICLES for kind in (kinds if isinstance(kinds, list) else [kinds])
                       if isinstance(kind, str)):  # fmt: skip
                    yield node
                waiting += [node[name] for name in ("@graph", "mainEntity") if name in node]


def _say(value: object) -> str:
    """A text, or the names of one or more things, as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        name = value.get("name")
        return name if isinstance(name, str) else ""
    if isinstance(value, list):
        return ", ".join(filter(None, (_say(one) for one in value[:20] if isinstance(one, (str, dict)))))
    return ""


def _split_tags(text: str) -> tuple[str, ...]:
    for mark in ("，", "、", ";", "；", "|"):
        text = text.replace(mark, ",")
    return tuple(dict.fromkeys(one.strip()[:100] for one in text.split(",") if one.strip()))[:MOST_TAGS]
