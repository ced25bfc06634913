"""Calling a server's API on loopback directly, past Vedette: how tests write what is to be collected."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from typing import Any


def call(port: int, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Any:
    """The JSON answer to a request; an answer other than 2xx fails the test with its text."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body=body, headers=dict(headers))
        answer = connection.getresponse()
        text = answer.read()
    finally:
        connection.close()
    assert 200 <= answer.status < 300, f"{method} {path}: {answer.status} {text[:500]!r}"
    return json.loads(text) if text else None
