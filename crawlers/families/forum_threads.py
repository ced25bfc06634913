"""Pages of threads: all posts of a watched one in order, and a member's posts found among those of others.

A list of posts tells numbers. The page on which the first of them stands is asked for by the post's own
address, which a forum answers with the right page of however long a thread; all posts of the member that
stand there are read, and the page of the next number that was not among them is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crawlers.families.forum_engine import Engine
from crawlers.families.forum_pages import Page, explain, open_page, read_pager
from crawlers.families.forum_places import Place, place_of, write_url
from crawlers.families.forum_posts import Author, Thread, find_blocks, read_posts, read_thread
from crawlers.families.forum_rows import count_number, find_address
from crawlers.paging import count_page, mark_page
from crawlers.platform import Fetch, Reading, RouteName
from crawlers.times import parse_time
from storage.items import Account, Capture, Observation, Post, Watched

MOST_WANTED = 100
GONE = ("not_found", "deleted")


def ask(url: str, reader: str, context: Mapping[str, str], route: str = "page") -> Fetch:
    """A question for a page, without the parts of its context that are empty."""
    kept = {name: value for name, value in context.items() if value}
    way: RouteName = "feed" if route == "feed" else "page"
    return Fetch(url=url, reader=reader, route=way, context=kept)


def ask_wanted(
    engine: Engine, place: Place, wanted: Iterable[str], context: Mapping[str, str], route: str = "page"
) -> Iterator[Fetch]:
    """The page of the first of ``wanted`` (``NUMBER`` or ``NUMBER@THREAD``); the others go with it."""
    named = list(dict.fromkeys(wanted))[:MOST_WANTED]
    if not named:
        return
    url, thread = find_address(engine, place, named[0])
    said = {**context, "post": named[0].partition("@")[0], "thread": thread, "wanted": " ".join(named[1:])}
    yield ask(url, "found", said, route)


def read_found(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """The page on which a wanted post stands, and the page of the next one that is not there.

    A known post that is looked at again (``again`` in the context) and is not there is gone.
    """
    place = place_of(engine, watched)
    page = open_page(engine, capture, watched, place)
    if not isinstance(page, Page):
        yield page
        return
    context = capture.context
    asked, seen = context.get("post", ""), set[str]()
    if find_blocks(page):
        thread = read_thread(page, context.get("thread", ""))
        for post, author in read_posts(page, thread, watched):
            seen.add(post.id.rpartition("/")[2])
            if _is_wanted(place, author, watched):
                yield post
    else:
        problem = explain(page, watched, "posts")
        if problem.kind not in GONE:
            yield problem
            return
        if "again" not in context:
            yield problem
    if "again" in context and asked and asked not in seen:
        if target := _look_before(page, context):
            yield ask(target, "found", {**context, "before": "1"}, capture.route)
            return
        yield observe_gone(f"{place.site}/{asked}", capture, watched)
    rest = [one for one in context.get("wanted", "").split() if one.partition("@")[0] not in seen]
    kept = {name: value for name, value in context.items() if name in ("again", "handle")}
    yield from ask_wanted(engine, place, rest, kept, capture.route)


def read_watched_thread(engine: Engine, capture: Capture, watched: Watched) -> Iterator[Reading]:
    """A page of a thread that is read as a whole, of its own or as part of a board, and the page beside it.

    ``way`` in the context is ``back`` where the newest page came first: then pages are turned towards the
    opening post until ``after`` (a post's number) or ``after_at`` (a time) is reached.
    """
    place = place_of(engine, watched)
    page = open_page(engine, capture, watched, place)
    if not isinstance(page, Page):
        yield page
        return
    context = capture.context
    if not find_blocks(page):
        problem = explain(page, watched, "posts")
        if "jumped" in context and problem.kind in GONE and place.kind == "thread":
            yield ask(write_url(engine, place), "thread", {"after": context.get("after", "")}, capture.route)
        else:
            yield problem
        return
    named = place.id if place.kind == "thread" else context.get("thread", "")
    thread = read_thread(page, named)
    posts = [post for post, _ in read_posts(page, thread, watched)]
    if place.kind == "thread" and ("next_of" not in context or not thread.pager.next):
        yield describe_thread(page, thread, posts, watched)
    yield from posts
    yield from _turn(page, thread, posts)


def describe_thread(page: Page, thread: Thread, posts: list[Post], watched: Watched) -> Account:
    """A watched thread as an account; ``newest_post`` in its attributes is where the next crawl goes on."""
    place = page.place
    newest = max((count_number(post.id) for post in posts), default=0)
    told = {**thread.software, "kind": "thread", "newest_post": str(newest) if newest else ""}
    return Account(
        platform=watched.platform,
        key=place.key,
        handle=place.id or place.name,
        record_id=page.capture.record_id,
        where="",
        captured_at=page.capture.captured_at,
        url=write_url(page.engine, place),
        host=watched.host,
        display_name=thread.title,
        attributes={name: value for name, value in told.items() if value},
    )


def observe_gone(post: str, capture: Capture, watched: Watched) -> Observation:
    """That a known post is no longer where it was."""
    return Observation(
        platform=watched.platform,
        post_id=post,
        kind="gone",
        record_id=capture.record_id,
        where="",
        captured_at=capture.captured_at,
        reason=f"not on the page of its own address, status {capture.status}",
    )


def _look_before(page: Page, context: Mapping[str, str]) -> str:
    """The page before, for a post whose address is a place in its thread: it moves up when others go."""
    return read_pager(page).prev if page.engine.post.link and "before" not in context else ""


def _turn(page: Page, thread: Thread, posts: list[Post]) -> Iterator[Fetch]:
    context = page.capture.context
    back = context.get("way") == "back"
    if "jump" in context:  # the first page came, the last one is wanted
        target, back = thread.pager.last or thread.pager.next, True
    elif back:
        target = "" if _reaches(posts, context) else thread.pager.prev
    else:
        target = thread.pager.next
    counted = count_page(context, mark_page(post.id for post in posts))
    if not target or target == page.capture.url or counted is None:
        return
    kept = {name: value for name, value in context.items() if name not in ("moves", "jump", "jumped", "way")}
    said = {**kept, **counted, "next_of": "1", "thread": thread.id, "way": "back" if back else ""}
    yield ask(target, "thread", said, page.capture.route)


def _reaches(posts: list[Post], context: Mapping[str, str]) -> bool:
    """Whether a page goes back to what is known."""
    after, moment = context.get("after", ""), parse_time(context.get("after_at", ""))
    if after.isdigit():
        return min(count_number(post.id) for post in posts) <= int(after[:19])
    dated = [post.posted_at for post in posts if post.posted_at]
    return moment is not None and bool(dated) and min(dated) < moment


def _is_wanted(place: Place, author: Author, watched: Watched) -> bool:
    return place.kind != "member" or author.is_member(place, watched.handle)
