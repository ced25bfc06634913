"""Keeps a server for a test run: ``python keeper.py COMMAND…``.

The command runs in a session of its own. When standard input ends, because the test is over or its
process was killed, the whole session's process group is stopped. Exits with the command's status.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress

PATIENCE_S = 10.0


def stop_group(leader: subprocess.Popen[bytes]) -> None:
    """Ask the group to end; what is still there after ``PATIENCE_S`` is killed."""
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        leader.wait(PATIENCE_S)
    with suppress(ProcessLookupError):
        os.killpg(leader.pid, signal.SIGKILL)


def keep(command: list[str]) -> int:
    """Run ``command`` until it ends or standard input does; its status."""
    leader = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def stop_at_end_of_input() -> None:
        while os.read(0, 4096):
            pass
        stop_group(leader)

    threading.Thread(target=stop_at_end_of_input, daemon=True).start()
    status = leader.wait()
    stop_group(leader)
    return status


if __name__ == "__main__":
    sys.exit(keep(sys.argv[1:]))
