"""The fields that Discourse sends of a post, a user and a user's action: those read and those left aside.

Sources: recorded answers; docs.discourse.org; ``app/serializers/{post,basic_post,user,user_card,user_action}
_serializer.rb`` of discourse/discourse.
"""

from __future__ import annotations

from crawlers.words import words

POST = words(
    """
    id name username avatar_template created_at cooked post_number post_type posts_count updated_at
    reply_count reply_to_post_number quote_count avg_time incoming_link_count reads readers_count score yours
    topic_id topic_slug topic_title topic_html_title category_id display_username primary_group_name
    primary_group_flair_url primary_group_flair_bg_color primary_group_flair_color flair_name flair_url
    flair_bg_color flair_color flair_group_id badges_granted version can_edit can_delete can_recover
    can_see_hidden_post can_wiki can_permanently_delete link_counts read user_title title_is_group
    reply_to_user bookmarked raw actions_summary moderator admin staff user_id draft_sequence hidden
    hidden_reason_id cooked_hidden trust_level deleted_at user_deleted edit_reason can_view_edit_history wiki
    action_code action_code_who action_code_path notice via_email is_auto_generated excerpt truncated
    post_url mentioned_users polls reactions reaction_users_count current_user_reaction
    current_user_used_main_reaction can_accept_answer can_unaccept_answer accepted_answer
    topic_accepted_answer user_status locked_at last_wiki_edit user_created_at user_date_of_birth
    user_signature group_moderator can_vote topic_posts_count topic_filtered_posts_count topic_archetype
    category_slug url can_translate localized user_custom_fields raw_email image_url auto_track
    deleted_by event retort_emojis retorts reviewable_id reviewable_score_count
    reviewable_score_pending_count user_suspended animated_avatar
    """
)
USER = words(
    """
    id username name avatar_template last_posted_at last_seen_at created_at ignored muted can_ignore_user
    can_ignore_users can_mute_user
    can_mute_users can_send_private_messages
    can_send_private_message_to_user trust_level moderator admin title badge_count
    second_factor_backup_enabled user_fields custom_fields
    time_read recent_time_read primary_group_id primary_group_name
    primary_group_flair_url primary_group_flair_bg_color primary_group_flair_color flair_name flair_url
    flair_bg_color flair_color flair_group_id featured_topic staged can_edit can_edit_username can_edit_email
    can_edit_name uploaded_avatar_id has_title_badges pending_count pending_posts_count profile_view_count
    can_upload_profile_header can_upload_user_card_background bio_raw bio_cooked bio_excerpt website
    website_name location website_domain card_background_upload_url profile_background_upload_url timezone
    suspend_reason suspended_till silenced_till silence_reason profile_hidden inactive status invited_by
    groups featured_user_badge_ids badges_granted featured_user_badges card_badge can_be_deleted
    can_delete_all_posts date_of_birth birthdate total_followers total_following is_followed can_follow
    can_see_following can_see_followers can_see_network_tab accepted_answers gamification_score
    use_logo_small_as_avatar private_messages_stats mutual_follow user_notification_schedule sidebar_tags
    can_chat_user has_chat_enabled animated_avatar associated_accounts can_see_private_messages
    can_pick_theme_with_custom_homepage can_change_bio can_change_location can_change_website
    can_change_tracking_preferences
    """
)
