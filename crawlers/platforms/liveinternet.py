"""LiveInternet, a Russian host of diaries, by the RSS feed of each diary."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import REST, Rule, find_by

platform = site_feed(
    Site(
        key="liveinternet",
        title="LiveInternet",
        hosts=("liveinternet.ru",),
        example="https://www.liveinternet.ru/users/kakula/",
        find=find_by(
            Rule(
                pattern=rf"liveinternet\.ru/users/(?P<name>[^/?&\s]{{1,64}}){REST}",
                feed="https://www.liveinternet.ru/users/{name}/rss",
            ),
        ),
        post_urls=(r"/users/[^/?#]+/post(\d+)",),
        sees="the newest entries; entries for friends are never seen",
    )
)
