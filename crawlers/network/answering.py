"""What the proxy writes back to the browser."""

from __future__ import annotations

import re
from http import HTTPStatus

from crawlers.network.asking import Answer

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_BREAKING = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]+")
_OURS = frozenset(
    {
        "connection",
        "keep-alive",
        "proxy-connection",
        "proxy-authenticate",
        "proxy-authentication-info",
        "transfer-encoding",
        "trailer",
        "upgrade",
        "content-length",
        "alt-svc",  # no other way out than this proxy
        "www-authenticate",  # or Playwright would answer with what it has for this proxy
    }
)
_BODILESS = frozenset({204, 304})
_TEXTS = {
    HTTPStatus.FORBIDDEN: b"Not allowed.\n",
    HTTPStatus.BAD_GATEWAY: b"No answer.\n",
    HTTPStatus.PROXY_AUTHENTICATION_REQUIRED: b"Not for you.\n",
}


def format_answer(answer: Answer, method: str) -> bytes:
    """An archived answer as the browser gets it: as it came, but for what concerns the connection.

    A body that was cut, or that our decoder gave up on, goes on decoded as far as readers see it: the
    browser must not unpack what is a bomb to us.
    """
    capture = answer.capture
    dropped, body = _OURS, answer.raw_body
    if capture.truncated or (answer.failure is not None and answer.failure.kind == "truncated"):
        dropped, body = _OURS | {"content-encoding"}, capture.body
    status = capture.status if 200 <= capture.status <= 999 else HTTPStatus.BAD_GATEWAY
    lines = [f"HTTP/1.1 {status} {_name_status(status)}"]
    for name, value in answer.raw_head_headers:
        if _TOKEN.fullmatch(name) and name.lower() not in dropped:
            lines.append(f"{name}: {_BREAKING.sub(' ', value)}")
    if method == "HEAD" or status in _BODILESS:
        length = next((v for n, v in answer.raw_head_headers if n.lower() == "content-length"), "")
        if method == "HEAD" and status not in _BODILESS and length.isascii() and length.isdigit():
            lines.append(f"Content-Length: {length}")
        body = b""
    else:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "", "")).encode("latin-1", "replace") + body


def format_refusal(status: HTTPStatus, method: str) -> bytes:
    """Our own answer. It says little, because the page reads it: the archive says why."""
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", "Cache-Control: no-store"]
    body = _TEXTS.get(status, b"")
    if status == HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
        lines.append('Proxy-Authenticate: Basic realm="proxy"')
    if status != HTTPStatus.NO_CONTENT:
        lines += ["Content-Type: text/plain; charset=utf-8", f"Content-Length: {len(body)}"]
    head = "\r\n".join((*lines, "", "")).encode("ascii")
    return head if method == "HEAD" else head + body


def _name_status(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
