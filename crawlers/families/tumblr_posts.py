"""Tumblr's blog and post objects as accounts and posts.

Sources: tumblr/docs api.md and npf-spec.md; the fields of reblogs (``reblogged_from_*``,
``reblogged_root_*``) and of the older ``trail`` (``content_raw``, ``is_current_item``) as Tumblr's own
clients read them. A reblog without a word of its own is a repost of the post at the trail's root; with words
it quotes it. What stands in a trail is never told as the blog's own.
"""

from __future__ import annotations

from crawlers.drift import ATTRIBUTE, name_drift
from crawlers.families.tumblr_blocks import Content, join, read_blocks, read_content, read_markup
from crawlers.html_text import absolute, read_html
from crawlers.json_reading import (
    Object,
    maybe_count,
    maybe_object,
    maybe_objects,
    maybe_text,
    maybe_time,
    need_id,
)
from crawlers.words import words
from storage.items import Account, Capture, Link, Post, PostKind, Watched

BLOG = words(
    """
    admin allow_search_indexing analytics_url ask ask_anon ask_page_title asks_allow_media avatar
    blog_view_url can_be_booped can_be_followed can_chat can_message can_send_fan_mail can_show_badges
    can_subscribe created_post customizable description description_npf drafts duration_blog_following_you
    duration_following_blog facebook facebook_opengraph_enabled feature_set fan_mail followed followers
    has_flagged_content is_adult is_blocked_from_primary is_brag is_following_you is_group_channel is_hidden
    is_hidden_from_blog_network is_intro is_member is_nsfw is_optout_ads is_paywall_on is_paywalled_by_user
    is_password_protected is_private_channel is_tumblrpay_onboarded key likes live_now live_streaming_user_id
    messages name npf_posting_allowed owned_by_current_user placement_id posts primary queue random_name
    reply_conditions seconds_since_last_activity share_following share_likes should_show_gift
    should_show_tip should_show_tumblrmart_gift show_author_avatar show_badge_management show_navigation
    show_top_posts submission_page_title submission_terms subscribed subscription theme theme_id timezone
    timezone_offset tiprequests_enabled title top_tags top_tags_all total_posts tumblrmart_accessories tweet
    twitter_enabled twitter_send type updated url use_ask uuid can_submit can_onboard_to_paywall
    subscription_plan tumblrmart_orders avatar_shape description_sanitized muted mute_end_timestamp
    """
)
POST = words(
    """
    advertiser_name album album_art answer artist asking_avatar asking_is_adult asking_name asking_url
    audio_source_url audio_type audio_url author author_blog avatar_shape blog blog_name blocks body
    bookmarklet can_blaze can_delete can_edit can_ignite can_like can_mute can_reblog can_reply
    can_send_in_message caption classification comment community community_labels content content_warning date
    description dialogue display_avatar duration embed_html5_source embed_key excerpt excluded_tags
    featured_in_tag filtered_reason followed format genesis_post_id has_community_label html5_capable id
    id_string image_permalink interactability_blaze interactability_reblog is_adult is_anonymous
    is_blaze_pending is_blazed is_blocks_post_format is_brand_safe is_commercial is_nsfw is_pinned
    is_submission is_tumblr_content label layout liked like_count link_author link_image link_image_dimensions
    link_url mobile mute_end_timestamp muted name note_count notes notes_count object_type
    parent_post_blog_name parent_post_blog_uuid parent_post_id parent_post_url parent_tumblelog_uuid
    permalink_url photos photoset_layout photoset_photos placement_id player plays post_author
    post_author_avatar post_author_is_adult post_url publisher queued_state question reblog reblog_count
    reblog_key reblogged_from_advertiser_name reblogged_from_can_message reblogged_from_following
    reblogged_from_id reblogged_from_name reblogged_from_title reblogged_from_url reblogged_from_uuid
    reblogged_root_advertiser_name reblogged_root_can_message reblogged_root_following reblogged_root_id
    reblogged_root_name reblogged_root_title reblogged_root_url reblogged_root_uuid recommended_color
    recommended_source reply_conditions reply_count scheduled_publish_time score serve_id short_url
    should_bypass_safe_mode should_bypass_safemode should_bypass_tagfiltering should_open_in_legacy slug
    source source_title source_url source_url_raw state sponsored_ads_id summary supply_logging
    supply_logging_positions supply_provider_id tags text thumbnail_height thumbnail_url thumbnail_width
    timestamp title total_posts track_name trail tumblelog tumblelog_uuid type updated url width height video
    video_type video_url year audio_caption is_mp4 is_external sharePopoverData context_page use_cslt
    """
)


