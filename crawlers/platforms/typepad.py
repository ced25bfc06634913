"""TypePad, a host of blogs that closed; its feeds are read from captures that were made before."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import YEAR_OR_PAGE, Rule, find_by

HOST = r"(?P<name>[a-z0-9][a-z0-9_-]{0,62})\.typepad\.com"

platform = site_feed(
    Site(
        key="typepad",
        title="TypePad",
        hosts=(".typepad.com",),
        example="https://everything.typepad.com/blog/",
        find=find_by(
            Rule(
                pattern=rf"{HOST}/{YEAR_OR_PAGE}(?P<blog>[a-z0-9_-]{{1,64}})(?:/.*)?",
                feed="https://{name}.typepad.com/{blog}/atom.xml",
                handle="{name}/{blog}",
            ),
            Rule(pattern=rf"{HOST}(?:/.*)?", feed="https://{name}.typepad.com/atom.xml"),
        ),
        post_urls=(r"\.typepad\.com/(?:[\w-]+/)?\d{4}/\d\d/([\w-]+)\.html",),
        evidence="recorded body",
        broken="TypePad closed on 30 September 2025 and deleted its blogs",
        notes="import captures of the blog or its feed, as web archives hold them",
    )
)
