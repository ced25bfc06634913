"""What is particular to items read from pages: where they stood, who wrote them, what is no drift."""

from __future__ import annotations

from dataclasses import replace

from crawlers.families.html_cutting import Cutting
from crawlers.families.html_facts import Pages
from crawlers.families.json_facts import Listing
from crawlers.families.json_values import find_places, find_text
from storage.items import Post


def settle_post(post: Post, cutting: Cutting) -> Post:
    """A post with the CSS path it was read from, the words of its time and its author."""
    found = find_places(cutting.answer, post.where)
    row = found[0][1] if found and isinstance(found[0][1], dict) else {}
    author = find_text(row, "/author")
    attributes = dict(post.attributes)
    if doubt := find_text(row, "/time_doubt"):
        attributes["time_doubt"] = doubt
    return replace(
        post,
        where=find_where(post.where, cutting),
        author=author if author.lower() not in ("", post.account.lower()) else post.author,
        posted_at_text=find_text(row, "/time_text") or post.posted_at_text,
        attributes=attributes,
    )


def find_where(pointer: str, cutting: Cutting) -> str:
    """The CSS path of what a pointer into the answer names."""
    number = pointer.removeprefix("/rows/")
    if number.isascii() and number.isdigit() and int(number) < len(cutting.places):
        return cutting.places[int(number)]
    return "html" if pointer == "/page" else pointer


def know_own_names(listing: Listing, pages: Pages) -> Listing:
    """``listing`` with all names that sheets give: what was cut out on purpose is no drift."""
    sheets = (pages.listing, pages.post, pages.account)
    cuts = [cut.name for sheet in sheets for cut in (*sheet.page, *sheet.row)]
    dates = [f"{cut}_{part}" for cut in cuts for part in ("text", "doubt")]
    marks = [name for sheet in sheets for name, _ in sheet.marks]
    own = "address key handle profile due title text lacks page account"
    names = " ".join(dict.fromkeys((*own.split(), *cuts, *dates, *marks)))
    posts, accounts = listing.posts, listing.accounts
    if "*" not in posts.aside.split():
        posts = replace(posts, aside=f"{posts.aside} {names}".strip())
    return replace(
        listing, posts=posts, accounts=replace(accounts, aside=f"{accounts.aside} {names}".strip())
    )
