"""What a WACZ says of itself: ``datapackage.json`` and the hash, and maybe the signature, of it."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from storage.wacz_signatures import check_signature
from storage.warc_stream import Fault
from storage.zip_reading import READ_ERRORS, Spent, read_small

PACKAGE_NAME = "datapackage.json"
DIGEST_NAME = "datapackage-digest.json"
MOST_PACKAGE = 64 << 20
_ALGORITHMS = frozenset({"sha256", "md5"})
_UNLISTED = frozenset({PACKAGE_NAME, DIGEST_NAME})


@dataclass(frozen=True, slots=True)
class Resource:
    """An entry as the package lists it; ``digest`` in hex, ``size`` in bytes, -1 if it tells none."""

    algorithm: str
    digest: str
    size: int


class Package:
    """The entries that are listed."""

    def __init__(self, resources: Mapping[str, Resource]) -> None:
        self.resources = resources

    def algorithm(self, name: str) -> str:
        """By which hash an entry is to be read."""
        listed = self.resources.get(name)
        return listed.algorithm if listed and listed.algorithm in _ALGORITHMS else "sha256"

    def compare(self, name: str, digest: str, size: int) -> Iterator[Fault]:
        """What differs between an entry that was read and what is listed of it."""
        if name in _UNLISTED:
            return
        listed = self.resources.get(name)
        if listed is None:
            if self.resources:
                yield Fault("unlisted_file", f"{PACKAGE_NAME} does not list this file")
            return
        if listed.size not in (-1, size):
            yield Fault("size", f"listed with {listed.size} bytes; it has {size}")
        if listed.algorithm not in _ALGORITHMS:
            yield Fault("digest", f"listed with a hash of a kind not known here: {listed.algorithm[:20]!r}")
        elif listed.digest != digest:
            yield Fault("digest", f"listed with {listed.algorithm}:{listed.digest[:64]}; it is {digest}")


def read_package(archive: zipfile.ZipFile) -> tuple[Package, list[tuple[str, Fault]]]:
    """The package and all that is wrong with it: entry and fault."""
    names = set(archive.namelist())
    faults = list(_find_missing(names))
    try:
        data = read_small(archive, PACKAGE_NAME, MOST_PACKAGE)
        package = _parse_object(data)
        resources = dict(_read_resources(package))
    except KeyError:
        return Package({}), faults
    except (*READ_ERRORS, Spent, TypeError) as error:
        return Package({}), [*faults, (PACKAGE_NAME, Fault("datapackage", f"does not read: {error}"))]
    lacking = Fault("missing_file", f"{PACKAGE_NAME} lists it, and it is not there")
    faults += ((name, lacking) for name in resources if name not in names)
    faults += ((DIGEST_NAME, fault) for fault in _check_digest(archive, data, package))
    return Package(resources), faults


def _find_missing(names: set[str]) -> Iterator[tuple[str, Fault]]:
    if PACKAGE_NAME not in names:
        yield PACKAGE_NAME, Fault("missing_file", "a WACZ has this file; this one does not")
    for folder, what in (("archive/", "a WARC file"), ("indexes/", "an index")):
        if not any(name.startswith(folder) and name != folder for name in names):
            yield folder, Fault("missing_file", f"a WACZ has {what} here; this one does not")


def _parse_object(data: bytes) -> dict[str, Any]:
    """Raises ``ValueError``."""
    found = orjson.loads(data)
    if not isinstance(found, dict):
        raise ValueError("it is not a JSON object")
    return found


def _read_resources(package: Mapping[str, Any]) -> Iterator[tuple[str, Resource]]:
    """Both spellings: ``hash`` and ``bytes`` (1.1), and ``stats`` with ``hashing`` beside it (1.0).

    Raises ``ValueError`` or ``TypeError``.
    """
    resources = package.get("resources")
    if not isinstance(resources, list) or not resources:
        raise ValueError("it lists no resources")
    for resource in resources:
        path = resource.get("path") if isinstance(resource, dict) else None
        if not isinstance(path, str):
            raise ValueError("a resource has no path")
        stats = resource.get("stats")
        facts = stats if isinstance(stats, dict) else resource
        algorithm, _, digest = str(facts.get("hash", "")).rpartition(":")
        size = facts.get("bytes")
        yield (
            path,
            Resource(
                algorithm=(algorithm or str(resource.get("hashing", "sha256"))).lower(),
                digest=digest.lower(),
                size=size if isinstance(size, int) else -1,
            ),
        )


def _check_digest(archive: zipfile.ZipFile, data: bytes, package: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        told = _parse_object(read_small(archive, DIGEST_NAME, MOST_PACKAGE))
    except KeyError:
        if not str(package.get("wacz_version", "")).startswith("1.0"):
            yield Fault("missing_file", f"nothing holds the hash of {PACKAGE_NAME}")
        return
    except (*READ_ERRORS, Spent) as error:
        yield Fault("datapackage", f"does not read: {error}")
        return
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    if told.get("path") != PACKAGE_NAME:
        yield Fault("datapackage", f"is of {str(told.get('path'))[:80]!r} instead of {PACKAGE_NAME}")
    if told.get("hash") != digest:
        yield Fault("digest", f"says {str(told.get('hash'))[:80]}; {PACKAGE_NAME} is {digest}")
    signed = told.get("signedData")
    if isinstance(signed, dict):
        yield from check_signature(signed, digest)
