"""The catalogue's ways that end badly: dead ends, loops, chains without end, places where nobody may go."""

from __future__ import annotations

from sandbox.exchange import Answer, Asked, redirect
from sandbox.platforms.links_catalogue import Detour, Stop, always, landing, lead, place
from sandbox.platforms.links_catalogue_ways import show, thin
from sandbox.situation import Situation

MOST_HOPS = 20
"""After so many hops a follower may give up."""
MISNAMED = "misnamed-certificate.example"
"""A host whose certificate is for another name; see ``sandbox.authority``."""


def _dead(
    name: str, *ways: str, url: str = "", status: int = 0, reason: str = "", say: Answer | None = None
) -> Detour:
    end = Stop(
        url=url or place(f"{name} end", 0),
        kind="dead_end",
        status=status,
        reason=reason,
        say=always(say) if say else None,
    )
    return lead(name, *ways, end=(end,))


def _stay(name: str, answer: Answer, reason: str) -> Detour:
    """A hop that sends to what is no web address, so that it is the end itself."""
    return _dead(name, url=place(name, 0), status=answer.status, reason=reason, say=answer)


def _forbid(name: str, way: str, url: str, reason: str) -> Detour:
    return lead(name, way, end=(Stop(url=url, kind="refused", status=0, reason=reason),))


def _dead_ends() -> tuple[Detour, ...]:
    dropped = Answer(status=444, drop=True)
    script = "<p>Opening …</p><script>location.href='{}'</script>"
    return (
        _dead("not found", "301", status=404, say=show("Not found", status=404)),
        _dead("gone", "meta", status=410, say=show("Gone", status=410)),
        _dead("forbidden", "302", status=403, say=show("Forbidden", status=403)),
        _dead("broken server", "302", status=500, say=show("Broken", status=500)),
        _dead("reset", "302", say=dropped),
        _dead("no such name", "301", url="https://no-such-host.invalid/go", reason="address"),
        _dead("wrong certificate", "302", url=f"https://{MISNAMED}/go", reason="certificate"),
        _dead("unchanged", "302", status=304, say=Answer(status=304), reason="304"),
        _dead(
            "status without location",
            status=302,
            url=place("no location", 0),
            say=Answer(status=302),
            reason="without a Location",
        ),
        _dead("gone behind script", "backwards", status=404, say=show("Not found", status=404)),
        _stay("app by status", redirect("weixin://dl/business/?t=x"), "weixin"),
        _stay("store by status", redirect("itms-apps://apps.example/app/id1"), "itms-apps"),
        _stay(
            "intent without fallback",
            redirect("intent://x#Intent;scheme=tg;package=org.example;end"),
            "intent",
        ),
        _stay("data by status", redirect("data:text/html,<h1>x</h1>"), "data"),
        _stay("javascript by status", redirect("javascript:location='https://never.example/'"), "javascript"),
        _stay("app by script", thin(script.format("tg://resolve?domain=lanwan")), "tg"),
    )


def _refusals() -> tuple[Detour, ...]:
    return (
        _forbid("loopback", "302", "http://127.0.0.1:8080/", "no public address"),
        _forbid("loopback in disguise", "301", "http://127.0.0.1/admin", "no public address"),
        _forbid("metadata service", "meta", "http://169.254.169.254/latest/meta-data/", "no public address"),
        _forbid("mapped address", "307", "http://[::ffff:a00:1]/", "no public address"),
        _forbid("local name", "replace", "http://printer.lan/", "machine or its network"),
        _forbid("odd port", "302", "https://odd-port.example:22/", "port 22"),
        _forbid("user name", "302", "https://user:secret@user-name.example/", "user name"),
        _forbid("private behind script", "letters by code", "http://10.0.0.8/router", "no public address"),
        Detour(
            name="private in a shim",
            stops=(
                Stop(url="https://l.facebook.com/l.php?u=http%3A%2F%2F192.168.0.1%2F", kind="shim", status=0),
                Stop(url="http://192.168.0.1/", kind="refused", status=0, reason="no public address"),
            ),
        ),
    )


