"""The catalogue of platforms, ``docs/platforms.md``, generated from their declared facts.

``python -m crawlers.catalogue`` writes it, ``--check`` says (exit code 1) whether it is stale.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from crawlers.platform import Platform, platforms

PLACE = Path(__file__).parents[1] / "docs" / "platforms.md"

_INTRODUCTION = """\
# Platforms

Generated from `crawlers/platforms/` by `python -m crawlers.catalogue`; do not edit.

A platform on a row with *any host* is recognised by the shape of its URLs, after the platforms with hosts of
their own. Routes are tried from left to right; a credential in brackets is the name under which a token is
looked up (`VEDETTE_CREDENTIAL_<NAME>`). *Known by* says by which evidence a platform is known to work: the
*real server* runs in the tests; the readers meet a *recorded body* of it there; or both were written after
its documentation and public programs, and run against a *simulated* server alone.

| key | platform | family | hosts | example | routes | expects | known by |
| --- | --- | --- | --- | --- | --- | --- | --- |
"""


def write_catalogue() -> str:
    """The whole file, from the platforms in ``crawlers/platforms``."""
    ordered = sorted(platforms().values(), key=lambda one: (one.family, one.key))
    rows = "".join(_write_row(platform) for platform in ordered)
    details = "".join(_write_details(platform) for platform in ordered)
    return f"{_INTRODUCTION}{rows}\n## What each route sees\n{details}"


def main(arguments: list[str] | None = None) -> int:
    """Write the catalogue, or check that it is fresh: 0 fresh or written, 1 stale."""
    parser = argparse.ArgumentParser(prog="python -m crawlers.catalogue", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only say whether docs/platforms.md is fresh")
    wanted, text = parser.parse_args(arguments), write_catalogue()
    there = PLACE.read_text(encoding="utf-8") if PLACE.exists() else ""
    if wanted.check:
        if there != text:
            sys.stderr.write("docs/platforms.md is stale: run python -m crawlers.catalogue\n")
        return int(there != text)
    PLACE.parent.mkdir(parents=True, exist_ok=True)
    PLACE.write_text(text, encoding="utf-8")
    return 0


def _write_row(platform: Platform) -> str:
    hosts = ", ".join(platform.hosts[:4]) + (", …" if len(platform.hosts) > 4 else "")
    hosts = "; ".join(filter(None, (hosts, "any host" if platform.any_host else "")))
    routes = ", ".join(
        route.name + (f" [{route.credential}]" if route.credential else "") for route in platform.routes
    )
    cells = (
        f"`{platform.key}`",
        platform.title,
        platform.family,
        hosts,
        f"`{platform.example}`",
        routes,
        platform.expects,
        platform.evidence,
    )
    return "| " + " | ".join(_escape(cell) for cell in cells) + " |\n"


def _write_details(platform: Platform) -> str:
    lines = [f"\n### {platform.title} (`{platform.key}`)\n"]
    if platform.broken:
        lines.append(f"- **Broken**: {platform.broken}")
    lines += [f"- {route.name}: {route.sees}" for route in platform.routes]
    lines.append(f"- pace: {platform.pace.seconds:g} s between requests to a host ({platform.pace.source})")
    if platform.shims:
        lines.append(f"- link shims: {', '.join(f'`{shim}`' for shim in platform.shims)}")
    if platform.notes:
        lines.append(f"- {platform.notes}")
    return "\n".join(lines) + "\n"


def _escape(cell: str) -> str:
    return cell.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    sys.exit(main())
