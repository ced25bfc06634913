"""Pinterest: how people and boards are spelled, what is read of a pin, what is said in place of an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from crawlers.indicators import place_indicator
from crawlers.platform import Fetch, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post, Validators
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch
from tests.crawlers.samples_albums import PIN, PIN_FEED, USER, answer_resource, write_state

PLATFORM = platforms()["pinterest"]
WATCHED = watch("https://www.pinterest.com/Somebody/")
OWNER = USER["id"]
RESOURCE = "https://www.pinterest.com/resource/UserPinsResource/get/?data=%7B%22options%22%3A%7B%7D%7D"
PAGE = "https://www.pinterest.com/pin/5/"
THE_PIN = {**PIN, "id": "5"}


def read_as(reader: str, body: Any, url: str = RESOURCE, route: str = "browser", **more: Any) -> Any:
    return read(WATCHED, make_capture(url, body, reader=reader, route=route, **more))


def read_one(**changes: Any) -> Post:
    pin = {**THE_PIN, **changes}
    (post,) = only(read_as("resource", answer_resource("PinResource", pin)), Post)
    return post


@pytest.mark.parametrize(
    "url",
    [
        "https://www.pinterest.com/Some_Body/",
        "https://pinterest.com/some_body",
        "http://m.pinterest.com/some_body/_created/",
        "https://br.pinterest.com/some_body/_saved/",
        "https://pinterest.co.uk/some_body/pins/",
        "https://www.pinterest.com.au/some_body/boards/?x=1",
        "https://www.pinterest.de/some_body/followers/",
        "https://in.pinterest.com/some_body/a-board/",
        "https://www.pinterest.com/some_body/a-board/a-section/",
        "https://www.pinterest.com/some_body/feed.rss",
        "https://www.pinterest.com/some_body/a-board.rss",
        "hxxps://www[.]pinterest[.]com/some_body",
    ],
)
def test_all_spellings_lead_to_the_person(url: str) -> None:
    found = place_indicator(url)
    assert (found.platform, found.key, found.kind) == ("pinterest", "some_body", "account")


@pytest.mark.parametrize(
    "path",
    [
        "pin/298785756542286548/",
        "search/pins/?q=x",
        "ideas/",
        "ideas/art/1/",
        "today/",
        "_/x/",
        "resource/X/get/",
    ],
)
def test_other_addresses_name_nobody(path: str) -> None:
    assert PLATFORM.recognise(f"https://www.pinterest.com/{path}") is None


@pytest.mark.parametrize(
    ("url", "pin"),
    [
        ("https://www.pinterest.com/pin/298785756542286548/", "298785756542286548"),
        ("https://in.pinterest.com/pin/a-slug-of-words--298785756542286548/", "298785756542286548"),
        ("https://pin.it/1YrYox7oT", "1YrYox7oT"),
    ],
)
def test_a_pins_address_is_a_post_that_names_nobody(url: str, pin: str) -> None:
    found = place_indicator(url)
    assert (found.kind, found.platform, found.key) == ("post", "pinterest", pin)


def test_a_pin_is_read_whole() -> None:
    post = read_one()
    assert (post.id, post.account, post.kind, post.url) == ("5", OWNER, "post", PAGE)
    assert (post.title, post.text) == ("A title", "Words & #tag https://y.example/")
    assert post.posted_at == datetime(2023, 1, 1, 4, 25, 28, tzinfo=UTC)
    assert post.posted_at_text == "Sun, 01 Jan 2023 04:25:28 +0000"
    video, picture, slot, page = post.media
    assert (video.kind, video.url, video.duration_s) == ("video", "https://v1.pinimg.com/a.mp4", 14.166)
    assert (picture.url, picture.width, picture.height) == ("https://i.pinimg.com/originals/a.jpg", 564, 956)
    assert (picture.preview_url, picture.description) == ("https://i.pinimg.com/236x/a.jpg", "An alt text")
    assert (slot.url, page.url) == ("https://i.pinimg.com/736x/b.jpg", "https://c.example/")
    assert [(one.url, one.kind) for one in post.links] == [
        ("https://x.example/page", "card"),
        ("https://y.example/", "text"),
    ]
    assert post.hashtags == ("tag", "more")
    assert (post.likes, post.reposts, post.replies) == (141, 3, 2)
    assert post.attributes["image_signature"] == PIN["image_signature"]
    assert post.attributes["board_url"] == "/somebody/wp/"
    assert post.attributes["sizes"].splitlines()[1] == "orig 564x956 https://i.pinimg.com/originals/a.jpg"


def test_somebody_elses_pin_stays_theirs() -> None:
    post = read_one(native_creator={"id": "77", "username": "maker"}, parent_pin={"id": "4"})
    assert (post.kind, post.account, post.author, post.repost_of) == ("repost", OWNER, "maker", "4")
    assert read_one(native_creator={"id": OWNER, "username": "somebody"}).kind == "post"


def test_pinterests_leaving_page_is_unwrapped() -> None:
    (card, *_) = read_one(
        link="https://www.pinterest.com/offsite/?token=1&url=https%3A%2F%2Fz.example%2Fa"
    ).links
    assert card.expanded == "https://z.example/a"


@pytest.mark.parametrize("name", ["id", "pinner", "created_at"])
def test_a_pin_that_lacks_what_it_must_have_is_refused(name: str) -> None:
    for broken in ({**THE_PIN, name: None}, {one: THE_PIN[one] for one in THE_PIN if one != name}):
        with pytest.raises(Unreadable):
            read_as("resource", answer_resource("PinResource", broken))


def test_a_user_is_read_whole() -> None:
    (account,) = only(read_as("resource", answer_resource("UserResource", USER)), Account)
    assert (account.key, account.handle, account.display_name) == (OWNER, "Somebody", "Some Body")
    assert (account.followers, account.following, account.posts) == (5, 6, 7)
    assert account.aliases == ("somebody",)
    assert [(one.url, one.kind) for one in account.links] == [
        ("https://w.example/", "profile"),
        ("https://b.example/", "text"),
    ]
    assert account.attributes["location"] == "Omsk"


def test_lists_give_pins_only_and_say_when_they_are_empty() -> None:
    readings = read_as("resource", answer_resource("UserPinsResource", [PIN, {"type": "story"}]))
    assert len(only(readings, Post)) == 1
    empty = answer_resource("UserPinsResource", [])
    assert kinds(read_as("resource", empty)) == ["empty_proven"]
    further = RESOURCE.replace("%7B%7D%7D", "%7B%22bookmarks%22%3A%5B%22x%22%5D%7D%7D")
    assert read_as("resource", empty, further) == []
    with pytest.raises(Unreadable, match="bookmark"):
        read_as("resource", answer_resource("UserPinsResource", [], bookmark="x"))
    with pytest.raises(Unreadable, match="array"):
        read_as("resource", answer_resource("UserPinsResource", "x"))


@pytest.mark.parametrize(
    ("status", "said", "kind"),
    [
        (404, "User not found.", "not_found"),
        (404, "Sorry, we couldn't find that user", "not_found"),
        (403, "This account has been suspended", "suspended"),
        (404, "This user has deactivated their account", "deleted"),
        (403, "This board is secret", "private"),
        (401, "", "login_wall"),
        (429, "You have exceeded your rate limit", "rate_limited"),
        (418, "", "changed_format"),
    ],
)
def test_refusals_are_told_by_their_words_and_status(status: int, said: str, kind: str) -> None:
    error = {"status": "failure", "http_status": status, "code": 30, "message": said}
    body = answer_resource("UserResource", None, status="failure", error=error)
    answered = status if status in (404, 429) else 200
    readings = read_as("resource", body, status=answered, headers={"Retry-After": "60"})
    assert kinds(readings) == [kind]
    assert (readings[0].retry_at is not None) is (kind == "rate_limited")


def test_a_page_in_place_of_a_resource_is_a_problem() -> None:
    assert kinds(read_as("resource", "<html><title>Log in</title></html>")) == ["login_wall"]
    with pytest.raises(Unreadable):
        read_as("resource", {"resource_response": {"data": None}})


def test_a_profile_page_leads_to_the_feed_and_a_private_one_does_not() -> None:
    page = write_state(users={"1": {**USER, "id": "1", "username": "other"}, OWNER: USER}, pins={})
    readings = read_as("profile_page", page, WATCHED.url, "feed", context={"then": "feed", "asks": "pages"})
    assert [one.key for one in only(readings, Account)] == [OWNER]
    (feed,) = only(readings, Fetch)
    assert (feed.url, feed.context) == (
        "https://www.pinterest.com/Somebody/feed.rss",
        {"asks": "pages", "key": OWNER},
    )
    closed = write_state(users={OWNER: {**USER, "is_private_profile": True}})
    readings = read_as("profile_page", closed, WATCHED.url, "feed", context={"then": "feed"})
    assert (kinds(readings), urls(readings)) == (["private"], [])


def test_a_profile_page_that_has_changed_leaves_the_feed_as_the_way() -> None:
    readings = read_as("profile_page", "<html>new</html>", WATCHED.url, "feed", context={"then": "feed"})
    assert kinds(readings) == ["changed_format"]
    assert urls(readings) == ["https://www.pinterest.com/Somebody/feed.rss"]


@pytest.mark.parametrize(
    ("target", "kind"),
    [("/", "not_found"), ("/?show_error=true", "not_found"), ("/login/?next=x", "login_wall")],
)
def test_where_a_profile_is_sent_on_to_tells_why(target: str, kind: str) -> None:
    moved = {"Location": target}
    readings = read_as(
        "profile_page", "", WATCHED.url, "feed", status=302, headers=moved, context={"then": "x"}
    )
    assert kinds(readings) == [kind]
    (loaded,) = read_as("loaded", {"final_url": f"https://www.pinterest.com{target}", "outcome": "ok"})
    assert loaded.kind == kind


def test_a_profile_at_another_site_of_pinterests_is_followed() -> None:
    moved = {"Location": "https://br.pinterest.com/somebody/"}
    (fetch,) = read_as(
        "profile_page", "", WATCHED.url, "feed", status=302, headers=moved, context={"then": "x"}
    )
    assert (fetch.url, fetch.reader, fetch.context["then"]) == (moved["Location"], "profile_page", "x")


def test_a_pins_page_is_read_in_each_shape() -> None:
    (post,) = read_as("pin_page", write_state(pins={"5": THE_PIN}), PAGE, "feed", context={"post": "5"})
    assert (post.id, post.route, post.title) == ("5", "page", "A title")
    relayed = {
        "id": "UGluOjU=", "entityId": "5", "createdAt": THE_PIN["created_at"], "gridTitle": "A title",
        "description": "Words", "link": "https://x.example/page",
        "imageSpec_orig": {"url": "https://i.pinimg.com/originals/a.jpg", "width": 564, "height": 956},
        "pinner": {"entityId": OWNER, "username": "somebody"},
    }  # fmt: skip
    answer = orjson.dumps({"data": {"v3GetPinQuery": {"data": relayed}}}).decode()
    page = (
        f'<html><script>window.__PWS_RELAY_REGISTER_COMPLETED_REQUEST__("%7B%7D", {answer});</script></html>'
    )
    (post,) = read_as("pin_page", page, PAGE, "feed", context={"post": "5"})
    assert (post.id, post.account, post.title, post.text) == ("5", OWNER, "A title", "Words")
    assert post.media[0].url == "https://i.pinimg.com/originals/a.jpg"


@pytest.mark.parametrize(("status", "target"), [(404, ""), (410, ""), (302, "/?show_error=true"), (301, "/")])
def test_a_known_pin_without_a_page_is_gone(status: int, target: str) -> None:
    headers = {"Location": target} if target else {}
    (gone,) = read_as("pin_page", "", PAGE, "feed", status=status, headers=headers, context={"post": "5"})
    assert isinstance(gone, Observation)
    assert (gone.post_id, gone.kind) == ("5", "gone")


def test_a_pins_page_without_the_pin_is_no_deletion() -> None:
    context = {"post": "5"}
    assert kinds(read_as("pin_page", write_state(pins={}), PAGE, "feed", context=context)) == [
        "changed_format"
    ]
    assert kinds(read_as("pin_page", "", PAGE, "feed", status=429, context=context)) == ["rate_limited"]
    walled = {"Location": "/login/"}
    assert kinds(read_as("pin_page", "", PAGE, "feed", status=302, headers=walled, context=context)) == [
        "login_wall"
    ]


def test_a_feed_gives_pins_and_asks_for_the_pages_of_new_ones() -> None:
    url = "https://www.pinterest.com/Somebody/feed.rss"
    feed = PIN_FEED.replace("TURN", "548")
    context = {"asks": "pages", "key": OWNER, "recheck": "7 298785756542286548"}
    readings = read_as("feed", feed, url, "feed", context=context)
    (post,) = only(readings, Post)
    assert (post.id, post.account, post.route) == ("298785756542286548", OWNER, "feed")
    assert (post.title, post.text) == ("A title", "Words #tag https://y.example/")
    assert [one.url for one in post.media] == ["https://i.pinimg.com/236x/a.jpg"]
    assert [one.url for one in post.links] == ["https://y.example/"]
    assert urls(readings) == ["https://www.pinterest.com/pin/7/"]
    fresh = read_as("feed", feed, url, "feed", context={"asks": "pages", "key": OWNER})
    assert urls(fresh) == [post.url]
    known = read_as("feed", feed, url, "feed", context={"asks": "pages", "key": OWNER, "newest": post.id})
    assert urls(known) == []


def test_a_feed_that_was_kept_by_itself_tells_whose_it_is() -> None:
    readings = read_as(
        "feed", PIN_FEED.replace("TURN", "548"), "https://www.pinterest.com/x/feed.rss", "import"
    )
    (account,) = only(readings, Account)
    assert (account.key, account.display_name) == ("somebody", "Some Body")
    assert urls(readings) == []


def test_what_is_asked_first() -> None:
    (profile,) = PLATFORM.start(WATCHED, Known())
    assert (profile.url, profile.reader) == ("https://www.pinterest.com/Somebody/", "profile_page")
    feed_url = "https://www.pinterest.com/Somebody/feed.rss"
    known = Known(newest_id="9", key=OWNER, validators={feed_url: Validators(etag='"x"')})
    (feed,) = PLATFORM.start(WATCHED, known)
    assert (feed.url, feed.etag, feed.context["newest"]) == (feed_url, '"x"', "9")
    again = Known(newest_id="9", key=OWNER, recheck=(KnownPost(id="8", url="", posted_at=None),),
                  validators=known.validators)  # fmt: skip
    (feed,) = PLATFORM.start(WATCHED, again)
    assert (feed.etag, feed.context["recheck"]) == ("", "8")
    board = watch("https://www.pinterest.com/Somebody/a-board/")
    assert [one.url for one in PLATFORM.start(board, known)] == [
        feed_url,
        "https://www.pinterest.com/Somebody/a-board.rss",
    ]
    pages = list(PLATFORM.start(board, Known(routes=("browser",))))
    assert [one.url.partition("Somebody/")[2] for one in pages] == ["_created/", "pins/", "a-board/"]
