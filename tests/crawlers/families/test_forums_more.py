"""Forum pages of six more engines: addresses, what a post is made of, and what stands in place of a page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawlers.families.forum_rows import NUMBER, name_address
from crawlers.platform import UNREADABLE, Fetch, Reading, platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post, Problem, Watched
from tests.crawlers.captures import kinds, make_capture, only
from tests.crawlers.samples_forums_more import BBPRESS_THREAD, DISCUZ_FOUND, OLDER, THREADS

MEMBERS = {
    "discuz": "https://www.harbour.example/home.php?mod=space&uid=5",
    "invision": "https://www.harbour.example/profile/5-mei/",
    "vanilla": "vanilla:https://www.harbour.example/profile/5/Mei",
    "fluxbb": "fluxbb:https://www.harbour.example/profile.php?id=5",
    "bbpress": "https://www.harbour.example/forums/users/mei/",
    "ucoz": "https://www.harbour.example/index/8-5",
}
OLD_MEMBERS = {
    "invision": "https://www.harbour.example/index.php?showuser=5",
    "fluxbb": MEMBERS["fluxbb"],
}
FLUXBB = '<div id="msg"><div class="inbox">'
BASE = "https://www.harbour.example/"
MEI = dict.fromkeys(MEMBERS, "harbour.example#5") | {"bbpress": "harbour.example/forums/member/mei"}
PAGES = [*((key, MEMBERS[key], body) for key, body in THREADS.items())] + [
    (key, OLD_MEMBERS[key], body) for key, body in OLDER.items()
]


def watch(key: str, url: str = "") -> Watched:
    found = platforms()[key].recognise(url or MEMBERS[key])
    assert found is not None, url
    return found


def read(key: str, reader: str, body: str | bytes, watched: str = "", **more: object) -> list[Reading]:
    url = str(more.pop("url", f"{BASE}forums/page"))
    capture = make_capture(url, body, reader=reader, route="page", **more)  # type: ignore[arg-type]
    return list(platforms()[key].readers[reader](capture, watch(key, watched)))


@pytest.mark.parametrize(
    ("path", "key", "tail"),
    [
        ("home.php?mod=space&uid=5", "discuz", "#5"),
        ("home.php?uid=5&mod=space&do=thread&view=me", "discuz", "#5"),
        ("space-uid-5.html", "discuz", "#5"),
        ("bbs/space-uid-5.html", "discuz", "/bbs#5"),
        ("home.php?mod=space&username=Mei", "discuz", "/member/mei"),
        ("thread-9-3-1.html", "discuz", "/thread/9"),
        ("forum.php?mod=viewthread&tid=9&extra=page%3D1&page=2", "discuz", "/thread/9"),
        ("forum.php?mod=redirect&goto=findpost&ptid=9&pid=71", "discuz", "/thread/9"),
        ("forum-2-1.html", "discuz", "/board/2"),
        ("forum.php?mod=forumdisplay&fid=2", "discuz", "/board/2"),
        ("profile/5-mei/", "invision", "#5"),
        ("community/profile/5-mei/content/?type=forums_topic_post", "invision", "/community#5"),
        ("index.php?/profile/5-mei/", "invision", "#5"),
        ("index.php?showuser=5", "invision", "#5"),
        ("user/5-mei/", "invision", "#5"),
        ("index.php?/user/5-mei/", "invision", "#5"),
        ("topic/9-tea/?do=findComment&comment=71", "invision", "/thread/9"),
        ("topic/9-tea/page/2/#comment-71", "invision", "/thread/9"),
        ("index.php?showtopic=9&st=20", "invision", "/thread/9"),
        ("forum/2-talk/", "invision", "/board/2"),
        ("forums/topic/9-tea/", "invision", "/forums/thread/9"),
        ("discussion/9/tea/p2", "vanilla", "/thread/9"),
        ("profile/comments/Mei", "vanilla", "/member/mei"),
        ("viewtopic.php?id=9&p=2", "fluxbb", "/thread/9"),
        ("viewforum.php?id=2", "fluxbb", "/board/2"),
        ("forums/users/mei/", "bbpress", "/forums/member/mei"),
        ("forums/users/mei/replies/page/2/", "bbpress", "/forums/member/mei"),
        ("forums/topic/tea/page/2/#post-71", "bbpress", "/forums/thread/tea"),
        ("site/forums/forum/talk/inner/page/3/", "bbpress", "/site/forums/board/talk/inner"),
        ("index/8-5", "ucoz", "#5"),
        ("index/8-0-Mei", "ucoz", "/member/mei"),
        ("forum/30-36976-1", "ucoz", "/thread/30-36976"),
        ("forum/30-36976-5-16-1404923847", "ucoz", "/thread/30-36976"),
    ],
)
def test_an_address_tells_engine_forum_and_place(path: str, key: str, tail: str) -> None:
    for start in ("https://www.harbour.example/", "http://harbour.example/", f"{key}:harbour.example/"):
        found = recognise(start + path)
        assert found is not None and (found.platform, found.key) == (key, f"harbour.example{tail}"), start
        assert platforms()[key].recognise(f"{key}:{found.url}") is not None


@pytest.mark.parametrize(
    "path",
    [
        *("home.php?mod=magic", "forum.php?mod=rss", "member.php?mod=logging", "search.php?mod=forum"),
        *("profile/", "profile/5/", "topic/tea/", "discussions", "discussion/", "index/8", "index/8-0-"),
        *(
            "profile.php?id=5",
            "forum/",
            "forum/2",
            "forums/",
            "forums/users/",
            "users/mei/",
            "categories/talk",
        ),
        *("topic/5/", "viewtopic.php?f=2", "index.php?/login/", "index.php?app=core&module=search"),
    ],
)
def test_what_is_no_place_of_these_engines_for_certain_is_not_taken(path: str) -> None:
    found = recognise(f"https://www.harbour.example/{path}")
    assert found is None or found.platform not in MEMBERS


@pytest.mark.parametrize(("key", "url", "page"), PAGES, ids=[f"{key}-{url}" for key, url, _ in PAGES])
def test_a_post_is_its_authors_own_words(key: str, url: str, page: str) -> None:
    readings = read(key, "found", page.replace("TURN", ""), url, context={"post": "71", "thread": "9"})
    (post,) = only(readings, Post)
    assert post.text == "Not at the shop." and post.id.rpartition("/")[2] == "71"
    assert (post.account, post.author, post.kind) == (MEI[key], "Mei", "reply")
    assert [one.url for one in post.links] == ["https://shop.example/x"]
    assert [(one.url, one.description) for one in post.media] == [("https://pics.example/tea.jpg", "tea")]
    assert post.posted_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert "Where is tea?" in post.attributes["quoted"] and post.attributes["quoted_author"] == "Tom"
    assert post.attributes["thread_title"] == "Tea"
    assert post.edited_at is not None
    if key == "bbpress":
        assert "to the" in post.attributes["edit_doubt"] and "relative" in post.attributes["edit_doubt"]
    else:
        zone = timedelta(hours=3) if key == "ucoz" else timedelta()
        assert post.edited_at == datetime(2026, 7, 1, 11, 0, tzinfo=UTC) + zone
        doubtful = key in ("ucoz", "fluxbb") or 'id="ipboard_body"' in page
        assert ("zone unknown" in post.attributes.get("edit_doubt", "")) is doubtful
    quotes = {"discuz", "invision", "vanilla", "bbpress"}
    assert post.reply_to == (f"{post.id.rpartition('/')[0]}/70" if key in quotes else "")


def test_a_post_whose_address_is_a_place_in_its_thread_is_named_by_the_page() -> None:
    readings = read("bbpress", "found", BBPRESS_THREAD.replace("TURN", ""), context={"post": "71"})
    (post,) = only(readings, Post)
    assert post.url == f"{BASE}forums/topic/tea/page/2/#post-71"
    asked = list(platforms()["bbpress"].start(watch("bbpress"), Known(recheck=(known(post.url),))))
    assert [one.url for one in asked[1:]] == [f"{BASE}forums/topic/tea/page/2/"]


def known(url: str, number: str = "71") -> KnownPost:
    return KnownPost(id=f"harbour.example/forums/{number}", url=url, posted_at=None)


def test_a_known_post_that_moved_up_is_looked_for_on_the_page_before_and_then_is_gone() -> None:
    here = f"{BASE}forums/topic/tea/page/2/"
    page = BBPRESS_THREAD.replace("TURN", "").replace(
        'href="/forums/topic/tea/page/9/">→', f'href="{here}">→'
    )
    current = '<span class="page-numbers current">'
    back = f'<a class="prev page-numbers" href="{BASE}forums/topic/tea/">←</a>'
    page = page.replace(current, f"{back}{current}")
    start = platforms()["bbpress"].start(watch("bbpress"), Known(recheck=(known(f"{here}#post-72", "72"),)))
    fetch = list(start)[1]
    assert (fetch.url, fetch.context["post"]) == (here, "72")
    first = read("bbpress", "found", page, url=here, context=fetch.context)
    (before,) = only(first, Fetch)
    assert before.url == f"{BASE}forums/topic/tea/" and only(first, Observation) == []
    second = read("bbpress", "found", page, url=before.url, context=before.context)
    (gone,) = only(second, Observation)
    assert (gone.kind, gone.post_id) == ("gone", "harbour.example/forums/72")


def test_a_list_of_threads_alone_asks_for_those_answered_since() -> None:
    page = DISCUZ_FOUND.replace("TURN", "")
    for newest, due in (("2026-07-01T09:00:00+00:00", 1), ("2026-07-01T19:00:00+00:00", 0)):
        readings = read("discuz", "posts", page, context={"newest": "7", "newest_at": newest, "list": "1"})
        found = [one for one in only(readings, Fetch) if one.reader == "found"]
        assert [one.url for one in found] == [f"{BASE}forum.php?mod=viewthread&tid=9"] * due


def test_all_parts_of_a_members_posts_are_asked_for_and_emptiness_is_proven_by_all() -> None:
    empty = '<html><body><p class="emp">还没有相关的帖子</p></body></html>'
    first = read("discuz", "posts", empty, context={"list": "0"})
    (further,) = only(first, Fetch)
    assert "type=thread" in further.url and kinds(first) == []
    assert kinds(read("discuz", "posts", empty, context={"list": "1"})) == ["empty_proven"]
    assert kinds(read("discuz", "posts", empty, context={"list": "1", "some": "1"})) == []


@pytest.mark.parametrize(
    ("key", "box", "status", "kind"),
    [
        ("discuz", '<div id="messagetext"><p>抱歉，您指定的用户空间不存在</p></div>', 200, "not_found"),
        ("discuz", '<div id="messagetext"><p>抱歉，指定的主題不存在或已被刪除</p></div>', 200, "not_found"),
        ("discuz", '<div id="messagetext"><p>您需要登录后才可以访问</p></div>', 200, "login_wall"),
        ("discuz", '<div id="messagetext"><p>您所在的用户组没有权限访问</p></div>', 200, "unauthorised"),
        ("discuz", '<div id="messagetext"><p>由于该用户的隐私设置，您不能访问</p></div>', 200, "private"),
        ("discuz", '<div id="messagetext"><p>您的 IP 地址不在被允许的范围内</p></div>', 200, "unauthorised"),
        ("invision", '<p id="elErrorMessage">Sorry, we could not find that!</p>', 404, "not_found"),
        ("invision", '<p id="elErrorMessage">Please sign in to view this page</p>', 403, "login_wall"),
        ("vanilla", '<div class="SplashInfo"><h1>Permission Problem</h1></div>', 403, "unauthorised"),
        ("vanilla", '<div class="SplashInfo"><h1>User Not Found</h1></div>', 404, "not_found"),
        ("fluxbb", f"{FLUXBB}Bad request. The link is outdated.</div></div>", 404, "not_found"),
        ("fluxbb", f"{FLUXBB}You do not have permission to view these.</div></div>", 200, "login_wall"),
        ("bbpress", '<p class="error404"><b class="entry-content">Nothing found.</b></p>', 404, "not_found"),
        ("ucoz", '<div class="eMessage">Пользователь не найден</div>', 200, "not_found"),
        ("ucoz", '<div class="eMessage">Гостям запрещён просмотр</div>', 200, "login_wall"),
    ],
)  # fmt: skip
def test_what_stands_in_place_of_a_profile_is_told(key: str, box: str, status: int, kind: str) -> None:
    page = f"<html><head><title>x</title></head><body>{box}</body></html>"
    readings = read(key, "member", page, status=status)
    (problem,) = only(readings, Problem)
    assert problem.kind == kind and only(readings, Account) == []


@pytest.mark.parametrize("charset", ["gbk", "big5", "utf-8", "gb2312"])
def test_pages_in_chinese_encodings_are_read_by_header_or_by_their_own_word(charset: str) -> None:
    page = THREADS["discuz"].replace("TURN", "").replace("charset=utf-8", f"charset={charset}")
    page = page.replace("Not at", "今天不在").replace("发表于", "發表於" if charset == "big5" else "发表于")
    body = page.encode(charset, "xmlcharrefreplace")
    for headers in ({"Content-Type": f"text/html; charset={charset}"}, {"Content-Type": "text/html"}):
        (post,) = only(read("discuz", "found", body, context={"post": "71"}, headers=headers), Post)
        assert post.text == "今天不在 the shop."
        assert post.posted_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)


@given(st.from_regex(NUMBER, fullmatch=True), st.text(max_size=40))
@settings(max_examples=60, deadline=None)
def test_known_posts_are_asked_for_on_their_own_forum_alone(number: str, path: str) -> None:
    post = KnownPost(id=f"harbour.example/forums/{number}", url=f"{BASE}{path}", posted_at=None)
    try:
        asked = list(platforms()["bbpress"].start(watch("bbpress"), Known(recheck=(post,))))
    except UNREADABLE:
        return
    assert all(not one.url or one.url.startswith("https://www.harbour.example/") for one in asked)
    assert name_address(number, "https://x.example/a b").partition("@")[2] == "/a%20b"
