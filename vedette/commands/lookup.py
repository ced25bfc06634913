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

from pipelines.picture_decoding import MOST_BYTES
from pipelines.picture_lookup import who_used_picture
from pipelines.text_lookup import who_used
from storage.errors import Misuse, VedetteError
from storage.index import Index
from storage.keys import clean_text
from storage.link_uses import SiteUse, read_site_use
from storage.lookups import Use, lookup_domain, lookup_media, lookup_medium_url, lookup_text, lookup_url
from storage.search_upkeep import count_search_backlog
from storage.urls import host_of, parse_url, refang
from vedette.options import AsJson, Limit, local
from vedette.output import print_json, print_table, say, shorten, warn
from vedette.place import opened

LONGEST_TEXT = 100_000
_SHA256 = re.compile(r"(?:sha256:)?([0-9a-fA-F]{64})")
_BARE_HOST = re.compile(r"(?:[\w-]+\.)+[^\W\d_]{2,}(?P<rest>[/?#:]\S*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A post that used what was looked up: ``how`` in words, ``used`` its text, link or medium.

    ``likeness`` (0 to 100) for texts and pictures: how near; ``passage`` for texts: what both have.
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
            help="A text, a file (a picture and its copies, else the text in it), a sha256, a URL or a "
            "domain, defanged or not.",
        ),
    ],
    limit: Limit = 100,
    senders: Annotated[
        bool,
        typer.Option("--senders", help="Of a site: who leads there and when, by account and month."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Find who else used a text, a picture, a video or a link, earliest first."""
    domain = _read_domain(what)
    if senders and not domain:
        raise Misuse("--senders takes a domain or a URL of the site")
    with opened(context) as index:
        use = read_site_use(index, domain) if domain else None
        if senders and use:
            _tell_use(use, as_json)
            return
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
    if use and use.senders and "://" not in refang(what):
        _tell_use(use, as_json=False)


def _tell_use(use: SiteUse, as_json: bool) -> None:
    """Who leads to a site, and when."""
    if as_json:
        print_json(use)
        return
    if not use.senders:
        say("nobody led there, as far as was collected")
        return
    first = use.senders[0]
    shown = use.domain.replace(".", "[.]")
    say(f"\nfirst use of {shown}: {local(first.first_at)} UTC by {first.handle or first.account}")
    print_table(
        "\nwho leads there",
        ("account", "handle", "#posts", "first (UTC)", "last (UTC)", "by links to"),
        (
            (
                each.account,
                each.handle,
                each.posts,
                local(each.first_at),
                local(each.last_at),
                " ".join(domain.replace(".", "[.]") for domain in each.domains),
            )
            for each in use.senders
        ),
    )
    print_table(
        "\nby month",
        ("month", "#posts", "#accounts"),
        ((each.month, each.posts, each.accounts) for each in use.months),
    )


def _read_domain(what: str) -> str:
    """The host that ``what`` names: a bare domain or a URL; empty where it is neither."""
    asked = clean_text(what.strip())
    if url := _read_url(asked):
        return host_of(url)
    found = _BARE_HOST.fullmatch(refang(asked))
    return host_of(f"https://{refang(asked)}") if found else ""


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
        file.seek(0)
        found = _look_up_picture(index, file.read(MOST_BYTES + 1), limit)
    found = _join(_tell("same bytes", lookup_media(index, digest, limit=limit)), found)[:limit]
    if found or len(begin) > LONGEST_TEXT or b"\x00" in begin:
        return found
    try:
        text = begin.decode("utf-8").strip()
    except UnicodeDecodeError:
        return ()
    return _look_up_text(index, clean_text(text), limit) if text else ()


def _look_up_picture(index: Index, data: bytes, limit: int) -> tuple[Hit, ...]:
    """Copies of a picture; a file that is none has no hits, a plain or unreadable one says why."""
    answer = who_used_picture(index, data, limit)
    if answer.plain:
        warn(
            f"the picture is too plain to find copies of ({answer.plain}): only its very bytes are looked for"
        )
    return tuple(
        Hit(
            id=use.uid,
            account=use.account,
            handle=use.handle,
            url=use.url,
            at=use.at,
            how="same bytes"
            if use.likeness.how == "the same file"
            else f"same picture as {use.place}: {use.likeness.how}"
            if use.place in ("avatar", "banner")
            else f"same picture: {use.likeness.how}",
            used=f"sha256:{use.sha256}",
            likeness=round(100 * use.likeness.share, 1),
        )
        for use in answer.uses
    )


def _join(first: tuple[Hit, ...], more: tuple[Hit, ...]) -> tuple[Hit, ...]:
    """Each post once, as the first list tells it, earliest first."""
    hits = {hit.id: hit for hit in (*more, *first)}
    return tuple(sorted(hits.values(), key=lambda hit: (hit.at, hit.id)))


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
