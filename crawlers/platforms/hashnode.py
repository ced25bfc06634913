"""Hashnode, a host of developers' blogs, by the RSS feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by, on_subdomain

platform = site_feed(
    Site(
        key="hashnode",
        title="Hashnode",
        hosts=(".hashnode.dev",),
        example="https://example.hashnode.dev/",
        find=find_by(
            on_subdomain("hashnode.dev", "rss.xml"),
            Rule(
                pattern=r"(?P<host>(?![^/]*\bhashnode\.)[^/?]+\.[a-z0-9-]+)(?:/.*)?",
                feed="https://{host}/rss.xml",
                handle="{host}",
            ),
        ),
        prefixed=True,
        sees="the newest posts whole, with tags",
        notes="blogs on a domain of their own: write hashnode: before the address",
    )
)
