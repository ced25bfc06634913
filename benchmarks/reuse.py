"""The detectors of reused content over any data, streaming: pairs found, rate, memory.

``python -m benchmarks.reuse text POSTS.parquet -o PAIRS.csv [--stored]``
``python -m benchmarks.reuse images DIR -o PAIRS.csv``
``python -m benchmarks.reuse videos DIR -o PAIRS.csv``

Each kind has a module of its own, ``benchmarks.reuse_KIND``, with its options (``--help`` behind the kind).
"""

from __future__ import annotations

import sys
from importlib import import_module

KINDS = ("text", "images", "videos")


def main() -> None:
    """Hand the arguments to the kind's module."""
    if len(sys.argv) < 2 or sys.argv[1] not in KINDS:
        print(__doc__, file=sys.stderr)
        raise SystemExit(0 if sys.argv[1:2] in (["-h"], ["--help"]) else 2)
    kind = sys.argv.pop(1)
    sys.argv[0] = f"benchmarks.reuse {kind}"
    import_module(f"benchmarks.reuse_{kind}").main()


if __name__ == "__main__":
    main()
