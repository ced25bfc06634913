"""Invision Community forums (IP.Board) on any host."""

from crawlers.families.forum_html import forum_html
from crawlers.families.forum_invision import INVISION_ALL

platform = forum_html(INVISION_ALL, example="https://invisioncommunity.com/profile/1-charles/")
