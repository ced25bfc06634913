"""FluxBB, and PunBB, of which it is a fork: their addresses and their markup.

Sources: ``viewtopic.php``, ``viewforum.php``, ``search.php`` and ``profile.php`` of FluxBB 1.5 (PunBB 1.2
writes the same) and ``viewtopic.php`` of PunBB 1.4. Neither tells in which time zone its dates are.
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

FLUXBB = Engine(
    key="fluxbb",
    title="FluxBB and PunBB",
    homepage="https://fluxbb.org/",
    shapes=(
        Shape("post", r"/viewtopic\.php\?(?:[^&]*&)*?pid=(?P<id>\d+)(?=&|$)"),
        Shape("thread", r"/viewtopic\.php\?(?:[^&]*&)*?id=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/viewforum\.php\?(?:[^&]*&)*?id=(?P<id>\d+)(?=&|$)"),
        Shape("member", r"/profile\.php\?(?:[^&]*&)*?id=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("post", r"/post/(?P<id>\d+)/?$", sure=False),
        Shape("thread", r"/topic/(?P<id>\d+)(?:/[^/?]*)?/?$", sure=False),
        Shape("board", r"/forum/(?P<id>\d+)(?:/[^/?]*)?/?$", sure=False),
        Shape("member", r"/user/(?P<id>\d+)/?$", sure=False),
    ),
    urls={
        "member": "{base}/profile.php?id={id}",
        "thread": "{base}/viewtopic.php?id={id}",
        "board": "{base}/viewforum.php?id={id}",
        "post": "{base}/viewtopic.php?pid={id}#p{id}",
    },
    lists=("{base}/search.php?action=show_user_posts&user_id={id}",),
    board_feeds=("{base}/extern.php?action=feed&fid={id}&type=atom",),
    post=PostMarks(
        block=("div.blockpost[id^=p]", "div.post:has(> .posthead[id^=p])"),
        id=(Pick("", "id", r"^p(\d+)$"), Pick(".posthead", "id", r"^p(\d+)$")),
        author=(".postleft dt strong", ".post-byline a, .post-byline strong", ".author-ident .username"),
        profile=(".postleft dt a[href]", ".post-byline a[href]", ".author-ident a[href]"),
        date=(
            Pick("h2 > span > a[href*='pid=']"),
            Pick("h2 a[href]"),
            Pick(".post-link a.permalink"),
            Pick(".posthead a.permalink"),
        ),
        body=(".postright > .postmsg:not(.postsignature)", ".postmsg", ".entry-content"),
        quotes=("div.quotebox", "blockquote"),
        quoted_author=(Pick("cite", "", r"(.+?)\s+\S+:$"), Pick("cite")),
        left_out=(".postedit", ".lastedit", ".postsignature", ".sig-content", "div.codebox > p"),
        edited=(Pick(".postedit em", "", r"\(([^()]+)\)\s*$"), Pick(".lastedit em", "", r"\(([^()]+)\)\s*$")),
        opening=(Pick("h2 .conr"), Pick(".post-num")),
    ),
    item=ItemMarks(
        row=("div.blockpost:has(a[href*='pid='])", "div.post:has(a[href*='pid=']), div.searchpost"),
        post=(Pick("a[href*='pid=']", "href", r"[?&]pid=(\d+)"), Pick("a[href*='#p']", "href", r"#p(\d+)")),
        link=(Pick("h2 a[href*='viewtopic.php?id=']", "href"), Pick("a[href*='viewtopic.php?id=']", "href")),
    ),
    topic=TopicMarks(
        row=("#vf tbody tr:has(.tclcon a)", ".main-content .main-item:has(h3 a)"),
        link=(Pick(".tclcon a[href*='viewtopic.php?id=']", "href"), Pick("h3 a[href]", "href")),
        last_post=(
            Pick(".tcr a[href*='pid=']", "href", r"pid=(\d+)"),
            Pick(".info-lastpost a", "href", r"(\d+)"),
        ),
        last_link=(Pick(".tcr a[href*='pid=']", "href"), Pick(".info-lastpost a[href]", "href")),
        last_date=(Pick(".tcr a"), Pick(".info-lastpost a")),
        sticky=(".stickytext", ".sticky"),
    ),
    member=MemberMarks(
        landmark=("#viewprofile", ".profile .main-content", "#brd-profile"),
        name=(
            Pick("#viewprofile fieldset dl dd"),
            Pick(".profile .user-ident .username, .user-ident strong"),
        ),
        rank=(Pick("#viewprofile dl dd:nth-of-type(2)"), Pick(".usertitle")),
        avatar=(
            Pick("#viewprofile dd.postavatar img, #viewprofile dd img", "src"),
            Pick(".user-avatar img", "src"),
        ),
        bio=("#viewprofile .postsignature", ".sig-demo"),
        labels=("#viewprofile dl dt", ".data-list strong"),
    ),
    pager=PagerMarks(area=("p.pagelink", "p.paging"), current=("strong",)),
    titles=(
        Pick("ul.crumbs li:last-child strong"),
        Pick("#vf h2 span"),
        Pick(".main-head h1 a, h1.main-title a"),
    ),
    messages=("#msg .inbox", "#msg .box", ".main-message", "#brd-message .ct-box"),
    outcomes=(
        ("not_found", r"bad request|the link you followed is incorrect|lien .{0,40}incorrect"),
        ("login_wall", r"do not have permission to (view|search|access)|pas la permission"),
    ),
    nothing=r"no posts by this user|your search returned no hits|n.a retourné aucun",
)
