"""Substack: publications and people's notes, by what their pages ask for; publications also by feed."""

from functools import partial

from crawlers.families.feed_sites import read_site_feed
from crawlers.families.substack import (
    read_archive,
    read_known,
    read_notes,
    read_one_article,
    read_profile,
    read_public_publication,
    start_account,
)
from crawlers.families.substack_feed import SHAPE
from crawlers.families.substack_urls import recognise_account
from crawlers.platform import Pace, Platform, Route

platform = Platform(
    key="substack",
    title="Substack",
    homepage="https://substack.com/",
    family="substack",
    example="https://on.substack.com/",
    recognise=partial(recognise_account, platform="substack"),
    routes=(
        Route(name="page", sees="all articles, those for payers cut; notes with counts; known ones again"),
        Route(name="feed", sees="a publication's newest 20 articles, those for payers cut"),
    ),
    start=start_account,
    readers={
        "archive": read_archive,
        "article": read_one_article,
        "known": read_known,
        "publication": read_public_publication,
        "profile": read_profile,
        "notes": read_notes,
        "feed": partial(read_site_feed, shape=SHAPE),
    },
    hosts=("substack.com", ".substack.com"),
    pace=Pace(seconds=2.0, concurrency=1, source="substack_api waits two seconds; Substack documents none"),
    imports=(
        (r"/api/v1/archive\?", "archive"),
        (r"/api/v1/posts/[^/?]+$", "article"),
        (r"/api/v1/user/[^/]+/public_profile", "profile"),
        (r"/api/v1/reader/feed/profile/\d+", "notes"),
        (r"substack\.com/feed$", "feed"),
    ),
    post_urls=(r"/p/([^/?#]+)", r"/note/(c-\d+)"),
    expects="an archive with at least one article",
    notes=(
        "the JSON is Substack's own and undocumented; articles for payers show their beginning and are "
        "marked truncated; publications on a domain of their own: write substack: before the address"
    ),
)
