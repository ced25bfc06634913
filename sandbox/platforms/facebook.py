"""Facebook's own site for those who are not logged in: the page, what it fetches, and the post plugin.

The real page shows a handful of posts and hides the rest behind a login. The played one shows up to forty, so
that the demo, which has no credentials, collects what is played. Sources: recorded pages;
developers.facebook.com/docs/plugins/embedded-posts; the markers that gallery-dl and WhatsMyName look for.
"""

from __future__ import annotations

import json
import re
from html import escape
from urllib.parse import parse_qs, quote, unquote, urlsplit

from sandbox.exchange import Answer, Asked, answer_page, redirect
from sandbox.markup import mark_up
from sandbox.operation.items import Account, Post
from sandbox.operation.meta import profile_number
from sandbox.platforms.facebook_objects import shim
from sandbox.platforms.facebook_stories import make_profile, make_story, make_timeline, write_script
from sandbox.situation import Situation
from sandbox.world import World

HOST = "www.facebook.com"
SHOWN = 40
"""Posts in the page itself; the others come while it is scrolled."""
STEP = 10
GONE = (
    "This Facebook post is no longer available. It may have been removed or the privacy settings of the post"
    " may have changed."
)
_SCROLL = """<main id="feed"></main><script>
const feed = document.getElementById("feed");
const place = (story) => { const one = document.createElement("div"); one.setAttribute("role", "article");
  one.style.minHeight = "12em"; const said = story.comet_sections.content.story.message;
  one.textContent = said ? said.text : ""; feed.append(one); };
const find = (value) => value && typeof value === "object" ? value.timeline_list_feed_units
  || Object.values(value).map(find).find(Boolean) : undefined;
let page, busy = false;
for (const one of document.querySelectorAll("script[data-sjs]"))
  page = page || find(JSON.parse(one.textContent));
if (page) page.edges.forEach((edge) => place(edge.node));
addEventListener("scroll", async () => {
  if (!page || busy || !page.page_info.has_next_page) return;
  busy = true;
  const variables = JSON.stringify({cursor: page.page_info.end_cursor, id: "OWNER", count: 3});
  const name = "ProfileCometTimelineFeedRefetchQuery";
  const body = new URLSearchParams({fb_api_req_friendly_name: name, variables});
  const answer = await fetch("/api/graphql/", {method: "POST", body});
  const lines = (await answer.text()).split("\\n").filter(Boolean).map(JSON.parse);
  page = find(lines[0].data);
  page.edges.forEach((edge) => place(edge.node));
  lines.slice(1).forEach((line) => line.data.node && place(line.data.node));
  busy = false;
});
</script>"""


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A page of the site."""
    match asked.parts:
        case ("api", "graphql"):
            return _answer_graphql(asked, situation.phase, world)
        case ("plugins", "post.php"):
            return _answer_plugin(asked, situation.phase, world)
        case ("login", *_):
            return answer_page(
                "Log in to Facebook", '<form id="login_form"><input type="password" name="pass"></form>'
            )
        case (_, "posts", number):
            return _answer_post(number, situation.phase, world)
        case (name,):
            return _answer_name(name, asked, situation.phase, world)
    return None


def find_account(name: str, world: World) -> Account | None:
    """The account of that handle, in any spelling, or of that id."""
    folded = name.replace(".", "").lower()
    return next(
        (one for one in world.by_host.get(HOST, ())
         if folded in (one.handle.replace(".", "").lower(), one.number, profile_number(one))), None,
    )  # fmt: skip


def _answer_name(name: str, asked: Asked, phase: int, world: World) -> Answer:
    name = asked.query.get("id", "") if name == "profile.php" else name
    if post := world.by_id.get(("facebook", name)):
        return redirect(f"https://{HOST}/{world.account[post.account].handle}/posts/{post.id}")
    account = find_account(name, world)
    state = account.state(phase) if account is not None else "missing"
    if account is None or state == "missing":
        return answer_page("Facebook", "<div></div>")
    if state == "walled":
        return redirect(f"https://{HOST}/login/?next={quote(account.url, safe='')}")
    if state in ("suspended", "deleted"):
        return _unavailable()
    profile = {"data": {"user": {"profile_header_renderer": {"user": make_profile(account)}}}}
    scripts = [write_script("ProfileCometHeaderQuery", profile)]
    if state == "private":
        scripts.append(
            write_script("ProfileCometAboutAppSectionQuery", {"data": {"is_profile_locked": True}})
        )
        return answer_page(escape(account.display_name), "\n".join(scripts))
    posts = [make_story(post, world, phase) for post in world.timeline(account, phase)]
    timeline = make_timeline(account, posts[:SHOWN], f"AQHR{SHOWN}", len(posts) > SHOWN)
    scripts.append(write_script("ProfileCometTimelineFeedQuery", {"data": {"user": timeline}}))
    content = "\n".join((*scripts, _SCROLL.replace("OWNER", profile_number(account))))
    return answer_page(f"{escape(account.display_name)} | Facebook", content)


def _answer_graphql(asked: Asked, phase: int, world: World) -> Answer:
    """More of a timeline: the first post in the answer, each other as a patch on a line of its own."""
    form = parse_qs(asked.body.decode("utf-8", "replace"))
    try:
        variables = json.loads(form.get("variables", ["{}"])[0])
        start = int(re.sub(r"\D", "", str(variables.get("cursor"))) or 0)
    except (ValueError, AttributeError):
        return _say({"error": 1357004, "errorSummary": "Sorry, something went wrong"})
    account = find_account(str(variables.get("id", "")), world)
    if account is None or account.state(phase) != "live":
        return _say({"error": 1357001, "errorSummary": "Log in to continue"})
    posts = [make_story(post, world, phase) for post in world.timeline(account, phase)]
    end = start + STEP
    page = posts[start:end]
    timeline = make_timeline(account, page[:1], f"AQHR{end}", len(posts) > end)
    patches = [
        {
            "label": "ProfileCometTimelineFeed_user$stream$timeline_list_feed_units",
            "path": ["node", "timeline_list_feed_units", "edges", number],
            "data": {"node": story, "cursor": f"Cg8{start + number}"},
        }
        for number, story in enumerate(page[1:], 1)
    ]
    return _say({"data": {"node": timeline}}, *patches)


def _answer_post(number: str, phase: int, world: World) -> Answer:
    post = world.by_id.get(("facebook", number))
    if post is None or not world.shows(post, phase):
        return _unavailable()
    story = write_script(
        "CometSinglePostDialogContentQuery", {"data": {"node": make_story(post, world, phase)}}
    )
    return answer_page("Facebook", story)


def _answer_plugin(asked: Asked, phase: int, world: World) -> Answer:
    """A single post as other sites embed it, in markup."""
    number = urlsplit(unquote(asked.query.get("href", ""))).path.rstrip("/").rpartition("/")[2]
    post = world.by_id.get(("facebook", number))
    if post is None or not world.shows(post, phase):
        return answer_page("Facebook", f'<div class="_2p3a"><span>{GONE}</span></div>')
    return answer_page("Facebook", _write_unit(post, world, phase))


def _write_unit(post: Post, world: World, phase: int) -> str:
    account = world.account[post.account]
    original = world.post.get(post.repost_of)
    facts = {"top_level_post_id": post.id, "content_owner_id_new": account.number, "page_id": account.number}
    if original is not None:
        author = world.account[original.account]
        facts |= {"original_content_id": original.id, "original_content_owner_id": author.number}
        words = f'<div role="article" class="_5s1m">{_write_body(original, phase)}</div>'
    else:
        words = _write_body(post, phase)
    moment = int(post.posted_at.timestamp())
    return (
        f'<div class="_5pcr userContentWrapper" data-ft="{escape(json.dumps(facts))}"><h5>'
        f'<span class="fwb"><a href="{account.url}">{escape(account.display_name)}</a></span></h5>'
        f'<a href="/{account.handle}/posts/{post.id}"><abbr data-utime="{moment}">a while ago</abbr></a>'
        f"{words}</div>"
    )


def _write_body(post: Post, phase: int) -> str:
    text = mark_up(post.text_in(phase), _link, lambda tag: f'<a href="/hashtag/{tag}">#{tag}</a>')
    lines = text.replace("\n", "<br>")
    pictures = "".join(
        f'<img class="scaledImageFitWidth img" src="{escape(url)}" alt="{escape(shown.description)}">'
        for url, shown in zip(post.media, post.pictures, strict=True)
    )
    return f'<div data-testid="post_message" class="_5pbx userContent"><p>{lines}</p></div>{pictures}'


def _link(url: str) -> str:
    return f'<a href="{escape(shim(url))}" target="_blank">{escape(url)}</a>'


def _unavailable() -> Answer:
    title = "This content isn't available right now"
    body = (
        "When this happens, it's usually because the owner only shared it with a small group of people,"
        " changed who can see it or it's been deleted."
    )
    entry = {"__dr": "CometContentNotFoundRoot.entrypoint"}
    page = {"props": {"title": title, "body": body}, "entryPoint": entry}
    return answer_page("Facebook", f'<script type="application/json" data-sjs>{json.dumps(page)}</script>')


def _say(*lines: object) -> Answer:
    body = "\r\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return Answer(body=body.encode(), content_type='text/html; charset="utf-8"', server="")
