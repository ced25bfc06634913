"""YouTube as it answers programs and browsers: the Data API v3, channel feeds, pages of channels and videos.

Sources: developers.google.com/youtube/v3/docs; recorded feeds, pages and answers of ``youtubei``. A
terminated channel has no feed (404), and its page says so in an alert, with status 200.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from html import escape

from sandbox.exchange import Answer, Asked, answer_json, make_token, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change
from sandbox.platforms.youtube_data import describe_channel, describe_entry, describe_video
from sandbox.platforms.youtube_pages import tell_channel, tell_grid, tell_player, tell_terminated, write_page
from sandbox.situation import Situation
from sandbox.world import World

HOST = "www.youtube.com"
API_HOST = "www.googleapis.com"
KEY = make_token("youtube")
SPENT_KEY = make_token("youtube-spent")
FEED, GRID, PAGE = 15, 30, 50


def list_hosts() -> tuple[str, ...]:
    """The hosts that belong to it."""
    return (HOST, "youtube.com", "m.youtube.com", API_HOST)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the asked host says."""
    phase = situation.phase
    if asked.host == API_HOST:
        return _answer_api(asked, phase, world)
    if asked.host != HOST:
        return redirect(f"https://{HOST}{asked.target}", 301, server="ESF")
    match asked.parts:
        case ("feeds", "videos.xml"):
            return _answer_feed(asked, phase, world)
        case ("watch",):
            return _answer_watch(asked.query.get("v", ""), phase, world)
        case ("youtubei", "v1", "browse"):
            return _answer_browse(asked, phase, world)
        case ("channel", name, *rest) if rest in ([], ["videos"]):
            return _answer_channel(name, bool(rest), phase, world)
        case (kind, name, *rest) if kind in ("c", "user") and rest in ([], ["videos"]):
            return _answer_channel(f"@{name}", bool(rest), phase, world)
        case (handle, *rest) if handle.startswith("@") and rest in ([], ["videos"]):
            return _answer_channel(handle, bool(rest), phase, world)
    return None


def _find(name: str, world: World) -> Account | None:
    """A channel by its id or ``@handle``."""
    members = world.by_host.get(HOST, ())
    wanted = name.lower()
    return next((one for one in members if name == one.number or wanted == f"@{one.handle.lower()}"), None)


def _find_post(video: str, phase: int, world: World) -> Post | None:
    post = world.by_id.get(("youtube", video))
    return post if post and world.shows(post, phase) else None


def _answer_feed(asked: Asked, phase: int, world: World) -> Answer:
    account = _find(asked.query.get("channel_id", ""), world) or _find(
        f"@{asked.query.get('user', '')}", world
    )
    if account is None or account.state(phase) != "live":
        page = '<!DOCTYPE html><html lang="en"><title>Error 404 (Not Found)!!1</title><p><b>404.</b></html>'
        return Answer(status=404, body=page.encode(), server="YouTube RSS Feeds server")
    posts = world.timeline(account, phase)[:FEED]
    body = _write_feed(account, posts, phase, asked.url).encode()
    return answer_conditionally(asked, body, "text/xml", find_change(posts, phase, account))


def _write_feed(account: Account, posts: Sequence[Post], phase: int, url: str) -> str:
    channel, name = f"https://{HOST}/channel/{account.number}", escape(account.display_name)
    author = f"<author>\n  <name>{name}</name>\n  <uri>{channel}</uri>\n </author>"
    entries = "".join(_write_entry(post, account, author, phase) for post in posts)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns:yt="http://www.youtube.com/xml/schemas/2015"'
        ' xmlns:media="http://search.yahoo.com/mrss/" xmlns="http://www.w3.org/2005/Atom">\n'
        f' <link rel="self" href="{escape(url)}"/>\n <id>yt:channel:{account.number[2:]}</id>\n'
        f" <yt:channelId>{account.number[2:]}</yt:channelId>\n <title>{name}</title>\n"
        f' <link rel="alternate" href="{channel}"/>\n {author}\n'
        f" <published>{account.created_at:%Y-%m-%dT%H:%M:%S}+00:00</published>\n{entries}</feed>\n"
    )


def _write_entry(post: Post, account: Account, author: str, phase: int) -> str:
    title = escape(post.title)
    updated = post.edited_by(phase) or post.posted_at
    return (
        f" <entry>\n  <id>yt:video:{post.id}</id>\n  <yt:videoId>{post.id}</yt:videoId>\n"
        f"  <yt:channelId>{account.number}</yt:channelId>\n  <title>{title}</title>\n"
        f'  <link rel="alternate" href="{post.url}"/>\n  {author}\n'
        f"  <published>{post.posted_at:%Y-%m-%dT%H:%M:%S}+00:00</published>\n"
        f"  <updated>{updated:%Y-%m-%dT%H:%M:%S}+00:00</updated>\n  <media:group>\n"
        f"   <media:title>{title}</media:title>\n"
        f'   <media:content url="https://www.youtube.com/v/{post.id}?version=3"'
        ' type="application/x-shockwave-flash" width="640" height="390"/>\n'
        f'   <media:thumbnail url="https://i2.ytimg.com/vi/{post.id}/hqdefault.jpg" width="480"'
        f' height="360"/>\n   <media:description>{escape(post.text_in(phase))}</media:description>\n'
        '   <media:community>\n    <media:starRating count="3" average="5.00" min="1" max="5"/>\n'
        '    <media:statistics views="41"/>\n   </media:community>\n  </media:group>\n </entry>\n'
    )


