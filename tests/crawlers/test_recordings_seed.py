"""X and Reddit on bodies that they really sent, where ``../shared/recordings`` is there beside the project.

The list beside them says how many posts each holds and what the first one is; of the web's answers it counts
the posts within posts too, which are references here. Changed copies of the bodies (a field taken away, a
list made an object, a text made null) give a problem or the post without that field, never anything else.
Where the folder is not there nothing is collected, and nothing skipped.
"""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.drift import ATTRIBUTE
from crawlers.platform import Reading, Unreadable, platforms
from crawlers.times import parse_time
from storage.items import Account, Observation, Post, Problem, Watched
from tests.crawlers.captures import make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "seed"
_WEB = "https://x.com/i/api/graphql/q"
_OAUTH = "https://oauth.reddit.com"


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom a body was asked, at which address, and which reader takes it."""

    account: str
    url: str
    reader: str


READ: dict[str, Asked] = {
    "x/apiv1_user_timeline.json": Asked(
        "https://x.com/TweepyDev", "https://api.twitter.com/1.1/statuses/user_timeline.json", "statuses"
    ),
    "x/apiv2_quote_tweets.json": Asked(
        "https://x.com/XDevelopers", "https://api.twitter.com/2/users/2244994945/tweets", "posts"
    ),
    "x/graphql_card_poll.json.gz": Asked("https://x.com/elonmusk", f"{_WEB}/TweetDetail", "conversation"),
    "x/graphql_issue_42_regr.json": Asked("https://x.com/_AVICINTL", f"{_WEB}/TweetDetail", "conversation"),
    "x/graphql_raw_tweet_details.json.gz": Asked(
        "https://x.com/XDevelopers", f"{_WEB}/TweetDetail", "conversation"
    ),
    "x/graphql_raw_user_by_login.json": Asked(
        "https://x.com/XDevelopers", f"{_WEB}/UserByScreenName", "profile"
    ),
    "reddit/api_duplicates.json": Asked(
        "https://www.reddit.com/user/bobcat", f"{_OAUTH}/duplicates/avj2v/?raw_json=1&limit=100", "listing"
    ),
    "reddit/api_submit_crosspost.json": Asked(
        "https://www.reddit.com/user/kwwxis2", f"{_OAUTH}/comments/6vx01b/?raw_json=1", "listing"
    ),
    "reddit/api_user_comments_new.json": Asked(
        "https://www.reddit.com/user/spez", f"{_OAUTH}/user/spez/comments?limit=100&raw_json=1", "listing"
    ),
    "reddit/rss_atom_subreddit.atom": Asked(
        "https://www.reddit.com/r/space/", "https://www.reddit.com/r/space/.rss", "feed"
    ),
}
_COUNTED = re.compile(r"(?P<posts>\d+) posts; first id (?P<first>\d+); first created (?P<created>[^;]+)")
_NODES = re.compile(
    r"\d+ tweet nodes / (?P<posts>\d+) unique ids.*first id (?P<first>\d+); created (?P<created>.+)"
)
_ACCOUNT = re.compile(
    r"account rest_id (?P<first>\d+) .*created_at (?P<created>.+?) followers .*: (?P<posts>\d+),"
)
_SUBMISSION = re.compile(
    r"submission (?P<first>t3_\w+) created_utc (?P<created>[\d.]+); (?P<posts>\d+) second-listing"
)
_THINGS = re.compile(
    r"(?P<posts>\d+) posts; first (?:guid )?(?P<first>\S+); (?:created_utc|first pubDate) (?P<created>[^;]+)"
)


@cache
def read_body(name: str) -> bytes:
    body = (PLACE / name).read_bytes()
    return gzip.decompress(body) if name.endswith(".gz") else body


def watch(asked: Asked) -> Watched:
    watched = platforms()[name_platform(asked)].recognise(asked.account)
    assert watched is not None
    return watched


def name_platform(asked: Asked) -> str:
    return "x" if "x.com/" in asked.account else "reddit"


def run(asked: Asked, body: bytes) -> list[Reading]:
    capture = make_capture(asked.url, body, reader=asked.reader)
    return list(platforms()[name_platform(asked)].readers[asked.reader](capture, watch(asked)))


def find_expected(name: str) -> str:
    rows = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()]
    return next(row[5] for row in rows if row[1] == name)


def list_places(value: object, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a body, down to those that are looked at."""
    found = [place]
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in parts:
        found += list_places(inner, (*place, name))
    return found


