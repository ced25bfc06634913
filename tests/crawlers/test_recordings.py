"""Readers on bodies that platforms really sent, where ``../shared/recordings`` is there beside the project.

Its two lists say how many posts each recording holds and what the first one is. Recordings of routes that
no reader takes (instance descriptions, comments, single blog pages) are left aside, as is the whole module
where the folder is not there: nothing is collected then, and nothing skipped.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from crawlers.platform import Fetch, Reading, platforms
from crawlers.times import parse_time
from storage.items import Account, Post, Watched
from tests.crawlers.captures import make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings"
TYPES = {"atom": "application/atom+xml", "rss": "application/rss+xml", "xml": "text/xml"}

Asked = tuple[str, str, str]
"""Platform, account URL, reader."""

STATUS: Asked = ("mastodon", "https://social.example/@mei", "status")
STATUSES: Asked = ("mastodon", "https://social.example/@mei", "statuses")
LOOKUP: Asked = ("mastodon", "https://social.example/@mei", "account")
CHANNEL: Asked = ("telegram", "https://t.me/s/channel", "channel")
MESSAGE: Asked = ("telegram", "https://t.me/s/channel", "message")
FEED: Asked = ("feed", "https://site.example/feed", "feed")

READ: dict[str, Asked] = {
    "feeds/feedburner_typepad.atom": FEED,
    "feeds/heise.atom": FEED,
    "feeds/nonutf8.rss": FEED,
    "feeds/rss_with_comments.rss": FEED,
    "feeds/youtube.atom": FEED,
    "gotosocial/gotosocial-account.json": LOOKUP,
    "gotosocial/gotosocial-status.json": STATUS,
    "mastodon/account_statuses_p1.json": STATUSES,
    "mastodon/lookup_200_2.json": LOOKUP,
    "mastodon/public_timeline_v46.json": STATUSES,
    "mastodon_variants/account-moved.json": LOOKUP,
    "mastodon_variants/status-with-card.json": STATUS,
    "pleroma_akkoma/pleroma-status-deleted.json": STATUS,
    "telegram/full.html": CHANNEL,
    "telegram/message_media_forwarded_from.html": MESSAGE,
    "telegram/message_poll.html": MESSAGE,
    "truthsocial/realDonaldTrump.json": LOOKUP,
    "truthsocial/truthsocial-status-in-moderation.json": STATUS,
    "blogger/blogger_posts_default_4fsodonline.atom": FEED,
    "blogger/blogger_via_feedburner_many.atom": FEED,
    "livejournal/rss_kyq_2004.xml": FEED,
    "medium/medium_publication_tagged.rss": FEED,
    "medium/medium_user_hodlhodl.rss": FEED,
    "reddit/rss_atom_subreddit.atom": FEED,
    "youtube/feed_videos_user_kurzgesagt.xml": FEED,
}
CORRECTED = {"feeds/heise.atom": "2016-02-01T17:22:00+01:00"}
"""Where a list is wrong: it gives the entry's ``updated`` for its ``published``."""
_SEED = re.compile(r"(\d+) posts; first (?:id|guid) (\S+); first (?:published|pubDate) (.+)")


@dataclass(frozen=True, slots=True)
class Recording:
    """What a list says of one recording."""

    path: Path
    name: str
    posts: int
    first: str
    created: datetime | None


def list_recordings() -> list[Recording]:
    """The recordings that readers take, with what the lists expect of them."""
    found = []
    for folder in ("other", "seed"):
        index = PLACE / folder / "INDEX.tsv"
        rows = [line.split("\t") for line in index.read_text(encoding="utf-8").splitlines()[1:]]
        for row in rows:
            if row[1] not in READ:
                continue
            if folder == "seed":
                seed = _SEED.match(row[5])
                assert seed, row[5]
                count, first, created = seed.groups()
            else:
                counted = re.match(r"\d+", row[5])
                assert counted, row[5]
                count, first, created = counted[0], row[6], row[7]
            path = PLACE / folder / row[1]
            moment = parse_time(CORRECTED.get(row[1], created))
            found.append(Recording(path, row[1], int(count), first, moment))
    return found


def watch(asked: Asked) -> Watched:
    watched = platforms()[asked[0]].recognise(asked[1])
    assert watched is not None
    return watched


def read_recording(path: Path, asked: Asked) -> list[Reading]:
    platform, url, reader = asked
    kind = TYPES.get(path.suffix.removeprefix("."), "")
    context = {"list": "all", "post": "1"}
    headers = {"Content-Type": kind} if kind else {}
    capture = make_capture(url, path.read_bytes(), reader=reader, headers=headers, context=context)
    return list(platforms()[platform].readers[reader](capture, watch(asked)))


if PLACE.is_dir():

    @pytest.mark.parametrize("recording", list_recordings(), ids=lambda one: one.name)
    def test_a_recording_is_read_as_its_list_says(recording: Recording) -> None:
        asked = READ[recording.name]
        readings = read_recording(recording.path, asked)
        posts = only(readings, Post)
        assert len(posts) == recording.posts
        assert len({post.id for post in posts}) == len(posts)
        assert all(post.text or post.media or post.title for post in posts)
        if posts:
            first = posts[0]
            assert first.posted_at == recording.created
            if recording.first:
                assert recording.first in (first.uri, first.id, first.id.rpartition("/")[2])
        elif recording.first:
            (account,) = only(readings, Account)
            assert account.attributes["account_id"] == recording.first
            assert account.created_at == recording.created

    def test_every_feed_in_the_snapshots_of_bluesky_is_read() -> None:
        text = (PLACE / "other/bluesky/author-feed.test.ts.snap").read_text(encoding="utf-8")
        blocks = re.findall(r"= `\n(.*?)\n`;", text, re.DOTALL)
        assert len(blocks) > 3
        watched = platforms()["bluesky"].recognise("https://bsky.app/profile/alice.example")
        assert watched is not None
        for block in blocks:
            feed = json.loads(re.sub(r",(\s*[}\]])", r"\1", block).replace("\\\\", "\\"))
            capture = make_capture("https://public.api.bsky.app/xrpc/x", {"feed": feed}, reader="author_feed")
            posts = only(list(platforms()["bluesky"].readers["author_feed"](capture, watched)), Post)
            assert len(posts) == len(feed)
            reposts = [item["post"]["uri"] for item in feed if "Repost" in str(item.get("reason", ""))]
            assert [post.repost_of for post in posts if post.kind == "repost"] == reposts

    def test_a_handle_that_was_resolved_leads_to_the_profile() -> None:
        watched = platforms()["bluesky"].recognise("https://bsky.app/profile/bsky.app")
        assert watched is not None
        body = (PLACE / "other/bluesky/resolve_handle.json").read_bytes()
        capture = make_capture("https://public.api.bsky.app/xrpc/x", body, reader="handle")
        (asked,) = only(list(platforms()["bluesky"].readers["handle"](capture, watched)), Fetch)
        assert asked.url.endswith("getProfile?actor=did%3Aplc%3Az72i7hdynmk6r22z27h6tvur")

    def test_a_saved_blog_page_leads_to_the_blogs_feed() -> None:
        watched = platforms()["feed"].recognise("feed:http://www.masterhorologer.com/")
        assert watched is not None
        body = (PLACE / "other/blogger/home.html").read_bytes()
        capture = make_capture(watched.url, body, reader="feed")
        (asked,) = only(list(platforms()["feed"].readers["feed"](capture, watched)), Fetch)
        assert asked.url.endswith("/feeds/posts/default")
