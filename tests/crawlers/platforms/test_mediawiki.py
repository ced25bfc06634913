"""MediaWiki's users by every spelling, and the answers that are none."""

from __future__ import annotations

import pytest

from crawlers.families.mediawiki import read_edits, read_known
from crawlers.platform import Fetch, platforms
from storage.items import Account, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only

PLATFORM = platforms()["mediawiki"]
EDIT = {
    "userid": 7, "user": "Mei", "pageid": 3, "revid": 11, "parentid": 10, "ns": 0, "title": "Harbour",
    "timestamp": "2026-07-20T10:00:00Z", "comment": "fix, see https://x.example/", "size": 10, "sizediff": -2,
    "minor": False, "new": False, "top": True, "tags": ["visualeditor"],
}  # fmt: skip
USER = {
    "userid": 7,
    "name": "Mei",
    "editcount": 3,
    "registration": "2020-01-02T03:04:05Z",
    "groups": ["*", "sysop"],
}


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://en.wikipedia.org/wiki/User:Mei_Lin", "en.wikipedia.org/Mei Lin"),
        ("https://en.wikipedia.org/wiki/User_talk:mei_Lin", "en.wikipedia.org/Mei Lin"),
        ("https://en.wikipedia.org/wiki/Special:Contributions/Mei_Lin", "en.wikipedia.org/Mei Lin"),
        ("https://en.wikipedia.org/w/index.php?title=Special:Contribs&target=Mei", "en.wikipedia.org/Mei"),
        ("https://zh.wikipedia.org/wiki/User:梅林", "zh.wikipedia.org/梅林"),
        ("https://de.wikipedia.org/wiki/Benutzer:Mei", "de.wikipedia.org/Mei"),
        ("https://ru.wikipedia.org/wiki/Служебная:Вклад/Мэй", "ru.wikipedia.org/Мэй"),
        ("https://harbour.fandom.com/wiki/User:Mei", "harbour.fandom.com/Mei"),
        ("https://wiki.example.org/mw/index.php?title=User:Mei", "wiki.example.org/Mei"),
        ("https://wiki.example.org/wiki/Special:Contributions/203.0.113.9", "wiki.example.org/203.0.113.9"),
        ("mediawiki:https://wiki.example.org/wiki/User:Mei", "wiki.example.org/Mei"),
    ],
)  # fmt: skip
def test_spellings(url: str, key: str) -> None:
    found = PLATFORM.recognise(url)
    assert found is not None and found.key == key
    again = PLATFORM.recognise(found.url)
    assert again is not None and (again.key, again.url) == (found.key, found.url)


@pytest.mark.parametrize(
    "url",
    [
        "https://en.wikipedia.org/wiki/Harbour",
        "https://wiki.example.org/wiki/User:Mei",
        "https://en.wikipedia.org/wiki/User:",
    ],
)
def test_pages_are_no_users(url: str) -> None:
    assert PLATFORM.recognise(url) is None


def test_an_edit_is_its_summary_and_a_new_page_is_asked_for_whole() -> None:
    new = {**EDIT, "revid": 12, "new": True, "parentid": 0}
    body = {
        "query": {"users": [USER], "usercontribs": [EDIT, new]},
        "continue": {"uccontinue": "20260720|10"},
    }
    watched = PLATFORM.recognise("https://en.wikipedia.org/wiki/User:Mei")
    assert watched is not None
    found = list(read_edits(make_capture("https://en.wikipedia.org/w/api.php?action=query", body), watched))
    (account,), (post,) = only(found, Account), only(found, Post)
    assert (account.key, account.posts, account.attributes["groups"]) == ("en.wikipedia.org#7", 3, "sysop")
    assert (post.id, post.title, post.text) == ("en.wikipedia.org/11", "Harbour", EDIT["comment"])
    assert [link.url for link in post.links] == ["https://x.example/"]
    whole, onward = only(found, Fetch)
    assert "revids=12" in whole.url and "uccontinue=20260720%7C10" in onward.url


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"error": {"code": "readapidenied", "info": "You need read permission"}}, "login_wall"),
        ({"error": {"code": "maxlag", "info": "Waiting for a database server"}}, "rate_limited"),
        ({"query": {"users": [{"name": "Mei", "missing": True}], "usercontribs": []}}, "not_found"),
        ({"query": {"users": [USER], "usercontribs": []}}, "empty_proven"),
    ],
)
def test_outcomes(body: object, kind: str) -> None:
    watched = PLATFORM.recognise("https://en.wikipedia.org/wiki/User:Mei")
    assert watched is not None
    found = list(read_edits(make_capture("https://en.wikipedia.org/w/api.php", body), watched))
    assert kinds(found) == [kind]


def test_hidden_and_deleted_revisions_are_gone() -> None:
    body = {
        "query": {
            "badrevids": {"12": {"revid": 12, "missing": True}},
            "pages": [{"pageid": 3, "revisions": [{"revid": 11}, {"revid": 13, "texthidden": True}]}],
        }
    }
    watched = PLATFORM.recognise("https://en.wikipedia.org/wiki/User:Mei")
    assert watched is not None
    capture = make_capture("https://en.wikipedia.org/w/api.php", body, context={"ids": "11 12 13"})
    gone = [one.post_id for one in only(list(read_known(capture, watched)), Observation)]
    assert gone == ["en.wikipedia.org/12", "en.wikipedia.org/13"]
