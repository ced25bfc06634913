"""Quora: public profiles as a visitor's browser shows them."""

from crawlers.families.json_facts import Marker, Named
from crawlers.families.profile_page import profile_page
from crawlers.platform import Pace

platform = profile_page(
    Named(
        key="quora",
        title="Quora",
        homepage="https://www.quora.com/",
        example="https://www.quora.com/profile/Adam-DAngelo",
        hosts=("www.quora.com", "quora.com"),
        spellings=(r"(?:[a-z]{2}\.)?quora\.com/profile/(?P<handle>[^/?]{2,100})(?:/[^?]*)?(?:\?.*)?",),
        profile="https://www.quora.com/profile/$handle",
        pace=Pace(seconds=10.0, concurrency=1),
        post_urls=(r"quora\.com/[^/?#]+/answer/([^/?#]+)",),
        notes="low fidelity: Cloudflare turns programs away, and no public source tells the shape of the "
        "page's data, so answers are not read one by one; what the profile shows of them is in its text",
    ),
    (
        Marker(kind="not_found", when="/status=404"),
        Marker(
            kind="suspended", when="/text~(?i)this (?:account|user) (?:has been|is) (?:banned|deactivated)"
        ),
    ),
)
