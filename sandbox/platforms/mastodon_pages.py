"""The public pages of the Mastodon-like hosts: profile, post, and what stands where there is nothing.

Mastodon and most forks send an empty page that asks the API for its posts; GoToSocial and Friendica write
the posts into it. Both have OpenGraph fields, of which other sites make their previews (ogp.me).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import Answer, answer_page, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account, Post
from sandbox.platforms.mastodon_markup import write_text
from sandbox.platforms.mastodon_view import WITHOUT_POSTS, View, find_account, find_page, find_post

_SCRIPT = """<script>
const app = document.getElementById("app");
const ask = async (path) => {
  const answer = await fetch(path, {headers: {Accept: "application/json"}});
  if (!answer.ok) throw answer.status;
  return answer.json();
};
const show = (posts) => posts.forEach((post) => {
  const shown = post.reblog || post;
  const place = document.createElement("article");
  place.style.minHeight = "12em";
  place.innerHTML = `<p><a href="${post.url}">${shown.account.acct}, ${post.created_at}</a></p>`
    + shown.content
    + shown.media_attachments.map((one) => `<img src="${one.url}" alt="">`).join("");
  app.append(place);
});
const wall = () => app.innerHTML = '<form action="/login" method="post"><label>Log in'
  + '<input name="user"></label><input type="password" name="password"><button>Log in</button></form>';
const start = async () => {
  const account = await ask("LOOKUP");
  if (account.suspended) { app.textContent = "Account suspended"; return; }
  const path = `/api/v1/accounts/${account.id}/statuses`;
  show(await ask(`${path}?pinned=true`));
  let page = await ask(`${path}?exclude_replies=true`), busy = false;
  show(page);
  addEventListener("scroll", async () => {
    if (busy || !page.length || innerHeight + scrollY < document.body.offsetHeight - 400) return;
    busy = true;
    page = await ask(`${path}?exclude_replies=true&max_id=${page[page.length - 1].id}`);
    show(page);
    busy = false;
  });
};
start().catch((status) => status === 401 ? wall() : app.textContent = "Nothing to see here");
</script>"""


def answer_public(view: View, path: str) -> Answer:
    """The page at ``path``, or the host's page for what is not there."""
    parts = [part for part in path.split("/") if part]
    if post := find_page(view, path.rstrip("/")):
        return _show_post(view, post)
    if not parts:
        return answer_page(view.dialect.title, f"<h1>{view.dialect.title}</h1><p>{view.host}</p>")
    name = _read_name(view, parts)
    account = find_account(view, name) if name else None
    if account is None or account.state(view.phase) == "missing":
        return _show_nothing(view, 404, "The page you were looking for is not here.")
    if account.state(view.phase) in WITHOUT_POSTS:
        return _show_nothing(view, 410, "The page you were looking for is no longer here.")
    home = urlsplit(account.url).path
    if len(parts) > 2 and parts[-1] != "activity" and (post := find_post(view, parts[-1])):
        return redirect(post.url, server=view.dialect.server)
    if len(parts) > 3 and parts[-1] == "activity" and (post := find_post(view, parts[-2])):
        return _show_post(view, post)
    if len(parts) > len(home.strip("/").split("/")):
        return _show_nothing(view, 404, "The page you were looking for is not here.")
    if path.rstrip("/") != home:
        return redirect(account.url, server=view.dialect.server)
    return _show_profile(view, account)


def _read_name(view: View, parts: list[str]) -> str:
    """The account that a path speaks of, in any spelling that the programs have."""
    if parts[0].startswith("@"):
        return parts[0][1:]
    if parts[0] in ("users", "profile", "u") and len(parts) > 1:
        return parts[1]
    if parts[0] == "ap" and len(parts) > 2:
        here = view.world.by_host[view.host]
        return next((one.handle for one in here if one.number == parts[2]), "")
    return parts[0] if view.platform in ("gab", "pixelfed") else ""


def _show_profile(view: View, account: Account) -> Answer:
    title = f"{account.display_name} (@{account.handle}@{account.host})"
    head = write_fields({
        "og:type": "profile", "og:site_name": view.dialect.title, "og:url": account.url, "og:title": title,
        "og:description": account.bio, "og:image": avatar_url(account), "profile:username": account.handle,
    })  # fmt: skip
    if view.dialect.listed:
        posts = view.world.timeline(account, view.phase)
        content = "\n".join(_write_article(view, post) for post in posts[:20])
        content = f"<h1>{escape(title)}</h1>\n{write_text(view, account.bio)}\n{content}"
    else:
        by_path = view.platform == "gab"
        lookup = (
            f"{view.dialect.lookup}/{account.handle}"
            if by_path
            else f"{view.dialect.lookup}?acct={account.handle}"
        )
        content = (
            '<noscript>Please switch JavaScript on to see this page.</noscript>\n<div id="app"></div>\n'
            + _SCRIPT.replace("LOOKUP", lookup)
        )
    return _finish(view, answer_page(escape(title), content, head=head))


def _show_post(view: View, post: Post) -> Answer:
    account = view.world.account[post.account]
    if account.state(view.phase) == "walled":
        return _show_nothing(view, 401, "Log in to see this page.")
    text = _words(view, post)
    title = f"{account.display_name} (@{account.handle}@{account.host})"
    fields = {
        "og:type": "article", "og:site_name": view.dialect.title, "og:url": post.url, "og:title": title,
        "og:description": text, "article:published_time": post.posted_at.isoformat(),
        "og:image": post.media[0] if post.media else avatar_url(account),
    }  # fmt: skip
    page = answer_page(
        escape(f"{account.display_name}: {text[:60]}"), _write_article(view, post), head=write_fields(fields)
    )
    return _finish(view, page)


def _write_article(view: View, post: Post) -> str:
    original = view.world.post.get(post.repost_of, post)
    author = view.world.account[original.account]
    pictures = "".join(
        f'\n<img src="{url}" alt="{escape(shown.description)}">'
        for url, shown in zip(original.media, original.pictures, strict=True)
    )
    return (
        f'<article class="h-entry"><p><a class="p-author h-card" href="{author.url}">'
        f'{escape(author.display_name)}</a> <a class="u-url" href="{post.url}">'
        f'<time class="dt-published" datetime="{post.posted_at.isoformat()}">'
        f"{post.posted_at:%d %B %Y}</time></a></p>\n"
        f'<div class="e-content">{write_text(view, _words(view, post))}</div>{pictures}</article>'
    )


def _words(view: View, post: Post) -> str:
    return view.world.post.get(post.repost_of, post).text_in(view.phase)


def write_fields(fields: Mapping[str, str]) -> str:
    """``meta`` elements of OpenGraph, those without a value left out."""
    return "".join(_write_field(fields))


def _write_field(fields: Mapping[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        if value:
            yield f'<meta property="{name}" content="{escape(value)}">\n'


def _show_nothing(view: View, status: int, words: str) -> Answer:
    return _finish(view, answer_page(words, f"<h1>{view.dialect.title}</h1><p>{words}</p>", status))


def _finish(view: View, page: Answer) -> Answer:
    return Answer(
        status=page.status, body=page.body, content_type=page.content_type, server=view.dialect.server
    )
