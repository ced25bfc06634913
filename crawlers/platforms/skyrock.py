"""Skyrock (Skyblog), a French host of blogs that closed; its feeds are read from captures made before."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import find_by, on_subdomain

platform = site_feed(
    Site(
        key="skyrock",
        title="Skyrock (Skyblog)",
        hosts=(".skyrock.com",),
        example="https://pips.skyrock.com/",
        find=find_by(on_subdomain("skyrock.com", "rss.xml")),
        post_urls=(r"\.skyrock\.com/(\d+)(?:-[^/?#]*)?\.html",),
        broken="Skyrock took all its blogs off the web on 21 August 2023",
        notes="import captures of the blog or its feed, as web archives hold them",
    )
)
