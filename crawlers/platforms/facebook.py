"""Facebook: pages, profiles and groups, and the ads that pages paid for."""

from collections.abc import Iterable

from crawlers.families.facebook_graph import (
    CREDENTIAL,
    read_account,
    read_ads,
    read_known,
    read_posts,
    start_api,
)
from crawlers.families.facebook_page import (
    read_graphql,
    read_known_post,
    read_page,
    read_shown,
    start_browser,
    start_page,
)
from crawlers.families.facebook_urls import HOSTS, recognise_account
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched

_STARTS = {"api": start_api, "page": start_page, "browser": start_browser}


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The first questions by the first route that is open."""
    route = next((one for one in known.routes if one in _STARTS), "" if known.routes else "api")
    if route:
        yield from _STARTS[route](watched, known)


platform = Platform(
    key="facebook",
    title="Facebook",
    homepage="https://www.facebook.com/",
    family="facebook",
    example="https://www.facebook.com/NASA",
    recognise=recognise_account,
    routes=(
        Route(
            name="api",
            sees="a page's posts, counts, attachments and shares; its ads, spend and impression ranges where"
            " the watch entry wants ads; no profiles of people",
            credential=CREDENTIAL,
        ),
        Route(
            name="page",
            sees="what the public page shows without login: the newest posts; known posts one by one",
        ),
        Route(name="browser", sees="the public page as it is scrolled: what it lets be seen without login"),
        Route(name="import", sees="whatever the person who recorded it could see: pages, groups, profiles"),
    ),
    start=start,
    post_urls=(
        r"/(?:posts|videos|reel|permalink|photos?)/(?:[^/?#]+/)?((?:pfbid)?\w+)",
        r"[?&](?:story_fbid|fbid|v)=((?:pfbid)?\w+)",
    ),
    readers={
        "account": read_account,
        "posts": read_posts,
        "known": read_known,
        "ads": read_ads,
        "page": read_page,
        "graphql": read_graphql,
        "post": read_known_post,
        "shown": read_shown,
    },
    hosts=HOSTS,
    credential_hosts=("graph.facebook.com",),
    pace=Pace(
        seconds=3.0,
        concurrency=1,
        source="developers.facebook.com/docs/graph-api/overview/rate-limiting: 200 calls an hour and user for"
        " apps; our own courtesy for the site, which documents none",
    ),
    shims=("l.facebook.com/l.php?u=", "lm.facebook.com/l.php?u="),
    imports=(
        (r"^https?://graph\.facebook\.com/(?:v[\d.]+/)?ads_archive", "ads"),
        (
            r"^https?://graph\.facebook\.com/(?:v[\d.]+/)?[\w.]+/(?:posts|feed|published_posts)(?:\?|$)",
            "posts",
        ),
        (r"^https?://graph\.facebook\.com/(?:v[\d.]+/)?\d+_\d+(?:\?|$)", "known"),
        (r"^https?://graph\.facebook\.com/(?:v[\d.]+/)?[\w.]+/?\?(?!.*business_discovery)", "account"),
        (r"^https?://(?:[\w-]+\.)?facebook\.com/api/graphql/?(?:\?|$)", "graphql"),
        (
            r"^https?://(?:(?:www|web|m|mbasic|touch|[a-z]{2}-[a-z]{2})\.)?facebook\.com/"
            r"(?!ajax/|data/|images/|security/|rsrc|sw\b|tr\b|favicon|robots)",
            "page",
        ),
    ),
    expects="the account's name, and at least one post",
    evidence="recorded body",
    notes=(
        "Credential `facebook`: a token of an app on developers.facebook.com with the features Page "
        "Public Content Access and Page Public Metadata Access (App Review; Meta asks for a business "
        "verification). Ads need that the token's owner has confirmed identity and location at "
        "facebook.com/ID, and `ads` among what the watch entry wants. The API does not say whether a post "
        "or page was deleted or is hidden from the token; nor does the site. Without login the site shows "
        "a handful of posts, and to addresses of data centres often a login page. Meta Content Library "
        "(researchers) lets nothing raw out of its clean room, so there is no route to it. Profiles of "
        "people and most groups: import."
    ),
)
