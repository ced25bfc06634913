"""One body a reader of Discourse, NodeBB, Flarum, Disqus, Hacker News and Stack Exchange, in the shape of the
real one."""

from __future__ import annotations

from typing import Any

POST: dict[str, Any] = {
    "id": 83,
    "name": "Mei Li",
    "username": "mei_li",
    "user_id": 15,
    "created_at": "2026-07-20T08:10:26.978Z",
    "updated_at": "2026-07-21T08:10:26.978Z",
    "version": 2,
    "cooked": (
        "<aside class='quote' data-username='bo' data-post='1' data-topic='57'><div class='title'>bo:</div>"
        "<blockquote><p>theirs</p></blockquote></aside><p>mine <a href='https://x.example/'>x</a></p>"
        "<aside class='onebox' data-onebox-src='https://y.example/'><p>card</p></aside>"
        "<div class='lightbox-wrapper'><a class='lightbox' href='/uploads/a.png'><img src='/uploads/s.png'>"
        "<div class='meta'>a.png</div></a></div>"
    ),
    "post_number": 3,
    "post_type": 1,
    "reply_to_post_number": 1,
    "topic_id": 57,
    "topic_slug": "t",
    "reads": 4,
    "reply_count": 0,
    "hidden": False,
    "deleted_at": None,
    "actions_summary": [{"id": 2, "count": 5}],
    "link_counts": [{"url": "https://x.example/", "internal": False, "reflection": False, "clicks": 7}],
}
FIRST: dict[str, Any] = {**POST, "id": 82, "post_number": 1, "reply_to_post_number": None}
USER: dict[str, Any] = {
    "id": 15,
    "username": "mei_li",
    "name": "Mei Li",
    "avatar_template": "/user_avatar/h/mei/{size}/1.png",
    "created_at": "2020-01-01T00:00:00.000Z",
    "trust_level": 1,
    "bio_cooked": "<p>about <a href='https://z.example/'>z</a></p>",
    "website": "https://w.example/",
}
TOPIC: dict[str, Any] = {
    "id": 57,
    "title": "T",
    "category_id": 5,
    "tags": ["tea", {"name": "cup"}],
    "post_stream": {"posts": [FIRST, POST], "stream": [82, 83, 90]},
    "posts_count": 3,
}
ACTION: dict[str, Any] = {
    "action_type": 5,
    "created_at": "2026-07-20T08:10:26.978Z",
    "topic_id": 57,
    "post_number": 3,
    "post_id": 83,
    "title": "TTURN",
    "category_id": 5,
    "deleted": False,
}
NODEBB_USER: dict[str, Any] = {
    "uid": 4,
    "username": "Mei",
    "userslug": "mei",
    "joindate": 1585337827953,
    "joindateISO": "2020-03-27T19:37:07.953Z",
    "picture": "/assets/p.png",
    "aboutme": "about https://z.example/",
    "website": "https://w.example/",
    "postcount": 7,
    "banned": 0,
}
NODEBB_POST: dict[str, Any] = {
    "pid": 12,
    "tid": 3,
    "uid": 4,
    "toPid": 11,
    "content": (
        "<p>@bo <a href='/post/11'>said in T</a>:</p><blockquote><p>theirs</p></blockquote>"
        "<p>mine <a href='https://x.example/'>x</a></p>"
    ),
    "timestamp": 1785000000000,
    "timestampISO": "2026-07-25T17:20:00.000Z",
    "deleted": 0,
    "upvotes": 2,
    "user": {"uid": 4, "username": "Mei", "displayname": "Mei"},
    "topic": {"tid": 3, "cid": 2, "title": "A &amp; B", "titleRaw": "A & B", "mainPid": 10},
    "category": {"cid": 2, "name": "C"},
    "isMainPost": False,
    "replies": {"count": 1},
}
NODEBB_TOPIC: dict[str, Any] = {
    "tid": 3,
    "cid": 2,
    "slug": "3/t",
    "title": "T",
    "titleRaw": "T",
    "mainPid": 10,
    "lastposttime": 1785000000000,
    "lastposttimeISO": "2026-07-25T17:20:00.000Z",
    "pinned": 0,
    "deleted": 0,
}
FLARUM_POST: dict[str, Any] = {
    "type": "posts",
    "id": "9TURN",
    "attributes": {
        "number": 2,
        "createdAt": "2026-07-20T08:10:26+00:00",
        "contentType": "comment",
        "contentHtml": (
            "<blockquote><div><a class='PostMention' data-id='8' href='/d/3/1'>bo</a> theirs</div>"
            "</blockquote>"
            "<p>mine <a href='https://x.example/'>x</a></p>"
        ),
        "editedAt": "2026-07-21T08:10:26+00:00",
    },
    "relationships": {
        "discussion": {"data": {"type": "discussions", "id": "3"}},
        "user": {"data": {"type": "users", "id": "4"}},
    },
}
FLARUM_USER: dict[str, Any] = {
    "type": "users",
    "id": "4",
    "attributes": {
        "username": "Mei",
        "displayName": "Mei Li",
        "slug": "Mei",
        "joinTime": "2020-01-01T00:00:00+00:00",
        "commentCount": 3,
        "bio": "about https://z.example/",
    },
}
FLARUM_THREAD: dict[str, Any] = {
    "type": "discussions",
    "id": "3TURN",
    "attributes": {"title": "T", "commentCount": 2, "lastPostedAt": "2026-07-20T08:10:26+00:00"},
}
FLARUM_POSTS: dict[str, Any] = {
    "links": {
        "first": "https://h.example/api/posts",
        "next": "https://h.example/api/posts?page%5Boffset%5D=1",
    },
    "data": [FLARUM_POST],
    "included": [FLARUM_USER, {**FLARUM_THREAD, "id": "3"}],
}
DISQUS_USER: dict[str, Any] = {
    "id": "9",
    "username": "mei",
    "name": "Mei",
    "about": "about https://z.example/",
    "isPrivate": False,
    "joinedAt": "2020-01-01T00:00:00",
    "numPosts": 3,
    "url": "https://w.example/",
    "avatar": {"permalink": "https://disqus.com/a.png"},
}
COMMENT: dict[str, Any] = {
    "id": "77TURN",
    "message": (
        "<p>mine <a href='https://disq.us/url?url=https%3A%2F%2Fx.example%2F%3Aabcdefghijklmnopqrstuv'>x</a></p>"
    ),
    "createdAt": "2026-07-20T08:10:26",
    "isDeleted": False,
    "isSpam": False,
    "likes": 2,
    "parent": 76,
    "thread": {"id": "5", "clean_title": "T", "link": "https://page.example/a"},
    "forum": "f",
    "media": [{"url": "https://uploads.disquscdn.com/a.jpg", "mediaType": "2"}],
    "author": {"id": "9", "username": "mei", "name": "Mei"},
}
ITEM: dict[str, Any] = {
    "by": "mei",
    "id": 121003,
    "kids": [1, 2],
    "score": 25,
    "text": "&gt; theirs<p>mine <a href='https:&#x2F;&#x2F;x.example'>x</a>",
    "time": 1785000000,
    "title": "T",
    "type": "story",
    "url": "https://y.example/",
    "descendants": 2,
}
OWNER: dict[str, Any] = {"user_id": 5, "display_name": "M&#233;i", "reputation": 3}
QUESTION: dict[str, Any] = {
    "question_id": 86150,
    "owner": OWNER,
    "title": "A &amp; B",
    "body": "<blockquote><p>theirs</p></blockquote><p>mine <a href='https://x.example/'>x</a></p>",
    "creation_date": 1785000000,
    "last_edit_date": 1785000100,
    "score": 1,
    "view_count": 8,
    "answer_count": 0,
    "tags": ["tea"],
}
REVISION: dict[str, Any] = {
    "post_id": 86150,
    "revision_number": 2,
    "creation_date": 1785000000,
    "user": OWNER,
    "comment": "edited body",
}

