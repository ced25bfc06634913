"""Discourse: members, boards, threads and whole sites by the JSON that its own pages are made of.

Sources: docs.discourse.org (``/u/NAME.json``, ``/user_actions.json``, ``/c/ID/show.json``,
``/c/SLUG/ID.json``, ``/t/ID.json``, ``/t/ID/posts.json``, ``/posts.json``), recorded answers,
``UserAction.stream`` of discourse/discourse (30 actions a page, newest first; 4 is a new topic, whose
``post_id`` is null, 5 a reply).

A list of a member's actions tells topics and numbers; the words come with the topics. Known posts are looked
at again by topic: its ``stream`` names all posts that are there. Of boards, threads and sites the attributes
of their account tell how far they were read; so edits and deletions are looked for where members are
watched, or with a full crawl.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import quote

from crawlers.families.discourse_boards import read_about, read_category, read_latest, read_topics
from crawlers.families.discourse_members import read_actions, read_member, read_summary
from crawlers.families.discourse_topics import read_more, read_topic
from crawlers.families.discourse_urls import ENGINE, ask
from crawlers.families.forum_json_places import Place, place_of, recognise_place
from crawlers.families.forum_json_words import read_last_number
from crawlers.platform import Evidence, Fetch, Pace, Platform, Route
from storage.items import Known, KnownPost, Watched

MOST_RECHECKS = 200
NOTES = (
    "no login: what guests may read. Absent and hidden answer alike. Watch a forum that is not listed as "
    "discourse:https://HOST/u/NAME, a board (/c/SLUG/ID), a thread (/t/SLUG/ID) or, by its bare address, all "
    "new posts of the site"
)


def discourse(
    title: str, *, hosts: tuple[str, ...], example: str, evidence: Evidence = "recorded body"
) -> Platform:
    """The platform of all forums that run Discourse; on ``hosts`` every shape of its addresses is known."""
    return Platform(
        key=ENGINE.key,
        title=title,
        homepage="https://www.discourse.org/",
        family="discourse",
        example=example,
        recognise=lambda url: recognise_place(ENGINE, url, hosts),
        routes=(
            Route(name="api", sees="profile, all public posts with threads, edits, likes, clicks on links"),
        ),
        start=start_forum,
        readers={
            "member": read_member,
            "actions": read_actions,
            "summary": read_summary,
            "topic": read_topic,
            "posts": read_more,
            "category": read_category,
            "topics": read_topics,
            "about": read_about,
            "latest": read_latest,
        },
        hosts=hosts,
        any_host=True,
        order=60,
        pace=Pace(
            seconds=1.0,
            concurrency=1,
            source="discourse/discourse, site settings: 200 requests a minute for each address",
        ),
        imports=(
            (r"/u/[^/?]+\.json", "member"),
            (r"/user_actions\.json", "actions"),
            (r"/t/(?:[^/?]+/)?\d+/posts\.json", "posts"),
            (r"/t/(?:[^/?]+/)?\d+(?:/\d+|/last)?\.json", "topic"),
            (r"/posts\.json", "latest"),
        ),
        post_urls=(r"/t/(?:[^/?#]+/)?(\d+(?:/\d+)?)(?:[/?#]|$)",),
        expects="the member's profile and a post, or a board, thread or site with posts",
        evidence=evidence,
        notes=NOTES,
    )


def start_forum(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The profile, the board, the thread or the site first; a member's known posts topic by topic."""
    place = place_of(ENGINE, watched)
    told = {} if known.full else known.attributes
    after, after_at = told.get("newest_post", ""), told.get("newest_at", "")
    if place.kind == "member":
        since = "" if known.full or known.newest_at is None else known.newest_at.isoformat()
        name = known.handle or place.name
        yield ask(place, f"/u/{quote(name, safe='')}.json", "member", {"since": since})
        yield from _ask_known(place, known.recheck[:MOST_RECHECKS])
    elif place.kind == "board":
        yield ask(place, f"/c/{place.id}/show.json", "category", {"after_at": after_at})
    elif place.kind == "thread":
        yield ask(place, f"/t/{place.id}.json", "topic", {"after": after})
    else:
        yield ask(place, "/about.json", "about", {"after": after})


def _ask_known(place: Place, posts: Iterable[KnownPost]) -> Iterable[Fetch]:
    topics: dict[str, list[str]] = {}
    for post in posts:
        number = post.id.rpartition("/")[2]
        topic = post.context.get("thread", "") or read_last_number(post.url.rpartition("/")[0])
        if number.isdigit() and topic.isdigit():
            topics.setdefault(topic, []).append(number)
    for topic, numbers in topics.items():
        yield ask(place, f"/t/{topic}.json", "topic", {"ids": " ".join(numbers), "again": "1"})
