"""Tumblr: blogs with their reblogs, by API v2 with a consumer key, else by the feed of the newest posts."""

from collections.abc import Iterable
from functools import partial

from crawlers.families.feed_sites import read_site_feed
from crawlers.families.tumblr_api import CREDENTIAL, ask_api, read_info, read_known_post, read_posts
from crawlers.families.tumblr_feed import SHAPE, ask_rss, read_post_page
from crawlers.families.tumblr_urls import recognise_blog
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the API where its key is there, else by the feed."""
    by_api = (known.routes or ("feed",))[0] == "api"
    yield from ask_api(watched, known) if by_api else ask_rss(watched, known)


platform = Platform(
    key="tumblr",
    title="Tumblr",
    homepage="https://www.tumblr.com/",
    family="tumblr",
    example="https://staff.tumblr.com/",
    recognise=partial(recognise_blog, platform="tumblr"),
    routes=(
        Route(name="api", sees="all public posts with reblog trails, tags, notes", credential=CREDENTIAL),
        Route(name="feed", sees="the newest 20 posts; of known ones whether they are still there"),
    ),
    start=start,
    readers={
        "posts": read_posts,
        "known": read_known_post,
        "info": read_info,
        "feed": partial(read_site_feed, shape=SHAPE),
        "page": read_post_page,
    },
    hosts=("www.tumblr.com", "tumblr.com", ".tumblr.com"),
    credential_hosts=("api.tumblr.com",),
    pace=Pace(
        seconds=3.6, concurrency=1, daily=5000, source="tumblr/docs: a key's 1,000 calls an hour, 5,000 a day"
    ),
    shims=("t.umblr.com/redirect?z=", "href.li/?"),
    imports=(
        (r"api\.tumblr\.com/v2/blog/[^/]+/info", "info"),
        (r"api\.tumblr\.com/v2/blog/[^/]+/posts", "posts"),
        (r"\.tumblr\.com/rss$", "feed"),
    ),
    post_urls=(r"/post/(\d+)", r"tumblr\.com/(?:blog/view/)?@?[\w-]+/(\d{4,})"),
    expects="a feed with at least one post",
    notes=(
        "credential `tumblr`: the OAuth consumer key of an application that you register at "
        "tumblr.com/oauth/apps; blogs on a domain of their own: write tumblr: before the address; no "
        "route tells when a post was edited, known posts are compared; blogs for members are a login wall"
    ),
)
