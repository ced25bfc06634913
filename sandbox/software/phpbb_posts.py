"""phpBB's pages of threads in prosilver as phpBB 3.3 and 3.0 have it, and in subsilver2.

Source: the template ``viewtopic_body.html`` of both styles.
"""

from __future__ import annotations

from html import escape

from sandbox.exchange import Answer
from sandbox.markup import link_plainly, mark_up, write_plainly
from sandbox.software.forum_threads import SIGNATURE, Said, Thread
from sandbox.software.phpbb_frame import show_page, show_time, write_date, write_pager


def show_thread(thread: Thread, posts: list[Said], place: tuple[int, int, int], flavour: str) -> Answer:
    """A page of a thread; ``place`` is the page's number, how many there are, and posts a page."""
    page, pages, size = place
    pager = write_pager(f"./viewtopic.php?t={thread.id}", page, pages, size, flavour)
    link = f'<a href="./viewtopic.php?t={thread.id}&amp;sid=0f1e2d3c4b5a69788796a5b4c3d2e1f0">{escape(thread.title)}</a>'
    if flavour == "subsilver2":
        write, title = (
            _write_old_post,
            f'<div id="pageheader"><h2><a class="titles" href="./viewtopic.php?t={thread.id}">'
            f"{escape(thread.title)}</a></h2></div>",
        )
    else:
        write, title = _write_post, f'<h2 class="topic-title">{link}</h2>'
    content = f"{title}{pager}{''.join(write(one, thread, flavour) for one in posts)}{pager}"
    return show_page(f"Forum - {escape(thread.title)}", content, flavour, "viewtopic")


def write_body(said: Said, flavour: str) -> str:
    """A post's own words with the pictures, below what it quotes."""
    words = mark_up(said.text, link_plainly, write_plainly).replace("\n", "<br>")
    pictures = "".join(f'<br><img src="{escape(url)}" class="postimage" alt="Image">' for url in said.media)
    smiley = ' <img class="smilies" src="./images/smilies/icon_e_smile.gif" alt="">'
    if said.quotes is None:
        return words + pictures
    name, quoted = (escape(one) for one in said.quotes)
    if flavour == "subsilver2":
        return f'<div class="quotetitle">{name} wrote:</div><div class="quotecontent">{quoted}{smiley}</div>{words}{pictures}'
    return f"<blockquote><div><cite>{name} wrote:</cite>{quoted}{smiley}</div></blockquote>{words}{pictures}"


def _write_post(said: Said, thread: Thread, flavour: str) -> str:
    profile = f"./memberlist.php?mode=viewprofile&amp;u={said.by.number}"
    name = f'<a href="{profile}" class="username">{escape(said.by.name)}</a>'
    when = show_time(said.at, flavour)
    note = _write_note(said)
    return (
        f'<div id="p{said.id}" class="post has-profile bg2"><div class="inner">'
        f'<dl class="postprofile" id="profile{said.id}"><dt>{name}</dt>'
        f'<dd class="profile-rank">{said.by.rank}</dd></dl><div class="postbody">'
        f'<div id="post_content{said.id}"><h3><a href="#p{said.id}">Re: '
        f'{escape(thread.title)}</a></h3><p class="author"><a class="unread" '
        f'href="./viewtopic.php?p={said.id}#p{said.id}" title="Post"></a>'
        f'<span class="responsive-hide">by <strong>{name}</strong> &raquo; </span>{when}</p>'
        f'<div class="content">{write_body(said, flavour)}'
        f'</div>{note}<div id="sig{said.id}" class="signature">{SIGNATURE}</div></div></div></div>'
        '</div><hr class="divider">'
    )


def _write_old_post(said: Said, thread: Thread, flavour: str) -> str:
    edited = f'<br><br><span class="gensmall">{_edit_words(said)}</span>' if said.edited_at else ""
    return (
        '<table class="tablebg" width="100%" cellspacing="1"><tr class="row1"><td align="center">'
        f'<a name="p{said.id}"></a><b class="postauthor">'
        f'{escape(said.by.name)}</b></td><td width="100%" height="25"><table width="100%"><tr>'
        '<td class="gensmall" width="100%"><div style="float: left;">'
        f'&nbsp;<b>Post subject:</b> Re: {escape(thread.title)}</div><div style="float: right;">'
        f'<a href="./viewtopic.php?p={said.id}#p{said.id}"></a>'
        f"<b>Posted:</b> {write_date(said.at)}&nbsp;</div></td></tr></table></td></tr>"
        '<tr class="row1"><td valign="top" class="profile">'
        f'<span class="postdetails">{said.by.rank}</span></td><td valign="top"><table><tr><td>'
        f'<div class="postbody">{write_body(said, flavour)}</div>'
        f'<span class="postbody"><br>_________________<br>{SIGNATURE}</span>{edited}</td></tr>'
        '</table></td></tr><tr class="row1"><td class="profile">'
        '</td><td><div class="gensmall" style="float: left;"><a '
        f'href="./memberlist.php?mode=viewprofile&amp;u={said.by.number}">Profile</a></div>'
        f'</td></tr></table><table class="tablebg"><tr><td class="spacer"></td></tr></table>'
    )


def _write_note(said: Said) -> str:
    return f'<div class="notice">{_edit_words(said)}</div>' if said.edited_at else ""


def _edit_words(said: Said) -> str:
    assert said.edited_at is not None
    profile = f"./memberlist.php?mode=viewprofile&amp;u={said.by.number}"
    name = f'<a href="{profile}" class="username">{escape(said.by.name)}</a>'
    return f"Last edited by {name} on {write_date(said.edited_at)}, edited 1 time in total."
