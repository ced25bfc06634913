"""X's own pages: a shell that asks GraphQL for the account and its posts, with query ids that change.

Sources: recorded answers of ``UserByScreenName`` and ``UserTweets`` (2023 to 2026). Between an account's
posts stand a promoted one and accounts to follow, which are none of its own.
"""

from __future__ import annotations

import json
from html import escape

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.x_posts import Json, number_of, write_legacy, write_old_time
from sandbox.world import World

PAGE = 8
QUERIES = {
    1: ("qRednkZG-rn1P6b48NINmQ", "E8Wq-_jFSaU7hxVcuOPR9g"),
    2: ("8slyDObmnUzBOCu7kYZj_A", "naBcZ4al-iTCFBYGOAMzBQ"),
}
"""By phase: the ids of the two queries."""
REASONS = {"suspended": "Suspended", "deleted": "Deactivated"}


def answer_web(asked: Asked, phase: int, world: World) -> Answer | None:
    """A profile page, or what it asks for."""
    match asked.parts:
        case ("i", "api", "graphql", query, name) if query in QUERIES[phase]:
            return _answer_query(name, asked, phase, world)
        case ("i", "api", *_):
            return answer_json({}, 404)
        case (handle,) | (handle, _):
            return _show_shell(handle, phase)
    return None


def _answer_query(name: str, asked: Asked, phase: int, world: World) -> Answer | None:
    variables = json.loads(asked.query.get("variables", "{}"))
    members = [account for account in world.accounts if account.software == "x"]
    if name == "UserByScreenName":
        wanted = str(variables.get("screen_name", "")).lower()
        account = next((one for one in members if one.handle.lower() == wanted), None)
        return answer_json({"data": _show_user(account, phase, world)})
    if name == "UserTweets":
        account = next((one for one in members if one.number == variables.get("userId")), None)
        return _list_posts(account, str(variables.get("cursor", "")), phase, world)
    return None


def _show_user(account: Account | None, phase: int, world: World) -> Json:
    if account is None or account.state(phase) == "missing":
        return {}
    if reason := REASONS.get(account.state(phase)):
        words = "User is suspended" if reason == "Suspended" else "User is deactivated"
        return {"user": {"result": {"__typename": "UserUnavailable", "message": words, "reason": reason}}}
    return {"user": {"result": write_web_user(account, phase, world)}}


def write_web_user(account: Account, phase: int, world: World) -> Json:
    """An account as the web shows it since 2026: without ``legacy``."""
    posts = world.timeline(account, phase)
    return {
        "__typename": "User",
        "id": f"VXNlcjo{account.number}",
        "rest_id": account.number,
        "action_counts": {"favorites_count": 3},
        "avatar": {"image_url": avatar_url(account)},
        "core": {
            "created_at": write_old_time(account.created_at),
            "name": account.display_name,
            "screen_name": account.handle,
        },
        "is_blue_verified": account.operation,
        "location": {"location": ""},
        "privacy": {"protected": account.state(phase) == "private"},
        "profile_bio": {"description": account.bio, "entities": {}},
        "relationship_counts": {"followers": account.followers, "following": account.following},
        "tweet_counts": {"media_tweets": sum(bool(post.pictures) for post in posts), "tweets": len(posts)},
        "verification": {"verified": False},
    }


def _list_posts(account: Account | None, cursor: str, phase: int, world: World) -> Answer:
    if account is None or account.state(phase) != "live":
        return answer_json({"data": _show_user(account, phase, world)})
    posts = sorted(world.timeline(account, phase), key=lambda post: int(number_of(post, phase)), reverse=True)
    start = int(cursor.partition("-")[2]) if cursor.startswith("cursor-") else 0
    entries = [_write_entry(post, phase, world) for post in posts[start : start + PAGE]]
    more = f"cursor-{start + PAGE}" if start + PAGE < len(posts) else ""
    if not start and entries:
        entries[2:2] = [_promote(phase, world), _suggest(account)]
    if more:
        content = {"entryType": "TimelineTimelineCursor", "value": more, "cursorType": "Bottom"}
        entries.append({"entryId": f"cursor-bottom-{start}", "sortIndex": "0", "content": content})
    instructions: list[Json] = [
        {"type": "TimelineClearCache"},
        {"type": "TimelineAddEntries", "entries": entries},
    ]
    timeline = {"timeline": {"instructions": instructions}}
    return answer_json({"data": {"user": {"result": {"__typename": "User", "timeline": timeline}}}})


