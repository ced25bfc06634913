"""WordPress sites: REST API, feeds and pages; those at WordPress.com by the API that it keeps for them.

Sources: developer.wordpress.org/rest-api (reference, pagination), developer.wordpress.com/docs/api
(``/wp/v2/sites/SITE``, ``/rest/v1.1/sites/SITE/posts``), the words of a suspended site's page as bloggers
quote them. One site shows its users to nobody, as many do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_json, answer_page
from sandbox.operation.addresses import HOSTED
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change, make_entry, show_piece
from sandbox.platforms.feed_documents import Channel, write_rss2
from sandbox.platforms.wordpress_entities import SITE_ZONE, guid_of, id_of, write_post, write_user
from sandbox.situation import Situation
from sandbox.world import World

API = "public-api.wordpress.com"
FEED_LENGTH, DEFAULT_PAGE, LARGEST_PAGE = 10, 10, 100
SUSPENDED = "has been archived or suspended in accordance with our Terms of Service"


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The site on this host, or at WordPress.com's API the one that the path names."""
    phase = situation.phase
    if asked.host == API:
        return _answer_hosted(asked, phase, world)
    account = world.by_host[asked.host][0]
    posts = world.timeline(account, phase)
    if account.state(phase) != "live":
        words = f"<p>{escape(asked.host)} is no longer available.</p><p>This site {SUSPENDED}.</p>"
        return answer_page("WordPress.com", words, 410)
    route = _find_route(asked)
    if route and not account.host.endswith(HOSTED):
        return answer_rest(route, asked, account, phase, posts)
    if asked.parts[-1:] == ("feed",) or "feed" in asked.query:
        return _answer_feed(asked, account, phase, posts)
    if asked.path == "/" or asked.parts[:1] == ("author",):
        return _show_home(account, posts)
    found = next((post for post in posts if urlsplit(post.url).path == asked.path), None)
    return show_piece(found, account, phase) if found else answer_page("Page not found", "<h1>404</h1>", 404)


def answer_rest(route: str, asked: Asked, account: Account, phase: int, posts: Sequence[Post]) -> Answer:
    """A REST resource: ``posts``, ``posts/ID``, ``users``, ``users/ID``."""
    resource, _, number = route.partition("/")
    embeds = "_embed" in asked.query
    if resource == "posts" and not number:
        return _list_posts(asked, account, phase, posts)
    if resource == "posts":
        found = next((post for post in posts if str(id_of(post)) == number), None)
        if found is None:
            return refuse("rest_post_invalid_id", "Invalid post ID.", 404)
        return answer_json(write_post(found, account, phase, embeds))
    if resource == "users" and account.flavour == "users_hidden":
        return refuse("rest_user_cannot_view", "Sorry, you are not allowed to list users.", 401)
    if resource == "users" and not number:
        there = asked.query.get("slug", account.handle) == account.handle
        return answer_json([write_user(account)] if there else [], headers=_count(int(there), 1))
    if resource == "users":
        there = number == account.number
        return (
            answer_json(write_user(account)) if there else refuse("rest_user_invalid_id", "Invalid user ID.")
        )
    return refuse("rest_no_route", "No route was found matching the URL and request method.")


def refuse(code: str, message: str, status: int = 404) -> Answer:
    """An error as the REST API writes it."""
    return answer_json({"code": code, "message": message, "data": {"status": status}}, status)


def _answer_hosted(asked: Asked, phase: int, world: World) -> Answer | None:
    match asked.parts:
        case ("wp", "v2", "sites", site, *rest) | ("rest", "v1.1", "sites", site, *rest):
            account = next(iter(world.by_host.get(site, ())), None)
            known = account is not None and account.software == "wordpress"
            old = asked.parts[0] == "rest"
            if account is None or not known or account.state(phase) != "live":
                words = {"error": "unknown_blog", "message": "Unknown blog"}
                return answer_json(words, 404) if old else refuse("unknown_blog", "Unknown blog")
            posts = world.timeline(account, phase)
            if old:
                return _list_old(asked, account, phase, posts)
            return answer_rest("/".join(rest), asked, account, phase, posts)
    return refuse("rest_no_route", "No route was found matching the URL and request method.")


def _find_route(asked: Asked) -> str:
    """What is asked of ``/wp/v2/``, in either spelling; empty if nothing is."""
    plain = asked.query.get("rest_route", "")
    path = (
        plain if plain else asked.path.removeprefix("/wp-json") if asked.path.startswith("/wp-json") else ""
    )
    return path.removeprefix("/wp/v2/").strip("/") if path.startswith("/wp/v2/") else ""


