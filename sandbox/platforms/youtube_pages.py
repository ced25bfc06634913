"""YouTube's pages: what their scripts hold of a channel, its grid of videos, and one video.

Source: recorded answers of ``youtubei/v1/browse`` and recorded pages. Scrolling is done by a few lines of
script that ask ``youtubei/v1/browse`` for what follows, as the real page does.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime

from sandbox.exchange import Answer
from sandbox.operation.items import Account, Post

Json = dict[str, object]
NOW = datetime(2026, 8, 1, tzinfo=UTC)
_SCROLL = """
function ask() {
  const items = document.body.dataset.token;
  if (!items) return;
  document.body.dataset.token = '';
  fetch('/youtubei/v1/browse?prettyPrint=false', {method: 'POST',
    headers: {'Content-Type': 'application/json'},
    body: JSON.stringify({context: {client: {clientName: 'WEB'}}, continuation: items})})
    .then(answer => answer.json()).then(data => show(data.onResponseReceivedActions[0]
      .appendContinuationItemsAction.continuationItems));
}
function show(items) {
  for (const item of items) {
    const more = item.continuationItemRenderer;
    if (more)
      document.body.dataset.token = more.continuationEndpoint.continuationCommand.token;
    else {
      const line = document.createElement('p');
      const card = item.richItemRenderer.content.lockupViewModel;
      line.textContent = card.metadata.lockupMetadataViewModel.title.content;
      line.style.height = '90px';
      document.body.append(line);
    }
  }
}
addEventListener('scroll', ask);
if (window.ytInitialData && ytInitialData.contents) {
  const tab = ytInitialData.contents.twoColumnBrowseResultsRenderer.tabs[1];
  if (tab) show(tab.tabRenderer.content.richGridRenderer.contents);
}
"""


def write_page(title: str, name: str, data: Json) -> Answer:
    """A page with ``data`` in the variable ``name``."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    scroll = _SCROLL if name == "ytInitialData" else ""
    page = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{json.dumps(title)[1:-1]}</title>'
        f'</head><body data-token=""><script nonce="a">var {name} = {text};</script>'
        f"<script>{scroll}</script></body></html>"
    )
    return Answer(body=page.encode(), server="ESF")


def tell_channel(account: Account, avatar: str, count: int, grid: Json) -> Json:
    """A channel's page; without ``grid`` it is the front tab that is chosen."""
    service = {"service": "GFEEDBACK", "params": [{"key": "browse_id", "value": account.number}]}
    facts = [[f"@{account.handle}"], [f"{account.followers} subscribers", f"{count} videos"]]
    home: Json = {"title": "Home", "selected": not grid}
    if not grid:
        home["content"] = {"sectionListRenderer": {"contents": []}}
    videos: Json = {"title": "Videos", "selected": bool(grid), "content": {"richGridRenderer": grid}}
    return {
        "responseContext": {"serviceTrackingParams": [service]},
        "contents": {
            "twoColumnBrowseResultsRenderer": {"tabs": [{"tabRenderer": home}, {"tabRenderer": videos}]}
        }
        if grid
        else {"twoColumnBrowseResultsRenderer": {"tabs": [{"tabRenderer": home}]}},
        "header": {
            "pageHeaderRenderer": {
                "pageTitle": account.display_name,
                "content": {
                    "pageHeaderViewModel": {"metadata": {"contentMetadataViewModel": {"metadataRows": [
                        {"metadataParts": [{"text": {"content": part}} for part in row]} for row in facts
                    ]}}}
                },
            }
        },
        "metadata": {
            "channelMetadataRenderer": {
                "title": account.display_name,
                "description": account.bio,
                "rssUrl": f"https://www.youtube.com/feeds/videos.xml?channel_id={account.number}",
                "externalId": account.number,
                "keywords": "",
                "ownerUrls": [f"http://www.youtube.com/@{account.handle}"],
                "avatar": {"thumbnails": [{"url": avatar, "width": 900, "height": 900}]},
                "channelUrl": f"https://www.youtube.com/channel/{account.number}",
                "vanityChannelUrl": f"http://www.youtube.com/@{account.handle}",
            }
        },
    }  # fmt: skip


