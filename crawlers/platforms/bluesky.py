"""Bluesky and every other server of the AT Protocol network."""

from crawlers.families.atproto import atproto

platform = atproto(key="bluesky", title="Bluesky (AT Protocol)", example="https://bsky.app/profile/bsky.app")
