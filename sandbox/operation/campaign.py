"""The operation's posts: copied texts, numbered stories, articles, camouflage, what amplifiers pass on."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sandbox.operation import personal
from sandbox.operation.articles import ARTICLES
from sandbox.operation.chatter import Chatter
from sandbox.operation.draft import Draft
from sandbox.operation.edits import EDITS
from sandbox.operation.items import Account, Kind, Language, Post, Reuse, Shown
from sandbox.operation.items import Numbered as NumberedPost
from sandbox.operation.links import Link, link_to_site
from sandbox.operation.pictures import POOL, VARIANTS
from sandbox.operation.schedule import pick_office_time, pick_working_day
from sandbox.operation.sites import SITES
from sandbox.operation.slogans import ENGLISH, SIMPLIFIED, TRADITIONAL

LIGHT_EDITS = tuple(name for name in EDITS if name != "exact")
CAMOUFLAGE = 7
LATE_THEMES = 4
"""How many themes of each language are begun only in phase 2."""


class Campaign:
    """Writes the operation's part of the script into a draft."""

    def __init__(self, seed: int, accounts: tuple[Account, ...], draft: Draft, chatter: Chatter) -> None:
        self._draw = random.Random(f"{seed}:campaign")
        self._accounts = [account for account in accounts if account.operation and account.role != "special"]
        self._draft = draft
        self._chatter = chatter
        self.links: list[Link] = []
        self._own: dict[str, list[Link]] = {
            account.name: self._make_links(account) for account in self._accounts
        }

    def write(self) -> None:
        """All of it, in a fixed order."""
        lists: tuple[tuple[Language, tuple[tuple[str, str], ...]], ...] = (
            ("zh-Hans", SIMPLIFIED),
            ("zh-Hant", TRADITIONAL),
            ("en", ENGLISH),
        )
        for language, texts in lists:
            for number, (theme, text) in enumerate(texts):
                self._spread(theme, text, language, 2 if number >= len(texts) - LATE_THEMES + 1 else 1)
        self._tell_stories("stories-zh", "zh-Hans", personal.SIMPLIFIED)
        self._tell_stories("stories-en", "en", personal.ENGLISH)
        self._publish_articles()
        for account in self._accounts:
            if account.software not in ("page",):
                self._camouflage(account)
        self._amplify()

    def _make_links(self, account: Account) -> list[Link]:
        if account.role == "amplifier":
            return []
        fitting = [site for site in SITES if site.language == account.language]
        chosen = self._draw.sample(fitting, min(2, len(fitting)))
        made = [link_to_site(account.name, site, len(self.links) + spot) for spot, site in enumerate(chosen)]
        self.links.extend(made)
        return made

    def _shift(self, account: Account) -> int:
        return int(account.name[-2:]) % 2

    def _speaking(self, language: Language, with_publishers: bool = True) -> list[Account]:
        return [
            account for account in self._accounts
            if account.language == language and account.software != "page"
            and (with_publishers or account.role != "publisher")
        ]  # fmt: skip

    def _spread(self, theme: str, text: str, language: Language, phase: int) -> None:
        """One text of the list, taken by many accounts within a few working days."""
        crowd = self._speaking(language)
        members = self._draw.sample(crowd, min(len(crowd), self._draw.randint(8, 12)))
        first = pick_working_day(self._draw, phase)
        for number, account in enumerate(members):
            day = first + timedelta(days=self._draw.choice((0, 0, 0, 1, 1, 2)) if phase == 1 else 0)
            at = pick_office_time(self._draw, self._shift(account), day)
            edits = ["exact"] if number == 0 else self._pick_edits()
            self._post_copy(account, at, theme, text, edits)

    def _pick_edits(self) -> list[str]:
        if self._draw.random() < 0.25:
            return ["exact"]
        first = self._draw.choice(LIGHT_EDITS)
        if self._draw.random() < 0.75:
            return [first]
        return [
            first,
            self._draw.choice([name for name in ("hashtags", "emoji", "punctuation") if name != first]),
        ]

    def _post_copy(self, account: Account, at: datetime, theme: str, text: str, edits: list[str]) -> None:
        written = text
        for name in edits:
            written = EDITS[name](written, account.language, self._draw)
        done = [name for name in edits if name != "exact"] if written != text else ["exact"]
        links: tuple[str, ...] = ()
        own = self._own[account.name]
        if own and self._draw.random() < 0.6:
            links = (self._draw.choice(own).url,)
            written = f"{written} {links[0]}"
            done = [name for name in done if name != "exact"] + ["links"]
        pictures: tuple[Shown, ...] = ()
        if account.platform == "pixelfed" or self._draw.random() < 0.3:
            banners = [name for name in POOL if name.startswith("banner")]
            pictures = (self._show(banners[sum(theme.encode()) % len(banners)]),)
        kind: Kind = "article" if account.writes_articles else "post"
        title = text[:12] if account.language != "en" else " ".join(text.split()[:6])
        post = self._draft.add(
            account, at, written, links=links, pictures=pictures, theme=theme, kind=kind,
            title=title.rstrip("，,.。") if kind == "article" else "", appears_in=_phase_of(at),
        )  # fmt: skip
        self._draft.reuses.append(Reuse(cluster=theme, ref=post.ref, edits=tuple(done)))

    def _tell_stories(self, series: str, language: Language, stories: tuple[str, ...]) -> None:
        """Each story is posted once or twice; two in three keep the number of the list."""
        crowd = self._speaking(language, with_publishers=False)
        for number, story in enumerate(stories, 1):
            for account in self._draw.sample(crowd, 2 if number % 3 == 0 else 1):
                at = pick_office_time(self._draw, self._shift(account), pick_working_day(self._draw, 1))
                spelling = self._draw.choice(personal.SPELLINGS)
                kept = self._draw.random() < 0.67
                text = spelling.format(n=number, text=story) if kept else story
                post = self._draft.add(account, at, text, theme=series, appears_in=1)
                if kept:
                    self._draft.numbered.append(
                        NumberedPost(series=series, ref=post.ref, number=number, spelling=spelling)
                    )
                if number % 3 == 0:
                    edits = ("numbered",) if kept else ("exact",)
                    self._draft.reuses.append(Reuse(cluster=f"{series}-{number}", ref=post.ref, edits=edits))

    def _publish_articles(self) -> None:
        publishers = [account for account in self._accounts if account.role == "publisher"]
        for theme, language, title, paragraphs in ARTICLES:
            takers = [
                account
                for account in publishers
                if account.language == language and account.software != "page"
            ]
            for number, account in enumerate(takers):
                at = pick_office_time(self._draw, self._shift(account), pick_working_day(self._draw, 1))
                kept = [
                    text if number == 0 else EDITS["words_replaced"](text, language, self._draw)
                    for text in paragraphs
                ]
                edits: tuple[str, ...] = ("exact",) if tuple(kept) == paragraphs else ("words_replaced",)
                if number > 1:
                    kept, edits = kept[:2], (*edits, "truncated")
                kind: Kind = "post" if account.software == "telegram" else "article"
                post = self._draft.add(
                    account, at, "\n\n".join(kept), title="" if kind == "post" else title, kind=kind,
                    theme=theme, appears_in=1,
                )  # fmt: skip
                self._draft.reuses.append(Reuse(cluster=theme, ref=post.ref, edits=edits))
        for account in publishers:
            if account.software == "page":
                self._fill_page(account)

    def _fill_page(self, account: Account) -> None:
        """The column is one page: a greeting of its own and one article that the blogs carry too."""
        theme, _, title, paragraphs = ARTICLES[3]
        at = pick_office_time(self._draw, 0, pick_working_day(self._draw, 1))
        post = self._draft.add(account, at, "\n\n".join(paragraphs), title=title, kind="page", theme=theme)
        self._draft.reuses.append(Reuse(cluster=theme, ref=post.ref, edits=("exact",)))

    def _camouflage(self, account: Account) -> None:
        """Scenery and food with a few words, so that the account looks like anybody's."""
        quiet = [name for name in POOL if not name.startswith("banner")]
        for _ in range(CAMOUFLAGE if account.role != "publisher" else 3):
            phase = 2 if self._draw.random() < 0.12 else 1
            at = pick_office_time(self._draw, self._shift(account), pick_working_day(self._draw, phase))
            article = account.writes_articles
            text = self._chatter.say(account.language)
            self._draft.add(
                account, at, text, theme="camouflage", appears_in=_phase_of(at),
                pictures=(self._show(self._draw.choice(quiet), account.platform != "bluesky"),),
                kind="article" if article else "post", title=text[:14].strip() if article else "",
            )  # fmt: skip

    def _show(self, name: str, png: bool = True) -> Shown:
        variants = VARIANTS if png else VARIANTS[:-1]
        return Shown(picture=name, variant=self._draw.choice(variants))

    def _amplify(self) -> None:
        """Amplifiers repost what posters of their host wrote, minutes to hours later, and quote a little."""
        for account in self._accounts:
            if account.role != "amplifier":
                continue
            same = [post for post in self._draft.posts if self._is_on(post, account)]
            for number, post in enumerate(self._draw.sample(same, min(len(same), 16))):
                at = pick_office_time(self._draw, self._shift(account), post.posted_at + timedelta(minutes=4))
                at = max(at, post.posted_at + timedelta(minutes=self._draw.randrange(4, 90)))
                phase = max(_phase_of(at), post.appears_in)
                if (
                    number < 2
                    and account.software in ("mastodon", "bluesky", "x")
                    and account.platform != "gab"
                ):
                    text = self._chatter.say(account.language)
                    self._draft.add(
                        account, at, text, kind="quote", quote_of=post.ref, appears_in=phase, theme="quote"
                    )
                else:
                    self._draft.add(
                        account, at, "", kind="repost", repost_of=post.ref, appears_in=phase, theme="repost"
                    )

    def _is_on(self, post: Post, account: Account) -> bool:
        author = next(one for one in self._accounts if one.name == post.account)
        same = author.platform == account.platform and author.host == account.host
        return same and author.role == "poster" and post.theme not in ("camouflage",)


def _phase_of(at: datetime) -> int:
    from sandbox.operation.schedule import PHASE_TWO

    return 2 if at >= PHASE_TWO else 1
