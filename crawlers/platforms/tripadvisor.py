"""Tripadvisor: public profiles of contributors as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="tripadvisor",
        title="Tripadvisor",
        homepage="https://www.tripadvisor.com/",
        example="https://www.tripadvisor.com/Profile/traveller",
        hosts=("www.tripadvisor.com", "tripadvisor.com"),
        spellings=(
            r"tripadvisor\.(?:com(?:\.[a-z]{2})?|co\.[a-z]{2}|[a-z]{2})/(?:Profile|members)/"
            r"(?P<handle>[\w.@ -]{2,80})(?:/[^?]*)?(?:\?.*)?",
        ),
        profile="https://www.tripadvisor.com/Profile/$handle",
        pace=Pace(seconds=10.0, concurrency=1),
        notes="low fidelity: programs are turned away (DataDome), and no public source tells the shape of "
        "the page's data, so reviews are not read one by one; what the profile shows of them is in its text",
    ),
    (Marker(kind="not_found", when="/status=404"),),
)
