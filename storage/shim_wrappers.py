"""Shims whose target does not simply stand in a parameter: in the path, in Base64, in a host's name.

Sources: AMP cache URL format (amp.dev), Proofpoint's published URL Defense decoder, the Wayback Machine's and
other web archives' address forms.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote, unquote_plus

import orjson

from storage.urls import Url, parse_url

LONGEST = 65_536
_ARCHIVES = (
    (
        re.compile(r"^(www\.)?web\.archive\.org$"),
        re.compile(r"/web/\d{1,14}(?:[a-z]{2}_)?/(https?:/.+)", re.I),
    ),
    (
        re.compile(r"^archive\.(ph|is|today|li|fo|md|vn)$"),
        re.compile(r"/(?:o/\w{4,6}|\d{4,14}|newest|oldest)/(https?:/.+)", re.I),
    ),
    (
        re.compile(r"^wayback\.archive-it\.org$"),
        re.compile(r"/\d+/\d{1,14}(?:[a-z]{2}_)?/(https?:/.+)", re.I),
    ),
    (
        re.compile(r"^arquivo\.pt$"),
        re.compile(r"/(?:wayback|noFrame/replay)/\d{1,14}(?:[a-z]{2}_)?/(https?:/.+)", re.I),
    ),
    (
        re.compile(r"^webarchive\.(nationalarchives\.gov\.uk|loc\.gov)$"),
        re.compile(r"/(?:ukgwa/|all/)?\d{1,14}(?:[a-z]{2}_)?/(https?:/.+)", re.I),
    ),
)
GOOGLE = re.compile(r"(^|\.)google\.[a-z]{2,3}(\.[a-z]{2})?$")
_AMP = re.compile(r"/(?:amp|[a-z])/(s/)?([a-z0-9.-]+\.[a-z0-9-]{2,}(?::\d+)?(?:/.*)?)$", re.IGNORECASE)
_PROOFPOINT = re.compile(r"/v3/__(.+?)__;(.*?)!")
_RUN = re.compile(r"\*(\*.)?")
_LENGTHS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_CJ = re.compile(r"(^|\.)(anrdoezrs|dpbolvw|jdoqocy|kqzyfj|tkqlhce)\.(net|com)$")


def read_target(value: str) -> str | None:
    """The web address that a value is, once or twice percent-decoded; ``None`` if it is none."""
    for candidate in (value, unquote_plus(value)):
        text = candidate.strip()
        if text.startswith("//"):
            text = f"https:{text}"
        if text.lower().startswith(("http://", "https://")):
            try:
                return parse_url(text).href
            except (ValueError, UnicodeError):
                continue
    return None


def unwrap_special(parsed: Url) -> str | None:
    """Where such an address leads; ``None`` if it is none of them."""
    if len(parsed.href) > LONGEST:
        return None
    for unwrap in _WAYS:
        if (found := unwrap(parsed)) and (target := read_target(found)):
            return target
    return None


def _unwrap_archive(parsed: Url) -> str:
    for host, path in _ARCHIVES:
        if host.search(parsed.host) and (found := path.fullmatch(parsed.path)):
            query = f"?{parsed.query}" if parsed.query else ""
            return re.sub(r"^(https?:)/+", r"\1//", found[1], flags=re.IGNORECASE) + query
    return ""


def _unwrap_amp(parsed: Url) -> str:
    """``cdn.ampproject.org/c/s/HOST/PATH`` and ``google.com/amp/s/HOST/PATH``; ``s`` stands for HTTPS."""
    is_google = bool(GOOGLE.search(parsed.host)) and parsed.path.startswith("/amp/")
    if not is_google and not parsed.host.endswith("cdn.ampproject.org"):
        return ""
    found = _AMP.fullmatch(parsed.path)
    query = f"?{parsed.query}" if parsed.query and not is_google else ""
    return f"http{'s' if found[1] else ''}://{found[2]}{query}" if found else ""


def _unwrap_translated(parsed: Url) -> str:
    """``www-example-com.translate.goog``: hyphens are dots, doubled ones are hyphens."""
    name = parsed.host.removesuffix(".translate.goog")
    if name == parsed.host or "." in name:
        return ""
    host = name.replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = "&".join(part for part in parsed.query.split("&") if part and not part.startswith("_x_tr_"))
    return f"https://{host}{parsed.path}" + (f"?{kept}" if kept else "")


def _unwrap_cache(parsed: Url) -> str:
    """Google's and Bing's cached copies."""
    if parsed.host != "webcache.googleusercontent.com":
        return ""
    asked = dict(parse_qsl(parsed.query)).get("q", "")
    found = re.match(r"cache:(?:[\w-]{8,20}:)?(\S+)", asked)
    return "" if not found else found[1] if "://" in found[1] else f"http://{found[1]}"


def _unwrap_bing(parsed: Url) -> str:
    """``bing.com/ck/a?…&u=a1BASE64URL``."""
    if not (parsed.host == "bing.com" or parsed.host.endswith(".bing.com")) or parsed.path != "/ck/a":
        return ""
    value = next((part[2:] for part in parsed.query.split("&") if part.startswith("u=")), "")
    return _read_base64(unquote(value).removeprefix("a1"))


def _unwrap_substack(parsed: Url) -> str:
    """``substack.com/redirect/2/BASE64URL`` of ``{"e": URL, …}``."""
    if not parsed.host.endswith("substack.com") or not parsed.path.startswith("/redirect/2/"):
        return ""
    try:
        fields = orjson.loads(_read_base64(parsed.path.removeprefix("/redirect/2/").partition(".")[0]))
    except orjson.JSONDecodeError:
        return ""
    target = fields.get("e") if isinstance(fields, dict) else ""
    return target if isinstance(target, str) else ""


def _unwrap_proofpoint(parsed: Url) -> str:
    """URL Defense, versions 2 (hyphens for ``%``, underscores for ``/``) and 3 (stars for what is given
    apart in Base64)."""
    if parsed.host.endswith("urldefense.proofpoint.com") and parsed.path == "/v2/url":
        value = dict(parse_qsl(parsed.query)).get("u", "")
        return unquote(value.replace("-", "%").replace("_", "/"))
    if parsed.host not in ("urldefense.com", "urldefense.us"):
        return ""
    found = _PROOFPOINT.search(parsed.path + (f"?{parsed.query}" if parsed.query else ""))
    if not found:
        return ""
    left = iter(_read_base64(found[2]))

    def fill(star: re.Match[str]) -> str:
        count = _LENGTHS.find(star[1][1]) + 2 if star[1] else 1
        return "".join(letter for letter, _ in zip(left, range(count), strict=False))

    return re.sub(r"^(https?:)/+", r"\1//", _RUN.sub(fill, found[1]), flags=re.IGNORECASE)


def _unwrap_path(parsed: Url) -> str:
    """Yahoo's result pages, Cisco's mail filter, Commission Junction's deep links."""
    if parsed.host.endswith("search.yahoo.com"):
        found = re.search(r"/RU=([^/]+)/RK=", parsed.path)
        return unquote(found[1]) if found else ""
    if parsed.host.endswith("secure-web.cisco.com"):
        found = re.fullmatch(r"/[^/]+/(https?%3A.+)", parsed.path, re.IGNORECASE)
        return unquote(found[1]) if found else ""
    if _CJ.search(parsed.host):
        found = re.search(r"/type/dlg/(?:[^/]+/)*?(https?:/.+)$", parsed.path)
        query = f"?{parsed.query}" if parsed.query else ""
        return re.sub(r"^(https?:)/+", r"\1//", found[1]) + query if found else ""
    return ""


def _unwrap_invision(parsed: Url) -> str:
    """``index.php?app=core&module=system&controller=redirect&url=`` of Invision Community, on any host."""
    if not parsed.path.endswith(("/index.php", "/")) or "controller=redirect" not in parsed.query:
        return ""
    values = dict(parse_qsl(parsed.query))
    return values.get("url", "") if values.get("app") == "core" else ""


def _read_base64(text: str) -> str:
    """The text that URL-safe Base64 of UTF-8 holds, empty where it is none."""
    try:
        return base64.urlsafe_b64decode(text.rstrip("=") + "=" * (-len(text.rstrip("=")) % 4)).decode()
    except (binascii.Error, ValueError):
        return ""


_WAYS: tuple[Callable[[Url], str], ...] = (
    _unwrap_archive,
    _unwrap_amp,
    _unwrap_translated,
    _unwrap_cache,
    _unwrap_bing,
    _unwrap_substack,
    _unwrap_proofpoint,
    _unwrap_path,
    _unwrap_invision,
)
