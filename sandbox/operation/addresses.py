"""Ids and URLs as each platform makes them, from the time of a post and a digest of its place."""

from __future__ import annotations

import base64
import hashlib
import uuid
from dataclasses import replace
from datetime import datetime

from sandbox.operation.albums import (
    ALBUMS,
    address_collected,
    address_collector,
    spell_collected_media,
)
from sandbox.operation.channels import CHANNELS, address_channel, address_channel_post, spell_channel_media
from sandbox.operation.clips import CLIPS, address_clip, address_clip_post, spell_clip_media
from sandbox.operation.hosted import HOSTED as HOSTED_SOFTWARE
from sandbox.operation.hosted import address_hosted, address_hosted_post, spell_hosted_media
from sandbox.operation.items import Account, Post
from sandbox.operation.meta import META, address_meta, address_meta_post, spell_meta_media
from sandbox.operation.networks import NETWORKS, address_member, address_member_post, spell_member_media
from sandbox.played import list_played

HOSTED = ".wordpress.com"
WATCHED_BY_SITE = ("mushroom-diary.example",)
"""Blogs that are watched by the address of the site, so that their feed has to be found."""

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_FLAKE = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_TID = "234567abcdefghijklmnopqrstuvwxyz"


def address_account(account: Account) -> Account:
    """``account`` with the platform's id, the key under which it is watched, and its URL."""
    host, handle = account.host, account.handle
    if account.software in HOSTED_SOFTWARE:
        return address_hosted(account)
    if account.software in CHANNELS:
        return address_channel(account)
    if account.software in NETWORKS:
        return address_member(account)
    if account.software in META:
        return address_meta(account)
    if account.software in ALBUMS:
        return address_collector(account)
    if account.software in CLIPS:
        return address_clip(account)
    if account.software == "mastodon":
        number = make_status_id(account.platform, account.created_at, f"{host}/{handle}")
        return replace(account, number=number, key=f"{handle.lower()}@{host}", url=_spell_profile(account))
    if account.software == "bluesky":
        did = "did:plc:" + base64.b32encode(_digest(handle))[:24].decode().lower()
        key = handle if account.states[0] == "missing" else did
        return replace(account, number=did, key=key, url=f"https://bsky.app/profile/{handle}")
    if account.software == "telegram":
        number = str(-(1_000_000_000 + int.from_bytes(_digest(handle)[:4]) % 900_000_000))
        key = number[1:] if account.states[0] == "live" else handle.lower()
        return replace(account, number=number, key=key, url=f"https://t.me/{handle}")
    if account.software == "wordpress":
        number = str(2 + _digest(host)[0] % 30)
        url = f"https://{host}/" if host.endswith(HOSTED) else f"https://{host}/author/{handle}/"
        key = host if host.endswith(HOSTED) else f"{host}#{number}"
        key = f"{host}/author/{handle}" if account.flavour == "users_hidden" else key
        return replace(account, number=number, key=key, url=url)
    if account.software == "feed":
        url = feed_url(account)
        key = host if host in WATCHED_BY_SITE else url.removeprefix("https://")
        return replace(account, number=url, key=key, url=f"https://{host}/")
    url = f"https://{host}/{'column/lin' if account.operation else 'workshop'}"
    return replace(account, number=url, key=url, url=url)


