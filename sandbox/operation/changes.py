"""What happens halfway: edits, deletions and suspensions that phase 2 shows, and edits from before."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from sandbox.operation.draft import Draft
from sandbox.operation.items import Account, Post
from sandbox.operation.schedule import PHASE_TWO

SUSPENDED: tuple[tuple[str, str], ...] = (
    ("mastodon", "suspended"), ("mastodon", "suspended"), ("bluesky", "suspended"), ("gab", "suspended"),
    ("telegram", "deleted"), ("pawoo", "suspended"), ("wordpress", "suspended"),
    ("blogspot", "deleted"), ("medium", "suspended"), ("livejournal", "suspended"), ("vimeo", "deleted"),
    ("youtube", "suspended"), ("vk", "suspended"),
    ("x", "suspended"), ("reddit", "suspended"),
    ("facebook", "suspended"), ("instagram", "suspended"),
    ("wechat", "suspended"), ("pinterest", "suspended"),
    ("tiktok", "suspended"),
)  # fmt: skip
"""How many of the operation's accounts end in phase 2, by platform, and how."""
EDITED_OPERATION, EDITED_ORDINARY = 28, 20
DELETED_OPERATION, DELETED_ORDINARY = 48, 12
EDITED_BEFORE = 6
EACH = (
    "blogspot", "medium", "livejournal", "vimeo", "youtube", "vk", "x", "reddit", "facebook", "instagram",
    "wordpress", "telegram", "feed", "wechat", "pinterest", "tiktok",
)  # fmt: skip
"""Platforms on each of which at least one more post is edited and one deleted."""
SHOWING_EDITS = ("", "atom")
"""Flavours of accounts that show when a post was edited: of feeds, Atom alone."""
SHORT = {"medium": 10, "tiktok": 10}
"""Platforms that show the newest entries alone, and how many: in phase 1 nobody has written more there."""


def suspend_accounts(seed: int, accounts: tuple[Account, ...]) -> tuple[Account, ...]:
    """``accounts`` with their state in phase 2; one ordinary account is deleted by its owner."""
    draw = random.Random(f"{seed}:suspensions")
    ended: dict[str, str] = {}
    for platform, state in SUSPENDED:
        can = [one for one in accounts if one.operation and one.platform == platform and _can_end(one, ended)]
        ended[draw.choice(can).name] = state
    leaver = next(
        one
        for one in accounts
        if not one.operation and one.platform == "mastodon" and one.language == "zh-Hant"
    )
    ended[leaver.name] = "deleted"
    return tuple(
        replace(one, states=("live", ended[one.name])) if one.name in ended else one  # type: ignore[arg-type]
        for one in accounts
    )


def change_posts(seed: int, accounts: tuple[Account, ...], draft: Draft) -> None:
    """Edit and delete posts in ``draft``; what reposts a deleted post goes with it."""
    draw = random.Random(f"{seed}:changes")
    by_name = {account.name: account for account in accounts}
    _shorten(by_name, draft)
    staying = [post for post in draft.posts if _can_change(post, by_name)]
    editable = [
        post for post in staying if by_name[post.account].platform not in ("bluesky", "gab", "truthsocial")
    ]
    for operation, count in ((True, EDITED_OPERATION), (False, EDITED_ORDINARY)):
        can = [post for post in editable if by_name[post.account].operation is operation]
        for post in draw.sample(can, count):
            at = PHASE_TWO + timedelta(hours=draw.randrange(30, 200), seconds=draw.randrange(3600))
            text = reword(post, draw)
            draft.change(post, edited_in=2, edited_at=at, text_after=text)
    untouched = [post for post in staying if not draft.posts[int(post.ref[1:]) - 1].edited_in]
    before = [post for post in untouched if by_name[post.account].software == "mastodon" and post in editable]
    for post in draw.sample(before, EDITED_BEFORE):
        draft.change(
            post, edited_in=1, edited_at=post.posted_at + timedelta(minutes=17), text_after=post.text
        )
        untouched.remove(post)
    for operation, count in ((True, DELETED_OPERATION), (False, DELETED_ORDINARY)):
        can = [post for post in untouched if by_name[post.account].operation is operation]
        for post in draw.sample(can, count):
            draft.change(post, deleted_in=2)
    _change_each(draw, staying, by_name, draft)
    _drop_reposts(by_name, draft)
    _pin(draw, by_name, draft)


