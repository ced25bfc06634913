"""pixiv: an artist's newest pictures and comics, by the JSON that the site's own pages ask for.

Source: public readers of ``/ajax/user/ID?full=1``, ``/ajax/user/ID/profile/top`` (the newest works,
keyed by number) and ``/ajax/illust/ID``; all in the envelope ``{"error", "message", "body"}``.
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

SITE = "https://www.pixiv.net"

platform = json_list(
    Named(
        key="pixiv", title="pixiv", homepage=f"{SITE}/", example=f"{SITE}/en/users/27517",
        hosts=("www.pixiv.net", "pixiv.net"),
        spellings=(
            r"pixiv\.net/(?:[a-z]{2}/)?users/(?P<key>[1-9]\d{0,9})(?:/[^?]*)?(?:\?.*)?",
            r"pixiv\.net/(?:member|member_illust)\.php\?(?:.*&)?id=(?P<key>[1-9]\d{0,9})(?:&.*)?",
        ),
        profile=SITE + "/en/users/$key",
        routes=(
            Route(name="page", sees="the newest works of an artist that need no login; known ones again"),
            Route(name="browser", sees="the newest works that the artist's page asks for"),
            Route(name="import", sees="whatever of an artist's page a person recorded"),
        ),
        pace=Pace(seconds=2.0, concurrency=1),
        imports=(
            (r"pixiv\.net/ajax/user/\d+/profile/top", "list"),
            (r"pixiv\.net/ajax/user/\d+(\?|$)", "account"),
            (r"pixiv\.net/ajax/illust/\d+(\?|$)", "post"),
        ),
        post_urls=(r"pixiv\.net/(?:[a-z]{2}/)?artworks/(\d+)",), expects="at least one work",
        notes="works for adults and the full-size pictures need a login and are not seen; novels are not "
        "read; what is "
        "older than the newest two dozen works is out of reach",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{SITE}/ajax/user/$key?full=1&lang=en"), at="/body", key="/userId", handle="/userId",
            url=SITE + "/en/users/{/userId}", display_name="/name", bio="/comment", following="/following",
            avatar_url="/imageBig|/image", links="/webpage", attributes=(("region", "/region/name"),),
            aside="*",
        ),
        posts=Posts(
            ask=Ask(url=f"{SITE}/ajax/user/$key/profile/top?lang=en"), cursor=Cursor(by="page", most=1),
            items="/body/illusts/*|/body/manga/*", landmark="/body/illusts=[] & /body/manga=[]",
            newest_first=False, one=Ask(url=f"{SITE}/ajax/illust/$post?lang=en"), one_at="/body", cut="/id",
            id="/id|/illustId", url=SITE + "/en/artworks/{/id|/illustId}", posted_at="/createDate",
            edited_at="/uploadDate", text="/description", markup="html", must=("/title",), title="/title",
            owner="/userId", sensitive="/xRestrict", hashtags="/tags/tags/*/tag|/tags",
            images="/urls/regular|/url",
            likes="/likeCount", views="/viewCount", replies="/commentCount",
            attributes=(("bookmarks", "/bookmarkCount"), ("pages", "/pageCount")), aside="*",
        ),
        markers=(
            Marker(kind="not_found", when="/error=true", status=404, says="/message"),
            Marker(kind="login_wall", when="/error=true & /message~(?i)log ?in|ログイン", says="/message"),
            Marker(kind="unauthorised", when="/error=true", says="/message"),
        ),
    ),
)  # fmt: skip
