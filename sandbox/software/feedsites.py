"""Hosts of blogs and galleries that are read by their feeds, and builders of sites.

Sources: the feeds' addresses as feed readers and people's lists of feeds have them; the documents are RSS
2.0, RSS 1.0 and Atom as specified. One account in each of some places is not there any more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta, timezone
from urllib.parse import urlsplit

from sandbox.exchange import TOO_MANY, Answer, Asked, answer_page
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change, make_entry, show_piece
from sandbox.platforms.feed_documents import WRITERS, Channel
from sandbox.played import Place, Played, list_guests
from sandbox.situation import Situation
from sandbox.world import World

LONGEST = 20
BUSY_AFTER = 400
JAPAN = timezone(timedelta(hours=9))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """How one of the hosts spells addresses; ``{name}``, ``{host}``, ``{number}``, ``{slug}``, ``{at}``.

    ``id`` is what its feed gives as an entry's own id; ``key`` the key under which an account is collected.
    """

    host: str
    home: str
    feed: str
    post: str
    id: str = "{url}"
    key: str = "{name}"
    format: str = "rss2"
    generator: str = ""


FORMS: Mapping[str, Form] = {
    "ameba": Form(
        host="ameblo.jp", home="https://ameblo.jp/{name}/",
        feed="https://rssblog.ameba.jp/{name}/rss20.xml", post="https://ameblo.jp/{name}/entry-{number}.html",
    ),
    "bearblog": Form(
        host="{name}.bearblog.dev", home="https://{host}/", feed="https://{host}/feed/",
        post="https://{host}/{slug}/", format="atom", generator="python-feedgen",
    ),
    "deviantart": Form(
        host="www.deviantart.com", home="https://www.deviantart.com/{name}",
        feed="https://backend.deviantart.com/rss.xml?type=deviation&q=by%3A{name}+sort%3Atime+meta%3Aall",
        post="https://www.deviantart.com/{name}/art/{slug}-{number}",
    ),
    "hashnode": Form(
        host="{name}.hashnode.dev", home="https://{host}/", feed="https://{host}/rss.xml",
        post="https://{host}/{slug}", generator="RSS for Node",
    ),
    "hatena": Form(
        host="{name}.hateblo.jp", home="https://{host}/", feed="https://{host}/feed",
        post="https://{host}/entry/{at:%Y/%m/%d/%H%M%S}", id="hatenablog://entry/{number}", key="{host}",
        format="atom",
    ),
    "liveinternet": Form(
        host="www.liveinternet.ru", home="https://www.liveinternet.ru/users/{name}/",
        feed="https://www.liveinternet.ru/users/{name}/rss",
        post="https://www.liveinternet.ru/users/{name}/post{number}/",
    ),
    "livedoor": Form(
        host="{name}.livedoor.blog", home="https://{host}/", feed="https://{host}/index.rdf",
        post="https://{host}/archives/{number}.html", key="{host}", format="rss1",
    ),
    "mataroa": Form(
        host="{name}.mataroa.blog", home="https://{host}/", feed="https://{host}/rss/",
        post="https://{host}/blog/{slug}/",
    ),
    "naverblog": Form(
        host="blog.naver.com", home="https://blog.naver.com/{name}",
        feed="https://rss.blog.naver.com/{name}.xml", post="https://blog.naver.com/{name}/{number}",
        generator="Naver Blog",
    ),
    "note": Form(
        host="note.com", home="https://note.com/{name}", feed="https://note.com/{name}/rss",
        post="https://note.com/{name}/n/n{number}",
    ),
    "scoopit": Form(
        host="www.scoop.it", home="https://www.scoop.it/topic/{name}",
        feed="https://www.scoop.it/t/{name}/rss.xml",
        post="https://www.scoop.it/topic/{name}/p/{number}",
    ),
    "skyrock": Form(
        host="{name}.skyrock.com", home="https://{host}/", feed="https://{host}/rss.xml",
        post="https://{host}/{number}-{slug}.html",
    ),
    "squarespace": Form(
        host="{name}.squarespace.com", home="https://{host}/blog", feed="https://{host}/blog?format=rss",
        post="https://{host}/blog/{slug}", id="5e{number}:{number}", key="{host}/blog",
        generator="Site-Server v6.0.0",
    ),
    "tistory": Form(
        host="{name}.tistory.com", home="https://{host}/", feed="https://{host}/rss",
        post="https://{host}/{number}", generator="TISTORY",
    ),
    "typepad": Form(
        host="{name}.typepad.com", home="https://{host}/blog/", feed="https://{host}/blog/atom.xml",
        post="https://{host}/blog/{at:%Y/%m}/{slug}.html", id="tag:typepad.com,2003:post-{number}",
        key="{name}/blog", format="atom", generator="TypePad",
    ),
    "weebly": Form(
        host="{name}.weebly.com", home="https://{host}/", feed="https://{host}/1/feed",
        post="https://{host}/blog/{slug}", generator="EditMySite",
    ),
    "wix": Form(
        host="{name}.wixsite.com", home="https://{host}/journal", key="{name}/journal",
        feed="https://{host}/journal/blog-feed.xml", post="https://{host}/journal/post/{slug}",
        id="{number}abcdef", generator="RSS for Node",
    ),
    "writefreely": Form(
        host="write.as", home="https://write.as/{name}/", feed="https://write.as/{name}/feed/",
        post="https://write.as/{name}/{slug}", key="{name}@write.as",
    ),
}  # fmt: skip
"""By platform."""
SAYS_GONE: Mapping[str, tuple[str, int]] = {
    "deviantart": ("", 200),
    "typepad": ("410 Gone", 410),
}
"""Title and status of what stands in place of an account that is gone; 200: an empty feed."""


def find_form(platform: str) -> Form:
    """The form of a platform: one of ours, or what its own file says."""
    if platform in FORMS:
        return FORMS[platform]
    form = list_guests()[platform].form
    assert isinstance(form, Form), platform
    return form


def spell_handle(handle: str) -> str:
    """A name that all of these hosts allow."""
    return handle.replace("_", "").lower()


def address_account(account: Account) -> Account:
    """``account`` with its key and addresses; ``number`` is the address of its feed."""
    form = find_form(account.platform)
    host = form.host.format(name=account.handle)
    fields = {"name": account.handle, "host": host}
    return replace(
        account,
        host=host,
        number=form.feed.format(**fields),
        key=form.key.format(**fields),
        url=form.home.format(**fields),
    )


def address_post(post: Post, account: Account, number: int) -> Post:
    """``post`` with its address, and its id as the collector stores it: key and entry's id."""
    form = find_form(account.platform)
    letters = "".join(c if c.isascii() and c.isalnum() else " " for c in post.title).lower().split()
    digest = hashlib.sha256(post.ref.encode()).digest()
    fields = {
        "name": account.handle,
        "host": account.host,
        "number": str(220_000_000 + int.from_bytes(digest[:3]) * 8 + number),
        "slug": "-".join((*letters[:6], digest[:3].hex())),
        "at": post.posted_at.astimezone(JAPAN),
    }
    url = form.post.format(**fields)
    return replace(post, id=f"{account.key}#{form.id.format(**fields, url=url)}", url=url)


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A feed, a home page or a piece of any of these hosts."""
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    members = [one for one in world.accounts if one.software == "feedsites"]
    if account := next((one for one in members if _is_at(asked, one.number)), None):
        return _answer_feed(asked, account, situation.phase, world)
    if account := next((one for one in members if _is_at(asked, one.url)), None):
        return _close(account, situation.phase) or answer_page(account.display_name, "<h1>Home</h1>")
    for account in members:
        for post in world.timeline(account, situation.phase):
            if _is_at(asked, post.url):
                return show_piece(post, account, situation.phase)
    return answer_page("Not found", "<h1>404</h1>", 404)


def _is_at(asked: Asked, url: str) -> bool:
    parts = urlsplit(url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return (asked.host, asked.target.rstrip("/")) == (parts.netloc, target.rstrip("/"))


def _close(account: Account, phase: int) -> Answer | None:
    if account.state(phase) == "live":
        return None
    title, status = SAYS_GONE.get(account.platform, ("Not found", 404))
    return answer_page(title, f"<h1>{title}</h1>", status)


def _answer_feed(asked: Asked, account: Account, phase: int, world: World) -> Answer:
    form = find_form(account.platform)
    is_empty = SAYS_GONE.get(account.platform, ("", 404))[1] == 200
    if (closed := _close(account, phase)) and not is_empty:
        return closed
    posts = world.timeline(account, phase)[:LONGEST]
    write, media_type = WRITERS[form.format]
    entries = [make_entry(post, account, post.id.partition("#")[2], phase) for post in posts]
    changed = find_change(posts, phase, account)
    channel = Channel(
        title=account.display_name,
        description=account.bio,
        home=account.url,
        url=account.number,
        language=account.language,
        author=account.display_name,
        updated_at=changed,
        generator=form.generator,
    )
    return answer_conditionally(asked, write(channel, entries).encode(), media_type, changed)


def _list_places() -> tuple[Place, ...]:
    """At each, one account of the operation and an ordinary one; at some, one that is gone."""
    chinese = ("note", "naverblog", "tistory", "livedoor", "wix", "weebly")
    gone = ("ameba", "deviantart", "tistory", "typepad")
    return tuple(
        Place(
            platform=platform,
            host=form.host,
            operation="zh-Hant" if platform in chinese else "en",
            special=(("gone_long_ago", "missing"),) if platform in gone else (),
        )
        for platform, form in FORMS.items()
    )


played = Played(
    name="feedsites",
    places=_list_places(),
    address_account=address_account,
    address_post=address_post,
    answer=answer,
    hosts=("rssblog.ameba.jp", "rss.blog.naver.com", "backend.deviantart.com"),
    articles=True,
    spell_handle=spell_handle,
)
