"""The fields of Lemmy's and PieFed's views that the family knows, of all versions of their interfaces.

Sources: LemmyNet/lemmy-js-client ``src/types`` (0.19: v3; 1.0: v4), LemmyNet/lemmy
``crates/api/routes_v3/src/convert.rs``, which turns one into the other; PieFed ``app/api/alpha/views.py``.
"""

from __future__ import annotations

from crawlers.words import words

PERSON = words(
    """
    id name display_name avatar banned published updated actor_id bio local banner deleted matrix_user_id
    bot_account ban_expires instance_id admin published_at updated_at ap_id post_count comment_count
    post_score comment_score inbox_url shared_inbox_url last_refreshed_at user_name title bot about
    about_html extra_fields flair note
    """
)
COMMUNITY = words(
    """
    id name title description sidebar summary removed published updated published_at updated_at deleted nsfw
    actor_id ap_id local icon banner hidden posting_restricted_to_mods instance_id visibility subscribers
    posts comments users_active_day users_active_week users_active_month users_active_half_year
    subscribers_local report_count unresolved_report_count local_removed restricted_to_mods banned
    question_answer ai_generated ap_domain posting_warning last_refreshed_at followers_url inbox_url
    moderators_url featured_url random_number
    """
)
POST = words(
    """
    id name url body creator_id community_id removed locked published updated deleted nsfw embed_title
    embed_description thumbnail_url ap_id local embed_video_url language_id featured_community
    featured_local url_content_type alt_text published_at updated_at scheduled_publish_time_at
    newest_comment_time_at newest_comment_time_necro_at comments score upvotes downvotes report_count
    unresolved_report_count federation_pending embed_video_width embed_video_height title user_id sticky
    instance_sticky emoji_reactions ai_generated edited_at post_type small_thumbnail_url cross_posts
    image_details tags flair event poll visibility
    """
)
COMMENT = words(
    """
    id creator_id post_id content removed published updated deleted ap_id local path distinguished
    language_id published_at updated_at score upvotes downvotes child_count report_count
    unresolved_report_count federation_pending locked community_id user_id body answer emoji_reactions
    repliesEnabled visibility
    """
)
