"""One account on one Mastodon instance, as its API shows it, and what becomes of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 5
"""Most statuses a page, whatever limit is asked for: several pages from few posts."""

NOT_FOUND = {"error": "Record not found"}


@dataclass(frozen=True, slots=True)
class Status:
    """A post."""

    number: int
    text: str
    edited: bool = False
    gone: bool = False
    media: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the API before it is JSON."""

    status: int
    value: Any


@dataclass(slots=True)
class Mastodon:
    """The instance ``host`` with its one account ``user``; ``statuses`` are in the order of their ids."""

    host: str
    user: str
    statuses: list[Status] = field(default_factory=list)
    page: int = PAGE
    count: int | None = None
    began: datetime = field(default_factory=lambda: datetime.now(UTC) - timedelta(days=3))

    def write(self, count: int) -> None:
        """Post ``count`` times, a second apart; ids grow."""
        start = len(self.statuses) + 1
        for number in range(start, start + count):
            self.statuses.append(Status(1000 + number, f"Post {number} of {self.user} at {self.host}"))

    def say(self, text: str, *media: tuple[str, str]) -> None:
        """Post ``text`` (HTML) with media: kind and URL."""
        self.statuses.append(Status(1001 + len(self.statuses), text, media=media))

    def edit(self, position: int, text: str) -> None:
        """Change what a post says."""
        self.statuses[position] = replace(self.statuses[position], text=text, edited=True)

    def delete(self, position: int) -> None:
        """Take a post away."""
        self.statuses[position] = replace(self.statuses[position], gone=True)

    def visible_ids(self) -> list[int]:
        """The ids of posts that can be seen."""
        return [one.number for one in self.statuses if not one.gone]

    def answer(self, url: str) -> Reply:
        """What the API says at ``url``."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        match parts.path.strip("/").split("/"):
            case ["api", "v1", "accounts", "lookup"] if query.get("acct") == self.user:
                return Reply(200, self._show_account())
            case ["api", "v1", "accounts", "7", "statuses"]:
                return Reply(200, [self._show(one) for one in self._list(query)])
            case ["api", "v1", "statuses", number]:
                found = [one for one in self.statuses if str(one.number) == number and not one.gone]
                return Reply(200, self._show(found[0])) if found else Reply(404, NOT_FOUND)
        return Reply(404, NOT_FOUND)

    def _list(self, query: dict[str, str]) -> list[Status]:
        shown = [one for one in self.statuses if not one.gone]
        if query.get("pinned"):
            return []
        if below := query.get("max_id"):
            shown = [one for one in shown if one.number < int(below)]
        if above := query.get("min_id"):
            return [one for one in shown if one.number > int(above)][: self.page][::-1]
        return shown[::-1][: self.page]

    def _show_account(self) -> dict[str, Any]:
        return {
            "id": "7",
            "username": self.user,
            "acct": self.user,
            "display_name": self.user.title(),
            "note": "",
            "url": f"https://{self.host}/@{self.user}",
            "statuses_count": len(self.visible_ids()) if self.count is None else self.count,
            "created_at": "2020-01-01T00:00:00.000Z",
        }

    def _show(self, status: Status) -> dict[str, Any]:
        at = self.began + timedelta(seconds=status.number)
        url = f"https://{self.host}/@{self.user}/{status.number}"
        return {
            "id": str(status.number),
            "created_at": _write(at),
            "edited_at": _write(at + timedelta(hours=1)) if status.edited else None,
            "account": self._show_account(),
            "content": f"<p>{status.text}</p>",
            "url": url,
            "uri": url,
            "visibility": "public",
            "language": "en",
            "media_attachments": [
                {"id": str(number), "type": kind, "url": url, "preview_url": None, "description": None}
                for number, (kind, url) in enumerate(status.media)
            ],
        }


def _write(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
