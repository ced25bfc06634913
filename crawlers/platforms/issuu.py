"""Issuu: a publisher's documents, by the JSON that the publisher's page asks for.

Source: public readers of ``issuu.com/call/profile/v1/documents`` (``items`` with ``uri``, ``title``,
``publishDate``, ``coverUrl``; ``total``; at most 100 a page), Archive Team's grabber of the site.
"""

from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route

DOCUMENTS = "https://issuu.com/call/profile/v1/documents/$handle?offset=$offset&limit=$size"

platform = html_list(
    Named(
        key="issuu", title="Issuu", homepage="https://issuu.com/", example="https://issuu.com/greektimes",
        hosts=("issuu.com", "www.issuu.com"),
        spellings=(r"issuu\.com/(?P<handle>[\w.-]{2,80})(?:/(?:docs(?:/[^?]*)?|stacks|followers|\d+))?(?:\?.*)?",),
        profile="https://issuu.com/$handle",
        reserved="about login signin signup search explore privacy help home categories pricing features "
        "apps call store legal contact robots.txt favicon.ico settings publish query blog articles",
        routes=(
            Route(name="page", sees="all public documents with title, day and cover"),
            Route(name="import", sees="whatever of the publisher's page a person recorded"),
        ),
        imports=((r"issuu\.com/call/profile/v1/documents/[^/?]+\?", "list"),),
        post_urls=(r"issuu\.com/([\w.-]+/docs/[\w.-]+)",), pace=Pace(seconds=2.0, concurrency=1),
        notes="documents by title and cover; what their pages say is not read, edits and deletions are not "
        "told",
    ),
    Listing(
        accounts=Accounts(
            ask=Ask(url="", headers=ACCEPT), at="/page", key="/key", handle="/handle", url="/profile",
            display_name="/name", bio="/about", avatar_url="/avatar",
        ),
        posts=Posts(
            ask=Ask(url=DOCUMENTS), cursor=Cursor(by="offset", size=100, is_full=True), items="/items/*",
            landmark="/total=0", newest_first=False, id="{/account}/docs/{/uri}",
            url="https://issuu.com/{/account}/docs/{/uri}", posted_at="/publishDate", title="/title",
            text="/description|/title", kind="article", must=("/title",), images="/coverUrl", aside="*",
        ),
        markers=(
            Marker(kind="not_found", status=404),
            Marker(kind="not_found", when="/page/text~NEXT_HTTP_ERROR_FALLBACK;404", says="/page/title"),
        ),
    ),
    Pages(
        listing=Sheet(), names_account=True,
        account=Sheet(
            page=(
                Cut(name="name", css="meta[property='og:title']@content | h1",
                match=r"^(.+?)(?: (?:Publisher )?[-|] Issuu)?$"),
                Cut(name="about", css="meta[property='og:description']@content"),
                Cut(name="avatar", css="meta[property='og:image']@content"),
            ),
        ),
    ),
)  # fmt: skip
