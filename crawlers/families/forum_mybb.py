"""MyBB 1.8 and 1.6: its addresses, plain and as two ways of rewriting make them, and its markup.

Sources: the templates ``postbit``, ``member_profile``, ``search_results_posts_post``,
``forumdisplay_thread`` and ``error`` of MyBB 1.8; recorded index and member list of a forum with rewritten
addresses, where members and threads are known by name alone.
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

MYBB = Engine(
    key="mybb",
    title="MyBB",
    homepage="https://mybb.com/",
    shapes=(
        Shape("member", r"/member\.php\?(?:[^&]*&)*?uid=(?P<id>\d+)(?=&|$)"),
        Shape("thread", r"/showthread\.php\?(?:[^&]*&)*?tid=(?P<id>\d+)(?=&|$)"),
        Shape("post", r"/showthread\.php\?(?:[^&]*&)*?pid=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/forumdisplay\.php\?(?:[^&]*&)*?fid=(?P<id>\d+)(?=&|$)"),
        Shape("member", r"/user-(?P<id>\d+)\.html$", sure=False),
        Shape("thread", r"/thread-(?P<id>\d+)(?:-[a-z]+)?(?:-\d+)?\.html$", sure=False),
        Shape("board", r"/forum-(?P<id>\d+)(?:-page-\d+)?\.html$", sure=False),
        Shape("member", r"/(?-i:User)-(?P<name>[^/?]+)(?=$|\?)"),
        Shape("thread", r"/(?-i:Thread)-(?P<name>[^/?]+)(?=$|\?)"),
        Shape("board", r"/(?-i:Forum)-(?P<name>[^/?]+)(?=$|\?)"),
    ),
    urls={
        "member": "{base}/member.php?action=profile&uid={id}",
        "member_name": "{base}/User-{name}",
        "thread": "{base}/showthread.php?tid={id}",
        "thread_name": "{base}/Thread-{name}",
        "board": "{base}/forumdisplay.php?fid={id}",
        "board_name": "{base}/Forum-{name}",
        "post": "{base}/showthread.php?pid={id}#pid{id}",
        "last": "{base}/showthread.php?tid={id}&action=lastpost",
    },
    lists=("{base}/search.php?action=finduser&uid={id}",),
    feeds=("{base}/syndication.php?limit=100",),
    board_feeds=("{base}/syndication.php?fid={id}&limit=100",),
    post=PostMarks(
        block=("div.post[id^=post_]", "[id^=post_]:has([id^=pid_])"),
        id=(Pick("", "id", r"^post_(\d+)$"), Pick("[id^=pid_]", "id", r"^pid_(\d+)$")),
        author=(
            ".author_information .largetext a",
            ".author_information .largetext, .post_author .largetext",
            ".post_author strong, .largetext",
        ),
        profile=(
            ".author_information a[href]",
            ".post_author a[href]",
            ".largetext a[href]",
        ),
        date=(
            Pick(".post_date", "", r"^(.*?)\s*(?:\(|$)"),
            Pick("td.tcat .smalltext, .post_head .smalltext", "", r"^(.*?)\s*(?:\(|$)"),
        ),
        body=(".post_body", "[id^=pid_]"),
        quotes=("blockquote",),
        quoted_post=(Pick("cite a[href*=pid]", "href", r"pid=?(\d+)"),),
        quoted_author=(Pick("cite", "", r"^(?:\([^)]*\)\s*)?(.+?)\s+\S+:?$"),),
        left_out=(".signature", ".post_edit", ".edited_post", "fieldset"),
        edited=(Pick(".edited_post, .post_edit", "", r":\s*(.+?)\s+(?:by|von|par|por|da|от)\s"),),
        attached=("fieldset a[href*='aid=']", ".attachments a[href*='aid=']"),
        opening=(Pick(".post_head .float_right a, .postbit_number a", "", r"#(\d+)"),),
    ),
    item=ItemMarks(
        row=("tr.inline_row:has(a[href*=pid])", "tr:has(a[href*='#pid'])"),
        post=(Pick("a[href*='#pid']", "href", r"#pid(\d+)"),),
        link=(Pick("a[href*='tid=']", "href"),),
    ),
    topic=TopicMarks(
        row=("tr.inline_row", "tr:has([id^=tid_])", "tr:has(a[href*='action=lastpost'])"),
        link=(
            Pick("[id^=tid_] a[href]", "href"),
            Pick(".subject_old a[href], .subject_new a[href]", "href"),
            Pick("a[href*='action=lastpost']", "href"),
        ),
        id=(Pick("[id^=tid_]", "id", r"^tid_(\d+)$"),),
        last_link=(Pick("a[href*='action=lastpost']", "href"),),
        last_date=(Pick(".lastpost", "", r"^(.*?\d{1,2}:\d{2}(?::\d{2})?(?:\s*[AP]M)?)"),),
        sticky=(".forumdisplay_sticky",),
    ),
    member=MemberMarks(
        landmark=("a[href*='action=finduser']", "tr:has(> td.trow1 > strong):has(> td:nth-child(2))"),
        name=(Pick(".largetext strong"), Pick(".largetext")),
        id=(
            Pick("a[href*='action=finduser&']", "href", r"uid=(\d+)"),
            Pick("a[href*='uid=']", "href", r"uid=(\d+)"),
        ),
        rank=(Pick("td:has(> .largetext) .smalltext", "", r"^\(([^()]+)\)"),),
        avatar=(Pick("img[src*=avatar]", "src"),),
        bio=("td.trow1.scaleimages",),
        labels=("td.trow1 > strong, td.trow2 > strong",),
        banned=(Pick(".red_alert, .banned_warning", "", r"(?i)(.*banned.*)"),),
    ),
    pager=PagerMarks(
        area=(".pagination",),
        current=(".pagination_current",),
        next=("a.pagination_next",),
        prev=("a.pagination_previous",),
    ),
    titles=(Pick("td.thead strong"), Pick(".thead strong"), Pick("h1")),
    messages=("td.trow1",),
    login=("td.trow1 input[type=password], td.trow2 input[type=password]",),
    outcomes=(
        ("not_found", r"member you specified is either invalid|specified (thread|post|forum) does not exist"),
        ("login_wall", r"not logged in or do not have permission"),
        ("unauthorised", r"do not have permission|you are (currently )?banned"),
    ),
    nothing=r"no results were returned|no threads in this forum",
)
