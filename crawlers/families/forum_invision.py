"""Invision Community 4 and 5, and IP.Board 3 before it.

Sources: the templates of Invision 4 (``forums/front/topics/post``, ``core/front/profile``,
``core/front/streams``) as public scrapers name their classes, and IP.Board 3's ``skin_topic``. Times stand
in attributes, in UTC. Addresses have an id and a slug; with any slug the forum sends on to the right one.
"""

from __future__ import annotations

from dataclasses import replace

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

_SLUG = r"-(?!\d[\d-]*(?:[/?&=]|$))[^/?&=]*(?=[/?&=]|$)"
"""What follows an id; other engines have further numbers there."""

INVISION = Engine(
    key="invision",
    title="Invision Community",
    homepage="https://invisioncommunity.com/",
    shapes=(
        Shape("thread", rf"(?<!\?)/topic/(?P<id>\d+){_SLUG}"),
        Shape("board", rf"(?<!\?)/forum/(?P<id>\d+){_SLUG}"),
        Shape("member", rf"(?<!\?)/profile/(?P<id>\d+){_SLUG}"),
    ),
    urls={
        "member": "{base}/profile/{id}-x/",
        "thread": "{base}/topic/{id}-x/",
        "board": "{base}/forum/{id}-x/",
        "post": "{base}/topic/{thread}-x/?do=findComment&comment={id}",
    },
    lists=("{base}/profile/{id}-x/content/?type=forums_topic_post&change_section=1",),
    board_feeds=("{base}/forum/{id}-x.xml",),
    post=PostMarks(
        block=("article[id^=elComment_]", "div.post_block[id^=post_id_]", "[data-commentid].ipsComment"),
        id=(
            Pick("", "id", r"^(?:elComment_|post_id_)(\d+)$"),
            Pick("[data-commentid]", "data-commentid", r"^(\d+)$"),
        ),
        author=(
            ".cAuthorPane_author a, .cAuthorPane_author strong",
            ".author.vcard [itemprop=name], .author.vcard a",
            ".author.vcard",
            ".cAuthorPane_author, h3.guest",
        ),
        profile=(
            ".cAuthorPane_author a[href]",
            ".author.vcard a[href]",
            "a[href*='/profile/'], a[href*='showuser='], a[href*='/user/']",
        ),
        date=(
            Pick(".ipsComment_meta time[datetime]", "datetime"),
            Pick("abbr.published[title]", "title"),
            Pick("time[datetime]", "datetime"),
            Pick("abbr.published"),
        ),
        body=("[data-role=commentContent]", "div.post.entry-content", ".ipsType_richText"),
        quotes=("blockquote.ipsQuote", "blockquote.ipsBlockquote", "blockquote"),
        quoted_post=(
            Pick("", "data-ipsquote-contentcommentid", r"^(\d+)$"),
            Pick("", "data-cid", r"^(\d+)$"),
        ),
        quoted_author=(Pick("", "data-ipsquote-username"), Pick("", "data-author"), Pick("cite")),
        left_out=("[data-excludequote]", "p.edit", "p.citation", "[data-role=memberSignature]", ".signature"),
        edited=(
            Pick("[data-excludequote] time[datetime]", "datetime"),
            Pick("p.edit", "", r",\s*([^,].*?)\.?$"),
        ),
        attached=("a.ipsAttachLink", "li.attachment, .attach_line"),
        opening=(Pick(".post_id a", "", r"#(\d+)"),),
    ),
    item=ItemMarks(
        row=(
            ".ipsStreamItem:has(a[href*='comment='])",
            "article:has(a[href*='comment=']), [data-commentid]:has(a[href*='comment='])",
            "li.ipsDataItem:has(a[href*='comment='])",
            "div.post_block:has(a[href*='findpost'], a[href*='#entry'])",
            "tr:has(a[href*='findpost'], a[href*='#entry'])",
        ),
        post=(
            Pick("a[href*='comment=']", "href", r"[?&]comment=(\d+)"),
            Pick("a[href*='findpost']", "href", r"[?&]p(?:id)?=(\d+)"),
            Pick("a[href*='#entry']", "href", r"#entry(\d+)"),
        ),
        link=(
            Pick("a[href*='comment=']", "href"),
            Pick("a[href*='findpost']", "href"),
            Pick("a[href*='#entry']", "href"),
        ),
        date=(Pick("time[datetime]", "datetime"), Pick("abbr.published[title]", "title")),
    ),
    topic=TopicMarks(
        row=("li.ipsDataItem[data-rowid]", "tr[id^=trow_]", "li.ipsDataItem:has(.ipsDataItem_title a)"),
        link=(
            Pick(".ipsDataItem_title a[href*='/topic/']", "href"),
            Pick("a.topic_title", "href"),
            Pick("h4 a[href*='topic']", "href"),
        ),
        last_link=(
            Pick("a[href*='getLastComment']", "href"),
            Pick("a[href*='getlastpost']", "href"),
            Pick(".ipsDataItem_lastPoster a[href*='/topic/']", "href"),
        ),
        last_date=(
            Pick(".ipsDataItem_lastPoster time[datetime]", "datetime"),
            Pick(".last_post a[href*='getlastpost']"),
        ),
        sticky=(".fa-thumb-tack, .fa-thumbtack", ".topic_prefix.pinned, .pinned"),
    ),
    member=MemberMarks(
        landmark=("#elProfileHeader", "[data-role=profileHeader]", "#user_info_cell, #profile_background"),
        name=(
            Pick(".cProfileHeader_name h1"),
            Pick("#elProfileHeader h1, [data-role=profileHeader] h1"),
            Pick("#user_info_cell h1 .fn, h1 .fn.nickname"),
        ),
        rank=(Pick(".cProfileHeader_name > span"), Pick("#user_info_cell .member_group, .group_title")),
        avatar=(Pick("#elProfilePhoto img", "src"), Pick("#profile_photo, .ipsUserPhoto img", "src")),
        bio=("#elProfileAboutMe", "[data-location=customFields] .ipsType_richText", "#user_signature"),
        labels=("#elProfileStats h4", ".ipsList_data .row_title", "#elProfileInfoColumnMain h3"),
    ),
    pager=PagerMarks(
        area=("ul.ipsPagination", "ul.pagination, .pagination .pages"),
        current=(".ipsPagination_active", "li.page.active", "li.active"),
        next=("link[rel=next]", "li.ipsPagination_next:not(.ipsPagination_inactive) a", "li.next a"),
        prev=("link[rel=prev]", "li.ipsPagination_prev:not(.ipsPagination_inactive) a", "li.prev a"),
    ),
    titles=(
        Pick("h1.ipsType_pageTitle .ipsType_break > span:not([class])"),
        Pick("h1.ipsType_pageTitle"),
        Pick("h1.ipsType_pagetitle"),
        Pick("h1"),
    ),
    messages=("#elErrorMessage", "#elError", "p.message.error, .message.error", ".ipsMessage_error"),
    outcomes=(
        ("not_found", r"could ?n[o']t find|couldn.t find|(item|page) you .{0,40}(cannot|could not) be found"),
        (
            "login_wall",
            r"(sign|log) ?in .{0,60}(view|see|access)|not (currently )?logged in|guests? .{0,20}view",
        ),
        ("unauthorised", r"do not have permission"),
    ),
    nothing=r"no content (items|to show)|there is no content|hasn.t posted|no (posts|content) (found|yet)",
)
INVISION_PLAIN = replace(
    INVISION,
    shapes=(
        Shape("thread", rf"/index\.php\?/topic/(?P<id>\d+){_SLUG}"),
        Shape("board", rf"/index\.php\?/forum/(?P<id>\d+){_SLUG}"),
        Shape("member", rf"/index\.php\?/profile/(?P<id>\d+){_SLUG}"),
    ),
    urls={
        "member": "{base}/index.php?/profile/{id}-x/",
        "thread": "{base}/index.php?/topic/{id}-x/",
        "board": "{base}/index.php?/forum/{id}-x/",
        "post": "{base}/index.php?/topic/{thread}-x/&do=findComment&comment={id}",
    },
    lists=("{base}/index.php?/profile/{id}-x/content/&type=forums_topic_post&change_section=1",),
    board_feeds=(),
)
"""The same without rewritten addresses."""
IPBOARD_3 = replace(
    INVISION,
    shapes=(
        Shape("thread", r"/index\.php\?(?:[^&]*&)*?showtopic=(?P<id>\d+)(?=&|$)"),
        Shape("post", r"/index\.php\?(?:[^&]*&)*?p(?:id)?=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/index\.php\?(?:[^&]*&)*?showforum=(?P<id>\d+)(?=&|$)"),
        Shape("member", r"/index\.php\?(?:[^&]*&)*?showuser=(?P<id>\d+)(?=&|$)"),
        Shape("member", rf"(?:/index\.php(?:\?|/))?/?user/(?P<id>\d+){_SLUG}"),
        Shape("thread", rf"(?:/index\.php(?:\?|/))?/?topic/(?P<id>\d+){_SLUG}", sure=False),
    ),
    urls={
        "member": "{base}/index.php?showuser={id}",
        "thread": "{base}/index.php?showtopic={id}",
        "board": "{base}/index.php?showforum={id}",
        "post": "{base}/index.php?showtopic={thread}&view=findpost&p={id}",
    },
    lists=("{base}/index.php?app=core&module=search&do=user_activity&search_app=forums&mid={id}",),
    board_feeds=(),
)
"""IP.Board 3, whose plain addresses hold however it writes the others."""
INVISION_ALL = replace(INVISION, older=(INVISION_PLAIN, IPBOARD_3))
