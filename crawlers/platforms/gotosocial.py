"""GoToSocial, which wants a token for nearly all of its API, and offers RSS at ``/@user/feed.rss``."""

from crawlers.families.mastodon_api import Dialect, mastodon_api

platform = mastodon_api(
    key="gotosocial",
    title="GoToSocial",
    hosts=("gts.superseriousbusiness.org",),
    example="https://gts.superseriousbusiness.org/@gotosocial",
    dialect=Dialect(
        evidence="recorded body",
        notes="hosts not listed: watch them as /@user (mastodon), or /@user/feed.rss (feed)",
    ),
)
