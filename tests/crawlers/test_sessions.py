"""The browser with the user's own login: whose loads have it, and that its secrets are found nowhere."""

from __future__ import annotations

import asyncio
import gzip
import json
from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import pytest

from crawlers.browser import Loaded
from crawlers.network.door import DoorOptions
from crawlers.platform import Browse, Fetch, platforms
from crawlers.sessions import read_sessions
from storage.errors import Misuse
from storage.warc import Provenance
from tests.crawlers.browsing import Desk, describe, run_desk
from tests.crawlers.site import Reply, packed, page

TOKEN = "a7f0c1%2Fd9e8+b6=token"
DECODED = "a7f0c1/d9e8+b6=token"
CAPTION = "q1w2e3r4t5"
STORED = "st0red/in the-page"
HIDDEN = "h1dden-from-scripts"
SECRETS = (TOKEN, DECODED, CAPTION, STORED, HIDDEN)

COOKIE = {
    "name": "token",
    "value": TOKEN,
    "domain": ".x.com",
    "path": "/",
    "secure": True,
    "sameSite": "None",
}
QUOTED = {"name": "caption", "value": f'"{CAPTION}"', "domain": "x.com", "path": "/", "expires": 4102444800}
SERVED = {"name": "id", "value": HIDDEN, "domain": "x.com", "path": "/", "httpOnly": True, "secure": True}
STORAGE = {"origin": "https://x.com", "localStorage": [{"name": "device", "value": STORED}]}
STATE = {"cookies": [COOKIE, QUOTED, SERVED], "origins": [STORAGE]}

URL = "https://x.com/ada"
ECHOING = """<title>x</title><body><main>log in</main><script>
const cookies = Object.fromEntries(document.cookie.split("; ").map(one => one.split(/=(.*)/s)))
const shown = [cookies.token, cookies.caption, localStorage.device]
fetch("https://cdn.example/counted", {mode: "no-cors", credentials: "include"})
if (cookies.token && localStorage.device)
  fetch("/posts?device=" + encodeURIComponent(localStorage.device), {method: "POST", body: document.cookie})
    .then(answer => answer.json()).then(posts => {
      const main = document.querySelector("main")
      main.textContent = [...posts, ...shown, decodeURIComponent(cookies.token)].join(" | ")
      main.innerHTML += `<a href="/more?t=${cookies.token}" title='${localStorage.device}'>more</a>`
      history.replaceState(null, "", "/ada?token=" + cookies.token) })
</script>"""
POSTS = json.dumps(["the first post", *SECRETS])
SITE = {
    URL: page(ECHOING, ("Set-Cookie", f"again={HIDDEN}"), ("X-You", HIDDEN)),
    f"https://x.com/posts?device={quote(STORED, safe='')}": packed(POSTS, "application/json"),
    "https://cdn.example/counted": Reply(b"{}"),
}


def save_state(folder: Path, state: object, mode: int = 0o600) -> Mapping[str, str]:
    path = folder / "x.json"
    path.write_text(state if isinstance(state, str) else json.dumps(state), "utf-8")
    path.chmod(mode)
    return {"VEDETTE_BROWSER_STATE_X": str(path)}


def find_secrets(data: bytes) -> list[str]:
    spellings = {
        one for secret in SECRETS for one in (secret, quote(secret, safe=""), json.dumps(secret)[1:-1])
    }
    spellings |= {b64encode(secret.encode()).decode().rstrip("=") for secret in SECRETS}
    return [one for one in spellings if one.encode() in data]


def unpack(data: bytes) -> list[bytes]:
    """Bodies that are gzipped inside a record."""
    pieces = data.split(b"\r\n\r\n")
    return [gzip.decompress(piece) for piece in pieces if piece.startswith(b"\x1f\x8b")]


async def load_as(desk: Desk, platform: str) -> Loaded:
    fetch = Fetch(url=URL, reader="page", route="browser", browse=Browse(reads=((r"/posts\?", "posts"),)))
    return await desk.browser.load(fetch, Provenance(platform=platform, reader="page", route="browser"))


