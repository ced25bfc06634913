"""Bodies of Facebook and Instagram, one a reader, for the property tests."""

from __future__ import annotations

import json
from typing import Any

SHIM = "https://l.facebook.com/l.php?u=https%3A%2F%2Fbit.example%2Fa&h=AT0x"
MOMENT = 1_780_000_000
STORY: dict[str, Any] = {
    "__typename": "Story",
    "post_id": "777000111",
    "id": "UzpfSTYxNTE6Nzc3",
    "tracking": '{"top_level_post_id":"777000111","content_owner_id_new":"6151"}',
    "actors": [{"id": "6151", "name": "Harbour", "url": "https://www.facebook.com/NASA"}],
    "comet_sections": {
        "content": {
            "story": {
                "message": {
                    "text": "Words #bay https://x.example/",
                    "ranges": [
                        {
                            "offset": 6,
                            "length": 4,
                            "entity": {"__typename": "Hashtag", "url": "https://x.example"},
                        },
                        {"offset": 0, "length": 5, "entity": {"__typename": "ExternalUrl", "url": SHIM}},
                    ],
                },
                "wwwURL": "https://www.facebook.com/NASA/posts/pfbid0",
                "attachments": [
                    {
                        "styles": {
                            "attachment": {
                                "title_with_entities": {"text": "T"},
                                "story_attachment_link_renderer": {"attachment": {"web_link": {"url": SHIM}}},
                                "all_subattachments": {
                                    "nodes": [
                                        {
                                            "media": {
                                                "photo_image": {"uri": "https://s.example/a.jpg", "width": 4},
                                                "accessibility_caption": "A",
                                            }
                                        },
                                        {"media": {"playable_url": "https://s.example/v.mp4"}},
                                    ]
                                },
                            }
                        }
                    }
                ],
                "attached_story": {"post_id": "555", "message": {"text": "o"}, "actors": [{"id": "4"}]},
            }
        },
        "context_layout": {"story": {"comet_sections": {"metadata": [{"story": {"creation_time": MOMENT}}]}}},
        "feedback": {
            "reaction_count": {"count": 5},
            "share_count": {"count": 2},
            "comment_rendering_instance": {"comments": {"total_count": 3}},
        },
    },
}
OWNER: dict[str, Any] = {
    "id": "6151",
    "name": "NASA",
    "url": "https://www.facebook.com/NASA",
    "profile_social_context": {"content": [{"text": {"text": "1.2K followers"}}]},
    "delegate_page": {"id": "1041", "best_description": {"text": "bio https://b.example/"}},
    "profilePicLarge": {"uri": "https://s.example/p.jpg"},
    "websites": ["https://w.example/"],
    "timeline_list_feed_units": {"edges": [{"node": STORY}], "page_info": {"has_next_page": False}},
}
PAGE = (
    '<!DOCTYPE html><title>NASA | Facebook</title><script type="application/json" data-sjs>'
    f"{json.dumps({'require': [{'result': {'data': {'user': OWNER}}}]})}</script>"
)
UNIT = """<!DOCTYPE html><article class="_55wo" data-ft="{&quot;top_level_post_id&quot;:&quot;5&quot;,
&quot;content_owner_id_new&quot;:6151,&quot;publish_time&quot;:1780000000}"><div class="story_body_container">
<header><h3><strong><a href="/NASA?refid=17">NASA</a></strong></h3><abbr data-utime="1780000000">May</abbr>
</header><div class="_5rgt"><p>Words
<a href="https://lm.facebook.com/l.php?u=https%3A%2F%2Fx.example%2F">x</a>
<span class="text_exposed_hide">More</span></p></div>
<div class="_5rgr _5s1m"><div class="_5rgt"><p>inner</p>
<a href="/story.php?story_fbid=9&amp;id=8">m</a></div></div>
<i style="background: url('https\\3a //s.example/a.jpg')"></i></div>
<footer><a aria-label="10 reactions, including Like" href="#">10</a>
<a class="nowrap">1.2K Comments</a></footer>
</article>"""
MEDIA = {"media_type": "photo", "media": {"image": {"src": "https://s.example/1.jpg", "width": 2}}}
GRAPH_POST: dict[str, Any] = {
    "id": "1041_777TURN",
    "message": "Words https://a.example/x #bay",
    "created_time": "2026-07-01T10:00:00+0000",
    "parent_id": "42_555",
    "from": {"id": "1041", "name": "NASA"},
    "message_tags": [{"id": "99", "type": "user"}],
    "attachments": {
        "data": [
            {"media_type": "link", "url": SHIM, "unshimmed_url": "https://bit.example/a", "title": "T"},
            {"media_type": "album", "subattachments": {"data": [MEDIA]}},
        ]
    },
    "shares": {"count": 4},
    "reactions": {"summary": {"total_count": 5}},
    "comments": {"summary": {"total_count": 6}},
}
GRAPH_PAGE: dict[str, Any] = {
    "id": "1041",
    "name": "NASA",
    "username": "NASA",
    "about": "bio https://b.example/",
    "website": "w.example https://v.example",
    "emails": ["a@b.example"],
    "followers_count": 5,
    "verification_status": "blue_verified",
    "picture": {"data": {"url": "https://s.example/p.jpg"}},
    "location": {"city": "C", "country": "D"},
}
AD: dict[str, Any] = {
    "id": "9TURN",
    "page_id": "1041",
    "ad_creative_bodies": ["Vote https://a.example/"],
    "ad_creative_link_captions": ["bit.example"],
    "ad_creative_link_titles": ["T"],
    "ad_creation_time": "2026-07-01",
    "languages": ["en"],
    "spend": {"lower_bound": "100", "upper_bound": "199"},
    "delivery_by_region": [{"region": "R", "percentage": "0.5"}],
    "demographic_distribution": [{"gender": "female", "age": "18-24", "percentage": "0.5"}],
}
PAGING = {"cursors": {"after": "QVTURN"}, "next": "https://graph.facebook.com/x?after=QVTURN"}
SHOWN: dict[str, Any] = {
    "url": "https://www.facebook.com/NASA",
    "final_url": "https://www.facebook.com/NASA",
    "status": 200,
    "outcome": "ok",
    "reason": "",
    "title": "Log in to Facebook",
    "text": "Log in",
    "html": "<html></html>",
    "images": [],
    "links": [],
    "password_fields": 1,
}
ITEM: dict[str, Any] = {
    "pk": "2589531623544609760",
    "code": "CPv3UqsBFvg",
    "taken_at": MOMENT,
    "caption": {"text": "Words #bay @mei https://a.example/x"},
    "user": {"pk": 31, "username": "nasa"},
    "usertags": {"in": [{"user": {"username": "tagged"}}]},
    "location": {"name": "P"},
    "like_count": 5,
    "comment_count": 2,
    "carousel_media": [
        {
            "image_versions2": {
                "candidates": [{"width": 320, "height": 240, "url": "https://c.example/a.jpg"}]
            }
        },
        {"video_versions": [{"width": 640, "url": "https://c.example/v.mp4"}], "video_duration": 1.5},
    ],
}
NODE: dict[str, Any] = {
    "id": "2589531623544609760",
    "shortcode": "CPv3UqsBFvg",
    "taken_at_timestamp": MOMENT,
    "edge_media_to_caption": {"edges": [{"node": {"text": "Words #bay"}}]},
    "edge_liked_by": {"count": 5},
    "owner": {"id": "31", "username": "nasa"},
    "display_url": "https://c.example/t.jpg",
    "dimensions": {"width": 4, "height": 3},
}
USER: dict[str, Any] = {
    "id": "31",
    "fbid": "17841400000000031",
    "username": "nasa",
    "full_name": "N",
    "biography": "bio https://b.example/",
    "external_url": "https://site.example/",
    "bio_links": [{"title": "S", "url": "https://shop.example/"}],
    "edge_followed_by": {"count": 7},
    "edge_owner_to_timeline_media": {"count": 1, "edges": [{"node": NODE}]},
}
CONTEXT_JSON = {"type": "Profile", "username": "nasa", "graphql_media": [{"shortcode_media": NODE}]}
DISCOVERY: dict[str, Any] = {
    "business_discovery": {
        "id": "17841400000000031",
        "username": "nasa",
        "biography": "bio https://b.example/",
        "website": "w.example",
        "media_count": 9,
        "media": {
            "data": [
                {
                    "id": "1798401666138441TURN",
                    "caption": "Words #bay",
                    "media_type": "VIDEO",
                    "media_url": "https://c.example/1.mp4",
                    "permalink": "https://www.instagram.com/p/CPv3UqsBFvTURN/",
                    "timestamp": "2026-07-01T10:00:00+0000",
                    "children": {"data": [{"media_type": "IMAGE", "media_url": "https://c.example/1.jpg"}]},
                }
            ],
            "paging": {"cursors": {"after": "QVTURN"}},
        },
    }
}


