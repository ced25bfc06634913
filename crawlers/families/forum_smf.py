"""SMF 2.0 and 2.1: its addresses, with semicolons, and the markup of its themes.

Sources: ``Display.template.php``, ``Profile.template.php``, ``MessageIndex.template.php`` and
``Errors.template.php`` of both versions; a recorded board of 2.0. In 2.0 ``link rel=next`` leads to the next
topic, so pages are turned by their numbers.
"""

from __future__ import annotations

from crawlers.families.forum_engine import (
    Engine,
    ItemMarks,
    MemberMarks,
    PagerMarks,
    Pick,
    PostMarks,
    Shape,
    TopicMarks,
)

_QUERY = r"/(?:index\.php)?\?(?:[^&]*&)*?"

SMF = Engine(
    key="smf",
    title="SMF",
    homepage="https://www.simplemachines.org/",
    shapes=(
        Shape("member", rf"{_QUERY}action=profile&(?:[^&]*&)*?u=(?P<id>\d+)(?=&|$)"),
        Shape("thread", rf"{_QUERY}topic=(?P<id>\d+)\.(?:\d|msg|new|from)"),
        Shape("thread", rf"{_QUERY}topic=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("board", rf"{_QUERY}board=(?P<id>\d+)\.\d"),
        Shape("board", rf"{_QUERY}board=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("post", rf"{_QUERY}msg=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("thread", r"/index\.php/topic,(?P<id>\d+)\."),
        Shape("board", r"/index\.php/board,(?P<id>\d+)\."),
    ),
    urls={
        "member": "{base}/index.php?action=profile;u={id}",
        "thread": "{base}/index.php?topic={id}.0",
        "board": "{base}/index.php?board={id}.0",
        "post": "{base}/index.php?topic={thread}.msg{id}#msg{id}",
        "post_alone": "{base}/index.php?msg={id}",
    },
    lists=("{base}/index.php?action=profile;area=showposts;u={id}",),
    feeds=("{base}/index.php?action=.xml;type=rss;sa=recent;limit=100",),
    board_feeds=("{base}/index.php?action=.xml;type=rss;sa=recent;board={id};limit=100",),
    post=PostMarks(
        block=("div.post_wrapper",),
        id=(
            Pick("div.inner[id^=msg_]", "id", r"^msg_(\d+)$"),
            Pick("h5[id^=subject_]", "id", r"^subject_(\d+)$"),
        ),
        author=(".poster h4 a[href*=profile]", ".poster h4"),
        profile=(".poster h4 a[href*=profile]", ".poster a[href*='action=profile']"),
        date=(
            Pick(".postinfo a.smalltext[href]"),
            Pick(".keyinfo time[datetime]", "datetime"),
            Pick(".keyinfo .smalltext", "", r"^[«\s]*[^:]*:\s*(.+?)\s*»?$"),
        ),
        body=("div.inner[id^=msg_]", "div.post div.inner"),
        quotes=("div.quoteheader, blockquote",),
        quoted_post=(Pick("a[href*=msg]", "href", r"msg=?(\d+)"),),
        quoted_author=(Pick("cite, .topslice_quote", "", r":\s*(.+?)\s+(?:on|am|le|el|em|op|в)\s"),),
        left_out=(".quotefooter", ".signature", ".modified", ".attachments", ".codeheader"),
        edited=(Pick(".modified em, .modified", "", r":\s*(.+?)(?:\s+(?:by|von|par|por|от)\s.*|\s*»?)$"),),
        attached=(".attachments .attached", ".attachments a[href*='action=dlattach']"),
    ),
    item=ItemMarks(
        row=(".topic_details",),
        post=(Pick("a[href*=msg]", "href", r"msg=?(\d+)"),),
        link=(Pick("a[href*='topic=']", "href"),),
    ),
    topic=TopicMarks(
        row=("#topic_container > div:has(a[href*='topic='])", "tr:has(td.subject)", "tr:has(span[id^=msg_])"),
        link=(
            Pick("span[id^=msg_] a[href]", "href"),
            Pick(".message_index_title a[href*='topic=']", "href"),
            Pick(".subject a[href*='topic=']", "href"),
        ),
        last_post=(Pick(".lastpost a[href*=msg]", "href", r"msg=?(\d+)"),),
        last_link=(Pick(".lastpost a[href*=msg]", "href"),),
        sticky=("tr:has(.stickybg), .sticky, .windowbg.sticky, .stickybg, .stickybg2",),
    ),
    member=MemberMarks(
        landmark=("#profileview", "#basicinfo"),
        name=(Pick("#basicinfo .username h4", "own"), Pick("#basicinfo h4", "own")),
        rank=(Pick("#basicinfo .position"),),
        avatar=(Pick("#basicinfo img.avatar", "src"),),
        bio=("#detailedinfo .signature",),
        labels=("#detailedinfo dl dt",),
    ),
    pager=PagerMarks(
        area=(".pagelinks", ".pagesection"),
        current=(".current_page", "strong"),
        next=(".pagelinks a.nav_page:has(.next_page)",),
        prev=(".pagelinks a.nav_page:has(.previous_page)",),
    ),
    titles=(
        Pick("#display_head .display_title, #top_subject, h2.display_title"),
        Pick("#forumposts h3.catbg", "", r":\s*(.+?)(?:\s+\([^()]*\))?$"),
        Pick(".navigate_section li:last-child a, li.last a"),
    ),
    messages=(
        "#fatal_error .padding, #fatal_error .windowbg",
        "#fatal_error",
        ".errorbox",
        ".login p.error, form#frmLogin .noticebox, form#frmLogin p",
    ),
    login=(
        "form#frmLogin input[type=password]",
        "#fatal_error ~ form input[type=password]",
        ".login input[type=password]",
    ),
    outcomes=(
        ("not_found", r"profile you are trying to view does not exist|missing or off limits"),
        ("login_wall", r"Only registered members|(login|log in) below|register an account"),
        ("unauthorised", r"you are banned|not allowed to (access|view)"),
    ),
    nothing=r"No posts|has no posts|there are no (topics|posts)",
)
