"""FluxBB and PunBB forums on any host: small, quick boards, many of them French."""

from crawlers.families.forum_fluxbb import FLUXBB
from crawlers.families.forum_html import forum_html

platform = forum_html(
    FLUXBB,
    example="https://fluxbb.org/forums/profile.php?id=2",
    hosts=("fluxbb.org",),
    notes="dates are in a time zone that these forums do not tell: they are taken for UTC, with that doubt",
)
