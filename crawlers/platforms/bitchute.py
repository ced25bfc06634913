"""BitChute channels, by the JSON that its own pages post for.

Source: yt-dlp bitchute.py (``video``, the location reason of a 403), public readers of ``beta/channel`` and
``beta/channel/videos`` (at most 50 a page, an error body is ``{"errors": [{"context", "message"}]}``).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Route

API = "https://api.bitchute.com/api/beta"
LIST = '{"channel_id":$key,"offset":$offset,"limit":$size,"order_by":"latest"}'

platform = json_list(
    Named(
        key="bitchute", title="BitChute", homepage="https://www.bitchute.com/",
        example="https://www.bitchute.com/channel/1VBwRfyNcKdX/",
        hosts=("www.bitchute.com", "bitchute.com", "old.bitchute.com"), api_hosts=("api.bitchute.com",),
        spellings=(r"(?:old\.)?bitchute\.com/channel/(?P<handle>[\w-]{2,64})(?:/[a-z]+)?",), folds=False,
        profile="https://www.bitchute.com/channel/$handle/",
        routes=(Route(name="page",
        sees="all public videos of a channel with views and tags; known ones again"),),
        imports=(
            (r"api\.bitchute\.com/api/beta\d*/channel/videos$", "list"),
            (r"api\.bitchute\.com/api/beta\d*/channel$", "account"),
            (r"api\.bitchute\.com/api/beta\d*/video$", "post"),
        ),
        post_urls=(r"bitchute\.com/(?:video|embed)/([\w-]+)",),
        notes="videos that BitChute hides at our place answer with a location reason: geo_blocked, not "
        "deleted",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{API}/channel", body='{"channel_id":$key}'),
            key="/channel_id", handle="/url_slug|/channel_id",
            url="https://www.bitchute.com/channel/{/channel_id}/",
            display_name="/channel_name", bio="/description", created_at="/date_created",
            posts="/video_count",
            avatar_url="/thumbnail_url",
            attributes=(("subscribers", "/subscriber_count"), ("views", "/view_count"), ("profile",
            "/profile_id")),
            aside="channel_url profile_name membership_level is_verified is_subscribed is_notified "
            "is_subscribers_only "
            "show_adverts show_comments show_rantrave live_stream_enabled feature_video state_id "
            "sensitivity_id",
        ),
        posts=Posts(
            ask=Ask(url=f"{API}/channel/videos", body=LIST), cursor=Cursor(by="offset", size=50,
            is_full=True),
            items="/videos/*", one=Ask(url=f"{API}/video", body='{"video_id":$post}'),
            id="/video_id", url="https://www.bitchute.com/video/{/video_id}/", posted_at="/date_published",
            text="/description", markup="html", must=("/video_name",), title="/video_name",
            owner="/channel/channel_id", hashtags="/hashtags", images="/thumbnail_url", views="/view_count",
            attributes=(("duration", "/duration"), ("sensitivity", "/sensitivity_id"), ("state",
            "/state_id")),
            aside="video_url is_short is_liked is_disliked is_discussable category_id profile_id rumble_id "
            "show_comments show_adverts show_promo show_rantrave profile state channel",
        ),
        markers=(
            Marker(kind="geo_blocked", when="/errors/*/message~(?i)location|country",
            says="/errors/*/message"),
            Marker(kind="suspended", when="/errors/*/message~(?i)suspended|blocked|terminated",
            says="/errors/*/message"),
            Marker(kind="not_found", when="/errors/*/message~(?i)not found|unable to locate",
            says="/errors/*/message"),
            Marker(kind="rate_limited", when="/errors/*/message~(?i)too many", says="/errors/*/message",
            wait=120),
            Marker(kind="changed_format", when="/errors/*/message", says="/errors/*/message"),
        ),
    ),
)  # fmt: skip
