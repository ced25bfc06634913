"""Hatena Blog, a Japanese host of blogs under six domains, by each blog's Atom feed."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by, on_subdomain

DOMAINS = "hatenablog.com|hatenablog.jp|hateblo.jp|hatenadiary.com|hatenadiary.jp|hatenadiary.org"

platform = site_feed(
    Site(
        key="hatena",
        title="Hatena Blog",
        hosts=(*(f".{domain}" for domain in DOMAINS.split("|")), "blog.hatena.ne.jp"),
        example="https://staff.hatenablog.com/",
        find=find_by(
            on_subdomain(DOMAINS, "feed"),
            Rule(
                pattern=rf"blog\.hatena\.ne\.jp/[^/]+/(?P<name>[a-z0-9-]+)\.(?P<domain>{DOMAINS})(?:/.*)?",
                feed="https://{name}.{domain}/feed",
                handle="{name}.{domain}",
            ),
        ),
        sees="the newest entries whole, with edits and categories",
        notes="blogs on a domain of their own: write feed: before the address",
    )
)
