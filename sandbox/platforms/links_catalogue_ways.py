"""The ways of sending a visitor on that the catalogue of redirections plays: each an answer for a target."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from urllib.parse import quote, urlsplit

from sandbox.exchange import Answer, answer_page, redirect

WORDS = "The ferry to the outer islands leaves at seven, and who misses it waits for the afternoon. "
LONG_READ = "".join(f"<p>{WORDS * 3}</p>" for _ in range(4))
"""Enough to read that nobody takes the page for a mere stage on the way."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way of sending on: the kind that a follower should call it, the status, the answer for a target.

    ``renders`` says that only a browser finds out where it leads.
    """

    kind: str
    status: int
    answer: Callable[[str], Answer]
    renders: bool = False


def show(title: str = "At the harbour", head: str = "", status: int = 200) -> Answer:
    """A page that people read."""
    return answer_page(title, f"<h1>{title}</h1>{LONG_READ}", status, head=head)


def thin(body: str, head: str = "", status: int = 200) -> Answer:
    """A page that is there to send on."""
    return answer_page("One moment", body, status, head=head)


def by_status(status: int) -> Way:
    """Sends on by status and ``Location``."""
    return Way("http", status, lambda target: redirect(target, status))


def by_location(spell: Callable[[str], str], status: int = 302) -> Way:
    """Sends on by a ``Location`` that spells the target in its own way."""
    return Way("http", status, lambda target: redirect(spell(target), status))


def by_refresh(spell: Callable[[str], str]) -> Way:
    """Sends on by a ``Refresh`` header."""

    def answer(target: str) -> Answer:
        return Answer(body=thin("<p>One moment.</p>").body, headers=(("Refresh", spell(target)),))

    return Way("refresh_header", 200, answer)


def by_meta(spell: Callable[[str], str]) -> Way:
    """Sends on by an element in the page's head."""
    return Way("meta_refresh", 200, lambda target: thin("<p>One moment.</p>", spell(escape(target))))


def by_script(write: Callable[[str], str], body: str = "", *, renders: bool = False) -> Way:
    """Sends on by script; ``write`` gets the target as a literal of script."""

    def answer(target: str) -> Answer:
        return thin(f"{body}<script>{write(json.dumps(target))}</script>")

    return Way("script", 200, answer, renders)


def by_markup(kind: str, write: Callable[[str], str], *, renders: bool = False) -> Way:
    """Sends on by what stands in the page's body; ``write`` gets the target escaped."""
    return Way(kind, 200, lambda target: thin(write(escape(target))), renders)


def path_of(target: str) -> str:
    """The target without scheme and host."""
    return target.split("/", 3)[3].join(("/", ""))


def _spell_codes(target: str) -> str:
    return ",".join(str(ord(letter)) for letter in json.loads(target))


def _spell_base64(target: str) -> str:
    return json.dumps(base64.b64encode(f"location.href={target}".encode()).decode())


def _spell_intent(target: str) -> str:
    host = urlsplit(target).hostname
    fallback = quote(target, safe="")
    return (
        f"intent://{host}/open#Intent;scheme=lanwan;package=org.example;S.browser_fallback_url={fallback};end"
    )


def _write_frameset(target: str) -> Answer:
    frames = f"<frameset rows='100%'><frame src='{escape(target)}'></frameset>"
    page = f"<html><head><title>Frames</title></head>{frames}</html>"
    return Answer(body=page.encode())


def _click_through(target: str) -> str:
    return f"<h1>You are leaving this site</h1><p><a href='{target}'>Continue to {target}</a></p>"


def _send_two(target: str) -> Answer:
    other = "https://second-location.example/"
    return Answer(status=302, headers=(("Location", target), ("Location", other)))


_JOINED = "[{}].map(String).join('')"

