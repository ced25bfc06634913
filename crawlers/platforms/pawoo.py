"""Pawoo, a large Japanese Mastodon host."""

from crawlers.families.mastodon_api import mastodon_api

platform = mastodon_api(
    key="pawoo", title="Pawoo", hosts=("pawoo.net",), example="https://pawoo.net/@pawoo_support"
)
