"""PeerTube's API: accounts, channels and their videos.

Sources: recorded answers; docs.joinpeertube.org/api-rest-reference (``/accounts/{name}`` and its ``/videos``,
the same of ``/video-channels``, ``/videos/{id}``; ``start``, ``count`` up to 100, ``sort=-publishedAt``,
``nsfw=both``; 50 requests in 10 seconds). Errors are ``application/problem+json`` with ``detail``.

The way of a crawl: the actor, then its videos, newest first, down to the newest that is known. The list cuts
descriptions: a video whose words are cut is read from its own answer, and so are known ones that the first
page did not show whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from crawlers.families.peertube_refusals import read_api_refusal, read_detail
from crawlers.families.peertube_urls import is_channel, recognise_actor
from crawlers.families.peertube_videos import is_cut, read_actor, read_video
from crawlers.json_reading import as_array, as_object, maybe_count, need, need_id, parse_json
from crawlers.paging import count_page, mark_page
from crawlers.platform import Evidence, Fetch, Pace, Platform, Reading, Route
from crawlers.refusals import report
from crawlers.times import parse_time
from storage.items import Capture, Known, Observation, Watched

PAGE = 100
MOST_RECHECKS = 60


def peertube_api(
    key: str, title: str, *, hosts: tuple[str, ...], example: str, evidence: Evidence = "simulated"
) -> Platform:
    """A platform of the family: ``hosts`` by their own addresses, any other as ``key:https://host/a/name``."""
    return Platform(
        key=key,
        title=title,
        homepage=f"https://{hosts[0]}/",
        family="peertube_api",
        example=example,
        recognise=lambda url: recognise_actor(url, key, hosts),
        routes=(
            Route(name="api", sees="public videos of an account or channel with whole descriptions, counts"),
        ),
        start=start,
        readers={"actor": read_actor_page, "videos": read_videos, "video": read_one},
        hosts=hosts,
        any_host=True,
        order=45,  # before those that take any address of these shapes
        pace=Pace(
            seconds=0.5,
            concurrency=2,
            source="PeerTube config/production.yaml: 50 requests in 10 seconds by default",
        ),
        post_urls=(r"/(?:w|videos/watch)/([0-9A-Za-z-]{22,36})",),
        imports=(
            (r"/api/v1/(accounts|video-channels)/[^/?]+$", "actor"),
            (r"/api/v1/(accounts|video-channels)/[^/?]+/videos", "videos"),
            (r"/api/v1/videos/[0-9A-Za-z-]{22,36}$", "video"),
        ),
        expects="the account or channel, and a video where the list's total is not 0",
        evidence=evidence,
        notes="other hosts: peertube:https://host/a/name; comments of an account are shown to its host alone",
    )


def start(watched: Watched, known: Known) -> Iterable[Fetch]:
    """The account or channel; what is known of it goes along as context."""
    context = {
        "since": "" if known.full or known.newest_at is None else known.newest_at.isoformat(),
        "recheck": " ".join(post.id.rpartition("/")[2] for post in known.recheck[:MOST_RECHECKS]),
    }
    yield _ask(watched, _locate(watched), "actor", {name: value for name, value in context.items() if value})


def read_actor_page(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """The account or channel, and the question for its videos."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    yield read_actor(as_object(parse_json(capture)), capture, watched)
    yield _list(watched, {**capture.context, "start": "0"})


def read_videos(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A page of videos and the next one. What others recorded gives the words as far as the list has them."""
    if problem := read_api_refusal(capture, watched):
        yield problem
        return
    fields, context = as_object(parse_json(capture)), capture.context
    since = parse_time(context.get("since", ""))
    page = as_array(need(fields, "data"), "data")
    ids, whole, reached = [], set(), False
    for number, one in enumerate(page):
        video = as_object(one, f"/data/{number}")
        post = read_video(video, capture, watched, f"/data/{number}")
        uuid = need_id(video, "uuid")
        ids.append(uuid)
        is_known = since is not None and post.posted_at is not None and post.posted_at <= since
        reached = reached or is_known
        if not is_cut(video):
            whole.add(uuid)
            yield post
        elif "start" not in context:
            yield replace(post, attributes={**post.attributes, "text_cut": "1"})
        elif not is_known:
            yield _ask_video(watched, uuid)
    if "start" not in context:
        return
    total = maybe_count(fields, "total")
    begin = int(context["start"]) if context["start"].isascii() and context["start"].isdigit() else 0
    if begin == 0:
        yield from _explain_empty(len(page), total, capture, watched)
        for uuid in context.get("recheck", "").split():
            if uuid not in whole:
                yield _ask_video(watched, uuid)
    is_last = not page or reached or (total is not None and begin + len(page) >= total)
    if not is_last and (counted := count_page(context, mark_page(ids))) is not None:
        yield _list(watched, {**context, **counted, "start": str(begin + len(page))})


def read_one(capture: Capture, watched: Watched) -> Iterable[Reading]:
    """A video by itself: with all its words, or gone."""
    problem = read_api_refusal(capture, watched)
    if problem and problem.kind == "not_found" and read_detail(capture) and "post" in capture.context:
        yield Observation(
            platform=watched.platform,
            post_id=f"{watched.host}/{capture.context['post']}",
            kind="gone",
            record_id=capture.record_id,
            where="",
            captured_at=capture.captured_at,
            reason=problem.reason,
        )
    elif problem:
        yield problem
    else:
        yield read_video(as_object(parse_json(capture)), capture, watched, "")


def _explain_empty(shown: int, total: int | None, capture: Capture, watched: Watched) -> Iterable[Reading]:
    if not shown and total == 0:
        yield report("empty_proven", capture, watched, "no videos, and the list's total is 0")
    elif not shown:
        said = "not shown" if total is None else str(total)
        yield report("changed_format", capture, watched, f"no videos, but the list's total is {said}")


def _locate(watched: Watched) -> str:
    kind = "video-channels" if is_channel(watched) else "accounts"
    name = watched.handle or watched.key.removeprefix("c/").partition("@")[0]
    return f"/api/v1/{kind}/{quote(name, safe='')}"


def _list(watched: Watched, context: Mapping[str, str]) -> Fetch:
    query = {"start": context["start"], "count": PAGE, "sort": "-publishedAt", "nsfw": "both"}
    return _ask(watched, f"{_locate(watched)}/videos?{urlencode(query)}", "videos", context)


def _ask_video(watched: Watched, uuid: str) -> Fetch:
    path = f"/api/v1/videos/{quote(uuid, safe='')}"
    return _ask(watched, path, "video", {"post": uuid})


def _ask(watched: Watched, path: str, reader: str, context: Mapping[str, str]) -> Fetch:
    headers = (("Accept", "application/json"),)
    return Fetch(url=f"https://{watched.host}{path}", reader=reader, headers=headers, context=context)