def address_post(post: Post, account: Account, number: int) -> Post:
    """``post``, the ``number``th of its account (from 1, oldest first), with id, URL and media URLs."""
    if further := list_played().get(account.software):
        post = further.address_post(post, account, number)
        return _place_media(post, account)
    host, handle = account.host, account.handle
    match account.software:
        case "mastodon":
            id = make_status_id(account.platform, post.posted_at, post.ref)
            post = replace(post, id=f"{host}/{id}", url=_spell_status(account, id))
        case "bluesky":
            rkey = make_tid(post.posted_at, post.ref)
            collection = "repost" if post.kind == "repost" else "post"
            url = f"https://bsky.app/profile/{account.number}/post/{rkey}" if collection == "post" else ""
            post = replace(post, id=f"at://{account.number}/app.bsky.feed.{collection}/{rkey}", url=url)
        case "wordpress":
            id = str(12 + number * 7)
            slug = f"{post.posted_at:%Y/%m/%d}/{make_slug(post)}"
            post = replace(post, id=f"{host}/{id}", url=f"https://{host}/{slug}/")
        case "feed":
            guid, url = _address_entry(post, account, number)
            post = replace(post, id=f"{account.key}#{guid}", url=url)
        case "telegram":
            post = replace(post, id=f"{handle}/{number + 3}", url=f"https://t.me/{handle}/{number + 3}")
        case software if software in HOSTED_SOFTWARE:
            post = address_hosted_post(post, account, number)
        case software if software in CHANNELS:
            post = address_channel_post(post, account, number)
        case software if software in NETWORKS:
            post = address_member_post(post, account)
        case software if software in META:
            post = address_meta_post(post, account)
        case software if software in ALBUMS:
            post = address_collected(post, account, number)
        case software if software in CLIPS:
            post = address_clip_post(post, account)
        case "page":
            post = replace(post, id=account.url, url=account.url)
    return _place_media(post, account)


def feed_url(account: Account) -> str:
    """Where a blog's feed is."""
    path = {"rss2": "feed.xml", "rss1": "index.rdf", "atom": "atom.xml", "json": "feed.json"}[account.flavour]
    return f"https://{account.host}/{path}"


def watch_url(account: Account) -> str:
    """The address under which the account is put on a watchlist."""
    if account.software == "feed":
        return f"feed:{account.url}" if account.host in WATCHED_BY_SITE else feed_url(account)
    return account.url


def make_slug(post: Post) -> str:
    """A slug of the title's ASCII words and a few digits of the post's digest."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in post.title).lower().split()
    return "-".join([*words[:6], _digest(post.ref)[:3].hex()])


def make_status_id(platform: str, at: datetime, salt: str) -> str:
    """An id of the form that the software gives: snowflake, flake, ULID, UUID or number; sorted by time."""
    ms = int(at.timestamp() * 1000)
    tail = _digest(f"{platform}/{salt}")
    if platform in ("pleroma", "akkoma"):
        return _write((ms << 64) | int.from_bytes(tail[:8]), _FLAKE, 18)
    if platform == "gotosocial":
        return _write((ms << 80) | int.from_bytes(tail[:10]), _CROCKFORD, 26)
    if platform == "mitra":
        whole = (ms << 80) | int.from_bytes(tail[:10])
        return str(uuid.UUID(int=(whole & ~(0xF << 76) & ~(0x3 << 62)) | (7 << 76) | (2 << 62)))
    if platform == "friendica":
        return str(ms // 1000 - 1_400_000_000 + tail[0] % 2)
    return str((ms << 16) | int.from_bytes(tail[:2]))


def make_tid(at: datetime, salt: str) -> str:
    """A record key of the AT Protocol: 13 letters of microseconds and clock id (atproto.com/specs/tid)."""
    micros = int(at.timestamp() * 1_000_000)
    return _write((micros << 10) | int.from_bytes(_digest(salt)[:2]) % 1024, _TID, 13)


def make_name(*parts: object) -> str:
    """A file name as media servers give them: 16 hex digits."""
    return _digest("/".join(map(str, parts)))[:8].hex()


def avatar_url(account: Account) -> str:
    """Where an account's avatar is."""
    if account.software == "bluesky":
        return f"https://cdn.bsky.app/img/avatar/plain/{account.number}/{make_name(account.handle)}@jpeg"
    hosts = {
        "telegram": "cdn4.telegram-cdn.org",
        "youtube": "yt3.ggpht.com",
        "vk": "sun9-1.userapi.com",
        "x": "pbs.twimg.com",
        "reddit": "styles.redditmedia.com",
        "facebook": "scontent.xx.fbcdn.net",
        "instagram": "scontent.cdninstagram.com",
        "wechat": "wx.qlogo.cn",
        "pinterest": "i.pinimg.com",
        "tiktok": "p16-sign-va.tiktokcdn.com",
    }
    host = hosts.get(account.software, account.host)
    return f"https://{host}/avatars/{make_name(account.handle)}.png"


