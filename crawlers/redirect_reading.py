"""What a response says about going on elsewhere, as far as plain reading can see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from lxml import etree
from w3lib.encoding import html_to_unicode

from crawlers.html_text import parse_html, read_element, select
from storage.items import Capture
from storage.urls import join_url

READ_BYTES = 1_000_000
"""How much of a page is looked at: a page that sends on does it near its beginning."""
THIN_TEXT = 400
"""A page that shows fewer characters may be there only to send on; one that shows more is read by people."""
EMPTY_TEXT = 40
LONGEST_DELAY_S = 60.0
"""A page that reloads itself or moves on later than that is read first: it is where a visitor arrives."""

MoveKind = Literal["http", "refresh_header", "meta_refresh", "script"]


@dataclass(frozen=True, slots=True)
class Move:
    """How a response sends on. ``target`` is empty where it names no http(s) address; ``where`` is the
    place in the record, ``note`` what is odd about it."""

    kind: MoveKind
    target: str
    where: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader without script sees it. ``scripts`` is its inline script, handlers included."""

    title: str = ""
    language: str = ""
    text: str = ""
    canonical: str = ""
    base: str = ""
    metas: tuple[tuple[str, bool], ...] = ()
    scripts: str = ""
    has_script: bool = False
    has_frame: bool = False

    @property
    def is_thin(self) -> bool:
        """Whether there is so little to read that the page may be a mere stage on the way."""
        return len(self.text) < THIN_TEXT


_REFRESH = re.compile(r"\s*(\d*(?:\.\d*)?)(?:\s*[;,]\s*|\s+|$)(?:url\s*=\s*)?(.*)", re.IGNORECASE | re.DOTALL)
_WINDOW = r"(?<![\w$.\-])(?:(?:window|document|self|top|parent|globalThis)\s{0,9}\.\s{0,9}){0,4}"
_LOCATION = rf"{_WINDOW}location"
_STRING = r"(?P<quote>['\"`])(?P<target>(?:\\.|(?!(?P=quote))[^\\\n])*)(?P=quote)\s*(?P<after>[;)}\n,<]|$)"
_MOVES = (
    re.compile(rf"{_LOCATION}(?:\s*\.\s*href|\s*\[\s*['\"]href['\"]\s*\])?\s*=\s*{_STRING}"),
    re.compile(
        rf"{_LOCATION}\s*(?:\.\s*(?:replace|assign)|\[\s*['\"](?:replace|assign)['\"]\s*\])\s*\(\s*{_STRING}"
    ),
    re.compile(rf"{_WINDOW}open\s*\(\s*{_STRING}(?<=,)\s*['\"]_(?:self|top|parent)['\"]"),
)
_RUN = re.compile(rf"\b(?:setTimeout|setInterval|eval)\s*\(\s*{_STRING}")
_WRITE = re.compile(rf"\bdocument\s*\.\s*write(?:ln)?\s*\(\s*{_STRING}")
_WOULD_MOVE = re.compile(
    r"\blocation\b\s*(?:\.\s*(?:href|replace|assign|pathname|host)|\[|=(?!=))|\.submit\s*\(|http-equiv"
    r"|\bhistory\s*\.\s*(?:go|pushState|replaceState)|\.click\s*\(\s*\)|['\"]location['\"]"
    r"|\bopen\s*\([^()\n]{0,500},\s*['\"]_(?:self|top|parent)|\b(?:eval|atob|fromCharCode)\s*\(",
    re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_HTML_TYPES = ("text/html", "application/xhtml+xml")
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|meta|script|title)\b", re.IGNORECASE)


def read_header(capture: Capture, name: str) -> str:
    """The first value of a header that is not empty; UTF-8 where its bytes are that."""
    wanted = name.lower()
    for key, value in capture.headers:
        if key.lower() == wanted and value.strip():
            try:
                return value.strip().encode("latin-1").decode()
            except UnicodeError:
                return value.strip()
    return ""


def is_html(capture: Capture) -> bool:
    """Whether a browser would show the body as a page."""
    named = read_header(capture, "content-type").partition(";")[0].strip().lower()
    return named in _HTML_TYPES or (not named and bool(_MARKUP.search(capture.body[:2048])))


def read_page(capture: Capture, url: str) -> Page:
    """The page in ``capture``, whose address is ``url``; an empty one if the body is none."""
    if not is_html(capture) or not capture.body:
        return Page()
    try:
        markup = html_to_unicode(read_header(capture, "content-type"), capture.body[:READ_BYTES])[1]
    except (LookupError, ValueError):
        markup = capture.body[:READ_BYTES].decode("latin-1")
    root = parse_html(markup)
    base = next((join_url(url, found) for found in _attributes(root, "//base[@href]", "href")), "") or url
    inline = [element.text or "" for element in select(root, "//script[not(@src)]")]
    inline += _attributes(root, "//body[@onload]", "onload")
    titles = [" ".join("".join(_strings(element)).split()) for element in select(root, "//title")]
    languages = _attributes(root, "//html[@lang]", "lang") or _attributes(root, "//html", "xml:lang")
    canonical = _attributes(
        root, "//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]", "href"
    )
    return Page(
        title=next((title for title in titles if title), "")[:500],
        language=next(iter(languages), "")[:35],
        text=read_element(root, url).text,
        canonical=join_url(base, canonical[0]) if canonical else "",
        base=base,
        metas=tuple(_list_metas(root)),
        scripts="\n".join(inline),
        has_script=bool(select(root, "//script")),
        has_frame=bool(select(root, "//frame | //iframe")),
    )


