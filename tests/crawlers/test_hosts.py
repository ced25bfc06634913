"""What an unknown host runs is told by its pages or found out in a few questions, none with a credential."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.families.engine_judging import judge_page
from crawlers.hosts import MOST_QUESTIONS, platform
from crawlers.platform import Fetch
from storage.items import Host, Item, Known, Problem, Watched
from tests.crawlers.captures import make_capture

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
ENGINES = {
    "bbpress": "bbpress", "blogger": "blogspot", "invision": "invision", "mybb": "mybb", "phpbb": "phpbb",
    "smf": "smf", "telegram": "telegram", "vanilla": "vanilla", "vbulletin": "vbulletin",
    "wordpress": "wordpress", "xenforo": "xenforo",
}  # fmt: skip
"""The folder of recorded pages, and the engine that made them."""
PAGE = "<!DOCTYPE html><html><head><title>x</title>{head}</head><body>{body}</body></html>"
NODEINFO = {
    "links": [
        {"rel": "http://nodeinfo.diaspora.software/ns/schema/2.0", "href": "https://h.example/nodeinfo/2.0"}
    ]
}
SHARKEY = {"software": {"name": "Sharkey", "version": "2025.4.2"}}
PLEROMA = "2.7.2 (compatible; Pleroma 2.4.50)"
Answers = Mapping[str, object]


def find_out(url: str, answers: Answers) -> tuple[list[Item], list[Fetch]]:
    """Ask a host that answers as given, by path; 404 for all else."""
    watched = Watched(platform="hosts", key="h.example", url=url, host="h.example")
    waiting, asked, found = deque(platform.start(watched, Known())), list[Fetch](), list[Item]()
    while waiting:
        fetch = waiting.popleft()
        asked.append(fetch)
        path = fetch.url.partition("h.example")[2]
        body = answers.get(path, "")
        capture = make_capture(
            fetch.url, body, reader=fetch.reader, status=200 if body else 404, context=fetch.context
        )
        for one in platform.readers[fetch.reader](capture, watched):
            waiting.append(one) if isinstance(one, Fetch) else found.append(one)
    return found, asked


def test_the_pasted_page_tells_at_once() -> None:
    page = PAGE.format(head="", body='<a href="https://xenforo.com">Forum software by XenForo™ 2.2</a>')
    page = page.replace("<html>", '<html id="XF" data-app="public" data-template="thread_view">')
    found, asked = find_out("https://h.example/threads/a.1/", {"/threads/a.1/": page})
    assert [(one.engine, one.version) for one in found if isinstance(one, Host)] == [("xenforo", "2.2")]
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("answers", "engine", "version"),
    [
        ({"/.well-known/nodeinfo": NODEINFO, "/nodeinfo/2.0": SHARKEY}, "sharkey", "2025.4.2"),
        ({"/api/v1/instance": {"uri": "h.example", "version": PLEROMA}}, "pleroma", "2.4.50"),
        ({"/api/v1/instance": {"uri": "h.example", "version": "4.5.1"}}, "mastodon", "4.5.1"),
        ({"/api/v3/site": {"site_view": {}, "version": "0.19.11"}}, "lemmy", "0.19.11"),
        ({"/api/alpha/site": {"site": {"name": "x"}, "version": "1.2.0"}}, "piefed", "1.2.0"),
        ({"/api/v1/config": {"serverVersion": "7.1.0", "instance": {}}}, "peertube", "7.1.0"),
        ({"/site.json": {"default_archetype": "regular"}}, "discourse", ""),
        ({"/wp-json/": {"name": "x", "namespaces": ["wp/v2"], "routes": {}}}, "wordpress", ""),
    ],
)  # fmt: skip
def test_an_interface_says_what_it_is(answers: Answers, engine: str, version: str) -> None:
    found, asked = find_out(
        "https://h.example/@mei", {"/@mei": PAGE.format(head="", body="Loading"), **answers}
    )
    assert [(one.engine, one.version) for one in found if isinstance(one, Host)] == [(engine, version)]
    assert len(asked) <= MOST_QUESTIONS
    assert all(not fetch.credential and fetch.method == "GET" for fetch in asked)


def test_a_feed_is_the_last_resort_and_nothing_at_all_is_said() -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/blog/rss">'
    found, _ = find_out("https://h.example/", {"/": PAGE.format(head=link, body="x")})
    (host,) = found
    assert isinstance(host, Host) and (host.engine, host.feed_url) == ("feed", "https://h.example/blog/rss")
    found, asked = find_out("https://h.example/a", {})
    assert [type(one) for one in found] == [Problem] and len(asked) <= MOST_QUESTIONS


def test_a_document_of_another_host_is_not_asked_for() -> None:
    away = {"links": [{"rel": "nodeinfo", "href": "https://inside.example/nodeinfo"}]}
    _, asked = find_out("https://h.example/", {"/.well-known/nodeinfo": away})
    assert {fetch.url.split("/")[2] for fetch in asked} == {"h.example"}


@given(st.binary(max_size=400), st.sampled_from(sorted(platform.readers)))
def test_no_body_breaks_a_reader_or_makes_it_ask_on_and_on(body: bytes, reader: str) -> None:
    found, asked = find_out(
        "https://h.example/a", {"/a": body or "x", "/": body or "x", "/.well-known/nodeinfo": body or "x"}
    )
    assert found and len(asked) <= MOST_QUESTIONS


@pytest.mark.recordings
@pytest.mark.parametrize(
    "file",
    [file for folder in ENGINES for file in sorted((PLACE / folder).glob("*.html"))],
    ids=lambda file: f"{file.parent.name}/{file.name}",
)
def test_recorded_pages_name_their_engine(file: Path) -> None:
    found = judge_page(make_capture("https://h.example/", file.read_bytes()))
    assert found and found[0].engine == ENGINES[file.parent.name] and found[0].certainty >= 0.9
