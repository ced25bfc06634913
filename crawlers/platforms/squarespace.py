"""Squarespace, a builder of sites, by the RSS form that each page of a blog has."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by

HOST = r"(?P<host>(?!squarespace\.com)[^/?]+\.[a-z0-9-]+)"

platform = site_feed(
    Site(
        key="squarespace",
        title="Squarespace",
        hosts=(".squarespace.com",),
        example="https://example.squarespace.com/blog",
        find=find_by(
            Rule(
                pattern=rf"{HOST}/(?P<blog>[a-z0-9][a-z0-9_-]{{0,63}})(?:/.*)?",
                feed="https://{host}/{blog}?format=rss",
                handle="{host}/{blog}",
            ),
            Rule(
                pattern=HOST,
                feed="https://{host}/blog?format=rss",
                handle="{host}/blog",
            ),
        ),
        prefixed=True,
        sees="the newest 20 entries of that blog",
        notes=(
            "the page of the blog is what is watched, /blog where none is named; on a domain of its own: "
            "write squarespace: before the address"
        ),
    )
)
