"""A body for each reader of Lemmy's interfaces and PieFed's, in the documented shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

PERSON: dict[str, Any] = {
    "id": 7,
    "name": "Mei",
    "display_name": "Mei of the harbour",
    "avatar": "https://home.example/pictrs/image/a.webp",
    "banned": False,
    "published": "2023-06-11T18:22:21.321305Z",
    "actor_id": "https://home.example/u/Mei",
    "bio": "Tea. [shop](https://shop.example/)",
    "local": True,
    "deleted": False,
    "bot_account": False,
    "instance_id": 1,
}
PERSON_V4: dict[str, Any] = {
    "id": 7,
    "name": "Mei",
    "published_at": "2023-06-11T18:22:21.321305Z",
    "ap_id": "https://home.example/u/Mei",
    "bio": "Tea. [shop](https://shop.example/)",
    "local": True,
    "deleted": False,
    "bot_account": False,
    "instance_id": 1,
    "post_count": 2,
    "comment_count": 1,
}
PERSON_ALPHA: dict[str, Any] = {
    "id": 7,
    "user_name": "Mei",
    "title": "Mei of the harbour",
    "about": "Tea. [shop](https://shop.example/)",
    "banned": False,
    "bot": False,
    "deleted": False,
    "published": "2023-06-11T18:22:21.321305Z",
    "actor_id": "https://home.example/u/Mei",
    "local": True,
    "instance_id": 1,
    "extra_fields": [{"id": 1, "label": "site", "text": "https://mei.example/"}],
}
COMMUNITY: dict[str, Any] = {
    "id": 2,
    "name": "tea",
    "title": "Tea",
    "description": "All about https://tea.example/",
    "removed": False,
    "deleted": False,
    "nsfw": False,
    "published": "2023-06-01T00:00:00.000000Z",
    "actor_id": "https://far.example/c/tea",
    "local": False,
    "hidden": False,
    "instance_id": 3,
}
POST: dict[str, Any] = {
    "id": 5,
    "name": "Look at this",
    "url": "https://bit.ly/x",
    "body": "See ![a cup](https://home.example/pictrs/image/c.png) and https://x.example/a",
    "creator_id": 7,
    "community_id": 2,
    "removed": False,
    "locked": False,
    "published": "2026-07-01T10:00:00.123456Z",
    "updated": "2026-07-02T10:00:00Z",
    "deleted": False,
    "nsfw": True,
    "embed_title": "A page",
    "ap_id": "https://home.example/post/5",
    "local": True,
    "language_id": 37,
    "featured_community": False,
    "featured_local": False,
}
COUNTS = {
    "post_id": 5,
    "comments": 3,
    "score": 4,
    "upvotes": 6,
    "downvotes": 2,
    "published": "2026-07-01T10:00:00Z",
}
POST_VIEW: dict[str, Any] = {"post": POST, "creator": PERSON, "community": COMMUNITY, "counts": COUNTS}
COMMENT: dict[str, Any] = {
    "id": 27,
    "creator_id": 7,
    "post_id": 5,
    "content": "No, [this](https://y.example/)",
    "removed": False,
    "published": "2026-07-03T10:00:00.123456Z",
    "deleted": False,
    "ap_id": "https://home.example/comment/27",
    "local": True,
    "path": "0.24.27",
    "distinguished": False,
    "language_id": 0,
}
COMMENT_VIEW: dict[str, Any] = {
    "comment": COMMENT,
    "post": POST,
    "creator": PERSON,
    "community": COMMUNITY,
    "counts": {"comment_id": 27, "score": 1, "upvotes": 1, "downvotes": 0, "child_count": 2},
}


def turn(view: dict[str, Any], name: str) -> dict[str, Any]:
    """``view`` with another id on every page."""
    return {**view, name: {**view[name], "id": "8TURN"}}


def modernise(view: dict[str, Any], name: str) -> dict[str, Any]:
    """A view of v3 as v4 writes it: counts within, times and actors by their new names."""
    names = {"published": "published_at", "updated": "updated_at"}
    fields = {names.get(key, key): value for key, value in view[name].items()}
    counts = {key: view["counts"][key] for key in ("score", "upvotes", "downvotes")}
    more = {key: view["counts"][key] for key in ("comments", "child_count") if key in view["counts"]}
    community = {"id": 2, "name": "tea", "title": "Tea", "ap_id": "https://far.example/c/tea"}
    inner = {name: {**fields, **counts, **more}, "creator": PERSON_V4, "community": community}
    return {**({"post": modernise(POST_VIEW, "post")["post"]} if name == "comment" else {}), **inner}


LEMMY_SAMPLES: tuple[tuple[str, Any, Mapping[str, Any]], ...] = (
    (
        "user",
        {
            "person_view": {
                "person": PERSON,
                "counts": {"person_id": 7, "post_count": 2, "comment_count": 1},
            },
            "posts": [turn(POST_VIEW, "post")] * 50,
            "comments": [COMMENT_VIEW],
            "moderates": [],
        },
        {"pages": True},
    ),
    (
        "content",
        {
            "items": [
                {"type_": "post", **turn(modernise(POST_VIEW, "post"), "post")},
                {"type_": "comment", **modernise(COMMENT_VIEW, "comment")},
            ],
            "next_page": "Pa1TURN",
        },
        {"pages": True},
    ),
    ("community", {"community_view": {"community": COMMUNITY, "counts": {"subscribers": 9, "posts": 4}}}, {}),
    ("posts", {"posts": [turn(POST_VIEW, "post")], "next_page": "Pa1TURN"}, {"pages": True}),
    ("one", {"post_view": POST_VIEW}, {"context": {"post": "post/5"}}),
    ("one", {"comment_view": COMMENT_VIEW}, {"context": {"post": "comment/27"}}),
)
"""Reader, body and what else its sample has."""
