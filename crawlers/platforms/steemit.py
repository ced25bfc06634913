"""Steemit, the first site of the Steem chain."""

from crawlers.families.blog_chain import list_chain
from crawlers.families.json_facts import Named
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

platform = json_list(
    Named(
        key="steemit",
        title="Steemit",
        homepage="https://steemit.com/",
        example="https://steemit.com/@steemitblog",
        hosts=("steemit.com", "www.steemit.com"),
        api_hosts=("api.steemit.com",),
        spellings=(r"steemit\.com/(?:[\w-]+/)?@(?P<handle>[a-z][a-z0-9.-]{2,15})(?:/[^?]*)?(?:\?.*)?",),
        profile="https://steemit.com/@$handle",
        routes=(Route(name="api", sees="all posts of an account as they stand now; known ones again"),),
        pace=Pace(seconds=0.5, concurrency=1),
        post_urls=(r"steemit\.com/(?:[\w-]+/)?@([a-z0-9.-]+/[\w-]+)",),
        notes="accounts from before 2020 stand on Hive too, under the same names; comments and resteems are "
        "not asked "
        "for; questions are posted to one address, so imports cannot tell them apart",
    ),
    list_chain("https://api.steemit.com/", "https://steemit.com"),
)
