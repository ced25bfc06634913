"""What a landing page tells of its site: icon, analytics ids, theme, outbound domains, contacts, structure.

A pure reading of the markup that the archive holds. The forms of the ids are those that the services' own
documents give for pasting into a page.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable
from urllib.parse import unquote, unquote_to_bytes

from lxml import etree
from w3lib.encoding import html_to_unicode

from crawlers.html_text import parse_html, select
from crawlers.redirect_pages import READ_BYTES, is_html, read_header
from crawlers.words import words
from storage.items import Capture
from storage.site_facts import NOTHING, SiteFacts
from storage.urls import join_url, registered_domain

MOST = 100
"""Outbound domains, ids and contacts that are kept of a page."""
LEAST_TAGS = 12
"""A page with fewer different places for tags has a structure that many sites share."""
MOST_TAGS = 20_000

_IDS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (service, re.compile(pattern))
    for service, pattern in (
        ("google", r"\b(UA-\d{4,10}-\d{1,4})\b"),
        ("google", r"(?:gtag/js\?id=|['\"])((?:G|GT|DC)-[A-Z0-9]{6,14})\b"),
        ("google-ads", r"(?:gtag/js\?id=|['\"/])(AW-\d{6,14})\b"),
        ("google-tag-manager", r"\b(GTM-[A-Z0-9]{4,10})\b"),
        ("adsense", r"\b(?:ca-)?(pub-\d{10,20})\b"),
        ("yandex", r"mc\.yandex\.(?:ru|com)/(?:watch|pixel)/(\d{4,12})"),
        ("yandex", r"\bym\s*\(\s*(\d{4,12})\s*,\s*['\"]init['\"]"),
        ("yandex", r"Ya\.Metrika2?\s*\(\s*\{\s*['\"]?id['\"]?\s*:\s*['\"]?(\d{4,12})"),
        ("baidu", r"hm\.baidu\.com/h[ms]\.js\?([0-9a-f]{32})"),
        ("facebook", r"\bfbq\s*\(\s*['\"]init['\"]\s*,\s*['\"](\d{8,20})['\"]"),
        ("facebook", r"facebook\.com/tr\?(?:[^\"'<>\s]{0,80}[&;])?id=(\d{8,20})"),
        ("cloudflare", r"data-cf-beacon=[^<>]{0,200}?token(?:\"|&quot;)\s*:\s*(?:\"|&quot;)([0-9a-f]{32})"),
        ("51la", r"\bLA\.init\s*\(\s*\{\s*['\"]?id['\"]?\s*:\s*['\"]([\w-]{6,40})['\"]"),
        ("51la", r"js\.users\.51\.la/(\d{4,12})\.js"),
        (
            "cnzz",
            r"(?:cnzz|umeng)\.com/(?:z_stat|stat|core|c|web_stat)\.(?:php|js)\?"
            r"(?:[^\"'<>\s]{0,80}[&;])?(?:web_)?id=(\d{4,14})",
        ),
        ("vk", r"\b(VK-RTRG-\d{3,10}-\w{3,10})\b"),
        ("tiktok", r"\bttq\.load\s*\(\s*['\"]([A-Z0-9]{16,24})['\"]"),
        ("clarity", r"clarity\.ms/tag/([a-z0-9]{8,12})\b"),
        ("hotjar", r"\bhjid\s*:\s*(\d{5,10})"),
        ("liveinternet", r"counter\.yadro\.ru/hit;([\w-]{2,40})"),
        ("mailru", r"\b(?:_tmr\.push\s*\(\s*\{\s*id\s*:\s*['\"]|top-fwz1\.mail\.ru/counter\?id=)(\d{5,9})"),
        ("histats", r"Histats\.start['\"]\s*,\s*['\"]1,(\d{4,10}),"),
        ("statcounter", r"\bsc_project\s*=\s*(\d{4,10})"),
    )
)  # fmt: skip
_MATOMO_SITE = re.compile(r"['\"]setSiteId['\"]\s*,\s*['\"]?(\d{1,6})")
_MATOMO_PLACE = re.compile(
    r"(?:\bu\s*=\s*|setTrackerUrl['\"]\s*,\s*)(?:\(['\"]https:['\"][^\n]{0,80}\+\s*)?['\"](?:https?:)?//([\w.-]{4,100})"
)
_THEME = re.compile(
    r"/(?:wp-content/themes|zb_users/theme|usr/themes|templets|catalog/view/theme|sites/all/themes"
    r"|media/templates/site)/([\w.-]{1,60})/|Shopify\.theme\s*=\s*\{\s*\"name\"\s*:\s*\"([^\"]{1,60})\""
)
_MAIL = re.compile(r"[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}", re.IGNORECASE)
_NO_MAIL = re.compile(
    r"\.(png|jpe?g|gif|svg|webp|css|js)$|@(example\.(com|org|net)|sentry\.io)$", re.IGNORECASE
)
_IMPRINT = re.compile(
    r"\b(imprint|impressum|legal[- ]?notice|mentions[- ]?l[eé]gales|aviso[- ]?legal|note[- ]?legali"
    r"|colophon|colofon|about[- ]?us|contact(?:[- ]?us)?|kontakt|contacto|contatti)\b"
    r"|выходные данные|контакты|о нас|о проекте|редакция"
    r"|联系我们|聯絡我們|关于我们|關於我們|联系方式|版权声明",
    re.IGNORECASE,
)
_FEEDS = ("application/rss+xml", "application/atom+xml", "application/feed+json")
_WRITING = words(
    """
    a abbr b bdi bdo br cite code em font i img ins del mark p q s small span strike strong sub sup time u
    wbr script style noscript meta link template
    """
)
"""Tags that tell what is written on a page more than how it is built."""


def read_page_facts(capture: Capture, url: str) -> SiteFacts:
    """The facts of the page that the server sent; none where the body is no page."""
    if not is_html(capture) or not capture.body:
        return NOTHING
    try:
        markup = html_to_unicode(read_header(capture, "content-type"), capture.body[:READ_BYTES])[1]
    except (LookupError, ValueError):
        markup = capture.body[:READ_BYTES].decode("latin-1")
    return read_facts(markup, url)


def read_facts(markup: str, url: str, made_by: str = "page") -> SiteFacts:
    """The facts of a page of which ``url`` is the address, as sent or as it stood after script."""
    if not markup.strip():
        return NOTHING
    markup = markup[:READ_BYTES]
    root = parse_html(markup)
    base = next((join_url(url, str(each.get("href"))) for each in select(root, "//base[@href]")), "") or url
    icon, digest = _find_icon(root, base)
    targets = _list_targets(root, base)
    return SiteFacts(
        icon=icon,
        icon_sha256=digest,
        ids=_first(sorted(_list_ids(markup))),
        generator=_find_generator(root),
        theme=_find_theme(markup),
        outbound=_list_outbound(targets, url),
        contacts=_first(sorted(_list_mails(root, markup))),
        imprints=_first(
            dict.fromkeys(
                target for target, words in targets if _IMPRINT.search(words) and _is_near(target, url)
            )
        ),
        feed=_find_feed(root, base),
        skeleton=_draw_skeleton(root),
        made_by=made_by,
    )


def _first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(found)[:MOST]


def _list_ids(markup: str) -> set[str]:
    found = {f"{service}:{match[1]}" for service, pattern in _IDS for match in pattern.finditer(markup)}
    place = _MATOMO_PLACE.search(markup)
    if place and (site := _MATOMO_SITE.search(markup)):
        found.add(f"matomo:{place[1].lower()}/{site[1]}")
    return found


def _find_icon(root: etree._Element, base: str) -> tuple[str, str]:
    """The address of the first icon that the page names, and the digest of one that stands in it."""
    for element in select(root, "//link[@rel and @href]"):
        if "icon" not in str(element.get("rel")).lower().split():
            continue
        written = str(element.get("href")).strip()
        if written[:5].lower() == "data:":
            content = _read_data(written)
            return "", hashlib.sha256(content).hexdigest() if content else ""
        if target := join_url(base, written):
            return target, ""
    return "", ""


def _read_data(written: str) -> bytes:
    """The content of a ``data:`` URL (RFC 2397)."""
    head, _, rest = written.partition(",")
    if not head.lower().endswith(";base64"):
        return unquote_to_bytes(rest)
    try:
        return base64.b64decode(unquote(rest))
    except (binascii.Error, ValueError):
        return b""


def _find_generator(root: etree._Element) -> str:
    for element in select(root, "//meta[@name and @content]"):
        if str(element.get("name")).strip().lower() == "generator":
            return " ".join(str(element.get("content")).split())[:100]
    return ""


def _find_theme(markup: str) -> str:
    found = _THEME.search(markup)
    return (found[1] or found[2]) if found else ""


def _find_feed(root: etree._Element, base: str) -> str:
    for element in select(root, "//link[@type and @href]"):
        if str(element.get("type")).strip().lower() in _FEEDS:
            return join_url(base, str(element.get("href")))
    return ""


def _list_targets(root: etree._Element, base: str) -> list[tuple[str, str]]:
    """Where the page's links lead, with their words and address as one text."""
    found = []
    for element in select(root, "//a[@href]"):
        written = str(element.get("href"))
        if target := join_url(base, written):
            words = " ".join(map(str, element.itertext()))
            found.append((target, f"{words[:200]} {unquote(written)[-200:]}"))
    return found


