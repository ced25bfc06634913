"""Server certificates as they lie in the archive: once in each file, under their digest, read when asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from sqlalchemy import select

from storage.archive_reader import ArchiveReader
from storage.capture_refs import CaptureRef, read_capture_refs
from storage.errors import ArchiveFault
from storage.keys import key_text
from storage.tables import captures

if TYPE_CHECKING:
    from storage.index import Index

URN = "urn:x509:sha256:"
MOST_NAMES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateFacts:
    """What a server's certificate says (RFC 5280). ``sha256`` is that of its DER bytes, in hexadecimal.

    ``subject`` and ``issuer`` as RFC 4514 writes names; ``names`` are the hosts and addresses that it is
    for (subjectAltName). Where it cannot be read, ``fault`` says why and the rest is empty.
    """

    sha256: str
    subject: str = ""
    issuer: str = ""
    serial: str = ""
    not_before: datetime | None = None
    not_after: datetime | None = None
    names: tuple[str, ...] = ()
    fault: str = ""
    capture: CaptureRef | None = None


def read_certificates(index: Index, archive: Path, digests: Iterable[str]) -> Mapping[str, CertificateFacts]:
    """The facts of certificates by their digest; those whose record is not indexed are left out."""
    found: dict[str, CertificateFacts] = {}
    reader = ArchiveReader(archive)
    for digest in dict.fromkeys(one for one in digests if one):
        query = (
            select(captures.c.record_id)
            .where(captures.c.url_key == key_text(URN + digest), captures.c.record_type == "resource")
            .order_by(captures.c.captured_at, captures.c.id)
            .limit(1)
        )
        with index.reading() as connection:
            refs = read_capture_refs(connection, connection.scalars(query))
        for ref in refs:
            try:
                body = reader.read(ref.warc_file, ref.offset).body
            except ArchiveFault as fault:
                found[digest] = CertificateFacts(sha256=digest, fault=str(fault), capture=ref)
            else:
                found[digest] = parse_certificate(body, digest, ref)
    return found


def parse_certificate(der: bytes, digest: str, capture: CaptureRef | None = None) -> CertificateFacts:
    """What a certificate says. Raises nothing on any bytes: they are a server's."""
    try:
        read = x509.load_der_x509_certificate(der)
        return CertificateFacts(
            sha256=digest,
            subject=read.subject.rfc4514_string()[:1000],
            issuer=read.issuer.rfc4514_string()[:1000],
            serial=f"{read.serial_number:x}",
            not_before=read.not_valid_before_utc,
            not_after=read.not_valid_after_utc,
            names=_list_names(read),
            capture=capture,
        )
    except (ValueError, TypeError, x509.DuplicateExtension) as fault:
        return CertificateFacts(sha256=digest, fault=str(fault)[:200], capture=capture)


def _list_names(read: x509.Certificate) -> tuple[str, ...]:
    try:
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(str(getattr(one, "value", one)) for one in names)[:MOST_NAMES]
