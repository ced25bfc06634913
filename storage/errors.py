"""What can go wrong for a person, one tree, each branch saying what to do about it.

::

    VedetteError            the message is one clear line; the command line exits with 1
    ├── Misuse              what was asked makes no sense: say it differently (exit 2)
    ├── ArchiveFault        the archive cannot be written or read: look at the disk
    ├── IndexFault          the index cannot be opened or is of another version
    └── Missing             something this step needs is not installed or not there
"""

from __future__ import annotations


class VedetteError(Exception):
    """Something failed; ``str()`` is one line with what to do next."""


class Misuse(VedetteError):
    """Wrong usage: nothing was done."""


class ArchiveFault(VedetteError):
    """The archive cannot be written or read; nothing that was acknowledged is lost."""


class IndexFault(VedetteError):
    """The index cannot be opened, or its schema is of another version."""


class Missing(VedetteError):
    """A program, package or file that this step needs is not there."""
