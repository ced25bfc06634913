"""Names of things: uids, and 128-bit keys of texts too long for a database index."""

from __future__ import annotations

import re
from hashlib import blake2b
from urllib.parse import urlsplit

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def key_text(text: str) -> bytes:
    """The 16-byte key of ``text`` (BLAKE2b, RFC 7693: pages cannot craft two texts of one key)."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def key_parts(*parts: str) -> bytes:
    """The key of several texts; no two different sequences share one."""
    return key_text("".join(f"{len(part)}:{part}" for part in parts))


def make_uid(platform: str, name: str) -> str:
    """The uid of a post (``name`` its id) or of an account (``name`` its key)."""
    return f"{platform}:{name}"


def clean_text(text: str) -> str:
    """``text`` with what no database stores (U+0000, lone surrogates) replaced by U+FFFD."""
    return _UNSTORABLE.sub("\ufffd", text)


def read_host(url: str) -> str:
    """The host of ``url`` in lower case, without a trailing dot; empty where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".").lower()
    except ValueError:
        return ""


def reverse_host(host: str) -> str:
    """``www.example.com`` as ``com.example.www.``: everything under a domain shares a prefix."""
    return ".".join(reversed(host.split("."))) + "." if host else ""
