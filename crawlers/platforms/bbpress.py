"""bbPress forums in WordPress sites on any host."""

from crawlers.families.forum_bbpress import BBPRESS
from crawlers.families.forum_html import forum_html

platform = forum_html(
    BBPRESS,
    example="https://bbpress.org/forums/users/johnjamesjacoby/",
    evidence="recorded body",
    notes="members are known by the name in their address; dates are in a zone that the site does not tell",
)
