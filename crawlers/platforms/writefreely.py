"""WriteFreely, on write.as and on any other host, by the RSS feed of each blog."""

from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by
from crawlers.words import words

NAME = r"(?![a-z]*\d(?=[a-z0-9]*$|[a-z0-9]*\.)[a-z0-9]{11,})(?P<name>[a-z0-9][a-z0-9-]{0,99})"
"""A blog's name; sixteen letters and digits in a row are a post without a blog."""

platform = site_feed(
    Site(
        key="writefreely",
        title="WriteFreely",
        hosts=("write.as", ".writeas.com"),
        example="https://write.as/matt/",
        find=find_by(
            Rule(
                pattern=r"(?P<name>[a-z0-9][a-z0-9-]{0,62})\.writeas\.com(?:/.*)?",
                feed="https://write.as/{name}/feed/",
                handle="{name}@write.as",
            ),
            Rule(
                pattern=rf"(?P<host>[^/?]+\.[a-z0-9-]+)/{NAME}(?:/.*)?",
                feed="https://{host}/{name}/feed/",
                handle="{name}@{host}",
            ),
            Rule(
                pattern=r"(?P<host>(?!write\.as|.*\.writeas\.com)[^/?]+\.[a-z0-9-]+)(?:/feed)?",
                feed="https://{host}/feed/",
                handle="{host}",
            ),
            reserved=words("read invite local oauth .well-known 500 403 tos upgrade me stats"),
        ),
        prefixed=True,
        sees="the newest ten posts whole",
        notes=(
            "on other hosts than write.as: write writefreely: before the address, of the site itself where "
            "it is one person's; posts without a blog name no account; it federates too, which is not read"
        ),
    )
)
