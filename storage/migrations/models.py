"""All tables that the migrations must add up to."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from sqlalchemy import MetaData

from storage.tables import metadata


def all_tables() -> MetaData:
    """The metadata once every module that declares tables is imported."""
    for module in (
        "storage.desk_tables",
        "storage.detector_tables",
        "storage.host_tables",
        "storage.picture_tables",
        "storage.site_tables",
    ):
        if find_spec(module):
            import_module(module)
    return metadata
