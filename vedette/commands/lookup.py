"""``vedette lookup``: who else used this text, picture, video or link."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pipelines.text_lookup import who_used
from storage.errors import VedetteError
from storage.index import Index
from storage.keys import clean_text
from storage.lookups import Use, lookup_domain, lookup_media, lookup_medium_url, lookup_text, lookup_url
from storage.search_upkeep import count_search_backlog
from storage.urls import parse_url, refang
from vedette.options import AsJson, Limit, local
from vedette.output import print_json, print_table, say, shorten, warn
from vedette.place import opened

LONGEST_TEXT = 100_000
_SHA256 = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})")
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?P<rest>[/?#:]\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A post that used what was looked up: ``how`` in words, ``used`` its text, link or medium.

    ``likeness`` (0 to 100) and ``passage`` for texts: how near, and what both have.
    """

    id: str
    account: str
    handle: str
    url: str
    at: datetime
    how: str
    used: str
    likeness: float | None = None
    passage: str = ""


def lookup(
    context: typer.Context,
    what: Annotated[
        str,
        typer.Argument(
            metavar="TEXT|FILE|URL",
            help="A text, a file (a picture by its bytes, else the text in it), a sha256, a URL or a domain, "
            "defanged or not.",
        ),
    ],
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Find who else used a text, a picture, a video or a link, earliest first."""
    with opened(context) as index:
        found = find_uses(index, what, limit)
        behind = count_search_backlog(index)
    if behind:
        warn(f"{behind} posts are not in full text yet; `vedette collect` and `vedette run` put them in")
    if as_json:
        print_json(found)
        return
    if not found:
        say("nobody used it, as far as was collected")
        return
    accounts = len({hit.account for hit in found})
    print_table(
        f"{len(found)} posts of {accounts} accounts",
        ("when (UTC)", "handle", "how", "text, link or medium", "id"),
        ((local(hit.at), hit.handle, hit.how, shorten(hit.used, 160), hit.id) for hit in found),
    )


def find_uses(index: Index, what: str, limit: int) -> tuple[Hit, ...]:
    """What ``what`` is (a file, a digest, a link or a text), and who used it.

    Raises ``VedetteError`` where it is none of these or cannot be read.
    """
    path = Path(what)
    if "\n" not in what and len(what.encode("utf-8", "surrogateescape")) < 4096 and path.is_file():
        return _look_up_file(index, path, limit)
    asked = clean_text(what.strip())
    if not asked:
        raise VedetteError("there is nothing to look up: give a text, a file or a URL")
    if found := _SHA256.fullmatch(asked):
        return _tell("same bytes", lookup_media(index, found[1], limit=limit))
    if url := _read_url(asked):
        return _look_up_url(index, url, limit)
    if host := _BARE_HOST.fullmatch(refang(asked)):
        if host["rest"]:
            return _look_up_url(index, f"https://{refang(asked)}", limit)
        return _tell("links to the domain", lookup_domain(index, refang(asked), limit=limit))
    return _look_up_text(index, asked, limit)


def _look_up_file(index: Index, path: Path, limit: int) -> tuple[Hit, ...]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        begin = file.read(LONGEST_TEXT + 1)
    found = _tell("same bytes", lookup_media(index, digest, limit=limit))
    if found or len(begin) > LONGEST_TEXT or b"\x00" in begin:
        return found
    try:
        text = begin.decode("utf-8").strip()
    except UnicodeDecodeError:
        return ()
    return _look_up_text(index, clean_text(text), limit) if text else ()


def _look_up_url(index: Index, url: str, limit: int) -> tuple[Hit, ...]:
    hits = _tell("links to it", lookup_url(index, url, limit=limit))
    hits += _tell("shows it", lookup_medium_url(index, url, limit=limit))
    return tuple(sorted(hits, key=lambda hit: (hit.at, hit.id)))[:limit]


def _look_up_text(index: Index, text: str, limit: int) -> tuple[Hit, ...]:
    """Near-copies by the detector's memory, and exact phrases (short ones too) by full text."""
    nearest = sorted(who_used(index, text[:LONGEST_TEXT], limit), key=lambda use: use.ratio)
    hits = {
        use.uid: Hit(
            id=use.uid,
            account=use.account,
            handle=use.handle,
            url=use.url,
            at=use.at,
            how="the same" if use.edit == "none" else f"near copy: {use.edit}",
            used=use.text,
            likeness=use.ratio,
            passage=use.passage,
        )
        for use in nearest  # of several versions of a post the nearest stays
    }
    for hit in _tell("has these words", lookup_text(index, text, limit=limit)):
        hits.setdefault(hit.id, hit)
    return tuple(sorted(hits.values(), key=lambda hit: (hit.at, hit.id)))[:limit]


def _tell(how: str, uses: Iterable[Use]) -> tuple[Hit, ...]:
    return tuple(
        Hit(
            id=use.uid,
            account=use.account_uid,
            handle=use.handle,
            url=use.url,
            at=use.posted_at or use.first_seen_at,
            how=how,
            used=use.used,
        )
        for use in uses
    )


def _read_url(text: str) -> str:
    """``text`` as a URL, if it is one in whole."""
    url = refang(text)
    if "://" not in url or any(sign.isspace() for sign in url):
        return ""
    try:
        parse_url(url)
    except ValueError:
        return ""
    return url


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("lookup")(lookup)
