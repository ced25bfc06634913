"""VKontakte: the walls of people and communities."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote, urlsplit

from crawlers.families import vk_api, vk_pages
from crawlers.families.vk_urls import HOSTS, OWNER, recognise_wall
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched

KEY = "vk"
MOST_BY_API = 300
MOST_BY_PAGE = 30
_METHOD = r"api\.vk\.(com|ru)/method/"


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the best route that is open: the owner through the API, or the wall's mobile page."""
    route = next(iter(known.routes or ("page",)))
    newest = "" if known.full else known.newest_id
    posts = [post.id for post in known.recheck if " " not in post.id]
    key = known.key if OWNER.fullmatch(known.key) else watched.key
    if route == "api":
        found = {"newest": newest, "recheck": " ".join(posts[:MOST_BY_API])}
        context = {name: value for name, value in found.items() if value}
        if OWNER.fullmatch(key):
            yield vk_api.ask_owner(key, context)
        else:
            yield vk_api.ask_name(watched.handle or key, context)
    elif route == "page":
        path = quote(urlsplit(watched.url).path.lstrip("/"), safe="")
        found = {"newest": newest, "recheck": " ".join(posts[:MOST_BY_PAGE])}
        yield vk_pages.ask_page(path, "wall_page", {name: value for name, value in found.items() if value})


platform = Platform(
    key=KEY,
    title="VKontakte",
    homepage="https://vk.com/",
    family="vk",
    example="https://vk.com/team",
    recognise=lambda url: recognise_wall(url, KEY),
    routes=(
        Route(
            name="api",
            sees="open walls whole: posts with edits, pins, reposts, attachments and counts; their owners",
            credential=vk_api.CREDENTIAL,
        ),
        Route(
            name="page", sees="the newest posts of open walls, to the minute; no edits; at times a bot check"
        ),
        Route(name="import", sees="what a recorded visit of a wall, or kept answers of the API, hold"),
    ),
    start=start,
    post_urls=(r"wall(-?\d+_\d+)",),
    readers={
        "name": vk_api.read_name,
        "groups": vk_api.read_groups,
        "users": vk_api.read_users,
        "wall": vk_api.read_wall,
        "known": vk_api.read_known,
        "comments": vk_api.read_comments,
        "wall_page": vk_pages.read_wall_page,
        "post_page": vk_pages.read_known_post,
    },
    hosts=HOSTS,
    credential_hosts=("api.vk.com", "api.vk.ru"),
    pace=Pace(
        seconds=0.5,
        concurrency=1,
        source="dev.vk.com/api/api-requests: 3 requests a second for a user's token, which also bounds ours",
    ),
    shims=("vk.com/away.php?to=", "vk.cc/"),
    imports=(
        (_METHOD + r"utils\.resolveScreenName", "name"),
        (_METHOD + r"groups\.getById", "groups"),
        (_METHOD + r"users\.get\b", "users"),
        (_METHOD + r"wall\.getComments", "comments"),
        (_METHOD + r"wall\.(get|getById|search)\b", "wall"),
        (_METHOD + r"newsfeed\.(search|get)\b", "wall"),
        (r"^https://(m\.|www\.|new\.)?vk\.(com|ru)/(?!away|login|al_)[\w.]+(\?|$)", "wall_page"),
    ),
    expects="the owner, and a post where the wall counts any",
    evidence="recorded body",
    notes="Credential: make an application of your own at id.vk.com (authorisation service, platform Web) "
    "and take its service token (сервисный ключ доступа); it opens what anybody may see, up to some 5,000 "
    "wall.get a day. Walls of closed profiles and communities stay closed. The mobile page writes times in "
    "Moscow time to the minute, or as ages, and to visitors without login may show the first posts only; "
    "VKontakte's bot check (challenge.html) is reported and not gone through: import a recorded visit then.",
)
