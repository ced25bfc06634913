"""phpBB forums on any host, the commonest engine of small forums."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_phpbb import PHPBB

platform = forum_html(
    PHPBB,
    example="https://www.phpbb.com/community/memberlist.php?mode=viewprofile&u=1000",
    evidence="recorded body",
    notes="recorded: a board; the rest is known by the templates of prosilver and subsilver2",
)
