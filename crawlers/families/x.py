"""X, once Twitter: its API, what it lets others embed, its pages in the browser, and captures people made."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.families import x_api, x_embedded, x_web
from crawlers.families.x_people import read_user
from crawlers.families.x_posts import read_post
from crawlers.families.x_refusals import read_x_refusal
from crawlers.families.x_urls import HOSTS, recognise_account
from crawlers.families.x_web import tell_account
from crawlers.json_reading import as_array, as_object, maybe_object, parse_json
from crawlers.platform import Fetch, Pace, Platform, Reading, Route
from storage.items import Capture, Known, Watched

NOTES = (
    "api: a bearer token of an app at developer.x.com (paid by use), as VEDETTE_CREDENTIAL_X; the newest"
    " 3,200 posts, edits and counts, and which posts are gone and why. page: some hundred posts, for many"
    " accounts old ones or none. browser: without login the account and a few popular posts. With a login X"
    " shows more: lend the browser yours (VEDETTE_BROWSER_STATE_X names a file that `playwright open"
    " --save-storage=FILE https://x.com/` made, mode 0600), or record the profile page as HAR or WACZ and"
    " import it. An edited post keeps the id of its first version"
)


def x(key: str, title: str, example: str) -> Platform:
    """The platform."""
    return Platform(
        key=key,
        title=title,
        post_urls=(r"/status(?:es)?/(\d+)",),
        homepage="https://x.com/",
        family="x",
        example=example,
        recognise=lambda url: recognise_account(url, key),
        routes=(
            Route(
                name="api",
                sees="the newest 3,200 posts, reposts, replies, quotes, edits, counts; what is gone, and why",
                credential=x_api.CREDENTIAL,
            ),
            Route(
                name="page",
                sees="the timeline that sites embed: some hundred posts, often old",
            ),
            Route(name="browser", sees="what the public profile page asks for: the account, and a few posts"),
            Route(name="import", sees="whatever the profile or a post showed to the person who recorded it"),
        ),
        start=start_account,
        readers={
            "user": x_api.read_user,
            "posts": x_api.read_posts,
            "known_posts": x_api.read_known_posts,
            "embedded": x_embedded.read_embedded,
            "embedded_post": x_embedded.read_embedded_post,
            "page": x_web.read_profile_page,
            "profile": x_web.read_profile,
            "timeline": x_web.read_timeline,
            "conversation": x_web.read_conversation,
            "statuses": read_statuses,
        },
        hosts=HOSTS,
        credential_hosts=("api.x.com",),
        pace=Pace(
            seconds=2.0,
            concurrency=1,
            source="docs.x.com/x-api/fundamentals/rate-limits: 900 requests for posts in 15 minutes",
        ),
        shims=("t.co",),
        imports=(
            *x_web.IMPORTS,
            *x_api.IMPORTS,
            *x_embedded.IMPORTS,
            (r"^https://api\.(x|twitter)\.com/1\.1/statuses/(user_timeline|lookup)\.json", "statuses"),
        ),
        expects="the account, and a post where its count is not 0",
        evidence="recorded body",
        notes=NOTES,
    )


def start_account(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The first questions of the best route that is open and can be gone."""
    for route in known.routes or ("api",):
        asked: list[Fetch] = []
        if route == "api":
            asked = [x_api.ask_user(watched, known)]
        elif route == "page":
            asked = list(x_embedded.ask_embedded(watched, known))
        elif route == "browser":
            asked = [x_web.ask_page(watched)]
        if asked:
            yield from asked
            return


def read_statuses(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A list of posts of API v1.1, which was closed in 2023: archives and captures hold such."""
    if problem := read_x_refusal(capture, watched):
        yield problem
        return
    owners: set[str] = set()
    for number, fields in enumerate(as_array(parse_json(capture))):
        post = read_post(as_object(fields, f"/{number}"), capture, watched, f"/{number}")
        user = maybe_object(fields, "user")
        if "screen_name" in user and post.account not in owners and not owners:
            owners.add(post.account)
            yield from tell_account(read_user(user, capture, watched, f"/{number}/user"), capture, watched)
        yield post
