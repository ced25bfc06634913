"""LiveJournal: journals with Atom, RSS and FOAF, entries, and its pages for journals that are not to be seen.

Source: LiveJournal's published server code (``LJ::Feed``), recorded feeds, the words of its error pages.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import BUSY_AFTER, TOO_MANY, Answer, Asked, answer_page
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.feed import answer_conditionally, find_change, make_markup, show_piece
from sandbox.situation import Situation
from sandbox.world import World

LENGTH = 25
POLICY = (
    "<!--  If you are running a bot please visit this policy page outlining rules you must respect. "
    "https://www.livejournal.com/bots/  -->"
)
_RDF = (
    'xml:lang="en" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#" xmlns:foaf="http://xmlns.com/foaf/0.1/" '
    'xmlns:ya="http://blogs.yandex.ru/schema/foaf/" xmlns:lj="http://www.livejournal.org/rss/lj/1.0/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_CLOSED = {
    "missing": ("Unknown Journal", "There is no journal by the name requested.", 404),
    "suspended": ("Suspended Journal", "This journal has been suspended.", 403),
    "deleted": ("Deleted Journal", "This journal has been deleted and purged.", 410),
}


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A feed, one entry of it, FOAF, the journal or an entry's page."""
    if situation.used(asked.host) % BUSY_AFTER == BUSY_AFTER - 1:
        return TOO_MANY
    account = world.by_host[asked.host][0]
    phase = situation.phase
    if closed := _CLOSED.get(account.state(phase)):
        title, words, status = closed
        return answer_page(title, f"<h1>{title}</h1><p>{words}</p>", status)
    posts = world.timeline(account, phase)
    match asked.parts:
        case ("data", ("atom" | "rss") as form):
            return _answer_feed(asked, form, account, posts, phase)
        case ("data", "foaf"):
            return _answer_foaf(account, posts)
        case ():
            pieces = "".join(f'<li><a href="{one.url}">{escape(one.title)}</a></li>' for one in posts[:20])
            return answer_page(escape(account.display_name), f"<ul>{pieces}</ul>")
    found = next((one for one in posts if urlsplit(one.url).path == asked.path), None)
    return show_piece(found, account, phase) if found else answer_page("Not Found", "No such entry.", 404)


def _answer_feed(asked: Asked, form: str, account: Account, posts: Sequence[Post], phase: int) -> Answer:
    number = asked.query.get("itemid", "")
    here = [one for one in posts if one.id.endswith(f"/{number}")] if number else posts[:LENGTH]
    if number and not here:
        return answer_page("Not Found", "<h1>404</h1><p>No such entry.</p>", 404)
    write = _write_atom if form == "atom" else _write_rss
    body = f"<?xml version='1.0' encoding='utf-8' ?>\n{POLICY}{write(account, here, phase)}"
    return answer_conditionally(asked, body.encode(), "text/xml", find_change(here, phase, account))


def _write_atom(account: Account, posts: Sequence[Post], phase: int) -> str:
    own = f"urn:lj:livejournal.com:atom1:{account.handle}"
    entries = "".join(
        f"<entry><id>{own}:{_number(one)}</id>"
        f"<link rel='alternate' type='text/html' href='{one.url}'/>"
        f"<link rel='self' type='text/xml' href='{account.url}data/atom/?itemid={_number(one)}'/>"
        f"<title>{escape(one.title)}</title><published>{_write_time(one.posted_at)}</published>"
        f"<updated>{_write_time(one.edited_by(phase) or one.posted_at)}</updated>"
        f"<lj:security>public</lj:security><lj:reply-count>0</lj:reply-count>"
        f"<content type='html'>{escape(make_markup(one, phase))}</content></entry>\n"
        for one in posts
    )
    return (
        f"<feed xmlns='http://www.w3.org/2005/Atom' xmlns:lj='https://www.livejournal.com'><id>{own}</id>"
        f"<title>{escape(account.display_name)}</title><subtitle>{escape(account.bio)}</subtitle>"
        f"<author><name>{escape(account.display_name)}</name></author>"
        f"<link rel='alternate' type='text/html' href='{account.url}'/>"
        f"<link rel='self' type='text/xml' href='{account.url}data/atom'/>"
        f"<updated>{_write_time(find_change(posts, phase, account))}</updated>"
        f"<lj:journal userid='{account.number}' username='{account.handle}' type='personal'/>\n"
        f"{entries}</feed>"
    )


def _write_rss(account: Account, posts: Sequence[Post], phase: int) -> str:
    items = "".join(
        f"<item>\n  <guid isPermaLink='true'>{one.url}</guid>\n"
        f"  <pubDate>{format_datetime(one.posted_at, usegmt=True)}</pubDate>\n"
        f"  <title>{escape(one.title)}</title>\n  <link>{one.url}</link>\n"
        f"  <description>{escape(make_markup(one, phase))}</description>\n  <comments>{one.url}</comments>\n"
        "  <lj:security>public</lj:security>\n  <lj:reply-count>0</lj:reply-count>\n</item>\n"
        for one in posts
    )
    return (
        "<rss version='2.0' xmlns:lj='http://www.livejournal.org/rss/lj/1.0/'>\n<channel>\n"
        f"  <title>{escape(account.display_name)}</title>\n  <link>{account.url}</link>\n"
        f"  <description>{escape(account.display_name)} - LiveJournal.com</description>\n"
        "  <generator>LiveJournal / LiveJournal.com</generator>\n"
        f"  <lj:journal>{account.handle}</lj:journal>\n  <lj:journalid>{account.number}</lj:journalid>\n"
        f"  <lj:journaltype>personal</lj:journaltype>\n{items}</channel>\n</rss>"
    )


def _answer_foaf(account: Account, posts: Sequence[Post]) -> Answer:
    updated = max((one.posted_at for one in posts), default=account.created_at)
    body = (
        f"<?xml version='1.0'?>\n<rdf:RDF {_RDF}>\n  <foaf:Person>\n"
        f"    <foaf:nick>{account.handle}</foaf:nick>\n"
        f"    <foaf:name>{escape(account.display_name)}</foaf:name>\n"
        f"    <lj:journaltitle>{escape(account.display_name)}</lj:journaltitle>\n"
        f'    <foaf:openid rdf:resource="{account.url}" />\n'
        f'    <foaf:img rdf:resource="{avatar_url(account)}" />\n'
        "    <ya:blogActivity>\n      <ya:Posts>\n"
        f'        <ya:feed rdf:resource="{account.url}data/foaf" dc:type="application/rss+xml" />\n'
        f"        <ya:posted>{len(posts)}</ya:posted>\n      </ya:Posts>\n    </ya:blogActivity>\n"
        f'    <foaf:weblog rdf:resource="{account.url}" lj:dateCreated="{_write_time(account.created_at)}" '
        f'lj:dateLastUpdated="{_write_time(updated)}" />\n'
        f"    <ya:bio>{escape(account.bio)}</ya:bio>\n"
        '    <foaf:interest dc:title="tea" '
        'rdf:resource="https://www.livejournal.com/interests.bml?int=tea" />\n'
        "  </foaf:Person>\n</rdf:RDF>\n"
    )
    return Answer(body=body.encode(), content_type="application/rdf+xml; charset=utf-8")


def _number(post: Post) -> str:
    return post.id.partition("/")[2]


def _write_time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
