"""Bodies of Reddit in the shape of real ones, for its tests and for the property tests."""

from __future__ import annotations

from typing import Any

_COMMON: dict[str, Any] = {
    "author": "Mei_Harbour",
    "author_fullname": "t2_5abc",
    "subreddit": "AskHarbour",
    "subreddit_id": "t5_9",
    "created_utc": 1782900000.0,
    "edited": 1782903600.0,
    "score": 12,
    "over_18": False,
}
SUBMISSION: dict[str, Any] = {
    **_COMMON,
    "name": "t3_1g5clrm",
    "id": "1g5clrm",
    "title": "Fish & tea",
    "selftext": "First line\n\nsee [this](https://bit.ly/x?a=1&b=2)",
    "selftext_html": '<!-- SC_OFF --><div class="md"><p>First line</p>\n<p>see'
    ' <a href="https://bit.ly/x?a=1&amp;b=2">this</a> and <a href="https://out.reddit.com/t3_1g5clrm'
    '?url=https%3A%2F%2Fend.example%2F&amp;app_name=x">that</a></p></div><!-- SC_ON -->',
    "permalink": "/r/AskHarbour/comments/1g5clrm/fish_tea/",
    "url": "https://www.reddit.com/r/AskHarbour/comments/1g5clrm/fish_tea/",
    "is_self": True,
    "domain": "self.AskHarbour",
    "num_comments": 3,
    "num_crossposts": 1,
    "upvote_ratio": 0.9,
    "link_flair_text": "Question",
    "removed_by_category": None,
}
COMMENT: dict[str, Any] = {
    **_COMMON,
    "name": "t1_lk2",
    "id": "lk2",
    "body": "Not so.",
    "body_html": '<div class="md"><p>Not so.</p></div>',
    "parent_id": "t1_above",
    "link_id": "t3_1g5clrm",
    "link_title": "Fish & tea",
    "link_author": "Other",
    "permalink": "/r/AskHarbour/comments/1g5clrm/fish_tea/lk2/",
    "replies": "",
}
ABOUT: dict[str, Any] = {
    "kind": "t2",
    "data": {
        "id": "5abc",
        "name": "Mei_Harbour",
        "created_utc": 1770604800.0,
        "link_karma": 5,
        "comment_karma": 0,
        "verified": True,
        "icon_img": "https://styles.redditmedia.com/a.png?width=256&amp;s=1",
        "subreddit": {
            "title": "Mei",
            "public_description": "Ships & tides https://mei.example/",
            "over_18": False,
        },
    },
}
ATOM = """<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"
 xmlns:media="http://search.yahoo.com/mrss/"><title>submitted by Mei_Harbour</title>
<id>/user/Mei_Harbour/.rss</id>
<entry><author><name>/u/Mei_Harbour</name></author><category term="AskHarbour" label="r/AskHarbour"/>
<content type="html">&lt;!-- SC_OFF --&gt;&lt;div class="md"&gt;&lt;p&gt;First line&lt;/p&gt;&lt;/div&gt;
 &amp;#32; submitted by &lt;a href="https://www.reddit.com/user/Mei_Harbour"&gt; /u/Mei_Harbour &lt;/a&gt;
 &lt;span&gt;&lt;a href="https://end.example/"&gt;[link]&lt;/a&gt;&lt;/span&gt;
 &lt;a href="https://www.reddit.com/r/AskHarbour/comments/1g5clrm/fish_tea/"&gt;[comments]&lt;/a&gt;
</content><id>t3_1g5clrm</id><media:thumbnail url="https://b.thumbs.redditmedia.com/a.jpg" />
<link href="https://www.reddit.com/r/AskHarbour/comments/1g5clrm/fish_tea/" />
<updated>2026-07-01T10:00:00+00:00</updated><published>2026-07-01T10:00:00+00:00</published>
<title>Fish &amp; tea</title></entry>
<entry><author><name>/u/Mei_Harbour</name></author><category term="AskHarbour" label="r/AskHarbour"/>
<content type="html">&lt;div class="md"&gt;&lt;p&gt;Not so.&lt;/p&gt;&lt;/div&gt;</content><id>t1_lk2</id>
<link href="https://www.reddit.com/r/AskHarbour/comments/1g5clrm/fish_tea/lk2/"/>
<updated>2026-07-01T11:00:00+00:00</updated><title>/u/Mei_Harbour on Fish &amp; tea</title></entry></feed>"""


def listing(*things: tuple[str, Any], after: str | None = None) -> dict[str, Any]:
    """A listing of things by kind."""
    children = [{"kind": kind, "data": fields} for kind, fields in things]
    return {"kind": "Listing", "data": {"children": children, "after": after, "before": None, "modhash": ""}}


_TURN = {
    **SUBMISSION,
    "name": "t3_TURN",
    "crosspost_parent_list": [SUBMISSION],
    "media_metadata": {"a": {"m": "image/png"}},
}
_DEEP = {**COMMENT, "replies": listing(("t1", COMMENT))}
REDDIT_SAMPLES: tuple[tuple[str, Any, dict[str, Any]], ...] = (
    ("about", ABOUT, {}),
    (
        "listing",
        listing(("t3", _TURN), ("t1", _DEEP), after="t3_TURN"),
        {
            "context": {"list": "/user/Mei_Harbour/submitted", "then": "/user/Mei_Harbour/comments"},
            "pages": True,
        },
    ),
    ("info", listing(("t3", SUBMISSION), ("t1", {**COMMENT, "body": "[removed]"})), {}),
    ("feed", ATOM, {}),
)
