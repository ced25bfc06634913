"""Discourse, NodeBB and Flarum: addresses, words and quotations, what is said in place of an answer."""

from __future__ import annotations

from typing import Any

import pytest

from crawlers.platform import Fetch, platforms, recognise
from storage.items import Known, Observation, Post, Problem, Watched
from tests.crawlers.captures import NOW, kinds, make_capture, only, read
from tests.crawlers.samples_talk import ACTION, FLARUM_POST, FLARUM_POSTS, NODEBB_POST, POST, TOPIC, USER

DISCOURSE, NODEBB, FLARUM = "meta.discourse.org", "community.nodebb.org", "discuss.flarum.org"


def watch(key: str, url: str) -> Watched:
    watched = platforms()[key].recognise(url)
    assert watched is not None, url
    return watched


MEI = watch("discourse", f"https://{DISCOURSE}/u/mei_li")
BEE = watch("nodebb", f"https://{NODEBB}/user/mei")
FAY = watch("flarum", f"https://{FLARUM}/u/Mei")


@pytest.mark.parametrize(
    ("key", "url", "due"),
    [
        ("discourse", f"https://{DISCOURSE}/u/Mei_Li", f"{DISCOURSE}/member/mei_li"),
        ("discourse", f"https://{DISCOURSE}/users/mei_li/activity", f"{DISCOURSE}/member/mei_li"),
        ("discourse", f"https://{DISCOURSE}/u/mei_li.json", f"{DISCOURSE}/member/mei_li"),
        ("discourse", f"https://{DISCOURSE}/u/mei_li/summary", f"{DISCOURSE}/member/mei_li"),
        ("discourse", f"https://{DISCOURSE}/c/feature/2", f"{DISCOURSE}/board/2"),
        ("discourse", f"https://{DISCOURSE}/c/feature/announcements/67/l/latest", f"{DISCOURSE}/board/67"),
        ("discourse", f"https://{DISCOURSE}/t/some-words/57/12?u=x", f"{DISCOURSE}/thread/57"),
        ("discourse", f"https://{DISCOURSE}/t/57", f"{DISCOURSE}/thread/57"),
        ("discourse", "discourse:https://bbs.example/u/梅", "bbs.example/member/梅"),
        ("discourse", "discourse:https://www.site.example/forum/u/mei", "site.example/forum/member/mei"),
        ("discourse", "discourse:https://bbs.example/", "bbs.example"),
        ("discourse", "discourse:bbs.example/forum", "bbs.example/forum"),
        ("nodebb", f"https://{NODEBB}/user/Mei", f"{NODEBB}/member/mei"),
        ("nodebb", f"https://{NODEBB}/user/mei/topics", f"{NODEBB}/member/mei"),
        ("nodebb", "https://bbs.example/uid/12", "bbs.example#12"),
        ("nodebb", f"https://{NODEBB}/category/2/talk", f"{NODEBB}/board/2"),
        ("nodebb", "nodebb:https://bbs.example/topic/9/words/4", "bbs.example/thread/9"),
        ("flarum", f"https://{FLARUM}/u/Mei/discussions", f"{FLARUM}/member/mei"),
        ("flarum", f"https://{FLARUM}/d/57-some-words/3", f"{FLARUM}/thread/57"),
        ("flarum", f"https://{FLARUM}/t/Talk", f"{FLARUM}/board/talk"),
        ("flarum", "flarum:bbs.example", "bbs.example"),
    ],
)
def test_addresses(key: str, url: str, due: str) -> None:
    watched = watch(key, url)
    assert (watched.platform, watched.key) == (key, due)
    again = watch(key, f"{key}:{watched.url}")
    assert (again.key, again.url) == (due, watched.url)
    assert list(platforms()[key].start(watched, Known()))


