"""Bilibili: a user's dynamics (posts, videos, articles, forwards), by the JSON that the space page asks for.

Source: RSSHub lib/routes/bilibili (api-interface.d.ts, dynamic.ts), yt-dlp and gallery-dl bilibili.py. Codes:
-352, -412, -799 are risk control and limits, -404 and 4101147 nobody and nothing there.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

API = "https://api.bilibili.com/x"
FEED = f"{API}/polymer/web-dynamic/v1/feed/space?host_mid=$key&platform=web&features=itemOpusStyle"
HERE, MAJOR, STAT = "/modules/module_dynamic", "/modules/module_dynamic/major", "/modules/module_stat"

platform = json_list(
    Named(
        key="bilibili", title="Bilibili", homepage="https://www.bilibili.com/",
        example="https://space.bilibili.com/2267573",
        hosts=("space.bilibili.com", "m.bilibili.com"), api_hosts=("api.bilibili.com",),
        spellings=(
            r"space\.bilibili\.com/(?P<key>[1-9]\d{0,17})(?:/.*)?(?:\?.*)?",
            r"bilibili\.com/space/(?P<key>[1-9]\d{0,17})(?:\?.*)?",
        ),
        profile="https://space.bilibili.com/$key", page="https://space.bilibili.com/$key/dynamic",
        routes=(
            Route(name="page", sees="all dynamics while risk control lets a visitor ask; known ones again"),
            Route(name="browser", sees="the newest dynamics that the space page itself asks for"),
            Route(name="import", sees="whatever of the space page a person recorded"),
        ),
        pace=Pace(seconds=5.0, concurrency=1, source="gallery-dl waits 3 to 6 seconds"),
        imports=(
            (r"api\.bilibili\.com/x/polymer/web-dynamic/(?:desktop/)?v1/feed/space", "list"),
            (r"api\.bilibili\.com/x/web-interface/card\?", "account"),
            (r"api\.bilibili\.com/x/polymer/web-dynamic/v1/detail\?", "post"),
        ),
        post_urls=(r"(?:t\.bilibili\.com|bilibili\.com/(?:opus|dynamic))/(\d{6,})",),
        notes="lists that need the site's WBI signature are not asked for: no signing code is lifted from "
        "it; where "
        "risk control answers (-352, -412) load the page with your own login in the browser or import a "
        "recording",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{API}/web-interface/card?mid=$key"), at="/data/card", key="/mid", handle="/name",
            url="https://space.bilibili.com/{/mid}", display_name="/name", bio="/sign", followers="/fans",
            following="/attention", avatar_url="/face",
            attributes=(("level", "/level_info/current_level"), ("title", "/Official/title"), ("sex",
            "/sex")),
            aside="approve rank DisplayRank regtime spacesta birthday place description article attentions "
            "friend pendant "
            "nameplate official_verify vip is_senior_member face_nft face_nft_type name_render",
        ),
        posts=Posts(
            ask=Ask(url=f"{FEED}&offset="), next=Ask(url=f"{FEED}&offset=$offset"),
            cursor=Cursor(by="answer", names=(("offset", "/data/offset"),), more="/data/has_more=true"),
            items="/data/items/*", landmark="/data/items=[] & /data/has_more=false",
            one=Ask(url=f"{API}/polymer/web-dynamic/v1/detail?id=$post"), one_at="/data/item",
            id="/id_str", url="https://t.bilibili.com/{/id_str}", posted_at="/modules/module_author/pub_ts",
            must=(HERE,),
            text=f"{HERE}/desc/text|{MAJOR}/opus/summary/text|{MAJOR}/archive/desc|{MAJOR}/common/desc",
            title="|".join(f"{MAJOR}/{one}/title" for one in ("opus", "archive", "pgc", "live", "common")),
            owner="/modules/module_author/mid", pinned="/modules/module_tag/text=置顶",
            refers=(
                Refers(kind="repost", when="/type=DYNAMIC_TYPE_FORWARD", of="/orig/id_str",
                       author="/orig/modules/module_author/mid"),
            ),
            hashtags=f"{HERE}/topic/name",
            images=f"{MAJOR}/opus/pics/*/url|{MAJOR}/draw/items/*/src|{MAJOR}/archive/cover",
            links=f"{HERE}/desc/rich_text_nodes/*/jump_url|{MAJOR}/opus/summary/rich_text_nodes/*/jump_url",
            replies=f"{STAT}/comment/count", reposts=f"{STAT}/forward/count", likes=f"{STAT}/like/count",
            attributes=(
                ("type", "/type"), ("video", f"{MAJOR}/archive/bvid"), ("place",
                "/modules/module_author/pub_location_text"),
                ("original_text", f"/orig{HERE}/desc/text|/orig{MAJOR}/opus/summary/text"),
            ),
            aside="basic visible modules.module_more modules.module_interaction",
        ),
        markers=(
            Marker(kind="challenge", when="/code=-352", says="/message"),
            Marker(kind="challenge", when="/code=-412", says="/message"),
            Marker(kind="challenge", status=412),
            Marker(kind="rate_limited", when="/code=-799", says="/message", wait=600),
            Marker(kind="rate_limited", when="/code=-509", says="/message", wait=600),
            Marker(kind="login_wall", when="/code=-101", says="/message"),
            Marker(kind="not_found", when="/code=-404", says="/message"),
            Marker(kind="not_found", when="/code=4101147", says="/message"),
            Marker(kind="unauthorised", when="/code=-403", says="/message"),
            Marker(kind="changed_format", when="/code~^-?[1-9]", says="/message"),
        ),
    ),
)  # fmt: skip
