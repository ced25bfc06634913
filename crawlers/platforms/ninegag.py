"""9GAG: a user's posts, by the JSON that the user's page posts for.

Source: public readers of ``9gag.com/v1/user-posts/username/NAME/type/posts`` (``data.posts`` with ``id``,
``url``, ``title``, ``creationTs``, ``images``, ``upVoteCount``; ``data.profile.creationTs``), yt-dlp
ninegag.py.
"""

from crawlers.families.html_facts import Pages, Sheet
from crawlers.families.html_list import html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route

LIST = "https://9gag.com/v1/user-posts/username/$handle/type/posts"

platform = html_list(
    Named(
        key="ninegag", title="9GAG", homepage="https://9gag.com/", example="https://9gag.com/u/blue",
        hosts=("9gag.com", "www.9gag.com"),
        spellings=(r"9gag\.com/u/(?P<handle>[\w.-]{2,40})(?:/(?:posts|comments|likes|upvotes))?(?:\?.*)?",),
        profile="https://9gag.com/u/$handle",
        routes=(
            Route(name="page", sees="all public posts with votes and pictures"),
            Route(name="browser", sees="the newest posts that the user's page asks for"),
            Route(name="import", sees="whatever of the user's page a person recorded"),
        ),
        imports=((r"9gag\.com/v1/user-posts/username/[^/]+/type/posts", "list"),),
        post_urls=(r"9gag\.com/gag/(\w+)",), pace=Pace(seconds=2.0, concurrency=1),
        notes="Cloudflare turns programs away at times: challenge; use the browser or an import then; names "
        "can be changed, and no lasting id is told; a single post is not asked for, so deletions are not "
        "told",
    ),
    Listing(
        accounts=Accounts(
            key="/page/key", handle="/page/handle", url="/page/profile",
            created_at="/data/profile/creationTs",
        ),
        posts=Posts(
            ask=Ask(url=LIST, body="{}"), next=Ask(url=f"{LIST}?after=$after&c=10", body="{}"),
            cursor=Cursor(by="last", names=(("after", "/id"),), more="/data/nextCursor"),
            items="/data/posts/*",
            id="/id", url="/url", posted_at="/creationTs", text="/title", must=("/title",),
            images="/images/image700/url", videos="/images/image460sv/url", hashtags="/tags/*/key",
            sensitive="/nsfw",
            likes="/upVoteCount", replies="/commentsCount",
            attributes=(("type", "/type"), ("downvotes", "/downVoteCount"), ("section", "/postSection/name")),
            aside="*",
        ),
        markers=(
            Marker(kind="not_found", status=404, says="/meta/errorMessage"),
            Marker(kind="changed_format", when="/meta/status~(?i)^fail", says="/meta/errorMessage"),
        ),
    ),
    Pages(listing=Sheet(), names_account=True),
)  # fmt: skip
