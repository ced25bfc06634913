"""Every exchange and every refusal into the archive, without secrets, before anyone reads it."""

from __future__ import annotations

import base64
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from crawlers.frames import MEDIA_TYPE, URN, write_frames
from crawlers.network.asking import Failure, Purpose
from crawlers.network.protocol import Peer
from crawlers.network.redact import FIELD, Redactor
from crawlers.network.wire import Exchange
from storage.captured import view_draft
from storage.content import decode_content, name_codings
from storage.http_head import parse_head
from storage.items import Capture, RecordType
from storage.warc import (
    NOT_MODIFIED,
    REQUEST_TYPE,
    RESPONSE_TYPE,
    Draft,
    Original,
    Provenance,
    Written,
    digest,
    refer_identical,
    refer_not_modified,
)

SMALLEST_REVISIT = 1024
MOST_REMEMBERED = 20_000

_TRANSFER = re.compile(rb"^transfer-encoding(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)
_CODING = re.compile(rb"^(content-encoding|content-length)(?=[ \t]*:)", re.IGNORECASE | re.MULTILINE)
_SOCKET = re.compile("^ws(?=s?:)")
_BARE = re.compile(rb"(?<!\r)\n")


class Archive(Protocol):
    """As much of ``storage.archive_writer.ArchiveWriter`` as is used here."""

    def append(self, drafts: Sequence[Draft]) -> tuple[Written, ...]:
        """Write one concurrent group."""


class KnownOriginal(Protocol):
    """As much of an indexed response as a revisit has to say of it."""

    @property
    def record_id(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def captured_at(self) -> datetime: ...  # noqa: D102


FindOriginal = Callable[[str, str], "KnownOriginal | None"]
"""The newest indexed response by payload digest and URL; by URL alone where the digest is empty."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What is recorded: the URL as asked (it may hold secrets), why, and for whom."""

    url: str
    method: str
    purpose: Purpose
    provenance: Provenance


class _Reference(NamedTuple):
    """Whether an answer is archived as a response or a revisit, and what its record says of that."""

    type: RecordType
    fields: tuple[tuple[str, str], ...] = ()
    payload_digest: str = ""


class Recorder:
    """Turns exchanges into records. One per door."""

    def __init__(
        self, archive: Archive, redactor: Redactor, find_original: FindOriginal | None = None
    ) -> None:
        self._archive = archive
        self._redactor = redactor
        self._find_original = find_original
        self._certificates: dict[str, str] = {}
        self._remembered: OrderedDict[str, tuple[str, Original]] = OrderedDict()
        self._last_file = ""

    def record_answer(self, subject: Subject, exchange: Exchange, *, retried: bool) -> list[Capture]:
        """Archive an exchange that has an answer; the last capture is the answer, others come before.

        An answer that is asked for again (``retried``) is kept without a reader, so nobody reads it.
        """
        captures = self._record_certificate(exchange.peer, exchange.began)
        provenance = self._clean_provenance(subject.provenance, exchange.peer)
        if retried:
            provenance = replace(provenance, reader="")
        url, request = self._draft_request(subject, exchange)
        head, body, redacted = self._clean_answer(subject, exchange)
        fields = [*_describe_way(exchange), ("WARC-X-Vedette-Timing", _format_timing(exchange))]
        if exchange.truncated:
            fields.append(("WARC-Truncated", exchange.truncated))
        if redacted:
            fields.append((FIELD, " ".join(redacted)))
        reference = self._refer(url, body, exchange)
        draft = Draft(
            type=reference.type,
            target_uri=url,
            date=exchange.began,
            content_type=RESPONSE_TYPE,
            payload=body,
            head=head,
            fields=(*fields, *reference.fields),
            provenance=provenance,
            payload_digest=reference.payload_digest,
        )
        written = self._archive.append((draft, request))
        self._last_file = written[0].warc_file
        capture = view_draft(draft, written[0])
        if draft.type == "response" and exchange.status == 200 and not exchange.truncated:
            self._remember(url, written[0])
        return [*captures, capture]

    def record_talk(self, subject: Subject, exchange: Exchange, *, retried: bool) -> list[Capture]:
        """Archive what was said over a WebSocket, after its handshake; the last capture is for the reader."""
        handshake = self.record_answer(subject, replace(exchange, truncated=""), retried=True)
        provenance = self._clean_provenance(subject.provenance, exchange.peer)
        fields = [
            ("WARC-Concurrent-To", f"<{handshake[-1].record_id}>"),
            ("WARC-IP-Address", exchange.peer.address),
            ("WARC-X-Vedette-Timing", _format_timing(exchange)),
        ]
        if exchange.truncated:
            fields.append(("WARC-Truncated", exchange.truncated))
        draft = Draft(
            type="resource",
            target_uri=URN + self._clean_url(subject),
            date=exchange.began,
            content_type=MEDIA_TYPE,
            payload=write_frames(exchange.frames),
            fields=tuple(fields),
            provenance=replace(provenance, reader="") if retried else provenance,
        )
        return [*handshake, *self.record_made((draft,))]

    def record_failure(
        self, subject: Subject, failure: Failure, exchange: Exchange | None, *, retried: bool = False
    ) -> list[Capture]:
        """Archive that there was no answer, with the request if one was sent and what came of it."""
        now = exchange.began if exchange else datetime.now(UTC)
        captures = self._record_certificate(exchange.peer, now) if exchange else []
        clean = self._redactor.clean_text
        url = self._clean_url(subject)
        facts: dict[str, object] = {
            "problem": failure.kind,
            "reason": clean(failure.reason),
            "url": url,
            "method": subject.method,
            "purpose": subject.purpose,
        }
        if failure.retry_at:
            facts["retry_at"] = failure.retry_at.isoformat()
        if retried:
            facts["retried"] = True
        fields: list[tuple[str, str]] = []
        drafts: list[Draft] = []
        if exchange and exchange.fault:
            fields += _describe_way(exchange)
            facts["fault"] = exchange.fault.kind
            facts["seconds"] = round(exchange.seconds[2], 3)
            if exchange.fault.received:
                received = self._redactor.clean_head(exchange.fault.received, for_platform=False)[0]
                facts["received_base64"] = base64.b64encode(received).decode("ascii")
            if exchange.seconds[0]:
                drafts.append(self._draft_request(subject, exchange)[1])
        draft = Draft(
            type="metadata",
            target_uri=url,
            date=now,
            content_type="application/json",
            payload=json.dumps(facts, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace"),
            fields=tuple(fields),
            provenance=self._clean_provenance(subject.provenance, exchange.peer if exchange else Peer()),
        )
        written = self._archive.append((draft, *drafts))
        self._last_file = written[0].warc_file
        return [*captures, view_draft(draft, written[0])]

    def record_made(self, drafts: Sequence[Draft]) -> tuple[Capture, ...]:
        """Archive what we made of a page ourselves, as one group; its URLs lose what is secret in them."""
        clean = tuple(
            replace(
                draft,
                target_uri=self._redactor.clean_url(draft.target_uri, for_platform=False),
                payload=self._redactor.clean_bytes(draft.payload),
                provenance=self._clean_provenance(draft.provenance or Provenance(), Peer()),
            )
            for draft in drafts
        )
        written = self._archive.append(clean)
        self._last_file = written[-1].warc_file
        return tuple(view_draft(draft, place) for draft, place in zip(clean, written, strict=True))

    def _draft_request(self, subject: Subject, exchange: Exchange) -> tuple[str, Draft]:
        head, mark, body = exchange.request.partition(b"\r\n\r\n")
        clean, redacted = self._redactor.clean_head(head + mark, for_platform=_is_ours(subject.purpose))
        # The handshake of a WebSocket is HTTP: tools read the record as such by the scheme of its URI alone.
        url = _SOCKET.sub("http", self._clean_url(subject))
        fields = [("WARC-IP-Address", exchange.peer.address)] if exchange.peer.address else []
        payload = self._redactor.clean_bytes(body)
        if payload is not body:
            redacted = (*redacted, "body")
        if redacted:
            fields.append((FIELD, " ".join(redacted)))
        return url, Draft(
            type="request",
            target_uri=url,
            date=exchange.began,
            content_type=REQUEST_TYPE,
            payload=payload,
            head=clean,
            fields=tuple(fields),
        )

    def _clean_url(self, subject: Subject) -> str:
        return self._redactor.clean_url(subject.url, for_platform=_is_ours(subject.purpose))

    def _clean_answer(self, subject: Subject, exchange: Exchange) -> tuple[bytes, bytes, tuple[str, ...]]:
        """Head and body as they are archived, and what was taken out of them."""
        head = exchange.head if exchange.head.endswith(b"\r\n\r\n") else _BARE.sub(b"\r\n", exchange.head)
        head = _TRANSFER.sub(b"X-Archive-Orig-Transfer-Encoding", head)
        head, redacted = self._redactor.clean_head(head, for_platform=False)
        body = exchange.body
        if self._redactor.idle:
            return head, body, redacted
        headers = parse_head(head).headers
        plain = decode_content(body, headers)[0] if name_codings(headers) else body
        clean = self._redactor.clean_bytes(plain)
        if clean is plain:
            # What could not be decoded, or stands after the coded body, is searched as it is.
            clean = self._redactor.clean_bytes(body)
            return head, clean, redacted if clean is body else (*redacted, "body")
        head = _CODING.sub(rb"X-Archive-Orig-\1", head)
        return head, clean, (*redacted, "body")

    def _clean_provenance(self, provenance: Provenance, peer: Peer) -> Provenance:
        if not self._redactor.idle:
            clean = self._redactor.clean_text
            context = {name: clean(value) for name, value in provenance.context.items()}
            provenance = replace(provenance, context=context)
        return replace(provenance, certificate=peer.fingerprint) if peer.fingerprint else provenance

    def _refer(self, url: str, payload: bytes, exchange: Exchange) -> _Reference:
        """A revisit where the server or the payload says that nothing changed."""
        if exchange.status == 304:
            original = self._look_up("", url)
            fields = refer_not_modified(original) if original else (("WARC-Profile", NOT_MODIFIED),)
            return _Reference("revisit", fields)
        if exchange.status != 200 or exchange.truncated or len(payload) < SMALLEST_REVISIT:
            return _Reference("response")
        if url not in self._remembered and self._find_original is None:
            return _Reference("response")
        payload_digest = digest(payload)
        original = self._look_up(payload_digest, url)
        if original is None:
            return _Reference("response", (), payload_digest)
        return _Reference("revisit", refer_identical(original), payload_digest)

    def _look_up(self, payload_digest: str, url: str) -> Original | None:
        if (remembered := self._remembered.get(url)) and payload_digest in ("", remembered[0]):
            return remembered[1]
        if self._find_original is None or (found := self._find_original(payload_digest, url)) is None:
            return None
        return Original(found.record_id, found.url, found.captured_at)

    def _remember(self, url: str, written: Written) -> None:
        self._remembered[url] = (written.payload_digest, Original(written.record_id, url, written.date))
        if len(self._remembered) > MOST_REMEMBERED:
            self._remembered.popitem(last=False)

    def _record_certificate(self, peer: Peer, date: datetime) -> list[Capture]:
        """A server's certificate, once in each archive file."""
        known_in = self._certificates.get(peer.fingerprint)
        if not peer.fingerprint or (known_in and known_in == self._last_file):
            return []
        draft = Draft(
            type="resource",
            target_uri=f"urn:x509:sha256:{peer.fingerprint}",
            date=date,
            content_type="application/pkix-cert",
            payload=peer.certificate,
        )
        (written,) = self._archive.append((draft,))
        self._last_file = self._certificates[peer.fingerprint] = written.warc_file
        return [view_draft(draft, written)]


def _is_ours(purpose: Purpose) -> bool:
    """Whether the URL was made by us or the user, so that parameters named like keys are theirs."""
    return purpose in ("platform", "robots")


def _describe_way(exchange: Exchange) -> list[tuple[str, str]]:
    peer = exchange.peer
    fields = []
    if peer.address:
        fields.append(("WARC-IP-Address", peer.address))
    if exchange.head:
        fields.append(("WARC-Protocol", "http/1.0" if exchange.head.startswith(b"HTTP/1.0") else "http/1.1"))
    if peer.tls:
        fields.append(("WARC-Protocol", peer.tls))
    if peer.cipher:
        fields.append(("WARC-Cipher-Suite", peer.cipher))
    return fields


def _format_timing(exchange: Exchange) -> str:
    """Seconds from the start to the connection, to the head of the answer and to its end."""
    return "connected={:.4f} answered={:.4f} finished={:.4f}".format(*exchange.seconds)
