"""GETTR, by the JSON that its own pages ask for.

Source: RSS-Bridge GettrBridge.php, stanfordio/gogettr, RSSHub lib/routes/gettr: activities in ``data.list``,
their posts and figures in ``aux.post`` and ``aux.s_pst``; lists end at 200; an unknown user is status 400.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.families.json_list import json_list
from crawlers.platform import Route

API, MEDIA = "https://api.gettr.com", "https://media.gettr.com"
WHAT = "dir=fwd&incl=posts%7Cstats%7Cuserinfo%7Cshared&fp=f_uo"
LIST = f"{API}/u/user/$key/posts?offset=$offset&max=$size&{WHAT}"

platform = json_list(
    Named(
        key="gettr", title="GETTR", homepage="https://gettr.com/",
        example="https://gettr.com/user/jasonmillerindc",
        hosts=("gettr.com", "www.gettr.com"), api_hosts=("api.gettr.com",),
        spellings=(r"gettr\.com/(?:user|u)/(?P<handle>\w{1,32})(?:/.*)?",),
        profile="https://gettr.com/user/$handle",
        routes=(Route(name="page", sees="the newest 200 posts and reposts with counts; known ones again"),),
        imports=((r"api\.gettr\.com/u/user/[^/?]+/posts", "list"), (r"api\.gettr\.com/s/uinf/", "account")),
        post_urls=(r"gettr\.com/(?:post|streaming)/(\w+)",),
        notes="comments by the account are not asked for; what is older than 200 posts is out of reach",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{API}/s/uinf/$key"), at="/result/data", key="/_id",
            handle="/ousername|/username|/_id",
            url="https://gettr.com/user/{/_id}", display_name="/nickname", bio="/dsc", created_at="/cdate",
            followers="/flg", following="/flw", avatar_url=MEDIA + "/{/ico}", banner_url=MEDIA + "/{/bgimg}",
            links="/website", attributes=(("location", "/location"), ("language", "/lang")),
            aside="_t udate status username infl lkspst lkscm shspst chlk admin",
        ),
        posts=Posts(
            ask=Ask(url=LIST), cursor=Cursor(by="offset", size=20, most=199), items="/result/data/list/*",
            joins=(
                ("post", "/result/aux/post", "/activity/tgt_id|/activity/pstid"),
                ("stats", "/result/aux/s_pst", "/activity/tgt_id|/activity/pstid|/_id"),
            ),
            only="/post", one=Ask(url=f"{API}/u/post/$post?incl=poststats%7Cuserinfo"), one_at="/result/data",
            id="/post/_id|/_id", url="https://gettr.com/post/{/post/_id|/_id}",
            posted_at="/post/cdate|/cdate",
            text="/post/txt|/txt", title="/post/ttl|/ttl", owner="/activity/uid|/uid",
            language="/post/txt_lang|/txt_lang", hashtags="/post/htgs|/htgs",
            refers=(
                Refers(
                    kind="repost", when="/activity/action~^shares_", of="/activity/tgt_id|/activity/pstid",
                    author="/post/uid", id="/activity/_id|/_id", posted_at="/activity/cdate",
                ),
                Refers(kind="quote", when="/post/rpstIds", of="/post/rpstIds", author="/post/rusrIds"),
            ),
            images=MEDIA + "/{/post/imgs|/imgs}", videos=MEDIA + "/{/post/ovid|/ovid}",
            links="/post/prevsrc|/prevsrc", likes="/stats/lkbpst", replies="/stats/cm",
            reposts="/stats/shbpst",
            attributes=(("preview_title", "/post/ttl"), ("preview_text", "/post/dsc|/dsc")),
            aside="_t udate action rcvr_id vis acl txt activity vid main previmg vid_dur vid_wid vid_hgt "
            "utgs p_type",
        ),
        markers=(
            Marker(kind="suspended", when="/error/code~(?i)suspend|banned", says="/error/emsg"),
            Marker(kind="not_found", when="/error/code~(?i)not_?found", says="/error/emsg"),
            Marker(kind="not_found", status=400),
            Marker(kind="rate_limited", when="/error/code~(?i)limit|too_?many", says="/error/emsg", wait=300),
            Marker(kind="changed_format", when="/rc=ERR", says="/error/emsg"),
        ),
    ),
)  # fmt: skip
