"""vBulletin forums on any host, versions 3 to 5."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_vbulletin import VBULLETIN

platform = forum_html(
    VBULLETIN,
    example="https://www.askdin.com/member.php?u=22107",
    evidence="recorded body",
    notes="recorded: a board and a thread of 4; version 3 is known by its templates, of 5 little is known",
)
