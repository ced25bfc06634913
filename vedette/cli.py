"""The command line: ``vedette``. Each command stands in ``vedette/commands``, this is their door.

Exit codes: 0 done, 1 failed (one clear line), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from typer._click.exceptions import ClickException

from storage.errors import Misuse, VedetteError
from vedette.output import warn
from vedette.place import Place

app = typer.Typer(
    name="vedette",
    help="Watches accounts of influence operations: archives, indexes and flags what they post.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def begin(
    context: typer.Context,
    data: Annotated[
        Path, typer.Option(envvar="VEDETTE_DATA", help="The folder that holds archive and index.")
    ] = Path("vedette-data"),
    database: Annotated[
        str,
        typer.Option(envvar="VEDETTE_DATABASE", help="PostgreSQL URL; SQLite in the data folder if empty."),
    ] = "",
) -> None:
    """Note where the data is; commands open it when they need it."""
    context.obj = Place(data=data.absolute(), database=database)


def main() -> None:
    """Run the command line; every error is one line on standard error and an exit code."""
    _add_commands()
    try:
        code = app(standalone_mode=False)
    except Misuse as error:
        _fail(str(error), 2)
    except VedetteError as error:
        _fail(str(error), 1)
    except typer.Exit as stop:
        sys.exit(stop.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        _fail("stopped; what was acknowledged is kept", 1)
    except ClickException as error:
        _fail(f"{error.format_message()} (see: vedette --help)", 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.strerror or error}: {error.filename or ''}".rstrip(": "), 1)
    sys.exit(code if isinstance(code, int) else 0)


def _add_commands() -> None:
    """Every command, in the order of the help page; once a process."""
    if app.registered_commands:
        return
    from vedette.commands import (
        collect,
        demo,
        export,
        flags,
        follow,
        import_captures,
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

    for module in (
        demo, watch, collect, run, status, search, show, lookup, flags, links, follow, verify, rebuild,
        import_captures, export, platforms,
    ):  # fmt: skip
        module.register(app)


def _fail(line: str, code: int) -> None:
    warn("vedette: " + " ".join(line.split()))
    sys.exit(code)
