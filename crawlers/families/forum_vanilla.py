"""Vanilla 2 and 3: its addresses and its markup.

Sources: the views ``discussion/helper_functions``, ``discussion/discussion``,
``discussion/profilecomments``, ``discussions/table_functions`` and ``profile/user`` of Vanilla 2.3; a
recorded category. Times stand in attributes, in UTC. Comments and discussions are numbered apart, so that
an opening post is ``Discussion_NUMBER``. A profile has a number only where names are not unique.
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

VANILLA = Engine(
    key="vanilla",
    title="Vanilla",
    homepage="https://vanillaforums.com/",
    shapes=(
        Shape("post", r"/discussion/comment/(?P<id>\d+)(?=/|\?|$)"),
        Shape("thread", r"/discussion/(?P<id>\d+)/[^/?]+"),
        Shape("thread", r"/discussion/(?P<id>\d+)(?=/|\?|$)", sure=False),
        Shape("member", r"/profile/(?:comments|discussions)/(?P<id>\d+)/(?P<name>[^/?]+)"),
        Shape("member", r"/profile/(?:comments|discussions)/(?P<name>[^/?]+)"),
        Shape("member", r"/profile/(?P<id>\d+)/(?P<name>[^/?]+)", sure=False),
        Shape("member", r"/profile/(?P<name>[^/?]+)", sure=False),
        Shape("board", r"/categories/(?P<name>[^/?]+)", sure=False),
    ),
    urls={
        "member": "{base}/profile/{id}/{name}",
        "member_name": "{base}/profile/{name}",
        "thread": "{base}/discussion/{id}/x",
        "board_name": "{base}/categories/{name}",
        "board": "{base}/categories/{id}",
        "post": "{base}/discussion/comment/{id}#Comment_{id}",
        "opening": "{base}/discussion/{id}/x",
    },
    lists=("{base}/profile/comments/{name}", "{base}/profile/discussions/{name}"),
    all_lists=True,
    post=PostMarks(
        block=("div.ItemDiscussion[id^=Discussion_], li[id^=Comment_], div.Item[id^=Comment_]",),
        id=(Pick("", "id", r"^Comment_(\d+)$"), Pick("", "id", r"^(Discussion_\d+)$")),
        author=(".Author a.Username", ".Author a:not(.PhotoWrap)", ".Author"),
        profile=(".Author a[href*='/profile/']", "a[href*='/profile/']"),
        date=(
            Pick(".DateCreated time[datetime]", "datetime"),
            Pick("time[datetime]", "datetime"),
            Pick(".DateCreated"),
        ),
        body=(".Message", ".userContent"),
        quotes=("blockquote.Quote, blockquote.UserQuote", "blockquote"),
        quoted_post=(Pick("a[href*='/discussion/comment/']", "href", r"comment/(\d+)"),),
        quoted_author=(Pick(".QuoteAuthor a"), Pick("a[href*='/profile/']")),
        left_out=(".Signature, .UserSignature", ".Reactions", ".DismissMessage"),
        edited=(Pick(".DateUpdated time[datetime]", "datetime"), Pick(".DateUpdated")),
        opening=(Pick("", "id", r"^Comment_(\d+)$"),),
        attached=(".Attachments .Attachment", ".AttachFileContainer .Attachment"),
    ),
    item=ItemMarks(
        row=(
            "li.Item[id^=Comment_]",
            "li.ItemDiscussion[id^=Discussion_], tr.ItemDiscussion[id^=Discussion_]",
        ),
        post=(Pick("", "id", r"^Comment_(\d+)$"), Pick("", "id", r"^(Discussion_\d+)$")),
        date=(Pick(".FirstUser time[datetime]", "datetime"), Pick("time[datetime]", "datetime")),
    ),
    topic=TopicMarks(
        row=("tr.ItemDiscussion", "li.ItemDiscussion"),
        link=(Pick("a.Title", "href"), Pick(".Title a", "href"), Pick(".DiscussionName a", "href")),
        id=(Pick("", "id", r"^Discussion_(\d+)$"),),
        last_post=(Pick("a[href*='/discussion/comment/']", "href", r"comment/(\d+)"),),
        last_link=(
            Pick("a[href*='/discussion/comment/']", "href"),
            Pick(".MiniPager a:last-child", "href"),
        ),
        last_date=(
            Pick(".LastUser time[datetime]", "datetime"),
            Pick(".LastCommentDate time[datetime]", "datetime"),
        ),
        sticky=(".Announcement",),
    ),
    member=MemberMarks(
        landmark=("body[id^=dashboard_profile]", "body.Profile", "div.User[itemscope]", ".Profile dl.About"),
        name=(Pick(".User h1"), Pick("dl.About dd.Name"), Pick("h1.H")),
        id=(Pick(".BoxFilter a[href*='/profile/'], .ProfileMenu a", "href", r"/profile/(?:\w+/)?(\d+)/"),),
        rank=(Pick("dd.Roles"),),
        avatar=(Pick("img.ProfilePhotoLarge", "src"), Pick(".PhotoWrapLarge img", "src")),
        bio=("#Status",),
        labels=("dl.About dt", ".AboutInfo dt"),
        banned=(Pick(".Hero-Banned, .BannedMessage"),),
    ),
    pager=PagerMarks(
        area=(".NumberedPager", ".Pager"),
        current=("a.Highlight",),
        next=("link[rel=next]", "a[rel=next]", "a.Next"),
        prev=("link[rel=prev]", "a[rel=prev]", "a.Previous"),
    ),
    titles=(Pick(".MessageList h1"), Pick(".PageTitle h1, #Item_0 h1"), Pick("h1.H"), Pick("h1")),
    messages=(".SplashInfo", "div.Empty", ".Messages.Errors"),
    outcomes=(("unauthorised", r"permission problem|don.t have permission"),),
    nothing=r"no(thing| comments| discussions)? (yet|here)|has not made any|does not have any",
)
