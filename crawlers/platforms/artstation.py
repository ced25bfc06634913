"""ArtStation: an artist's projects, by the JSON of its own site.

Source: gallery-dl artstation.py (``users/NAME/projects.json``, ``data`` and ``total_count``).
"""

from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.families.json_list import json_list
from crawlers.platform import Pace, Route

SITE = "https://www.artstation.com"

platform = json_list(
    Named(
        key="artstation", title="ArtStation", homepage=f"{SITE}/", example=f"{SITE}/gaerikim",
        hosts=("www.artstation.com", "artstation.com"),
        spellings=(
            r"artstation\.com/(?:users/)?(?P<handle>[A-Za-z0-9][\w-]{2,62})(?:/(?:albums/.*|profile|store))?",
            r"(?P<handle>(?!www|cdn|magazine|jobs|help|api)[A-Za-z0-9][\w-]{2,62})\.artstation\.com(?:/projects)?",
        ),
        profile=f"{SITE}/$handle",
        reserved="about api artwork artworks blogs challenges channels contests explore favicon.ico guides "
        "help jobs "
        "learning login magazine marketplace oauth print privacy projects prints robots.txt search settings "
        "sign_in "
        "sign_up store studios subscribe terms tos upload users auth",
        routes=(
            Route(name="page", sees="all public projects with likes, where Cloudflare lets us ask; the "
            "artist"),
            Route(name="browser", sees="the projects that the artist's page itself asks for"),
            Route(name="import", sees="whatever of the artist's page a person recorded"),
        ),
        pace=Pace(seconds=2.0, concurrency=1),
        imports=(
            (r"artstation\.com/users/[^/?]+/projects\.json", "list"),
            (r"artstation\.com/users/[^/?]+(?:/quick)?\.json", "account"),
        ),
        post_urls=(r"artstation\.com/artwork/(\w+)",), expects="at least one project",
        notes="single projects stand behind a check of visitors: known ones are seen again with the list, "
        "deletions "
        "are not told",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url=f"{SITE}/users/$handle.json"), key="/id", handle="/username",
            url=SITE + "/{/username}",
            display_name="/full_name", bio="/headline", followers="/followers_count", posts="/projects_count",
            avatar_url="/large_avatar_url|/medium_avatar_url", attributes=(("city", "/city"), ("country",
            "/country")),
            aside="*",
        ),
        posts=Posts(
            ask=Ask(url=f"{SITE}/users/$handle/projects.json?page=$page"),
            cursor=Cursor(by="page", size=50, is_full=True),
            items="/data/*", landmark="/total_count=0", newest_first=False,
            id="/hash_id", url=SITE + "/artwork/{/hash_id}", posted_at="/published_at|/created_at",
            text="/description", markup="html", must=("/title",), title="/title",
            sensitive="/adult_content=true",
            images="/cover/small_image_url|/cover/thumb_url", likes="/likes_count",
            views="/views_count", attributes=(("updated_at", "/updated_at"), ("assets", "/assets_count")),
            aside="id slug permalink user_id cover_asset_id admin_adult_content hide_as_adult icons tag_list "
            "user "
            "created_at position",
        ),
        markers=(Marker(kind="not_found", status=404),),
    ),
)  # fmt: skip
