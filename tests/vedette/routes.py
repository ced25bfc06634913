"""The thirteen platforms of the report by one route each: watched, collected, and collected again after the
sandbox has moved on, all by the command line against the served sandbox."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crawlers.platform import platforms
from sandbox.exchange import make_token
from storage.archive_reader import ArchiveReader
from storage.index import Index
from storage.queries import show_post
from tests.vedette.conftest import Run
from vedette.sandbox_process import run_sandbox

SEED = 7
REPORT = (
    "facebook", "instagram", "x", "youtube", "tiktok", "reddit", "pinterest", "medium", "blogspot",
    "livejournal", "vimeo", "vk", "wechat",
)  # fmt: skip
OFFICIAL = tuple(key for key in REPORT if any(route.credential for route in platforms()[key].routes))
PUBLIC = REPORT
BROWSER = tuple(key for key in REPORT if any(route.name == "browser" for route in platforms()[key].routes))
UNTOLD = {"facebook": "deleted", "instagram": "not_found", "pinterest": "not_found", "vimeo": "not_found"}
"""What platforms say of accounts that they do not tell apart from others: suspended, deleted, never there."""
_MAIN = "from vedette.cli import main; main()"

Json = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Collected:
    """Two data folders, as they were ``before`` and ``after`` the sandbox moved on, and the ground truth.

    ``crawls`` are what ``vedette collect --json`` said, the first and the second time; ``titles`` are
    platforms of which the route shows the titles of posts alone.
    """

    before: Path
    after: Path
    truth: Json
    crawls: tuple[list[Json], list[Json]]
    chosen: Mapping[str, tuple[Json, ...]] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()

    def accounts(self, platform: str) -> tuple[Json, ...]:
        """The watched accounts that are there all the time, and that one that ends, as it is afterwards."""
        return self.chosen[platform]

    def ended(self, platform: str) -> Json:
        """The one that ends."""
        return next(one for one in self.accounts(platform) if one["state"] != "live")

    def posts(self, platform: str, phase: int) -> dict[str, Json]:
        """The posts of the watched accounts in a phase, by id."""
        return _posts(self.truth, phase, self.accounts(platform))

    def edited(self, platform: str) -> dict[str, Json]:
        """Posts whose words are others afterwards, by id, with the new words."""
        before, after = self.posts(platform, 1), self.posts(platform, 2)
        return {id: post for id, post in after.items() if id in before and post["text"] != before[id]["text"]}

    def deleted(self, platform: str) -> set[str]:
        """Ids of posts that are deleted, by an account that stays; reposts go with what they repeat."""
        keys = {one["key"] for one in self.accounts(platform)}
        before = self.posts(platform, 1)
        gone = {
            one["id"]
            for one in self.truth["phases"]["2"]["gone"]
            if (one["platform"], one["why"]) == (platform, "deleted") and one["account"] in keys
        }
        return {id for id in gone if before[id]["kind"] != "repost"}


def collect_by(folder: Path, keys: tuple[str, ...], *options: str, official: bool = False) -> Collected:
    """Watch accounts of these platforms, collect, let the sandbox move on, collect again.

    ``options`` are those of ``vedette collect``; ``official`` sets every credential.
    """
    data, before = folder / "after", folder / "before"
    with run_sandbox(folder / "sandbox", SEED) as sandbox:
        truth = json.loads(sandbox.truth.read_text("utf-8"))
        chosen = {key: _choose(truth, key, deleting="browser" not in options) for key in keys}
        urls = [account["watch"] for accounts in chosen.values() for account in accounts]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("VEDETTE_")}
        environment |= {**sandbox.environment, **(_name_credentials() if official else {})}
        asked = ("collect", "--json", "--no-links", *options, *urls)

        def call(*arguments: str) -> str:
            command = [sys.executable, "-c", _MAIN, "--data", str(data), *arguments]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, done.stderr
            return done.stdout

        call("watch", "add", *urls)
        first = json.loads(call(*asked))
        shutil.copytree(data, before)
        sandbox.move_on()
        second = json.loads(call(*asked, "--recheck"))
    return Collected(before=before, after=data, truth=truth, crawls=(first, second), chosen=chosen)


def assert_collected(collected: Collected, platform: str, routes: tuple[str, ...], run: Run) -> None:
    """All posts are there, word for word, by one of these routes, and lie in the archive where it says."""
    due = collected.posts(platform, 1)
    archive = ArchiveReader(collected.before / "archive")
    assert due
    for id, post in due.items():
        shown = show(run, collected.before, f"{platform}:{id}")
        words = "title" if platform in collected.titles else "text"
        assert (squeeze(shown[words]), shown["url"]) == (squeeze(post[words]), post["url"])
        assert (shown["kind"], shown["gone_at"]) == (post["kind"], None)
        first = shown["captures"][0]
        assert first["route"] in routes
        for place in shown["captures"]:
            found = archive.read(place["warc_file"], place["offset"])
            assert (found.record_id, found.url) == (place["record_id"], place["url"])
    for account in collected.accounts(platform):
        assert show(run, collected.before, account["watch"], "--account")["state"] == "live"
    assert _kinds(collected.crawls[0], platform) == {}


def assert_edited(collected: Collected, platform: str, run: Run) -> None:
    """Both wordings are kept, and that it changed is said."""
    edited = collected.edited(platform)
    before = collected.posts(platform, 1)
    assert edited
    for id, post in edited.items():
        shown = show(run, collected.after, f"{platform}:{id}")
        assert squeeze(shown["text"]) == squeeze(post["text"])
        wordings = [squeeze(version["text"]) for version in shown["versions"]]
        assert (wordings[0], wordings[-1]) == (squeeze(before[id]["text"]), squeeze(post["text"]))
        assert "changed" in [event["kind"] for event in shown["events"]]


def assert_deleted(collected: Collected, platform: str, run: Run) -> None:
    """What was deleted is shown as gone since then, with the record that says so; its words stay."""
    deleted, before = collected.deleted(platform), collected.posts(platform, 1)
    assert deleted
    for id in deleted:
        shown = show(run, collected.after, f"{platform}:{id}")
        (gone,) = [event for event in shown["events"] if event["kind"] == "gone"]
        assert shown["gone_at"] == gone["captured_at"]
        assert gone["record_id"] in [place["record_id"] for place in shown["captures"]]
        assert squeeze(shown["text"]) == squeeze(before[id]["text"])


def assert_followed(collected: Collected, platform: str, run: Run) -> None:
    """New posts are there too, word for word, and of what stayed nothing is said to be gone."""
    before, after = collected.posts(platform, 1), collected.posts(platform, 2)
    new = {id: post for id, post in after.items() if id not in before}
    assert new, "nobody has written anything new"
    for id, post in new.items():
        words = "title" if platform in collected.titles else "text"
        assert squeeze(show(run, collected.after, f"{platform}:{id}")[words]) == squeeze(post[words])
    index = Index.open(collected.after)
    stayed = [show_post(index, f"{platform}:{id}") for id in after if id in before]
    index.close()
    assert all(post is not None and post.gone_at is None for post in stayed)


def assert_ended(collected: Collected, platform: str, run: Run) -> None:
    """The account that ended is shown so, with the record that says why, and so in the crawl's own words."""
    account = collected.ended(platform)
    shown = show(run, collected.after, account["watch"], "--account")
    kind = UNTOLD.get(platform, account["state"])
    assert shown["state"] == kind
    said = next(problem for problem in shown["problems"] if problem["kind"] == kind)
    assert said["reason"]
    (place,) = [one for one in shown["captures"] if one["record_id"] == said["record_id"]]
    assert ArchiveReader(collected.after / "archive").read(place["warc_file"], place["offset"]).url
    assert kind in _kinds(collected.crawls[1], platform)


