"""Snapchat: public profiles as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="snapchat",
        title="Snapchat",
        homepage="https://www.snapchat.com/",
        example="https://www.snapchat.com/add/djkhaled305",
        hosts=("www.snapchat.com", "snapchat.com"),
        spellings=(r"snapchat\.com/(?:add/|@)(?P<handle>[A-Za-z0-9][\w.-]{1,31})(?:/[^?]*)?(?:\?.*)?",),
        profile="https://www.snapchat.com/add/$handle",
        pace=Pace(seconds=5.0, concurrency=1),
        notes="stories and spotlights last a day: the page shows what of them is public, with its pictures",
    ),
    (Marker(kind="not_found", when="/status=404"),),
)
