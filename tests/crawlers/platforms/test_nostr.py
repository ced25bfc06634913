"""Spellings of Nostr accounts, and what is asked for them first."""

from __future__ import annotations

import json

import pytest

from crawlers.families.bech32 import encode_bech32
from crawlers.families.nostr_names import Actor, write_profile
from crawlers.platform import platforms, recognise
from storage.items import Known
from tests.crawlers.captures import NOW

NOSTR = platforms()["nostr"]
KEY = "3bf0c63fcb93463407af97a5e5ee64fa883d107ef9e558472c4eb9aaaefa459d"
NPUB = "npub180cvv07tjdrrgpa0j7j7tmnyl2yr6yr7l8j4s3evf6u64th6gkwsyjh6w6"
NPROFILE = (
    "nprofile1qqsrhuxx8l9ex335q7he0f09aej04zpazpl0ne2cgukyawd24mayt8gpp4mhxue69uhhytnc9e3k7mgpz4mhxue69uhkg6nzv9"
    "ejuumpv34kytnrdaksjlyr9p"
)


@pytest.mark.parametrize(
    "url",
    [
        NPUB,
        NPUB.upper(),
        NPROFILE,
        KEY,
        f"nostr:{NPUB}",
        f"NOSTR:{NPROFILE}",
        f"web+nostr:{NPUB}",
        f"nostr:{KEY}",
        f"https://njump.me/{NPUB}",
        f"https://primal.net/p/{NPROFILE}",
        f"https://snort.social/p/{NPUB}",
        f"https://snort.social/{NPUB}?lang=en",
        f"https://damus.io/{NPUB}",
        f"https://iris.to/{NPUB}/replies",
        f"https://yakihonne.com/profile/{NPROFILE}",
        f"https://coracle.social/people/{KEY}",
        f"https://www.nostrudel.ninja/#/u/{NPUB}",
        f"satellite.earth/@{NPUB}",
    ],
)
def test_every_spelling_is_the_one_key(url: str) -> None:
    watched = recognise(url)
    assert watched is not None
    assert (watched.platform, watched.key, watched.handle) == ("nostr", KEY, NPUB)


def test_the_author_of_a_post_is_watched_by_the_posts_address() -> None:
    author = bytes.fromhex(KEY)
    event = encode_bech32("nevent", b"\x00\x20" + bytes(32) + b"\x02\x20" + author)
    article = encode_bech32("naddr", b"\x00\x03a-b\x02\x20" + author + b"\x03\x04\x00\x00\x75\x47")
    for code in (event, article):
        watched = NOSTR.recognise(f"https://njump.me/{code}")
        assert watched is not None and watched.key == KEY


@pytest.mark.parametrize(
    "url",
    [
        "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5",
        "note1fntxtkcy9pjwucqwa9mddn7v03wwwsu9j330jj350nvhpky2tuaspk6nqc",
        f"https://elsewhere.example/{NPUB}",
        f"https://njump.me/{NPUB[:-1]}",
        f"https://njump.me/{KEY}",
        "https://primal.net/p/",
        "someone@names.example",
        "nostr:",
        "nostr:@",
        "nostr:a@localhost",
    ],
)
def test_secrets_notes_and_other_pages_name_nobody(url: str) -> None:
    assert NOSTR.recognise(url) is None


@pytest.mark.parametrize("url", ["nostr:Mei@Names.Example", "https://njump.me/mei@names.example"])
def test_a_name_is_looked_up_at_its_domain(url: str) -> None:
    watched = NOSTR.recognise(url)
    assert watched is not None and watched.key == "mei@names.example"
    (fetch,) = NOSTR.start(watched, Known())
    assert (fetch.url, fetch.reader) == (
        "https://names.example/.well-known/nostr.json?name=mei",
        "name",
    )
    known = Known(key=KEY, newest_id="0" * 64, newest_at=NOW)
    assert {one.reader for one in NOSTR.start(watched, known)} == {"directory", "events"}


def test_the_usual_relays_the_hinted_and_the_known_ones_are_asked_each_once() -> None:
    watched = NOSTR.recognise(f"nostr:{write_profile(Actor(KEY, ('wss://nos.lol/', 'wss://hint.example/')))}")
    assert watched is not None and "nprofile1" in watched.url
    known = Known(
        attributes={"relays": "wss://own.example wss://127.0.0.1/ wss://a@b.example/ https://c.example"}
    )
    asked = [one.url for one in NOSTR.start(watched, known)]
    assert asked == [
        "wss://purplepag.es/",
        "wss://nos.lol/",
        "wss://hint.example/",
        "wss://own.example/",
        "wss://relay.damus.io/",
        "wss://relay.primal.net/",
    ]


def test_only_what_is_new_is_asked_for_with_a_day_to_spare() -> None:
    watched = NOSTR.recognise(NPUB)
    assert watched is not None
    known = Known(newest_id="0" * 64, newest_at=NOW)
    since = {
        part.get("since")
        for fetch in NOSTR.start(watched, known)
        for part in json.loads(fetch.body)[2:]
        if "limit" in part
    }
    assert since == {int(NOW.timestamp()) - 86_400}
    full = Known(newest_id="0" * 64, newest_at=NOW, full=True)
    assert all(b"since" not in fetch.body for fetch in NOSTR.start(watched, full))
