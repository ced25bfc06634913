"""A throw-away certificate authority for the browser's proxy: made at start, never kept.

Chromium is told the digests of its two public keys (``--ignore-certificate-errors-spki-list``), so it
trusts this authority and no other stranger. The servers' own certificates are verified by the door.
"""

from __future__ import annotations

import ipaddress
import ssl
import tempfile
from base64 import b64encode
from collections import OrderedDict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=30)
MOST_CONTEXTS = 512


class Authority:
    """Signs a leaf for every host that it is asked for. All leaves share one key."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._leaf_key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away authority")])
        self._certificate = (
            _begin(name, name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .sign(self._key, hashes.SHA256())
        )
        self._contexts: OrderedDict[str, ssl.SSLContext] = OrderedDict()

    @property
    def certificate(self) -> bytes:
        """The authority's certificate, PEM."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    @property
    def key_digests(self) -> tuple[str, ...]:
        """The keys as Chromium names them: base64 of the sha256 of SubjectPublicKeyInfo (RFC 7469, 2.4)."""
        return tuple(_digest_key(key.public_key()) for key in (self._leaf_key, self._key))

    def context_for(self, host: str) -> ssl.SSLContext:
        """What answers TLS as ``host``, HTTP/1.1 alone. Kept for the hosts asked for last."""
        if host in self._contexts:
            self._contexts.move_to_end(host)
            return self._contexts[host]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.set_alpn_protocols(["http/1.1"])
        with tempfile.NamedTemporaryFile(suffix=".pem") as file:  # ssl reads keys from files alone
            file.write(self._issue(host))
            file.flush()
            context.load_cert_chain(Path(file.name))
        self._contexts[host] = context
        if len(self._contexts) > MOST_CONTEXTS:
            self._contexts.popitem(last=False)
        return context

    def _issue(self, host: str) -> bytes:
        """The key, a leaf for ``host`` and the authority's certificate behind it, PEM."""
        name = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Throw-away")])
        leaf = (
            _begin(name, self._certificate.subject, self._leaf_key.public_key())
            .add_extension(x509.SubjectAlternativeName([_name_host(host)]), critical=True)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        key = self._leaf_key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return key + leaf.public_bytes(serialization.Encoding.PEM) + self.certificate


def _begin(subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFETIME)
    )


def _name_host(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host.strip("[]")))
    except ValueError:
        return x509.DNSName(host)


def _digest_key(key: ec.EllipticCurvePublicKey) -> str:
    info = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b64encode(sha256(info).digest()).decode("ascii")
