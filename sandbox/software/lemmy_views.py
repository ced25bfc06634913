"""The views of Lemmy's interfaces and PieFed's: the same person, post or comment in the words of each.

Sources: LemmyNet/lemmy ``crates/api/routes_v3/src/convert.rs`` (v3 beside v4), LemmyNet/lemmy-js-client
``src/types``, PieFed ``app/api/alpha/views.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.networks import make_title
from sandbox.world import World

FORUM = "main"
"""The one community of each host."""
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """One host's interface (``v3``, ``v4`` or ``alpha``) in a phase."""

    world: World
    phase: int
    host: str
    version: str

    def person(self, account: Account) -> Json:
        """A person as it stands in other views."""
        banned = account.state(self.phase) == "suspended"
        url, at = f"https://{self.host}/u/{account.handle}", write_time(account.created_at)
        shared: Json = {"id": int(account.number), "local": True, "deleted": False, "instance_id": 1}
        shared |= {"avatar": avatar_url(account)}
        if self.version == "alpha":
            return shared | {
                "user_name": account.handle, "title": account.display_name, "about": account.bio,
                "about_html": f"<p>{account.bio}</p>", "banned": banned, "bot": False, "actor_id": url,
                "published": at, "extra_fields": [],
            }  # fmt: skip
        shared |= {"name": account.handle, "display_name": account.display_name, "bio": account.bio}
        shared |= {"bot_account": False}
        if self.version == "v3":
            return shared | {"banned": banned, "published": at, "actor_id": url}
        return shared | {"published_at": at, "ap_id": url, **self._count_person(account)}

    def person_view(self, account: Account) -> Json:
        """A person with its counts."""
        view: Json = {"person": self.person(account), "is_admin": False}
        if self.version == "v4":
            return view | {"banned": account.state(self.phase) == "suspended"}
        return view | {"counts": {"person_id": int(account.number), **self._count_person(account)}}

    def post_view(self, post: Post) -> Json:
        """A post, with who wrote it and where it stands."""
        author = self.world.account[post.account]
        counts = {"score": 3, "upvotes": 4, "downvotes": 1, "comments": 0}
        view: Json = {
            "post": self._post(post),
            "creator": self.person(author),
            "community": self._forum(),
            "creator_banned_from_community": False,
        }
        if self.version == "v4":
            return {**view, "post": view["post"] | counts, "creator_is_admin": False}
        return view | {
            "counts": {"post_id": _number(post), "published": write_time(post.posted_at), **counts}
        }

    def comment_view(self, comment: Post) -> Json:
        """A comment; PieFed leaves out who wrote it where that was asked for."""
        counts = {"score": 1, "upvotes": 1, "downvotes": 0, "child_count": 0}
        parent = self.world.post[comment.reply_to]
        view: Json = {
            "comment": self._comment(comment, parent),
            "post": self._post(parent),
            "community": self._forum(),
        }
        if self.version != "alpha":
            view["creator"] = self.person(self.world.account[comment.account])
        if self.version == "v4":
            return view | {"comment": view["comment"] | counts}
        return view | {"counts": {"comment_id": _number(comment), **counts}}

    def community_view(self, posts: int) -> Json:
        """The community of the host."""
        counts = {"subscribers": 120, "posts": posts, "comments": 9}
        if self.version == "v4":
            return {"community": self._forum() | counts}
        if self.version == "alpha":
            counts = {"total_subscriptions_count": 120, "post_count": posts, "post_reply_count": 9}
        return {"community": self._forum(), "counts": counts, "subscribed": "NotSubscribed", "blocked": False}

    def _post(self, post: Post) -> Json:
        text, edited, at = post.text_in(self.phase), post.edited_by(self.phase), write_time(post.posted_at)
        fields: Json = {
            "id": _number(post), "community_id": 2, "removed": False, "locked": False, "deleted": False,
            "nsfw": False, "ap_id": post.url, "local": True, "language_id": 0, "body": text,
        }  # fmt: skip
        if post.media:
            fields |= {"url": post.media[0], "url_content_type": "image/jpeg", "thumbnail_url": post.media[0]}
            fields["alt_text"] = post.pictures[0].description
        elif post.links:
            fields |= {"url": post.links[0], "embed_title": "A page"}
        if self.version == "alpha":
            fields.pop("url_content_type", None)
            fields |= {
                "title": post.title,
                "user_id": 1,
                "sticky": False,
                "published": at,
                "post_type": "Link",
            }
            return fields | ({"edited_at": write_time(edited)} if edited else {})
        fields |= {"name": post.title, "creator_id": 1, "featured_community": False, "featured_local": False}
        return fields | self._times(at, edited)

    def _comment(self, comment: Post, parent: Post) -> Json:
        number, text = _number(comment), comment.text_in(self.phase)
        edited, at = comment.edited_by(self.phase), write_time(comment.posted_at)
        fields: Json = {
            "id": number, "post_id": _number(parent), "removed": False, "deleted": False,
            "ap_id": comment.url, "local": True, "language_id": 0, "path": f"0.{number}",
            "distinguished": False,
        }  # fmt: skip
        if self.version == "alpha":
            fields |= {"body": text, "user_id": 1, "published": at, "locked": False, "repliesEnabled": True}
            return fields | ({"updated": write_time(edited)} if edited else {})
        return fields | {"content": text, "creator_id": 1} | self._times(at, edited)

    def _times(self, at: str, edited: datetime | None) -> Json:
        end = "_at" if self.version == "v4" else ""
        return {f"published{end}": at} | ({f"updated{end}": write_time(edited)} if edited else {})

    def _forum(self) -> Json:
        url = f"https://{self.host}/c/{FORUM}"
        fields: Json = {
            "id": 2,
            "name": FORUM,
            "title": "Main",
            "removed": False,
            "deleted": False,
            "nsfw": False,
        }
        fields |= {"local": True, "instance_id": 1, "description": "About everything."}
        begun = "2023-06-01T08:00:00.000000Z"
        return fields | (
            {"published_at": begun, "ap_id": url}
            if self.version == "v4"
            else {"published": begun, "actor_id": url, "hidden": False}
        )

    def _count_person(self, account: Account) -> Json:
        posts = self.world.timeline(account, self.phase)
        comments = sum(1 for one in posts if one.reply_to)
        return {"post_count": len(posts) - comments, "comment_count": comments}


def name_post(post: Post) -> str:
    """The title of a post, which every one has."""
    return make_title(post.text)


def write_time(at: datetime) -> str:
    """ISO 8601 with microseconds, as these servers write it."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}Z"


def _number(post: Post) -> int:
    return int(post.id.rpartition("/")[2])
