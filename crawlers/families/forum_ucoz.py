"""uCoz forums: their addresses and their markup.

Sources: the classes of uCoz's forum template as public scrapers name them (``postTable``, ``postUser``,
``postTdTop``, ``ucoz-forum-post``, ``threadLink``), and addresses in public code: ``/index/8-NUMBER`` of
members, ``/forum/BOARD-THREAD-PAGE``, ``/forum/BOARD-THREAD-SPOT-16-EPOCH`` of posts, ``/forum/0-0-1-34``
of the threads with the newest posts. No list of a member's posts is known that guests may see.
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

_ADDRESS = r"((?:https?://[^/'\"\s]+)?/forum/\d+-\d+-\d+-16-\d+)"

UCOZ = Engine(
    key="ucoz",
    title="uCoz",
    homepage="https://www.ucoz.com/",
    shapes=(
        Shape("member", r"/index/8-0-(?P<name>[^/?]+)"),
        Shape("member", r"/index/8-(?P<id>[1-9]\d*)(?=[/?]|$)"),
        Shape("thread", r"/forum/(?P<id>[1-9]\d*-[1-9]\d*)-\d+(?:-\d+)*(?=[/?]|$)"),
        Shape("thread", r"/forum/(?P<id>[1-9]\d*-[1-9]\d*)(?=[/?]|$)", sure=False),
        Shape("board", r"/forum/(?P<id>[1-9]\d*)(?:-0-\d+)?(?=[/?]|$)", sure=False),
    ),
    urls={
        "member": "{base}/index/8-{id}",
        "member_name": "{base}/index/8-0-{name}",
        "thread": "{base}/forum/{id}-1",
        "board": "{base}/forum/{id}",
        "post": "{base}/forum/{thread}-1",
    },
    lists=("{base}/forum/0-0-1-34",),
    post=PostMarks(
        block=("table.postTable", "tr[id^=post]:has([id^=ucoz-forum-post-])"),
        id=(
            Pick("[id^=ucoz-forum-post-]", "id", r"^ucoz-forum-post-(\d+)$"),
            Pick("", "id", r"^post(\d+)$"),
        ),
        author=("a.postUser", ".postUser", ".postTdTop a"),
        profile=("a[href*='/index/8-']",),
        date=(
            Pick("a.postNumberLink", "onclick", r"-16-(1\d{9})(?!\d)"),
            Pick("a.postNumberLink", "href", r"-16-(1\d{9})(?!\d)"),
            Pick(".postTdTop + .postTdTop", "", r"(?:^|:)\s*(?:[^\W\d]+,\s*)?(\d[^|]{5,30}?)\s*\|"),
            Pick(".postTdTop + .postTdTop", "", r":\s*([^|]{3,40}?)\s*\|"),
        ),
        body=("[id^=ucoz-forum-post-]", "span.ucoz-forum-post", ".posttdMessage"),
        quotes=(".bbQuoteBlock", "blockquote"),
        quoted_author=(Pick(".bbQuoteName .qName"), Pick(".bbQuoteName", "", r"^\S+\s+\(?([^()]+)")),
        left_out=(".signatureView", ".edited", ".bbCodeName"),
        edited=(Pick(".edited", "", r"[-–—]\s*(?:[^\W\d]+,\s*)?(\S.*)$"),),
        attached=("a.ucoz-forum-attach, .attach a[href]",),
        opening=(Pick("a.postNumberLink"),),
        link=(Pick("a.postNumberLink", "onclick", _ADDRESS), Pick("a.postNumberLink", "href", _ADDRESS)),
    ),
    item=ItemMarks(
        row=("tr:has(a.threadLink)",),
        post=(),
        link=(Pick("a[href*='-17-1']", "href"), Pick("a.threadLink", "href")),
        date=(Pick("a.forumLastPostLink"), Pick(".threadLastPostTd", "", r"(\d\d\.\d\d\.\d{4}, \d\d:\d\d)")),
        threads=True,
    ),
    topic=TopicMarks(
        row=("tr:has(a.threadLink)",),
        link=(Pick("a.threadLink", "href"),),
        last_link=(Pick("a[href*='-17-1']", "href"),),
        last_date=(
            Pick("a.forumLastPostLink"),
            Pick(".threadLastPostTd", "", r"(\d\d\.\d\d\.\d{4}, \d\d:\d\d)"),
        ),
        sticky=(".threadPinnedIcon", "img[src*='pinned']"),
    ),
    member=MemberMarks(
        landmark=(".udtlb", "#uProfile, .userProfile"),
        name=(Pick(".udtlb + .udtb b"), Pick(".udtlb + .udtb"), Pick(".user_name, .uName")),
        rank=(Pick(".udtb .statusGroup, .udtb .uGroup"),),
        avatar=(Pick("img.userAvatar", "src"), Pick(".udtb img", "src")),
        bio=(".udtb .signatureView",),
        labels=(".udtlb",),
    ),
    pager=PagerMarks(
        area=("ul.switches", ".pagesBlockuz, .swchItem, #pagesBlock1"),
        current=("li.switchActive", ".swchItemA", "b"),
        next=("a.switchNext", "a.swchItem-next"),
        prev=("a.switchBack", "a.swchItem-prev"),
    ),
    titles=(
        Pick("a.forumBarA"),
        Pick("td.gTableTop .forum-title"),
        Pick("td.gTableTop"),
        Pick("h1"),
    ),
    messages=(".gTableError", ".myWinError", ".eMessage, .errorMsg"),
    outcomes=(
        ("not_found", r"пользователь не найден|страница не найдена|не найден"),
        ("login_wall", r"гостям запрещ|доступ запрещ[её]н"),
    ),
    nothing=r"нет (новых )?(сообщений|тем)|тем не найдено",
)
