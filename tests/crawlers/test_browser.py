"""Pages in a real Chromium: what is collected of them, and that every byte is in the archive."""

from __future__ import annotations

import asyncio
import gzip
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from crawlers.platform import Browse
from storage.verify import verify_archive
from tests.crawlers.browsing import BRISK, describe, run_desk
from tests.crawlers.site import HTML, Reply, move, packed, page

pytestmark = pytest.mark.browser

PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><rect width="40" height="30"/></svg>'
)
POSTS = json.dumps(["第一条：台风来了", "第二条：港口照常"], ensure_ascii=False)
SCRIPTED = """<!doctype html><html lang="zh-Hans"><title>海港新闻</title>
<meta property="og:title" content="港口"><meta property="og:image" content="https://one.example/card.png">
<link rel="canonical" href="/news"><script type="application/ld+json">{"@type":"NewsArticle"}</script>
<body><h1>海港新闻</h1><main></main><img src="/boat.svg" alt="一艘船">
<a href="/about" rel="nofollow">关于</a><a href="javascript:void 0">no</a>
<script>fetch("/api/posts").then(answer => answer.json()).then(posts => {
  for (const post of posts) {
    const element = document.createElement("article");
    element.textContent = post;
    document.querySelector("main").append(element);
  }
  return fetch("https://two.example/counted", {method: "POST", body: "seen"});
})</script>"""
SITE = {
    "https://short.example/x": move("https://one.example/"),
    "https://one.example/": packed(SCRIPTED, HTML),
    "https://one.example/api/posts": packed(POSTS, "application/json"),
    "https://one.example/boat.svg": Reply(PICTURE, headers=(("Content-Type", "image/svg+xml"),)),
    "https://two.example/counted": Reply(
        b"{}", headers=(("Content-Type", "application/json"), ("Access-Control-Allow-Origin", "*"))
    ),
}


async def test_a_page_that_only_script_fills_is_collected_whole(tmp_path: Path) -> None:
    async with run_desk(tmp_path, SITE) as desk:
        loaded = await desk.load("https://short.example/x", Browse(reads=((r"/api/posts$", "posts"),)))
        told = describe(loaded.page)
        assert (told["outcome"], told["status"]) == ("ok", 200)
        assert (told["url"], told["final_url"]) == ("https://short.example/x", "https://one.example/")
        assert (told["title"], told["lang"]) == ("海港新闻", "zh-Hans")
        assert "第一条：台风来了\n第二条：港口照常" in told["text"]
        assert "<article>第一条：台风来了</article>" in told["html"]
        assert told["links"] == [{"href": "https://one.example/about", "text": "关于", "rel": "nofollow"}]
        assert told["canonical"] == "https://one.example/news"
        assert told["meta"]["og:title"] == "港口"
        assert [one["src"] for one in told["images"]] == [
            "https://one.example/card.png",
            "https://one.example/boat.svg",
        ]
        assert told["images"][1]["alt"] == "一艘船"
        assert told["json_ld"] == ['{"@type":"NewsArticle"}']
        assert loaded.page.reader == "page"
        (posts,) = (one for one in loaded.captures if one.reader == "posts")
        assert posts.body.decode() == POSTS


async def test_every_exchange_is_in_the_archive_as_it_was_on_the_wire(tmp_path: Path) -> None:
    async with run_desk(tmp_path, SITE) as desk:
        told = await desk.tell("https://short.example/x")
        for url, reply in SITE.items():
            archived = desk.archived(url)
            assert archived.payload == reply.body
            (request,) = (one for one in told["requests"] if one["url"] == url and one["method"] != "OPTIONS")
            assert (request["record_id"], request["status"]) == (archived.record_id, reply.status)
        posted = [one for one in desk.records() if one.type == "request" and one.payload == b"seen"]
        assert [one.target_uri for one in posted] == ["https://two.example/counted"]
        assert {one["url"] for one in told["requests"]} >= set(desk.site.urls())
        desk.writer.close()
        assert not list(verify_archive(desk.folder))


async def test_picture_and_text_are_archived_beside(tmp_path: Path) -> None:
    async with run_desk(tmp_path, SITE) as desk:
        told = await desk.tell("https://one.example/")
        picture = desk.record(told["screenshot_record_id"])
        assert (picture.target_uri, picture.content_type) == ("urn:view:https://one.example/", "image/png")
        with Image.open(io.BytesIO(picture.payload)) as image:
            assert image.size == (1280, 900)
            assert (
                len(image.convert("L").getcolors() or ()) > 10
            )  # letters with soft edges, not a white sheet
        text = desk.record(told["text_record_id"])
        assert text.target_uri == "urn:text:https://one.example/"
        assert text.payload.decode() == told["text"]


async def test_the_picture_of_an_endless_page_has_an_end(tmp_path: Path) -> None:
    tall = page("<body style='margin:0;height:200000px;background:linear-gradient(red,blue)'>")
    async with run_desk(
        tmp_path, {"https://tall.example/": tall}, replace(BRISK, screenshot_height=2000)
    ) as desk:
        told = await desk.tell("https://tall.example/")
        with Image.open(io.BytesIO(desk.record(told["screenshot_record_id"]).payload)) as image:
            assert image.size == (1280, 2000)