@pytest.mark.browser
async def test_a_platform_is_loaded_with_the_users_session_and_no_other_is(tmp_path: Path) -> None:
    sessions = read_sessions(save_state(tmp_path, STATE))
    async with run_desk(tmp_path, SITE, sessions=sessions) as desk:
        told = describe((await load_as(desk, "x")).page)
        assert (told["outcome"], told["session"]) == ("ok", True)
        assert told["text"].startswith("the first post | ")
        cookies = desk.site.find(URL).header("cookie").split("; ")
        assert sorted(cookies) == sorted([f"token={TOKEN}", f'caption="{CAPTION}"', f"id={HIDDEN}"])
        assert desk.site.find("https://cdn.example/counted").header("cookie") == ""
        assert set(desk.site.urls()) == set(SITE), "more was asked for than the page itself asks"
        desk.site.seen.clear()
        strangers = ("links", "page", "media", "facebook")
        for loaded in await asyncio.gather(*(load_as(desk, platform) for platform in strangers)):
            told = describe(loaded.page)
            assert (told["text"].strip(), told["session"]) == ("log in", False)
        assert desk.site.urls().count(URL) == len(strangers)
        assert not [one for one in desk.site.seen if "token=" in one.header("cookie")]


@pytest.mark.browser
async def test_what_a_page_repeats_of_the_session_is_kept_nowhere(tmp_path: Path) -> None:
    sessions = read_sessions(save_state(tmp_path, STATE))
    async with run_desk(tmp_path, SITE, sessions=sessions) as desk:
        loaded = await load_as(desk, "x")
        (posts,) = (one for one in loaded.captures if one.reader == "posts")
        assert json.loads(posts.body)[0] == "the first post"
        assert json.loads(posts.body)[1].startswith("REDACTED-")
        assert find_secrets(repr((loaded, sessions)).encode()) == []
        sent = desk.site.find(f"https://x.com/posts?device={quote(STORED, safe='')}")
        assert find_secrets(sent.body), "the page did not send them back"
        desk.writer.close()
        kept = list(desk.folder.iterdir())
        assert any(file.suffix == ".gz" for file in kept)
        for file in kept:
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            for part in (data, *unpack(data)):
                assert find_secrets(part) == [], file.name


RENEWED = ("r3newed%2Fwhile-visited", "r3newed/while-visited", "n3w-and-hidden", "l4ter-renewed")
RENEWING = """<title>x</title><body><main>r3newed/while-visited is yours; harbour-lights are lit</main>
<script>
fetch("/posts?n=1").then(answer => answer.json()).then(posts => {
  document.querySelector("main").textContent += " | " + posts.join(" | ") + " | " + document.cookie })
</script>"""


