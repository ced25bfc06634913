"""The played world, built once from its seed, and what of it can be seen in which phase."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from sandbox.operation.addresses import address_post, avatar_url
from sandbox.operation.campaign import Campaign
from sandbox.operation.cast import make_cast
from sandbox.operation.changes import change_posts, suspend_accounts
from sandbox.operation.chatter import Chatter
from sandbox.operation.draft import Draft
from sandbox.operation.items import Account, Numbered, Post, Reuse, Shown
from sandbox.operation.links import Hop, Link, make_dead_ends, make_ordinary, steps_of
from sandbox.operation.networks import place_comments, wrap_links
from sandbox.operation.public import Public
from sandbox.operation.tail import make_tail_cast, write_tail

NEVER = 3


@dataclass(frozen=True, eq=False)
class World:
    """All accounts, posts and links. ``posts`` are sorted by time; posts that no phase shows are left out."""

    seed: int
    accounts: tuple[Account, ...]
    posts: tuple[Post, ...]
    links: tuple[Link, ...]
    reuses: tuple[Reuse, ...]
    numbered: tuple[Numbered, ...]
    confounders: tuple[tuple[str, str, str], ...]

    @cached_property
    def account(self) -> dict[str, Account]:
        """Accounts by name."""
        return {account.name: account for account in self.accounts}

    @cached_property
    def post(self) -> dict[str, Post]:
        """Posts by reference."""
        return {post.ref: post for post in self.posts}

    @cached_property
    def by_host(self) -> dict[str, tuple[Account, ...]]:
        """Accounts by host."""
        found: defaultdict[str, list[Account]] = defaultdict(list)
        for account in self.accounts:
            found[account.host].append(account)
        return {host: tuple(accounts) for host, accounts in found.items()}

    @cached_property
    def by_id(self) -> dict[tuple[str, str], Post]:
        """Posts by platform and id."""
        return {(self.account[post.account].platform, post.id): post for post in self.posts}

    @cached_property
    def responses(self) -> dict[str, tuple[Post, ...]]:
        """Replies, reposts and quotes by the reference of the post that they respond to."""
        found: defaultdict[str, list[Post]] = defaultdict(list)
        for post in self.posts:
            for ref in {post.reply_to, post.repost_of, post.quote_of} - {""}:
                found[ref].append(post)
        return {ref: tuple(posts) for ref, posts in found.items()}

    @cached_property
    def media(self) -> dict[str, Shown]:
        """Pictures by the URL under which a post shows them."""
        return {
            url: shown for post in self.posts for url, shown in zip(post.media, post.pictures, strict=True)
        }

    @cached_property
    def avatars(self) -> dict[str, str]:
        """Account names by the URL of their avatar."""
        return {avatar_url(account): account.name for account in self.accounts}

    @cached_property
    def _timelines(self) -> dict[tuple[str, int], tuple[Post, ...]]:
        found: defaultdict[tuple[str, int], list[Post]] = defaultdict(list)
        for post in reversed(self.posts):
            for phase in (1, 2):
                if post.seen_in(phase):
                    found[post.account, phase].append(post)
        return {key: tuple(posts) for key, posts in found.items()}

    @cached_property
    def _steps(self) -> dict[tuple[int, str], Hop]:
        return {(phase, hop.url): hop for phase in (1, 2) for hop in steps_of(self.links, phase)}

    def timeline(self, account: Account, phase: int) -> tuple[Post, ...]:
        """What an account shows in ``phase``, newest first; nothing where it is not live."""
        if account.state(phase) not in ("live", "walled", "moved"):
            return ()
        return self._timelines.get((account.name, phase), ())

    def shows(self, post: Post, phase: int) -> bool:
        """Whether ``post`` can be seen in ``phase``, its account being live."""
        return post.seen_in(phase) and self.account[post.account].state(phase) in ("live", "walled", "moved")

    def step(self, url: str, phase: int) -> Hop | None:
        """The redirecting or broken hop that answers at ``url``, if one does."""
        return self._steps.get((phase, url))


@lru_cache(maxsize=4)
def build_world(seed: int, everyone: bool = True) -> World:
    """The world of ``seed``: the same for every run; without ``everyone``, the shorter play of the demo."""
    accounts = suspend_accounts(seed, make_cast(seed))
    tail = make_tail_cast(seed, everyone)
    draft, chatter = Draft(), Chatter(seed)
    ordinary = make_ordinary()
    campaign = Campaign(seed, accounts, draft, chatter)
    campaign.write()
    Public(seed, accounts, draft, chatter).write(ordinary)
    dead = make_dead_ends()
    _post_dead_ends(draft, accounts, dead)
    change_posts(seed, accounts, draft)
    further = write_tail(seed, tail, draft)
    accounts = (*accounts, *tail)
    posts = _address(draft, accounts)
    kept = {post.ref for post in posts}
    links = (*campaign.links, *dead, *ordinary, *further)
    return World(
        seed=seed,
        accounts=accounts,
        posts=posts,
        links=(*links, *wrap_links(posts, {account.name: account for account in accounts}, links)),
        reuses=tuple(reuse for reuse in draft.reuses if reuse.ref in kept),
        numbered=tuple(draft.numbered),
        confounders=tuple(one for one in draft.confounders if one[2] in kept),
    )


def _post_dead_ends(draft: Draft, accounts: tuple[Account, ...], dead: tuple[Link, ...]) -> None:
    """Posters of the operation put the broken links behind texts that stand already."""
    posters = {account.name for account in accounts if account.operation and account.role == "poster"}
    free = [post for post in draft.posts if post.account in posters and post.theme == "camouflage"]
    for link, post in zip(dead, free[:: len(free) // len(dead)], strict=False):
        draft.change(post, text=f"{post.text} {link.url}", links=(link.url,))


def _address(draft: Draft, accounts: tuple[Account, ...]) -> tuple[Post, ...]:
    by_name = {account.name: account for account in accounts}
    numbers: defaultdict[str, int] = defaultdict(int)
    made: list[Post] = []
    for post in sorted(draft.posts, key=lambda one: (one.posted_at, one.ref)):
        if post.appears_in >= NEVER:
            continue
        numbers[post.account] += 1
        account = by_name[post.account]
        made.append(address_post(_settle(post, account), account, numbers[post.account]))
    return place_comments(tuple(made))


def _settle(post: Post, account: Account) -> Post:
    """Where an article has no title of its own place, none is given; a page keeps its own."""
    return replace(post, title="") if account.software in ("mastodon", "bluesky", "telegram") else post
