"""Whatever a page tries, the browser reaches nothing but what the guard lets through."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawlers.network.guard import PORTS
from tests.crawlers.browsing import Desk, run_desk
from tests.crawlers.site import Reply, move, page

pytestmark = pytest.mark.browser


@dataclass(slots=True)
class Trap:
    """Listens on loopback, IPv4 and IPv6, TCP and UDP, and counts whoever comes."""

    port: int = 0
    caught: list[str] = field(default_factory=list)


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, trap: Trap) -> None:
        self.trap = trap

    def datagram_received(self, data: bytes, addr: object) -> None:
        self.trap.caught.append(f"udp {addr}")


@asynccontextmanager
async def set_trap() -> AsyncIterator[Trap]:
    trap = Trap()

    async def catch(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        trap.caught.append(f"tcp {writer.get_extra_info('peername')}")
        writer.close()

    servers = [await asyncio.start_server(catch, "127.0.0.1", 0)]
    trap.port = servers[0].sockets[0].getsockname()[1]
    servers.append(await asyncio.start_server(catch, "::1", trap.port))
    datagrams, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: _Datagrams(trap), ("127.0.0.1", trap.port)
    )
    try:
        yield trap
    finally:
        datagrams.close()
        for server in servers:
            server.close()


@asynccontextmanager
async def run_trapped(folder: Path, body: str, *headers: tuple[str, str]) -> AsyncIterator[tuple[Desk, Trap]]:
    """A page at http://bad.example/ whose ``{port}`` is the trap's, which the port check lets through."""
    async with set_trap() as trap:
        told = tuple((name, value.format(port=trap.port)) for name, value in headers)
        replies = {"http://bad.example/": page(body.replace("{port}", str(trap.port)), *told)}
        async with run_desk(folder, replies, scheme="http", ports=PORTS | {trap.port}) as desk:
            yield desk, trap


def reached(desk: Desk) -> set[str]:
    """The hosts of what reached the site: it stands behind every address that the door would go to."""
    return {one.header("host") for one in desk.site.seen}


PLACES = (
    "127.0.0.1:{port}",
    "[::1]:{port}",
    "[::ffff:127.0.0.1]:{port}",
    "[64:ff9b::7f00:1]:{port}",
    "2130706433:{port}",
    "0177.0.0.1:{port}",
    "localhost:{port}",
    "me.localhost:{port}",
    "169.254.169.254",
)
ASKING = {
    "img": "<img src='http://{place}/'>",
    "iframe": "<iframe src='http://{place}/'></iframe>",
    "script": "<script src='http://{place}/'></script>",
    "stylesheet": "<link rel=stylesheet href='http://{place}/'>",
    "fetch": "<script>fetch('http://{place}/', {{mode: 'no-cors'}})</script>",
    "beacon": "<script>navigator.sendBeacon('http://{place}/', 'x')</script>",
    "form": "<iframe name=f></iframe><form id=g target=f method=post action='http://{place}/'></form>"
    "<script>document.getElementById('g').submit()</script>",
    "preconnect": "<link rel=preconnect href='http://{place}/'><link rel=dns-prefetch href='http://{place}/'>",
    "WebSocket": "<script>try {{ new WebSocket('wss://{place}/') }} catch {{ }}</script>",
    "EventSource": "<script>new EventSource('http://{place}/')</script>",
    "video": "<video autoplay src='http://{place}/'></video>",
    "object": "<object data='http://{place}/'></object>",
    "speculation": "<script type=speculationrules>"
    '{{"prerender": [{{"source": "list", "urls": ["http://{place}/"], "eagerness": "immediate"}}]}}</script>',
}


@pytest.mark.parametrize("means", ASKING)
async def test_no_part_of_a_page_reaches_this_machine(tmp_path: Path, means: str) -> None:
    body = "<body>" + "".join(ASKING[means].format(place=place) for place in PLACES)
    async with run_trapped(tmp_path, body) as (desk, trap):
        told = await desk.tell("http://bad.example/")
        assert told["outcome"] == "ok"
        assert not trap.caught
        assert reached(desk) == {"bad.example"}
        tried = [one for one in told["requests"] if "//bad.example/" not in one["url"]]
        assert tried or means in ("preconnect", "speculation")
        for request in tried:
            assert request["refused"]
            assert desk.record(request["record_id"]).type == "metadata"


