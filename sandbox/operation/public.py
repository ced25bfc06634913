"""The posts of ordinary people, with the coincidences that look like reuse and are none."""

from __future__ import annotations

import random
from datetime import timedelta

from sandbox.operation.chatter import Chatter
from sandbox.operation.draft import Draft
from sandbox.operation.items import Account, Kind, Post, Shown
from sandbox.operation.links import Link
from sandbox.operation.networks import NETWORKS
from sandbox.operation.schedule import pick_free_time

TALKATIVE = {"pub-01": 70, "pub-05": 48, "pub-19": 45, "pub-55": 115, "pub-69": 46}
"""Accounts with many posts, so that their listings take several pages."""
ZONES = (-8, -5, 0, 1, 2, 9)


class Public:
    """Writes the ordinary part of the script into a draft."""

    def __init__(self, seed: int, accounts: tuple[Account, ...], draft: Draft, chatter: Chatter) -> None:
        self._draw = random.Random(f"{seed}:public")
        self._accounts = [
            account for account in accounts if not account.operation and account.role != "special"
        ]
        self._draft = draft
        self._chatter = chatter
        self._snapshots = 0

    def write(self, links: tuple[Link, ...]) -> None:
        """All of it, in a fixed order; ``links`` are what ordinary people link to."""
        for account in self._accounts:
            if account.software == "page":
                self._fill_page(account)
                continue
            for _ in range(TALKATIVE.get(account.name, self._draw.randint(6, 11))):
                self._post(account, links)
        self._quote_headlines(links)
        self._share_one_video(links)
        self._greet()
        self._converse(self._sociable(True) + self._sociable(False))
        self._converse([account for account in self._accounts if account.software in NETWORKS])

    def _zone(self, account: Account) -> int:
        return 8 if account.language != "en" else ZONES[int(account.name[-2:]) % len(ZONES)]

    def _post(self, account: Account, links: tuple[Link, ...]) -> None:
        phase = 2 if self._draw.random() < 0.12 else 1
        at = pick_free_time(self._draw, self._zone(account), phase)
        text = self._chatter.say(account.language)
        posted: tuple[str, ...] = ()
        if self._draw.random() < 0.08:
            posted = (self._draw.choice(links).url,)
            text = f"{text} {posted[0]}"
        pictures: tuple[Shown, ...] = ()
        if account.platform == "pixelfed" or self._draw.random() < 0.12:
            self._snapshots += 1
            pictures = (Shown(picture=f"own-{self._snapshots:04}", description="A snapshot"),)
        article = account.writes_articles
        kind: Kind = "article" if article else "post"
        title = "" if not article else text[:14] if account.language != "en" else " ".join(text.split()[:6])
        self._draft.add(
            account, at, text, kind=kind, title=title.rstrip(".,，。"), links=posted, pictures=pictures,
            appears_in=phase,
        )  # fmt: skip

    def _fill_page(self, account: Account) -> None:
        text = "\n\n".join(self._chatter.say(account.language) for _ in range(4))
        at = pick_free_time(self._draw, self._zone(account), 1)
        self._draft.add(account, at, text, kind="page", title="Notes from the workshop")

    def _sociable(self, english: bool) -> list[Account]:
        return [
            account for account in self._accounts
            if account.software in ("mastodon", "bluesky") and (account.language == "en") is english
        ]  # fmt: skip

    def _quote_headlines(self, links: tuple[Link, ...]) -> None:
        """Many quote the same headline, each with a remark of their own."""
        for english, headlines, remarks in ((True, 3, 5), (False, 2, 4)):
            for headline in range(headlines):
                for number, account in enumerate(self._draw.sample(self._sociable(english), remarks)):
                    text = self._chatter.comment(account.language, headline, headline + number)
                    url = links[headline].url
                    at = pick_free_time(self._draw, self._zone(account), 1)
                    post = self._draft.add(account, at, f"{text} {url}", links=(url,))
                    self._draft.confounders.append(("headline", url, post.ref))

    def _share_one_video(self, links: tuple[Link, ...]) -> None:
        video = next(link.url for link in links if "youtube.com" in link.url)
        for account in self._draw.sample(self._sociable(english=True), 6):
            text = f"{self._chatter.say(account.language)} {video}"
            post = self._draft.add(
                account, pick_free_time(self._draw, self._zone(account), 1), text, links=(video,)
            )
            self._draft.confounders.append(("same_link", video, post.ref))

    def _greet(self) -> None:
        for account in (*self._sociable(True)[::2], *self._sociable(False)[::2]):
            text = self._chatter.greet(account.language)
            post = self._draft.add(account, pick_free_time(self._draw, self._zone(account), 1), text)
            self._draft.confounders.append(("greeting", text, post.ref))

    def _converse(self, people: list[Account]) -> None:
        """Answers and reposts among people of one host."""
        for account in people:
            around = [post for post in self._draft.posts if self._is_near(post, account)]
            for post in self._draw.sample(around, min(2, len(around))):
                at = post.posted_at + timedelta(minutes=self._draw.randrange(3, 600))
                phase = post.appears_in
                if self._draw.random() < 0.5:
                    text = self._chatter.answer(account.language)
                    answer = self._draft.add(
                        account, at, text, kind="reply", reply_to=post.ref, appears_in=phase
                    )
                    self._draft.confounders.append(("answer", text, answer.ref))
                else:
                    repost = self._draft.add(
                        account, at, "", kind="repost", repost_of=post.ref, appears_in=phase
                    )
                    self._draft.confounders.append(("repost", post.ref, repost.ref))

    def _is_near(self, post: Post, account: Account) -> bool:
        author = next((one for one in self._accounts if one.name == post.account), None)
        if author is None or author.name == account.name or post.kind != "post":
            return False
        near = author.software == "bluesky" if account.software == "bluesky" else author.host == account.host
        return near and author.language == account.language
