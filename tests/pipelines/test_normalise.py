"""Texts in one form for comparing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.list_numbers import read_han_number, split_number
from pipelines.normalise import fold_form, normalise
from pipelines.text_folding import fold_many

PLAIN = normalise("The Harbour Daily never printed the numbers").form


@pytest.mark.parametrize(
    "text",
    [
        "the harbour daily NEVER printed the numbers!!!",
        "The  Harbour\nDaily — never  printed … the numbers",
        "🔥The Harbour🔥 Daily never printed the numbers👍🏽",
        "T​he Har‌bour Daily ne‍ver printed the num⁠bers﻿",
        "‮The Harbour Daily never printed the numbers‬",
        "Ｔｈｅ Ｈａｒｂｏｕｒ Daily never printed the numbers",
        "@someone The Harbour Daily never printed the numbers https://t.co/Ab1 #Truth #News",
        "12. The Harbour Daily never printed the numbers",
        "The Нarbour Dаily nеver рrinted the numbеrs",
        "[flame]The Harbour Daily never printed the numbers",
        "𝐓𝐡𝐞 𝐇𝐚𝐫𝐛𝐨𝐮𝐫 Daily never printed the numbers",
        "www.example.org/x The Harbour Daily never printed the numbers",
    ],
)
def test_disguises_of_one_text_have_one_form(text: str) -> None:
    assert normalise(text).form == PLAIN


def test_chinese_disguises_have_one_form() -> None:
    plain = normalise("林教授拿着海外基金会的钱回来教兰湾的年轻人").form
    for text in (
        "林 教 授 拿着海外基金会的钱，回来教兰湾的年轻人！",
        "#兰湾真相# 林教授拿着海外基金会的钱回来教兰湾的年轻人[怒]",
        "回复@街坊:林教授拿着海外基金会的钱回来教兰湾的年轻人//@别人:说得好",
    ):
        assert normalise(text).form == plain


def test_words_stay_readable_and_the_post_is_not_changed() -> None:
    found = normalise("3) I  drive a bus, @friend! https://example.org/x #Bay")
    assert found.words == "I drive a bus, !"
    assert (found.number, found.spelling) == (3, "3)")


@pytest.mark.parametrize(
    ("plain", "disguised"),
    [
        ("Москва никогда не спит", "Mocквa никoгдa нe cпит"),
        ("That Tower Took Time", "Тhаt Тоwеr Тооk Тimе"),
        ("Ελλάδα για πάντα", "Eλλάδα για πάντα"),
        ("BANKER", "ВАNКЕR"),
        ("see https://example.org/a now", "see httрs://ехаmple.org/a now"),
    ],
)
def test_letters_of_another_script_put_in_make_no_difference(plain: str, disguised: str) -> None:
    assert plain != disguised and normalise(plain).form == normalise(disguised).form


@pytest.mark.parametrize(
    ("one", "other"), [("Москва никогда не спит", "Москва всегда спит"), ("Ελλάδα", "Ελλάς")]
)
def test_words_of_other_scripts_stay_apart(one: str, other: str) -> None:
    assert normalise(one).form != normalise(other).form


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("帮先生手机更新软件，更新速度慢过蜗牛", "幫先生手機更新軟件，更新速度慢過蝸牛"),
        ("吃太饱我难入眠啊，以成为朴有天老婆为代价", "喫太飽我難入眠啊，以成爲樸有天老婆爲代價"),
        ("台湾干净的后面着急了", "臺灣乾淨的後面著急了"),
    ],
)
def test_traditional_and_simplified_chinese_have_one_form(simplified: str, traditional: str) -> None:
    assert normalise(simplified).form == normalise(traditional).form


@pytest.mark.parametrize(
    ("plain", "spaced"),
    [
        ("The Harbour Daily", "T h e   H a r b o u r   D a i l y"),
        ("The Harbour https://t.co/aB1", "The   H a r b o u r   h t t p s : / / t . c o / a B 1"),
        ("林教授拿着海外基金会的钱", "林 教 授 拿 着 海 外 基 金 会 的 钱"),
    ],
)
def test_letters_set_apart_are_closed_up(plain: str, spaced: str) -> None:
    assert normalise(plain).form == normalise(spaced).form


@pytest.mark.parametrize(
    "cut",
    ["The Harbour Daily h…", "The Harbour Daily https://t.co/aB…", "The Harbour Daily https…"],
)
def test_a_link_that_was_cut_off_leaves_nothing(cut: str) -> None:
    assert normalise(cut).form == normalise("The Harbour Daily").form


def test_an_emoticon_that_was_cut_off_leaves_nothing() -> None:
    assert normalise("林教授[哈哈][哈…").form == normalise("林教授").form


@pytest.mark.parametrize("text", ["RT @someone: The Harbour Daily", "rt @someone the harbour daily"])
def test_a_text_that_names_whom_it_repeats_is_a_repost(text: str) -> None:
    assert normalise(text).is_reposted


@given(st.text(max_size=300))
def test_the_form_of_a_form_is_itself(text: str) -> None:
    form = normalise(text).form
    assert fold_form(form) == form


ODD = "@#/:.…[]()12 \n\x1e\u200b\u0301\u20e3аeßİ㎡乾後한ᄒ"
PARTS = ("http", "://", "t.co/", "rt @", "//@", "回复 @", "reply to ")
MESSY = st.lists(
    st.one_of(st.characters(exclude_categories=["Cn"]), st.sampled_from(ODD), st.sampled_from(PARTS))
).map("".join)


@given(st.lists(MESSY, min_size=1, max_size=6))
def test_a_text_among_others_reads_as_it_does_alone(texts: list[str]) -> None:
    together = fold_many(texts)
    alone = [fold_many([text]) for text in texts]
    assert together.forms == [each.forms[0] for each in alone]
    assert together.weights.tolist() == [each.weights[0] for each in alone]
    assert together.numbers == [each.numbers[0] for each in alone]
    assert together.reposted == [each.reposted[0] for each in alone]
    assert together.cut == [each.cut[0] for each in alone]


@given(MESSY)
def test_a_form_has_letters_and_digits_only(text: str) -> None:
    assert all(character.isalnum() for character in normalise(text).form)


def test_what_belongs_to_one_text_is_not_looked_for_in_the_next() -> None:
    folds = fold_many(["回复 @someone", ": the harbour", "see http", "://x y", "#", "daily#"])
    assert folds.forms == [
        fold_many([text]).forms[0]
        for text in ("回复 @someone", ": the harbour", "see http", "://x y", "#", "daily#")
    ]


@pytest.mark.parametrize("text", ["", " ", "\ud800", "🔥🔥🔥", "@a @b #c", "‮​", "\x00"])
def test_texts_without_words_have_no_form(text: str) -> None:
    found = normalise(text)
    assert (found.form, found.weight) == ("", 0.0)


def test_a_huge_text_is_read_in_part() -> None:
    assert len(normalise("words and words " * 100_000).form) < 50_000


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12. My father drove a bus", 12, "My father drove a bus"),
        ("12、我在兰湾开出租车", 12, "我在兰湾开出租车"),
        ("(12)我在兰湾开出租车", 12, "我在兰湾开出租车"),
        ("12)我在兰湾", 12, "我在兰湾"),
        ("#12 We waited for years", 12, "We waited for years"),
        ("No. 7: We waited", 7, "We waited"),
        ("十二、我们家", 12, "我们家"),
        ("二十、我们家", 20, "我们家"),
        ("一百零五、我们家", 105, "我们家"),
        ("2024 was a long year", 0, "2024 was a long year"),
        ("3.5 million people", 0, "3.5 million people"),
        ("12.05.2024 was a Sunday", 0, "12.05.2024 was a Sunday"),
        ("10:30 at the pier", 0, "10:30 at the pier"),
        ("1. milk\n2. bread", 0, "1. milk\n2. bread"),
        ("12 angry men", 0, "12 angry men"),
        ("0. nothing", 0, "0. nothing"),
        ("12.", 0, "12."),
    ],
)
def test_list_numbers(text: str, number: int, rest: str) -> None:
    found = split_number(text)
    assert (found[0], found[2]) == (number, rest)


@given(st.integers(min_value=1, max_value=999))
def test_chinese_numerals_are_read(number: int) -> None:
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    written = f"{digits[hundreds]}百" if hundreds else ""
    written += f"{digits[tens]}十" if tens else ("零" if hundreds and ones else "")
    written += digits[ones] if ones else ""
    assert read_han_number(written) == number


@given(st.text(max_size=200))
def test_no_text_makes_the_number_reader_raise(text: str) -> None:
    number, spelling, rest = split_number(text)
    assert (number == 0) == (spelling == "") and text.endswith(rest)
