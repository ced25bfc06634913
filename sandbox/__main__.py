"""``python -m sandbox --port 8443 --folder DIR``: play the world until told to stop.

Writes ``DIR/ca.pem`` (the certificate to trust), ``DIR/truth.json`` (see ``sandbox.truth``) and
``DIR/watchlist.csv``, then one line of JSON on standard output when it listens: ``{"port", "ca_file", …}``.
SIGUSR1 moves on to the next phase, as ``POST /phase`` at the control host does, and writes another line:
``{"phase": 2}``. SIGTERM and SIGINT end it.
SIGUSR1 moves on to the next phase, SIGTERM and SIGINT end it.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import json
import signal
import sys
from pathlib import Path

from sandbox.authority import Authority
from sandbox.server import Server
from sandbox.site import CONTROL, Front
from sandbox.situation import LAST_PHASE, Situation
from sandbox.truth import list_watched, make_truth
from sandbox.world import World, build_world

SEED = 7
PORT = 8443


def main() -> int:
    """Read the command line and serve; 1 with one line of explanation where that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--port", type=int, default=PORT, help="on 127.0.0.1; 0 takes a free one")
    parser.add_argument("--folder", type=Path, required=True, help="where the three files go")
    parser.add_argument("--seed", type=int, default=SEED, help="another seed plays another world")
    parser.add_argument(
        "--demo", action="store_true", help="leave out most of the long tail, as the demo does"
    )
    asked = parser.parse_args()
    try:
        asyncio.run(serve(asked.port, asked.folder, build_world(asked.seed, not asked.demo)))
    except OSError as error:
        sys.stderr.write(f"the sandbox cannot start: {error}\n")
        return 1
    return 0


async def serve(port: int, folder: Path, world: World) -> None:
    """Play ``world`` until SIGTERM or SIGINT.

    Raises ``OSError`` if the port is taken or the folder cannot be written.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    authority = Authority()
    situation = Situation()
    loop.add_signal_handler(signal.SIGUSR1, move_on, situation)
    server = Server(Front(world).answer, situation, authority)
    taken = await server.start(port)
    try:
        files = await asyncio.to_thread(write_files, world, authority, folder)
        _say({"port": taken, "control": f"https://{CONTROL}", "seed": world.seed, **files})
        await stop.wait()
    finally:
        await server.close()


def move_on(situation: Situation) -> None:
    """Play the next phase, and say on standard output which it is: what SIGUSR1 does."""
    situation.advance(min(situation.phase + 1, LAST_PHASE))
    sys.stdout.write(json.dumps({"phase": situation.phase}) + "\n")
    sys.stdout.flush()


def _say(fields: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def write_files(world: World, authority: Authority, folder: Path) -> dict[str, str]:
    """Write the certificate, the ground truth and the watchlist into ``folder``; their paths by name."""
    folder.mkdir(parents=True, exist_ok=True)
    ca_file, truth, watchlist = folder / "ca.pem", folder / "truth.json", folder / "watchlist.csv"
    ca_file.write_bytes(authority.certificate)
    truth.write_text(json.dumps(make_truth(world), ensure_ascii=False, indent=1), encoding="utf-8")
    with watchlist.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("url", "case", "note", "platform"))
        writer.writeheader()
        writer.writerows(list_watched(world))
    return {"ca_file": str(ca_file), "truth": str(truth), "watchlist": str(watchlist)}


if __name__ == "__main__":
    sys.exit(main())
