"""Mitra, a small ActivityPub server with the Mastodon API and UUIDs for ids."""

from crawlers.families.mastodon_api import Dialect, mastodon_api

platform = mastodon_api(
    key="mitra",
    title="Mitra",
    hosts=("mitra.social",),
    example="https://mitra.social/@silverpill",
    dialect=Dialect(oldest_first=False, page=20),
)
