"""Misskey: misskey.io and other hosts that are known, and any host with ``misskey:`` before the address."""

from crawlers.families.misskey_api import OLD_LISTING, Dialect, misskey_api

platform = misskey_api(
    key="misskey",
    title="Misskey",
    hosts=(
        "misskey.io",
        "misskey.design",
        "misskey.art",
        "nijimiss.moe",
        "oekakiskey.com",
        "misskey.systems",
        "sushi.ski",
    ),
    example="https://misskey.io/@syuilo",
    dialect=Dialect(
        listing={"withReplies": True, "withRenotes": True, "withChannelNotes": True, **OLD_LISTING},
        evidence="recorded body",  # of a user; notes are read by their documented shape
        notes="other hosts: misskey:https://host/@user;",
    ),
)
