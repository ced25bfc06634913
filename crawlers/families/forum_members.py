"""A member's page: the account, with whatever facts the forum tells of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree

from crawlers.families.forum_dating import Moment, read_clock, read_moment
from crawlers.families.forum_engine import Engine
from crawlers.families.forum_messages import BANNED, JOINED, POSTS
from crawlers.families.forum_pages import Page, explain, find, open_page, pick, read_software
from crawlers.families.forum_places import Place, fill, place_of, write_url
from crawlers.families.forum_threads import ask
from crawlers.html_text import absolute, read_element
from crawlers.platform import Fetch, Reading
from crawlers.refusals import report
from storage.items import Account, Capture, Link, Watched

MOST_FACTS, LONGEST_FACT = 40, 300
_COUNT = re.compile(r"\d[\d.,\s\u00a0']*")
_CLOCK = re.compile(r"\d{1,2}:\d{2}")


def read_member(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The member, then the list of the member's posts. A profile that guests may not see is told, and the
    list is asked for all the same."""
    place = place_of(engine, watched)
    page = open_page(engine, capture, watched, place)
    if isinstance(page, Fetch):
        yield page
        return
    context = {name: value for name, value in capture.context.items() if name in ("newest", "newest_at")}
    if not isinstance(page, Page):
        yield page
        yield from ask_list(engine, place, context)
        return
    if not find(page.root, engine.member.landmark):
        problem = explain(page, watched, "a profile")
        yield problem
        if problem.kind not in ("not_found", "deleted"):
            yield from ask_list(engine, place, context)
        return
    account = _read_account(page, watched)
    yield account
    if account.state == "suspended":
        yield report("suspended", capture, watched, account.attributes.get("rank", "banned"))
    number = account.key.rpartition("#")[2]
    found = Place(kind="member", base=place.base, id=place.id or number, name=account.handle)
    count = "" if engine.all_lists else _count_of(account)
    yield from ask_list(engine, found, {**context, "handle": account.handle, "count": count})


def ask_list(engine: Engine, place: Place, context: dict[str, str], number: int = 0) -> Iterator[Fetch]:
    """The first page of the ``number``th list of the member's posts, if there is one and it can be asked."""
    for spot, template in enumerate(engine.lists[number:], number):
        if place.id or "{id}" not in template:
            url = fill(template, place)
            yield ask(url, "posts", {**context, "list": str(spot)})
            return


def _read_account(page: Page, watched: Watched) -> Account:
    marks, place, capture = page.engine.member, page.place, page.capture
    facts = _read_facts(page)
    number = place.id or pick(page.root, marks.id)
    name = pick(page.root, marks.name)[:120] or place.name or watched.handle
    rank = pick(page.root, marks.rank)[:LONGEST_FACT]
    banned = pick(page.root, marks.banned) or (rank if re.search(BANNED, rank, re.IGNORECASE) else "")
    joined = _read_joined(page, facts)
    found = Place(kind="member", base=place.base, id=number if number.isdigit() else "", name=name)
    key = found.key if found.id else place.key
    described = next(iter(find(page.root, marks.bio)), None)
    bio = read_element(described, page.base) if described is not None else None
    told = {**read_software(page), "rank": rank, "banned": banned, "joined_doubt": joined.doubt, **facts}
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        url=write_url(page.engine, found if found.id else place),
        host=watched.host,
        display_name=name,
        bio=bio.text if bio else "",
        created_at=joined.at,
        created_at_text=joined.text,
        created_at_precision=_precision_of(joined),
        posts=next((_read_count(value) for label, value in facts.items() if _is(POSTS, label)), None),
        state="suspended" if banned else "live",
        avatar_url=absolute(pick(page.root, marks.avatar), page.base),
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links) if bio else (),
        aliases=tuple(one for one in dict.fromkeys((watched.key, place.key)) if one != key),
        attributes={name: value for name, value in told.items() if value},
    )


def _read_facts(page: Page) -> dict[str, str]:
    """What the profile tells, under the names that it gives: ``fact_joined`` and so on."""
    facts: dict[str, str] = {}
    for css in page.engine.member.labels:
        for label in find(page.root, (css,))[: 2 * MOST_FACTS]:
            name = " ".join(read_element(label).text.split()).rstrip(":： ").lower()[:60]
            value = " ".join(_value_after(label).split()).lstrip(": ")[:LONGEST_FACT]
            if name and value and len(facts) < MOST_FACTS:
                facts.setdefault(f"fact_{name}", value)
    return facts


def _value_after(label: etree._Element) -> str:
    """What follows a label: the text behind it, else the next element, there or one step up."""
    if label.tail and label.tail.strip(" :\t\r\n\xa0"):
        return label.tail
    following = label.getnext()
    parent = label.getparent()
    if following is None and parent is not None:
        following = parent.getnext()
    if following is None:
        return ""
    moments = find(following, ("time[datetime]", "[data-time]"))
    machine = pick(following, ()) if not moments else moments[0].get("datetime") or ""
    return machine or read_element(following).text


def _read_joined(page: Page, facts: dict[str, str]) -> Moment:
    clock = read_clock(page)
    picked = pick(page.root, page.engine.member.joined)
    text = picked or next((value for label, value in facts.items() if _is(JOINED, label)), "")
    return read_moment(text, clock)


def _precision_of(joined: Moment) -> Literal["second", "day", "month", ""]:
    if joined.at is None:
        return ""
    if "to the month" in joined.doubt:
        return "month"
    return "second" if _CLOCK.search(joined.text) else "day"


def _is(words: str, label: str) -> bool:
    return bool(re.search(words, label.removeprefix("fact_"), re.IGNORECASE))


def _read_count(text: str) -> int | None:
    found = _COUNT.match(text.strip())
    digits = re.sub(r"\D", "", found.group()) if found else ""
    return int(digits) if digits and len(digits) < 12 else None


def _count_of(account: Account) -> str:
    return "" if account.posts is None else str(account.posts)
