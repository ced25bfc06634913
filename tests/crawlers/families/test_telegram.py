"""Telegram's web preview: channels, messages, paging, what is not there, messages looked at again."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from crawlers.families.telegram_messages import read_count
from crawlers.platform import Fetch, Reading, Unreadable, platforms
from storage.items import Account, Known, KnownPost, Observation, Post
from tests.crawlers.captures import kinds, make_capture, only, read, urls, watch

CHANNEL = watch("https://t.me/s/HarbourNews")
VIEW = base64.urlsafe_b64encode(json.dumps({"c": -1001234567, "p": 41}).encode()).decode().rstrip("=")


def message(number: int, inside: str = "", *, meta: str = "", view: str = VIEW) -> str:
    return f"""<div class="tgme_widget_message_wrap js-widget_message_wrap">
<div class="tgme_widget_message js-widget_message" data-post="HarbourNews/{number}" data-view="{view}">
{inside or '<div class="tgme_widget_message_text js-message_text">words</div>'}
<div class="tgme_widget_message_footer"><span class="tgme_widget_message_views">1.2K</span>
<span class="tgme_widget_message_meta">{meta}
<a class="tgme_widget_message_date" href="https://t.me/HarbourNews/{number}">
<time datetime="2026-07-27T16:21:02+03:00" class="time">16:21</time></a></span></div></div></div>"""


def page(*messages: str, info: bool = True, more: str = "") -> str:
    shown = """<div class="tgme_channel_info">
<div class="tgme_channel_info_header_title">Harbour <b>News</b></div>
<div class="tgme_channel_info_header_username"><a href="https://t.me/HarbourNews">@HarbourNews</a></div>
<img src="https://cdn4.example/a.jpg">
<div class="tgme_channel_info_counter"><span class="counter_value">11.2K</span>
<span class="counter_type">subscribers</span></div><div class="tgme_channel_info_counter">
<span class="counter_value">31</span> <span class="counter_type">photos</span></div>
<div class="tgme_channel_info_description">Ships. <a href="https://harbour.example/">site</a></div></div>"""
    older = f'<a class="tme_messages_more js-messages_more" data-before="{more}"></a>' if more else ""
    history = f'<section class="tgme_channel_history">{older}{"".join(messages)}</section>'
    return f"<!DOCTYPE html><html><body>{shown if info else ''}{history}</body></html>"


def ask(body: str, reader: str = "channel", status: int = 200, **context: str) -> list[Reading]:
    capture = make_capture("https://t.me/s/HarbourNews", body, reader=reader, status=status, context=context)
    return read(CHANNEL, capture)


def read_one(inside: str, **changes: str) -> Post:
    return only(ask(page(message(41, inside, **changes))), Post)[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://t.me/HarbourNews",
        "https://t.me/s/HarbourNews?before=5",
        "https://t.me/harbournews/41?single",
        "https://telegram.me/HarbourNews",
        "https://harbournews.t.me/",
        "tg://resolve?domain=HarbourNews&post=5",
    ],
)
def test_a_channel_in_every_spelling(url: str) -> None:
    assert (watch(url).platform, watch(url).key) == ("telegram", "harbournews")


def test_the_channel_and_its_messages() -> None:
    readings = ask(page(message(41), message(42)))
    (account,) = only(readings, Account)
    assert (account.key, account.handle, account.display_name) == (
        "1001234567",
        "HarbourNews",
        "Harbour News",
    )
    assert (account.followers, account.aliases, account.bio) == (11_200, ("harbournews",), "Ships. site")
    assert [link.url for link in account.links] == ["https://harbour.example/"]
    assert (account.attributes["counter_photos"], account.avatar_url) == ("31", "https://cdn4.example/a.jpg")
    first, second = only(readings, Post)
    assert (first.id, first.account, first.url) == (
        "HarbourNews/41",
        "1001234567",
        "https://t.me/HarbourNews/41",
    )
    assert (first.text, first.views, second.id) == ("words", 1200, "HarbourNews/42")
    assert first.posted_at == datetime(2026, 7, 27, 13, 21, 2, tzinfo=UTC)
    assert first.posted_at_text == "2026-07-27T16:21:02+03:00"


def test_words_links_mentions_and_hashtags() -> None:
    post = read_one(
        '<div class="tgme_widget_message_text js-message_text">看 '
        '<a href="https://x.example/?a=1&amp;amp;b=2" onclick="return confirm()">x.example</a><br/>'
        'by <a href="https://t.me/other_one">@other_one</a> '
        '<a href="?q=%23%E6%B8%AF">#港</a> <i class="emoji"><b>🚢</b></i></div>'
        '<a class="tgme_widget_message_link_preview" href="https://x.example/card">'
        '<div class="link_preview_title">Card</div></a>',
        meta="edited ",
    )
    assert post.text == "看 x.example\nby @other_one #港 🚢"
    assert [(link.kind, link.url, link.text) for link in post.links] == [
        ("text", "https://x.example/?a=1&b=2", "x.example"),
        ("card", "https://x.example/card", "Card"),
    ]
    assert (post.mentions, post.hashtags) == (("other_one",), ("港",))
    assert (post.attributes["edited"], post.attributes["preview_title"]) == ("1", "Card")


def test_pictures_videos_and_files() -> None:
    post = read_one(
        """<a class="tgme_widget_message_photo_wrap" style="background-image:url('https://cdn4.example/1.jpg')"></a>
