"""Hive, a chain of blogs that hive.blog, PeakD and Ecency show."""

from crawlers.families.blog_chain import list_chain
from crawlers.families.json_facts import Named
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

platform = json_list(
    Named(
        key="hive",
        title="Hive (hive.blog, PeakD, Ecency)",
        homepage="https://hive.blog/",
        example="https://hive.blog/@hiveio",
        hosts=("hive.blog", "peakd.com", "ecency.com"),
        api_hosts=("api.hive.blog",),
        spellings=(
            r"(?:hive\.blog|peakd\.com|ecency\.com)/(?:[\w-]+/)?@(?P<handle>[a-z][a-z0-9.-]{2,15})(?:/[^?]*)?(?:\?.*)?",
        ),
        profile="https://hive.blog/@$handle",
        routes=(Route(name="api", sees="all posts of an account as they stand now; known ones again"),),
        pace=Pace(seconds=0.5, concurrency=1),
        post_urls=(r"(?:hive\.blog|peakd\.com|ecency\.com)/(?:[\w-]+/)?@([a-z0-9.-]+/[\w-]+)",),
        notes="the chain keeps every edit, the interface shows the last; comments and reblogs are not asked "
        "for; "
        "questions are posted to one address, so imports cannot tell them apart",
    ),
    list_chain("https://api.hive.blog/", "https://hive.blog"),
)
