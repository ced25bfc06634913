"""The commands, one file each, in the order of the help page."""

from __future__ import annotations

import typer

from vedette.commands import (
    collect,
    demo,
    export,
    flags,
    links,
    lookup,
    platforms,
    rebuild,
    run,
    search,
    show,
    status,
    verify,
    watch,
)

ORDER = (
    demo,
    watch,
    collect,
    run,
    status,
    search,
    show,
    lookup,
    flags,
    links,
    verify,
    rebuild,
    export,
    platforms,
)


def register(app: typer.Typer) -> None:
    """Add every command to ``app``."""
    for module in ORDER:
        module.register(app)
