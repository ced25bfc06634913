"""A page of a thread in the markup of six more engines, and other pages of theirs.

On each thread page Mei answers Tom (post 70) as post 71: with a link, a picture, a signature, and an edit
an hour
later.
"""

from __future__ import annotations

from typing import Any

WORDS = (
    'Not at <a href="https://shop.example/x">the shop</a>. <img src="https://pics.example/tea.jpg" alt="tea">'
)
DISCUZ_THREAD = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"
/><script>var discuz_uid = '0';
</script></head><body id="nv_forum"><div id="pgt"><div class="pg"><a
href="forum.php?mod=viewthread&amp;tid=9&amp;page=1">1</a>
<strong>TURN</strong><a href="forum.php?mod=viewthread&amp;tid=9&amp;page=9TURN"
class="nxt">下一页</a></div></div><h1 class="ts">
<span id="thread_subject">Tea</span></h1><div id="post_71TURN"><table id="pid71TURN" class="plhin"><tr><td
class="pls"><div class="pi">
<div class="authi"><a href="home.php?mod=space&amp;uid=5" class="xw1">Mei</a></div></div></td><td
class="plc"><div class="pi"><strong>
<a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=9&amp;pid=71"
id="postnum71TURN"><em>2</em><sup>#</sup></a></strong><div class="pti">
<div class="authi"><em id="authorposton71TURN">发表于 <span title="2026-7-1 18:00:00">前天
18:00</span></em></div></div></div><div class="pct">
<div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_71TURN"><i class="pstatus">
本帖最后由 Mei 于 2026-7-1 19:00
 编辑 </i><br /><br /><div class="quote"><blockquote><font size="2"><a
href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=70&amp;ptid=9">
<font color="#999999">Tom 发表于 2026-7-1 17:00</font></a></font><br />Where is tea?</blockquote></div><br
/>{WORDS}
<font class="jammer">2 A; r- Y5</font><span style="display:none">  x9
p</span></td></tr></table></div></div></div></td></tr><tr>
<td class="plc plm"><div class="sign">Fair winds</div></td></tr></table></div><div id="ft"><div id="frt"><p
class="xs0">GMT+8, 2026-8-1 20:00</p>
</div></div></body></html>"""
INVISION_THREAD = f"""<html lang="en-US"><head><link rel="next"
href="/topic/9-tea/page/9TURN/"><link rel="prev"
href="/topic/9-tea/"></head>
<body class="ipsApp"><h1 class="ipsType_pageTitle"><span class="ipsType_break"><span>Tea</span></span></h1>
<article id="elComment_71TURN" class="cPost ipsComment"><aside class="cAuthorPane"><h3
class="cAuthorPane_author"><strong>
<a href="/profile/5-mei/">Mei</a></strong></h3></aside><div
class="ipsComment_meta">
<time datetime="2026-07-01T10:00:00Z">July 1</time></div><div class="cPost_contentWrap"><div
data-role="commentContent">
<blockquote class="ipsQuote" data-ipsquote-contentcommentid="70" data-ipsquote-username="Tom"><div
class="ipsQuote_citation">Tom said:</div>
<p>Where is tea?</p></blockquote><p>{WORDS}</p><span data-excludequote><strong>Edited <time
datetime="2026-07-01T11:00:00Z">July 1</time>
by Mei</strong></span></div><div data-role="memberSignature"><p>Fair
winds</p></div></div></article></body></html>"""
IPBOARD_THREAD = f"""<html lang="en"><body id="ipboard_body"><h1 class="ipsType_pagetitle">Tea</h1><div
class="pagination"><ul class="pages">
<li class="page active">TURN</li></ul></div><div class="post_block hentry" id="post_id_71TURN"><h3><span
class="post_id right">
<a href="/index.php?showtopic=9#entry71TURN">#2</a></span><span class="author vcard"><a
href="/index.php?showuser=5">
<span itemprop="name">Mei</span></a></span></h3><div class="post_body"><p class="posted_info">Posted <abbr
class="published"
 title="2026-07-01T10:00:00+00:00">01 July 2026</abbr></p><div class="post entry-content"><p
