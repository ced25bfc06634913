"""Weebly, a builder of sites, by the RSS feed of a site's first blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import find_by, on_subdomain

platform = site_feed(
    Site(
        key="weebly",
        title="Weebly",
        hosts=(".weebly.com",),
        example="https://example.weebly.com/blog",
        find=find_by(on_subdomain("weebly.com", "1/feed")),
        sees="the newest entries of the site's first blog",
        notes="a site's further blogs: write feed: before their /2/feed, /3/feed …",
    )
)
