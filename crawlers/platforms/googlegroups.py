"""Google Groups: public groups as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="googlegroups",
        title="Google Groups",
        homepage="https://groups.google.com/",
        example="https://groups.google.com/g/google-help-accounts",
        hosts=("groups.google.com",),
        spellings=(
            r"groups\.google\.com/(?:a/[^/?]{1,200}/)?(?:g|group|d/forum|forum)/"
            r"(?P<handle>[A-Za-z0-9][\w.+-]{0,99})(?:/[^?]*)?(?:\?.*)?",
        ),
        profile="https://groups.google.com/g/$handle",
        pace=Pace(seconds=5.0, concurrency=1),
        post_urls=(r"/(?:g|d/msg)/[^/]+/(?:c/)?([\w-]{8,})",),
        notes="the feeds that groups had are gone, Usenet groups take no new posts since February 2024: the "
        "page shows the newest conversations; watch a conversation with --family page",
    ),
    (
        Marker(kind="login_wall", when="/final_url~accounts\\.google\\.com"),
        Marker(kind="not_found", when="/status=404"),
        Marker(kind="suspended", when="/text~This group has been (?:banned|identified as containing spam)"),
        Marker(kind="private", when="/text~You don't have permission to access this content"),
    ),
)
