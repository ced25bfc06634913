"""From an account's address to its feed by patterns: what ``Site.find`` of most platforms is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from crawlers.address import Address, strip_www
from crawlers.families.feed import FindFeed
from crawlers.words import words

RESERVED = words(
    """
    about account accounts admin api app archive assets auth blog blogs browse categories category community
    contact css discover docs en explore faq favicon.ico feed feeds feedback help home images img index info
    jobs js join legal login logout m mail me media member members messages mobile news new notifications
    oauth page pages policy press pricing privacy profile register robots.txt rss search settings shop signin
    signup sitemap sitemap.xml static status store support tag tags team terms tos trending upload user users
    video videos web welcome wiki www @
    """
)
"""What no site of many accounts gives away as a name."""

NAME = r"(?P<name>[a-z0-9][a-z0-9_-]{0,63})"
REST = r"(?:/.*)?"
YEAR_OR_PAGE = r"(?!(?:19|20)\d\d(?:/|$)|page/)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One form of an account's address.

    ``pattern`` matches host (without ``www.`` and ``m.``) and path, in lower case, as a whole, or both with
    the query behind them; ``feed`` and ``handle`` are written with the pattern's groups, ``feed`` with the
    whole host in place of the group ``host``.
    """

    pattern: str
    feed: str
    handle: str = "{name}"


def find_by(*rules: Rule, reserved: frozenset[str] = frozenset()) -> FindFeed:
    """The first rule that fits; ``reserved`` are further names that are no accounts'."""
    taken = RESERVED | reserved

    def find(address: Address) -> tuple[str, str] | None:
        plain = "/".join((strip_www(address.host), *address.segments)).lower()
        query = "&".join(f"{name.lower()}={value.lower()}" for name, value in address.query)
        for rule in rules:
            found = _compile(rule.pattern).fullmatch(plain) or _compile(rule.pattern).fullmatch(
                f"{plain}?{query}"
            )
            if found and found.groupdict().get("name") not in taken:
                names = _quote(found.groupdict())
                if "host" in names:
                    names["host"] = address.host  # some sites answer with www. before it alone
                return rule.feed.format(**names), rule.handle.format(**found.groupdict())
        return None

    return find


def on_subdomain(suffix: str, feed: str) -> Rule:
    """``NAME.SUFFIX`` whose feed is at the path ``feed``; any page below names the account.

    ``suffix`` is one domain or several with ``|`` between.
    """
    domains = "|".join(re.escape(one) for one in suffix.split("|"))
    pattern = rf"(?P<name>[a-z0-9][a-z0-9_-]{{0,62}})\.(?P<domain>{domains}){REST}"
    handle = "{name}.{domain}" if "|" in suffix else "{name}"
    return Rule(pattern=pattern, feed=f"https://{{name}}.{{domain}}/{feed}", handle=handle)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.DOTALL)


def _quote(groups: Mapping[str, str | None]) -> dict[str, str]:
    return {name: quote(value or "", safe="") for name, value in groups.items()}
