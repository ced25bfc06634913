"""Bring an index's schema up to date when it is opened; refuse one that is newer than we are."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from storage.engine import begin_writing
from storage.errors import IndexFault

_FOLDER = Path(__file__).parent


def newest_revision() -> str:
    """The last revision that ships: files in ``versions/`` begin with their four-digit revision."""
    return max(path.name[:4] for path in (_FOLDER / "versions").glob("[0-9][0-9][0-9][0-9]_*.py"))


def upgrade_schema(engine: Engine) -> None:
    """Run the migrations that an index lacks, one process at a time, all or none.

    Raises ``IndexFault`` if the database cannot be opened or has a schema of a later version.
    """
    try:
        with engine.connect() as connection:
            found = _read_revision(connection)
        if found == newest_revision():
            return
        with begin_writing(engine) as connection:
            found = _read_revision(connection)
            if found > newest_revision():
                raise IndexFault(
                    f"the index has schema {found}, this version knows {newest_revision()}: "
                    "use the version of Vedette that wrote it, or a newer one"
                )
            if found != newest_revision():
                run_migrations(connection)
    except SQLAlchemyError as error:
        raise IndexFault(f"the index cannot be opened: {_first_line(error)}") from error


def run_migrations(connection: Connection, revision: str = "head") -> None:
    """Upgrade inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _read_revision(connection: Connection) -> str:
    """The schema's revision; empty for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.scalar(text("SELECT version_num FROM alembic_version")) or "")


def _first_line(error: SQLAlchemyError) -> str:
    reason = getattr(error, "orig", None) or error
    return str(reason).strip().split("\n")[0]
