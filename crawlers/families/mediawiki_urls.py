"""Users of wikis by URL: user, talk and contributions pages in the languages of the large wikis.

Sources: mediawiki.org (Manual:Namespace, Help:User contributions, API:Main page), MediaWiki's
``languages/messages`` for the names of namespaces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from crawlers.address import Address, split_address
from storage.items import Watched

FARMS = (
    "wikipedia.org", "wikimedia.org", "wiktionary.org", "wikinews.org", "wikiquote.org", "wikibooks.org",
    "wikisource.org", "wikiversity.org", "wikivoyage.org", "wikidata.org", "mediawiki.org",
)  # fmt: skip
FANDOM = "fandom.com"
_USER = (
    "user|user talk|user blog|benutzer|benutzerin|benutzer diskussion|utilisateur|utilisatrice|discussion "
    "utilisateur|usuario|usuaria|usuario discusión|usuário|usuária|utente|участник|участница|обсуждение "
    "участника|користувач|用户|用戶|使用者|用户讨论|使用者討論|利用者|利用者‐会話|사용자|사용자토론|کاربر|"
    "مستخدم|kullanıcı|gebruiker|użytkownik|pengguna|thành viên"
)
_SPECIAL = (
    "special:contributions|special:contribs|spezial:beiträge|spécial:contributions|especial:contribuciones|"
    "especial:contribuições|speciale:contributi|служебная:вклад|спеціальна:внесок|special:用户贡献|特殊:用户贡献|"
    "特殊:使用者貢獻|特別:投稿記録|특수:기여|ویژه:مشارکت‌ها|özel:katkılar|speciaal:bijdragen|specjalna:wkład"
)
_PAGE = re.compile(rf"(?:{_SPECIAL})/(?P<who>[^/#]+)|(?:{_USER}):(?P<user>[^/#]+)", re.IGNORECASE)
_CONTRIBUTIONS = re.compile(rf"(?:{_SPECIAL})/?", re.IGNORECASE)
_NAME = re.compile(r"[^\s<>\[\]{}|#/:][^<>\[\]{}|#/]{0,234}")


@dataclass(frozen=True, slots=True)
class Wiki:
    """A wiki and one of its users: ``script`` is the folder of ``index.php`` and ``api.php``."""

    host: str
    script: str
    user: str
    scheme: str = "https"

    @property
    def base(self) -> str:
        """The address of the folder."""
        return f"{self.scheme}://{self.host}{self.script}"

    @property
    def url(self) -> str:
        """The user's page, by an address that works on every wiki."""
        return f"{self.base}/index.php?title=User:{quote(self.user.replace(' ', '_'), safe='')}"


def recognise_user(url: str, platform: str) -> Watched | None:
    """A user of a known wiki farm; elsewhere a contributions page or ``index.php?title=User:…``; any user
    page behind ``KEY:``."""
    written = url.strip()
    asked = written.lower().startswith(f"{platform}:")
    address = split_address(written[len(platform) + 1 :].removeprefix("//") if asked else written)
    if address is None:
        return None
    wiki = _read_wiki(address, asked)
    if wiki is None:
        return None
    return Watched(
        platform=platform,
        key=f"{wiki.host}/{wiki.user}",
        url=wiki.url,
        handle=wiki.user,
        host=wiki.host,
    )


def read_watched(watched: Watched) -> Wiki:
    """The wiki and user of a watched account's address, as ``recognise_user`` wrote it."""
    parts = urlsplit(watched.url)
    user = re.sub(r"^.*?title=User:", "", parts.query)
    address = split_address(watched.url)
    named = dict(address.query).get("title", "") if address else user
    script = parts.path.removesuffix("/index.php")
    return Wiki(parts.netloc, script, _tidy(named.partition(":")[2]) or watched.handle, parts.scheme)


def _read_wiki(address: Address, asked: bool) -> Wiki | None:
    is_farm = address.host.endswith(FARMS) or address.host.endswith(f".{FANDOM}")
    title = address.asked("title")
    by_script = bool(title) and address.path.endswith("/index.php")
    if not by_script:
        title = "/".join(address.segments[1:] if address.segments[:1] == ("wiki",) else address.segments)
        if address.segments[:1] != ("wiki",) and not (asked or is_farm):
            return None
    found = _PAGE.match(title.replace("_", " "))
    user = (found["who"] or found["user"]) if found else ""
    if not user and _CONTRIBUTIONS.fullmatch(title.replace("_", " ")):
        user = address.asked("target")
    user = _tidy(user)
    is_plain = bool(found and found["user"]) and not by_script
    if not _NAME.fullmatch(user) or (is_plain and not (asked or is_farm)):
        return None
    script = address.path.removesuffix("/index.php") if by_script else ""
    if not by_script:
        script = "" if address.host.endswith(f".{FANDOM}") else "/w"
    return Wiki(address.host, script, user, address.scheme if by_script else "https")


def _tidy(name: str) -> str:
    """A user's name as wikis write it: blanks for underscores, the first letter large."""
    name = " ".join(name.replace("_", " ").split())
    return name[:1].upper() + name[1:]