def _write_entry(post: Post, phase: int, world: World, promoted: bool = False) -> Json:
    item: Json = {
        "itemType": "TimelineTweet",
        "__typename": "TimelineTweet",
        "tweet_results": {"result": _write_result(post, phase, world)},
        "tweetDisplayType": "Tweet",
    }
    if promoted:
        item["promotedMetadata"] = {"advertiser_results": {}}
    number = number_of(post, phase)
    return {
        "entryId": f"promoted-tweet-{number}" if promoted else f"tweet-{number}",
        "sortIndex": number,
        "content": {
            "entryType": "TimelineTimelineItem",
            "__typename": "TimelineTimelineItem",
            "itemContent": item,
        },
    }


def _write_result(post: Post, phase: int, world: World) -> Json:
    account, number = world.account[post.account], number_of(post, phase)
    legacy = write_legacy(post, account, number, phase, world)
    control = legacy.pop("edit_control")
    if post.repost_of:
        inner = _write_result(world.post[post.repost_of], phase, world)
        author = inner["core"]["user_results"]["result"]["core"]["screen_name"]
        legacy["full_text"] = f"RT @{author}: {inner['legacy']['full_text']}"[:140]
        legacy["entities"] = {"hashtags": [], "symbols": [], "urls": [], "user_mentions": []}
        legacy["retweeted_status_result"] = {"result": inner}
    result: Json = {
        "__typename": "Tweet",
        "rest_id": number,
        "core": {"user_results": {"result": write_web_user(account, phase, world)}},
        "edit_control": control
        if number == post.id
        else {"initial_tweet_id": post.id, "edit_control_initial": control},
        "views": {"count": str(legacy["favorite_count"] * 40), "state": "EnabledWithCount"},
        "source": '<a href="https://mobile.x.com" rel="nofollow">X Web App</a>',
        "legacy": legacy,
    }
    if post.quote_of and world.shows(world.post[post.quote_of], phase):
        result["quoted_status_result"] = {"result": _write_result(world.post[post.quote_of], phase, world)}
    return result


def _promote(phase: int, world: World) -> Json:
    """An advertisement: somebody else's post."""
    members = [account for account in world.accounts if account.software == "x" and not account.operation]
    posts = [post for account in members for post in world.timeline(account, phase)]
    return _write_entry(posts[0], phase, world, promoted=True)


def _suggest(account: Account) -> Json:
    user = {"itemType": "TimelineUser", "__typename": "TimelineUser", "user_results": {"result": {}}}
    content = {
        "entryType": "TimelineTimelineModule",
        "__typename": "TimelineTimelineModule",
        "items": [{"entryId": "who-to-follow-1-user-1", "item": {"itemContent": user}}],
    }
    return {"entryId": f"who-to-follow-{account.number}", "sortIndex": "1", "content": content}


def _show_shell(handle: str, phase: int) -> Answer:
    """The page of a profile, which fetches everything by script, older posts while it is scrolled."""
    profile, tweets = (f"/i/api/graphql/{query}" for query in QUERIES[phase])
    script = f"""
const place = document.getElementById("root");
const ask = (path, variables) =>
  fetch(path + "?variables=" + encodeURIComponent(JSON.stringify(variables))).then((found) => found.json());
const show = (text) => {{
  const line = document.createElement("p"); line.textContent = text; place.append(line);
}};
ask("{profile}/UserByScreenName", {{screen_name: {json.dumps(handle)}}}).then(async ({{data}}) => {{
  const user = data.user?.result;
  if (!user?.rest_id) {{ show(user ? "Account suspended" : "This account doesn’t exist"); return; }}
  show(user.core.name);
  let cursor = "";
  do {{
    const wanted = {{userId: user.rest_id, count: {PAGE}, ...(cursor && {{cursor}})}};
    const page = await ask("{tweets}/UserTweets", wanted);
    const list = page.data.user?.result?.timeline?.timeline.instructions.at(-1).entries ?? [];
    cursor = "";
    for (const entry of list) {{
      const tweet = entry.content.itemContent?.tweet_results?.result;
      if (tweet) show(tweet.legacy.full_text);
      if (entry.content.cursorType === "Bottom") cursor = entry.content.value;
    }}
  }} while (cursor);
}});
"""
    content = f'<div id="root"></div><script>{script}</script>'
    return answer_page(f"{escape(handle)} / X", content)
