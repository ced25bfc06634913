"""A followed chain as rows for programs: each hop with its record, its server and its certificate."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from storage.archive_reader import ArchiveReader
from storage.capture_refs import CaptureRef, read_capture_refs
from storage.certificates import CertificateFacts, read_certificates
from storage.errors import ArchiveFault
from storage.index import Index
from storage.link_findings import ChainFound, LandingFound, LinkFound

OUTCOMES = ("landing", "dead_end", "loop", "refused")
MOST_HEADERS = 60
LONGEST_HEADER = 500
_WITHHELD = frozenset({"set-cookie", "set-cookie2"})
"""What servers tell each visitor apart with; it stays in the archive."""


@dataclass(frozen=True, slots=True)
class ChainEvidence:
    """What the archive holds for chains: where records lie, headers by record, certificates by digest."""

    refs: Mapping[str, CaptureRef]
    headers: Mapping[str, tuple[tuple[str, str], ...]]
    certificates: Mapping[str, CertificateFacts]


def gather_evidence(index: Index, archive: Path, chains: Iterable[ChainFound]) -> ChainEvidence:
    """What the archive holds for every hop of ``chains``."""
    listed = tuple(chains)
    hops = [hop for chain in listed for hop in chain.hops]
    records = [hop.record_id for hop in hops]
    for chain in listed:
        if chain.landing:
            records += [chain.landing.record_id, chain.landing.screenshot_record_id]
    with index.reading() as connection:
        refs = {ref.record_id: ref for ref in read_capture_refs(connection, records) if ref.warc_file}
    reader = ArchiveReader(archive)
    asked = {hop.record_id for hop in hops if hop.kind != "shim" and hop.status}
    headers = {record: _read_headers(reader, refs[record]) for record in asked if record in refs}
    return ChainEvidence(refs, headers, read_certificates(index, archive, (hop.certificate for hop in hops)))


def tell_certificates(
    index: Index, archive: Path, links: Iterable[LinkFound]
) -> Mapping[str, CertificateFacts]:
    """The certificates that servers on the way showed, by the digest that hops name."""
    digests = (hop.certificate for link in links for chain in link.chains for hop in chain.hops)
    return read_certificates(index, archive, digests)


def tell_hops(chain: ChainFound, evidence: ChainEvidence) -> list[dict[str, object]]:
    """The hops of a chain, in the shape that docs/following.md gives."""
    return [
        {
            "position": hop.position,
            "url": hop.url,
            "normalised_url": hop.normalised_url,
            "status": hop.status,
            "kind": hop.kind,
            "next": hop.next_url,
            "reason": hop.reason,
            "vantage": hop.vantage,
            "ip_address": hop.ip_address,
            "server": hop.server or _find(evidence.headers.get(hop.record_id, ()), "server"),
            "headers": evidence.headers.get(hop.record_id, ()),
            "certificate": evidence.certificates.get(hop.certificate),
            "captured_at": hop.captured_at,
            "capture": evidence.refs.get(hop.record_id),
        }
        for hop in chain.hops
    ]


def tell_landing(landing: LandingFound | None, evidence: ChainEvidence) -> dict[str, object] | None:
    """Where a chain ended, if it did."""
    if landing is None:
        return None
    return {
        "url": landing.url,
        "registered_domain": landing.registered_domain,
        "title": landing.title,
        "language": landing.language,
        "status": landing.status,
        "capture": evidence.refs.get(landing.record_id),
        "screenshot": evidence.refs.get(landing.screenshot_record_id),
    }


def tell_outcome(chain: ChainFound | None) -> str:
    """How a chain ended: ``landing``, ``dead_end``, ``loop``, ``refused``; ``not_followed`` without one."""
    if chain is None or not chain.hops:
        return "not_followed"
    kind = chain.hops[-1].kind
    return kind if kind in OUTCOMES else "dead_end"


def _read_headers(reader: ArchiveReader, ref: CaptureRef) -> tuple[tuple[str, str], ...]:
    try:
        capture = reader.read(ref.warc_file, ref.offset)
    except ArchiveFault:
        return ()
    kept = [
        (name, value[:LONGEST_HEADER]) for name, value in capture.headers if name.lower() not in _WITHHELD
    ]
    return tuple(kept[:MOST_HEADERS])


def _find(headers: Iterable[tuple[str, str]], wanted: str) -> str:
    return next((value for name, value in headers if name.lower() == wanted), "")
