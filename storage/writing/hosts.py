"""What hosts run: a row each, the newest finding."""

from __future__ import annotations

from collections.abc import Sequence

import orjson

from storage.host_tables import hosts
from storage.items import Host
from storage.writing.batch import Batch, Row, name_columns

_COLUMNS = name_columns("host engine certainty version theme feed_url marks record_id captured_at")


def write_hosts(batch: Batch, found: Sequence[Host]) -> int:
    """Keep what is newer than what was known; how many rows changed."""
    rows: dict[str, Row] = {}
    for each in found:
        row = (
            each.host,
            each.engine,
            each.certainty,
            each.version,
            each.theme,
            each.feed_url,
            orjson.dumps(each.marks).decode(),
            each.record_id,
            batch.time(each.captured_at),
        )
        if each.host not in rows or (rows[each.host][8], rows[each.host][7]) < (row[8], row[7]):
            rows[each.host] = row
    for host, record, at in batch.find(hosts, "host", rows, ("host", "record_id", "captured_at")):
        if (rows[host][8], rows[host][7]) <= (at, record):
            del rows[host]
    batch.upsert(hosts, _COLUMNS, list(rows.values()))
    return len(rows)
