"""A watchlist entry learns its account's immutable key from the first profile that was read."""

from __future__ import annotations

from storage.desk_tables import watch_aliases, watchlist
from storage.items import Account
from storage.keys import key_text, make_uid
from storage.writing.batch import Batch


def point_watch_entries(batch: Batch, account: Account) -> None:
    """Entries under one of the account's aliases go under its key; two for one account become one.

    The old key stays as an alias, so that adding the account again by that spelling says "known".
    """
    uid_key = key_text(make_uid(account.platform, account.key))
    aliases = {key_text(make_uid(account.platform, each)): each for each in account.aliases}
    aliases.pop(uid_key, None)
    entries = batch.find(watchlist, "uid_key", (uid_key, *aliases), ("id", "uid_key", "url"))
    if not entries:
        return
    kept = min(number for number, _, _ in entries)
    for number, _, _ in sorted(entries):
        if number != kept:
            batch.run("UPDATE watch_aliases SET watch_id = ? WHERE watch_id = ?", (kept, number))
            batch.run("DELETE FROM watchlist WHERE id = ?", (number,))
    batch.run(
        "UPDATE watchlist SET uid_key = ?, key = ?,"
        " handle = CASE WHEN ? <> '' THEN ? ELSE handle END WHERE id = ?",
        (uid_key, account.key, account.handle, account.handle, kept),
    )
    rows = [(key, kept, alias) for key, alias in aliases.items()]
    batch.insert_missing(watch_aliases, ("alias_key", "watch_id", "alias"), rows)
