"""Shims: addresses that only lead on to another one, which stands in them for everybody to read.

Leaving pages of platforms, search engines' and advertisers' counters, mail filters, translators, AMP caches
and web archives. Reading the address needs no network and tells the same every time; what is opaque (t.co,
bit.ly) is no shim and has to be followed. Sources: the platforms' own pages; the rules of the public
ClearURLs and "skip redirect" lists for what those pages are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from storage.shim_wrappers import GOOGLE, read_target, unwrap_special
from storage.urls import Url, parse_url


@dataclass(frozen=True, slots=True)
class Shim:
    """``host`` and all below it, paths that begin with ``path``, and the parameter that holds the target.

    An empty ``parameter``: the whole query is the target. ``encoding`` is that of percent escapes that are no
    UTF-8. An empty ``host``: forum software on any host, by the end of the path.
    """

    host: str
    path: str
    parameter: str = ""
    encoding: str = "utf-8"


def _each(text: str) -> tuple[Shim, ...]:
    rows = (line.split() for line in text.strip().splitlines())
    return tuple(Shim(host, path, *rest) for host, path, *rest in rows)


PLATFORMS = _each(
    """
    facebook.com /l.php u
    facebook.com /flx/warn u
    messenger.com /l.php u
    l.instagram.com / u
    l.threads.com / u
    l.threads.net / u
    l.wl.co /l u
    youtube.com /redirect q
    x.com /i/redirect url
    twitter.com /i/redirect url
    x.com /safety/unsafe_link_warning unsafe_link
    twitter.com /safety/unsafe_link_warning unsafe_link
    vk.com /away.php to windows-1251
    vk.ru /away.php to windows-1251
    ok.ru /dk st.link
    linkedin.com /redir/redirect url
    linkedin.com /safety/go url
    out.reddit.com / url
    pinterest.com /offsite url
    tiktok.com /link/v2 target
    medium.com /r url
    livejournal.com /away to
    quora.com /_/redirect url
    t.umblr.com /redirect z
    disq.us /url url
    dzen.ru /away to
    liveinternet.ru /journal_proc.php url
    gate.sc / url
    exit.sc / url
    go.bsky.app /redirect u
    t.me /iv url
    telegram.me /iv url
    steamcommunity.com /linkfilter url
    steamcommunity.com /linkfilter u
    slack-redir.net /link url
    getpocket.com /redirect url
    flipboard.com /redirect url
    weibo.cn /sinaurl u
    weibo.com /sinaurl u
    link.zhihu.com / target
    douban.com /link2 url
    bdimg.com /safecheck url
    tieba.baidu.com /safecheck url
    tieba.baidu.com /mo/q/checkurl url
    link.csdn.net / target
    link.juejin.cn / target
    jianshu.com /go-wild url
    link.jianshu.com / t
    gitee.com /link target
    c.pc.qq.com /middle pfurl
    c.pc.qq.com /middlem pfurl
    c.pc.qq.com /middleb pfurl
    c.pc.qq.com /ios url
    docs.qq.com /scenario/link.html url
    mail.qq.com /cgi-bin/readtemplate gourl
    yuque.com /r/goto url
    oschina.net /action/GoToLink url
    sspai.com /link target
    leetcode.cn /link target
    hd.nowcoder.com /link.html target
    developer.aliyun.com /redirect target
    app.yinxiang.com /OutboundRedirect.action dest
    """
)
COUNTERS = _each(
    """
    google.com /url url
    google.com /url q
    translate.google.com /translate u
    googleadservices.com /pagead/aclk adurl
    doubleclick.net /pcs/click adurl
    yandex.ru /clck/jsredir url
    translate.yandex.ru /translate url
    translate.yandex.com /translate url
    duckduckgo.com /l uddg
    redirect.viglink.com / u
    go.redirectingat.com / url
    go.skimresources.com / url
    click.linksynergy.com /deeplink murl
    awin1.com /cread.php ued
    shareasale.com /r.cfm urllink
    rover.ebay.com /rover mpre
    safelinks.protection.outlook.com / url
    statics.teams.cdn.office.net /evergreen-assets/safelinks url
    linkprotect.cudasvc.com /url a
    clicktime.symantec.com / u
    href.li /
    anonym.to /
    anon.to /
    dereferer.me /
    nullrefer.com /
    anonymz.com /
    blankrefer.com /
    deviantart.com /outgoing
    blog.51cto.com /transfer
    ad.doubleclick.net /ddm/clk
    anrdoezrs.net / url
    dpbolvw.net / url
    jdoqocy.com / url
    kqzyfj.com / url
    tkqlhce.com / url
    """
)
FORUMS = (
    Shim("", "/proxy.php", "link"),
    Shim("", "/redirect-to/", "redirect"),
    Shim("", "/clicks/track", "url"),
    Shim("", "/home/leaving", "target"),
    Shim("", "/home/leaving", "Target"),
    Shim("", "/go"),
)
"""Leaving pages of XenForo, vBulletin, Discourse, Vanilla and uCoz, wherever they run."""

SHIMS = (*PLATFORMS, *COUNTERS, *FORUMS)


def unwrap_shim(url: str) -> str | None:
    """Where a shim leads, read from the address alone; ``None`` if it is none, or holds no web address."""
    try:
        parsed = parse_url(url)
    except (ValueError, UnicodeError):
        return None
    for shim in (*_at(parsed.host), *FORUMS):
        if _fits(shim, parsed) and (target := _read(shim, parsed)):
            return target
    return unwrap_special(parsed)


def _at(host: str) -> tuple[Shim, ...]:
    """The shims of a host: those of its own name first, then of the names above it."""
    found: tuple[Shim, ...] = _by_host()["google.com"] if GOOGLE.search(host) else ()
    while host:
        found += _by_host().get(host, ())
        host = host.partition(".")[2]
    return found


@cache
def _by_host() -> Mapping[str, tuple[Shim, ...]]:
    found: dict[str, tuple[Shim, ...]] = {}
    for shim in (*PLATFORMS, *COUNTERS):
        found[shim.host] = (*found.get(shim.host, ()), shim)
    return found


def _fits(shim: Shim, parsed: Url) -> bool:
    if not shim.host:
        return parsed.path.endswith(shim.path.rstrip("/")) or parsed.path.endswith(shim.path)
    return (
        shim.path == "/"
        or parsed.path == shim.path
        or parsed.path.startswith((f"{shim.path}/", f"{shim.path}."))
    )


def _read(shim: Shim, parsed: Url) -> str | None:
    """The target that a shim's parameter, or its whole query, holds."""
    if not shim.parameter:
        target = read_target(parsed.query)
        kept = target and parsed.fragment and "#" not in target
        return f"{target}#{parsed.fragment}" if kept else target
    for part in parsed.query.split("&"):
        name, _, value = part.partition("=")
        if unquote(name) == shim.parameter and (target := read_target(_decode(value, shim))):
            return target
    return None


def _decode(value: str, shim: Shim) -> str:
    """A parameter's value; what is no UTF-8 is taken for the encoding that the platform once wrote."""
    plain = value.replace("+", " ")
    try:
        text = unquote(plain, errors="strict")
    except UnicodeDecodeError:
        text = unquote(plain, encoding=shim.encoding, errors="replace")
    return text.rpartition(":")[0] if shim.host == "disq.us" and _has_checksum(text) else text


def _has_checksum(text: str) -> bool:
    """Whether Disqus's checksum stands behind the address."""
    tail = text.rpartition(":")[2]
    return 20 <= len(tail) <= 40 and tail.replace("-", "").replace("_", "").isalnum()
