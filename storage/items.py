"""What passes between the parts: frozen values without behaviour.

Every value that was read from the archive carries ``record_id`` (the WARC record it was read from)
and ``where`` (the place inside that record: a JSON pointer, a CSS path or a feed entry id), so a
person can go from any row of the index back to the archived bytes.

Times are timezone-aware UTC ``datetime``; the platform's own time string is kept beside them.
Ids are text, also where a platform uses numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from storage.site_facts import NOTHING, SiteFacts

RecordType = Literal["response", "revisit", "resource", "metadata", "request", "warcinfo"]

ProblemKind = Literal[
    "login_wall",
    "challenge",
    "rate_limited",
    "suspended",
    "deleted",
    "private",
    "not_found",
    "geo_blocked",
    "unauthorised",
    "changed_format",
    "empty_proven",
    "unreachable",
    "refused_by_guard",
    "truncated",
]
"""Why something could not be collected, the same words on every platform.

``unreachable`` is a fault on the way (DNS, reset, time-out, 5xx after the last try),
``refused_by_guard`` is our own refusal to connect, ``truncated`` a body cut at our limits.
"""

MediaKind = Literal["image", "video", "audio", "document", "unknown"]
PostKind = Literal["post", "reply", "repost", "quote", "story", "ad", "article", "page"]
"""``story`` is what a platform shows for a day, ``ad`` what somebody paid for, from a library of ads."""

LinkKind = Literal["text", "card", "bio", "profile", "embed"]
HopKind = Literal[
    "http",
    "refresh_header",
    "meta_refresh",
    "script",
    "frame",
    "interstitial",
    "canonical",
    "shim",
    "landing",
    "dead_end",
    "loop",
    "refused",
]
ObservationKind = Literal["seen", "changed", "gone", "back"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One archived record as readers see it.

    ``body`` is content-decoded (gzip, br, zstd undone) and cut at the door's limits; the archive
    keeps the bytes as they were on the wire. ``context`` is what the asking ``Fetch`` handed on.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    captured_at: datetime
    record_id: str
    record_type: RecordType
    warc_file: str
    offset: int
    length: int
    payload_digest: str
    media_type: str = ""
    platform: str = ""
    reader: str = ""
    account: str = ""
    route: str = ""
    run: str = ""
    context: Mapping[str, str] = field(default_factory=dict)
    truncated: str = ""
    refers_to: str = ""
    ip_address: str = ""
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """An account on the watchlist: who is asked for, before anything was fetched.

    ``key`` is the platform's immutable id where the URL names it, else a provisional one that the
    first ``Account`` read for it replaces (``Account.aliases`` then holds the provisional key).
    """

    platform: str
    key: str
    url: str
    handle: str = ""
    host: str = ""
    wants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPost:
    """A post that the index holds, as far as a recheck needs it."""

    id: str
    url: str
    posted_at: datetime | None
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What a server gave for conditional requests (RFC 9110, section 13)."""

    etag: str = ""
    last_modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the index has of an account, for incremental collection.

    ``recheck`` lists posts whose edits and deletions are to be looked for in this crawl; ``full``
    asks for the whole history instead of what is newer than ``newest_id``. ``routes`` are the routes
    that may be used now, in order of preference (credentials there, not refused in this crawl).
    """

    newest_id: str = ""
    newest_at: datetime | None = None
    key: str = ""
    handle: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    validators: Mapping[str, Validators] = field(default_factory=dict)
    recheck: tuple[KnownPost, ...] = ()
    full: bool = False
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A picture, video or file that a post or profile shows."""

    url: str
    kind: MediaKind = "unknown"
    media_type: str = ""
    description: str = ""
    width: int | None = None
    height: int | None = None
    duration_s: float | None = None
    preview_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An outbound link as the platform shows it; ``expanded`` is the platform's own expansion."""

    url: str
    text: str = ""
    kind: LinkKind = "text"
    expanded: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """An account as one capture showed it (a snapshot).

    ``created_at_precision`` is ``second`` or ``day`` (Mastodon cuts the time of day off).
    ``attributes`` are the platform's further facts, text to text. ``aliases`` are other keys of the
    same account. Counts are ``None`` where the platform does not show them.
    """

    platform: str
    key: str
    handle: str
    record_id: str
    where: str
    captured_at: datetime
    url: str = ""
    host: str = ""
    display_name: str = ""
    bio: str = ""
    created_at: datetime | None = None
    created_at_text: str = ""
    created_at_precision: Literal["second", "day", "month", ""] = ""
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    state: Literal["live", "suspended", "deleted", "private", "limited", "moved"] = "live"
    avatar_url: str = ""
    banner_url: str = ""
    links: tuple[Link, ...] = ()
    aliases: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post as one capture showed it.

    ``id`` is unique within ``platform`` (platforms of many hosts prefix it: ``host/id``).
    ``text`` is the author's own words, plain; ``repost_of``/``quote_of``/``reply_to`` are post ids
    or URLs. A repost has ``kind`` ``repost`` and the reposted words in ``text``.
    ``account`` is the key of the account whose timeline shows the post (for a repost: the
    reposter); ``author`` is the key or handle of who wrote it, where that differs.
    """

    platform: str
    id: str
    account: str
    url: str
    text: str
    record_id: str
    where: str
    captured_at: datetime
    kind: PostKind = "post"
    title: str = ""
    author: str = ""
    posted_at: datetime | None = None
    posted_at_text: str = ""
    edited_at: datetime | None = None
    language: str = ""
    pinned: bool = False
    sensitive: bool = False
    reply_to: str = ""
    repost_of: str = ""
    quote_of: str = ""
    hashtags: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()
    links: tuple[Link, ...] = ()
    replies: int | None = None
    reposts: int | None = None
    likes: int | None = None
    views: int | None = None
    route: str = ""
    uri: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """The bytes of a medium as archived: ``sha256`` (hex) of the content-decoded body."""

    url: str
    record_id: str
    captured_at: datetime
    sha256: str
    size: int
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """What software a site runs, as far as its answers tell: ``certainty`` from 0 to 1, and by which marks.

    ``feed_url`` is the feed that its pages name, empty if none.
    """

    host: str
    engine: str
    certainty: float
    record_id: str
    captured_at: datetime
    version: str = ""
    theme: str = ""
    feed_url: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """That a known post was seen, changed, gone or back at a time, and the record that shows it."""

    platform: str
    post_id: str
    kind: ObservationKind
    record_id: str
    where: str
    captured_at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step of a redirect chain.

    ``link_url`` is the link as posted, where the chain begins; ``position`` counts from 0; ``next_url``
    is empty at the last step. ``kind`` tells by what means the step moves on, ``vantage`` as whom it
    was asked (``plain``, ``browser``). ``chain`` names one following of the link.
    """

    link_url: str
    chain: str
    position: int
    url: str
    normalised_url: str
    kind: HopKind
    record_id: str
    captured_at: datetime
    status: int = 0
    next_url: str = ""
    vantage: str = "plain"
    ip_address: str = ""
    certificate: str = ""
    server: str = ""
    where: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandingPage:
    """Where a chain ends: the page that a reader of the post would see."""

    link_url: str
    chain: str
    url: str
    normalised_url: str
    registered_domain: str
    record_id: str
    captured_at: datetime
    status: int
    title: str = ""
    language: str = ""
    text: str = ""
    screenshot_record_id: str = ""
    facts: SiteFacts = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What could not be collected, why, and the record that proves it."""

    kind: ProblemKind
    platform: str
    account: str
    url: str
    record_id: str
    captured_at: datetime
    reason: str = ""
    where: str = ""
    retry_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagMember:
    """One post, account or link in a flag and its part in it."""

    uid: str
    role: str = "member"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """A finding: what, how sure (``score`` 0 to 1), who is in it, and the evidence to check.

    ``key`` is the identity of the finding within its ``detector``. ``evidence`` is JSON-ready data
    in the detector's documented shape.
    """

    detector: str
    version: str
    kind: str
    key: str
    score: float
    summary: str
    members: tuple[FlagMember, ...]
    evidence: Mapping[str, object]
    replaces: tuple[str, ...] = ()


Item = Account | Post | MediaFile | Host | Observation | Hop | LandingPage | Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """All that one exchange gave, indexed in one transaction: its captures and what was read."""

    captures: tuple[Capture, ...]
    items: tuple[Item, ...]
