"""SlideShare: the presentations that a user's page links to, each read from its own page.

Source: gallery-dl slideshare.py (``__NEXT_DATA__``, ``props.pageProps.slideshow`` with its names).
"""

from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route

ID = r"slideshare\.net/slideshow/[^/?#]+/(\d{4,12})"
SHOW = "/data/props/pageProps/slideshow"
SLIDES = f"{SHOW}/slides"

platform = html_list(
    Named(
        key="slideshare", title="SlideShare", homepage="https://www.slideshare.net/",
        example="https://www.slideshare.net/KnowledgeGraph", hosts=("www.slideshare.net", "slideshare.net"),
        spellings=(
            r"(?:[a-z]{2}\.)?slideshare\.net/(?:mobile/)?(?P<handle>[\w.-]{2,80})"
            r"(?:/(?:presentations|documents|videos|infographics|followers|following))?(?:\?.*)?",
        ),
        profile="https://www.slideshare.net/$handle",
        reserved="about signup login search explore category categories featured slideshow upload privacy "
        "terms help contact popular rss api mobile robots.txt settings favicon.ico sitemap business "
        "feedback legal",
        routes=(
            Route(name="page", sees="the presentations that the user's page links to, with their counts"),
            Route(name="import", sees="pages of presentations that a person recorded"),
        ),
        imports=((ID, "post"),), post_urls=(ID,), pace=Pace(seconds=2.0, concurrency=1),
        notes="what a user's page shows only after scrolling is not seen; of the slides, the first is kept "
        "as a picture, their words are not read; a user's page is taken to begin with the newest",
    ),
    Listing(
        accounts=Accounts(
            at="/page", key="/key", handle="/handle", url="/profile", display_name="/name", bio="/about",
            avatar_url="/avatar",
        ),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), cursor=Cursor(by="url", at="/page/next"), items="/rows/*",
            only="/id",
            one=Ask(url="", headers=ACCEPT), one_at="/page", id="/id", url="/url",
            posted_at=f"{SHOW}/createdAt", must=(f"{SHOW}/username",), owner=f"{SHOW}/username",
            title=f"{SHOW}/title", text=f"{SHOW}/description", kind="article",
            images=f"{{{SLIDES}/host}}/{{{SLIDES}/imageLocation}}/95/{{{SLIDES}/title}}-1-1024.jpg",
            views=f"{SHOW}/views", likes=f"{SHOW}/likes", attributes=(("slides", f"{SHOW}/totalSlides"),),
        ),
        markers=(
            Marker(kind="not_found", when="/status=404", says="/page/title"),
            Marker(kind="deleted", when="/status=410", says="/page/title"),
        ),
    ),
    Pages(
        by_link=True,
        listing=Sheet(
            due="script#__NEXT_DATA__", rows="a[href*='/slideshow/']",
            page=(
                Cut(name="name", css="meta[property='og:title']@content | h1",
                match=r"^(.+?)(?:\s*[|\u2013-] SlideShare)?$"),
                Cut(name="about", css="meta[property='og:description']@content"),
                Cut(name="avatar", css="meta[property='og:image']@content"),
                Cut(name="next", css="link[rel=next]@href | a[rel=next]@href"),
            ),
            row=(Cut(name="id", css="@href", match=ID), Cut(name="url", css="@href", match=r"^([^?#]+)")),
        ),
        post=Sheet(
            due="script#__NEXT_DATA__",
            page=(
                Cut(name="id", css="@address | link[rel=canonical]@href", match=ID),
                Cut(name="url", css="@address", match=r"^([^?#]+)"),
                Cut(name="data", css="script#__NEXT_DATA__", reads="json"),
            ),
        ),
    ),
)  # fmt: skip
