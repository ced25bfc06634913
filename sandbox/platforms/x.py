"""X: its API v2, and which of its hosts answers what.

Sources: docs.x.com/x-api/users/lookup, /posts/timelines, /posts/lookup; recorded answers and partial errors.
Fields that were not asked for are left out. A page holds fewer posts than were asked for, as X may do.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.exchange import Answer, Asked, answer_json, make_token, redirect
from sandbox.operation.items import Account, Post
from sandbox.platforms.x_embedded import answer_cdn, answer_syndication
from sandbox.platforms.x_posts import (
    Json,
    number_of,
    versions_of,
    write_api_media,
    write_api_post,
    write_api_user,
)
from sandbox.platforms.x_web import answer_web
from sandbox.situation import Situation
from sandbox.world import World

API, WEB, SYNDICATION, CDN = "api.x.com", "x.com", "syndication.twitter.com", "cdn.syndication.twimg.com"
OLD_WEB = ("twitter.com", "www.twitter.com", "mobile.twitter.com", "www.x.com", "mobile.x.com")
LIMIT, WINDOW_S = 900, 900
PAGE, MOST_IDS = 15, 100
PROBLEMS = "https://api.twitter.com/2/problems"


def list_hosts() -> tuple[str, ...]:
    """Every host that this module answers for."""
    return (API, WEB, SYNDICATION, CDN, *OLD_WEB)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The answer of whichever of X's hosts was asked."""
    phase = situation.phase
    if asked.host in OLD_WEB:
        return redirect(f"https://{WEB}{asked.target}", 301)
    if asked.host == SYNDICATION:
        return answer_syndication(asked, phase, world)
    if asked.host == CDN:
        return answer_cdn(asked, phase, world)
    if asked.host == WEB:
        return answer_web(asked, phase, world)
    return _limit(_answer_api(asked, situation, world), situation)


def find_member(name: str, phase: int, world: World) -> Account | None:
    """The account of a handle or an id, whatever state it is in; ``None`` where there is none (any more)."""
    members = (account for account in world.accounts if account.software == "x")
    found = next((one for one in members if name.lower() in (one.handle.lower(), one.number)), None)
    return None if found is None or found.state(phase) in ("missing", "deleted") else found


def list_newest(account: Account, phase: int, world: World) -> list[Post]:
    """An account's posts by the ids of their versions, the newest first."""
    return sorted(world.timeline(account, phase), key=lambda post: int(number_of(post, phase)), reverse=True)


