"""TikTok: accounts and their videos and photos."""

from __future__ import annotations

from collections.abc import Iterable

from crawlers.families import tiktok_embed, tiktok_pages, tiktok_research
from crawlers.families.tiktok_urls import HOSTS, NUMBER, POST_URLS, VIDEO, profile_url, recognise_account
from crawlers.platform import Browse, Fetch, Pace, Platform, Route, RouteName
from storage.items import Known, Watched

KEY = "tiktok"
MOST_BY_API = 500
MOST_BY_PAGE = 20
_RESEARCH = r"open\.tiktokapis\.com/v2/research/"
_LIST = r"tiktok\.com/((api/(\w+/)+|share/)item_?/?list\b|api/search/item/full/)"
_USER = r"tiktok\.com/api/user/detail/"
_PAGE = r"tiktok\.com/@[^/?#]+/?([?#]|$)"
_VIDEO = r"tiktok\.com/@[^/?#]*/(video|photo)/\d+"


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """By the best route that is open: the Research API, the embedded list, or the page in the browser."""
    route: RouteName = known.routes[0] if known.routes else "page"  # type: ignore[assignment]
    key = known.key if NUMBER.fullmatch(known.key) else watched.key
    handle = known.handle or watched.handle
    if route == "browser":
        reads = ((_LIST, "item_list"), (_USER, "user_detail"), (_PAGE, "profile_page"))
        url = profile_url(handle) if handle else watched.url
        yield Fetch(url=url, reader="loaded", route="browser", browse=Browse(reads=reads))
        return
    most = MOST_BY_API if route == "api" else MOST_BY_PAGE
    found = {
        "newest": "" if known.full or not VIDEO.fullmatch(known.newest_id) else known.newest_id,
        "sec_uid": known.attributes.get("sec_uid", ""),
        "recheck": " ".join([post.id for post in known.recheck if VIDEO.fullmatch(post.id)][:most]),
    }
    context = {name: value for name, value in found.items() if value}
    if route == "api" and handle and NUMBER.fullmatch(key):
        yield tiktok_research.ask_user(handle, {**context, "key": key})
    elif route in ("api", "page"):
        if route == "api":
            context["resolve"] = "1"
        if handle:
            yield tiktok_embed.ask_list(handle, route, context)
        else:
            yield tiktok_embed.ask_number(key, route, context)


platform = Platform(
    key=KEY,
    title="TikTok",
    homepage="https://www.tiktok.com/",
    family="tiktok",
    example="https://www.tiktok.com/@tiktok",
    recognise=lambda url: recognise_account(url, KEY),
    routes=(
        Route(
            name="api",
            sees="all videos that everybody may see: captions, counts, speech as text, labels; no pictures",
            credential=tiktok_research.CREDENTIAL,
        ),
        Route(
            name="page",
            sees="the newest ten or so videos by the embedded list, each in full by its embedded page",
        ),
        Route(
            name="browser", sees="the account's page and the lists of videos that it asks for when scrolled"
        ),
        Route(name="import", sees="what a recorded visit of account and video pages holds"),
    ),
    start=start,
    readers={
        "user_info": tiktok_research.read_user_info,
        "videos": tiktok_research.read_videos,
        "known": tiktok_research.read_known,
        "embed": tiktok_embed.read_list,
        "embed_video": tiktok_embed.read_embedded_video,
        "oembed": tiktok_embed.read_oembed,
        "moved": tiktok_embed.read_moved,
        "profile_page": tiktok_pages.read_profile_page,
        "video_page": tiktok_pages.read_video_page,
        "item_list": tiktok_pages.read_item_list,
        "item_detail": tiktok_pages.read_item_detail,
        "user_detail": tiktok_pages.read_user_detail,
        "loaded": tiktok_pages.read_loaded,
    },
    hosts=HOSTS,
    credential_hosts=("open.tiktokapis.com",),
    pace=Pace(
        seconds=1.5,
        concurrency=1,
        source="our own courtesy; developers.tiktok.com/doc/research-api-faq: 1,000 questions a day",
    ),
    shims=("tiktok.com/link/v2?target=", "vm.tiktok.com/", "vt.tiktok.com/", "tiktok.com/t/"),
    imports=(
        (_RESEARCH + r"user/info/", "user_info"),
        (_RESEARCH + r"video/query/", "videos"),
        (_LIST, "item_list"),
        (r"tiktok\.com/api/item/detail/", "item_detail"),
        (_USER, "user_detail"),
        (r"tiktok\.com/oembed\?", "oembed"),
        (r"tiktok\.com/embed/@", "embed"),
        (r"tiktok\.com/embed/(v\d/)?\d+", "embed_video"),
        (_VIDEO, "video_page"),
        (_PAGE, "profile_page"),
    ),
    post_urls=POST_URLS,
    expects="the account, and a video where it counts any",
    evidence="recorded body",
    notes="Credential: the Research API is for researchers of universities and of bodies without profit, "
    "who apply at developers.tiktok.com/products/research-api with a project; the client's key and "
    "secret are exchanged for an access token (POST open.tiktokapis.com/v2/oauth/token/, grant "
    "client_credentials), which lasts two hours: set a new one before a crawl. It has 1,000 questions "
    "a day, a first crawl takes one for each thirty days back to the account's first video, and its "
    "terms ask that what was deleted there be deleted here within thirty days. Videos come some two "
    "days late, those of people under 18 never. Without login the embedded list shows ten or so "
    "videos: where more came between two visits it is said that some may lack. The list of the "
    "account's page is signed by the page, so only the browser sees it; an empty answer there, a "
    "captcha and the bot check of the pages are reported and not gone through: import a recorded "
    "visit then. By the API a video has no pictures, so a change between routes may look like an "
    "edit. The video file opens to the visitor's own cookies alone and is not downloaded; covers and "
    "photos are. What others' videos an account passes on is on none of these pages.",
)