Row = tuple[str, str, Any, dict[str, Any]]
TALK: tuple[Row, ...] = (
    ("discourse", "member", {"user": USER}, {}),
    ("discourse", "actions", {"user_actions": [ACTION]}, {"context": {"name": "mei_li"}, "pages": True}),
    ("discourse", "summary", {"user_summary": {"topic_count": 0, "post_count": 0}}, {}),
    ("discourse", "topic", TOPIC, {"context": {"member": "15"}}),
    ("discourse", "posts", {"post_stream": {"posts": [POST]}, "id": 57}, {"context": {"ids": "83"}}),
    ("discourse", "category", {"category": {"id": 5, "name": "C", "slug": "c", "description": "d"}}, {}),
    (
        "discourse",
        "topics",
        {"topic_list": {"topics": [{"id": 57, "bumped_at": "2026-07-20T08:10:26Z"}]}},
        {},
    ),
    ("discourse", "about", {"about": {"title": "S", "description": "d", "version": "3"}}, {}),
    ("discourse", "latest", {"latest_posts": [{**POST, "topic_title": "T"}]}, {}),
    ("nodebb", "member", NODEBB_USER, {}),
    (
        "nodebb",
        "posts",
        {"posts": [{**NODEBB_POST, "pid": "12TURN"}]},
        {"context": {"slug": "mei"}, "pages": True},
    ),
    ("nodebb", "known", {"response": {"pid": 12, "deleted": 0, "edited": 1785000100000}}, {}),
    ("nodebb", "summary", {"response": NODEBB_POST}, {"context": {"edited": "2026-07-26T00:00:00Z"}}),
    ("nodebb", "topics", {"topics": [NODEBB_TOPIC], "pagination": {"pageCount": 1}}, {}),
    ("nodebb", "topic", {**NODEBB_TOPIC, "posts": [NODEBB_POST], "pagination": {"pageCount": 1}}, {}),
    ("flarum", "member", {"data": FLARUM_USER}, {}),
    ("flarum", "posts", FLARUM_POSTS, {"context": {"by:author": "Mei"}, "pages": True}),
    ("flarum", "known", {"data": [FLARUM_POST], "included": [FLARUM_USER]}, {}),
    ("flarum", "discussion", {"data": FLARUM_THREAD}, {}),
    (
        "flarum",
        "discussions",
        {"links": {"next": "https://h.example/n"}, "data": [FLARUM_THREAD]},
        {"pages": True},
    ),
    ("flarum", "forum", {"data": {"type": "forums", "id": "1", "attributes": {"title": "F"}}}, {}),
    ("disqus", "user", {"code": 0, "response": DISQUS_USER}, {}),
    (
        "disqus",
        "posts",
        {"cursor": {"hasNext": True, "next": "1:TURN:0"}, "code": 0, "response": [COMMENT]},
        {"context": {"user": "9"}, "pages": True},
    ),
    ("disqus", "post", {"code": 0, "response": COMMENT}, {}),
    ("hackernews", "user", {"id": "mei", "created": 1500000000, "karma": 3, "submitted": [121003]}, {}),
    ("hackernews", "item", ITEM, {}),
    ("stackexchange", "user", {"items": [{**OWNER, "creation_date": 1500000000, "link": "https://x"}]}, {}),
    (
        "stackexchange",
        "posts",
        {"items": [{**QUESTION, "question_id": "8TURN"}], "has_more": True, "quota_remaining": 9},
        {"context": {"kind": "question"}, "pages": True},
    ),
    ("stackexchange", "known", {"items": [QUESTION], "has_more": False}, {}),
    ("stackexchange", "revisions", {"items": [REVISION], "has_more": False}, {}),
)
"""Platform, reader, body, and the rest of the sample."""
