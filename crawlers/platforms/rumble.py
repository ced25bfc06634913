"""Rumble: the videos of a channel (``/c/NAME``) or user (``/user/NAME``), by the site's own pages.

Source: yt-dlp rumble.py (404 after the last page), RSSHub lib/routes/rumble (``.videostream``,
``VideoObject`` in JSON-LD, the container of the description), public readers of the channel's header.
"""

from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, SEES, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route

ID = r"(?i)rumble\.com/(v[0-9a-z]+)(?:-|\.html|$)"
LD = "/ld/*/*/{0}|/ld/*/{0}"
WORDS = "div[data-js=media_long_description_container] | .media-description"

platform = html_list(
    Named(
        key="rumble", title="Rumble", homepage="https://rumble.com/", hosts=("rumble.com", "www.rumble.com"),
        example="https://rumble.com/c/Timcast",
        spellings=(r"rumble\.com/(?P<handle>(?:c|user)/[\w.-]{1,80})(?:/[a-z]+)?(?:\?.*)?",),
        profile="https://rumble.com/$handle",
        routes=(
            SEES,
            Route(name="browser", sees="the newest videos, where the site sends programs to a check"),
            Route(name="import", sees="pages of the channel and of videos that a person recorded"),
        ),
        imports=((r"rumble\.com/(?:c|user)/[^/?#]+(?:/videos)?(?:\?[^/]*)?$", "list"), (ID, "post")),
        post_urls=(ID,), pace=Pace(seconds=2.0, concurrency=1),
        notes="Cloudflare turns programs away at times: challenge; use the browser or an import then. A "
        "video's id on its page (v7acgqo) is not the one of its player; its words stand on its own page "
        "alone, which is asked for once",
    ),
    Listing(
        accounts=Accounts(
            at="/page", key="/key", handle="/handle", url="/profile", display_name="/name",
            followers="/followers", avatar_url="/avatar", banner_url="/banner",
        ),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), next=Ask(url="?page=$page", headers=ACCEPT),
            cursor=Cursor(by="page"),
            items="/rows/*", only="/id", one=Ask(url="", headers=ACCEPT), one_at="/page", cut="/id", id="/id",
            url="/url", posted_at=f"/time|{LD.format('uploadDate')}", kind="article",
            title=f"/name|{LD.format('name')}", text="/words", markup="html",
            images=f"/image|{LD.format('thumbnailUrl')}", likes="/likes",
            views=f"/views|{LD.format('interactionStatistic/userInteractionCount')}",
            attributes=(
                ("duration", f"/duration|{LD.format('duration')}"), ("embed", LD.format("embedUrl")),
                ("category", "/category"),
            ),
        ),
        markers=(
            Marker(kind="not_found", when="/status=404", says="/page/title"),
            Marker(kind="deleted", when="/status=410", says="/page/title"),
        ),
    ),
    Pages(
        ends_with_404=True,
        listing=Sheet(
            due=".channel-header--title, .channel-listing__container, .videostream",
            rows=".videostream[data-video-id]",
            page=(
                Cut(name="name", css=".channel-header--title h1 | h1"),
                Cut(name="followers", css=".channel-header--title", reads="number",
                    match=r"([\d.,]{1,12}\s?[KMB]?)\s+Followers"),
                Cut(name="avatar", css="img.channel-header--img@src | img.channel-header--thumb@src"),
                Cut(name="banner", css="img.channel-header--backsplash-img@src"),
            ),
            row=(
                Cut(name="id", css=".videostream__link@href | .title__link@href", match=ID),
                Cut(name="url", css=".videostream__link@href | .title__link@href", match=r"^([^?#]+)"),
                Cut(name="time", css="time@datetime", reads="date"),
                Cut(name="name", css=".thumbnail__title@title | .thumbnail__title"),
                Cut(name="views", css="[data-views]@data-views"), Cut(name="image",
                css="img.thumbnail__image@src"),
                Cut(name="duration", css=".videostream__status--duration"),
            ),
        ),
        post=Sheet(
            page=(
                Cut(name="id", css="@address | link[rel=canonical]@href", match=ID),
                Cut(name="url", css="@address", match=r"^([^?#]+)"),
                Cut(name="ld", css="script[type='application/ld+json']", reads="json", every=True),
                Cut(name="words", css=WORDS, reads="markup"), Cut(name="category",
                css=".media-by--category a"),
                Cut(name="likes", css="[data-js=rumbles_up_votes]", reads="number"),
            ),
        ),
    ),
)  # fmt: skip
