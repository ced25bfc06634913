"""Mastodon, on any host: also Hometown, glitch-soc and whatever else answers its API at ``/@user``."""

from crawlers.families.mastodon_api import Dialect, mastodon_api

platform = mastodon_api(
    key="mastodon",
    title="Mastodon",
    example="https://mastodon.social/@Mastodon",
    dialect=Dialect(
        evidence="recorded body", notes="hosts in limited federation mode answer 401 without a token"
    ),
)
