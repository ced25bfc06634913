"""WordPress by its REST API, by its feeds where that is closed; self-hosted and on WordPress.com.

Sources: developer.wordpress.org/rest-api/reference/posts (``after``, ``modified_after``, ``include``,
``_embed``), /using-the-rest-api/pagination (``X-WP-Total``, ``X-WP-TotalPages``; a page after the last is 400
``rest_post_invalid_page_number``). Comments are not collected.

New posts are asked with ``after``, edited ones with ``modified_after`` (WordPress 5.7; older ones ignore it),
both a day before the newest known, since sites read such times in their own zone. Known posts are looked at
again with ``include``: what a whole answer leaves out is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import orjson

from crawlers.families.feed_entries import read_entry, read_feed_account
from crawlers.families.feed_parsing import looks_like_feed, parse_feed
from crawlers.families.wordpress_posts import read_post, read_user
from crawlers.families.wordpress_urls import HOSTED, Blog, api_url, feed_url, read_watched, recognise_blog
from crawlers.json_reading import as_array, as_object, maybe_text, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Platform, Reading, Route, RouteName, Unreadable
from crawlers.refusals import follow_move, header, is_page, read_page_instead, read_refusal, report
from storage.items import Account, Capture, Known, Observation, Problem, ProblemKind, Watched

PAGE = 100
MOST_RECHECKS = 200
MARGIN = timedelta(days=1)

_POST_NUMBER = re.compile(r"[?&]p=([0-9]{1,19})(?:&|$)")
_CODES: Mapping[str, ProblemKind] = {
    "rest_user_cannot_view": "unauthorised",
    "rest_cannot_access": "unauthorised",
    "rest_not_logged_in": "unauthorised",
    "rest_login_required": "unauthorised",
    "rest_forbidden": "unauthorised",
    "rest_disabled": "unauthorised",
    "rest_no_route": "not_found",
    "rest_user_invalid_id": "not_found",
    "rest_post_invalid_id": "not_found",
    "unauthorized": "private",
    "unknown_blog": "not_found",
}


def wordpress(key: str, title: str, example: str) -> Platform:
    """The platform of WordPress sites and their authors."""
    return Platform(
        key=key,
        title=title,
        homepage="https://wordpress.org/",
        family="wordpress_rest",
        example=example,
        recognise=lambda url: recognise_blog(url, key),
        routes=(
            Route(name="api", sees="all public posts with edits, authors, tags, featured media"),
            Route(name="feed", sees="posts page by page, as the feed shows them"),
        ),
        start=start_blog,
        readers={"users": read_users, "posts": read_posts, "known": read_known, "feed": read_blog_feed},
        any_host=True,
        order=30,
        expects="at least one post",
        evidence="real server",
        notes="whole sites: write wordpress: before the home page; authors: https://HOST/author/NAME/",
    )


def start_blog(watched: Watched, known: Known) -> Iterable[Fetch]:
    """An author by slug first; a site, or an author whose id is known, at once."""
    blog = read_watched(watched)
    since = (
        ""
        if known.full or known.newest_at is None
        else (known.newest_at - MARGIN).strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    context = {"since": since, "newest": "" if known.full else known.newest_id}
    if "api" not in (known.routes or ("api",)):
        yield _ask(feed_url(blog), "feed", context, "feed")
        return
    if blog.author:
        yield _ask(api_url(blog, f"users/{blog.author}", {}), "users", {**context, "id": blog.author})
        yield from _ask_posts(blog, since, context)
    elif blog.slug:
        yield _ask(api_url(blog, "users", {"slug": blog.slug}), "users", context)
    else:
        yield from _ask_posts(blog, since, context)
    numbers = [post.id.rpartition("/")[2] for post in known.recheck[:MOST_RECHECKS]]
    numbers = [number for number in numbers if number.isdigit()]
    for start in range(0, len(numbers), PAGE):
        batch = numbers[start : start + PAGE]
        query = {"include": ",".join(batch), "per_page": str(PAGE), "_embed": "1"}
        yield _ask(api_url(blog, "posts", query), "known", {"ids": " ".join(batch)})


def read_users(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """An author by slug or id, then the posts; where users are hidden, the author's feed."""
    blog, by_id = read_watched(watched), "id" in capture.context
    if moved := follow_move(capture, "api"):
        yield moved
        return
    if problem := read_rest_refusal(capture, watched):
        if not by_id:
            yield _ask(feed_url(blog), "feed", {**capture.context, "rest": problem.reason}, "feed")
        elif problem.kind not in ("unauthorised", "not_found"):
            yield problem
        return
    body = parse_json(capture)
    users = [as_object(body)] if by_id else [as_object(one) for one in as_array(body)]
    if not users:
        yield _ask(feed_url(blog), "feed", {**capture.context, "rest": "no public user of this slug"}, "feed")
        return
    number = maybe_text(users[0], "id")
    found = Blog(base=blog.base, slug=blog.slug, author=number, plain=blog.plain)
    yield read_user(users[0], found.key, capture, watched, "" if by_id else "/0")
    if not by_id:
        yield from _ask_posts(found, capture.context.get("since", ""), capture.context)


