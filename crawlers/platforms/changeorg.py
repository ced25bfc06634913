"""Change.org: people who start petitions, and petitions, as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="changeorg",
        title="Change.org",
        homepage="https://www.change.org/",
        example="https://www.change.org/u/12345678",
        hosts=("www.change.org", "change.org"),
        spellings=(
            r"change\.org/(?:[a-z]{2}(?:-[A-Za-z]{2,3})?/)?(?P<handle>(?:u|p|o)/[^/?]{2,160})(?:/[^?]*)?(?:\?.*)?",
        ),
        profile="https://www.change.org/$handle",
        pace=Pace(seconds=5.0, concurrency=1),
        post_urls=(r"change\.org/p/([^/?#]+)",),
        notes="low fidelity: the page of a person (/u/), an organisation (/o/) or a petition (/p/) is kept "
        "version by version with its words, numbers and links; signatures and updates are not read one by "
        "one",
    ),
    (
        Marker(kind="not_found", when="/status=404"),
        Marker(kind="deleted", when="/text~(?i)this petition (?:has been removed|isn.t available)"),
    ),
)