def _answer_api(asked: Asked, situation: Situation, world: World) -> Answer:
    if asked.headers.get("authorization") != f"Bearer {make_token('x')}":
        words = {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
        return answer_json(words, 401)
    if situation.used(API) >= LIMIT:
        words = {
            "title": "Too Many Requests",
            "detail": "Too Many Requests",
            "type": "about:blank",
            "status": 429,
        }
        return answer_json(words, 429)
    phase = situation.phase
    match asked.parts:
        case ("2", "users", "by", "username", name):
            return _show_user(asked, "username", name, phase, world)
        case ("2", "users", number):
            return _show_user(asked, "id", number, phase, world)
        case ("2", "users", number, "tweets"):
            return _list_posts(asked, number, phase, world)
        case ("2", "tweets"):
            return _look_up(asked, phase, world)
    words = {"title": "Not Found", "type": "about:blank", "status": 404, "detail": "Not Found"}
    return answer_json(words, 404)


def _show_user(asked: Asked, by: str, name: str, phase: int, world: World) -> Answer:
    account = find_member(name, phase, world)
    if refused := _refuse_user(account, by, name, phase):
        return answer_json({"errors": [refused]})
    assert account is not None
    fields = _choose(write_api_user(account, phase, world), asked, "user.fields", ("id", "name", "username"))
    return answer_json({"data": fields})


def _list_posts(asked: Asked, number: str, phase: int, world: World) -> Answer:
    account = find_member(number, phase, world)
    if refused := _refuse_user(account, "id", number, phase):
        return answer_json({"errors": [refused]})
    assert account is not None
    if account.state(phase) == "private":
        detail = f"Sorry, you are not authorized to see the user with id: [{number}]."
        return answer_json({"errors": [_error("Authorization Error", detail, "user", "id", number)]})
    posts = list_newest(account, phase, world)
    if since := asked.query.get("since_id"):
        posts = [post for post in posts if int(number_of(post, phase)) > int(since)]
    if token := asked.query.get("pagination_token"):
        posts = [post for post in posts if int(number_of(post, phase)) < int(token, 36)]
    page = posts[: asked.number("max_results", 10, PAGE)]
    if not page:
        return answer_json({"meta": {"result_count": 0}})
    meta: Json = {
        "result_count": len(page),
        "newest_id": number_of(page[0], phase),
        "oldest_id": number_of(page[-1], phase),
    }
    if len(page) < len(posts):
        meta["next_token"] = _write_token(int(number_of(page[-1], phase)))
    return answer_json(
        {**_write_page([(post, number_of(post, phase)) for post in page], asked, phase, world), "meta": meta}
    )


def _look_up(asked: Asked, phase: int, world: World) -> Answer:
    """Single posts, each in the version that was asked for; errors for those that are not there."""
    wanted = asked.query.get("ids", "").split(",")
    if not wanted[0] or len(wanted) > MOST_IDS:
        words = {"title": "Invalid Request", "detail": "One or more parameters to your request was invalid."}
        return answer_json({**words, "type": f"{PROBLEMS}/invalid-request", "status": 400}, 400)
    there = {
        version: post
        for post in world.posts
        if world.account[post.account].software == "x" and post.seen_in(phase)
        for version in versions_of(post, phase)
    }
    found, errors = [], []
    for number in wanted:
        post = there.get(number)
        if post is None or find_member(world.account[post.account].handle, phase, world) is None:
            detail = f"Could not find tweet with ids: [{number}]."
            errors.append(_error("Not Found Error", detail, "tweet", "ids", number))
        elif not world.shows(post, phase):
            detail = f"Sorry, you are not authorized to see the Tweet with ids: [{number}]."
            errors.append(_error("Authorization Error", detail, "tweet", "ids", number))
        else:
            found.append((post, number))
    body: Json = _write_page(found, asked, phase, world) if found else {}
    return answer_json({**body, "errors": errors} if errors else body)


def _write_page(page: list[tuple[Post, str]], asked: Asked, phase: int, world: World) -> Json:
    """``data`` and what is beside it: authors, originals, pictures."""
    account = {post.ref: world.account[post.account] for post, _ in page}
    mandatory = ("id", "text", "edit_history_tweet_ids")
    data = [
        _choose(
            write_api_post(post, account[post.ref], version, phase, world), asked, "tweet.fields", mandatory
        )
        for post, version in page
    ]
    referred = [
        world.post[ref] for post, _ in page for ref in (post.repost_of, post.quote_of, post.reply_to) if ref
    ]
    seen = [post for post in dict.fromkeys(referred) if world.shows(post, phase)]
    people = {
        world.account[post.account].name: world.account[post.account]
        for post in (*seen, *(one for one, _ in page))
    }
    expanded = asked.query.get("expansions", "").split(",")
    includes: Json = {}
    if "author_id" in expanded:
        includes["users"] = [
            _choose(write_api_user(one, phase, world), asked, "user.fields", ("id", "name", "username"))
            for one in people.values()
        ]
    if seen and "referenced_tweets.id" in expanded:
        includes["tweets"] = [
            _choose(
                write_api_post(one, world.account[one.account], number_of(one, phase), phase, world),
                asked,
                "tweet.fields",
                mandatory,
            )
            for one in seen
        ]
    media = [found for post in (*(one for one, _ in page), *seen) for found in write_api_media(post)]
    if media and "attachments.media_keys" in expanded:
        includes["media"] = [_choose(one, asked, "media.fields", ("media_key", "type")) for one in media]
    return {"data": data, "includes": includes} if includes else {"data": data}


def _choose(fields: Json, asked: Asked, name: str, mandatory: tuple[str, ...]) -> Json:
    wanted = {*mandatory, *asked.query.get(name, "").split(",")}
    return {field: value for field, value in fields.items() if field in wanted}


def _refuse_user(account: Account | None, by: str, name: str, phase: int) -> Json | None:
    if account is None:
        return _error("Not Found Error", f"Could not find user with {by}: [{name}].", "user", by, name)
    if account.state(phase) == "suspended":
        return _error("Forbidden", f"User has been suspended: [{name}].", "user", by, name)
    return None


def _error(title: str, detail: str, kind: str, parameter: str, value: str) -> Json:
    reason = "not-authorized-for-resource" if title == "Authorization Error" else "resource-not-found"
    return {
        "value": value,
        "detail": detail,
        "title": title,
        "resource_type": kind,
        "parameter": parameter,
        "resource_id": value,
        "type": f"{PROBLEMS}/{reason}",
    }


def _write_token(number: int) -> str:
    letters, found = "0123456789abcdefghijklmnopqrstuvwxyz", ""
    while number:
        number, rest = divmod(number, 36)
        found = letters[rest] + found
    return found


def _limit(found: Answer, situation: Situation) -> Answer:
    """With the state of the rate limit in its headers."""
    now = int(situation.now().timestamp())
    headers = (
        ("x-rate-limit-limit", str(LIMIT)),
        ("x-rate-limit-remaining", str(max(0, LIMIT - 1 - situation.used(API)))),
        ("x-rate-limit-reset", str(now - now % WINDOW_S + WINDOW_S)),
    )
    return replace(found, headers=(*found.headers, *headers))
