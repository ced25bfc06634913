"""Scoop.it: a curated topic, by its RSS feed."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by

platform = site_feed(
    Site(
        key="scoopit",
        title="Scoop.it",
        hosts=("scoop.it",),
        example="https://www.scoop.it/topic/curation-tools",
        find=find_by(
            Rule(
                pattern=rf"scoop\.it/(?:t|topic)/{NAME}{REST}", feed="https://www.scoop.it/t/{name}/rss.xml"
            ),
        ),
        post_urls=(r"/p/(\d+)",),
        sees="the newest items of a topic with the curator's words and the page that each is of",
        notes="a topic is what is watched: a user's page (/u/NAME) lists topics and has no feed",
    )
)