def read_blog(blog: Object, capture: Capture, watched: Watched, where: str) -> Account:
    """A blog, under the id that survives its renaming where the answer tells it."""
    name = maybe_text(blog, "name") or watched.handle
    uuid = maybe_text(blog, "uuid")
    key = uuid if uuid.startswith("t:") else watched.key
    theme = maybe_object(blog, "theme")
    avatars = [absolute(maybe_text(one, "url")) for one in maybe_objects(blog, "avatar")]
    bio = read_html(maybe_text(blog, "description"))
    nsfw = "1" if blog.get("is_nsfw") is True or blog.get("is_adult") is True else ""
    attributes = {
        "nsfw": nsfw,
        "ask": "1" if blog.get("ask") is True else "",
        "updated": maybe_text(blog, "updated"),
        "likes": maybe_text(blog, "likes"),
        ATTRIBUTE: name_drift("blog", BLOG, blog),
    }
    return Account(
        platform=watched.platform,
        key=key,
        handle=name,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        url=absolute(maybe_text(blog, "url")) or watched.url,
        host=watched.host,
        display_name=maybe_text(blog, "title"),
        bio=bio.text,
        posts=maybe_count(blog, "posts"),
        avatar_url=next(filter(None, avatars), ""),
        banner_url=absolute(maybe_text(theme, "header_image")),
        links=tuple(Link(url=one.url, text=one.text, kind="bio") for one in bio.links),
        aliases=tuple(sorted({watched.key, name} - {key, ""})),
        attributes={title: value for title, value in attributes.items() if value},
    )


def read_post(post: Object, account: Account, capture: Capture, where: str) -> Post:
    """A post of the blog. Raises ``Unreadable`` where it has neither id nor time."""
    own, trail = read_content(post), _read_trail(post)
    parent = maybe_text(post, "reblogged_from_id") or maybe_text(post, "parent_post_id")
    root = maybe_text(post, "reblogged_root_id") or (trail[0][0] if trail else "") or parent
    is_reblog = bool(root or trail)
    passes_on = is_reblog and own.is_empty
    shown = join(content for _, _, content in trail) if passes_on else own
    author = maybe_text(post, "reblogged_root_name") or (trail[0][1] if trail else "")
    kind: PostKind = "repost" if passes_on else "quote" if is_reblog else "post"
    source = absolute(maybe_text(post, "source_url"))
    links = (*shown.links, *((Link(url=source, kind="card"),) if source and not is_reblog else ()))
    labels = maybe_object(post, "community_labels")
    return Post(
        platform=account.platform,
        id=need_id(post, "id_string" if post.get("id_string") else "id"),
        account=account.key,
        url=absolute(maybe_text(post, "post_url")) or f"{account.url}post/{maybe_text(post, 'id')}",
        text=shown.text or shown.title,
        record_id=capture.record_id,
        where=where,
        captured_at=capture.captured_at,
        kind=kind,
        title=shown.title,
        author=author if passes_on else "",
        posted_at=maybe_time(post, "timestamp") or maybe_time(post, "date"),
        posted_at_text=need_id(post, "date" if post.get("date") else "timestamp"),
        pinned=post.get("is_pinned") is True,
        sensitive=post.get("is_nsfw") is True or labels.get("has_community_label") is True,
        repost_of=root if passes_on else "",
        quote_of=root if kind == "quote" else "",
        hashtags=tuple(one for one in post.get("tags") or () if isinstance(one, str) and "\x00" not in one)
        if isinstance(post.get("tags"), list)
        else (),
        mentions=shown.mentions,
        media=shown.media,
        links=tuple({one.url: one for one in reversed(links)}.values())[::-1],
        route=capture.route,
        uri=maybe_text(post, "short_url"),
        attributes=_read_attributes(post, own),
    )


def _read_trail(post: Object) -> list[tuple[str, str, Content]]:
    """Id, blog and words of each post that is passed on, the root first."""
    found = []
    for one in maybe_objects(post, "trail"):
        if one.get("is_current_item") is True and "content_raw" in one:
            continue  # the older trail ends with the post itself
        blocks = one.get("content")
        content = (
            read_blocks(blocks, maybe_objects(one, "layout"))
            if isinstance(blocks, list)
            else read_markup(maybe_text(one, "content_raw") or maybe_text(one, "content"))
        )
        blog = maybe_text(maybe_object(one, "blog"), "name") or maybe_text(one, "broken_blog_name")
        found.append((maybe_text(maybe_object(one, "post"), "id"), blog, content))
    return found


def _read_attributes(post: Object, own: Content) -> dict[str, str]:
    found = {
        "type": maybe_text(post, "type"),
        "state": maybe_text(post, "state") if maybe_text(post, "state") != "published" else "",
        "notes": maybe_text(post, "note_count"),
        "reblogged_from": maybe_text(post, "reblogged_from_url") or maybe_text(post, "parent_post_url"),
        "reblogged_from_blog": maybe_text(post, "reblogged_from_uuid"),
        "original": maybe_text(post, "reblogged_root_url"),
        "original_blog": maybe_text(post, "reblogged_root_uuid"),
        "asked": own.asked,
        "asked_by": own.asked_by,
        "source_title": maybe_text(post, "source_title"),
        ATTRIBUTE: name_drift("post", POST, post),
    }
    return {name: value for name, value in found.items() if value}
