"""Truth Social, a fork of Mastodon that answers its API to logged-in readers only."""

from crawlers.families.mastodon_api import Dialect, mastodon_api

platform = mastodon_api(
    key="truthsocial",
    title="Truth Social",
    hosts=("truthsocial.com",),
    example="https://truthsocial.com/@realDonaldTrump",
    dialect=Dialect(
        page=20,
        oldest_first=False,
        credential="truthsocial",
        evidence="recorded body",
        notes="the API wants a reader's token; without one the browser shows a few posts",
    ),
)
