"""A page of a thread in each engine's markup, and phpBB's other pages.

On each thread page Mei answers Tom (post 70) as post 71: with a link, a picture, a smiley, an attached file,
a
signature, and an edit an hour later.
"""

from __future__ import annotations

from typing import Any

WORDS = (
    'Not at <a href="https://shop.example/x">the shop</a>. <img src="https://pics.example/tea.jpg" alt="tea">'
)
PHPBB_THREAD = f"""<!DOCTYPE html><html lang="en-gb"><head><link href="./styles/prosilver/theme/a.css"></head>
<body id="phpbb" class="section-viewtopic"><div id="page-body"><h2 class="topic-title"><a
href="./viewtopic.php?t=9&amp;sid=0f">Tea</a></h2><div class="pagination"><ul><li><a
href="./viewtopic.php?t=9">1</a></li><li class="active"><span>TURN</span></li><li class="arrow next"><a
rel="next"
href="./viewtopic.php?t=9&amp;start=TURN0&amp;sid=0f">Next</a></li></ul></div>
<div id="p71TURN" class="post has-profile bg2"><dl class="postprofile"><dt><a class="username"
href="./memberlist.php?mode=viewprofile&amp;u=5">Mei</a></dt><dd class="profile-rank">Captain</dd></dl>
<div class="postbody"><p class="author">by <strong><a class="username"
href="./memberlist.php?mode=viewprofile&amp;u=5">Mei</a>
</strong> &raquo; <time datetime="2026-07-01T10:00:00+00:00">Wed Jul 01, 2026 10:00 am</time></p><div
class="content">
<blockquote><div><cite><a href="./memberlist.php?mode=viewprofile&amp;u=6">Tom</a> wrote: <a
href="./viewtopic.php?p=70#p70" data-post-id="70">&uarr;</a></cite>Where is tea?</div></blockquote>{WORDS}
<img class="smilies" src="./images/smilies/s.gif" alt=":)"><div class="inline-attachment"><dl
class="file"><dt><a
href="./download/file.php?id=3">menu.pdf</a></dt></dl></div></div><div class="notice">Last edited by <a
href="./memberlist.php?mode=viewprofile&amp;u=5" class="username">Mei</a> on Wed Jul 01, 2026 11:00 am,
edited 1 time in
total.</div><div class="signature">Fair winds</div></div></div></div><div id="page-footer"><ul><li
class="rightside">All
times are <span title="UTC">UTC</span></li></ul>Powered by <a
href="https://www.phpbb.com/">phpBB</a></div></body></html>"""
XENFORO_THREAD = f"""<!DOCTYPE html><html id="XF" lang="en-US"><head><title>Tea</title></head><body>
<div class="p-body-pageContent"><h1 class="p-title-value">Tea</h1><div class="pageNav"><ul><li
class="pageNav-page pageNav-page--current"><a>TURN</a></li></ul><a class="pageNav-jump pageNav-jump--next"
href="/threads/tea.9/page-1TURN">Next</a></div><article class="message message--post" data-author="Mei"
data-content="post-71TURN" id="js-post-71TURN"><section class="message-user"><h4 class="message-name"><a
class="username"
href="/members/mei.5/" data-user-id="5">Mei</a></h4><h5 class="userTitle">Captain</h5></section><header
class="message-attribution"><ul class="message-attribution-main"><li><time class="u-dt"
datetime="2026-07-01T12:00:00+0200" data-time="1782900000">Jul 1</time></li></ul><ul
class="message-attribution-opposite">
<li>#2</li></ul></header><div class="message-content"><div class="message-userContent"><article
class="message-body"><div
class="bbWrapper"><blockquote class="bbCodeBlock bbCodeBlock--quote" data-quote="Tom" data-source="post:
70"><div
class="bbCodeBlock-title">Tom said:</div>Where is tea?</blockquote>{WORDS}<img class="smilie"
src="/smilies/s.png"
alt=":)"></div></article></div><section class="message-attachments"><ul><li class="attachment file"><a
href="/attachments/menu-pdf.3/">menu.pdf</a></li></ul></section><div class="message-lastEdit">Last edited:
<time
datetime="2026-07-01T13:00:00+0200">Jul 1</time></div></div><aside class="message-signature"><div
class="bbWrapper">Fair
winds</div></aside></article></div></body></html>"""
VBULLETIN_THREAD = f"""<html lang="en"><head><meta name="generator" content="vBulletin 4.2.3"></head><body>
<div id="pagetitle"><span class="threadtitle">Tea</span></div><div id="pagination_top"
class="pagination_top"><span class="selected"><a>TURN</a>
</span><a rel="next" href="showthread.php?t=9&amp;page=1TURN">&gt;</a></div><ol id="posts"><li class="postbit
postcontainer" id="post_71TURN"><div class="posthead"><span class="postdate"><span
class="date">07-01-2026,&nbsp;<span
class="time">12:00 PM</span></span></span><a class="postcounter" name="post71TURN">#2</a></div><div
class="username_container"><a class="username" href="member.php?5-Mei">Mei</a></div><span
class="usertitle">Captain</span><div class="postbody"><div class="content"><div
id="post_message_71TURN"><blockquote
class="postcontent restore"><div class="bbcode_container"><div class="bbcode_quote"><div
class="quote_container"><div
class="bbcode_postedby">Originally Posted by <strong>Tom</strong> <a
href="showthread.php?p=70#post70">x</a></div><div
class="message">Where is tea?</div></div></div></div>{WORDS} <img src="images/smilies/s.gif" class="inlineimg"
alt=":)"></blockquote></div></div><div class="attachments"><a
href="attachment.php?attachmentid=3">menu.pdf</a></div>
<blockquote class="postcontent lastedited">Last edited by Mei; 07-01-2026 at <span class="time">01:00
PM</span>.</blockquote>
<blockquote class="signature restore">Fair winds</blockquote></div></li></ol><div id="footer_time">All times
are GMT +2.
The time now is <span class="time">02:00 PM</span>.</div></body></html>"""
SMF_THREAD = f"""<html lang="en"><head><script>var smf_theme_url = "x";</script></head><body><div
class="pagelinks">Pages:
<span class="current_page">TURN</span> <a class="nav_page" href="index.php?topic=9.1TURN"><span
class="main_icons next_page"></span></a></div><h2 class="display_title">Tea</h2><div class="post_wrapper"><div
class="poster"><h4><a href="index.php?action=profile;u=5"
title="x">Mei</a></h4><ul><li>Captain</li></ul></div><div
class="postarea"><div class="keyinfo"><div class="postinfo"><a class="smalltext"
href="index.php?topic=9.msg71TURN#msg71TURN">July 01, 2026, 10:00:00 AM</a></div></div><div class="post"><div
class="inner"
id="msg_71TURN"><blockquote class="bbc_standard_quote"><cite><a href="index.php?msg=70">Quote from: Tom on
July 01, 2026,
09:00:00 AM</a></cite>Where is tea?</blockquote>{WORDS}<img class="smiley" src="Smileys/s.png"
alt=":)"></div></div><div
id="msg_71TURN_footer" class="attachments"><div class="attached"><a
href="index.php?action=dlattach;topic=9.0;attach=3">menu.pdf</a></div></div><span class="smalltext
modified">Last Edit: July
01, 2026, 11:00:00 AM by Mei</span></div><div class="moderatorbar"><div class="signature">Fair
winds</div></div></div>
</body></html>"""
MYBB_THREAD = f"""<html lang="en"><head><script>var my_post_key = "x";</script></head><body><div
class="pagination"><span
class="pagination_current">TURN</span> <a class="pagination_next"
href="showthread.php?tid=9&amp;page=1TURN">Next</a></div>
<table><tr><td class="thead"><strong>Tea</strong></td></tr></table><div class="post" id="post_71TURN"><div
class="post_author"><div class="author_information"><strong><span class="largetext"><a
href="member.php?action=profile&amp;uid=5">Mei</a></span></strong><br>Captain</div></div><div
class="post_content"><div
class="post_head"><div class="float_right"><strong><a href="#pid71TURN">#2</a></strong></div><span
class="post_date">07-01-2026, 10:00 AM <span class="post_edit"><span class="edited_post">(This post was last
modified:
07-01-2026, 11:00 AM by <a href="member.php?action=profile&amp;uid=5">Mei</a>.)</span></span></span></div><div
class="post_body scaleimages" id="pid_71TURN"><blockquote class="mycode_quote"><cite><span> (07-01-2026,
09:00 AM)</span>Tom
Wrote: <a href="showthread.php?pid=70#pid70"></a></cite>Where is tea?</blockquote>{WORDS}<img class="smilie
smilie_1"
src="images/smilies/s.png" alt=":)"></div><fieldset><a href="attachment.php?aid=3">menu.pdf</a></fieldset><div
class="signature">Fair winds</div></div></div></body></html>"""
THREADS = {
    "phpbb": PHPBB_THREAD,
    "vbulletin": VBULLETIN_THREAD,
    "xenforo": XENFORO_THREAD,
    "smf": SMF_THREAD,
    "mybb": MYBB_THREAD,
}
PHPBB_FOUND = """<html><body id="phpbb"><div class="pagination"><ul><li
class="active"><span>TURN</span></li><li
class="next"><a href="search.php?author_id=5&amp;sr=posts&amp;start=1TURN">x</a></li></ul></div><div
class="search post">
<h3><a href="./viewtopic.php?p=71TURN&amp;hilit=#p71TURN">Re: Tea</a></h3><div
class="content">No</div></div></body></html>"""
PHPBB_MEMBER = """<html lang="en"><body id="phpbb" class="section-memberlist"><form id="viewprofile"><dl
class="details">
<dt>Username:</dt><dd><span class="username">Mei</span></dd><dt>Rank:</dt><dd
class="rank">Captain</dd></dl><dl class="details">
<dt>Joined:</dt><dd>Mon Jan 08, 2024 7:30 pm</dd><dt>Total posts:</dt><dd>1,204 | x</dd></dl><div
class="signature">Tea.
<a href="https://shop.example/">shop</a></div></form></body></html>"""
PHPBB_BOARD = """<html><body id="phpbb"><h2 class="forum-title"><a href="viewforum.php?f=2">Talk</a></h2><ul
class="topiclist topics"><li class="row sticky"><a class="topictitle"
href="viewtopic.php?t=1">Rules</a></li><li class="row">
<a class="topictitle" href="viewtopic.php?f=2&amp;t=9TURN">Tea</a><dd class="lastpost"><a
href="viewtopic.php?p=71TURN#p71TURN">x</a><time
datetime="2026-07-01T10:00:00+00:00">x</time></dd></li></ul><div
class="pagination"><ul><li class="active"><span>TURN</span></li><li class="next"><a
href="viewforum.php?f=2&amp;start=2TURN">x</a></li></ul></div></body></html>"""
PHPBB_FEED = """<?xml version="1.0"?><feed
xmlns="http://www.w3.org/2005/Atom"><title>f</title><entry><title>Tea</title>
<author><name>Mei</name></author><id>https://www.phpbb.com/community/viewtopic.php?p=71TURN#p71TURN</id><link
href="https://www.phpbb.com/community/viewtopic.php?p=71TURN#p71TURN"/><content
type="html">x</content></entry></feed>"""
FORUM_SAMPLES: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    *((key, "thread", body, {"pages": True}) for key, body in THREADS.items()),
    ("phpbb", "found", PHPBB_THREAD, {"context": {"post": "711", "wanted": "5@9 4", "again": "1"}}),
    ("phpbb", "posts", PHPBB_FOUND, {"pages": True, "context": {"list": "0"}}),
    ("phpbb", "member", PHPBB_MEMBER, {}),
    ("phpbb", "board", PHPBB_BOARD, {"pages": True}),
    ("phpbb", "feed", PHPBB_FEED, {}),
)
