"""Writing the files of a new platform: its facts, a case in the sandbox, and a test that walks it."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawlers.address import is_public_name
from crawlers.platform import platforms
from storage.errors import Misuse

ROOT = Path(__file__).parents[1]


_GUEST = """guest = Guest(
    software="{software}",
    places=(Place(platform="{key}", host="{host}"),),
)
"""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of which one file makes a platform: the file's body, how an account is spelled below the host,
    and the software that the sandbox plays for it. ``{key}``, ``{title}``, ``{host}`` stand for the facts."""

    body: str
    account: str
    software: str
    guest: str = _GUEST
    imports: str = ""


def _of_api(name: str) -> str:
    facts = ('key="{key}"', 'title="{title}"', 'hosts=("{host}",)', 'example="{example}"')
    listed = "".join(f"    {fact},\n" for fact in facts)
    return f"from crawlers.families.{name} import {name}\n\nplatform = {name}(\n{listed})\n"


_FEED = """from crawlers.families.feed import Site, site_feed
from crawlers.families.feed_rules import Rule, find_by

platform = site_feed(
    Site(
        key="{key}",
        title="{title}",
        hosts=("{host}",),
        example="{example}",
        find=find_by(
            Rule(
                pattern=r"{pattern}/(?P<name>[A-Za-z0-9_-]+)(?:/.*)?",
                feed="https://{host}/{{name}}/feed",
                handle="{{name}}",
            ),
            reserved=frozenset({{"about", "explore", "login", "search", "privacy", "help", "settings"}}),
        ),
    )
)
"""
_FORM = """guest = Guest(
    software="feedsites",
    places=(Place(platform="{key}", host="{host}"),),
    form=Form(
        host="{host}",
        home="https://{host}/{{name}}",
        feed="https://{host}/{{name}}/feed",
        post="https://{host}/{{name}}/{{slug}}",
    ),
)
"""
FAMILIES: Mapping[str, Family] = {
    "mastodon_api": Family(_of_api("mastodon_api"), "@example", "mastodon"),
    "misskey_api": Family(_of_api("misskey_api"), "@example", "misskey"),
    "lemmy_api": Family(_of_api("lemmy_api"), "u/example", "lemmy"),
    "peertube_api": Family(_of_api("peertube_api"), "a/example", "peertube"),
    "feed": Family(_FEED, "example", "feedsites", _FORM, "from sandbox.software.feedsites import Form\n"),
}
"""The families of which a host of one's own makes a platform. Forum engines, wikis and blog software take any
host already (``vedette watch add --family``)."""

_TEST = '''"""{title}: its addresses, and what the sandbox's accounts there post."""

from __future__ import annotations

import pytest

from crawlers.platform import recognise
from sandbox.operation.items import Account
from sandbox.world import build_world
from tests.sandbox.walking import SEED, assert_timeline, walk, watch

KEY = "{key}"
HOST = "{host}"
EXAMPLE = "{example}"
LIVE = [one for one in build_world(SEED).accounts if one.platform == KEY and one.states[0] == "live"]


def test_an_account_is_recognised() -> None:
    found = recognise(f"{{EXAMPLE}}?from=somewhere")
    assert found is not None and (found.platform, found.host) == (KEY, HOST)


@pytest.mark.parametrize("phase", [1, 2])
@pytest.mark.parametrize("account", LIVE, ids=lambda one: one.name)
def test_every_post_is_collected(account: Account, phase: int) -> None:
    assert_timeline(walk(watch(account.url), phase), account, phase)
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of the new platform."""

    key: str
    family: str
    host: str
    title: str = ""


def write_platform(facts: Facts, root: Path = ROOT) -> tuple[Path, ...]:
    """Write the three files into a checkout of the project; their paths.

    Raises ``Misuse`` where a fact cannot be, a file is there already, or ``root`` is no checkout.
    """
    family = _check(facts, root)
    words = {
        "key": facts.key,
        "title": facts.title or facts.key.title(),
        "host": facts.host,
        "software": family.software,
        "example": f"https://{facts.host}/{family.account}",
        "pattern": facts.host.replace(".", r"\."),
    }
    written = {
        root / "crawlers" / "platforms" / f"{facts.key}.py": (
            '"""{title}, a host of its own. Say here in a sentence what it is."""\n\n' + family.body
        ),
        root / "sandbox" / "software" / f"{facts.key}.py": (
            '"""{title}, played by the software of its family."""\n\n'
            "from sandbox.played import Guest, Place\n" + family.imports + "\n" + family.guest
        ),
        root / "tests" / "crawlers" / "platforms" / f"test_{facts.key}.py": _TEST,
    }
    if there := next((path for path in written if path.exists()), None):
        raise Misuse(f"{there.relative_to(root)} is there already; choose another key, or edit it")
    for path, text in written.items():
        path.write_text(text.format(**words), encoding="utf-8")
    return tuple(path.relative_to(root) for path in written)


def _check(facts: Facts, root: Path) -> Family:
    if not re.fullmatch(r"[a-z][a-z0-9_]{1,30}", facts.key) or keyword.iskeyword(facts.key):
        raise Misuse(f"a key is a small letter, then small letters, digits and _: not {facts.key[:40]!r}")
    if facts.key in platforms():
        raise Misuse(f"there is a platform {facts.key} already; `vedette platforms` lists them")
    if facts.family not in FAMILIES:
        raise Misuse(
            f"no file makes a platform of the family {facts.family[:40]!r}; there are: {', '.join(FAMILIES)}"
        )
    if not is_public_name(facts.host):
        raise Misuse(f"{facts.host[:60]!r} is no host name; give one such as social.example.org")
    if not re.fullmatch(r"[^\"\\\n{}]{0,60}", facts.title):
        raise Misuse("a title has at most 60 characters, and no quotes, braces or backslashes")
    if not (root / "crawlers" / "platforms").is_dir() or not (root / "tests").is_dir():
        raise Misuse("this writes into a checkout of the project, and there is none here")
    return FAMILIES[facts.family]
