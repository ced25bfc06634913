"""Which account an address names, by the spellings that a platform declares."""

from __future__ import annotations

import re
from string import Template

from crawlers.address import split_address, strip_www
from crawlers.families.json_facts import Named
from crawlers.words import words
from storage.items import Watched


def recognise_spelling(url: str, named: Named) -> Watched | None:
    """The account that ``url`` names in any of the spellings of ``named``; ``None`` for all else."""
    address = split_address(url)
    if address is None:
        return None
    spelt = "/".join((strip_www(address.host), *address.segments))
    if address.query:
        spelt = f"{spelt}?{'&'.join(f'{name}={value}' for name, value in address.query)}"
    for pattern in named.spellings:
        if found := re.fullmatch(pattern, spelt):
            groups = found.groupdict()
            handle, key = groups.get("handle") or "", groups.get("key") or ""
            if (handle or key).lower() in words(named.reserved):
                return None
            return Watched(
                platform=named.key,
                key=key or (handle.lower() if named.folds else handle),
                url=Template(named.profile).substitute({"handle": handle or key, "key": key or handle}),
                handle=handle,
                host=strip_www(named.hosts[0]),
            )
    return None
