"""HTML as people read it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawlers.html_text import absolute, find_links, read_html


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("a &amp; b &lt;c&gt; &#20013;", "a & b <c> 中"),
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<div>a</div><div>b</div>", "a\nb"),
        ("<div>a</div> <div>b</div>", "a\nb"),
        ("<ul><li>a</li>\n<li>b</li></ul>c", "a\nb\n\nc"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<b>a</b>   lot\n of\t space", "a lot of space"),
        ("two  lines\nof plain text", "two  lines\nof plain text"),
        ("<pre>two  spaces\nkept</pre>", "two  spaces\nkept"),
        ("你好<b>世界</b>！", "你好世界！"),
        ("<script>alert(1)</script>seen<style>p{}</style><noscript>no</noscript>", "seen"),
        ("<button>Share</button>words<template>t</template>", "words"),
        ("unclosed <b>bold <i>both", "unclosed bold both"),
        ('look <img class="emoji" alt="🐟" src="/e.png"> here', "look 🐟 here"),
        ("<!-- hidden -->shown", "shown"),
        ("nul\x00 and\x0b tab", "nul and tab"),
        ("", ""),
    ],
)
def test_the_text_that_a_reader_sees(markup: str, text: str) -> None:
    assert read_html(markup).text == text


def test_links_are_absolute_once_and_with_their_words() -> None:
    markup = (
        '<a href="/a?x=1&amp;y=2">one <b>two</b></a> <a href="//cdn.example/b"></a> <a href="#top">up</a>'
        '<a href="javascript:alert(1)">no</a> <a href="mailto:a@b.example">mail</a>'
        '<a href="/a?x=1&y=2">one two</a>'
        " and https://bare.example/c."
    )
    found = read_html(markup, "https://site.example/dir/")
    assert [(link.url, link.text) for link in found.links] == [
        ("https://site.example/a?x=1&y=2", "one two"),
        ("https://cdn.example/b", ""),
        ("https://site.example/dir/#top", "up"),
        ("https://bare.example/c", ""),
    ]


def test_mentions_hashtags_and_pictures() -> None:
    found = read_html(
        '<a class="u-url mention" href="https://o.example/@b">@<span>b</span></a> '
        '<a class="hashtag" href="/t/x">#<span>Topic</span></a> <a rel="nofollow tag" href="/t/y">＃新闻</a>'
        '<img src="/p.jpg" alt="a fish"><img data-src="/lazy.jpg"><video src="/v.mp4"></video>'
        '<div class="ad"><a href="/ad">ad</a> text</div>',
        "https://site.example/",
        frozenset({"ad"}),
    )
    assert (found.mentions, found.hashtags, found.text) == (("b",), ("Topic", "新闻"), "@b #Topic ＃新闻")
    assert [(one.kind, one.url, one.description) for one in found.media] == [
        ("image", "https://site.example/p.jpg", "a fish"),
        ("image", "https://site.example/lazy.jpg", ""),
        ("video", "https://site.example/v.mp4", ""),
    ]
    assert found.links == ()


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("see https://x.example/a.", "https://x.example/a"),
        ("(see https://x.example/a)", "https://x.example/a"),
        ("(https://x.example/a).", "https://x.example/a"),
        ("https://x.example/a_(b)", "https://x.example/a_(b)"),
        ("(https://x.example/a_(b)).", "https://x.example/a_(b)"),
        ("[https://x.example/a]", "https://x.example/a"),
        ("看https://x.example/a，好", "https://x.example/a"),
        ("「https://x.example/a」", "https://x.example/a"),
        ("https://x.example/新闻?q=1#t", "https://x.example/新闻?q=1#t"),
        ("HTTPS://X.example/", "HTTPS://X.example/"),
        ("https://x.example/a…", "https://x.example/a"),
        ("<https://x.example/a>", "https://x.example/a"),
    ],
)
def test_bare_links_end_where_the_sentence_goes_on(text: str, url: str) -> None:
    assert [link.url for link in find_links(text)] == [url]


def test_what_is_no_link_is_none() -> None:
    assert find_links("ftp://x.example/ x.example http:// https://[ mailto:a@b.example") == ()


@given(st.text(max_size=200), st.sampled_from(["", "https://site.example/"]))
def test_any_text_is_read_as_html(markup: str, base: str) -> None:
    found = read_html(markup, base)
    assert all(absolute(link.url) for link in found.links)
    assert found.text == found.text.strip() and "\n\n\n" not in found.text


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<a href='/x'>", "</a>", "<pre>", "</pre>", "<td>", "x ", "<br>"])
    )
)
def test_ill_nested_markup_is_read(parts: list[str]) -> None:
    found = read_html("".join(parts), "https://site.example/")
    assert found.text.count("x") == parts.count("x ")
