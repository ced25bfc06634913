"""500px: a photographer's photographs, by the site's own GraphQL.

Source: gallery-dl 500px.py, whose queries name these fields of ``User`` and ``Photo``.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Route

API = "https://api.500px.com/graphql"
QUERY = (
    "query ($username: String!, $pageSize: Int, $cursor: String) { user: userByUsername(username: $username) "
    "{ id legacyId username displayName registeredAt coverPhotoUrl avatar { images(sizes: [LARGE]) { url } } "
    "userProfile { about city country } socialMedia { website } followedByUsers { totalCount } "
    "followingUsers { totalCount } photos(first: $pageSize, after: $cursor, privacy: PROFILE, sort: ID_DESC) "
    "{ totalCount edges { node { id legacyId canonicalPath name description category uploadedAt location "
    "notSafeForWork tags uploader { legacyId username } images(sizes: [35]) { size url } } } "
    "pageInfo { endCursor hasNextPage } } } }"
).replace("$", "$$")
BODY = f'{{"query":"{QUERY}","variables":{{"username":$handle,"pageSize":$size,"cursor":CURSOR}}}}'

platform = json_list(
    Named(
        key="fivehundredpx", title="500px", homepage="https://500px.com/",
        example="https://500px.com/p/500px",
        hosts=("500px.com", "web.500px.com"), api_hosts=("api.500px.com",),
        spellings=(r"(?:web\.)?500px\.com/p/(?P<handle>[\w.-]{1,64})(?:/.*)?(?:\?.*)?",),
        profile="https://500px.com/p/$handle",
        routes=(Route(name="page",
        sees="all public photographs, newest first; the photographer with counts"),),
        imports=((r"api\.500px\.com/graphql", "list"),),
        post_urls=(r"500px\.com/photo/(\d+)",), expects="at least one photograph",
        notes="the site sends a CSRF cookie along with such questions; where it insists, an import of what a "
        "browser "
        "asked is the way. Known photographs are seen again with the list; deletions are not told",
    ),
    Listing(
        accounts=Accounts(
            at="/data/user", key="/legacyId", handle="/username", url="https://500px.com/p/{/username}",
            display_name="/displayName", bio="/userProfile/about", created_at="/registeredAt",
            followers="/followedByUsers/totalCount", following="/followingUsers/totalCount",
            posts="/photos/totalCount", avatar_url="/avatar/images/*/url", banner_url="/coverPhotoUrl",
            links="/socialMedia/website", attributes=(("city", "/userProfile/city"), ("country",
            "/userProfile/country")),
        ),
        posts=Posts(
            ask=Ask(url=API, body=BODY.replace("CURSOR", "null")),
            next=Ask(url=API, body=BODY.replace("CURSOR", "$cursor")),
            cursor=Cursor(
                by="answer", names=(("cursor", "/data/user/photos/pageInfo/endCursor"),),
                more="/data/user/photos/pageInfo/hasNextPage=true", size=20,
            ),
            items="/data/user/photos/edges/*/node", landmark="/data/user/photos/totalCount=0",
            id="/legacyId", url="https://500px.com{/canonicalPath}", posted_at="/uploadedAt",
            text="/description",
            must=("/name",), title="/name", owner="/uploader/legacyId", sensitive="/notSafeForWork=true",
            hashtags="/tags", images="/images/*/url",
            attributes=(("location", "/location"), ("category", "/category")), aside="id",
        ),
        markers=(
            Marker(kind="not_found", when="/data/user=null"),
            Marker(kind="not_found", when="/errors/*/message~(?i)not found", says="/errors/*/message"),
            Marker(kind="unauthorised", when="/errors/*/message~(?i)csrf|token|auth",
            says="/errors/*/message"),
            Marker(kind="changed_format", when="/errors/*/message", says="/errors/*/message"),
        ),
    ),
)  # fmt: skip
