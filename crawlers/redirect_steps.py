"""Where a chain of redirects stands, and the hop that a capture shows of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawlers.platform import Fetch
from crawlers.redirect_reading import Page, read_header
from storage.items import Capture, Hop, HopKind, LandingPage, Watched
from storage.shims import unwrap_shim
from storage.urls import normalise_url, registered_domain

MOST_HOPS = 20
MOST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Step:
    """Where a chain stands: the address asked for now and how it was come by.

    ``cookie`` says that an answer on the way set one, ``note`` what plain reading found odd about the page
    that the browser is to look at. ``vantage`` is the kind of visitor that asks, empty for our own.
    """

    link: str
    chain: str
    position: int
    url: str
    visited: tuple[str, ...] = ()
    shims: tuple[str, ...] = ()
    cookie: bool = False
    note: str = ""
    vantage: str = ""

    def context(self) -> dict[str, str]:
        """As a ``Fetch`` hands it on."""
        odd = {"cookie": "1" if self.cookie else "", "note": self.note, "vantage": self.vantage}
        return {
            "link": self.link,
            "chain": self.chain,
            "position": str(self.position),
            "url": self.url,
            "visited": "\n".join(self.visited),
            "shims": "\n".join(self.shims),
            **{name: value for name, value in odd.items() if value},
        }


def read_step(capture: Capture, watched: Watched) -> Step:
    """The step that a capture answers; that of the link itself where the capture carries none."""
    context = capture.context
    position = context.get("position", "0")
    return Step(
        link=context.get("link") or watched.url or capture.url,
        chain=context.get("chain", ""),
        position=int(position) if position.isascii() and position.isdigit() else 0,
        url=context.get("url") or capture.url,
        visited=tuple(filter(None, context.get("visited", "").split("\n"))),
        shims=tuple(filter(None, context.get("shims", "").split("\n"))),
        cookie=bool(context.get("cookie")),
        note=context.get("note", ""),
        vantage=context.get("vantage", ""),
    )


def ask_next(step: Step, target: str) -> Fetch:
    """The question after ``step`` (or its first): ``target``, or what lies behind the shims it is.

    Positions count shims too; ``step.position`` is where ``target`` itself will stand.
    """
    shims: list[str] = []
    seen = set(step.visited)
    while (inner := unwrap_shim(target)) and inner not in seen and len(shims) < MOST_HOPS:
        shims.append(target)
        seen.add(target)
        target = inner
    asked = replace(
        step,
        position=step.position + len(shims),
        url=target,
        visited=(*step.visited, *shims),
        shims=tuple(shims),
    )
    return Fetch(url=target, reader="read_hop", route="page", context=asked.context())


def make_shim_hops(capture: Capture, step: Step) -> Iterator[Hop]:
    """Shims that were unwrapped on the way to this capture's address."""
    urls = (*step.shims, step.url)
    first = step.position - len(step.shims)
    for number, url in enumerate(step.shims):
        hop = make_hop(capture, replace(step, position=first + number, url=url), "shim", urls[number + 1])
        where = "read from the address alone; the record is the next capture's"
        yield replace(hop, status=0, where=where, ip_address="", certificate="", server="")


def explain_length(step: Step, target: str) -> tuple[HopKind, str]:
    """What a chain is called that is left because of its length, before ``target`` is asked for."""
    here, passed = target.partition("?")[0], [url.partition("?")[0] for url in step.visited]
    if passed.count(here) > len(passed) // 2:
        return (
            "loop",
            f"the same address with another query, {passed.count(here)} times: not followed further",
        )
    return "dead_end", f"not followed: the chain has more than {MOST_HOPS} hops"


def make_hop(capture: Capture, step: Step, kind: HopKind, next_url: str = "", reason: str = "") -> Hop:
    """The hop of ``step`` as ``capture`` shows it."""
    return Hop(
        link_url=step.link,
        chain=step.chain,
        position=step.position,
        url=step.url,
        normalised_url=normalise_url(step.url),
        kind=kind,
        record_id=capture.record_id,
        captured_at=capture.captured_at,
        status=capture.status,
        next_url=next_url,
        vantage=step.vantage or "plain",
        ip_address=capture.ip_address,
        certificate=capture.certificate,
        server=read_header(capture, "server")[:200],
        reason=" ".join(reason.split())[:300],
    )


def make_landing(capture: Capture, step: Step, page: Page) -> LandingPage:
    """The page that ``step`` arrived at, as plain reading sees it."""
    return LandingPage(
        link_url=step.link,
        chain=step.chain,
        url=step.url,
        normalised_url=normalise_url(step.url),
        registered_domain=registered_domain(step.url),
        record_id=capture.record_id,
        captured_at=capture.captured_at,
        status=capture.status,
        title=page.title,
        language=page.language,
        text=page.text[:MOST_TEXT],
    )
