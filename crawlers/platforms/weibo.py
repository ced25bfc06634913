"""Weibo, by the JSON of its mobile site.

Source: recorded answers of m.weibo.cn, RSSHub lib/routes/weibo (``ok: -100`` asks for a login,
status 432 is a
check of visitors), dataabc/weiboSpider.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.families.weibo_posts import read_mblog
from crawlers.platform import Pace, Route

SITE = "https://m.weibo.cn"
INDEX = f"{SITE}/api/container/getIndex?type=uid&value=$key"
UID = r"(?P<key>[1-9]\d{4,10})"

platform = json_list(
    Named(
        key="weibo", title="Weibo", homepage="https://weibo.com/", example="https://weibo.com/u/1669879400",
        hosts=("weibo.com", "www.weibo.com", "m.weibo.cn", "weibo.cn"),
        spellings=(
            rf"weibo\.(?:com|cn)/(?:u/|profile/|p/100505)?{UID}(?:/(?:info|home|profile|follow|fans))?(?:\?.*)?",
            rf"weibo\.com/{UID}/[A-Za-z0-9]{{9,17}}(?:\?.*)?",
        ),
        profile="https://weibo.com/u/$key", page=SITE + "/u/$key",
        routes=(
            Route(name="page", sees="all posts in full, with counts, while a visitor may ask; known ones "
            "again"),
            Route(name="browser", sees="the newest posts that the mobile page asks for, its visitor check "
            "included"),
            Route(name="import", sees="whatever a person's browser recorded of the mobile page"),
        ),
        pace=Pace(seconds=4.0, concurrency=1),
        imports=(
            (r"m\.weibo\.cn/api/container/getIndex\?.*containerid=(?:107603|230413)", "list"),
            (r"m\.weibo\.cn/api/container/getIndex\?(?:(?!.*containerid=)|.*containerid=100505)", "account"),
            (r"m\.weibo\.cn/statuses/show\?", "post"),
        ),
        post_urls=(r"m\.weibo\.cn/(?:status|detail)/(\d{15,17})",), evidence="recorded body",
        notes="accounts are watched by number: open a profile by name and take the address with the number; "
        "posts "
        "that only followers see are not shown; times of lists are coarse, the id of a post tells the second",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=INDEX), at="/data/userInfo", key="/id", handle="/screen_name",
            url="https://weibo.com/u/{/id}", display_name="/screen_name", bio="/description",
            followers="/followers_count", following="/follow_count", posts="/statuses_count",
            avatar_url="/avatar_hd|/profile_image_url", banner_url="/cover_image_phone",
            attributes=(("verified_as", "/verified_reason"), ("gender", "/gender"), ("verified_type",
            "/verified_type")),
            aside="profile_url verified verified_type_ext close_blue_v mbtype urank mbrank follow_me "
            "following like "
            "like_me badge toolbar_menus svip followers_count_str special_follow",
        ),
        posts=Posts(
            ask=Ask(url=f"{INDEX}&containerid=107603$key&page=$page"), cursor=Cursor(by="page", size=10),
            items="/data/cards/*/mblog|/data/cards/*/card_group/*/mblog", landmark="/msg~还没有内容",
            one=Ask(url=f"{SITE}/statuses/show?id=$post"), one_at="/data", cut="/isLongText=true",
            id="/id", url="/id", posted_at="/created_at", read=read_mblog,
        ),
        markers=(
            Marker(kind="challenge", status=432), Marker(kind="rate_limited", status=418, wait=600),
            Marker(kind="login_wall", when="/ok=-100", says="/msg|/url"),
            Marker(kind="rate_limited", when="/ok=0 & /msg~频繁|稍后", says="/msg", wait=600),
            Marker(kind="suspended", when="/ok=0 & /msg~(账号|用户).*(异常|违反|封|限制)", says="/msg"),
            Marker(kind="not_found", when="/ok=0 & /msg~不存在|没有找到|已被删除", says="/msg"),
            Marker(kind="private", when="/ok=0 & /msg~权限|可见", says="/msg"),
            Marker(kind="changed_format", when="/ok=0 & /msg~^(?!.*还没有内容)", says="/msg"),
        ),
    ),
)  # fmt: skip