def _loops() -> tuple[Detour, ...]:
    itself = place("loop alone", 0)
    pair = (place("loop of two", 0), place("loop of two", 1))
    refresh = (place("loop of kinds", 0), place("loop of kinds", 1), place("loop of kinds", 2))
    grown = [f"https://loop-grows.example/go?n={number}" for number in range(MOST_HOPS + 1)]
    grown[0] = "https://loop-grows.example/go"
    far = [f"https://endless-{number}.example/go" for number in range(MOST_HOPS + 1)]
    return (
        Detour(
            name="loop alone",
            stops=(Stop(url=itself, kind="loop", status=302, say=always(redirect(itself))),),
        ),
        Detour(
            name="loop of two",
            stops=(
                Stop(url=pair[0], kind="http", status=302, say=always(redirect(pair[1]))),
                Stop(url=pair[1], kind="loop", status=302, say=always(redirect(f"{pair[0]}#again"))),
            ),
        ),
        Detour(
            name="loop of kinds",
            stops=(
                Stop(url=refresh[0], kind="http", status=301, say=always(redirect(refresh[1], 301))),
                Stop(
                    url=refresh[1],
                    kind="meta_refresh",
                    say=always(thin("", f'<meta http-equiv="refresh" content="0;url={refresh[2]}">')),
                ),
                Stop(
                    url=refresh[2], kind="loop", say=always(thin(f"<script>location='{refresh[0]}'</script>"))
                ),
            ),
        ),
        Detour(
            name="loop that grows",
            stops=(
                *(
                    Stop(url=url, kind="http", status=302, say=always(redirect(grown[number + 1])))
                    for number, url in enumerate(grown[:-1])
                ),
                Stop(url=grown[-1], kind="loop", status=0, reason="another query"),
            ),
        ),
        Detour(
            name="endless",
            stops=(
                *(
                    Stop(url=url, kind="http", status=302, say=always(redirect(far[number + 1])))
                    for number, url in enumerate(far[:-1])
                ),
                Stop(url=far[-1], kind="dead_end", status=0, reason="more than"),
            ),
        ),
    )


def _ask_for_cookie(asked: Asked, situation: Situation) -> Answer:
    """Sends whoever has no cookie round once more."""
    if "seen=1" in asked.headers.get("cookie", ""):
        return show("Behind the cookie")
    return Answer(
        status=302, headers=(("Location", asked.url), ("Set-Cookie", "seen=1; Path=/; SameSite=Lax"))
    )


def _set_cookie_and_check(asked: Asked, situation: Situation) -> Answer:
    headers = (
        ("Location", "https://cookie-pair.example/check"),
        ("Set-Cookie", "seen=1; Path=/; SameSite=Lax"),
    )
    if "seen=1" in asked.headers.get("cookie", ""):
        return show("Behind two cookies")
    return Answer(status=302, headers=headers)


def _cookies() -> tuple[Detour, ...]:
    """Sites that only look like loops to whoever keeps no cookie."""
    alone, pair = place("cookie", 0), "https://cookie-pair.example/go"
    check = "https://cookie-pair.example/check"
    return (
        Detour(name="cookie", stops=(Stop(url=alone, kind="landing", say=_ask_for_cookie),), renders=True),
        Detour(
            name="cookie behind a short link",
            stops=lead("cookie-short", "301", urls={1: "https://cookie-kept.example/go"}).stops[:1]
            + (Stop(url="https://cookie-kept.example/go", kind="landing", say=_ask_for_cookie),),
            renders=True,
        ),
        Detour(
            name="cookie checked elsewhere",
            stops=(
                Stop(url=pair, kind="http", status=302, say=_set_cookie_and_check),
                Stop(url=check, kind="http", status=302, say=always(redirect(pair))),
                landing(pair),
            ),
            renders=True,
        ),
    )


ENDINGS: tuple[Detour, ...] = (*_dead_ends(), *_refusals(), *_loops(), *_cookies())
