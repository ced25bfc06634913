"""yt-dlp in a process of its own that reaches the recording proxy and nothing else. Started by ``videos``.

A script, not a module to import: it runs isolated (``python -I``), knows nothing of ours and has no secret in
its environment. Its job is a line of JSON on standard input: ``arguments`` of yt-dlp, the ``port`` of the
proxy on 127.0.0.1, and the ``largest`` file in bytes. When its standard input ends, so does it.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import sys
import threading

_HOME = "127.0.0.1"
_PROGRAMS = frozenset({"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn"})
_SENDING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_NAMING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"})


def bar_ways_out(port: int) -> None:
    """Let this process connect to the proxy alone, and start no program: one could go out by itself.

    yt-dlp has hundreds of extractors and several ways of downloading; an audit hook (PEP 578) holds for all
    of them and cannot be taken off again.
    """

    def judge(event: str, arguments: tuple[object, ...]) -> None:
        if event in _SENDING:
            allowed = arguments[1] == (_HOME, port)
        elif event in _NAMING:
            allowed = arguments[0] in (_HOME, _HOME.encode())
        else:
            allowed = event not in _PROGRAMS
        if not allowed:
            raise PermissionError(f"{event} is not for this process")

    sys.addaudithook(judge)


def read_line() -> bytes:
    """The first line of standard input, without a buffer that would hold a lock at the end."""
    line = b""
    while not line.endswith(b"\n") and (one := os.read(0, 1)):
        line += one
    return line


def end_with_parent() -> None:
    """Wait for the end of standard input, which the parent holds open as long as it lives."""
    while os.read(0, 4096):
        pass
    os._exit(3)


def run() -> None:
    """Do the job."""
    job = json.loads(read_line())
    threading.Thread(target=end_with_parent, daemon=True).start()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (job["largest"], job["largest"]))
    bar_ways_out(job["port"])
    sys.argv = ["yt-dlp", *job["arguments"]]
    runpy.run_module("yt_dlp", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    run()
