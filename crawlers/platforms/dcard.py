"""Dcard: boards of a Taiwanese forum, watched as a whole, for its authors are anonymous.

Source: RSSHub lib/routes/dcard (``/service/api/v2``), leVirve/dcard-spider, whose recordings of 2016 have
the same posts and comments. A list shows the beginning of each post; the whole is asked for post by post.
"""

from dataclasses import replace

from crawlers.families.dcard_comments import read_comments
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

API = "https://www.dcard.tw/service/api/v2"
LIST = f"{API}/forums/$key/posts?popular=false&limit=$size"

_boards = json_list(
    Named(
        key="dcard", title="Dcard", homepage="https://www.dcard.tw/", example="https://www.dcard.tw/f/funny",
        hosts=("www.dcard.tw", "dcard.tw"),
        spellings=(r"dcard\.tw/f/(?P<key>[a-z0-9_]{1,40})(?:/p/.*)?(?:\?.*)?",),
        profile="https://www.dcard.tw/f/$key",
        reserved="all search login signup settings",
        routes=(
            Route(name="page", sees="all posts of a board in full, where Cloudflare lets us ask; known ones "
            "again"),
            Route(name="browser", sees="the beginnings of the newest posts of a board"),
            Route(name="import", sees="what of a board a person recorded: beginnings, or whole posts"),
        ),
        pace=Pace(seconds=3.0, concurrency=1),
        imports=(
            (r"dcard\.tw/(?:service/api/v2|_api)/forums/[^/?]+/posts(\?|$)", "list"),
            (r"dcard\.tw/(?:service/api/v2|_api)/posts/\d+(\?|$)", "post"),
            (r"dcard\.tw/(?:service/api/v2|_api)/posts/\d+/comments(\?|$)", "comments"),
        ),
        post_urls=(r"dcard\.tw/f/\w+/p/(\d+)",), evidence="recorded body",
        notes="authors show their school or a nickname only, so that boards are watched and not members; "
        "comments are "
        "read only where a person recorded them; the site stands behind Cloudflare",
    ),
    Listing(
        accounts=Accounts(
            at="/0", key="/forumAlias", handle="/forumAlias", url="https://www.dcard.tw/f/{/forumAlias}",
            display_name="/forumName", attributes=(("forum_id", "/forumId"),),
        ),
        posts=Posts(
            ask=Ask(url=LIST), next=Ask(url=f"{LIST}&before=$before"),
            cursor=Cursor(by="last", names=(("before", "/id"),), size=30), items="/*",
            one=Ask(url=f"{API}/posts/$post"), cut="/excerpt",
            id="/id", url="https://www.dcard.tw/f/{/forumAlias}/p/{/id}", posted_at="/createdAt",
            text="/content|/excerpt", must=("/title",), title="/title",
            owner="/forumAlias",
            pinned="/pinned=true", hashtags="/topics|/tags",
            replies="/commentCount", likes="/likeCount",
            attributes=(
                ("school", "/school"), ("department", "/department"), ("gender", "/gender"),
                ("reply_to_title", "/replyTitle"),
                ("updated_at", "/updatedAt"),
            ),
            aside="anonymousSchool anonymousDepartment forumId forumName replyId tags",
        ),
    ),
)  # fmt: skip
platform = replace(_boards, readers={**_boards.readers, "comments": read_comments})