def find_move(capture: Capture, url: str, page: Page) -> Move | None:
    """How the response sends a visitor of ``url`` on; ``None`` if it does not, as far as can be read.

    In the order in which a browser would act: status and ``Location`` (RFC 9110, 10.2.2), ``Refresh`` as
    header and as meta element (WHATWG HTML, "shared declarative refresh steps"), whatever the status,
    script, at last what stands there for visitors without script.
    """
    if 300 <= capture.status < 400 and capture.status != 304:
        location = read_header(capture, "location")
        if not location:
            return Move("http", "", "/headers/location", f"status {capture.status} without a Location")
        return Move("http", join_url(url, location), "/headers/location", _tell_oddity(capture, location))
    refresh = read_header(capture, "refresh")
    if refresh and (move := _read_refresh("refresh_header", refresh, url, "/headers/refresh")):
        return move
    plain = [content for content, is_fallback in page.metas if not is_fallback]
    fallback = [content for content, is_fallback in page.metas if is_fallback]
    for content in plain:
        if move := _read_refresh("meta_refresh", content, url, "meta[http-equiv=refresh]", page.base):
            return move
    if capture.status >= 400:
        return None
    if page.is_thin and (move := _find_script_move(page, url)):
        return move
    for content in fallback:
        if move := _read_refresh(
            "meta_refresh", content, url, "noscript meta[http-equiv=refresh]", page.base
        ):
            return move
    return None


def wants_browser(page: Page) -> bool:
    """Whether script would move a visitor on, or show what plain reading does not see."""
    if not page.is_thin:
        return False
    moves = bool(_WOULD_MOVE.search(page.scripts))
    empty = len(page.text) < EMPTY_TEXT
    return moves or (empty and (page.has_script or page.has_frame))


def _attributes(root: etree._Element, xpath: str, name: str) -> list[str]:
    return [str(value) for element in select(root, xpath) if (value := element.get(name))]


def _strings(element: etree._Element) -> list[str]:
    return [str(text) for text in element.itertext()]


def _list_metas(root: etree._Element) -> list[tuple[str, bool]]:
    """The content of every refreshing meta element, and whether it is for visitors without script."""
    found: list[tuple[str, bool]] = []
    for element in select(root, "//meta[@http-equiv]"):
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            fallback = any(str(above.tag).lower() == "noscript" for above in element.iterancestors())
            found.append((element.get("content") or "", fallback))
    return found


def _read_refresh(kind: MoveKind, content: str, url: str, where: str, base: str = "") -> Move | None:
    parts = _REFRESH.fullmatch(content)
    if parts is None:
        return None
    delay, rest = parts[1], parts[2].strip()
    if rest[:1] in ("'", '"'):
        rest = rest[1:].partition(rest[0])[0]
    seconds = float(delay) if delay.strip(".") else 0.0
    target = join_url(base or url, rest) if rest else ""
    if not rest or seconds > LONGEST_DELAY_S or _is_same(target, url):
        return None
    return Move(kind, target, where, f"after {seconds:g} s" if seconds else _tell_app(rest, target))


def _find_script_move(page: Page, url: str) -> Move | None:
    """A move to a literal address; a computed one is left to the browser."""
    for script in (page.scripts, *_list_strings(_RUN, page.scripts)):
        for pattern in _MOVES:
            for found in pattern.finditer(script):
                written = _read_string(found)
                target = join_url(page.base or url, written) if written else ""
                if target and not _is_same(target, url) and not written.startswith("#"):
                    return Move("script", target, "script", found[0][:80])
    for markup in _list_strings(_WRITE, page.scripts):
        for content, _ in _list_metas(parse_html(markup)):
            if move := _read_refresh("meta_refresh", content, url, "script: document.write", page.base):
                return move
    return None


def _list_strings(pattern: re.Pattern[str], script: str) -> list[str]:
    """The literal strings that a script gives to a function, as the function gets them."""
    return [text for found in pattern.finditer(script) if (text := _read_string(found))]


def _read_string(found: re.Match[str]) -> str:
    """A string literal's value; empty where it is a template that script fills."""
    text = _ESCAPE.sub(_unescape, found["target"])
    return "" if found["quote"] == "`" and "${" in text else text


def _unescape(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code is None:
        return {"n": "\n", "r": "\r", "t": "\t"}.get(found[4], found[4])
    return chr(min(int(code, 16), 0x10FFFF))


def _is_same(target: str, url: str) -> bool:
    return target.partition("#")[0] == url.partition("#")[0]


def _tell_oddity(capture: Capture, location: str) -> str:
    values = {value.strip() for key, value in capture.headers if key.lower() == "location"}
    several = f"{len(values)} different Location headers" if len(values) > 1 else ""
    return several or _tell_app(location, join_url(capture.url, location))


def _tell_app(written: str, target: str) -> str:
    if target:
        return ""
    scheme = re.match(r"([a-z][a-z0-9+.-]{0,30}):", written, re.IGNORECASE)
    return f"leads to an address of scheme {scheme[1].lower()!r}" if scheme else "the address cannot be read"
