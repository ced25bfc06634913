"""The fields of Mastodon API entities that the family knows, those of its forks included.

Sources: docs.joinmastodon.org/entities (Account, Status, MediaAttachment), Pleroma's "Differences in
Mastodon API responses", GoToSocial's swagger, Pixelfed's ``StatusTransformer``, Fedibird's and Truth
Social's recorded bodies.
"""

from __future__ import annotations

from crawlers.words import words

ACCOUNT = words(
    """
    id username acct display_name locked bot discoverable group created_at note url uri avatar
    avatar_static avatar_description header header_static header_description followers_count
    following_count statuses_count last_status_at hide_collections emojis fields roles moved suspended
    limited noindex indexable memorial source show_media show_media_replies show_featured
    feature_approval mute_expires_at role enable_rss avatar_media_id header_media_id theme custom_css
    pleroma akkoma fqn follow_requests_count local is_admin website location header_bg pronouns
    last_fetched_at friendica payment_options subscribers_count identity_proofs authentication_methods
    client_config mention_policy public_keys aliases verified accepting_messages chats_onboarded
    feeds_onboarded show_nonmember_group_statuses pleroma_settings receive_only_follow_mentions
    tv_onboarded_account tv_account unauth_visibility premium sms is_pro is_verified is_donor
    is_investor is_parody is_spam is_flagged_as_spam is_team is_premium pinned_chats subscribing_count
    other_settings cat cat_ears_color server_features searchability settings vcard_bday vcard_address
    """
)
STATUS = words(
    """
    id created_at in_reply_to_id in_reply_to_account_id sensitive spoiler_text visibility language uri
    url replies_count reblogs_count favourites_count quotes_count edited_at content reblog application
    account media_attachments mentions tags emojis card poll quote quote_approval filtered favourited
    reblogged muted bookmarked pinned text text_type tagged_collections local_only content_type
    interaction_policy pleroma akkoma emoji_reactions emojiReactions reactions shortcode content_text
    parent place local pf_type edited taggedPeople label liked_by collections comments_disabled
    media_count license quoted_status friendica visibility_group quote_id links ipfs_cid token_id
    token_tx_id sponsored reply_count sub_type group tv metadata quote_of_id quotes has_quote
    quoted_status_id upvotes_count downvotes_count score plain_markdown rich_content expires_at
    conversation_id conversation_owner_id revised_at bookmark_collection_id reaction reactions_counts
    direct_replies_count is_reply has_voted version tombstone event links_preview pinned_by_group
    limited circle_id expires_action status_reference_ids status_references_count
    status_referred_by_count searchability scheduled_at emoji_reactions_count emoji_reactioned
    visibility_ex quote_url reblogs_count_ex poll_id status_referred_by_ids
    """
)
