"""Douban: a person's statuses, by the JSON of its mobile site.

Source: RSSHub lib/routes/douban/people/status.ts (``rexxar/api/v2/status``; China's times, without a zone).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

API = "https://m.douban.com/rexxar/api/v2/status"

platform = json_list(
    Named(
        key="douban", title="Douban", homepage="https://www.douban.com/",
        example="https://www.douban.com/people/75118396/", hosts=("www.douban.com", "m.douban.com",
        "douban.com"),
        spellings=(r"douban\.com/people/(?P<key>[1-9]\d{3,11})(?:/[^?]*)?(?:\?.*)?",),
        profile="https://www.douban.com/people/$key/", page="https://m.douban.com/people/$key/statuses",
        routes=(
            Route(name="page", sees="the newest statuses, where the site answers to questions without a "
            "Referer"),
            Route(name="browser", sees="the newest statuses that the mobile page asks for"),
            Route(name="import", sees="whatever of the mobile page a person recorded"),
        ),
        pace=Pace(seconds=5.0, concurrency=1, source="4cat waits 5 seconds; more is answered by 429"),
        imports=(
            (r"m\.douban\.com/rexxar/api/v2/status/user_timeline/\d+", "list"),
            (r"m\.douban\.com/rexxar/api/v2/status/\d+(\?|$)", "post"),
        ),
        post_urls=(r"douban\.com/people/\w+/status(?:es)?/(\d+)",),
        notes="accounts are watched by number (it stands in the address of the avatar); only the newest page "
        "is asked "
        "for; we send no Referer, so that the site may refuse: then use the browser or an import; groups are "
        "not read",
    ),
    Listing(
        accounts=Accounts(
            at="/items/0/status/author", key="/id", handle="/uid|/id",
            url="https://www.douban.com/people/{/id}/",
            display_name="/name", avatar_url="/avatar", attributes=(("place", "/loc/name"),),
        ),
        posts=Posts(
            ask=Ask(url=f"{API}/user_timeline/$key"), cursor=Cursor(by="page", most=1), items="/items/*",
            only="/status/id", one=Ask(url=f"{API}/$post"), gone="/deleted=true", id="/status/id|/id",
            url="https://www.douban.com/people/{/status/author/id|/author/id}/status/{/status/id|/id}/",
            posted_at="/status/create_time|/create_time", utc_offset_h=8, text="/status/text|/text",
            owner="/status/author/id|/author/id",
            refers=(
                Refers(kind="quote", when="/status/reshared_status & /status/text~[^\\s]",
                of="/status/reshared_status/id"),
                Refers(kind="quote", when="/reshared_status & /text~[^\\s]", of="/reshared_status/id"),
                Refers(kind="repost", when="/status/reshared_status", of="/status/reshared_status/id",
                       author="/status/reshared_status/author/id"),
                Refers(kind="repost", when="/reshared_status", of="/reshared_status/id",
                author="/reshared_status/author/id"),
            ),
            images="/status/images/*/large/url|/images/*/large/url", links="/status/card/url|/card/url",
            videos="/status/video_info/video_url|/video_info/video_url",
            likes="/status/like_count|/like_count", replies="/status/comments_count|/comments_count",
            reposts="/status/reshares_count|/reshares_count",
            attributes=(
                ("activity", "/status/activity|/activity"), ("card_title", "/status/card/title|/card/title"),
                ("original_text", "/status/reshared_status/text|/reshared_status/text"),
            ),
            aside="comments deleted uri sharing_url entities hidden msg parent_status liked status.uri "
            "status.sharing_url "
            "status.entities status.hidden status.msg status.deleted status.parent_status status.liked type "
            "id",
        ),
        markers=(
            Marker(kind="rate_limited", when="/msg~rate_limit|频繁", says="/msg", wait=600),
            Marker(kind="login_wall", when="/msg~need_login|请登录", says="/msg"),
            Marker(kind="not_found", when="/msg~not_found|不存在", says="/msg"),
            Marker(kind="unauthorised", when="/code~^[1-9] & /msg", says="/msg"),
        ),
    ),
)  # fmt: skip
