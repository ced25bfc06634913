"""Wikis that run MediaWiki, by the action API: every post is a page that its author made.

Sources: mediawiki.org/wiki/API:Usercontribs, API:Users, API:Revisions (format version 2).
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from urllib.parse import quote

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

SCRIPT = "/w"


def spell_handle(handle: str) -> str:
    """Wikis write the first letter large and blanks for underscores."""
    name = handle.replace("_", " ")
    return name[:1].upper() + name[1:]


def address_account(account: Account) -> Account:
    """The account with its number and key."""
    number = str(1000 + int.from_bytes(_digest(f"{account.host}/{account.handle}")[:3]))
    title = f"User:{quote(account.handle.replace(' ', '_'), safe='')}"
    key = f"{account.host}#{number}" if account.states[0] == "live" else f"{account.host}/{account.handle}"
    url = f"https://{account.host}{SCRIPT}/index.php?title={title}"
    return replace(account, number=number, key=key, url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """The page as its first revision: revisions do not change, so no post is edited."""
    id = str(5000 + int.from_bytes(_digest(f"{account.host}/{post.ref}")[:4]) % 900_000_000)
    url = f"https://{account.host}{SCRIPT}/index.php?oldid={id}"
    return replace(
        post, id=f"{account.host}/{id}", url=url, kind="post", pictures=(), edited_in=0, edited_at=None
    )


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The action API, and a page of the wiki where its users are."""
    if asked.path == f"{SCRIPT}/index.php":
        head = '<meta name="generator" content="MediaWiki 1.39.17">\n'
        return answer_page("Wiki", '<div id="mw-content-text">Nothing here.</div>', head=head)
    if asked.path != f"{SCRIPT}/api.php":
        return None
    if "revids" in asked.query:
        return answer_json({"batchcomplete": True, "query": _tell_revisions(asked, situation, world)})
    name = asked.query.get("ucuser", "")
    account = next((one for one in world.by_host[asked.host] if one.handle == name), None)
    known = account is not None and account.state(situation.phase) != "missing"
    query: dict[str, object] = {}
    if "users" in asked.query.get("list", "").split("|"):
        query["users"] = [_tell_user(account) if account and known else {"name": name, "missing": True}]
    posts = list(world.timeline(account, situation.phase)) if account and known else []
    if end := asked.query.get("ucend"):
        posts = [post for post in posts if post.posted_at.isoformat() >= end.replace("Z", "+00:00")]
    start = int(asked.query.get("uccontinue", "0|0").partition("|")[2] or 0)
    size = min(asked.number("uclimit", 10, 500), 4)  # pages are short, so that there are several
    query["usercontribs"] = [_tell_edit(post, account) for post in posts[start : start + size] if account]
    answered: dict[str, object] = {"batchcomplete": True, "query": query}
    if start + size < len(posts):
        answered["continue"] = {"uccontinue": f"x|{start + size}", "continue": "-||users"}
    return answer_json(answered)


def _tell_user(account: Account) -> dict[str, object]:
    blocked = {"blockid": 7, "blockedby": "Warden", "blockreason": "spam", "blockexpiry": "infinite"}
    return {
        "userid": int(account.number),
        "name": account.handle,
        "editcount": account.followers,
        "registration": f"{account.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "groups": ["*", "user", "autoconfirmed"],
        "gender": "unknown",
        **(blocked if account.states[0] == "suspended" else {}),
    }


def _tell_edit(post: Post, account: Account) -> dict[str, object]:
    return {
        "userid": int(account.number),
        "user": account.handle,
        "pageid": int(post.id.rpartition("/")[2]) + 1,
        "revid": int(post.id.rpartition("/")[2]),
        "parentid": 0,
        "ns": 0,
        "title": post.title,
        "timestamp": f"{post.posted_at:%Y-%m-%dT%H:%M:%SZ}",
        "new": True,
        "minor": False,
        "top": True,
        "comment": "Created page",
        "size": len(post.text.encode()),
        "sizediff": len(post.text.encode()),
        "tags": [],
    }


def _tell_revisions(asked: Asked, situation: Situation, world: World) -> dict[str, object]:
    pages: list[dict[str, object]] = []
    bad: dict[str, dict[str, object]] = {}
    platform = world.by_host[asked.host][0].platform
    for number in asked.query["revids"].split("|"):
        post = world.by_id.get((platform, f"{asked.host}/{number}"))
        if post is None or not world.shows(post, situation.phase):
            bad[number] = {"revid": int(number), "missing": True}
            continue
        edit = _tell_edit(post, world.account[post.account])
        revision = {
            name: edit[name] for name in ("revid", "parentid", "user", "userid", "timestamp", "comment")
        }
        if "content" in asked.query.get("rvprop", ""):
            slot = {"contentmodel": "wikitext", "contentformat": "text/x-wiki", "content": post.text}
            revision["slots"] = {"main": slot}
        pages.append({"pageid": edit["pageid"], "ns": 0, "title": post.title, "revisions": [revision]})
    return {**({"badrevids": bad} if bad else {}), **({"pages": pages} if pages else {})}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


played = Played(
    name="mediawiki",
    places=(
        Place(
            platform="mediawiki",
            host="en.wikipedia.org",
            special=(("Nobody edits here 7", "missing"),),
        ),
        Place(
            platform="mediawiki", host="wiki.lanwan-history.example", operation="zh-Hans", ordinary="zh-Hant"
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=spell_handle,
)
