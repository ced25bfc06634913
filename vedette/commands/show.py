"""``vedette show``: one post or one account with all that the index tells of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated

import typer

from crawlers.watching import find_watched
from storage.capture_refs import CaptureRef
from storage.certificates import CertificateFacts
from storage.errors import Misuse, VedetteError
from storage.findings import FlagFound
from storage.index import Index
from storage.keys import clean_text, make_uid, read_host
from storage.queries import AccountFound, PostFound, show_account, show_post
from storage.urls import refang
from storage.watchlist import find_entry
from vedette.chain_trees import grow_link
from vedette.hop_rows import tell_certificates
from vedette.options import AsJson, Name, Raw, local
from vedette.output import plain, print_facts, print_json, print_table, print_tree, say, shorten
from vedette.place import opened, place_of


def show(
    context: typer.Context,
    name: Name,
    account: Annotated[
        bool, typer.Option("--account", help="The account, where a post has the same id.")
    ] = False,
    raw: Raw = False,
    as_json: AsJson = False,
) -> None:
    """Show a post or an account: versions, media, links with hops, flags, where it is archived."""
    with opened(context) as index:
        found = find_named(index, clean_text(name.strip()), account=account)
        links = found.links if found else ()
        certificates = tell_certificates(index, place_of(context).archive, links)
    if found is None:
        raise VedetteError(
            f"nothing in the index is called {shorten(name, 80)!r}; `vedette search` finds posts, "
            "`vedette watch list` shows accounts"
        )
    if as_json:
        print_json({**plain(found), "certificates": certificates})
    elif isinstance(found, PostFound):
        _print_post(found, raw, certificates)
    else:
        _print_account(found, raw, certificates)


def find_named(index: Index, name: str, *, account: bool = False) -> PostFound | AccountFound | None:
    """What is called ``name``: a post if there is one and not ``account`` is asked, else an account."""
    for spelling in _spell(name):
        if not account and (post := show_post(index, spelling)):
            return post
        if found := show_account(index, spelling):
            return found
    try:
        watched = find_watched(name)
    except Misuse:
        return None
    entry = find_entry(index, watched)
    key = entry.watched.key if entry else watched.key
    for each in (make_uid(watched.platform, key), key, watched.handle):
        found = show_account(index, each) if each else None
        if (
            found
            and found.platform == watched.platform
            and read_host(found.url) in ("", read_host(watched.url))
        ):
            return found
    return None


def _spell(name: str) -> Iterator[str]:
    yield name
    plain = refang(name)
    if plain != name:
        yield plain


def _print_post(post: PostFound, raw: bool, certificates: Mapping[str, CertificateFacts]) -> None:
    say(f"{post.kind} {post.uid}" + (f"  gone since {local(post.gone_at)} UTC" if post.gone_at else ""))
    print_facts(
        (
            ("URL", post.url),
            ("account", f"{post.account_uid} ({post.handle})"),
            ("author", post.author),
            ("posted", f"{local(post.posted_at)} UTC" if post.posted_at else ""),
            ("as written", post.posted_at_text),
            ("edited", local(post.edited_at)),
            ("seen", f"{local(post.first_seen_at)} to {local(post.last_seen_at)} UTC"),
            ("reply to", post.reply_to),
            ("repost of", post.repost_of),
            ("quote of", post.quote_of),
            ("hashtags", " ".join(post.hashtags)),
            ("mentions", " ".join(post.mentions)),
            (
                "counts",
                ", ".join(f"{count} {name}" for name, count in post.counts.items() if count is not None),
            ),
            ("language", post.language),
            ("read at", post.where),
        )
    )
    for number, version in enumerate(post.versions, 1):
        title = f"version {number} of {len(post.versions)}" if len(post.versions) > 1 else "text"
        say(f"\n{title}, {local(version.first_seen_at)} to {local(version.last_seen_at)} UTC:")
        say("\n".join(part for part in (version.title, version.text) if part))
    if post.events:
        print_table(
            "\nwhat happened to it",
            ("what", "last seen before (UTC)", "noticed (UTC)", "why", "record"),
            (
                (event.kind, local(event.since_at), local(event.captured_at), event.reason, event.record_id)
                for event in post.events
            ),
        )
    if post.media:
        print_table(
            "\nmedia",
            ("kind", "#bytes", "sha256", "URL", "description"),
            (
                (
                    medium.kind,
                    medium.size or "",
                    medium.sha256 or "not fetched",
                    medium.url,
                    shorten(medium.description, 60),
                )
                for medium in post.media
            ),
        )
    if post.links:
        say("\nlinks")
        for link in post.links:
            print_tree(grow_link(link, raw=raw, certificates=certificates))
    _print_flags(post.flags)
    _print_captures(post.captures)


def _print_account(account: AccountFound, raw: bool, certificates: Mapping[str, CertificateFacts]) -> None:
    say(f"account {account.uid}")
    print_facts(
        (
            ("handle", account.handle),
            ("name", account.display_name),
            ("URL", account.url),
            ("state", account.state),
            ("created", local(account.created_at) or account.created_at_text),
            ("seen", f"{local(account.first_seen_at)} to {local(account.last_seen_at)} UTC"),
            ("also known as", " ".join(account.aliases)),
            ("bio", account.bio),
            *account.attributes.items(),
            ("posts known", account.posts_known),
            ("newest", " ".join(account.newest_posts)),
        )
    )
    if len(account.handles) > 1:
        print_table(
            "\nhandles",
            ("handle", "last seen under it (UTC)"),
            ((handle, local(at)) for handle, at in account.handles),
        )
    if account.snapshots:
        print_table(
            "\nhow it showed itself",
            ("seen (UTC)", "handle", "name", "bio", "state", "#followers", "#following", "#posts"),
            (
                (
                    local(each.captured_at),
                    each.handle,
                    each.display_name,
                    shorten(each.bio, 60),
                    each.state,
                    each.followers,
                    each.following,
                    each.posts,
                )
                for each in account.snapshots
            ),
        )
    if account.links:
        say("\nlinks of the profile")
        for link in account.links:
            print_tree(grow_link(link, raw=raw, certificates=certificates))
    _print_flags(account.flags)
    if account.problems:
        print_table(
            "\nwhat could not be collected of it",
            ("why", "noticed (UTC)", "reason", "record"),
            (
                (each.kind, local(each.captured_at), shorten(each.reason, 100), each.record_id)
                for each in account.problems
            ),
        )
    _print_captures(account.captures)


def _print_flags(flags: tuple[FlagFound, ...]) -> None:
    if flags:
        print_table(
            "\nflags",
            ("#id", "kind", "#score", "summary"),
            ((flag.id, flag.kind, f"{flag.score:.2f}", flag.summary) for flag in flags),
        )
        say("the evidence of one: vedette flags show ID")


def _print_captures(captures: tuple[CaptureRef, ...]) -> None:
    print_table(
        "\nwhere it is archived",
        ("file", "#offset", "record", "payload digest", "captured (UTC)", "route"),
        (
            (
                ref.warc_file or "not in the index",
                ref.offset if ref.warc_file else "",
                ref.record_id,
                ref.payload_digest,
                local(ref.captured_at),
                ref.route,
            )
            for ref in captures
        ),
    )


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("show")(show)
