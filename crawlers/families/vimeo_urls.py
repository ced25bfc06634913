"""Vimeo's addresses of users; those of videos, channels, groups and showcases name none.

Source: vimeo.com's own links; ``vimeo.com/NAME`` is a user, ``vimeo.com/userN`` the one of that number.
"""

from __future__ import annotations

import re

from crawlers.address import split_address, strip_www
from crawlers.words import words
from storage.items import Watched

API = "api.vimeo.com"
RESERVED = words(
    """
    about api app apps album albums blog business careers categories channel channels cookie_policy create
    creative-professionals contact couchmode customers dashboard download enterprise event events explore
    features folder follow forgot_password gateway groups guidelines help home hubspot inbox join jobs live
    log_in login logout manage m me musicstore ondemand oauth
    upgrade password player plus premium press pricing
    privacy pro report review search settings share showcase site_map solutions staffpicks stats stock store
    tag tags terms tools upload user users video videos watch webinars watchlater wizard _next _rv auth
    account partners analytics ai integrations integration resources robots.txt favicon.ico dmca videoschool
    """
)

_NAME = re.compile(r"[a-zA-Z][a-zA-Z0-9_]{1,31}")


def recognise_user(url: str, platform: str) -> Watched | None:
    """A user by name or number, also by the API's address; the key is the number where it is named."""
    address = split_address(url)
    if address is None:
        return None
    host, parts = strip_www(address.host), address.segments
    if host == API and parts[:1] == ("users",) and len(parts) > 1:
        name = f"user{parts[1]}" if parts[1].isdigit() else parts[1]
    elif host == "vimeo.com" and parts:
        name = parts[0]
    else:
        return None
    if number := find_number(name):
        name, key = f"user{number}", number
    elif _NAME.fullmatch(name) and name.lower() not in RESERVED:
        key = name.lower()
    else:
        return None
    return Watched(platform=platform, key=key, url=f"https://vimeo.com/{name}", handle=name, host="vimeo.com")


def find_number(name: str) -> str:
    """The number in ``userN``, empty for a name."""
    found = re.fullmatch(r"user([1-9]\d{0,11})", name.lower(), re.ASCII)
    return found.group(1) if found else ""
