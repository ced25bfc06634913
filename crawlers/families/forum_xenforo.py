"""XenForo 1 and 2: its addresses and its markup, which styles seldom change.

Sources: the templates ``message_macros``, ``member_view``, ``search_results`` and ``thread_list_macros`` of
XenForo 2 as compiled by its own code; a recorded thread of XenForo 1. Search lists an opening post as its
thread, without a number. Times are epochs or ISO with their zone, but for old ones in XenForo 1.
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

_AT = r"(?:/|(?<=\?))"

XENFORO = Engine(
    key="xenforo",
    title="XenForo",
    homepage="https://xenforo.com/",
    shapes=(
        Shape("member", rf"{_AT}members/(?P<name>[^/?&]+)\.(?P<id>\d+)(?=/|=|$)"),
        Shape("thread", rf"{_AT}threads/(?P<name>[^/?&]+)\.(?P<id>\d+)(?=/|=|$)"),
        Shape("board", rf"{_AT}forums/(?P<name>[^/?&]+)\.(?P<id>\d+)(?=/|=|$)"),
        Shape("member", rf"{_AT}members/(?P<id>\d+)(?=/|=|$)", sure=False),
        Shape("thread", rf"{_AT}threads/(?P<id>\d+)(?=/|=|$)", sure=False),
        Shape("board", rf"{_AT}forums/(?P<id>\d+)(?=/|=|$)", sure=False),
        Shape("post", rf"{_AT}posts/(?P<id>\d+)(?=/|=|$)", sure=False),
    ),
    urls={
        "member": "{base}/members/{slug}{id}/",
        "thread": "{base}/threads/{slug}{id}/",
        "board": "{base}/forums/{slug}{id}/",
        "post": "{base}/posts/{id}/",
        "last": "{base}/threads/{id}/latest",
    },
    lists=("{base}/search/member?user_id={id}", "{base}/members/{id}/recent-content"),
    feeds=("{base}/forums/-/index.rss",),
    board_feeds=("{base}/forums/{id}/index.rss",),
    post=PostMarks(
        block=("article[data-content^=post-]", "li.message[id^=post-]"),
        id=(Pick("", "data-content", r"^post-(\d+)$"), Pick("", "id", r"post-(\d+)$")),
        author=(
            ".message-name .username, .message-name",
            ".messageUserInfo .username, .userText .username",
        ),
        author_name=(Pick("", "data-author"),),
        profile=(
            ".message-user a.username[href], .message-name a[href]",
            ".messageUserInfo a.username[href], .userText a.username[href]",
        ),
        author_id=(Pick(".message-user .username[data-user-id]", "data-user-id", r"^(\d+)$"),),
        date=(
            Pick(".message-attribution-main time[datetime]", "datetime"),
            Pick("header time[datetime]", "datetime"),
            Pick(".messageMeta [data-time]", "data-time"),
            Pick(".messageMeta .DateTime[title], .datePermalink .DateTime[title]", "title"),
            Pick(".messageMeta .DateTime"),
            Pick(".message-attribution time[data-time]", "data-time"),
        ),
        body=(
            ".message-userContent .bbWrapper",
            ".message-body .bbWrapper",
            "blockquote.messageText",
            ".bbWrapper",
        ),
        quotes=(".bbCodeBlock--quote, .bbCodeQuote",),
        quoted_post=(
            Pick("", "data-source", r"post:\s*(\d+)"),
            Pick("a[href*=post]", "href", r"(?:post-|posts/|[?&]id=)(\d+)"),
        ),
        quoted_author=(Pick("", "data-quote"), Pick("", "data-author")),
        left_out=(
            ".message-lastEdit",
            ".message-signature",
            ".signature",
            ".editDate",
            ".messageTextEndMarker",
            ".attachedFiles",
            ".bbCodeBlock-expandLink",
        ),
        edited=(
            Pick(".message-lastEdit time[datetime]", "datetime"),
            Pick(".editDate [data-time]", "data-time"),
            Pick(".editDate .DateTime", "title"),
        ),
        attached=(
            ".message-attachments .attachment, .message-attachments .file",
            ".attachedFiles .attachment",
        ),
        opening=(
            Pick(".message-attribution-opposite", "", r"#\s?([\d,.]+)"),
            Pick(".postNumber", "", r"#([\d,.]+)"),
        ),
    ),
    item=ItemMarks(
        row=("li.block-row:has(.contentRow-title)", ".contentRow:has(.contentRow-title)", "li.searchResult"),
        post=(
            Pick(".contentRow-title a[href]", "href", r"(?:post-|posts/)(\d+)"),
            Pick("h3.title a[href], .titleText a[href]", "href", r"(?:post-|posts/)(\d+)"),
        ),
        link=(
            Pick(".contentRow-title a[href]", "href"),
            Pick("h3.title a[href], .titleText a[href]", "href"),
        ),
        date=(
            Pick("time[datetime]", "datetime"),
            Pick("[data-time]", "data-time"),
            Pick(".DateTime[title]", "title"),
        ),
        threads=True,
    ),
    topic=TopicMarks(
        row=("div.structItem--thread", "li.discussionListItem[id^=thread-]"),
        link=(
            Pick(".structItem-title a[data-tp-primary]", "href"),
            Pick(".structItem-title a[href*='threads/']", "href"),
            Pick("h3.title a[href*='threads/']", "href"),
        ),
        last_link=(
            Pick(".structItem-cell--latest a[href*='/latest']", "href"),
            Pick(".lastPostInfo a.dateTime[href]", "href"),
        ),
        last_date=(
            Pick(".structItem-cell--latest time[datetime]", "datetime"),
            Pick(".lastPostInfo [data-time]", "data-time"),
            Pick(".lastPostInfo .DateTime[title]", "title"),
        ),
        sticky=(".structItemContainer-group--sticky, .structItem-status--sticky, li.sticky",),
    ),
    member=MemberMarks(
        landmark=(".memberHeader", ".profilePage"),
        name=(
            Pick(".memberHeader-name .username"),
            Pick(".memberHeader-nameWrapper, .memberHeader-name"),
            Pick(".profilePage h1.username, .profilePage h1"),
        ),
        rank=(Pick(".memberHeader-blurb .userTitle, .memberHeader .userTitle"), Pick(".userTitle")),
        avatar=(Pick(".memberHeader-avatar img", "src"), Pick(".avatarScaler img", "src")),
        labels=(".memberHeader dl.pairs dt", ".infoBlock dl dt, dl.pairsInline dt, dl.pairsJustified dt"),
        bio=(".js-tabPanes .message-signature", ".signature"),
        banned=(Pick(".memberHeader .userBanner", "", r"(?i)\b(banned)\b"),),
    ),
    pager=PagerMarks(
        area=(".pageNav", ".PageNav"),
        current=(".pageNav-page--current a, .pageNav-page--current", "a.currentPage"),
        next=("a.pageNav-jump--next", "link[rel=next]"),
        prev=("a.pageNav-jump--prev", "link[rel=prev]"),
    ),
    titles=(
        Pick("h1.p-title-value"),
        Pick("meta[property='og:title']", "content"),
        Pick(".titleBar h1, h1"),
    ),
    messages=(
        ".p-body-pageContent .blockMessage",
        ".errorOverlay .baseHtml, .errorPanel",
        "#content .baseHtml .OverlayCloser, .messageBody",
        ".blockMessage",
    ),
    login=(".p-body-pageContent input[type=password]", "form#pageLogin input[type=password]"),
    outcomes=(
        (
            "not_found",
            r"(requested|specified) (member|user|page|thread|forum|post) (could|can) ?not be found",
        ),
        ("private", r"limits who (may|can) view"),
        ("login_wall", r"must be (logged-in|registered)|permission to view this page"),
    ),
    nothing=r"No results found|has not posted any content|no messages on",
)
