"""Instagram: profiles and their posts."""

from collections.abc import Iterable

from crawlers.families.instagram_graph import CREDENTIAL, read_discovery, read_own, start_api
from crawlers.families.instagram_urls import HOSTS, recognise_account
from crawlers.families.instagram_web import (
    read_call,
    read_document,
    read_embed,
    read_embedded_post,
    read_shown,
    start_browser,
    start_page,
)
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched

_STARTS = {"api": start_api, "page": start_page, "browser": start_browser}


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The first questions by the first route that is open."""
    route = next((one for one in known.routes if one in _STARTS), "" if known.routes else "api")
    if route:
        yield from _STARTS[route](watched, known)


platform = Platform(
    key="instagram",
    title="Instagram",
    homepage="https://www.instagram.com/",
    family="instagram",
    example="https://www.instagram.com/nasa/",
    recognise=recognise_account,
    routes=(
        Route(
            name="api",
            sees="professional accounts: profile, counts, all posts with captions, likes and comments; no"
            " stories, no personal accounts",
            credential=CREDENTIAL,
        ),
        Route(
            name="page", sees="the embedded profile: its newest posts; known posts by their embedded pages"
        ),
        Route(name="browser", sees="the public profile as it is scrolled, until Instagram asks for a login"),
        Route(name="import", sees="whatever the person who recorded it could see"),
    ),
    start=start,
    post_urls=(r"/(?:p|reel|reels|tv)/([\w-]+)",),
    readers={
        "own": read_own,
        "discovery": read_discovery,
        "embed": read_embed,
        "post": read_embedded_post,
        "call": read_call,
        "document": read_document,
        "shown": read_shown,
    },
    hosts=HOSTS,
    credential_hosts=("graph.facebook.com",),
    pace=Pace(
        seconds=4.0,
        concurrency=1,
        source="developers.facebook.com/docs/graph-api/overview/rate-limiting for the API; our own courtesy"
        " for the site, which documents none and asks for a login after a few visits",
    ),
    shims=("l.instagram.com/?u=",),
    imports=(
        (r"^https?://graph\.facebook\.com/.*business_discovery", "discovery"),
        (r"^https?://(?:www\.)?instagram\.com/[\w.]+/embed/?(?:\?|$)", "embed"),
        (r"^https?://(?:www\.)?instagram\.com/(?:[\w.]+/)?(?:p|reel|tv)/[\w-]+/embed", "post"),
        (
            r"^https?://(?:www|i)\.instagram\.com/"
            r"(?:api/v1/(?:users/|feed/|clips/|media/|usertags/)|api/graphql|graphql/query)",
            "call",
        ),
        (
            r"^https?://(?:www\.)?instagram\.com/"
            r"(?!api/|graphql/|ajax/|static/|logging|accounts/|challenge/|data/|sync/|favicon\.ico|robots\.txt)",
            "document",
        ),
    ),
    expects="the account, and a post where its count is not 0",
    evidence="recorded body",
    notes=(
        "Credential `instagram`: a user token of an app on developers.facebook.com with instagram_basic, "
        "instagram_manage_insights and pages_read_engagement (App Review), whose owner has a page with a "
        "professional Instagram account: business discovery is asked in its name. Likes that an author "
        "hides are not told. Without login Instagram shows embedded profiles and posts, except of private "
        "accounts, and of those who switched embedding off. Deleted, suspended and missing accounts get "
        "one page for all. Stories, comments and private accounts: import."
    ),
)
