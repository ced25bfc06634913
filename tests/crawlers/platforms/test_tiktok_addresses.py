"""TikTok: how accounts and videos are spelled, and which reader takes a recorded response."""

from __future__ import annotations

import pytest

from crawlers.importing import find_takers
from crawlers.indicators import find_post, place_indicator
from crawlers.platform import platforms
from tests.crawlers.captures import watch
from tests.crawlers.samples_tiktok import ITEM, NUMBER

PLATFORM = platforms()["tiktok"]
ID = ITEM["id"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.tiktok.com/@Some.One_1",
        "http://tiktok.com/@some.one_1/",
        "https://m.tiktok.com/@some.one_1?lang=en&_t=8x",
        "www.tiktok.com/%40some.one_1",
        "https://www.tiktok.com/@some.one_1/video/7606000000000000001?is_from_webapp=1",
        "https://www.tiktok.com/@some.one_1/photo/7606000000000000001",
        "https://www.tiktok.com/@some.one_1/live",
        "https://www.tiktok.com/embed/@some.one_1",
        "https://us.tiktok.com/@some.one_1",
        "https://m.tiktok.com/share/user/@some.one_1",
    ],
)
def test_all_spellings_of_a_name_lead_to_it(url: str) -> None:
    watched = watch(url)
    assert (watched.platform, watched.key) == ("tiktok", "@some.one_1")


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.tiktok.com/share/user/{NUMBER}",
        f"https://m.tiktok.com/h5/share/usr/{NUMBER}.html?u_code=x",
        f"http://m.tiktok.com/share/user/{NUMBER}?lang=de",
    ],
)
def test_a_number_in_the_address_is_the_key(url: str) -> None:
    assert watch(url).key == NUMBER


@pytest.mark.parametrize(
    "url",
    [
        "https://www.tiktok.com/",
        "https://www.tiktok.com/foryou",
        "https://www.tiktok.com/tag/news",
        "https://www.tiktok.com/music/original-sound-7",
        "https://www.tiktok.com/@i/video/7606000000000000001",
        "https://www.tiktok.com/@/video/7606000000000000001",
        "https://vm.tiktok.com/ZMabc123/",
        "https://www.tiktok.com/t/ZTabc123/",
        "https://www.tiktok.com/embed/v2/7606000000000000001",
        "https://ads.tiktok.com/@someone",
        "https://www.tiktok.com/share/video/7606000000000000001",
        "https://nottiktok.com/@someone",
        "https://www.tiktok.com.example/@someone",
    ],
)
def test_videos_short_addresses_and_the_sites_own_pages_are_no_accounts(url: str) -> None:
    assert PLATFORM.recognise(url) is None


@pytest.mark.parametrize(
    "url",
    [
        f"https://www.tiktok.com/@someone/video/{ID}?lang=en",
        f"https://www.tiktok.com/@someone/photo/{ID}",
        f"https://www.tiktok.com/@/video/{ID}",
        f"https://www.tiktok.com/embed/v2/{ID}",
        f"https://www.tiktok.com/embed/{ID}",
        f"https://www.tiktok.com/player/v1/{ID}",
        f"https://m.tiktok.com/v/{ID}.html",
        f"https://www.tiktokv.com/share/video/{ID}/",
    ],
)
def test_addresses_of_videos_tell_the_id(url: str) -> None:
    assert find_post(PLATFORM, url) == ID


def test_published_indicators_are_recognised() -> None:
    found = place_indicator("hxxps://www[.]tiktok[.]com/@cecilia1256")
    assert (found.kind, found.platform, found.key) == ("account", "tiktok", "@cecilia1256")
    video = place_indicator(f"https://www[.]tiktok[.]com/@tmottruth/video/{ID}")
    assert (video.kind, video.key) == ("post", "@tmottruth")


@pytest.mark.parametrize(
    ("url", "reader"),
    [
        ("https://www.tiktok.com/api/post/item_list/?WebIdLastTime=1&secUid=x", "item_list"),
        ("https://www.tiktok.com/api/creator/item_list/?aid=1988", "item_list"),
        ("https://m.tiktok.com/share/item/list?secUid=x", "item_list"),
        ("https://www.tiktok.com/api/search/item/full/?keyword=x", "item_list"),
        ("https://www.tiktok.com/api/user/detail/?uniqueId=x", "user_detail"),
        ("https://www.tiktok.com/api/item/detail/?itemId=1", "item_detail"),
        ("https://www.tiktok.com/oembed?url=https://www.tiktok.com/@x/video/7", "oembed"),
        ("https://www.tiktok.com/@someone?lang=en", "profile_page"),
        (f"https://www.tiktok.com/@someone/video/{ID}", "video_page"),
        ("https://www.tiktok.com/embed/@someone", "embed"),
        (f"https://www.tiktok.com/embed/v2/{ID}?lang=en", "embed_video"),
        ("https://open.tiktokapis.com/v2/research/video/query/?fields=id", "videos"),
    ],
)
def test_recorded_responses_find_their_reader_by_address(url: str, reader: str) -> None:
    assert [(one.platform.key, one.reader) for one in find_takers(url)] == [("tiktok", reader)]
