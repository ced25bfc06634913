"""DEV (dev.to), which runs Forem, by Forem's public API.

Source: developers.forem.com/api/v1 (``/articles?username=``, ``/articles/{id}``, ``/users/by_username``).
Lists hold a description, each article is asked for by its number.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

API = "https://dev.to/api"

platform = json_list(
    Named(
        key="devto",
        title="DEV Community",
        homepage="https://dev.to/",
        example="https://dev.to/devteam",
        hosts=("dev.to",),
        spellings=(
            r"dev\.to/(?P<handle>[A-Za-z0-9_]{2,40})(?:/[^?]*)?(?:\?.*)?",
            r"dev\.to/feed/(?P<handle>[A-Za-z0-9_]{2,40})",
        ),
        profile="https://dev.to/$handle",
        reserved="about api auth badges challenges code-of-conduct comments connect contact dashboard enter "
        "explore faq feed help latest listings login new newsletters notifications oauth p page pages pod "
        "podcasts privacy readinglist robots.txt search settings signout sitemap t tags terms top users "
        "videos admin internal",
        routes=(Route(name="api", sees="all articles whole, with tags, edits, counts; known ones again"),),
        pace=Pace(seconds=1.0, concurrency=1),
        imports=(
            (r"dev\.to/api/articles\?.*username=", "list"),
            (r"dev\.to/api/articles/\d+$", "post"),
            (r"dev\.to/api/users/by_username", "account"),
        ),
        expects="at least one article",
        notes="comments are not collected; other communities on Forem: write feed: before HOST/feed/NAME",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{API}/users/by_username?url=$handle"),
            key="/id",
            handle="/username",
            url="https://dev.to/{/username}",
            display_name="/name",
            bio="/summary",
            avatar_url="/profile_image",
            links="/website_url",
            attributes=(
                ("joined", "/joined_at"),
                ("location", "/location"),
                ("twitter", "/twitter_username"),
                ("github", "/github_username"),
            ),
            aside="type_of email",
        ),
        posts=Posts(
            ask=Ask(url=f"{API}/articles?username=$handle&page=$page&per_page=$size"),
            cursor=Cursor(by="page", size=100, is_full=True),
            items="/*",
            one=Ask(url=f"{API}/articles/$post"),
            cut="/id",
            id="/id",
            url="/url",
            posted_at="/published_timestamp|/published_at",
            edited_at="/edited_at",
            text="/body_html|/description",
            markup="html",
            must=("/title",),
            title="/title",
            kind="article",
            owner="/user/user_id",
            hashtags="/tag_list|/tags",
            images="/cover_image",
            replies="/comments_count",
            likes="/public_reactions_count",
            attributes=(("canonical", "/canonical_url"), ("organization", "/organization/username")),
            aside="type_of readable_publish_date slug path collection_id created_at crossposted_at "
            "last_comment_at positive_reactions_count reading_time_minutes social_image tag_list tags user "
            "organization flare_tag body_markdown description language subforem_id",
        ),
        markers=(
            Marker(kind="not_found", status=404, says="/error"),
            Marker(kind="unauthorised", status=401, says="/error"),
        ),
    ),
)
