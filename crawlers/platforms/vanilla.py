"""Vanilla forums on any host."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_vanilla import VANILLA

platform = forum_html(
    VANILLA,
    example="https://open.vanillaforums.com/profile/1/admin",
    hosts=("open.vanillaforums.com",),
    evidence="recorded body",
)
