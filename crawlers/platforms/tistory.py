"""Tistory, Kakao's Korean host of blogs, by the RSS feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import find_by, on_subdomain

platform = site_feed(
    Site(
        key="tistory",
        title="Tistory",
        hosts=(".tistory.com",),
        example="https://notice.tistory.com/",
        find=find_by(on_subdomain("tistory.com", "rss")),
        post_urls=(r"\.tistory\.com/(?:m/)?(\d+)(?:[?#]|$)", r"\.tistory\.com/(?:m/)?entry/([^/?#]+)"),
        sees="the newest ten to fifty entries, as many as the owner chose",
        notes="blogs on a domain of their own: write feed: before DOMAIN/rss",
    )
)
