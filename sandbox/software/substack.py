"""Substack: publications' archives, articles and feeds, and the notes of people.

Sources: the JSON of substack.com's own pages as public clients read it (RSSHub, RSS-Bridge, substack_api),
feeds as Substack writes them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sandbox.exchange import TOO_MANY, Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.pictures import measure
from sandbox.platforms.feed import answer_conditionally, find_change, make_entry, make_markup, show_piece
from sandbox.platforms.feed_documents import Channel, write_rss2
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.world import World

SITE = "substack.com"
BUSY_AFTER = 300
NOTES = 4
"""Notes on a page of a profile."""
Json = dict[str, Any]


def spell_handle(handle: str) -> str:
    """A name that can be a host."""
    return handle.replace("_", "").lower()


def address_account(account: Account) -> Account:
    """A publication has a host of its own, a person an address on substack.com; both have numbers."""
    number = str(100_000 + int.from_bytes(_digest(f"substack/{account.handle}")[:4]) % 9_000_000)
    if account.flavour == "notes":
        key = f"user-{number}" if account.states[0] == "live" else f"@{account.handle}"
        url = f"https://{SITE}/@{account.handle}"
        return replace(account, host=SITE, number=number, key=key, url=url, articles=False)
    host = f"{account.handle}.substack.com"
    key = f"pub-{number}" if account.states[0] == "live" else host
    return replace(account, host=host, number=number, key=key, url=f"https://{host}/")


def address_post(post: Post, account: Account, number: int) -> Post:
    """An article is known by host and slug, a note by its number."""
    digest = _digest(post.ref)
    if account.flavour == "notes":
        id = f"c-{70_000_000 + int.from_bytes(digest[:3])}"
        return replace(post, id=id, url=f"https://{SITE}/@{account.handle}/note/{id}")
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in post.title).lower().split()
    slug = "-".join((*letters[:6], digest[:3].hex()))
    return replace(post, id=f"{account.host}/{slug}", url=f"https://{account.host}/p/{slug}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where a picture of a post lies."""
    name = hashlib.sha256(f"{post.ref}/{spot}".encode()).hexdigest()[:24]
    end = "png" if post.pictures[spot].variant == "png" else "jpeg"
    return f"https://substack-post-media.s3.amazonaws.com/public/images/{name}.{end}"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The JSON, feed or article of a publication, or what substack.com tells of a person."""
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    phase = situation.phase
    members = [one for one in world.accounts if one.software == "substack"]
    if asked.host == SITE:
        return _answer_site(asked, members, phase, world)
    account = next((one for one in members if one.host == asked.host), None)
    if account is None or account.state(phase) != "live":
        return answer_page("Substack", "<h1>Publication Not Available</h1><p>Gone.</p>", 404)
    posts = world.timeline(account, phase)
    match asked.parts:
        case ("api", "v1", "archive"):
            offset = int(asked.query.get("offset", "0") or 0)
            shown = posts[offset : offset + asked.number("limit", 12, 50)]
            return answer_json([_tell_article(one, account, phase, whole=False) for one in shown])
        case ("api", "v1", "posts", slug):
            found = next((one for one in posts if one.id.endswith(f"/{slug}")), None)
            return answer_json(_tell_article(found, account, phase)) if found else _fail("Not found")
        case ("feed",):
            return _answer_feed(asked, account, posts[:20], phase)
        case ("p", slug):
            found = next((one for one in posts if one.id.endswith(f"/{slug}")), None)
            return (
                show_piece(found, account, phase) if found else answer_page("Substack", "<h1>404</h1>", 404)
            )
        case ():
            return answer_page(account.display_name, f"<p>{account.bio}</p>")
    return None


def _answer_site(asked: Asked, members: list[Account], phase: int, world: World) -> Answer | None:
    live = [one for one in members if one.state(phase) == "live"]
    match asked.parts:
        case ("api", "v1", "publication", "public", number):
            pub = next((one for one in live if one.number == number and one.flavour != "notes"), None)
            return answer_json({"pub": _tell_publication(pub)}) if pub else _fail("Publication not found")
        case ("api", "v1", "user", handle, "public_profile"):
            person = next((one for one in live if one.handle == handle and one.flavour == "notes"), None)
            return answer_json(_tell_person(person)) if person else _fail("Not found")
        case ("api", "v1", "reader", "feed", "profile", number):
            person = next((one for one in live if one.number == number), None)
            if person is None:
                return _fail("Not found")
            posts = world.timeline(person, phase)
            start = int(asked.query.get("cursor", "0"))
            items = [_tell_item(one, person, phase) for one in posts[start : start + NOTES]]
            more = {"nextCursor": str(start + NOTES)} if start + NOTES < len(posts) else {"nextCursor": None}
            return answer_json({"items": items, **more})
        case ("api", "v1", "reader", "comment", number):
            post = world.by_id.get(("substack", f"c-{number}"))
            if post is None or not world.shows(post, phase):
                return _fail("Not found")
            return answer_json({"item": _tell_item(post, world.account[post.account], phase)})
        case (handle,) if handle.startswith("@"):
            return answer_page("Substack", f"<h1>{handle}</h1>")
    return None


def _tell_article(post: Post, account: Account, phase: int, whole: bool = True) -> Json:
    markup = make_markup(post, phase)
    told: Json = {
        "id": int.from_bytes(_digest(post.ref)[:4]),
        "publication_id": int(account.number),
        "title": post.title,
        "slug": post.id.rpartition("/")[2],
        "post_date": post.posted_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "audience": "everyone",
        "type": "newsletter",
        "canonical_url": post.url,
        "subtitle": "",
        "cover_image": next(iter(post.media), None),
        "truncated_body_text": post.text_in(phase)[:120],
        "wordcount": len(post.text_in(phase).split()),
        "publishedBylines": [{"id": 77, "name": account.display_name, "handle": account.handle}],
        "postTags": [],
        "reaction_count": len(post.ref),
        "comment_count": 0,
        "restacks": 0,
    }
    return {**told, "body_html": markup} if whole else told


def _tell_publication(account: Account) -> Json:
    return {
        "id": int(account.number),
        "name": account.display_name,
        "subdomain": account.handle,
        "custom_domain": None,
        "hero_text": account.bio,
        "logo_url": avatar_url(account),
        "author_id": 77,
        "author_name": account.display_name,
        "author_handle": account.handle,
        "base_url": account.url.rstrip("/"),
        "language": account.language.partition("-")[0],
    }


def _tell_person(account: Account) -> Json:
    return {
        "id": int(account.number),
        "name": account.display_name,
        "handle": account.handle,
        "photo_url": avatar_url(account),
        "bio": account.bio,
        "profile_set_up_at": account.created_at.isoformat().replace("+00:00", "Z"),
        "publicationUsers": [],
        "subscriptions": [],
    }


def _tell_item(post: Post, account: Account, phase: int) -> Json:
    date = post.posted_at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    attachments = []
    for shown, url in zip(post.pictures, post.media, strict=True):
        width, height = measure(shown.variant)
        attachments.append({"type": "image", "imageUrl": url, "imageWidth": width, "imageHeight": height})
    comment = {
        "id": int(post.id.removeprefix("c-")),
        "body": post.text_in(phase),
        "body_json": {"type": "doc", "content": _write_paragraphs(post, phase)},
        "date": date,
        "name": account.display_name,
        "handle": account.handle,
        "user_id": int(account.number),
        "reaction_count": 1,
        "restacks": 0,
        "children_count": 0,
        "attachments": attachments,
    }
    context = {"type": "note", "timestamp": date}
    return {"entity_key": post.id, "type": "comment", "context": context, "comment": comment}


def _write_paragraphs(post: Post, phase: int) -> list[Json]:
    paragraphs = []
    for block in post.text_in(phase).split("\n"):
        nodes = []
        for place, word in enumerate(block.split(" ")):
            text = f" {word}" if place else word
            marks = [{"type": "link", "attrs": {"href": word}}] if word in post.links else []
            nodes.append({"type": "text", "text": text, **({"marks": marks} if marks else {})})
        paragraphs.append({"type": "paragraph", "content": nodes})
    return paragraphs


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    changed = find_change(posts, phase, account)
    channel = Channel(
        title=account.display_name,
        description=account.bio,
        home=account.url,
        url=f"{account.url}feed",
        language=account.language,
        author=account.display_name,
        updated_at=changed,
        generator="Substack",
    )
    entries = [make_entry(one, account, one.url, phase) for one in posts]
    return answer_conditionally(asked, write_rss2(channel, entries).encode(), "application/xml", changed)


def _fail(error: str) -> Answer:
    return answer_json({"error": error}, 404)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


played = Played(
    name="substack",
    places=(
        Place(
            platform="substack",
            host=SITE,
            operation="en zh-Hans",
            ordinary="en",
            special=(("sub_gone", "missing"),),
        ),
        Place(
            platform="substack",
            host=SITE,
            operation="en",
            ordinary="en",
            special=(("sub_nobody", "missing"),),
            flavour="notes",
        ),
    ),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=(SITE,),
    articles=True,
    in_demo=True,
    spell_handle=spell_handle,
    spell_media=spell_media,
)
