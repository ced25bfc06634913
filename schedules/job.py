"""A job: what one crawl process is asked to do, and what it tells its parent, as JSON lines."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import orjson

from storage.items import Watched


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One crawl: a platform (or ``links``) and the accounts (or links) to ask it for.

    ``full`` asks for whole histories, ``recheck`` for known posts again, ``route`` for one route alone
    (empty: the best that is open).
    """

    platform: str
    entries: tuple[Watched, ...]
    full: bool = False
    recheck: bool = False
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where a crawl stands; the last one, with ``outcome``, says how it ended."""

    platform: str
    entries: int = 0
    finished: int = 0
    exchanges: int = 0
    posts: int = 0
    problems: int = 0
    outcome: str = ""
    reason: str = ""
    run: str = ""
    problem_kinds: dict[str, int] = field(default_factory=dict)


def write_job(job: Job) -> bytes:
    """The job as JSON, for a crawl process's standard input."""
    return orjson.dumps(asdict(job))


def read_job(text: bytes) -> Job:
    """The job from JSON. Raises ``ValueError`` where it is none."""
    try:
        fields = orjson.loads(text)
        entries = tuple(
            Watched(**{**entry, "wants": tuple(entry["wants"])}) for entry in fields.pop("entries")
        )
        return Job(entries=entries, **fields)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"not a job: {error}") from error


def write_progress(progress: Progress) -> bytes:
    """One line of JSON with its newline."""
    return orjson.dumps(asdict(progress)) + b"\n"


def read_progress(line: bytes) -> Progress | None:
    """The progress that a line holds; ``None`` for any other output of the process."""
    try:
        return Progress(**orjson.loads(line))
    except (orjson.JSONDecodeError, TypeError):
        return None