@pytest.mark.parametrize(
    "url",
    [
        "https://bbs.example/u/mei",
        "https://bbs.example/users/mei",
        "https://bbs.example/user/mei",
        "https://bbs.example/topic/9/words",
        "https://bbs.example/t/words/57",
        "https://bbs.example/d/57-words",
        "https://bbs.example/",
        f"https://{DISCOURSE}/u/by-external/5",
        f"https://{DISCOURSE}/latest",
        f"https://{DISCOURSE}/tags",
        f"https://{NODEBB}/user/reset",
    ],
)
def test_what_might_be_anybodys_is_not_taken_without_the_engines_name(url: str) -> None:
    assert not any(platforms()[key].recognise(url) for key in ("discourse", "nodebb", "flarum"))


def test_shapes_that_are_one_engines_own_are_known_on_any_host() -> None:
    for url, key in (
        ("https://bbs.example/u/mei/summary", "discourse"),
        ("https://bbs.example/uid/7", "nodebb"),
        ("https://bbs.example/u/mei/discussions", "flarum"),
    ):
        found = recognise(url)
        assert found is not None and found.platform == key


def read_one(cooked: str, **fields: Any) -> Post:
    body = {"post_stream": {"posts": [{**POST, "cooked": cooked, **fields}]}}
    (post,) = only(read(MEI, make_capture(MEI.url, body, reader="posts", context={"ids": "83"})), Post)
    return post


def test_a_post_of_discourse_has_its_authors_words_and_its_place() -> None:
    post = read_one(POST["cooked"])
    assert post.text == "mine x\n\nhttps://y.example/"
    assert {link.url for link in post.links} == {"https://x.example/", "https://y.example/"}
    assert [one.url for one in post.media] == [f"https://{DISCOURSE}/uploads/a.png"]
    assert (post.attributes["quoted"], post.attributes["quoted_author"]) == ("bo:\n\ntheirs", "bo")
    assert (post.id, post.account) == (f"{DISCOURSE}/83", f"{DISCOURSE}#15")
    assert post.url == f"https://{DISCOURSE}/t/57/3" and post.reply_to == f"https://{DISCOURSE}/t/57/1"
    assert (post.kind, post.likes, post.views, post.author) == ("reply", 5, 4, "mei_li")
    assert post.edited_at is not None and post.attributes["link_clicks"] == "7 https://x.example/"


@pytest.mark.parametrize(
    ("cooked", "text", "quoted"),
    [
        ("<blockquote><p>a</p></blockquote><p>b</p>", "b", "a"),
        ("<blockquote><p>a</p></blockquote>", "a", ""),
        ("<blockquote>a<aside class='quote' data-username='x'>b</aside></blockquote><p>c</p>", "c", "ab"),
        ("<p>a</p><div class='elided'>On Monday Bo wrote: b</div>", "a", ""),
        ("<p>a <a class='mention' href='/u/bo'>@bo</a></p>", "a @bo", ""),
        ("<p>a <img class='emoji' alt=':tea:' src='/e.png'></p>", "a :tea:", ""),
        ("a\ufeff", "a", ""),
        ("", "", ""),
    ],
)
def test_own_words_and_those_of_others(cooked: str, text: str, quoted: str) -> None:
    post = read_one(cooked)
    assert (post.text, post.attributes.get("quoted", "").replace("\n", "")) == (text, quoted)
    assert post.media == ()


def test_a_quotation_alone_with_a_name_is_not_the_authors() -> None:
    post = read_one("<aside class='quote' data-username='bo'><blockquote>theirs</blockquote></aside>")
    assert (post.text, post.attributes["quoted"]) == ("", "theirs")


@pytest.mark.parametrize(
    "fields", [{"deleted_at": "2026-07-22T00:00:00Z"}, {"user_deleted": True}, {"hidden": True}]
)
def test_hidden_deleted_and_withdrawn_posts_are_gone(fields: dict[str, Any]) -> None:
    body = {**TOPIC, "post_stream": {"posts": [{**POST, **fields}], "stream": [83]}}
    readings = read(MEI, make_capture(MEI.url, body, reader="topic", context={"member": "15"}))
    (gone,) = only(readings, Observation)
    assert (gone.kind, gone.post_id, only(readings, Post)) == ("gone", f"{DISCOURSE}/83", [])


