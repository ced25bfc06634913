"""Livedoor Blog, a Japanese host of blogs under several domains, by the RDF feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by, on_subdomain

DOMAINS = "livedoor.blog|livedoor.biz|blog.jp|doorblog.jp|ldblog.jp"

platform = site_feed(
    Site(
        key="livedoor",
        title="Livedoor Blog",
        hosts=("blog.livedoor.jp", *(f".{domain}" for domain in DOMAINS.split("|"))),
        example="https://blog.livedoor.jp/staff/",
        find=find_by(
            Rule(
                pattern=rf"blog\.livedoor\.jp/{NAME}{REST}",
                feed="https://blog.livedoor.jp/{name}/index.rdf",
                handle="blog.livedoor.jp/{name}",
            ),
            on_subdomain(DOMAINS, "index.rdf"),
        ),
        post_urls=(r"/archives/(\d+)\.html",),
        sees="the newest entries; RSS 1.0 tells no edits",
    )
)
