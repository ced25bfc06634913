"""A platform as a user with a token asks it: what the door does with credentials, done in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawlers.network.credentials import Credentials
from crawlers.platform import Fetch, Platform, Reader, Reading
from storage.items import Capture, Known, Watched


def authorise(platform: Platform, **tokens: str) -> Platform:
    """``platform`` with each credential that a ``Fetch`` names put into it, from ``tokens``."""
    credentials = Credentials(tokens)

    def present(reading: Reading) -> Reading:
        if not isinstance(reading, Fetch) or not reading.credential:
            return reading
        shown = credentials.present(reading.credential, reading.url)
        return replace(reading, url=shown.url, headers=(*reading.headers, *shown.headers), credential="")

    def wrap(reader: Reader) -> Reader:
        def read(capture: Capture, watched: Watched) -> Iterable[Reading]:
            return [present(one) for one in reader(capture, watched)]

        return read

    def start(watched: Watched, known: Known) -> Iterable[Fetch]:
        return [one for one in map(present, platform.start(watched, known)) if isinstance(one, Fetch)]

    readers = {name: wrap(reader) for name, reader in platform.readers.items()}
    return replace(platform, start=start, readers=readers)
