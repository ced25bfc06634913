"""What LiveJournal tells of a journal's owner: FOAF at ``/data/foaf``.

Source: LiveJournal's published server code (``create_view_foaf``), xmlns.com/foaf/spec, and Yandex' ``ya``
terms in it. Persons are ``foaf:Person``, communities ``foaf:Group``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml import etree

from crawlers.families.feed_parsing import refuse_entities
from crawlers.families.feed_sites import ACCEPT, read_no_feed
from crawlers.families.livejournal_feed import explain, spell_home
from crawlers.html_text import absolute, read_html
from crawlers.platform import Fetch, Reading, Unreadable
from crawlers.refusals import follow_move, report
from crawlers.times import parse_time
from storage.items import Account, Capture, Link, Watched

_FOAF = "{http://xmlns.com/foaf/0.1/}"
_LJ = "{http://www.livejournal.org/rss/lj/1.0/}"
_YA = "{http://blogs.yandex.ru/schema/foaf/}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
MOST_INTERESTS = 150


def read_foaf(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The owner as account, and then the feed where it has not been asked yet.

    FOAF that is missing or cannot be read says nothing of the journal: its feed describes it then.
    """
    if problem := explain(capture, watched):
        yield problem
        return
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    described = False
    if problem := read_no_feed(capture, watched):
        if problem.kind in ("rate_limited", "challenge", "geo_blocked"):
            yield problem
            return
    else:
        try:
            yield _read_owner(_parse(capture.body), capture, watched)
            described = True
        except Unreadable as lack:
            yield report("changed_format", capture, watched, str(lack))
    if url := capture.context.get("feed", ""):
        kept = {name: value for name, value in capture.context.items() if name not in ("feed", "moves")}
        context = {**kept, "described": "1"} if described else kept
        yield Fetch(url=url, reader="feed", route="feed", headers=(ACCEPT,), context=context)


def _parse(body: bytes) -> etree._Element:
    refuse_entities(body)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unreadable(f"the FOAF cannot be parsed: {error}"[:200]) from error
    owners = [] if root is None else [one for one in root if one.tag in (f"{_FOAF}Person", f"{_FOAF}Group")]
    if not owners:
        raise Unreadable("neither a foaf:Person nor a foaf:Group")
    return owners[0]


def _read_owner(owner: etree._Element, capture: Capture, watched: Watched) -> Account:
    nick = _text(owner, f"{_FOAF}nick").lower().replace("-", "_")
    if not nick:
        raise Unreadable("foaf:nick: lacks")
    weblog = owner.find(f"{_FOAF}weblog")
    created = "" if weblog is None else weblog.get(f"{_LJ}dateCreated") or ""
    bio = read_html(_text(owner, f"{_YA}bio"))
    posted = _text(owner, f"{_YA}blogActivity/{_YA}Posts/{_YA}posted")
    interests = [one.get(f"{_DC}title") or "" for one in owner.findall(f"{_FOAF}interest")][:MOST_INTERESTS]
    homepage = owner.find(f"{_FOAF}homepage")
    picture = _attribute(owner, f"{_FOAF}img", f"{_RDF}resource")
    number = re.search(r"/userpic/\d+/(\d{1,12})$", picture)
    facts = {
        "name": _text(owner, f"{_FOAF}name"),
        "subtitle": _text(owner, f"{_LJ}journalsubtitle"),
        "country": _attribute(owner, f"{_YA}country", f"{_DC}title"),
        "city": _attribute(owner, f"{_YA}city", f"{_DC}title"),
        "interests": ", ".join(filter(None, interests))[:4000],
        "date_of_birth": _text(owner, f"{_FOAF}dateOfBirth"),
        "journal_type": "community" if owner.tag == f"{_FOAF}Group" else "",
        "last_updated": "" if weblog is None else weblog.get(f"{_LJ}dateLastUpdated") or "",
        "journal_id": number.group(1) if number else "",
        "foaf": "1",
    }
    links = [Link(url=one.url, text=one.text, kind="bio") for one in bio.links]
    if homepage is not None and (url := absolute(homepage.get(f"{_RDF}resource") or "")):
        links.append(Link(url=url, text=homepage.get(f"{_DC}title") or "", kind="profile"))
    moment = parse_time(created)
    return Account(
        platform=watched.platform,
        key=nick,
        handle=nick,
        record_id=capture.record_id,
        where="foaf",
        captured_at=capture.captured_at,
        url=spell_home(nick),
        host=watched.host,
        display_name=_text(owner, f"{_LJ}journaltitle") or facts["name"],
        bio=bio.text,
        created_at=moment,
        created_at_text=created,
        created_at_precision="second" if moment else "",
        posts=int(posted) if re.fullmatch(r"[0-9]{1,9}", posted) else None,
        avatar_url=absolute(picture),
        links=tuple(links),
        aliases=(watched.key,) if watched.key != nick else (),
        attributes={name: value for name, value in facts.items() if value},
    )


def _text(owner: etree._Element, path: str) -> str:
    return (owner.findtext(path) or "").replace("\x00", "").strip()


def _attribute(owner: etree._Element, path: str, name: str) -> str:
    found = owner.find(path)
    return "" if found is None else (found.get(name) or "").strip()
