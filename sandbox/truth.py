"""The ground truth of a world: what a collector should find in each phase, and what it must not flag.

``make_truth`` gives JSON-ready data of this shape::

    {"seed": 7,
     "phases": {"1": PHASE, "2": PHASE}}

    PHASE = {
      "accounts":    [{"name", "platform", "key", "handle", "url", "watch", "operation", "role",
                       "language", "state"}],
      "posts":       [{"platform", "id", "account", "url", "kind", "title", "text", "language",
                       "posted_at", "edited", "edited_at", "pinned", "media", "links", "reply_to",
                       "repost_of", "quote_of", "operation", "theme"}],
      "gone":        [{"platform", "id", "account", "operation", "why"}],
      "clusters":    {CLUSTER: [{"platform", "id", "edits"}]},
      "numbered":    {SERIES: [{"platform", "id", "number", "spelling"}]},
      "links":       [{"url", "site", "operation", "recipe", "needs_browser", "outcome", "landing_url",
                       "hops": [{"url", "kind", "also", "status", "next_url", "way"}]}],
      "sites":       [{"id", "name", "operation", "landing_urls", "links"}],
      "confounders": [{"kind", "what", "platform", "id"}]}

``key`` and ``id`` are as the collector stores them; ``watch`` is the address for the watchlist. ``posts``
can be seen in the phase; ``gone`` could be seen before: ``why`` is ``deleted``, or ``account_suspended`` and
``account_deleted`` where the whole account ended. A repost's ``text`` and ``url`` are those of what it passes
on (its own ``url`` where it has one); texts are as they were written, while pages show several spaces as one.
``reply_to``, ``repost_of`` and ``quote_of`` are ids. ``clusters`` and ``numbered`` hold what could be seen up
to the phase, deleted posts included, since they stay in the archive. ``also`` are other kinds that a hop may
rightly be called; ``outcome`` is ``landing``, ``dead_end`` or ``loop``; ``needs_browser`` says that the chain
cannot be read without script. ``sites`` joins the links that lead to one landing site. ``confounders`` repeat
something (``what``: words, a URL, the id of a post) without being anybody's reuse. Times are ISO 8601 in UTC.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sandbox.operation.addresses import watch_url
from sandbox.operation.items import Account, Post
from sandbox.operation.links import Link
from sandbox.operation.networks import show_links
from sandbox.operation.sites import ORDINARY, SITES
from sandbox.played import list_played
from sandbox.world import World

Json = dict[str, Any]
PHASES = (1, 2)
RENDERED = ("form", "interstitial")
"""Ways of sending on that only a browser finds out."""


def make_truth(world: World) -> Json:
    """All that is to be found in ``world``, by phase."""
    return {"seed": world.seed, "phases": {str(phase): _tell_phase(world, phase) for phase in PHASES}}


def list_watched(world: World) -> list[dict[str, str]]:
    """The rows of the watchlist: every account by its public address."""
    return [
        {
            "url": watch_url(account),
            "case": _name_case(account),
            "note": f"{account.display_name} ({account.role}, {account.language})",
            "platform": name_platform(account),
        }
        for account in world.accounts
    ]


def name_platform(account: Account) -> str:
    """The platform where an account's address does not tell it, empty otherwise."""
    further = list_played().get(account.software)
    tells = account.software != "page" if further is None else further.address_tells
    return "" if tells else account.platform


def _name_case(account: Account) -> str:
    if account.role == "special":
        return "Special states"
    return "Lanwan network" if account.operation else "Bystanders"


