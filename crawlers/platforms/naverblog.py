"""Naver Blog, the largest Korean host of blogs, by the RSS feed that its server for feeds gives."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by

FEED = "https://rss.blog.naver.com/{name}.xml"

platform = site_feed(
    Site(
        key="naverblog",
        title="Naver Blog",
        hosts=("blog.naver.com", "rss.blog.naver.com", ".blog.me"),
        example="https://blog.naver.com/naver_diary",
        find=find_by(
            Rule(
                pattern=rf"blog\.naver\.com/[a-z]{{1,40}}\.(?:naver|nhn)\?(?:.*&)?blogid={NAME}(?:&.*)?",
                feed=FEED,
            ),
            Rule(pattern=rf"blog\.naver\.com/{NAME}{REST}", feed=FEED),
            Rule(pattern=rf"rss\.blog\.naver\.com/{NAME}(?:\.xml)?", feed=FEED),
            Rule(pattern=rf"{NAME}\.blog\.me{REST}", feed=FEED),
        ),
        post_urls=(r"blog\.naver\.com/[\w-]+/(\d{6,})", r"[?&]logNo=(\d{6,})"),
        sees="the newest 50 entries, cut after their opening; none where the owner switched the feed off",
    )
)
