"""The fields of Reddit's things that the family knows, read or left aside on purpose.

Sources: praw's recorded answers (2016 to 2020) and the field lists of programs that read ``.json`` pages.
"""

from __future__ import annotations

from crawlers.words import words

SUBMISSION = words(
    """
    all_awardings allow_live_comments approved_at_utc approved_by archived author author_cakeday
    author_flair_background_color author_flair_css_class author_flair_richtext author_flair_template_id
    author_flair_text author_flair_text_color author_flair_type author_fullname author_is_blocked
    author_patreon_flair author_premium awarders banned_at_utc banned_by brand_safe call_to_action
    can_gild can_mod_post category clicked collections content_categories contest_mode created
    created_utc crosspost_parent crosspost_parent_list discussion_type distinguished domain downs edited
    event_end event_is_live event_start from from_id from_kind gallery_data gilded gildings hidden
    hide_score id is_created_from_ads_ui is_crosspostable is_gallery is_meta is_original_content
    is_reddit_media_domain is_robot_indexable is_self is_survey_ad is_video likes
    link_flair_background_color link_flair_css_class link_flair_richtext link_flair_template_id
    link_flair_text link_flair_text_color link_flair_type locked media media_embed media_metadata
    media_only mod_note mod_reason_by mod_reason_title mod_reports name no_follow num_comments
    num_crossposts num_duplicates num_reports outbound_link over_18 parent_whitelist_status permalink
    pinned poll_data post_hint preview previous_visits promoted pwls quarantine removal_reason
    removed_by removed_by_category report_reasons rpan_video rte_mode saved score score_hidden
    secure_media secure_media_embed selftext selftext_html send_replies sr_detail spoiler stickied
    subreddit subreddit_id subreddit_name_prefixed subreddit_subscribers subreddit_type suggested_sort
    thumbnail thumbnail_height thumbnail_width title top_awarded_type total_awards_received
    treatment_tags ups upvote_ratio url url_overridden_by_dest user_reports view_count visited
    whitelist_status wls is_promoted author_link_karma author_comment_karma tournament_data
    ad_supplementary_text_md community_topic
    """
)
COMMENT = words(
    """
    all_awardings approved_at_utc approved_by archived associated_award author author_cakeday
    author_flair_background_color author_flair_css_class author_flair_richtext author_flair_template_id
    author_flair_text author_flair_text_color author_flair_type author_fullname author_is_blocked
    author_patreon_flair author_premium awarders banned_at_utc banned_by body body_html can_gild
    can_mod_post collapsed collapsed_because_crowd_control collapsed_reason collapsed_reason_code
    comment_type controversiality created created_utc depth distinguished downs edited
    expression_asset_data gilded gildings id is_submitter likes link_author link_id link_permalink
    link_title link_url locked media_metadata mod_note mod_reason_by mod_reason_title mod_reports name
    no_follow num_comments num_reports over_18 parent_id permalink quarantine removal_reason replies
    report_reasons rte_mode saved score score_hidden send_replies stickied subreddit subreddit_id
    subreddit_name_prefixed subreddit_type top_awarded_type total_awards_received treatment_tags
    unrepliable_reason ups user_reports profile_img profile_over_18
    """
)
REDDITOR = words(
    """
    accept_chats accept_followers accept_pms awardee_karma awarder_karma comment_karma created
    created_utc has_subscribed has_verified_email hide_from_robots icon_img id is_blocked is_employee
    is_friend is_gold is_mod is_suspended link_karma name pref_show_snoovatar snoovatar_img
    snoovatar_size subreddit total_karma verified coins over_18 modhash new_modmail_exists
    pref_geopopular pref_nightmode num_friends inbox_count can_edit_name can_create_subreddit features
    has_android_subscription has_external_account
    """
)
