"""Dailymotion, by its public Data API.

Source: developers.dailymotion.com/v0/reference (user and video fields, ``has_more``, errors, at most 1000
results of a list).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

API = "https://api.dailymotion.com"
USER = (
    "id,username,screenname,description,created_time,followers_total,following_total,videos_total,url,"
    "avatar_720_url,cover_250_url,website_url,country,verified"
)
VIDEO = (
    "id,title,description,created_time,updated_time,url,owner,tags,language,duration,thumbnail_720_url,"
    "views_total,likes_total,country,channel"
)

platform = json_list(
    Named(
        key="dailymotion",
        title="Dailymotion",
        homepage="https://www.dailymotion.com/",
        example="https://www.dailymotion.com/euronews-en",
        hosts=("www.dailymotion.com", "dailymotion.com"),
        api_hosts=("api.dailymotion.com",),
        spellings=(
            r"dailymotion\.com/(?:user/)?(?P<handle>[A-Za-z0-9][\w.-]{1,63})(?:/(?:videos|playlists))?",
            r"api\.dailymotion\.com/user/(?P<handle>[\w.-]{2,64})(?:/videos)?(?:\?.*)?",
        ),
        profile="https://www.dailymotion.com/$handle",
        reserved="about api auth channel embed explore favicon.ico feed help hub legal library live login "
        "oauth "
        "partner playlist privacy register robots.txt search settings signin signup subscriptions topic "
        "trending upload us user video videos",
        routes=(
            Route(name="api", sees="the newest 1000 public videos with edits and counts; the user with "
            "counts"),
        ),
        pace=Pace(seconds=1.0, concurrency=1),
        imports=(
            (r"api\.dailymotion\.com/user/[^/?]+/videos", "list"),
            (r"api\.dailymotion\.com/user/[^/?]+(\?|$)", "account"),
            (r"api\.dailymotion\.com/video/[^/?]+(\?|$)", "post"),
        ),
        post_urls=(r"dailymotion\.com/(?:embed/)?video/(\w+)", r"dai\.ly/(\w+)"),
        expects="at least one video",
        notes="what is older than the newest 1000 videos is out of reach; private videos are not seen",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{API}/user/$key?fields={USER}"),
            key="/id", handle="/username|/screenname", url="/url", display_name="/screenname",
            bio="/description", created_at="/created_time", followers="/followers_total",
            following="/following_total", posts="/videos_total", avatar_url="/avatar_720_url",
            banner_url="/cover_250_url", links="/website_url", attributes=(("country", "/country"),),
            aside="verified",
        ),
        posts=Posts(
            ask=Ask(url=f"{API}/user/$key/videos?fields={VIDEO}&sort=recent&limit=$size&page=$page"),
            cursor=Cursor(by="page", more="/has_more=true", size=100, most=10),
            items="/list/*", landmark="/total=0",
            one=Ask(url=f"{API}/video/$post?fields={VIDEO}"),
            id="/id", url="/url", posted_at="/created_time", edited_at="/updated_time",
            text="/description", must=("/title", "/description"), title="/title", owner="/owner",
            language="/language", hashtags="/tags", images="/thumbnail_720_url", views="/views_total",
            likes="/likes_total", attributes=(("duration", "/duration"), ("channel", "/channel")),
            aside="country",
        ),
        markers=(
            Marker(kind="not_found", when="/error/type=not_found", says="/error/message"),
            Marker(kind="rate_limited", when="/error/type=rate_limit_exceeded", says="/error/message",
            wait=300),
            Marker(kind="geo_blocked", when="/error/message~(?i)geo|country", says="/error/message"),
            Marker(kind="private", when="/error/type=access_forbidden", says="/error/message"),
            Marker(kind="unauthorised", when="/error/code=401", says="/error/message"),
            Marker(kind="changed_format", when="/error/message", says="/error/message"),
        ),
    ),
)  # fmt: skip
