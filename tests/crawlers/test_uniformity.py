"""Every platform keeps the same promises: checked over the registry, offline.

A case of a platform is an account of the sandbox's played world that carries its key: the sandbox serves
it, and ``tests/sandbox`` walks the platform's readers over what it serves.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import crawlers.families
import crawlers.platforms
from crawlers.catalogue import main as check_catalogue
from crawlers.catalogue import write_catalogue
from crawlers.network.guard import check_url
from crawlers.platform import Fetch, Platform, platforms, recognise
from crawlers.words import words
from sandbox.world import build_world
from storage.items import Known, KnownPost, Watched

EVERY = tuple(platforms().values())
FOLDERS = (crawlers.platforms, crawlers.families)
FILES = [(folder.__name__, info.name) for folder in FOLDERS for info in pkgutil.iter_modules(folder.__path__)]
RESERVED = (
    "",
    "about",
    "robots.txt",
    "login",
    "auth/sign_in",
    "settings/profile",
    "search?q=a",
    "explore",
    "privacy",
    "help",
    "api/v1/instance",
    "oauth/authorize",
    "favicon.ico",
    "@",
    "@/",
    "%00",
)
TELEGRAM = (
    "",
    "s",
    "s/",
    "joinchat/AAAAE",
    "+AbCdEf",
    "addstickers/cats",
    "share/url?url=x",
    "c/123/4",
    "proxy?server=x",
    "iv?url=x",
    "login/1",
    "@",
    "%00",
    "abc",
    "1numbers",
    "nftname/x y",
)
"""On t.me nearly every path is a name; these are its own."""
CLOCKS_AND_DISKS = words(
    """
    now utcnow today time_ns monotonic open urlopen read_text read_bytes write_text write_bytes print
    getenv environ getLogger
    """
)

every_platform = pytest.mark.parametrize("platform", EVERY, ids=lambda one: one.key)


def spell(url: str) -> Iterator[str]:
    """The same address as people paste it."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    yield f"  {url}\n"
    yield f"http://{rest}"
    yield f"{scheme.upper()}://{host.upper()}{slash}{path}"
    yield rest
    yield f"{url}#top"
    if "?" not in url and "." not in path.rpartition("/")[2]:
        yield f"{url}/"


def watch(platform: Platform) -> Watched:
    watched = platform.recognise(platform.example)
    assert watched is not None
    return watched


def first_questions(platform: Platform) -> Iterator[Fetch]:
    """Whatever ``start`` asks, in every state of knowledge and by every declared route."""
    watched = watch(platform)
    posts = tuple(
        KnownPost(id=one, url="", posted_at=None)
        for one in ("at://did:plc:z72i7hdynmk6r22z27h6tvur/app.bsky.feed.post/3ks", "host.example/5", "d/7")
    )
    knowing = Known(newest_id="host.example/5", newest_at=datetime(2026, 7, 1, tzinfo=UTC), recheck=posts)
    for known in (Known(), knowing, replace(knowing, full=True)):
        yield from platform.start(watched, known)
        for route in platform.routes:
            yield from platform.start(watched, replace(known, routes=(route.name,)))


@every_platform
def test_the_file_is_named_after_the_key_and_says_what_the_platform_is(platform: Platform) -> None:
    module = importlib.import_module(f"crawlers.platforms.{platform.key}")
    assert module.platform is platform
    assert len((module.__doc__ or "").split()) > 2 and (module.__doc__ or "").rstrip().endswith(".")


@every_platform
def test_the_facts_are_declared(platform: Platform) -> None:
    assert re.fullmatch(r"[a-z][a-z0-9_]{0,30}", platform.key)
    assert platform.title and platform.homepage.startswith("https://") and platform.family
    assert platform.hosts or platform.any_host
    assert platform.routes and all(route.sees for route in platform.routes)
    assert platform.pace.seconds > 0 and platform.pace.concurrency > 0 and platform.pace.source
    assert platform.expects and platform.expects_posts >= 0
    assert platform.readers and all(callable(reader) for reader in platform.readers.values())


@every_platform
def test_the_example_is_the_platforms_own(platform: Platform) -> None:
    watched = watch(platform)
    assert watched.platform == platform.key and watched.key and watched.host
    found = recognise(platform.example)
    assert found is not None and found.platform == platform.key


@every_platform
def test_every_spelling_leads_to_one_account(platform: Platform) -> None:
    watched = watch(platform)
    keys = {}
    for spelt in spell(platform.example):
        found = platform.recognise(spelt)
        keys[spelt] = found.key if found else None
    assert set(keys.values()) == {watched.key} or platform.key == "page"
    again = platform.recognise(watched.url)
    assert again is not None and (again.key, again.url) == (watched.key, watched.url)


@pytest.mark.parametrize("platform", [one for one in EVERY if one.key != "page"], ids=lambda one: one.key)
def test_the_sites_own_pages_are_no_accounts(platform: Platform) -> None:
    paths = TELEGRAM if platform.key == "telegram" else RESERVED
    for host in platform.hosts or (watch(platform).host,):
        taken = [path for path in paths if platform.recognise(f"https://{host}/{path}")]
        assert not taken, host


@every_platform
def test_what_start_asks_can_be_sent_and_read(platform: Platform) -> None:
    asked = list(first_questions(platform))
    assert asked
    routes = {route.name: route.credential for route in platform.routes}
    for fetch in asked:
        assert fetch.reader in platform.readers
        assert fetch.route in routes
        assert fetch.credential in ("", routes[fetch.route])
        assert check_url(fetch.url, sockets=True).host
        assert all(isinstance(value, str) for value in fetch.context.values())
        assert (fetch.browse is not None) == (fetch.route == "browser")
        for pattern, reader in fetch.browse.reads if fetch.browse else ():
            assert re.compile(pattern) and reader in platform.readers


@every_platform
def test_every_declared_route_is_taken(platform: Platform) -> None:
    watched = watch(platform)
    for route in platform.routes:
        if route.name != "import":
            assert list(platform.start(watched, Known(routes=(route.name,)))), route.name


@every_platform
def test_the_sandbox_plays_it(platform: Platform) -> None:
    urls = [one.url for one in build_world(1).accounts if one.platform == platform.key]
    assert urls
    for url in urls:
        watched = platform.recognise(url) or platform.recognise(f"{platform.key}:{url}")
        assert watched is not None and watched.platform == platform.key, url


def test_the_catalogue_is_fresh_and_names_every_platform() -> None:
    assert check_catalogue(["--check"]) == 0
    text = write_catalogue()
    assert all(f"| `{platform.key}` |" in text for platform in EVERY)


@pytest.mark.parametrize(("folder", "name"), FILES, ids=[name for _, name in FILES])
def test_readers_reach_neither_network_nor_index_nor_clock(folder: str, name: str) -> None:
    module = importlib.import_module(f"{folder}.{name}")
    tree = ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))
    imported, used = set(), set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module or "")
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.Name):
            used.add(node.id)
    far = re.compile(
        r"(scrapy|sqlalchemy|aiohttp|httpx|requests|socket|logging|os|time|random|playwright"
        r"|crawlers\.(network|spider|browser|settings)|storage\.(?!items$|urls$|shims$))(\.|$)"
    )
    assert not {one for one in imported if far.match(one)}
    assert not used & CLOCKS_AND_DISKS
