"""LiveJournal: journals and communities, by their feeds; account facts from FOAF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from crawlers.families.feed_sites import ask_feed, ask_known, read_known_entry
from crawlers.families.livejournal_feed import SHAPE, read_journal_feed, recognise_journal
from crawlers.families.livejournal_foaf import read_foaf
from crawlers.platform import Fetch, Pace, Platform, Route
from storage.items import Known, Watched


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The owner first, where the journal is new; the feed; known entries, and then the owner, again."""
    owner = Fetch(url=f"{watched.url}data/foaf", reader="foaf", route="feed")
    feed = ask_feed(f"{watched.url}data/atom", known)
    if not known.newest_id or known.full:
        yield replace(owner, context={**feed.context, "feed": feed.url})
    else:
        described = {"described": "1"} if "foaf" in known.attributes or known.recheck else {}
        yield replace(feed, context={**feed.context, **described})
        if known.recheck:
            yield owner
    yield from ask_known(known, lambda id, _: _locate(watched, id), key=watched.key)


def _locate(watched: Watched, id: str) -> str:
    number = id.rpartition("/")[2]
    return f"{watched.url}data/atom?itemid={number}" if number.isdigit() else ""


platform = Platform(
    key="livejournal",
    title="LiveJournal",
    homepage="https://www.livejournal.com/",
    family="livejournal",
    example="https://lj-news.livejournal.com/",
    recognise=partial(recognise_journal, platform="livejournal"),
    routes=(Route(name="feed", sees="the newest 25 public entries with edits, tags, moods, comment counts"),),
    start=start,
    post_urls=(r"/(\d+)\.html",),
    readers={
        "feed": read_journal_feed,
        "known": partial(read_known_entry, shape=SHAPE),
        "foaf": read_foaf,
    },
    hosts=(".livejournal.com", "www.livejournal.com"),
    order=40,
    pace=Pace(seconds=1.0, concurrency=2, source="livejournal.com/bots: at most five requests a second"),
    shims=("www.livejournal.com/away?to=",),
    imports=((r"livejournal\.com/.*\bdata/(atom|rss)", "feed"), (r"livejournal\.com/.*\bdata/foaf", "foaf")),
    expects="a feed with at least one entry",
    evidence="recorded body",
    notes=(
        "no credential: the official interface shows only one's own journal; entries for friends are never "
        "seen; journals whose owner asks robots to stay out are marked noindex"
    ),
)
