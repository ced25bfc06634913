"""Blogspot: Blogger's blogs, by API v3 with an API key, else by the feed that every blog has."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from crawlers.families.blogger_api import (
    CREDENTIAL,
    HOST,
    ask_blog,
    ask_post,
    ask_posts,
    read_blog,
    read_one_post,
    read_posts,
)
from crawlers.families.blogger_feed import SHAPE, locate_feed, recognise_blog
from crawlers.families.feed_sites import MOST_RECHECKS, ask_feed, ask_known, read_known_entry, read_site_feed
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """What last changed, by one list; known posts one by one."""
    if (known.routes or ("feed",))[0] != "api":
        yield ask_feed(locate_feed(watched), known)
        yield from ask_known(known, lambda id, _: _locate(watched, id))
        return
    since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
    context = {"since": since} if since else {}
    blog = next((key for key in (watched.key, known.key) if key.isdigit()), "")
    if blog and since:
        yield ask_posts(blog, context)
    else:
        yield ask_blog(blog, f"https://{watched.host}/", context)
    for post in known.recheck[:MOST_RECHECKS]:
        number, _, name = post.id.partition("/")
        if number.isdigit() and name.isdigit():
            yield ask_post(number, name)


def _locate(watched: Watched, id: str) -> str:
    number, _, name = id.partition("/")
    return locate_feed(watched, name) if number.isdigit() and name.isdigit() else ""


platform = Platform(
    key="blogspot",
    title="Blogspot (Blogger)",
    homepage="https://www.blogger.com/",
    family="blogger",
    example="https://buzz.blogspot.com/",
    recognise=partial(recognise_blog, platform="blogspot"),
    routes=(
        Route(
            name="api",
            sees="all public posts with edits, labels, comment counts, pictures; the blog's day of birth",
            credential=CREDENTIAL,
        ),
        Route(name="feed", sees="all public posts page by page, last changed first, with edits and labels"),
    ),
    start=start,
    post_urls=(r"(/\d{4}/\d\d/[^/?#]+\.html)",),
    readers={
        "feed": partial(read_site_feed, shape=SHAPE),
        "known": partial(read_known_entry, shape=SHAPE),
        "blog": read_blog,
        "posts": read_posts,
        "post": read_one_post,
    },
    hosts=(".blogspot.com", "www.blogger.com"),
    credential_hosts=(HOST,),
    order=40,
    pace=Pace(
        seconds=1.0, concurrency=2, source="our own courtesy; the API's quota is 10,000 questions a day"
    ),
    imports=(
        (r"/blogger/v3/blogs/(byurl\?|\d+(\?|$))", "blog"),
        (r"/blogger/v3/blogs/\d+/posts(\?|$)", "posts"),
        (r"/feeds/(\d+/)?posts/(default|full)(\?|$)", "feed"),
    ),
    expects="a feed with at least one post",
    evidence="recorded body",
    notes=(
        "credential `blogger`: an API key of a Google Cloud project (console.cloud.google.com, enable the "
        "Blogger API); blogs on a domain of their own: write blogspot: before the home page; profiles are no "
        "blogs: watch the blogs that they list; blogs for invited readers show nothing"
    ),
)
