"""Submissions, comments and redditors as Reddit's listings write them.

Sources: recorded answers of the API (2016 to 2020) and the fields that ``.json`` pages have gained since.
"""

from __future__ import annotations

from html import escape
from typing import Any

from sandbox.markup import link_plainly, make_paragraphs, write_plainly
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.operation.networks import forum_of
from sandbox.operation.pictures import measure
from sandbox.world import World

Json = dict[str, Any]
SITE = "https://www.reddit.com"


def write_thing(post: Post, phase: int, world: World, *, removed: bool = False) -> Json:
    """A thing of a listing; ``removed``: what is left of it when its author deleted it."""
    kind = "t1" if post.reply_to else "t3"
    fields = _write_comment(post, phase, world) if kind == "t1" else write_submission(post, phase, world)
    if removed:
        gone = {"body": "[deleted]", "body_html": ""} if kind == "t1" else {"selftext": "[deleted]"}
        fields |= {"author": "[deleted]", **gone}
        fields.pop("author_fullname")
        if kind == "t3":
            fields |= {"removed_by_category": "deleted", "selftext_html": None}
    return {"kind": kind, "data": fields}


def write_submission(post: Post, phase: int, world: World) -> Json:
    """A submission: a text, a gallery or a single picture with a text, a crosspost."""
    account = world.account[post.account]
    forum = forum_of(post)
    words = "" if post.repost_of else post.text_in(phase)
    responses = [one for one in world.responses.get(post.ref, ()) if world.shows(one, phase)]
    fields: Json = {
        **_write_common(post, account, phase),
        "approved_at_utc": None,
        "title": post.title,
        "selftext": words,
        "selftext_html": write_markup(words) if words else None,
        "is_self": not post.pictures and not post.repost_of,
        "domain": f"self.{forum}",
        "url": post.url,
        "num_comments": sum(one.reply_to == post.ref for one in responses),
        "num_crossposts": sum(one.repost_of == post.ref for one in responses),
        "upvote_ratio": 0.9,
        "link_flair_text": None,
        "thumbnail": "self",
        "is_video": False,
        "media": None,
        "pinned": False,
        "removed_by_category": None,
        "subreddit_type": "public",
        "spoiler": False,
    }
    if post.repost_of:
        original = world.post[post.repost_of]
        inner = write_submission(original, phase, world)
        fields |= {
            "crosspost_parent": original.id,
            "crosspost_parent_list": [inner],
            "url": inner["url"],
            "domain": inner["domain"],
        }
    if post.pictures:
        fields |= _write_pictures(post)
    return fields


def write_redditor(account: Account) -> Json:
    """``/user/NAME/about``."""
    return {
        "kind": "t2",
        "data": {
            "id": account.number.removeprefix("t2_"),
            "name": account.handle,
            "created": account.created_at.timestamp(),
            "created_utc": float(int(account.created_at.timestamp())),
            "link_karma": 1,
            "comment_karma": 0,
            "total_karma": 1,
            "awardee_karma": 0,
            "awarder_karma": 0,
            "verified": True,
            "has_verified_email": account.operation,
            "is_employee": False,
            "is_gold": False,
            "is_mod": False,
            "is_friend": False,
            "is_blocked": False,
            "hide_from_robots": False,
            "accept_followers": True,
            "has_subscribed": True,
            "icon_img": avatar_url(account),
            "snoovatar_img": "",
            "snoovatar_size": None,
            "pref_show_snoovatar": False,
            "subreddit": {
                "display_name": f"u_{account.handle}",
                "display_name_prefixed": f"u/{account.handle}",
                "title": account.display_name,
                "public_description": account.bio,
                "subscribers": 0,
                "over_18": False,
                "subreddit_type": "user",
                "url": f"/user/{account.handle}/",
            },
        },
    }


def write_markup(text: str) -> str:
    """Words as Reddit renders them."""
    paragraphs = make_paragraphs(text, link_plainly, write_plainly)
    return f'<!-- SC_OFF --><div class="md">{paragraphs}\n</div><!-- SC_ON -->'


def escape_texts(value: Any) -> Any:
    """Every text with ``&``, ``<`` and ``>`` escaped, as Reddit sends it without ``raw_json=1``."""
    if isinstance(value, str):
        return escape(value, quote=False)
    if isinstance(value, dict):
        return {name: escape_texts(inner) for name, inner in value.items()}
    return [escape_texts(inner) for inner in value] if isinstance(value, list) else value


def _write_comment(post: Post, phase: int, world: World) -> Json:
    account = world.account[post.account]
    answered = world.post[post.reply_to]
    text = post.text_in(phase)
    return {
        **_write_common(post, account, phase),
        "body": text,
        "body_html": write_markup(text),
        "parent_id": answered.id,
        "link_id": answered.id,
        "link_title": answered.title,
        "link_author": world.account[answered.account].handle,
        "link_permalink": answered.url,
        "link_url": answered.url,
        "replies": "",
        "controversiality": 0,
        "collapsed": False,
        "score_hidden": False,
        "is_submitter": False,
    }


def _write_common(post: Post, account: Account, phase: int) -> Json:
    edited = post.edited_by(phase)
    forum = forum_of(post)
    return {
        "name": post.id,
        "id": post.id[3:],
        "author": account.handle,
        "author_fullname": account.number,
        "author_flair_text": None,
        "created": float(int(post.posted_at.timestamp())),
        "created_utc": float(int(post.posted_at.timestamp())),
        "edited": float(int(edited.timestamp())) if edited else False,
        "permalink": post.url.removeprefix(SITE),
        "subreddit": forum,
        "subreddit_id": f"t5_{forum.lower()[:5]}",
        "subreddit_name_prefixed": f"r/{forum}",
        "score": len(post.text) % 37,
        "ups": len(post.text) % 37,
        "downs": 0,
        "over_18": False,
        "archived": False,
        "locked": False,
        "stickied": False,
        "distinguished": None,
        "gilded": 0,
        "likes": None,
        "saved": False,
    }


def _write_pictures(post: Post) -> Json:
    if len(post.pictures) == 1:
        width, height = measure(post.pictures[0].variant)
        source = {"url": post.media[0], "width": width, "height": height}
        return {
            "url": post.media[0],
            "url_overridden_by_dest": post.media[0],
            "post_hint": "image",
            "domain": "i.redd.it",
            "preview": {"images": [{"source": source, "resolutions": [], "id": "a"}], "enabled": True},
        }
    items, metadata = [], {}
    for number, (url, shown) in enumerate(zip(post.media, post.pictures, strict=True)):
        name = url.rpartition("/")[2].partition(".")[0]
        width, height = measure(shown.variant)
        items.append({"media_id": name, "id": number, "caption": shown.description})
        metadata[name] = {
            "status": "valid",
            "e": "Image",
            "id": name,
            "m": "image/png" if url.endswith("png") else "image/jpg",
            "s": {"x": width, "y": height, "u": f"https://preview.redd.it/{name}?width={width}&s=0"},
        }
    return {"is_gallery": True, "gallery_data": {"items": items}, "media_metadata": metadata}
