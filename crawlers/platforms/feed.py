"""Feeds on any host: RSS, Atom, JSON Feed; of ``feed:`` and a site's address, the feed that it names."""

from crawlers.families.feed import feed

platform = feed(
    key="feed", title="RSS, Atom and JSON Feed", example="https://www.heise.de/rss/heise-atom.xml"
)