def _list_outbound(targets: list[tuple[str, str]], url: str) -> tuple[str, ...]:
    domains = dict.fromkeys(registered_domain(target) for target, _ in targets)
    return _first(domain for domain in domains if domain and domain != registered_domain(url))


def _is_near(target: str, url: str) -> bool:
    return registered_domain(target) == registered_domain(url)


def _list_mails(root: etree._Element, markup: str) -> set[str]:
    """Addresses that the page links or shows."""
    linked = [str(each.get("href")) for each in select(root, "//a[starts-with(@href, 'mailto:')]")]
    linked = [unquote(each[7:].partition("?")[0]) for each in linked]
    shown = select(root, "//body")
    texts = ["".join(map(str, shown[0].itertext()))] if shown and "@" in markup else []
    found = {each.lower() for text in (*linked, *texts) for each in _MAIL.findall(text)}
    return {each for each in found if not _NO_MAIL.search(each)}


def _draw_skeleton(root: etree._Element) -> str:
    """A digest of the body's tags with classes, each kind of path once, writing left out.

    So two pages of one template have the same, however many paragraphs, rows or links each shows.
    """
    paths: dict[str, None] = {}
    body = next(iter(select(root, "//body")), None)
    if body is None:
        return ""
    stack: list[str] = []
    for number, (event, element) in enumerate(etree.iterwalk(body, events=("start", "end"))):
        if number > MOST_TAGS:
            break
        if not isinstance(element.tag, str) or element.tag in _WRITING:
            continue
        if event == "end":
            stack.pop()
            continue
        classes = sorted(
            name for name in str(element.get("class") or "").split() if not re.search(r"\d", name)
        )
        stack.append(".".join((element.tag, *classes)))
        paths.setdefault("/".join(stack[-40:]))
    if len(paths) < LEAST_TAGS:
        return ""
    return hashlib.sha256("\n".join(paths).encode()).hexdigest()[:32]
