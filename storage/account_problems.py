"""What of an account could not be collected, and what that says of the account.

That an account has ended is seldom said by the account: its page or the API refuses, and a reader tells a
``Problem``. Its last snapshot stays what it was, so that what an account *is* has to be read from both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from storage.keys import key_text
from storage.tables import captures, posts, problems

ENDS = ("suspended", "deleted", "private", "not_found")
"""Problems that say what an account is now, the most telling first."""
MOST_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFound:
    """Why something of an account could not be collected, and the record that shows it."""

    kind: str
    captured_at: datetime
    reason: str
    url: str
    record_id: str


def read_account_problems(
    connection: Connection, account: Row[Any], aliases: Iterable[str]
) -> tuple[ProblemFound, ...]:
    """The newest problems of an account, a row of its table; the newest first."""
    query = (
        select(problems)
        .where(problems.c.platform == account.platform, problems.c.account.in_((account.key, *aliases)))
        .order_by(problems.c.captured_at.desc(), problems.c.problem_key)
        .limit(MOST_SHOWN)
    )
    return tuple(
        ProblemFound(
            kind=row.kind,
            captured_at=row.captured_at,
            reason=row.reason,
            url=row.url,
            record_id=row.record_id,
        )
        for row in connection.execute(query)
    )


def find_end(connection: Connection, account: Row[Any], aliases: Iterable[str]) -> str:
    """How an account has ended: a kind of ``ENDS``; empty where it, or a post of its, was seen since.

    A crawl that met such a problem and saw the account or a post as well met it at another post alone.
    """
    platform, keys = account.platform, (account.key, *aliases)
    own = (problems.c.platform == platform, problems.c.account.in_(keys), problems.c.kind.in_(ENDS))
    last = connection.execute(
        select(problems.c.record_id, problems.c.captured_at)
        .where(*own)
        .order_by(problems.c.captured_at.desc(), problems.c.problem_key)
    ).first()
    if last is None:
        return ""
    run = connection.scalar(select(captures.c.run).where(captures.c.record_key == key_text(last.record_id)))
    asked = (captures.c.platform == platform, captures.c.account.in_(keys), captures.c.run == run)
    begun = connection.scalar(select(func.min(captures.c.captured_at)).where(*asked)) if run else None
    begun = min(begun or last.captured_at, last.captured_at)
    last_post = connection.scalar(
        select(func.max(posts.c.last_seen_at)).where(posts.c.account_id == account.id)
    )
    if any(seen is not None and seen >= begun for seen in (account.last_seen_at, last_post)):
        return ""
    kinds = set(connection.scalars(select(problems.c.kind).where(*own, problems.c.captured_at >= begun)))
    return next((kind for kind in ENDS if kind in kinds), "")
