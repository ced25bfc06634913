"""Iceshrimp (Iceshrimp.JS), a fork of Firefish; Iceshrimp.NET answers Mastodon's API instead."""

from crawlers.families.misskey_api import OLD_LISTING, Dialect, misskey_api

platform = misskey_api(
    key="iceshrimp",
    title="Iceshrimp",
    hosts=("social.elizabeth.cat",),
    example="https://social.elizabeth.cat/@example",
    dialect=Dialect(listing=OLD_LISTING, notes="other hosts: iceshrimp:https://host/@user;"),
)