DOCUMENT = (
    '<!DOCTYPE html><title>N (@nasa)</title><script type="application/json" data-sjs>'
    f"{json.dumps({'require': [USER, {'items': [ITEM]}]})}</script>"
)


def embed(content: object) -> str:
    """An embedded page of Instagram."""
    return f'<!DOCTYPE html><script>init({{"contextJSON":{json.dumps(json.dumps(content))}}})</script>'


META: tuple[tuple[str, str, Any, dict[str, Any]], ...] = (
    ("facebook", "account", GRAPH_PAGE, {}),
    (
        "facebook",
        "posts",
        {"data": [GRAPH_POST], "paging": PAGING},
        {"pages": True, "context": {"owner": "1041"}},
    ),
    ("facebook", "known", {**GRAPH_POST, "id": "1041_777"}, {}),
    ("facebook", "ads", {"data": [AD], "paging": PAGING}, {"pages": True, "context": {"owner": "1041"}}),
    ("facebook", "page", PAGE, {}),
    ("facebook", "page", UNIT, {}),
    ("facebook", "graphql", {"data": {"node": OWNER}}, {}),
    ("facebook", "post", UNIT, {"context": {"post": "5"}}),
    ("facebook", "shown", SHOWN, {}),
    (
        "instagram",
        "own",
        {"data": [{"instagram_business_account": {"id": "178"}}]},
        {"context": {"name": "nasa"}},
    ),
    ("instagram", "discovery", DISCOVERY, {"pages": True, "context": {"name": "nasa", "own": "178"}}),
    ("instagram", "embed", embed({"context": CONTEXT_JSON}), {}),
    ("instagram", "post", embed({"gql_data": {"shortcode_media": NODE}}), {}),
    ("instagram", "call", {"items": [ITEM], "data": {"user": USER}}, {}),
    ("instagram", "document", DOCUMENT, {}),
    ("instagram", "shown", SHOWN, {}),
)
"""Platform, reader, body, and what else the sample declares."""
