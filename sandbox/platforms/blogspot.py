"""Blogger: blogs with their Atom feeds at ``NAME.blogspot.com`` and ``www.blogger.com``, and its own pages.

Sources: the Blogger Data API's parameters (``start-index``, ``max-results``, ``orderby``, ``updated-min``),
the elements of recorded feeds, the words of Blogger's pages for missing, removed, locked and closed blogs.
The API is in ``blogspot_api``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from html import escape
from urllib.parse import quote, urlencode, urlsplit

from sandbox.exchange import BUSY_AFTER, TOO_MANY, Answer, Asked, answer_page, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.blogspot_api import answer_api
from sandbox.platforms.feed import answer_conditionally, find_change, make_markup, show_piece
from sandbox.situation import Situation
from sandbox.world import World

BLOGGER, API = "www.blogger.com", "www.googleapis.com"
DEFAULT_PAGE, LARGEST_PAGE = 25, 150
_NAMESPACES = (
    "xmlns='http://www.w3.org/2005/Atom' xmlns:openSearch='http://a9.com/-/spec/opensearchrss/1.0/' "
    "xmlns:blogger='http://schemas.google.com/blogger/2008' xmlns:georss='http://www.georss.org/georss' "
    "xmlns:gd='http://schemas.google.com/g/2005' xmlns:thr='http://purl.org/syndication/thread/1.0'"
)
_CLOSED = {
    "suspended": (
        "Blogger: Blog locked",
        "This blog is under review due to possible Blogger Terms of Service violations and is open to "
        "authors only",
        403,
    ),
    "deleted": (
        "Blog has been removed",
        "Sorry, the blog at {host} has been removed. This address is not available for new blogs.",
        404,
    ),
    "missing": (
        "Blog not found",
        "Sorry, the blog you were looking for does not exist. However, the name {name} is available to "
        "register!",
        404,
    ),
}


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """The API, a feed, the home page, a piece; what Blogger shows where there is no blog to be seen."""
    if asked.host == API:
        return answer_api(asked, situation, world)
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    parts = asked.parts
    if asked.host == BLOGGER:
        if parts[:1] == ("blogin.g",):
            return answer_page("Blogger", "<p>This blog is open to invited readers only</p>")
        blogs = [one for one in world.accounts if one.software == "blogspot"]
        account = next((one for one in blogs if parts[:1] == ("feeds",) and one.number in parts[1:2]), None)
        parts = parts[:1] + parts[2:]
    else:
        account = world.by_host[asked.host][0]
    if account is None:
        return answer_page("Not Found", "<h1>Not Found</h1>", 404)
    phase = situation.phase
    state = account.state(phase)
    if state == "private":
        return redirect(f"https://{BLOGGER}/blogin.g?blogspotURL={quote(account.url, safe='')}", server="GSE")
    if state != "live":
        title, words, status = _CLOSED[state]
        said = words.format(host=account.host, name=account.handle)
        return answer_page(title, f"<h1>{title}</h1><p>{escape(said)}</p>", status)
    posts = world.timeline(account, phase)
    if parts[:3] == ("feeds", "posts", "default"):
        if parts[3:]:
            return _answer_entry(parts[3], account, posts, phase)
        return _answer_feed(asked, account, posts, phase)
    if not parts:
        return _show_home(account, posts)
    found = next((post for post in posts if urlsplit(post.url).path == asked.path), None)
    return (
        show_piece(found, account, phase)
        if found
        else answer_page(account.display_name, "Page not found", 404)
    )


def _answer_feed(asked: Asked, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    """A page of the feed; in order of last change where that is asked for, else of publication."""
    chosen, by_change = list(posts), asked.query.get("orderby") == "updated"
    if by_change:
        chosen.sort(key=lambda post: (_changed(post, phase), post.posted_at), reverse=True)
        if since := asked.query.get("updated-min"):
            chosen = [post for post in chosen if _changed(post, phase) >= datetime.fromisoformat(since)]
    start = asked.number("start-index", 1, 100_000)
    size = asked.number("max-results", DEFAULT_PAGE, LARGEST_PAGE)
    here = chosen[start - 1 : start - 1 + size]
    changed = find_change(posts, phase, account)
    base = f"https://{account.host}/feeds/posts/default"
    kept = {
        name: value for name, value in asked.query.items() if name in ("orderby", "redirect", "updated-min")
    }
    older = ""
    if start - 1 + size < len(chosen):
        query = urlencode({"start-index": start + size, "max-results": size, **kept})
        number = f"https://{BLOGGER}/feeds/{account.number}/posts/default?{query}"
        older = f"<link rel='next' type='application/atom+xml' href='{escape(number)}'/>"
    body = (
        "<?xml version='1.0' encoding='UTF-8'?>"
        '<?xml-stylesheet href="https://www.blogger.com/styles/atom.css" type="text/css"?>'
        f"<feed {_NAMESPACES}><id>tag:blogger.com,1999:blog-{account.number}</id>"
        f"<updated>{_write_time(changed)}</updated><title type='text'>{escape(account.display_name)}</title>"
        f"<subtitle type='html'>{escape(escape(account.bio))}</subtitle>"
        f"<link rel='http://schemas.google.com/g/2005#feed' type='application/atom+xml' href='{base}'/>"
        f"<link rel='self' type='application/atom+xml' href='{escape(asked.url)}'/>"
        f"<link rel='alternate' type='text/html' href='{account.url}'/>"
        f"<link rel='hub' href='http://pubsubhubbub.appspot.com/'/>{older}{_write_author(account)}"
        "<generator version='7.00' uri='https://www.blogger.com'>Blogger</generator>"
        f"<openSearch:totalResults>{len(chosen)}</openSearch:totalResults>"
        f"<openSearch:startIndex>{start}</openSearch:startIndex>"
        f"<openSearch:itemsPerPage>{size}</openSearch:itemsPerPage>"
        + "".join(_write_entry(post, account, phase) for post in here)
        + "</feed>"
    )
    return answer_conditionally(asked, body.encode(), "application/atom+xml", changed)


def _answer_entry(number: str, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    found = next((post for post in posts if post.id.endswith(f"/{number}")), None)
    if found is None:
        return Answer(status=404, body=b"Invalid post ID", content_type="text/plain; charset=utf-8")
    body = "<?xml version='1.0' encoding='UTF-8'?>" + _write_entry(found, account, phase, _NAMESPACES)
    return Answer(body=body.encode(), content_type="application/atom+xml; charset=utf-8")


def _write_entry(post: Post, account: Account, phase: int, namespaces: str = "") -> str:
    number = post.id.partition("/")[2]
    own = f"https://{BLOGGER}/feeds/{account.number}/posts/default/{number}"
    replies = f"https://{account.host}/feeds/{number}/comments/default"
    return (
        f"<entry {namespaces}><id>tag:blogger.com,1999:blog-{account.number}.post-{number}</id>"
        f"<published>{_write_time(post.posted_at)}</published>"
        f"<updated>{_write_time(_changed(post, phase))}</updated>"
        f"<title type='text'>{escape(post.title)}</title>"
        f"<content type='html'>{escape(make_markup(post, phase))}</content>"
        f"<link rel='replies' type='application/atom+xml' href='{replies}' title='Post Comments'/>"
        f"<link rel='edit' type='application/atom+xml' href='{own}'/>"
        f"<link rel='self' type='application/atom+xml' href='{own}'/>"
        f"<link rel='alternate' type='text/html' href='{escape(post.url)}' title='{escape(post.title)}'/>"
        f"{_write_author(account)}<thr:total>0</thr:total></entry>"
    )


def _write_author(account: Account) -> str:
    return (
        f"<author><name>{escape(account.display_name)}</name>"
        f"<uri>https://{BLOGGER}/profile/{account.number[:17]}</uri><email>noreply@blogger.com</email>"
        "<gd:image rel='http://schemas.google.com/g/2005#thumbnail' width='84' height='60' "
        f"src='{avatar_url(account)}'/></author>"
    )


def _show_home(account: Account, posts: Sequence[Post]) -> Answer:
    name = escape(account.display_name)
    head = (
        "<meta content='blogger' name='generator'/>\n"
        f'<link rel="alternate" type="application/atom+xml" title="{name} - Atom" '
        f'href="{account.url}feeds/posts/default" />\n'
    )
    pieces = "".join(f'<h3><a href="{escape(one.url)}">{escape(one.title)}</a></h3>' for one in posts[:7])
    return answer_page(name, f"<h1>{name}</h1>{pieces}", language=account.language, head=head)


def _changed(post: Post, phase: int) -> datetime:
    return post.edited_by(phase) or post.posted_at


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