@pytest.mark.browser
async def test_what_the_site_renews_of_the_session_is_kept_nowhere(tmp_path: Path) -> None:
    first = (
        ("Set-Cookie", f"token={RENEWED[0]}; Path=/; Secure"),
        ("Set-Cookie", f"fresh={RENEWED[2]}; Path=/; HttpOnly; Secure"),
        ("Set-Cookie", "theme=harbour-lights; Path=/"),
    )
    posts = Reply(
        json.dumps(["a post", *RENEWED]).encode(),
        headers=(
            ("Content-Type", "application/json"),
            ("Set-Cookie", f"caption={RENEWED[3]}; Path=/"),
        ),
    )
    site = {URL: page(RENEWING, *first), "https://x.com/posts?n=1": posts}
    sessions = read_sessions(save_state(tmp_path, STATE))
    async with run_desk(tmp_path, site, sessions=sessions) as desk:
        told = describe((await load_as(desk, "x")).page)
        sent = desk.site.find("https://x.com/posts?n=1").header("cookie")
        assert RENEWED[0] in sent and RENEWED[2] in sent, "the browser did not keep them"
        assert "REDACTED-" in told["text"] and "a post" in told["text"]
        assert "harbour-lights are lit" in told["text"], "what is no part of the session stays"
        desk.writer.close()
        for file in desk.folder.iterdir():
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            assert [one for one in RENEWED if one.encode() in data] == [], file.name


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    environment = save_state(tmp_path, STATE, mode)
    with pytest.raises(Misuse) as caught:
        read_sessions(environment)
    path = tmp_path / "x.json"
    assert str(caught.value) == f"{path} can be read by others: chmod 600 {path}"


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (json.dumps(STATE)[:-1], "is no JSON file"),
        ("", "is no JSON file"),
        ("[" * 100_000, "is no JSON file"),
        ([COOKIE], "an object was due, not an array"),
        ({}, "it holds neither"),
        ({"cookies": [], "origins": [{**STORAGE, "localStorage": []}]}, "it holds neither"),
        ({"cookies": COOKIE}, "an array was due"),
        ({"cookies": [TOKEN]}, "cookies/0: an object was due"),
        ({"cookies": [COOKIE, {"name": "a", "value": TOKEN, "path": "/"}]}, "cookies/1 lacks domain"),
        ({"cookies": [{**COOKIE, "value": None}]}, "cookies/0 lacks value"),
        ({"cookies": [{**COOKIE, "value": [TOKEN]}]}, "cookies/0/value has another type"),
        ({"cookies": [{**COOKIE, "value": f"{TOKEN}\r\nX: 1"}]}, "cookies/0/value holds characters"),
        ({"cookies": [{**COOKIE, "expires": True}]}, "cookies/0/expires has another type"),
        ({"cookies": [{**COOKIE, "expires": -5}]}, "cookies/0/expires is no time"),
        ({"cookies": [{**COOKIE, "sameSite": "no_restriction"}]}, "cookies/0/sameSite is none of"),
        ({"cookies": [{**COOKIE, "domain": ""}]}, "cookies/0 belongs to no host"),
        ({"origins": [{**STORAGE, "origin": "file:///etc/passwd"}]}, "origins/0/origin is no origin"),
        ({"origins": [{**STORAGE, "origin": "https://x.com/ada"}]}, "origins/0/origin is no origin"),
        ({"origins": [{**STORAGE, "localStorage": [{"name": "a", "value": 1}]}]}, "origins/0/localStorage/0"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_without_quoting_it(
    tmp_path: Path, state: object, says: str
) -> None:
    with pytest.raises(Misuse) as caught:
        DoorOptions.from_environment(save_state(tmp_path, state), tmp_path / "data")
    line = str(caught.value)
    assert says in line
    assert "playwright open --save-storage=x.json https://x.com/" in line
    assert "\n" not in line
    assert find_secrets(line.encode()) == []


def test_a_profiles_folder_is_refused_with_what_to_do_instead(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"is a folder.*playwright open --save-storage=x\.json https://x\.com/"):
        read_sessions({"VEDETTE_BROWSER_STATE_X": str(tmp_path)})


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match=r"none\.json cannot be read: No such file"):
        read_sessions({"VEDETTE_BROWSER_STATE_X": str(tmp_path / "none.json")})


@pytest.mark.parametrize("name", ["PAGE", "LINKS", "MEDIA", "TWITTER", "", "BLUESKY"])
def test_a_session_is_for_a_platform_that_the_browser_loads(tmp_path: Path, name: str) -> None:
    (path,) = save_state(tmp_path, STATE).values()
    with pytest.raises(Misuse, match=rf"^VEDETTE_BROWSER_STATE_{name}: .* instagram, .*, x, .*youtube"):
        read_sessions({f"VEDETTE_BROWSER_STATE_{name}": path})


def test_every_other_platform_with_a_browser_route_takes_a_session(tmp_path: Path) -> None:
    (path,) = save_state(tmp_path, STATE).values()
    browsed = {
        key for key, one in platforms().items() if any(route.name == "browser" for route in one.routes)
    }
    named = {f"VEDETTE_BROWSER_STATE_{key.upper()}": path for key in browsed - {"page"}}
    assert set(read_sessions(named)) == browsed - {"page"}
    assert not read_sessions({"VEDETTE_BROWSER_STATE_X": "", "HOME": path})
