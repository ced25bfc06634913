"""Sharkey, a fork of Misskey in which notes can be edited."""

from crawlers.families.misskey_api import Dialect, misskey_api

platform = misskey_api(
    key="sharkey",
    title="Sharkey",
    hosts=("transfem.social", "blahaj.zone", "eepy.moe", "sharkey.team"),
    example="https://blahaj.zone/@example",
    dialect=Dialect(notes="other hosts: sharkey:https://host/@user;"),
)
