"""vBulletin 3, 4 and 5: its addresses, plain and rewritten, and its markup.

Sources: recorded pages (a board of 4.2, a Persian thread of 4.1) and, for the rest, the templates
``postbit``, ``postbit_legacy``, ``memberinfo``, ``search_resultlist`` and ``threadbit`` of vBulletin 3.8 and
4.2 as scrapers quote them; of 5 a few class names alone are known so. A login form stands on every page: it
says nothing.
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

VBULLETIN = Engine(
    key="vbulletin",
    title="vBulletin",
    homepage="https://www.vbulletin.com/",
    shapes=(
        Shape("member", r"/member\.php\?(?:[^&]*&)*?u(?:serid)?=(?P<id>\d+)(?=&|$)"),
        Shape("member", r"/member\.php[?/](?P<id>\d+)(?=[-=&/]|$)"),
        Shape("member", r"/member\.php\?(?:[^&]*&)*?username=(?P<name>[^&]+)"),
        Shape("thread", r"/showthread\.php\?(?:[^&]*&)*?t(?:hreadid)?=(?P<id>\d+)(?=&|$)"),
        Shape("thread", r"/showthread\.php[?/](?P<id>\d+)(?=[-=&/]|$)"),
        Shape("post", r"/show(?:thread|post)\.php\?(?:[^&]*&)*?p(?:ostid)?=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/forumdisplay\.php\?(?:[^&]*&)*?f(?:orumid)?=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/forumdisplay\.php[?/](?P<id>\d+)(?=[-=&/]|$)"),
        Shape("member", r"/members?/(?P<id>\d+)(?:-[^/?]*)?(?:\.html|/|$)", sure=False),
        Shape("thread", r"/thread(?P<id>\d+)(?:-\d+)?\.html$", sure=False),
        Shape("board", r"/forum(?P<id>\d+)(?:/|\.html)?$", sure=False),
        Shape("board", r"/forums?/(?P<id>\d+)-[^/?.]*/?$", sure=False),
        Shape("thread", r"/(?:[^/?]+/)*?(?:threads?/)?(?P<id>\d+)-[^/?]+?(?:\.html|/|$)", sure=False),
    ),
    urls={
        "member": "{base}/member.php?u={id}",
        "member_name": "{base}/member.php?username={name}",
        "thread": "{base}/showthread.php?t={id}",
        "board": "{base}/forumdisplay.php?f={id}",
        "post": "{base}/showthread.php?p={id}#post{id}",
        "last": "{base}/showthread.php?t={id}&goto=lastpost",
    },
    lists=(
        "{base}/search.php?do=finduser&u={id}&contenttype=vBForum_Post&showposts=1",
        "{base}/search.php?do=finduser&u={id}",
    ),
    feeds=("{base}/external.php?type=RSS2&lastpost=1&count=100",),
    board_feeds=("{base}/external.php?type=RSS2&lastpost=1&forumids={id}&count=100",),
    post=PostMarks(
        block=(
            "li.postcontainer[id^=post_]",
            "li[id^=post_]:has(.postbody)",
            "table[id^=post]:has([id^=post_message_])",
            "li.b-post[data-node-id]",
        ),
        id=(Pick("", "data-node-id", r"^(\d+)$"), Pick("", "id", r"^post_?(\d+)$")),
        author=(
            ".username_container .username",
            "a.bigusername",
            "[id^=postmenu_]",
            ".b-userinfo__details .author, .author",
        ),
        profile=(
            ".username_container a.username[href]",
            "a.bigusername[href]",
            ".author a[href]",
            "[id^=postmenu_] a[href]",
        ),
        date=(
            Pick(".postdate .date, .posthead .date"),
            Pick(".b-post__timestamp time[datetime]", "datetime"),
            Pick("td.thead"),
        ),
        body=("blockquote.postcontent", "[id^=post_message_]", ".js-post__content-text"),
        quotes=(
            ".bbcode_container:has(.bbcode_quote), .bbcode_container:has(.quote_container)",
            ".bbcode_quote",
            "div:has(> div.smallfont):has(> table td.alt2)",
        ),
        quoted_post=(
            Pick("a[href*='#post']", "href", r"#post(\d+)"),
            Pick("a[href*='p=']", "href", r"[?&]p=(\d+)"),
        ),
        quoted_author=(Pick(".bbcode_postedby strong"), Pick("td.alt2 strong")),
        left_out=(".signature", ".lastedited", ".attachments", ".b-post__edit-reason"),
        edited=(
            Pick(".lastedited", "", r";\s*([^;]+?)\.?(?:\s*\S+:\s.*)?$"),
            Pick("div.smallfont em", "", r";\s*([^;]+?)\.?(?:\s*\S+:\s.*)?$"),
            Pick(".b-post__edit-reason, .post-edit", "", r";\s*([^;]+?)\.?$"),
        ),
        attached=(".attachments a[href*=attachment]", "fieldset a[href*=attachment]"),
        opening=(
            Pick("a.postcounter, .b-post__count", "", r"#?([\d,]+)"),
            Pick("a[id^=postcount]", "name", r"^(\d+)$"),
        ),
    ),
    item=ItemMarks(
        row=(
            "li[id^=post_]",
            "li.searchbit, li.postbit",
            "table[id^=post]:has(a[href*='p='])",
            "li.b-post, .search-result",
        ),
        post=(
            Pick("a[href*='#post']", "href", r"#post(\d+)"),
            Pick("a[href*='p=']", "href", r"[?&]p=(\d+)"),
            Pick("", "id", r"^post_?(\d+)$"),
        ),
        link=(Pick("a[href*='t=']", "href"), Pick("a[href*=showthread]", "href")),
    ),
    topic=TopicMarks(
        row=(
            "li.threadbit",
            "tr:has(a[id^=thread_title_])",
            "tr.topic-item",
            "div:has(> a[id^=thread_title_])",
        ),
        link=(Pick("a[id^=thread_title_]", "href"), Pick("a.topic-title", "href")),
        id=(
            Pick("a[id^=thread_title_]", "id", r"(\d+)$"),
            Pick("", "data-node-id", r"^(\d+)$"),
        ),
        last_post=(
            Pick(".threadlastpost a[href*='#post'], .lastpostdate a[href*='#post']", "href", r"#post(\d+)"),
            Pick("td a[href*='#post']", "href", r"#post(\d+)"),
        ),
        last_link=(
            Pick(".threadlastpost a[href*='#post'], .lastpostdate a[href*='#post']", "href"),
            Pick("td a[href*='#post']", "href"),
        ),
        sticky=("#stickies, .stickies, .sticky, img[src*=sticky]",),
    ),
    member=MemberMarks(
        landmark=(
            "#userinfo, #view-aboutme",
            "#username_box, #main_userinfo",
            ".profile-sidebar, #userProfile",
        ),
        name=(
            Pick("#userinfo .member_username, .member_username"),
            Pick("#username_box h1"),
            Pick(".profile-sidebar .username, #userProfile .username, h1"),
        ),
        id=(
            Pick("a[href*='do=finduser']", "href", r"[?&]u(?:serid)?=(\d+)"),
            Pick("a[href*='userid=']", "href", r"userid=(\d+)"),
        ),
        rank=(Pick("#userinfo .usertitle, .usertitle"), Pick("#username_box h2")),
        avatar=(
            Pick("#userinfo img.avatar, .profile_avatar img, #user_avatar, .avatarcontainer img", "src"),
        ),
        labels=(
            "#view-aboutme dl dt, dl.stats dt, #userinfo dl dt",
            "#collapseobj_stats .shade, .profilefield_list dt, .shade",
            ".profile-info-item label, dl dt",
        ),
        bio=("#signature_cell, .signature",),
    ),
    pager=PagerMarks(
        area=(".pagination_top", ".pagination", ".pagenav", ".pagenav-controls"),
        current=(".selected", "td.alt2 strong", "strong", ".js-pagenav-current-button"),
        next=("a[rel=next]", "link[rel=next]", ".pagenav-controls a.right-arrow"),
        prev=("a[rel=prev]", "link[rel=prev]", ".pagenav-controls a.left-arrow"),
    ),
    titles=(
        Pick(".forumtitle"),
        Pick("#pagetitle .threadtitle, .pagetitle .threadtitle"),
        Pick("td.navbar strong"),
        Pick("h1.main-title, .pagetitle h1, h1"),
    ),
    messages=(
        ".standard_error .blockrow, .standard_error",
        ".panelsurround .panel, td.panelsurround",
        ".b-error, .error-message, .system_message",
    ),
    login=(".standard_error input[type=password], .panelsurround input[type=password]",),
    outcomes=(
        ("unauthorised", r"administrator has banned your IP|you have been banned"),
        ("not_found", r"has not registered|[Ii]nvalid (User|Thread|Post|Forum)|No (Post|Thread) specified"),
        ("login_wall", r"not logged in or you do not have permission|must be registered"),
    ),
    nothing=r"no results|no matches|no posts to display",
    zone=(Pick("#footer_time"), Pick("div.smallfont[align=center]"), Pick("#footer-copyright, #footer")),
)
