"""Web addresses: read, put into one form for comparing, defanged for people.

Parsing is the WHATWG URL standard's (ada), so that what we compare, guard and connect to is what a
browser would. Nothing here touches the network; the public suffix list is the bundled snapshot.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import ada_url
import tldextract

_suffixes = tldextract.TLDExtract(
    cache_dir=None, suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True
)

_TRACKING = re.compile(
    r"^(utm_\w+|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|yclid|ysclid|msclkid|twclid|ttclid|igshid|igsh|mc_[ce]id"
    r"|_openstat|_hs(enc|mi)|vero_id|mkt_tok|oly_(anon|enc)_id|wickedid|rb_clickid|s_cid|spm|scm|share_token"
    r"|ref_src|ref_url|srsltid|_ga|_gl|at_(medium|campaign|custom\d)|weibo_id|from_?share)$",
    re.IGNORECASE,
)
"""Parameters that tell who sent the visitor and never what is shown (compare ClearURLs, Adblock lists)."""

_DEFANGED = (
    (re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|\(dot\)|\{dot\}", re.IGNORECASE), "."),
    (re.compile(r"\[:\]|\(:\)"), ":"),
    (re.compile(r"\[/\]"), "/"),
    (re.compile(r"\[(://)\]"), "://"),
    (re.compile(r"^(\s*)h[xt]{2}p(s?)(?=:)", re.IGNORECASE), r"\1http\2"),
    (re.compile(r"\[@\]|\[at\]", re.IGNORECASE), "@"),
)


@dataclass(frozen=True, slots=True)
class Url:
    """A parsed http(s) address: ``host`` canonical (punycode, addresses as WHATWG writes them)."""

    href: str
    scheme: str
    host: str
    port: str
    path: str
    query: str
    fragment: str


def parse_url(text: str) -> Url:
    """Read an absolute http(s) address.

    Raises:
        ValueError: it is none; the message says what it lacks, in few words.
    """
    try:
        parsed = ada_url.URL(text)
    except ValueError:
        raise ValueError("it does not read as a URL") from None
    if parsed.protocol not in ("http:", "https:"):
        raise ValueError(f"the scheme {parsed.protocol[:20]!r} is not http or https")
    if not parsed.hostname:
        raise ValueError("it names no host")
    return Url(
        parsed.href,
        parsed.protocol[:-1],
        parsed.hostname,
        parsed.port,
        parsed.pathname,
        parsed.search[1:],
        parsed.hash[1:],
    )


def join_url(base: str, reference: str) -> str:
    """``reference`` resolved against ``base`` as a browser does; empty where that is no http(s) URL."""
    try:
        joined: str = ada_url.join_url(base, reference.strip("\t\n\r\f "))
        return parse_url(joined).href
    except (ValueError, UnicodeError):
        return ""


def normalise_url(url: str) -> str:
    """One form for comparing: host lower-case, default port, fragment and tracking parameters gone.

    The order of the parameters stays. What is no http(s) URL comes back stripped. Idempotent.
    """
    try:
        parsed = parse_url(url.strip())
    except (ValueError, UnicodeError):
        return url.strip()
    kept = [part for part in parsed.query.split("&") if part and not _TRACKING.match(part.split("=", 1)[0])]
    port = f":{parsed.port}" if parsed.port else ""
    query = f"?{'&'.join(kept)}" if kept else ""
    host = parsed.host.rstrip(".") or parsed.host
    return f"{parsed.scheme}://{host}{port}{parsed.path}{query}"


def host_of(url: str) -> str:
    """The canonical host of a URL; empty where it is none."""
    try:
        return parse_url(url).host
    except (ValueError, UnicodeError):
        return ""


@lru_cache(maxsize=65_536)
def registered_domain(host_or_url: str) -> str:
    """The domain that somebody registered (public suffix plus one label); the host where there is none.

    Private suffixes count (``one.blogspot.com`` is somebody's own), and a top-level domain that the list
    does not know is taken as a suffix (publicsuffix.org/list, the prevailing rule ``*``).
    """
    host = host_of(host_or_url) if "://" in host_or_url else host_or_url
    host = host.strip(".").lower()
    if not host or host.startswith("[") or host.replace(".", "").isdigit():
        return host
    found = _suffixes(host)
    if found.top_domain_under_public_suffix or found.suffix:
        return found.top_domain_under_public_suffix or host
    return ".".join(host.rsplit(".", 2)[-2:])


@lru_cache(maxsize=65_536)
def shared_suffix(domain: str) -> str:
    """The host under which anybody may have a site of their own (``blogspot.com`` for
    ``one.blogspot.com``); empty where the domain was bought."""
    found = _suffixes(domain)
    return str(found.suffix) if found.is_private else ""


def refang(text: str) -> str:
    """Undo what analysts do to keep links from being clicked: ``hxxps://www[.]example[.]org``."""
    text = text.strip().strip("<>\"'")
    for pattern, plain in _DEFANGED:
        text = pattern.sub(plain, text)
    return text


def defang(url: str) -> str:
    """Keep a link from being clicked by accident; ``refang`` undoes it."""
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url.replace(".", "[.]")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower().replace('http', 'hxxp')}://{host.replace('.', '[.]')}{slash}{path}"
