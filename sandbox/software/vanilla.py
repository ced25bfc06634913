"""Vanilla forums: one in which profiles have numbers, one in which names do.

Sources: ``DiscussionController``, ``ProfileController`` and ``userUrl()`` of Vanilla 2.3. Comments and discussions are
numbered apart; a comment's address answers with the page on which it stands.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.forum_routes import FOUND, Forum, Sheet, number_in, open_forum
from sandbox.software.forum_threads import BOARDS, address_member, address_said, cut_page, list_by
from sandbox.software.vanilla_pages import show_board, show_list, show_member, show_message, show_thread
from sandbox.world import World

SLUGS = {"harbour-talk": "2", "market-hall": "3"}


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The forum on this host."""
    forum = open_forum(asked, world, situation.phase)
    match asked.parts:
        case ("discussion", "comment", number):
            found = forum.show_post(number)
            if found and found.thread.posts[0].id != number:
                return show_thread(found, forum)
        case ("discussion", id, _, *rest):
            if found := forum.show_thread(id, _page(rest)):
                return show_thread(found, forum)
        case ("categories", slug, *rest) if slug in SLUGS:
            board = SLUGS[slug]
            return show_board(slug, BOARDS[board], *forum.list_board(board, _page(rest)), forum)
        case ("profile", "comments" | "discussions" as kind, name, *rest):
            return _list(forum, kind, name, _page(rest))
        case ("profile", number, name) if account := forum.member(number):
            return _show(account, forum) if account.handle == name else show_message("Page Not Found", 404)
        case ("profile", name) if account := forum.member(name=name):
            return _show(account, forum)
    return show_message("The page you were looking for could not be found.", 404)


def _page(rest: list[str]) -> int:
    return number_in(rest[0][1:]) if rest and rest[0].startswith("p") else 1


def _list(forum: Forum, kind: str, name: str, page: int) -> Answer:
    account = forum.member(name=name)
    if account is None:
        return show_message("User Not Found", 404)
    own = list_by(forum.threads, account.number)
    chosen = [one for one in own if (one[0].posts[0].id == one[1].id) is (kind == "discussions")]
    here, pages = cut_page(chosen, page, FOUND)
    return show_list(kind, account, here, Sheet(page=min(page, pages), pages=pages))


def _show(account: Account, forum: Forum) -> Answer:
    if account.states[0] == "private":
        return show_message("Permission Problem. You don't have permission to do that.", 403)
    return show_member(account, forum.count(account))


def _address(account: Account) -> Account:
    if account.flavour == "numbers":
        return address_member(account, lambda one: f"https://{one.host}/profile/{one.number}/{one.handle}")
    account = address_member(account, lambda one: f"https://{one.host}/profile/{one.handle}")
    return replace(account, key=f"{account.host}/member/{account.handle.lower()}")


def _address_post(post: Post, account: Account, place: int) -> Post:
    post = address_said(
        post,
        account,
        place,
        lambda one, _, said: f"https://{one.host}/discussion/comment/{said}#Comment_{said}",
    )
    if post.kind != "post":
        return post
    number = post.id.rpartition("/")[2]
    return replace(
        post,
        id=f"{account.host}/Discussion_{number}",
        url=f"https://{account.host}/discussion/{number}/x",
    )


played = Played(
    name="vanilla",
    places=(
        Place(
            platform="vanilla", host="chat.slow-kitchen.example", operation="en zh-Hans", ordinary="en",
            special=(("burnt_toast", "suspended"), ("no_cook", "missing"), ("locked_pantry", "private")), flavour="numbers",
        ),
        Place(platform="vanilla", host="talk.night-trains.example", operation="zh-Hant", ordinary="en", flavour="names"),
    ),
    address_account=_address,
    address_post=_address_post,
    answer=answer,
    address_tells=False,
)  # fmt: skip
