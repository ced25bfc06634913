"""A small operation as the index has it: three accounts, a reused text, detours to one site, a picture."""

from __future__ import annotations

from pathlib import Path

from pipelines.detector import catch_up
from storage import watchlist
from storage.index import Index
from storage.items import Harvest, Hop, LandingPage, Link, Media, MediaFile, Problem, Watched
from storage.search_upkeep import catch_up_search
from storage.watchlist import Reasons
from tests.storage.harvests import (
    at,
    harvest,
    make_account,
    make_capture,
    make_observation,
    make_post,
    record,
)

SLOGAN = "The harbour was sold to strangers while the mayor slept in his big white house"
COPY = "The harbour was sold to foreigners while the mayor slept in his big white house"
SITE = "https://landing.example/story"
SHORT = ("https://short.example/a", "https://tiny.example/b?utm_source=x")
PICTURE = b"\x89PNG\r\n\x1a\n not really one"
PICTURE_SHA256 = "b4f3ac26d87ef5f8f4f9a9b6e6d3fb5a4ef8e9f2c1c1a6d1c8a9d3f6d2c1b0aa"
ESCAPES = "\x1b[31mred\u202e \x07"


def fill(index: Index, picture_sha256: str = PICTURE_SHA256) -> None:
    """Write the operation into ``index``; full text and detectors are up to date afterwards."""
    index.write(
        [
            harvest(
                make_account("42", "bob", 1, followers=5, bio="hello", url="https://gab.com/bob"),
                make_post(
                    "p1",
                    SLOGAN,
                    1,
                    posted_at=at(0.5),
                    links=(Link(url=SHORT[0]),),
                    media=(Media(url="https://m.example/1.png", kind="image"),),
                ),
                captures=(make_capture(100, 1),),
            ),
            harvest(
                make_account("43", "ann", 2, bio=ESCAPES),
                make_post("p2", COPY, 2, account="43", posted_at=at(1.5), links=(Link(url=SHORT[1]),)),
                make_post("p3", "[bold]=SUM(A1)[/bold] " + ESCAPES, 2, account="43", posted_at=at(1.6)),
                captures=(make_capture(200, 2, account="43"),),
            ),
            harvest(
                make_account("42", "robert", 30, followers=6),
                make_post("p1", SLOGAN + " today", 30, posted_at=at(0.5), links=(Link(url=SHORT[0]),)),
                captures=(make_capture(3000, 30),),
            ),
            harvest(make_observation("p2", "gone", 40, reason="404")),
            harvest(
                MediaFile(
                    url="https://m.example/1.png",
                    record_id=record(7),
                    captured_at=at(2),
                    sha256=picture_sha256,
                    size=len(PICTURE),
                    media_type="image/png",
                )
            ),
            *(_follow(url, number) for number, url in enumerate(SHORT)),
            harvest(
                Problem(
                    kind="login_wall",
                    platform="gab",
                    account="43",
                    url="https://gab.com/ann",
                    record_id=record(5),
                    captured_at=at(4),
                    reason="sign in to see this",
                )
            ),
        ]
    )
    for key, case in (("42", "harbour"), ("43", "other")):
        watched = Watched(platform="gab", key=key, url=f"https://gab.com/{key}")
        watchlist.add(index, watched, Reasons(case=case), now=at(0))
    while catch_up_search(index):
        pass
    catch_up(index)


def _follow(url: str, number: int) -> Harvest:
    """A link that leads over a meta refresh to the site."""
    steps = (
        (url, "http", 302, "https://middle.example/"),
        ("https://middle.example/", "meta_refresh", 200, SITE),
        (SITE, "landing", 200, ""),
    )
    hops = [
        Hop(
            link_url=url,
            chain=f"c{number}",
            position=position,
            url=place,
            normalised_url=place.partition("?utm")[0],
            kind=kind,  # type: ignore[arg-type]
            status=status,
            next_url=following,
            record_id=record(800 + number * 10 + position),
            captured_at=at(3),
        )
        for position, (place, kind, status, following) in enumerate(steps)
    ]
    page = LandingPage(
        link_url=url,
        chain=f"c{number}",
        url=SITE,
        normalised_url=SITE,
        registered_domain="landing.example",
        record_id=record(802 + number * 10),
        captured_at=at(3),
        status=200,
        title="A \x1b[5mstory",
    )
    return harvest(*hops, page)


def write_picture(folder: Path) -> Path:
    """The picture as a file of the researcher's."""
    path = folder / "picture.png"
    path.write_bytes(PICTURE)
    return path