WAYS: dict[str, Way] = {
    **{str(status): by_status(status) for status in (301, 302, 303, 307, 308)},
    # The header in its spellings.
    "relative": by_location(path_of),
    "query alone": by_location(lambda target: f"?{target.partition('?')[2]}"),
    "without scheme": by_location(lambda target: target.removeprefix("https:"), 301),
    "backslashes": by_location(lambda target: target.replace("/", "\\")),
    "letters raw": by_location(
        lambda target: target.replace("%E6%96%B0%E9%97%BB", "新闻").replace("%20", " ")
    ),
    "padded": by_location(lambda target: f"  {target}\t"),
    "loud": by_location(lambda target: f"HTTPS://{urlsplit(target).netloc.upper()}:443{path_of(target)}"),
    "two locations": Way("http", 302, _send_two),
    "refresh": by_refresh(lambda target: f"0; url={target}"),
    "refresh quoted": by_refresh(lambda target: f"3,URL='{target}' and more"),
    "refresh bare": by_refresh(lambda target: f"1 {target}"),
    # The element in its spellings.
    "meta": by_meta(lambda target: f'<meta http-equiv="refresh" content="0; url={target}">'),
    "meta late": by_meta(lambda target: f'<meta http-equiv="refresh" content="5;url={target}">'),
    "meta loud": by_meta(lambda target: f"<META CONTENT=\"0;URL='{target}'\" HTTP-EQUIV=REFRESH>"),
    "meta bare": by_meta(lambda target: f"<meta http-equiv=refresh content='0 {target}'>"),
    "meta for no script": by_meta(
        lambda target: f'<noscript><meta http-equiv="refresh" content="0;url={target}"></noscript>'
    ),
    "meta in the body": by_markup(
        "meta_refresh", lambda target: f'<p>Hold on</p><meta http-equiv="refresh" content="0;url={target}">'
    ),
    "meta by base": Way(
        "meta_refresh",
        200,
        lambda target: thin(
            "<p>One moment.</p>",
            f'<base href="{escape(target.rpartition("/")[0])}/in/">'
            f'<meta http-equiv="refresh" content="0;url=../{escape(target.rpartition("/")[2])}">',
        ),
    ),
    # Script that names the target.
    "location": by_script(lambda target: f"location = {target}"),
    "href": by_script(lambda target: f"window.top.location.href={target};"),
    "assign": by_script(lambda target: f"document.location.assign({target})"),
    "replace": by_script(lambda target: f"self['location'].replace({target});"),
    "open": by_script(lambda target: f"window.open({target}, '_self');"),
    "by its name": by_script(
        lambda target: f"function go() {{ location.href = {target} }} window.onload = go;"
    ),
    "after a comment": by_script(
        lambda target: f"/* location='https://never.example/' */ var a = 'x//y'; location = {target} // go"
    ),
    "later": by_script(lambda target: f"setTimeout(function(){{location.href={target}}}, 900);"),
    "later and later": by_script(
        lambda target: (
            f"setTimeout(() => setTimeout(() => setTimeout(() => {{location.replace({target})}}, 9), 9), 9)"
        )
    ),
    "later by words": by_script(lambda target: f"setTimeout({json.dumps(f'location={target}')}, 100)"),
    "javascript address": by_script(
        lambda target: f"location.href = {json.dumps(f'javascript:location.replace({target})')};"
    ),
    "on load": by_markup(
        "script", lambda target: f"<div></div></body><body onload=\"location.href='{target}'\">"
    ),
    "written meta": Way(
        "meta_refresh",
        200,
        lambda target: thin(
            "<script>document.write("
            + json.dumps(f'<meta http-equiv="refresh" content="0;url={escape(target)}">').replace(
                "</", "<\\/"
            )
            + ")</script>"
        ),
    ),
    # Script that hides it, or decides where to.
    "either way": by_script(
        lambda target: (
            f"if (innerWidth < 9) {{ location='https://never.example/' }} else {{ location={target} }}"
        ),
        renders=True,
    ),
    "by a function of its own": by_script(
        lambda target: (
            f"document.addEventListener('DOMContentLoaded', () => Function('to', 'location=to')({target}))"
        ),
        renders=True,
    ),
    "letters by code": by_script(
        lambda target: f"location.href = String.fromCharCode({_spell_codes(target)});", renders=True
    ),
    "base64": by_script(lambda target: f"eval(atob({_spell_base64(target)}))", renders=True),
    "backwards": by_script(
        lambda target: (
            f"location.replace({json.dumps(json.loads(target)[::-1])}.split('').reverse().join(''))"
        ),
        renders=True,
    ),
    "pieces": by_script(
        lambda target: (
            f"var to = {json.dumps(list(json.loads(target)))}; window['loca' + 'tion'] = to.join('');"
        ),
        renders=True,
    ),
    "open computed": by_script(
        lambda target: f"var to = {json.dumps(list(json.loads(target)))}.join(''); window.open(to, '_self');",
        renders=True,
    ),
    "form": by_script(
        lambda target: f"var f=document.getElementById('f'); f.action={target}; f.submit();",
        "<form id='f' method='post'><input type='hidden' name='a' value='1'></form>",
        renders=True,
    ),
    "click": by_markup(
        "script",
        lambda target: (
            f"<p>Wait a little</p><a id='a' href='{target}'>.</a>"
            "<script>document.querySelector('a').click()</script>"
        ),
        renders=True,
    ),
    "countdown": by_markup(
        "script",
        lambda target: (
            f"{_click_through(target)}<p id='n'>3</p><script>var n=3;var t=setInterval(function(){{"
            "document.getElementById('n').textContent=--n;if(!n){clearInterval(t);"
            "location.assign(document.querySelector('a').href)}},100)</script>"
        ),
        renders=True,
    ),
    "computed meta": Way(
        "meta_refresh",
        200,
        lambda target: thin(
            f"<script>var m=document.createElement('meta');m['http'+'Equiv']='refresh';m.httpEquiv='refresh';"
            f"m.content='0;url='+{json.dumps(list(target))}.join('');document.head.append(m)</script>"
        ),
        renders=True,
    ),
    "worker": by_script(
        lambda target: (
            "navigator.serviceWorker.register('/worker.js').catch(function(){}).then(function(){"
            f"location.replace({json.dumps(list(json.loads(target)))}.join(''))}});"
        ),
        renders=True,
    ),
    # Frames, pages in between, apps.
    "frameset": Way("frame", 200, _write_frameset),
    "frame": by_markup(
        "frame",
        lambda target: (
            f"<iframe src='{target}' style='position:fixed;top:0;left:0;width:100%;height:100%;border:0'>"
            "</iframe><iframe src='https://counter.example/' width='0' height='0'></iframe>"
        ),
    ),
    "frame by script": by_script(
        lambda target: (
            f"var f=document.createElement('iframe');f.src={json.dumps(list(json.loads(target)))}.join('');"
            "f.style='position:fixed;inset:0;width:100%;height:100%;border:0';document.body.append(f)"
        ),
        renders=True,
    ),
    "continue": by_markup("interstitial", _click_through),
    "continue in Chinese": by_markup(
        "interstitial",
        lambda target: f"<p>您即将离开本站，请注意账号财产安全</p><a href='{target}'>继续访问</a>",
    ),
    "intent": by_location(_spell_intent),
    "intent by script": by_script(
        lambda target: f"location.href = {json.dumps(_spell_intent(json.loads(target)))};"
    ),
    "app first": by_script(
        lambda target: (
            f"location.href='weixin://dl/business/?t'; setTimeout(function(){{location.href={target}}}, 800)"
        )
    ),
}
"""By name. Those with ``renders`` need a browser; the others tell a careful reader where they lead."""
_FRAMED = ("frame by script",)
WAYS |= {name: Way("frame", 200, WAYS[name].answer, renders=True) for name in _FRAMED}
