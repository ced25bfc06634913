"""Firefish (before: Calckey), a fork of Misskey 12 that is no longer developed; hosts still run it."""

from crawlers.families.misskey_api import OLD_LISTING, Dialect, misskey_api

platform = misskey_api(
    key="firefish",
    title="Firefish",
    hosts=("firefish.social", "calckey.social", "info.firefish.dev"),
    example="https://firefish.social/@example",
    dialect=Dialect(listing=OLD_LISTING, notes="other hosts: firefish:https://host/@user;"),
)
