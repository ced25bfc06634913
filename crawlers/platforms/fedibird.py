"""Fedibird, a Japanese fork of Mastodon with quotes and references of its own."""

from crawlers.families.mastodon_api import mastodon_api

platform = mastodon_api(
    key="fedibird", title="Fedibird", hosts=("fedibird.com",), example="https://fedibird.com/@noellabo"
)