class="citation">Tom said:</p>
<blockquote class="ipsBlockquote" data-author="Tom" data-cid="70"><p>Where is
tea?</p></blockquote>{WORDS}<p class="edit">
Edited by Mei, 01 July 2026 - 11:00 AM.</p></div><div class="signature">Fair
winds</div></div></div></body></html>"""
VANILLA_THREAD = f"""<html lang="en"><head><link rel="next"
href="/discussion/9/tea/p9TURN"></head>
<body id="vanilla_discussion_index"><div class="MessageList"><div
class="PageTitle"><h1>Tea</h1></div></div><ul class="MessageList Comments">
<li class="Item ItemComment" id="Comment_71TURN"><div class="Comment"><span class="Author"><a
href="/profile/5/Mei" class="PhotoWrap"></a>
<a href="/profile/5/Mei" class="Username">Mei</a></span><span class="MItem DateCreated"><time
datetime="2026-07-01T10:00:00+00:00">July 1</time>
</span><span class="DateUpdated">edited <time datetime="2026-07-01T11:00:00+00:00">July 1</time></span><div
class="Message userContent">
<blockquote class="Quote"><div class="QuoteAuthor"><a href="/profile/6/Tom">Tom</a> <a
href="/discussion/comment/70/#Comment_70">said</a>:</div>
<div class="QuoteText">Where is tea?</div></blockquote>{WORDS}</div><div class="Signature">Fair
winds</div></div></li></ul></body></html>"""
FLUXBB_THREAD = f"""<html xml:lang="en" lang="en"><head><link rel="next"
href="viewtopic.php?id=9&amp;p=9TURN" /></head><body>
<ul class="crumbs"><li><a href="index.php">Index</a></li><li><a
href="viewtopic.php?id=9"><strong>Tea</strong></a></li></ul>
<p class="pagelink"><strong>TURN</strong></p><div id="p71TURN" class="blockpost rowodd"><h2><span><span
class="conr">#2</span>
<a href="viewtopic.php?pid=71#p71">2026-07-01 10:00:00</a></span></h2><div class="postleft"><dl><dt><strong>
<a href="profile.php?id=5">Mei</a></strong></dt></dl></div><div class="postright"><h3>Re: Tea</h3><div
class="postmsg"><div class="quotebox">
<cite>Tom wrote:</cite><blockquote><div><p>Where is tea?</p></div></blockquote></div><p>{WORDS}</p><p
class="postedit"><em>Last edited by
 Mei (2026-07-01 11:00:00)</em></p></div><div class="postsignature postmsg"><hr /><p>Fair
winds</p></div></div></div>
<p id="poweredby">Powered by <a href="http://fluxbb.org/">FluxBB</a></p></body></html>"""
PUNBB_THREAD = f"""<html lang="en"><body><h1 class="main-title"><a href="viewtopic.php?id=9">Tea</a></h1>
<div class="post even replypost"><div id="p71TURN" class="posthead"><h3 class="hn post-ident"><span
class="post-num">2</span>
<span class="post-byline"><span>Reply by </span><a title="Go to Mei's profile"
href="profile.php?id=5">Mei</a></span> <span class="post-link">
<a class="permalink" rel="bookmark" href="viewtopic.php?pid=71#p71">2026-07-01
10:00:00</a></span></h3></div><div class="postbody">
<ul class="author-ident"><li class="username"><a href="profile.php?id=5">Mei</a></li></ul><div
class="post-entry">
<h4 class="entry-title hn">Re: Tea</h4><div class="entry-content"><div class="quotebox"><cite>Tom
wrote:</cite><blockquote><p>Where is tea?</p>
</blockquote></div><p>{WORDS}</p><p class="lastedit"><em>Last edited by Mei (2026-07-01
11:00:00)</em></p><div class="sig-content">Fair winds</div>
</div></div></div></div></body></html>"""
BBPRESS_THREAD = f"""<html lang="en-US"><body class="bbpress"><h1 class="entry-title">Tea</h1><div
id="bbpress-forums">
<div class="bbp-pagination-links"><span class="page-numbers current">TURN</span><a class="next page-numbers"
 href="/forums/topic/tea/page/9TURN/">→</a></div><ul class="forums bbp-replies"><li
class="bbp-body">
<div id="post-71TURN" class="bbp-reply-header"><div class="bbp-meta"><span class="bbp-reply-post-date">July
1, 2026 at 10:00 am</span>
<a href="/forums/topic/tea/page/2/#post-71TURN"
class="bbp-reply-permalink">#71</a></div></div>
<div class="user-id-5 post-71TURN reply type-reply status-publish hentry"><div class="bbp-reply-author">
<a href="/forums/users/mei/" class="bbp-author-link"><span
class="bbp-author-name">Mei</span></a></div>
<div class="bbp-reply-content"><blockquote><cite><a
href="/forums/topic/tea/#post-70">Tom</a></cite><p>Where is tea?</p>
</blockquote><p>{WORDS}</p><ul id="bbp-reply-revision-log-71" class="bbp-reply-revision-log"><li
class="bbp-reply-revision-log-item">
This reply was modified 4 weeks, 2 days ago by
<a>Mei</a>.</li></ul></div></div></li></ul></div></body></html>"""
UCOZ_THREAD = f"""<html><head><script>window.uCoz = {{"module":"forum"}};</script></head><body><a
class="forumBarA" href="/forum/2-9-1">Tea</a>
<ul class="switches"><li class="switchActive">TURN</li><li class="switch"><a class="switchNext"
href="/forum/2-9-9TURN">»</a></li></ul>
<table class="gTable"><tr id="post71TURN"><td><table class="postTable"><tr><td class="postTdTop"><a
class="postUser" href="javascript:;">Mei</a></td>
<td class="postTdTop">Дата: Среда, 01.07.2026, 13:00 | Сообщение # <a class="postNumberLink"
href="javascript:;"
 onclick="prompt('Прямая ссылка к сообщению', '/forum/2-9-2-16-1782900000'); return
