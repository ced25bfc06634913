"""Finding posts: words of every script, tags, handles, addresses, filters, and hostile questions."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import watchlist
from storage.index import Index
from storage.items import Flag, FlagMember, LandingPage, Link, Watched
from storage.search import Query, search
from storage.search_text import list_words, read_question
from storage.search_upkeep import catch_up_search, renew_search
from tests.storage.harvests import at, harvest, make_account, make_post, record

LINK = Link(url="https://short.example/abc", expanded="https://news.mirror-site.net/path/story-7.html")


@pytest.fixture
def filled(index: Index) -> Index:
    index.write(
        [
            harvest(
                make_account("42", "MarketWatcher", 1),
                make_account("77", "else", 1),
                make_post("zh", "今天香港人民看到了真相。", 1, language="zh-CN"),
                make_post("ja", "東京のニュースをお届けします", 2, language="ja"),
                make_post("ko", "오늘 서울에서 만난 사람들", 3, language="ko"),
                make_post("en", "The Quick brown fox met #GoodPeople", 4, language="en", links=(LINK,)),
                make_post(
                    "hi", "@MarketWatcher said: foxes", 5, account="77", mentions=("friend@host.example",)
                ),
                make_post("th", "ประเทศไทยวันนี้", 6, platform="page", posted_at=at(-100)),
                make_post("wide", "ＦＵＬＬ ｗｉｄｔｈ ﾃｽﾄ", 7),
            )
        ]
    )
    while catch_up_search(index, 3):
        pass
    return index


def ids(index: Index, text: str = "", **filters: object) -> set[str]:
    return {each.post_id for each in search(index, Query(text=text, **filters))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("香港", {"zh"}),
        ("香港人民", {"zh"}),
        ("人民看到了真相", {"zh"}),
        ("港", {"zh"}),
        ("相", {"zh"}),
        ("香民", set()),
        ("ニュース", {"ja"}),
        ("東京", {"ja"}),
        ("서울", {"ko"}),
        ("사람", {"ko"}),
        ("ไทย", {"th"}),
        ("quick", {"en"}),
        ("QUICK", {"en"}),
        ("qui", set()),
        ("fox", {"en"}),
        ("quick fox", {"en"}),
        ('"quick fox"', set()),
        ('"brown fox"', {"en"}),
        ("#goodpeople", {"en"}),
        ("#fox", set()),
        ("@marketwatcher", {"zh", "ja", "ko", "en", "hi", "wide"}),
        ("@friend", {"hi"}),
        ("@friend@host.example", {"hi"}),
        ("mirror-site.net", {"en"}),
        ("mirror-site.net/path", {"en"}),
        ("story-7", {"en"}),
        ("full テスト", {"wide"}),
        ("香港 fox", set()),
        ("!!!", set()),
    ],
)
def test_words_of_every_script(filled: Index, question: str, expected: set[str]) -> None:
    assert ids(filled, question) == expected


def test_filters(filled: Index) -> None:
    page = LandingPage(
        link_url=LINK.url,
        chain="c",
        url="https://landing.example.org/x",
        normalised_url="https://landing.example.org/x",
        registered_domain="example.org",
        record_id=record(1),
        captured_at=at(9),
        status=200,
    )
    filled.write([harvest(page)])
    watchlist.add(
        filled,
        Watched(platform="gab", key="77", url="https://gab.com/else"),
        watchlist.Reasons(case="Case A"),
    )
    member = FlagMember(uid="gab:zh")
    filled.write_flags(
        [
            Flag(
                detector="text",
                version="1",
                kind="reused_text",
                key="k",
                score=0.9,
                summary="s",
                members=(member,),
                evidence={},
            )
        ]
    )
    assert ids(filled, platform="page") == {"th"}
    assert ids(filled, account="else") == ids(filled, account="77") == ids(filled, account="gab:77") == {"hi"}
    assert ids(filled, case="Case A") == {"hi"}
    assert ids(filled, lang="zh") == {"zh"}
    assert ids(filled, since=at(6)) == {"wide"}
    assert ids(filled, until=at(0)) == {"th"}
    assert ids(filled, domain="example.org") == ids(filled, domain="short.example") == {"en"}
    assert ids(filled, domain="ample.org") == set()
    assert ids(filled, flag="reused_text") == ids(filled, flag="1") == {"zh"}
    assert ids(filled, "fox", platform="page") == set()
    assert len(ids(filled, limit=2)) == 2


def test_an_edited_post_is_found_by_former_words_too(index: Index) -> None:
    index.write([harvest(make_post("a", "original wording", 1))])
    catch_up_search(index)
    index.write([harvest(make_post("a", "replacement", 2))])
    catch_up_search(index)
    former = search(index, Query(text="wording"))
    assert [(each.post_id, each.superseded, each.text) for each in former] == [
        ("a", True, "original wording")
    ]
    assert [each.superseded for each in search(index, Query(text="replacement"))] == [False]


def test_two_edits_before_full_text_came_by(index: Index) -> None:
    index.write([harvest(make_post("a", "eins", 1)), harvest(make_post("a", "zwei", 2))])
    index.write([harvest(make_post("a", "drei", 3)), harvest(make_post("a", "eins", 4))])
    while catch_up_search(index, 2):
        pass
    for word in ("eins", "zwei", "drei"):
        assert ids(index, word) == {"a"}


def test_full_text_can_be_built_anew(filled: Index) -> None:
    renew_search(filled)
    assert ids(filled, "香港") == set()
    while catch_up_search(filled, 100):
        pass
    assert ids(filled, "香港") == {"zh"}


@pytest.mark.parametrize(
    "question",
    [
        '"',
        '""" OR',
        "fox NEAR(brown, 2)",
        "words:fox",
        "-fox",
        "fo*",
        "^fox",
        "{fox}",
        "(fox",
        "fox AND",
        "a'b''c\\",
        "fox\x00",
        "\ud800",
        "%' OR 1=1 --",
        "!&|<->:*",
        "'fox':*",
        "﷽" * 50,
        "x" * 5000,
        " ".join(["fox"] * 500),
        "香" * 3000,
    ],
)
def test_hostile_questions_are_only_text(filled: Index, question: str) -> None:
    search(filled, Query(text=question))
    for field in ("platform", "account", "case", "domain", "lang", "flag"):
        search(filled, Query(**{field: question}))  # type: ignore[arg-type]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_is_found_by_itself(index: Index, text: str) -> None:
    index.write([harvest(make_post(f"id {text!r}", text, 1))])
    while catch_up_search(index):
        pass
    found = search(index, Query(text=text.replace('"', " "), limit=10_000))
    asked = read_question(text.replace('"', " "))
    signs = "#" in text or "@" in text or "＃" in text or "＠" in text
    assert signs or not asked or any(each.post_id == f"id {text!r}" for each in found)


@given(text=st.text(), further=st.lists(st.text(), max_size=3))
def test_words_have_no_characters_that_the_databases_would_cut_at(text: str, further: list[str]) -> None:
    for word in list_words(text, further, [f"#{each}" for each in further]):
        assert word
        assert all(not character.isascii() or character.isalnum() or character in "#@_" for character in word)
