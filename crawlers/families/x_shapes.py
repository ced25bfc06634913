"""The fields of X's answers that the family knows, read or left aside on purpose.

Sources: docs.x.com/x-api/fundamentals/data-dictionary (API v2); recorded bodies of API v1.1, of the web's
GraphQL (2023 to 2026) and of the embedded timeline.
"""

from __future__ import annotations

from crawlers.words import words

API_USER = words(
    """
    id name username created_at description entities location pinned_tweet_id most_recent_tweet_id
    profile_image_url profile_banner_url protected public_metrics url verified verified_type
    verified_followers_count withheld affiliation connection_status subscription_type subscription
    receives_your_dm parody is_identity_verified confirmed_email
    """
)
API_POST = words(
    """
    id text created_at author_id username conversation_id entities attachments lang public_metrics
    referenced_tweets in_reply_to_user_id edit_history_tweet_ids edit_controls note_tweet
    possibly_sensitive source withheld geo context_annotations reply_settings non_public_metrics
    organic_metrics promoted_metrics display_text_range article card_uri community_id media_metadata
    scopes suggested_source_links paid_partnership made_with_ai
    """
)
USER = words(
    """
    id id_str rest_id __typename name screen_name created_at description location url entities
    followers_count friends_count statuses_count listed_count favourites_count media_count
    fast_followers_count normal_followers_count verified verified_type is_blue_verified protected
    profile_image_url profile_image_url_https profile_banner_url pinned_tweet_ids_str
    withheld_in_countries withheld_scope possibly_sensitive default_profile default_profile_image can_dm
    can_media_tag has_custom_timelines is_translator translator_type want_retweets
    profile_interstitial_type needs_phone_verification utc_offset time_zone geo_enabled lang
    contributors_enabled is_translation_enabled profile_background_color profile_background_image_url
    profile_background_image_url_https profile_background_tile profile_link_color
    profile_sidebar_border_color profile_sidebar_fill_color profile_text_color
    profile_use_background_image has_extended_profile following follow_request_sent notifications
    blocking blocked_by followed_by muting live_following status show_all_inline_media
    profile_image_shape profile_location advertiser_account_type advertiser_account_service_levels
    profile_image_extensions_alt_text follow_request_received highlighted_label is_protected
    business_profile_state require_some_consent can_secret_dm ext_is_blue_verified
    """
)
WEB_USER = words(
    """
    __typename id rest_id core legacy avatar banner profile_bio location website relationship_counts
    tweet_counts privacy verification verification_info is_blue_verified pinned_items action_counts
    affiliates_highlighted_label has_graduated_access profile_image_shape professional
    legacy_extended_profile is_profile_translatable has_hidden_subscriptions_on_profile
    has_hidden_likes_on_profile highlights_info user_seed_tweet_count premium_gifting_eligible
    business_account creator_subscriptions_count dm_permissions follow_request_sent media_permissions
    notifications_settings possibly_sensitive profile_description_language profile_metadata
    profile_sort_enabled profile_translation relationship_perspectives super_follow_eligible
    super_followed_by super_following smart_blocked_by smart_blocking birdwatch_profile
    parody_commentary_fan_label tipjar_settings timeline timeline_v2 exclusive_tweet_following
    private_super_following legacy_core identity_profile_labels_highlighted_label
    """
)
POST = words(
    """
    id id_str created_at full_text text truncated display_text_range source lang entities
    extended_entities in_reply_to_status_id in_reply_to_status_id_str in_reply_to_user_id
    in_reply_to_user_id_str in_reply_to_screen_name in_reply_to_name user user_id_str geo coordinates
    place contributors is_quote_status retweeted_status retweeted_status_result quoted_status
    quoted_status_result quoted_status_id quoted_status_id_str quoted_status_permalink quoted_tweet
    retweet_count favorite_count reply_count quote_count bookmark_count favorited retweeted bookmarked
    possibly_sensitive possibly_sensitive_editable conversation_id_str conversation_count self_thread
    limited_actions scopes withheld_in_countries withheld_scope withheld_copyright edit_control isEdited
    isStaleEdit mediaDetails photos video parent news_action_type note_tweet card permalink location
    filter_level timestamp_ms metadata matching_rules conversation_muted extended_tweet birdwatch_pivot
    article community __typename url view_count_info ext_edit_control has_birdwatch_notes
    """
)
WEB_POST = words(
    """
    __typename rest_id core legacy views view_count_info source edit_control note_tweet card
    quoted_status_result quotedRefResult previous_counts has_birdwatch_notes birdwatch_pivot
    is_translatable quick_promote_eligibility unmention_data unmention_info unified_card place article
    community community_relationship author_community_relationship tweet_interstitial
    superFollowsReplyUserResult grok_analysis_button grok_analysis_followups grok_share_attachment
    grok_translated_post grok_translated_post_with_availability grok_annotations is_professional_content
    content_disclosure post_image_description post_video_description reply_to_results repost_result
    isRepost conversation_control trusted_friends_info_result reply_to_user_results limitedActionResults
    user_id_str id grok_bounding_box_annotations voice_info exclusive_tweet_info analytics
    promotedMetadata
    """
)
