"""Akkoma, a fork of Pleroma."""

from crawlers.families.mastodon_api import Dialect, mastodon_api
from crawlers.families.mastodon_urls import Spelling

platform = mastodon_api(
    key="akkoma",
    title="Akkoma",
    hosts=("ihatebeinga.live", "akko.wtf", "fedi.absturztau.be"),
    example="https://ihatebeinga.live/users/floatingghost",
    dialect=Dialect(
        spelling=Spelling(bare=True), notes="other hosts: watch them as /@user or /users/user (mastodon)"
    ),
)
