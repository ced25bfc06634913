"""The Account entity of each program.

Sources: docs.joinmastodon.org/entities/Account, and recorded bodies of the forks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sandbox.operation.addresses import avatar_url, make_status_id
from sandbox.operation.items import Account
from sandbox.platforms.mastodon_markup import write_text
from sandbox.platforms.mastodon_view import View, pick_number, write_time

Entity = dict[str, object]
MOVED_AFTER = timedelta(days=900)
NEW_ACTORS = datetime(2025, 12, 1, tzinfo=UTC)


def make_account(view: View, account: Account) -> Entity:
    """The account as its host's API shows it; suspended ones are blanked, as Mastodon does since 3.3."""
    state = account.state(view.phase)
    if state == "suspended":
        return {**_blank(view, account), "suspended": True}
    entity = _describe(view, account)
    match view.platform:
        case "mastodon":
            entity |= {
                "indexable": account.operation, "uri": actor_url(account), "hide_collections": None,
                "noindex": False, "roles": [],
            }  # fmt: skip
        case "pawoo":
            entity |= {"noindex": False, "roles": []}
        case "fedibird":
            entity |= {"cat": False, "subscribing_count": 0}
        case "gab":
            del entity["discoverable"], entity["group"], entity["last_status_at"]
            entity |= {
                "is_pro": False, "is_verified": False, "is_donor": False, "is_investor": False,
                "is_parody": False, "is_spam": False, "is_flagged_as_spam": False,
            }  # fmt: skip
        case "truthsocial":
            entity |= {
                "verified": False, "location": "", "website": "", "accepting_messages": True,
                "unauth_visibility": state != "walled", "chats_onboarded": True, "feeds_onboarded": True,
                "tv_onboarded_account": False, "show_nonmember_group_statuses": None,
            }  # fmt: skip
        case "pixelfed":
            entity |= {
                "local": True, "is_admin": False, "header_bg": None, "location": None, "pronouns": [],
                "website": None, "last_fetched_at": None, "last_status_at": None,
            }  # fmt: skip
        case "pleroma" | "akkoma":
            entity |= _add_pleroma(view, account)
        case "gotosocial":
            entity |= {"enable_rss": False, "hide_collections": False, "roles": []}
        case "friendica":
            entity |= {
                "source": {
                    "privacy": "public",
                    "sensitive": False,
                    "language": "en",
                    "note": "",
                    "fields": [],
                }
            }
        case "mitra":
            entity |= {"identity_proofs": [], "payment_options": [], "subscribers_count": 0}
            entity |= {"authentication_methods": [], "mention_policy": "none", "uri": actor_url(account)}
    return entity


def actor_url(account: Account) -> str:
    """The account's ActivityPub id; Mastodon names new accounts by number since 4.5."""
    if account.platform == "mastodon" and account.created_at >= NEW_ACTORS:
        return f"https://{account.host}/ap/users/{account.number}"
    if account.platform == "gab":
        return account.url
    path = "profile" if account.platform == "friendica" else "users"
    return f"https://{account.host}/{path}/{account.handle}"


def _describe(view: View, account: Account) -> Entity:
    """The fields that all of them have."""
    state = account.state(view.phase)
    posts = view.world.timeline(account, view.phase)
    picture, header = avatar_url(account), f"https://{account.host}/headers/original/missing.png"
    newest = posts[0].posted_at if posts else None
    entity: Entity = {
        "id": account.number,
        "username": account.handle,
        "acct": account.handle if account.host == view.host else f"{account.handle}@{account.host}",
        "display_name": account.display_name,
        "locked": state == "private",
        "bot": False,
        "discoverable": True,
        "group": False,
        "created_at": _write_created(view, account),
        "note": write_text(view, account.bio),
        "url": account.url,
        "avatar": picture,
        "avatar_static": picture,
        "header": header,
        "header_static": header,
        "followers_count": account.followers,
        "following_count": account.following,
        # A private account counts its posts for everyone, and shows them to its followers only.
        "statuses_count": 20 + pick_number(account.name, 50) if state == "private" else len(posts),
        "last_status_at": f"{newest.astimezone(UTC):%Y-%m-%d}" if newest else None,
        "emojis": [],
        "fields": [],
    }
    if account.moved_to:
        entity["moved"] = _move(view, account)
    return entity


def _blank(view: View, account: Account) -> Entity:
    missing = f"https://{account.host}/avatars/original/missing.png"
    return {
        **_describe(view, account), "display_name": "", "locked": False, "discoverable": False, "note": "",
        "avatar": missing, "avatar_static": missing, "followers_count": 0, "following_count": 0,
        "statuses_count": 0, "last_status_at": None, "emojis": [], "fields": [],
    }  # fmt: skip


def _move(view: View, account: Account) -> Entity:
    """The account at its new host, as the old one knows it."""
    host, begun = account.moved_to, account.created_at + MOVED_AFTER
    missing = f"https://{view.host}/avatars/original/missing.png"
    return {
        "id": make_status_id("mastodon", begun, f"moved:{account.name}"),
        "username": account.handle, "acct": f"{account.handle}@{host}", "display_name": account.display_name,
        "locked": False, "bot": False, "discoverable": True, "group": False,
        "created_at": f"{begun.astimezone(UTC):%Y-%m-%d}T00:00:00.000Z", "note": "",
        "url": f"https://{host}/@{account.handle}", "uri": f"https://{host}/users/{account.handle}",
        "avatar": missing, "avatar_static": missing, "header": missing, "header_static": missing,
        "followers_count": account.followers, "following_count": account.following, "statuses_count": 0,
        "last_status_at": None, "emojis": [], "fields": [],
    }  # fmt: skip


def _add_pleroma(view: View, account: Account) -> Entity:
    posts = view.world.timeline(account, view.phase)
    extra: Entity = {
        "fqn": f"{account.handle}@{account.host}",
        "last_status_at": f"{posts[0].posted_at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if posts else None,
        "source": {
            "note": account.bio, "fields": [], "sensitive": False,
            "pleroma": {"actor_type": "Person", "discoverable": True},
        },
        "pleroma": {
            "ap_id": actor_url(account), "also_known_as": [], "background_image": None, "birthday": None,
            "deactivated": False, "favicon": None, "hide_favorites": True, "hide_followers": False,
            "hide_follows": False, "is_admin": False, "is_confirmed": True, "is_moderator": False,
            "relationship": {}, "skip_thread_containment": False, "tags": [],
        },
    }  # fmt: skip
    if view.platform == "akkoma":
        extra["akkoma"] = {
            "instance": {"name": account.host, "favicon": None, "nodeinfo": {}},
            "permit_followback": False,
        }
    return extra


def _write_created(view: View, account: Account) -> str:
    at = account.created_at.astimezone(UTC)
    match view.dialect.created:
        case "midnight":
            return f"{at:%Y-%m-%d}T00:00:00.000Z"
        case "microsecond":
            return f"{at:%Y-%m-%dT%H:%M:%S}.000000Z"
    return write_time(at, view.dialect.created == "millisecond")
