"""Bear Blog, a host of plain blogs, by the Atom feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import find_by, on_subdomain

platform = site_feed(
    Site(
        key="bearblog",
        title="Bear Blog",
        hosts=(".bearblog.dev",),
        example="https://herman.bearblog.dev/",
        find=find_by(on_subdomain("bearblog.dev", "feed/")),
        sees="the newest posts whole, with edits",
        notes="blogs on a domain of their own: write feed: before DOMAIN/feed/",
    )
)