def show(run: Run, data: Path, *arguments: str) -> Json:
    """What ``vedette show`` tells."""
    told: Json = run("--data", data, "show", *arguments, "--json").json()
    return told


def squeeze(text: str) -> str:
    """Words alone: pages show several blanks as one."""
    return " ".join(text.split())


def _name_credentials() -> dict[str, str]:
    named = {
        route.credential.rpartition(":")[2]
        for key in OFFICIAL
        for route in platforms()[key].routes
        if route.credential
    }
    return {f"VEDETTE_CREDENTIAL_{name.upper()}": make_token(name) for name in named}


def _choose(truth: Json, platform: str, *, deleting: bool) -> tuple[Json, ...]:
    """The account that ends, one that edits a post, and one that deletes one where that is asked."""
    accounts = [
        one
        for one in truth["phases"]["2"]["accounts"]
        if one["platform"] == platform and one["role"] != "special"
    ]
    before = _posts(truth, 1, accounts)
    edited = {post["account"] for id, post in _posts(truth, 2, accounts).items()
              if id in before and post["text"] != before[id]["text"]}  # fmt: skip
    deleted = {
        one["account"]
        for one in truth["phases"]["2"]["gone"]
        if (one["platform"], one["why"]) == (platform, "deleted") and before[one["id"]]["kind"] != "repost"
    }
    live = [one for one in accounts if one["state"] == "live"]
    found = [
        next(one for one in accounts if one["state"] != "live"),
        next(one for one in live if one["key"] in edited),
    ]
    if deleting:
        found.append(next(one for one in live if one["key"] in deleted))
    return tuple({one["key"]: one for one in found}.values())


def _posts(truth: Json, phase: int, accounts: tuple[Json, ...] | list[Json]) -> dict[str, Json]:
    mine = {(one["platform"], one["key"]) for one in accounts}
    posts = truth["phases"][str(phase)]["posts"]
    return {post["id"]: post for post in posts if (post["platform"], post["account"]) in mine}


def _kinds(crawls: list[Json], platform: str) -> dict[str, int]:
    """The problems of a platform's crawl; there was one, and it came to its end."""
    (crawl,) = [one for one in crawls if one["platform"] == platform]
    assert crawl["outcome"] == "finished"
    found: dict[str, int] = crawl["problem_kinds"]
    return found
