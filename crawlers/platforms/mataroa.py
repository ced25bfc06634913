"""Mataroa, a host of plain blogs, by the RSS feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import find_by, on_subdomain

platform = site_feed(
    Site(
        key="mataroa",
        title="Mataroa",
        hosts=(".mataroa.blog",),
        example="https://ludic.mataroa.blog/",
        find=find_by(on_subdomain("mataroa.blog", "rss/")),
        sees="the newest posts whole",
        notes="blogs on a domain of their own: write feed: before DOMAIN/rss/",
    )
)