def _tell_phase(world: World, phase: int) -> Json:
    seen = [post for post in world.posts if world.shows(post, phase)]
    known = {post.ref for post in world.posts if any(world.shows(post, one) for one in PHASES[:phase])}
    return {
        "accounts": [_tell_account(account, phase) for account in world.accounts],
        "posts": [_tell_post(post, phase, world) for post in seen],
        "gone": [
            _tell_gone(post, phase, world)
            for post in world.posts
            if post.ref in known and not world.shows(post, phase)
        ],
        "clusters": _gather(
            (reuse.cluster, {**_name(world.post[reuse.ref], world), "edits": list(reuse.edits)})
            for reuse in world.reuses
            if reuse.ref in known
        ),
        "numbered": _gather(
            (
                one.series,
                {**_name(world.post[one.ref], world), "number": one.number, "spelling": one.spelling},
            )
            for one in world.numbered
            if one.ref in known
        ),
        "links": [_tell_link(link, phase) for link in world.links],
        "sites": _tell_sites(world, phase),
        "confounders": [
            {
                "kind": kind,
                "what": world.post[what].id if what in world.post else what,
                **_name(world.post[ref], world),
            }
            for kind, what, ref in world.confounders
            if ref in known
        ],
    }


def _tell_account(account: Account, phase: int) -> Json:
    return {
        "name": account.name,
        "platform": account.platform,
        "key": account.key,
        "handle": account.handle,
        "url": account.url,
        "watch": watch_url(account),
        "operation": account.operation,
        "role": account.role,
        "language": account.language,
        "state": account.state(phase),
    }


def _tell_post(post: Post, phase: int, world: World) -> Json:
    account = world.account[post.account]
    words = world.post[post.repost_of] if post.repost_of else post
    edited = post.edited_by(phase)

    def name(ref: str) -> str:
        return world.post[ref].id if ref else ""

    return {
        **_name(post, world),
        "account": account.key,
        "url": post.url or words.url,
        "kind": post.kind,
        "title": post.title,
        "text": words.text_in(phase),
        "language": post.language,
        "posted_at": post.posted_at.isoformat(),
        "edited": edited is not None,
        "edited_at": edited.isoformat() if edited else "",
        "pinned": post.pinned,
        "media": list(words.media),
        "links": list(show_links(words, world.account[words.account])),
        "reply_to": name(post.reply_to),
        "repost_of": name(post.repost_of),
        "quote_of": name(post.quote_of),
        "operation": account.operation,
        "theme": post.theme,
    }


def _tell_gone(post: Post, phase: int, world: World) -> Json:
    account = world.account[post.account]
    why = f"account_{account.state(phase)}" if post.seen_in(phase) else "deleted"
    told = {"account": account.key, "operation": account.operation, "why": why}
    return {**_name(post, world), **told}


def _tell_link(link: Link, phase: int) -> Json:
    chain = link.chains[phase - 1]
    sites = {site.id: site for site in SITES + ORDINARY}
    return {
        "url": link.url,
        "site": link.site,
        "operation": link.site in sites and sites[link.site].operation,
        "recipe": link.recipe,
        "needs_browser": any(hop.way in RENDERED for hop in chain),
        "outcome": link.end(phase),
        "landing_url": chain[-1].url if link.end(phase) == "landing" else "",
        "hops": [
            {
                "url": hop.url,
                "kind": hop.kind,
                "also": list(hop.also),
                "status": hop.status,
                "next_url": hop.next_url,
                "way": hop.way,
            }
            for hop in chain
        ],
    }


def _tell_sites(world: World, phase: int) -> list[Json]:
    told = []
    for site in SITES + ORDINARY:
        links = [link for link in world.links if link.site == site.id]
        landings = {link.chains[phase - 1][-1].url for link in links if link.end(phase) == "landing"}
        told.append(
            {
                "id": site.id,
                "name": site.name,
                "operation": site.operation,
                "landing_urls": sorted(landings),
                "links": sorted({link.url for link in links}),
            }
        )
    return told


def _name(post: Post, world: World) -> Json:
    return {"platform": world.account[post.account].platform, "id": post.id}


def _gather(pairs: Iterable[tuple[str, Json]]) -> dict[str, list[Json]]:
    found: defaultdict[str, list[Json]] = defaultdict(list)
    for name, member in pairs:
        found[name].append(member)
    return dict(sorted(found.items()))
