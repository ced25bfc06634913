"""The catalogue's links that lead some visitors elsewhere: by program, device, language, referrer, visit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.exchange import Answer, Asked, answer_page, redirect
from sandbox.platforms.links_catalogue_ways import show, thin
from sandbox.situation import Situation

HARMLESS = "https://harmless.example/recipes"
"""Where those are sent who are not to see the other page."""
AIM = "https://aimed-at.example/story"
SECOND = "https://second-aim.example/story"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloak:
    """A link and what it says to whom. ``what`` names what it looks at."""

    name: str
    url: str
    what: str
    say: Callable[[Asked, Situation], Answer]


def _agent(asked: Asked) -> str:
    return asked.headers.get("user-agent", "")


def _for_browsers(asked: Asked, situation: Situation) -> Answer:
    return redirect(AIM if "Mozilla" in _agent(asked) and "bot" not in _agent(asked) else HARMLESS)


def _for_phones(asked: Asked, situation: Situation) -> Answer:
    return redirect(AIM if "Mobile" in _agent(asked) else HARMLESS)


def _for_previews(asked: Asked, situation: Situation) -> Answer:
    """A page for platforms' preview fetchers, which others pass through."""
    is_preview = re.search(r"\b(bot|preview|crawler)\b", _agent(asked), re.IGNORECASE)
    return show("A recipe") if is_preview else redirect(AIM)


def _for_script(asked: Asked, situation: Situation) -> Answer:
    """A readable page that script leaves for another."""
    move = f"location.replace(['{AIM[:12]}', '{AIM[12:]}'].join(''))"
    return thin(f"<p>All about recipes.</p><script>{move}</script>")


def _for_readers(asked: Asked, situation: Situation) -> Answer:
    language = asked.headers.get("accept-language", "").lower()
    return redirect(AIM if language.startswith("de") else SECOND if language.startswith("zh") else HARMLESS)


def _for_followers(asked: Asked, situation: Situation) -> Answer:
    return redirect(AIM if "social.example" in asked.headers.get("referer", "") else HARMLESS)


def _for_newcomers(asked: Asked, situation: Situation) -> Answer:
    return redirect(AIM if situation.first_time(f"cloak {asked.target}") else HARMLESS)


def _same_for_all(asked: Asked, situation: Situation) -> Answer:
    return redirect(AIM)


def _other_words(asked: Asked, situation: Situation) -> Answer:
    """One address for all, with another page on it for phones."""
    if "Mobile" not in _agent(asked):
        return show("A recipe")
    words = (
        "Whoever reads on a telephone is told another story here, of enemies, traitors and a stolen harbour. "
    )
    return answer_page("The aim of it", f"<h1>The aim of it</h1><p>{words * 6}</p>")


CLOAKS: tuple[Cloak, ...] = tuple(
    Cloak(name=what, url=f"https://cloak-{what}.example/go", what=what, say=say)
    for what, say in (
        ("agent", _for_browsers),
        ("device", _for_phones),
        ("preview", _for_previews),
        ("script", _for_script),
        ("language", _for_readers),
        ("referrer", _for_followers),
        ("visit", _for_newcomers),
        ("none", _same_for_all),
        ("content", _other_words),
    )
)
_PAGES = {HARMLESS: show("Recipes"), AIM: show("The aim"), SECOND: show("The second aim")}


def answer_cloak(asked: Asked, situation: Situation) -> Answer | None:
    """What a cloaked link, or a page behind one, answers; ``None`` for any other address."""
    if asked.url in _PAGES:
        return _PAGES[asked.url]
    for cloak in CLOAKS:
        if asked.url.partition("?")[0] == cloak.url:
            return cloak.say(asked, situation)
    return None