def tell_grid(posts: Sequence[Post], token: str) -> Json:
    """A grid of videos, and the token of what follows."""
    entries: list[Json] = [
        {"richItemRenderer": {"content": {"lockupViewModel": _tell_card(one)}}} for one in posts
    ]
    if not posts:
        said = {"messageRenderer": {"text": {"simpleText": "This channel has no videos."}}}
        entries = [{"richItemRenderer": {"content": said}}]
    if token:
        command = {"token": token, "request": "CONTINUATION_REQUEST_TYPE_BROWSE"}
        entries.append(
            {"continuationItemRenderer": {"continuationEndpoint": {"continuationCommand": command}}}
        )
    return {"contents": entries, "style": "RICH_GRID_STYLE_SLIM"}


def tell_terminated(account: Account) -> Json:
    """The page of a channel that was ended."""
    said = "This account has been terminated for a violation of YouTube's Terms of Service."
    return {
        "header": {"c4TabbedHeaderRenderer": {"channelId": account.number}},
        "alerts": [{"alertRenderer": {"type": "ERROR", "text": {"simpleText": said}}}],
    }


def tell_player(post: Post | None, account: Account | None, phase: int, *, ended: bool) -> Json:
    """The player's data of a video, or why there is none."""
    if post is None or account is None:
        more = (
            "This video is no longer available because the YouTube account associated with this video has "
            "been terminated."
        )
        said = {"simpleText": more if ended else "This video isn't available any more"}
        screen = {
            "playerErrorMessageRenderer": {"reason": {"simpleText": "Video unavailable"}, "subreason": said}
        }
        return {
            "playabilityStatus": {"status": "ERROR", "reason": "Video unavailable", "errorScreen": screen}
        }
    return {
        "playabilityStatus": {"status": "OK", "playableInEmbed": True},
        "videoDetails": {
            "videoId": post.id,
            "title": post.title,
            "lengthSeconds": "151",
            "channelId": account.number,
            "shortDescription": post.text_in(phase),
            "thumbnail": {
                "thumbnails": [
                    {"url": f"https://i.ytimg.com/vi/{post.id}/hqdefault.jpg", "width": 480, "height": 360}
                ]
            },
            "viewCount": "41",
            "author": account.display_name,
        },
        "microformat": {
            "playerMicroformatRenderer": {
                "publishDate": f"{post.posted_at:%Y-%m-%dT%H:%M:%S}+00:00",
                "uploadDate": f"{post.posted_at:%Y-%m-%dT%H:%M:%S}+00:00",
                "ownerChannelName": account.display_name,
                "externalChannelId": account.number,
                "category": "People & Blogs",
                "likeCount": "3",
            }
        },
    }


def _tell_card(post: Post) -> Json:
    days = max(1, (NOW - post.posted_at).days)
    age = f"{days} days ago" if days < 14 else f"{days // 7} weeks ago"
    row = {"metadataParts": [{"text": {"content": "41 views"}}, {"text": {"content": age}}]}
    badge = {
        "thumbnailBadgeViewModel": {"text": "2:31", "badgeStyle": "THUMBNAIL_OVERLAY_BADGE_STYLE_DEFAULT"}
    }
    picture = {"url": f"https://i.ytimg.com/vi/{post.id}/hqdefault.jpg", "width": 336, "height": 188}
    return {
        "contentImage": {
            "thumbnailViewModel": {
                "image": {"sources": [picture]},
                "overlays": [{"thumbnailBottomOverlayViewModel": {"badges": [badge]}}],
            }
        },
        "metadata": {
            "lockupMetadataViewModel": {
                "title": {"content": post.title},
                "metadata": {"contentMetadataViewModel": {"metadataRows": [row], "delimiter": " • "}},
            }
        },
        "contentId": post.id,
        "contentType": "LOCKUP_CONTENT_TYPE_VIDEO",
    }