MOVES = {
    "meta refresh": ("<meta http-equiv=refresh content='0; url=http://127.0.0.1:{port}/'>", ()),
    "refresh header": ("<body>", (("Refresh", "0; url=http://127.0.0.1:{port}/"),)),
    "script": ("<script>location = 'http://127.0.0.1:{port}/'</script>", ()),
    "form": ("<form id=g action='http://[::1]:{port}/'></form><script>g.submit()</script>", ()),
    "timer": ("<body><script>setTimeout(() => location.replace('http://[::1]:{port}/'), 200)</script>", ()),
}


@pytest.mark.parametrize("means", MOVES)
async def test_a_page_cannot_take_the_browser_to_this_machine(tmp_path: Path, means: str) -> None:
    body, headers = MOVES[means]
    async with run_trapped(tmp_path, body, *headers) as (desk, trap):
        told = await desk.tell("http://bad.example/")
        assert (told["outcome"], told["text"], told["screenshot_record_id"]) == ("refused", "", "")
        first, last = told["navigations"]
        assert (first["status"], last["status"], last["kind"]) == (200, 0, "refused")
        assert "no public address" in told["reason"]
        assert desk.record(last["record_id"]).type == "metadata"
        assert not trap.caught
        assert reached(desk) == {"bad.example"}


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_cannot_either(tmp_path: Path, status: int) -> None:
    async with run_trapped(tmp_path, "") as (desk, trap):
        desk.site.replies["http://bad.example/"] = move(f"http://127.0.0.1:{trap.port}/", status)
        told = await desk.tell("http://bad.example/")
        assert told["outcome"] == "refused"
        assert [one["kind"] for one in told["navigations"]] == ["http", "refused"]
        assert not trap.caught


async def test_web_rtc_goes_nowhere(tmp_path: Path) -> None:
    body = """<body>calls<script>
    for (const url of ["stun:127.0.0.1:{port}", "stun:localhost:{port}"]) call({urls: url});
    for (const how of ["udp", "tcp"])
      call({urls: "turn:127.0.0.1:{port}?transport=" + how, username: "u", credential: "c"});
    function call(server) {
      const peer = new RTCPeerConnection({iceServers: [server], iceCandidatePoolSize: 2});
      peer.createDataChannel("x");
      peer.createOffer().then((offer) => peer.setLocalDescription(offer)).then(() => {
        const found = "candidate:1 1 udp 2122260223 127.0.0.1 {port} typ host generation 0 ufrag x";
        const tcp = "candidate:2 1 tcp 1518280447 127.0.0.1 {port} typ host tcptype passive";
        for (const candidate of [found, tcp])
          peer.addIceCandidate({candidate, sdpMid: "0", sdpMLineIndex: 0}).catch(() => 0) })
    }</script>"""
    async with run_trapped(tmp_path, body) as (desk, trap):
        told = await desk.tell("http://bad.example/")
        assert told["text"] == "calls"
        assert not trap.caught


async def test_a_name_for_this_machine_is_not_asked_for(tmp_path: Path) -> None:
    async def look_up(host: str) -> list[str]:
        return ["127.0.0.1"] if host == "rebound.example" else ["93.184.215.14"]

    async with set_trap() as trap:
        replies = {"http://bad.example/": page("<body><img src='https://rebound.example/'>")}
        async with run_desk(tmp_path, replies, scheme="http", look_up=look_up) as desk:
            told = await desk.tell("http://bad.example/")
            (refused,) = (one for one in told["requests"] if one["refused"])
            assert refused["url"] == "https://rebound.example/"
            assert "loopback" in refused["reason"]
            assert not trap.caught


@pytest.mark.parametrize("url", ["file:///etc/passwd", "chrome://version", "view-source:http://bad.example/"])
async def test_only_http_is_loaded(tmp_path: Path, url: str) -> None:
    async with run_desk(tmp_path, {"https://bad.example/": page("fine")}) as desk:
        told = await desk.tell(url)
        assert (told["outcome"], told["text"], told["html"]) == ("refused", "", "")
        assert not desk.site.seen


async def test_a_service_worker_does_not_come_between(tmp_path: Path) -> None:
    body = "<body>true<script>navigator.serviceWorker.register('/worker.js')</script>"
    worker = Reply(b"onfetch = (event) => event.respondWith(new Response('false'))",
                   headers=(("Content-Type", "text/javascript"),))  # fmt: skip
    replies = {"https://bad.example/": page(body), "https://bad.example/worker.js": worker}
    async with run_desk(tmp_path, replies) as desk:
        texts = [(await desk.tell("https://bad.example/"))["text"] for _ in range(2)]
        assert texts == ["true", "true"]
        assert set(desk.site.urls()) == {"https://bad.example/"}
