"""XenForo forums on any host, versions 1 and 2."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_xenforo import XENFORO

platform = forum_html(
    XENFORO,
    example="https://xenforo.com/community/members/kier.1/",
    evidence="recorded body",
    notes="recorded: a thread of 1; the rest is known by the templates",
)
