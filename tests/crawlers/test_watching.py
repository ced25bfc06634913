"""From what a person typed to a watched account, or to one clear line."""

from __future__ import annotations

import pytest

from crawlers.watching import find_watched
from storage.errors import Misuse


@pytest.mark.parametrize(
    ("typed", "platform", "key"),
    [
        ("https://t.me/s/durov", "telegram", "durov"),
        ("http://www.t.me/Durov/123?single", "telegram", "durov"),
        ("  t.me/durov ", "telegram", "durov"),
        ("hxxps://t[.]me/durov", "telegram", "durov"),
        ("hXXps[:]//bsky[dot]app/profile/Alice.Example.Com", "bluesky", "alice.example.com"),
        ("<https://gab.com/a>", "gab", "a@gab.com"),
        ("hxxps://www[.]mastodon[.]social/@Mastodon", "mastodon", "mastodon@mastodon.social"),
        ("@Mastodon@mastodon.social", "mastodon", "mastodon@mastodon.social"),
        ("acct:mastodon@mastodon.social", "mastodon", "mastodon@mastodon.social"),
        ("at://alice.example.com", "bluesky", "alice.example.com"),
        ("did:plc:z72i7hdynmk6r22z27h6tvur", "bluesky", "did:plc:z72i7hdynmk6r22z27h6tvur"),
        ("feed:https://blog.example.com/", "feed", "blog.example.com"),
        ("wordpress:www.example.com/news/", "wordpress", "www.example.com/news"),
        ("tg://resolve?domain=durov", "telegram", "durov"),
    ],
)
def test_every_spelling_of_an_account_is_the_account(typed: str, platform: str, key: str) -> None:
    watched = find_watched(typed)
    assert (watched.platform, watched.key) == (platform, key)
    assert find_watched(watched.url, platform=platform).key == key


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "is not a web address"),
        ("nonsense", "is not a web address"),
        ("two words.here", "is not a web address"),
        ("ftp://files.example.com/", "is not http or https"),
        ("javascript:alert(1)", "is not http or https"),
        ("https://", "is not a web address"),
        ("http://127.0.0.1/@x", "is no public address"),
        ("http://2130706433/@x", "is no public address"),
        ("http://[::1]/@x", "is no public address"),
        ("http://169.254.169.254/latest/meta-data", "is no public address"),
        ("http://localhost/@x", "is a name for this machine or its network"),
        ("http://printer.lan/@x", "is a name for this machine or its network"),
        ("feed:http://127.0.0.1/feed", "is not an account's URL of any known platform"),
        ("feed:http://printer.lan/feed", "is a name for this machine or its network"),
        ("@root@printer.lan", "is a name for this machine or its network"),
        ("https://mei:secret@mastodon.social/@mei", "the URL carries a user name"),
        ("https://mastodon.social:22/@mei", "port 22 is not allowed"),
        ("https://www.example.com/about", "name one with --family"),
        ("https://t.me/joinchat/AAAA", "name one with --family"),
    ],
)
def test_what_cannot_be_watched_is_refused_in_one_clear_line(typed: str, says: str) -> None:
    with pytest.raises(Misuse) as refused:
        find_watched(typed)
    message = str(refused.value)
    assert says in message and "\n" not in message and len(message) < 250


def test_ten_thousand_characters_are_refused_without_being_printed() -> None:
    with pytest.raises(Misuse) as refused:
        find_watched("https://mastodon.social/@" + "a" * 10_000)
    assert "10025 characters long; a URL has at most 2048" in str(refused.value)
    assert len(str(refused.value)) < 200


def test_a_platform_may_be_named_and_must_exist() -> None:
    assert find_watched("https://www.example.com/about", platform="page").platform == "page"
    assert find_watched("https://www.example.com/", platform="feed").key == "example.com"
    assert find_watched("www.example.com", platform="wordpress").key == "www.example.com"
    with pytest.raises(Misuse, match="there is no platform 'myspace'"):
        find_watched("https://www.example.com/", platform="myspace")
    with pytest.raises(Misuse, match="is not an account's URL of gab$"):
        find_watched("https://www.example.com/", platform="gab")


def test_wants_go_with_the_account() -> None:
    assert find_watched("https://t.me/durov", wants=("comments",)).wants == ("comments",)
