"""The operation's own sites: one offer under several domains, of which only some answer at a time.

Every invented domain ends in ``.example`` (RFC 2606), so that no real site is ever named.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.operation.articles import ARTICLES
from sandbox.operation.items import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A landing site. In phase 1 ``domains[0]`` and ``[1]`` answer; in phase 2 ``[2]`` and later answer,
    ``[0]`` redirects to ``[2]`` and ``[1]`` knows nothing any more."""

    id: str
    name: str
    language: Language
    domains: tuple[str, ...]
    slugs: tuple[str, ...]
    operation: bool = True

    def active(self, phase: int) -> tuple[str, ...]:
        """The domains that show the site in ``phase``."""
        if not self.operation:
            return self.domains
        return self.domains[:2] if phase == 1 else self.domains[2:]

    def moved(self, phase: int) -> tuple[str, ...]:
        """The domains that redirect to the site in ``phase``."""
        return self.domains[:1] if self.operation and phase > 1 else ()


SITES: tuple[Site, ...] = (
    Site(id="lanwan-insight", name="Lanwan Insight", language="en",
         domains=("lanwan-insight.example", "lanwaninsight-news.example", "lanwan-insight-online.example",
                  "read-lanwan.example"),
         slugs=("a-city-that-works", "the-ferry-they-fear", "letters-from-the-pier")),
    Site(id="bay-observer", name="Azure Bay Observer", language="en",
         domains=("azurebayobserver.example", "bay-observer-daily.example", "azurebay-observer2.example"),
         slugs=("morning-star-ledger", "professor-of-two-minds")),
    Site(id="strait-review", name="Strait Policy Review", language="en",
         domains=("straitpolicyreview.example", "strait-policy.example", "straitreview-global.example"),
         slugs=("export-of-accusation", "housing-the-numbers")),
    Site(id="haifeng", name="海风时评", language="zh-Hans",
         domains=("haifengshiping.example", "haifeng-sp.example", "haifeng2026.example", "hfsp-wang.example"),
         slugs=("qiao-he-diren", "diantai-zai-shuo-shenme", "jiaocai-zhangben")),
    Site(id="lanwan-window", name="兰湾之窗", language="zh-Hans",
         domains=("lanwanzhichuang.example", "lwzc-news.example", "lanwanchuang.example"),
         slugs=("duchuan-xin-hangxian", "chenxing-jijinhui")),
    Site(id="gangwan-voice", name="港灣聲音", language="zh-Hant",
         domains=("gangwanvoice.example", "gangwan-shengyin.example", "gwsy-tw.example"),
         slugs=("dianli-chuangjilu", "daqiao-tongche")),
)  # fmt: skip
ORDINARY: tuple[Site, ...] = (
    Site(id="harbour-daily", name="The Harbour Daily", language="en", operation=False,
         domains=("www.harbourdaily.example",),
         slugs=("news/ferry-timetable-june", "news/seals-northern-coast", "news/tram-depot-swimming-hall",
                "culture/lighthouse-season")),
    Site(id="north-gazette", name="North Coast Gazette", language="en", operation=False,
         domains=("gazette.northcoast.example",), slugs=("2026/sled-dog-derby", "2026/mushroom-walks")),
    Site(id="videos", name="YouTube", language="en", operation=False, domains=("www.youtube.com",),
         slugs=("watch?v=q3Fz81LmTtA", "watch?v=Zb7KcP0waXs")),
    Site(id="encyclopaedia", name="Wikipedia", language="en", operation=False, domains=("en.wikipedia.org",),
         slugs=("wiki/Lighthouse", "wiki/Sourdough", "wiki/Bookbinding")),
    Site(id="old-town", name="老街生活志", language="zh-Hans", operation=False,
         domains=("laojie.huaishu.example",), slugs=("posts/guihuagao", "posts/erhu-jiaoshi")),
)  # fmt: skip


def address_of(site: Site, domain: str, slug: str) -> str:
    """The URL of one piece on ``domain``."""
    return f"https://{domain}/a/{slug}.html" if site.operation else f"https://{domain}/{slug}"


def find_site(url: str, sites: tuple[Site, ...] = SITES + ORDINARY) -> Site | None:
    """The site that has this URL's host among its domains."""
    host = urlsplit(url).hostname or ""
    return next((site for site in sites if host in site.domains), None)


def piece_of(site: Site, slug: str) -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs of one piece: the operation's are of its list, in the order of the slugs."""
    fitting = [article for article in ARTICLES if article[1][:2] == site.language[:2]]
    _, _, title, paragraphs = fitting[(site.slugs.index(slug) + len(site.id)) % len(fitting)]
    if site.operation:
        return f"{title} · {slug.replace('-', ' ')}", paragraphs
    name = slug.rpartition("/")[2].replace("-", " ").capitalize()
    return name, (f"{name}, in the {site.name}.", f"Everything about {name.lower()} that fits on a page.")
