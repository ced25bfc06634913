"""note.com, a Japanese platform for articles, by the RSS feed of each creator."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import NAME, REST, Rule, find_by
from crawlers.words import words

platform = site_feed(
    Site(
        key="note",
        title="note",
        hosts=("note.com", "note.mu"),
        example="https://note.com/notemag/",
        find=find_by(
            Rule(pattern=rf"note\.(?:com|mu)/{NAME}{REST}", feed="https://note.com/{name}/rss"),
            reserved=words("hashtag topic magazines notes sitesettings premium interests ranking n d lp"),
        ),
        post_urls=(r"note\.(?:com|mu)/[\w-]+/n/(n[0-9a-f]+)",),
        sees="the newest 25 articles, cut after their opening",
        notes=(
            "the site's own JSON (api/v2/creators) is undocumented and not asked; paid articles show what "
            "everybody sees; creators on a domain of their own: write feed: before DOMAIN/rss"
        ),
    )
)
