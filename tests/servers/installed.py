"""What ``scripts/setup-servers.sh`` has installed, and why not where it has not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache"
SEARCH_PATH = f"{os.environ.get('PATH', os.defpath)}{os.pathsep}/usr/sbin"


def require_server(name: str) -> Path:
    """The folder where a server is installed; the test is skipped, with the reason, where it is not."""
    folder = CACHE / "servers" / name
    if not (folder / "stamp").is_file():
        reason = CACHE / "missing" / name
        told = reason.read_text().strip() if reason.is_file() else "`make test` installs it"
        pytest.skip(f"{name} is not installed: {told}")
    return folder


def require_program(name: str) -> str:
    """The path of a program of the system; the test is skipped where there is none."""
    found = shutil.which(name, path=SEARCH_PATH)
    if found is None:
        pytest.skip(f"there is no {name} on this machine; `make test` installs it where it may")
    return found
