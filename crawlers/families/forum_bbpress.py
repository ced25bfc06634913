"""bbPress, the forum plugin of WordPress: its addresses and its markup.

Sources: the templates ``loop-single-reply``, ``loop-single-topic``, ``user-profile``,
``user-replies-created`` and ``user-topics-created`` of bbPress 2.6; a recorded forum of 2.5. Members,
topics and forums have names and no numbers in their addresses; a post's address is a place on a page of its
topic. Dates are the site's, in a zone that it does not tell.
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

_NAME = r"(?P<name>(?!\d+-)[^/?]+)"

BBPRESS = Engine(
    key="bbpress",
    title="bbPress",
    homepage="https://bbpress.org/",
    shapes=(
        Shape("member", rf"(?<=/forums)/users/{_NAME}"),
        Shape("thread", rf"(?<=/forums)/topic/{_NAME}"),
        Shape("board", r"(?<=/forums)/forum/(?P<name>(?!\d+-)[^?]+?)(?:/page/\d+)?/?(?=\?|$)"),
        Shape("member", r"/users?/(?P<name>[^/?]+)", sure=False),
        Shape("thread", r"/topics?/(?P<name>[^/?]+)", sure=False),
        Shape("board", r"/forums?/(?P<name>[^?]+?)(?:/page/\d+)?/?(?=\?|$)", sure=False),
    ),
    urls={
        "member": "{base}/users/{name}/",
        "member_name": "{base}/users/{name}/",
        "thread": "{base}/topic/{name}/",
        "thread_name": "{base}/topic/{name}/",
        "board": "{base}/forum/{name}/",
        "board_name": "{base}/forum/{name}/",
        "post": "{base}/topic/{thread}/#post-{id}",
    },
    lists=("{base}/users/{name}/replies/", "{base}/users/{name}/topics/"),
    all_lists=True,
    post=PostMarks(
        block=("div.reply[class*=post-], div.topic[class*=post-]", "li.reply[class*=post-]"),
        heading=("div.bbp-reply-header[id^=post-], div.bbp-topic-header[id^=post-]",),
        id=(Pick("", "class", r"(?:^|\s)post-(\d+)(?:\s|$)"), Pick("[id^=post-]", "id", r"^post-(\d+)$")),
        author=(".bbp-author-name", ".bbp-reply-author a:not(.bbp-author-avatar)", ".bbp-reply-author"),
        profile=("a.bbp-author-link[href]", "a.bbp-author-name[href]", ".bbp-reply-author a[href]"),
        date=(Pick(".bbp-reply-post-date"), Pick(".bbp-topic-post-date")),
        body=(".bbp-reply-content", ".bbp-topic-content"),
        quotes=("blockquote",),
        quoted_post=(Pick("a[href*='#post-']", "href", r"#post-(\d+)"),),
        quoted_author=(Pick(".d4p-bbp-quote-title a"), Pick("cite")),
        left_out=(".bbp-reply-revision-log, .bbp-topic-revision-log", ".bbp-signature, .d4p-bbp-quote-title"),
        edited=(
            Pick(
                ".bbp-reply-revision-log li:last-child, .bbp-topic-revision-log li:last-child",
                "",
                r"(?:modified|diubah|modifiée?|geändert|modificada?)\s+(.+?)\s+(?:by|oleh|par|von|por)\s",
            ),
        ),
        attached=(".bbp-attachments li",),
        opening=(Pick("", "class", r"(?:^|\s)post-(\d+)\s(?:.*\s)?type-reply"),),
        link=(Pick("a.bbp-reply-permalink", "href"), Pick("a.bbp-topic-permalink[href*='#post-']", "href")),
    ),
    item=ItemMarks(
        row=("#bbp-user-replies-created .bbp-reply-header", "ul[id^=bbp-topic-].topic"),
        post=(Pick("", "id", r"^post-(\d+)$"), Pick("", "id", r"^bbp-topic-(\d+)$")),
        link=(Pick("a.bbp-reply-permalink", "href"), Pick("a.bbp-topic-permalink", "href")),
        date=(Pick(".bbp-reply-post-date"), Pick(".bbp-topic-freshness > a")),
    ),
    topic=TopicMarks(
        row=("ul[id^=bbp-topic-].topic", "ul.topic.type-topic"),
        link=(Pick("a.bbp-topic-permalink", "href"),),
        last_post=(Pick(".bbp-topic-freshness a[href*='#post-']", "href", r"#post-(\d+)"),),
        last_link=(Pick(".bbp-topic-freshness a[href*='#post-']", "href"),),
        last_date=(Pick(".bbp-topic-freshness > a"),),
        sticky=(".super-sticky, .sticky",),
    ),
    member=MemberMarks(
        landmark=("#bbp-user-wrapper", "#bbp-user-profile", "#bbp-single-user-details"),
        name=(
            Pick("#bbp-user-avatar a.url", "href", r"/users?/([^/?]+)"),
            Pick("#bbp-user-navigation a.url", "href", r"/users?/([^/?]+)"),
            Pick("#bbp-user-profile h2", "", r"^@(\S+)"),
        ),
        rank=(Pick(".bbp-user-forum-role", "", r"[Rr]ole\w*:\s*(.+)$"),),
        avatar=(Pick("#bbp-user-avatar img", "src"),),
        bio=(".bbp-user-description",),
        labels=(),
        joined=(
            Pick(
                ".bbp-user-section p",
                "",
                r"^(?:Registered|Terdaftar|Inscrite?|Registriert|Registrado|Зарегистрирован)\W+(.+)$",
            ),
        ),
        banned=(Pick(".bbp-user-forum-role", "", r":\s*(Blocked|Diblokir|Bloquée?|Gesperrt|Bloqueado)$"),),
    ),
    pager=PagerMarks(
        area=("div.bbp-pagination-links",),
        current=("span.current",),
        next=("a.next.page-numbers",),
        prev=("a.prev.page-numbers",),
    ),
    titles=(Pick(".bbp-breadcrumb-current"), Pick("h1.entry-title"), Pick("h1")),
    messages=(
        ".bbp-template-notice:not(.info)",
        ".error404 .entry-content, .error-404",
        "#bbpress-forums .error",
    ),
    outcomes=(("not_found", r"nothing (was )?found|can.t be found|cannot be found|no longer exist"),),
    nothing=r"oh,? bother|no (topics|replies) were found|has not (created|started|replied)",
)
