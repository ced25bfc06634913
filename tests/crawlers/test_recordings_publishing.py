"""Bodies that Tumblr's documentation, Flickr and SoundCloud gave, whole and damaged, by their own readers.

They lie in ``../shared/recordings``; where that is not there, nothing is collected. TypePad's recorded feed
is read as a feed in ``test_recordings`` and as TypePad's own here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawlers.platform import UNREADABLE, Reading, platforms
from storage.items import Account, Post, Problem
from tests.crawlers.captures import kinds, make_capture, only

PLACE = Path(__file__).parents[3] / "shared" / "recordings" / "other"
PLATFORMS = ("tumblr", "flickr", "soundcloud")
READ: dict[str, tuple[str, str, str, str]] = {
    "tumblr/doc_example_1.json": (
        "tumblr", "https://david.tumblr.com/", "info", "https://api.tumblr.com/v2/blog/david/info"
    ),
    "tumblr/doc_example_3.json": (
        "tumblr", "https://david.tumblr.com/", "info", "https://api.tumblr.com/v2/user/filtered_content"
    ),
    "flickr/flickr.people.getInfo.json": (
        "flickr", "https://www.flickr.com/photos/kindofblue115/", "person", "https://api.flickr.com/services/rest"
    ),
    "flickr/flickr.photos.getContactsPublicPhotos.json": (
        "flickr", "https://www.flickr.com/photos/kindofblue115/", "photos", "https://api.flickr.com/services/rest"
    ),
    "soundcloud/resolve_or_user_0.json": (
        "soundcloud", "https://soundcloud.com/liluzivert", "user", "https://api-widget.soundcloud.com/resolve"
    ),
    "soundcloud/user_items_p2.json": (
        "soundcloud", "https://soundcloud.com/liluzivert", "tracks",
        "https://api-v2.soundcloud.com/users/73637815/tracks?offset=2026",
    ),
    "feeds/feedburner_typepad.atom": (
        "typepad", "https://pauldix.typepad.com/blog/", "feed", "https://pauldix.typepad.com/blog/atom.xml"
    ),
}  # fmt: skip
"""Platform, account, reader and URL of each recording."""
ACCOUNTS = {
    "tumblr/doc_example_1.json": ("david", "david"),
    "flickr/flickr.people.getInfo.json": ("39216764@N00", "kindofblue115"),
    "soundcloud/resolve_or_user_0.json": ("10494998", "liluzivert"),
    "feeds/feedburner_typepad.atom": ("pauldix/blog", "pauldix/blog"),
}


def read(name: str, body: bytes) -> list[Reading]:
    key, account, reader, url = READ[name]
    watched = platforms()[key].recognise(account)
    assert watched is not None
    return list(platforms()[key].readers[reader](make_capture(url, body, reader=reader), watched))


if PLACE.is_dir():
    ROWS = [line.split("\t") for line in (PLACE / "INDEX.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    SAID = {row[1]: row for row in ROWS}

    def test_no_recording_of_these_platforms_was_forgotten() -> None:
        assert {row[1] for row in ROWS if row[0] in PLATFORMS} <= set(READ)

    @pytest.mark.parametrize("name", READ)
    def test_a_recording_gives_what_the_list_says(name: str) -> None:
        if name == "tumblr/doc_example_3.json":
            with pytest.raises(UNREADABLE):  # the settings of a user, no blog
                read(name, (PLACE / name).read_bytes())
            return
        readings = read(name, (PLACE / name).read_bytes())
        posts, accounts = only(readings, Post), only(readings, Account)
        assert len(posts) == int(SAID[name][5]) and kinds(readings) == []
        if posts:
            first, said = posts[0], SAID[name][6]
            assert first.id.rpartition("#")[2] == said and first.posted_at is not None
            assert first.posted_at_text == SAID[name][7]
        if name in ACCOUNTS:
            (account,) = accounts
            assert (account.key, account.handle) == ACCOUNTS[name]
        assert not any("drift" in post.attributes for post in posts)
        assert not any("drift" in account.attributes for account in accounts)

    def test_photos_of_others_are_under_their_own_numbers() -> None:
        name = "flickr/flickr.photos.getContactsPublicPhotos.json"
        posts = only(read(name, (PLACE / name).read_bytes()), Post)
        assert [post.account for post in posts] == ["5555", "6666"]

    @pytest.mark.parametrize("name", [one for one in READ if one.endswith(".json")])
    @settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_a_damaged_recording_gives_a_problem_or_what_is_left(name: str, data: st.DataObject) -> None:
        try:
            readings = read(name, _damage((PLACE / name).read_bytes(), data))
        except UNREADABLE:
            return
        is_empty_page = name == "soundcloud/user_items_p2.json"
        assert is_empty_page or any(isinstance(one, Post | Account | Problem) for one in readings)


def _damage(body: bytes, data: st.DataObject) -> bytes:
    """A field taken away, a list turned into an object, a text into null."""
    fields: Any = json.loads(body)
    places: list[tuple[Any, Any]] = []
    waiting = [fields]
    while waiting:
        here = waiting.pop()
        steps = list(here) if isinstance(here, dict) else range(len(here))
        places += [(here, step) for step in steps]
        waiting += [here[step] for step in steps if isinstance(here[step], dict | list)]
    here, step = data.draw(st.sampled_from(places), "place")
    there = here[step]
    if isinstance(there, list):
        here[step] = {str(number): one for number, one in enumerate(there)}
    elif isinstance(there, str) and data.draw(st.booleans()):
        here[step] = None
    else:
        del here[step]
    return json.dumps(fields).encode()
