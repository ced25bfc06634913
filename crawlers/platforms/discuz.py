"""Discuz! forums on any host: most forums in Chinese run it."""

from crawlers.families.forum_discuz import DISCUZ_ALL
from crawlers.families.forum_html import forum_html

platform = forum_html(
    DISCUZ_ALL,
    example="https://www.discuz.net/home.php?mod=space&uid=1",
    notes="some forums show members' lists and profiles to nobody without login; their boards can be watched",
)
