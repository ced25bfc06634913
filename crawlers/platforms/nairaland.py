"""Nairaland, the Nigerian forum: a member's posts, by the page that lists them.

Source: public readers of its pages (``table[summary=posts]`` with a row for the head and one for the words,
``a.user``, ``span.s`` for the time, ``td[id^=pb]``, ``.narrow``, ``img.attachmentimage``).
"""

from crawlers.families.html_facts import Cut, Pages, Sheet
from crawlers.families.html_list import ACCEPT, SEES, html_list
from crawlers.families.json_facts import Accounts, Ask, Cursor, Listing, Marker, Named, Posts, Refers
from crawlers.platform import Pace, Route

platform = html_list(
    Named(
        key="nairaland", title="Nairaland", homepage="https://www.nairaland.com/",
        example="https://www.nairaland.com/seun/posts", hosts=("www.nairaland.com", "nairaland.com"),
        spellings=(r"nairaland\.com/(?P<handle>[A-Za-z][A-Za-z0-9_]{1,40})(?:/(?:posts|topics)(?:/\d+)?)?",),
        profile="https://www.nairaland.com/$handle/posts",
        reserved="about robots login register recent trending new topics search explore privacy help rules "
        "mentions politics crime romance jobs career business investment health family education autos "
        "properties phones travel religion foreign-affairs tv-movies celebs sports music literature fashion "
        "culture food programming webmasters computers science gaming events jokes pets nairaland "
        "newsletter adrates icons robots.txt settings",
        routes=(SEES, Route(name="import", sees="pages of a member's posts that a person recorded")),
        imports=((r"nairaland\.com/\w+/posts(?:/\d+)?$", "list"),),
        pace=Pace(seconds=3.0, concurrency=1),
        notes="times are Lagos's, to the minute, and leave out this year and today: such doubts stand with "
        "each post; a single post cannot be asked for, so deletions are not told; watch a board with "
        "--family page",
    ),
    Listing(
        accounts=Accounts(at="/page", key="/key", handle="/handle", url="/profile", display_name="/handle"),
        posts=Posts(
            ask=Ask(url="", headers=ACCEPT), cursor=Cursor(by="url", at="/page/next"), items="/rows/*",
            only="/id",
            id="/id", url="/url", posted_at="/time", text="/words", markup="html", images="/images",
            must=("/words",), refers=(Refers(kind="reply", when="/subject~^Re: ", of="/topic"),),
            attributes=(("topic", "/subject"), ("quoted", "/quoted")),
        ),
        markers=(Marker(kind="not_found", when="/status=404", says="/page/title"),),
    ),
    Pages(
        listing=Sheet(
            due="table[summary=posts]", rows="table[summary=posts] tr:nth-child(odd)", utc_offset_h=1,
            page=(Cut(name="next", css="b + a[href*='/posts/']@href"),),
            row=(
                Cut(name="id", css="+ td[id^=pb]@id", match=r"^pb(\d+)$"),
                Cut(name="url", css="a[href*='#']@href"), Cut(name="topic", css="a[href*='#']@href",
                match=r"^([^#]+)"),
                Cut(name="subject", css="a[href*='#']"), Cut(name="author", css="a.user"),
                Cut(name="time", css="span.s", match=r"^([^(]{4,60})", reads="date"),
                Cut(name="words", css="+ .narrow", reads="markup", drop="blockquote"),
                Cut(name="quoted", css="+ .narrow blockquote"),
                Cut(name="images", css="+ img.attachmentimage@src", every=True),
            ),
        ),
    ),
)  # fmt: skip