def _shorten(accounts: dict[str, Account], draft: Draft) -> None:
    """Take away the oldest posts where a platform would never show them."""
    written: dict[str, list[Post]] = {}
    for post in sorted(draft.posts, key=lambda one: one.posted_at, reverse=True):
        if accounts[post.account].platform in SHORT and post.appears_in == 1:
            written.setdefault(post.account, []).append(post)
    for name, posts in written.items():
        for post in posts[SHORT[accounts[name].platform] :]:
            draft.change(post, appears_in=3)


def _change_each(
    draw: random.Random, staying: list[Post], accounts: dict[str, Account], draft: Draft
) -> None:
    for platform in EACH:
        can = [post for post in staying if accounts[post.account].platform == platform]
        can = [post for post in can if accounts[post.account].flavour in SHOWING_EDITS]
        now = (draft.posts[int(post.ref[1:]) - 1] for post in can)
        edited, deleted = draw.sample([post for post in now if not post.edited_in and not post.deleted_in], 2)
        at = PHASE_TWO + timedelta(hours=draw.randrange(30, 200), seconds=draw.randrange(3600))
        draft.change(edited, edited_in=2, edited_at=at, text_after=reword(edited, draw))
        draft.change(deleted, deleted_in=2)


def _can_end(account: Account, ended: dict[str, str]) -> bool:
    """Enough of each language and platform must stay; the WordPress that ends is the one on wordpress.com."""
    if account.role == "special" or account.name in ended:
        return False
    return account.platform != "wordpress" or account.host.endswith(".wordpress.com")


def _can_change(post: Post, accounts: dict[str, Account]) -> bool:
    account = accounts[post.account]
    return (
        post.appears_in == 1 and post.kind in ("post", "article") and account.states == ("live", "live")
        and account.software != "page"
    )  # fmt: skip


def reword(post: Post, draw: random.Random) -> str:
    """A small correction: a word before, a note behind, or the text without its end."""
    if post.language == "en":
        return draw.choice(
            (f"Edit: {post.text}", f"{post.text} (corrected)", f"{post.text} Thanks for all the comments!")
        )
    gap = " " if post.links else ""
    return draw.choice(
        (f"【更新】{post.text}", f"{post.text}{gap}（已更正）", f"{post.text}{gap}謝謝各位的留言！")
    )


def _drop_reposts(accounts: dict[str, Account], draft: Draft) -> None:
    """A repost shows nothing once the original or its account is gone; platforms take it away with it."""
    for post in list(draft.posts):
        if not post.repost_of or post.deleted_in:
            continue
        original = draft.posts[int(post.repost_of[1:]) - 1]
        gone = original.deleted_in or accounts[original.account].state(2) != "live"
        if gone and post.appears_in == 2:
            draft.change(post, appears_in=3)
        elif gone:
            draft.change(post, deleted_in=2)


def _pin(draw: random.Random, accounts: dict[str, Account], draft: Draft) -> None:
    """One pinned post for every fourth account."""
    mine: dict[str, list[Post]] = {}
    for post in draft.posts:
        if post.kind in ("post", "article") and post.appears_in == 1 and not post.deleted_in:
            mine.setdefault(post.account, []).append(post)
    for name, posts in sorted(mine.items()):
        if int(name[-2:]) % 4 == 0 and accounts[name].software in ("mastodon", "bluesky", "wordpress"):
            draft.change(draw.choice(posts), pinned=True)
