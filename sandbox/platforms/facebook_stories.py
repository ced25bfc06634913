"""What Facebook's page carries for its own scripts: the profile, and posts as Relay ``Story`` nodes.

Source: the shapes that public readers of the page rely on (RSS-Bridge's FacebookBridge, gallery-dl).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import Any

from sandbox.markup import find_links, find_tags
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.meta import profile_number
from sandbox.operation.pictures import measure
from sandbox.operation.sites import find_site
from sandbox.platforms.facebook_objects import pick, shim
from sandbox.world import World

Json = dict[str, Any]


def make_profile(account: Account) -> Json:
    """The head of a page: the profile in front, the page behind it."""
    following = f"{account.following} following"
    return {
        "__typename": "User",
        "__isProfile": "User",
        "id": profile_number(account),
        "name": account.display_name,
        "url": account.url,
        "is_verified": False,
        "profile_social_context": {
            "content": [
                {"text": {"text": f"{account.followers} followers"}, "uri": f"{account.url}/followers/"},
                {"text": {"text": following}, "uri": f"{account.url}/following/"},
            ]
        },
        "profilePicLarge": {"uri": avatar_url(account)},
        "delegate_page": {
            "id": account.number,
            "is_business_page_active": True,
            "category_name": "Community",
            "best_description": {"text": account.bio},
        },
    }


def make_story(post: Post, world: World, phase: int) -> Json:
    """One post."""
    account = world.account[post.account]
    story = _make_content(post, world, phase)
    counts = {
        "reaction_count": {"count": pick(post.id, 40)},
        "share_count": {"count": pick(f"s{post.id}", 5)},
        "comment_rendering_instance": {"comments": {"total_count": pick(f"c{post.id}", 9)}},
    }
    seconds = int(post.posted_at.timestamp())
    context = {"publish_time": seconds, "story_fbid": [post.id]}
    insights = {account.number: {"page_id": account.number, "post_context": context}}
    tracking = {
        "top_level_post_id": post.id,
        "content_owner_id_new": account.number,
        "page_insights": insights,
    }
    metadata = [
        {"__typename": "CometFeedStoryMinimizedTimestampStrategy", "story": {"creation_time": seconds}}
    ]
    renderer = {
        "feedback": {"adaptive_ufi_action_renderers": [{"feedback": {k: v}} for k, v in counts.items()]}
    }
    target = {"comet_ufi_summary_and_actions_renderer": renderer}
    return {
        "__typename": "Story",
        "post_id": post.id,
        "id": base64.b64encode(f"S:_I{profile_number(account)}:{post.id}:{post.id}".encode()).decode(),
        "actors": [_make_actor(account)],
        "attachments": story["attachments"],
        "tracking": json.dumps(tracking),
        "comet_sections": {
            "content": {"story": story},
            "context_layout": {"story": {"comet_sections": {"metadata": metadata}}},
            "feedback": {
                "story": {"story_ufi_container": {"story": {"feedback_context": {
                    "feedback_target_with_context": target}}}}
            },
        },
    }  # fmt: skip


def make_timeline(account: Account, posts: Sequence[Json], cursor: str, more: bool) -> Json:
    """The timeline of a profile; ``cursor`` leads on."""
    edges = [{"node": story, "cursor": f"Cg8{number}"} for number, story in enumerate(posts)]
    page = {"has_next_page": more, "end_cursor": cursor if more else None}
    return {
        "__typename": "User", "id": profile_number(account),
        "timeline_list_feed_units": {"edges": edges, "page_info": page},
    }  # fmt: skip


def write_script(query: str, result: Json) -> str:
    """A data script as the page holds them."""
    box = {"__bbox": {"complete": True, "result": result}}
    inner = {
        "__bbox": {
            "require": [["RelayPrefetchedStreamCache", "next", [], [f"adp_{query}RelayPreloader", box]]]
        }
    }
    content = json.dumps({"require": [["ScheduledServerJS", "handle", None, [inner]]]}).replace("</", "<\\/")
    return f'<script type="application/json" data-content-len="{len(content)}" data-sjs>{content}</script>'


def _make_content(post: Post, world: World, phase: int) -> Json:
    account = world.account[post.account]
    original = world.post.get(post.repost_of)
    text = post.text_in(phase)
    message = {"text": text, "ranges": _make_ranges(text)} if text else None
    return {
        "actors": [_make_actor(account)],
        "message": message,
        "comet_sections": {"message": {"story": {"message": message}} if message else None},
        "wwwURL": f"https://www.facebook.com/{account.handle}/posts/pfbid0{pick(post.id, 10**12)}",
        "attachments": _make_attachments(post),
        "attached_story": _make_original(original, world, phase) if original is not None else None,
    }


def _make_original(original: Post, world: World, phase: int) -> Json:
    content = _make_content(original, world, phase)
    return {**content, "__typename": "Story", "post_id": original.id}


def _make_actor(account: Account) -> Json:
    picture = {"uri": avatar_url(account), "width": 40, "height": 40}
    return {
        "__typename": "User", "id": profile_number(account), "name": account.display_name, "url": account.url,
        "profile_picture": picture,
    }  # fmt: skip


def _make_ranges(text: str) -> list[Json]:
    links = [
        {
            "offset": text.index(url),
            "length": len(url),
            "entity": {"__typename": "ExternalUrl", "url": shim(url), "external_url": url},
        }
        for url in find_links(text)
    ]
    tags = [
        {
            "offset": text.index(f"#{tag}"),
            "length": len(tag) + 1,
            "entity": {"__typename": "Hashtag", "url": f"https://www.facebook.com/hashtag/{tag}"},
        }
        for tag in find_tags(text)
    ]
    return [*links, *tags]


def _make_attachments(post: Post) -> list[Json]:
    pictures = [_make_picture(post, spot) for spot in range(len(post.media))]
    if len(pictures) > 1:
        return [
            {"styles": {"attachment": {"all_subattachments": {"count": len(pictures), "nodes": pictures}}}}
        ]
    if pictures:
        return [{"styles": {"attachment": pictures[0]}}]
    url = next((link for link in post.links if find_site(link)), "")
    site = find_site(url)
    if not site:
        return []
    web = {"story_attachment_link_renderer": {"attachment": {"web_link": {"url": shim(url)}}}}
    return [{"styles": {"attachment": {**web, "title_with_entities": {"text": site.name}}}}]


def _make_picture(post: Post, spot: int) -> Json:
    width, height = measure(post.pictures[spot].variant)
    image = {"uri": post.media[spot], "width": width, "height": height}
    alt = post.pictures[spot].description or None
    number = str(int(post.id) + spot + 1)
    return {
        "media": {"__typename": "Photo", "id": number, "photo_image": image, "accessibility_caption": alt}
    }