def test_notes_of_the_forums_own_are_no_posts() -> None:
    body = {"post_stream": {"posts": [{**POST, "post_type": 3, "cooked": ""}]}}
    assert read(MEI, make_capture(MEI.url, body, reader="posts")) == []


def test_a_topic_gives_a_members_posts_and_asks_for_the_others_that_were_named() -> None:
    context = {"member": "15", "ids": "90 83"}
    readings = read(MEI, make_capture(MEI.url, TOPIC, reader="topic", context=context))
    first, second = only(readings, Post)
    assert (first.title, first.kind, first.hashtags) == ("T", "post", ("tea", "cup"))
    assert (second.title, second.attributes["thread_title"]) == ("", "T")
    (fetch,) = only(readings, Fetch)
    assert fetch.url == f"https://{DISCOURSE}/t/57/posts.json?post_ids%5B%5D=90"


def test_actions_lead_to_topics_each_asked_once() -> None:
    actions = [
        ACTION,
        {**ACTION, "post_id": 84},
        {**ACTION, "topic_id": 9, "post_id": None, "action_type": 4},
    ]
    capture = make_capture(MEI.url, {"user_actions": actions}, reader="actions", context={"member": "15"})
    urls = [one.url.partition(f"{DISCOURSE}/")[2] for one in only(read(MEI, capture), Fetch)]
    assert urls[:2] == ["t/57/posts.json?post_ids%5B%5D=83&post_ids%5B%5D=84", "t/9.json"]
    assert urls[2].startswith("user_actions.json?offset=3&")


@pytest.mark.parametrize(
    ("counts", "kind"),
    [((0, 0), "empty_proven"), ((2, 1), "changed_format"), ((None, None), "changed_format")],
)
def test_no_actions_are_no_posts_only_where_the_forum_counts_none(counts: tuple[Any, Any], kind: str) -> None:
    summary = {"user_summary": {"topic_count": counts[0], "post_count": counts[1]}}
    assert kinds(read(MEI, make_capture(MEI.url, summary, reader="summary"))) == [kind]


@pytest.mark.parametrize(
    ("watched", "reader", "body", "status", "kind"),
    [
        (MEI, "member", {"errors": ["log in"], "error_type": "not_logged_in"}, 403, "login_wall"),
        (MEI, "member", {"errors": ["no"], "error_type": "invalid_access"}, 403, "private"),
        (MEI, "member", {"errors": ["no"], "error_type": "not_found"}, 404, "not_found"),
        (MEI, "member", {"errors": ["slow"], "error_type": "rate_limit", "extras": {"wait_seconds": 9}}, 422,
         "rate_limited"),
        (MEI, "member", "<!doctype html><title>Log in</title>", 200, "login_wall"),
        (MEI, "member", "<!doctype html><p>Oops!", 404, "not_found"),
        (MEI, "member", {"errors": ["?"], "error_type": "new"}, 400, "changed_format"),
        (BEE, "member", '"not-authorized"', 401, "login_wall"),
        (BEE, "member", {"error": "no"}, 403, "private"),
        (BEE, "member", {"path": "/user/x"}, 404, "not_found"),
        (BEE, "known", {"status": {"code": "not-found", "message": "Invalid API call"}, "response": {}}, 404,
         "not_found"),
        (FAY, "member", {"errors": [{"status": "404", "code": "not_found"}]}, 404, "not_found"),
        (FAY, "member", {"errors": [{"status": "403", "code": "permission_denied"}]}, 403, "private"),
        (FAY, "posts", {"errors": [{"status": "400", "code": "invalid_parameter"}]}, 400, "changed_format"),
    ],
)  # fmt: skip
def test_what_is_said_in_place_of_an_answer(
    watched: Watched, reader: str, body: object, status: int, kind: str
) -> None:
    answer = make_capture(watched.url, body, reader=reader, status=status, context={"post": "1"})
    readings = read(watched, answer)
    assert kinds(readings) == [kind] and len(readings) == 1
    if kind == "rate_limited":
        (problem,) = only(readings, Problem)
        assert problem.retry_at is not None and (problem.retry_at - NOW).total_seconds() == 9


