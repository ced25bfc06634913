"""SoundCloud: an account's public tracks, by its feed, or by what its page shows and asks for."""

from functools import partial

from crawlers.families.feed_sites import read_site_feed
from crawlers.families.soundcloud import (
    CALLS,
    SHAPE,
    read_page,
    read_shown,
    read_track_page,
    read_tracks,
    read_user_answer,
    start_account,
)
from crawlers.families.soundcloud_urls import recognise_account
from crawlers.platform import Pace, Platform, Route

platform = Platform(
    key="soundcloud",
    title="SoundCloud",
    homepage="https://soundcloud.com/",
    family="soundcloud",
    example="https://soundcloud.com/soundcloud",
    recognise=partial(recognise_account, platform="soundcloud"),
    routes=(
        Route(name="feed", sees="tracks in the account's feed, page by page; the account by its page"),
        Route(
            name="browser", sees="the account and the newest tracks with counts, as the page asks for them"
        ),
    ),
    start=start_account,
    readers={
        "feed": partial(read_site_feed, shape=SHAPE),
        "page": read_page,
        "track": read_track_page,
        "shown": read_shown,
        "tracks": read_tracks,
        "user": read_user_answer,
    },
    hosts=("soundcloud.com", "feeds.soundcloud.com"),
    pace=Pace(seconds=1.0, concurrency=1),
    shims=("gate.sc/?url=", "exit.sc/?url="),
    imports=(*CALLS, (r"feeds\.soundcloud\.com/users/.+/sounds\.rss", "feed")),
    expects="a feed with at least one track",
    evidence="recorded body",
    notes=(
        "no credential: SoundCloud gives out no more keys for its API; artists choose what is in the "
        "feed, the browser shows all; reposts are not collected"
    ),
)
