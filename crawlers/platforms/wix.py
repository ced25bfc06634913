"""Wix, a builder of sites, by the RSS feed that its blogs have at a fixed path."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by

platform = site_feed(
    Site(
        key="wix",
        title="Wix",
        hosts=(".wixsite.com",),
        example="https://example.wixsite.com/journal",
        find=find_by(
            Rule(
                pattern=r"(?P<name>[a-z0-9][a-z0-9-]{0,62})\.wixsite\.com/(?!blog-feed\.xml)"
                r"(?P<site>[a-z0-9_-]{1,64})(?:/.*)?",
                feed="https://{name}.wixsite.com/{site}/blog-feed.xml",
                handle="{name}/{site}",
            ),
            Rule(
                pattern=r"(?P<host>(?!.*\.wixsite\.com/).+?\.[a-z0-9-]+)(?:/.*)?",
                feed="https://{host}/blog-feed.xml",
                handle="{host}",
            ),
        ),
        prefixed=True,
        post_urls=(r"/post/([^/?#]+)",),
        sees="the newest 20 entries of the site's blog, cut after their opening",
        notes="sites on a domain of their own: write wix: before the address",
    )
)
