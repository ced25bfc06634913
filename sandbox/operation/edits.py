"""How a copied text is changed: light edits that leave it the same text to any reader."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from sandbox.operation.items import Language

_SWAPS: tuple[tuple[str, str], ...] = (
    ("所谓的", "号称的"), ("居民", "市民"), ("反对的人", "唱反调的人"), ("从来", "一向"), ("可是", "但是"), ("年轻人", "青年人"),
    ("建设", "发展"), ("记者会", "发布会"), ("谣言", "假消息"), ("请不要", "千万别"), ("真正", "真的"), ("究竟", "到底"),
    ("大家", "各位"), ("天天", "整天"), ("全部", "统统"), ("居然", "竟然"), ("當初", "起初"), ("怎麼", "為何"), ("今天", "今日"),
    ("nonsense", "rubbish"), ("believe", "think"), ("city", "town"), ("truth", "reality"), ("everyone", "everybody"),
    ("photo", "picture"), ("started", "begun"), ("lecturing", "preaching to"), ("plain", "simple"), ("loud", "noisy"),
    ("nobody", "no one"), ("hired", "taken on"), ("the world", "the whole world"), ("Funny", "Strange"), ("claims", "says"),
    ("opinion", "view"), ("children", "kids"), ("public", "taxpayers'"), ("anyone can", "everybody can"), ("old", "ancient"),
)  # fmt: skip
_PREFIXES: dict[str, tuple[str, ...]] = {
    "zh-Hans": (
        "转发：",
        "说得太对了！",
        "朋友发来的：",
        "终于有人讲真话，",
        "看到这段必须分享。",
        "【热议】",
    ),
    "zh-Hant": ("轉：", "說得真好！", "朋友傳來的：", "不得不分享。", "【熱議】"),
    "en": (
        "So true. ",
        "Must read: ",
        "A friend sent me this: ",
        "Wake up people! ",
        "BREAKING: ",
        "Sharing. ",
    ),
}
_SUFFIXES: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("请转给更多的人。", "大家怎么看？", "支持兰湾！", "你同意吗？", "公道自在人心。"),
    "zh-Hant": ("請分享出去。", "大家怎麼看？", "支持蘭灣！", "公道自在人心。"),
    "en": (
        " Please share.",
        " What do you think?",
        " Enough is enough.",
        " We stand with Azure Bay.",
        " Think about it.",
    ),
}
_TAGS: dict[str, tuple[str, ...]] = {
    "zh-Hans": ("兰湾", "真相", "海港日报", "拒绝谣言", "兰湾加油"),
    "zh-Hant": ("蘭灣", "真相", "海港日報", "拒絕謠言"),
    "en": ("AzureBay", "Truth", "HarbourDaily", "FakeNews", "StandUp"),
}
_EMOJI = ("🔥", "👍", "🤔", "💪", "😡", "👏", "🇺🇳", "‼️")
_HALF_WIDTH = str.maketrans({"，": ",", "。": ".", "？": "?", "！": "!"})

Edit = Callable[[str, Language, random.Random], str]


def copy_exactly(text: str, language: Language, draw: random.Random) -> str:
    """The text as it stands on the list."""
    return text


def add_prefix(text: str, language: Language, draw: random.Random) -> str:
    """A call or a remark before it."""
    return draw.choice(_PREFIXES[language]) + text


def add_suffix(text: str, language: Language, draw: random.Random) -> str:
    """A call or a question behind it."""
    return text + draw.choice(_SUFFIXES[language])


def replace_words(text: str, language: Language, draw: random.Random) -> str:
    """One to three words by others of the same meaning."""
    found = [pair for pair in _SWAPS if pair[0] in text]
    for old, new in draw.sample(found, min(len(found), draw.randint(1, 3))):
        text = text.replace(old, new, 1)
    return text


def swap_clauses(text: str, language: Language, draw: random.Random) -> str:
    """The last sentence (in Chinese the last clause but one) before the one in front of it."""
    mark = ". " if language == "en" else "，"
    parts = text.split(mark)
    if len(parts) < 4:
        return text
    spot = draw.randint(1, len(parts) - 3)
    parts[spot], parts[spot + 1] = parts[spot + 1], parts[spot]
    return mark.join(parts)


def cut_end(text: str, language: Language, draw: random.Random) -> str:
    """The end cut off, as a platform's limit or a hasty hand does; three quarters and more are left."""
    length = int(len(text) * draw.uniform(0.76, 0.88))
    if language == "en":
        length = text.rfind(" ", 0, length)
    return text[:length] + draw.choice(("...", "…", ""))


def change_punctuation(text: str, language: Language, draw: random.Random) -> str:
    """Other punctuation: half-width for full-width, exclamation marks, dashes."""
    if language == "en":
        return text.replace(". ", "! ", draw.randint(1, 2)).replace(", ", " - ", 1)
    return (
        text.translate(_HALF_WIDTH)
        if draw.random() < 0.5
        else text.replace("。", "！！").replace("，", "；", 1)
    )


def add_emoji(text: str, language: Language, draw: random.Random) -> str:
    """One to three emoji before and behind it."""
    return draw.choice(_EMOJI) + text + "".join(draw.sample(_EMOJI, draw.randint(1, 2)))


def change_spacing(text: str, language: Language, draw: random.Random) -> str:
    """Line breaks after sentences; in Chinese also spaces within, in English double ones."""
    if language == "en":
        return text.replace(". ", ".\n\n", 1).replace(" ", "  ", 2)
    return re.sub(r"(？|。|，)", lambda found: found[0] + draw.choice(("", " ", "\n")), text).strip()


def change_hashtags(text: str, language: Language, draw: random.Random) -> str:
    """Two hashtags behind it."""
    tags = draw.sample(_TAGS[language], 2)
    return f"{text} #{tags[0]} #{tags[1]}"


EDITS: dict[str, Edit] = {
    "exact": copy_exactly,
    "prefix": add_prefix,
    "suffix": add_suffix,
    "words_replaced": replace_words,
    "words_swapped": swap_clauses,
    "truncated": cut_end,
    "punctuation": change_punctuation,
    "emoji": add_emoji,
    "spacing": change_spacing,
    "hashtags": change_hashtags,
}
"""Every edit by its name in the ground truth."""
