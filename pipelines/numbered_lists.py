"""Posts off one numbered list: first-person stories of different accounts that kept their numbers.

Evidence of ``numbered_list``: ``numbers`` (which were seen), ``accounts``, ``conflicts`` (numbers that stand
before different texts), ``members`` in order of their numbers (post, account, number, how it was written).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from pipelines.text_alphabet import CJK
from storage.following import Page
from storage.history import PostSeen
from storage.items import Flag, FlagMember
from storage.keys import key_parts

NAME = "reused_text"
VERSION = "2"
KIND = "numbered_list"
LEAST_ACCOUNTS = 3
LEAST_NUMBERS = 4
LEAST_DENSITY = 0.2
"""Numbers of one list lie close together: of 1 to the highest, that share was seen."""
MOST_CONFLICTS = 0.3
"""One list has one text per number; posts that only chance to begin with a number clash."""
LONGEST_PAUSE = timedelta(days=45)
OWN_COUNT = 3
"""An account that counts its posts one by one that often keeps a list of its own."""
MOST_SHOWN = 300

_HAN = re.compile(f"[{CJK}]")
_FIRST_PERSON = re.compile(
    r"\b(?:i|i'm|i've|my|me|mine|we|our|us|ich|mein\w*|wir|je|j'ai|mon|ma|mes|nous|yo|mi|mis|eu|meu|minha)\b"
    r"|\b(?:я|мы|мой|моя|мои|меня|мне|наш\w*)\b|[我俺咱]|本人|自己|家里|家裡|家门口|爸爸|妈妈|媽媽|爷爷|爺爺|奶奶"
    r"|外公|外婆|女儿|女兒|儿子|兒子|老公|老婆|先生|太太|孩子|邻居|鄰居|私は|僕|うちの|저는|나는|제가|우리",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A post with its list number; ``cluster`` tells which posts have the same text."""

    post: PostSeen
    number: int
    spelling: str
    cluster: int


@dataclass(frozen=True, slots=True)
class Series:
    """Entries that make one list, in order of time."""

    entries: tuple[Entry, ...]
    conflicts: int

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers seen, ascending."""
        return tuple(sorted({entry.number for entry in self.entries}))

    @property
    def accounts(self) -> frozenset[str]:
        """Whose posts they are."""
        return frozenset(entry.post.account for entry in self.entries)


def is_first_person(words: str) -> bool:
    """Whether somebody tells of himself or of his family."""
    return bool(_FIRST_PERSON.search(words[:300]))


def script_of(form: str) -> str:
    """``cjk`` or ``other``: lists are kept in one language, and that much can be told of any text."""
    wide = len(_HAN.findall(form))
    return "cjk" if wide * 2 > len(form) else "other"


def find_lists(page: Page, script: str) -> Iterator[Flag]:
    """The lists of one script as they stand now; those that were flagged before and hold no more go."""
    memberships = page.texts.read_numbered(script)
    posts = page.history.contents({(member.post, member.digest) for member in memberships})
    classes = page.texts.read({member.text for member in memberships})
    entries = [
        Entry(post, member.list_number, member.spelling, classes[member.text].cluster)
        for member in memberships
        if member.list_number and (post := posts.get((member.post, member.digest))) is not None
    ]
    subject = f"numbers:{script}"
    former = set(page.texts.read_published(NAME, [subject]).get(subject, "").split())
    keys: list[str] = []
    for series in find_series(entries):
        key = _name(series.entries[0])
        keys.append(key)
        replaced = former & {_name(entry) for entry in series.entries} - {key}
        yield _write_flag(series, key, tuple(sorted(replaced)))
        former -= replaced
    page.withdraw(NAME, former - set(keys))
    page.texts.set_published(NAME, {subject: " ".join(keys)})


def find_series(entries: Sequence[Entry]) -> list[Series]:
    """Split entries by long pauses and keep what looks like one list; the order given does not matter."""
    ordered = sorted(entries, key=lambda entry: (entry.post.at, entry.post.uid, entry.number))
    parts: list[list[Entry]] = []
    for entry in ordered:
        if parts and entry.post.at - parts[-1][-1].post.at <= LONGEST_PAUSE:
            parts[-1].append(entry)
        else:
            parts.append([entry])
    found = (_judge(part) for part in parts)
    return [series for series in found if series is not None]


def _judge(part: list[Entry]) -> Series | None:
    by_account: dict[str, list[Entry]] = defaultdict(list)
    for entry in part:
        by_account[entry.post.account].append(entry)
    own = {account for account, kept in by_account.items() if _counts_up(kept)}
    kept = tuple(entry for entry in part if entry.post.account not in own)
    texts: dict[int, set[int]] = defaultdict(set)
    for entry in kept:
        texts[entry.number].add(entry.cluster)
    conflicts = sum(len(clusters) > 1 for clusters in texts.values())
    series = Series(kept, conflicts)
    if len(series.accounts) < LEAST_ACCOUNTS or len(texts) < LEAST_NUMBERS:
        return None
    if conflicts > MOST_CONFLICTS * len(texts) or len(texts) < LEAST_DENSITY * max(texts):
        return None
    return series


def _counts_up(entries: list[Entry]) -> bool:
    """Whether an account's own numbers go up one by one."""
    numbers = [entry.number for entry in entries]
    return len(numbers) >= OWN_COUNT and all(later == earlier + 1 for earlier, later in pairwise(numbers))


def _name(entry: Entry) -> str:
    return key_parts(KIND, entry.post.uid).hex()


def _write_flag(series: Series, key: str, replaces: tuple[str, ...]) -> Flag:
    numbers = series.numbers
    clean = 1 - series.conflicts / len(numbers)
    score = round(min(0.98, 0.2 + 0.06 * len(series.accounts) + 0.04 * len(numbers)) * clean, 4)
    ordered = sorted(series.entries, key=lambda entry: (entry.number, entry.post.at, entry.post.uid))
    return Flag(
        detector=NAME,
        version=VERSION,
        kind=KIND,
        key=key,
        score=score,
        summary=(
            f"{len(series.accounts)} accounts posted {len(series.entries)} first-person texts that bear "
            f"numbers of one list ({numbers[0]} to {numbers[-1]}, {len(numbers)} different)"
        ),
        members=tuple(
            FlagMember(
                uid=entry.post.uid,
                role="first" if entry is series.entries[0] else "member",
                note=entry.spelling,
            )
            for entry in series.entries
        ),
        evidence={
            "numbers": list(numbers),
            "accounts": len(series.accounts),
            "conflicts": series.conflicts,
            "members": [
                {
                    "uid": entry.post.uid,
                    "account": entry.post.account,
                    "at": entry.post.at.isoformat(),
                    "number": entry.number,
                    "spelling": entry.spelling,
                    "record_id": entry.post.record_id,
                    "text": entry.post.text[:200],
                }
                for entry in ordered[:MOST_SHOWN]
            ],
            "parameters": {
                "least_accounts": LEAST_ACCOUNTS,
                "least_numbers": LEAST_NUMBERS,
                "least_density": LEAST_DENSITY,
                "most_conflicts": MOST_CONFLICTS,
                "longest_pause_days": LONGEST_PAUSE.days,
            },
        },
        replaces=replaces,
    )
