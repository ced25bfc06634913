"""Which software a site runs, from one archived answer of it: a page, NodeInfo, or an API's self-description.

Sources: nodeinfo.diaspora.software (protocol and schema 2.x); the instance documents of Mastodon, Misskey,
Lemmy, PeerTube, Discourse, NodeBB, Flarum and WordPress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from crawlers.families.engine_marks import MARKS, THEMES, VERSIONS, Mark
from crawlers.json_reading import Object, maybe_object, maybe_text
from crawlers.platform import Unreadable
from storage.items import Capture

LOOKED_AT = 400_000
"""How many bytes of a page are searched: marks stand in its head and its foot, pages are rarely longer."""

_GENERATOR = re.compile(
    r"<meta[^>]{0,80}name=[\"']?generator[^>]{0,40}content=[\"']?([^\"'>]{1,120})", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)+|\d+")
_COMPATIBLE = re.compile(r"compatible; ?([A-Za-z]+)[ /]?([\w.+-]{0,40})")
_SAME = {
    "pleroma": "pleroma", "akkoma": "akkoma", "mastodon": "mastodon", "hometown": "mastodon",
    "glitchcafe": "mastodon", "misskey": "misskey", "sharkey": "sharkey", "firefish": "firefish",
    "calckey": "firefish", "iceshrimp": "iceshrimp", "cherrypick": "misskey", "foundkey": "misskey",
    "gotosocial": "gotosocial", "pixelfed": "pixelfed", "friendica": "friendica", "peertube": "peertube",
    "lemmy": "lemmy", "piefed": "piefed", "writefreely": "writefreely", "wordpress": "wordpress",
    "discourse": "discourse", "nodebb": "nodebb", "mitra": "mitra", "fedibird": "fedibird",
    "ghost": "ghost", "hubzilla": "hubzilla", "mbin": "mbin", "kbin": "mbin", "flarum": "flarum",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """A guess: the engine, how sure (0 to 1), its version and theme where they show, and by which marks."""

    engine: str
    certainty: float
    version: str = ""
    theme: str = ""
    marks: tuple[str, ...] = ()


def judge_page(capture: Capture) -> tuple[Finding, ...]:
    """What a page's marks say, the surest engine first. A forum inside WordPress comes before WordPress."""
    page = capture.body[:LOOKED_AT].decode("latin-1")
    heads = [f"{name}: {value}"[:1000] for name, value in capture.headers]
    cookies = [
        value.partition("=")[0].strip() for name, value in capture.headers if name.lower() == "set-cookie"
    ]
    hits: dict[str, list[Mark]] = {}
    for mark, pattern in _patterns():
        texts = {"body": (page,), "header": heads, "cookie": cookies}[mark.place]
        if any(pattern.search(text) for text in texts):
            hits.setdefault(mark.engine, []).append(mark)
    findings = [
        Finding(
            engine=engine,
            certainty=_join(mark.weight for mark in marks),
            version=_read_version(engine, page),
            theme=_read_theme(engine, page),
            marks=tuple(mark.pattern[:60] for mark in marks),
        )
        for engine, marks in hits.items()
    ]
    return tuple(
        sorted(findings, key=lambda one: (-round(one.certainty, 2), one.engine != "bbpress", one.engine))
    )


def judge_nodeinfo(fields: Object) -> Finding | None:
    """What a NodeInfo document says of itself."""
    software = maybe_object(fields, "software")
    name = maybe_text(software, "name").lower()
    if not name:
        return None
    engine = _SAME.get(name, name[:40])
    return Finding(engine, 0.99, maybe_text(software, "version")[:40], "", (f"NodeInfo: {name[:40]}",))


def judge_instance(fields: Object) -> Finding | None:
    """What ``/api/v1/instance`` or ``/api/v2/instance`` says: the dialect stands in brackets in its version.

    Raises ``Unreadable`` where it is no instance document.
    """
    version = maybe_text(fields, "version")
    if not version or not ({"uri", "domain", "title"} & set(fields)):
        raise Unreadable("no instance document")
    found = _COMPATIBLE.search(version)
    name = found.group(1).lower() if found else "mastodon"
    number = found.group(2) if found and found.group(2) else version.partition(" ")[0]
    return Finding(_SAME.get(name, name), 0.97, number[:40], "", (f"instance: {version[:60]}",))


def _join(weights: Iterator[float]) -> float:
    doubt = 1.0
    for weight in weights:
        doubt *= 1 - weight
    return round(1 - doubt, 4)


@cache
def _patterns() -> tuple[tuple[Mark, re.Pattern[str]], ...]:
    return tuple((mark, re.compile(mark.pattern, re.IGNORECASE)) for mark in MARKS)


def _read_version(engine: str, page: str) -> str:
    if engine in VERSIONS and (found := re.search(VERSIONS[engine], page)):
        return found.group(1)[:40]
    generator = _GENERATOR.search(page)
    if generator and engine in generator.group(1).lower() and (number := _NUMBER.search(generator.group(1))):
        return number.group()[:40]
    return ""


def _read_theme(engine: str, page: str) -> str:
    found = re.search(THEMES[engine], page) if engine in THEMES else None
    return next((part for part in found.groups() if part), "")[:60] if found else ""
