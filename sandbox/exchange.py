"""A request as the simulated sites see it, and their answer: plain values, no server in them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request: ``host`` without port, lower-case; ``path`` decoded, ``target`` as it stood on the wire
    (path and query); ``query`` the last value of each parameter; header names lower-case."""

    host: str
    path: str
    target: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    method: str = "GET"
    scheme: str = "https"
    body: bytes = b""

    @property
    def url(self) -> str:
        """The whole URL as it was asked for."""
        return f"{self.scheme}://{self.host}{self.target}"

    @property
    def is_socket(self) -> bool:
        """Whether it comes by WebSocket (scheme ``ws`` or ``wss``): first without a body, the handshake, to
        which an answer with ``messages`` agrees; then once for each text message, which is the body."""
        return self.scheme in ("ws", "wss")

    @property
    def parts(self) -> tuple[str, ...]:
        """The non-empty segments of the path."""
        return tuple(part for part in self.path.split("/") if part)

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from the query, at least 1 and at most ``most``."""
        value = self.query.get(name, "")
        return max(1, min(int(value), most)) if value.isdigit() else default


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One response. ``drop`` closes the connection instead of answering.

    ``messages`` are texts for a client that has opened a WebSocket, or wants to: see ``Asked.is_socket``.
    """

    status: int = 200
    body: bytes = b""
    content_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    chunked: bool = False
    drop: bool = False
    messages: tuple[str, ...] | None = None
    server: str = field(default="nginx")


Headers = tuple[tuple[str, str], ...]


def make_token(name: str) -> str:
    """The token that the sandbox takes for the credential of that name."""
    return f"sandbox-{name}-token"


def is_bearer(asked: Asked, name: str) -> bool:
    """Whether a request carries that token in its ``Authorization`` header."""
    return asked.headers.get("authorization", "") == f"Bearer {make_token(name)}"


def answer_json(content: object, status: int = 200, headers: Headers = (), server: str = "nginx") -> Answer:
    """A JSON answer, in the compact form that web APIs send."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, body=body, content_type=JSON, headers=headers, server=server)


def answer_page(title: str, content: str, status: int = 200, language: str = "en", head: str = "") -> Answer:
    """A small HTML page; ``content`` and ``head`` are markup, ``title`` is escaped already."""
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n{head}</head>\n'
        f"<body>\n{content}\n</body>\n</html>\n"
    )
    return Answer(status=status, body=page.encode())


def redirect(target: str, status: int = 302, server: str = "nginx") -> Answer:
    """A redirection by status, with the short page that servers send along."""
    link = f'<a href="{escape(target)}">moved here</a>'
    page = f"<html>\n<head><title>{status}</title></head>\n<body>{link}</body>\n</html>\n"
    return Answer(status=status, body=page.encode(), headers=(("Location", target),), server=server)


BUSY_AFTER = 200
"""Requests to a host after which blogging platforms say once that these were too many."""
TOO_MANY = Answer(
    status=429, body=b"Too Many Requests", content_type="text/plain", headers=(("Retry-After", "60"),)
)
NO_SUCH_SITE = answer_page(
    "No such site", "<h1>No such site</h1><p>Nothing is played under this name.</p>", 404
)
