"""Instagram's own site for those who are not logged in: embedded profiles and posts, the profile's page.

The real embedded profile shows the newest few posts. The played one shows up to forty, so that the demo,
which has no credentials, collects what is played. Sources: recorded bodies; gallery-dl's ``instagram.py``;
help.instagram.com/620154495870484 (embedding).
"""

from __future__ import annotations

import json
from html import escape

from sandbox.exchange import Answer, Asked, answer_json, answer_page, redirect
from sandbox.operation.addresses import avatar_url
from sandbox.operation.items import Account
from sandbox.platforms.instagram_objects import HOST, find_account, make_item, make_node, make_user
from sandbox.situation import Situation
from sandbox.world import World

SHOWN = 40
STEP = 12
BROKEN = (
    '<div class="EmbedIsBroken"><p>The link to this photo or video may be broken, or the post may have been'
    " removed.</p><a>Visit Instagram</a></div>"
)
_SCROLL = """<main id="grid"></main><script>
const grid = document.getElementById("grid");
const ask = async (path) => (await fetch(path)).json();
let next = "", busy = true, owner = "";
const show = (items) => items.forEach((item) => { const one = document.createElement("article");
  one.style.minHeight = "12em"; one.textContent = item.caption ? item.caption.text : ""; grid.append(one); });
const more = async () => {
  const page = await ask(`/api/v1/feed/user/${owner}/?count=12${next ? "&max_id=" + next : ""}`);
  show(page.items); next = page.more_available ? page.next_max_id : ""; busy = !next;
};
ask("/api/v1/users/web_profile_info/?username=NAME").then((answer) => {
  if (!answer.data.user) grid.textContent = "Sorry, this page isn't available.";
  else if (answer.data.user.is_private) grid.textContent = "This account is private";
  else { owner = answer.data.user.id; more(); }
});
addEventListener("scroll", () => { if (!busy) { busy = true; more(); } });
</script>"""


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """A page of the site, or an answer to one of the page's own calls."""
    phase = situation.phase
    match asked.parts:
        case ("api", "v1", "users", "web_profile_info"):
            return _tell_profile(asked.query.get("username", ""), phase, world)
        case ("api", "v1", "feed", "user", number):
            return _list_items(number, asked, phase, world)
        case ("p", code, "embed", "captioned"):
            return _embed_post(code, phase, world)
        case ("accounts", "login"):
            return answer_page("Login • Instagram", '<input type="password" name="password">')
        case (name, "embed"):
            return _embed_profile(name, phase, world)
        case (name,):
            return _show_profile(name, phase, world)
    return None


def _embed_profile(name: str, phase: int, world: World) -> Answer:
    account = find_account(name, world)
    state = account.state(phase) if account is not None else "missing"
    if account is None or state in ("missing", "suspended", "deleted"):
        return answer_page("Instagram", BROKEN)
    if state == "walled":
        return _send_to_login(account)
    posts = world.timeline(account, phase)
    media = [{"shortcode_media": make_node(post, account, phase)} for post in posts[:SHOWN]]
    context = {
        "type": "Profile",
        "owner_id": account.number,
        "username": account.handle,
        "full_name": account.display_name,
        "biography": account.bio,
        "is_private": state == "private",
        "is_verified": False,
        "followers_count": account.followers,
        "posts_count": len(posts),
        "profile_pic_url": avatar_url(account),
        "graphql_media": media,
    }
    return _write_embed({"context": context})


def _embed_post(code: str, phase: int, world: World) -> Answer:
    post = next((one for one in world.posts if one.url == f"https://{HOST}/p/{code}/"), None)
    if post is None or not world.shows(post, phase):
        return answer_page("Instagram", BROKEN)
    node = make_node(post, world.account[post.account], phase)
    return _write_embed({"gql_data": {"shortcode_media": node}, "context": {"type": "Post"}})


def _show_profile(name: str, phase: int, world: World) -> Answer:
    account = find_account(name, world)
    if account is None or account.state(phase) in ("missing", "suspended", "deleted"):
        empty = '<script type="application/json" data-sjs>{"routePath":null}</script>'
        return answer_page("Instagram", f"{empty}<h2>Sorry, this page isn't available.</h2>")
    if account.state(phase) == "walled":
        return _send_to_login(account)
    return answer_page(
        escape(f"{account.display_name} (@{account.handle})"), _SCROLL.replace("NAME", account.handle)
    )


def _tell_profile(name: str, phase: int, world: World) -> Answer:
    account = find_account(name, world)
    if account is None or account.state(phase) in ("missing", "suspended", "deleted"):
        return answer_json({"data": {"user": None}, "status": "ok"}, server="")
    if account.state(phase) == "walled":
        refused = {"message": "Please wait a few minutes before you try again.", "require_login": True}
        return answer_json({**refused, "status": "fail"}, 401, server="")
    user = make_user(account, world.timeline(account, phase), phase)
    return answer_json({"data": {"user": user}, "status": "ok"}, server="")


def _list_items(number: str, asked: Asked, phase: int, world: World) -> Answer:
    account = find_account(number, world)
    posts = world.timeline(account, phase) if account is not None else ()
    after = asked.query.get("max_id", "").partition("_")[0]
    if after:
        posts = tuple(post for post in posts if int(post.id) < int(after))
    count = asked.number("count", STEP, 33)
    page = posts[:count]
    items = [make_item(post, account, phase) for post in page] if account is not None else []
    more = len(posts) > len(page)
    onward = {"next_max_id": f"{page[-1].id}_{number}"} if more and page else {}
    return answer_json(
        {"items": items, "num_results": len(items), "more_available": more, **onward, "status": "ok"},
        server="",
    )


def _write_embed(content: object) -> Answer:
    """An embedded page: the JSON stands in it as text inside JSON, as the site writes it."""
    text = json.dumps(json.dumps(content, ensure_ascii=False), ensure_ascii=False).replace("</", "<\\/")
    script = f'<script>requireLazy(["PolarisEmbedSimple"],(m)=>m.init({{"contextJSON":{text}}}));</script>'
    return answer_page("Instagram", script)


def _send_to_login(account: Account) -> Answer:
    return redirect(f"https://{HOST}/accounts/login/?next=%2F{account.handle}%2F")
