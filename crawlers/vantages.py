"""As whom a link is asked for: kinds of visitor that sites treat differently, none of them a disguise.

Every vantage names Vedette in its User-Agent; what differs is what honestly can: a browser's window or a
phone's, with script or without, a fetcher of link previews (which we are then), the language, and, where the
user asks for it, the bare origin of a platform as referrer.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from crawlers.network.request_head import OURS
from crawlers.platform import Browse, Fetch

Device = Literal["desktop", "phone", "preview", "no-script"]
DEVICES: tuple[Device, ...] = get_args(Device)
LANGUAGES = ("en", "zh")
"""Two that the operations in question write in; any others can be asked for."""
BROWSED: frozenset[Device] = frozenset({"desktop", "phone"})

_MARK = "vantage="
_AGENTS: dict[Device, str] = {
    "preview": f"Mozilla/5.0 (compatible; {OURS}; link preview bot)",
    "no-script": f"Mozilla/5.0 (X11; Linux x86_64) {OURS}",
}
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}")


@dataclass(frozen=True, slots=True)
class Vantage:
    """A kind of visitor. ``language`` is a tag (BCP 47), ``referrer`` an origin with its slash, or empty.

    Raises ``ValueError`` where one of them cannot be.
    """

    device: Device
    language: str = "en"
    referrer: str = ""

    def __post_init__(self) -> None:
        if self.device not in DEVICES:
            raise ValueError(f"{self.device!r} is none of {', '.join(DEVICES)}")
        if not _LANGUAGE.fullmatch(self.language):
            raise ValueError(f"{self.language!r} is no language tag such as en or zh-TW")
        if self.referrer and not re.fullmatch(r"https?://[^/\s?#@]+/", self.referrer):
            raise ValueError(f"{self.referrer!r} is no origin such as https://www.facebook.com/")

    @property
    def label(self) -> str:
        """Its name, as it stands with every hop: ``phone/zh``, ``desktop/en from https://x.com/``."""
        return f"{self.device}/{self.language}" + (f" from {self.referrer}" if self.referrer else "")

    @property
    def want(self) -> str:
        """As it stands among the wishes of a ``Watched``."""
        return _MARK + "|".join((self.device, self.language, self.referrer))

    @property
    def accept_language(self) -> str:
        """The header that browsers send for the language."""
        plain = self.language.partition("-")[0]
        return self.language if plain == self.language else f"{self.language},{plain};q=0.9"


def find_vantage(wants: Iterable[str]) -> Vantage | None:
    """The vantage among the wishes of a ``Watched``, if any. Raises ``ValueError`` where it is broken."""
    for want in wants:
        if want.startswith(_MARK):
            device, language, referrer = want.removeprefix(_MARK).split("|")
            return Vantage(device, language, referrer)  # type: ignore[arg-type]  # checked by itself
    return None


def list_vantages(
    devices: Iterable[str] = DEVICES, languages: Iterable[str] = LANGUAGES, referrer: str = ""
) -> tuple[Vantage, ...]:
    """Every device in every language; with a ``referrer`` every device once more, in the first language.

    Raises ``ValueError`` for what is no vantage.
    """
    kinds, tags = tuple(dict.fromkeys(devices)), tuple(dict.fromkeys(languages))
    made = [Vantage(device, tag) for tag in tags for device in kinds]  # type: ignore[arg-type]
    if referrer:
        made += [Vantage(device, tags[0], referrer) for device in kinds]  # type: ignore[arg-type]
    return tuple(made)


def ask_from(vantage: Vantage, fetch: Fetch, browse: Browse) -> Fetch:
    """The question about a link as that visitor asks it; ``browse`` is how the browser is to look."""
    context = {**fetch.context, "vantage": vantage.label}
    if vantage.device in BROWSED:
        seen = replace(browse, device=vantage.device, language=vantage.language, referrer=vantage.referrer)
        return replace(fetch, reader="read_rendered", route="browser", browse=seen, context=context)
    headers = (
        ("User-Agent", _AGENTS[vantage.device]),
        ("Accept", "text/html,application/xhtml+xml,*/*;q=0.8"),
        ("Accept-Language", vantage.accept_language),
    )
    if vantage.referrer:
        context["referrer"] = vantage.referrer
    return replace(fetch, headers=headers, context=context)
