"""Where posted links lead: shorteners, cloaks, leaving pages, and the sites at the end of the chain.

Each hop is answered by the means that it names. Some of the operation's sites show nothing without script:
their pages fetch the piece as JSON and write it into the document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from html import escape
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Asked, answer_json, answer_page, redirect
from sandbox.operation.links import Hop
from sandbox.operation.sites import Site, address_of, find_site, piece_of
from sandbox.platforms import links_catalogue
from sandbox.situation import Situation
from sandbox.world import World

SCRIPTED = ("bay-observer", "gangwan-voice")
"""Sites whose pieces are only there once script has run."""
NO_RESPONSE = 444


def answer(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """What the URL answers: a hop of a chain, or a page of a site; ``None`` where it is neither."""
    hop = world.step(asked.url, situation.phase)
    if hop is not None:
        return _WAYS[hop.way](hop) if hop.way in _WAYS else redirect(hop.next_url, hop.status)
    site = find_site(asked.url)
    if site is None:
        return links_catalogue.answer(asked, situation)
    return _answer_site(site, asked, situation.phase)


def _answer_site(site: Site, asked: Asked, phase: int) -> Answer:
    """A page of a site that is up, the way to its new address, or what a given-up domain shows."""
    if asked.host in site.moved(phase):
        return redirect(f"https://{site.active(phase)[0]}{asked.target}", 301)
    if asked.host not in site.active(phase):
        return answer_page("Not found", "<h1>Not found</h1><p>This domain has no website.</p>", 404)
    if asked.path == "/":
        rows = ((address_of(site, asked.host, slug), piece_of(site, slug)[0]) for slug in site.slugs)
        pieces = "".join(f'<li><a href="{escape(url)}">{escape(title)}</a></li>' for url, title in rows)
        return answer_page(escape(site.name), f"<h1>{escape(site.name)}</h1><ul>{pieces}</ul>")
    wanted = asked.target.lstrip("/")
    if site.operation:
        wanted = wanted.partition("?")[0].removeprefix("a/").removesuffix(".html")
        if asked.path.startswith("/pieces/"):
            wanted = asked.path.removeprefix("/pieces/").removesuffix(".json")
    if wanted not in site.slugs:
        return answer_page("Not found", f"<h1>Not found</h1><p>{escape(site.name)}</p>", 404)
    if asked.path.startswith("/pieces/"):
        title, paragraphs = piece_of(site, wanted)
        return answer_json({"title": title, "paragraphs": paragraphs})
    return _show_by_script(site, wanted) if site.id in SCRIPTED else _show_piece(site, wanted, asked)


def _show_piece(site: Site, slug: str, asked: Asked) -> Answer:
    title, paragraphs = piece_of(site, slug)
    head = (
        f'<link rel="canonical" href="{escape(address_of(site, asked.host, slug))}">\n'
        f'<meta property="og:site_name" content="{escape(site.name)}">\n'
    )
    words = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    content = f"<header>{escape(site.name)}</header><article><h1>{escape(title)}</h1>{words}</article>"
    return answer_page(f"{escape(title)} - {escape(site.name)}", content, language=site.language, head=head)


def _show_by_script(site: Site, slug: str) -> Answer:
    script = (
        f"fetch({json.dumps(f'/pieces/{slug}.json')}).then((found) => found.json()).then((piece) => {{\n"
        "  document.title = piece.title;\n"
        '  const place = document.getElementById("root");\n'
        '  const head = document.createElement("h1");\n'
        "  head.textContent = piece.title;\n"
        "  place.append(head);\n"
        "  for (const words of piece.paragraphs) {\n"
        '    const block = document.createElement("p");\n'
        "    block.textContent = words;\n"
        "    place.append(block);\n"
        "  }\n"
        "});"
    )
    content = f'<div id="root"></div>\n<script>\n{script}\n</script>'
    return answer_page(escape(site.name), content, language=site.language)


def _by_script(script: str, content: str = "", title: str = "Loading") -> Answer:
    return answer_page(title, f"{content}<script>{script}</script>")


def _write_string(url: str) -> str:
    """A string of script that may stand in a page."""
    return json.dumps(url).replace("</", "<\\/")


def _send_on_like_twitter(hop: Hop) -> Answer:
    """t.co for browsers: script, and a refresh for those without; other programs see no difference here."""
    target = escape(hop.next_url)
    written = _write_string(hop.next_url).replace("/", "\\/")
    page = (
        f'<head><noscript><META http-equiv="refresh" content="0;URL={target}"></noscript>'
        f"<title>{target}</title></head>"
        f"<script>window.opener = null; location.replace({written})</script>"
    )
    return Answer(body=page.encode(), server="tsa_o")


def _refresh_by_header(hop: Hop) -> Answer:
    page = answer_page("One moment", "<p>One moment please.</p>")
    return Answer(body=page.body, headers=(("Refresh", f"0; url={hop.next_url}"),))


def _refresh_by_page(hop: Hop) -> Answer:
    head = f'<meta http-equiv="refresh" content="0; url={escape(hop.next_url)}">\n'
    return answer_page("One moment", "<p>One moment please.</p>", head=head)


def _set_location(hop: Hop) -> Answer:
    return _by_script(f"window.location.href = {_write_string(hop.next_url)};")


def _replace_location(hop: Hop) -> Answer:
    return _by_script(f"window.location.replace({_write_string(hop.next_url)});")


def _wait(hop: Hop) -> Answer:
    move = f"window.location.href = {_write_string(hop.next_url)};"
    return _by_script(f"setTimeout(function () {{ {move} }}, 1200);", "<p>You are being redirected.</p>")


def _send_form(hop: Hop) -> Answer:
    form = f'<form id="go" method="post" action="{escape(hop.next_url)}"></form>'
    return _by_script('document.getElementById("go").submit();', form)


def _ask_first(hop: Hop) -> Answer:
    """A page that counts down before it takes the visitor along by a click of its own."""
    target = escape(hop.next_url)
    content = (
        "<h1>You are leaving this site</h1><p>The page opens in a moment.</p>"
        f'<p><a id="onward" href="{target}" rel="noreferrer">Continue</a></p>'
    )
    script = 'setTimeout(function () { document.getElementById("onward").click(); }, 1500);'
    return _by_script(script, content, "Leaving")


def _leave(hop: Hop) -> Answer:
    """A platform's leaving page, for a link whose check value is right: it sends on at once."""
    host = urlsplit(hop.url).hostname
    return redirect(hop.next_url, hop.status, server="gws" if host == "www.google.com" else "proxygen-bolt")


def _miss(hop: Hop) -> Answer:
    return answer_page("Not found", "<h1>Something's wrong here</h1><p>No such link.</p>", hop.status)


def _hang_up(hop: Hop) -> Answer:
    return Answer(status=NO_RESPONSE, drop=True)


_WAYS: Mapping[str, Callable[[Hop], Answer]] = {
    "tco": _send_on_like_twitter,
    "refresh_header": _refresh_by_header,
    "meta_refresh": _refresh_by_page,
    "location_href": _set_location,
    "location_replace": _replace_location,
    "timer": _wait,
    "form": _send_form,
    "interstitial": _ask_first,
    "shim_facebook": _leave,
    "shim_google": _leave,
    "shim_threads": _leave,
    "404": _miss,
    "closed": _hang_up,
}
"""How each way of sending on is answered; the ways that are numbers are redirections of that status."""
