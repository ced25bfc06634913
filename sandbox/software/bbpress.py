"""A bbPress forum in a WordPress site.

Sources: the rewrite rules and ``bbp_get_reply_url()`` of bbPress 2.6. A topic has a hundred posts a page here, so that a
post's address holds in both phases.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.bbpress_pages import show_board, show_list, show_member, show_nothing, show_thread
from sandbox.software.forum_routes import FOUND, Sheet, number_in, open_forum
from sandbox.software.forum_threads import address_member, address_said, cut_page, list_by
from sandbox.world import World

SLUGS = {"harbour-talk": "2", "market-hall": "3"}


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    page = number_in(asked.parts[-1]) if asked.parts[-2:-1] == ("page",) else 1
    parts = asked.parts[: -2 if page > 1 else None]
    match parts:
        case ("forums", "topic", slug):
            thread = next((one for one in forum.threads if slug == f"topic-{one.id}"), None)
            if thread is not None:
                return show_thread(thread)
        case ("forums", "forum", slug) if slug in SLUGS:
            return show_board(slug, *forum.list_board(SLUGS[slug], page))
        case ("forums", "users", name) if account := forum.member(name=name):
            return show_member(account, forum.count(account))
        case ("forums", "users", name, "replies" | "topics" as kind) if account := forum.member(name=name):
            own = list_by(forum.threads, account.number)
            chosen = [one for one in own if (one[0].posts[0].id == one[1].id) is (kind == "topics")]
            here, pages = cut_page(chosen, page, FOUND)
            return show_list(kind, account, here, Sheet(page=min(page, pages), pages=pages))
    return show_nothing()


def _address(account: Account) -> Account:
    account = address_member(account, lambda one: f"https://{one.host}/forums/users/{one.handle}/")
    return replace(account, key=f"{account.host}/forums/member/{account.handle.lower()}")


def _address_post(post: Post, account: Account, place: int) -> Post:
    post = address_said(
        post,
        account,
        place,
        lambda one, thread, said: f"https://{one.host}/forums/topic/topic-{thread}/#post-{said}",
    )
    return replace(post, id=post.id.replace("/", "/forums/"))


played = Played(
    name="bbpress",
    places=(
        Place(
            platform="bbpress", host="village-choir.example", operation="en zh-Hans", ordinary="en zh-Hant",
            special=(("off_key", "suspended"), ("left_the_choir", "missing")),
        ),
    ),
    address_account=_address,
    address_post=_address_post,
    answer=answer,
)  # fmt: skip
