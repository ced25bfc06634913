"""Who plays: some forty accounts of the operation, eighty ordinary people, and a few in a special state."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from sandbox.operation.addresses import address_account
from sandbox.operation.characters import write_traditional
from sandbox.operation.hosted import spell_hosted
from sandbox.operation.items import Account, Language, Role, Software, State
from sandbox.operation.meta import META, spell_meta
from sandbox.operation.names import (
    ENGLISH_NAMES,
    HANDLES,
    OPERATION_BIOS,
    OPERATION_NAMES,
    ORDINARY_BIOS,
    ZH_NAMES,
)
from sandbox.operation.networks import spell_short_handle
from sandbox.operation.schedule import pick_creation

OPERATION: tuple[tuple[str, str, Language, Role, str], ...] = (
    ("mastodon", "mastodon.social", "en", "poster", "zh-Hans en zh-Hans en"),
    ("mastodon", "mastodon.social", "en", "amplifier", "en zh-Hans en"),
    ("mastodon", "mstdn.social", "en", "poster", "en zh-Hans"),
    ("gab", "gab.com", "en", "poster", "en en en"),
    ("gab", "gab.com", "en", "amplifier", "en"),
    ("truthsocial", "truthsocial.com", "en", "poster", "en en en"),
    ("pixelfed", "pixelfed.social", "en", "poster", "zh-Hans en"),
    ("pawoo", "pawoo.net", "en", "poster", "zh-Hant zh-Hans"),
    ("pleroma", "pleroma.envs.net", "en", "poster", "en"),
    ("akkoma", "akko.wtf", "en", "poster", "zh-Hans"),
    ("gotosocial", "gts.superseriousbusiness.org", "en", "poster", "zh-Hant"),
    ("friendica", "libranet.de", "en", "poster", "en"),
    ("bluesky", "morel.us-east.host.bsky.network", "en", "poster", "en zh-Hans en zh-Hant en"),
    ("bluesky", "morel.us-east.host.bsky.network", "en", "amplifier", "en zh-Hans en"),
    ("telegram", "t.me", "en", "publisher", "zh-Hans zh-Hant en"),
    ("wordpress", "lighthouse-notes.example", "en", "publisher", "en"),
    ("wordpress", "haian-wenzhai.example", "en", "publisher", "zh-Hans"),
    ("wordpress", "lanwanvoice.wordpress.com", "en", "publisher", "en"),
    ("feed", "bay-letters.example", "en", "publisher", "en"),
    ("feed", "gangcheng-biji.example", "en", "publisher", "zh-Hans"),
    ("page", "column.lanwan-forum.example", "en", "publisher", "zh-Hans"),
    ("blogspot", "harbour-clarity.blogspot.com", "en", "publisher", "en"),
    ("blogspot", "lanwan-guancha.blogspot.com", "en", "publisher", "zh-Hans"),
    ("medium", "medium.com", "en", "publisher", "en zh-Hans"),
    ("livejournal", "azure-bay-notes.livejournal.com", "en", "publisher", "en"),
    ("livejournal", "lanwan-jian.livejournal.com", "en", "publisher", "zh-Hans"),
    ("vimeo", "vimeo.com", "en", "poster", "en zh-Hans"),
    ("youtube", "www.youtube.com", "en", "poster", "en zh-Hans"),
    ("vk", "vk.com", "en", "poster", "en zh-Hans"),
    ("vk", "vk.com", "en", "amplifier", "en"),
    ("x", "x.com", "en", "poster", "en zh-Hans zh-Hant"),
    ("x", "x.com", "en", "amplifier", "en"),
    ("reddit", "www.reddit.com", "en", "poster", "en zh-Hans"),
    ("reddit", "www.reddit.com", "en", "amplifier", "en"),
    ("facebook", "www.facebook.com", "en", "poster", "en zh-Hans"),
    ("facebook", "www.facebook.com", "en", "amplifier", "en"),
    ("instagram", "www.instagram.com", "en", "poster", "zh-Hans en"),
    ("wechat", "mp.weixin.qq.com", "en", "publisher", "zh-Hans zh-Hans zh-Hant"),
    ("pinterest", "www.pinterest.com", "en", "poster", "en zh-Hans en"),
    ("tiktok", "www.tiktok.com", "en", "poster", "en zh-Hans en"),
)  # fmt: skip
"""Platform, host, (unused default), role, and a language for each account there."""
ORDINARY: tuple[tuple[str, str, str], ...] = (
    ("mastodon", "mastodon.social", "en " * 12 + "zh-Hans " * 4 + "zh-Hant " * 2),
    ("mastodon", "mstdn.social", "en " * 5 + "zh-Hant"),
    ("gab", "gab.com", "en " * 5),
    ("truthsocial", "truthsocial.com", "en " * 4),
    ("pixelfed", "pixelfed.social", "en en zh-Hans zh-Hant"),
    ("pawoo", "pawoo.net", "zh-Hant zh-Hant zh-Hans zh-Hans en"),
    ("pleroma", "pleroma.envs.net", "en en en"),
    ("akkoma", "akko.wtf", "en zh-Hans"),
    ("gotosocial", "gts.superseriousbusiness.org", "en en"),
    ("friendica", "libranet.de", "en en"),
    ("fedibird", "fedibird.com", "zh-Hant en"),
    ("mitra", "mitra.social", "en"),
    ("bluesky", "morel.us-east.host.bsky.network", "en " * 7 + "zh-Hans zh-Hans zh-Hant"),
    ("bluesky", "pds.tidepool.example", "en en zh-Hans zh-Hant"),
    ("telegram", "t.me", "en zh-Hans zh-Hans zh-Hant"),
    ("wordpress", "garden-on-the-roof.example", "en"),
    ("wordpress", "huaishu-kitchen.example", "zh-Hans"),
    ("wordpress", "slowtrainsouth.wordpress.com", "en"),
    ("feed", "tools-and-tides.example", "en"),
    ("feed", "blog.lichen-index.example", "en"),
    ("feed", "mushroom-diary.example", "en"),
    ("feed", "jiuwu-dang.example", "zh-Hans"),
    ("page", "www.paper-boats.example", "en"),
    ("blogspot", "slow-kettle.blogspot.com", "en"),
    ("blogspot", "hebian-riji.blogspot.com", "zh-Hant"),
    ("medium", "medium.com", "en en"),
    ("livejournal", "tram-spotter.livejournal.com", "en"),
    ("livejournal", "yuye-suibi.livejournal.com", "zh-Hans"),
    ("vimeo", "vimeo.com", "en zh-Hant"),
    ("youtube", "www.youtube.com", "en zh-Hans"),
    ("vk", "vk.com", "en en zh-Hans"),
    ("x", "x.com", "en en zh-Hans"),
    ("reddit", "www.reddit.com", "en en zh-Hant"),
    ("facebook", "www.facebook.com", "en en zh-Hant"),
    ("instagram", "www.instagram.com", "en zh-Hans"),
    ("wechat", "mp.weixin.qq.com", "zh-Hans zh-Hans en"),
    ("pinterest", "www.pinterest.com", "en en zh-Hant"),
    ("tiktok", "www.tiktok.com", "en zh-Hans"),
)
SPECIAL: tuple[tuple[str, str, str, State, State], ...] = (
    ("mastodon", "mastodon.social", "quiet_garden_gate", "private", "private"),
    ("mastodon", "mastodon.social", "nobody_of_that_name", "missing", "missing"),
    ("mastodon", "mastodon.social", "lanwan_truth_1989", "suspended", "suspended"),
    ("mastodon", "mstdn.social", "moved_to_the_coast", "moved", "moved"),
    ("truthsocial", "truthsocial.com", "behind_the_wall", "walled", "walled"),
    ("bluesky", "morel.us-east.host.bsky.network", "nobody-here-at-all.bsky.social", "missing", "missing"),
    ("bluesky", "morel.us-east.host.bsky.network", "gone-for-now.bsky.social", "deleted", "deleted"),
    ("telegram", "t.me", "closed_lanwan_room", "private", "private"),
    ("telegram", "t.me", "no_such_channel_7", "missing", "missing"),
    ("gab", "gab.com", "banned_harbour_guy", "suspended", "suspended"),
    ("blogspot", "banned-harbour-press.blogspot.com", "banned-harbour-press", "suspended", "suspended"),
    ("blogspot", "readers-by-invitation.blogspot.com", "readers-by-invitation", "private", "private"),
    ("blogspot", "no-such-blog-7.blogspot.com", "no-such-blog-7", "missing", "missing"),
    ("medium", "medium.com", "banned_harbour_press", "suspended", "suspended"),
    ("medium", "medium.com", "nobody_writes_here", "missing", "missing"),
    ("livejournal", "banned-harbour.livejournal.com", "banned_harbour", "suspended", "suspended"),
    ("livejournal", "no-such-journal.livejournal.com", "no_such_journal", "missing", "missing"),
    ("vimeo", "vimeo.com", "nobody_films_here", "missing", "missing"),
    ("youtube", "www.youtube.com", "banned_harbour_films", "suspended", "suspended"),
    ("youtube", "www.youtube.com", "nobody_uploads_here", "missing", "missing"),
    ("youtube", "www.youtube.com", "channel_without_videos", "live", "live"),
    ("vk", "vk.com", "banned_harbour_wall", "suspended", "suspended"),
    ("vk", "vk.com", "closed_pier_club", "private", "private"),
    ("vk", "vk.com", "nobody_on_this_wall", "missing", "missing"),
    ("x", "x.com", "banned_harbor_x", "suspended", "suspended"),
    ("x", "x.com", "locked_pier", "private", "private"),
    ("x", "x.com", "nobody_on_x_7", "missing", "missing"),
    ("x", "x.com", "never_posted_x", "live", "live"),
    ("reddit", "www.reddit.com", "banned_harbour_red", "suspended", "suspended"),
    ("reddit", "www.reddit.com", "nobody_reads_it_7", "missing", "missing"),
    ("reddit", "www.reddit.com", "lurker_of_the_bay", "live", "live"),
    ("facebook", "www.facebook.com", "banned.harbour.page", "suspended", "suspended"),
    ("facebook", "www.facebook.com", "locked.garden.gate", "private", "private"),
    ("facebook", "www.facebook.com", "nobody.of.that.name.7", "missing", "missing"),
    ("facebook", "www.facebook.com", "behind.the.login", "walled", "walled"),
    ("instagram", "www.instagram.com", "private_tea_table", "private", "private"),
    ("instagram", "www.instagram.com", "nobody_pictured_7", "missing", "missing"),
    ("instagram", "www.instagram.com", "behind_the_login", "walled", "walled"),
    ("wechat", "mp.weixin.qq.com", "banned_harbour_wx", "suspended", "suspended"),
    ("wechat", "mp.weixin.qq.com", "left_the_pier_wx", "deleted", "deleted"),
    ("wechat", "mp.weixin.qq.com", "nobody_in_wechat_7", "missing", "missing"),
    ("wechat", "mp.weixin.qq.com", "checked_at_the_gate", "walled", "walled"),
    ("wechat", "mp.weixin.qq.com", "never_wrote_a_word", "live", "live"),
    ("pinterest", "www.pinterest.com", "banned_harbour_pins", "suspended", "suspended"),
    ("pinterest", "www.pinterest.com", "nobody_pins_here_7", "missing", "missing"),
    ("pinterest", "www.pinterest.com", "private_pin_box", "private", "private"),
    ("pinterest", "www.pinterest.com", "never_pinned_yet", "live", "live"),
    ("tiktok", "www.tiktok.com", "banned_harbour_tok", "suspended", "suspended"),
    ("tiktok", "www.tiktok.com", "closed_tea_stall", "private", "private"),
    ("tiktok", "www.tiktok.com", "nobody_dances_here_7", "missing", "missing"),
    ("tiktok", "www.tiktok.com", "behind_the_wall_tok", "walled", "walled"),
    ("tiktok", "www.tiktok.com", "never_filmed_yet", "live", "live"),
)
SOFTWARE: dict[str, Software] = {
    "bluesky": "bluesky", "telegram": "telegram", "wordpress": "wordpress", "feed": "feed", "page": "page",
    "blogspot": "blogspot", "medium": "medium", "livejournal": "livejournal", "vimeo": "vimeo",
    "youtube": "youtube", "vk": "vk",
    "x": "x", "reddit": "reddit",
    "facebook": "facebook", "instagram": "instagram",
    "wechat": "wechat", "pinterest": "pinterest",
    "tiktok": "tiktok",
}  # fmt: skip
FLAVOURS = {
    "bay-letters.example": "rss2", "gangcheng-biji.example": "atom", "tools-and-tides.example": "rss2",
    "blog.lichen-index.example": "rss1", "mushroom-diary.example": "atom", "jiuwu-dang.example": "json",
    "huaishu-kitchen.example": "users_hidden",
}  # fmt: skip
"""The feed format of each blog; the WordPress site that shows its users to nobody."""


def make_cast(seed: int) -> tuple[Account, ...]:
    """All accounts, operation first, each with its platform's id, key and URL."""
    draw = random.Random(f"{seed}:cast")
    return tuple(
        address_account(account) for account in (*_operation(draw), *_ordinary(draw), *_special(draw))
    )


