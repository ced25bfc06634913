"""The front of the sandbox: which of the played sites answers a request, chosen by its host."""

from __future__ import annotations

import json

from sandbox.exchange import NO_SUCH_SITE, Answer, Asked, answer_json
from sandbox.operation.pictures import draw_avatar, draw_picture
from sandbox.platforms import (
    blogspot,
    bluesky,
    facebook,
    feed,
    graph_api,
    instagram,
    links,
    livejournal,
    mastodon,
    medium,
    page,
    pinterest,
    reddit,
    telegram,
    tiktok,
    vimeo,
    vk,
    wechat,
    wordpress,
    x,
    youtube,
)
from sandbox.played import Answering, list_played
from sandbox.situation import Situation
from sandbox.world import World

CONTROL = "control.sandbox.test"
ROBOTS = b"User-agent: *\nDisallow:\n"
KEPT_S = 86_400
"""How long a picture may be kept by who fetched it, in seconds."""

_BY_SOFTWARE: dict[str, Answering] = {
    "mastodon": mastodon.answer,
    "telegram": telegram.answer,
    "wordpress": wordpress.answer,
    "feed": feed.answer,
    "page": page.answer,
    "facebook": facebook.answer,
    "instagram": instagram.answer,
    "blogspot": blogspot.answer,
    "medium": medium.answer,
    "livejournal": livejournal.answer,
    "vimeo": vimeo.answer,
}


class Front:
    """Answers for every host of ``world``."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._sites: dict[str, Answering] = dict.fromkeys(bluesky.list_hosts(world), bluesky.answer)
        self._sites[wordpress.API] = wordpress.answer
        self._sites |= dict.fromkeys(x.list_hosts(), x.answer)
        self._sites |= dict.fromkeys(reddit.list_hosts(), reddit.answer)
        self._sites |= dict.fromkeys(youtube.list_hosts(), youtube.answer)
        self._sites |= dict.fromkeys(vk.list_hosts(), vk.answer)
        self._sites |= dict.fromkeys(wechat.list_hosts(), wechat.answer)
        self._sites |= dict.fromkeys(pinterest.list_hosts(), pinterest.answer)
        self._sites |= dict.fromkeys(vimeo.list_hosts(), vimeo.answer)
        self._sites |= dict.fromkeys(tiktok.list_hosts(), tiktok.answer)
        self._sites |= {blogspot.BLOGGER: blogspot.answer, blogspot.API: _answer_google}
        self._sites[graph_api.HOST] = graph_api.answer
        further = list_played()
        by_software = _BY_SOFTWARE | {name: played.answer for name, played in further.items()}
        for played in further.values():
            self._sites |= dict.fromkeys(played.hosts, played.answer)
        for account in world.accounts:
            if account.software in by_software:
                self._sites[account.host] = by_software[account.software]

    def answer(self, asked: Asked, situation: Situation) -> Answer:
        """What the asked host says; 404 for a host that is not played."""
        if asked.host == CONTROL:
            return _control(asked, situation, self._world)
        if asked.path == "/robots.txt":
            return Answer(body=ROBOTS, content_type="text/plain; charset=utf-8")
        if picture := self._find_picture(asked.url):
            return picture
        answering = self._sites.get(asked.host, links.answer)
        answered = answering(asked, situation, self._world)
        return answered or links.answer(asked, situation, self._world) or NO_SUCH_SITE

    def _find_picture(self, url: str) -> Answer | None:
        """A picture of a post or an avatar, on whichever host it lies."""
        url = f"https://{url.partition('://')[2]}"
        if shown := self._world.media.get(url):
            content, media_type = draw_picture(shown.picture, shown.variant)
        elif name := self._world.avatars.get(url):
            content, media_type = draw_avatar(name), "image/png"
        else:
            return None
        keep = (("Cache-Control", f"public, max-age={KEPT_S}"),)
        return Answer(body=content, content_type=media_type, headers=keep)


def _answer_google(asked: Asked, situation: Situation, world: World) -> Answer | None:
    """Google's APIs at one host: Blogger's, else YouTube's."""
    return blogspot.answer(asked, situation, world) or youtube.answer(asked, situation, world)


def _control(asked: Asked, situation: Situation, world: World) -> Answer:
    """``GET /state``, ``GET /requests``, and ``POST /phase`` with ``{"phase": 2}``."""
    match asked.method, asked.path:
        case "GET", "/state":
            return answer_json({"phase": situation.phase, "seed": world.seed, "requests": situation.counts()})
        case "GET", "/requests":
            told = [
                {
                    "at": round(one.at, 3),
                    "host": one.host,
                    "method": one.method,
                    "target": one.target,
                    "status": one.status,
                    "agent": one.agent,
                }
                for one in situation.requests
            ]
            return answer_json({"requests": told})
        case "POST", "/phase":
            try:
                situation.advance(int(json.loads(asked.body)["phase"]))
            except (ValueError, KeyError, TypeError) as error:
                return answer_json({"error": str(error)}, 400)
            return answer_json({"phase": situation.phase})
    return answer_json({"error": "GET /state, GET /requests, POST /phase"}, 404)