def test_a_deleted_members_posts_stay_somebodys() -> None:
    assert read_one("a", user_id=None, username=None).account == f"{DISCOURSE}/guest/"


def test_a_suspended_member_is_asked_for_what_was_posted_before() -> None:
    user = {"user": {**USER, "suspended_till": "3026-01-01T00:00:00Z"}}
    readings = read(MEI, make_capture(MEI.url, user, reader="member"))
    assert kinds(readings) == ["suspended"] and len(only(readings, Fetch)) == 1


def test_a_post_of_nodebb_has_its_authors_words_and_its_place() -> None:
    readings = read(BEE, make_capture(BEE.url, {"posts": [NODEBB_POST]}, reader="posts"))
    (post,) = only(readings, Post)
    assert (post.text, post.attributes["quoted"], post.attributes["quoted_author"]) == (
        "mine x",
        "theirs",
        "bo",
    )
    assert (post.id, post.account, post.reply_to) == (f"{NODEBB}/12", f"{NODEBB}#4", f"{NODEBB}/11")
    assert (post.url, post.title, post.attributes["thread_title"]) == (
        f"https://{NODEBB}/post/12",
        "",
        "A & B",
    )
    assert (post.likes, post.replies, post.kind) == (2, 1, "reply")


def test_nodebbs_redirection_is_followed_within_its_own_host_and_not_for_ever() -> None:
    answer = make_capture(BEE.url, '"/user/mei-2"', reader="member", context={"since": "x"})
    (fetch,) = only(read(BEE, answer), Fetch)
    assert (fetch.url, fetch.reader) == (f"https://{NODEBB}/api/user/mei-2", "member")
    for body, moves in (('"/user/mei"', "5"), ('"//evil.example/"', "0"), ('"https://evil.example/"', "0")):
        capture = make_capture(BEE.url, body, reader="member", context={"moves": moves})
        with pytest.raises(ValueError):
            read(BEE, capture)


def test_a_post_of_flarum_has_its_authors_words_and_its_place() -> None:
    (post, fetch) = read(
        FAY, make_capture(FAY.url, FLARUM_POSTS, reader="posts", context={"by:author": "Mei"})
    )
    assert isinstance(post, Post) and isinstance(fetch, Fetch)
    assert (post.text, post.attributes["quoted"], post.attributes["quoted_author"]) == (
        "mine x",
        "theirs",
        "bo",
    )
    assert (post.account, post.author, post.reply_to) == (f"{FLARUM}#4", "Mei", f"{FLARUM}/8")
    assert (post.url, post.kind, post.mentions) == (f"https://{FLARUM}/d/3/2", "reply", ("bo",))
    assert post.edited_at is not None and "page%5Boffset%5D=1" in fetch.url


def test_what_flarum_hides_or_says_itself_is_no_post() -> None:
    hidden = {**FLARUM_POST, "attributes": {**FLARUM_POST["attributes"], "isHidden": True}}
    note = {
        **FLARUM_POST,
        "attributes": {"contentType": "discussionLocked", "createdAt": "2026-07-20T00:00:00Z"},
    }
    body = {"data": [hidden, note]}
    assert read(FAY, make_capture(FAY.url, body, reader="posts")) == []
    known = make_capture(FAY.url, {"data": [{**hidden, "id": "9"}]}, reader="known", context={"ids": "9 10"})
    assert [one.post_id for one in only(read(FAY, known), Observation)] == [f"{FLARUM}/9", f"{FLARUM}/10"]
