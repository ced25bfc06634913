"""``vedette demo``: the main job on simulated platforms, from an empty folder to flags with evidence."""

from __future__ import annotations

import os
import shutil
import signal
import threading
import time
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from crawlers.watching import find_watched
from schedules.job import Progress
from storage import watchlist
from storage.errors import Misuse
from storage.findings import count_flags, list_flags
from storage.index import Index
from storage.verify import verify_archive
from storage.watchlist import Reasons
from vedette.collecting import Wish, collect, print_collected
from vedette.demo_truth import Scores, read_truth, score_all
from vedette.output import print_json, print_table, say, shorten
from vedette.place import Place
from vedette.sandbox_process import Sandbox, run_sandbox
from vedette.scoring import Score
from vedette.watch_file import read_watch_file

FOLDER = Path("demo-data")
SEED = 7
MARK = "demo.txt"
SHOWN = 3
LOOK_FURTHER = (
    "flags",
    "flags show 1",
    "search 所谓的",
    "links --case 'Lanwan network'",
    "status",
    "verify",
)


@dataclass(frozen=True, slots=True)
class Played:
    """What a demo brought."""

    first: tuple[Progress, ...]
    second: tuple[Progress, ...]
    scores: Scores
    differences: tuple[str, ...]
    seconds: float
    browser: bool


def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Option("--folder", help="Where the demo's archive and index go.")] = FOLDER,
    seed: Annotated[int, typer.Option("--seed", help="Another seed plays another operation.")] = SEED,
    serve: Annotated[
        bool, typer.Option("--serve", help="Keep the simulated platforms up afterwards, until Ctrl-C.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """Watch, collect, archive and flag a scripted influence operation on simulated platforms."""
    place = Place(data=_make_folder(folder), database="")
    with ExitStack() as stack:
        sandbox = stack.enter_context(run_sandbox(place.data / "sandbox", seed))
        os.environ.update(sandbox.environment)
        index = Index.open(place.data)
        stack.callback(index.close)
        played = _play(index, place, sandbox, quiet=as_json)
        if as_json:
            print_json(
                {"scores": played.scores, "differences": played.differences, "seconds": played.seconds}
            )
        else:
            _show(index, place, played)
        if serve:
            _keep_serving(sandbox)
    if played.differences:
        raise typer.Exit(1)


def _make_folder(folder: Path) -> Path:
    """An empty folder; one of an earlier demo is made anew, anything else is left alone."""
    folder = folder.absolute()
    if folder.exists() and any(folder.iterdir()):
        if not (folder / MARK).is_file():
            raise Misuse(f"{folder} is not empty and not of an earlier demo; name another with --folder")
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text("Made by `vedette demo`, which may delete this folder.\n", encoding="utf-8")
    return folder


def _play(index: Index, place: Place, sandbox: Sandbox, *, quiet: bool) -> Played:
    from crawlers.chromium import find_installed  # playwright is slow to import, and only this asks

    began = time.monotonic()
    tell = (lambda _: None) if quiet else say
    browser = find_installed(os.environ) is not None
    accounts = _watch(index, sandbox)
    tell(f"watching {accounts} accounts on simulated platforms; collecting")
    if not browser:
        tell("there is no Chromium: pages and links that need a browser are left out, and said so below")
    first = collect(index, place, (entry.watched for entry in watchlist.entries(index)), Wish())
    moved_on = datetime.now(UTC)
    sandbox.move_on()
    tell("days later: posts are edited and deleted, accounts suspended, links lead elsewhere")
    second = collect(index, place, (entry.watched for entry in watchlist.entries(index)), Wish(recheck=True))
    scores = score_all(index, read_truth(sandbox.truth), moved_on, with_browser=browser)
    differences = tuple(str(one) for one in verify_archive(place.archive))
    return Played(first, second, scores, differences, time.monotonic() - began, browser)


def _watch(index: Index, sandbox: Sandbox) -> int:
    lines = read_watch_file(sandbox.watchlist)
    for line in lines:
        watched = find_watched(line.url, platform=line.platform)
        watchlist.add(index, watched, Reasons(case=line.case, note=line.note))
    return len(lines)


def _show(index: Index, place: Place, played: Played) -> None:
    say("")
    print_collected((*played.first, *played.second))
    say("")
    rows: list[tuple[object, ...]] = []
    for kind, count in count_flags(index):
        for number, flag in enumerate(list_flags(index, kind=kind, limit=SHOWN)):
            rows.append(
                (
                    "" if number else kind,
                    "" if number else count,
                    f"{flag.score:.2f}",
                    flag.id,
                    shorten(flag.summary, 110),
                )
            )
    print_table("flagged", ("kind", "#flags", "#score", "#id", "for example"), rows)
    say("")
    scores = played.scores
    print_table(
        "found, against what was planted",
        ("what", "#planted", "#found", "#of these right", "#recall", "#precision"),
        (
            _row("posts collected", scores.posts),
            _row("edits noticed", scores.edits),
            _row("deletions noticed", scores.deletions),
            _row("pairs of posts with reused text", scores.pairs),
            _row("redirect chains, hop for hop", scores.chains),
        ),
    )
    if scores.unchecked:
        say(f"{scores.unchecked} chains were not checked: they need a browser, and there is none")
    say("")
    whole = (
        "every record is as it was written" if not played.differences else "the archive differs, see `verify`"
    )
    data = _shown(place.data)
    say(f"{played.seconds:.0f} seconds; archive and index are in {data}; {whole}")
    say("look further:")
    for command in LOOK_FURTHER:
        say(f"  .venv/bin/vedette --data {data} {command}")


def _row(what: str, score: Score) -> tuple[object, ...]:
    return (what, score.planted, score.found, score.both, f"{score.recall:.3f}", f"{score.precision:.3f}")


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _keep_serving(sandbox: Sandbox) -> None:
    say("the simulated platforms stay up until Ctrl-C; other commands reach them with")
    for name, value in sandbox.environment.items():
        say(f"  export {name}={value}")
    over = threading.Event()
    signal.signal(signal.SIGINT, lambda *_: over.set())
    signal.signal(signal.SIGTERM, lambda *_: over.set())
    over.wait()


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("demo")(demo)