async def test_a_page_that_grows_is_scrolled_as_often_as_asked(tmp_path: Path) -> None:
    growing = """<body><script>let count = 0
    const grow = () => { count += 1; const part = document.createElement("p");
      part.style.height = "3000px"; part.textContent = "part " + count + "."; document.body.append(part) }
    grow()
    addEventListener("scroll", () => {
      if (scrollY + innerHeight > document.body.scrollHeight - 10) fetch("/more").then(grow) })
    </script>"""
    replies = {"https://feed.example/": page(growing), "https://feed.example/more": Reply(b"more")}
    async with run_desk(tmp_path, replies) as desk:
        counts = []
        for scrolls in (0, 1, 3):
            told = await desk.tell("https://feed.example/", Browse(scrolls=scrolls))
            counts.append(told["text"].count("part"))
        assert counts[0] == 1
        assert counts[0] < counts[1] < counts[2] < 100


async def test_an_element_is_waited_for(tmp_path: Path) -> None:
    late = "<body><script>setTimeout(() => document.body.innerHTML = '<b class=late>late</b>', 1500)</script>"
    async with run_desk(tmp_path, {"https://late.example/": page(late)}) as desk:
        browse = Browse(scrolls=0, wait_for="b.late")
        assert (await desk.tell("https://late.example/", browse))["text"] == "late"


async def test_a_page_cannot_falsify_what_is_read_of_it(tmp_path: Path) -> None:
    hostile = """<title>true title</title><body><p>true text</p><a href="/true">link</a>
    <form name="body"></form><form name="querySelectorAll"></form><img name="documentElement" src="/x">
    <script>Array.from = () => []; JSON.stringify = () => "{}"; Array.prototype.map = () => [];
    Object.defineProperty(HTMLElement.prototype, "innerText", {get: () => "false text"});
    Document.prototype.querySelectorAll = () => [];
    String.prototype.slice = () => "false"; Object.getOwnPropertyDescriptor = () => null</script>"""
    async with run_desk(tmp_path, {"https://hostile.example/": page(hostile)}) as desk:
        told = await desk.tell("https://hostile.example/")
        assert (told["title"], told["text"].strip()) == ("true title", "true text\n\nlink")
        assert [one["href"] for one in told["links"]] == ["https://hostile.example/true"]


async def test_two_loads_share_nothing(tmp_path: Path) -> None:
    keeps = """<body><script>document.write(document.cookie + "|" + localStorage.getItem("seen"));
    localStorage.setItem("seen", "yes"); document.cookie = "script=1; secure"</script>"""
    replies = {"https://keeps.example/": page(keeps, ("Set-Cookie", "server=1; Secure"))}
    async with run_desk(tmp_path, replies) as desk:
        texts = [(await desk.tell("https://keeps.example/"))["text"] for _ in range(2)]
        assert texts == ["server=1|null"] * 2
        first = [one for one in desk.site.seen if one.url == "https://keeps.example/"]
        assert [one.header("cookie") for one in first] == ["", ""]


async def test_a_page_does_not_learn_whence_and_by_whom(tmp_path: Path) -> None:
    asks = """<body><img src="https://other.example/pixel"><script>
    document.write([navigator.language, new Date().getTimezoneOffset(), navigator.userAgent,
      document.referrer].join("|")); fetch("https://other.example/fetched", {mode: "no-cors"})
    setTimeout(() => location = "https://other.example/next", 100)</script>"""
    replies = {
        "https://asks.example/": page(asks),
        "https://other.example/next": page("<body><script>document.write([navigator.language, "
        "new Date().getTimezoneOffset()].join('|'))</script>"),
    }  # fmt: skip
    async with run_desk(tmp_path, replies) as desk:
        told = await desk.tell("https://asks.example/")
        assert told["final_url"] == "https://other.example/next"
        assert told["text"] == "en-US|0"
        reached = [one for one in desk.site.seen if one.url.startswith("https://other.example/")]
        assert {one.url.rpartition("/")[2] for one in reached} >= {"pixel", "fetched", "next"}
        assert not [one for one in desk.site.seen if one.header("referer")]
        assert "Headless" not in reached[0].header("user-agent")
        assert reached[0].header("accept-language") == "en-US"


async def test_a_token_in_an_address_is_kept_nowhere(tmp_path: Path) -> None:
    secret = "s3cr3t-t0ken"
    url = f"https://one.example/?access_token={secret}"
    async with run_desk(tmp_path, {**SITE, url: page("<body>fine<img src='/boat.svg'>")}) as desk:
        told = await desk.tell(url)
        assert told["text"] == "fine"
        desk.writer.close()
        for file in desk.folder.iterdir():
            data = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
            assert secret.encode() not in data


async def test_loads_at_the_same_time_stay_apart(tmp_path: Path) -> None:
    replies = {f"https://p{number}.example/": page(f"<body>page {number}") for number in range(5)}
    async with run_desk(tmp_path, replies, replace(BRISK, pages=3, loads_per_process=2)) as desk:
        told = await asyncio.gather(*(desk.tell(url) for url in replies))
        assert [one["text"] for one in told] == [f"page {number}" for number in range(5)]
        for url, one in zip(replies, told, strict=True):
            assert {request["url"] for request in one["requests"]} <= {url, f"{url}favicon.ico"}
