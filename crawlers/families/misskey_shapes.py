"""The fields of Misskey's notes and users that the family knows, those of its forks included.

Sources: Misskey ``packages/backend/src/models/json-schema/{note,user,drive-file}.ts``; the same of Sharkey;
Iceshrimp and Firefish ``packages/backend/src/models/repositories/note.ts``; recorded bodies.
"""

from __future__ import annotations

from crawlers.words import words

NOTE = words(
    """
    id createdAt deletedAt updatedAt text cw userId user replyId renoteId reply renote isHidden visibility
    mentions visibleUserIds fileIds files tags poll emojis channelId channel localOnly reactionAcceptance
    reactionEmojis reactions reactionCount renoteCount repliesCount uri url reactionAndUserPairCache
    clippedCount myReaction hasPoll isMutingThread isMutingNote isFavorited isRenoted isFiltered
    quoteAuthorization canBite lang mandatoryCW bypassSilence processErrors
    """
)
USER = words(
    """
    id name username host avatarUrl avatarBlurhash avatarDecorations isBot isCat emojis onlineStatus
    badgeRoles instance url uri movedTo alsoKnownAs createdAt updatedAt lastFetchedAt bannerUrl
    bannerBlurhash isLocked isSilenced isSuspended isDeleted isLimited description location birthday lang
    fields verifiedLinks followersCount followingCount notesCount pinnedNoteIds pinnedNotes pinnedPageId
    pinnedPage publicReactions followersVisibility followingVisibility ffVisibility chatScope canChat
    twoFactorEnabled usePasswordLessLogin securityKeys roles memo followedMessage moderationNote isFollowing
    isFollowed hasPendingFollowRequestFromYou hasPendingFollowRequestToYou isBlocking isBlocked isMuted
    isRenoteMuted notify withReplies requireSigninToViewContents makeNotesFollowersOnlyBefore
    makeNotesHiddenBefore isAdmin isModerator isSystem noindex speakAsCat approved isExplorable avatarColor
    bannerColor backgroundUrl backgroundBlurhash listenbrainz enableRss mandatoryCW rejectQuotes
    attributionDomains bypassSilence isIndexable pronouns canBite
    """
)
