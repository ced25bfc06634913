"""phpBB 3: its addresses, and the markup of prosilver (3.0 to 3.3) and subsilver2.

Sources: the templates ``viewtopic_body.html``, ``search_results.html``, ``viewforum_body.html`` and
``memberlist_view.html`` of both styles; a recorded board whose addresses a "SEO" extension rewrote.
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

_EDITED = r"^\s*(?:[^\W\d]{1,3}\s)?(.*\d{1,2}:\d{2}(?::\d{2})?(?:\s*[apAP]\.?[mM]\b)?)"
"""What follows the name in the note of an edit: a word at most, and the date as far as its clock."""

PHPBB = Engine(
    key="phpbb",
    title="phpBB",
    homepage="https://www.phpbb.com/",
    shapes=(
        Shape("member", r"/memberlist\.php\?(?:[^&]*&)*?u=(?P<id>\d+)(?=&|$)"),
        Shape("thread", r"/viewtopic\.php\?(?:[^&]*&)*?t=(?P<id>\d+)(?=&|$)"),
        Shape("post", r"/viewtopic\.php\?(?:[^&]*&)*?p=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/viewforum\.php\?(?:[^&]*&)*?f=(?P<id>\d+)(?=&|$)"),
        Shape("post", r"/post(?P<id>\d+)\.html$", sure=False),
        Shape("member", r"/memb(?:er|re)(?P<id>\d+)\.html$", sure=False),
        Shape("thread", r"/(?:[^/?]+-)?(?:t|topic)(?P<id>\d+)(?:-\d+)?(?:\.html|/)$", sure=False),
        Shape("board", r"/(?:[^/?]+-)?(?:f|forum)(?P<id>\d+)(?:-\d+)?(?:\.html|/)$", sure=False),
    ),
    urls={
        "member": "{base}/memberlist.php?mode=viewprofile&u={id}",
        "thread": "{base}/viewtopic.php?t={id}",
        "board": "{base}/viewforum.php?f={id}",
        "post": "{base}/viewtopic.php?p={id}#p{id}",
    },
    lists=("{base}/search.php?author_id={id}&sr=posts",),
    feeds=("{base}/feed.php", "{base}/app.php/feed"),
    board_feeds=("{base}/feed.php?f={id}", "{base}/app.php/feed/forum/{id}"),
    post=PostMarks(
        block=("div.post[id^=p]", "table.tablebg:has(a[name^=p]):has(.postbody)"),
        id=(Pick("", "id", r"^p(\d+)$"), Pick("a[name^=p]", "name", r"^p(\d+)$")),
        author=(
            "p.author .username, p.author .username-coloured",
            ".postprofile .username, .postprofile .username-coloured",
            "p.author strong",
            ".postauthor",
        ),
        profile=(
            "p.author a[href]",
            ".postprofile a.username, .postprofile a.username-coloured, .postprofile dt > a[href]",
            "a.postauthor",
            "div.gensmall a[href*='mode=viewprofile']",
        ),
        date=(
            Pick("p.author time[datetime]", "datetime"),
            Pick("time[datetime]", "datetime"),
            Pick("p.author", "", r"»\s*(.+)"),
            Pick("td.gensmall div[style*=right], div.gensmall[style*=right]", "", r":\s*(.+)"),
            Pick("p.author"),
        ),
        body=("div.content", "div.postbody"),
        quotes=("blockquote", "div.quotecontent, div.quotetitle"),
        quoted_post=(
            Pick("cite a[href*='p=']", "href", r"[?&]p=(\d+)"),
            Pick("cite a[data-post-id]", "data-post-id", r"(\d+)"),
        ),
        quoted_author=(Pick("cite a"), Pick("cite, .quotetitle", "", r"(.+?)\s+\S+:?$"), Pick("cite")),
        left_out=(".signature", ".notice", ".attachbox", ".inline-attachment", "dl.codebox > dt"),
        edited=(
            Pick(".notice time[datetime]", "datetime"),
            Pick(".notice a, .postbody ~ span.gensmall a", "tail", _EDITED),
            Pick(".notice", "", rf"\s(?:on|le|am|el|op){_EDITED[1:]}"),
        ),
        attached=(".attachbox dl.file", ".inline-attachment dl.file", "div.attachcontent"),
    ),
    item=ItemMarks(
        row=("div.search.post", "table.tablebg tr:has(a[href*='p='])"),
        post=(
            Pick(".postbody h3 a[href], h3 a[href*='p=']", "href", r"[?&]p=(\d+)"),
            Pick("a[href*='p=']", "href", r"[?&]p=(\d+)"),
            Pick("a[href*='#p']", "href", r"#p(\d+)"),
        ),
        link=(Pick("h3 a[href]", "href"), Pick("a[href*='p=']", "href"), Pick("a[href*='#p']", "href")),
    ),
    topic=TopicMarks(
        row=("ul.topiclist.topics > li.row", "li.row:has(a.topictitle)", "tr:has(a.topictitle)"),
        link=(Pick("a.topictitle", "href"),),
        last_post=(
            Pick(".lastpost a[href*='#p'], .lastpost a[href*='p=']", "href", r"(?:#p|[?&]p=)(\d+)"),
            Pick("a[href*='#p'], a[href*='view=']", "href", r"(?:#p|[?&]p=)(\d+)"),
        ),
        last_link=(
            Pick(".lastpost a[href*='#p'], .lastpost a[href*='p=']", "href"),
            Pick("p.topicdetails a[href*='#p']", "href"),
        ),
        last_date=(Pick(".lastpost time[datetime]", "datetime"),),
        sticky=(".sticky", ".announce", ".global-announce", ".announcement"),
    ),
    member=MemberMarks(
        landmark=(
            "form#viewprofile",
            "body.section-memberlist .details",
            "div.panel .details",
            "td.postdetails",
        ),
        name=(
            Pick("form#viewprofile dl.details span.username, form#viewprofile dl.details .username-coloured"),
            Pick(".details .username, .details .username-coloured"),
            Pick("h2.memberlist-title", "", r"[-–:»]\s*(\S.*)$"),
            Pick("b.gen"),
        ),
        rank=(Pick("dd.rank, .profile-rank"),),
        avatar=(Pick("form#viewprofile img.avatar, .details img.avatar, dt img", "src"),),
        bio=("div.signature.standalone", "div.signature"),
        labels=("dl.details dt", "dl.left-box dt", "td.gen"),
    ),
    pager=PagerMarks(
        area=("div.pagination", "p.pagination", "td.gensmall[align=right]", "span.gensmall"),
        current=(".active span", ".active", "strong"),
        next=("li.next a", "li.arrow.next a", ".pagination a[rel=next]", "a.right-box[href*='start=']"),
        prev=("li.previous a", "li.arrow.previous a", ".pagination a[rel=prev]"),
    ),
    titles=(Pick("h2.topic-title"), Pick("h2.forum-title"), Pick("#page-body h2"), Pick("a.titles")),
    messages=("#message", "#information", ".panel#message", ".errorbox", "form#login h2", "td.row1 > p.gen"),
    outcomes=(
        ("not_found", r"(requested (user|topic|post|forum) does not exist|No members found)"),
        ("login_wall", r"(need to be logged in|must be (registered|logged)|have to (be registered|login))"),
        (
            "unauthorised",
            r"You are not authori[sz]ed|have been (permanently )?banned|not permitted to use the",
        ),
    ),
    nothing=r"No (suitable )?matches were found|no posts|Aucun(e correspondance| résultat)",
    zone=(
        Pick("#page-footer .rightside abbr, #page-footer .rightside span[title]", "title"),
        Pick("#page-footer"),
        Pick("#wrapfooter, #pagefooter"),
        Pick("p.datetime"),
    ),
)
