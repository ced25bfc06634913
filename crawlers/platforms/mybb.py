"""MyBB forums on any host, 1.6 and 1.8."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_mybb import MYBB

platform = forum_html(
    MYBB,
    example="https://community.mybb.com/member.php?action=profile&uid=1",
    notes="recorded: addresses by name of an index and a member list; the rest by the templates",
)
