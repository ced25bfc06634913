"""What X lets others embed: the timeline of an account, and single posts."""

from __future__ import annotations

import pytest

from crawlers.platform import Unreadable
from storage.items import Account, Observation, Post
from tests.crawlers.captures import kinds, only, urls
from tests.crawlers.families.x_bodies import EMBEDDED, FIRST, SECOND, ask, embed


def test_the_embedded_timeline_gives_the_account_and_its_own_posts() -> None:
    others = {**EMBEDDED, "id_str": SECOND, "user": {"id_str": "88", "screen_name": "OtherOne"}}
    readings = ask("embedded", embed(EMBEDDED, others))
    assert [one.key for one in only(readings, Account)] == ["77"]
    assert [post.id for post in only(readings, Post)] == [FIRST]
    assert kinds(ask("embedded", embed())) == ["login_wall"]
    assert kinds(ask("embedded", "<!DOCTYPE html><html>Nothing</html>")) == ["changed_format"]
    with pytest.raises(Unreadable):
        ask("embedded", embed().replace("entries", "others"))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("This Post is from a suspended account. Learn more", "suspended"),
        ("This Post is from an account that no longer exists. Learn more", "deleted"),
        (
            "You’re unable to view this Post because this account owner limits who can view their Posts.",
            "private",
        ),
        ("This Post was deleted by the Post author. Learn more", "gone"),
        ("This Post violated the X Rules. Learn more", "gone"),
        ("Age-restricted adult content. This content might not be appropriate", "login_wall"),
        ("This Post is unavailable in your country", "geo_blocked"),
    ],
)
def test_tombstones_by_their_words(said: str, kind: str) -> None:
    body = {"__typename": "TweetTombstone", "tombstone": {"text": {"text": said}}}
    readings = ask("embedded_post", body, context={"post": FIRST})
    assert [*kinds(readings), *(one.kind for one in only(readings, Observation))] == [kind]


def test_a_known_post_is_embedded_gone_or_stale() -> None:
    (gone,) = only(ask("embedded_post", "", 404, context={"post": FIRST}), Observation)
    assert (gone.kind, gone.post_id) == ("gone", FIRST)
    stale = {**EMBEDDED, "edit_control": {"edit_tweet_ids": [FIRST, SECOND]}}
    assert f"id={SECOND}&" in urls(ask("embedded_post", stale, context={"post": FIRST}))[0]
    repost = {**EMBEDDED, "text": "RT @OtherOne: x", "full_text": "RT @OtherOne: x", "entities": {}}
    (seen,) = only(ask("embedded_post", repost, context={"post": FIRST}), Observation)
    assert seen.kind == "seen"
