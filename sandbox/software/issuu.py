"""Issuu: a publisher's page, and the JSON with the publisher's documents that it asks for."""

from __future__ import annotations

from dataclasses import replace
from html import escape

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import avatar_url, make_name
from sandbox.operation.items import Account, Post
from sandbox.played import Place, Played
from sandbox.situation import Situation
from sandbox.software.listing_world import cut_page, make_id, write_utc
from sandbox.world import World

HOST = "issuu.com"


def address_account(account: Account) -> Account:
    """A publisher by name."""
    return replace(account, key=account.handle.lower(), url=f"https://{HOST}/{account.handle}")


def address_post(post: Post, account: Account, number: int) -> Post:
    """A document by its name."""
    id = f"{account.handle}/docs/{make_id(post.ref, 10)}"
    return replace(post, id=id, url=f"https://{HOST}/{id}")


def spell_media(post: Post, account: Account, spot: int) -> str:
    """Where the cover lies."""
    return f"https://image.isu.pub/{make_name(post.ref, spot)}/jpg/page_1.jpg"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """``/NAME`` and ``/call/profile/v1/documents/NAME``."""
    phase, parts = situation.phase, asked.parts
    name = parts[-1].lower() if parts else ""
    account = next((one for one in world.by_host[HOST] if one.key == name), None)
    if account is None or account.state(phase) != "live":
        return answer_page("Issuu", "<h1>404</h1><script>NEXT_HTTP_ERROR_FALLBACK;404</script>", 404)
    if parts[:4] != ("call", "profile", "v1", "documents"):
        head = f'<meta property="og:title" content="{escape(account.display_name)} - Issuu">\n'
        head += f'<meta property="og:description" content="{escape(account.bio)}">\n'
        head += f'<meta property="og:image" content="{avatar_url(account)}">\n'
        return answer_page(escape(account.display_name), "<main></main>", head=head)
    posts = world.timeline(account, phase)
    here, more = cut_page(posts, int(asked.query.get("offset", "0")), asked.number("limit", 25, 100))
    items = [
        {
            **{"uri": one.id.rpartition("/")[2], "title": one.title, "description": one.text_in(phase)},
            **{"publishDate": write_utc(one.posted_at), "coverUrl": one.media[0] if one.media else None},
            "pageCount": 12,
        }
        for one in here
    ]
    return answer_json({"items": items, "total": len(posts), "hasMore": more})


played = Played(
    name="issuu",
    places=(Place(platform="issuu", host=HOST, special=(("nopublisher", "missing"),)),),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    articles=True,
    spell_handle=lambda handle: handle.replace("-", "_"),
    spell_media=spell_media,
)
