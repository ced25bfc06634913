"""PeerTube: accounts and channels of well-known hosts, and of any host (``peertube:https://host/a/name``)."""

from crawlers.families.peertube_api import peertube_api

platform = peertube_api(
    key="peertube",
    title="PeerTube",
    hosts=(
        "framatube.org",
        "kolektiva.media",
        "tilvids.com",
        "diode.zone",
        "makertube.net",
        "spectra.video",
        "video.blender.org",
        "peertube.tv",
        "peertube.debian.social",
        "peertube2.cpy.re",
        "tinkerbetter.tube",
    ),
    example="https://framatube.org/a/framasoft/videos",
    evidence="recorded body",
)
