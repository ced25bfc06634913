"""The catalogue of redirections: one situation each, with the truth of where it leads, hop for hop.

They stand beside the played operation, on hosts of their own, for whoever follows links to be measured by:
``vedette follow`` of every ``Detour.url`` should tell ``Detour.stops``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from sandbox.exchange import Answer, Asked
from sandbox.platforms.links_catalogue_ways import WAYS, Way, show
from sandbox.situation import Situation

Saying = Callable[[Asked, Situation], Answer]
ENDS = ("landing", "dead_end", "loop", "refused")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One hop: what a follower should call it, and what its address answers.

    ``status`` is 0 where nobody is asked (a shim, a refusal) or nobody answers; ``reason`` is a part of what
    a follower should say about it.
    """

    url: str
    kind: str
    status: int = 200
    reason: str = ""
    say: Saying | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour:
    """One situation. ``renders``: only a browser finds out. ``also`` are addresses that are no hop.

    ``later`` is the truth in phase 2, where it changes.
    """

    name: str
    stops: tuple[Stop, ...]
    renders: bool = False
    also: tuple[Stop, ...] = ()
    later: tuple[Stop, ...] = ()

    @property
    def url(self) -> str:
        """The link as somebody would post it."""
        return self.stops[0].url

    def chain(self, phase: int = 1) -> tuple[Stop, ...]:
        """The hops in ``phase``."""
        return self.later if phase > 1 and self.later else self.stops

    def outcome(self, phase: int = 1) -> str:
        """How it ends."""
        return self.chain(phase)[-1].kind

    def landing_url(self, phase: int = 1) -> str:
        """Where a visitor arrives; empty where nowhere."""
        last = self.chain(phase)[-1]
        return last.url if last.kind == "landing" else ""


def always(answer: Answer) -> Saying:
    """The same answer whoever asks."""
    return lambda asked, situation: answer


def place(name: str, number: int) -> str:
    """The address of a hop that has no reason for another one."""
    return f"https://{name.replace(' ', '-').lower()}-{number}.example/go"


def landing(url: str, answer: Answer | None = None, **more: object) -> Stop:
    """The last hop, with a page that people read."""
    return Stop(url=url, kind="landing", say=always(answer or show()), **more)  # type: ignore[arg-type]


def lead(
    name: str, *ways: str, urls: Mapping[int, str] | None = None, end: tuple[Stop, ...] = (), host: str = ""
) -> Detour:
    """A chain of ``ways`` in turn to ``end``, a page on a domain of its own unless given.

    ``urls`` gives hops, by their number, another address; ``host`` begins the hosts' names.
    """
    given = urls or {}
    count = len(ways)
    places = [given.get(number, place(host or name, number)) for number in range(count)]
    arrival = end[0].url if end else given.get(count, f"https://arrival-{place(host or name, count)[8:]}")
    stops: list[Stop] = []
    renders = False
    for number, (url, named) in enumerate(zip(places, ways, strict=True)):
        target = places[number + 1] if number + 1 < count else arrival
        way: Way | None = WAYS.get(named)
        if way is None:  # a shim: the next address stands in its own
            stops.append(Stop(url=url, kind="shim", status=0))
            continue
        renders = renders or way.renders
        stops.append(Stop(url=url, kind=way.kind, status=way.status, say=always(way.answer(target))))
    return Detour(name=name, stops=(*stops, *(end or (landing(arrival),))), renders=renders)


@cache
def list_detours() -> tuple[Detour, ...]:
    """All situations whose truth is the same for every visitor."""
    from sandbox.platforms.links_catalogue_chains import CHAINS
    from sandbox.platforms.links_catalogue_ends import ENDINGS

    return (*CHAINS, *ENDINGS)


@cache
def _by_url() -> Mapping[str, tuple[Stop, Stop]]:
    """What an address says in phase 1 and in phase 2."""
    first: dict[str, Stop] = {}
    second: dict[str, Stop] = {}
    for detour in list_detours():
        for stop in (*detour.stops, *detour.also):
            first.setdefault(stop.url, stop)
        for stop in (*detour.later, *detour.stops, *detour.also):
            second.setdefault(stop.url, stop)
    return {url: (first.get(url, stop), stop) for url, stop in second.items()}


def answer(asked: Asked, situation: Situation) -> Answer | None:
    """What an address of the catalogue answers; ``None`` for any other."""
    from sandbox.platforms.links_catalogue_cloaks import answer_cloak

    found = _by_url().get(asked.url)
    if found is None:
        return answer_cloak(asked, situation)
    stop = found[1 if situation.phase > 1 else 0]
    return stop.say(asked, situation) if stop.say else None
