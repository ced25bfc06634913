"""PieFed, which speaks an interface like Lemmy's with names of its own."""

from crawlers.families.lemmy_api import Dialect, lemmy_api
from crawlers.families.lemmy_pages import ALPHA

platform = lemmy_api(
    key="piefed",
    title="PieFed",
    hosts=("piefed.social", "piefed.world", "piefed.zip", "piefed.ca", "piefed.blahaj.zone", "feddit.online"),
    example="https://piefed.social/u/rimu",
    dialect=Dialect(
        base=ALPHA,
        is_exact=False,
        is_generic=False,
        notes="other hosts: piefed:https://host/u/name; a host may have its interface switched off;",
    ),
)
