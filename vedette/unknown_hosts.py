"""From an address at a site that nobody has heard of to an account that can be watched.

Whoever the address alone tells nothing to is asked: the site, once, by ``crawlers.hosts``; what it runs stays
in the index, and what a person says of it (``--family``) counts for more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from crawlers.hosts import ENOUGH
from crawlers.platform import platforms
from crawlers.watching import Unrecognised, find_watched
from schedules.dispatch import Dispatcher, Premises
from schedules.job import Job
from storage.errors import Misuse, VedetteError
from storage.hosts import HostChoice, choose_platform, find_choice, find_host
from storage.index import Index
from storage.items import Host, Watched
from storage.urls import host_of, parse_url, refang
from vedette.place import Place

LEAST = 0.6
"""How sure a finding must be to be used without a person's word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Where unknown hosts are looked up, and whether they may be asked."""

    index: Index
    place: Place
    may_ask: bool = True


def find_account(text: str, asking: Asking, *, family: str = "", wants: tuple[str, ...] = ()) -> Watched:
    """The account that ``text`` names, by its address, by what a person said, or by what its host runs.

    Raises:
        Misuse: it is no address, or names nothing that can be watched.
        VedetteError: the host could not be asked, or did not tell what it runs.
    """
    try:
        watched = find_watched(text, platform=family, wants=wants)
    except Unrecognised:
        if family:
            raise
        return _find_by_host(text, asking, wants)
    if family and watched.host and platforms()[family].any_host:
        choose_platform(asking.index, HostChoice(watched.host, family, datetime.now(UTC)))
    elif not family and platforms()[watched.platform].any_host:
        choice = find_choice(asking.index, watched.host)
        if choice is not None and choice.platform != watched.platform:
            return find_watched(text, platform=choice.platform, wants=wants)
    return watched


def describe_host(found: Host) -> str:
    """What a host runs and how sure that is, in a line."""
    platform = platforms().get(found.engine)
    name = " ".join(filter(None, (platform.title if platform else found.engine, found.version)))
    theme = f", theme {found.theme}" if found.theme else ""
    return f"{found.host} runs {name}{theme} (certainty {found.certainty:.2f})"


def _find_by_host(text: str, asking: Asking, wants: tuple[str, ...]) -> Watched:
    url = refang(text.strip())
    url = parse_url(url if "://" in url else f"https://{url}").href
    host = host_of(url)
    if choice := find_choice(asking.index, host):
        return find_watched(url, platform=choice.platform, wants=wants)
    found = find_host(asking.index, host)
    if found is None and not asking.may_ask:
        raise Unrecognised(
            f"{host} is no platform that is known by its address; "
            "`vedette watch add` finds out what it runs, or name a family with --family"
        )
    return _watch_at(url, found or _ask(url, host, asking), wants)


def _watch_at(url: str, found: Host, wants: tuple[str, ...]) -> Watched:
    told = describe_host(found)
    if found.certainty < LEAST:
        raise Misuse(f"{told}, which is too little to go by; say what it is with --family")
    family = found.engine if found.engine in platforms() else "feed" if found.feed_url else "page"
    try:
        return find_watched(url, platform=family, wants=wants)
    except Unrecognised:
        hint = (
            "" if found.certainty < ENOUGH else "; give the address of a member, a thread, a board or a blog"
        )
        raise Misuse(f"{told}, but that address names no account there{hint}, or --family page") from None


def _ask(url: str, host: str, asking: Asking) -> Host:
    premises = Premises(data=asking.place.data, database=asking.place.database)
    since = datetime.now(UTC)
    entry = Watched(platform="hosts", key=host, url=url, host=host)
    ended = Dispatcher(premises).run_all((Job(platform="hosts", entries=(entry,)),))
    if found := find_host(asking.index, host):
        return found
    why = [one.reason for one in asking.index.problems("hosts", since) if one.account == host]
    why = why or [one.reason for one in ended if one.reason] or ["it gave no answer"]
    raise VedetteError(f"{host} does not tell what it runs ({why[-1][:200]}); say so with --family")
