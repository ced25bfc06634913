"""Nostr: relays of signed events, a directory, and a domain that keeps names.

Sources: NIP-01 (``REQ`` and its filters, ``EOSE``, ``CLOSED``), NIP-05, NIP-09, NIP-23, NIP-65, NIP-68, NIP-92. A
note cannot be edited: what the script edits is a long article here, which can. The newest post of the
operation's accounts lies on their own relay alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.schedule import PHASE_TWO
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.nostr_keys import Event, make_event, public_key, spell_code
from sandbox.world import World

RELAYS = ("relay.damus.io", "nos.lol", "relay.primal.net")
DIRECTORY = "purplepag.es"
OWN = "relay.quaynotes.example"
CLOSED = "relay.membersonly.example"
NAMES = "quaynotes.example"
ARTICLE = 30023
MOST = 500
_LISTED = ("authors", "ids", "kinds")


def address_account(account: Account) -> Account:
    """A key, and the page of it at a public gateway."""
    key = public_key(account.name)
    return replace(
        account, number=key, key=key, url=f"https://njump.me/{spell_code('npub', bytes.fromhex(key))}"
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """The id is the digest of what was written; an article's is its place, which stays when it is edited."""
    if post.edited_in:
        title = " ".join(post.text.split()[:6]) if account.language == "en" else post.text[:14]
        post = replace(post, kind="article", title=title.strip(" .,，。"))
        special = f"note-{number}".encode()
        parts = bytes((0, len(special))) + special + b"\x02\x20" + bytes.fromhex(account.number)
        code = spell_code("naddr", parts + b"\x03\x04" + ARTICLE.to_bytes(4, "big"))
        return replace(post, id=f"{ARTICLE}:{account.number}:note-{number}", url=f"https://njump.me/{code}")
    id = _write(post, account, 1)["id"]
    return replace(post, id=id, url=f"https://njump.me/{spell_code('note', bytes.fromhex(id))}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """A file at a host of pictures, named after its digest."""
    end = "png" if post.pictures[spot].variant == "png" else "jpg"
    return f"https://image.nostr.build/{hashlib.sha256(f'{post.ref}/{spot}'.encode()).hexdigest()}.{end}"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The names at their domain, else a relay."""
    members = [one for one in world.accounts if one.software == "nostr" and one.states[0] != "missing"]
    if asked.host == NAMES:
        return _answer_names(asked, members)
    if not asked.is_socket:
        return Answer(status=426, body=b"Please use a Nostr client", content_type="text/plain")
    if not asked.body:
        return Answer(messages=())
    request = json.loads(asked.body)
    if request[0] != "REQ":
        return Answer(messages=())
    if asked.host == CLOSED:
        return _say(["CLOSED", request[1], "auth-required: members only"])
    events = [one for account in members for one in _keep(account, asked.host, situation.phase, world)]
    found = {one["id"]: one for wanted in request[2:] for one in _select(events, wanted)}
    return _say(*(["EVENT", request[1], one] for one in found.values()), ["EOSE", request[1]])


def _answer_names(asked: Asked, members: list[Account]) -> Answer | None:
    if asked.path != "/.well-known/nostr.json":
        return None
    wanted = asked.query.get("name", "")
    names = {one.handle.lower(): one.number for one in members if one.handle.lower() == wanted}
    return answer_json({"names": names, "relays": {key: [f"wss://{OWN}"] for key in names.values()}})


def _say(*messages: list[Any]) -> Answer:
    return Answer(
        messages=tuple(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in messages)
    )


def _keep(account: Account, host: str, phase: int, world: World) -> Iterable[Event]:
    """What the relay at ``host`` keeps of ``account``."""
    created = int(account.created_at.timestamp())
    yield make_event(account, 0, (), _write_profile(account), created)
    relays: list[tuple[str, ...]] = [("r", f"wss://{one}") for one in RELAYS[:1]]
    if account.operation:
        relays += [("r", f"wss://{OWN}/", "write"), ("r", f"wss://{CLOSED}", "read")]
    yield make_event(account, 10002, relays, "", created + 60)
    if host == DIRECTORY:
        return
    timeline = world.timeline(account, phase)
    for post in timeline:
        if host == OWN or not account.operation or post is not timeline[0]:
            yield _write(post, account, phase)
    for post in world.posts:
        if post.account == account.name and post.deleted_in and phase >= post.deleted_in:
            at = int((PHASE_TWO + timedelta(hours=9)).timestamp())
            yield make_event(account, 5, (("e", post.id), ("k", "1")), "", at)


def _write_profile(account: Account) -> str:
    fields = {
        "name": account.handle,
        "display_name": account.display_name,
        "about": account.bio,
        "picture": avatar_url(account),
        "nip05": f"{account.handle.lower()}@{NAMES}",
    }
    return json.dumps(fields, ensure_ascii=False)


def _write(post: Post, account: Account, phase: int) -> Event:
    """A post as a note or, with pictures, now and then as these with a text beside."""
    at = int(post.posted_at.timestamp())
    media = [spell_media(post, account, spot) for spot in range(len(post.pictures))]
    tags = [["imeta", f"url {url}", "m image/jpeg", "dim 640x480"] for url in media]
    if post.kind == "article":
        place = post.id.rpartition(":")[2]
        edited = post.edited_by(phase)
        tags += [["d", place], ["title", post.title], ["published_at", str(at)]]
        tags += [["image", url] for url in media]
        at = int(edited.timestamp()) if edited else at
        return make_event(account, ARTICLE, tags, post.text_in(phase), at)
    if media and at % 2:
        return make_event(account, 20, tags, post.text, at)
    return make_event(account, 1, tags, "\n".join((post.text, *media)), at)


def _select(events: list[Event], wanted: dict[str, Any]) -> list[Event]:
    """The events that a filter lets through, newest first."""
    found = [one for one in events if _fits(one, wanted)]
    found.sort(key=lambda one: (-one["created_at"], one["id"]))
    return found[: min(wanted.get("limit", MOST), MOST)]


def _fits(event: Event, wanted: dict[str, Any]) -> bool:
    fields = {"authors": event["pubkey"], "ids": event["id"], "kinds": event["kind"]}
    if any(name in wanted and fields[name] not in wanted[name] for name in _LISTED):
        return False
    for name, values in wanted.items():
        if name[:1] == "#" and not any(tag[0] == name[1:] and tag[1] in values for tag in event["tags"]):
            return False
    since, until = wanted.get("since", 0), wanted.get("until", event["created_at"])
    return bool(since <= event["created_at"] <= until)


played = Played(
    name="nostr",
    places=(
        Place(
            platform="nostr",
            host=RELAYS[0],
            operation="zh-Hans en",
            ordinary="en zh-Hant",
            special=(("never_was_here", "missing"),),
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(*RELAYS[1:], DIRECTORY, OWN, CLOSED, NAMES),
    in_demo=True,
    spell_media=spell_media,
)
