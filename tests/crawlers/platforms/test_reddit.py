"""Reddit: spellings, what its bodies say of posts and accounts, its refusals, paging and rechecks."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from crawlers.platform import Fetch, Reading, Unreadable, platforms, recognise
from storage.items import Account, Known, KnownPost, Observation, Post, Problem
from tests.crawlers.captures import NOW, kinds, make_capture, only, read, urls, watch
from tests.crawlers.families.reddit_bodies import ABOUT, ATOM, COMMENT, SUBMISSION, listing

MEI = watch("https://www.reddit.com/user/Mei_Harbour/")
URL = "https://oauth.reddit.com/user/Mei_Harbour/submitted?raw_json=1"


def ask(reader: str, body: object, status: int = 200, **more: Any) -> list[Reading]:
    return read(MEI, make_capture(more.pop("url", URL), body, reader=reader, status=status, **more))


def read_one(fields: Any, kind: str = "t3", **more: Any) -> Post:
    return only(ask("listing", listing((kind, fields)), **more), Post)[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.reddit.com/user/Mei_Harbour/",
        "https://reddit.com/u/mei_harbour",
        "http://old.reddit.com/user/Mei_Harbour/comments/?sort=top",
        "https://new.reddit.com/user/Mei_Harbour/submitted",
        "https://np.reddit.com/u/Mei_Harbour",
        "https://i.reddit.com/user/Mei_Harbour.json",
        "https://de.reddit.com/user/Mei_Harbour",
        "https://www.reddit.com/r/u_Mei_Harbour/comments/1g5clrm/title",
        "http://reddit.com/user/Mei_Harbour/comments/1g5pb8b/gästegeschäft_unsere_bosse",
        "http://reddit.com/user/Mei_Harbour/comments/1g6vt3q/giggly_girl?rdt=60858",
    ],
)
def test_a_redditor_in_every_spelling(url: str) -> None:
    assert (watch(url).platform, watch(url).key) == ("reddit", "mei_harbour")


@pytest.mark.parametrize(
    "url",
    [
        "https://www.reddit.com/r/fghji/",
        "https://old.reddit.com/r/FGHJI/new/.rss",
        "https://www.reddit.com/r/fghji/comments/42babr/a_title/",
    ],
)
def test_a_subreddit_in_every_spelling(url: str) -> None:
    assert watch(url).key == "r/fghji"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "r/all",
        "r/popular",
        "user",
        "u/",
        "r/",
        "user/me/about",
        "comments/42babr",
        "settings",
        "wiki/index",
    ]
    + ["search?q=a", "user/a", "user/a_name_of_more_than_20", "r/..", "premium", "login/", "gallery/42babr"],
)
def test_pages_of_the_site_name_no_account(path: str) -> None:
    found = recognise(f"https://www.reddit.com/{path}")
    assert found is None or found.platform != "reddit"
    assert platforms()["reddit"].recognise("https://redd.it/42babr") is None


def test_a_redditor() -> None:
    (account,) = only(ask("about", ABOUT), Account)
    assert (account.key, account.handle, account.aliases) == ("t2_5abc", "Mei_Harbour", ("mei_harbour",))
    assert (account.display_name, account.bio) == ("Mei", "Ships & tides https://mei.example/")
    assert [link.url for link in account.links] == ["https://mei.example/"]
    assert account.created_at == datetime(2026, 2, 9, 2, 40, tzinfo=UTC)
    assert account.attributes["link_karma"] == "5" and "drift" not in account.attributes


def test_a_submission_with_all_that_it_holds() -> None:
    post = read_one(SUBMISSION)
    assert (post.id, post.account, post.kind) == ("t3_1g5clrm", "t2_5abc", "post")
    assert (post.title, post.text) == ("Fish & tea", "First line\n\nsee [this](https://bit.ly/x?a=1&b=2)")
    assert post.url == "https://www.reddit.com/r/AskHarbour/comments/1g5clrm/fish_tea/"
    assert [(link.url, link.expanded) for link in post.links] == [
        ("https://bit.ly/x?a=1&b=2", ""),
        (
            "https://out.reddit.com/t3_1g5clrm?url=https%3A%2F%2Fend.example%2F&app_name=x",
            "https://end.example/",
        ),
    ]
    assert (post.replies, post.likes, post.reposts) == (3, 12, 1)
    assert post.posted_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert (post.posted_at_text, post.edited_at) == ("1782900000.0", datetime(2026, 7, 1, 11, 0, tzinfo=UTC))
    assert (post.attributes["forum"], post.attributes["flair"]) == ("AskHarbour", "Question")
    assert "drift" not in post.attributes


def test_escapes_are_undone_unless_raw_texts_were_asked_for() -> None:
    fields = {**SUBMISSION, "title": "Fish &amp; tea &lt;3", "edited": False}
    assert read_one(fields, url=URL.replace("raw_json=1", "")).title == "Fish & tea <3"
    assert read_one(fields).title == "Fish &amp; tea &lt;3"
    assert read_one(fields).edited_at is None


def test_a_link_submission_leads_to_its_target_and_says_its_title() -> None:
    fields = {
        **SUBMISSION,
        "selftext": "",
        "selftext_html": None,
        "is_self": False,
        "url": "https://end.example/a",
    }
    post = read_one(fields)
    assert (post.text, [(link.kind, link.url) for link in post.links]) == (
        "Fish & tea",
        [("card", "https://end.example/a")],
    )


def test_galleries_videos_and_single_pictures() -> None:
    gallery = {
        "is_gallery": True,
        "gallery_data": {"items": [{"media_id": "b2", "caption": "two"}, {"media_id": "a1"}]},
        "media_metadata": {
            "a1": {
                "e": "Image",
                "m": "image/jpg",
                "s": {"x": 10, "y": 20, "u": "https://preview.redd.it/a1?s=1&amp;x"},
            },
            "b2": {"e": "Image", "m": "image/png", "s": {"x": 1, "y": 2}},
        },
    }
    media = read_one({**SUBMISSION, **gallery}).media
    assert [(one.url, one.description, one.width) for one in media] == [
        ("https://i.redd.it/b2.png", "two", 1),
        ("https://i.redd.it/a1.jpg", "", 10),
    ]
    assert media[1].preview_url == "https://preview.redd.it/a1?s=1&x"
    video = {
        "is_video": True,
        "media": {"reddit_video": {"fallback_url": "https://v.redd.it/x/DASH_720.mp4", "duration": 7}},
    }
    (shown,) = read_one({**SUBMISSION, **video}).media
    assert (shown.kind, shown.url, shown.duration_s) == ("video", "https://v.redd.it/x/DASH_720.mp4", 7.0)
    (still,) = read_one({**SUBMISSION, "is_self": False, "url": "https://i.redd.it/still.png"}).media
    assert (still.kind, still.url) == ("image", "https://i.redd.it/still.png")


def test_a_crosspost_is_a_repost_of_its_parent() -> None:
    parent = {**SUBMISSION, "name": "t3_parent", "author": "Other", "author_fullname": "t2_other"}
    fields = {
        **SUBMISSION,
        "selftext": "",
        "title": "Look",
        "crosspost_parent": "t3_parent",
        "crosspost_parent_list": [parent],
    }
    post = read_one(fields)
    assert (post.kind, post.repost_of, post.author, post.title) == ("repost", "t3_parent", "t2_other", "Look")
    assert post.text.startswith("First line") and post.attributes["author_handle"] == "Other"


def test_a_comment_answers_what_it_stands_below() -> None:
    post = read_one(COMMENT, "t1")
    assert (post.kind, post.reply_to, post.text) == ("reply", "t1_above", "Not so.")
    assert (
        post.attributes["submission"] == "t3_1g5clrm" and post.attributes["submission_title"] == "Fish & tea"
    )
    old = {name: value for name, value in COMMENT.items() if name not in ("permalink", "author_fullname")}
    post = read_one(old, "t1")
    assert (post.url, post.account) == (
        "https://www.reddit.com/r/AskHarbour/comments/1g5clrm/_/lk2/",
        "mei_harbour",
    )


def test_a_thread_is_read_with_the_answers_within_answers() -> None:
    inner = {**COMMENT, "name": "t1_inner", "author": "Other", "author_fullname": "t2_other"}
    outer = {**COMMENT, "replies": listing(("t1", inner), ("more", {"count": 4, "children": ["a"]}))}
    posts = only(ask("listing", [listing(("t3", SUBMISSION)), listing(("t1", outer))]), Post)
    assert [(post.id, post.account) for post in posts] == [
        ("t3_1g5clrm", "t2_5abc"),
        ("t1_lk2", "t2_5abc"),
        ("t1_inner", "t2_other"),
    ]


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("t3", {"removed_by_category": "moderator"}),
        ("t3", {"selftext": "[removed]"}),
        ("t3", {"selftext": "[deleted]", "author": "[deleted]"}),
        ("t1", {"body": "[removed]"}),
        ("t1", {"author": "[deleted]", "body": "[deleted]"}),
    ],
)
@pytest.mark.parametrize("reader", ["listing", "info"])
def test_what_was_removed_is_gone_and_leaves_no_version_without_words(
    reader: str, kind: str, changes: dict[str, str]
) -> None:
    fields = {**(SUBMISSION if kind == "t3" else COMMENT), **changes}
    readings = ask(reader, listing((kind, fields)), context={"ids": str(fields["name"])})
    (gone,) = only(readings, Observation)
    assert (gone.kind, gone.post_id) == ("gone", fields["name"]) and gone.reason
    assert not only(readings, Post)


def test_known_posts_that_the_answer_leaves_out_are_gone() -> None:
    readings = ask("info", listing(("t3", SUBMISSION)), context={"ids": "t3_1g5clrm t1_lost"})
    assert [one.post_id for one in only(readings, Observation)] == ["t1_lost"]


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({"message": "Not Found", "error": 404}, 404, "not_found"),
        ({"message": "Forbidden", "error": 403}, 403, "unauthorised"),
        ({"reason": "private", "message": "Forbidden", "error": 403}, 403, "private"),
        ({"reason": "quarantined", "message": "Forbidden", "error": 403}, 403, "login_wall"),
        ({"reason": "gold_only", "message": "Forbidden", "error": 403}, 403, "private"),
        ({"reason": "banned", "message": "Not Found", "error": 404}, 404, "suspended"),
        ({"message": "Unauthorized", "error": 401}, 401, "unauthorised"),
        ({"message": "Too Many Requests", "error": 429}, 429, "rate_limited"),
        ("<html><body>You've been blocked by network security.</body></html>", 403, "login_wall"),
        (
            "<!doctype html><html><title>Blocked</title><h1>whoa there, pardner!</h1></html>",
            429,
            "rate_limited",
        ),
        ("<html><body>sorry, nobody on Reddit goes by that name.</body></html>", 404, "not_found"),
        ("<html><body>This account has been suspended</body></html>", 200, "suspended"),
        ("<html><body>Prove your humanity</body></html>", 200, "challenge"),
        ("<html><body>Something else</body></html>", 200, "changed_format"),
        ("", 503, "unreachable"),
        ("", 451, "geo_blocked"),
    ],
)
@pytest.mark.parametrize("reader", ["about", "listing", "info", "feed"])
def test_refusals_by_what_they_say(reader: str, body: object, status: int, kind: str) -> None:
    assert kinds(ask(reader, body, status)) == [kind]


def test_a_used_up_quota_opens_again_after_so_many_seconds() -> None:
    (problem,) = only(ask("about", {"error": 429}, 429, headers={"x-ratelimit-reset": "120"}), Problem)
    assert problem.retry_at == NOW + timedelta(seconds=120)


def test_a_suspended_account_has_hardly_more_than_its_name() -> None:
    body = {"kind": "t2", "data": {"name": "Mei_Harbour", "is_suspended": True, "awardee_karma": 0}}
    readings = ask("about", body)
    assert kinds(readings) == ["suspended"] and urls(readings) == []


def test_the_way_of_a_crawl() -> None:
    since = datetime(2026, 6, 30, tzinfo=UTC)
    recheck = (KnownPost(id="t1_a", url="", posted_at=None), KnownPost(id="t3_b", url="", posted_at=None))
    start = platforms()["reddit"].start
    (first,) = start(MEI, Known(newest_id="t3_x", newest_at=since, recheck=recheck))
    assert first.url == "https://oauth.reddit.com/user/Mei_Harbour/about?raw_json=1"
    assert first.credential == "reddit"
    submitted, known = only(ask("about", ABOUT, context=first.context), Fetch)
    assert (
        submitted.url == "https://oauth.reddit.com/user/Mei_Harbour/submitted?limit=100&sort=new&raw_json=1"
    )
    assert known.url == "https://oauth.reddit.com/api/info?id=t1_a,t3_b&raw_json=1"
    page = listing(("t3", SUBMISSION), after="t3_1g5clrm")
    (onward,) = only(ask("listing", page, context=submitted.context), Fetch)
    assert "/submitted?" in onward.url and "after=t3_1g5clrm" in onward.url
    old = listing(("t3", {**SUBMISSION, "created_utc": since.timestamp() - 5}), after="t3_1g5clrm")
    (comments,) = only(ask("listing", old, context=submitted.context), Fetch)
    assert "/comments?" in comments.url and "after" not in comments.url
    assert ask("listing", listing(), context=comments.context) == []
    (public,) = start(MEI, Known(routes=("page", "feed")))
    assert (public.url, public.credential) == (
        "https://www.reddit.com/user/Mei_Harbour/about.json?raw_json=1",
        "",
    )


def test_empty_lists_are_proven_by_the_karma_alone() -> None:
    context = {"list": "/user/Mei_Harbour/comments", "karma": "1 0"}
    assert kinds(ask("listing", listing(), context=context)) == ["empty_proven"]
    assert kinds(ask("listing", listing(), context={**context, "karma": "57 0"})) == []
    assert kinds(ask("listing", listing(), context={**context, "seen": "1"})) == []


def test_a_subreddit_is_its_own_account_and_its_posts_are_their_authors() -> None:
    forum = watch("https://www.reddit.com/r/AskHarbour/")
    body = {
        "kind": "t5",
        "data": {"name": "t5_9", "display_name": "AskHarbour", "title": "Ask", "subscribers": 7},
    }
    capture = make_capture(
        "https://www.reddit.com/r/AskHarbour/about.json?raw_json=1", body, reader="about", route="page"
    )
    account, asked = read(forum, capture)
    assert isinstance(account, Account) and isinstance(asked, Fetch)
    assert (account.key, account.handle, account.aliases) == ("t5_9", "r/AskHarbour", ("r/askharbour",))
    assert asked.url == "https://www.reddit.com/r/AskHarbour/new.json?limit=100&sort=new&raw_json=1"
    posts = read(forum, make_capture(asked.url, listing(("t3", SUBMISSION)), reader="listing"))
    assert [post.account for post in only(posts, Post)] == ["t2_5abc"]


def test_a_feed_gives_names_words_and_links() -> None:
    submission, comment = only(ask("feed", ATOM, url="https://www.reddit.com/user/x/.rss"), Post)
    assert (submission.id, submission.account, submission.title) == (
        "t3_1g5clrm",
        "mei_harbour",
        "Fish & tea",
    )
    assert (submission.text, submission.kind) == ("First line", "post")
    assert [(link.kind, link.url) for link in submission.links] == [("card", "https://end.example/")]
    assert submission.posted_at == datetime(2026, 7, 1, 10, 0, tzinfo=UTC)
    assert (comment.id, comment.kind, comment.title, comment.text) == ("t1_lk2", "reply", "", "Not so.")
    assert comment.attributes["submission"] == "t3_1g5clrm"
    with pytest.raises(Unreadable):
        ask("feed", ATOM.replace("<id>t3_1g5clrm</id>", "").replace('/comments/1g5clrm/fish_tea/"', '/"'))
    with pytest.raises(Unreadable):
        ask("feed", "no feed")


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "Listing", "data": {}},
        {"kind": "Listing", "data": {"children": {}}},
        {"kind": "Listing", "data": {"children": [{"kind": "t9", "data": {}}]}},
        listing(("t3", {name: value for name, value in SUBMISSION.items() if name != "created_utc"})),
        listing(("t1", {name: value for name, value in COMMENT.items() if name != "parent_id"})),
        listing(("t3", {**SUBMISSION, "author": None})),
        {"kind": "t2", "data": {}},
        [],
    ],
)
def test_bodies_of_another_shape_are_unreadable(body: object) -> None:
    for reader in ("listing", "info"):
        if body != [] or reader == "info":
            with pytest.raises(Unreadable):
                ask(reader, body)


@pytest.mark.parametrize(
    ("url", "reader"),
    [
        ("https://www.reddit.com/user/mei/about.json", "about"),
        ("https://oauth.reddit.com/user/mei/about?raw_json=1", "about"),
        ("https://oauth.reddit.com/user/mei/submitted?limit=100", "listing"),
        ("https://old.reddit.com/user/mei/comments/.json?limit=25", "listing"),
        ("https://www.reddit.com/user/mei.json", "listing"),
        ("https://www.reddit.com/r/space/new.json?limit=100", "listing"),
        ("https://www.reddit.com/r/space/comments/42babr/title/.json", "listing"),
        ("https://oauth.reddit.com/api/info?id=t3_a", "info"),
        ("https://www.reddit.com/user/mei/submitted/.rss?limit=100", "feed"),
        ("https://www.reddit.com/api/trending_searches_v1.json", ""),
        ("https://www.reddit.com/r/space/comments/42babr/title/", ""),
        ("https://www.reddit.com/user/mei/submitted/", ""),
    ],
)
def test_an_imported_response_finds_its_reader_by_its_address(url: str, reader: str) -> None:
    platform = platforms()["reddit"]
    assert next((name for sign, name in platform.imports if re.search(sign, url)), "") == reader
    assert not reader or reader in platform.readers
