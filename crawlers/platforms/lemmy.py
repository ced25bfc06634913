"""Lemmy: persons and communities of well-known hosts, and of any host (``lemmy:https://host/u/name``)."""

from crawlers.families.lemmy_api import Dialect, lemmy_api

platform = lemmy_api(
    key="lemmy",
    title="Lemmy",
    hosts=(
        "lemmy.world",
        "lemmy.ml",
        "lemmy.ca",
        "lemmy.zip",
        "lemmy.today",
        "lemmy.dbzer0.com",
        "lemmy.blahaj.zone",
        "lemmy.sdf.org",
        "lemmygrad.ml",
        "hexbear.net",
        "beehaw.org",
        "sh.itjust.works",
        "programming.dev",
        "feddit.org",
        "feddit.uk",
        "discuss.tchncs.de",
        "sopuli.xyz",
        "slrpnk.net",
        "infosec.pub",
        "aussie.zone",
        "mander.xyz",
        "midwest.social",
        "reddthat.com",
        "startrek.website",
        "jlai.lu",
        "szmer.info",
    ),
    example="https://lemmy.world/u/ruud",
    dialect=Dialect(notes="other hosts: lemmy:https://host/u/name, or any address with /u/name@host;"),
)