def _answer_channel(name: str, videos: bool, phase: int, world: World) -> Answer:
    account = _find(name, world)
    if account is None or account.state(phase) == "missing":
        page = (
            '<!DOCTYPE html><html lang="en"><title>404 Not Found</title><p>This page isn\'t available.</html>'
        )
        return Answer(status=404, body=page.encode(), server="ESF")
    if account.state(phase) != "live":
        return write_page("YouTube", "ytInitialData", tell_terminated(account))
    posts = world.timeline(account, phase)
    grid = tell_grid(posts[:GRID], _next_token(account, GRID, len(posts))) if videos else {}
    data = tell_channel(account, avatar_url(account), len(posts), grid)
    return write_page(f"{account.display_name} - YouTube", "ytInitialData", data)


def _answer_browse(asked: Asked, phase: int, world: World) -> Answer:
    """What the page asks for itself, when it is scrolled."""
    try:
        token = json.loads(asked.body)["continuation"]
        channel, start = base64.urlsafe_b64decode(token).decode().split()
    except (ValueError, KeyError, TypeError):
        error = {
            "code": 400,
            "message": "Request contains an invalid argument.",
            "status": "INVALID_ARGUMENT",
        }
        return answer_json({"error": error}, 400, server="scaffolding on HTTPServer2")
    account = _find(channel, world)
    posts = world.timeline(account, phase) if account else ()
    first = int(start)
    grid = tell_grid(posts[first : first + GRID], _next_token_of(channel, first + GRID, len(posts)))
    service = {"service": "GFEEDBACK", "params": [{"key": "browse_id", "value": channel}]}
    appended = {"appendContinuationItemsAction": {"continuationItems": grid["contents"]}}
    return answer_json(
        {"responseContext": {"serviceTrackingParams": [service]}, "onResponseReceivedActions": [appended]}
    )


def _answer_watch(video: str, phase: int, world: World) -> Answer:
    post = _find_post(video, phase, world)
    gone = world.by_id.get(("youtube", video))
    ended = gone is not None and world.account[gone.account].state(phase) != "live"
    account = world.account[post.account] if post else None
    data = tell_player(post, account, phase, ended=ended)
    return write_page(f"{post.title if post else ''} - YouTube", "ytInitialPlayerResponse", data)


def _answer_api(asked: Asked, phase: int, world: World) -> Answer | None:
    key = asked.query.get("key", "") or asked.headers.get("x-goog-api-key", "")
    if key == SPENT_KEY:
        quota = '<a href="/youtube/v3/getting-started#quota">quota</a>'
        said = f"The request cannot be completed because you have exceeded your {quota}."
        return _refuse(403, said, "quotaExceeded", "youtube.quota")
    if not key:
        said = "Method doesn't allow unregistered callers (callers without established identity)."
        return _refuse(403, said, "forbidden", "global")
    if key != KEY:
        return _refuse(400, "API key not valid. Please pass a valid API key.", "badRequest", "global")
    match asked.parts:
        case ("youtube", "v3", "channels"):
            name = asked.query.get("id") or f"@{asked.query.get('forHandle', '').lstrip('@')}"
            name = f"@{asked.query['forUsername']}" if "forUsername" in asked.query else name
            account = _find(name, world)
            live = account is not None and account.state(phase) == "live"
            items = [describe_channel(account, world, phase)] if account and live else []
            return _list("channelListResponse", items, len(items))
        case ("youtube", "v3", "playlistItems"):
            return _answer_uploads(asked, phase, world)
        case ("youtube", "v3", "videos"):
            found = (_find_post(one, phase, world) for one in asked.query.get("id", "").split(",")[:PAGE])
            items = [describe_video(one, world.account[one.account], phase) for one in found if one]
            return _list("videoListResponse", items, len(items))
    return None


def _answer_uploads(asked: Asked, phase: int, world: World) -> Answer:
    playlist = asked.query.get("playlistId", "")
    account = _find(f"UC{playlist[2:]}", world)
    posts = world.timeline(account, phase) if account else ()
    if account is None or account.state(phase) != "live" or not posts:
        return _refuse(404, "The playlist identified with the request's <code>playlistId</code> parameter "
                       "cannot be found.", "playlistNotFound", "youtube.playlistItem")  # fmt: skip
    token = asked.query.get("pageToken", "")
    start = int(base64.b64decode(token)) if token else 0
    size = asked.number("maxResults", 5, PAGE)
    items = [describe_entry(post, account, playlist, phase) for post in posts[start : start + size]]
    more = base64.b64encode(str(start + size).encode()).decode() if start + size < len(posts) else ""
    return _list("playlistItemListResponse", items, len(posts), more)


def _list(kind: str, items: list[dict[str, object]], total: int, more: str = "") -> Answer:
    body: dict[str, object] = {"kind": f"youtube#{kind}", "etag": "7tzWYn0mQf8"}
    if more:
        body["nextPageToken"] = more
    body["pageInfo"] = {"totalResults": total, "resultsPerPage": min(total, PAGE)}
    if items or kind != "channelListResponse":
        body["items"] = items
    return answer_json(body, server="scaffolding on HTTPServer2")


def _refuse(status: int, said: str, reason: str, domain: str) -> Answer:
    error = {"message": said, "domain": domain, "reason": reason}
    body = {"error": {"code": status, "message": said, "errors": [error]}}
    return answer_json(body, status, server="scaffolding on HTTPServer2")


def _next_token(account: Account, start: int, total: int) -> str:
    return _next_token_of(account.number, start, total)


def _next_token_of(channel: str, start: int, total: int) -> str:
    return base64.urlsafe_b64encode(f"{channel} {start}".encode()).decode() if start < total else ""