@cache
def find_due(name: str) -> tuple[frozenset[str], list[tuple[Any, ...]]]:
    """The posts that a recording holds, and every place in it."""
    posts = only(run(READ[name], read_body(name)), Post)
    return frozenset(post.id for post in posts), list_places(orjson.loads(read_body(name)))


def change(body: Any, place: tuple[Any, ...], how: str) -> Any:
    """The body without what is in a place, or with something else there."""
    if not place:
        return {} if how == "remove" else None
    holder = body
    for step in place[:-1]:
        holder = holder[step]
    there = holder[place[-1]]
    if how == "remove":
        del holder[place[-1]]
    elif how == "turn":
        holder[place[-1]] = {"0": there} if isinstance(there, list) else [there]
    else:
        holder[place[-1]] = None
    return body


if PLACE.is_dir():
    X = [name for name in READ if name.startswith("x/")]
    JSON = [name for name in READ if ".json" in name]

    @pytest.mark.parametrize("name", X)
    def test_a_recording_of_x_is_read_as_its_list_says(name: str) -> None:
        readings = run(READ[name], read_body(name))
        found = next(
            match for sign in (_COUNTED, _NODES, _ACCOUNT) if (match := sign.match(find_expected(name)))
        )
        assert not only(readings, Problem)
        if READ[name].reader == "profile":
            (account,) = only(readings, Account)
            assert (account.key, account.followers) == (found["first"], int(found["posts"]))
            assert account.created_at == parse_time(found["created"])
            assert ATTRIBUTE not in account.attributes
            return
        posts = only(readings, Post)
        ids = {post.id for post in posts}
        assert len(ids) == len(posts)
        assert len(ids | {one for post in posts for one in (post.repost_of, post.quote_of)} - {""}) == int(
            found["posts"]
        )
        assert posts[0].id == found["first"]
        created = parse_time(found["created"])
        if created is not None:
            assert posts[0].posted_at is not None
            assert posts[0].posted_at.replace(microsecond=0) == created
        assert all(post.text or post.media for post in posts)
        assert all(ATTRIBUTE not in post.attributes for post in posts)

    @pytest.mark.parametrize("name", [name for name in READ if name.startswith("reddit/")])
    def test_a_recording_of_reddit_is_read_as_its_list_says(name: str) -> None:
        posts = only(run(READ[name], read_body(name)), Post)
        expected = find_expected(name)
        if found := _SUBMISSION.match(expected):
            assert len(posts) == 1 + int(found["posts"])
        else:
            found = _THINGS.match(expected)
            assert found and len(posts) == int(found["posts"])
        assert found["first"] in (posts[0].id, posts[0].uri)
        assert posts[0].posted_at == parse_time(found["created"])
        assert len({post.id for post in posts}) == len(posts)
        assert all(post.text and ATTRIBUTE not in post.attributes for post in posts)

    @pytest.mark.parametrize("name", JSON)
    @settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_changed_recording_is_told_and_not_passed_over(name: str, data: st.DataObject) -> None:
        due, places = find_due(name)
        place = data.draw(st.sampled_from(places))
        how = data.draw(st.sampled_from(["remove", "turn", "null"]))
        changed = orjson.dumps(change(orjson.loads(read_body(name)), place, how))
        try:
            readings = run(READ[name], changed)
        except (Unreadable, KeyError):
            return
        posts = {one.id for one in only(readings, Post)}
        told = any(isinstance(one, Problem | Observation) for one in readings)
        taken_whole = how == "remove" and bool(place) and isinstance(place[-1], int)
        assert told or taken_whole or posts >= due or len(posts) == len(due)
