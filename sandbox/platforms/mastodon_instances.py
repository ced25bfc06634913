"""What a host says of itself: the instance, NodeInfo, WebFinger.

Sources: docs.joinmastodon.org/methods/instance, nodeinfo.diaspora.software/schema, RFC 7033.
"""

from __future__ import annotations

import json

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.items import Account
from sandbox.platforms.mastodon_accounts import Entity, actor_url
from sandbox.platforms.mastodon_view import View, find_account

SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"


def make_instance(view: View) -> Entity:
    """``/api/v1/instance``."""
    return {
        "uri": f"https://{view.host}" if view.platform in ("pleroma", "akkoma", "friendica") else view.host,
        "title": view.dialect.title,
        "short_description": "",
        "description": "",
        "email": f"post@{view.host}",
        "version": view.dialect.version,
        "urls": {"streaming_api": f"wss://{view.host}"},
        "stats": {**_count(view), "domain_count": 1},
        "thumbnail": None,
        "languages": ["en"],
        "registrations": True,
        "approval_required": False,
        "invites_enabled": False,
        "rules": [],
    }


def make_second_instance(view: View) -> Entity:
    """``/api/v2/instance``."""
    return {
        "domain": view.host,
        "title": view.dialect.title,
        "version": view.dialect.version,
        "source_url": "",
        "description": "",
        "usage": {"users": {"active_month": _count(view)["user_count"]}},
        "thumbnail": {"url": None},
        "languages": ["en"],
        "configuration": {"urls": {"streaming": f"wss://{view.host}"}, "accounts": {}, "statuses": {}},
        "registrations": {"enabled": True, "approval_required": False, "message": None},
        "contact": {"email": f"post@{view.host}", "account": None},
        "rules": [],
    }


def find_nodeinfo(view: View) -> Answer:
    """``/.well-known/nodeinfo``: where NodeInfo is."""
    path = "/api/nodeinfo/2.0.json" if view.platform == "pixelfed" else "/nodeinfo/2.0"
    links = [{"rel": SCHEMA, "href": f"https://{view.host}{path}"}]
    return answer_json({"links": links}, server=view.dialect.server)


def make_nodeinfo(view: View) -> Entity:
    """NodeInfo 2.0."""
    count = _count(view)
    return {
        "version": "2.0",
        "software": {"name": view.dialect.software, "version": view.dialect.release},
        "protocols": ["activitypub"],
        "services": {"outbound": [], "inbound": []},
        "usage": {
            "users": {"total": count["user_count"], "activeMonth": count["user_count"]},
            "localPosts": count["status_count"],
        },
        "openRegistrations": True,
        "metadata": {"nodeName": view.dialect.title},
    }


def answer_webfinger(view: View, asked: Asked) -> Answer:
    """``/.well-known/webfinger``: 410 for accounts that are no more, 400 without a resource."""
    resource = asked.query.get("resource", "")
    if not resource:
        return Answer(status=400, server=view.dialect.server)
    account = _find_resource(view, resource)
    state = account.state(view.phase) if account else "missing"
    if account is None or state == "missing":
        return Answer(status=404, server=view.dialect.server)
    if state in ("suspended", "deleted"):
        return Answer(status=410, server=view.dialect.server)
    actor = actor_url(account)
    content = {
        "subject": f"acct:{account.handle}@{account.host}",
        "aliases": list(dict.fromkeys((account.url, actor))),
        "links": [
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url},
            {"rel": "self", "type": "application/activity+json", "href": actor},
        ],
    }
    return Answer(
        body=json.dumps(content, separators=(",", ":")).encode(),
        content_type="application/jrd+json; charset=utf-8",
        server=view.dialect.server,
    )


def _find_resource(view: View, resource: str) -> Account | None:
    if resource.startswith("acct:"):
        return find_account(view, resource)
    here = view.world.by_host[view.host]
    return next((one for one in here if resource in (one.url, actor_url(one))), None)


def _count(view: View) -> dict[str, int]:
    """How many live accounts, and how many posts they show."""
    live = [one for one in view.world.by_host[view.host] if one.state(view.phase) == "live"]
    posts = sum(len(view.world.timeline(one, view.phase)) for one in live)
    return {"user_count": len(live), "status_count": posts}
