"""Posted links and the ways they lead by: every hop of every chain, in both phases.

The first hop is the link as posted. In phase 2 the last redirecting hop of the operation's chains leads to
another domain of the same site; short links stay as they were posted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal
from urllib.parse import quote

from sandbox.operation.sites import ORDINARY, SITES, Site, address_of

HopKind = Literal[
    "http", "refresh_header", "meta_refresh", "script", "shim", "landing", "dead_end", "loop"
]  # fmt: skip
End = Literal["landing", "dead_end", "loop"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step: how ``url`` answers and where it sends on. ``way`` names the exact means."""

    url: str
    kind: HopKind
    status: int
    next_url: str = ""
    way: str = ""
    also: tuple[HopKind, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as posted and its chain in phase 1 and in phase 2."""

    url: str
    owner: str
    site: str
    recipe: str
    chains: tuple[tuple[Hop, ...], tuple[Hop, ...]]

    def end(self, phase: int) -> End:
        """How the chain ends in ``phase``."""
        kind = self.chains[phase - 1][-1].kind
        return kind if kind in ("landing", "loop") else "dead_end"


@dataclass(frozen=True, slots=True)
class Step:
    """A way of sending on: the hosts that use it, the kind and status of the hop."""

    hosts: tuple[str, ...]
    kind: HopKind
    status: int
    also: tuple[HopKind, ...] = ()


STEPS: Mapping[str, Step] = {
    "301": Step(("bit.ly", "tinyurl.com", "is.gd", "rb.gy"), "http", 301),
    "302": Step(("cutt.ly", "t.cn", "ow.ly"), "http", 302),
    "303": Step(("go.lanwan-read.example",), "http", 303),
    "307": Step(("out.azure-links.example",), "http", 307),
    "308": Step(("r.harbour-share.example",), "http", 308),
    "tco": Step(("t.co",), "script", 200, ("meta_refresh",)),
    "refresh_header": Step(("gate.azure-links.example",), "refresh_header", 200),
    "meta_refresh": Step(("open.lanwan-read.example",), "meta_refresh", 200),
    "location_href": Step(("jump.azure-links.example",), "script", 200),
    "location_replace": Step(("hop.harbour-share.example",), "script", 200),
    "timer": Step(("wait.lanwan-read.example",), "script", 200),
    "form": Step(("enter.azure-links.example",), "script", 200),
    "interstitial": Step(("notice.harbour-share.example",), "script", 200),
    "shim_facebook": Step(("l.facebook.com",), "shim", 302, ("http",)),
    "shim_google": Step(("www.google.com",), "shim", 302, ("http",)),
    "shim_threads": Step(("l.threads.com",), "shim", 302, ("http",)),
}
RECIPES: tuple[tuple[str, ...], ...] = (
    ("301",), ("301", "302"), ("tco", "301"), ("302", "307"), ("301",), ("301", "refresh_header"),
    ("302", "meta_refresh"), ("301", "location_href"), ("301", "308", "303"), ("302",),
    ("shim_facebook", "301"), ("301", "timer"), ("direct",), ("301", "303"),
    ("302", "form"), ("shim_google", "302"), ("302", "308"),
    ("301", "location_replace"), ("plain",), ("301", "interstitial"), ("shim_threads", "301", "302"),
    ("301",), ("tco", "302"), ("301", "307"),
)  # fmt: skip
"""Which steps stand between a posted link and its landing site; taken in turn."""


def make_code(*parts: object) -> str:
    """A short code as shorteners give them, always the same for the same parts."""
    digest = hashlib.sha256("/".join(map(str, parts)).encode()).digest()
    letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    return "".join(letters[byte % len(letters)] for byte in digest[:7])


def link_to_site(owner: str, site: Site, number: int) -> Link:
    """The operation's ``number``th link: ``owner``'s own way to one piece of ``site``."""
    recipe = RECIPES[number % len(RECIPES)]
    slug = site.slugs[number % len(site.slugs)]
    landings = tuple(
        address_of(site, site.active(phase)[number % 2 if phase == 1 else 0], slug) for phase in (1, 2)
    )
    if recipe == ("direct",):
        first = address_of(site, site.domains[0], slug)
        moved = Hop(url=first, kind="http", status=301, next_url=landings[1], way="301")
        direct = ((_land(first),), (moved, _land(landings[1])))
        return Link(url=first, owner=owner, site=site.id, recipe="direct", chains=direct)
    if recipe == ("plain",):
        first = address_of(site, site.domains[0], slug).replace("https://", "http://")
        secure = first.replace("http://", "https://")
        up = Hop(url=first, kind="http", status=301, next_url=secure, way="301")
        moved = Hop(url=secure, kind="http", status=301, next_url=landings[1], way="301")
        chains = ((up, _land(secure)), (up, moved, _land(landings[1])))
        return Link(url=first, owner=owner, site=site.id, recipe="plain", chains=chains)
    return _shorten(owner, site, recipe, landings)


def _shorten(owner: str, site: Site, recipe: tuple[str, ...], landings: tuple[str, ...]) -> Link:
    urls: list[str] = []
    for place, name in reversed(list(enumerate(recipe))):
        code = make_code(owner, site.id, recipe, place)
        hosts = STEPS[name].hosts
        host = hosts[int(hashlib.sha256(code.encode()).hexdigest(), 16) % len(hosts)]
        target = urls[-1] if urls else landings[0]
        urls.append(_spell(name, host, code, target))
    urls.reverse()
    chains = tuple(
        (
            *(
                Hop(url=url, kind=STEPS[name].kind, status=STEPS[name].status, next_url=target, way=name,
                    also=STEPS[name].also)
                for name, (url, target) in zip(recipe, pairwise((*urls, landing)), strict=True)
            ),
            _land(landing),
        )
        for landing in landings
    )  # fmt: skip
    return Link(
        url=urls[0], owner=owner, site=site.id, recipe="+".join(recipe), chains=(chains[0], chains[1])
    )


def _spell(name: str, host: str, code: str, target: str) -> str:
    if name == "shim_facebook":
        return f"https://{host}/l.php?u={quote(target, safe='')}&h=AT{code}"
    if name == "shim_google":
        return f"https://{host}/url?q={quote(target, safe='')}&sa=D"
    if name == "shim_threads":
        return f"https://{host}/?u={quote(target, safe='')}&e=AT{code}"
    return f"https://{host}/r/{code}" if host.endswith(".example") else f"https://{host}/{code}"


def _land(url: str) -> Hop:
    return Hop(url=url, kind="landing", status=200)


def make_dead_ends() -> tuple[Link, ...]:
    """Links that lead nowhere: an unknown short code, a missing piece, a closed connection, two loops."""
    gone = "https://bit.ly/3LanWan0"
    missing = "https://lanwan-insight.example/a/never-written.html"
    short = "https://tinyurl.com/lanwan-mirror"
    closed = "https://mirror.gone-harbour.example/a/index.html"
    loop = ("https://is.gd/roundtrip", "https://out.azure-links.example/r/roundtrip")
    itself = "https://cutt.ly/selfsame"
    chains: dict[str, tuple[Hop, ...]] = {
        gone: (Hop(url=gone, kind="dead_end", status=404, way="404"),),
        missing: (Hop(url=missing, kind="dead_end", status=404, way="404"),),
        short: (Hop(url=short, kind="http", status=301, next_url=closed, way="301"),
                Hop(url=closed, kind="dead_end", status=0, way="closed")),
        loop[0]: (Hop(url=loop[0], kind="http", status=301, next_url=loop[1], way="301"),
                  Hop(url=loop[1], kind="loop", status=307, next_url=loop[0], way="307")),
        itself: (Hop(url=itself, kind="loop", status=302, next_url=itself, way="302"),),
    }  # fmt: skip
    return tuple(
        Link(url=url, owner="", site="", recipe="broken", chains=(chain, chain))
        for url, chain in chains.items()
    )


def make_ordinary() -> tuple[Link, ...]:
    """The links of ordinary people: plain pages, and a few of them behind a short link."""
    made: list[Link] = []
    for site in ORDINARY:
        for slug in site.slugs:
            url = address_of(site, site.domains[0], slug)
            made.append(
                Link(url=url, owner="", site=site.id, recipe="direct", chains=((_land(url),), (_land(url),)))
            )
    for number, link in enumerate(made[:6]):
        short = f"https://{('bit.ly', 'tinyurl.com')[number % 2]}/{make_code('ordinary', number)}"
        chain = (Hop(url=short, kind="http", status=301, next_url=link.url, way="301"), _land(link.url))
        made.append(Link(url=short, owner="", site=link.site, recipe="301", chains=(chain, chain)))
    return tuple(made)


def steps_of(links: tuple[Link, ...], phase: int) -> Iterator[Hop]:
    """Every redirecting or broken hop of ``links`` in ``phase``, for those who serve them."""
    for link in links:
        yield from (hop for hop in link.chains[phase - 1] if hop.kind != "landing")


def operation_sites() -> tuple[Site, ...]:
    """The operation's own sites."""
    return SITES
