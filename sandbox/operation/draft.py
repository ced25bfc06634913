"""Posts while they are being written: the growing list, with a reference for each."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sandbox.operation.items import Account, Numbered, Post, Reuse


@dataclass(slots=True)
class Draft:
    """All that the writers of the script add to."""

    posts: list[Post] = field(default_factory=list)
    reuses: list[Reuse] = field(default_factory=list)
    numbered: list[Numbered] = field(default_factory=list)
    confounders: list[tuple[str, str, str]] = field(default_factory=list)
    """Kind, what is repeated, and the post that repeats it."""

    def add(self, account: Account, at: datetime, text: str, **more: Any) -> Post:
        """Write one post of ``account``; ``more`` are further fields of ``Post``."""
        ref = f"p{len(self.posts) + 1:05}"
        fields: dict[str, Any] = {"kind": "post", "language": account.language, **more}
        post = Post(ref=ref, account=account.name, posted_at=at, text=text, **fields)
        self.posts.append(post)
        return post

    def change(self, post: Post, **fields: Any) -> None:
        """Put ``fields`` into a post that is in the list."""
        spot = int(post.ref[1:]) - 1
        self.posts[spot] = replace(self.posts[spot], **fields)
