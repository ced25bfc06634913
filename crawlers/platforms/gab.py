"""Gab, a fork of Mastodon 2.8 with its own look-up and plain ``/user`` URLs."""

from crawlers.families.mastodon_api import Dialect, mastodon_api
from crawlers.families.mastodon_urls import Spelling

platform = mastodon_api(
    key="gab",
    title="Gab",
    hosts=("gab.com",),
    example="https://gab.com/a",
    dialect=Dialect(
        lookup="/api/v1/account_by_username/{name}",
        oldest_first=False,
        spelling=Spelling(bare=True),
        gone="suspended",
        notes="Cloudflare may challenge addresses of data centres",
    ),
)
