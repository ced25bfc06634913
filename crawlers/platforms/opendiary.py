"""Open Diary: the entries of one diary, each read from its own page.

Source: a public reader of its pages (``/m/author/NAME/``, ``.entry-header h4 a``, ``.entry-title``,
``.entry-content``, ``.time-ago``); the site runs WordPress, whose page links are used.
"""

from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, SEES, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts
from crawlers.platform import Pace, Route

ID = r"opendiary\.com/m/(?!author/)([^?#]{1,200}?)/?(?:[?#]|$)"

platform = html_list(
    Named(
        key="opendiary", title="Open Diary", homepage="https://www.opendiary.com/",
        example="https://www.opendiary.com/m/author/southernbelle1788/",
        hosts=("www.opendiary.com", "opendiary.com"),
        spellings=(r"opendiary\.com/m/author/(?P<handle>[\w.-]{1,80})(?:/page/\d+)?",),
        profile="https://www.opendiary.com/m/author/$handle/",
        routes=(SEES, Route(name="import", sees="pages of a diary that a person recorded")),
        imports=((ID, "post"),), post_urls=(ID,), pace=Pace(seconds=3.0, concurrency=1),
        notes="entries that the writer keeps for friends are not shown; dates are to the day",
    ),
    Listing(
        accounts=Accounts(
            at="/page", key="/key", handle="/handle", url="/profile", display_name="/name", bio="/about",
        ),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), cursor=Cursor(by="url", at="/page/next"), items="/rows/*",
            only="/id",
            one=Ask(url="", headers=ACCEPT), one_at="/page", id="/id", url="/url", posted_at="/time",
            title="/subject", text="/words", markup="html", kind="article", must=("/words",),
            images="/images",
        ),
        markers=(
            Marker(kind="not_found", when="/status=404", says="/page/title"),
            Marker(kind="private", when="/page/title~(?i)private|protected", says="/page/title"),
        ),
    ),
    Pages(
        by_link=True,
        listing=Sheet(
            due=".entry-header", rows=".entry-header h4 a",
            page=(
                Cut(name="next", css="a.next@href | .next a@href | link[rel=next]@href"),
                Cut(name="name", css="meta[property='og:title']@content"),
                Cut(name="about", css="meta[property='og:description']@content"),
            ),
            row=(Cut(name="id", css="@href", match=ID), Cut(name="url", css="@href", match=r"^([^?#]+)")),
        ),
        post=Sheet(
            due=".entry-content", utc_offset_h=0,
            page=(
                Cut(name="id", css="@address | link[rel=canonical]@href", match=ID),
                Cut(name="url", css="@address", match=r"^([^?#]+)"),
                Cut(name="subject", css=".entry-title"), Cut(name="words", css=".entry-content",
                reads="markup"),
                Cut(name="time", css=".time-ago", reads="date"),
                Cut(name="images", css=".entry-content img@src", every=True),
            ),
        ),
    ),
)  # fmt: skip