<a class="tgme_widget_message_video_player"><i class="tgme_widget_message_video_thumb"
 style="background-image:url('https://cdn4.example/t.jpg')"></i><video src="https://cdn4.example/v.mp4"></video>
<time class="message_video_duration">1:05</time></a>
<a class="tgme_widget_message_document_wrap" href="https://t.me/HarbourNews/41">
<div class="tgme_widget_message_document_title">report.pdf</div></a>
<audio class="tgme_widget_message_voice" src="https://cdn4.example/o.ogg"></audio>"""
    )
    assert [(one.kind, one.url, one.duration_s) for one in post.media] == [
        ("image", "https://cdn4.example/1.jpg", None),
        ("video", "https://cdn4.example/v.mp4", 65.0),
        ("document", "https://t.me/HarbourNews/41", None),
        ("audio", "https://cdn4.example/o.ogg", None),
    ]
    assert (
        post.media[1].preview_url == "https://cdn4.example/t.jpg"
        and post.media[2].description == "report.pdf"
    )


def test_a_forward_is_a_repost_of_what_it_names() -> None:
    post = read_one(
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <a '
        'class="tgme_widget_message_forwarded_from_name" href="https://t.me/source/7">Source</a></div>'
        '<div class="tgme_widget_message_text">theirs</div>'
    )
    assert (post.kind, post.repost_of, post.author, post.text) == ("repost", "source/7", "source", "theirs")
    hidden = read_one(
        '<div class="tgme_widget_message_forwarded_from">Forwarded from <span>Someone</span></div>'
    )
    assert (hidden.kind, hidden.author, hidden.repost_of) == ("repost", "Someone", "")


def test_a_reply_has_its_own_words_and_not_those_it_quotes() -> None:
    post = read_one(
        '<a class="tgme_widget_message_reply" href="https://t.me/HarbourNews/30"><div '
        'class="tgme_widget_message_text js-message_reply_text">theirs</div></a>'
        '<div class="tgme_widget_message_text"><div class="tgme_widget_message_text">mine</div></div>'
    )
    assert (post.kind, post.reply_to, post.text) == ("reply", "HarbourNews/30", "mine")
    assert post.attributes["quoted"] == "theirs"


def test_a_poll_is_its_question_and_its_shares() -> None:
    post = read_one(
        '<div class="tgme_widget_message_poll"><div class="tgme_widget_message_poll_question">Why?</div>'
        '<div class="tgme_widget_message_poll_option">'
        '<div class="tgme_widget_message_poll_option_percent">60%</div>'
        '<div class="tgme_widget_message_poll_option_text">So</div></div></div>'
    )
    assert (post.text, post.attributes["poll"]) == ("Why?", "Why?\nSo=60%")


@pytest.mark.parametrize(
    ("shown", "count"),
    [
        ("7", 7),
        ("1 234", 1234),
        ("1,234", 1234),
        ("1.2K", 1200),
        ("1,2K", 1200),
        ("3M", 3_000_000),
        ("", None),
        ("K", None),
    ],
)
def test_counts_as_telegram_rounds_them(shown: str, count: int | None) -> None:
    assert read_count(shown) == count


def test_pages_are_followed_downwards_to_the_known_message() -> None:
    body = page(message(41), message(42), more="41")
    (onward,) = only(ask(body), Fetch)
    assert (onward.url, onward.reader) == ("https://t.me/s/HarbourNews?before=41", "channel")
    assert urls(ask(body, newest="41")) == [] and len(urls(ask(body, newest="40"))) == 1
    assert urls(ask(body, before="41")) == [] and urls(ask(body, before="20")) == []
    assert urls(ask(page(message(1), more="1"))) == []


def test_known_messages_are_looked_at_again() -> None:
    known = Known(
        newest_id="HarbourNews/42", recheck=(KnownPost(id="HarbourNews/41", url="", posted_at=None),)
    )
    first, again = platforms()["telegram"].start(CHANNEL, known)
    assert (first.url, first.context) == ("https://t.me/s/HarbourNews", {"newest": "42"})
    assert again.url == "https://t.me/HarbourNews/41?embed=1&mode=tme"
    assert [post.id for post in only(ask(message(41), "message", post="HarbourNews/41"), Post)] == [
        "HarbourNews/41"
    ]
    lost = '<div class="tgme_widget_message_error">Post not found</div>'
    (gone,) = only(ask(lost, "message", post="HarbourNews/41"), Observation)
    assert (gone.kind, gone.post_id, gone.reason) == ("gone", "HarbourNews/41", "Post not found")
    private = '<div class="tgme_widget_message_error">This channel is private</div>'
    assert kinds(ask(private, "message", post="HarbourNews/41")) == ["private"]


def test_a_redirect_from_the_preview_asks_who_has_the_name() -> None:
    moved = make_capture(
        CHANNEL.url, "", reader="channel", status=302, headers={"Location": "https://t.me/HarbourNews"}
    )
    (asked,) = only(read(CHANNEL, moved), Fetch)
    assert (asked.url, asked.reader) == ("https://t.me/HarbourNews", "contact")


@pytest.mark.parametrize(
    ("inside", "kind"),
    [
        (
            '<div class="tgme_page_title">Harbour</div><div class="tgme_page_extra">11 subscribers</div>',
            "private",
        ),
        ('<div class="tgme_page_title">Li Wei</div><div class="tgme_page_extra">@liwei</div>', "private"),
        ('<div class="tgme_page_icon"></div>', "not_found"),
    ],
)
def test_a_name_without_preview_is_told_apart(inside: str, kind: str) -> None:
    head = "<title>Telegram: Contact @HarbourNews</title>"
    body = (
        f"<!DOCTYPE html><html><head>{head}</head><body><div class='tgme_page'>{inside}</div></body></html>"
    )
    assert kinds(ask(body, "contact")) == [kind]
    assert kinds(ask(body, "channel")) == [kind]


def test_a_channel_without_messages_is_proven_and_a_page_before_the_first_ends() -> None:
    assert kinds(ask(page())) == ["empty_proven"]
    assert not kinds(ask(page(), before="5"))
    with pytest.raises(Unreadable):
        ask(page(info=False))


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE html><html><body>Something else</body></html>",
        "",
        page('<div class="tgme_widget_message">no id</div>'),
        page('<div class="tgme_widget_message" data-post="HarbourNews/41">no time</div>'),
        page(message(41).replace("HarbourNews/41", "no id here")),
    ],
)
def test_pages_of_another_shape_are_unreadable(body: str) -> None:
    with pytest.raises(Unreadable):
        ask(body)
