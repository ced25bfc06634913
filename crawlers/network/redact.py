"""Secrets out of what is kept: archive, index and log show a stable marker in their place.

A marker is ``REDACTED-`` and the first 12 hex digits of the HMAC-SHA256 of the secret, under a random key
that belongs to the archive: the same secret shows the same marker, and nobody can test guesses on it.

What is taken out: values of authorisation and cookie headers; known tokens wherever they stand, also
where a server repeats them in its answer; URL parameters that by their name hold an access token. In
URLs asked of a platform's interface, parameters that are names of keys and signatures go too. Media and
links keep those: they are part of the address as it was published, and evidence.
"""

from __future__ import annotations

import hashlib
import hmac
import html
import json
import os
import re
import secrets
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote, quote_plus, unquote_plus

FIELD = "WARC-X-Vedette-Redacted"
SHORTEST = 4

_HEADERS = re.compile(
    rb"^(authorization|proxy-authorization|cookie|set-cookie2?|x-api-key|x-auth-token|x-csrf-token)"
    rb"([ \t]*:[ \t]*)([^\r\n]+(?:\r?\n[ \t]+[^\r\n]+)*)",
    re.IGNORECASE | re.MULTILINE,
)
_ALWAYS = (
    "access_token|accesstoken|refresh_token|id_token|auth_token|oauth_token|client_secret|api_key|apikey"
    "|password|passwd|session_id|sessionid"
)
_FOR_PLATFORMS = (
    _ALWAYS + "|token|key|sig|signature|secret|code|auth|authorization|x-amz-signature|x-amz-security-token"
    "|x-amz-credential|x-goog-signature|x-goog-credential"
)
_PARAMETER = re.compile(rf"(?i)(?<=[?&;#])({_ALWAYS})=([^&;#\s]+)")
_PLATFORM_PARAMETER = re.compile(rf"(?i)(?<=[?&;#])({_FOR_PLATFORMS})=([^&;#\s]+)")
_HEX = re.compile("%[0-9A-F]{2}")
_SPECIAL = re.compile(r"[^A-Za-z0-9_.~-]")
_MARKER = "REDACTED-"


class Redactor:
    """Knows the secrets of a process and replaces them."""

    def __init__(self, key: bytes = b"", tokens: Iterable[str] = ()) -> None:
        self._key = key or secrets.token_bytes(32)
        self._known: dict[bytes, bytes] = {}
        for token in tokens:
            self.learn(token)

    @property
    def idle(self) -> bool:
        """Whether no secret is known."""
        return not self._known

    def learn(self, token: str) -> None:
        """Look for ``token`` from now on, in the spellings in which answers repeat it."""
        mark = self.mark(token).encode()
        fresh = {spelling.encode(): mark for spelling in _spell(token) if len(spelling) >= SHORTEST}
        known = {**fresh, **self._known}
        # Longest first: no part of a secret is left where another one stands inside it.
        self._known = dict(sorted(known.items(), key=lambda entry: len(entry[0]), reverse=True))

    def mark(self, secret: str) -> str:
        """The marker that stands for ``secret``."""
        raw = secret.encode("utf-8", "surrogatepass")
        return _MARKER + hmac.new(self._key, raw, hashlib.sha256).hexdigest()[:12]

    def clean_bytes(self, data: bytes) -> bytes:
        """``data`` without known secrets; the same object if there are none in it."""
        for secret, mark in self._known.items():
            if secret in data:
                data = data.replace(secret, mark)
        return data

    def clean_text(self, text: str) -> str:
        """``text`` without known secrets and without access tokens in URLs."""
        if self._known:
            raw = text.encode("utf-8", "surrogatepass")
            text = self.clean_bytes(raw).decode("utf-8", "surrogatepass")
        return self.clean_url(text, for_platform=False) if "=" in text else text

    def clean_url(self, url: str, *, for_platform: bool) -> str:
        """``url`` without known secrets and without what its parameters' names call secret."""
        if self._known:
            url = self.clean_bytes(url.encode("utf-8", "surrogatepass")).decode("utf-8", "surrogatepass")
        if "=" not in url:
            return url
        return (_PLATFORM_PARAMETER if for_platform else _PARAMETER).sub(self._mark_parameter, url)

    def clean_head(self, head: bytes, *, for_platform: bool) -> tuple[bytes, tuple[str, ...]]:
        """An HTTP head without secrets, and what was taken out of it, by name."""
        names: list[str] = []

        def replace(found: re.Match[bytes]) -> bytes:
            names.append(found[1].decode("ascii").lower())
            return found[1] + found[2] + self.mark(found[3].decode("latin-1")).encode()

        cleaned = _HEADERS.sub(replace, head)
        if b"=" in cleaned:
            text = cleaned.decode("latin-1")
            line, _, rest = text.partition("\n")
            fresh = self.clean_url(line, for_platform=for_platform) + "\n" + self._clean_lines(rest)
            if fresh != text:
                names.append("url")
                cleaned = fresh.encode("latin-1")
        without = self.clean_bytes(cleaned)
        if without is not cleaned:
            names.append("token")
        return without, tuple(dict.fromkeys(names))

    def _clean_lines(self, lines: str) -> str:
        return _PARAMETER.sub(self._mark_parameter, lines)

    def _mark_parameter(self, found: re.Match[str]) -> str:
        if found[2].startswith(_MARKER):
            return found[0]
        return f"{found[1]}={self.mark(unquote_plus(found[2]))}"


def _spell(token: str) -> set[str]:
    """``token`` as it stands in URLs, JSON, HTML and basic authorisation."""
    quoted = {quote(token, safe=""), quote(token), quote_plus(token)}
    lowered = {_HEX.sub(lambda found: found[0].lower(), spelling) for spelling in quoted}
    encoded = json.dumps(token)[1:-1]
    escaped = _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04x}", token)
    shouted = _SPECIAL.sub(lambda found: f"\\u{ord(found[0]):04X}", token)
    in_base64 = b64encode(token.encode("utf-8", "surrogatepass")).decode().rstrip("=")
    pages = {html.escape(token), html.escape(token, quote=False)}
    return {
        *(token, encoded, encoded.replace("/", "\\/"), escaped, shouted, in_base64),
        *quoted,
        *lowered,
        *pages,
    }


def load_key(path: Path) -> bytes:
    """The archive's key, made at its first use, readable by its owner alone."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # whoever links first decides, also among processes
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_bytes()