def _list_posts(asked: Asked, account: Account, phase: int, posts: Sequence[Post]) -> Answer:
    query = asked.query
    size = query.get("per_page", str(DEFAULT_PAGE))
    if not size.isdigit() or not 1 <= int(size) <= LARGEST_PAGE:
        return refuse("rest_invalid_param", "Invalid parameter(s): per_page", 400)
    chosen = [post for post in posts if _is_asked_for(post, asked, account, phase)]
    if query.get("orderby") == "modified":
        chosen.sort(key=lambda post: _changed(post, phase), reverse=True)
    elif query.get("orderby") == "include":
        wanted = query.get("include", "").split(",")
        chosen.sort(key=lambda post: wanted.index(str(id_of(post))))
    if query.get("order") == "asc":
        chosen.reverse()
    page = asked.number("page", 1, 100_000)
    pages = -(-len(chosen) // int(size))
    if page > max(pages, 1):
        message = "The page number requested is larger than the number of pages available."
        return refuse("rest_post_invalid_page_number", message, 400)
    here = chosen[(page - 1) * int(size) : page * int(size)]
    embeds = "_embed" in query
    content = [write_post(post, account, phase, embeds) for post in here]
    return answer_json(content, headers=_count(len(chosen), pages))


def _is_asked_for(post: Post, asked: Asked, account: Account, phase: int) -> bool:
    """Whether a post passes the filters of the query; times without a zone are the site's own."""
    query = asked.query
    if "author" in query and account.number not in query["author"].split(","):
        return False
    if "include" in query and str(id_of(post)) not in query["include"].split(","):
        return False
    if "slug" in query and query["slug"] != urlsplit(post.url).path.strip("/").rpartition("/")[2]:
        return False
    posted, changed = post.posted_at.replace(microsecond=0), _changed(post, phase)
    bounds = (
        ("after", posted, True),
        ("before", posted, False),
        ("modified_after", changed, True),
        ("modified_before", changed, False),
    )
    for name, moment, later in bounds:
        if name in query and (moment > _read_time(query[name])) is not later:
            return False
    return True


def _list_old(asked: Asked, account: Account, phase: int, posts: Sequence[Post]) -> Answer:
    """The older API of WordPress.com: ``found`` counts, ``offset`` turns the page."""
    size, offset = asked.number("number", 20, LARGEST_PAGE), asked.query.get("offset", "0")
    start = int(offset) if offset.isdigit() else 0
    items = []
    for post in posts[start : start + size]:
        fields = write_post(post, account, phase, embeds=False)
        items.append(
            {
                "ID": fields["id"],
                "date": fields["date"] + "+02:00",
                "modified": fields["modified"] + "+02:00",
                "title": fields["title"]["rendered"],
                "URL": fields["link"],
                "content": fields["content"]["rendered"],
                "slug": fields["slug"],
                "guid": guid_of(post, account),
                "sticky": post.pinned,
                "author": {"ID": int(account.number), "login": account.handle, "name": account.display_name},
                "featured_image": post.media[0] if post.media else "",
            }
        )
    return answer_json({"found": len(posts), "posts": items, "meta": {"links": {}}})


def _answer_feed(asked: Asked, account: Account, phase: int, posts: Sequence[Post]) -> Answer:
    """The site's or the author's feed, ten entries a page."""
    page = asked.number("paged", 1, 100_000)
    here = posts[(page - 1) * FEED_LENGTH : page * FEED_LENGTH]
    if asked.parts[:1] == ("author",) and asked.parts[1:2] != (account.handle,):
        here = ()
    if not here and (page > 1 or posts):
        return answer_page("Page not found", "<h1>404</h1>", 404)
    changed = find_change(posts, phase, account)
    channel = Channel(
        title=account.display_name,
        description=account.bio,
        home=f"https://{account.host}",
        url=asked.url.partition("?")[0],
        language=account.language,
        author=account.display_name,
        updated_at=changed,
        generator="https://wordpress.org/?v=6.8.2",
    )
    entries = [make_entry(post, account, guid_of(post, account), phase) for post in here]
    body = write_rss2(channel, entries).encode()
    return answer_conditionally(asked, body, "application/rss+xml", changed)


def _show_home(account: Account, posts: Sequence[Post]) -> Answer:
    """The newest posts, with the links by which programs find API and feed."""
    name, site = escape(account.display_name), f"https://{account.host}"
    head = (
        '<meta name="generator" content="WordPress 6.8.2">\n'
        f'<link rel="https://api.w.org/" href="{site}/wp-json/">\n'
        f'<link rel="alternate" type="application/rss+xml" title="{name} &raquo; Feed" href="{site}/feed/">\n'
    )
    pieces = "".join(f'<li><a href="{escape(one.url)}">{escape(one.title)}</a></li>' for one in posts[:10])
    content = f"<h1>{name}</h1><p>{escape(account.bio)}</p><ul>{pieces}</ul>"
    return answer_page(name, content, language=account.language, head=head)


def _changed(post: Post, phase: int) -> datetime:
    return (post.edited_by(phase) or post.posted_at).replace(microsecond=0)


def _count(total: int, pages: int) -> tuple[tuple[str, str], ...]:
    return (("X-WP-Total", str(total)), ("X-WP-TotalPages", str(pages)))


def _read_time(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC) - SITE_ZONE
