"""Zhihu: what a person answers, writes and votes for, as the site's own page asks for it.

Source: RSSHub lib/routes/zhihu (``/api/v3/moments/NAME/activities`` with ``paging``; a 403 that leads to
``/account/unhuman`` is a check).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.families.zhihu_posts import read_activity
from crawlers.platform import Pace, Route

SITE = "https://www.zhihu.com"

platform = json_list(
    Named(
        key="zhihu", title="Zhihu", homepage=f"{SITE}/", example=f"{SITE}/people/diygod",
        hosts=("www.zhihu.com", "zhihu.com"),
        spellings=(r"zhihu\.com/(?:people|org)/(?P<handle>[\w-]{1,64})(?:/[^?]*)?(?:\?.*)?",), folds=False,
        profile=SITE + "/people/$handle",
        routes=(
            Route(name="browser", sees="the newest activities that the page itself asks for"),
            Route(name="import", sees="whatever of a person's page somebody recorded: activities, answers, "
            "articles"),
        ),
        pace=Pace(seconds=5.0, concurrency=1),
        imports=(
            (r"zhihu\.com/api/v[34]/(?:moments|members)/[^/?]+/(?:activities|answers|articles|pins)", "list"),
            (r"zhihu\.com/api/v4/members/[^/?]+(\?|$)", "account"),
        ),
        post_urls=(r"zhihu\.com/question/\d+/answer/(\d+)", r"zhuanlan\.zhihu\.com/p/(\d+)",
        r"zhihu\.com/pin/(\d+)"),
        notes="the site signs its questions (x-zse-96) and no signing code is lifted from it: the page asks "
        "for itself "
        "in the browser, or a recording is imported; `known` posts are not asked for again",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{SITE}/api/v4/members/$handle"), key="/url_token", handle="/url_token",
            url=SITE + "/people/{/url_token}", display_name="/name", bio="/headline|/description",
            followers="/follower_count", following="/following_count", avatar_url="/avatar_url",
            attributes=(("id", "/id"), ("answers", "/answer_count"), ("articles", "/articles_count")),
            aside="*",
        ),
        posts=Posts(
            ask=Ask(url=f"{SITE}/api/v3/moments/$handle/activities?limit=7&desktop=true"),
            cursor=Cursor(by="url", at="/paging/next", more="/paging/is_end=false"), items="/data/*",
            landmark="/paging/is_end=true & /data=[]",
            skip="/target/type~^(collection|column|topic|live|roundtable|people)$",
            id="/id", url="/id", posted_at="/id",
            read=read_activity,
        ),
        markers=(
            Marker(kind="challenge", when="/error/redirect~unhuman", says="/error/message"),
            Marker(kind="challenge", when="/error/message~异常|验证", says="/error/message"),
            Marker(kind="not_found", when="/error/name=NotFoundException", says="/error/message"),
            Marker(kind="unauthorised", when="/error/message", says="/error/message"),
        ),
    ),
)  # fmt: skip
