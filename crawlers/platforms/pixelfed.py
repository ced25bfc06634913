"""Pixelfed, pictures over ActivityPub; most hosts answer its API to token holders only."""

from crawlers.families.mastodon_api import Dialect, mastodon_api
from crawlers.families.mastodon_urls import Spelling

platform = mastodon_api(
    key="pixelfed",
    title="Pixelfed",
    hosts=(
        "pixelfed.social",
        "pixelfed.de",
        "pixelfed.uno",
        "pixelfed.au",
        "pixelfed.tokyo",
        "pixel.tchncs.de",
        "pixey.org",
        "metapixl.com",
        "pxlmo.com",
    ),
    example="https://pixelfed.social/pixelfed",
    dialect=Dialect(
        oldest_first=False,
        spelling=Spelling(bare=True),
        notes="other hosts: watch them as /@user (mastodon)",
    ),
)
