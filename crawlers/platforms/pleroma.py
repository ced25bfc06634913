"""Pleroma and Rebased, which answer the Mastodon API and add ``pleroma`` objects to it."""

from crawlers.families.mastodon_api import Dialect, mastodon_api
from crawlers.families.mastodon_urls import Spelling

platform = mastodon_api(
    key="pleroma",
    title="Pleroma",
    hosts=(
        "poa.st",
        "spinster.xyz",
        "gleasonator.com",
        "lain.com",
        "freespeechextremist.com",
        "pleroma.envs.net",
    ),
    example="https://gleasonator.com/users/alex",
    dialect=Dialect(
        spelling=Spelling(bare=True),
        evidence="recorded body",
        notes="other hosts: watch them as /@user or /users/user (mastodon)",
    ),
)