def _spell_profile(account: Account) -> str:
    host, handle = account.host, account.handle
    if account.platform in ("gab", "pixelfed"):
        return f"https://{host}/{handle}"
    if account.platform in ("pleroma", "akkoma"):
        return f"https://{host}/users/{handle}"
    return (
        f"https://{host}/profile/{handle}" if account.platform == "friendica" else f"https://{host}/@{handle}"
    )


def _spell_status(account: Account, id: str) -> str:
    host, handle = account.host, account.handle
    match account.platform:
        case "gab":
            return f"https://{host}/{handle}/posts/{id}"
        case "truthsocial":
            return f"https://{host}/@{handle}/posts/{id}"
        case "pixelfed":
            return f"https://{host}/p/{handle}/{id}"
        case "pleroma" | "akkoma":
            return f"https://{host}/notice/{id}"
        case "gotosocial":
            return f"https://{host}/@{handle}/statuses/{id}"
        case "friendica":
            return f"https://{host}/display/{uuid.UUID(bytes=_digest(id)[:16])}"
        case "mitra":
            return f"https://{host}/post/{id}"
    return f"https://{host}/@{handle}/{id}"


def _address_entry(post: Post, account: Account, number: int) -> tuple[str, str]:
    """What a feed gives as the entry's own id, and its URL."""
    host = account.host
    url = f"https://{host}/{post.posted_at:%Y/%m}/{make_slug(post)}.html"
    match account.flavour:
        case "rss2":
            return f"https://{host}/?p={number * 3 + 40}", url
        case "atom":
            return f"tag:{host},2026:{number:04}", url
        case "json":
            return str(1000 + number), url
    return url, url


def _place_media(post: Post, account: Account) -> Post:
    return replace(post, media=tuple(_spell_media(post, account, spot) for spot in range(len(post.pictures))))


def _spell_media(post: Post, account: Account, spot: int) -> str:
    further = list_played().get(account.software)
    if further is not None and further.spell_media is not None:
        return further.spell_media(post, account, spot)
    if account.software in HOSTED_SOFTWARE:
        return spell_hosted_media(post, account, spot)
    if account.software in CHANNELS:
        return spell_channel_media(post, account, spot)
    if account.software in NETWORKS:
        return spell_member_media(post, account, spot)
    if account.software in META:
        return spell_meta_media(post, account, spot)
    if account.software in ALBUMS:
        return spell_collected_media(post, account, spot)
    if account.software in CLIPS:
        return spell_clip_media(post, spot)
    shown = post.pictures[spot]
    name = make_name(post.ref, spot)
    end = "png" if shown.variant == "png" else "jpg"
    match account.software:
        case "mastodon":
            host = {"mastodon.social": "files.mastodon.social", "pawoo.net": "img.pawoo.net"}.get(
                account.host
            )
            host = {"gab.com": "media.gab.com", "truthsocial.com": "static-assets-1.truthsocial.com"}.get(
                account.host, host or account.host
            )
            return f"https://{host}/media_attachments/files/{name[:3]}/{name[3:6]}/original/{name}.{end}"
        case "bluesky":
            return f"https://cdn.bsky.app/img/feed_fullsize/plain/{account.number}/{name}@jpeg"
        case "telegram":
            return f"https://cdn4.telegram-cdn.org/file/{name}.{end}"
        case "wordpress":
            return f"https://{account.host}/wp-content/uploads/{post.posted_at:%Y/%m}/{name}.{end}"
    return f"https://{account.host}/images/{name}.{end}"


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _write(number: int, letters: str, length: int) -> str:
    found = ""
    for _ in range(length):
        number, rest = divmod(number, len(letters))
        found = letters[rest] + found
    return found
