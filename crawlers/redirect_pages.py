"""A page as a reader without script sees it, as far as it matters where it leads."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree
from w3lib.encoding import html_to_unicode

from crawlers.html_text import parse_html, read_element, select
from crawlers.redirect_moves import Move, resolve
from storage.items import Capture
from storage.urls import join_url, registered_domain

READ_BYTES = 1_000_000
"""How much of a page is looked at: a page that sends on does it near its beginning."""
THIN_TEXT = 400
"""A page that shows fewer characters may be there only to send on; one that shows more is read by people."""
EMPTY_TEXT = 40
MOST_ANCHORS = 8
"""A page with more links than that is there to be read."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a reader without script sees it. ``scripts`` is its inline script, handlers included.

    ``frame`` is the address of a frame that fills the window, ``onward`` that of the only link of a page
    that asks the visitor to go on by it; both as written, empty where there is none.
    """

    title: str = ""
    language: str = ""
    text: str = ""
    canonical: str = ""
    base: str = ""
    metas: tuple[tuple[str, bool], ...] = ()
    scripts: str = ""
    has_script: bool = False
    has_frame: bool = False
    frame: str = ""
    onward: str = ""

    @property
    def is_thin(self) -> bool:
        """Whether there is so little to read that the page may be a mere stage on the way."""
        return len(self.text) < THIN_TEXT

    @property
    def is_empty(self) -> bool:
        """Whether there is hardly anything to read."""
        return len(self.text) < EMPTY_TEXT


_HTML_TYPES = ("text/html", "application/xhtml+xml")
_MARKUP = re.compile(rb"<(!doctype html|html|head|body|meta|script|title)\b", re.IGNORECASE)
_SCRIPT_TYPES = re.compile(r"\s*(?:|module|(?:text|application)/(?:x-)?(?:java|ecma)script\b.*)\s*", re.I)
_NOT_SHOWN = ("template", "textarea", "noembed", "noframes", "svg", "xmp")
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)", re.I
)
_WIDE = re.compile(r"(?<![-\w])width\s*:\s*100(?:%|d?vw)|(?<!\w)inset\s*:\s*0|(?<!\w)right\s*:\s*0", re.I)
_HIGH = re.compile(
    r"(?<![-\w])height\s*:\s*100(?:%|[dsl]?vh)|(?<!\w)inset\s*:\s*0|(?<!\w)bottom\s*:\s*0", re.I
)
_FRAME_RULE = re.compile(r"\biframe\b[^{}]{0,200}\{([^{}]{0,1000})\}", re.I)
_SIZE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(%?)")
_GO_ON = re.compile(
    r"\bcontinu(?:e|er|ar|a)\b(?! (?:reading|lendo|leyendo))|\bproceed\b|\bleav(?:e|ing)\b|\bredirect"
    r"|\bexternal (?:site|link|page)"
    r"|\b(?:go|taken|moved?) to (?:the |this |another )?(?:link|site|page|website)"
    r"|\bweiter(?:leit|gehen|zu)|\bverlassen"
    r"|\bquitte[zr]\b|\bsaliendo\b|\babandon|\bsalir\b|продолж|перейти|покида|переход|继续|繼續|即将|即將|离开|離開"
    r"|跳转|跳轉|前往|访问|訪問|続ける|移動し|계속|이동",
    re.IGNORECASE,
)


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
    return parse_page(markup, url)


def parse_page(markup: str, url: str) -> Page:
    """The page that ``markup`` makes at ``url``."""
    root = parse_html(markup)
    base = next((join_url(url, found) for found in _attributes(root, "//base[@href]", "href")), "") or url
    scripts = [one for one in select(root, "//script[not(@src)]") if _runs(one)]
    inline = [one.text or "" for one in scripts] + _attributes(root, "//body[@onload]", "onload")
    titles = [" ".join("".join(_strings(element)).split()) for element in select(root, "//title")]
    languages = _attributes(root, "//html[@lang]", "lang") or _attributes(root, "//html", "xml:lang")
    canonical = _attributes(
        root, "//link[contains(concat(' ', normalize-space(@rel), ' '), ' canonical ')]", "href"
    )
    text = read_element(root, url).text
    return Page(
        title=next((title for title in titles if title), "")[:500],
        language=next(iter(languages), "")[:35],
        text=text,
        canonical=join_url(base, canonical[0]) if canonical else "",
        base=base,
        metas=tuple(list_metas(root)),
        scripts="\n".join(inline),
        has_script=bool(select(root, "//script")),
        has_frame=bool(select(root, "//frame | //iframe")),
        frame=_find_frame(root),
        onward=_find_onward(root, url, base) if len(text) < THIN_TEXT and _GO_ON.search(text) else "",
    )


def find_stage(page: Page, url: str) -> Move | None:
    """How a page that is a mere stage hands a visitor on without script: by a frame, by its only link."""
    if page.frame and page.is_empty:
        target, note = resolve(page.base or url, page.frame)
        return Move("frame", target, "frame[src]", note) if target else None
    if page.onward:
        return Move("interstitial", page.onward, "a[href]", "the page's only link; nobody clicked it")
    return None


def list_metas(root: etree._Element) -> list[tuple[str, bool]]:
    """The content of every refreshing meta element, and whether it is for visitors without script."""
    found: list[tuple[str, bool]] = []
    for element in select(root, "//meta[@http-equiv]"):
        if (element.get("http-equiv") or "").strip().lower() == "refresh":
            above = {str(one.tag).lower() for one in element.iterancestors()}
            if above.isdisjoint(_NOT_SHOWN):
                found.append((element.get("content") or "", "noscript" in above))
    return found


def _runs(script: etree._Element) -> bool:
    above = {str(one.tag).lower() for one in script.iterancestors()}
    return bool(_SCRIPT_TYPES.fullmatch(script.get("type") or "")) and above.isdisjoint(
        {*_NOT_SHOWN, "noscript"}
    )


def _find_frame(root: etree._Element) -> str:
    """The source of the frame that fills the window, as written."""
    sets = select(root, "//frameset")
    if sets:
        frames = [one for one in select(root, "//frameset/frame") if (one.get("src") or "").strip()]
        sizes = _read_sizes(sets[0].get("cols") or sets[0].get("rows") or "")
        ranked = sorted(
            enumerate(frames), key=lambda one: -(sizes[one[0]] if one[0] < len(sizes) else 0.0)
        )  # stable: the first of equals
        return (ranked[0][1].get("src") or "").strip() if ranked else ""
    rules = "".join(found[1] for found in _FRAME_RULE.finditer("".join(_texts(root, "//style"))[:100_000]))
    filling = [
        (frame.get("src") or "").strip() for frame in select(root, "//iframe[@src]") if _fills(frame, rules)
    ]
    return filling[0] if len(filling) == 1 else ""


def _fills(frame: etree._Element, rules: str) -> bool:
    style = f"{frame.get('style') or ''};{rules}"
    sizes = [(frame.get(name) or "").strip() for name in ("width", "height")]
    if _HIDDEN.search(style) or frame.get("hidden") is not None or any(size in ("0", "1") for size in sizes):
        return False
    wide = bool(_WIDE.search(style)) or sizes[0] == "100%"
    return wide and (bool(_HIGH.search(style)) or sizes[1] == "100%")


def _read_sizes(text: str) -> list[float]:
    """The sizes of a frameset's rows or columns, in percent; a pixel counts as a tenth of one."""
    parts = [_SIZE.match(part) for part in text.split(",")]
    known = [None if part is None else float(part[1]) / (1 if part[2] else 10) for part in parts]
    rest = max(0.0, 100.0 - sum(size for size in known if size is not None))
    return [rest if size is None else size for size in known]


def _find_onward(root: etree._Element, url: str, base: str) -> str:
    """Where the only link of the page to another site leads, on a page of few links."""
    anchors = select(root, "//a[@href]")
    if len(anchors) > MOST_ANCHORS:
        return ""
    home = registered_domain(url)
    targets = {join_url(base, one.get("href") or "") for one in anchors}
    outward = {target for target in targets if target and registered_domain(target) != home}
    return outward.pop() if len(outward) == 1 else ""


def _attributes(root: etree._Element, xpath: str, name: str) -> list[str]:
    return [str(value) for element in select(root, xpath) if (value := element.get(name))]


def _texts(root: etree._Element, xpath: str) -> list[str]:
    return [element.text or "" for element in select(root, xpath)]


def _strings(element: etree._Element) -> list[str]:
    return [str(text) for text in element.itertext()]
