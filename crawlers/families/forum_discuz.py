"""Discuz! X, the commonest engine of Chinese forums, and Discuz! 6 and 7 before it.

Sources: the templates ``viewthread_node.htm``, ``viewthread_node_body.htm``, ``forumdisplay_list.htm``,
``space_thread.htm`` and ``space_profile_body.htm`` of Discuz! X3.4. Pages are in GBK, Big5 or UTF-8, as
they say themselves. A member's replies and threads are two lists, and the second names no posts.
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

_LIST = "{base}/home.php?mod=space&uid={id}&do=thread&view=me&type="

DISCUZ = Engine(
    key="discuz",
    title="Discuz!",
    homepage="https://www.discuz.vip/",
    shapes=(
        Shape("thread", r"/forum\.php\?(?:[^&]*&)*?p?tid=(?P<id>\d+)(?=&|$)"),
        Shape("post", r"/forum\.php\?(?:[^&]*&)*?pid=(?P<id>\d+)(?=&|$)"),
        Shape("thread", r"/thread-(?P<id>\d+)-\d+-\d+\.html$"),
        Shape("board", r"/forum\.php\?(?:[^&]*&)*?fid=(?P<id>\d+)(?=&|$)"),
        Shape("board", r"/forum-(?P<id>\d+)-\d+\.html$"),
        Shape("member", r"/home\.php\?(?:[^&]*&)*?uid=(?P<id>\d+)(?=&|$)"),
        Shape("member", r"/home\.php\?(?:[^&]*&)*?username=(?P<name>[^&]+)"),
        Shape("member", r"/space-uid-(?P<id>\d+)\.html$"),
        Shape("member", r"/space-username-(?P<name>[^/&]+)\.html$"),
        Shape("member", r"/(?:index\.php)?\?(?P<id>\d+)$", sure=False),
    ),
    urls={
        "member": "{base}/home.php?mod=space&uid={id}&do=profile",
        "member_name": "{base}/home.php?mod=space&username={name}&do=profile",
        "thread": "{base}/forum.php?mod=viewthread&tid={id}",
        "board": "{base}/forum.php?mod=forumdisplay&fid={id}",
        "post": "{base}/forum.php?mod=redirect&goto=findpost&ptid={thread}&pid={id}",
        "post_alone": "{base}/forum.php?mod=redirect&goto=findpost&pid={id}",
    },
    lists=(f"{_LIST}reply&from=space", f"{_LIST}thread&from=space"),
    all_lists=True,
    post=PostMarks(
        block=(
            "div[id^=post_]:has([id^=postmessage_])",
            "div[id^=post_]:has(table[id^=pid])",
            "table[id^=pid]",
        ),
        id=(
            Pick("[id^=postmessage_]", "id", r"^postmessage_(\d+)$"),
            Pick("", "id", r"^(?:post_|pid)(\d+)$"),
        ),
        author=(
            ".pls .authi a.xw1",
            ".pi .authi a[href*='uid']",
            ".postauthor .postinfo a",
            ".authi a",
            ".pls .pi",
        ),
        profile=(
            ".pls .authi a[href]",
            ".authi a[href*='uid']",
            ".postauthor a[href*='uid']",
            ".avatar a[href]",
        ),
        date=(
            Pick("[id^=authorposton] span[title]", "title"),
            Pick("[id^=authorposton]"),
            Pick(".postinfo", "", r"(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2})"),
        ),
        body=("[id^=postmessage_]", "div.pcb"),
        quotes=("div.quote", "div.blockquote"),
        quoted_post=(Pick("a[href*='pid=']", "href", r"[?&]pid=(\d+)"),),
        quoted_author=(Pick("a font, a", "", r"^(\S+) (?:发表于|發表於|posted)"),),
        left_out=(
            ".pstatus",
            ".jammer",
            ".locked",
            ".sign",
            ".attach_nopermission",
            ".aimg_tip, .tip, .attach_tips",
            "span[style*='display:none'], span[style*='display: none'], font[style*='font-size:0px']",
            ".blockcode em",
        ),
        edited=(Pick(".pstatus", "", r"(?:于|於| at )\s*(.+?)\s*(?:编辑|編輯)?$"),),
        attached=(".pattl dl.tattl", ".pattl ignore_js_op", ".t_attachlist dl"),
        opening=(Pick("a[id^=postnum] em", "", r"^(\d+)$"), Pick("a[id^=postnum]", "", r"(\d+)#?$")),
    ),
    item=ItemMarks(
        row=(
            "#delform tr:has(td.xg1 a[href*='goto=findpost'])",
            "#delform tr:has(th a[href*='goto=findpost'])",
            "#delform tr:has(th a[href*='tid='], th a[href*='thread-'])",
            ".searchresult tr:has(th a[href*='tid='])",
        ),
        post=(Pick("a[href*='goto=findpost']", "href", r"[?&]pid=(\d+)"),),
        link=(
            Pick("a[href*='goto=findpost']", "href"),
            Pick("th a[href*='tid='], th a[href*='thread-']", "href"),
        ),
        date=(Pick("td.by em span[title]", "title"), Pick("td.by em"), Pick("td.lastpost em")),
        threads=True,
    ),
    topic=TopicMarks(
        row=("tbody[id*=thread_]:has(a.xst)", "tbody[id*=thread_]:has(th a)"),
        link=(Pick("a.xst", "href"), Pick("span[id^=thread_] a", "href"), Pick("th a[href*='tid=']", "href")),
        last_link=(Pick("a[href*='goto=lastpost']", "href"),),
        last_date=(
            Pick("a[href*='goto=lastpost'] span[title]", "title"),
            Pick("a[href*='goto=lastpost']"),
        ),
        sticky=("tbody[id^=stickthread_]",),
    ),
    member=MemberMarks(
        landmark=("div.u_profile", "#uhd", "#profilecontent, .mainbox.viewpro"),
        name=(
            Pick(".u_profile h2.mbn", "", r"^(.+?)\s*\(UID"),
            Pick("#uhd h2.mt"),
            Pick("#profilecontent h1, #profilecontent h2"),
        ),
        id=(
            Pick(".u_profile h2.mbn", "", r"UID:?\s*(\d+)"),
            Pick("#uhd a[href*='uid=']", "href", r"[?&]uid=(\d+)"),
        ),
        rank=(Pick(".u_profile a[href*='ac=usergroup']"), Pick("a[href*='faq.php?action=grouppermission']")),
        avatar=(Pick("#uhd .avt img, .icn.avt img, .hm img", "src"),),
        bio=(".u_profile li table td",),
        labels=(".u_profile ul li > em", "#profilecontent th"),
    ),
    pager=PagerMarks(
        area=("div.pg", "div.pages"),
        current=("strong",),
        next=("a.nxt", "a.next"),
        prev=("a.prev",),
    ),
    titles=(
        Pick("#thread_subject"),
        Pick("#threadtitle h1, h1.ts"),
        Pick(".bm_h h1 a, #forum_rules h1"),
        Pick("h1"),
    ),
    messages=("#messagetext", "p.emp", ".showmessage", "#lsform + .nfl"),
    outcomes=(
        ("unauthorised", r"IP (地址|位址)不在被?允[许許]"),
        ("rate_limited", r"秒内只能|秒內只能|一分[钟鐘]内最多|站[点點]设置每分钟|請稍後再|请稍后再"),
        ("deleted", r"(用户|用戶|会员|會員)已?被?(删除|刪除)|空间已被(锁定|關閉|关闭)|空間已被鎖定"),
    ),
    nothing=r"[还還][没沒]有相[关關]的?(帖子|主题|主題)|no related posts",
    zone=(Pick("#frt .xs0, #frt p"), Pick("#ft"), Pick("#footer, #footercontent")),
    older=(),
)
DISCUZ_7 = replace(
    DISCUZ,
    shapes=(
        Shape("post", r"/redirect\.php\?(?:[^&]*&)*?pid=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("thread", r"/(?:viewthread|redirect)\.php\?(?:[^&]*&)*?p?tid=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("board", r"/forumdisplay\.php\?(?:[^&]*&)*?fid=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("member", r"/space\.php\?(?:[^&]*&)*?uid=(?P<id>\d+)(?=&|$)", sure=False),
        Shape("member", r"/viewpro\.php\?(?:[^&]*&)*?uid=(?P<id>\d+)(?=&|$)", sure=False),
    ),
    urls={
        "member": "{base}/space.php?uid={id}",
        "thread": "{base}/viewthread.php?tid={id}",
        "board": "{base}/forumdisplay.php?fid={id}",
        "post": "{base}/redirect.php?goto=findpost&ptid={thread}&pid={id}",
    },
    lists=("{base}/search.php?srchuid={id}&srchfid=all&srchfrom=0&searchsubmit=yes",),
)
"""Discuz! 6 and 7: other addresses, and nearly the markup of X."""
DISCUZ_ALL = replace(DISCUZ, older=(DISCUZ_7,))