def read_posts(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of posts and the next, until the last that ``X-WP-TotalPages`` counts."""
    if moved := follow_move(capture, "api"):
        yield moved
        return
    page = int(capture.context.get("page", "1"))
    if problem := read_rest_refusal(capture, watched):
        if page > 1 and "rest_post_invalid_page_number" in problem.reason:
            return
        listed = capture.context.get("list", "")
        if not _is_unknown_site(problem) or not listed:
            yield problem
        if page == 1 and listed in ("all", "new"):
            context = {"rest": problem.reason, "newest": capture.context.get("newest", "")}
            yield _ask(feed_url(_author_blog(watched, capture)), "feed", context, "feed")
        return
    posts = as_array(parse_json(capture))
    blog = _author_blog(watched, capture)
    ids = []
    for number, fields in enumerate(posts):
        post = read_post(as_object(fields, f"/{number}"), blog.key, capture, watched, f"/{number}")
        ids.append(post.id)
        yield post
    if page == 1 and capture.context.get("list") == "all":
        if not blog.author:
            yield _describe_site(blog, capture, watched)
        if not posts:
            yield _explain_empty(capture, watched)
    pages = header(capture, "x-wp-totalpages")
    more = page < int(pages) if _is_number(pages) else len(posts) >= PAGE
    if posts and more and (counted := count_page(capture.context, mark_page(ids))) is not None:
        yield _turn(capture, page + 1, counted)


def read_known(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """Known posts as they are now; what a whole answer leaves out is gone."""
    if problem := read_rest_refusal(capture, watched):
        if not _is_unknown_site(problem):
            yield problem
        return
    blog, there = read_watched(watched), set()
    for number, fields in enumerate(as_array(parse_json(capture))):
        post = read_post(
            as_object(fields, f"/{number}"), _key_of(blog, watched), capture, watched, f"/{number}"
        )
        there.add(post.id)
        yield post
    total = header(capture, "x-wp-total")
    if not there and total != "0":
        yield report(
            "changed_format",
            capture,
            watched,
            f"none of the known posts, but X-WP-Total is {total or 'missing'}",
        )
        return
    site = watched.key.partition("#")[0].partition("/author/")[0]
    for known in capture.context["ids"].split():
        if f"{site}/{known}" not in there:
            yield Observation(
                platform=watched.platform,
                post_id=f"{site}/{known}",
                kind="gone",
                record_id=capture.record_id,
                where="",
                captured_at=capture.captured_at,
                reason="left out of a whole answer to include=",
            )


def read_blog_feed(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of the site's or author's feed, with the ids that the REST API gives, and the page after it."""
    page = int(capture.context.get("page", "1"))
    if moved := follow_move(capture, "feed"):
        yield moved
        return
    if capture.status in (400, 404) and page > 1:
        return
    if problem := read_refusal(capture, watched):
        yield problem
        return
    if closed := _read_closed_site(capture, watched):
        yield closed
        return
    if capture.status in (404, 410):
        yield report(
            "not_found" if capture.status == 404 else "deleted", capture, watched, f"status {capture.status}"
        )
        return
    if not looks_like_feed(capture.body):
        if is_page(capture):
            yield read_page_instead(capture, watched, "a feed")
            return
        raise Unreadable("no feed")
    found = parse_feed(capture)
    account = read_feed_account(found, capture, watched)
    rest = capture.context.get("rest", "")
    yield replace(account, attributes={**account.attributes, **({"rest": rest} if rest else {})})
    site = watched.key.partition("#")[0].partition("/author/")[0]
    ids = []
    for entry in found.entries:
        post = read_entry(entry, found, capture, watched)
        number = _POST_NUMBER.search(post.uri)
        ids.append(f"{site}/{number[1]}" if number else post.id)
        yield replace(post, id=ids[-1])
    if not ids and page == 1:
        yield report("empty_proven", capture, watched, "a whole feed without entries")
    elif not ids or capture.context.get("newest", "") in ids:
        return
    elif (counted := count_page(capture.context, mark_page(ids))) is not None:
        parts = urlsplit(capture.url)
        query = urlencode({**dict(parse_qsl(parts.query)), "paged": str(page + 1)})
        url = urlunsplit(parts._replace(query=query))
        context = {**capture.context, **counted, "page": str(page + 1), "moves": ""}
        yield _ask(url, "feed", context, "feed")


def read_rest_refusal(capture: Capture, watched: Watched) -> Problem | None:
    """The problem that a REST answer (``{code, message, data}``) is, or ``None`` where it may be read."""
    if problem := read_refusal(capture, watched):
        return problem
    if is_page(capture):
        if closed := _read_closed_site(capture, watched):
            return closed
        if capture.status == 404:
            return report("not_found", capture, watched, "no REST API: status 404, a page")
        return read_page_instead(capture, watched, "JSON")
    code, message = _read_error(capture)
    if not code and capture.status < 400:
        return None
    kind = _CODES.get(code)
    if kind is None:
        kinds: Mapping[int, ProblemKind] = {
            401: "unauthorised",
            403: "unauthorised",
            404: "not_found",
            410: "deleted",
        }
        kind = kinds.get(capture.status, "changed_format")
    return report(kind, capture, watched, f"status {capture.status}: {code}: {message}".rstrip(": "))


def _read_closed_site(capture: Capture, watched: Watched) -> Problem | None:
    """What WordPress.com shows on every address of a site that is no longer there, whatever the status."""
    text = capture.body[:65_536] if is_page(capture) else b""
    if b"authors have deleted this site" in text:
        return report("deleted", capture, watched, "the authors have deleted this site")
    if b"archived or suspended in accordance with our Terms" in text:
        return report("suspended", capture, watched, "archived or suspended by WordPress.com")
    return None


def _is_unknown_site(problem: Problem) -> bool:
    """Whether WordPress.com's API knows no such site: the site's own page, asked next, tells why."""
    return "unknown_blog" in problem.reason


def _read_error(capture: Capture) -> tuple[str, str]:
    if not capture.body.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") or len(capture.body) > 65_536:
        return "", ""
    try:
        fields = orjson.loads(capture.body.lstrip(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return "", ""
    code = maybe_text(fields, "code") or maybe_text(fields, "error")
    return (code, maybe_text(fields, "message")) if "slug" not in fields else ("", "")


def _describe_site(blog: Blog, capture: Capture, watched: Watched) -> Account:
    """The site as an account: what the list of its posts tells of it, the number of posts."""
    total = header(capture, "x-wp-total")
    return Account(
        platform=watched.platform,
        key=blog.key,
        handle=blog.key,
        record_id=capture.record_id,
        where="X-WP-Total",
        captured_at=capture.captured_at,
        url=f"{blog.base}/",
        host=watched.host,
        posts=int(total) if _is_number(total) else None,
        aliases=(watched.key,) if watched.key != blog.key else (),
        attributes={"hosted": "wordpress.com"} if watched.host.endswith(HOSTED) else {},
    )


def _explain_empty(capture: Capture, watched: Watched) -> Reading:
    total = header(capture, "x-wp-total")
    if total == "0":
        return report("empty_proven", capture, watched, "no posts, and X-WP-Total is 0")
    return report("changed_format", capture, watched, f"no posts, but X-WP-Total is {total or 'missing'}")


def _ask_posts(blog: Blog, since: str, context: Mapping[str, str]) -> Iterable[Fetch]:
    query = {"per_page": str(PAGE), "page": "1", "orderby": "date", "order": "desc", "_embed": "1"}
    if blog.author:
        query["author"] = blog.author
    kept = {"author": blog.author, "page": "1", "newest": context.get("newest", "")}
    if not since:
        yield _ask(api_url(blog, "posts", query), "posts", {**kept, "list": "all"})
        return
    yield _ask(api_url(blog, "posts", {**query, "after": since}), "posts", {**kept, "list": "new"})
    edited = {**query, "orderby": "modified", "modified_after": since}
    yield _ask(api_url(blog, "posts", edited), "posts", {**kept, "list": "edited"})


def _turn(capture: Capture, page: int, counted: Mapping[str, str]) -> Fetch:
    parts = urlsplit(capture.url)
    query = urlencode({**dict(parse_qsl(parts.query)), "page": str(page)})
    context = {**capture.context, **counted, "page": str(page), "moves": ""}
    return _ask(urlunsplit(parts._replace(query=query)), "posts", context)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 12


def _author_blog(watched: Watched, capture: Capture) -> Blog:
    blog = read_watched(watched)
    author = blog.author or capture.context.get("author", "")
    return Blog(base=blog.base, slug=blog.slug, author=author, plain=blog.plain)


def _key_of(blog: Blog, watched: Watched) -> str:
    return blog.key if blog.author or not blog.slug else watched.key


def _ask(url: str, reader: str, context: Mapping[str, str], route: RouteName = "api") -> Fetch:
    kept = {name: value for name, value in context.items() if value}
    return Fetch(url=url, reader=reader, route=route, context=kept)
