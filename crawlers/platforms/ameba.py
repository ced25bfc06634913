"""Ameba Blog (Ameblo), a Japanese host of blogs, by the RSS feed that its server for feeds gives."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by

FEED = "https://rssblog.ameba.jp/{name}/rss20.xml"

platform = site_feed(
    Site(
        key="ameba",
        title="Ameba Blog",
        hosts=("ameblo.jp", "rssblog.ameba.jp", "profile.ameba.jp"),
        example="https://ameblo.jp/staff/",
        find=find_by(
            Rule(pattern=rf"ameblo\.jp/{NAME}{REST}", feed=FEED),
            Rule(pattern=rf"profile\.ameba\.jp/ameba/{NAME}{REST}", feed=FEED),
            Rule(pattern=rf"rssblog\.ameba\.jp/{NAME}/rss(?:20)?\.(?:xml|html)", feed=FEED),
        ),
        post_urls=(r"ameblo\.jp/[\w-]+/entry-(\d+)\.html",),
        sees="the newest entries; entries for followers alone (amember) are never seen",
    )
)
