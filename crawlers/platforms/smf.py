"""SMF (Simple Machines) forums on any host, 2.0 and 2.1."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_smf import SMF

platform = forum_html(
    SMF,
    example="https://www.simplemachines.org/community/index.php?action=profile;u=2",
    evidence="recorded body",
    notes="recorded: a board of 2.0; threads and profiles are known by the templates",
)