def _operation(draw: random.Random) -> Iterator[Account]:
    number = 0
    for platform, host, _, role, languages in OPERATION:
        for language in languages.split():
            number += 1
            batch = number % 5 != 0
            name = OPERATION_NAMES[(number - 1) % len(OPERATION_NAMES)]
            yield Account(
                name=f"op-{number:02}",
                platform=platform,
                software=SOFTWARE.get(platform, "mastodon"),
                host=host,
                handle=_spell_handle(f"{name[0]}{draw.randrange(10, 99)}", platform, host),
                display_name=name[1] if language != "en" else name[0].replace("_", " ").title(),
                bio=OPERATION_BIOS[language][number % len(OPERATION_BIOS[language])],
                language=language,  # type: ignore[arg-type]
                operation=True,
                role=role,
                created_at=pick_creation(draw, batch),
                followers=draw.randrange(0, 28),
                following=draw.randrange(0, 9) if role != "amplifier" else draw.randrange(20, 90),
                flavour=FLAVOURS.get(host, ""),
            )


def _ordinary(draw: random.Random) -> Iterator[Account]:
    handles = list(HANDLES)
    draw.shuffle(handles)
    number = 0
    for platform, host, languages in ORDINARY:
        for language in languages.split():
            handle = handles[number % len(handles)]
            number += 1
            display = ENGLISH_NAMES[number % len(ENGLISH_NAMES)]
            bio = ORDINARY_BIOS["en" if language == "en" else "zh-Hans"][number % 8]
            if language != "en":
                display = ZH_NAMES[number % len(ZH_NAMES)]
            if language == "zh-Hant":
                display, bio = write_traditional(display), write_traditional(bio)
            yield Account(
                name=f"pub-{number:02}",
                platform=platform,
                software=SOFTWARE.get(platform, "mastodon"),
                host=host,
                handle=_spell_handle(handle, platform, host),
                display_name=display,
                bio=bio,
                language=language,  # type: ignore[arg-type]
                operation=False,
                role="ordinary",
                created_at=pick_creation(draw, batch=False),
                followers=draw.randrange(20, 4000),
                following=draw.randrange(15, 900),
                flavour=FLAVOURS.get(host, ""),
            )


def _special(draw: random.Random) -> Iterator[Account]:
    for number, (platform, host, handle, first, second) in enumerate(SPECIAL, 1):
        made = Account(
            name=f"special-{number:02}",
            platform=platform,
            software=SOFTWARE.get(platform, "mastodon"),
            host=host,
            handle=handle,
            display_name=handle.replace("_", " ").partition(".")[0].title(),
            bio="",
            language="en",
            operation=handle.startswith(("lanwan", "banned")),
            role="special",
            created_at=pick_creation(draw, batch=False),
            followers=draw.randrange(5, 60),
            following=draw.randrange(5, 60),
            states=(first, second),
        )
        yield replace(made, moved_to="mastodon.social") if first == "moved" else made


def _spell_handle(handle: str, platform: str, host: str) -> str:
    """``handle`` as the platform allows it."""
    if platform == "x":
        return spell_short_handle(handle)
    if platform == "bluesky":
        own = f"{handle.replace('_', '-')}."
        return own + ("tidepool.example" if host.startswith("pds.") else "bsky.social")
    if platform in ("wordpress", "feed", "page"):
        return handle.replace("_", "-")
    if platform in META:
        return spell_meta(handle, platform)
    return spell_hosted(handle, platform, host)
