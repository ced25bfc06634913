"""What is asked of the door and what it answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from crawlers.platform import Pace
from storage.items import Capture, ProblemKind
from storage.warc import Provenance

Purpose = Literal["platform", "media", "link", "browser", "robots"]
"""What an exchange is for. Only ``platform`` is given credentials; ``link`` asks robots.txt first;
``browser`` sends the browser's own headers and is neither paced nor tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A question. ``credential`` says which and how, see ``credentials``; it never holds the secret.

    On a ``ws`` or ``wss`` URL (for a platform alone) the lines of ``body`` are the text messages to send, and
    ``until`` is a regular expression on the server's messages: the first that it is found in is the last.
    ``pace`` is the platform's; without it our own courtesy. ``route``, ``reader`` and the rest of
    ``provenance`` are archived with the answer, so that it can be read again. ``referrer`` is the one Referer
    that goes along, a bare origin: only to links, and only where the user asked for it.
    """

    url: str
    method: str = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    until: str = ""
    credential: str = ""
    purpose: Purpose = "platform"
    provenance: Provenance = Provenance()
    etag: str = ""
    last_modified: str = ""
    pace: Pace | None = None
    referrer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a question has no proper answer, and when it may be asked again."""

    kind: ProblemKind
    reason: str
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The archived answer.

    ``capture`` is the last exchange as readers see it, or a ``metadata`` record where there was no
    answer. ``raw_head_headers`` and ``raw_body`` are as on the wire: content-coded, transfer coding
    removed, nothing redacted. ``earlier`` are further records of this question: tries before, robots.txt,
    certificates. ``failure`` is set for refusals, cut bodies, 429, 5xx and whatever gave no answer.
    """

    capture: Capture
    raw_head_headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    raw_body: bytes = field(default=b"", repr=False)
    failure: Failure | None = None
    earlier: tuple[Capture, ...] = ()
