"""Signatures of WACZ files: by a key that the file brings along, or by a domain's certificate.

WACZ Signing and Verification 0.1.0. What is checked is that the signature is by that key over that
hash, and that the certificates belong together. Who holds the key, whether the root is to be trusted
and what the time stamp says is for a person to judge.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from storage.warc_stream import Fault

_KIND = "signature"


def check_signature(signed: Mapping[str, object], digest: str) -> Iterator[Fault]:
    """What is wrong with ``signedData`` of a file whose ``datapackage.json`` has ``digest``."""
    if signed.get("hash") != digest:
        yield Fault(_KIND, f"what was signed is {str(signed.get('hash'))[:80]}, the file has {digest}")
    try:
        certificates = _read_certificates(signed)
        key = certificates[0].public_key() if certificates else _read_key(signed)
        if not isinstance(key, ec.EllipticCurvePublicKey):
            yield Fault(_KIND, "the key is of a kind not known here")
            return
        _verify(key, base64.b64decode(str(signed.get("signature", ""))), str(signed.get("hash", "")))
    except InvalidSignature:
        yield Fault(_KIND, "the signature is not by the key that stands beside it")
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        yield Fault(_KIND, f"the signature cannot be read: {' '.join(str(error).split())[:80]}")
    else:
        yield from _check_certificates(certificates, signed)


def _read_certificates(signed: Mapping[str, object]) -> list[x509.Certificate]:
    chain = signed.get("domainCert")
    return x509.load_pem_x509_certificates(str(chain).encode()) if chain else []


def _read_key(signed: Mapping[str, object]) -> object:
    return serialization.load_der_public_key(base64.b64decode(str(signed.get("publicKey", ""))))


def _verify(key: ec.EllipticCurvePublicKey, signature: bytes, text: str) -> None:
    """Both spellings in use: two numbers side by side (Web Crypto), or DER. Raises ``InvalidSignature``."""
    size = (key.curve.key_size + 7) // 8
    if len(signature) == 2 * size:
        halves = (int.from_bytes(signature[:size], "big"), int.from_bytes(signature[size:], "big"))
        signature = utils.encode_dss_signature(*halves)
    key.verify(signature, text.encode(), ec.ECDSA(hashes.SHA256()))


def _check_certificates(chain: list[x509.Certificate], signed: Mapping[str, object]) -> Iterator[Fault]:
    if not chain:
        return
    domain = str(signed.get("domain", ""))
    try:
        names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        known = names.get_values_for_type(x509.DNSName)
    except (x509.ExtensionNotFound, ValueError):
        known = []
    if domain not in known:
        yield Fault(_KIND, f"the certificate is not that of {domain[:80]!r}")
    try:
        created = datetime.fromisoformat(str(signed.get("created", "")))
        if not chain[0].not_valid_before_utc <= created <= chain[0].not_valid_after_utc:
            yield Fault(_KIND, "the certificate was not valid when the file was signed")
    except (ValueError, TypeError):
        yield Fault(_KIND, "when the file was signed does not read as a time")
    for one, issuer in zip(chain, chain[1:], strict=False):
        try:
            one.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError):
            yield Fault(
                _KIND, f"a certificate was not issued by the one after it: {one.subject.rfc4514_string()}"
            )
