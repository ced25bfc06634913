"""The servers under Bluesky: an account's own (PDS), the directory of identities, a handle's own host.

Sources: lexicons com.atproto.repo.describeRepo, .listRecords, .getRecord, com.atproto.sync.getRepoStatus,
.getBlob, com.atproto.server.describeServer; web.plc.directory (the DID document); atproto.com/specs/handle.
"""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, answer_json
from sandbox.operation.items import Account, Post
from sandbox.platforms.bluesky_records import (
    Json,
    find_blob,
    record_cid,
    write_profile_record,
    write_record,
)
from sandbox.world import World

POST, REPOST, PROFILE = "app.bsky.feed.post", "app.bsky.feed.repost", "app.bsky.actor.profile"
DEFAULT_PAGE, LARGEST_PAGE = 50, 100

_CLOSED = {"suspended": ("takendown", "RepoTakendown"), "deleted": ("deactivated", "RepoDeactivated")}
"""By the account's state: the hosting status and the name of the error."""


def refuse(name: str, message: str, status: int = 400) -> Answer:
    """An error as XRPC servers write it."""
    return answer_json({"error": name, "message": message}, status)


def answer_server(asked: Asked, phase: int, world: World) -> Answer:
    """What an account's server says of the repositories that it keeps."""
    method, query = asked.path.removeprefix("/xrpc/"), asked.query
    if method == "com.atproto.server.describeServer":
        domains = {one.handle.partition(".")[2] for one in _members(world) if one.host == asked.host}
        return answer_json({"did": f"did:web:{asked.host}", "availableUserDomains": sorted(domains)})
    actor = query.get("repo", query.get("did", ""))
    account = next((one for one in _members(world) if actor in (one.handle, one.number)), None)
    if account is None or account.host != asked.host or account.state(phase) == "missing":
        return refuse("InvalidRequest", f"Could not find repo: {actor}")
    status, error = _CLOSED.get(account.state(phase), ("", ""))
    if method == "com.atproto.sync.getRepoStatus":
        told: Json = {"did": account.number, "active": not status}
        return answer_json({**told, **({"status": status} if status else {"rev": "3mkjaaaaaaa22"})})
    if status:
        return refuse(error, f"Repo has been {status}: {account.number}")
    match method:
        case "com.atproto.repo.describeRepo":
            return answer_json(_describe(account, phase, world))
        case "com.atproto.repo.listRecords":
            return _list_records(asked, account, phase, world)
        case "com.atproto.repo.getRecord":
            return _get_record(asked, account, phase, world)
        case "com.atproto.sync.getBlob":
            blob = find_blob(account, query.get("cid", ""), phase, world)
            if blob is None:
                return refuse("BlobNotFound", "Blob not found")
            safe = (("content-security-policy", "default-src 'none'; sandbox"),)
            return Answer(body=blob[0], content_type=blob[1], headers=safe)
    return refuse("MethodNotImplemented", "Method Not Implemented", 501)


def answer_directory(asked: Asked, phase: int, world: World) -> Answer:
    """The DID document; a DID that was never registered is 404."""
    did = asked.path.strip("/")
    account = next((one for one in _members(world) if one.number == did), None)
    if account is None or account.state(phase) == "missing":
        return answer_json({"message": f"DID not registered: {did}"}, 404)
    return answer_json(write_document(account))


def answer_own_host(asked: Asked, phase: int, world: World) -> Answer | None:
    """``/.well-known/atproto-did`` of a handle that is a host name."""
    if asked.path != "/.well-known/atproto-did":
        return None
    account = next((one for one in _members(world) if one.handle == asked.host), None)
    if account is None or account.state(phase) in ("missing", "suspended"):
        return Answer(status=404, body=b"User not found", content_type="text/plain; charset=utf-8")
    return Answer(body=account.number.encode(), content_type="text/plain; charset=utf-8")


def write_document(account: Account) -> Json:
    """The DID document of an account."""
    key = f"zQ3sh{account.number.removeprefix('did:plc:')}"
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": account.number,
        "alsoKnownAs": [f"at://{account.handle}"],
        "verificationMethod": [
            {
                "id": f"{account.number}#atproto",
                "type": "Multikey",
                "controller": account.number,
                "publicKeyMultibase": key,
            }
        ],
        "service": [
            {
                "id": "#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": f"https://{account.host}",
            }
        ],
    }


def _members(world: World) -> list[Account]:
    return [account for account in world.accounts if account.software == "bluesky"]


def _describe(account: Account, phase: int, world: World) -> Json:
    kinds = {post.kind == "repost" for post in world.timeline(account, phase)}
    collections = [PROFILE, *([POST] if False in kinds else []), *([REPOST] if True in kinds else [])]
    return {
        "handle": account.handle,
        "did": account.number,
        "didDoc": write_document(account),
        "collections": collections,
        "handleIsCorrect": True,
    }


def _list_records(asked: Asked, account: Account, phase: int, world: World) -> Answer:
    """A page of a collection, newest first unless reversed; the cursor is the last record key."""
    collection = asked.query.get("collection", "")
    if collection == PROFILE:
        return answer_json({"records": [_enter_profile(account, phase, world)]})
    posts = [post for post in world.timeline(account, phase) if f"/{collection}/" in post.id]
    if asked.query.get("reverse") == "true":
        posts.reverse()
    keys = [post.id.rpartition("/")[2] for post in posts]
    cursor = asked.query.get("cursor", "")
    start = keys.index(cursor) + 1 if cursor in keys else 0
    page = posts[start : start + asked.number("limit", DEFAULT_PAGE, LARGEST_PAGE)]
    told: Json = {"records": [_enter(post, phase, world) for post in page]}
    if page:
        told["cursor"] = page[-1].id.rpartition("/")[2]
    return answer_json(told)


def _get_record(asked: Asked, account: Account, phase: int, world: World) -> Answer:
    collection, key = asked.query.get("collection", ""), asked.query.get("rkey", "")
    if collection == PROFILE and key == "self":
        return answer_json(_enter_profile(account, phase, world))
    uri = f"at://{account.number}/{collection}/{key}"
    post = world.by_id.get(("bluesky", uri))
    if post is None or not world.shows(post, phase):
        return refuse("RecordNotFound", f"Could not locate record: {uri}")
    return answer_json(_enter(post, phase, world))


def _enter(post: Post, phase: int, world: World) -> Json:
    record = write_record(post, phase, world)
    return {"uri": post.id, "cid": record_cid(record), "value": record}


def _enter_profile(account: Account, phase: int, world: World) -> Json:
    record = write_profile_record(account, phase, world)
    uri = f"at://{account.number}/{PROFILE}/self"
    return {"uri": uri, "cid": record_cid(record), "value": record}
