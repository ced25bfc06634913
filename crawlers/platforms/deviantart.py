"""DeviantArt: an artist's works, by the RSS form of its search."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by
from crawlers.words import words

FEED = "https://backend.deviantart.com/rss.xml?type=deviation&q=by%3A{name}+sort%3Atime+meta%3Aall"

platform = site_feed(
    Site(
        key="deviantart",
        title="DeviantArt",
        hosts=("deviantart.com", ".deviantart.com", "backend.deviantart.com"),
        example="https://www.deviantart.com/deviantart",
        find=find_by(
            Rule(
                pattern=rf"backend\.deviantart\.com/rss\.xml\?(?:.*&)?q=(?:by|gallery):{NAME}(?:[ /&].*)?",
                feed=FEED,
            ),
            Rule(pattern=rf"deviantart\.com/{NAME}{REST}", feed=FEED),
            Rule(pattern=rf"(?!backend\.){NAME}\.deviantart\.com{REST}", feed=FEED),
            reserved=words(
                "_deviations deviation art popular groups watch daily-deviations morelikethis "
                "core-membership developers chat forum prints topic studio outgoing backend newest posts"
            ),
        ),
        empty="not_found",
        shims=("deviantart.com/outgoing?",),
        post_urls=(r"deviantart\.com/[\w-]+/(?:art|journal)/[\w-]*?(\d+)(?:[?#]|$)",),
        sees="works page by page with pictures and descriptions; not journals, nor works for members alone",
        notes="an artist who never was is a search without result; the site's own pages meet a bot check",
    )
)