false;">2</a></td></tr><tr>
<td class="postTdInfo"></td><td class="posttdMessage"><span id="ucoz-forum-post-71TURN"
class="ucoz-forum-post"><div class="bbQuoteBlock">
<div class="bbQuoteName"><b>Цитата <span class="qName">Tom</span></b></div><div class="quoteMessage">Where
is tea?</div></div>{WORDS}</span>
<div class="edited">Сообщение отредактировал <span>Mei</span> - <span>Среда, 01.07.2026, 14:00</span></div>
<span class="signatureView">Fair winds</span></td></tr><tr><td class="postBottom"><a
href="/index/8-5">профиль</a></td></tr></table></td></tr>
</table></body></html>"""
THREADS = {
    "discuz": DISCUZ_THREAD,
    "invision": INVISION_THREAD,
    "vanilla": VANILLA_THREAD,
    "fluxbb": FLUXBB_THREAD,
    "bbpress": BBPRESS_THREAD,
    "ucoz": UCOZ_THREAD,
}
OLDER = {"invision": IPBOARD_THREAD, "fluxbb": PUNBB_THREAD}
DISCUZ_FOUND = """<html><body><form id="delform"><table><tr><th><a
href="forum.php?mod=viewthread&amp;tid=9TURN">Tea</a></th><td class="by"><em>
<a href="forum.php?mod=redirect&amp;tid=9&amp;goto=lastpost#lastpost">2026-7-1
18:00</a></em></td></tr></table></form>
<div class="pg"><strong>TURN</strong><a class="nxt"
href="home.php?mod=space&amp;uid=1&amp;page=9TURN">x</a></div></body></html>"""
DISCUZ_MEMBER = """<html><body><div class="bm_c u_profile"><h2 class="mbn">Mei <span class="xw0">(UID:
5)</span></h2><ul id="pbbs" class="pf_l">
<li><em>注册时间</em>2024-1-8 19:30</li></ul></div></body></html>"""
VANILLA_FOUND = """<html><body id="dashboard_profile_comments"><ul class="DataList"><li id="Comment_71TURN"
class="Item"><div class="Message">x</div>
<time datetime="2026-07-01T10:00:00+00:00">x</time></li></ul><div class="Pager NumberedPager"><a
class="Highlight">TURN</a>
<a href="/profile/comments/Mei/p9TURN" rel="next">x</a></div></body></html>"""
UCOZ_BOARD = """<html><head><script>window.uCoz = {};</script></head><body><table class="gTable"><tr><td
class="gTableTop">Talk</td></tr><tr><td>
<a class="threadLink" href="/forum/2-9TURN-1">Tea</a></td><td class="threadLastPostTd"><a
class="forumLastPostLink" href="/forum/2-9-0-17-1">
01.07.2026, 13:00</a></td></tr></table><ul class="switches"><li class="switchActive">TURN</li>
<li><a class="switchNext" href="/forum/2-0-9TURN">»</a></li></ul></body></html>"""
BBPRESS_FOUND = """<html><body><div id="bbp-user-wrapper"><div id="bbp-user-replies-created"><div
class="bbp-pagination-links"><span class="current">
TURN</span><a class="next page-numbers"
href="/forums/users/johnjamesjacoby/replies/page/9TURN/">x</a></div><div id="post-71TURN"
 class="bbp-reply-header"><span class="bbp-reply-post-date">July 1, 2026 at 10:00 am</span><a
class="bbp-reply-permalink"
 href="/forums/topic/tea/page/2/#post-71TURN">#71</a></div></div></div></body></html>"""
MORE_FORUM_SAMPLES: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    *((key, "thread", body, {"pages": True}) for key, body in THREADS.items()),
    *(
        (key, "found", body, {"context": {"post": "711", "wanted": "5@9 @8 6@/x", "again": "1"}})
        for key, body in THREADS.items()
    ),
    (
        "discuz",
        "posts",
        DISCUZ_FOUND,
        {"pages": True, "context": {"list": "1", "newest_at": "2026-06-01T00:00:00Z"}},
    ),
    ("discuz", "member", DISCUZ_MEMBER, {}),
    ("vanilla", "posts", VANILLA_FOUND, {"pages": True, "context": {"list": "0"}}),
    ("bbpress", "posts", BBPRESS_FOUND, {"pages": True, "context": {"list": "0"}}),
    ("ucoz", "board", UCOZ_BOARD, {"pages": True}),
    ("ucoz", "posts", UCOZ_BOARD, {"pages": True, "context": {"list": "0"}}),
)
