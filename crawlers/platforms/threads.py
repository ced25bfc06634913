"""Threads, by its public profile pages and what they ask for themselves."""

from crawlers.families.json_facts import Named
from crawlers.families.spellings import recognise_spelling
from crawlers.families.threads_pages import ASKED, PAGE, read_answer, read_profile, read_shown, start
from crawlers.platform import Pace, Platform, Route

NAMED = Named(
    key="threads",
    title="Threads",
    homepage="https://www.threads.com/",
    example="https://www.threads.com/@zuck",
    hosts=("www.threads.com", "threads.com", "www.threads.net", "threads.net"),
    spellings=(r"threads\.(?:com|net)/@(?P<handle>[A-Za-z0-9_.]{1,30})(?:/[^?]*)?(?:\?.*)?",),
    profile="https://www.threads.com/@$handle",
)

platform = Platform(
    key=NAMED.key,
    title=NAMED.title,
    homepage=NAMED.homepage,
    family="threads",
    example=NAMED.example,
    recognise=lambda url: recognise_spelling(url, NAMED),
    routes=(
        Route(name="page", sees="the account and its newest posts, where the page is sent with its data"),
        Route(name="browser", sees="the newest posts that the page shows and asks for before its login wall"),
        Route(name="import", sees="whatever of a profile a person recorded"),
    ),
    start=start,
    readers={"profile": read_profile, "shown": read_shown, "answer": read_answer},
    hosts=NAMED.hosts,
    order=40,
    pace=Pace(seconds=5.0, concurrency=1),
    imports=((ASKED, "answer"), (PAGE, "profile")),
    post_urls=(r"threads\.(?:com|net)/(?:@[^/]+/post|t)/([\w-]+)",),
    notes="the official interface tells of one's own posts alone; known posts are not asked for again: what "
    "is no longer among the newest says nothing",
)
