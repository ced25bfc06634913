"""Wattpad: the stories that a user has published, by the site's own public API.

Source: Archive-WP/WattpadAPIDocumentation (users, stories, error codes 1014, 1017, 1018, 1062).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Route

SITE = "https://www.wattpad.com"
USER = (
    "username,avatar,isPrivate,backgroundUrl,name,description,createDate,modifyDate,location,verified,website,"
    "numStoriesPublished,numFollowing,numFollowers"
)
STORY = (
    "id,title,description,createDate,modifyDate,voteCount,readCount,commentCount,language,user,cover,completed,"
    "tags,mature,url,numParts,deleted"
)

platform = json_list(
    Named(
        key="wattpad", title="Wattpad", homepage=f"{SITE}/", example=f"{SITE}/user/Wattpad",
        hosts=("www.wattpad.com", "wattpad.com"), api_hosts=("api.wattpad.com",),
        spellings=(r"wattpad\.com/user/(?P<handle>[A-Za-z0-9_-]{3,32})(?:/[a-z]+)?",),
        profile=f"{SITE}/user/$handle",
        routes=(Route(name="page",
        sees="all published stories: title, description, tags, counts, last change"),),
        imports=(
            (r"wattpad\.com/v4/users/[^/?]+/stories/published", "list"),
            (r"wattpad\.com/api/v3/users/[^/?]+(\?|$)", "account"),
            (r"wattpad\.com/api/v3/stories/\d+(\?|$)", "post"),
        ),
        post_urls=(r"wattpad\.com/story/(\d+)",), expects="at least one story",
        notes="a story's chapters and the conversations on a profile are not read",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{SITE}/api/v3/users/$handle?fields={USER}"),
            key="/username", handle="/username", url=SITE + "/user/{/username}", display_name="/name",
            bio="/description", created_at="/createDate", followers="/numFollowers",
            following="/numFollowing",
            posts="/numStoriesPublished", avatar_url="/avatar", banner_url="/backgroundUrl", links="/website",
            attributes=(("location", "/location"), ("changed_at", "/modifyDate")), aside="isPrivate verified",
        ),
        posts=Posts(
            ask=Ask(
                url=f"{SITE}/v4/users/$handle/stories/published?fields=stories({STORY}),total,nextUrl"
                "&limit=$size&offset=$offset"
            ),
            cursor=Cursor(by="offset", more="/nextUrl", size=50), items="/stories/*", landmark="/total=0",
            newest_first=False, one=Ask(url=f"{SITE}/api/v3/stories/$post?fields={STORY}"),
            gone="/deleted=true",
            id="/id", url="/url", posted_at="/createDate", edited_at="/modifyDate", text="/description",
            must=("/title",), title="/title", kind="article", owner="/user/name|/user/username",
            language="/language/name", sensitive="/mature=true", hashtags="/tags", images="/cover",
            replies="/commentCount", likes="/voteCount", views="/readCount",
            attributes=(("parts", "/numParts"), ("completed", "/completed")), aside="deleted",
        ),
        markers=(
            Marker(kind="not_found", when="/error_type=NotFound", says="/message"),
            Marker(kind="not_found", when="/error_code=1014", says="/message"),
            Marker(kind="not_found", when="/error_code=1017", says="/message"),
            Marker(kind="unauthorised", when="/error_type=PermissionDenied", says="/message"),
            Marker(kind="private", when="/error_type=AccessDenied", says="/message"),
            Marker(kind="changed_format", when="/error_code", says="/message"),
        ),
    ),
)  # fmt: skip
